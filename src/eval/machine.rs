//! The state of a run, and what libraries and the rest of the interpreter ask of it.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;

use super::budget::Budget;
use super::env::Env;
use super::function::{Code, Unit};
use super::heap::{Dict, Entry, Heap, Id, List, Set, Thing};
use super::key::Key;
use super::value::{Kind, Name, Value};
use super::{Alternative, Origin, Request};
use crate::base::{RepoPath, Span};

/// What kind of code a frame runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Module,
    Class,
    Function,
}

/// One level of the call stack.
pub(super) struct Frame {
    pub unit: Rc<Unit>,
    pub place: Place,
    pub globals: Id,
    pub locals: Id,
    pub enclosing: Rc<[Id]>,
    /// Whether it is the scope of a comprehension, which `:=` passes over; and the names that it has bound so.
    pub comprehension: bool,
    pub walrus: Vec<Name>,
    /// The names that the function binds somewhere: they are its own from the start, as Python decides before it runs.
    pub own: Rc<HashSet<Name>>,
    /// Names declared `global` and `nonlocal`.
    pub declared_global: HashSet<Name>,
    pub declared_nonlocal: HashSet<Name>,
    /// For `super()`: the class that owns the running method, and the method's first argument.
    pub owner: Option<Id>,
    pub receiver: Option<Value>,
    /// The statement or expression that runs.
    pub span: Span,
    /// How many blocks of the frame are being run, each inside the one before.
    pub blocks: usize,
    /// The exceptions that are being handled.
    pub handling: Vec<super::raise::Raised>,
    /// What a generator has yielded.
    pub yields: Vec<Value>,
    /// What the rest of the frame depends on, because another environment would have left it earlier.
    pub sticky: Env,
    /// What it may have returned already, each with the open condition that decides.
    pub returned: Vec<(Value, Value)>,
    /// Name of the function or class, with those around it.
    pub qualified: Name,
}

impl Frame {
    /// A frame that has run nothing yet.
    pub fn new(
        unit: Rc<Unit>,
        place: Place,
        globals: Id,
        locals: Id,
        enclosing: Rc<[Id]>,
        qualified: Name,
    ) -> Self {
        Self {
            unit,
            place,
            globals,
            locals,
            enclosing,
            comprehension: false,
            walrus: Vec::new(),
            own: Rc::default(),
            declared_global: HashSet::new(),
            declared_nonlocal: HashSet::new(),
            owner: None,
            receiver: None,
            span: Span::default(),
            blocks: 0,
            handling: Vec::new(),
            yields: Vec::new(),
            sticky: Env::none(),
            returned: Vec::new(),
            qualified,
        }
    }
}

/// One `try` around the running code.
pub(super) struct Guard {
    /// The classes that its handlers catch; open values among them catch what nobody knows.
    pub classes: Vec<Value>,
    /// Exceptions that may have been raised inside, on branches that nobody can decide.
    pub possible: Vec<super::raise::Raised>,
}

/// The interpreter during one run.
pub struct Machine<'t> {
    /// Everything mutable.
    pub heap: Heap,
    pub(super) request: &'t Request<'t>,
    pub(super) budget: Budget,
    pub(super) frames: Vec<Frame>,
    pub(super) guards: Vec<Guard>,
    /// What the running code depends on through conditions, from the outside in (each includes those before).
    pub(super) control: Vec<Env>,
    /// Branches that left their block early, on conditions that nobody can decide.
    pub(super) pending: Vec<super::fork::Pending>,
    /// Variables that are taken as set, on a branch that is explored under that assumption.
    pub(super) assumed: Env,
    /// What explorations saw of names that are bound nowhere else, by the namespace of the module.
    pub(super) unassigned: HashMap<Id, IndexMap<Name, Vec<Alternative>>>,
    /// How deep explorations of branches not taken nest.
    pub(super) exploring: usize,
    pub(super) exceptions: HashMap<&'static str, Id>,
    /// `sys.modules`, `sys.path`, and what the code itself wrote to `os.environ`: heap objects.
    pub(super) modules: Id,
    pub(super) sys_path: Id,
    pub(super) environ: Id,
    /// The code of functions by place, so that a definition in a loop copies its body once.
    pub(super) codes: HashMap<(Name, usize, usize), Rc<Code>>,
    /// Regular expressions that were made ready, by their text; `None` for those that are not followed.
    pub(super) regexes: HashMap<String, Option<regex::Regex>>,
    /// Modules that are being imported (a circular import sees them half made).
    pub(super) files: Vec<RepoPath>,
    pub(super) problems: Vec<(RepoPath, String)>,
    /// Set where modules beside the settings are run.
    pub(super) program: Option<super::definitions::Program>,
}

impl<'t> Machine<'t> {
    /// A machine that has run nothing yet.
    pub(super) fn new(request: &'t Request<'t>) -> Self {
        let mut heap = Heap::new();
        // Id 0 is nobody's, so that a mistaken id is seen early.
        heap.add(Thing::List(List::default()));
        let modules = heap.add(Thing::Dict(Dict::default()));
        let sys_path = heap.add(Thing::List(List::default()));
        let environ = heap.add(Thing::Dict(Dict::default()));
        let mut machine = Self {
            heap,
            request,
            budget: Budget::new(request.steps),
            frames: Vec::new(),
            guards: Vec::new(),
            control: Vec::new(),
            pending: Vec::new(),
            assumed: Env::none(),
            unassigned: HashMap::new(),
            exploring: 0,
            exceptions: HashMap::new(),
            modules,
            sys_path,
            environ,
            codes: HashMap::new(),
            regexes: HashMap::new(),
            files: Vec::new(),
            problems: Vec::new(),
            program: None,
        };
        let folders = request.path.iter().map(|folder| Value::str(super::place::absolute(folder))).collect();
        machine.heap.list_mut(sys_path).items = folders;
        machine.make_exceptions();
        machine
    }

    /// A new list.
    pub fn list(&mut self, items: Vec<Value>) -> Value {
        let id = self.heap.add(Thing::List(List { items, ..List::default() }));
        self.here(Kind::List(id))
    }

    /// A new dictionary with string keys.
    pub fn dict<'n>(&mut self, entries: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
        let id = self.heap.add(Thing::Dict(Dict::default()));
        for (name, value) in entries {
            self.set_entry(id, name, value);
        }
        self.here(Kind::Dict(id))
    }

    /// A new set of these values; those that cannot be hashed leave it open.
    pub fn set(&mut self, items: Vec<Value>, frozen: bool) -> Value {
        let mut set = Set { frozen, ..Set::default() };
        for item in items {
            match self.key(&item) {
                Some(key) => {
                    set.items.entry(key).or_insert(item);
                }
                None => set.shape.more = Some(item),
            }
        }
        let id = self.heap.add(Thing::Set(set));
        self.here(Kind::Set(id))
    }

    /// A value made by the statement that runs.
    pub fn here(&self, kind: Kind) -> Value {
        Value::new(kind).at(self.origin())
    }

    /// The place in the repository that runs: inside the model of a library, the place that called it. What a model makes
    /// while it is imported comes from no place.
    pub fn origin(&self) -> Option<Rc<Origin>> {
        for frame in self.frames.iter().rev() {
            if frame.unit.file.is_some() {
                return frame.unit.origin(frame.span);
            }
            if frame.place == Place::Module {
                return None;
            }
        }
        None
    }

    /// The entry of a dictionary under a string key.
    pub fn entry(&self, dict: Id, name: &str) -> Option<Value> {
        self.heap.dict(dict).entries.get(&Key::text(name)).map(|entry| entry.value.clone())
    }

    /// Sets the entry of a dictionary under a string key.
    pub fn set_entry(&mut self, dict: Id, name: &str, value: Value) {
        let entries = &mut self.heap.dict_mut(dict).entries;
        let key = Key::text(name);
        match entries.get_mut(&key) {
            Some(entry) => entry.value = value,
            None => {
                entries.insert(key, Entry { key: Value::str(name), value, history: None });
            }
        }
    }

    /// The key of a value in a dictionary or set; `None` where it cannot be hashed or is not known.
    pub fn key(&self, value: &Value) -> Option<Key> {
        if let Kind::Str(text) | Kind::Path(text) = &value.kind {
            // It is hashed, and compared with an equal one.
            self.afford(text.len() / 256);
        }
        if let Kind::Instance(id) = value.kind
            && let Some(payload) = self.heap.instance(id).and_then(|instance| instance.payload.as_ref())
        {
            return Key::of(payload);
        }
        if let Kind::Set(id) = value.kind
            && self.heap.set(id).frozen
        {
            return Some(Key::Id(id));
        }
        Key::of(value)
    }

    /// What cannot be worked out from these values: required where one of them is, else unknown, for the reason of an
    /// unknown one among them or else for `reason`.
    pub fn open<'v>(&self, values: impl IntoIterator<Item = &'v Value>, reason: &str) -> Value {
        let mut env = Env::none();
        let mut required = Env::none();
        let mut because: Option<Rc<str>> = None;
        for value in values {
            env = env.union(&value.meta.env);
            match &value.kind {
                Kind::Required(names) => required = required.union(names),
                Kind::Unknown(why) if because.is_none() => because = Some(why.clone()),
                _ => {}
            }
        }
        if required.is_empty() {
            Value::unknown(because.unwrap_or_else(|| Rc::from(reason))).on(&env).at(self.origin())
        } else {
            Value::required(required).on(&env).at(self.origin())
        }
    }

    /// The variables that the running code depends on through conditions.
    pub(super) fn condition(&self) -> Env {
        let sticky = self.frames.last().map_or_else(Env::none, |frame| frame.sticky.clone());
        self.control.last().map_or_else(|| sticky.clone(), |env| env.union(&sticky))
    }

    /// The value as it leaves the running code: it depends on the conditions around it too.
    pub(super) fn tainted(&self, value: Value) -> Value {
        let condition = self.condition();
        if condition.is_empty() { value } else { value.on(&condition) }
    }

    /// Notes in a container what just changed it.
    pub(super) fn touch(&mut self, container: &Value) {
        let origin = self.origin();
        let condition = self.condition();
        let shape = match container.kind {
            Kind::List(id) => &mut self.heap.list_mut(id).shape,
            Kind::Dict(id) => &mut self.heap.dict_mut(id).shape,
            Kind::Set(id) => &mut self.heap.set_mut(id).shape,
            _ => return,
        };
        shape.env = shape.env.union(&condition);
        if let Some(origin) = origin {
            let touched = shape.touched.get_or_insert_with(Rc::default);
            if touched.last() != Some(&*origin) {
                Rc::make_mut(touched).push((*origin).clone());
            }
        }
    }

    /// What is known of the environment variable `name`: its value where it is set, `None` where it is not.
    ///
    /// The value depends on the variable; whatever a caller puts in place of `None` must be made to depend on it too:
    /// `default.on(&Env::of(name))`.
    pub fn variable(&self, name: &str) -> Option<Value> {
        let env = Env::of(name);
        if let Some(value) = self.entry(self.environ, name) {
            return (!matches!(value.kind, Kind::NotImplemented)).then(|| value.on(&env));
        }
        if let Some(variable) = self.request.environment.iter().find(|variable| variable.name == name) {
            return Some(
                Value::str(variable.value.as_str()).on(&env).at(variable.origin.clone().map(Rc::new)),
            );
        }
        if self.assumed.contains(name) {
            return Some(Value::required(env).at(self.origin()));
        }
        // A variable whose name is not known was set: it may be this one.
        self.heap.dict(self.environ).shape.more.as_ref().map(|more| more.clone().on(&env))
    }

    /// Those of the variables that nothing sets.
    pub fn unset(&self, env: &Env) -> Env {
        env.filter(|name| {
            self.entry(self.environ, name).is_none()
                && !self.request.environment.iter().any(|variable| variable.name == name)
        })
    }
}
