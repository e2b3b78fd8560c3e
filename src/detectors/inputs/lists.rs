//! What `INSTALLED_APPS` and `MIDDLEWARE` hold.

use serde_json::json;

use super::Scene;
use crate::django::Run;
use crate::django::listed::{self, Listed};
use crate::model::Evidence;

const APPS: &str = "INSTALLED_APPS";
const MIDDLEWARE: &str = "MIDDLEWARE";

impl Scene<'_> {
    /// Whether the app `name` is installed, by its name or its configuration; `None` where that cannot be known.
    pub fn has_app(&self, name: &str) -> Option<bool> {
        let found = self.apps().has(name);
        self.inputs.note(format!("app {name}"), &json!(found));
        found
    }

    /// Whether the middleware `name`, or a class of the project that descends from it, is installed; `None` where that
    /// cannot be known.
    pub fn has_middleware(&self, name: &str) -> Option<bool> {
        let found = self.middleware().has(name);
        self.inputs.note(format!("middleware {}", self.inputs.logical(name)), &json!(found));
        found
    }

    /// Where the app `name` is listed.
    pub fn app_at(&self, name: &str) -> Option<Evidence> {
        self.entry(&self.apps(), name)
    }

    /// Where the middleware `name` is listed.
    pub fn middleware_at(&self, name: &str) -> Option<Evidence> {
        self.entry(&self.middleware(), name)
    }

    /// Where `INSTALLED_APPS` is written, and where it was last changed: the places to look at for an app that is not
    /// in it. Its value is not read.
    pub fn app_list(&self) -> Vec<Evidence> {
        let settings = self.scenario.settings(Run::DebugOff);
        let Some(setting) = settings.entries.get(APPS) else { return Vec::new() };
        let ends = setting.origins.first().into_iter().chain(setting.origins.last());
        ends.filter_map(|origin| self.inputs.evidence(origin)).collect()
    }

    /// Why `INSTALLED_APPS` is not wholly known; `None` where it is.
    pub fn apps_gap(&self) -> Option<String> {
        self.apps().gap
    }

    /// Whether the middleware `first` stands before `second`; `None` where one of them is not installed.
    pub fn middleware_before(&self, first: &str, second: &str) -> Option<bool> {
        let listed = self.middleware();
        let index = |name| listed.find(name).map(|(index, _)| index);
        let before = index(first).zip(index(second)).map(|(first, second)| first < second);
        self.inputs.note(format!("middleware {first} before {second}"), &json!(before));
        before
    }

    fn entry(&self, listed: &Listed, name: &str) -> Option<Evidence> {
        let (_, entry) = listed.find(name)?;
        self.inputs.evidence(entry.origin.as_ref()?)
    }

    fn apps(&self) -> Listed {
        let value = self.scenario.value(APPS, Run::DebugOff);
        value.datum().map_or_else(unread, |datum| listed::installed_apps(&self.inputs.facts.code, datum))
    }

    fn middleware(&self) -> Listed {
        let value = self.scenario.value(MIDDLEWARE, Run::DebugOff);
        value.datum().map_or_else(unread, |datum| listed::middleware(&self.inputs.facts.code, datum))
    }
}

fn unread() -> Listed {
    Listed { entries: Vec::new(), gap: Some("the settings could not be read".to_owned()) }
}
