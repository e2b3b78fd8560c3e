//! What the screen shows of a place and of a decision beside the scan: who last touched the line, its permalink, and what
//! has changed under a stale decision. Found out in the background, one question at a time.

use jiff::Timestamp;

use super::message::Effect;
use super::model::{Asked, Model};
use crate::base::RepoPath;
use crate::model::{ItemId, Person};
use crate::review::Because;
use crate::review::grounds::Changed;

/// What git and the forge know of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Located {
    /// Who last touched it; `None` where it is not committed, or git cannot say.
    pub touch: Option<Touch>,
    /// Whether the line is in the work tree only.
    pub uncommitted: bool,
    /// Its address on the forge, at the commit that was scanned.
    pub link: Option<String>,
}

/// Who last touched a line, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// The author of the commit.
    pub by: Person,
    /// When it was made.
    pub at: Timestamp,
    /// The commit's full hash.
    pub commit: String,
    /// The first line of its message.
    pub summary: String,
}

/// What the shown place and the selected item need and nobody has asked for yet.
pub(super) fn needed(model: &mut Model) -> Vec<Effect> {
    if model.is_scanning() || model.report.is_none() || model.overlay.is_some() {
        return Vec::new();
    }
    locate(model).into_iter().chain(compare(model)).collect()
}

fn locate(model: &mut Model) -> Option<Effect> {
    let place = model.place()?;
    let (path, line) = (place.path.clone(), place.line);
    let key = (path.clone(), line);
    // One at a time: who pages through fifty places must not start fifty searches of the history.
    let busy = model.located.values().any(|one| matches!(one, Asked::Waiting));
    if busy || model.located.contains_key(&key) {
        return None;
    }
    model.located.insert(key, Asked::Waiting);
    Some(Effect::Locate { generation: model.scan.generation, path, line })
}

fn compare(model: &mut Model) -> Option<Effect> {
    let item = model.review_item()?;
    let stale = matches!(item.status.because, Because::Stale | Because::Contradiction);
    let commit = item.decision.as_ref().and_then(|decision| decision.commit.clone()).filter(|_| stale)?;
    let (id, now) = (item.id.clone(), model.item_report()?.clone());
    let busy = model.compared.values().any(|one| matches!(one, Asked::Waiting));
    if busy || model.compared.contains_key(&id) {
        return None;
    }
    model.compared.insert(id, Asked::Waiting);
    Some(Effect::Compare { generation: model.scan.generation, commit, now: Box::new(now) })
}

/// An answer to [`Effect::Locate`].
pub(super) fn located(model: &mut Model, path: RepoPath, line: usize, found: Located) {
    model.located.insert((path, line), Asked::Known(found));
}

/// An answer to [`Effect::Compare`].
pub(super) fn compared(model: &mut Model, item: ItemId, result: Result<Vec<Changed>, String>) {
    model.compared.insert(item, Asked::Known(result));
}
