//! The heap: everything mutable, with states that can be forked, taken back and joined.
//!
//! An *epoch* is a stretch of execution that may be taken back. While one is open, the first write to each object
//! keeps the object's former state, so that [`Heap::undo`] costs only what was written.

use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};

use super::env::Env;
use super::key::Key;
use super::value::{Name, Value};
use super::{Origin, function::Code};

/// The name of an object in the heap. Never reused.
pub type Id = u32;

/// A list.
#[derive(Clone, Default)]
pub struct List {
    /// The items that are known to be there.
    pub items: Vec<Value>,
    /// What is common to all containers.
    pub shape: Shape,
}

/// A dictionary or namespace.
#[derive(Clone, Default)]
pub struct Dict {
    /// The entries, in the order of insertion.
    pub entries: IndexMap<Key, Entry>,
    /// What is common to all containers.
    pub shape: Shape,
}

/// A value in a dictionary.
#[derive(Clone)]
pub struct Entry {
    /// The key as it was written.
    pub key: Value,
    /// The value.
    pub value: Value,
    /// The statements that bound it and that contributed before (kept for namespaces).
    pub history: Option<Rc<Vec<Origin>>>,
}

/// A set or frozen set.
#[derive(Clone, Default)]
pub struct Set {
    /// The items, in the order of insertion.
    pub items: IndexMap<Key, Value>,
    /// Whether it is a `frozenset`.
    pub frozen: bool,
    /// What is common to all containers.
    pub shape: Shape,
}

/// What is common to all containers.
#[derive(Clone, Default)]
pub struct Shape {
    /// There may be more in it (or, in a list, elsewhere between): this open value says why it is not known.
    pub more: Option<Value>,
    /// The environment variables that decide what is in it.
    pub env: Env,
    /// The statements that changed it after it was made.
    pub touched: Option<Rc<Vec<Origin>>>,
}

/// An instance of a class.
#[derive(Clone)]
pub struct Instance {
    /// Its class: [`super::value::Kind::Class`].
    pub class: Id,
    /// Its attributes: a dictionary.
    pub attributes: Id,
    /// The value that it is as an instance of a built-in type (`class Names(list)`).
    pub payload: Option<Value>,
}

/// A class.
#[derive(Clone)]
pub struct Class {
    /// Its name.
    pub name: Name,
    /// The module that defines it, dotted.
    pub module: Name,
    /// The bases, as written.
    pub bases: Vec<Value>,
    /// The class itself and its ancestors that are classes of the heap, in method resolution order.
    pub mro: Vec<Id>,
    /// The first ancestor that is a built-in type.
    pub builtin: Option<&'static str>,
    /// The first ancestor that is not known (it comes from an installed package).
    pub foreign: Option<Name>,
    /// The namespace: a dictionary.
    pub namespace: Id,
}

/// A function of Python.
#[derive(Clone)]
pub struct Function {
    /// Parameters and body.
    pub code: Rc<Code>,
    /// The values of the parameters' defaults, by parameter name.
    pub defaults: Rc<Vec<(Name, Value)>>,
    /// The namespaces of the enclosing functions, innermost last.
    pub enclosing: Rc<[Id]>,
    /// The globals of its module.
    pub globals: Id,
    /// The class in whose body it was defined, for `super()`; filled in when the class is made.
    pub owner: Option<Id>,
    /// Its attributes: a dictionary, made when first needed.
    pub attributes: Option<Id>,
}

/// A module.
#[derive(Clone)]
pub struct Module {
    /// The dotted name.
    pub name: Name,
    /// Its globals: a dictionary.
    pub globals: Id,
}

/// An iterator over values that were worked out beforehand.
#[derive(Clone)]
pub struct Iter {
    /// All values.
    pub items: Rc<[Value]>,
    /// The index of the next one.
    pub next: usize,
    /// There may be more, for this reason.
    pub more: Option<Value>,
}

/// Anything mutable.
#[derive(Clone)]
pub enum Thing {
    /// A list.
    List(List),
    /// A dictionary.
    Dict(Dict),
    /// A set.
    Set(Set),
    /// An instance.
    Instance(Instance),
    /// A class.
    Class(Class),
    /// A function.
    Function(Function),
    /// A module.
    Module(Module),
    /// An iterator.
    Iter(Iter),
}

impl Thing {
    /// How many values it holds itself.
    pub fn len(&self) -> usize {
        match self {
            Self::List(list) => list.items.len(),
            Self::Dict(dict) => dict.entries.len(),
            Self::Set(set) => set.items.len(),
            _ => 1,
        }
    }
}

struct Slot {
    thing: Rc<Thing>,
    /// The epoch in which its former state was kept, or in which it was made.
    stamp: u64,
}

/// What an epoch changed: the objects and their states at its end.
pub type Delta = IndexMap<Id, Rc<Thing>>;

/// All objects of one run.
pub struct Heap {
    slots: Vec<Slot>,
    log: Vec<(Id, Rc<Thing>, u64)>,
    epochs: Vec<(usize, u64)>,
    serial: u64,
    list: List,
    dict: Dict,
    set: Set,
}

macro_rules! access {
    ($read:ident, $write:ident, $variant:ident, $type:ty, $what:literal, $default:ident) => {
        #[doc = concat!("Reads ", $what, "; an empty one where `id` names something else.")]
        pub fn $read(&self, id: Id) -> &$type {
            match self.slots.get(id as usize).map(|slot| &*slot.thing) {
                Some(Thing::$variant(found)) => found,
                _ => &self.$default,
            }
        }

        #[doc = concat!("Opens ", $what, " for writing.")]
        pub fn $write(&mut self, id: Id) -> &mut $type {
            self.keep(id);
            // A scratch object takes writes to what is of another kind: no such write can be seen by anyone.
            match self.slots.get_mut(id as usize).map(|slot| Rc::make_mut(&mut slot.thing)) {
                Some(Thing::$variant(found)) => found,
                _ => &mut self.$default,
            }
        }
    };
}

macro_rules! optional {
    ($read:ident, $write:ident, $variant:ident, $type:ty, $what:literal) => {
        #[doc = concat!("Reads ", $what, ".")]
        pub fn $read(&self, id: Id) -> Option<&$type> {
            match self.slots.get(id as usize).map(|slot| &*slot.thing) {
                Some(Thing::$variant(found)) => Some(found),
                _ => None,
            }
        }

        #[doc = concat!("Opens ", $what, " for writing.")]
        pub fn $write(&mut self, id: Id) -> Option<&mut $type> {
            self.keep(id);
            match self.slots.get_mut(id as usize).map(|slot| Rc::make_mut(&mut slot.thing)) {
                Some(Thing::$variant(found)) => Some(found),
                _ => None,
            }
        }
    };
}

impl Heap {
    /// An empty heap.
    pub fn new() -> Self {
        Self {
            slots: Vec::new(),
            log: Vec::new(),
            epochs: Vec::new(),
            serial: 0,
            list: List::default(),
            dict: Dict::default(),
            set: Set::default(),
        }
    }

    /// How many objects were made.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Puts a new object into the heap.
    pub fn add(&mut self, thing: Thing) -> Id {
        let id = Id::try_from(self.slots.len()).unwrap_or(Id::MAX);
        self.slots.push(Slot { thing: Rc::new(thing), stamp: self.epoch() });
        id
    }

    /// The present state of an object.
    pub fn thing(&self, id: Id) -> Option<&Rc<Thing>> {
        self.slots.get(id as usize).map(|slot| &slot.thing)
    }

    /// Puts an object into another state.
    pub fn put(&mut self, id: Id, thing: Rc<Thing>) {
        self.keep(id);
        if let Some(slot) = self.slots.get_mut(id as usize) {
            slot.thing = thing;
        }
    }

    access!(list, list_mut, List, List, "a list", list);
    access!(dict, dict_mut, Dict, Dict, "a dictionary", dict);
    access!(set, set_mut, Set, Set, "a set", set);
    optional!(instance, instance_mut, Instance, Instance, "an instance");
    optional!(class, class_mut, Class, Class, "a class");
    optional!(function, function_mut, Function, Function, "a function");

    /// Reads a module.
    pub fn module(&self, id: Id) -> Option<&Module> {
        match self.slots.get(id as usize).map(|slot| &*slot.thing) {
            Some(Thing::Module(found)) => Some(found),
            _ => None,
        }
    }

    optional!(iterator, iterator_mut, Iter, Iter, "an iterator");

    fn epoch(&self) -> u64 {
        self.epochs.last().map_or(0, |(_, serial)| *serial)
    }

    fn keep(&mut self, id: Id) {
        let epoch = self.epoch();
        if let Some(slot) = self.slots.get_mut(id as usize)
            && slot.stamp != epoch
            && epoch != 0
        {
            self.log.push((id, slot.thing.clone(), slot.stamp));
            slot.stamp = epoch;
        }
    }

    /// Opens an epoch.
    pub fn begin(&mut self) {
        self.serial += 1;
        self.epochs.push((self.log.len(), self.serial));
    }

    /// Takes back what the innermost epoch wrote, and hands it out.
    pub fn undo(&mut self) -> Delta {
        let mut delta = Delta::new();
        let (start, _) = self.epochs.pop().unwrap_or((self.log.len(), 0));
        while self.log.len() > start {
            let Some((id, thing, stamp)) = self.log.pop() else { break };
            if let Some(slot) = self.slots.get_mut(id as usize) {
                let changed = std::mem::replace(&mut slot.thing, thing);
                slot.stamp = stamp;
                delta.entry(id).or_insert(changed);
            }
        }
        delta.reverse();
        delta
    }

    /// The objects that the innermost epoch has written to so far, with their states before it.
    pub fn written(&self) -> Vec<(Id, Rc<Thing>)> {
        let start = self.epochs.last().map_or(self.log.len(), |(start, _)| *start);
        let mut seen = IndexSet::new();
        self.log
            .get(start..)
            .unwrap_or_default()
            .iter()
            .filter(|(id, ..)| seen.insert(*id))
            .map(|(id, thing, _)| (*id, thing.clone()))
            .collect()
    }
}

impl Default for Heap {
    fn default() -> Self {
        Self::new()
    }
}
