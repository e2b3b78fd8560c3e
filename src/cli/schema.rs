//! `gonogo schema`: the JSON Schema of the state file.

use super::{CliError, Exit, Ui};

/// The schema, for editors and validators.
const SCHEMA: &str = include_str!("../../assets/schema/gonogo.schema.json");

/// Print the JSON Schema of gonogo.toml, for editors and validators
#[derive(Debug, clap::Args)]
pub struct Args {}

pub(super) fn run(_args: &Args, ui: &Ui) -> Result<Exit, CliError> {
    ui.print_text(SCHEMA)?;
    Ok(Exit::Success)
}
