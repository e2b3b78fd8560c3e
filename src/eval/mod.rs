//! Abstract interpreter of Python settings modules.
//!
//! It runs a settings module as CPython would, on values that also carry where they were made and which environment
//! variables they depend on. *Known is a promise*: a value that is exported as known is the value Django would see.

mod datum;
mod request;
mod setting;

pub use datum::{Datum, Key, Origin, Shape};
pub use request::{Debug, Request, Variable};
pub use setting::{Alternative, Setting, Settings, State};

/// Evaluates a settings module. Until the interpreter lands, every setting stays unread, and the result says so.
pub fn evaluate(request: &Request<'_>) -> Settings {
    let problem = "its settings are not evaluated yet".to_owned();
    let path = crate::base::RepoPath::new(&format!("{}.py", request.module.replace('.', "/")));
    Settings {
        module: request.module.clone(),
        problems: path.map(|path| (path, problem)).into_iter().collect(),
        ..Settings::default()
    }
}
