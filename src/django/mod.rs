//! django
pub mod code;
pub mod logging;
pub mod models;
pub mod tasks;
pub mod urls;
