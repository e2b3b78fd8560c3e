//! Abstract interpreter of Python settings modules.
//!
//! It runs a settings module as CPython would, on values that also carry where they were made and which environment
//! variables they depend on. *Known is a promise*: a value that is exported as known is the value Django would see.
//!
//! # Where to find what
//!
//! | file | what |
//! | --- | --- |
//! | `request`, `setting`, `datum` | what goes in, what comes out |
//! | `value`, `heap`, `key`, `env`, `place` | values while a module runs; everything mutable, with states to take back |
//! | `place`, `hidden` | where the repository stands, and what may be said of text that holds it |
//! | `machine`, `budget`, `raise` | the state of a run, its bounds, exceptions |
//! | `deep` | statements that nest too deeply to be parsed |
//! | `definitions` | the classes of further modules, with the settings at hand |
//! | `run`, `import`, `module`, `export` | from a request to settings; modules; values as they are handed out |
//! | `exec/`, `expr/` | statements, expressions |
//! | `fork`, `join`, `explore` | conditions that nobody can decide, and branches that another environment would take |
//! | `identity` | whether two values are one and the same |
//! | `call`, `class`, `attr`, `types`, `truth`, `show`, `format`, `spec` | calls, classes, attributes, types, text |
//! | `methods/`, `builtins/` | methods of the built-in types, built-in functions |
//! | `library/` | models of the standard library and of helper packages |

mod attr;
mod budget;
mod builtins;
mod call;
mod class;
mod configure;
mod datum;
mod deep;
mod definitions;
mod enumeration;
mod env;
mod exec;
mod explore;
mod export;
mod expr;
mod fork;
mod format;
mod function;
mod heap;
mod hidden;
mod identity;
mod import;
mod iterate;
mod join;
mod key;
mod library;
mod machine;
mod methods;
mod module;
mod place;
mod raise;
mod request;
mod run;
mod setting;
mod show;
mod spec;
mod truth;
mod types;
mod value;

pub use budget::STEPS as MOST_STEPS;
pub use datum::{Datum, Key, Origin, Shape};
pub use definitions::{Attribute, Defined, Definitions, definitions};
use machine::Machine;
pub use request::{Debug, Request, Variable};
pub use run::{evaluate, search_path};
pub use setting::{Alternative, Setting, Settings, State};
