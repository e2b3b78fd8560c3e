//! Records other than decisions on the disk: dismissals, sign-offs, the release's name.

use std::fs;

use gonogo::model::{ItemReport, Outcome, Verdict};
use gonogo::review::decide::{self, DecideError, Session};
use gonogo::review::state::{Dismissal, SignOff};
use gonogo::review::{Call, Change, Key, Record, State, StateError, Store};

use super::{COMMIT, finding, id, noted, order, report, ticked};
use crate::support::repo::{ada, grace};

fn session() -> Session {
    let at = "2026-11-22T10:00:00Z".parse().expect("a moment");
    Session { by: ada(), with: Vec::new(), at, commit: Some(COMMIT.to_owned()) }
}

fn audited() -> ItemReport {
    let outcome = Outcome::fail("two fields lack an index").find(finding("f1")).find(finding("f2"));
    ItemReport { outcome, ..report("database.indexes", Verdict::Fail) }
}

fn dismissed(fingerprint: &str) -> Change {
    decide::dismiss(&audited(), fingerprint, None, "five rows", &session()).expect("a finding")
}

fn signed(role: &str, at: &str) -> Change {
    let record = Record::SignOff(SignOff {
        role: role.to_owned(),
        by: ada(),
        at: at.parse().expect("a moment"),
        commit: COMMIT.to_owned(),
        verdict: Call::Go,
        digest: "sha256:00".to_owned(),
        signature: Some("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n".to_owned()),
    });
    Change::set(None, record)
}

struct Disk {
    _folder: tempfile::TempDir,
    store: Store,
}

fn disk(text: &str) -> Disk {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::new(folder.path(), None);
    if !text.is_empty() {
        fs::write(store.path(), text).expect("a file");
    }
    Disk { _folder: folder, store }
}

impl Disk {
    fn save(&self, changes: &[Change]) -> State {
        let saved = self.store.save(changes, &order()).expect("a save");
        assert_eq!(saved.conflicts, []);
        saved.state
    }

    fn text(&self) -> String {
        self.store.text().expect("a file").expect("a text")
    }
}

#[test]
fn every_kind_of_record_is_written_in_its_place() {
    let disk = disk("");
    disk.save(&[signed("release manager", "2026-11-22T12:00:00Z"), dismissed("f2")]);
    disk.save(&[Change::decision(id("security.debug"), None, Some(ticked("security.debug")))]);
    disk.save(&[dismissed("f1"), decide::release(None, " 2.4.0 "), signed("ops", "2026-11-22T11:00:00Z")]);
    insta::assert_snapshot!(disk.text(), @r#"
    # What people decided on the launch checklist, written by gonogo. Comments, and tables of your own, stay.
    schema = 1

    [review]
    release = "2.4.0"
    commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"

    [items."security.debug"]
    decision = "ticked"
    by = "Ada Example <ada@example.org>"
    at = 2026-11-22T10:00:00Z
    commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
    basis = "sha256:00"

    [[findings]]
    item = "database.indexes"
    fingerprint = "f1"
    by = "Ada Example <ada@example.org>"
    at = 2026-11-22T10:00:00Z
    reason = "five rows"

    [[findings]]
    item = "database.indexes"
    fingerprint = "f2"
    by = "Ada Example <ada@example.org>"
    at = 2026-11-22T10:00:00Z
    reason = "five rows"

    [[sign-off]]
    role = "ops"
    by = "Ada Example <ada@example.org>"
    at = 2026-11-22T11:00:00Z
    commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
    verdict = "go"
    digest = "sha256:00"
    signature = """
    -----BEGIN SSH SIGNATURE-----
    AAAA
    -----END SSH SIGNATURE-----
    """

    [[sign-off]]
    role = "release manager"
    by = "Ada Example <ada@example.org>"
    at = 2026-11-22T12:00:00Z
    commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
    verdict = "go"
    digest = "sha256:00"
    signature = """
    -----BEGIN SSH SIGNATURE-----
    AAAA
    -----END SSH SIGNATURE-----
    """
    "#);
}

#[test]
fn every_kind_of_record_can_be_undone() {
    let disk = disk("");
    let start = disk.save(&[Change::decision(id("security.debug"), None, Some(ticked("security.debug")))]);
    let text = disk.text();
    let changes = [dismissed("f1"), signed("ops", "2026-11-22T11:00:00Z"), decide::release(None, "2.4.0")];
    disk.save(&changes);
    let back: Vec<Change> = changes.iter().map(Change::inverse).collect();
    assert!(disk.save(&back).says(&start));
    assert_eq!(disk.text(), text, "to the byte");
}

#[test]
fn a_dismissal_needs_a_finding_and_a_reason() {
    let dismiss =
        |fingerprint: &str, reason: &str| decide::dismiss(&audited(), fingerprint, None, reason, &session());
    insta::assert_snapshot!(dismiss("f9", "x").unwrap_err(), @"database.indexes has no finding f9; a scan lists its findings");
    insta::assert_snapshot!(dismiss("f1", " \n").unwrap_err(), @"dismissing a finding of database.indexes needs a reason: say in a sentence why it is none");
    let Some(Record::Dismissal(one)) = dismiss("f1", " five rows ").unwrap().after else {
        panic!("a dismissal")
    };
    assert_eq!((one.reason.as_str(), &one.by), ("five rows", &ada()));
    assert_eq!(decide::undismiss(&one), dismiss("f1", "five rows").unwrap().inverse());
    let nobody =
        Session { by: gonogo::model::Person { name: "Ada <".into(), email: String::new() }, ..session() };
    let refused = decide::dismiss(&audited(), "f1", None, "x", &nobody);
    assert!(matches!(refused, Err(DecideError::BadPerson { .. })));
}

#[test]
fn who_dismisses_what_another_has_dismissed_is_told() {
    let disk = disk("");
    disk.save(&[dismissed("f1")]);
    let Some(Record::Dismissal(theirs)) = dismissed("f1").after else { panic!("a dismissal") };
    let ours = Record::Dismissal(Dismissal { by: grace(), ..theirs.clone() });
    let saved = disk.store.save(&[Change::set(None, ours.clone()), dismissed("f2")], &order()).unwrap();
    let [conflict] = &saved.conflicts[..] else { panic!("{:?}", saved.conflicts) };
    assert_eq!((&conflict.ours, &conflict.theirs), (&Some(ours), &Some(Record::Dismissal(theirs))));
    insta::assert_snapshot!(conflict, @"the finding f1 of database.indexes was not saved: Ada Example <ada@example.org> dismissed it meanwhile");
    assert_eq!(saved.state.dismissals.len(), 2, "the other change is made");
}

#[test]
fn signing_again_takes_the_place_of_the_older_signature() {
    let disk = disk("");
    let first = signed("ops", "2026-11-22T11:00:00Z");
    disk.save(std::slice::from_ref(&first));
    let again = signed("ops", "2026-11-23T11:00:00Z");
    let state = disk.save(&[Change { before: first.after, ..again.clone() }]);
    assert_eq!(state.sign_offs.len(), 1);
    assert_eq!(state.record(&again.key), again.after);
}

#[test]
fn comments_at_a_removed_entry_stay() {
    let text = "# ours\nschema = 1\n\n# small tables\n[[findings]]\nitem = \"database.indexes\"\nfingerprint = \"f1\" # the first\nby = \"Ada\"\nreason = \"small\"\n\n# large tables\n[[findings]]\nitem = \"database.indexes\"\nfingerprint = \"f2\"\nby = \"Ada\"\nreason = \"large\"\n";
    let disk = disk(text);
    let state = disk.store.load().unwrap();
    let gone: Vec<Change> =
        state.dismissals.iter().map(|one| Change::removal(Record::Dismissal(one.clone()))).collect();
    disk.save(&gone[..1]);
    for comment in ["# ours", "# small tables", "# the first", "# large tables"] {
        assert!(disk.text().contains(comment), "{comment}\n{}", disk.text());
    }
    disk.save(&gone[1..]);
    for comment in ["# ours", "# small tables", "# the first", "# large tables"] {
        assert!(disk.text().contains(comment), "{comment}\n{}", disk.text());
    }
}

#[test]
fn two_records_of_one_key_become_one_when_it_is_written() {
    let entry =
        "\n[[findings]]\nitem = \"database.indexes\"\nfingerprint = \"f1\"\nby = \"Ada\"\nreason = \"x\"\n";
    let disk = disk(&format!("schema = 1\n{entry}{entry}"));
    let before = disk.store.load().unwrap().record(&dismissed("f1").key);
    let state = disk.save(&[Change { before, ..dismissed("f1") }]);
    assert_eq!(state.dismissals.len(), 1);
}

#[test]
fn a_thousand_changes_at_once_keep_their_order() {
    let disk = disk("");
    let outcome = (0..200)
        .rev()
        .fold(Outcome::fail("many"), |outcome, number| outcome.find(finding(&format!("f{number:03}"))));
    let report = ItemReport { outcome, ..audited() };
    let changes: Vec<Change> = report
        .outcome
        .findings()
        .iter()
        .map(|one| decide::dismiss(&report, &one.fingerprint, None, "x", &session()).unwrap())
        .collect();
    let state = disk.save(&changes);
    let found: Vec<&str> = state.dismissals.iter().map(|one| one.fingerprint.as_str()).collect();
    assert!(found.is_sorted() && found.len() == 200, "{found:?}");
}

#[test]
fn an_older_schema_is_brought_up_to_date_by_the_next_save() {
    let old = "# ours\nschema = 0 # of the beta\n[items.\"security.hsts\"]\nby = \"Ada\"\nat = 2026-01-01T00:00:00Z\nnote = \"x\"\n";
    let disk = disk(old);
    assert!(disk.store.load().unwrap().is_older());
    let nothing = disk.store.save(&[], &order()).unwrap();
    assert!(!nothing.written && nothing.message().is_none());
    assert_eq!(disk.text(), old, "reading changes nothing");
    let change = Change::decision(id("security.debug"), None, Some(noted("security.debug", "x")));
    let saved = disk.store.save(&[change], &order()).unwrap();
    insta::assert_snapshot!(saved.message().unwrap(), @"gonogo.toml was brought from schema 0 to schema 1; older gonogos can no longer write it");
    assert!(disk.text().starts_with("# ours\nschema = 1 # of the beta\n"), "{}", disk.text());
    assert_eq!(saved.state.decisions.len(), 2);
}

#[test]
fn line_ends_byte_order_mark_and_hand_made_order_survive_every_record() {
    let text = "\u{feff}schema = 1\r\n\r\n[[sign-off]] # first\r\nrole = \"ops\"\r\nby = \"Ada\"\r\nat = 2026-01-01T00:00:00Z\r\ncommit = \"3f2c9d0a\"\r\nverdict = \"go\"\r\ndigest = \"sha256:0\"\r\n\r\n[ours]\r\nx = 1\r\n# the end\r\n";
    let disk = disk(text);
    disk.save(&[dismissed("f1"), decide::release(None, "2.4.0"), signed("qa", "2026-11-22T11:00:00Z")]);
    let written = disk.text();
    assert!(written.starts_with('\u{feff}') && !written.replace("\r\n", "").contains('\n'), "{written:?}");
    for kept in ["[[sign-off]] # first\r\n", "[ours]\r\nx = 1\r\n", "# the end\r\n"] {
        assert!(written.contains(kept), "{kept}\n{written}");
    }
}

#[test]
fn a_text_is_replaced_only_where_nobody_wrote_meanwhile() {
    let disk = disk("schema = 1\n");
    disk.store.replace(Some("schema = 1\n"), "schema = 1\n# tidied\n").unwrap();
    let error = disk.store.replace(Some("schema = 1\n"), "schema = 1\n").unwrap_err();
    assert!(matches!(error, StateError::Changed { .. }), "{error}");
    let error = disk.store.replace(Some("schema = 1\n# tidied\n"), "schema = \n").unwrap_err();
    assert!(matches!(error, StateError::Invalid { .. }), "{error}");
    assert_eq!(disk.text(), "schema = 1\n# tidied\n");
}

#[test]
fn keys_name_what_they_are_about() {
    assert_eq!(dismissed("f1").key.item(), Some(&id("database.indexes")));
    assert_eq!(Key::Release.item(), None);
}
