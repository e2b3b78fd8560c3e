//! `gonogo convert`: any format from a saved review document, without the repository.

use std::fs;
use std::io::{self, Read as _};
use std::path::PathBuf;

use super::{CliError, Exit, Global, Ui, output};
use crate::report::{Document, Format, formats};

/// The largest document that is read, bytes. Thirty items with thousands of findings are far below.
const LIMIT: u64 = 256 * 1024 * 1024;

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
    let name = args.file.display().to_string();
    let failed = |error: &io::Error| CliError::usage(format!("{name} cannot be read")).because(error);
    let mut bytes = Vec::new();
    let read = if name == "-" {
        io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(global.file(&args.file)).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| failed(&error))?;
    if bytes.len() as u64 > LIMIT {
        return Err(CliError::usage(format!("{name} is larger than {} MiB", LIMIT / 1024 / 1024)));
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| CliError::usage(format!("{name} is not UTF-8")).because(&error))?;
    let document = Document::read(&text).map_err(|error| CliError::usage(format!("{name}: {error}")))?;
    output::write(&formats::render(&document, args.format)?, args.output.as_deref(), global, ui)?;
    Ok(Exit::Success)
}
