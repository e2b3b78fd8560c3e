//! django
pub mod code;
pub mod models;
