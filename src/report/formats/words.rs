//! Sentences that several formats share. Texts are plain, with backticks around code.

use crate::base::clock;
use crate::model::Severity;
use crate::report::document::{Decided, Decision, Document, SignOff, Waiver, short};

/// `text` with a capital letter at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What GO asks for.
pub(super) fn gate(document: &Document) -> String {
    let roles = &document.gate.require_sign_off;
    let roles =
        if roles.is_empty() { String::new() } else { format!(", and the sign-off of: {}", roles.join(", ")) };
    let above = match document.gate.fail_on {
        Severity::Critical => "critical",
        Severity::Recommended => "critical or recommended",
        Severity::Optional => "on the checklist",
    };
    let longest = document
        .gate
        .longest_waiver
        .map_or_else(String::new, |days| format!(", no waiver for more than {days} days"));
    let persons = if document.gate.two_person {
        ", critical items decided by somebody who has not written them alone"
    } else {
        ""
    };
    format!("no open item that is {above}{longest}{persons}{roles}")
}

/// Who decided, with whom beside them.
pub(super) fn people(decision: &Decision) -> String {
    let with: Vec<&str> = decision.with.iter().map(|person| person.name.as_str()).collect();
    if with.is_empty() {
        decision.by.name.clone()
    } else {
        format!("{} with {}", decision.by.name, with.join(", "))
    }
}

/// What a person said and when: "waived by Ada Example on 2026-11-22".
pub(super) fn decided(decision: &Decision) -> String {
    let verb = match decision.said {
        Decided::Ticked => "ticked",
        Decided::Waived => "waived",
        Decided::Noted => "noted",
    };
    let at = decision.commit.as_deref().map_or_else(String::new, |commit| format!(" at {}", short(commit)));
    format!("{verb} by {} on {}{at}", people(decision), clock::day(decision.at))
}

/// How long a waiver holds: "until 2027-03-31, 129 days left".
pub(super) fn until(waiver: &Waiver) -> Option<String> {
    let until = waiver.until?;
    Some(match waiver.days_left {
        None => format!("until {until}"),
        Some(0) => format!("until {until}, its last day"),
        Some(1) => format!("until {until}, 1 day left"),
        Some(days) if days > 0 => format!("until {until}, {days} days left"),
        Some(-1) => format!("until {until}, over since yesterday"),
        Some(days) => format!("until {until}, over for {} days", -i64::from(days)),
    })
}

/// The kind of a waiver as people read it.
pub(super) fn kind(waiver: &Waiver) -> String {
    waiver.kind.as_str().replace('-', " ")
}

/// A sign-off in one line.
pub(super) fn signed(sign_off: &SignOff) -> String {
    format!(
        "{} by {} on {} at {}: {}",
        sign_off.role,
        sign_off.by.name,
        clock::day(sign_off.at),
        short(&sign_off.commit),
        sign_off.call.label()
    )
}

/// What was reviewed: the release where it has a name, else the repository.
pub(super) fn subject(document: &Document) -> String {
    match &document.release {
        Some(release) => format!("{} {release}", document.repository.name),
        None => document.repository.name.clone(),
    }
}

/// The commit and the branch in one line.
pub(super) fn commit(document: &Document) -> String {
    let repository = &document.repository;
    let mut line = match (document.short_commit(), &repository.branch) {
        (Some(commit), Some(branch)) => format!("{commit} on {branch}"),
        (Some(commit), None) => commit,
        (None, _) => "no commit yet".to_owned(),
    };
    if let Some(committed) = repository.committed {
        line = format!("{line}, {}", clock::day(committed));
    }
    if repository.dirty {
        line.push_str(", with uncommitted changes");
    }
    line
}

/// The settings module and Django's version.
pub(super) fn settings(document: &Document) -> String {
    let project = &document.project;
    let folder = if project.root == "." { String::new() } else { format!(" in `{}/`", project.root) };
    let django = project.django.as_ref().map_or_else(|| "of an unknown version".to_owned(), Clone::clone);
    format!("`{}`{folder}, Django {django}", project.settings_module)
}
