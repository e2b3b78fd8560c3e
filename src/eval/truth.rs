//! Truth tests and comparisons.

use std::cmp::Ordering;

use num_bigint::BigInt;

use super::Machine;
use super::call::is_class_name;
use super::hidden;
use super::identity::identical;
use super::library::dates;
use super::raise::Eval;
use super::value::{Args, Kind, Value};

/// How deep lists and tuples are compared for their order.
const ORDERED: usize = 40;

impl Machine<'_> {
    /// Whether a value is true; `None` where nobody knows.
    ///
    /// # Errors
    /// What `__bool__` raises.
    pub fn truth(&mut self, value: &Value) -> Eval<Option<bool>> {
        let sized = |more: bool, length: usize| {
            if length > 0 {
                Some(true)
            } else if more {
                None
            } else {
                Some(false)
            }
        };
        Ok(match &value.kind {
            Kind::None => Some(false),
            Kind::Bool(value) => Some(*value),
            Kind::Int(value) => Some(**value != BigInt::ZERO),
            Kind::Float(value) => Some(*value != 0.0),
            Kind::Str(text) => Some(!text.is_empty()),
            Kind::Bytes(bytes) => Some(!bytes.is_empty()),
            Kind::Tuple(items) => sized(items.iter().any(is_spread), items.len()),
            Kind::List(id) => {
                let list = self.heap.list(*id);
                sized(list.shape.more.is_some(), list.items.len())
            }
            Kind::Dict(id) => {
                let dict = self.heap.dict(*id);
                sized(dict.shape.more.is_some(), dict.entries.len())
            }
            Kind::Set(id) => {
                let set = self.heap.set(*id);
                sized(set.shape.more.is_some(), set.items.len())
            }
            Kind::Instance(id) => {
                for name in ["__bool__", "__len__"] {
                    if let Some(method) = self.class_attr_of(*id, name) {
                        let result = self.call(&method, Args::of(vec![value.clone()]))?;
                        return if matches!(result.kind, Kind::Instance(_)) {
                            Ok(None)
                        } else {
                            self.truth(&result)
                        };
                    }
                }
                match self.heap.instance(*id).and_then(|instance| instance.payload.clone()) {
                    Some(payload) => return self.truth(&payload),
                    None if self.is_foreign(*id) => None,
                    None => Some(true),
                }
            }
            Kind::Named(name) => is_class_name(name.rsplit('.').next().unwrap_or(name)).then_some(true),
            Kind::Object(made) => match &*made.class {
                "datetime.timedelta" => Some(
                    made.args
                        .iter()
                        .chain(made.kwargs.iter().map(|(_, value)| value))
                        .any(|part| !matches!(&part.kind, Kind::Int(value) if **value == BigInt::ZERO)),
                ),
                "datetime.date" | "datetime.datetime" => Some(true),
                _ => Some(true).filter(|_| made.class.starts_with("re.")),
            },
            Kind::Required(_) | Kind::Unknown(_) => None,
            _ => Some(true),
        })
    }

    /// `a == b`; `None` where nobody knows.
    ///
    /// # Errors
    /// What `__eq__` raises.
    pub fn equal(&mut self, a: &Value, b: &Value) -> Eval<Option<bool>> {
        self.enter()?;
        let known = self.equal_parts(a, b);
        self.leave();
        known
    }

    fn equal_parts(&mut self, a: &Value, b: &Value) -> Eval<Option<bool>> {
        if a.is_open() || b.is_open() {
            return Ok(None);
        }
        if let (Some(x), Some(y)) = (number(a), number(b)) {
            return Ok(Some(compare_numbers(&x, &y) == Some(Ordering::Equal)));
        }
        // A collection equals itself, whatever is in it: Python looks at identity first.
        if matches!(a.kind, Kind::List(_) | Kind::Dict(_) | Kind::Set(_)) && identical(a, b) {
            return Ok(Some(true));
        }
        Ok(match (&a.kind, &b.kind) {
            (Kind::Str(x), Kind::Str(y)) | (Kind::Path(x), Kind::Path(y)) => {
                self.steps(x.len().min(y.len()) / 512)?;
                hidden::equal(x, y)
            }
            (Kind::List(x), Kind::List(y)) => {
                self.steps(self.heap.list(*x).items.len().min(self.heap.list(*y).items.len()) / 8)?;
                let (x, y) = (self.heap.list(*x).clone(), self.heap.list(*y).clone());
                if x.shape.more.is_some() || y.shape.more.is_some() {
                    return Ok(None);
                }
                return self.equal_all(&x.items, &y.items);
            }
            (Kind::Tuple(x), Kind::Tuple(y)) => return self.equal_all(&x.clone(), &y.clone()),
            (Kind::Dict(x), Kind::Dict(y)) => {
                self.steps(self.heap.dict(*x).entries.len().min(self.heap.dict(*y).entries.len()) / 8)?;
                let (x, y) = (self.heap.dict(*x).clone(), self.heap.dict(*y).clone());
                if x.shape.more.is_some() || y.shape.more.is_some() {
                    return Ok(None);
                }
                if x.entries.len() != y.entries.len() {
                    return Ok(Some(false));
                }
                let mut known = Some(true);
                for (key, entry) in &x.entries {
                    let Some(other) = y.entries.get(key) else { return Ok(Some(false)) };
                    match self.equal(&entry.value, &other.value)? {
                        Some(true) => {}
                        Some(false) => return Ok(Some(false)),
                        None => known = None,
                    }
                }
                known
            }
            (Kind::Set(x), Kind::Set(y)) => {
                self.steps(self.heap.set(*x).items.len() / 8)?;
                let (x, y) = (self.heap.set(*x), self.heap.set(*y));
                if x.shape.more.is_some() || y.shape.more.is_some() {
                    return Ok(None);
                }
                Some(x.items.len() == y.items.len() && x.items.keys().all(|key| y.items.contains_key(key)))
            }
            (Kind::Instance(id), _) | (_, Kind::Instance(id)) => {
                let (object, other) = if matches!(a.kind, Kind::Instance(_)) { (a, b) } else { (b, a) };
                if let Some(method) = self.class_attr_of(*id, "__eq__") {
                    let result = self.call(&method, Args::of(vec![object.clone(), other.clone()]))?;
                    return self.truth(&result);
                }
                if let Some(payload) = self.heap.instance(*id).and_then(|instance| instance.payload.clone()) {
                    return self.equal(&payload, other);
                }
                if self.is_foreign(*id) { None } else { Some(identical(a, b)) }
            }
            (Kind::Object(x), Kind::Object(y)) => {
                if self.same(a, b, 4) {
                    Some(true)
                } else if let Some(order) = dates::order(a, b) {
                    Some(order == Ordering::Equal)
                } else if x.class == y.class {
                    None
                } else {
                    Some(false)
                }
            }
            (Kind::Object(_), _) | (_, Kind::Object(_)) => None,
            (Kind::Named(x), Kind::Named(y)) => {
                if x == y {
                    Some(true)
                } else {
                    None
                }
            }
            // A name of an installed package may be any value.
            (Kind::Named(name), _) | (_, Kind::Named(name)) => {
                is_class_name(name.rsplit('.').next().unwrap_or(name)).then_some(false)
            }
            _ => Some(identical(a, b)),
        })
    }

    fn equal_all(&mut self, a: &[Value], b: &[Value]) -> Eval<Option<bool>> {
        if a.len() != b.len() {
            return Ok(Some(false));
        }
        let mut known = Some(true);
        for (a, b) in a.iter().zip(b) {
            match self.equal(a, b)? {
                Some(true) => {}
                Some(false) => return Ok(Some(false)),
                None => known = None,
            }
        }
        Ok(known)
    }

    /// How `a` and `b` are ordered; `None` where they cannot be compared or nobody knows.
    pub(super) fn order(&self, a: &Value, b: &Value) -> Option<Ordering> {
        self.order_in(a, b, ORDERED)
    }

    fn order_in(&self, a: &Value, b: &Value, depth: usize) -> Option<Ordering> {
        if depth == 0 || !self.look() {
            return None;
        }
        if let (Some(x), Some(y)) = (number(a), number(b)) {
            return compare_numbers(&x, &y);
        }
        match (&a.kind, &b.kind) {
            (Kind::Str(x), Kind::Str(y)) | (Kind::Path(x), Kind::Path(y)) => hidden::order(x, y),
            (Kind::Bytes(x), Kind::Bytes(y)) => Some(x.cmp(y)),
            (Kind::Object(_), Kind::Object(_)) => dates::order(a, b),
            (Kind::Tuple(x), Kind::Tuple(y)) => self.order_all(x, y, depth - 1),
            (Kind::List(x), Kind::List(y)) => {
                self.order_all(&self.heap.list(*x).items, &self.heap.list(*y).items, depth - 1)
            }
            (Kind::Instance(id), _) => {
                self.order_in(self.heap.instance(*id)?.payload.as_ref()?, b, depth - 1)
            }
            (_, Kind::Instance(id)) => {
                self.order_in(a, self.heap.instance(*id)?.payload.as_ref()?, depth - 1)
            }
            _ => None,
        }
    }

    fn order_all(&self, a: &[Value], b: &[Value], depth: usize) -> Option<Ordering> {
        for (a, b) in a.iter().zip(b) {
            match self.order_in(a, b, depth)? {
                Ordering::Equal => {}
                other => return Some(other),
            }
        }
        Some(a.len().cmp(&b.len()))
    }

    /// `a is b`; `None` where nobody knows.
    pub(super) fn is_same(a: &Value, b: &Value) -> Option<bool> {
        match (&a.kind, &b.kind) {
            // A variable that is set is not `None`, and what is made of it hardly is.
            (Kind::Required(_), Kind::None) | (Kind::None, Kind::Required(_)) => Some(false),
            (Kind::Required(_) | Kind::Unknown(_), _) | (_, Kind::Required(_) | Kind::Unknown(_)) => None,
            (Kind::Named(a), Kind::Named(b)) => {
                if a == b {
                    Some(true)
                } else {
                    None
                }
            }
            (Kind::Named(name), _) | (_, Kind::Named(name)) => {
                is_class_name(name.rsplit('.').next().unwrap_or(name)).then_some(false)
            }
            _ => Some(identical(a, b)),
        }
    }
}

/// Whether an item stands for several items that are not known.
fn is_spread(_: &Value) -> bool {
    false
}

/// A number, for comparisons.
pub(super) enum Number {
    /// An integer.
    Int(BigInt),
    /// A float.
    Float(f64),
}

/// The number that a value is.
pub(super) fn number(value: &Value) -> Option<Number> {
    match &value.kind {
        Kind::Int(_) | Kind::Bool(_) => value.as_big().map(Number::Int),
        Kind::Float(value) => Some(Number::Float(*value)),
        _ => None,
    }
}

fn compare_numbers(a: &Number, b: &Number) -> Option<Ordering> {
    match (a, b) {
        (Number::Int(a), Number::Int(b)) => Some(a.cmp(b)),
        (a, b) => as_float(a).partial_cmp(&as_float(b)),
    }
}

/// A number as a float; integers beyond its range become infinite.
pub(super) fn as_float(number: &Number) -> f64 {
    match number {
        Number::Float(value) => *value,
        Number::Int(value) => value.to_string().parse().unwrap_or(f64::INFINITY),
    }
}
