//! Values while a module runs: what they are, where they were made, and what they depend on.

use std::fmt;
use std::rc::Rc;

use num_bigint::BigInt;

use super::env::Env;
use super::heap::Id;
use super::raise::Eval;
use super::{Alternative, Machine, Origin};

/// A name of Python: a variable, an attribute, a keyword.
pub type Name = Rc<str>;

/// One Python value with its history.
#[derive(Clone)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it comes from.
    pub meta: Meta,
}

/// Where a value comes from. It follows the value through assignments, and is joined by operations.
#[derive(Clone, Default)]
pub struct Meta {
    /// The expression of the repository that made it; `None` for what no source wrote.
    pub origin: Option<Rc<Origin>>,
    /// The environment variables that this very node depends on.
    pub env: Env,
    /// What it would be in another environment.
    pub others: Option<Rc<Vec<Alternative>>>,
}

/// What a value is. Mutable things live in the heap and are named by their [`Id`].
#[derive(Clone)]
pub enum Kind {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An integer.
    Int(Rc<BigInt>),
    /// A float.
    Float(f64),
    /// A string.
    Str(Rc<str>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// A tuple.
    Tuple(Rc<[Value]>),
    /// A `pathlib` path.
    Path(Rc<str>),
    /// `...`.
    Ellipsis,
    /// `NotImplemented`.
    NotImplemented,
    /// `slice(start, stop, step)`.
    Slice(Rc<[Value; 3]>),
    /// A list.
    List(Id),
    /// A dictionary; also every namespace (the globals of a module, the locals of a function).
    Dict(Id),
    /// A set or frozen set.
    Set(Id),
    /// An instance of a class that Python code defines, exceptions included.
    Instance(Id),
    /// A class that Python code defines, or an exception class.
    Class(Id),
    /// A function that Python code defines.
    Function(Id),
    /// A module that was executed: the repository's own, or a library's model in Python.
    Module(Id),
    /// An iterator: the rest of a sequence that was worked out beforehand.
    Iterator(Id),
    /// A function with its first argument: `instance.method`.
    Bound(Rc<(Value, Value)>),
    /// A method of a built-in type with the value that it belongs to: `"a".upper`.
    Method(Rc<(Value, Name)>),
    /// A function that Rust defines.
    Native(Native),
    /// A built-in type (`str`, `dict`, …) by its name.
    Type(&'static str),
    /// A library that is modelled in Rust, by its dotted name.
    Library(&'static str),
    /// `os.environ`.
    Environ,
    /// `super()`: the class after which the search starts, and the instance or class it is bound to.
    Super(Rc<(Id, Value)>),
    /// Something made by a known class or function that is no plain data: `datetime.timedelta(days=1)`.
    Object(Rc<Object>),
    /// Something of an installed package that nobody models: a module, class or function by its dotted name.
    Named(Rc<str>),
    /// Exists only when these environment variables are set.
    Required(Env),
    /// Cannot be known; the reason in words a person understands.
    Unknown(Rc<str>),
}

/// What made an object, and from what.
#[derive(Clone)]
pub struct Object {
    /// The qualified name of the class or function.
    pub class: Rc<str>,
    /// Positional arguments.
    pub args: Vec<Value>,
    /// Keyword arguments.
    pub kwargs: Vec<(Name, Value)>,
}

/// The code of a native function: the interpreter, the values that it was made with, the arguments.
pub type NativeCode = fn(&mut Machine<'_>, &[Value], &Args) -> Eval;

/// A function that Rust defines.
#[derive(Clone)]
pub struct Native {
    /// Its name, for messages.
    pub name: Rc<str>,
    /// What runs.
    pub code: NativeCode,
    /// Values that it was made with (`functools.partial`'s function and arguments, say).
    pub with: Rc<[Value]>,
}

/// The arguments of a call.
#[derive(Clone, Default)]
pub struct Args {
    /// Positional arguments.
    pub pos: Vec<Value>,
    /// Keyword arguments.
    pub named: Vec<(Name, Value)>,
    /// There are more arguments, from an unknown `*args` or `**kwargs`: this value says why they are not known.
    pub more: Option<Value>,
}

impl Args {
    /// These positional arguments and no others.
    pub fn of(pos: Vec<Value>) -> Self {
        Self { pos, named: Vec::new(), more: None }
    }

    /// The argument at `at`, or the one called `name` (empty: positional only).
    pub fn get(&self, at: usize, name: &str) -> Option<&Value> {
        self.pos.get(at).or_else(|| self.keyword(name))
    }

    /// The keyword argument called `name`.
    pub fn keyword(&self, name: &str) -> Option<&Value> {
        self.named.iter().find(|(key, _)| &**key == name).map(|(_, value)| value)
    }

    /// The text of the argument, where it is a known string.
    pub fn text(&self, at: usize, name: &str) -> Option<Rc<str>> {
        match self.get(at, name).map(|value| &value.kind) {
            Some(Kind::Str(text) | Kind::Path(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// The positional arguments, and the value that stands for further ones.
    pub fn values_seen(&self) -> Vec<Value> {
        self.pos.iter().chain(&self.more).cloned().collect()
    }

    /// All values, positional first.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.pos.iter().chain(self.named.iter().map(|(_, value)| value)).chain(self.more.iter())
    }
}

impl Value {
    /// A value that nothing is known of but what it is.
    pub fn new(kind: Kind) -> Self {
        Self { kind, meta: Meta::default() }
    }

    /// `None`.
    pub fn none() -> Self {
        Self::new(Kind::None)
    }

    /// A boolean.
    pub fn bool(value: bool) -> Self {
        Self::new(Kind::Bool(value))
    }

    /// An integer.
    pub fn int(value: impl Into<BigInt>) -> Self {
        Self::new(Kind::Int(Rc::new(value.into())))
    }

    /// A float.
    pub fn float(value: f64) -> Self {
        Self::new(Kind::Float(value))
    }

    /// A string.
    pub fn str(text: impl Into<Rc<str>>) -> Self {
        Self::new(Kind::Str(text.into()))
    }

    /// Bytes.
    pub fn bytes(bytes: impl Into<Rc<[u8]>>) -> Self {
        Self::new(Kind::Bytes(bytes.into()))
    }

    /// A tuple.
    pub fn tuple(items: Vec<Self>) -> Self {
        Self::new(Kind::Tuple(items.into()))
    }

    /// A `pathlib` path.
    pub fn path(text: impl Into<Rc<str>>) -> Self {
        Self::new(Kind::Path(text.into()))
    }

    /// A native function.
    pub fn native(name: &str, code: NativeCode) -> Self {
        Self::native_with(name, code, Vec::new())
    }

    /// A native function that carries values.
    pub fn native_with(name: &str, code: NativeCode, with: Vec<Self>) -> Self {
        Self::new(Kind::Native(Native { name: Rc::from(name), code, with: with.into() }))
    }

    /// Something that cannot be known, with the reason in words a person understands.
    pub fn unknown(reason: impl Into<Rc<str>>) -> Self {
        Self::new(Kind::Unknown(reason.into()))
    }

    /// What exists only when these variables are set.
    pub fn required(env: Env) -> Self {
        Self { kind: Kind::Required(env.clone()), meta: Meta { env, ..Meta::default() } }
    }

    /// An object of a class that is no plain data.
    pub fn object(class: &str, args: Vec<Self>, kwargs: Vec<(Name, Self)>) -> Self {
        Self::new(Kind::Object(Rc::new(Object { class: Rc::from(class), args, kwargs })))
    }

    /// The same value, depending on these variables too.
    #[must_use]
    pub fn on(mut self, env: &Env) -> Self {
        self.meta.env = self.meta.env.union(env);
        self
    }

    /// The same value, made here.
    #[must_use]
    pub fn at(mut self, origin: Option<Rc<Origin>>) -> Self {
        if origin.is_some() {
            self.meta.origin = origin;
        }
        self
    }

    /// Whether this very node is required or unknown.
    pub const fn is_open(&self) -> bool {
        matches!(self.kind, Kind::Required(_) | Kind::Unknown(_))
    }

    /// Whether this is `None`.
    pub const fn is_none(&self) -> bool {
        matches!(self.kind, Kind::None)
    }

    /// The text of a string (not of a path).
    pub fn as_str(&self) -> Option<&Rc<str>> {
        match &self.kind {
            Kind::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string or path.
    pub fn as_text(&self) -> Option<&Rc<str>> {
        match &self.kind {
            Kind::Str(text) | Kind::Path(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, where it is one or a boolean, and fits.
    pub fn as_int(&self) -> Option<i64> {
        match &self.kind {
            Kind::Int(value) => i64::try_from(&**value).ok(),
            Kind::Bool(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// The integer of any size, where it is one or a boolean.
    pub fn as_big(&self) -> Option<BigInt> {
        match &self.kind {
            Kind::Int(value) => Some((**value).clone()),
            Kind::Bool(value) => Some(BigInt::from(i32::from(*value))),
            _ => None,
        }
    }

    /// The id of a value that lives in the heap.
    pub const fn id(&self) -> Option<Id> {
        match self.kind {
            Kind::List(id)
            | Kind::Dict(id)
            | Kind::Set(id)
            | Kind::Instance(id)
            | Kind::Class(id)
            | Kind::Function(id)
            | Kind::Module(id)
            | Kind::Iterator(id) => Some(id),
            _ => None,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Bool(value) => write!(f, "{value}"),
            Kind::Int(value) => write!(f, "{value}"),
            Kind::Float(value) => write!(f, "{value}"),
            Kind::Str(text) => write!(f, "{text:?}"),
            Kind::Path(text) => write!(f, "Path({text:?})"),
            Kind::Named(name) => write!(f, "<{name}>"),
            Kind::Required(env) => write!(f, "required {env:?}"),
            Kind::Unknown(reason) => write!(f, "unknown ({reason})"),
            _ => write!(f, "{}#{:?}", super::types::type_word(self), self.id()),
        }
    }
}
