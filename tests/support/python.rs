//! Virtual environments with real Python packages, made once below `target/venv` and used again afterwards.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

/// A Python interpreter with pinned packages.
#[derive(Debug, Clone)]
pub struct Environment {
    python: PathBuf,
}

/// The environment with the packages that a requirements file pins, every one of them (nothing is resolved).
///
/// Without Python, `venv` or the package index there is none: a failure where `CI=true`, else a printed skip.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub fn environment(name: &str, requirements: &Path) -> Option<Environment> {
    match prepared(name, requirements) {
        Ok(python) => Some(Environment { python }),
        Err(reason) => {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "no environment {name}: {reason}");
            println!("skipped: no environment {name}: {reason}");
            None
        }
    }
}

impl Environment {
    /// The interpreter, to be run with nothing in its environment but what the caller adds.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.python);
        command.env_clear().stdin(Stdio::null());
        command
    }

    /// Runs a script in isolation (no variables, no user packages) and hands back what it prints.
    pub fn run(&self, script: &Path, input: &str) -> String {
        let mut child = Command::new(&self.python)
            .arg("-I")
            .arg(script)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the interpreter starts");
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("the script reads its input");
        let done = child.wait_with_output().expect("the script ends");
        assert!(
            done.status.success(),
            "{} failed:\n{}",
            script.display(),
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8(done.stdout).expect("UTF-8")
    }
}

/// The interpreter of the environment, which is made if it does not exist yet. Two processes that want the same one
/// wait for each other; one that dies half-way leaves nothing behind under the final name.
fn prepared(name: &str, requirements: &Path) -> Result<PathBuf, String> {
    let version = output(Command::new("python3").arg("--version"))?;
    let text =
        fs::read_to_string(requirements).map_err(|error| format!("{}: {error}", requirements.display()))?;
    let folder = target().join("venv");
    let place = folder.join(format!("{name}-{}", digest(&[&version, &text])));
    let python = place.join("bin/python");
    if python.exists() {
        return Ok(python);
    }
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let lock = File::create(folder.join(format!("{name}.lock"))).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    if python.exists() {
        return Ok(python);
    }
    let draft = folder.join(format!("{name}.draft"));
    remove(&draft).map_err(|error| error.to_string())?;
    output(Command::new("python3").args(["-m", "venv"]).arg(&draft))?;
    output(
        Command::new(draft.join("bin/python"))
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--requirement",
            ])
            .arg(requirements),
    )?;
    fs::rename(&draft, &place).map_err(|error| error.to_string())?;
    Ok(python)
}

pub(super) fn target() -> PathBuf {
    let executable = std::env::current_exe().expect("the test binary");
    let debug = executable.ancestors().nth(2).expect("target/<profile>/deps/<binary>");
    debug.parent().expect("target").to_path_buf()
}

pub(super) fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(6).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes it");
        text
    })
}

pub(super) fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

pub(super) fn output(command: &mut Command) -> Result<String, String> {
    let done = command.stdin(Stdio::null()).output().map_err(|error| format!("{command:?}: {error}"))?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    } else {
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&done.stderr).trim()))
    }
}
