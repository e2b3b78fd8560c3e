//! `gonogo note`: a remark on an item, which closes nothing.

use std::io::{self, Read as _};

use super::desk::{Desk, Manner, Who};
use super::{CliError, Exit, Global, Ui};
use crate::review::decide;

/// Write a note on an item
///
/// A note closes nothing. On a ticked or waived item only the note changes: who decided, and when, stay.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The item, such as `api.schema`, or just `schema`
    #[arg(value_name = "ITEM")]
    item: String,
    /// The note; `-` reads it from standard input, an empty one removes it
    #[arg(value_name = "TEXT")]
    text: String,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    manner: Manner,
}

/// The longest note that is read from standard input, bytes.
const LIMIT: u64 = 64 * 1024;

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let desk = Desk::open(global, &args.who, &args.manner, ui)?;
    let items = desk.items(std::slice::from_ref(&args.item))?;
    let text = if args.text == "-" { from_standard_input()? } else { args.text.clone() };
    let report = desk.scan()?;
    desk.decide(&items, &report, None, |item, before| decide::note(&item.id, before, &text, desk.session()))?;
    Ok(Exit::Success)
}

fn from_standard_input() -> Result<String, CliError> {
    let mut text = String::new();
    io::stdin()
        .lock()
        .take(LIMIT + 1)
        .read_to_string(&mut text)
        .map_err(|error| CliError::usage("the note cannot be read from standard input").because(&error))?;
    if text.len() as u64 > LIMIT {
        return Err(CliError::usage(format!("the note is longer than {LIMIT} bytes")));
    }
    Ok(text)
}
