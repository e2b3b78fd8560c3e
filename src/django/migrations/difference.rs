//! What `makemigrations` would write: the state that the migrations build against the models.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::field::Gap;
use super::index::name_of;
use super::same::{Same, same};
use super::show::shown;
use super::state::{Managers, ModelState, State};
use super::value::datum;
use super::{ALTERED, Migrations};
use crate::base::Span;
use crate::django::code::Module;
use crate::django::models::{Model, Models};
use crate::django::names::brought_by;
use crate::eval::{Datum, Shape};
use crate::syntax::python;

/// One difference between the models and the migrations, or one place where it cannot be told.
pub struct Difference {
    /// What it is, one sentence.
    pub message: String,
    /// The model that differs, `app.Model`.
    pub model: String,
    /// The module of the place in the code.
    pub module: Arc<Module>,
    /// The bytes of that place.
    pub span: Span,
}

/// What the comparison came to.
#[derive(Default)]
pub struct Comparison {
    /// What `makemigrations` would certainly write.
    pub certain: Vec<Difference>,
    /// What only `makemigrations` can tell.
    pub open: Vec<Difference>,
    /// What cannot be told of an app, or of a model without a place in the code.
    pub gaps: Vec<String>,
    /// What was left out: fields that models take over from installed packages.
    pub notes: BTreeSet<String>,
    /// How many fields were compared.
    pub fields: usize,
}

/// Compares the two states.
pub(super) fn compare(
    models: &Models,
    migrations: &Migrations,
    built: &State,
    declared: &State,
    is_defined: &dyn Fn(&str) -> bool,
) -> Comparison {
    let mut found = Comparison::default();
    let mut apps_told = BTreeSet::new();
    for model in models.iter().filter(|model| model.is_installed && !model.is_abstract()) {
        let key = (model.app.clone(), model.name().to_lowercase());
        let Some(new) = declared.models.get(&key) else { continue };
        let mut one = One { model, new, found: &mut found };
        if !migrations.apps.contains_key(&model.app) {
            if model.is_concrete() {
                one.certain(format!("{} has no migration: its app has none at all", model.name()), None);
            }
        } else if let Some(reason) = built.gaps.get(&model.app) {
            if apps_told.insert(&model.app) {
                found.gaps.push(reason.clone());
            }
        } else {
            one.compare(built.models.get(&key));
        }
    }
    let apps: BTreeMap<&str, &Model> =
        models.iter().filter(|model| model.is_installed).map(|model| (model.app.as_str(), model)).collect();
    for (app, name) in built.models.keys().filter(|key| !declared.models.contains_key(*key)) {
        let Some(neighbour) = apps.get(app.as_str()) else { continue };
        if built.gaps.contains_key(app) {
            continue;
        }
        let was = &built.models[&(app.clone(), name.clone())].name;
        if is_defined(was) || name.starts_with("historical") {
            found.gaps.push(format!(
                "{app}.{was} is in the migrations, and no class of the app that could be read makes it"
            ));
            continue;
        }
        found.certain.push(Difference {
            message: format!("{app}.{was} is gone from the models and no migration deletes it"),
            model: format!("{app}.{was}"),
            module: neighbour.class.module().clone(),
            span: python::span(neighbour.class.definition()),
        });
    }
    found
}

/// The comparison of one model.
struct One<'c> {
    model: &'c Model,
    new: &'c ModelState,
    found: &'c mut Comparison,
}

impl One<'_> {
    fn difference(&self, message: String, field: Option<&str>) -> Difference {
        let place = field.and_then(|name| self.model.fields.iter().find(|field| field.name == name));
        let (module, span) = match place {
            Some(field) => (field.module.clone(), field.span),
            None => (self.model.class.module().clone(), python::span(self.model.class.definition())),
        };
        let model = format!("{}.{}", self.model.app, self.model.name());
        Difference { message, model, module, span }
    }

    fn certain(&mut self, message: String, field: Option<&str>) {
        let difference = self.difference(message, field);
        self.found.certain.push(difference);
    }

    fn open(&mut self, message: String, field: Option<&str>) {
        let difference = self.difference(message, field);
        self.found.open.push(difference);
    }

    fn compare(&mut self, old: Option<&ModelState>) {
        let name = self.model.name().to_owned();
        for gap in self.new.gaps.iter().chain(old.map(|old| &old.gaps).into_iter().flatten()) {
            self.open(gap.clone(), None);
        }
        let Some(old) = old else {
            if self.new.gaps.is_empty() {
                self.certain(format!("no migration creates {name}"), None);
            } else {
                self.open(format!("no migration creates {name}"), None);
            }
            return;
        };
        if !self.new.gaps.is_empty() || !old.gaps.is_empty() {
            return;
        }
        if old.is_virtual() != self.new.is_virtual() {
            self.open(format!("{name} became, or is no longer, a proxy or unmanaged"), None);
            return;
        }
        self.options(old);
        if self.new.is_virtual() {
            return;
        }
        self.fields(old);
        self.together(old);
        self.named("index", &old.indexes, &self.new.indexes);
        self.named("constraint", &old.constraints, &self.new.constraints);
        self.managers(old);
    }

    /// The managers that both sides record.
    fn managers(&mut self, old: &ModelState) {
        let name = self.model.name();
        let (before, after, foreign) = match (&old.managers, &self.new.managers) {
            (Managers::Known { recorded: before, .. }, Managers::Known { recorded: after, foreign }) => {
                (before, after, foreign)
            }
            (Managers::Unknown(reason), _) | (_, Managers::Unknown(reason)) => {
                self.open(format!("{name}: {reason}"), None);
                return;
            }
        };
        for (manager, class) in foreign {
            self.found.notes.insert(format!("the manager {manager} of {name} comes from {class}"));
        }
        let may_be = |known: &[(String, String)], (manager, class): &(String, String)| {
            known
                .iter()
                .any(|(other, of)| other == manager && (of == class || of.is_empty() || class.is_empty()))
        };
        let is_foreign = |(manager, _): &(String, String)| foreign.iter().any(|(other, _)| other == manager);
        let fits = before.iter().all(|one| may_be(after, one) || is_foreign(one))
            && after.iter().all(|one| may_be(before, one));
        if fits {
            return;
        }
        let names = |all: &[(String, String)]| {
            all.iter().map(|(name, class)| format!("{name} ({class})")).collect::<Vec<_>>().join(", ")
        };
        let message = format!(
            "the managers of {name} are [{}] in the models and [{}] in the migrations",
            names(after),
            names(before)
        );
        // What a package's base brings is not seen.
        if self.new.external.is_empty() && foreign.is_empty() {
            self.certain(message, None);
        } else {
            self.open(message, None);
        }
    }

    fn fields(&mut self, old: &ModelState) {
        let model = self.model.name();
        for (name, new) in &self.new.fields {
            let full = format!("{model}.{name}");
            match (old.fields.get(name), new) {
                // What may be no field at all, and is none in the migrations, is taken for something else.
                (None, Err(reason)) => self.open(format!("{full} may be a field: {reason}"), Some(name)),
                (None, Ok(form)) if form.settled => {
                    self.certain(format!("no migration adds {full}"), Some(name));
                }
                (None, Ok(form)) => {
                    self.open(
                        format!("no migration adds {full}, a {} of its own kind", form.class),
                        Some(name),
                    );
                }
                (Some(Err(reason)), _) | (Some(Ok(_)), Err(reason)) => {
                    self.open(format!("{full}: {reason}"), Some(name));
                }
                (Some(Ok(before)), Ok(after)) => {
                    self.found.fields += 1;
                    match before.compare(after) {
                        None => {}
                        Some(Gap::Certain(message)) => {
                            self.certain(
                                format!("{full} differs from its migrations: {message}"),
                                Some(name),
                            );
                        }
                        Some(Gap::Open(message)) => {
                            self.open(format!("{full}: {message}"), Some(name));
                        }
                    }
                }
            }
        }
        let unknown = self.new.external.iter().find(|base| brought_by(base).is_none());
        for name in old.fields.keys().filter(|name| !self.new.fields.contains_key(*name)) {
            let bringer =
                self.new.external.iter().find(|base| {
                    brought_by(base).is_some_and(|fields| fields.iter().any(|field| field == name))
                });
            match (bringer, unknown) {
                (Some(base), _) => {
                    self.found.notes.insert(format!("{name} of {model} comes from {base}"));
                }
                (None, Some(base)) => {
                    self.open(
                        format!("{model}.{name} is in the migrations; whether {base} brings it is not known"),
                        None,
                    );
                }
                (None, None) => {
                    let message =
                        format!("{model}.{name} is gone from the model and no migration removes it");
                    self.certain(message, None);
                }
            }
        }
    }

    fn options(&mut self, old: &ModelState) {
        let inherits = !self.new.external.is_empty();
        let names = ALTERED.iter().chain(["db_table", "db_table_comment", "order_with_respect_to"].iter());
        let nothing = datum(Shape::None);
        for option in names {
            let (before, after) = (old.options.get(*option), self.new.options.get(*option));
            // An absent table is none; an absent option of the others differs from every value.
            let absent = !ALTERED.contains(option);
            let answer = match (before, after) {
                (None, None) => Same::Yes,
                (Some(before), Some(after)) => same(before, after),
                (Some(only), None) | (None, Some(only)) if absent => same(only, &nothing),
                (Some(only), None) | (None, Some(only)) => match &only.shape {
                    Shape::Unknown(reason) => Same::Unknown(reason.clone()),
                    Shape::Required(names) => Same::Unknown(format!("it needs {}", names.join(", "))),
                    _ => Same::No,
                },
            };
            let name = self.model.name();
            let show = |value: Option<&Datum>| value.map_or_else(|| "nothing".to_owned(), shown);
            let place =
                self.model.meta.value(option).map(|(module, value)| (module.clone(), python::span(value)));
            let message = match answer {
                Same::Yes => continue,
                Same::No => format!("Meta.{option} of {name} was {} and is {}", show(before), show(after)),
                Same::Unknown(ref reason) => format!("Meta.{option} of {name}: {reason}"),
            };
            let mut difference = self.difference(message, None);
            if let Some((module, span)) = place {
                (difference.module, difference.span) = (module, span);
            }
            // A parent in an installed package may bring options of its own.
            if answer == Same::No && !(inherits && after.is_none()) {
                self.found.certain.push(difference);
            } else {
                self.found.open.push(difference);
            }
        }
    }

    /// `unique_together` and `index_together`, as sets of tuples.
    fn together(&mut self, old: &ModelState) {
        let name = self.model.name();
        for option in ["unique_together", "index_together"] {
            let sets = |value: Option<&Datum>| -> Option<BTreeSet<Vec<String>>> {
                let Some(value) = value else { return Some(BTreeSet::new()) };
                let items = match &value.shape {
                    Shape::None => return Some(BTreeSet::new()),
                    _ => value.items()?,
                };
                let texts = |items: &[Datum]| -> Option<Vec<String>> {
                    items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
                };
                if items.iter().any(|item| item.as_str().is_some()) {
                    return Some(BTreeSet::from([texts(items)?]));
                }
                items.iter().map(|set| texts(set.items()?)).collect()
            };
            match (sets(old.options.get(option)), sets(self.new.options.get(option))) {
                (Some(a), Some(b)) if a == b => {}
                (Some(a), Some(b)) => {
                    let message = format!("Meta.{option} of {name} was {a:?} and is {b:?}");
                    // Django 5.1 forgot `index_together`.
                    if option == "unique_together" && self.new.external.is_empty() {
                        self.certain(message, None);
                    } else {
                        self.open(message, None);
                    }
                }
                _ => self.open(format!("Meta.{option} of {name} is not known"), None),
            }
        }
    }

    /// Indexes or constraints: each must be on the other side.
    fn named(&mut self, what: &str, old: &[Datum], new: &[Datum]) {
        let name = self.model.name().to_owned();
        for (side, others, verb) in [(new, old, "no migration adds"), (old, new, "no model has any longer")] {
            for one in side {
                let label = name_of(one).unwrap_or("without a name").to_owned();
                let mut answer = Same::No;
                for other in others {
                    match same(one, other) {
                        Same::Yes => {
                            answer = Same::Yes;
                            break;
                        }
                        unknown @ Same::Unknown(_)
                            if name_of(one).is_none() || name_of(one) == name_of(other) =>
                        {
                            answer = unknown;
                        }
                        _ => {}
                    }
                }
                match answer {
                    Same::Yes => {}
                    Same::No if matches!(one.shape, Shape::Object { .. }) => {
                        self.certain(format!("{verb} the {what} {label} of {name}"), None);
                    }
                    Same::No => self.open(format!("an {what} of {name} is not known"), None),
                    Same::Unknown(reason) => {
                        self.open(format!("the {what} {label} of {name}: {reason}"), None);
                    }
                }
            }
        }
    }
}
