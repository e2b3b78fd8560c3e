//! What names and grades a line of the checklist.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The stable name of an item: `section.item`, lower case, such as `security.debug`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(Arc<str>);

/// Why a text is no item id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no item id: it must read section.item, in lower-case letters, digits and hyphens")]
pub struct InvalidItemId(pub String);

impl ItemId {
    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the dot: the section's id.
    pub fn section(&self) -> &str {
        self.0.split_once('.').map_or(&*self.0, |(section, _)| section)
    }

    /// The part after the dot.
    pub fn name(&self) -> &str {
        self.0.split_once('.').map_or("", |(_, name)| name)
    }
}

impl FromStr for ItemId {
    type Err = InvalidItemId;

    fn from_str(text: &str) -> Result<Self, InvalidItemId> {
        let word = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match text.split_once('.') {
            Some((section, name)) if word(section) && word(name) => Ok(Self(Arc::from(text))),
            _ => Err(InvalidItemId(text.to_owned())),
        }
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemId({})", self.0)
    }
}

impl serde::Serialize for ItemId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for ItemId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// How much an open item weighs in the gate. Ordered: `Optional < Recommended < Critical`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to have.
    Optional,
    /// Should be met before a launch.
    Recommended,
    /// Must be met, or waived with a reason, before a launch.
    Critical,
}

impl Severity {
    /// Every severity, the heaviest first.
    pub const ALL: [Self; 3] = [Self::Critical, Self::Recommended, Self::Optional];

    /// The severity that `word` names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == word)
    }

    /// The word that screens, files and reports use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Optional => "optional",
            Self::Recommended => "recommended",
            Self::Critical => "critical",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_id_has_a_section_and_a_name() {
        let id: ItemId = "database.n-plus-one".parse().unwrap();
        assert_eq!((id.section(), id.name()), ("database", "n-plus-one"));
        for wrong in ["", "security", "Security.debug", "a.b.c", ".x", "x."] {
            assert!(wrong.parse::<ItemId>().is_err(), "{wrong}");
        }
    }
}
