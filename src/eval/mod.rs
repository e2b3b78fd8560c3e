//! Abstract interpreter of Python settings modules.
//!
//! It runs a settings module as CPython would, on values that also carry where they were made and which environment
//! variables they depend on. *Known is a promise*: a value that is exported as known is the value Django would see.

mod datum;
mod setting;

pub use datum::{Datum, Key, Origin, Shape};
pub use setting::{Alternative, Setting, Settings, State};
