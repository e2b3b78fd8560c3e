//! The basis is the same wherever and however the files are read.

use std::fs;

use gonogo::git::{Stamp, create};
use gonogo::model::{Person, ScanReport};
use gonogo::scan::{Cancel, Options, open, scan};
use gonogo::source::Tree;

use super::sample::Sample;

fn bases(report: &ScanReport) -> Vec<(String, String)> {
    report.items.iter().map(|item| (item.id.to_string(), item.basis.clone())).collect()
}

#[test]
fn a_commit_and_its_work_tree_have_the_same_bases_and_crlf_changes_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("shop");
    let repository = create(&root).expect("a repository");
    let shop = Sample::shop();
    let put = |crlf: bool| {
        for (path, text) in shop.files() {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
            fs::write(path, text).expect("written");
        }
    };
    put(false);
    let by = Person { name: "Ada".to_owned(), email: "ada@example.org".to_owned() };
    let at = "2026-11-22T10:00:00Z".parse().expect("a moment");
    repository.commit_all("Begin", &Stamp { by, at }).expect("a commit");
    let read = |rev: Option<&str>| {
        let opened = open(&root, rev).expect("opened");
        bases(&scan(&opened.tree, &Options::default(), &|_| (), &Cancel::default()).expect("a report"))
    };
    let memory = bases(&shop.scan());
    assert_eq!(read(Some("HEAD")), memory);
    assert_eq!(read(None), memory);
    put(true);
    assert_eq!(read(None), memory, "a checkout with CRLF");
}

#[test]
fn neither_the_number_of_threads_nor_the_order_of_files_matters() {
    let shop = Sample::shop();
    let whole = bases(&shop.scan());
    let backwards = Tree::in_memory(shop.files().rev());
    for threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let report = pool.install(|| scan(&backwards, &Options::default(), &|_| (), &Cancel::default()));
        assert_eq!(bases(&report.expect("a report")), whole, "{threads} threads");
    }
}

#[test]
fn a_known_project_has_the_same_basis_on_every_machine_and_in_every_build() {
    // Written out once: a change of these digests makes every decision that people recorded stale. Whoever changes what
    // goes into a basis on purpose says so in CHANGELOG.md.
    let files = [
        ("manage.py", "import os\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"site.settings\")\n"),
        ("site/settings.py", "INSTALLED_APPS = []\nDEBUG = False\nSECURE_HSTS_SECONDS = 60\n"),
    ];
    let tree = Tree::in_memory(files);
    let report = scan(&tree, &Options::default(), &|_| (), &Cancel::default()).expect("a report");
    let basis = |item: &str| report.item(&item.parse().expect("an id")).expect("the item").basis.clone();
    assert_eq!(
        basis("security.debug"),
        "sha256:397e96bddc3780628955a6bfc7358ecc3ee55e0f86eeaf0c4c8d2937d4a97a9e"
    );
}

#[test]
fn the_readings_are_what_the_basis_is_the_digest_of() {
    use sha2::{Digest, Sha256};
    for item in Sample::shop().scan().items {
        let mut hash = Sha256::new();
        for reading in &item.readings {
            hash.update(reading.what.as_bytes());
            hash.update([0]);
            hash.update(reading.value.as_bytes());
            hash.update([0]);
        }
        let digest: String =
            hash.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        assert_eq!(item.basis, format!("sha256:{digest}"), "{}", item.id);
        assert!(item.readings.is_sorted(), "{}", item.id);
        let said: Vec<&str> = item.readings.iter().map(|reading| reading.value.as_str()).collect();
        assert!(
            said.iter().all(|value| !value.contains(".py\"") && !value.contains("settings/")),
            "{}: {said:?}",
            item.id
        );
    }
}
