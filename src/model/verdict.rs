//! What a detector says of an item.

/// The machine's word on an item. `items.md` in the project's design fixes the meaning, item by item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The repository proves that the item is met in production.
    Pass,
    /// The repository proves that it is not met, or unsafe unless somebody remembers to set something.
    Fail,
    /// The item does not apply to this repository.
    #[serde(rename = "na")]
    NotApplicable,
    /// The repository cannot decide it: a person must look.
    Review,
}

impl Verdict {
    /// The word in JSON and in the command line: `pass`, `fail`, `na`, `review`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotApplicable => "na",
            Self::Review => "review",
        }
    }

    /// The word that people read: `n/a` instead of `na`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotApplicable => "n/a",
            other => other.as_str(),
        }
    }
}
