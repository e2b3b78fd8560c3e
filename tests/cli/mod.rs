//! The command line, by the real binary.

mod catalogue;
mod help;
mod scan;
mod streams;
mod walk;
