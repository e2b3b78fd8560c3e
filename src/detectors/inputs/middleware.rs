//! The order of `MIDDLEWARE`.

use serde_json::json;

use super::Scene;
use crate::detectors::Seen;
use crate::eval::Datum;

impl<'i> Scene<'i> {
    /// The entries of `MIDDLEWARE` that are known, in order, each with its value.
    pub fn middleware_names(&self) -> Vec<(&'i str, &'i Datum)> {
        let seen: Seen<'i> = self.setting("MIDDLEWARE");
        let items = seen.datum().and_then(Datum::items).unwrap_or_default();
        let names: Vec<(&str, &Datum)> =
            items.iter().filter_map(|item| Some((item.as_str()?, item))).collect();
        self.inputs
            .note("order of middleware", &json!(names.iter().map(|(name, _)| name).collect::<Vec<_>>()));
        names
    }
}
