//! `gonogo sign`: who signs what, and what is refused.

use super::project::Project;
use super::signed::Decided;

fn sign(project: &Project, arguments: &[&str]) -> (i32, String) {
    let run = project.run(&[&["sign"], arguments].concat());
    (run.status, format!("{}{}", run.stdout, run.stderr).split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn a_review_is_signed_with_the_key_that_git_is_set_up_with() {
    let decided = Decided::new();
    let allowed = decided.sign();
    let text = decided.project.read("gonogo.toml");
    assert!(
        text.contains("[[sign-off]]\nrole = \"release manager\"\nby = \"Ada Example <ada@example.org>\""),
        "{text}"
    );
    assert!(text.contains("verdict = \"go\"") && text.contains("BEGIN SSH SIGNATURE"), "{text}");
    let (found, status) = decided.verify(&[]);
    assert_eq!(
        (status, &found["holds"], &found["sign_offs"][0]["signature"]),
        (0, &true.into(), &"vouched".into())
    );
    let (found, status) =
        decided.verify(&["--rev", "HEAD", "--allowed-signers", &allowed, "--require-signature"]);
    assert_eq!((status, &found["holds"]), (0, &true.into()), "{found}");
    assert_eq!(found["schema"], "gonogo.verify/1");
    let page = decided.project.done(&["verify"]);
    assert!(
        page.contains("GO by Ada Example <ada@example.org>") && page.contains("Every sign-off holds."),
        "{page}"
    );
}

#[test]
fn without_a_key_the_sign_off_is_unsigned_and_says_so() {
    let decided = Decided::new();
    let (status, said) =
        sign(&decided.project, &["--role", "release manager", "--by", "Grace <g@example.org>", "--yes"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("recorded unsigned"), "{said}");
    decided.project.commit("Sign");
    let (found, status) = decided.verify(&[]);
    assert_eq!((status, &found["sign_offs"][0]["signature"]), (0, &"none".into()), "{found}");
    assert!(decided.project.done(&["verify"]).contains("unsigned: nothing proves who wrote it"));
    assert_eq!(decided.complaints(&["--require-signature"]).0, ["unsigned"]);
}

#[test]
fn nobody_vouches_for_a_key_where_no_file_lists_it() {
    let decided = Decided::new();
    let key = decided.key("ada");
    decided.configure(&key.to_string_lossy());
    decided.project.done(&["sign", "--role", "release manager", "--yes"]);
    let (found, status) = decided.verify(&[]);
    assert_eq!((status, &found["sign_offs"][0]["signature"]), (0, &"unvouched".into()), "{found}");
    let page = decided.project.done(&["verify"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("but nobody vouches for the key"), "{page}");
    let stranger = decided.key("grace");
    let allowed = decided.allow(&[("grace@example.org", &stranger)]);
    assert_eq!(decided.complaints(&["--allowed-signers", &allowed]).0, ["key-not-allowed"]);
    let allowed = decided.allow(&[("grace@example.org", &key)]);
    let (kinds, said) = decided.complaints(&["--allowed-signers", &allowed]);
    assert_eq!(kinds, ["key-of-another"]);
    assert!(said.contains("is that of grace@example.org, not of who signed"), "{said}");
}

#[test]
fn the_agent_signs_for_a_key_that_git_s_configuration_holds_itself() {
    let decided = Decided::new();
    let key = decided.key("ada");
    let public = std::fs::read_to_string(key.with_extension("pub")).expect("a public key");
    decided.configure(&format!("key::{}", public.trim()));
    // No agent runs here: it is asked, and its absence said.
    let (status, said) = sign(&decided.project, &["--role", "release manager", "--yes"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("ssh-keygen did not sign"), "{said}");
    assert!(!decided.project.read("gonogo.toml").contains("[[sign-off]]"));
}

/// An agent of this test alone; it ends with the value.
struct Agent {
    child: std::process::Child,
    folder: tempfile::TempDir,
}

impl Agent {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = folder.path().join("agent");
        let child = std::process::Command::new("ssh-agent")
            .arg("-D")
            .arg("-a")
            .arg(&socket)
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("an agent");
        let mut agent = Self { child, folder };
        while !agent.socket().exists() {
            assert!(agent.child.try_wait().expect("a process").is_none(), "the agent ended");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        agent
    }

    fn socket(&self) -> std::path::PathBuf {
        self.folder.path().join("agent")
    }

    fn add(&self, key: &std::path::Path) {
        let added = std::process::Command::new("ssh-add")
            .arg("-q")
            .arg(key)
            .env("SSH_AUTH_SOCK", self.socket())
            .stdin(std::process::Stdio::null())
            .status();
        assert!(added.expect("ssh-add").success());
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn an_agent_that_holds_the_key_signs_with_it() {
    let decided = Decided::new();
    let key = decided.key("ada");
    let public = std::fs::read_to_string(key.with_extension("pub")).expect("a public key");
    decided.configure(&format!("key::{}", public.trim()));
    let agent = Agent::start();
    agent.add(&key);
    let allowed = decided.allow(&[("ada@example.org", &key)]);
    std::fs::remove_file(&key).expect("the agent alone has the key");
    let bench = decided.project.bench();
    let by = ["--by", "Ada Example <ada@example.org>"];
    let mut command = bench.command(&[&["sign", "--role", "release manager", "--yes"][..], &by].concat());
    let run = bench.finish(command.env("SSH_AUTH_SOCK", agent.socket()));
    assert_eq!(run.status, 0, "{run}");
    decided.project.commit("Sign");
    let (found, status) = decided.verify(&["--allowed-signers", &allowed, "--require-signature"]);
    assert_eq!((status, &found["sign_offs"][0]["signature"]), (0, &"vouched".into()), "{found}");
}

#[test]
fn what_cannot_be_signed_is_refused_with_advice() {
    let decided = Decided::new();
    let project = &decided.project;
    for (arguments, wanted) in [
        (&["--yes"][..], "say --role \"release manager\", for one: the gate asks for it"),
        (&["--role", " ", "--yes"], "a sign-off needs the role in which you sign"),
        (&["--role", "a\nb", "--yes"], "a role is one line of text"),
        (&["--role", "x", "--by", "<>", "--yes"], "cannot be recorded as a person"),
        (&["--role", "x", "--by", "A\u{1b}[0m", "--yes"], "cannot be recorded as a person"),
        (&["--role", "x"], "there is no terminal to ask on"),
    ] {
        let (status, said) = sign(project, arguments);
        assert_eq!(status, 2, "{arguments:?}: {said}");
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
    project.write("site/settings.py", &format!("{}\nX = 1\n", super::project::SETTINGS));
    let (status, said) = sign(project, &["--role", "x", "--yes"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("differs from its commit") && said.contains("site/settings.py"), "{said}");
    project.replace("gonogo.toml", "[gate]\n", "[gate]\nallow-dirty = true\n");
    let (status, said) = sign(project, &["--role", "x", "--yes"]);
    assert_eq!(status, 0, "{said}");
}

#[test]
fn a_no_go_is_signed_as_what_it_is_and_a_release_is_named() {
    let project = Project::new();
    let (status, said) = sign(&project, &["--role", "release manager", "--release", "9.0", "--yes"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.starts_with("NO-GO") && said.contains("in the way: logging.error-tracking"), "{said}");
    let text = project.read("gonogo.toml");
    assert!(text.contains("verdict = \"no-go\"") && text.contains("release = \"9.0\""), "{text}");
    project.commit("Sign");
    project.done(&["verify"]);
}

#[test]
fn only_a_go_of_this_very_review_counts_for_the_gate() {
    let decided = Decided::new();
    let call = || decided.project.done(&["scan"]);
    assert!(call().contains("1 sign-off is missing"), "{}", call());
    decided.sign();
    assert!(!call().contains("sign-off is missing"), "{}", call());
    decided.project.replace("site/settings.py", "SECURE_HSTS_SECONDS = 60", "SECURE_HSTS_SECONDS = 61");
    assert!(call().contains("1 sign-off is missing"), "{}", call());
}
