//! `gonogo [PATH]`: the walkthrough.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::CommandFactory;

use super::place::{self, Choice, Place};
use super::{CliError, ColorChoice, Exit, Global, Ui};
use crate::base::nearest::nearest;
use crate::catalogue::Catalogue;
use crate::git::Repository;
use crate::model::ScanReport;
use crate::source::Tree;
use crate::tui::{self, Setup, Theme, Workplace};

/// What the walkthrough is opened on.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository, anywhere inside it; default: the current folder
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    #[command(flatten)]
    choice: Choice,
}

impl Args {
    /// Whether none of them was given.
    pub(super) fn is_empty(&self) -> bool {
        self.path.is_none() && self.choice == Choice::default()
    }
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let folder = global.folder(args.path.as_ref());
    if let Some(word) = args.path.as_ref().and_then(|path| path.to_str()).filter(|_| !folder.exists()) {
        return Err(no_such_folder(word));
    }
    open(&folder, &args.choice, ui)
}

/// Opens the walkthrough of the repository that holds `folder`.
pub(super) fn open(folder: &Path, choice: &Choice, ui: &Ui) -> Result<Exit, CliError> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(CliError::usage("the walkthrough needs a terminal")
            .hint("`gonogo scan` prints the verdicts anywhere, with `--format json` for programs"));
    }
    // What cannot be opened is said on the plain terminal, where it stays readable.
    let repository = Repository::open(folder)?;
    let store = place::store(&repository, folder)?;
    store.load()?;

    let (again, choice) = (folder.to_path_buf(), choice.clone());
    let scan: tui::Scan =
        Box::new(move |progress| scan(&again, &choice, progress).map_err(|error| error.to_string()));
    let catalogue = Catalogue::standard();
    let order = catalogue.order().cloned().collect();
    let ended = tui::run(Setup {
        name: place::name(&repository),
        catalogue,
        theme: theme(ui),
        backend: Arc::new(Workplace::new(folder.to_path_buf(), store, order, scan)),
    })
    .map_err(|error| CliError::usage("the walkthrough had to end").because(&error))?;
    Ok(match ended {
        tui::Exit::Quit => Exit::Success,
        tui::Exit::Signal(number) => Exit::Signal(number),
    })
}

/// One scan of the work tree as it is now, and the files that it saw.
fn scan(
    folder: &Path,
    choice: &Choice,
    progress: &(dyn Fn(tui::Progress) + Sync),
) -> Result<(ScanReport, Arc<Tree>), CliError> {
    let place = Place::open(folder, None)?;
    let report = place.scan(choice, &|step| {
        progress(tui::Progress { step: step.stage.label().to_owned(), done: step.done, total: step.total });
    })?;
    Ok((report, Arc::new(place.opened.tree)))
}

/// The theme that the terminal asks for; without colour where the command line says so.
fn theme(ui: &Ui) -> Theme {
    Theme::for_terminal(|name| match name {
        "NO_COLOR" if ui.colour() == ColorChoice::Never => Some("1".to_owned()),
        "NO_COLOR" if ui.colour() == ColorChoice::Always => None,
        _ => std::env::var(name).ok(),
    })
}

/// A word that names no folder may be a mistyped command.
fn no_such_folder(word: &str) -> CliError {
    let error = CliError::unreadable(format!("there is no folder `{word}`"));
    let command = super::Cli::command();
    let names = command.get_subcommands().filter(|one| !one.is_hide_set()).map(clap::Command::get_name);
    match nearest(word, names) {
        Some(name) => error.hint(format!("did you mean the command `gonogo {name}`?")),
        None => error.hint("name a folder inside a git repository; `gonogo --help` lists the commands"),
    }
}
