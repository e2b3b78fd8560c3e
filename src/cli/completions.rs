//! `gonogo completions`: scripts that teach a shell the commands and options.

use clap_complete::Shell;

use super::{CliError, Exit, Ui};

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, command: &mut clap::Command, ui: &Ui) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "gonogo", &mut script);
    ui.print_text(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Success)
}
