//! Subscripts: `object[index]`.

use crate::eval::Machine;
use crate::eval::call::foreign_reason;
use crate::eval::env::Env;
use crate::eval::hidden;
use crate::eval::raise::{Eval, Stop};
use crate::eval::value::{Args, Kind, Value};

impl Machine<'_> {
    /// `object[index]`.
    ///
    /// # Errors
    /// `KeyError`, `IndexError` or `TypeError`, as Python.
    pub fn item(&mut self, object: &Value, index: &Value) -> Eval {
        let env = object.meta.env.union(&index.meta.env);
        self.item_of(object, index, &env).map(|value| value.on(&env))
    }

    fn item_of(&mut self, object: &Value, index: &Value, env: &Env) -> Eval {
        match &object.kind {
            Kind::Required(_) | Kind::Unknown(_) => Ok(self.open([object, index], "")),
            Kind::Environ => self.environ_item(index),
            Kind::Dict(id) => {
                let Some(key) = self.key(index) else {
                    if matches!(index.kind, Kind::List(_) | Kind::Dict(_) | Kind::Set(_)) {
                        let message = format!("unhashable type: '{}'", self.type_name(index));
                        return Err(self.raise_on("TypeError", &message, env));
                    }
                    return Ok(self.open([index], "an entry whose key is not known"));
                };
                let dict = self.heap.dict(*id);
                if let Some(entry) = dict.entries.get(&key) {
                    return Ok(entry.value.clone());
                }
                if let Some(more) = dict.shape.more.clone() {
                    return Ok(more.at(self.origin()));
                }
                let env = env.union(&dict.shape.env);
                Err(self.raise_key(index, &env))
            }
            Kind::List(id) => {
                let list = self.heap.list(*id).clone();
                if let Some(more) = &list.shape.more
                    && (index.as_int() != Some(0) || list.items.is_empty())
                {
                    return Ok(self.open([more, index], "an item of a list that is not wholly known"));
                }
                let env = env.union(&list.shape.env);
                match self.slice_of(&list.items, index, &env, "list ")? {
                    Picked::One(value) => Ok(value),
                    Picked::Many(items) => Ok(self.list(items)),
                    Picked::Open(open) => Ok(open),
                }
            }
            Kind::Tuple(items) => match self.slice_of(items, index, env, "tuple ")? {
                Picked::One(value) => Ok(value),
                Picked::Many(items) => Ok(self.here(Kind::Tuple(items.into()))),
                Picked::Open(open) => Ok(open),
            },
            Kind::Str(text) => self.characters(&text.clone(), index, env),
            Kind::Bytes(bytes) => match self.slice_of(&bytes.clone(), index, env, "")? {
                Picked::One(byte) => Ok(Value::int(byte)),
                Picked::Many(bytes) => Ok(self.here(Kind::Bytes(bytes.into()))),
                Picked::Open(open) => Ok(open),
            },
            Kind::Instance(id) => {
                if let Some(method) = self.class_attr_of(*id, "__getitem__") {
                    return self.call(&method, Args::of(vec![object.clone(), index.clone()]));
                }
                if let Some(payload) = self.heap.instance(*id).and_then(|instance| instance.payload.clone()) {
                    let missing = self.class_attr_of(*id, "__missing__");
                    return match (self.item_of(&payload, index, env), missing) {
                        (Err(Stop::Raise(_)), Some(missing)) => {
                            self.call(&missing, Args::of(vec![object.clone(), index.clone()]))
                        }
                        (result, _) => result,
                    };
                }
                if self.is_foreign(*id) {
                    return Ok(self.open([object, index], "it is made by an installed package"));
                }
                let message = format!("'{}' object is not subscriptable", self.type_name(object));
                Err(self.raise_on("TypeError", &message, env))
            }
            Kind::Class(id) if self.enumerates(*id) => match index.as_str() {
                Some(name) => self.attr(object, &name.clone()),
                None => Ok(self.open([index], "a member whose name is not known")),
            },
            // `list[str]`, `Optional[int]`: for annotations.
            Kind::Type(_) | Kind::Class(_) | Kind::Native(_) | Kind::Library(_) => Ok(object.clone()),
            Kind::Named(name) => {
                let typing = name.starts_with("typing.") || name.starts_with("collections.abc.");
                if typing {
                    Ok(object.clone())
                } else {
                    Ok(Value::unknown(foreign_reason(name)).at(self.origin()))
                }
            }
            Kind::Object(made) => {
                let reason = format!("an item of {}", made.class);
                Ok(Value::unknown(reason).at(self.origin()))
            }
            _ => {
                let message = format!("'{}' object is not subscriptable", self.type_name(object));
                Err(self.raise_on("TypeError", &message, env))
            }
        }
    }

    /// `text[index]`.
    fn characters(&mut self, text: &str, index: &Value, env: &Env) -> Eval {
        self.text_size(text.len())?;
        if hidden::known_ends(text).is_some_and(|ends| !is_within(index, ends)) {
            return Ok(self.open([index], hidden::PLACE));
        }
        let chars: Vec<char> = text.chars().collect();
        Ok(match self.slice_of(&chars, index, env, "string ")? {
            Picked::One(c) => self.here(Kind::Str(c.to_string().into())),
            Picked::Many(chars) => self.here(Kind::Str(chars.into_iter().collect::<String>().into())),
            Picked::Open(open) => open,
        })
    }

    fn slice_of<T: Clone>(&mut self, items: &[T], index: &Value, env: &Env, kind: &str) -> Eval<Picked<T>> {
        let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
        if let Kind::Slice(bounds) = &index.kind {
            if let Some(open) = bounds.iter().find(|bound| bound.is_open()) {
                return Ok(Picked::Open(self.open([open], "")));
            }
            let step = bounds[2].as_int().unwrap_or(1);
            if step == 0 {
                return Err(self.raise_on("ValueError", "slice step cannot be zero", env));
            }
            let clamp = |bound: &Value, default: i64| match bound.as_int() {
                Some(at) => {
                    let at = if at < 0 { at.saturating_add(length) } else { at };
                    if step > 0 { at.clamp(0, length) } else { at.clamp(-1, length - 1) }
                }
                None => default,
            };
            let start = clamp(&bounds[0], if step > 0 { 0 } else { length - 1 });
            let end = clamp(&bounds[1], if step > 0 { length } else { -1 });
            let mut picked = Vec::new();
            let mut at = start;
            while (step > 0 && at < end) || (step < 0 && at > end) {
                if let Some(item) = usize::try_from(at).ok().and_then(|at| items.get(at)) {
                    picked.push(item.clone());
                }
                let Some(next) = at.checked_add(step) else { break };
                at = next;
            }
            self.items(picked.len())?;
            return Ok(Picked::Many(picked));
        }
        if index.is_open() || matches!(index.kind, Kind::Named(_) | Kind::Object(_) | Kind::Instance(_)) {
            return Ok(Picked::Open(self.open([index], "an item whose index is not known")));
        }
        let Some(at) = index.as_int() else {
            let message = format!("indices must be integers or slices, not {}", self.type_name(index));
            return Err(self.raise_on("TypeError", &message, env));
        };
        let at = if at < 0 { at + length } else { at };
        match usize::try_from(at).ok().and_then(|at| items.get(at)) {
            Some(item) => Ok(Picked::One(item.clone())),
            None => Err(self.raise_on("IndexError", &format!("{kind}index out of range"), env)),
        }
    }
}

/// Whether a subscript's bounds lie in the first or last characters of a text of which only so many are known.
fn is_within(index: &Value, (head, tail): (usize, usize)) -> bool {
    let counted = |at: i64, room: (usize, usize)| match usize::try_from(at) {
        Ok(at) => at <= room.0,
        Err(_) => usize::try_from(at.unsigned_abs()).is_ok_and(|at| at <= room.1),
    };
    match &index.kind {
        Kind::Slice(bounds) => {
            bounds[2].as_int().unwrap_or(1) == 1
                && bounds[..2].iter().all(|bound| {
                    bound.is_none() || bound.as_int().is_some_and(|at| counted(at, (head, tail)))
                })
        }
        _ => index
            .as_int()
            .is_some_and(|at| if at < 0 { counted(at, (0, tail)) } else { at.unsigned_abs() < head as u64 }),
    }
}

/// What a subscript picks out of a sequence.
enum Picked<T> {
    One(T),
    Many(Vec<T>),
    Open(Value),
}
