//! `gonogo convert`: any format from a saved review document, without the repository.

use std::path::PathBuf;

use super::{CliError, Exit, Global, Ui, output};
use crate::report::{Document, Format, formats};

/// Convert a saved review document into another format
///
/// The document is what `gonogo report --format json` writes; the result is what `gonogo report` would have written
/// then, byte for byte.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The saved document; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to write
    #[arg(long, short, value_name = "FORMAT", value_enum)]
    format: Format,
    /// Write to FILE instead of standard output; the file is replaced as a whole or left as it is
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let text = output::read(&args.file, global)?;
    let name = args.file.display();
    let document = Document::read(&text).map_err(|error| CliError::usage(format!("{name}: {error}")))?;
    output::write(&formats::render(&document, args.format)?, args.output.as_deref(), global, ui)?;
    Ok(Exit::Success)
}
