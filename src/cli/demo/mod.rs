//! `gonogo demo`: a sample project to try gonogo on.

mod files;
mod story;
mod write;

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::{Choice, CliError, Exit, Global, Ui, walk};
use crate::report::{Ink, piece, prose};

/// Write a sample project and open the walkthrough on it
///
/// The sample is a small web shop in Django with a history of six commits, a mix of met and unmet items, and a few
/// decisions. It is written into DIR, a new or empty folder, as a git repository.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to write it; default: a new temporary folder
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Only write it, do not open the walkthrough
    #[arg(long)]
    no_open: bool,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let folder = match &args.folder {
        Some(folder) => empty(&global.folder(Some(folder)))?,
        None => temporary()?,
    };
    write::write(&folder)?;

    let shown = folder.display().to_string();
    let mut page = ui.page();
    page.long_line([piece("The sample shop is in ", Ink::Plain), piece(&shown, Ink::Code)]);
    if args.no_open || !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        page.long_line(prose(&format!(
            "Try `gonogo scan {shown}`, or walk through it with `gonogo {shown}`."
        )));
        ui.print(&page)?;
        return Ok(Exit::Success);
    }
    ui.print(&page)?;
    walk::open(&folder, &Choice::default(), ui)
}

/// The folder at `path`, made if absent.
fn empty(path: &Path) -> Result<PathBuf, CliError> {
    let shown = path.display();
    let unusable = |error: io::Error| CliError::usage(format!("`{shown}` cannot be used")).because(&error);
    match fs::read_dir(path).map(|mut entries| entries.next().is_none()) {
        Ok(true) => {}
        Ok(false) => {
            return Err(CliError::usage(format!("`{shown}` is not empty, and the demo overwrites nothing"))
                .hint("name a folder that does not exist, or none for a temporary one"));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path).map_err(unusable)?;
        }
        Err(error) => return Err(unusable(error)),
    }
    path.canonicalize().map_err(unusable)
}

/// A new temporary folder that stays.
fn temporary() -> Result<PathBuf, CliError> {
    tempfile::Builder::new()
        .prefix("gonogo-demo-")
        .tempdir()
        .map(tempfile::TempDir::keep)
        .map_err(|error| CliError::usage("no temporary folder can be made").because(&error).hint("name one"))
}
