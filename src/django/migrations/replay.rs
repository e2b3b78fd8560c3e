//! The state that the migrations build: their operations, carried out one after the other.

use super::field::deconstruct;
use super::index::{name_of, plain, with};
use super::order::ordered;
use super::state::{Managers, ModelState, State};
use super::value::{OWN, Values, datum, text};
use super::{Migration, Migrations};
use crate::django::Version;
use crate::django::names::public;
use crate::eval::{Datum, Shape};

/// How deep operations may hold operations.
const DEPTH: usize = 20;

/// Replays all migrations in the order of their dependencies.
pub(super) fn replay(
    migrations: &Migrations,
    values: &Values<'_>,
    version: Option<Version>,
    problem: &dyn Fn(&str) -> Option<String>,
) -> State {
    let mut replay =
        Replay { values, version, state: State::default(), app: String::new(), place: String::new() };
    for migration in ordered(migrations, values) {
        replay.run(migration, problem);
    }
    replay.state
}

/// The arguments of one operation.
struct Operation<'d> {
    args: &'d [Datum],
    kwargs: &'d [(String, Datum)],
}

impl<'d> Operation<'d> {
    fn get(&self, at: usize, name: &str) -> Option<&'d Datum> {
        let named = self.kwargs.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        named.or_else(|| self.args.get(at))
    }

    fn text(&self, at: usize, name: &str) -> Option<&'d str> {
        self.get(at, name).and_then(Datum::as_str)
    }
}

struct Replay<'f> {
    values: &'f Values<'f>,
    version: Option<Version>,
    state: State,
    app: String,
    place: String,
}

impl Replay<'_> {
    fn gap(&mut self, reason: String) {
        self.state.gaps.entry(self.app.clone()).or_insert(reason);
    }

    fn run(&mut self, migration: &Migration, problem: &dyn Fn(&str) -> Option<String>) {
        self.app.clone_from(&migration.app);
        let module = migration.module.dotted();
        self.place = migration.module.file().path().to_string();
        if let Some(reason) = problem(module) {
            self.gap(format!("{} cannot be evaluated: {reason}", self.place));
            return;
        }
        let class =
            self.values.definitions.classes.get(&format!("{module}.Migration")).and_then(|all| all.last());
        let Some(class) = class else {
            self.gap(format!("{} defines no Migration that can be evaluated", self.place));
            return;
        };
        let inherited =
            class.lineage.iter().filter_map(|name| self.values.definitions.classes.get(name)?.last());
        let found = inherited.into_iter().find_map(|class| class.attribute("operations"));
        match found.map(|attribute| attribute.value.items()) {
            Some(Some(operations)) => operations.iter().for_each(|operation| self.apply(operation, DEPTH)),
            Some(None) => self.gap(format!("the operations of {} are not known", self.place)),
            None => {}
        }
    }

    /// The operation of Django that a class of operations stands for.
    fn kind(&self, class: &str) -> Option<String> {
        let mut class = public(class);
        for _ in 0..DEPTH {
            let Some(own) = self.values.definitions.classes.get(&class).and_then(|all| all.last()) else {
                return Some(class);
            };
            if own.attribute("state_forwards").is_some() {
                return None;
            }
            class = own.bases.iter().find_map(|base| match &base.shape {
                Shape::Named(name) => Some(public(name)),
                _ => None,
            })?;
        }
        None
    }

    fn apply(&mut self, operation: &Datum, depth: usize) {
        let done = match &operation.shape {
            Shape::Object { class, args, kwargs } if depth > 0 => self.kind(class).and_then(|kind| {
                let known = kind.starts_with("django.") || kind.contains(".operations.");
                let word = kind.rsplit('.').next().unwrap_or_default().to_owned();
                known.then_some(())?;
                self.act(&word, &Operation { args, kwargs }, depth)
            }),
            _ => None,
        };
        if done.is_none() {
            let line = operation.origin.as_ref().map_or(0, |origin| origin.line);
            let what = match &operation.shape {
                Shape::Object { class, .. } => class.rsplit('.').next().unwrap_or(class).to_owned(),
                Shape::Unknown(reason) => format!("an operation ({reason})"),
                _ => "an operation".to_owned(),
            };
            self.gap(format!("{what} at {}:{line} cannot be followed", self.place));
        }
    }

    fn act(&mut self, word: &str, op: &Operation<'_>, depth: usize) -> Option<()> {
        match word {
            "CreateModel" => self.create(op),
            "DeleteModel" => {
                let key = self.key(op.text(0, "name")?);
                self.state.models.remove(&key).map(drop)
            }
            "RenameModel" => self.rename_model(op.text(0, "old_name")?, op.text(1, "new_name")?),
            "AddField" | "AlterField" => {
                let (app, name) = self.key(op.text(0, "model_name")?);
                let field = op.text(1, "name")?.to_owned();
                let keeps = op.get(3, "preserve_default").is_none_or(|value| value.truth() == Some(true));
                let mut form = deconstruct(self.values, op.get(2, "field")?, (&app, &name), self.version);
                if let (Ok(form), false) = (&mut form, keeps) {
                    form.parts.remove("default");
                    form.parts.remove("db_default");
                }
                let model = self.state.models.get_mut(&(app, name))?;
                model.fields.insert(field, form);
                Some(())
            }
            "RemoveField" => {
                let field = op.text(1, "name")?;
                self.model(op, "model_name")?.fields.shift_remove(field).map(drop)
            }
            "RenameField" => self.rename_field(op),
            "AlterModelOptions" => {
                let options = self.values.clean(op.get(1, "options")?);
                let Shape::Dict(entries) = options.shape else { return None };
                let model = self.model(op, "name")?;
                model.options.retain(|name, _| !super::ALTERED.contains(&name.as_str()));
                for (key, value) in entries {
                    model.options.insert(key.datum.as_str()?.to_owned(), value);
                }
                Some(())
            }
            "AlterUniqueTogether" => self.set(op, "unique_together"),
            "AlterIndexTogether" => self.set(op, "index_together"),
            "AlterOrderWithRespectTo" => self.set(op, "order_with_respect_to"),
            "AlterModelTable" => {
                let value = op.get(1, "table").cloned().unwrap_or_else(|| datum(Shape::None));
                self.set_to(op, "db_table", &value)
            }
            "AlterModelTableComment" => {
                let value = op.get(1, "table_comment")?.clone();
                self.set_to(op, "db_table_comment", &value)
            }
            "AlterModelManagers" => {
                let managers = managers(op.get(1, "managers"));
                self.model(op, "name")?.managers = managers;
                Some(())
            }
            "AddIndex" | "AddIndexConcurrently" => {
                let index = plain(&self.values.clean(op.get(1, "index")?));
                self.model(op, "model_name")?.indexes.push(index);
                Some(())
            }
            "RemoveIndex" | "RemoveIndexConcurrently" => {
                let name = op.text(1, "name")?;
                self.model(op, "model_name")?.indexes.retain(|index| name_of(index) != Some(name));
                Some(())
            }
            "RenameIndex" => self.rename_index(op),
            "AddConstraint" | "AddConstraintNotValid" => {
                let constraint = plain(&self.values.clean(op.get(1, "constraint")?));
                self.model(op, "model_name")?.constraints.push(constraint);
                Some(())
            }
            "AlterConstraint" => {
                let name = op.text(1, "name")?;
                let constraint = plain(&self.values.clean(op.get(2, "constraint")?));
                let model = self.model(op, "model_name")?;
                *model.constraints.iter_mut().find(|known| name_of(known) == Some(name))? = constraint;
                Some(())
            }
            "RemoveConstraint" => {
                let name = op.text(1, "name")?;
                self.model(op, "model_name")?.constraints.retain(|known| name_of(known) != Some(name));
                Some(())
            }
            "SeparateDatabaseAndState" => self.inner(op.get(1, "state_operations"), depth),
            "RunSQL" => self.inner(op.get(2, "state_operations"), depth),
            "RunPython" | "ValidateConstraint" | "CreateCollation" | "RemoveCollation" => Some(()),
            other if other.ends_with("Extension") => Some(()),
            _ => None,
        }
    }

    fn inner(&mut self, operations: Option<&Datum>, depth: usize) -> Option<()> {
        match operations.map(|all| (all.items(), &all.shape)) {
            None | Some((_, Shape::None)) => Some(()),
            Some((Some(all), _)) => {
                for operation in all {
                    self.apply(operation, depth - 1);
                }
                Some(())
            }
            Some((None, _)) => None,
        }
    }

    fn key(&self, model: &str) -> (String, String) {
        (self.app.clone(), model.to_lowercase())
    }

    fn model(&mut self, op: &Operation<'_>, name: &str) -> Option<&mut ModelState> {
        let key = self.key(op.text(0, name)?);
        self.state.models.get_mut(&key)
    }

    fn set(&mut self, op: &Operation<'_>, option: &str) -> Option<()> {
        let value = op.get(1, option)?.clone();
        self.set_to(op, option, &value)
    }

    fn set_to(&mut self, op: &Operation<'_>, option: &str, value: &Datum) -> Option<()> {
        let value = self.values.clean(value);
        self.model(op, "name")?.options.insert(option.to_owned(), value);
        Some(())
    }

    fn create(&mut self, op: &Operation<'_>) -> Option<()> {
        let name = op.text(0, "name")?;
        let key = self.key(name);
        let mut model = ModelState { name: name.to_owned(), ..ModelState::default() };
        for pair in op.get(1, "fields")?.items()? {
            match pair.items() {
                Some([name, field]) => {
                    let form = deconstruct(self.values, field, (&key.0, &key.1), self.version);
                    model.fields.insert(name.as_str()?.to_owned(), form);
                }
                _ => model.gaps.push("the fields of its CreateModel are not wholly known".to_owned()),
            }
        }
        if let Some(options) = op.get(2, "options").map(|options| self.values.clean(options)) {
            let Shape::Dict(entries) = options.shape else { return None };
            for (key, value) in entries {
                model.options.insert(key.datum.as_str()?.to_owned(), value);
            }
        }
        let mut all = |option: &str| {
            let found = model.options.remove(option);
            found.as_ref().and_then(Datum::items).unwrap_or_default().iter().map(plain).collect()
        };
        (model.indexes, model.constraints) = (all("indexes"), all("constraints"));
        model.managers = managers(op.get(4, "managers"));
        self.state.models.insert(key, model);
        Some(())
    }

    fn rename_model(&mut self, old: &str, new: &str) -> Option<()> {
        let mut model = self.state.models.remove(&self.key(old))?;
        new.clone_into(&mut model.name);
        self.state.models.insert(self.key(new), model);
        let before = format!("{}.{}", self.app, old).to_lowercase();
        let after = format!("{}.{}", self.app, new).to_lowercase();
        for form in self.state.models.values_mut().flat_map(|model| model.fields.values_mut()).flatten() {
            for part in ["to", "through"] {
                if form.parts.get(part).and_then(Datum::as_str) == Some(&before) {
                    form.parts.insert(part.to_owned(), text(after.clone()));
                }
            }
        }
        Some(())
    }

    fn rename_field(&mut self, op: &Operation<'_>) -> Option<()> {
        let (old, new) = (op.text(1, "old_name")?, op.text(2, "new_name")?);
        let key = self.key(op.text(0, "model_name")?);
        let model = self.state.models.get_mut(&key)?;
        let at = model.fields.get_index_of(old)?;
        let (_, form) = model.fields.shift_remove_index(at)?;
        model.fields.shift_insert(at, new.to_owned(), form);
        for option in ["unique_together", "index_together"] {
            if let Some(value) = model.options.get_mut(option) {
                rename_in(value, old, new);
            }
        }
        let label = format!("{}.{}", key.0, key.1).to_lowercase();
        for form in self.state.models.values_mut().flat_map(|model| model.fields.values_mut()).flatten() {
            let points_here = form.parts.get("to").and_then(Datum::as_str) == Some(&label);
            if points_here && form.parts.get("to_field").and_then(Datum::as_str) == Some(old) {
                form.parts.insert("to_field".to_owned(), text(new));
            }
        }
        Some(())
    }

    fn rename_index(&mut self, op: &Operation<'_>) -> Option<()> {
        let new = op.text(1, "new_name")?;
        let old = op.text(2, "old_name").map(str::to_owned);
        let fields = op.get(3, "old_fields").cloned();
        let model = self.model(op, "model_name")?;
        if let Some(old) = old {
            let index = model.indexes.iter_mut().find(|index| name_of(index) == Some(&old))?;
            *index = with(index, "name", text(new));
            return Some(());
        }
        // An unnamed one of `index_together` gets a name.
        let fields = fields?;
        let wanted = fields.items()?.to_vec();
        let plain_fields = datum(Shape::List(wanted.clone()));
        let together = model.options.get("index_together").and_then(Datum::items).unwrap_or_default();
        let rest = together.iter().filter(|set| set.items() != Some(&wanted)).cloned().collect();
        model.options.insert("index_together".to_owned(), datum(Shape::Set(rest)));
        let kwargs = vec![("fields".to_owned(), plain_fields), ("name".to_owned(), text(new))];
        let class = "django.db.models.Index".to_owned();
        model.indexes.push(datum(Shape::Object { class, args: Vec::new(), kwargs }));
        Some(())
    }
}

fn rename_in(value: &mut Datum, old: &str, new: &str) {
    match &mut value.shape {
        Shape::List(items) | Shape::Tuple(items) | Shape::Set(items) => {
            for item in items {
                rename_in(item, old, new);
            }
        }
        Shape::Str(text) if text == old => new.clone_into(text),
        _ => {}
    }
}

/// The managers of `CreateModel` and `AlterModelManagers`.
fn managers(given: Option<&Datum>) -> Managers {
    let Some(given) = given else { return Managers::default() };
    let Some(items) = given.items() else {
        return Managers::Unknown("its managers are not known".to_owned());
    };
    let mut found = Vec::new();
    for item in items {
        match item.items() {
            Some([name, Datum { shape: Shape::Object { class, .. }, .. }]) if class != OWN => {
                found.push((name.as_str().unwrap_or_default().to_owned(), public(class)));
            }
            _ => return Managers::Unknown("one of its managers is not known".to_owned()),
        }
    }
    Managers::Known { recorded: found, foreign: Vec::new() }
}
