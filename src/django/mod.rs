//! django
pub mod code;
pub mod models;
pub mod urls;
