//! The command line: one file a command. This one only parses and dispatches.

mod authors;
mod check;
mod completions;
mod convert;
mod demo;
mod desk;
mod diff;
mod dismiss;
mod error;
mod exit;
mod explain;
mod fsck;
mod import;
mod init;
mod judged;
mod list;
mod log;
mod lookup;
mod man;
mod merge_driver;
mod meter;
mod note;
mod output;
mod place;
mod plain;
mod prune;
mod release;
mod reopen;
mod report;
mod scan;
mod schema;
mod settings;
mod sign;
mod status;
mod tick;
mod ui;
mod verify;
mod waive;
mod walk;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub use error::CliError;
pub use exit::Exit;
pub use place::{Choice, Place};
pub use ui::{ColorChoice, Ui};

/// Review a Django project before its launch: go or no-go
///
/// Without a command, open the walkthrough of the repository at PATH.
///
/// gonogo reads the repository without running it, decides what it can of a thirty-item production checklist, and walks
/// you through the rest. Decisions are kept in `gonogo.toml` at the repository's root.
#[derive(Debug, Parser)]
#[command(name = "gonogo", version, max_term_width = 100)]
#[command(override_usage = "gonogo [OPTIONS] [PATH]\n       gonogo <COMMAND>")]
#[command(after_help = "Exit status: 0 success (and GO), 1 NO-GO, 2 usage or configuration error, \
                        3 the repository cannot be read")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    walk: walk::Args,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The heading of the options that every command takes.
const EVERYWHERE: &str = "Options of every command";

/// The options of every command.
#[derive(Debug, clap::Args)]
pub struct Global {
    /// Run as if started in PATH, anywhere inside the repository
    #[arg(short = 'C', value_name = "PATH", global = true, help_heading = EVERYWHERE)]
    directory: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t, help_heading = EVERYWHERE)]
    color: ColorChoice,
}

impl Global {
    /// The folder that a command works on: its own argument, seen from `-C`; by default the current folder.
    pub fn folder(&self, argument: Option<&PathBuf>) -> PathBuf {
        match (&self.directory, argument) {
            (Some(start), Some(path)) => start.join(path),
            (Some(path), None) | (None, Some(path)) => path.clone(),
            (None, None) => std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
        }
    }

    /// A file that the command line names, seen from `-C`.
    pub fn file(&self, named: &Path) -> PathBuf {
        self.directory.as_ref().map_or_else(|| named.to_path_buf(), |start| start.join(named))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Scan(scan::Args),
    Status(status::Args),
    Check(check::Args),
    Tick(tick::Args),
    Waive(waive::Args),
    Reopen(reopen::Args),
    Note(note::Args),
    Dismiss(dismiss::Args),
    Release(release::Args),
    Sign(sign::Args),
    Verify(verify::Args),
    Log(log::Args),
    Diff(diff::Args),
    Report(report::Args),
    Convert(convert::Args),
    Fsck(fsck::Args),
    Prune(prune::Args),
    Init(init::Args),
    Schema(schema::Args),
    List(list::Args),
    Explain(explain::Args),
    Settings(settings::Args),
    Demo(demo::Args),
    Completions(completions::Args),
    #[command(hide = true)]
    MergeDriver(merge_driver::Args),
    #[command(hide = true)]
    Man(man::Args),
}

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    let exit = match Cli::try_parse() {
        Ok(cli) => {
            let ui = Ui::new(cli.global.color);
            run(&cli, &ui).unwrap_or_else(|error| {
                ui.error(&error);
                error.exit()
            })
        }
        Err(error) => {
            Ui::new(ColorChoice::Auto).usage(&error);
            if error.use_stderr() { Exit::Usage } else { Exit::Success }
        }
    };
    exit.into()
}

fn run(cli: &Cli, ui: &Ui) -> Result<Exit, CliError> {
    match &cli.command {
        None => walk::run(&cli.walk, &cli.global, ui),
        Some(_) if !cli.walk.is_empty() => Err(CliError::usage("PATH and options belong after the command")
            .hint("`gonogo scan PATH --settings MODULE`, for example; only `-C` and `--color` may stand before it")),
        Some(Command::Scan(args)) => scan::run(args, &cli.global, ui),
        Some(Command::Status(args)) => status::run(args, &cli.global, ui),
        Some(Command::Check(args)) => check::run(args, &cli.global, ui),
        Some(Command::Tick(args)) => tick::run(args, &cli.global, ui),
        Some(Command::Waive(args)) => waive::run(args, &cli.global, ui),
        Some(Command::Reopen(args)) => reopen::run(args, &cli.global, ui),
        Some(Command::Note(args)) => note::run(args, &cli.global, ui),
        Some(Command::Dismiss(args)) => dismiss::run(args, &cli.global, ui),
        Some(Command::Release(args)) => release::run(args, &cli.global, ui),
        Some(Command::Fsck(args)) => fsck::run(args, &cli.global, ui),
        Some(Command::MergeDriver(args)) => merge_driver::run(args, ui),
        Some(Command::Schema(args)) => schema::run(args, ui),
        Some(Command::Prune(args)) => prune::run(args, &cli.global, ui),
        Some(Command::List(args)) => list::run(args, &cli.global, ui),
        Some(Command::Init(args)) => init::run(args, &cli.global, ui),
        Some(Command::Sign(args)) => sign::run(args, &cli.global, ui),
        Some(Command::Verify(args)) => verify::run(args, &cli.global, ui),
        Some(Command::Diff(args)) => diff::run(args, &cli.global, ui),
        Some(Command::Log(args)) => log::run(args, &cli.global, ui),
        Some(Command::Explain(args)) => explain::run(args, &cli.global, ui),
        Some(Command::Report(args)) => report::run(args, &cli.global, ui),
        Some(Command::Convert(args)) => convert::run(args, &cli.global, ui),
        Some(Command::Demo(args)) => demo::run(args, &cli.global, ui),
        Some(Command::Settings(args)) => settings::run(args, &cli.global, ui),
        Some(Command::Completions(args)) => completions::run(args, &mut Cli::command(), ui),
        Some(Command::Man(args)) => man::run(args, Cli::command(), ui),
    }
}
