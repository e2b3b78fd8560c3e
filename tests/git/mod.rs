//! Repositories of every shape, read through `gonogo::git`.

mod blame;
mod forge;
mod history;
mod open;
mod read;
mod work;

use std::path::Path;

use gonogo::git::Repository;

/// The same folder, however it is spelt (a temporary folder may lie behind a link).
fn same(a: &Path, b: &Path) -> bool {
    a.canonicalize().expect("a folder") == b.canonicalize().expect("a folder")
}

fn open(path: &Path) -> Repository {
    Repository::open(path).expect("a repository")
}
