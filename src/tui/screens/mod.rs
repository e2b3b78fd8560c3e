//! One file a screen or pane: from the model to lines and cells. Nothing here changes anything.

pub(super) mod detail;
pub(super) mod evidence;
pub(super) mod file;
pub(super) mod form;
pub(super) mod frame;
pub(super) mod list;
pub(super) mod messages;
pub(super) mod picker;
pub(super) mod poll;
pub(super) mod question;
pub(super) mod setting;
pub(super) mod trial;
pub(super) mod walk;
