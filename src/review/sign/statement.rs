//! What an SSH signature under a review covers.

use jiff::Timestamp;
use serde_json::json;

use super::canonical::sorted;
use crate::model::Person;
use crate::review::gate::Call;
use crate::review::state::SignOff;

/// The namespace of the SSH signatures (PROTOCOL.sshsig of OpenSSH): a signature made for something else is none here.
pub const NAMESPACE: &str = "gonogo";

/// Who signs what: a sign-off without its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// In which role.
    pub role: String,
    /// Who.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// The commit that was reviewed, full hash.
    pub commit: String,
    /// GO or NO-GO.
    pub verdict: Call,
    /// The digest of the canonical review.
    pub digest: String,
}

impl Statement {
    /// The statement of a sign-off.
    pub fn of(sign_off: &SignOff) -> Self {
        let SignOff { role, by, at, commit, verdict, digest, signature: _ } = sign_off.clone();
        Self { role, by, at, commit, verdict, digest }
    }

    /// The sign-off with this statement.
    pub fn signed(self, signature: Option<String>) -> SignOff {
        let Self { role, by, at, commit, verdict, digest } = self;
        SignOff { role, by, at, commit, verdict, digest, signature }
    }

    /// The bytes that are signed: JSON in the form of RFC 8785, then a line feed.
    pub fn text(&self) -> String {
        let text = json!({
            "format": "gonogo.sign-off/1",
            "role": self.role,
            "by": self.by.to_string(),
            "at": self.at.to_string(),
            "commit": self.commit,
            "verdict": self.verdict.as_str(),
            "digest": self.digest,
        });
        format!("{}\n", sorted(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_one_line_whatever_the_fields_hold() {
        let statement = Statement {
            role: "release\nmanager".to_owned(),
            by: Person { name: "Ada \"A\" Example".to_owned(), email: "ada@example.org".to_owned() },
            at: "2026-11-22T10:00:00Z".parse().unwrap(),
            commit: "3f2c".to_owned(),
            verdict: Call::NoGo,
            digest: "sha256:00".to_owned(),
        };
        assert_eq!(
            statement.text(),
            "{\"at\":\"2026-11-22T10:00:00Z\",\"by\":\"Ada \\\"A\\\" Example <ada@example.org>\",\"commit\":\"3f2c\",\
             \"digest\":\"sha256:00\",\"format\":\"gonogo.sign-off/1\",\"role\":\"release\\nmanager\",\
             \"verdict\":\"no-go\"}\n"
        );
        assert_eq!(Statement::of(&statement.clone().signed(None)), statement);
    }
}
