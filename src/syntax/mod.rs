//! One file or folder a format: text to spanned tree. No parser here knows Django.

pub mod json;
pub mod node;
pub mod python;
pub mod toml;
pub mod yaml;
