//! What every other module may use: positions in text, repository-relative paths, safe text.

pub mod path;
pub mod text;

pub use path::RepoPath;
pub use text::{LineIndex, Position, Span};
