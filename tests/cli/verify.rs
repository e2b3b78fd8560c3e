//! `gonogo verify`: what still holds, and what was tampered with.

use super::signed::Decided;

/// One way to tamper with a signed review: a text of `gonogo.toml` and what becomes of it, the complaints, and what must
/// be said.
struct Tampering {
    name: &'static str,
    old: &'static str,
    new: &'static str,
    kinds: &'static [&'static str],
    said: &'static str,
    /// How many differences there are.
    differences: usize,
}

/// A decision is no longer the one that was signed: the digest is right at no place.
const DECIDED: &[&str] = &["other-review-then", "other-review-now"];

const TAMPERINGS: &[Tampering] = &[
    Tampering {
        name: "somebody else decided",
        old: "by = \"Ada Example <ada@example.org>\"\nat = 2026-01-02T10:00:00Z",
        new: "by = \"Eve Example <eve@example.org>\"\nat = 2026-01-02T10:00:00Z",
        kinds: DECIDED,
        said: "by of the decision on logging.error-tracking: Ada Example <ada@example.org> → Eve Example <eve@example.org>",
        differences: 1,
    },
    Tampering {
        name: "it was decided at another time",
        old: "at = 2026-01-02T10:00:00Z",
        new: "at = 2026-01-03T10:00:00Z",
        kinds: DECIDED,
        said: "at of the decision on logging.error-tracking: 2026-01-02T10:00:00Z → 2026-01-03T10:00:00Z",
        differences: 1,
    },
    Tampering {
        name: "a waiver of another kind",
        old: "kind = \"deferred\"\nreason = \"later: logging.error-tracking\"",
        new: "kind = \"accepted-risk\"\nreason = \"later: logging.error-tracking\"",
        kinds: DECIDED,
        said: "kind of the decision on logging.error-tracking: deferred → accepted-risk",
        differences: 1,
    },
    Tampering {
        name: "a waiver for another reason",
        old: "later: logging.error-tracking",
        new: "we have Sentry",
        kinds: DECIDED,
        said: "reason of the decision on logging.error-tracking: later: logging.error-tracking → we have Sentry",
        differences: 1,
    },
    Tampering {
        name: "a waiver until another day",
        old: "reason = \"later: logging.error-tracking\"\nuntil = 2999-01-01",
        new: "reason = \"later: logging.error-tracking\"\nuntil = 2999-12-31",
        kinds: DECIDED,
        said: "until of the decision on logging.error-tracking: 2999-01-01 → 2999-12-31",
        differences: 1,
    },
    Tampering {
        name: "a note more",
        old: "reason = \"later: logging.error-tracking\"\nuntil = 2999-01-01",
        new: "reason = \"later: logging.error-tracking\"\nuntil = 2999-01-01\nnote = \"checked twice\"",
        kinds: DECIDED,
        said: "note of the decision on logging.error-tracking: nothing → checked twice",
        differences: 1,
    },
    Tampering {
        name: "a decision more",
        old: "[[findings]]",
        new: "[items.\"security.debug\"]\ndecision = \"ticked\"\nby = \"Eve Example\"\nat = 2026-01-02T10:00:00Z\n\n[[findings]]",
        kinds: DECIDED,
        said: "the decision on security.debug: - → ticked, Eve Example",
        differences: 1,
    },
    Tampering {
        name: "the gate is loosened",
        old: "require-sign-off = [\"release manager\"]",
        new: "require-sign-off = [\"release manager\"]\nfail-on = \"critical\"\nallow-dirty = true",
        kinds: DECIDED,
        said: "allow-dirty of the gate: false → true",
        differences: 1,
    },
    Tampering {
        name: "a required sign-off less",
        old: "require-sign-off = [\"release manager\"]",
        new: "require-sign-off = []",
        kinds: DECIDED,
        said: "require-sign-off of the gate: release manager → nothing",
        differences: 1,
    },
    Tampering {
        name: "an own item is removed",
        old: "[[item]]\nid = \"security.pens\"\ntitle = \"Pens\"\nseverity = \"recommended\"\ntext = \"There are pens.\"\n",
        new: "",
        kinds: DECIDED,
        said: "the project's own item security.pens: recommended, Pens → -",
        differences: 2,
    },
    Tampering {
        name: "an own item asks for something else",
        old: "There are pens.",
        new: "There are pencils.",
        kinds: DECIDED,
        said: "text of the project's own item security.pens: There are pens. → There are pencils.",
        differences: 2,
    },
    Tampering {
        name: "an item is put out of scope",
        old: "[grade.\"api.schema\"]",
        new: "[grade.\"security.debug\"]\nseverity = \"out-of-scope\"\nreason = \"no\"\n\n[grade.\"api.schema\"]",
        kinds: DECIDED,
        said: "the weight of security.debug: - → out-of-scope, no",
        differences: 2,
    },
    Tampering {
        name: "a finding more is dismissed",
        old: "[[findings]]",
        new: "[[findings]]\nitem = \"database.n-plus-one\"\nfingerprint = \"8899\"\nby = \"Eve\"\nreason = \"no\"\n\n[[findings]]",
        kinds: DECIDED,
        said: "the dismissal of database.n-plus-one, 8899: - → Eve, no",
        differences: 1,
    },
    Tampering {
        name: "another release",
        old: "release = \"2.4.0\"",
        new: "release = \"2.4.1\"",
        kinds: DECIDED,
        said: "the release's name: 2.4.0 → 2.4.1",
        differences: 1,
    },
    Tampering {
        name: "the verdict's word is flipped",
        old: "verdict = \"go\"",
        new: "verdict = \"no-go\"",
        kinds: &["broken-signature", "altered", "other-verdict"],
        said: "its verdict was changed after it was made: go → no-go",
        differences: 0,
    },
    Tampering {
        name: "another role",
        old: "role = \"release manager\"",
        new: "role = \"security officer\"",
        kinds: &["broken-signature", "altered"],
        said: "its role was changed after it was made: release manager → security officer",
        differences: 0,
    },
    Tampering {
        name: "somebody else signed",
        old: "role = \"release manager\"\nby = \"Ada Example <ada@example.org>\"",
        new: "role = \"release manager\"\nby = \"Eve Example <eve@example.org>\"",
        kinds: &["broken-signature", "altered"],
        said: "its by was changed after it was made: Ada Example <ada@example.org> → Eve Example <eve@example.org>",
        differences: 0,
    },
];

/// The line of the sign-off that begins with `key`.
fn line(text: &str, key: &str) -> String {
    let record = text.split("[[sign-off]]").nth(1).expect("a sign-off");
    record.lines().find(|line| line.starts_with(key)).expect("the key").to_owned()
}

#[test]
fn every_kind_of_tampering_is_found_and_named() {
    let decided = Decided::new();
    decided.sign();
    let (project, signed) = (&decided.project, decided.project.read("gonogo.toml"));
    assert_eq!(decided.complaints(&[]).0, [""; 0]);
    for one in TAMPERINGS {
        assert!(signed.contains(one.old), "{}: {signed}", one.name);
        // The first such text behind the item's name, where it is about a decision.
        let from = signed
            .find("[items.\"logging.error-tracking\"]")
            .filter(|_| one.said.contains("decision on logging"));
        let (head, tail) = signed.split_at(from.unwrap_or_default());
        project.write("gonogo.toml", &format!("{head}{}", tail.replacen(one.old, one.new, 1)));
        let (kinds, said) = decided.complaints(&[]);
        assert_eq!(kinds, one.kinds, "{}: {said}", one.name);
        assert!(said.contains(one.said), "{}: {said}", one.name);
        assert_eq!(said.lines().count() - kinds.len(), one.differences, "{}: {said}", one.name);
    }
}

#[test]
fn a_decision_that_is_removed_or_rests_on_something_else_is_found() {
    let decided = Decided::new();
    decided.sign();
    let (project, signed) = (&decided.project, decided.project.read("gonogo.toml"));
    let start = signed.find("[items.\"logging.error-tracking\"]").expect("the decision");
    let end = start + signed[start + 1..].find("\n[").expect("the next table") + 2;
    project.write("gonogo.toml", &format!("{}{}", &signed[..start], &signed[end..]));
    let (kinds, said) = decided.complaints(&[]);
    assert_eq!(kinds, DECIDED);
    assert!(
        said.contains(
            "the decision on logging.error-tracking: waived, deferred, Ada Example <ada@example.org>"
        ),
        "{said}"
    );
    assert!(said.contains("status of logging.error-tracking: done → open"), "{said}");
    let basis = signed[start..].lines().find(|line| line.starts_with("basis")).expect("a basis");
    project.write("gonogo.toml", &signed.replace(basis, "basis = \"sha256:00\""));
    let (kinds, said) = decided.complaints(&[]);
    assert_eq!(kinds, DECIDED);
    assert!(
        said.contains("basis of the decision on logging.error-tracking")
            && said.contains("because of logging.error-tracking: waived → stale"),
        "{said}"
    );
}

#[test]
fn a_replaced_digest_commit_or_signature_is_found() {
    let decided = Decided::new();
    decided.sign();
    let (project, signed) = (&decided.project, decided.project.read("gonogo.toml"));
    let digest = line(&signed, "digest");
    project
        .write("gonogo.toml", &signed.replace(&digest, &format!("digest = \"sha256:{}\"", "0".repeat(64))));
    let (kinds, said) = decided.complaints(&[]);
    assert_eq!(
        kinds,
        ["broken-signature", "altered", "other-review-then", "other-review-now", "digest-never-seen"]
    );
    assert!(said.contains("its digest was changed after it was made"), "{said}");

    let commit = line(&signed, "commit");
    project.write("gonogo.toml", &signed.replace(&commit, &format!("commit = \"{}\"", "a".repeat(40))));
    let (kinds, said) = decided.complaints(&[]);
    assert_eq!(kinds, ["broken-signature", "altered", "no-commit"]);
    assert!(said.contains("its commit is not in this repository"), "{said}");

    let start = signed.find("signature = ").expect("a signature");
    project.write("gonogo.toml", &signed[..start]);
    let (kinds, said) = decided.complaints(&[]);
    assert_eq!(kinds, ["altered"]);
    assert!(
        said.contains("its signature was changed after it was made: the one that was made → none"),
        "{said}"
    );

    // Eve signs the same statement with her own key, in another second: two in one second are taken for one that changed.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let eve = decided.key("eve");
    decided.configure(&eve.to_string_lossy());
    project.write("gonogo.toml", &signed[..signed.find("[[sign-off]]").expect("a sign-off")]);
    project.done(&["sign", "--role", "release manager", "--yes"]);
    let (kinds, said) = decided.complaints(&[]);
    assert_eq!(kinds, ["key-not-allowed"]);
    assert!(said.contains("does not list the key SHA256:"), "{said}");
}

#[test]
fn code_that_changed_under_the_review_is_found_and_shown_old_against_new() {
    let decided = Decided::new();
    decided.sign();
    decided.project.replace("site/settings.py", "CONN_MAX_AGE': 60", "CONN_MAX_AGE': 600");
    let (found, status) = decided.verify(&[]);
    assert_eq!(status, 1);
    let first = &found["sign_offs"][0];
    let kinds: Vec<&str> = first["complaints"]
        .as_array()
        .expect("complaints")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["other-review-now"]);
    assert_eq!(first["grounds"][0]["item"], "database.pooling");
    let changed = &first["grounds"][0]["changed"][0];
    assert_eq!(changed["what"], "DATABASES['default']['CONN_MAX_AGE']");
    assert_eq!((&changed["then"][0], &changed["now"][0]), (&"60".into(), &"600".into()));
    assert_eq!(found["missing"][0], "release manager");
    let page = decided.project.run(&["verify"]);
    assert_eq!(page.status, 1);
    assert!(page.stdout.contains("DATABASES['default']['CONN_MAX_AGE']: 60 → 600"), "{page}");
}

#[test]
fn unrelated_commits_leave_a_sign_off_valid_and_a_clone_can_verify_it() {
    let decided = Decided::new();
    let allowed = decided.sign();
    let project = &decided.project;
    project.write("README.md", "A shop.\n");
    project.replace("site/settings.py", "DEBUG = False", "# off\nDEBUG = (False)");
    project.commit("Describe");
    assert_eq!(decided.complaints(&[]).0, [""; 0]);
    let clone = tempfile::tempdir().expect("a folder");
    let at = clone.path().join("clone");
    project.git(&["clone", "-q", &project.root().to_string_lossy(), &at.to_string_lossy()]);
    let there = at.to_string_lossy();
    project.done(&["-C", &there, "verify", "--allowed-signers", &allowed, "--require-signature"]);
    let shallow = clone.path().join("shallow");
    let url = format!("file://{}", project.root().to_string_lossy());
    project.git(&["clone", "-q", "--depth", "1", &url, &shallow.to_string_lossy()]);
    let run = project.run(&["-C", &shallow.to_string_lossy(), "verify", "--allowed-signers", &allowed]);
    assert_eq!(run.status, 1, "{run}");
    assert!(run.stdout.contains("shallow clone"), "{run}");
}

#[test]
fn without_sign_offs_only_those_that_the_gate_asks_for_are_missed() {
    let decided = Decided::new();
    let (found, status) = decided.verify(&[]);
    assert_eq!((status, &found["missing"][0]), (1, &"release manager".into()));
    decided.project.replace("gonogo.toml", "require-sign-off = [\"release manager\"]", "");
    assert!(decided.project.done(&["verify"]).contains("There is no sign-off, and the gate asks for none."));
    let run = decided.project.run(&["verify", "--allowed-signers", "nowhere"]);
    assert_eq!(run.status, 2, "{run}");
}

#[test]
fn two_sign_offs_by_one_person_in_one_second_are_two() {
    let decided = Decided::new();
    let project = &decided.project;
    project.done(&["sign", "--role", "release manager", "--unsigned", "--yes"]);
    project.commit("Sign");
    let text = project.read("gonogo.toml");
    let at = text.find("[[sign-off]]").expect("a sign-off");
    // Who signs twice in a second does so by a script: the records differ in nothing but the role.
    let both = format!("{text}\n{}", text[at..].replace("release manager", "auditor"));
    project.write("gonogo.toml", &both);
    project.commit("Sign in another role");
    let (found, status) = decided.verify(&[]);
    assert_eq!((status, &found["holds"]), (0, &true.into()), "{found}");
    assert_eq!(found["sign_offs"].as_array().map(Vec::len), Some(2));

    // One of the two with another role is still an altered one, and the other is left in peace.
    project.write("gonogo.toml", &both.replace("role = \"auditor\"", "role = \"owner\""));
    project.commit("Tamper");
    let (found, status) = decided.verify(&[]);
    let kinds = |at: usize| -> Vec<&str> {
        let complaints = found["sign_offs"][at]["complaints"].as_array().expect("complaints");
        complaints.iter().filter_map(|one| one["kind"].as_str()).collect()
    };
    assert_eq!((status, kinds(0), kinds(1)), (1, vec![], vec!["altered"]), "{found}");
}
