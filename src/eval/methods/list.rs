//! Methods of `list` and `tuple`.

use std::cmp::Ordering;

use crate::eval::Machine;
use crate::eval::heap::Id;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Value};

impl Machine<'_> {
    pub(super) fn list_method(&mut self, receiver: &Value, id: Id, name: &str, args: &Args) -> Eval {
        let first = || args.get(0, "").cloned().unwrap_or_else(Value::none);
        match name {
            "append" => {
                let item = self.tainted(first());
                self.grows(self.heap.list(id).items.len(), 1)?;
                self.touch(receiver);
                let list = self.heap.list_mut(id);
                list.items.push(item);
            }
            "extend" | "__iadd__" => {
                let other = first();
                self.extend_list(receiver, &other)?;
            }
            "insert" => {
                // What follows moves down.
                self.steps(self.heap.list(id).items.len() / 64)?;
                let item = self.tainted(args.get(1, "").cloned().unwrap_or_else(Value::none));
                self.touch(receiver);
                let at = self.position(id, &first());
                let list = self.heap.list_mut(id);
                match at {
                    Some(at) => list.items.insert(at.min(list.items.len()), item),
                    None => list.shape.more = Some(Value::unknown("an item is inserted where nobody knows")),
                }
            }
            "remove" => return self.remove_item(receiver, id, &first()),
            "pop" => return self.pop_item(receiver, id, args.get(0, "")),
            "clear" => {
                self.touch(receiver);
                let list = self.heap.list_mut(id);
                list.items.clear();
                list.shape.more = None;
            }
            "reverse" => {
                self.steps(self.heap.list(id).items.len() / 64)?;
                self.touch(receiver);
                self.heap.list_mut(id).items.reverse();
            }
            "sort" => {
                self.touch(receiver);
                let items = self.heap.list(id).items.clone();
                match self.sorted(items, args.keyword("key"), args.keyword("reverse"))? {
                    Ok(items) => self.heap.list_mut(id).items = items,
                    Err(open) => {
                        let list = self.heap.list_mut(id);
                        list.items.clear();
                        list.shape.more = Some(open);
                    }
                }
            }
            "copy" => {
                let items = self.iterate(receiver)?;
                return Ok(self.list_of(items));
            }
            "__init__" => {
                if let Some(other) = args.get(0, "") {
                    let other = other.clone();
                    self.extend_list(receiver, &other)?;
                }
            }
            _ => {
                let list = self.heap.list(id).clone();
                return self.sequence_method(&list.items, list.shape.more.as_ref(), name, args);
            }
        }
        Ok(Value::none())
    }

    fn remove_item(&mut self, receiver: &Value, id: Id, wanted: &Value) -> Eval {
        let items = self.heap.list(id).items.clone();
        self.touch(receiver);
        for (at, item) in items.iter().enumerate() {
            match self.equal(item, wanted)? {
                Some(true) => {
                    self.heap.list_mut(id).items.remove(at);
                    return Ok(Value::none());
                }
                Some(false) => {}
                None => {
                    let open = self.open([item, wanted], "it may have been removed");
                    let list = self.heap.list_mut(id);
                    list.items.clear();
                    list.shape.more = Some(open);
                    return Ok(Value::none());
                }
            }
        }
        if self.heap.list(id).shape.more.is_none() {
            let env = self.test_env(receiver);
            return Err(self.raise_on("ValueError", "list.remove(x): x not in list", &env));
        }
        Ok(Value::none())
    }

    fn pop_item(&mut self, receiver: &Value, id: Id, at: Option<&Value>) -> Eval {
        self.touch(receiver);
        let list = self.heap.list(id);
        if let Some(more) = list.shape.more.clone() {
            self.heap.list_mut(id).items.clear();
            return Ok(more);
        }
        let length = list.items.len();
        let at = match at {
            None => length.checked_sub(1),
            Some(at) => at.as_int().and_then(|at| {
                let at = if at < 0 { at + i64::try_from(length).unwrap_or(0) } else { at };
                usize::try_from(at).ok().filter(|at| *at < length)
            }),
        };
        let Some(at) = at else {
            let env = self.test_env(receiver);
            return Err(self.raise_on("IndexError", "pop index out of range", &env));
        };
        Ok(self.heap.list_mut(id).items.remove(at))
    }

    /// The index that `insert` means; `None` where it is not known.
    fn position(&self, id: Id, index: &Value) -> Option<usize> {
        let list = self.heap.list(id);
        let at = index.as_int()?;
        if at < 0 {
            if list.shape.more.is_some() {
                return None;
            }
            let length = i64::try_from(list.items.len()).ok()?;
            return usize::try_from((at + length).max(0)).ok();
        }
        usize::try_from(at).ok()
    }

    pub(super) fn sequence_method(
        &mut self,
        items: &[Value],
        more: Option<&Value>,
        name: &str,
        args: &Args,
    ) -> Eval {
        let wanted = args.get(0, "").cloned().unwrap_or_else(Value::none);
        match name {
            "count" => {
                let mut count = 0_usize;
                for item in items {
                    match self.equal(item, &wanted)? {
                        Some(true) => count += 1,
                        Some(false) => {}
                        None => return Ok(self.open([item, &wanted], "a count that is not known")),
                    }
                }
                match more {
                    Some(more) => Ok(self.open([more], "")),
                    None => Ok(Value::int(count)),
                }
            }
            "index" => {
                let start = args
                    .get(1, "")
                    .and_then(Value::as_int)
                    .and_then(|at| usize::try_from(at).ok())
                    .unwrap_or(0);
                for (at, item) in items.iter().enumerate().skip(start) {
                    match self.equal(item, &wanted)? {
                        Some(true) => return Ok(Value::int(at)),
                        Some(false) => {}
                        None => return Ok(self.open([item, &wanted], "an index that is not known")),
                    }
                }
                match more {
                    Some(more) => Ok(self.open([more], "")),
                    None => Err(self.raise_on("ValueError", "value is not in list", &wanted.meta.env)),
                }
            }
            _ => Ok(self.open([], "a method that is not followed")),
        }
    }

    /// Sorted items; an open value where their order is not known.
    pub(in crate::eval) fn sorted(
        &mut self,
        items: Vec<Value>,
        key: Option<&Value>,
        reverse: Option<&Value>,
    ) -> Eval<Result<Vec<Value>, Value>> {
        let reverse = match reverse {
            Some(reverse) => match self.truth(reverse)? {
                Some(reverse) => reverse,
                None => return Ok(Err(self.open([reverse], ""))),
            },
            None => false,
        };
        let mut keyed = Vec::with_capacity(items.len());
        for item in items {
            let by = match key {
                Some(key) if !key.is_none() => self.call(key, Args::of(vec![item.clone()]))?,
                _ => item.clone(),
            };
            if by.is_open() {
                return Ok(Err(self.open([&by], "an order that is not known")));
            }
            keyed.push((by, item));
        }
        self.items(keyed.len() * 4)?;
        let mut known = true;
        keyed.sort_by(|(a, _), (b, _)| {
            let order = self.order(a, b);
            known &= order.is_some();
            let order = order.unwrap_or(Ordering::Equal);
            if reverse { order.reverse() } else { order }
        });
        if !known {
            let values: Vec<Value> = keyed.into_iter().map(|(_, item)| item).collect();
            return Ok(Err(self.open(&values, "an order that is not known")));
        }
        Ok(Ok(keyed.into_iter().map(|(_, item)| item).collect()))
    }
}
