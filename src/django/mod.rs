//! The Django project: which one, its settings module, its settings over Django's defaults, its code.

pub mod apps;
pub mod choice;
pub mod code;
mod defaults;
mod facts;
pub mod imports;
pub mod listed;
mod literal;
pub mod logging;
pub mod migrations;
pub mod models;
mod names;
mod own;
mod packages;
pub mod queries;
mod settings;
pub mod tasks;
pub mod urls;
mod version;

pub use defaults::Defaults;
pub use facts::{Facts, Wanted};
pub use own::is_test;
pub use packages::Packages;
pub use settings::{Run, Scenario, Value};
pub use version::Version;
