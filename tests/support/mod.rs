//! What several test modules need: other programs, made ready once and shared.

pub mod python;
