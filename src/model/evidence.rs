//! What a verdict rests on.

use crate::base::RepoPath;

/// A place in the repository that a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Evidence {
    /// The file.
    pub path: RepoPath,
    /// The first line, from 1.
    pub line: usize,
    /// The last line, from 1; never before `line`.
    pub end_line: usize,
    /// The column of the first character, from 1, in characters.
    pub column: usize,
    /// The source text of the lines, as it stands in the file (unsafe for terminals until printed safely).
    pub text: String,
}

/// Something that was looked for and is not there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Absence {
    /// What was looked for, as a noun: "Celery", "a file handler in LOGGING".
    pub what: String,
    /// Where it was looked for, as a noun: "the settings", "the deployment files".
    pub searched: String,
}

impl Absence {
    /// The absence of `what` in `searched`.
    pub fn new(what: impl Into<String>, searched: impl Into<String>) -> Self {
        Self { what: what.into(), searched: searched.into() }
    }

    /// What people read: "no Celery in the settings".
    pub fn sentence(&self) -> String {
        let what = ["a ", "an ", "any "].iter().find_map(|article| self.what.strip_prefix(article));
        let what = what.unwrap_or(&self.what).replace(" or a ", " or ").replace(" or an ", " or ");
        format!("no {what} in {}", self.searched)
    }
}

/// The ground of a pass or n/a: such a verdict cannot be built without one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ground {
    /// A file and a line.
    Place(Evidence),
    /// A named absence.
    Absence(Absence),
}

impl From<Evidence> for Ground {
    fn from(place: Evidence) -> Self {
        Self::Place(place)
    }
}

impl From<Absence> for Ground {
    fn from(absence: Absence) -> Self {
        Self::Absence(absence)
    }
}
