//! Watching the repository and the state file: a thread that looks at times and sizes, so that it works on every file
//! system, also across machines. It reads no file and says only that something changed.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crossbeam_channel::Sender;

use super::backend::Backend;
use super::input::Input;
use super::message::Message;

/// How often the state file is looked at: another person's tick appears within a second.
const STATE: Duration = Duration::from_millis(300);
/// How often the files are looked at, at most.
const TREE: Duration = Duration::from_secs(1);
/// Looking at the files takes at most this part of the time.
const SHARE: u32 = 30;

/// Starts the thread. It ends with the program.
pub(super) fn watch(backend: Arc<dyn Backend>, sender: Sender<Input>) {
    thread::spawn(move || {
        let mut state = backend.state_stamp();
        let mut tree = backend.tree_stamp();
        let mut moving = false;
        let mut next = Instant::now() + TREE;
        loop {
            thread::sleep(STATE);
            let now = backend.state_stamp();
            if now != state {
                state = now;
                if sender.send(Message::StateChanged.into()).is_err() {
                    return;
                }
            }
            if Instant::now() < next {
                continue;
            }
            let begun = Instant::now();
            let now = backend.tree_stamp();
            next = Instant::now() + TREE.max(begun.elapsed() * SHARE);
            let (Some(old), Some(new)) = (tree, now) else {
                tree = now;
                continue;
            };
            // Several files are written one after the other: the scan waits until they stand still.
            let changed = old.files != new.files && old.scan == new.scan;
            if !changed && moving && sender.send(Message::TreeChanged.into()).is_err() {
                return;
            }
            moving = changed;
            tree = now;
        }
    });
}

/// What the files of one scan look like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Which scan listed the files: stamps of different scans are not compared.
    pub scan: u64,
    /// A digest of the times and sizes of all files and their folders.
    pub files: u64,
}

/// A digest of times and sizes.
#[derive(Default)]
pub(super) struct Look(DefaultHasher);

impl Look {
    /// Adds a file or folder: its time and size, or that it is not there.
    pub(super) fn add(&mut self, path: &Path) {
        let seen = std::fs::symlink_metadata(path).ok().map(|found| {
            let time =
                found.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
            (time, if found.is_dir() { 0 } else { found.len() })
        });
        seen.hash(&mut self.0);
    }

    /// Adds the names in a folder, without those that `skip` names.
    pub(super) fn add_names(&mut self, folder: &Path, skip: impl Fn(&str) -> bool) {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| !skip(name))
            .collect();
        names.sort();
        names.hash(&mut self.0);
    }

    pub(super) fn finish(&self) -> u64 {
        self.0.finish()
    }
}
