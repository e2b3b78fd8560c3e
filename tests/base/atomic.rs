//! Whatever goes wrong, the old file stands.

use std::fs;
use std::path::Path;

use gonogo::base::atomic::{self, WriteError};

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn writes_a_new_file_and_replaces_an_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.toml");
    atomic::write(&file, b"one").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"one");
    atomic::write(&file, b"two").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"two");
    assert_eq!(names(folder.path()), ["a.toml"]);
}

#[test]
#[cfg(unix)]
fn keeps_the_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.toml");
    let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    atomic::write(&file, b"one").unwrap();
    let plain = folder.path().join("plain");
    fs::write(&plain, "").unwrap();
    assert_eq!(mode(), fs::metadata(&plain).unwrap().permissions().mode() & 0o777, "as any new file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    atomic::write(&file, b"two").unwrap();
    assert_eq!(mode(), 0o640);
}

#[test]
#[cfg(unix)]
fn a_link_is_not_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let (outside, link) = (folder.path().join("outside"), folder.path().join("a.toml"));
    fs::write(&outside, "precious").unwrap();
    std::os::unix::fs::symlink(&outside, &link).unwrap();
    assert!(matches!(atomic::write(&link, b"new"), Err(WriteError::Symlink(_))));
    assert_eq!(fs::read(&outside).unwrap(), b"precious");
    assert!(link.is_symlink());
}

#[test]
fn a_folder_and_a_read_only_file_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.toml");
    fs::create_dir(&file).unwrap();
    assert!(matches!(atomic::write(&file, b"new"), Err(WriteError::NotAFile(_))));
    fs::remove_dir(&file).unwrap();

    fs::write(&file, "old").unwrap();
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    assert!(matches!(atomic::write(&file, b"new"), Err(WriteError::ReadOnly(_))));
    assert_eq!(fs::read(&file).unwrap(), b"old");

    let nowhere = folder.path().join("absent/a.toml");
    assert!(matches!(atomic::write(&nowhere, b"new"), Err(WriteError::Io { .. })));
}

#[test]
fn sweeping_removes_what_killed_writers_left_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["gonogo.toml", ".gonogo.toml.aB3dE5g7.tmp", ".gonogo.toml.bak.tmp", ".other.aB3dE5g7.tmp"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    atomic::sweep(&folder.path().join("gonogo.toml"));
    assert_eq!(names(folder.path()), [".gonogo.toml.bak.tmp", ".other.aB3dE5g7.tmp", "gonogo.toml"]);
}
