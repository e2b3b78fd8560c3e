//! The state that the models declare, as Django makes it of their classes (`ModelState.from_model`).

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::field::{FieldForm, automatic, deconstruct, is_field, label_part};
use super::index;
use super::managers::managers;
use super::state::{ModelState, State};
use super::value::{Values, datum, text};
use crate::django::Version;
use crate::django::models::{Model, Models};
use crate::django::names::{brought_by, public};
use crate::eval::{Datum, Defined, Shape};

/// The options of `Meta` that a state keeps (indexes and constraints aside).
const OPTIONS: [&str; 21] = [
    "verbose_name",
    "verbose_name_plural",
    "db_table",
    "db_table_comment",
    "ordering",
    "unique_together",
    "permissions",
    "get_latest_by",
    "order_with_respect_to",
    "db_tablespace",
    "managed",
    "proxy",
    "swappable",
    "index_together",
    "default_permissions",
    "select_on_save",
    "default_related_name",
    "required_db_features",
    "required_db_vendor",
    "base_manager_name",
    "default_manager_name",
];

/// How deep classes may inherit.
const DEPTH: usize = 40;

/// What the models are read with.
pub(super) struct Reader<'f> {
    pub values: &'f Values<'f>,
    pub models: &'f Models,
    pub version: Option<Version>,
    /// The class of automatic primary keys, by app label; an error is the reason why it is not known.
    pub auto_field: &'f (dyn Fn(&str) -> Result<String, String> + Sync),
    /// Why a module could not be run to its end, by name.
    pub problem: &'f (dyn Fn(&str) -> Option<String> + Sync),
}

/// A field as a class declares it.
#[derive(Clone)]
struct Declared {
    value: Datum,
    /// Why it may be no field at all.
    doubt: Option<String>,
}

type Fields = IndexMap<String, Declared>;

impl<'f> Reader<'f> {
    /// The state of all installed models that are not abstract.
    pub fn state(&self) -> State {
        let mut state = State::default();
        for model in self.models.iter().filter(|model| model.is_installed && !model.is_abstract()) {
            let key = (model.app.clone(), model.name().to_lowercase());
            state.models.insert(key, self.model(model));
        }
        state
    }

    fn model(&self, model: &Model) -> ModelState {
        let mut made = ModelState { name: model.name().to_owned(), ..ModelState::default() };
        let qualified = model.class.qualified();
        let Some(class) = self.class(&qualified, &mut made.gaps) else { return made };
        if let Some(reason) = &class.open {
            made.gaps.push(format!("the body of {}: {reason}", model.name()));
        }
        if !class.bound {
            made.gaps.push(format!("{} is defined under a condition, or hidden", model.name()));
        }
        self.options(class, model, &mut made);
        made.external = self.external(class);
        made.external.extend(self.contributors(class));
        if !made.flag("proxy", false) {
            self.fields(class, model, &mut made);
        }
        made.managers = managers(self.values, self.models, class, &made.options);
        made
    }

    fn class(&self, qualified: &str, gaps: &mut Vec<String>) -> Option<&'f Defined> {
        let all = self.values.definitions.classes.get(qualified);
        let found = all.and_then(|all| all.iter().rev().find(|class| class.bound).or(all.last()));
        if found.is_none() {
            let module = qualified.rsplit_once('.').map_or("", |(module, _)| module);
            let reason = (self.problem)(module).unwrap_or_else(|| "its module does not define it".to_owned());
            gaps.push(format!("{qualified} cannot be evaluated: {reason}"));
        }
        found
    }

    fn defined(&self, qualified: &str) -> Option<&'f Defined> {
        self.values.definitions.classes.get(qualified)?.last()
    }

    /// Whether a class is a model: one of the project's, or one that descends from Django's.
    fn is_model(&self, qualified: &str) -> bool {
        self.models.get(qualified).is_some() || self.descends_from_model(qualified, DEPTH)
    }

    fn descends_from_model(&self, qualified: &str, depth: usize) -> bool {
        let Some(class) = self.defined(qualified) else { return false };
        depth > 0
            && class.bases.iter().any(|base| match &base.shape {
                Shape::Named(name) => {
                    public(name) == "django.db.models.Model" || self.descends_from_model(name, depth - 1)
                }
                _ => false,
            })
    }

    fn meta(&self, class: &'f Defined) -> Option<&'f Defined> {
        match &class.attribute("Meta")?.value.shape {
            Shape::Named(name) => self.defined(name),
            _ => None,
        }
    }

    fn is_abstract(&self, class: &'f Defined) -> bool {
        let own = self.meta(class).and_then(|meta| meta.attribute("abstract"));
        own.is_some_and(|value| value.value.as_bool() != Some(false))
    }

    /// The classes of installed packages that a model descends from, Django's own models left out.
    fn external(&self, class: &'f Defined) -> Vec<String> {
        let mut found = Vec::new();
        for ancestor in class.lineage.iter().filter_map(|name| self.defined(name)) {
            for base in &ancestor.bases {
                let name = match &base.shape {
                    Shape::Named(name) if self.defined(name).is_some() || !name.contains('.') => continue,
                    Shape::Named(name) => public(name),
                    Shape::Object { class, .. } => public(class),
                    Shape::Unknown(reason) => reason.clone(),
                    _ => continue,
                };
                let is_django = matches!(
                    name.as_str(),
                    "django.db.models.Model"
                        | "django.contrib.gis.db.models.Model"
                        | "abc.ABC"
                        | "typing.Generic"
                );
                if !is_django && !found.contains(&name) {
                    found.push(name);
                }
            }
        }
        found
    }

    /// The classes of installed packages behind objects in the class body that are neither fields nor managers: such an
    /// object may add to the model when the class is made (`contribute_to_class`).
    fn contributors(&self, class: &'f Defined) -> Vec<String> {
        let mut found = Vec::new();
        for attribute in
            class.lineage.iter().filter_map(|name| self.defined(name)).flat_map(|c| &c.attributes)
        {
            let Shape::Object { class: kind, .. } = &attribute.value.shape else { continue };
            if is_field(self.values, &attribute.value) == Some(true) {
                continue;
            }
            let Some(kind) = self.defined(kind) else { continue };
            let foreign = self.external(kind);
            let known = |name: &String| name.starts_with("django.") || name.ends_with("Manager");
            if !foreign.iter().any(known) {
                found.extend(foreign);
            }
        }
        found
    }

    /// What `Meta` says: the class's own, or else the nearest one of an abstract parent or mixin.
    fn options(&self, class: &'f Defined, model: &Model, made: &mut ModelState) {
        let meta = class.lineage.iter().enumerate().find_map(|(at, name)| {
            let ancestor = self.defined(name)?;
            // A concrete parent keeps its `Meta` to itself.
            let hands_on = at == 0 || !self.is_model(name) || self.is_abstract(ancestor);
            ancestor.attribute("Meta").filter(|_| hands_on)
        });
        let Some(meta) = meta else { return };
        let class = match &meta.value.shape {
            Shape::Named(name) => self.defined(name),
            _ => None,
        };
        let Some(class) = class else {
            made.gaps.push(format!("Meta of {} is not known", model.name()));
            return;
        };
        let lineage: Vec<&Defined> = class.lineage.iter().filter_map(|name| self.defined(name)).collect();
        for ancestor in &lineage {
            let foreign = ancestor.bases.iter().find_map(|base| match &base.shape {
                Shape::Named(name) if name == "object" || self.defined(name).is_some() => None,
                Shape::Named(name) => Some(name.clone()),
                Shape::Unknown(reason) => Some(reason.clone()),
                _ => None,
            });
            if let Some(foreign) = foreign {
                made.gaps.push(format!("Meta of {} takes options from {foreign}", model.name()));
            }
            if let Some(reason) = &ancestor.open {
                made.gaps.push(format!("Meta of {}: {reason}", model.name()));
            }
        }
        let value =
            |option: &str| lineage.iter().find_map(|ancestor| ancestor.attribute(option)).map(|a| &a.value);
        for option in OPTIONS {
            if let Some(value) = value(option) {
                made.options.insert(option.to_owned(), self.values.clean(value));
            }
        }
        let mut all = |option: &str| match value(option).map(|value| self.values.clean(value)) {
            None => Vec::new(),
            Some(found) => found.items().map_or_else(
                || {
                    made.gaps.push(format!("Meta.{option} of {} is not known", model.name()));
                    Vec::new()
                },
                <[Datum]>::to_vec,
            ),
        };
        let (indexes, constraints) = (all("indexes"), all("constraints"));
        let filled = |value: &Datum| index::filled(value, &model.app, model.name());
        made.constraints = constraints.iter().map(filled).collect();
        made.indexes = indexes.iter().map(filled).collect();
    }

    fn fields(&self, class: &'f Defined, model: &Model, made: &mut ModelState) {
        let app = model.app.as_str();
        let name = model.name().to_lowercase();
        let mut parents = Vec::new();
        let declared = self.local(class, &mut parents, DEPTH, true);
        for (field, found) in declared {
            let form = match found.doubt {
                Some(doubt) => Err(doubt),
                None => deconstruct(self.values, &found.value, (app, &name), self.version),
            };
            made.fields.insert(field, form);
        }
        for parent in parents {
            let Some(label) = self.values.labels.get(&parent).cloned() else {
                made.gaps.push(format!("{} extends {parent}, a model of an installed package", model.name()));
                continue;
            };
            let is_link = |form: &FieldForm| {
                form.class == "django.db.models.OneToOneField"
                    && form.parts.get("parent_link").and_then(Datum::as_bool) == Some(true)
                    && form.parts.get("to").and_then(Datum::as_str) == Some(&label.to_lowercase())
            };
            if made.fields.values().flatten().any(is_link) {
                continue;
            }
            let parent_name = label.rsplit('.').next().unwrap_or_default().to_lowercase();
            let parts = [
                ("to", label_part(&label)),
                ("on_delete", datum(Shape::Named("django.db.models.CASCADE".to_owned()))),
                ("parent_link", datum(Shape::Bool(true))),
            ];
            let mut link = automatic("django.db.models.OneToOneField", &parts);
            if made.fields.values().flatten().any(is_primary) {
                link.parts.remove("primary_key");
                link.parts.remove("serialize");
            }
            made.fields.entry(format!("{parent_name}_ptr")).or_insert(Ok(link));
        }
        self.primary_key(app, made);
        index::name_all(model, made);
    }

    /// The primary key is never serialised; a model without one gets an automatic field.
    fn primary_key(&self, app: &str, made: &mut ModelState) {
        if let Some(key) = made.fields.values_mut().flatten().find(|form| is_primary(form)) {
            key.parts.insert("serialize".to_owned(), datum(Shape::Bool(false)));
            return;
        }
        let inherited = made.external.iter().find(|base| brought_by(base).is_none());
        let unread = made.fields.values().any(Result::is_err);
        let mut id =
            (self.auto_field)(app).map(|class| automatic(&public(&class), &[("verbose_name", text("ID"))]));
        if let (Ok(id), true) = (&mut id, inherited.is_some() || unread) {
            // A field that is not known may be the key.
            id.settled = false;
        }
        made.fields.insert("id".to_owned(), id);
    }

    /// The fields that Django puts on `class` itself: its own, and copies of those of abstract parents. The concrete
    /// parents are collected in `parents`.
    fn local(&self, class: &'f Defined, parents: &mut Vec<String>, depth: usize, own: bool) -> Fields {
        let mut fields = Fields::new();
        for attribute in &class.attributes {
            match is_field(self.values, &attribute.value) {
                Some(true) => {
                    fields.insert(
                        attribute.name.clone(),
                        Declared { value: attribute.value.clone(), doubt: None },
                    );
                }
                Some(false) => {}
                // What is written as constants are is no field.
                None if !attribute.name.contains(char::is_lowercase) => {}
                None => {
                    let doubt = match &attribute.value.shape {
                        Shape::Unknown(reason) => reason.clone(),
                        _ => "it is not known".to_owned(),
                    };
                    let declared = Declared { value: attribute.value.clone(), doubt: Some(doubt) };
                    fields.insert(attribute.name.clone(), declared);
                }
            }
        }
        if depth == 0 {
            return fields;
        }
        let direct: Vec<&str> = class
            .bases
            .iter()
            .filter_map(|base| match &base.shape {
                Shape::Named(name) if self.is_model(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let mut hidden: BTreeSet<&str> = class.attributes.iter().map(|a| a.name.as_str()).collect();
        for name in class.lineage.iter().skip(1) {
            let Some(base) = self.defined(name) else { continue };
            if !direct.contains(&name.as_str()) {
                hidden.extend(base.attributes.iter().map(|attribute| attribute.name.as_str()));
                continue;
            }
            if !self.is_abstract(base) {
                if own || !parents.contains(name) {
                    parents.push(name.clone());
                }
                hidden.extend(base.attributes.iter().map(|attribute| attribute.name.as_str()));
                continue;
            }
            for (field, declared) in self.local(base, parents, depth - 1, false) {
                if !fields.contains_key(&field) && !hidden.contains(field.as_str()) {
                    fields.insert(field, declared);
                }
            }
        }
        fields
    }
}

fn is_primary(form: &FieldForm) -> bool {
    form.parts.get("primary_key").is_some_and(|value| value.truth() == Some(true))
}
