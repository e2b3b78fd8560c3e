//! Values as they are handed out.

use std::collections::BTreeSet;

use super::call::{foreign_reason, is_class_name};
use super::heap::{Id, Shape as Extra};
use super::key::Key as HeapKey;
use super::place;
use super::types::type_word;
use super::value::{Kind, Value};
use super::{Datum, Key, Machine, Origin, Shape};

/// How deep a value is exported.
const DEPTH: usize = 40;
/// How many nodes one value may have.
const NODES: usize = 30_000;

/// How many of the places that changed one object are told, from the last one back.
const TOUCHED: usize = 1_000;

impl Machine<'_> {
    /// A value for export.
    pub(super) fn datum(&self, value: &Value) -> Datum {
        let mut left = NODES;
        self.node(value, DEPTH, &mut left)
    }

    fn node(&self, value: &Value, depth: usize, left: &mut usize) -> Datum {
        let mut env: BTreeSet<String> = value.meta.env.names().map(ToString::to_string).collect();
        let origin = value.meta.origin.as_deref().cloned();
        if depth == 0 {
            let shape = Shape::Unknown("it is nested too deeply to show".to_owned());
            return Datum { shape, origin, env };
        }
        let shown = self.budget.shown.get();
        if *left == 0 || shown == 0 {
            return Datum { shape: Shape::Unknown("it holds too much to show".to_owned()), origin, env };
        }
        *left -= 1;
        self.budget.shown.set(shown.saturating_sub(1 + env.len() / 4));
        let shape = match &value.kind {
            Kind::None => Shape::None,
            Kind::Bool(value) => Shape::Bool(*value),
            Kind::Int(value) => Shape::Int((**value).clone()),
            Kind::Float(value) => Shape::Float(*value),
            Kind::Str(text) => match place::shown(text) {
                Some(text) => Shape::Str(text),
                None => outside(),
            },
            Kind::Path(text) => match place::shown(text) {
                Some(text) => Shape::Path(text),
                None => outside(),
            },
            Kind::Bytes(bytes) => Shape::Bytes(bytes.to_vec()),
            Kind::Tuple(items) => {
                Shape::Tuple(items.iter().map(|item| self.node(item, depth - 1, left)).collect())
            }
            Kind::List(id) => {
                let list = self.heap.list(*id);
                extend(&mut env, &list.shape);
                let mut items: Vec<Datum> =
                    list.items.iter().map(|item| self.node(item, depth - 1, left)).collect();
                items.extend(self.rest(&list.shape, depth, left));
                Shape::List(items)
            }
            Kind::Set(id) => {
                let set = self.heap.set(*id);
                extend(&mut env, &set.shape);
                let mut items: Vec<Datum> =
                    set.items.values().map(|item| self.node(item, depth - 1, left)).collect();
                items.extend(self.rest(&set.shape, depth, left));
                Shape::Set(items)
            }
            Kind::Dict(id) => {
                let dict = self.heap.dict(*id);
                extend(&mut env, &dict.shape);
                let mut entries: Vec<(Key, Datum)> = dict
                    .entries
                    .values()
                    .map(|entry| {
                        let key = Key { datum: self.node(&entry.key, depth - 1, left) };
                        (key, self.node(&entry.value, depth - 1, left))
                    })
                    .collect();
                if let Some(rest) = self.rest(&dict.shape, depth, left) {
                    entries.push((Key { datum: rest.clone() }, rest));
                }
                Shape::Dict(entries)
            }
            Kind::Object(made) => Shape::Object {
                class: made.class.to_string(),
                args: made.args.iter().map(|arg| self.node(arg, depth - 1, left)).collect(),
                kwargs: made
                    .kwargs
                    .iter()
                    .map(|(name, arg)| (name.to_string(), self.node(arg, depth - 1, left)))
                    .collect(),
            },
            Kind::Instance(id) => return self.instance_node(*id, env, origin, depth, left),
            Kind::Class(id) => Shape::Named(self.class_path(*id)),
            Kind::Function(id) => match self.heap.function(*id) {
                Some(function) => {
                    Shape::Named(format!("{}.{}", function.code.unit.module, function.code.qualified))
                }
                None => Shape::Unknown("a function".to_owned()),
            },
            Kind::Module(id) => {
                Shape::Named(self.heap.module(*id).map(|module| module.name.to_string()).unwrap_or_default())
            }
            Kind::Type(name) | Kind::Library(name) => Shape::Named((*name).to_owned()),
            Kind::Native(_) | Kind::Bound(_) => return self.callable_node(value, depth, left),
            Kind::Method(method) => Shape::Named(format!("{}.{}", type_word(&method.0), method.1)),
            Kind::Named(name) => {
                if self.program.is_some() || is_class_name(name.rsplit('.').next().unwrap_or(name)) {
                    Shape::Named(name.to_string())
                } else {
                    Shape::Unknown(foreign_reason(name))
                }
            }
            Kind::Required(names) => Shape::Required(names.to_vec()),
            Kind::Unknown(reason) => Shape::Unknown(reason.to_string()),
            Kind::Ellipsis => Shape::Named("Ellipsis".to_owned()),
            Kind::Environ => Shape::Unknown("the whole environment".to_owned()),
            Kind::NotImplemented | Kind::Slice(_) | Kind::Iterator(_) | Kind::Super(_) => {
                Shape::Unknown(format!("an object of the type {}", type_word(value)))
            }
        };
        Datum { shape, origin, env }
    }

    /// A native function, or a function with its first argument.
    fn callable_node(&self, value: &Value, depth: usize, left: &mut usize) -> Datum {
        let shape = match &value.kind {
            Kind::Native(native) if self.program.is_some() && !native.with.is_empty() => {
                Shape::Unknown(format!("what {} made", native.name))
            }
            Kind::Native(native) => Shape::Named(native.name.to_string()),
            Kind::Bound(bound) if self.program.is_none() || matches!(bound.0.kind, Kind::Class(_)) => {
                return self.node(&bound.1, depth - 1, left);
            }
            _ => Shape::Unknown("a method of an object".to_owned()),
        };
        let env = value.meta.env.names().map(ToString::to_string).collect();
        Datum { shape, origin: value.meta.origin.as_deref().cloned(), env }
    }

    /// The open item that stands for further ones in a container.
    fn rest(&self, shape: &Extra, depth: usize, left: &mut usize) -> Option<Datum> {
        shape.more.as_ref().map(|more| self.node(more, depth - 1, left))
    }

    fn instance_node(
        &self,
        id: Id,
        env: BTreeSet<String>,
        origin: Option<Origin>,
        depth: usize,
        left: &mut usize,
    ) -> Datum {
        let Some(instance) = self.heap.instance(id) else {
            return Datum { shape: Shape::Unknown("an object".to_owned()), origin, env };
        };
        if let Some(payload) = &instance.payload {
            // An instance of a class that derives from a built-in type is that value, to Django.
            let mut datum = self.node(payload, depth - 1, left);
            datum.env.extend(env);
            datum.origin = origin.or(datum.origin);
            return datum;
        }
        let (mut args, mut kwargs) = (Vec::new(), Vec::new());
        if let Some(Kind::Object(made)) =
            self.entry(instance.attributes, "__made_from__").map(|made| made.kind)
        {
            args.extend(made.args.iter().map(|arg| self.node(arg, depth - 1, left)));
            kwargs.extend(
                made.kwargs.iter().map(|(name, arg)| (name.to_string(), self.node(arg, depth - 1, left))),
            );
        }
        if self.program.is_some() {
            // What else tells two objects of one class apart.
            for entry in self.heap.dict(instance.attributes).entries.values() {
                if let Some(name) = entry.key.as_str().filter(|name| &***name != "__made_from__") {
                    kwargs.push((format!("self.{name}"), self.node(&entry.value, depth - 1, left)));
                }
            }
        }
        let shape = Shape::Object { class: self.class_path(instance.class), args, kwargs };
        Datum { shape, origin, env }
    }

    /// The last place that bound or changed a name of a namespace.
    pub(super) fn last_change(&self, namespace: Id, name: &str) -> Option<Origin> {
        self.changes(namespace, name).pop()
    }

    /// The places that bound a name of a namespace or changed its value, in order.
    pub(super) fn changes(&self, namespace: Id, name: &str) -> Vec<Origin> {
        let Some(entry) = self.heap.dict(namespace).entries.get(&HeapKey::text(name)) else {
            return Vec::new();
        };
        let mut all: Vec<Origin> = entry.history.iter().flat_map(|history| history.to_vec()).collect();
        let mut touched = Vec::new();
        self.touches(&entry.value, 4, &mut touched);
        for origin in touched {
            if !all.contains(&origin) {
                all.push(origin);
            }
        }
        if all.is_empty() {
            all.extend(entry.value.meta.origin.as_deref().cloned());
        }
        all
    }

    fn touches(&self, value: &Value, depth: usize, found: &mut Vec<Origin>) {
        if depth == 0 || found.len() > 200 || !self.look() {
            return;
        }
        let shape = match &value.kind {
            Kind::List(id) => &self.heap.list(*id).shape,
            Kind::Dict(id) => &self.heap.dict(*id).shape,
            Kind::Set(id) => &self.heap.set(*id).shape,
            _ => return,
        };
        let all = shape.touched.as_deref().map_or(&[][..], Vec::as_slice);
        found.extend_from_slice(all.get(all.len().saturating_sub(TOUCHED)..).unwrap_or_default());
        match &value.kind {
            Kind::List(id) => {
                self.heap.list(*id).items.iter().for_each(|item| self.touches(item, depth - 1, found));
            }
            Kind::Dict(id) => {
                self.heap
                    .dict(*id)
                    .entries
                    .values()
                    .for_each(|entry| self.touches(&entry.value, depth - 1, found));
            }
            _ => {}
        }
    }
}

fn extend(env: &mut BTreeSet<String>, shape: &Extra) {
    env.extend(shape.env.names().map(ToString::to_string));
}

fn outside() -> Shape {
    Shape::Unknown("where the repository is checked out".to_owned())
}
