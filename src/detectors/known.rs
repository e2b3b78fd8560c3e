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
    /// Logging handlers and formatters.
    pub logging: Logging,
    /// Error trackers.
    pub trackers: Vec<Tracker>,
    /// What measures database queries without tracking errors.
    pub tracing: Tracing,
    /// Health checks of packages.
    pub health: Health,
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

/// Logging handlers and formatters.
#[derive(Debug, Deserialize)]
pub struct Logging {
    /// Formatters that write JSON.
    pub json_formatters: Vec<String>,
    /// Renderers of structlog that write JSON.
    pub json_renderers: Vec<String>,
    /// Handlers that write JSON whatever their formatter.
    pub json_handlers: Vec<String>,
    /// Formatters that write plain text.
    pub text_formatters: Vec<String>,
    /// Handlers that write to a file and do not rotate it by themselves.
    pub file_handlers: Vec<String>,
    /// Handlers that rotate by size.
    pub rotating: Vec<String>,
    /// Handlers that rotate by time.
    pub timed: Vec<String>,
    /// Filters that let records pass only under `DEBUG`.
    pub debug_filters: Vec<String>,
}

/// An error tracker.
#[derive(Debug, Deserialize)]
pub struct Tracker {
    /// What people call it.
    pub name: String,
    /// Its packages.
    pub packages: Vec<String>,
    /// Functions that start it.
    pub calls: Vec<String>,
    /// Apps that start it by being installed.
    pub apps: Vec<String>,
    /// Middleware that starts it by being installed.
    pub middleware: Vec<String>,
    /// Programs that start the application inside its agent.
    pub wrappers: Vec<String>,
    /// Its own on/off setting.
    pub switch: Option<OwnSwitch>,
    /// Whether it measures database queries without further ado.
    #[serde(default)]
    pub spans: bool,
    /// Arguments of its call that make it measure database queries.
    #[serde(default)]
    pub rates: Vec<String>,
}

/// A tracker's own on/off setting.
#[derive(Debug, Deserialize)]
pub struct OwnSwitch {
    /// The setting.
    pub setting: String,
    /// What holds when it is absent.
    pub default: bool,
}

/// What measures database queries without tracking errors.
#[derive(Debug, Deserialize)]
pub struct Tracing {
    /// Functions and classes that instrument a database driver.
    pub calls: Vec<String>,
    /// Programs that start the application instrumented.
    pub wrappers: Vec<String>,
    /// Packages that such a program needs to measure a database.
    pub packages: Vec<String>,
    /// Apps that show queries to developers.
    pub profilers: Vec<String>,
}

/// Health checks of packages.
#[derive(Debug, Deserialize)]
pub struct Health {
    /// URLconfs.
    pub urls: Vec<String>,
    /// Apps of django-health-check that check the database.
    pub database_apps: Vec<String>,
    /// Apps of django-health-check that check the cache.
    pub cache_apps: Vec<String>,
    /// dockerflow's middleware.
    pub dockerflow: String,
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_reads() {
        assert!(super::known().trackers.iter().any(|tracker| tracker.name == "Sentry"));
    }
}
