//! `gonogo init`: a starter `gonogo.toml`, snippets for pipelines, and the merge driver.

use std::fs;
use std::io;
use std::path::Path;

use super::place;
use super::{CliError, Exit, Global, Ui};
use crate::base::atomic;
use crate::git::{GitError, Repository};
use crate::report::{Ink, Page, piece, prose};
use crate::review::state::FILE_NAME;

/// The starter, and the snippets for pipelines.
const STARTER: &str = include_str!("../../assets/starter/gonogo.toml");
const GITHUB: &str = include_str!("../../assets/starter/github.yml");
const GITLAB: &str = include_str!("../../assets/starter/gitlab.yml");
const PRE_COMMIT: &str = include_str!("../../assets/starter/pre-commit.yaml");

/// The file in which git is told how to merge.
const ATTRIBUTES: &str = ".gitattributes";
/// The line in it.
const ATTRIBUTE: &str = "gonogo.toml merge=gonogo";
/// What git's configuration is told of the driver.
const DRIVER: [(&str, &str); 2] = [
    ("merge.gonogo.name", "gonogo: merges decisions item by item"),
    ("merge.gonogo.driver", "gonogo merge-driver %O %A %B %P %X %Y"),
];

/// Write a commented gonogo.toml to start with
///
/// Nothing is overwritten. With `--ci` or `--merge-driver` only that is done.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the snippet that makes a pipeline obey the gate, and write nothing
    #[arg(long, value_name = "PIPELINE", value_enum, conflicts_with = "merge_driver")]
    ci: Option<Pipeline>,
    /// Make git merge gonogo.toml item by item: one line in .gitattributes, two entries in this clone's configuration
    #[arg(long)]
    merge_driver: bool,
}

/// The pipelines that there is a snippet for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Pipeline {
    /// A workflow of GitHub Actions
    Github,
    /// A job of GitLab CI
    Gitlab,
    /// Hooks of pre-commit
    PreCommit,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    if let Some(pipeline) = args.ci {
        ui.print_text(match pipeline {
            Pipeline::Github => GITHUB,
            Pipeline::Gitlab => GITLAB,
            Pipeline::PreCommit => PRE_COMMIT,
        })?;
        return Ok(Exit::Success);
    }
    let folder = global.folder(None);
    let repository = Repository::open(&folder)?;
    let mut page = ui.page();
    if args.merge_driver {
        let root = repository.root().ok_or_else(|| place::bare(&folder))?;
        merge_driver(&repository, root, &mut page)?;
    } else {
        starter(place::store(&repository, &folder)?.path(), &mut page)?;
    }
    ui.print(&page)?;
    Ok(Exit::Success)
}

/// Writes the starter where there is no state file.
fn starter(file: &Path, page: &mut Page) -> Result<(), CliError> {
    if fs::symlink_metadata(file).is_ok() {
        return Err(CliError::usage(format!("{FILE_NAME} is there already, and nothing is overwritten"))
            .hint("`gonogo status` shows what it says, `gonogo fsck` whether it is well formed"));
    }
    atomic::write(file, STARTER.as_bytes()).map_err(|error| CliError::usage(error.to_string()))?;
    page.wrap(Vec::new(), 2, prose(&format!("Wrote `{}`.", file.display())));
    page.line([piece("Next", Ink::Strong)]);
    for step in [
        "`gonogo` walks you through the open items; commit the file with what you decide",
        "`gonogo init --ci github` (or gitlab, pre-commit) prints what makes a pipeline obey the gate",
        "`gonogo init --merge-driver` lets git merge the decisions of two branches item by item",
    ] {
        page.wrap(vec![piece("  ", Ink::Plain)], 4, prose(step));
    }
    Ok(())
}

/// Tells git to merge the state file with gonogo, and says what was written where.
fn merge_driver(repository: &Repository, root: &Path, page: &mut Page) -> Result<(), CliError> {
    let file = root.join(ATTRIBUTES);
    let refused =
        |error: io::Error| CliError::usage(format!("{} cannot be read", file.display())).because(&error);
    let old = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(refused(error)),
    };
    let mut wrote = Vec::new();
    if let Some(new) = with_attribute(&old) {
        atomic::write(&file, &new).map_err(|error| CliError::usage(error.to_string()))?;
        wrote.push(format!("`{ATTRIBUTE}` to {ATTRIBUTES}: commit it, so that every clone has it"));
    }
    for (key, value) in DRIVER {
        let unwritten = |error: GitError| CliError::usage(error.to_string());
        if repository.configured(key).map_err(unwritten)?.as_deref() != Some(value) {
            repository.configure(key, value).map_err(unwritten)?;
            wrote.push(format!("`{key} = {value}` to this clone's configuration"));
        }
    }
    if wrote.is_empty() {
        page.wrap(Vec::new(), 0, prose("Everything is set up already; nothing was written."));
        return Ok(());
    }
    page.line([piece("Wrote", Ink::Strong)]);
    for line in &wrote {
        page.wrap(vec![piece("  ", Ink::Plain)], 4, prose(line));
    }
    let elsewhere = "Git takes no configuration from a repository: in every other clone, run `gonogo init \
                     --merge-driver` once. A clone without it merges the file line by line.";
    page.wrap(Vec::new(), 0, prose(elsewhere));
    Ok(())
}

/// The attributes with the line that names the driver; `None` where it is there already.
fn with_attribute(old: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(old);
    if text.lines().any(|line| line.trim() == ATTRIBUTE) {
        return None;
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut new = old.to_vec();
    if !new.is_empty() && !new.ends_with(b"\n") {
        new.extend(end.bytes());
    }
    new.extend(ATTRIBUTE.bytes().chain(end.bytes()));
    Some(new)
}
