//! SSH signatures, made and checked by the user's `ssh-keygen`, as git is configured for it.
//!
//! This is the one place that starts a program, and only `gonogo sign` and `gonogo verify` come here. What is read of git's
//! configuration: `gpg.format`, `user.signingKey`, `gpg.ssh.program`, `gpg.ssh.allowedSignersFile`,
//! `gpg.ssh.revocationFile` (git-config(1)).

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{GitError, Repository};

/// Why nothing could be signed or checked.
#[derive(Debug, thiserror::Error)]
pub enum SshError {
    /// Git's configuration cannot be read.
    #[error(transparent)]
    Git(#[from] GitError),
    /// `gpg.format` is `ssh`, and no key is named.
    #[error("git is set up to sign with SSH (gpg.format), but user.signingKey names no key")]
    NoKey,
    /// The program cannot be started, or its files cannot be written.
    #[error("{program} cannot be run ({source})")]
    NotRun {
        /// The program.
        program: String,
        /// The system's words.
        source: std::io::Error,
    },
    /// The program did not sign.
    #[error("{program} did not sign: {said}")]
    NotSigned {
        /// The program.
        program: String,
        /// What it said.
        said: String,
    },
}

/// What a signature is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seal {
    /// It is of a key that the allowed signers vouch for as this person's.
    Vouched {
        /// The key's fingerprint, `SHA256:…`.
        key: String,
    },
    /// It is genuine, and nobody vouches for the key.
    Unvouched {
        /// The key's fingerprint.
        key: String,
    },
    /// It is genuine, of a key that the allowed signers give to others.
    Others {
        /// The key's fingerprint.
        key: String,
        /// To whom.
        principals: Vec<String>,
    },
    /// It is no signature of this text.
    Broken {
        /// What the program said.
        said: String,
    },
}

/// The signatures of one repository's user.
pub struct Ssh {
    program: String,
    key: Option<String>,
    is_configured: bool,
    allowed: Option<PathBuf>,
    revoked: Option<PathBuf>,
}

impl Ssh {
    /// What git's configuration says; relative files are seen from `folder`, `~` is the folder `home`.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn configured(repository: &Repository, folder: &Path, home: Option<&Path>) -> Result<Self, SshError> {
        let path = |key: &str| -> Result<Option<PathBuf>, GitError> {
            Ok(repository.configured(key)?.map(|text| folder.join(below_home(&text, home))))
        };
        let key = repository.configured("user.signingkey")?.filter(|key| !key.is_empty());
        Ok(Self {
            program: repository.configured("gpg.ssh.program")?.unwrap_or_else(|| "ssh-keygen".to_owned()),
            key: key.map(|key| if literal(&key).is_some() { key } else { below_home(&key, home) }),
            is_configured: repository.configured("gpg.format")?.as_deref() == Some("ssh"),
            allowed: path("gpg.ssh.allowedsignersfile")?,
            revoked: path("gpg.ssh.revocationfile")?,
        })
    }

    /// With another file of allowed signers.
    #[must_use]
    pub fn allowed(self, file: Option<PathBuf>) -> Self {
        Self { allowed: file.or(self.allowed), ..self }
    }

    /// The file that says whose key is whose (ssh-keygen(1), "ALLOWED SIGNERS").
    pub fn allowed_signers(&self) -> Option<&Path> {
        self.allowed.as_deref()
    }

    /// Whether git is set up to sign with SSH.
    pub const fn is_configured(&self) -> bool {
        self.is_configured
    }

    /// A signature of `text` in `namespace`, in ASCII armour.
    ///
    /// # Errors
    /// Where no key is configured, or the program does not sign.
    pub fn sign(&self, namespace: &str, text: &str) -> Result<String, SshError> {
        let key = self.key.as_deref().ok_or(SshError::NoKey)?;
        let folder = self.folder()?;
        let file = folder.path().join("statement");
        self.write(&file, text)?;
        let mut arguments = words(["-Y", "sign", "-n", namespace, "-f"]);
        match literal(key) {
            // The key itself: the agent holds its other half.
            Some(key) => {
                let public = folder.path().join("key.pub");
                self.write(&public, &format!("{key}\n"))?;
                arguments.extend([public.into(), "-U".into()]);
            }
            None => arguments.push(key.into()),
        }
        arguments.push(file.clone().into());
        let done = self.run(&arguments, None)?;
        let signature = std::fs::read_to_string(file.with_extension("sig"));
        match signature {
            Ok(signature) if done.status.success() => Ok(signature.replace("\r\n", "\n")),
            _ => Err(SshError::NotSigned { program: self.program.clone(), said: said(&done) }),
        }
    }

    /// What `signature` under `text` is worth, as one of the person with the address `email`, made `at`.
    ///
    /// # Errors
    /// Where the program cannot be run.
    pub fn check(
        &self,
        namespace: &str,
        text: &str,
        signature: &str,
        email: &str,
        at: Timestamp,
    ) -> Result<Seal, SshError> {
        let folder = self.folder()?;
        let file = folder.path().join("statement.sig");
        self.write(&file, signature)?;
        let file = OsString::from(file);
        let with = |first: &[&str]| -> Vec<OsString> {
            words(first.iter().copied()).into_iter().chain(["-s".into(), file.clone()]).collect()
        };
        let genuine = self.run(&with(&["-Y", "check-novalidate", "-n", namespace]), Some(text))?;
        if !genuine.status.success() {
            return Ok(Seal::Broken { said: said(&genuine) });
        }
        let key = fingerprint(&genuine);
        let Some(allowed) = &self.allowed else { return Ok(Seal::Unvouched { key }) };
        // The moment that the signer names decides whether the key was valid, as for git the commit's does.
        let moment = at.to_zoned(TimeZone::UTC).strftime("-Overify-time=%Y%m%d%H%M%S").to_string();
        let listed = |arguments: Vec<OsString>| -> Vec<OsString> {
            arguments.into_iter().chain(["-f".into(), allowed.into(), moment.clone().into()]).collect()
        };
        let principals = self.run(&listed(with(&["-Y", "find-principals"])), None)?;
        let principals: Vec<String> = if principals.status.success() {
            String::from_utf8_lossy(&principals.stdout).lines().map(|line| line.trim().to_owned()).collect()
        } else {
            Vec::new()
        };
        if principals.is_empty() {
            return Ok(Seal::Unvouched { key });
        }
        let mut arguments = listed(with(&["-Y", "verify", "-n", namespace, "-I", email]));
        if let Some(revoked) = &self.revoked {
            arguments.extend(["-r".into(), revoked.into()]);
        }
        let verified = self.run(&arguments, Some(text))?;
        Ok(if verified.status.success() { Seal::Vouched { key } } else { Seal::Others { key, principals } })
    }

    /// A folder of its own for the files that the program reads; removed when dropped.
    fn folder(&self) -> Result<tempfile::TempDir, SshError> {
        tempfile::tempdir().map_err(|source| self.not_run(source))
    }

    fn write(&self, file: &Path, text: &str) -> Result<(), SshError> {
        std::fs::write(file, text).map_err(|source| self.not_run(source))
    }

    fn not_run(&self, source: std::io::Error) -> SshError {
        SshError::NotRun { program: self.program.clone(), source }
    }

    /// Runs the program to its end; `input` is what it reads. For a passphrase it asks on the terminal itself.
    fn run(&self, arguments: &[OsString], input: Option<&str>) -> Result<Output, SshError> {
        let failed = |source| self.not_run(source);
        let mut command = Command::new(&self.program);
        // Moments without a zone are then those of UTC.
        command.args(arguments).env("TZ", "UTC").stdout(Stdio::piped()).stderr(Stdio::piped());
        let Some(input) = input else { return command.output().map_err(failed) };
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(failed)?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that ends without reading says why in its own words.
            let _ = stdin.write_all(input.as_bytes());
        }
        child.wait_with_output().map_err(failed)
    }
}

fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<OsString> {
    words.into_iter().map(OsString::from).collect()
}

/// The public key that `user.signingKey` holds itself, with `key::` before it or (as older gits have it) without.
fn literal(key: &str) -> Option<&str> {
    key.strip_prefix("key::").or_else(|| key.starts_with("ssh-").then_some(key))
}

fn below_home(path: &str, home: Option<&Path>) -> String {
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest).to_string_lossy().into_owned(),
        _ => path.to_owned(),
    }
}

/// What a program said, in one line.
fn said(done: &Output) -> String {
    let text = [&done.stderr, &done.stdout].map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    let text = text.into_iter().find(|text| !text.is_empty());
    text.unwrap_or_else(|| done.status.to_string()).lines().collect::<Vec<_>>().join("; ")
}

/// The key's fingerprint in `Good "gonogo" signature with ED25519 key SHA256:…`.
fn fingerprint(done: &Output) -> String {
    let text = String::from_utf8_lossy(&done.stdout);
    let found = text.split_whitespace().find(|word| word.starts_with("SHA256:"));
    found.unwrap_or("of an unknown fingerprint").to_owned()
}
