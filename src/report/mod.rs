//! What people and programs get to read, one file a format. Nothing here decides anything.

pub mod catalogue;
pub mod check;
pub mod decided;
pub mod difference;
pub mod document;
pub mod evidence;
mod excerpt;
pub mod formats;
pub mod item;
pub mod json;
pub mod log;
pub mod page;
pub mod record;
mod scanned;
pub mod settings;
pub mod status;
pub mod text;
pub mod verified;

pub use document::Document;
pub use formats::Format;
pub use page::{Ink, Page, Piece, piece, prose};
pub use scanned::Scanned;
