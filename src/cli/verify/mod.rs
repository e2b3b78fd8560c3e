//! `gonogo verify`: whether the sign-offs still hold.

mod check;

use std::path::PathBuf;

use super::output::Form;
use super::place::{Choice, Place};
use super::{CliError, Exit, Global, Ui};
use crate::report::{self, Page};
use crate::review::sign::Verification;
use check::Checker;

/// Verify the sign-offs: recompute the review, now and as it was signed
///
/// For each sign-off: whether its signature is genuine and whose key made it, whether its commit is here, whether the review
/// at that commit and the present one are the one that was signed, and what differs where they are not. Nothing is
/// fetched. The exit status is 0 when all hold and every role that the gate asks for has signed, else 1.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Verify a commit, branch or tag instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// The file that says whose SSH key is whose; default: git's `gpg.ssh.allowedSignersFile`
    #[arg(long, value_name = "FILE")]
    allowed_signers: Option<PathBuf>,
    /// Complain of sign-offs without a signature
    #[arg(long)]
    require_signature: bool,
    /// How to print the result; the document is `gonogo.verify/1`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let folder = global.folder(None);
    let allowed = args.allowed_signers.as_deref().map(|file| global.file(file));
    if let Some(file) = allowed.as_ref().filter(|file| !file.is_file()) {
        return Err(CliError::usage(format!("there is no file of allowed signers at {}", file.display())));
    }
    let place = Place::open(&folder, args.rev.as_deref())?;
    let meter = ui.meter();
    let scanned = place.scan(&Choice::default(), &|progress| meter.show(progress));
    meter.clear();
    let checker = Checker::new(&folder, &place, scanned?, allowed, args.require_signature)?;
    let sign_offs =
        place.state.sign_offs.iter().map(|one| checker.verify(one)).collect::<Result<Vec<_>, _>>()?;
    let signed = |role: &String| sign_offs.iter().any(|one| one.holds() && one.sign_off.role == *role);
    let missing = place.state.gate.require_sign_off.iter().filter(|role| !signed(role)).cloned().collect();
    let verification = Verification {
        commit: place.opened.info.commit.clone(),
        digest: checker.digest().to_owned(),
        sign_offs,
        missing,
    };
    let text = |page: &mut Page| report::verified::text(page, &verification);
    args.format.print(ui, text, || report::verified::json(&verification))?;
    Ok(if verification.holds() { Exit::Success } else { Exit::NoGo })
}
