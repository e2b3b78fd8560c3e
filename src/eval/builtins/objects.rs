//! Functions of objects, classes and namespaces: `getattr`, `isinstance`, `globals`, `super`, …

use std::rc::Rc;

use super::Table;
use crate::eval::Machine;
use crate::eval::machine::Place;
use crate::eval::raise::{Eval, Stop};
use crate::eval::value::{Args, Kind, Value};

pub(super) fn find(name: &str) -> Table {
    Some(match name {
        "isinstance" => |m, _, args| {
            let (value, class) = (at(args, 0), at(args, 1));
            Ok(match m.is_instance(&value, &class) {
                Some(known) => Value::bool(known),
                None => m.open([&value, &class], "a type that is not known"),
            })
        },
        "issubclass" => |m, _, args| {
            let (class, ancestor) = (at(args, 0), at(args, 1));
            Ok(match m.is_subclass(&class, &ancestor) {
                Some(known) => Value::bool(known),
                None => m.open([&class, &ancestor], "a class that is not known"),
            })
        },
        "hasattr" => |m, _, args| {
            let (object, Some(name)) = (at(args, 0), args.text(1, "")) else {
                return Ok(m.open(args.values(), ""));
            };
            if object.is_open() || matches!(object.kind, Kind::Named(_)) {
                return Ok(m.open([&object], "comes from an installed package"));
            }
            Ok(match m.attr_opt(&object, &name) {
                Ok(Some(value)) if value.is_open() && matches!(object.kind, Kind::Module(_)) => {
                    m.open([&value], "")
                }
                Ok(found) => Value::bool(found.is_some()),
                Err(Stop::Raise(_)) => Value::bool(false),
                Err(halted) => return Err(halted),
            })
        },
        "getattr" => getattr,
        "setattr" => |m, _, args| {
            match args.text(1, "") {
                Some(name) => m.set_attr(&at(args, 0), &name, at(args, 2))?,
                None => spoil(m, &at(args, 0), args),
            }
            Ok(Value::none())
        },
        "delattr" => |m, _, args| {
            if let (Some(name), Some(namespace)) = (args.text(1, ""), m.namespace_of(&at(args, 0))) {
                m.heap.dict_mut(namespace).entries.shift_remove(&crate::eval::key::Key::text(&name));
            }
            Ok(Value::none())
        },
        "callable" => |m, _, args| {
            let value = at(args, 0);
            Ok(match &value.kind {
                Kind::Function(_)
                | Kind::Class(_)
                | Kind::Bound(_)
                | Kind::Native(_)
                | Kind::Method(_)
                | Kind::Type(_) => Value::bool(true),
                Kind::Instance(id) => Value::bool(m.class_attr_of(*id, "__call__").is_some()),
                Kind::Required(_) | Kind::Unknown(_) | Kind::Named(_) | Kind::Object(_) => {
                    m.open([&value], "comes from an installed package")
                }
                _ => Value::bool(false),
            })
        },
        "property" => |_, _, args| Ok(Value::object("property", args.pos.clone(), args.named.clone())),
        "staticmethod" => {
            |_, _, args| Ok(Value::object("staticmethod", args.pos.clone(), args.named.clone()))
        }
        "classmethod" => |_, _, args| Ok(Value::object("classmethod", args.pos.clone(), args.named.clone())),
        "super" => super_object,
        "globals" => |m, _, _| {
            Ok(m.frames.last().map_or_else(Value::none, |frame| Value::new(Kind::Dict(frame.globals))))
        },
        "locals" => |m, _, _| {
            Ok(m.frames.last().map_or_else(Value::none, |frame| Value::new(Kind::Dict(frame.locals))))
        },
        "vars" => |m, _, args| match args.pos.first() {
            None => {
                Ok(m.frames.last().map_or_else(Value::none, |frame| Value::new(Kind::Dict(frame.locals))))
            }
            Some(object) => match m.namespace_of(object) {
                Some(namespace) => Ok(Value::new(Kind::Dict(namespace))),
                None => Ok(m.open([object], "the attributes of an object")),
            },
        },
        "dir" => dir,
        "__import__" => |m, _, args| match args.text(0, "name") {
            Some(name) => m.import_absolute(&name, true),
            None => Ok(m.open(args.values(), "a module whose name is not known")),
        },
        _ => return None,
    })
}

fn at(args: &Args, index: usize) -> Value {
    args.pos.get(index).cloned().unwrap_or_else(Value::none)
}

fn getattr(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let object = at(args, 0);
    let Some(name) = args.text(1, "") else {
        return Ok(m.open(args.values(), "an attribute whose name is not known"));
    };
    let default = args.pos.get(2).cloned();
    match (m.attr_opt(&object, &name), default) {
        // What an installed package or an unknown module has is not known.
        (Ok(Some(value)), _) => Ok(value),
        (Ok(None), Some(default)) => {
            let env = m.namespace_of(&object).map(|id| m.heap.dict(id).shape.env.clone()).unwrap_or_default();
            Ok(default.on(&env))
        }
        (Ok(None), None) => m.attr(&object, &name),
        (Err(Stop::Raise(raised)), Some(default)) => {
            let attribute = m.exception_class("AttributeError");
            let kind = match raised.value.kind {
                Kind::Instance(id) => m.heap.instance(id).map(|instance| instance.class),
                _ => None,
            };
            match (kind, attribute) {
                (Some(kind), Some(attribute)) if m.derives(kind, attribute) => Ok(default.on(&raised.env)),
                _ => Err(Stop::Raise(raised)),
            }
        }
        (Err(stop), _) => Err(stop),
    }
}

/// An attribute of an unknown name was set: any of them may be another.
fn spoil(m: &mut Machine<'_>, object: &Value, args: &Args) {
    let open = m.open(args.values(), "an attribute is set whose name is not known");
    if let Some(namespace) = m.namespace_of(object) {
        m.heap.dict_mut(namespace).shape.more = Some(open);
    }
}

fn super_object(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    if let (Some(Kind::Class(id)), Some(bound)) = (args.pos.first().map(|class| &class.kind), args.pos.get(1))
    {
        return Ok(Value::new(Kind::Super(Rc::new((*id, bound.clone())))));
    }
    let frame = m.frames.iter().rev().find(|frame| frame.place == Place::Function && frame.owner.is_some());
    match frame.and_then(|frame| Some((frame.owner?, frame.receiver.clone()?))) {
        Some((owner, receiver)) => Ok(Value::new(Kind::Super(Rc::new((owner, receiver))))),
        None => Err(m.raise("RuntimeError", "super(): no arguments")),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "native functions may raise")]
fn dir(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let mut namespaces = Vec::new();
    match args.pos.first() {
        None => namespaces.extend(m.frames.last().map(|frame| frame.locals)),
        Some(object) => {
            let class = match object.kind {
                Kind::Instance(id) => m.heap.instance(id).map(|instance| instance.class),
                Kind::Class(id) => Some(id),
                _ => None,
            };
            namespaces.extend(m.namespace_of(object));
            let mro =
                class.and_then(|id| m.heap.class(id)).map(|class| class.mro.clone()).unwrap_or_default();
            namespaces.extend(mro.iter().filter_map(|id| m.heap.class(*id)).map(|class| class.namespace));
            if namespaces.is_empty() {
                return Ok(m.open([object], "the attributes of an object"));
            }
        }
    }
    let mut names: Vec<Rc<str>> = Vec::new();
    let mut more = None;
    for namespace in namespaces {
        let dict = m.heap.dict(namespace);
        names.extend(dict.entries.values().filter_map(|entry| entry.key.as_str().cloned()));
        more = more.or_else(|| dict.shape.more.clone());
    }
    names.sort();
    names.dedup();
    Ok(m.list_of((names.into_iter().map(Value::str).collect(), more)))
}
