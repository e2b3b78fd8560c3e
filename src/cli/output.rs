//! What answers and reports have in common: how they are printed, the day they are of, where they are written to.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{CliError, Global, Ui};
use crate::base::{atomic, clock};
use crate::report::Page;
use crate::report::document::NoDocument;
use crate::report::formats::Unfit;

/// The variable by which builds are made reproducible (reproducible-builds.org): seconds since 1970.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The largest file that is read, bytes. Documents of thirty items with thousands of findings are far below.
const LIMIT: u64 = 256 * 1024 * 1024;

/// The option that says which day it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub struct Day {
    /// Judge waivers as of this day (UTC), such as 2026-11-22; default: that of `SOURCE_DATE_EPOCH`, else today
    #[arg(long = "date", value_name = "DAY")]
    date: Option<Date>,
}

impl Day {
    /// The day by which waivers are judged, and the only date in a report that the repository does not hold.
    ///
    /// # Errors
    /// Where `SOURCE_DATE_EPOCH` holds no number of seconds.
    pub fn date(&self) -> Result<Date, CliError> {
        if let Some(date) = self.date {
            return Ok(date);
        }
        match std::env::var(EPOCH) {
            Ok(text) => text
                .trim()
                .parse()
                .ok()
                .and_then(|seconds| Timestamp::from_second(seconds).ok())
                .map(clock::day)
                .ok_or_else(|| {
                    CliError::usage(format!("{EPOCH} is no number of seconds since 1970"))
                        .hint("unset it, or give the day with --date")
                }),
            Err(_) => Ok(clock::day(clock::now())),
        }
    }
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Form {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

impl Form {
    /// Prints what `text` puts on a page, or the document that `json` makes.
    ///
    /// # Errors
    /// Where standard output cannot be written.
    pub fn print(
        self,
        ui: &Ui,
        text: impl FnOnce(&mut Page),
        json: impl FnOnce() -> String,
    ) -> Result<(), CliError> {
        match self {
            Self::Text => {
                let mut page = ui.page();
                text(&mut page);
                ui.print(&page)
            }
            Self::Json => ui.print_text(&json()),
        }
    }
}

/// The text of a file that the command line names, seen from `-C`; `-` is standard input.
///
/// # Errors
/// Where it cannot be read, is too large, or is no UTF-8.
pub(super) fn read(file: &Path, global: &Global) -> Result<String, CliError> {
    let name = file.display();
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(global.file(file)).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| CliError::usage(format!("{name} cannot be read")).because(&error))?;
    if bytes.len() as u64 > LIMIT {
        return Err(CliError::usage(format!("{name} is larger than {} MiB", LIMIT / 1024 / 1024)));
    }
    String::from_utf8(bytes)
        .map_err(|error| CliError::usage(format!("{name} is not UTF-8")).because(&error.utf8_error()))
}

/// Writes `text` to `file`, seen from `-C`, or to standard output.
///
/// # Errors
/// Where the file or standard output cannot be written.
pub(super) fn write(text: &str, file: Option<&Path>, global: &Global, ui: &Ui) -> Result<(), CliError> {
    match file {
        None => ui.print_text(text),
        Some(file) if file == Path::new("-") => ui.print_text(text),
        Some(file) => {
            let path = global.file(file);
            atomic::write(&path, text.as_bytes()).map_err(|error| CliError::usage(error.to_string()))
        }
    }
}

impl From<Unfit> for CliError {
    fn from(error: Unfit) -> Self {
        Self::usage(error.to_string())
    }
}

impl From<NoDocument> for CliError {
    fn from(error: NoDocument) -> Self {
        Self::usage(error.to_string())
    }
}
