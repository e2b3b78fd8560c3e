//! The reports of a scan, made from a scan that is written down here.

mod document;
mod hostile;
mod json;
mod sample;
mod snippets;
mod text;
mod validators;
