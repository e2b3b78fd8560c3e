//! The Django project: which one, its settings module, its settings over Django's defaults, its code.

pub mod apps;
pub mod choice;
pub mod code;
mod defaults;
mod literal;
pub mod logging;
pub mod migrations;
pub mod models;
pub mod queries;
pub mod tasks;
pub mod urls;
mod version;

pub use defaults::Defaults;
pub use version::Version;
