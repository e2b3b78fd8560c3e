//! A folder with Node packages, made once below `target/node` and used again afterwards.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::python::{digest, output, remove, target};

/// A folder with what a `package-lock.json` pins, and the files that lie beside it (scripts that use the packages).
///
/// No package's install script runs. Without Node, npm or the registry there is none: a failure where `CI=true`, else a printed
/// skip.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub fn packages(name: &str, source: &Path) -> Option<PathBuf> {
    match prepared(name, source) {
        Ok(folder) => Some(folder),
        Err(reason) => {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "no packages {name}: {reason}");
            println!("skipped: no packages {name}: {reason}");
            None
        }
    }
}

/// The folder, which is made if it does not exist yet. Two processes that want the same one wait for each other.
fn prepared(name: &str, source: &Path) -> Result<PathBuf, String> {
    let version = output(Command::new("node").arg("--version"))?;
    let mut files: Vec<PathBuf> = fs::read_dir(source)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<_, _>>())
        .map_err(|error| format!("{}: {error}", source.display()))?;
    files.sort();
    let texts = files.iter().map(fs::read_to_string).collect::<Result<Vec<_>, _>>();
    let texts = texts.map_err(|error| error.to_string())?;
    let parts: Vec<&str> =
        std::iter::once(version.as_str()).chain(texts.iter().map(String::as_str)).collect();
    let folder = target().join("node");
    let place = folder.join(format!("{name}-{}", digest(&parts)));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let lock = File::create(folder.join(format!("{name}.lock"))).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    if place.exists() {
        return Ok(place);
    }
    let draft = folder.join(format!("{name}.draft"));
    remove(&draft).map_err(|error| error.to_string())?;
    fs::create_dir_all(&draft).map_err(|error| error.to_string())?;
    for file in &files {
        let name = file.file_name().expect("a file of a folder");
        fs::copy(file, draft.join(name)).map_err(|error| error.to_string())?;
    }
    output(
        Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(&draft),
    )?;
    fs::rename(&draft, &place).map_err(|error| error.to_string())?;
    Ok(place)
}
