//! The storage backends: `STORAGES`, and the settings that Django read before it.

use serde_json::json;

use super::classes::Lineage;
use super::{Inputs, Scene};
use crate::detectors::Seen;
use crate::django::Version;
use crate::eval::Datum;
use crate::model::Evidence;

/// The first Django that reads `STORAGES`.
const NEW: Version = Version::new(4, 2);
/// The first Django that no longer reads `STATICFILES_STORAGE` and `DEFAULT_FILE_STORAGE`.
const NO_OLD: Version = Version::new(5, 1);

/// The storage behind one alias.
pub struct Storage<'i> {
    /// The class as it is configured; the reason where it is not known.
    pub class: Result<String, String>,
    /// What the class descends from.
    pub lineage: Lineage,
    /// Its options.
    pub options: Option<&'i Datum>,
    /// Whether the settings choose it, rather than Django's default.
    pub is_set: bool,
    /// The setting that decides, as people write it.
    pub setting: String,
    /// What a reader of the setting must know: Django ignores it, or may.
    pub caveat: Option<String>,
    /// The places that decide.
    pub evidence: Vec<Evidence>,
}

impl<'i> Scene<'i> {
    /// The storage called `alias` in `STORAGES`; the old settings count where the project's Django reads them.
    pub fn storage(&self, alias: &str) -> Storage<'i> {
        let version = self.inputs.facts.django;
        let old_name = match alias {
            "staticfiles" => Some("STATICFILES_STORAGE"),
            "default" => Some("DEFAULT_FILE_STORAGE"),
            _ => None,
        };
        let storages = self.whole("STORAGES");
        storages.part(&[alias]);
        let old = old_name.map(|name| self.setting(name)).filter(Seen::is_set);
        let reads_new = version.is_none_or(|version| version >= NEW);
        let reads_old = version.is_none_or(|version| version < NO_OLD);
        self.inputs.note(
            "Django reads STORAGES, and what came before",
            &json!([version.is_some(), reads_new, reads_old]),
        );
        if reads_new && let Some(found) = self.in_storages(&storages, alias) {
            return found;
        }
        if let Some(old) = old.as_ref().filter(|_| reads_old) {
            return self.in_old(old, version);
        }
        let default = || storages.datum().filter(|_| !storages.is_set())?.get(alias)?.get("BACKEND");
        let class = default().and_then(Datum::as_str).unwrap_or(match alias {
            "staticfiles" => "django.contrib.staticfiles.storage.StaticFilesStorage",
            _ => "django.core.files.storage.FileSystemStorage",
        });
        let ignored = old.as_ref().map(|old| format!("Django {NO_OLD} and newer do not read {}", old.name()));
        Storage {
            class: Ok(class.to_owned()),
            lineage: self.inputs.lineage(class),
            options: None,
            is_set: false,
            setting: format!("STORAGES['{alias}']"),
            caveat: ignored,
            evidence: old.iter().flat_map(Seen::evidence).chain(storages.evidence()).collect(),
        }
    }

    /// The entry of `STORAGES`; `None` where there is none and nothing hides one.
    fn in_storages(&self, storages: &Seen<'i>, alias: &str) -> Option<Storage<'i>> {
        let open = storages
            .datum()
            .is_some_and(Datum::is_open)
            .then(|| "it is made outside of the repository".to_owned());
        let unknown = storages.unknown().or(open);
        if unknown.is_none() && !storages.is_set() {
            return None;
        }
        let entry = storages.datum().and_then(|datum| datum.get(alias));
        if entry.is_none() && unknown.is_none() {
            return None;
        }
        let backend = entry.and_then(|entry| entry.get("BACKEND"));
        let class = match (unknown, backend.and_then(Datum::as_str)) {
            (Some(reason), _) => Err(reason),
            (None, Some(class)) => Ok(class.to_owned()),
            (None, None) => Err("its BACKEND is not known".to_owned()),
        };
        let place = |datum: Option<&Datum>| self.inputs.evidence(datum?.origin.as_ref()?);
        let lines = place(backend).or_else(|| place(entry)).into_iter().chain(storages.evidence());
        Some(self.storage_of(format!("STORAGES['{alias}']"), class, entry, lines.collect()))
    }

    fn in_old(&self, old: &Seen<'i>, version: Option<Version>) -> Storage<'i> {
        let class = match (old.unknown(), old.datum().and_then(Datum::as_str)) {
            (Some(reason), _) => Err(reason),
            (None, Some(class)) => Ok(class.to_owned()),
            (None, None) => Err("its value is not known".to_owned()),
        };
        let mut storage = self.storage_of(old.name().to_owned(), class, None, old.evidence());
        if version.is_none() {
            storage.caveat = Some(format!(
                "no file pins Django, and Django {NO_OLD} and newer do not read {}",
                old.name()
            ));
        }
        storage
    }

    fn storage_of(
        &self,
        setting: String,
        class: Result<String, String>,
        entry: Option<&'i Datum>,
        mut evidence: Vec<Evidence>,
    ) -> Storage<'i> {
        let lineage = class.as_ref().map(|class| self.inputs.lineage(class)).unwrap_or_default();
        evidence.extend(lineage.place.clone());
        let options = entry.and_then(|entry| entry.get("OPTIONS"));
        Storage { class, lineage, options, is_set: true, setting, caveat: None, evidence }
    }
}

impl Inputs<'_> {
    /// The Django that the project pins, for messages.
    pub fn django(&self) -> Option<Version> {
        self.facts.django
    }
}
