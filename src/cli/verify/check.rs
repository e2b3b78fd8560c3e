//! One sign-off against the repository.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::base::clock;
use crate::cli::judged::versions;
use crate::cli::place::{Choice, Place};
use crate::cli::{CliError, sign as signing};
use crate::git::{Seal, Ssh};
use crate::model::{ItemId, ScanReport};
use crate::review::grounds::{self, Changed};
use crate::review::sign::{self, Complaint, Difference, NAMESPACE, Statement, Verified};
use crate::review::state::{SignOff, State};
use crate::review::{Call, Input};

/// What all sign-offs are held against.
pub(super) struct Checker<'p> {
    folder: &'p Path,
    place: &'p Place,
    report: ScanReport,
    text: String,
    digest: String,
    ssh: Ssh,
    is_strict: bool,
    /// The versions of the state file, the present one first.
    versions: Vec<State>,
    judged: RefCell<HashMap<String, Judged>>,
}

/// A commit, judged with a version of the state file; the reason where it cannot be.
type Judged = Result<Rc<(Place, ScanReport)>, String>;

impl<'p> Checker<'p> {
    pub(super) fn new(
        folder: &'p Path,
        place: &'p Place,
        report: ScanReport,
        allowed: Option<PathBuf>,
        is_strict: bool,
    ) -> Result<Self, CliError> {
        let input = Input::new(&place.catalogue, &report.items, &place.state, clock::day(clock::now()));
        let text = sign::canonical(&input, &report.project.settings_module);
        let repository = &place.opened.repository;
        let earlier = match &place.opened.info.commit {
            Some(commit) => versions(repository, commit)?,
            None => Vec::new(),
        };
        Ok(Self {
            folder,
            place,
            digest: sign::digest(&text),
            text,
            ssh: signing::ssh(repository, folder)?.allowed(allowed),
            is_strict,
            versions: std::iter::once(place.state.clone()).chain(earlier).collect(),
            report,
            judged: RefCell::default(),
        })
    }

    /// The digest of the present review.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// What of `sign_off` holds.
    pub(super) fn verify(&self, sign_off: &SignOff) -> Result<Verified, CliError> {
        let seal = self.seal(sign_off)?;
        let mut complaints: Vec<Complaint> = self.of_seal(seal.as_ref()).into_iter().collect();
        complaints.extend(sign::altered(sign_off, &self.versions).into_iter().map(Complaint::Altered));
        let is_now = sign_off.digest == self.digest;
        let then = self.then(sign_off);
        match &then {
            Err(complaint) => complaints.push(complaint.clone()),
            Ok(then) if then.digest != sign_off.digest => complaints.push(Complaint::OtherThen),
            Ok(then) if then.call != sign_off.verdict => {
                complaints.push(Complaint::OtherCall { is: then.call });
            }
            Ok(_) => {}
        }
        if !is_now {
            complaints.push(Complaint::OtherNow);
        }
        let mut verified = Verified {
            sign_off: sign_off.clone(),
            seal,
            complaints,
            differences: Vec::new(),
            grounds: Vec::new(),
        };
        if then.is_ok() && !is_now {
            self.explain(sign_off, &mut verified);
        }
        Ok(verified)
    }

    fn seal(&self, sign_off: &SignOff) -> Result<Option<Seal>, CliError> {
        let Some(signature) = &sign_off.signature else { return Ok(None) };
        let text = Statement::of(sign_off).text();
        let by = if sign_off.by.email.is_empty() { &sign_off.by.name } else { &sign_off.by.email };
        Ok(Some(self.ssh.check(NAMESPACE, &text, signature, by, sign_off.at)?))
    }

    fn of_seal(&self, seal: Option<&Seal>) -> Option<Complaint> {
        let Some(seal) = seal else { return self.is_strict.then_some(Complaint::Unsigned) };
        match (seal, self.ssh.allowed_signers()) {
            (Seal::Vouched { .. }, _) | (Seal::Unvouched { .. }, None) => None,
            (Seal::Unvouched { key }, Some(file)) => {
                Some(Complaint::Stranger { key: key.clone(), file: file.display().to_string() })
            }
            (Seal::Others { key, principals }, _) => {
                Some(Complaint::Others { key: key.clone(), principals: principals.clone() })
            }
            (Seal::Broken { said }, _) => Some(Complaint::Broken(said.clone())),
        }
    }

    /// The review at the commit of `sign_off`, on the day that it was signed, with the decisions of today.
    fn then(&self, sign_off: &SignOff) -> Result<Then, Complaint> {
        let repository = &self.place.opened.repository;
        if repository.resolve(&sign_off.commit).ok().as_deref() != Some(sign_off.commit.as_str()) {
            return Err(Complaint::NoCommit { is_shallow: repository.is_shallow() });
        }
        let judged = self.judge(&sign_off.commit, &self.place.state).map_err(Complaint::NotJudged)?;
        let (place, report) = &*judged;
        let day = clock::day(sign_off.at);
        let review = place.review_on(report, day).map_err(|error| Complaint::NotJudged(error.to_string()))?;
        let text = text_of(place, report, &place.state, sign_off);
        Ok(Then { digest: sign::digest(&text), call: sign::call(&review) })
    }

    /// Finds the version of the state file that was signed, and says what is different now.
    fn explain(&self, sign_off: &SignOff, verified: &mut Verified) {
        let mut texts = self.versions.iter().filter_map(|state| {
            let judged = self.judge(&sign_off.commit, state).ok()?;
            Some((text_of(&judged.0, &judged.1, state, sign_off), judged))
        });
        let Some((then, judged)) = texts.find(|(text, _)| sign::digest(text) == sign_off.digest) else {
            verified.complaints.push(Complaint::NeverSeen);
            return;
        };
        verified.differences = sign::differences(&then, &self.text);
        verified.grounds = self.grounds(&verified.differences, &judged.1);
    }

    /// What has changed under the items whose basis differs.
    fn grounds(&self, differences: &[Difference], then: &ScanReport) -> Vec<(ItemId, Vec<Changed>)> {
        let of_basis = differences
            .iter()
            .filter(|one| one.what.starts_with("basis of ") && !one.what.contains("decision"));
        let ids = of_basis.filter_map(|one| one.item.as_deref()?.parse::<ItemId>().ok());
        ids.filter_map(|id| {
            let changed = grounds::between(then.item(&id)?, self.report.item(&id)?);
            Some((id, changed))
        })
        .collect()
    }

    /// The commit judged as `state` asks for it; once for all versions that ask for the same.
    fn judge(&self, commit: &str, state: &State) -> Judged {
        let key = format!("{commit} {:?} {:?}", state.project, state.own);
        if let Some(known) = self.judged.borrow().get(&key) {
            return known.clone();
        }
        let judge = || -> Result<Rc<(Place, ScanReport)>, CliError> {
            let place = Place::with_state(self.folder, Some(commit), state.clone())?;
            let report = place.scan(&Choice::default(), &|_| ())?;
            Ok(Rc::new((place, report)))
        };
        let judged = judge().map_err(|error| error.to_string());
        self.judged.borrow_mut().insert(key, judged.clone());
        judged
    }
}

/// What a review came to at a commit.
struct Then {
    digest: String,
    call: Call,
}

/// The canonical text of the review at the commit of `sign_off`, on the day that it was signed, with the decisions of
/// `state`.
fn text_of(place: &Place, report: &ScanReport, state: &State, sign_off: &SignOff) -> String {
    let catalogue = state.catalogue();
    let catalogue = if *state == place.state { &place.catalogue } else { &catalogue };
    let input = Input::new(catalogue, &report.items, state, clock::day(sign_off.at));
    sign::canonical(&input, &report.project.settings_module)
}
