//! The models as migrations know them: what both sides of the comparison are brought to.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::field::FieldForm;
use crate::eval::Datum;

/// The models that one side knows.
#[derive(Default)]
pub struct State {
    /// The models by `(app, lower-case name)`.
    pub models: BTreeMap<(String, String), ModelState>,
    /// Apps whose state is not known, with the reason.
    pub gaps: BTreeMap<String, String>,
}

/// One model.
#[derive(Debug, Clone, Default)]
pub struct ModelState {
    /// The name as written.
    pub name: String,
    /// The fields by name; an error is the reason why a field is not known.
    pub fields: IndexMap<String, Result<FieldForm, String>>,
    /// The options (`Meta`), indexes and constraints aside.
    pub options: BTreeMap<String, Datum>,
    /// The indexes, named.
    pub indexes: Vec<Datum>,
    /// The constraints.
    pub constraints: Vec<Datum>,
    /// The managers by name with their classes; an error is the reason why they are not known.
    pub managers: Managers,
    /// Classes of installed packages that bring fields of their own.
    pub external: Vec<String>,
    /// What is not known of it as a whole.
    pub gaps: Vec<String>,
}

/// The managers that migrations record.
#[derive(Debug, Clone, PartialEq)]
pub enum Managers {
    /// These.
    Known {
        /// Name and class; an empty class is any.
        recorded: Vec<(String, String)>,
        /// Those that an installed package may have recorded: name and class.
        foreign: Vec<(String, String)>,
    },
    /// Not known, for this reason.
    Unknown(String),
}

impl Default for Managers {
    fn default() -> Self {
        Self::Known { recorded: Vec::new(), foreign: Vec::new() }
    }
}

impl ModelState {
    /// A boolean option; `default` where it is absent or not known.
    pub fn flag(&self, option: &str, default: bool) -> bool {
        self.options.get(option).and_then(Datum::as_bool).unwrap_or(default)
    }

    /// Whether its fields have no table of their own that Django manages: a proxy, or `managed = False`.
    pub fn is_virtual(&self) -> bool {
        self.flag("proxy", false) || !self.flag("managed", true)
    }
}
