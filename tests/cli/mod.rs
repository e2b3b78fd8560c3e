//! The command line, by the real binary.

mod catalogue;
mod decide;
mod diff;
mod dismiss;
mod fsck;
mod gate;
mod help;
mod init;
mod log;
mod merge_driver;
mod plain;
mod project;
mod report;
mod scan;
mod schema;
mod sign;
mod signed;
mod streams;
mod verify;
mod walk;
