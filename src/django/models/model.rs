//! One model.

use super::{Field, Meta};
use crate::django::code::Class;
use crate::source::SourceFile;

/// A model class with everything that it declares or inherits from the repository.
#[derive(Clone)]
pub struct Model {
    /// The class.
    pub class: Class,
    /// The app's label: `Meta.app_label`, that of the installed app whose package holds it, or else by convention
    /// the name of the package.
    pub app: String,
    /// Whether an installed app holds it; Django never sees the others.
    pub is_installed: bool,
    /// The fields by declaration, those of abstract parents first, as Django orders them.
    pub fields: Vec<Field>,
    /// The options.
    pub meta: Meta,
    /// Qualified names of classes of installed packages that it descends from, Django's own `Model` left out.
    pub external: Vec<String>,
    /// Concrete models of the repository that it extends (multi-table inheritance or proxies), qualified.
    pub parents: Vec<String>,
}

impl Model {
    /// The class name.
    pub fn name(&self) -> &str {
        self.class.name()
    }

    /// The file.
    pub fn file(&self) -> &SourceFile {
        self.class.module().file()
    }

    /// Whether it is `app.name`, as relations write it.
    pub fn is_named(&self, app: &str, name: &str) -> bool {
        self.app.eq_ignore_ascii_case(app) && self.name().eq_ignore_ascii_case(name)
    }

    /// Whether it has a table that Django manages.
    pub fn is_concrete(&self) -> bool {
        self.is_installed
            && !self.is_abstract()
            && self.meta.flag("proxy") != Some(true)
            && self.meta.flag("managed") != Some(false)
    }

    /// Whether it is abstract (`Meta.abstract` is never inherited).
    pub fn is_abstract(&self) -> bool {
        super::read::declares_abstract(&self.class)
    }

    /// The field of that name; `<name>_id` finds the foreign key `name`.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name).or_else(|| {
            let base = name.strip_suffix("_id")?;
            self.fields.iter().find(|field| field.name == base && field.relation.is_some())
        })
    }
}
