//! What several test modules need: the real binary in a clean environment, and other programs, made ready once and
//! shared.

pub mod command;
pub mod node;
pub mod python;
pub mod repo;
