//! The reports of a scan, made from a scan that is written down here.

mod document;
mod json;
mod sample;
mod text;
