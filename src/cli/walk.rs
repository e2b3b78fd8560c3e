//! `gonogo [PATH]`: the walkthrough.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::CommandFactory;

use super::authors::authors;
use super::place::{self, Choice, Place};
use super::plain;
use super::{CliError, ColorChoice, Exit, Global, Ui};
use crate::base::nearest::nearest;
use crate::catalogue::Catalogue;
use crate::deploy::Deployment;
use crate::django::{Facts, Run};
use crate::git::Repository;
use crate::model::{ItemId, ScanReport, Severity};
use crate::source::Tree;
use crate::tui::{self, Config, KeyMap, Setup, Theme, Workplace};

/// What the walkthrough is opened on.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository, anywhere inside it; default: the current folder
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// Ask on plain lines instead of taking the whole screen: for screen readers, dumb terminals and pipes
    #[arg(long)]
    plain: bool,
    #[command(flatten)]
    choice: Choice,
}

impl Args {
    /// Whether none of them was given.
    pub(super) fn is_empty(&self) -> bool {
        self.path.is_none() && !self.plain && self.choice == Choice::default()
    }
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let folder = global.folder(args.path.as_ref());
    if let Some(word) = args.path.as_ref().and_then(|path| path.to_str()).filter(|_| !folder.exists()) {
        return Err(no_such_folder(word));
    }
    if args.plain {
        return plain::run(&folder, &args.choice, ui);
    }
    open(&folder, &args.choice, ui)
}

/// Opens the walkthrough of the repository that holds `folder`.
pub(super) fn open(folder: &Path, choice: &Choice, ui: &Ui) -> Result<Exit, CliError> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(CliError::usage("the walkthrough needs a terminal")
            .hint("`gonogo --plain` asks on plain lines, anywhere")
            .hint("`gonogo scan` prints the verdicts anywhere, with `--format json` for programs"));
    }
    // A terminal that cannot move its cursor shows no screen.
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return plain::run(folder, choice, ui);
    }
    // What cannot be opened is said on the plain terminal, where it stays readable.
    let repository = Repository::open(folder)?;
    let store = place::store(&repository, folder)?;
    store.load()?;

    let again_choice = choice.clone();
    let (past, past_choice) = (folder.to_path_buf(), choice.clone());
    let then: tui::Then = Box::new(move |commit| {
        let place = Place::open(&past, Some(commit)).map_err(|error| error.to_string())?;
        place.scan(&past_choice, &|_| {}).map_err(|error| error.to_string())
    });
    let (again, choice) = (folder.to_path_buf(), choice.clone());
    let scan: tui::Scan =
        Box::new(move |progress| scan(&again, &choice, progress).map_err(|error| error.to_string()));
    let (here, own) = (folder.to_path_buf(), again_choice);
    let evaluate: tui::Evaluate = Box::new(move |tree| {
        let wanted =
            Place::open(&here, None).and_then(|place| place.options(&own)).map(|options| options.wanted);
        let wanted = wanted.map_err(|error| error.to_string())?;
        let deployment = Deployment::read(tree);
        let facts = Facts::gather(tree, &deployment, &wanted).map_err(|error| error.to_string())?;
        let scenario = facts.scenarios.first().ok_or("no settings module was found")?;
        Ok(scenario.settings(Run::AsWritten).clone())
    });
    let there = folder.to_path_buf();
    let blame: tui::Blame = Box::new(move |report| {
        let place = Place::open(&there, None).map_err(|error| error.to_string())?;
        let is_critical =
            |id: &ItemId| place.catalogue.item(id).is_some_and(|item| item.severity == Severity::Critical);
        authors(&place, report, is_critical).map_err(|error| error.to_string())
    });
    let (config, keys, remark) = settings();
    let ended = tui::run(Setup {
        name: place::name(&repository),
        catalogue: Catalogue::standard(),
        theme: theme(ui, &config),
        keys,
        mouse: config.mouse,
        remark,
        backend: Arc::new(Workplace::new(folder.to_path_buf(), store, (scan, then, evaluate, blame))),
        watch: config.watch,
        editor: config.editor.clone(),
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

/// The person's own settings; a mistake in them is said, and the defaults hold.
fn settings() -> (Config, KeyMap, Option<String>) {
    let Some(path) = Config::path() else { return (Config::default(), KeyMap::standard().clone(), None) };
    match Config::load(&path) {
        Ok((config, keys)) => (config, keys, None),
        Err(error) => {
            let text =
                format!("{} {error}\nThe default settings hold until that is corrected.", path.display());
            (Config::default(), KeyMap::standard().clone(), Some(text))
        }
    }
}

/// The theme that the person or the terminal asks for; without colour where the command line says so.
fn theme(ui: &Ui, config: &Config) -> Theme {
    let variable = |name: &str| match name {
        "NO_COLOR" if ui.colour() == ColorChoice::Never => Some("1".to_owned()),
        "NO_COLOR" if ui.colour() == ColorChoice::Always => None,
        _ => std::env::var(name).ok(),
    };
    let plain = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    Theme::named(&config.theme)
        .filter(|_| !plain)
        .unwrap_or_else(|| Theme::for_terminal(variable, tui::ground))
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
