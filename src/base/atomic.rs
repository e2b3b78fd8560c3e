//! Writing a file so that, whatever happens, it is the old one or the new one, whole.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What the temporary files' names end in.
const SUFFIX: &str = ".tmp";

/// Why a file was not written; the old one, if any, stands as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The name is a symbolic link: writing through it could leave the repository.
    #[error("{} is a symbolic link, and is not written through; replace it by the file itself", .0.display())]
    Symlink(PathBuf),
    /// A folder, device or pipe has the name.
    #[error("{} is no regular file, and is not replaced; move it away", .0.display())]
    NotAFile(PathBuf),
    /// The file is marked read-only.
    #[error("{} is read-only; make it writable first", .0.display())]
    ReadOnly(PathBuf),
    /// The system refused.
    #[error("{} cannot be written ({}); it was left as it is{}", path.display(), refused(source), remedy(source))]
    Io {
        /// The file to be written.
        path: PathBuf,
        /// What the system said: no space left, permission denied, …
        source: io::Error,
    },
}

/// What the system said, without the name of the temporary file, which is gone.
fn refused(error: &io::Error) -> String {
    let said = error.to_string();
    said.split_once(" at path ").map_or_else(|| said.clone(), |(first, _)| first.to_owned())
}

/// What to do about it, where one thing helps.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "; free some space, then do it again",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; its folder must be writable, since the file is replaced as a whole"
        }
        _ => "",
    }
}

/// Writes `contents` to `path`: to a temporary file beside it, synced to the disk, then renamed over it.
///
/// The permissions of an existing file are kept; a new one gets the usual ones. Renaming would get around a read-only
/// mark on the file, so that is checked and respected.
///
/// # Errors
/// [`WriteError`]; the old file is then untouched and the temporary one removed.
pub fn write(path: &Path, contents: &[u8]) -> Result<(), WriteError> {
    let failed = |source| WriteError::Io { path: path.to_path_buf(), source };
    let permissions = match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => return Err(WriteError::Symlink(path.to_path_buf())),
        Ok(found) if !found.is_file() => return Err(WriteError::NotAFile(path.to_path_buf())),
        Ok(found) if found.permissions().readonly() => return Err(WriteError::ReadOnly(path.to_path_buf())),
        Ok(found) => Some(found.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let folder = folder_of(path);
    let mut temporary = temporary_beside(path).map_err(failed)?;
    temporary.write_all(contents).map_err(failed)?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions).map_err(failed)?;
    }
    temporary.as_file().sync_all().map_err(failed)?;
    temporary.persist(path).map_err(|error| failed(error.error))?;
    // The rename itself is on the disk only when the folder is. Not every system lets a folder be opened, and the
    // file is whole either way, so a refusal here is no failure of the write.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Removes temporary files that killed writers of `path` left behind. Only while nobody else writes to `path`: under
/// its lock.
pub fn sweep(path: &Path) {
    let prefix = prefix_of(path);
    let Ok(entries) = fs::read_dir(folder_of(path)) else { return };
    for entry in entries.flatten() {
        let ours = entry
            .file_name()
            .to_str()
            .and_then(|name| name.strip_prefix(&prefix)?.strip_suffix(SUFFIX))
            .is_some_and(|random| {
                random.len() == RANDOM && random.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        if ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            // What cannot be removed harms nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How many random characters tell temporary files apart.
const RANDOM: usize = 8;

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn prefix_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!(".{}.", name.trim_start_matches('.'))
}

fn temporary_beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let prefix = prefix_of(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(SUFFIX).rand_bytes(RANDOM);
    // The system takes the user's umask off this, as for any new file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder_of(path))
}
