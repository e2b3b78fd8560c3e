//! The files of a commit, and who wrote the history.

use std::fs;

use gonogo::git::GitError;
use gonogo::model::Person;

use super::open;
use crate::support::repo::{TestRepo, ada, grace, open_with_git2};

fn paths(repo: &TestRepo, commit: &str) -> Vec<String> {
    repo.git().files(commit).expect("the files").files.iter().map(|file| file.path.to_string()).collect()
}

#[test]
fn a_commit_s_files_come_from_the_object_store_and_not_from_the_disk() {
    let repo = TestRepo::with(&[("manage.py", "import django\n"), ("shop/settings.py", "DEBUG = True\n")]);
    let first = repo.git().head().unwrap().commit.unwrap();
    repo.remove("manage.py");
    repo.write("shop/settings.py", "DEBUG = False\n");
    repo.write("shop/urls.py", "");
    let second = repo.commit("Two");
    fs::remove_dir_all(repo.on_disk("shop")).unwrap();

    assert_eq!(paths(&repo, &first), ["manage.py", "shop/settings.py"]);
    assert_eq!(paths(&repo, &second), ["shop/settings.py", "shop/urls.py"]);
    let settings = repo.git().files(&first).unwrap().files.remove(1);
    assert_eq!(settings.size, 13);
    assert_eq!(repo.git().blob(settings.blob).unwrap(), b"DEBUG = True\n");
}

#[test]
fn the_same_files_make_the_same_commit_everywhere() {
    let hash = || TestRepo::with(&[("a", "1\r\n"), ("b/c", "2\n")]).git().head().unwrap().commit.unwrap();
    assert_eq!(hash(), hash());
    assert_eq!(hash(), "30bee05829c1f6467ada7da9fd1aedf52c70112f", "as git itself computes it");
}

#[test]
fn a_missing_blob_is_an_error_that_names_it() {
    let repo = TestRepo::with(&[("a", "kept\n"), ("b", "lost\n")]);
    let commit = repo.git().resolve("HEAD").unwrap();
    let file = repo.git().files(&commit).unwrap().files.remove(1);
    let id = file.blob.to_string();
    fs::remove_file(repo.root().join(".git/objects").join(&id[..2]).join(&id[2..])).unwrap();

    let git = open(&repo.root());
    let files = git.files(&commit).unwrap().files;
    assert_eq!(files[1].size, 0, "the list survives");
    assert_eq!(git.blob(files[0].blob).unwrap(), b"kept\n");
    assert_eq!(git.blob(files[1].blob), Err(GitError::MissingObject { id }));
}

#[test]
fn a_missing_folder_or_commit_is_an_error() {
    let repo = TestRepo::with(&[("shop/a", "1")]);
    let commit = repo.git().resolve("HEAD").unwrap();
    let tree = open_with_git2(&repo.root())
        .find_commit(commit.parse().unwrap())
        .and_then(|commit| commit.tree())
        .and_then(|tree| Ok(tree.get_path(std::path::Path::new("shop"))?.id().to_string()))
        .unwrap();
    fs::remove_file(repo.root().join(".git/objects").join(&tree[..2]).join(&tree[2..])).unwrap();
    let git = open(&repo.root());
    assert_eq!(git.files(&commit), Err(GitError::MissingObject { id: tree }));
    let absent = "0123456789012345678901234567890123456789";
    assert_eq!(git.files(absent), Err(GitError::MissingObject { id: absent.to_owned() }));
    assert!(matches!(git.files("no hash"), Err(GitError::Other { .. })));
}

#[test]
#[cfg(unix)]
fn links_are_listed_with_their_target_and_not_followed() {
    let repo = TestRepo::new();
    repo.write("a", "1");
    std::os::unix::fs::symlink("/etc/passwd", repo.on_disk("out")).unwrap();
    let commit = repo.commit("Links");
    let tree = repo.git().files(&commit).unwrap();
    assert_eq!(tree.files.len(), 1);
    let links: Vec<_> = tree.links.iter().map(|(path, target)| (path.as_str(), target.as_str())).collect();
    assert_eq!(links, [("out", "/etc/passwd")]);
}

/// A tree object as an attacker writes it: any names, any modes.
fn crafted_commit(repo: &TestRepo, entries: &[(&str, &[u8], git2::Oid)]) -> String {
    let git2 = open_with_git2(&repo.root());
    let mut bytes = Vec::new();
    for (mode, name, id) in entries {
        bytes.extend_from_slice(mode.as_bytes());
        bytes.push(b' ');
        bytes.extend_from_slice(name);
        bytes.push(0);
        bytes.extend_from_slice(id.as_bytes());
    }
    let id = git2.odb().expect("an object").write(git2::ObjectType::Tree, &bytes).expect("an object");
    let tree = git2.find_tree(id).expect("an object");
    let by = git2::Signature::new("Mallory", "m@example.org", &git2::Time::new(0, 0)).expect("an object");
    git2.commit(None, &by, &by, "Crafted", &tree, &[]).expect("an object").to_string()
}

#[test]
fn names_that_are_no_names_are_left_out_and_said() {
    let repo = TestRepo::with(&[("a", "1")]);
    let blob = open_with_git2(&repo.root()).blob(b"x").unwrap();
    let names: [&[u8]; 5] = [b"..", b".", b"a/../../b", b"\xff", b"good"];
    let entries: Vec<_> = names.iter().map(|name| ("100644", *name, blob)).collect();
    let tree = repo.git().files(&crafted_commit(&repo, &entries)).unwrap();
    assert_eq!(tree.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["good"]);
    assert_eq!(tree.skipped.len(), 4, "{:?}", tree.skipped);
}

#[test]
fn folders_that_repeat_each_other_without_end_are_bounded() {
    let repo = TestRepo::new();
    let git2 = open_with_git2(&repo.root());
    let objects = git2.odb().unwrap();
    let mut id = git2.blob(b"x").unwrap();
    let mut mode = "100644";
    // Ten entries a level, eight levels: a hundred million files in nine objects.
    for _ in 0..8 {
        let mut bytes = Vec::new();
        for name in b'a'..=b'j' {
            bytes.extend_from_slice(format!("{mode} {}\0", char::from(name)).as_bytes());
            bytes.extend_from_slice(id.as_bytes());
        }
        id = objects.write(git2::ObjectType::Tree, &bytes).unwrap();
        mode = "40000";
    }
    let commit = crafted_commit(&repo, &[("40000", b"bomb", id)]);
    assert!(matches!(repo.git().files(&commit), Err(GitError::TooManyFiles { .. })));
}

#[test]
fn a_folder_that_is_too_deep_is_left_out_and_said() {
    let repo = TestRepo::new();
    let git2 = open_with_git2(&repo.root());
    let objects = git2.odb().unwrap();
    let mut id = git2.blob(b"x").unwrap();
    let mut mode = "100644";
    for _ in 0..3_000 {
        let mut bytes = format!("{mode} d\0").into_bytes();
        bytes.extend_from_slice(id.as_bytes());
        id = objects.write(git2::ObjectType::Tree, &bytes).unwrap();
        mode = "40000";
    }
    let commit = crafted_commit(&repo, &[("40000", b"deep", id)]);
    let tree = repo.git().files(&commit).unwrap();
    assert!(tree.files.is_empty());
    assert!(tree.skipped[0].ends_with("deeper than 256 folders"), "{:?}", tree.skipped);
}

#[test]
fn authors_come_by_their_number_of_commits() {
    let repo = TestRepo::new();
    assert_eq!(repo.git().authors(100), Ok(vec![]));
    let mallory = Person { name: "A Mallory".to_owned(), email: "m@example.org".to_owned() };
    for (n, by) in [grace(), ada(), mallory.clone(), grace()].into_iter().enumerate() {
        repo.write("a", n.to_string());
        repo.commit_as("More", by);
    }
    assert_eq!(repo.git().authors(100), Ok(vec![grace(), mallory.clone(), ada()]));
    assert_eq!(repo.git().authors(2), Ok(vec![mallory, grace()]));
}

#[test]
fn the_repository_s_own_configuration_says_who_sits_here() {
    let repo = TestRepo::with(&[("a", "1")]);
    let mut configuration = open_with_git2(&repo.root()).config().unwrap();
    configuration.set_str("user.name", "Ada Example").unwrap();
    configuration.set_str("user.email", "ada@example.org").unwrap();
    assert_eq!(open(&repo.root()).identity(|_| None), Some(ada()));
    let variable = |name: &str| match name {
        "GIT_AUTHOR_NAME" => Some("Grace Example".to_owned()),
        "GIT_AUTHOR_EMAIL" => Some("grace@example.org".to_owned()),
        _ => None,
    };
    assert_eq!(open(&repo.root()).identity(variable), Some(grace()));
}
