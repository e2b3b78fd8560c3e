//! Methods of the built-in types.

mod dict;
mod layout;
mod list;
mod number;
mod path;
mod set;
mod text;

pub(super) use path::{glob_matches, joined, name_of, normal, tidy};

use super::Machine;
use super::raise::Eval;
use super::value::{Args, Kind, Value};

const STR: &[&str] = &[
    "capitalize",
    "casefold",
    "center",
    "count",
    "encode",
    "endswith",
    "expandtabs",
    "find",
    "format",
    "format_map",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "isidentifier",
    "islower",
    "isnumeric",
    "isprintable",
    "isspace",
    "istitle",
    "isupper",
    "join",
    "ljust",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rjust",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "translate",
    "upper",
    "zfill",
    "__contains__",
    "__len__",
    "__getitem__",
    "__add__",
    "__eq__",
    "__str__",
];
const BYTES: &[&str] = &[
    "decode",
    "hex",
    "split",
    "strip",
    "startswith",
    "endswith",
    "replace",
    "join",
    "upper",
    "lower",
    "rstrip",
    "lstrip",
    "__len__",
];
const LIST: &[&str] = &[
    "append",
    "clear",
    "copy",
    "count",
    "extend",
    "index",
    "insert",
    "pop",
    "remove",
    "reverse",
    "sort",
    "__contains__",
    "__len__",
    "__iter__",
    "__getitem__",
    "__setitem__",
    "__add__",
    "__iadd__",
    "__init__",
];
const TUPLE: &[&str] = &["count", "index", "__contains__", "__len__", "__iter__", "__getitem__", "__add__"];
const DICT: &[&str] = &[
    "clear",
    "copy",
    "get",
    "items",
    "keys",
    "pop",
    "popitem",
    "setdefault",
    "update",
    "values",
    "__contains__",
    "__len__",
    "__iter__",
    "__getitem__",
    "__setitem__",
    "__delitem__",
    "__init__",
    "__or__",
];
const SET: &[&str] = &[
    "add",
    "clear",
    "copy",
    "difference",
    "difference_update",
    "discard",
    "intersection",
    "intersection_update",
    "isdisjoint",
    "issubset",
    "issuperset",
    "pop",
    "remove",
    "symmetric_difference",
    "union",
    "update",
    "__contains__",
    "__len__",
    "__iter__",
    "__init__",
];
const NUMBER: &[&str] = &[
    "bit_length",
    "is_integer",
    "to_bytes",
    "as_integer_ratio",
    "conjugate",
    "hex",
    "__str__",
    "__int__",
    "__float__",
];
const ITERATOR: &[&str] = &["__next__", "__iter__", "send", "close"];
const ENVIRON: &[&str] = &[
    "get",
    "setdefault",
    "pop",
    "items",
    "keys",
    "values",
    "copy",
    "update",
    "__contains__",
    "__getitem__",
    "__setitem__",
    "__iter__",
    "__len__",
];

impl Machine<'_> {
    /// Whether a value of a built-in type has a method.
    pub(super) fn has_method(value: &Value, name: &str) -> bool {
        let names = match &value.kind {
            Kind::Str(_) => STR,
            Kind::Bytes(_) => BYTES,
            Kind::List(_) => LIST,
            Kind::Tuple(_) => TUPLE,
            Kind::Dict(_) => DICT,
            Kind::Set(_) => SET,
            Kind::Int(_) | Kind::Bool(_) | Kind::Float(_) => NUMBER,
            Kind::Iterator(_) => ITERATOR,
            Kind::Environ => ENVIRON,
            Kind::Path(_) => path::METHODS,
            _ => return false,
        };
        names.contains(&name)
    }

    /// Calls a method of a value of a built-in type.
    pub(super) fn method(&mut self, receiver: &Value, name: &str, args: Args) -> Eval {
        if let Some(more) = &args.more {
            let more = more.clone();
            return Ok(self.open([receiver, &more], ""));
        }
        match name {
            "__contains__" => {
                let item = args.get(0, "").cloned().unwrap_or_else(Value::none);
                return Ok(match self.contains(receiver, &item)? {
                    Some(known) => Value::bool(known),
                    None => self.open([receiver, &item], "a membership that is not known"),
                });
            }
            "__len__" => return self.length(receiver),
            "__getitem__" => {
                let index = args.get(0, "").cloned().unwrap_or_else(Value::none);
                return self.item(receiver, &index);
            }
            "__setitem__" => {
                let index = args.get(0, "").cloned().unwrap_or_else(Value::none);
                let value = args.get(1, "").cloned().unwrap_or_else(Value::none);
                self.set_item(receiver, &index, value)?;
                return Ok(Value::none());
            }
            "__iter__" => {
                let (items, more) = self.iterate(receiver)?;
                return Ok(self.iterator(items, more));
            }
            "__str__" => return Ok(self.text_value(receiver)),
            "__add__" => {
                let other = args.get(0, "").cloned().unwrap_or_else(Value::none);
                return self.binary(crate::syntax::python::ast::Operator::Add, receiver, &other);
            }
            "__eq__" => {
                let other = args.get(0, "").cloned().unwrap_or_else(Value::none);
                return Ok(match self.equal(receiver, &other)? {
                    Some(known) => Value::bool(known),
                    None => self.open([receiver, &other], ""),
                });
            }
            _ => {}
        }
        match &receiver.kind {
            Kind::Str(text) => {
                let text = text.clone();
                self.str_method(&text, name, &args)
            }
            Kind::Bytes(bytes) => {
                let bytes = bytes.clone();
                self.bytes_method(&bytes, name, &args)
            }
            Kind::List(id) => self.list_method(receiver, *id, name, &args),
            Kind::Tuple(items) => {
                let items = items.to_vec();
                self.sequence_method(&items, None, name, &args)
            }
            Kind::Dict(id) => self.dict_method(receiver, *id, name, args),
            Kind::Set(id) => self.set_method(receiver, *id, name, &args),
            Kind::Int(_) | Kind::Bool(_) | Kind::Float(_) => Ok(self.number_method(receiver, name)),
            Kind::Iterator(id) => self.iterator_method(*id, name),
            Kind::Environ => self.environ_method(name, &args),
            Kind::Path(path) => {
                let path = path.clone();
                self.path_method(&path, name, &args)
            }
            _ => Ok(self.open([receiver], "a method that is not followed")),
        }
    }

    /// `len(value)`.
    pub(super) fn length(&mut self, value: &Value) -> Eval {
        let env = self.test_env(value);
        let length = match &value.kind {
            Kind::Str(text) if super::place::is_marked(text) => {
                return Ok(Value::unknown("where the repository is checked out"));
            }
            Kind::Str(text) => text.chars().count(),
            Kind::Bytes(bytes) => bytes.len(),
            Kind::Required(_) | Kind::Unknown(_) | Kind::Named(_) | Kind::Object(_) | Kind::Environ => {
                return Ok(self.open([value], "the length of what is not known"));
            }
            Kind::Instance(id) => match self.class_attr_of(*id, "__len__") {
                Some(method) => return self.call(&method, Args::of(vec![value.clone()])),
                None => match self.heap.instance(*id).and_then(|instance| instance.payload.clone()) {
                    Some(payload) => return self.length(&payload),
                    None => return Ok(self.open([value], "the length of an object")),
                },
            },
            _ => {
                let (items, more) = self.iterate(value)?;
                if let Some(more) = more {
                    return Ok(self.open([&more], "the length of what is not wholly known").on(&env));
                }
                items.len()
            }
        };
        Ok(Value::int(length).on(&env))
    }

    fn iterator_method(&mut self, id: super::heap::Id, name: &str) -> Eval {
        match name {
            "__next__" | "send" => match self.next_of(id) {
                Some(value) => Ok(value),
                None => Err(self.raise("StopIteration", "")),
            },
            _ => Ok(Value::new(Kind::Iterator(id))),
        }
    }

    /// The next item of an iterator.
    pub(super) fn next_of(&mut self, id: super::heap::Id) -> Option<Value> {
        let iter = self.heap.iterator_mut(id)?;
        match iter.items.get(iter.next) {
            Some(value) => {
                iter.next += 1;
                Some(value.clone())
            }
            None => iter.more.clone(),
        }
    }

    /// An attribute of a value of a built-in type that is no method.
    pub(super) fn property(&mut self, value: &Value, name: &str) -> Option<Value> {
        match &value.kind {
            Kind::Path(path) => {
                let path = path.clone();
                self.path_property(&path, name)
            }
            Kind::Int(_) | Kind::Bool(_) if matches!(name, "real" | "numerator") => Some(value.clone()),
            Kind::Str(_) | Kind::None | Kind::Int(_) | Kind::Bool(_) if name == "__doc__" => {
                Some(Value::none())
            }
            _ => None,
        }
    }
}
