//! The command line, by the real binary.

mod catalogue;
mod diff;
mod help;
mod init;
mod log;
mod project;
mod scan;
mod streams;
mod walk;
