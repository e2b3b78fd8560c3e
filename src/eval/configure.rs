//! Settings as a class of django-configurations.

use super::heap::Id;
use super::raise::Eval;
use super::value::{Args, Kind, Value};
use super::{Debug, Machine, Request};

impl Machine<'_> {
    /// Puts what the chosen class leaves behind into the module, as the importer of django-configurations does once the
    /// module has run.
    pub(super) fn configure(&mut self, request: &Request<'_>, module: &Value, globals: Id) -> Eval<()> {
        let Some(class) = &request.class else { return Ok(()) };
        let library = self.import_absolute("configurations", true)?;
        let settings_of = self.attr(&library, "settings_of")?;
        let class = self.attr(module, class)?;
        let settings = self.call(&settings_of, Args::of(vec![class]))?;
        let Kind::Dict(settings) = settings.kind else { return Ok(()) };
        let entries: Vec<_> = self.heap.dict(settings).entries.values().cloned().collect();
        for entry in entries {
            if let Some(name) = entry.key.as_str().cloned() {
                let off = &*name == "DEBUG" && request.debug == Debug::Off;
                let origin = entry.value.meta.origin.clone();
                let value = if off { Value::bool(false).at(origin) } else { entry.value };
                self.set_entry(globals, &name, value);
            }
        }
        Ok(())
    }
}
