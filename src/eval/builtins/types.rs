//! Constructors of the built-in types, and what the types themselves offer.

use num_bigint::BigInt;

use super::functions::range;
use crate::eval::Machine;
use crate::eval::format::float_to_int;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Value};
use crate::eval::{hidden, place};

impl Machine<'_> {
    /// Calls a built-in type.
    pub(in crate::eval) fn construct(&mut self, name: &str, args: Args) -> Eval {
        if let Some(more) = &args.more {
            let more = more.clone();
            return Ok(self.open([&more], ""));
        }
        let first = args.pos.first().cloned();
        match (name, first) {
            ("str", None) => Ok(Value::str("")),
            ("str", Some(value)) => {
                if let (Kind::Bytes(_), true) = (&value.kind, args.pos.len() + args.named.len() > 1) {
                    return self.method(&value, "decode", Args::default());
                }
                Ok(self.text_value(&value))
            }
            ("int", None) => Ok(Value::int(0)),
            ("int", Some(value)) => self.integer_of(&value, args.get(1, "base")),
            ("float", None) => Ok(Value::float(0.0)),
            ("float", Some(value)) => self.float_of(&value),
            ("bool", None) => Ok(Value::bool(false)),
            ("bool", Some(value)) => {
                let env = self.test_env(&value);
                Ok(match self.truth(&value)? {
                    Some(truth) => Value::bool(truth),
                    None => self.open([&value], "its truth is not known"),
                }
                .on(&env))
            }
            ("list", None) => Ok(self.list(Vec::new())),
            ("list", Some(value)) => {
                let env = self.test_env(&value);
                let items = self.iterate(&value)?;
                let list = self.list_of(items);
                if let Some(id) = list.id() {
                    self.heap.list_mut(id).shape.env = env;
                }
                Ok(list)
            }
            ("tuple", None) => Ok(Value::tuple(Vec::new())),
            ("tuple", Some(value)) => {
                let env = self.test_env(&value);
                let items = self.iterate(&value)?;
                Ok(self.tuple_of(items).on(&env))
            }
            ("set" | "frozenset", value) => {
                let (items, more) = match value {
                    Some(value) => self.iterate(&value)?,
                    None => (Vec::new(), None),
                };
                let set = self.set(items, name == "frozenset");
                if let (Some(id), Some(more)) = (set.id(), more) {
                    self.heap.set_mut(id).shape.more = Some(more);
                }
                Ok(set)
            }
            ("dict", _) => {
                let dict = self.dict([]);
                let update = Value::new(Kind::Method(std::rc::Rc::new((dict.clone(), "update".into()))));
                if !args.pos.is_empty() || !args.named.is_empty() {
                    self.call(&update, args)?;
                }
                if let Some(id) = dict.id() {
                    self.heap.dict_mut(id).shape.touched = None;
                }
                Ok(dict)
            }
            ("bytes" | "bytearray", None) => Ok(Value::bytes(Vec::new())),
            ("bytes" | "bytearray", Some(value)) => self.bytes_from(&value),
            ("range", _) => range(self, &args),
            ("slice", _) => {
                let at = |at: usize| args.pos.get(at).cloned().unwrap_or_else(Value::none);
                let bounds = if args.pos.len() == 1 {
                    [Value::none(), at(0), Value::none()]
                } else {
                    [at(0), at(1), at(2)]
                };
                Ok(Value::new(Kind::Slice(std::rc::Rc::new(bounds))))
            }
            ("type", Some(value)) if args.pos.len() == 1 => Ok(self.class_of(&value)),
            ("type", Some(name)) => {
                let (bases, _) =
                    self.iterate(&args.pos.get(1).cloned().unwrap_or_else(|| Value::tuple(Vec::new())))?;
                let namespace = self.dict([]);
                if let Some(entries) = args.pos.get(2) {
                    self.update_dict(&namespace, &entries.clone())?;
                }
                let name = name.as_str().cloned().unwrap_or_default();
                let module = self.frames.last().map(|frame| frame.unit.module.clone()).unwrap_or_default();
                self.new_class(&name, &module, &bases, namespace.id().unwrap_or_default())
            }
            ("object", _) => {
                // Sentinels: an object that is like no other.
                let namespace = self.dict([]).id().unwrap_or_default();
                let class = self.new_class(&"object".into(), &"builtins".into(), &[], namespace)?;
                Ok(self.blank(class.id().unwrap_or_default()))
            }
            (_, value) => Ok(self.open(value.iter(), "a type that is not followed")),
        }
    }

    fn bytes_from(&mut self, value: &Value) -> Eval {
        match &value.kind {
            Kind::Str(text) if place::is_marked(text) => Ok(self.open([], hidden::PLACE)),
            Kind::Str(text) => Ok(Value::bytes(text.as_bytes().to_vec())),
            Kind::Bytes(_) => Ok(value.clone()),
            Kind::List(_) | Kind::Tuple(_) => self.bytes_of(value),
            _ => Ok(self.open([value], "bytes that are not known")),
        }
    }

    /// The bytes of a sequence of numbers.
    fn bytes_of(&mut self, numbers: &Value) -> Eval {
        let (items, more) = self.iterate(numbers)?;
        let byte = |item: &Value| item.as_int().and_then(|number| u8::try_from(number).ok());
        let bytes: Option<Vec<u8>> = items.iter().map(byte).collect();
        Ok(match (bytes, more) {
            (Some(bytes), None) => Value::bytes(bytes),
            _ => self.open(&items, "bytes that are not known"),
        })
    }

    fn integer_of(&mut self, value: &Value, base: Option<&Value>) -> Eval {
        let env = value.meta.env.clone();
        Ok(match &value.kind {
            Kind::Int(_) | Kind::Bool(_) => Value::int(value.as_big().unwrap_or_default()),
            Kind::Float(number) if number.is_finite() && number.abs() < 9e15 => {
                Value::int(float_to_int(*number))
            }
            Kind::Float(_) => self.open([value], "a number that is too large"),
            Kind::Str(text) => {
                self.steps(text.len() / 8)?;
                let base = base.and_then(Value::as_int).unwrap_or(10);
                let plain = text.trim().replace('_', "").to_lowercase();
                let (sign, digits) =
                    plain.strip_prefix('-').map_or((1, plain.trim_start_matches('+')), |rest| (-1, rest));
                let base = match (base, digits.get(..2)) {
                    (0, Some("0x")) => 16,
                    (0, Some("0o")) => 8,
                    (0, Some("0b")) => 2,
                    (0, _) => 10,
                    _ => base,
                };
                let digits = match base {
                    16 => digits.trim_start_matches("0x"),
                    8 => digits.trim_start_matches("0o"),
                    2 => digits.trim_start_matches("0b"),
                    _ => digits,
                };
                let radix = u32::try_from(base).ok().filter(|radix| (2..=36).contains(radix));
                let number = radix
                    .filter(|_| digits.len() < 4_000 && !digits.starts_with(['-', '+']))
                    .and_then(|radix| BigInt::parse_bytes(digits.as_bytes(), radix));
                if let Some(number) = number {
                    Value::int(number * sign)
                } else {
                    let message = format!("invalid literal for int() with base {base}: {}", self.repr(value));
                    return Err(self.raise_on("ValueError", &message, &env));
                }
            }
            Kind::Instance(id) => {
                if let Some(method) = self.class_attr_of(*id, "__int__") {
                    return self.call(&method, Args::of(vec![value.clone()]));
                }
                match self.heap.instance(*id).and_then(|instance| instance.payload.clone()) {
                    Some(payload) => return self.integer_of(&payload, base),
                    None => self.open([value], "a number that is not known"),
                }
            }
            Kind::Required(_) | Kind::Unknown(_) | Kind::Named(_) | Kind::Object(_) => {
                self.open([value], "comes from an installed package")
            }
            _ => {
                let message =
                    format!("int() argument must be a string or a number, not '{}'", self.type_name(value));
                return Err(self.raise_on("TypeError", &message, &env));
            }
        })
    }

    fn float_of(&mut self, value: &Value) -> Eval {
        let env = value.meta.env.clone();
        Ok(match &value.kind {
            Kind::Float(_) => value.clone(),
            Kind::Int(_) | Kind::Bool(_) => match crate::eval::truth::number(value) {
                Some(number) => Value::float(crate::eval::truth::as_float(&number)),
                None => Value::float(0.0),
            },
            Kind::Str(text) => {
                if let Ok(number) = text.trim().replace('_', "").parse::<f64>() {
                    Value::float(number)
                } else {
                    let message = format!("could not convert string to float: {}", self.repr(value));
                    return Err(self.raise_on("ValueError", &message, &env));
                }
            }
            Kind::None | Kind::List(_) | Kind::Dict(_) | Kind::Tuple(_) => {
                let message =
                    format!("float() argument must be a string or a number, not '{}'", self.type_name(value));
                return Err(self.raise_on("TypeError", &message, &env));
            }
            Kind::Instance(id) => match self.class_attr_of(*id, "__float__") {
                Some(method) => return self.call(&method, Args::of(vec![value.clone()])),
                None => self.open([value], "a number that is not known"),
            },
            _ => self.open([value], "a number that is not known"),
        })
    }

    /// An attribute of a built-in type: `dict.fromkeys`, `str.lower` as functions.
    pub(in crate::eval) fn type_attr(kind: &str, name: &str) -> Option<Value> {
        match (kind, name) {
            (_, "__name__" | "__qualname__") => return Some(Value::str(kind)),
            (_, "__module__") => return Some(Value::str("builtins")),
            (_, "__new__") => return Some(Value::native("object.__new__", crate::eval::attr::new_object)),
            ("object" | "str" | "int" | "tuple" | "float", "__init__" | "__init_subclass__") => {
                return Some(Value::native("object.__init__", |_, _, _| Ok(Value::none())));
            }
            ("object", "__setattr__") => {
                return Some(Value::native("object.__setattr__", |m, _, args| {
                    if let (Some(object), Some(name), Some(value)) =
                        (args.get(0, ""), args.text(1, ""), args.get(2, ""))
                    {
                        m.store_attr(object, &name, value.clone());
                    }
                    Ok(Value::none())
                }));
            }
            ("dict", "fromkeys") => {
                return Some(Value::native("dict.fromkeys", |m, _, args| {
                    let (keys, more) = m.iterate(&args.get(0, "").cloned().unwrap_or_else(Value::none))?;
                    let value = args.get(1, "").cloned().unwrap_or_else(Value::none);
                    let dict = m.dict([]);
                    for key in keys {
                        m.set_item(&dict, &key, value.clone())?;
                    }
                    if let (Some(id), Some(more)) = (dict.id(), more) {
                        m.heap.dict_mut(id).shape.more = Some(more);
                    }
                    Ok(dict)
                }));
            }
            ("str", "maketrans") | ("bytes" | "int" | "float", "fromhex" | "from_bytes") => {
                return Some(Value::native("fromhex", |m, _, args| {
                    Ok(m.open(args.values(), "a conversion that is not followed"))
                }));
            }
            _ => {}
        }
        let sample = match kind {
            "str" => Value::str(""),
            "bytes" => Value::bytes(Vec::new()),
            "int" | "bool" => Value::int(0),
            "float" => Value::float(0.0),
            "tuple" => Value::tuple(Vec::new()),
            "list" => Value::new(Kind::List(0)),
            "dict" => Value::new(Kind::Dict(0)),
            "set" | "frozenset" => Value::new(Kind::Set(0)),
            _ => return None,
        };
        Self::has_method(&sample, name).then(|| {
            Value::native_with(
                name,
                |m, with, args| {
                    let mut args = args.clone();
                    let name = with.first().and_then(|name| name.as_str().cloned()).unwrap_or_default();
                    if args.pos.is_empty() {
                        return Err(m.raise("TypeError", "unbound method needs an argument"));
                    }
                    let receiver = args.pos.remove(0);
                    let payload = match receiver.kind {
                        Kind::Instance(id) => {
                            m.heap.instance(id).and_then(|instance| instance.payload.clone())
                        }
                        _ => None,
                    };
                    m.method(&payload.unwrap_or(receiver), &name, args)
                },
                vec![Value::str(name)],
            )
        })
    }
}
