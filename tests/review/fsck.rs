//! Whether the file is what gonogo would write.

use gonogo::catalogue::Catalogue;
use gonogo::model::{ItemId, ItemReport, Outcome, Verdict};
use gonogo::review::{Input, Remedy, Review, fsck, prune, tidy};

use super::{COMMIT, day, finding, parse, report};

const UNTIDY: &str = r#"# ours
[items."security.hsts"] # second
note = "x"
at = 2026-11-22T10:00:00Z # the day
by = "Ada"
commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"

# first
[items."security.debug"]
by = 'Ada'
decision = "ticked"
at = 2026-11-22T09:00:00Z
[ours]
x = 1
[[findings]]
item = "database.indexes"
reason = "small"
by = "Ada"
fingerprint = "f2"
[[findings]]
item = "database.indexes"
fingerprint = "f1"
by = "Ada"
reason = "small"
# the end
"#;

fn order() -> Vec<ItemId> {
    Catalogue::standard().order().cloned().collect()
}

fn complaints(text: &str, reports: &[ItemReport]) -> String {
    let all = fsck(text, reports, |commit| commit == COMMIT);
    all.iter().map(|one| format!("{:?}: {one}", one.remedy)).collect::<Vec<_>>().join("\n")
}

#[test]
fn tidying_brings_everything_into_order_and_loses_nothing() {
    let tidied = tidy(UNTIDY, &order());
    insta::assert_snapshot!(tidied);
    assert_eq!(tidy(&tidied, &order()), tidied, "once is enough");
    let (before, after) = (parse(UNTIDY), parse(&tidied));
    assert_eq!(before.decisions, after.decisions);
    assert_eq!(complaints(&tidied, &[]), "");
    for comment in ["# ours", "# second", "# the day", "# first", "# the end"] {
        assert!(tidied.contains(comment), "{comment}");
    }
    let windows = format!("\u{feff}{}", UNTIDY.replace('\n', "\r\n"));
    assert_eq!(tidy(&windows, &order()), format!("\u{feff}{}", tidied.replace('\n', "\r\n")));
}

#[test]
fn what_cannot_be_read_or_is_newer_stays() {
    for text in ["schema = \n", "schema = 7\n[items.\"a.b\"]\nx = 1\n", "", "# only a comment\n"] {
        let tidied = tidy(text, &order());
        assert!(tidied == text || text.starts_with('#'), "{tidied}");
        assert_eq!(tidy(&tidied, &order()), tidied);
    }
}

#[test]
fn every_complaint_says_what_removes_it() {
    insta::assert_snapshot!(complaints("[gate]\nfail-on = \"hard\"\n", &[]), @r#"Hand: line 2, column 11: 'fail-on' of [gate] cannot be "hard"; it is one of critical, recommended, optional"#);
    insta::assert_snapshot!(complaints("schema = 7\n", &[]), @"Hand: schema 7 is newer than this gonogo's (1): update gonogo");
    insta::assert_snapshot!(complaints(UNTIDY, &[]), @"Tidy: line 1, column 1: the file is not laid out as gonogo writes it from here on");
    let text = r#"schema = 1

[grade."security.gone"]
severity = "critical"
reason = "x"

[review]
commit = "0000000000000000000000000000000000000000"

[items."security.debgu"]
decision = "ticked"
by = "Ada"
at = 2026-11-22T10:00:00Z
commit = "0000000000000000000000000000000000000000"

[[findings]]
item = "database.indexes"
fingerprint = "f1"
by = "Ada"
reason = "small"

[[findings]]
item = "database.indexes"
fingerprint = "f1"
by = "Ada"
reason = "large"

[itmes]
"#;
    let outcome = Outcome::fail("a field").find(finding("f2"));
    let found = ItemReport { outcome, ..report("database.indexes", Verdict::Fail) };
    insta::assert_snapshot!(complaints(text, &[found]));
}

#[test]
fn pruning_removes_what_is_about_nothing() {
    let text = "[items.\"security.gone\"]\ndecision = \"ticked\"\nby = \"Ada\"\nat = 2026-11-22T10:00:00Z\n\
        [items.\"security.debug\"]\ndecision = \"waived\"\nby = \"Ada\"\nat = 2026-11-22T10:00:00Z\nkind = \"false-positive\"\nreason = \"x\"\n\
        [items.\"security.hsts\"]\ndecision = \"waived\"\nby = \"Ada\"\nat = 2026-11-22T10:00:00Z\nkind = \"false-positive\"\nreason = \"x\"\n\
        [[findings]]\nitem = \"database.indexes\"\nfingerprint = \"f1\"\nby = \"Ada\"\nreason = \"x\"\n";
    let state = parse(text);
    let reports = [
        report("security.debug", Verdict::Pass),
        report("security.hsts", Verdict::Fail),
        report("database.indexes", Verdict::Pass),
    ];
    let review = Review::new(&Input::new(Catalogue::standard(), &reports, &state, day("2026-12-01")));
    let names: Vec<String> = prune(&review, &state).iter().map(|change| change.key.to_string()).collect();
    assert_eq!(names, ["security.debug", "security.gone", "the finding f1 of database.indexes"]);
    assert!(prune(&review, &state).iter().all(|change| change.after.is_none() && change.before.is_some()));
    assert_eq!(Remedy::Prune, fsck(text, &reports, |_| true).last().expect("a complaint").remedy);
}
