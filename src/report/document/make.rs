//! From scan, review and state to the document.

use jiff::civil::Date;

use super::{
    Alteration, Blocker, Decided, Decision, Dismissal, Document, Finding, Forge, Gate, Imported, Item, Place,
    Project, Reference, Remark, Repository, SCHEMA, Section, Tool, Unread, Waiver, Warning,
};
use super::{secrets, signed};
use crate::base::RepoPath;
use crate::base::clock;
use crate::git;
use crate::model::{self, DecisionKind, ItemId, ItemReport};
use crate::report::Scanned;
use crate::review::compare::ItemChange;
use crate::review::{self, ReviewItem, State};

/// Everything that a document is made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The scan and the review that follows from it. All items go into the document, whatever was asked for.
    pub scanned: Scanned<'a>,
    /// What people decided.
    pub state: &'a State,
    /// The day by which the review was judged.
    pub date: Date,
    /// What git knows of the commit.
    pub origin: &'a Origin,
}

/// What git and the file tree know beside the scan. The default is a repository that nothing is known of.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The full hash of the commit's tree.
    pub tree: Option<String>,
    /// When the commit was made.
    pub committed: Option<jiff::Timestamp>,
    /// Where the repository lives on a forge.
    pub forge: Option<git::Forge>,
    /// Files that differ from the commit: their lines are not those of the commit, so that no link would be true.
    pub changed: Vec<RepoPath>,
    /// The file of the settings module.
    pub settings_file: Option<RepoPath>,
    /// The items that changed since the last sign-off; `None` where nobody has signed, or the signed commit is not here.
    pub since: Option<Vec<ItemChange>>,
    /// What other tools say of items.
    pub imported: Vec<(ItemId, Imported)>,
}

/// The review document.
pub fn make(sources: &Sources<'_>) -> Document {
    let Sources { scanned, state, date, origin } = *sources;
    let (report, review) = (scanned.report, scanned.review);
    let sign_offs = signed::sign_offs(sources);
    let document = Document {
        schema: SCHEMA.to_owned(),
        tool: Tool { name: "gonogo".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        date,
        call: review.call(),
        release: state.release.name.clone(),
        repository: Repository {
            name: scanned.name.to_owned(),
            commit: report.repository.commit.clone(),
            tree: origin.tree.clone(),
            committed: origin.committed,
            branch: report.repository.branch.clone(),
            dirty: report.repository.dirty,
            forge: origin.forge.as_ref().map(|forge| Forge {
                kind: forge.kind().as_str().to_owned(),
                url: forge.base().to_owned(),
                commit_url: report.repository.commit.as_deref().map(|commit| forge.commit(commit)),
            }),
        },
        project: Project {
            root: report.project.root.as_str().to_owned(),
            settings_module: report.project.settings_module.clone(),
            settings_file: origin.settings_file.as_ref().map(|path| path.as_str().to_owned()),
            settings_reason: report.project.settings_reason.clone(),
            other_modules: report.project.other_modules.clone(),
            django: report.project.django.clone(),
        },
        gate: Gate {
            fail_on: state.gate.fail_on,
            require_sign_off: state.gate.require_sign_off.clone(),
            longest_waiver: state.gate.longest_waiver,
            warn_before_expiry: state.gate.warn_before_expiry,
            two_person: state.gate.two_person,
        },
        blockers: review.blockers.iter().map(blocker).collect(),
        warnings: warnings(sources),
        alterations: alterations(review),
        done: review.done(),
        total: review.total(),
        sections: scanned
            .catalogue
            .sections()
            .iter()
            .filter_map(|section| {
                let reviewed = review.sections.iter().find(|one| one.id == section.id)?;
                let (id, title) = (section.id.clone(), section.title.clone());
                Some(Section { id, title, done: reviewed.done(), total: reviewed.total() })
            })
            .collect(),
        items: scanned
            .catalogue
            .items()
            .filter_map(|item| {
                let (entry, reviewed) = (report.item(&item.id)?, review.item(&item.id)?);
                Some(Maker { sources, entry, reviewed }.item(item))
            })
            .collect(),
        since: signed::since(sources, &sign_offs),
        sign_offs,
        unread: report
            .stats
            .failed
            .iter()
            .map(|(path, reason)| Unread { path: path.as_str().to_owned(), reason: reason.clone() })
            .collect(),
    };
    document.harmless()
}

fn blocker(blocker: &review::Blocker) -> Blocker {
    Blocker { kind: blocker.as_str().to_owned(), item: blocker.item().cloned(), message: blocker.to_string() }
}

fn warnings(sources: &Sources<'_>) -> Vec<Remark> {
    let cautions = sources.scanned.review.cautions.iter();
    let cautions = cautions.map(|one| Remark { item: Some(one.item().clone()), message: one.to_string() });
    let notices = sources
        .state
        .notices
        .iter()
        .map(|notice| Remark { item: None, message: format!("gonogo.toml, {notice}") });
    cautions.chain(notices).collect()
}

fn alterations(review: &review::Review) -> Vec<Alteration> {
    let of = |one: &crate::catalogue::Alteration| Alteration {
        kind: one.as_str().to_owned(),
        item: one.item().clone(),
        message: one.to_string(),
    };
    review.alterations.iter().map(of).collect()
}

/// One item on its way into the document.
struct Maker<'a> {
    sources: &'a Sources<'a>,
    entry: &'a ItemReport,
    reviewed: &'a ReviewItem,
}

impl Maker<'_> {
    fn item(&self, item: &crate::catalogue::Item) -> Item {
        let Self { sources, entry, reviewed } = *self;
        let outcome = &entry.outcome;
        let blocks = sources
            .scanned
            .review
            .blockers
            .iter()
            .any(|blocker| matches!(blocker, review::Blocker::Item { id, .. } if *id == item.id));
        Item {
            id: item.id.clone(),
            section: item.id.section().to_owned(),
            title: item.title.clone(),
            severity: reviewed.severity,
            asks: item.asks.clone(),
            why: item.why.clone(),
            fix: item.fix.text.clone(),
            references: item
                .references
                .iter()
                .map(|page| Reference { title: page.title.clone(), url: page.url.clone() })
                .collect(),
            verdict: outcome.verdict(),
            summary: secrets::masked(&item.id, outcome.summary()),
            advice: outcome.advice().map(str::to_owned),
            done: reviewed.status.done,
            because: reviewed.status.because,
            blocks,
            decision: reviewed.decision.as_ref().map(|decision| decided(decision, sources.date)),
            evidence: outcome.evidence().iter().map(|place| self.place(place)).collect(),
            absences: outcome
                .absences()
                .iter()
                .map(|absence| format!("no {} in {}", absence.what, absence.searched))
                .collect(),
            warnings: outcome
                .warnings()
                .iter()
                .map(|warning| Warning {
                    message: warning.message.clone(),
                    path: warning.path.as_ref().map(|path| path.as_str().to_owned()),
                    line: warning.line,
                    link: warning
                        .path
                        .as_ref()
                        .and_then(|path| self.link(path, warning.line.map(|line| (line, line)))),
                })
                .collect(),
            findings: outcome.findings().iter().map(|finding| self.finding(finding)).collect(),
            imported: self.imported(),
            basis: entry.basis.clone(),
        }
    }

    /// What other tools say of the item; a tool may print a secret too.
    fn imported(&self) -> Vec<Imported> {
        let of_item = self.sources.origin.imported.iter().filter(|(item, _)| *item == self.entry.id);
        of_item
            .map(|(item, one)| Imported { message: secrets::masked(item, &one.message), ..one.clone() })
            .collect()
    }

    fn place(&self, place: &model::Evidence) -> Place {
        Place {
            path: place.path.as_str().to_owned(),
            line: place.line,
            end_line: place.end_line,
            column: place.column,
            text: secrets::masked(&self.entry.id, &place.text),
            link: self.link(&place.path, Some((place.line, place.end_line))),
        }
    }

    fn finding(&self, finding: &model::Finding) -> Finding {
        let dismissal = self
            .sources
            .state
            .dismissals
            .iter()
            .find(|one| one.item == self.entry.id && one.fingerprint == finding.fingerprint);
        Finding {
            path: finding.path.as_str().to_owned(),
            line: finding.line,
            message: finding.message.clone(),
            fingerprint: finding.fingerprint.clone(),
            link: self.link(&finding.path, Some((finding.line, finding.line))),
            dismissed: dismissal.map(|one| Dismissal {
                by: one.by.clone(),
                at: one.at,
                reason: one.reason.clone(),
            }),
        }
    }

    /// The address of `lines` at the commit; `None` where the file has changed since, or nobody hosts it.
    fn link(&self, path: &RepoPath, lines: Option<(usize, usize)>) -> Option<String> {
        let origin = self.sources.origin;
        let commit = self.sources.scanned.report.repository.commit.as_deref()?;
        let forge = origin.forge.as_ref().filter(|_| !origin.changed.contains(path))?;
        Some(forge.permalink(commit, path, lines))
    }
}

fn decided(decision: &model::Decision, today: Date) -> Decision {
    let (kind, waiver) = match &decision.kind {
        DecisionKind::Ticked => (Decided::Ticked, None),
        DecisionKind::Noted => (Decided::Noted, None),
        DecisionKind::Waived(waiver) => (Decided::Waived, Some(waiver)),
    };
    Decision {
        said: kind,
        by: decision.by.clone(),
        with: decision.with.clone(),
        at: clock::whole_seconds(decision.at),
        commit: decision.commit.clone(),
        waiver: waiver.map(|waiver| Waiver {
            kind: waiver.kind,
            reason: waiver.reason.clone(),
            until: waiver.until,
            days_left: waiver.until.map(|until| today.until(until).map_or(0, |span| span.get_days())),
            ticket: waiver.ticket.clone(),
        }),
        note: decision.note.clone(),
    }
}
