//! Django's own defaults by version, from `assets/django/defaults.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Version;
use super::literal::literal;
use crate::eval::Datum;

/// The values that Django gives settings which a project does not set (`django.conf.global_settings`).
#[derive(Debug)]
pub struct Defaults {
    versions: Vec<Version>,
    settings: BTreeMap<String, BTreeMap<Version, Option<Datum>>>,
}

static TABLE: LazyLock<Defaults> =
    LazyLock::new(|| Defaults::read(include_str!("../../assets/django/defaults.toml")));

#[derive(serde::Deserialize)]
struct Document {
    versions: Vec<String>,
    settings: BTreeMap<String, BTreeMap<String, String>>,
}

impl Defaults {
    /// The table that ships with gonogo.
    pub fn get() -> &'static Self {
        &TABLE
    }

    fn read(text: &str) -> Self {
        let document: Document = toml::from_str(text).expect("the table of defaults is checked by a test");
        let version = |text: &String| Version::parse(text).expect("a version in the table of defaults");
        let settings = document
            .settings
            .into_iter()
            .map(|(name, rows)| {
                let rows = rows
                    .iter()
                    .map(|(since, value)| {
                        (version(since), if value.is_empty() { None } else { literal(value) })
                    })
                    .collect();
                (name, rows)
            })
            .collect();
        Self { versions: document.versions.iter().map(version).collect(), settings }
    }

    /// The versions that the table was read off, oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The newest version that the table knows: what an unpinned Django is judged as.
    pub fn newest(&self) -> Version {
        self.versions.last().copied().unwrap_or(Version::new(6, 1))
    }

    /// The default of `setting` in `version`; `None` where that version has no such setting.
    ///
    /// A version older than the table is read as its oldest, a newer one as its newest.
    pub fn value(&self, setting: &str, version: Version) -> Option<&Datum> {
        let version = self.versions.first().map_or(version, |oldest| version.max(*oldest));
        self.settings.get(setting)?.range(..=version).next_back()?.1.as_ref()
    }

    /// Every setting that `version` knows, by name.
    pub fn all(&self, version: Version) -> impl Iterator<Item = (&str, &Datum)> {
        self.settings.keys().filter_map(move |name| Some((name.as_str(), self.value(name, version)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(setting: &str, version: &str) -> Option<String> {
        let version = Version::parse(version).unwrap();
        Defaults::get().value(setting, version).map(|datum| format!("{:?}", datum.shape))
    }

    #[test]
    fn every_row_of_the_table_is_a_literal() {
        let document: Document =
            toml::from_str(include_str!("../../assets/django/defaults.toml")).expect("the table parses");
        assert!(document.settings.len() > 150, "all of global_settings");
        for (name, rows) in &document.settings {
            for (since, value) in rows {
                assert!(document.versions.contains(since), "{name}: {since} is not among the versions");
                assert!(value.is_empty() || literal(value).is_some(), "{name} {since}: {value}");
            }
        }
        let versions = Defaults::get().versions();
        assert!(versions.is_sorted(), "{versions:?}");
    }

    #[test]
    fn a_default_holds_until_the_version_that_changes_it() {
        assert_eq!(shown("USE_TZ", "4.2"), Some("Bool(false)".to_owned()));
        assert_eq!(shown("USE_TZ", "5.0"), Some("Bool(true)".to_owned()));
        assert_eq!(shown("USE_TZ", "1.8"), Some("Bool(false)".to_owned()), "older than the table");
        assert_eq!(shown("USE_TZ", "9.0"), Some("Bool(true)".to_owned()), "newer than the table");
        assert_eq!(shown("STATICFILES_STORAGE", "5.1"), None, "gone");
        assert_eq!(shown("STORAGES", "4.1"), None, "not yet there");
        assert_eq!(shown("DEBUG", "5.2"), Some("Bool(false)".to_owned()));
    }
}
