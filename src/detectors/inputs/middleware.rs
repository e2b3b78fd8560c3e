//! The order of `MIDDLEWARE`.

use super::Scene;
use crate::django::Run;
use crate::eval::Datum;

impl<'i> Scene<'i> {
    /// The entries of `MIDDLEWARE` that are known, in order, each with its value. They are not noted: what is made of them
    /// is, by who asks.
    pub fn middleware_names(&self) -> Vec<(&'i str, &'i Datum)> {
        let value = self.scenario.value("MIDDLEWARE", Run::DebugOff);
        let items = value.datum().and_then(Datum::items).unwrap_or_default();
        items.iter().filter_map(|item| Some((item.as_str()?, item))).collect()
    }
}
