//! A lock between processes: an exclusive lock on a side file, held while the value lives.
//!
//! The side file stays behind, empty: removing it would let two processes hold "the" lock on two different files.
//! The operating system drops the lock when its holder ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long to sleep between two tries. Short, so that a lock that is taken again and again is caught in between.
const PAUSE: Duration = Duration::from_millis(1);

/// Why the lock was not got.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else held it all the time.
    #[error(
        "another program has held the lock {} for {} seconds; \
         wait until the other gonogo has saved, or close it, and try again",
        path.display(), waited.as_secs()
    )]
    Busy {
        /// The side file.
        path: PathBuf,
        /// How long was waited.
        waited: Duration,
    },
    /// The side file cannot be made, opened or locked.
    #[error("the lock file {} cannot be used ({source}); check that the folder may be written to", path.display())]
    Io {
        /// The side file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A held lock; dropping it lets others go on.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the exclusive lock on the side file `path` (made if absent), waiting `patience` at most.
    ///
    /// # Errors
    /// [`LockError::Busy`] when others hold it that long, [`LockError::Io`] when the file cannot be used; a symbolic
    /// link in its place is refused.
    pub fn acquire(path: &Path, patience: Duration) -> Result<Self, LockError> {
        let failed = |source| LockError::Io { path: path.to_path_buf(), source };
        if path.is_symlink() {
            return Err(failed(io::Error::other("it is a symbolic link")));
        }
        let file = OpenOptions::new().create(true).write(true).truncate(false).open(path).map_err(failed)?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { file }),
                Err(TryLockError::Error(source)) => return Err(failed(source)),
                Err(TryLockError::WouldBlock) if start.elapsed() >= patience => {
                    return Err(LockError::Busy { path: path.to_path_buf(), waited: patience });
                }
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file unlocks it as well; an error here has nobody to go to.
        let _ = self.file.unlock();
    }
}
