//! Methods of `set` and `frozenset`.

use crate::eval::Machine;
use crate::eval::heap::Id;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Value};
use crate::syntax::python::ast::{CmpOp, Operator};

impl Machine<'_> {
    pub(super) fn set_method(&mut self, receiver: &Value, id: Id, name: &str, args: &Args) -> Eval {
        let first = args.get(0, "").cloned().unwrap_or_else(Value::none);
        match name {
            "add" => {
                self.add_to_set(receiver, vec![first], None)?;
                Ok(Value::none())
            }
            "update" | "__init__" => {
                for other in &args.pos {
                    let (items, more) = self.iterate(other)?;
                    self.add_to_set(receiver, items, more)?;
                }
                Ok(Value::none())
            }
            "discard" | "remove" => {
                // What follows in the order moves up.
                self.steps(self.heap.set(id).items.len() / 64)?;
                self.touch(receiver);
                let Some(key) = self.key(&first) else {
                    let open = self.open([&first], "it may have been removed");
                    let set = self.heap.set_mut(id);
                    set.items.clear();
                    set.shape.more = Some(open);
                    return Ok(Value::none());
                };
                let found = self.heap.set_mut(id).items.shift_remove(&key).is_some();
                if !found && name == "remove" && self.heap.set(id).shape.more.is_none() {
                    return Err(self.raise_key(&first, &receiver.meta.env));
                }
                Ok(Value::none())
            }
            "clear" => {
                self.touch(receiver);
                let set = self.heap.set_mut(id);
                set.items.clear();
                set.shape.more = None;
                Ok(Value::none())
            }
            "pop" => Ok(self.open([receiver], "whichever item of a set comes first")),
            "copy" => self.combined(receiver, &[], Operator::BitOr),
            "union" => self.combined(receiver, &args.pos, Operator::BitOr),
            "intersection" => self.combined(receiver, &args.pos, Operator::BitAnd),
            "difference" => self.combined(receiver, &args.pos, Operator::Sub),
            "symmetric_difference" => self.combined(receiver, &args.pos, Operator::BitXor),
            "difference_update" | "intersection_update" => {
                let op = if name.starts_with('d') { Operator::Sub } else { Operator::BitAnd };
                let value = self.combined(receiver, &args.pos, op)?;
                self.touch(receiver);
                if let Some(made) = value.id() {
                    let items = self.heap.set(made).items.clone();
                    self.heap.set_mut(id).items = items;
                } else {
                    self.heap.set_mut(id).shape.more = Some(value);
                }
                Ok(Value::none())
            }
            "issubset" | "issuperset" | "isdisjoint" => {
                let (items, more) = self.iterate(&first)?;
                if let Some(more) = more {
                    return Ok(self.open([&more], ""));
                }
                self.steps(items.len() + self.heap.set(id).items.len() / 8)?;
                let other = self.set(items, false);
                if name == "isdisjoint" {
                    let (a, b) = (self.heap.set(id), self.heap.set(other.id().unwrap_or_default()));
                    let known = a.shape.more.is_none();
                    let disjoint = a.items.keys().all(|key| !b.items.contains_key(key));
                    return Ok(if known || !disjoint {
                        Value::bool(disjoint)
                    } else {
                        self.open([receiver], "")
                    });
                }
                let op = if name == "issubset" { CmpOp::LtE } else { CmpOp::GtE };
                Ok(match self.compare(op, receiver, &other)? {
                    Some(known) => Value::bool(known),
                    None => self.open([receiver], "a set that is not wholly known"),
                })
            }
            _ => Ok(self.open([receiver], "a method that is not followed")),
        }
    }

    fn combined(&mut self, receiver: &Value, others: &[Value], op: Operator) -> Eval {
        let items = self.iterate(receiver)?;
        self.steps(items.0.len())?;
        let mut result = self.set(items.0, false);
        if let Some(id) = result.id() {
            self.heap.set_mut(id).shape.more = items.1;
        }
        for other in others {
            let (items, more) = self.iterate(other)?;
            self.steps(items.len())?;
            let set = self.set(items, false);
            if let Some(id) = set.id() {
                self.heap.set_mut(id).shape.more = more;
            }
            result = self.binary(op, &result, &set)?;
        }
        Ok(result)
    }
}
