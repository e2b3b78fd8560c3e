//! `JUnit` XML: a suite a section, a case an item.
//!
//! There is no standard; this is what Jenkins, GitLab and GitHub's actions read alike. A failing item that stands in the way is a
//! failure, an undecided one an error, an open one below the gate and everything waived or not applicable is skipped with
//! the reason. `file` and `line` are attributes of the case.

use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite, XmlString};

use super::{escape, place, words};
use crate::model::Verdict;
use crate::report::document::{Document, Group, Item};

/// The report.
///
/// # Errors
/// Where the writer refuses, which would be a defect.
pub(super) fn render(document: &Document) -> Result<String, SerializeError> {
    let mut report = Report::new(format!("gonogo: {}", words::subject(document)));
    for section in &document.sections {
        let mut suite = TestSuite::new(&section.title);
        suite.add_test_cases(document.items_of(&section.id).map(|item| case(document, item)));
        report.add_test_suite(suite);
    }
    let others: Vec<&str> = document.other_blockers().collect();
    if !others.is_empty() {
        let mut suite = TestSuite::new("The gate");
        for message in others {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(message).set_type("gate");
            let mut case = TestCase::new(message, status);
            case.set_classname("gonogo.gate");
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
    }
    report.to_string()
}

fn case(document: &Document, item: &Item) -> TestCase {
    let mut case = TestCase::new(format!("{} ({})", item.title, item.id.name()), status(item));
    case.set_classname(format!("gonogo.{}", item.section));
    if let Some(at) = place::of(document, item) {
        case.extra.insert("file".into(), XmlString::new(&at.path));
        case.extra.insert("line".into(), XmlString::new(at.line.to_string()));
    }
    case
}

fn status(item: &Item) -> TestCaseStatus {
    let message = format!("{}: {}", item.standing(), escape::plain(&item.summary));
    let mut status = match item.group() {
        Group::Blocking if item.verdict == Verdict::Fail => {
            TestCaseStatus::non_success(NonSuccessKind::Failure)
        }
        Group::Blocking => TestCaseStatus::non_success(NonSuccessKind::Error),
        Group::Open | Group::Waived | Group::NotApplicable | Group::OutOfScope => TestCaseStatus::skipped(),
        Group::Verified | Group::Met => return TestCaseStatus::success(),
    };
    status.set_message(message).set_type(item.because.as_str());
    status.set_description(details(item));
    status
}

/// Everything else that helps who reads the failure.
fn details(item: &Item) -> String {
    let mut lines = Vec::new();
    if let Some(decision) = &item.decision {
        lines.push(words::decided(decision));
        if let Some(waiver) = &decision.waiver {
            let until = words::until(waiver).map_or_else(String::new, |until| format!(", {until}"));
            lines.push(format!("{}{until}: {}", words::kind(waiver), escape::plain(&waiver.reason)));
        }
    }
    lines.extend(
        item.evidence.iter().map(|place| format!("{}:{}: {}", place.path, place.line, place.text.trim())),
    );
    lines.extend(item.absences.iter().cloned());
    let findings = item.findings.iter().filter(|finding| finding.dismissed.is_none());
    lines.extend(findings.map(|finding| format!("{}:{}: {}", finding.path, finding.line, finding.message)));
    if !item.done {
        lines.extend(item.advice.clone());
    }
    lines.join("\n")
}
