//! What changed between two reviews, or two texts of the state file.

mod items;
mod records;

pub use items::{Course, ItemChange, ItemSide, Side, items};
pub use records::{RecordChange, Records, Said, Subject};
