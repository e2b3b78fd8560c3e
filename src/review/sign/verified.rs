//! What verifying the sign-offs of a review comes to.

use std::fmt;

use super::compare::Difference;
use super::history::Alteration;
use crate::git::Seal;
use crate::model::ItemId;
use crate::review::gate::Call;
use crate::review::grounds::Changed;
use crate::review::state::SignOff;

/// All sign-offs of a review, verified.
#[derive(Debug, Clone)]
pub struct Verification {
    /// The commit that was verified; `None` before the first one.
    pub commit: Option<String>,
    /// The digest of the review as it is.
    pub digest: String,
    /// The sign-offs in the order of the file.
    pub sign_offs: Vec<Verified>,
    /// The roles that the gate asks for, and that no sign-off which holds has.
    pub missing: Vec<String>,
}

impl Verification {
    /// Whether every sign-off holds, and none is missing.
    pub fn holds(&self) -> bool {
        self.missing.is_empty() && self.sign_offs.iter().all(Verified::holds)
    }
}

/// One sign-off, verified.
#[derive(Debug, Clone)]
pub struct Verified {
    /// As the file has it.
    pub sign_off: SignOff,
    /// What its signature is worth; `None` where it has none.
    pub seal: Option<Seal>,
    /// What does not hold; nothing where the sign-off holds.
    pub complaints: Vec<Complaint>,
    /// What differs between the review that was signed and the present one, as far as the signed one could be made again.
    pub differences: Vec<Difference>,
    /// What has changed under the items whose basis differs.
    pub grounds: Vec<(ItemId, Vec<Changed>)>,
}

impl Verified {
    /// Whether everything that it says is still so.
    pub const fn holds(&self) -> bool {
        self.complaints.is_empty()
    }
}

/// Something about a sign-off that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Complaint {
    /// The signature is none of this statement.
    Broken(String),
    /// The key belongs to somebody else.
    Others {
        /// The key's fingerprint.
        key: String,
        /// To whom.
        principals: Vec<String>,
    },
    /// The allowed signers do not list the key.
    Stranger {
        /// The key's fingerprint.
        key: String,
        /// The file of the allowed signers.
        file: String,
    },
    /// A signature is asked for, and there is none.
    Unsigned,
    /// The record was changed after it was made.
    Altered(Alteration),
    /// The commit is not in this repository.
    NoCommit {
        /// Whether the clone is shallow, so that it may be elsewhere.
        is_shallow: bool,
    },
    /// The commit cannot be judged any more.
    NotJudged(String),
    /// The digest is not that of the review at the commit, with the decisions of today.
    OtherThen,
    /// The digest is not that of the present review.
    OtherNow,
    /// No version of the state file in the history makes the digest.
    NeverSeen,
    /// What was signed is not what the review comes to at that commit.
    OtherCall {
        /// What it comes to.
        is: Call,
    },
}

impl Complaint {
    /// The word in JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Broken(_) => "broken-signature",
            Self::Others { .. } => "key-of-another",
            Self::Stranger { .. } => "key-not-allowed",
            Self::Unsigned => "unsigned",
            Self::Altered(_) => "altered",
            Self::NoCommit { .. } => "no-commit",
            Self::NotJudged(_) => "not-judged",
            Self::OtherThen => "other-review-then",
            Self::OtherNow => "other-review-now",
            Self::NeverSeen => "digest-never-seen",
            Self::OtherCall { .. } => "other-verdict",
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(said) => write!(f, "the signature is none of this statement ({said})"),
            Self::Others { key, principals } => {
                write!(f, "the key {key} is that of {}, not of who signed", principals.join(" and "))
            }
            Self::Stranger { key, file } => write!(f, "{file} does not list the key {key}"),
            Self::Unsigned => f.write_str("it has no signature, and one is asked for"),
            Self::Altered(alteration) => write!(f, "{alteration}"),
            Self::NoCommit { is_shallow: true } => {
                f.write_str("its commit is not in this shallow clone; `git fetch --unshallow` may bring it")
            }
            Self::NoCommit { is_shallow: false } => f.write_str("its commit is not in this repository"),
            Self::NotJudged(reason) => write!(f, "its commit cannot be judged ({reason})"),
            Self::OtherThen => f.write_str(
                "its digest is not that of the review at its commit with the decisions of today",
            ),
            Self::OtherNow => f.write_str("its digest is not that of the present review"),
            Self::NeverSeen => f.write_str(
                "no version of gonogo.toml in the history makes its digest: it was replaced, or what was signed was \
                 never committed",
            ),
            Self::OtherCall { is } => write!(f, "the review at its commit comes to {is}"),
        }
    }
}
