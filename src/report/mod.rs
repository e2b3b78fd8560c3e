//! What people and programs get to read, one file a format. Nothing here decides anything.

pub mod catalogue;
pub mod json;
pub mod page;

pub use page::{Ink, Page, Piece, piece, prose};
