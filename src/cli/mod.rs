//! The command line: one file a command. This one only parses and dispatches.

mod completions;
mod error;
mod exit;
mod explain;
mod list;
mod lookup;
mod man;
mod ui;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub use error::CliError;
pub use exit::Exit;
pub use ui::{ColorChoice, Ui};

/// Review a Django project before its launch: go or no-go
///
/// Without a command, open the walkthrough of the repository at PATH.
///
/// gonogo reads the repository without running it, decides what it can of a thirty-item production checklist, and walks
/// you through the rest. Decisions are kept in `gonogo.toml` at the repository's root.
#[derive(Debug, Parser)]
#[command(name = "gonogo", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(after_help = "Exit status: 0 success (and GO), 1 NO-GO, 2 usage or configuration error, \
                        3 the repository cannot be read")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The options of every command.
#[derive(Debug, clap::Args)]
pub struct Global {
    /// Run as if started in PATH, anywhere inside the repository
    #[arg(short = 'C', value_name = "PATH", global = true)]
    directory: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t)]
    color: ColorChoice,
}

impl Global {
    /// The folder that a command works on: its own argument, seen from `-C`; by default the current folder.
    pub fn folder(&self, argument: Option<&PathBuf>) -> PathBuf {
        let start = self.directory.clone().unwrap_or_else(|| PathBuf::from("."));
        argument.map_or(start.clone(), |path| start.join(path))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Args),
    Explain(explain::Args),
    Completions(completions::Args),
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
        None => Err(CliError::usage("the walkthrough is not here yet").hint("see `gonogo --help`")),
        Some(Command::List(args)) => list::run(args, ui),
        Some(Command::Explain(args)) => explain::run(args, ui),
        Some(Command::Completions(args)) => completions::run(args, &mut Cli::command(), ui),
        Some(Command::Man(args)) => man::run(args, Cli::command(), ui),
    }
}
