//! `gonogo sign` on a terminal: the question, and the passphrase that `ssh-keygen` asks for itself.

use std::fs;
use std::process::{Command, Stdio};

use super::terminal::Terminal;
use super::walk::{FILES, identify};
use crate::support::repo::TestRepo;

/// A committed project, a home with an identity, and a key with the passphrase `open sesame` in it.
fn desk() -> (TestRepo, tempfile::TempDir) {
    let repo = TestRepo::with(&FILES);
    let home = tempfile::tempdir().expect("a home");
    identify(home.path());
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "open sesame", "-f"])
        .arg(home.path().join("key"))
        .stdin(Stdio::null())
        .status();
    assert!(made.expect("ssh-keygen").success());
    (repo, home)
}

fn sign(repo: &TestRepo, home: &tempfile::TempDir) -> Terminal {
    let root = repo.root();
    let mut terminal = Terminal::start(
        env!("CARGO_BIN_EXE_gonogo"),
        &["sign", "--role", "release manager"],
        &root,
        home.path(),
        &[],
    );
    terminal.wait_for("[y/N]");
    terminal
}

fn signed(repo: &TestRepo) -> String {
    fs::read_to_string(repo.root().join("gonogo.toml")).unwrap_or_default()
}

#[test]
fn nothing_is_signed_without_a_yes() {
    let (repo, home) = desk();
    for answer in ["\r", "n\r", "whatever\r"] {
        let mut terminal = sign(&repo, &home);
        terminal.send(answer);
        assert_eq!(terminal.finish().exit_code(), 2);
        assert!(terminal.text().contains("nothing was signed"), "{}", terminal.text());
        assert_eq!(signed(&repo), "");
    }
}

#[test]
fn a_key_with_a_passphrase_is_asked_for_it_on_the_terminal() {
    let (repo, home) = desk();
    let file = home.path().join(".gitconfig");
    let identity = fs::read_to_string(&file).expect("a configuration");
    let key = home.path().join("key");
    let signing = format!("[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = {}\n", key.display());
    fs::write(&file, identity + &signing).expect("a configuration");

    let mut terminal = sign(&repo, &home);
    terminal.send("y\r");
    terminal.wait_for("passphrase");
    terminal.send("a wrong guess\r");
    assert_eq!(terminal.finish().exit_code(), 2);
    let said = terminal.text().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("incorrect passphrase") && said.contains("ssh-add"), "{said}");
    assert_eq!(signed(&repo), "");

    let mut terminal = sign(&repo, &home);
    terminal.send("yes\r");
    terminal.wait_for("passphrase");
    terminal.send("open sesame\r");
    assert!(terminal.finish().success(), "{}", terminal.text());
    assert!(!terminal.text().contains("sesame"), "{}", terminal.text());
    assert!(signed(&repo).contains("BEGIN SSH SIGNATURE"), "{}", signed(&repo));
}
