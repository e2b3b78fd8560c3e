//! A project whose review is decided, and keys to sign it with.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::project::Project;

/// The project, with a decision on everything that the repository leaves open, an own item, a weight and a dismissal.
pub struct Decided {
    pub project: Project,
    keys: tempfile::TempDir,
}

impl Decided {
    /// Committed, and not signed.
    pub fn new() -> Self {
        let project = Project::new();
        let scan = project.json(&["scan", "--format", "json"]);
        let mut text = "schema = 1\n\n[gate]\nrequire-sign-off = [\"release manager\"]\n\n[review]\nrelease = \"2.4.0\"\n\n\
                        [[item]]\nid = \"security.pens\"\ntitle = \"Pens\"\nseverity = \"recommended\"\ntext = \"There are pens.\"\n\n\
                        [grade.\"api.schema\"]\nseverity = \"optional\"\nreason = \"nobody reads it\"\n"
            .to_owned();
        for item in scan["items"].as_array().expect("items") {
            let (id, basis) = (item["id"].as_str().expect("an id"), item["basis"].as_str().expect("a basis"));
            if matches!(item["verdict"].as_str(), Some("fail" | "review")) {
                let _ = write!(
                    text,
                    "\n[items.\"{id}\"]\ndecision = \"waived\"\nby = \"Ada Example <ada@example.org>\"\n\
                     at = 2026-01-02T10:00:00Z\nbasis = \"{basis}\"\nkind = \"deferred\"\nreason = \"later: {id}\"\n\
                     until = 2999-01-01\n"
                );
            }
        }
        text += "\n[[findings]]\nitem = \"database.indexes\"\nfingerprint = \"0011223344556677\"\n\
                 by = \"Ada Example <ada@example.org>\"\nreason = \"a small table\"\n";
        project.write("gonogo.toml", &text);
        project.commit("Decide");
        Self { project, keys: tempfile::tempdir().expect("a folder") }
    }

    /// Makes a key called `name`, without a passphrase; its file.
    pub fn key(&self, name: &str) -> PathBuf {
        let file = self.keys.path().join(name);
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"])
            .arg(&file)
            .stdin(Stdio::null())
            .status();
        assert!(made.expect("ssh-keygen").success());
        file
    }

    /// Writes a file of allowed signers: pairs of principal and key.
    pub fn allow(&self, signers: &[(&str, &PathBuf)]) -> String {
        let line = |(principal, key): &(&str, &PathBuf)| {
            let public = fs::read_to_string(key.with_extension("pub")).expect("a public key");
            format!("{principal} {public}")
        };
        let file = self.keys.path().join("allowed");
        fs::write(&file, signers.iter().map(line).collect::<String>()).expect("written");
        file.to_string_lossy().into_owned()
    }

    /// Sets git up to sign with `key`, as `user.signingKey` names it.
    pub fn configure(&self, key: &str) {
        self.project.git(&["config", "gpg.format", "ssh"]);
        self.project.git(&["config", "user.signingKey", key]);
    }

    /// Signs as the release manager with a key of Ada's and commits; the file of allowed signers.
    pub fn sign(&self) -> String {
        let key = self.key("ada");
        self.configure(&key.to_string_lossy());
        let allowed = self.allow(&[("ada@example.org", &key)]);
        self.project.git(&["config", "gpg.ssh.allowedSignersFile", &allowed]);
        self.project.done(&["sign", "--role", "release manager", "--yes"]);
        self.project.commit("Sign");
        allowed
    }

    /// What `gonogo verify` finds, and its exit status.
    pub fn verify(&self, arguments: &[&str]) -> (Value, i32) {
        let run = self.project.run(&[&["verify", "--format", "json"], arguments].concat());
        let found = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run}"));
        (found, run.status)
    }

    /// What the first sign-off complains of: the kinds, and all messages and differences in one text.
    pub fn complaints(&self, arguments: &[&str]) -> (Vec<String>, String) {
        let (found, status) = self.verify(arguments);
        let texts = |value: &Value, key: &str| -> Vec<String> {
            let all = value.as_array().map_or(&[][..], Vec::as_slice);
            all.iter().map(|one| one[key].as_str().unwrap_or_default().to_owned()).collect()
        };
        let first = &found["sign_offs"][0];
        let kinds = texts(&first["complaints"], "kind");
        assert_eq!(status, i32::from(found["holds"] == false), "{found}");
        assert_eq!(first["holds"] == true, kinds.is_empty(), "{found}");
        let mut said = texts(&first["complaints"], "message").join("\n");
        for one in first["differences"].as_array().map_or(&[][..], Vec::as_slice) {
            let side = |key: &str| one[key].as_str().unwrap_or("-").to_owned();
            let _ = write!(said, "\n{}: {} → {}", side("what"), side("then"), side("now"));
        }
        (kinds, said)
    }
}
