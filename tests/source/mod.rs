//! The tree of files, on real temporary folders, listings and memory.

use std::fs;
use std::path::Path;

use gonogo::base::{RepoPath, Span};
use gonogo::source::{Child, MAX_BYTES, Note, ReadError, SourceError, SourceFile, Tree};
use tempfile::TempDir;

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).expect("a path inside the tree")
}

fn write(root: &Path, name: &str, text: impl AsRef<[u8]>) {
    let full = root.join(name);
    fs::create_dir_all(full.parent().expect("a folder")).expect("folders");
    fs::write(full, text).expect("a file");
}

fn names(tree: &Tree) -> Vec<&str> {
    tree.files().iter().map(RepoPath::as_str).collect()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn walked(folder: &TempDir) -> Tree {
    Tree::work_tree(folder.path(), &[]).expect("a work tree")
}

#[test]
fn lists_what_gitignore_leaves_and_hidden_files_but_not_git_itself() {
    let folder = folder(&[
        (".gitignore", "*.log\n/build/\n!keep.log\n"),
        ("web/.gitignore", "local.py\n"),
        ("web/local.py", ""),
        ("web/settings.py", ""),
        ("a.log", ""),
        ("keep.log", ""),
        ("build/x.py", ""),
        ("web/build/y.py", ""),
        (".github/workflows/ci.yml", ""),
        (".git/config", "[core]"),
        (".ignore", "web\n"),
    ]);
    assert_eq!(
        names(&walked(&folder)),
        [
            ".github/workflows/ci.yml",
            ".gitignore",
            ".ignore",
            "keep.log",
            "web/.gitignore",
            "web/build/y.py",
            "web/settings.py"
        ]
    );
}

#[test]
fn adds_files_that_git_tracks_although_they_are_ignored() {
    let folder = folder(&[(".gitignore", ".env\n"), (".env", "DEBUG=1"), ("a.py", "")]);
    let tracked = [path(".env"), path("a.py"), path("deleted.py"), path(".git/config")];
    let tree = Tree::work_tree(folder.path(), &tracked).expect("a work tree");
    assert_eq!(names(&tree), [".env", ".gitignore", "a.py"]);
    assert_eq!(tree.text(&path(".env")).expect("text").text(), "DEBUG=1");
}

#[test]
fn leaves_out_nested_repositories_and_says_so() {
    let folder = folder(&[("a.py", ""), ("vendor/lib/.git", "gitdir: x"), ("vendor/lib/b.py", "")]);
    let tree = walked(&folder);
    assert_eq!(names(&tree), ["a.py"]);
    assert_eq!(tree.notes()[0].place, "vendor/lib");
    assert!(tree.notes()[0].message.contains("repository of its own"));
}

#[cfg(unix)]
#[test]
fn follows_links_to_files_of_the_tree_only() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret", "s3cret")]);
    let folder = folder(&[("conf/prod.py", "X = 1"), (".gitignore", "ignored\n"), ("ignored", "no")]);
    let at = |name: &str| folder.path().join(name);
    symlink("conf/prod.py", at("settings.py")).expect("a link");
    symlink("settings.py", at("twice.py")).expect("a link");
    symlink(outside.path().join("secret"), at("out")).expect("a link");
    symlink(outside.path(), at("out_folder")).expect("a link");
    symlink("ignored", at("to_ignored")).expect("a link");
    symlink("loop_b", at("loop_a")).expect("a link");
    symlink("loop_a", at("loop_b")).expect("a link");
    symlink(".", at("myself")).expect("a link");
    let tree = walked(&folder);
    assert_eq!(names(&tree), [".gitignore", "conf/prod.py", "settings.py", "twice.py"]);
    assert_eq!(tree.text(&path("twice.py")).expect("text").text(), "X = 1");
    assert_eq!(tree.text(&path("twice.py")).expect("text").path(), &path("twice.py"));
    let noted: Vec<&str> = tree.notes().iter().map(|note| note.place.as_str()).collect();
    assert_eq!(noted, ["loop_a", "loop_b", "myself", "out", "out_folder", "to_ignored"]);
    assert!(matches!(tree.text(&path("out")), Err(ReadError::Missing { .. })));
}

#[cfg(unix)]
#[test]
fn does_not_read_a_file_that_became_a_link_out_of_the_tree() {
    let outside = folder(&[("secret", "s3cret")]);
    let folder = folder(&[("a.py", ""), ("sub/b.py", "")]);
    let tree = walked(&folder);
    fs::remove_file(folder.path().join("a.py")).expect("removed");
    std::os::unix::fs::symlink(outside.path().join("secret"), folder.path().join("a.py")).expect("a link");
    let error = tree.text(&path("a.py")).expect_err("refused");
    assert_eq!(error.to_string(), "cannot read a.py: it leads out of the repository");

    // A folder that git tracks files in, replaced by a link: its files are not this repository's.
    fs::remove_dir_all(folder.path().join("sub")).expect("removed");
    std::os::unix::fs::symlink(outside.path(), folder.path().join("sub")).expect("a link");
    let tree = Tree::work_tree(folder.path(), &[path("sub/secret")]).expect("a work tree");
    assert!(!tree.contains(&path("sub/secret")));
}

#[cfg(unix)]
#[test]
fn leaves_out_pipes_and_names_that_are_not_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[("a.py", "")]);
    let odd = folder.path().join(std::ffi::OsStr::from_bytes(b"b\xff.py"));
    fs::write(odd, "").expect("a file");
    let made =
        std::process::Command::new("mkfifo").arg(folder.path().join("pipe")).status().expect("mkfifo runs");
    assert!(made.success());
    let tree = walked(&folder);
    assert_eq!(names(&tree), ["a.py"]);
    assert!(tree.notes()[0].message.contains("not valid UTF-8"), "{:?}", tree.notes());
}

#[test]
fn a_file_that_vanished_is_an_error_with_its_name() {
    let folder = folder(&[("a.py", "")]);
    let tree = walked(&folder);
    fs::remove_file(folder.path().join("a.py")).expect("removed");
    let error = tree.text(&path("a.py")).expect_err("gone");
    assert!(error.to_string().starts_with("cannot read a.py: "), "{error}");
    assert_eq!(error.path(), &path("a.py"));
}

#[test]
fn bounds_the_size_of_a_file_and_their_number() {
    let folder = folder(&[("a.py", ""), ("b.py", "")]);
    write(folder.path(), "huge.py", vec![b'#'; usize::try_from(MAX_BYTES).expect("fits") + 1]);
    write(folder.path(), "full.py", vec![b'#'; usize::try_from(MAX_BYTES).expect("fits")]);
    let tree = walked(&folder);
    assert!(matches!(tree.text(&path("huge.py")), Err(ReadError::TooLarge { limit: MAX_BYTES, .. })));
    assert!(tree.text(&path("full.py")).is_ok());
    let error = Tree::work_tree_bounded(folder.path(), &[], 2).err().expect("too many");
    assert!(matches!(&error, SourceError::TooManyFiles { limit: 2, .. }));
    assert!(error.to_string().contains(".gitignore"), "{error}");
}

#[test]
fn a_root_that_is_no_folder_is_an_error_that_names_it() {
    let folder = folder(&[("a.py", "")]);
    for name in ["missing", "a.py"] {
        let root = folder.path().join(name);
        let error = Tree::work_tree(&root, &[]).err().expect("no folder");
        assert!(error.to_string().contains(&*root.to_string_lossy()), "{error}");
    }
}

#[test]
fn a_listing_reads_blobs_and_reports_a_missing_one() {
    let entries = vec![(path("b.py"), 1), (path("a.py"), 1), (path("big"), MAX_BYTES + 1)];
    let links = [
        (path("conf/link.py"), "../a.py".to_owned()),
        (path("conf/out"), "../../etc/passwd".to_owned()),
        (path("conf/self"), "self".to_owned()),
    ];
    let tree = Tree::from_listing_with_links(
        entries,
        &links,
        Box::new(|wanted| match wanted.as_str() {
            "a.py" => Ok(b"x".to_vec()),
            other => Err(format!("the object of {other} is missing; run git fetch")),
        }),
    )
    .expect("a listing");
    assert_eq!(names(&tree), ["a.py", "b.py", "big", "conf/link.py"]);
    assert_eq!(tree.text(&path("conf/link.py")).expect("text").text(), "x");
    let error = tree.text(&path("b.py")).expect_err("missing");
    assert_eq!(error.to_string(), "cannot read b.py: the object of b.py is missing; run git fetch");
    assert!(matches!(tree.bytes(&path("big")), Err(ReadError::TooLarge { .. })));
    let tree = tree.with_notes([Note::new("a/\u{fffd}", "left out: the name is not UTF-8")]);
    let noted: Vec<&str> = tree.notes().iter().map(|note| note.place.as_str()).collect();
    assert_eq!(noted, ["a/\u{fffd}", "conf/out", "conf/self"]);
}

#[test]
fn knows_folders_and_what_they_hold() {
    let tree =
        Tree::in_memory([("a/b.py", ""), ("a/b/c.py", ""), ("a/b-d/e.py", ""), ("ab.py", ""), ("a.py", "")]);
    assert!(tree.is_dir(&path("a/b")) && tree.is_dir(&RepoPath::root()));
    assert!(!tree.is_dir(&path("a.py")) && !tree.is_dir(&path("missing")));
    assert_eq!(
        tree.list(&path("a")),
        [Child::Folder(path("a/b-d")), Child::File(path("a/b.py")), Child::Folder(path("a/b"))]
    );
    assert_eq!(
        tree.list(&RepoPath::root()),
        [Child::File(path("a.py")), Child::Folder(path("a")), Child::File(path("ab.py"))]
    );
    assert_eq!(tree.under(&path("a/b")), [path("a/b/c.py")]);
    assert_eq!(tree.under(&path("a")).len(), 3);
}

#[test]
fn binary_files_are_no_text_but_have_bytes() {
    let tree = Tree::in_memory([("logo.png", b"\x89PNG\0\0".to_vec())]);
    assert_eq!(tree.bytes(&path("logo.png")).expect("bytes").len(), 6);
    let error = tree.text(&path("logo.png")).expect_err("binary");
    assert_eq!(error.to_string(), "logo.png is a binary file, not text");
}

#[test]
fn evidence_shows_whole_lines_and_cuts_long_ones() {
    let file = SourceFile::new(path("s.py"), "A = 1\n  DÉBUG = True  # why\nB = 2\n");
    let start = file.text().find("True").expect("there");
    let place = file.evidence(Span::new(start, start + 4));
    assert_eq!((place.line, place.end_line, place.column), (2, 2, 11));
    assert_eq!(place.text, "  DÉBUG = True  # why");
    // A span that ends with its line feed does not touch the next line; an empty one stands on its own line.
    assert_eq!(file.evidence(Span::new(0, 6)).end_line, 1);
    assert_eq!(file.evidence(Span::new(6, 6)).line, 2);
    assert_eq!(file.line_evidence(2).column, 3);
    assert_eq!(file.line_evidence(99).line, 4);

    let long = SourceFile::new(path("l.py"), "x\n".repeat(40) + &"y".repeat(1_000));
    let place = long.evidence(Span::new(0, long.text().len()));
    assert_eq!((place.line, place.end_line), (1, 41));
    assert_eq!(place.text, "x\n".repeat(12) + "…");
    assert_eq!(long.line_evidence(41).text, "y".repeat(400) + "…");
}

#[test]
fn a_text_is_read_once_also_by_many_threads() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let reads = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&reads);
    let read = Box::new(move |_: &RepoPath| {
        counter.fetch_add(1, Ordering::SeqCst);
        Ok(b"x = 1".to_vec())
    });
    let tree = Tree::from_listing(vec![(path("a.py"), 5)], read).expect("a listing");
    let first = tree.text(&path("a.py")).expect("text");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(Arc::ptr_eq(&first, &tree.text(&path("a.py")).expect("text"))));
        }
    });
    assert_eq!(reads.load(Ordering::SeqCst), 1);
}
