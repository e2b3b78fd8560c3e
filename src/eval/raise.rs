//! What stops the evaluation of an expression or statement: exceptions, and the end of the budget.

use std::rc::Rc;

use super::Machine;
use super::env::Env;
use super::heap::{Class, Dict, Id, Instance, Thing};
use super::value::{Args, Kind, Value};

/// A value, or why there is none.
pub type Eval<T = Value> = Result<T, Stop>;

/// Why evaluation stopped.
#[derive(Debug, Clone)]
pub enum Stop {
    /// An exception was raised.
    Raise(Box<Raised>),
    /// The budget ran out, or the code does what nobody follows; the reason. No `except` sees it.
    Halt(Rc<str>),
}

/// An exception on its way.
#[derive(Debug, Clone)]
pub struct Raised {
    /// The exception: an instance, or something open.
    pub value: Value,
    /// The environment variables without which it would not have been raised.
    pub env: Env,
    /// Whether a `raise` or `assert` of the code says so, rather than Python itself.
    pub explicit: bool,
}

/// The built-in exception classes, each with its parent (which stands before it).
const CLASSES: [(&str, &str); 60] = [
    ("BaseException", ""),
    ("Exception", "BaseException"),
    ("SystemExit", "BaseException"),
    ("KeyboardInterrupt", "BaseException"),
    ("GeneratorExit", "BaseException"),
    ("ArithmeticError", "Exception"),
    ("ZeroDivisionError", "ArithmeticError"),
    ("OverflowError", "ArithmeticError"),
    ("FloatingPointError", "ArithmeticError"),
    ("AssertionError", "Exception"),
    ("AttributeError", "Exception"),
    ("BufferError", "Exception"),
    ("EOFError", "Exception"),
    ("ImportError", "Exception"),
    ("ModuleNotFoundError", "ImportError"),
    ("LookupError", "Exception"),
    ("IndexError", "LookupError"),
    ("KeyError", "LookupError"),
    ("MemoryError", "Exception"),
    ("NameError", "Exception"),
    ("UnboundLocalError", "NameError"),
    ("OSError", "Exception"),
    ("FileNotFoundError", "OSError"),
    ("FileExistsError", "OSError"),
    ("PermissionError", "OSError"),
    ("IsADirectoryError", "OSError"),
    ("NotADirectoryError", "OSError"),
    ("ConnectionError", "OSError"),
    ("ConnectionRefusedError", "ConnectionError"),
    ("TimeoutError", "OSError"),
    ("ProcessLookupError", "OSError"),
    ("ReferenceError", "Exception"),
    ("RuntimeError", "Exception"),
    ("NotImplementedError", "RuntimeError"),
    ("RecursionError", "RuntimeError"),
    ("StopIteration", "Exception"),
    ("StopAsyncIteration", "Exception"),
    ("SyntaxError", "Exception"),
    ("IndentationError", "SyntaxError"),
    ("SystemError", "Exception"),
    ("TypeError", "Exception"),
    ("ValueError", "Exception"),
    ("UnicodeError", "ValueError"),
    ("UnicodeDecodeError", "UnicodeError"),
    ("UnicodeEncodeError", "UnicodeError"),
    ("Warning", "Exception"),
    ("DeprecationWarning", "Warning"),
    ("PendingDeprecationWarning", "Warning"),
    ("RuntimeWarning", "Warning"),
    ("UserWarning", "Warning"),
    ("SyntaxWarning", "Warning"),
    ("FutureWarning", "Warning"),
    ("ImportWarning", "Warning"),
    ("UnicodeWarning", "Warning"),
    ("BytesWarning", "Warning"),
    ("ResourceWarning", "Warning"),
    ("json.JSONDecodeError", "ValueError"),
    ("django.core.exceptions.ImproperlyConfigured", "Exception"),
    ("django.core.exceptions.ValidationError", "Exception"),
    ("configparser.Error", "Exception"),
];

/// What it costs to make an exception, in steps.
const EXCEPTION: usize = 8;

impl Machine<'_> {
    /// Makes the built-in exception classes.
    pub(super) fn make_exceptions(&mut self) {
        for (path, parent) in CLASSES {
            let (module, name) = path.rsplit_once('.').unwrap_or(("builtins", path));
            let base = self.exceptions.get(parent).copied();
            let namespace = self.heap.add(Thing::Dict(Dict::default()));
            let mut mro =
                base.and_then(|id| self.heap.class(id)).map(|class| class.mro.clone()).unwrap_or_default();
            let id = self.heap.add(Thing::Class(Class {
                name: Rc::from(name),
                module: Rc::from(module),
                bases: base.map(|id| Value::new(Kind::Class(id))).into_iter().collect(),
                mro: Vec::new(),
                builtin: None,
                foreign: None,
                namespace,
            }));
            mro.insert(0, id);
            if let Some(class) = self.heap.class_mut(id) {
                class.mro = mro;
            }
            self.exceptions.insert(path, id);
        }
    }

    /// A built-in exception class: `KeyError`, or dotted where it is not of `builtins`
    /// (`django.core.exceptions.ImproperlyConfigured`).
    pub fn exception_class(&self, name: &str) -> Option<Id> {
        match name {
            "IOError" | "EnvironmentError" => self.exceptions.get("OSError"),
            _ => self.exceptions.get(name),
        }
        .copied()
    }

    /// An exception of a built-in class, to be returned as an error: `Err(m.raise("ValueError", "…"))`.
    pub fn raise(&mut self, class: &str, message: &str) -> Stop {
        self.raise_on(class, message, &Env::none())
    }

    /// As [`Self::raise`], for an exception that would not be raised if these environment variables were set.
    pub fn raise_on(&mut self, class: &str, message: &str, env: &Env) -> Stop {
        let Some(id) = self.exception_class(class) else { return Stop::Halt(Rc::from(message)) };
        let value = self.exception(id, Args::of(vec![Value::str(message)]));
        Stop::Raise(Box::new(Raised { value, env: env.clone(), explicit: class == "SystemExit" }))
    }

    /// A `KeyError` of this key, which would not be raised if these environment variables were set.
    pub(super) fn raise_key(&mut self, key: &Value, env: &Env) -> Stop {
        let Some(id) = self.exception_class("KeyError") else { return Stop::Halt(Rc::from("KeyError")) };
        let value = self.exception(id, Args::of(vec![key.clone()]));
        Stop::Raise(Box::new(Raised { value, env: env.clone(), explicit: false }))
    }

    /// An exception of this class with these arguments.
    pub(super) fn exception(&mut self, class: Id, args: Args) -> Value {
        self.afford(EXCEPTION);
        let attributes = self.heap.add(Thing::Dict(Dict::default()));
        self.set_entry(attributes, "args", Value::tuple(args.pos));
        for (name, value) in args.named {
            self.set_entry(attributes, &name, value);
        }
        Value::new(Kind::Instance(self.heap.add(Thing::Instance(Instance {
            class,
            attributes,
            payload: None,
        }))))
    }

    /// Whether `class` is `ancestor` or derives from it.
    pub fn derives(&self, class: Id, ancestor: Id) -> bool {
        class == ancestor || self.heap.class(class).is_some_and(|class| class.mro.contains(&ancestor))
    }

    /// Whether this is an exception class.
    pub(super) fn is_exception_class(&self, class: Id) -> bool {
        self.exceptions.get("BaseException").is_some_and(|base| self.derives(class, *base))
    }

    /// An exception in words: `KeyError: 'X'`.
    pub(super) fn describe(&self, raised: &Raised) -> String {
        let Kind::Instance(id) = raised.value.kind else { return "an exception".to_owned() };
        let Some(instance) = self.heap.instance(id) else { return "an exception".to_owned() };
        let name = self.heap.class(instance.class).map_or("an exception", |class| &class.name);
        match self.entry(instance.attributes, "args").map(|value| value.kind) {
            Some(Kind::Tuple(args)) => match args.first().and_then(Value::as_str) {
                Some(text) => format!("{name}: {text}"),
                None => name.to_owned(),
            },
            _ => name.to_owned(),
        }
    }
}
