//! `gonogo sign`: a person signs the review.

use std::io::{self, BufRead as _, IsTerminal, Write as _};

use super::place::{self, Choice, Place};
use super::{CliError, Exit, Global, Ui};
use crate::base::clock;
use crate::git::{Repository, Ssh, SshError};
use crate::model::{ItemId, Person, ScanReport};
use crate::report::{Ink, Page, piece, prose};
use crate::review::sign::{self, NAMESPACE, Statement};
use crate::review::state::{FILE_NAME, SignOff, State};
use crate::review::{Call, Change, Input, Record, Store};

/// Sign the review of the present commit, GO or NO-GO
///
/// Record in gonogo.toml that you have seen this very review: its items, verdicts, decisions and gate. The sign-off holds as
/// long as the review stays the same, whatever is committed beside it; `gonogo verify` says so. Where git is set up to sign
/// with SSH (`gpg.format = ssh`, `user.signingKey`), the sign-off is signed with that key.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The role in which you sign, such as `release manager`
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Who signs, instead of the person that git's configuration names
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// Name the release as well
    #[arg(long, value_name = "NAME")]
    release: Option<String>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Sign without a key, even where git is set up to sign with one
    #[arg(long)]
    unsigned: bool,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let folder = global.folder(None);
    let present = Place::open(&folder, None)?;
    let role = role(args, &present.state)?;
    let by = person(args, &present.opened.repository)?;
    let commit = present.opened.info.commit.clone().ok_or_else(|| {
        CliError::usage("there is no commit yet, so there is nothing to sign").hint("commit first")
    })?;
    let store = place::store(&present.opened.repository, &folder)?;
    if present.opened.info.dirty && !present.state.gate.allow_dirty {
        return Err(dirty(&present.opened.repository));
    }
    let mut state = present.state.clone();
    let release = release(args, &mut state);
    // What is signed is the commit, not files beside it that git does not know yet.
    let rev = if present.opened.info.dirty { None } else { Some("HEAD") };
    let place = Place::with_state(&folder, rev, state)?;
    let meter = ui.meter();
    let scanned = place.scan(&Choice::default(), &|progress| meter.show(progress));
    meter.clear();
    let report = scanned?;
    let at = clock::now();
    let input = Input::new(&place.catalogue, &report.items, &place.state, clock::day(at));
    let digest = sign::digest(&sign::canonical(&input, &report.project.settings_module));
    let verdict = sign::call(&place.review(&report)?);
    let statement = Statement { role, by, at, commit, verdict, digest };

    show(ui, &place, &report, &statement)?;
    if !args.yes && !agreed(&statement)? {
        return Err(CliError::usage("nothing was signed"));
    }
    let ssh = ssh(&place.opened.repository, &folder)?;
    let signature = if ssh.is_configured() && !args.unsigned {
        Some(ssh.sign(NAMESPACE, &statement.text())?)
    } else {
        None
    };
    let how = match (&signature, ssh.is_configured()) {
        (Some(_), _) => "signed with your SSH key",
        (None, true) => "recorded unsigned, as you asked: nothing proves that it was you",
        (None, false) => {
            "recorded unsigned: nothing proves that it was you. Set gpg.format = ssh and user.signingKey in git to sign"
        }
    };
    save(&store, &place, release, &statement.signed(signature), how, ui)?;
    Ok(Exit::Success)
}

/// What git's configuration says of SSH, seen from the repository.
pub(super) fn ssh(repository: &Repository, folder: &std::path::Path) -> Result<Ssh, CliError> {
    let home = std::env::var_os("HOME").map(std::path::PathBuf::from);
    Ok(Ssh::configured(repository, repository.root().unwrap_or(folder), home.as_deref())?)
}

fn role(args: &Args, state: &State) -> Result<String, CliError> {
    let role = args.role.as_deref().map(str::trim).unwrap_or_default();
    if !role.is_empty() && !role.contains(char::is_control) {
        return Ok(role.to_owned());
    }
    let error = if role.is_empty() {
        CliError::usage("a sign-off needs the role in which you sign")
    } else {
        CliError::usage("a role is one line of text")
    };
    Err(match state.gate.require_sign_off.first() {
        Some(first) => error.hint(format!("say --role \"{first}\", for one: the gate asks for it")),
        None => error.hint("say --role \"release manager\", for example"),
    })
}

fn person(args: &Args, repository: &Repository) -> Result<Person, CliError> {
    let Some(named) = &args.by else {
        return repository.identity(|name| std::env::var(name).ok()).ok_or_else(|| {
            CliError::usage("git does not know who you are, so the sign-off would be nobody's")
                .hint("name yourself with --by \"Name <email>\"")
        });
    };
    Person::parse(named)
        .filter(|person| {
            !named.contains(char::is_control) && Person::parse(&person.to_string()).as_ref() == Some(person)
        })
        .ok_or_else(|| {
            CliError::usage(format!("'{named}' cannot be recorded as a person"))
                .hint("write a name, or \"Name <email>\"")
        })
}

/// The change of the release's name, where one is asked for.
fn release(args: &Args, state: &mut State) -> Option<Change> {
    let name = args.release.as_deref().map(str::trim).filter(|name| !name.is_empty())?;
    let before = state.release.name.replace(name.to_owned());
    let change = Change::release(before, Some(name.to_owned()));
    (!change.is_empty()).then_some(change)
}

fn dirty(repository: &Repository) -> CliError {
    const SHOWN: usize = 5;
    let changes = repository.changes().unwrap_or_default();
    let changes: Vec<&str> =
        changes.iter().map(crate::base::RepoPath::as_str).filter(|path| *path != FILE_NAME).collect();
    let more = changes.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let shown = changes.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    CliError::usage(format!(
        "the work tree differs from its commit, so a sign-off would be of neither: {shown}{more}"
    ))
    .hint("commit or stash the changes first; `allow-dirty = true` under [gate] lets them be signed")
}

/// What is about to be signed.
fn show(ui: &Ui, place: &Place, report: &ScanReport, statement: &Statement) -> Result<(), CliError> {
    let review = place.review(report)?;
    let mut page = ui.page();
    let ink = if statement.verdict == Call::Go { Ink::Good } else { Ink::Bad };
    page.line([
        piece(statement.verdict.label(), ink),
        piece(format!("  {} of {} items are done", review.done(), review.total()), Ink::Plain),
    ]);
    let blockers: Vec<String> = review
        .blockers
        .iter()
        .filter(|blocker| !matches!(blocker, crate::review::Blocker::SignOff { .. }))
        .map(ToString::to_string)
        .collect();
    for blocker in blockers {
        page.wrap(vec![piece("  in the way: ", Ink::Bad)], 4, prose(&blocker));
    }
    let rows = [
        ("role", statement.role.clone()),
        ("by", statement.by.to_string()),
        ("release", place.state.release.name.clone().unwrap_or_else(|| "not named".to_owned())),
        ("commit", statement.commit.clone()),
        ("review", statement.digest.clone()),
    ];
    for (name, value) in rows {
        row(&mut page, name, &value);
    }
    ui.print(&page)
}

fn row(page: &mut Page, name: &str, value: &str) {
    page.wrap(vec![piece(format!("  {name:<9}"), Ink::Dim)], 11, [piece(value, Ink::Plain)]);
}

/// Asks on the terminal. Without one nobody can answer, so the command line must say so.
fn agreed(statement: &Statement) -> Result<bool, CliError> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(CliError::usage("signing asks first, and there is no terminal to ask on")
            .hint("say --yes to sign without a question"));
    }
    let unread = |error: io::Error| CliError::usage("the answer cannot be read").because(&error);
    let mut out = io::stderr().lock();
    write!(out, "Sign {}? [y/N] ", statement.verdict).and_then(|()| out.flush()).map_err(unread)?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(unread)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn save(
    store: &Store,
    place: &Place,
    release: Option<Change>,
    sign_off: &SignOff,
    how: &str,
    ui: &Ui,
) -> Result<(), CliError> {
    let record = Record::SignOff(sign_off.clone());
    let before = place.state.sign_offs.iter().find(|one| one.key() == record.key());
    let change = Change::set(before.cloned().map(Record::SignOff), record);
    let order: Vec<ItemId> = place.catalogue.order().cloned().collect();
    let changes: Vec<Change> = release.into_iter().chain([change]).collect();
    let saved = store.save(&changes, &order)?;
    if let Some(conflict) = saved.conflicts.first() {
        return Err(CliError::usage(conflict.to_string()).hint("look at what they wrote, then sign again"));
    }
    let mut page = ui.page();
    let text = format!("{} as {}: {how}.", sign_off.verdict, sign_off.role);
    page.wrap(Vec::new(), 0, prose(&text));
    page.wrap(Vec::new(), 0, prose(&format!("Commit {FILE_NAME} to share it.")));
    ui.print(&page)
}

impl From<SshError> for CliError {
    fn from(error: SshError) -> Self {
        let shown = Self::usage(error.to_string());
        match error {
            SshError::NoKey => shown
                .hint("name it: `git config user.signingKey ~/.ssh/id_ed25519.pub`, for one")
                .hint("or sign without a key: --unsigned"),
            SshError::NotSigned { .. } => shown
                .hint("a key with a passphrase asks for it on a terminal; elsewhere `ssh-add KEY` gives it to the agent first")
                .hint("nothing was recorded; --unsigned signs without a key"),
            SshError::NotRun { .. } => shown.hint("install OpenSSH, or name the program in git's gpg.ssh.program"),
            SshError::Git(_) => shown,
        }
    }
}
