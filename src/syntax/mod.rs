//! One file or folder a format: text to spanned tree. No parser here knows Django.

pub mod apache;
pub mod caddyfile;
pub mod directive;
pub mod dockerfile;
pub mod dotenv;
pub mod hcl;
pub mod highlight;
pub mod ini;
pub mod json;
pub mod nginx;
pub mod node;
pub mod procfile;
pub mod python;
pub mod requirements;
pub mod shell;
pub mod toml;
pub mod yaml;
