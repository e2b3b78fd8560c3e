//! The classes that further modules of the project define, with the settings at hand.
//!
//! Models and migrations are code of the project that Django imports once the settings are made. They are run by the
//! same interpreter. What they make of an installed package's classes stays visible as what it was made from:
//! `models.CharField(max_length=20)` is an object of that class with that argument.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::thread;

use indexmap::IndexMap;

use super::call::foreign_reason;
use super::heap::Id;
use super::raise::Eval;
use super::run::STACK;
use super::value::{Args, Kind, Value};
use super::{Datum, Machine, Origin, Request};

/// The class of an object that stands for an attribute of an expression: `F("x").desc`.
pub(super) const ATTRIBUTE: &str = "<attribute>";
/// The class of an object that stands for the call of such an attribute.
pub(super) const CALL: &str = "<call>";
/// Functions of Django whose result is told by their arguments.
const KEPT: [&str; 4] = [
    "django.contrib.auth.get_user_model",
    "django.contrib.auth.models.get_user_model",
    "django.db.migrations.swappable_dependency",
    "django.db.migrations.migration.swappable_dependency",
];

/// Whether the result of a function of a package is told by what it is called with.
pub(super) fn is_kept(name: &str) -> bool {
    KEPT.contains(&name)
        || [".as_manager", ".from_queryset"].iter().any(|ending| name.ends_with(ending))
        || (name.starts_with("django.db.models.") && matches!(name.rsplit('.').next(), Some("Q" | "F")))
}

/// Whether what calls make of an object of this class is kept as a call.
pub(super) fn makes(class: &str) -> bool {
    class == ATTRIBUTE || class.ends_with(".from_queryset")
}

/// The circumstances of code that runs after the settings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Program {
    /// The globals of the settings module, where it could be run.
    settings: Option<Id>,
}

/// What the modules define.
#[derive(Debug, Clone, Default)]
pub struct Definitions {
    /// Why a module could not be run to its end, by dotted name.
    pub problems: IndexMap<String, String>,
    /// The modules of the repository that were run, those imported on the way included.
    pub modules: BTreeSet<String>,
    /// The classes of the repository by `module.Qualified.name`; a name that was defined again has several.
    pub classes: IndexMap<String, Vec<Defined>>,
}

/// One class.
#[derive(Debug, Clone)]
pub struct Defined {
    /// The module that defines it, dotted.
    pub module: String,
    /// Its name, with those of the classes around it.
    pub name: String,
    /// The classes that it derives from, as written.
    pub bases: Vec<Datum>,
    /// The class itself and its ancestors in the repository, in method resolution order.
    pub lineage: Vec<String>,
    /// What its body binds, in order.
    pub attributes: Vec<Attribute>,
    /// Why it may have more attributes than these.
    pub open: Option<String>,
    /// Whether its module holds it under its name.
    pub bound: bool,
}

/// A name in the body of a class.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// The name.
    pub name: String,
    /// What it is bound to.
    pub value: Datum,
    /// The statement that bound it last.
    pub origin: Option<Origin>,
}

impl Defined {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// Runs `modules` one after the other, the settings of `request` before them.
///
/// It never fails: a module that cannot be run to its end is among [`Definitions::problems`].
pub fn definitions(request: &Request<'_>, modules: &[String]) -> Definitions {
    let broken = || Definitions {
        problems: modules.iter().map(|name| (name.clone(), "its evaluation broke off".to_owned())).collect(),
        ..Definitions::default()
    };
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("definitions".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || catch_unwind(AssertUnwindSafe(|| run(request, modules))));
        match worker.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(Ok(found))) => found,
            _ => broken(),
        }
    })
}

fn run(request: &Request<'_>, modules: &[String]) -> Definitions {
    let mut machine = Machine::new(request);
    let mut settings = None;
    if let Ok(module @ Value { kind: Kind::Module(id), .. }) = machine.import_absolute(&request.module, true)
    {
        settings = machine.heap.module(id).map(|module| module.globals);
        if settings.is_some_and(|globals| machine.configure(request, &module, globals).is_err()) {
            settings = None;
        }
    }
    machine.program = Some(Program { settings });
    machine.problems.clear();
    let mut found = Definitions::default();
    for name in modules {
        machine.refill();
        let reason = match machine.import_absolute(name, false) {
            Ok(Value { kind: Kind::Module(id), .. }) => machine
                .heap
                .module(id)
                .and_then(|module| machine.heap.dict(module.globals).shape.more.clone())
                .map(|more| match &more.kind {
                    Kind::Unknown(reason) => reason.to_string(),
                    _ => "it depends on variables that are not set".to_owned(),
                }),
            Ok(_) => Some("it is no module of the repository".to_owned()),
            Err(stop) => Some(machine.reason(&stop).to_string()),
        };
        if let Some(reason) = reason {
            found.problems.insert(name.clone(), reason);
        }
    }
    machine.refill();
    machine.collect(&mut found);
    found
}

impl Machine<'_> {
    fn collect(&mut self, found: &mut Definitions) {
        let names =
            self.heap.dict(self.modules).entries.values().filter_map(|entry| entry.key.as_str().cloned());
        found.modules = names.filter(|name| !self.library_made(name)).map(|name| name.to_string()).collect();
        let count = Id::try_from(self.heap.len()).unwrap_or(Id::MAX);
        for id in 0..count {
            let Some(class) = self.heap.class(id).cloned() else { continue };
            if self.library_made(&class.module) {
                continue;
            }
            let choices =
                if self.enumerates(id) { self.enum_attr(id, "choices").ok().flatten() } else { None };
            let namespace = self.heap.dict(class.namespace);
            let mut attributes: Vec<Attribute> = namespace
                .entries
                .values()
                .filter_map(|entry| {
                    let name = entry.key.as_str()?;
                    (!name.starts_with("__")).then(|| Attribute {
                        name: name.to_string(),
                        value: self.datum(&entry.value),
                        origin: self.last_change(class.namespace, name),
                    })
                })
                .collect();
            attributes.extend(choices.map(|choices| Attribute {
                name: "choices".to_owned(),
                value: self.datum(&choices),
                origin: None,
            }));
            let defined = Defined {
                module: class.module.to_string(),
                name: class.name.to_string(),
                bases: class.bases.iter().map(|base| self.datum(base)).collect(),
                lineage: class.mro.iter().map(|id| self.class_path(*id)).collect(),
                attributes,
                open: namespace.shape.more.as_ref().map(|more| match &more.kind {
                    Kind::Unknown(reason) => reason.to_string(),
                    _ => "it depends on variables that are not set".to_owned(),
                }),
                bound: self.is_bound(&class.module, &class.name, id),
            };
            found.classes.entry(self.class_path(id)).or_default().push(defined);
        }
    }

    /// Whether a class belongs to the interpreter or to the model of a library.
    fn library_made(&self, module: &str) -> bool {
        !(self.has_module(module) || module.starts_with("django.contrib."))
    }

    fn is_bound(&self, module: &str, name: &Rc<str>, class: Id) -> bool {
        let Some(Value { kind: Kind::Module(id), .. }) = self.entry(self.modules, module) else {
            return false;
        };
        let Some(globals) = self.heap.module(id).map(|module| module.globals) else { return false };
        self.entry(globals, name)
            .is_some_and(|value| matches!(value.kind, Kind::Class(bound) if bound == class))
    }

    /// Whether a name is that of Django's settings, in a program.
    pub(super) fn is_settings(&self, name: &str) -> bool {
        name == "django.conf.settings" && self.program.is_some()
    }

    /// `settings.name`: the project's own, or what stands for Django's default.
    pub(super) fn setting(&self, name: &str) -> Value {
        let own = self.program.and_then(|program| program.settings).and_then(|globals| {
            self.entry(globals, name).or_else(|| self.heap.dict(globals).shape.more.clone())
        });
        own.unwrap_or_else(|| {
            Value::object("django.conf.settings", vec![Value::str(name)], Vec::new()).at(self.origin())
        })
    }

    /// Whether a value is an expression of Django's query language (`Q(…)`, `F(…)`) that operators combine.
    pub(super) fn is_expression(&self, value: &Value) -> bool {
        self.program.is_some()
            && matches!(&value.kind, Kind::Object(made)
                if made.class.starts_with("django.") || made.class.starts_with('<'))
    }

    /// An attribute that a class takes over from `base`, which an installed package defines.
    pub(super) fn attribute_of(&self, class: &Value, name: &str, base: &str) -> Value {
        if self.program.is_some() {
            return self.expression_attr(class.clone(), name);
        }
        Value::unknown(foreign_reason(base)).at(self.origin())
    }

    /// What an operator makes of expressions.
    pub(super) fn operation(&self, operator: &str, operands: Vec<Value>) -> Value {
        Value::object(&format!("<{operator}>"), operands, Vec::new()).at(self.origin())
    }

    /// An attribute of an expression: `F("x").desc`.
    pub(super) fn expression_attr(&self, object: Value, name: &str) -> Value {
        Value::object(ATTRIBUTE, vec![object, Value::str(name)], Vec::new()).at(self.origin())
    }
}

/// `super().__init__`, bound, where the class above comes from an installed package: what it is given makes the object.
pub(super) fn initialiser(bound: &Value) -> Value {
    Value::native_with("object.__init__", remember, vec![bound.clone()])
}

/// `super().__init__(…)` of a class of an installed package: what it is given makes the object.
#[expect(clippy::unnecessary_wraps, reason = "native functions may raise")]
fn remember(m: &mut Machine<'_>, with: &[Value], args: &Args) -> Eval {
    if m.program.is_some()
        && let Some(Kind::Instance(id)) = with.first().map(|value| &value.kind)
        && let Some(instance) = m.heap.instance(*id).cloned()
    {
        let class = m.class_path(instance.class);
        let object = Value::object(&class, args.values_seen(), args.named.clone());
        m.set_entry(instance.attributes, "__made_from__", object);
    }
    Ok(Value::none())
}
