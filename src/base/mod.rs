//! What every other module may use: positions in text, repository-relative paths, safe text, safe files, the clock.

pub mod atomic;
pub mod clock;
pub mod glob;
pub mod lock;
pub mod nearest;
pub mod path;
pub mod safe;
pub mod text;

pub use path::RepoPath;
pub use text::{LineIndex, Position, Span};
