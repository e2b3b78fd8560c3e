//! `gonogo man`: the manual page, for packagers.

use super::{CliError, Exit, Ui};

/// Print the manual page
#[derive(Debug, clap::Args)]
pub struct Args {}

pub(super) fn run(_args: &Args, command: clap::Command, ui: &Ui) -> Result<Exit, CliError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| CliError::usage("the manual page cannot be written").because(&error))?;
    ui.print_text(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Success)
}
