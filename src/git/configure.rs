//! Entries of one repository's own configuration.

use git2::{ConfigLevel, ErrorCode};

use super::{GitError, Repository};

impl Repository {
    /// What the configuration (of the system, the user and the repository) says under `key`; `None` where nothing.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn configured(&self, key: &str) -> Result<Option<String>, GitError> {
        let failed = GitError::doing("read the configuration");
        let configuration = self.inner().config().and_then(|mut found| found.snapshot()).map_err(&failed)?;
        match configuration.get_string(key) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Writes `value` under `key` into the configuration of this repository alone; only what the user asked for.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn configure(&self, key: &str, value: &str) -> Result<(), GitError> {
        let failed = GitError::doing("write the repository's configuration");
        let configuration = self.inner().config().map_err(&failed)?;
        let mut own = configuration.open_level(ConfigLevel::Local).map_err(&failed)?;
        own.set_str(key, value).map_err(&failed)
    }
}
