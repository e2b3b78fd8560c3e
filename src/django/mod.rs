//! django
pub mod code;
