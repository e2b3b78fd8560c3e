//! The one integration binary; its modules are named as in `src`.

mod architecture;
mod base;
mod catalogue;
mod cli;
mod corpus;
mod demo;
mod deploy;
mod detectors;
mod differential;
mod django;
mod eval;
mod git;
mod pty;
mod readme;
mod report;
mod review;
mod scan;
mod source;
mod support;
mod syntax;
mod tui;
