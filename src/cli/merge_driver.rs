//! `gonogo merge-driver`: git calls it to merge two versions of the state file.

use std::fs;
use std::path::{Path, PathBuf};

use super::{CliError, Exit, Ui};
use crate::base::atomic;
use crate::git::merge_texts;
use crate::model::ItemId;
use crate::review::{Labels, MergeError, State, merge3_of};

/// Merge two versions of gonogo.toml, as git asks its merge drivers to
///
/// OURS is replaced by the result. The exit status is 0 where nothing is left to settle, 1 where both sides decided in
/// different ways; the result then has conflict markers around that alone.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The common ancestor (%O)
    base: PathBuf,
    /// Our version, which becomes the result (%A)
    ours: PathBuf,
    /// Their version (%B)
    theirs: PathBuf,
    /// The name of the file in the repository (%P)
    name: Option<String>,
    /// What our side is called (%X, from git 2.44 on)
    #[arg(value_name = "OUR_LABEL")]
    our_label: Option<String>,
    /// What their side is called (%Y)
    #[arg(value_name = "THEIR_LABEL")]
    their_label: Option<String>,
}

impl Args {
    /// The names for the markers.
    fn labels(&self) -> Labels<'_> {
        let Labels { ours, theirs } = Labels::default();
        Labels {
            ours: label(self.our_label.as_deref(), ours),
            theirs: label(self.their_label.as_deref(), theirs),
        }
    }
}

/// The name of a side. An older git hands the placeholder through as it is.
fn label<'l>(given: Option<&'l str>, standard: &'l str) -> &'l str {
    let usable = |label: &&str| {
        !label.trim().is_empty() && !label.starts_with('%') && !label.contains(char::is_control)
    };
    given.filter(usable).unwrap_or(standard)
}

/// The largest version that is read, bytes: that of the state file.
const LIMIT: u64 = 16 * 1024 * 1024;

pub(super) fn run(args: &Args, ui: &Ui) -> Result<Exit, CliError> {
    let [base, ours, theirs] = [&args.base, &args.ours, &args.theirs].map(|path| read(path));
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let name = args.name.as_deref().unwrap_or(crate::review::state::FILE_NAME);
    let (text, clean) = match merged(&base, &ours, &theirs, args.labels()) {
        Ok((text, conflicts)) => {
            for conflict in &conflicts {
                ui.warn(&format!("{name}: both branches changed {conflict} in different ways"));
            }
            (text.into_bytes(), conflicts.is_empty())
        }
        // What cannot be understood is merged line by line, as git would have done without a driver.
        Err(error) => {
            ui.warn(&format!("{name} is merged line by line: {error}"));
            let merged = merge_texts(&base, &ours, &theirs)?;
            (merged.text, merged.clean)
        }
    };
    atomic::write(&args.ours, &text).map_err(|error| CliError::usage(error.to_string()))?;
    Ok(if clean { Exit::Success } else { Exit::NoGo })
}

/// The merged text, and what both sides changed in different ways.
fn merged(
    base: &[u8],
    ours: &[u8],
    theirs: &[u8],
    labels: Labels<'_>,
) -> Result<(String, Vec<String>), String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| "it is not UTF-8".to_owned());
    let (base, ours, theirs) = (text(base)?, text(ours)?, text(theirs)?);
    let order: Vec<ItemId> = State::parse(&ours).unwrap_or_default().catalogue().order().cloned().collect();
    let merged =
        merge3_of(&base, &ours, &theirs, &order, labels).map_err(|error: MergeError| error.to_string())?;
    let records = merged.conflicts.iter().map(|conflict| conflict.key.to_string());
    let conflicts = records.chain(merged.tables.iter().cloned()).collect();
    Ok((merged.text, conflicts))
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let failed =
        |error: std::io::Error| CliError::usage(format!("{} cannot be read", path.display())).because(&error);
    if fs::metadata(path).map_err(failed)?.len() > LIMIT {
        return Err(CliError::usage(format!("{} is larger than {LIMIT} bytes", path.display())));
    }
    fs::read(path).map_err(failed)
}
