//! Methods of `dict`.

use crate::eval::Machine;
use crate::eval::heap::Id;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Value};

impl Machine<'_> {
    pub(super) fn dict_method(&mut self, receiver: &Value, id: Id, name: &str, args: Args) -> Eval {
        let first = args.get(0, "key").cloned().unwrap_or_else(Value::none);
        let env = receiver.meta.env.union(&self.heap.dict(id).shape.env);
        match name {
            "get" | "setdefault" | "pop" => self.dict_entry(receiver, id, name, &args, &first),
            "items" | "keys" | "values" => {
                let dict = self.heap.dict(id).clone();
                self.items(dict.entries.len())?;
                let items: Vec<Value> = dict
                    .entries
                    .into_values()
                    .map(|entry| match name {
                        "items" => Value::tuple(vec![entry.key, entry.value]),
                        "keys" => entry.key,
                        _ => entry.value,
                    })
                    .collect();
                let more = dict.shape.more;
                // Views can be used again and again, unlike iterators: lists are.
                if name == "keys" && more.is_none() {
                    return Ok(self.set(items, false).on(&env));
                }
                Ok(self.list_of((items, more)).on(&env))
            }
            "update" | "__init__" => {
                if let Some(other) = args.pos.first() {
                    if other.is_open() || matches!(other.kind, Kind::Named(_)) {
                        self.touch(receiver);
                        let open = self.open([other], "comes from an installed package");
                        self.heap.dict_mut(id).shape.more = Some(open);
                    } else {
                        self.update_dict(receiver, &other.clone())?;
                    }
                }
                for (name, value) in args.named {
                    self.set_item(receiver, &Value::str(name), value)?;
                }
                Ok(Value::none())
            }
            "copy" | "__or__" => {
                let dict = self.dict([]);
                self.update_dict(&dict, receiver)?;
                if name == "__or__" {
                    self.update_dict(&dict, &first)?;
                }
                if let Some(made) = dict.id() {
                    let touched = self.heap.dict(id).shape.touched.clone();
                    self.heap.dict_mut(made).shape.touched = touched;
                }
                Ok(dict)
            }
            "clear" => {
                self.touch(receiver);
                let dict = self.heap.dict_mut(id);
                dict.entries.clear();
                dict.shape.more = None;
                Ok(Value::none())
            }
            "popitem" => {
                self.touch(receiver);
                match self.heap.dict_mut(id).entries.pop() {
                    Some((_, entry)) => Ok(Value::tuple(vec![entry.key, entry.value])),
                    None => Err(self.raise_on("KeyError", "popitem(): dictionary is empty", &env)),
                }
            }
            "__delitem__" => {
                self.steps(self.heap.dict(id).entries.len() / 64)?;
                if let Some(key) = self.key(&first) {
                    self.heap.dict_mut(id).entries.shift_remove(&key);
                }
                Ok(Value::none())
            }
            _ => Ok(self.open([receiver], "a method that is not followed")),
        }
    }

    fn dict_entry(&mut self, receiver: &Value, id: Id, name: &str, args: &Args, wanted: &Value) -> Eval {
        let default = args.get(1, "default").cloned();
        let Some(key) = self.key(wanted) else {
            if name != "get" {
                self.touch(receiver);
                self.heap.dict_mut(id).shape.more = Some(self.open([wanted], "a key that is not known"));
            }
            return Ok(self.open([wanted], "an entry whose key is not known"));
        };
        let dict = self.heap.dict(id);
        let shape = dict.shape.clone();
        if let Some(entry) = dict.entries.get(&key) {
            let value = entry.value.clone();
            if name == "pop" {
                self.steps(self.heap.dict(id).entries.len() / 64)?;
                self.touch(receiver);
                self.heap.dict_mut(id).entries.shift_remove(&key);
            }
            return Ok(value);
        }
        match (name, shape.more) {
            (_, Some(more)) if name != "setdefault" => {
                // It may be there: the default is one of two possibilities.
                let why = self.open([&more], "");
                let default = default.unwrap_or_else(Value::none);
                Ok(self.join(&more, &default, &why))
            }
            ("setdefault", _) => {
                let value = default.unwrap_or_else(Value::none);
                self.set_item(receiver, wanted, value.clone())?;
                Ok(value)
            }
            ("pop", _) if default.is_none() => {
                Err(self.raise_key(wanted, &receiver.meta.env.union(&shape.env)))
            }
            _ => Ok(default.unwrap_or_else(Value::none).on(&shape.env)),
        }
    }
}
