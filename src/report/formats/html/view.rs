//! What the template shows, made of sentences that are ready.

use serde::Serialize;

use crate::base::clock;
use crate::model::{Severity, Verdict};
use crate::report::document::{Document, Group, Item, Place, short};
use crate::report::formats::words;
use crate::review::{Because, Call};

/// The longest excerpt of one place, in lines.
const LINES: usize = 8;
/// The most places and findings that are shown of one item at once; the others are one click away.
const PLACES: usize = 4;

/// Everything that the template shows. Sentences are made here, so that the template only places them.
#[derive(Serialize)]
pub(super) struct View<'d> {
    doc: &'d Document,
    subject: String,
    go: bool,
    call: &'static str,
    headline: String,
    facts: Vec<Fact>,
    others: Vec<&'d str>,
    blocking: Vec<Shown<'d>>,
    heaps: Vec<Heap>,
    severities: Vec<Heap>,
    sections: Vec<Part<'d>>,
    waivers: Vec<Waived<'d>>,
    again: Vec<Shown<'d>>,
    dismissed: Vec<Dismissed<'d>>,
    sign_offs: Vec<Signed<'d>>,
    since: Option<Since<'d>>,
    settings: String,
    gate: String,
    notes: Vec<&'d str>,
}

#[derive(Serialize)]
struct Fact {
    name: &'static str,
    text: String,
    code: Option<String>,
    url: Option<String>,
}

/// A choice of the filter.
#[derive(Serialize)]
struct Heap {
    id: &'static str,
    label: String,
    count: usize,
}

#[derive(Serialize)]
struct Part<'d> {
    id: &'d str,
    title: &'d str,
    done: usize,
    total: usize,
    items: Vec<Shown<'d>>,
}

#[derive(Serialize)]
struct Shown<'d> {
    item: &'d Item,
    group: &'static str,
    label: String,
    verdict: &'static str,
    verdict_word: &'static str,
    standing: String,
    decided: Option<String>,
    waiver: Option<Waived<'d>>,
    places: Vec<Excerpt<'d>>,
    more_places: Vec<Excerpt<'d>>,
    findings: Vec<Found<'d>>,
    more_findings: Vec<Found<'d>>,
    open: bool,
}

#[derive(Serialize)]
struct Excerpt<'d> {
    path: &'d str,
    line: usize,
    link: Option<&'d str>,
    text: String,
}

#[derive(Serialize)]
struct Found<'d> {
    path: &'d str,
    line: usize,
    link: Option<&'d str>,
    message: &'d str,
}

#[derive(Serialize)]
struct Waived<'d> {
    item: &'d Item,
    kind: String,
    reason: &'d str,
    ticket: Option<&'d str>,
    by: String,
    on: String,
    holds: String,
    ends_soon: bool,
    counts: bool,
}

#[derive(Serialize)]
struct Dismissed<'d> {
    title: &'d str,
    finding: Found<'d>,
    reason: &'d str,
    by: &'d str,
}

#[derive(Serialize)]
struct Signed<'d> {
    role: &'d str,
    by: &'d str,
    on: String,
    commit: String,
    call: &'static str,
    holds: bool,
    remark: &'d str,
}

#[derive(Serialize)]
struct Since<'d> {
    on: String,
    commit: String,
    changes: Vec<&'d str>,
}

/// What the template shows of `document`.
pub(super) fn view(document: &Document) -> View<'_> {
    let again =
        |item: &&Item| matches!(item.because, Because::Stale | Because::Expired | Because::Contradiction);
    View {
        doc: document,
        subject: words::subject(document),
        go: document.call == Call::Go,
        call: document.call.label(),
        headline: words::capital(&document.headline()),
        facts: facts(document),
        others: document.other_blockers().collect(),
        blocking: document
            .open()
            .into_iter()
            .filter(|item| item.blocks)
            .map(|item| shown(document, item))
            .collect(),
        heaps: Group::ALL
            .into_iter()
            .map(|group| Heap {
                id: group.as_str(),
                label: words::capital(group.heading()),
                count: document.group(group).count(),
            })
            .filter(|heap| heap.count > 0)
            .collect(),
        severities: severities(document),
        sections: document
            .sections
            .iter()
            .map(|section| Part {
                id: &section.id,
                title: &section.title,
                done: section.done,
                total: section.total,
                items: document.items_of(&section.id).map(|item| shown(document, item)).collect(),
            })
            .collect(),
        waivers: document.items.iter().filter_map(|item| waived(document, item)).collect(),
        again: document.items.iter().filter(again).map(|item| shown(document, item)).collect(),
        dismissed: dismissed(document),
        sign_offs: document
            .sign_offs
            .iter()
            .map(|one| Signed {
                role: &one.role,
                by: &one.by.name,
                on: clock::day(one.at).to_string(),
                commit: short(&one.commit),
                call: one.call.label(),
                holds: one.holds,
                remark: &one.remark,
            })
            .collect(),
        since: document.since.as_ref().map(|since| Since {
            on: clock::day(since.at).to_string(),
            commit: short(&since.commit),
            changes: since.changes.iter().map(|change| change.message.as_str()).collect(),
        }),
        settings: words::settings(document),
        gate: words::gate(document),
        notes: document.warnings.iter().map(|warning| warning.message.as_str()).collect(),
    }
}

fn facts(document: &Document) -> Vec<Fact> {
    let plain = |name, text: String| Fact { name, text, code: None, url: None };
    let address = |url: &str| Some(url.to_owned()).filter(|url| !url.is_empty());
    let mut facts = Vec::new();
    facts.extend(document.release.clone().map(|release| plain("Release", release)));
    let forge = document.repository.forge.as_ref();
    facts.push(Fact {
        name: "Repository",
        text: document.repository.name.clone(),
        code: None,
        url: forge.and_then(|forge| address(&forge.url)),
    });
    let commit = words::commit(document);
    let (code, text) = match document.short_commit() {
        Some(short) => {
            let rest = commit.strip_prefix(&short).unwrap_or_default().to_owned();
            (Some(short), rest)
        }
        None => (None, commit),
    };
    let url = forge.and_then(|forge| forge.commit_url.as_deref()).and_then(address);
    facts.push(Fact { name: "Commit", text, code, url });
    facts.push(plain("Judged as of", format!("{} (UTC)", document.date)));
    facts
}

fn severities(document: &Document) -> Vec<Heap> {
    [Severity::Critical, Severity::Recommended, Severity::Optional]
        .into_iter()
        .map(|severity| Heap {
            id: severity.as_str(),
            label: words::capital(severity.as_str()),
            count: document.items.iter().filter(|item| item.severity == severity).count(),
        })
        .filter(|heap| heap.count > 0)
        .collect()
}

fn shown<'d>(document: &'d Document, item: &'d Item) -> Shown<'d> {
    let group = item.group();
    let mut places: Vec<Excerpt<'_>> = item.evidence.iter().map(excerpt).collect();
    let mut findings: Vec<Found<'_>> = item
        .findings
        .iter()
        .filter(|finding| finding.dismissed.is_none())
        .map(|finding| Found {
            path: &finding.path,
            line: finding.line,
            link: finding.link.as_deref().filter(|link| !link.is_empty()),
            message: &finding.message,
        })
        .collect();
    let more_places = places.split_off(places.len().min(PLACES));
    let more_findings = findings.split_off(findings.len().min(PLACES));
    Shown {
        item,
        group: group.as_str(),
        label: words::capital(group.heading()),
        verdict: item.verdict.as_str(),
        verdict_word: match item.verdict {
            Verdict::Pass => "passes",
            Verdict::Fail => "fails",
            Verdict::NotApplicable => "n/a",
            Verdict::Review => "needs review",
        },
        standing: words::capital(&item.standing()),
        decided: item.decision.as_ref().map(|decision| words::capital(&words::decided(decision))),
        waiver: waived(document, item),
        places,
        more_places,
        findings,
        more_findings,
        open: !item.done,
    }
}

fn waived<'d>(document: &Document, item: &'d Item) -> Option<Waived<'d>> {
    let decision = item.decision.as_ref()?;
    let waiver = decision.waiver.as_ref()?;
    Some(Waived {
        item,
        kind: words::capital(&words::kind(waiver)),
        reason: &waiver.reason,
        ticket: waiver.ticket.as_deref(),
        by: words::people(decision),
        on: clock::day(decision.at).to_string(),
        holds: match item.because {
            Because::Stale | Because::ObsoleteWaiver => item.because.sentence().to_owned(),
            _ => words::until(waiver).unwrap_or_else(|| "without an end".to_owned()),
        },
        ends_soon: waiver
            .days_left
            .is_some_and(|days| i64::from(days) <= i64::from(document.gate.warn_before_expiry)),
        counts: item.because == Because::Waived,
    })
}

/// The source of a place without the indentation that all its lines share.
fn excerpt(place: &Place) -> Excerpt<'_> {
    let lines: Vec<String> = place.text.lines().map(|line| line.trim_end().replace('\t', "    ")).collect();
    let indentation = |line: &String| line.len() - line.trim_start_matches(' ').len();
    let common = lines.iter().filter(|line| !line.is_empty()).map(indentation).min().unwrap_or(0);
    let mut shown: Vec<&str> =
        lines.iter().take(LINES).map(|line| line.get(common..).unwrap_or_default()).collect();
    if lines.len() > LINES {
        shown.push("…");
    }
    Excerpt {
        path: &place.path,
        line: place.line,
        link: place.link.as_deref().filter(|link| !link.is_empty()),
        text: shown.join("\n"),
    }
}

fn dismissed(document: &Document) -> Vec<Dismissed<'_>> {
    let all = document.items.iter().flat_map(|item| item.findings.iter().map(move |finding| (item, finding)));
    all.filter_map(|(item, finding)| {
        let dismissal = finding.dismissed.as_ref()?;
        Some(Dismissed {
            title: &item.title,
            finding: Found {
                path: &finding.path,
                line: finding.line,
                link: finding.link.as_deref().filter(|link| !link.is_empty()),
                message: &finding.message,
            },
            reason: &dismissal.reason,
            by: &dismissal.by.name,
        })
    })
    .collect()
}
