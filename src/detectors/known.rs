//! What detectors know of installed packages by name: `assets/packages.toml`, read once.

use std::sync::LazyLock;

use serde::Deserialize;

/// The table.
pub fn known() -> &'static Known {
    static KNOWN: LazyLock<Known> = LazyLock::new(|| {
        toml::from_str(include_str!("../../assets/packages.toml")).expect("a test reads the embedded table")
    });
    &KNOWN
}

/// Classes, apps and packages by name; the table's comments say what each list means.
#[derive(Debug, Deserialize)]
pub struct Known {
    /// Storage backends.
    pub storages: Storages,
    /// What compresses responses in the Python process.
    pub compression: Compression,
    /// WhiteNoise's own names.
    pub whitenoise: WhiteNoise,
}

/// Storage backends by what they do.
#[derive(Debug, Deserialize)]
pub struct Storages {
    /// A hash in each file name.
    pub manifest: Vec<String>,
    /// Compressed copies beside the files.
    pub compressed: Vec<String>,
    /// Object stores.
    pub remote: Vec<String>,
    /// Folders of the process's own file system.
    pub local: Vec<String>,
    /// Bases that say nothing of either.
    pub neutral: Vec<String>,
    /// Apps whose models hold uploaded files.
    pub file_apps: Vec<String>,
}

/// What compresses responses in the Python process.
#[derive(Debug, Deserialize)]
pub struct Compression {
    /// Django middleware.
    pub middleware: Vec<String>,
    /// Wrappers of an ASGI or WSGI application.
    pub wrappers: Vec<String>,
}

/// WhiteNoise's own names.
#[derive(Debug, Deserialize)]
pub struct WhiteNoise {
    /// The middleware.
    pub middleware: String,
    /// Wrappers of a WSGI application.
    pub wrappers: Vec<String>,
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_reads() {
        assert!(!super::known().storages.manifest.is_empty());
    }
}
