//! Iteration: the items of a value, as far as they are known.

use std::rc::Rc;

use super::Machine;
use super::call::foreign_reason;
use super::raise::Eval;
use super::value::{Args, Kind, Value};
use super::{hidden, place};

/// The known items of an iterable, and the open value that stands for further ones where there may be some.
pub type Items = (Vec<Value>, Option<Value>);

impl Machine<'_> {
    /// The items of a value.
    ///
    /// # Errors
    /// `TypeError` where it is not iterable.
    pub fn iterate(&mut self, value: &Value) -> Eval<Items> {
        let found: Items = match &value.kind {
            Kind::List(id) => {
                let list = self.heap.list(*id);
                (list.items.clone(), list.shape.more.clone())
            }
            Kind::Tuple(items) => (items.to_vec(), None),
            Kind::Set(id) => {
                let set = self.heap.set(*id);
                (set.items.values().cloned().collect(), set.shape.more.clone())
            }
            Kind::Dict(id) => {
                let dict = self.heap.dict(*id);
                (dict.entries.values().map(|entry| entry.key.clone()).collect(), dict.shape.more.clone())
            }
            Kind::Iterator(id) => {
                let Some(iter) = self.heap.iterator_mut(*id) else { return Ok((Vec::new(), None)) };
                let items = iter.items.get(iter.next..).unwrap_or_default().to_vec();
                iter.next = iter.items.len();
                (items, iter.more.clone())
            }
            Kind::Str(text) => {
                let text = text.clone();
                if place::is_marked(&text) {
                    return Ok((Vec::new(), Some(self.open([value], hidden::PLACE))));
                }
                self.made(text.len())?;
                (text.chars().map(|c| Value::str(c.to_string())).collect(), None)
            }
            Kind::Bytes(bytes) => {
                let bytes = bytes.clone();
                self.made(bytes.len())?;
                (bytes.iter().map(|byte| Value::int(*byte)).collect(), None)
            }
            Kind::Environ => self.environ_items(),
            Kind::Required(_) | Kind::Unknown(_) => (Vec::new(), Some(value.clone())),
            Kind::Named(name) => (Vec::new(), Some(Value::unknown(foreign_reason(name)))),
            Kind::Object(made) => {
                let reason = format!("the items of {}", made.class);
                (Vec::new(), Some(Value::unknown(reason)))
            }
            Kind::Class(id) if self.enumerates(*id) => (self.members(*id), None),
            Kind::Instance(id) => {
                if let Some(method) = self.class_attr_of(*id, "__iter__") {
                    let iterator = self.call(&method, Args::of(vec![value.clone()]))?;
                    if matches!(iterator.kind, Kind::Instance(_)) {
                        return Ok((
                            Vec::new(),
                            Some(self.open([&iterator], "an iterator that is not followed")),
                        ));
                    }
                    return self.iterate(&iterator);
                }
                if let Some(payload) = self.heap.instance(*id).and_then(|instance| instance.payload.clone()) {
                    return self.iterate(&payload);
                }
                if self.is_foreign(*id) {
                    (Vec::new(), Some(self.open([value], "it is made by an installed package")))
                } else {
                    return Err(self.not_iterable(value));
                }
            }
            _ => return Err(self.not_iterable(value)),
        };
        self.items(found.0.len())?;
        if value.meta.env.is_empty() {
            return Ok(found);
        }
        let env = value.meta.env.clone();
        Ok((found.0.into_iter().map(|item| item.on(&env)).collect(), found.1.map(|more| more.on(&env))))
    }

    fn not_iterable(&mut self, value: &Value) -> super::raise::Stop {
        let message = format!("'{}' object is not iterable", self.type_name(value));
        self.raise_on("TypeError", &message, &value.meta.env)
    }

    /// An iterator over these items.
    pub fn iterator(&mut self, items: Vec<Value>, more: Option<Value>) -> Value {
        let items: Rc<[Value]> = items.into();
        let id = self.heap.add(super::heap::Thing::Iter(super::heap::Iter { items, next: 0, more }));
        self.here(Kind::Iterator(id))
    }

    /// A list of these items.
    pub fn list_of(&mut self, items: Items) -> Value {
        let value = self.list(items.0);
        if let (Some(id), Some(more)) = (value.id(), items.1) {
            self.heap.list_mut(id).shape.more = Some(more);
        }
        value
    }

    /// A tuple of these items; open where not all are known.
    pub fn tuple_of(&mut self, items: Items) -> Value {
        match items.1 {
            Some(more) => self.open([&more], "its items are not known"),
            None => self.here(Kind::Tuple(items.0.into())),
        }
    }

    /// `list += iterable`.
    pub(super) fn extend_list(&mut self, list: &Value, right: &Value) -> Eval<()> {
        let (items, more) = self.iterate(right)?;
        let items: Vec<Value> = items.into_iter().map(|item| self.tainted(item)).collect();
        let Some(id) = list.id() else { return Ok(()) };
        self.grows(self.heap.list(id).items.len(), items.len())?;
        self.touch(list);
        let env = self.test_env(right);
        let target = self.heap.list_mut(id);
        target.items.extend(items);
        target.shape.env = target.shape.env.union(&env);
        if target.shape.more.is_none() {
            target.shape.more = more;
        }
        Ok(())
    }

    /// `set |= items`.
    pub(super) fn add_to_set(&mut self, set: &Value, items: Vec<Value>, more: Option<Value>) -> Eval<()> {
        let Some(id) = set.id() else { return Ok(()) };
        self.steps(items.len())?;
        self.touch(set);
        for item in items {
            let item = self.tainted(item);
            let key = self.key(&item);
            let target = self.heap.set_mut(id);
            match key {
                Some(key) => {
                    target.items.entry(key).or_insert(item);
                }
                None => target.shape.more = Some(item),
            }
        }
        if more.is_some() {
            self.heap.set_mut(id).shape.more = more;
        }
        Ok(())
    }

    /// `dict.update(right)`: a mapping, or pairs.
    pub(super) fn update_dict(&mut self, dict: &Value, right: &Value) -> Eval<()> {
        let Some(id) = dict.id() else { return Ok(()) };
        let right = match &right.kind {
            Kind::Instance(at) => self
                .heap
                .instance(*at)
                .and_then(|instance| instance.payload.clone())
                .unwrap_or_else(|| right.clone()),
            _ => right.clone(),
        };
        if let Kind::Dict(other) = right.kind {
            let count = self.heap.dict(other).entries.len();
            self.items(count)?;
            self.steps(count)?;
            let other = self.heap.dict(other).clone();
            self.touch(dict);
            for entry in other.entries.into_values() {
                self.set_item(dict, &entry.key, entry.value.on(&right.meta.env))?;
            }
            let target = self.heap.dict_mut(id);
            target.shape.env = target.shape.env.union(&other.shape.env);
            if other.shape.more.is_some() {
                target.shape.more = other.shape.more;
            }
            return Ok(());
        }
        let (pairs, more) = self.iterate(&right)?;
        self.touch(dict);
        for pair in pairs {
            let (mut parts, open) = self.iterate(&pair)?;
            match (open, parts.len()) {
                (None, 2) => {
                    let value = parts.pop().unwrap_or_else(Value::none);
                    let key = parts.pop().unwrap_or_else(Value::none);
                    self.set_item(dict, &key, value)?;
                }
                (Some(open), _) => self.heap.dict_mut(id).shape.more = Some(open),
                _ => {
                    return Err(self.raise_on(
                        "ValueError",
                        "dictionary update sequence element has the wrong length",
                        &pair.meta.env,
                    ));
                }
            }
        }
        if more.is_some() {
            self.heap.dict_mut(id).shape.more = more;
        }
        Ok(())
    }
}
