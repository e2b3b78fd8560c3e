//! One holder at a time, and a wait that ends.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gonogo::base::lock::{Lock, LockError};

const LONG: Duration = Duration::from_mins(1);

#[test]
fn a_held_lock_is_reported_with_its_file_and_freed_when_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gonogo.lock");
    let held = Lock::acquire(&file, LONG).unwrap();
    let error = Lock::acquire(&file, Duration::ZERO).unwrap_err();
    assert!(matches!(&error, LockError::Busy { path, .. } if *path == file));
    assert!(error.to_string().contains("gonogo.lock"), "{error}");
    drop(held);
    Lock::acquire(&file, Duration::ZERO).unwrap();
}

#[test]
fn threads_hold_it_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gonogo.lock");
    let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let _lock = Lock::acquire(&file, LONG).unwrap();
                    most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::yield_now();
                    inside.fetch_sub(1, Ordering::SeqCst);
                }
            });
        }
    });
    assert_eq!(most.load(Ordering::SeqCst), 1);
}

#[test]
#[cfg(unix)]
fn a_link_in_its_place_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (file, outside) = (folder.path().join("gonogo.lock"), folder.path().join("outside"));
    std::os::unix::fs::symlink(&outside, &file).unwrap();
    assert!(matches!(Lock::acquire(&file, Duration::ZERO), Err(LockError::Io { .. })));
    assert!(!outside.exists());
}
