//! What type a value has.

use std::rc::Rc;

use super::Machine;
use super::value::{Kind, Value};

/// The built-in types that can be named, called and derived from.
pub const TYPES: [&str; 18] = [
    "str",
    "bytes",
    "int",
    "float",
    "bool",
    "list",
    "dict",
    "set",
    "frozenset",
    "tuple",
    "object",
    "type",
    "bytearray",
    "range",
    "slice",
    "complex",
    "memoryview",
    "NoneType",
];

/// The name of the built-in type of a value; a word for what it is where it has none.
pub const fn type_word(value: &Value) -> &'static str {
    match &value.kind {
        Kind::None => "NoneType",
        Kind::Bool(_) => "bool",
        Kind::Int(_) => "int",
        Kind::Float(_) => "float",
        Kind::Str(_) => "str",
        Kind::Bytes(_) => "bytes",
        Kind::Tuple(_) => "tuple",
        Kind::Path(_) => "PosixPath",
        Kind::Ellipsis => "ellipsis",
        Kind::NotImplemented => "NotImplementedType",
        Kind::Slice(_) => "slice",
        Kind::List(_) => "list",
        Kind::Dict(_) => "dict",
        Kind::Set(_) => "set",
        Kind::Instance(_) => "instance",
        Kind::Class(_) | Kind::Type(_) => "type",
        Kind::Function(_) => "function",
        Kind::Module(_) | Kind::Library(_) => "module",
        Kind::Iterator(_) => "generator",
        Kind::Bound(_) => "method",
        Kind::Method(_) | Kind::Native(_) => "builtin_function_or_method",
        Kind::Environ => "_Environ",
        Kind::Super(_) => "super",
        Kind::Object(_) => "object",
        Kind::Named(_) => "installed",
        Kind::Required(_) => "required",
        Kind::Unknown(_) => "unknown",
    }
}

impl Machine<'_> {
    /// The name of the type of a value, as messages say it.
    pub(super) fn type_name(&self, value: &Value) -> Rc<str> {
        match &value.kind {
            Kind::Instance(id) => self
                .heap
                .instance(*id)
                .and_then(|instance| self.heap.class(instance.class))
                .map_or_else(|| Rc::from("object"), |class| class.name.clone()),
            Kind::Object(made) => Rc::from(made.class.rsplit('.').next().unwrap_or_default()),
            Kind::Set(id) if self.heap.set(*id).frozen => Rc::from("frozenset"),
            _ => Rc::from(type_word(value)),
        }
    }

    /// `type(value)`.
    pub(super) fn class_of(&self, value: &Value) -> Value {
        match &value.kind {
            Kind::Instance(id) => self
                .heap
                .instance(*id)
                .map_or_else(Value::none, |instance| Value::new(Kind::Class(instance.class))),
            Kind::Path(_) => Value::new(Kind::Named(Rc::from("pathlib.PosixPath"))),
            Kind::Object(made) => Value::new(Kind::Named(made.class.clone())),
            Kind::Required(_) | Kind::Unknown(_) | Kind::Named(_) => {
                self.open([value], "its type is not known")
            }
            _ => {
                let word = match &value.kind {
                    Kind::Set(id) if self.heap.set(*id).frozen => "frozenset",
                    _ => type_word(value),
                };
                TYPES.iter().find(|name| **name == word).map_or_else(
                    || Value::new(Kind::Named(Rc::from(word))),
                    |name| Value::new(Kind::Type(name)),
                )
            }
        }
    }

    /// `isinstance(value, class)`; `None` where nobody knows.
    pub(super) fn is_instance(&self, value: &Value, class: &Value) -> Option<bool> {
        if let Kind::Tuple(classes) = &class.kind {
            let mut known = Some(false);
            for class in classes.iter() {
                match self.is_instance(value, class) {
                    Some(true) => return Some(true),
                    None => known = None,
                    Some(false) => {}
                }
            }
            return known;
        }
        // A variable that is set is a string, until something was made of it; then nobody knows.
        if value.is_open() || matches!(value.kind, Kind::Named(_)) || class.is_open() {
            return None;
        }
        match &class.kind {
            Kind::Type("object") => Some(true),
            Kind::Type(name) => Some(self.is_builtin(value, name)),
            Kind::Class(ancestor) => match &value.kind {
                Kind::Instance(id) => {
                    let class = self.heap.instance(*id)?.class;
                    if self.derives(class, *ancestor) {
                        Some(true)
                    } else if self.heap.class(class).is_some_and(|class| class.foreign.is_some()) {
                        None
                    } else {
                        Some(false)
                    }
                }
                _ => Some(false),
            },
            Kind::Named(name) => self.is_named(value, name),
            Kind::Native(native) => self.is_named(value, &native.name),
            _ => None,
        }
    }

    fn is_builtin(&self, value: &Value, name: &str) -> bool {
        match &value.kind {
            Kind::Bool(_) => matches!(name, "bool" | "int"),
            Kind::Set(id) => name == if self.heap.set(*id).frozen { "frozenset" } else { "set" },
            Kind::Instance(id) => self.heap.instance(*id).is_some_and(|instance| {
                instance.payload.as_ref().is_some_and(|payload| self.is_builtin(payload, name))
            }),
            _ => type_word(value) == name,
        }
    }

    /// Abstract classes of the standard library, and others by name.
    fn is_named(&self, value: &Value, name: &str) -> Option<bool> {
        let last = name.rsplit('.').next().unwrap_or(name);
        if let Kind::Instance(id) = value.kind {
            let class = self.heap.instance(id).and_then(|instance| self.heap.class(instance.class))?;
            return if class.builtin.is_none() && class.foreign.is_none() { Some(false) } else { None };
        }
        let word = type_word(value);
        Some(match last {
            "Mapping" | "MutableMapping" | "Dict" | "OrderedDict" => word == "dict",
            "Sequence" => matches!(word, "list" | "tuple" | "str" | "bytes"),
            "MutableSequence" | "List" => word == "list",
            "Iterable" | "Collection" | "Container" | "Sized" => {
                matches!(word, "list" | "tuple" | "str" | "bytes" | "dict" | "set")
            }
            "Set" | "MutableSet" => word == "set",
            "Callable" => matches!(
                value.kind,
                Kind::Function(_) | Kind::Native(_) | Kind::Bound(_) | Kind::Type(_) | Kind::Class(_)
            ),
            "Hashable" => !matches!(word, "list" | "dict" | "set"),
            "Path" | "PosixPath" | "PurePath" | "PurePosixPath" | "PathLike" => word == "PosixPath",
            "Number" => matches!(word, "int" | "float" | "bool"),
            "Integral" => matches!(word, "int" | "bool"),
            "NoneType" => word == "NoneType",
            "FunctionType" => word == "function",
            "ModuleType" => word == "module",
            _ => match &value.kind {
                Kind::Object(made) => {
                    if *made.class == *name {
                        true
                    } else {
                        return None;
                    }
                }
                // Plain data is no instance of a class of an installed package.
                _ => false,
            },
        })
    }

    /// `issubclass(class, ancestor)`; `None` where nobody knows.
    pub(super) fn is_subclass(&self, class: &Value, ancestor: &Value) -> Option<bool> {
        match (&class.kind, &ancestor.kind) {
            (_, Kind::Tuple(ancestors)) => {
                let mut known = Some(false);
                for ancestor in ancestors.iter() {
                    match self.is_subclass(class, ancestor) {
                        Some(true) => return Some(true),
                        None => known = None,
                        Some(false) => {}
                    }
                }
                known
            }
            (_, Kind::Type("object")) => Some(true),
            (Kind::Class(a), Kind::Class(b)) => {
                if self.derives(*a, *b) {
                    Some(true)
                } else if self.heap.class(*a)?.foreign.is_some() {
                    None
                } else {
                    Some(false)
                }
            }
            (Kind::Type(a), Kind::Type(b)) => Some(a == b || (*a == "bool" && *b == "int")),
            (Kind::Class(a), Kind::Type(b)) => {
                let class = self.heap.class(*a)?;
                if class.foreign.is_some() { None } else { Some(class.builtin == Some(*b)) }
            }
            (Kind::Type(_), Kind::Class(_)) => Some(false),
            _ => None,
        }
    }
}
