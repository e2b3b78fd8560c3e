//! What a person said of an item.

use jiff::Timestamp;
use jiff::civil::Date;

use super::ItemId;

/// A person as git writes one: `Ada Example <ada@example.org>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The e-mail address; may be empty.
    pub email: String,
}

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.email.is_empty() {
            f.write_str(&self.name)
        } else {
            write!(f, "{} <{}>", self.name, self.email)
        }
    }
}

impl Person {
    /// Whether both are the same person: by the address where both have one, whatever its case, else by the name.
    pub fn is_same(&self, other: &Self) -> bool {
        if self.email.is_empty() || other.email.is_empty() {
            self.name == other.name
        } else {
            self.email.to_lowercase() == other.email.to_lowercase()
        }
    }

    /// Reads `Name <email>` or a bare name; `None` where no name or address is left.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, email) = match text.split_once('<') {
            Some((name, rest)) => (name.trim(), rest.trim_end_matches('>').trim()),
            None => (text, ""),
        };
        let name = if name.is_empty() { email } else { name };
        (!name.is_empty()).then(|| Self { name: name.to_owned(), email: email.to_owned() })
    }
}

/// What a person said of one item: the record in `gonogo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The item.
    pub item: ItemId,
    /// Ticked or waived, or only a note.
    pub kind: DecisionKind,
    /// Who.
    pub by: Person,
    /// Who sat beside them.
    pub with: Vec<Person>,
    /// When.
    pub at: Timestamp,
    /// At which commit (full hash); `None` before the first commit.
    pub commit: Option<String>,
    /// The digest of what the detector had read then, `sha256:…`.
    pub basis: Option<String>,
    /// Free text.
    pub note: Option<String>,
}

/// The two ways to close an item, and the note that closes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionKind {
    /// A person verified that the item is met.
    Ticked,
    /// A person accepts that it is not met, or says why it need not be.
    Waived(Waiver),
    /// Only a note: the item stays as it is.
    Noted,
}

/// Why an item is let through unmet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// From the closed list.
    pub kind: WaiverKind,
    /// In the person's words; never empty.
    pub reason: String,
    /// The last day on which the waiver holds; required for accepted risks and deferrals.
    pub until: Option<Date>,
    /// The tracker's reference.
    pub ticket: Option<String>,
}

/// The closed list of reasons for a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverKind {
    /// The risk is known and taken, until a date.
    AcceptedRisk,
    /// It will be met, by a date.
    Deferred,
    /// It is met outside the repository.
    MetElsewhere,
    /// It does not apply here.
    NotApplicable,
    /// The detector is wrong.
    FalsePositive,
}

impl WaiverKind {
    /// Every kind, in the order in which people are offered them.
    pub const ALL: [Self; 5] =
        [Self::AcceptedRisk, Self::Deferred, Self::MetElsewhere, Self::NotApplicable, Self::FalsePositive];

    /// The word in `gonogo.toml`, flags and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AcceptedRisk => "accepted-risk",
            Self::Deferred => "deferred",
            Self::MetElsewhere => "met-elsewhere",
            Self::NotApplicable => "not-applicable",
            Self::FalsePositive => "false-positive",
        }
    }

    /// The kind that `word` names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether such a waiver must name its last day.
    pub const fn needs_date(self) -> bool {
        matches!(self, Self::AcceptedRisk | Self::Deferred)
    }
}
