//! The readers of formats: what they read, and that no text makes them fail, hang or panic.

mod configuration;
mod dockerfile;
mod highlight;
mod properties;
mod python;
mod requirements;
mod shell;
mod trees;
