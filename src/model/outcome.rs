//! What one detector returns for one item.

use super::{Absence, Evidence, Finding, Ground, Verdict, Warning};

/// A verdict with everything that explains it.
///
/// The constructors keep "never a wrong pass" in the types: a pass and an n/a need a [`Ground`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    verdict: Verdict,
    summary: String,
    advice: Option<String>,
    evidence: Vec<Evidence>,
    absences: Vec<Absence>,
    warnings: Vec<Warning>,
    findings: Vec<Finding>,
}

impl Outcome {
    fn new(verdict: Verdict, summary: impl Into<String>) -> Self {
        Self {
            verdict,
            summary: summary.into(),
            advice: None,
            evidence: Vec::new(),
            absences: Vec::new(),
            warnings: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The item is met in production, as `ground` proves.
    pub fn pass(summary: impl Into<String>, ground: impl Into<Ground>) -> Self {
        Self::new(Verdict::Pass, summary).and(ground)
    }

    /// The item does not apply, as `ground` shows.
    pub fn not_applicable(summary: impl Into<String>, ground: impl Into<Ground>) -> Self {
        Self::new(Verdict::NotApplicable, summary).and(ground)
    }

    /// The item is not met; add the deciding places with [`Outcome::and`] and the remedy with [`Outcome::advise`].
    pub fn fail(summary: impl Into<String>) -> Self {
        Self::new(Verdict::Fail, summary)
    }

    /// The repository cannot decide; the summary says what a person must look at.
    pub fn review(summary: impl Into<String>) -> Self {
        Self::new(Verdict::Review, summary)
    }

    /// Adds a further ground, after those already there: the deciding one comes first, a second place in the same line
    /// is left out.
    #[must_use]
    pub fn and(mut self, ground: impl Into<Ground>) -> Self {
        match ground.into() {
            Ground::Place(place) if self.evidence.iter().any(|known| starts_alike(known, &place)) => {}
            Ground::Place(place) => self.evidence.push(place),
            Ground::Absence(absence) => self.absences.push(absence),
        }
        self
    }

    /// Adds several places, in order, leaving out those already there.
    #[must_use]
    pub fn and_all(self, places: impl IntoIterator<Item = Evidence>) -> Self {
        places.into_iter().fold(self, Self::and)
    }

    /// Adds to the summary where the verdict holds: ` (…)` at its end.
    #[must_use]
    pub fn qualify(mut self, note: &str) -> Self {
        self.summary = format!("{} ({note})", self.summary);
        self
    }

    /// Says what to change and where, with the project's own names.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Adds a trap that does not change the verdict, at `place` where one can be named.
    #[must_use]
    pub fn warn(mut self, message: impl Into<String>, place: Option<&Evidence>) -> Self {
        let (path, line) = place.map_or((None, None), |p| (Some(p.path.clone()), Some(p.line)));
        self.warnings.push(Warning { message: message.into(), path, line });
        self
    }

    /// Adds a finding of an audit item.
    #[must_use]
    pub fn find(mut self, finding: Finding) -> Self {
        self.findings.push(finding);
        self
    }

    /// The verdict.
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// One line that a release manager understands without opening the file.
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// What to change and where, if there is something to change.
    pub fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }

    /// The places, the deciding one first.
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// What was looked for and is not there.
    pub fn absences(&self) -> &[Absence] {
        &self.absences
    }

    /// The traps.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The findings of an audit item.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

fn starts_alike(a: &Evidence, b: &Evidence) -> bool {
    a.path == b.path && a.line == b.line
}
