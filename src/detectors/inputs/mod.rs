//! The only door to the facts: what a detector asks for is written down, and the digest of that is the basis.
//!
//! Each kind of fact has a file here with its own `impl Inputs` or `impl Scene`. Every answer is noted under a name that
//! says what was asked ([`Inputs::note`]), without lines and without file names: a moved line or a renamed file makes no
//! decision stale. Places are handed out for evidence and are not noted.

mod arguments;
mod attributes;
mod audit;
mod calls;
mod celery;
mod classes;
mod commands;
mod conditions;
mod containers;
mod deployment;
mod endpoints;
mod expressions;
mod files;
mod fronts;
mod headers;
mod imports;
mod lists;
mod live;
mod logging;
mod logical;
mod management;
mod middleware;
mod own;
mod packages;
mod processes;
mod routes;
mod scene;
mod served;
mod storages;
mod tasks;
mod thresholds;
mod uploads;
mod views;

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

pub use arguments::Worth;
pub use audit::{Column, MigrationFacts};
pub use celery::{Celery, Configured};
pub use classes::Lineage;
pub use conditions::Live;
pub use containers::Container;
pub use endpoints::Endpoint;
pub use fronts::Fronts;
pub use live::Started;
pub use logging::{Log, Logrotate};
pub use scene::Scene;
pub use served::Wrapper;
pub use storages::Storage;
pub use tasks::TaskSeen;
pub use uploads::{FieldStorage, FileField};
pub use views::{Admits, Checks};

use super::record::Record;
use crate::base::RepoPath;
use crate::deploy::Place;
use crate::django::{Facts, Scenario};
use crate::eval::Origin;
use crate::model::{Evidence, Outcome, Reading};

/// The facts as one detector sees them.
pub struct Inputs<'f> {
    facts: &'f Facts<'f>,
    record: RefCell<Record>,
}

impl<'f> Inputs<'f> {
    /// A door with nothing written down yet.
    pub fn new(facts: &'f Facts<'f>) -> Self {
        Self { facts, record: RefCell::default() }
    }

    /// Everything that was asked for so far, with the answers.
    pub fn readings(&self) -> Vec<Reading> {
        self.record.borrow().readings()
    }

    /// The digest of everything that was asked for so far.
    pub fn basis(&self) -> String {
        self.record.borrow().digest()
    }

    /// Writes down what came of it: the verdict, what was not found, the findings.
    pub(super) fn conclude(&self, outcome: &Outcome) {
        self.note("the verdict", &json!(outcome.verdict().as_str()));
        let absent: BTreeSet<&str> = outcome.absences().iter().map(|absence| absence.what.as_str()).collect();
        self.note("not there", &json!(absent));
        for finding in outcome.findings() {
            self.note("finding", &json!(finding.fingerprint));
        }
    }

    /// The settings module, dotted, for messages.
    pub fn module(&self) -> &'f str {
        &self.facts.choice.module
    }

    /// The settings module's file, for advice.
    pub fn module_path(&self) -> &'f RepoPath {
        &self.facts.choice.path
    }

    /// The source at `origin`.
    pub fn evidence(&self, origin: &Origin) -> Option<Evidence> {
        self.facts.evidence(origin)
    }

    /// Where the settings files assign `name` although `scenario` does not see it.
    pub(super) fn untaken(&self, scenario: &Scenario<'_>, name: &str) -> Vec<Evidence> {
        self.facts.untaken(scenario, name)
    }

    /// A place in a deployment file.
    pub fn deployed(&self, place: &Place) -> Option<Evidence> {
        self.facts.evidence(&Origin { path: place.path.clone(), span: place.span, line: place.line })
    }

    /// The source at `origin` in its normal form; it goes into the basis.
    pub fn code(&self, origin: &Origin) -> String {
        let words = self.words(origin);
        self.note("code", &json!(words));
        words
    }

    /// Writes down that `question` was answered with `answers`, in no order; with an empty list where there are none.
    pub(super) fn note_each(&self, question: &str, answers: impl IntoIterator<Item = Json>) {
        let mut answers = answers.into_iter().peekable();
        if answers.peek().is_none() {
            self.note(question, &json!([]));
        }
        for answer in answers {
            self.note(question, &answer);
        }
    }

    /// Writes down that `question` was answered with `answer`.
    pub(super) fn note(&self, question: impl Into<String>, answer: &Json) {
        self.record.borrow_mut().note(question.into(), answer);
    }
}
