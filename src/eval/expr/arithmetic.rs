//! Binary operators.

use std::rc::Rc;

use num_bigint::BigInt;

use crate::eval::Machine;
use crate::eval::budget::{BITS, halt};
use crate::eval::call::foreign_reason;
use crate::eval::raise::{Eval, Stop};
use crate::eval::truth::{Number, as_float, number};
use crate::eval::value::{Args, Kind, Value};
use crate::syntax::python::ast::Operator;

impl Machine<'_> {
    /// `left op right`.
    ///
    /// # Errors
    /// What the operation raises.
    pub(in crate::eval) fn binary(&mut self, op: Operator, left: &Value, right: &Value) -> Eval {
        let env = left.meta.env.union(&right.meta.env);
        let value = self.operate(op, left, right)?;
        Ok(if value.meta.origin.is_some() { value } else { value.at(self.origin()) }.on(&env))
    }

    fn operate(&mut self, op: Operator, left: &Value, right: &Value) -> Eval {
        if let (Kind::List(_), Operator::Add) = (&left.kind, op)
            && (right.is_open() || matches!(right.kind, Kind::Named(_)))
        {
            // What is known of the list stays known.
            let list = self.iterate(left)?;
            let value = self.list_of(list);
            self.extend_list(&value, right)?;
            return Ok(value);
        }
        if let (Kind::List(_), Operator::Add) = (&right.kind, op)
            && (left.is_open() || matches!(left.kind, Kind::Named(_)))
        {
            let (_, more) = self.iterate(left)?;
            let (items, _) = self.iterate(right)?;
            return Ok(self.list_of((items, more)));
        }
        if left.is_open() || right.is_open() {
            return Ok(self.open([left, right], ""));
        }
        for side in [left, right] {
            if let Kind::Named(name) = &side.kind {
                return Ok(Value::unknown(foreign_reason(name)));
            }
        }
        if let Some(value) = self.dunder(op, left, right)? {
            return Ok(value);
        }
        match op {
            Operator::Add => self.add(left, right),
            Operator::Mult => self.multiply(left, right),
            Operator::Mod if matches!(left.kind, Kind::Str(_)) => self.percent(left, right),
            Operator::Div if matches!(left.kind, Kind::Path(_)) || matches!(right.kind, Kind::Path(_)) => {
                self.join_paths(left, right)
            }
            Operator::BitOr | Operator::BitAnd | Operator::BitXor | Operator::Sub
                if matches!(left.kind, Kind::Set(_) | Kind::Dict(_)) =>
            {
                self.combine(op, left, right)
            }
            // `str | None`: for annotations.
            Operator::BitOr
                if matches!(left.kind, Kind::Type(_) | Kind::Class(_))
                    || matches!(right.kind, Kind::Type(_) | Kind::Class(_)) =>
            {
                Ok(Value::unknown("a union of types"))
            }
            _ => self.calculate(op, left, right),
        }
    }

    /// The operator as a method of an instance.
    fn dunder(&mut self, op: Operator, left: &Value, right: &Value) -> Eval<Option<Value>> {
        let name = match op {
            Operator::Add => "add",
            Operator::Sub => "sub",
            Operator::Mult => "mul",
            Operator::Div => "truediv",
            Operator::FloorDiv => "floordiv",
            Operator::Mod => "mod",
            Operator::BitOr => "or",
            Operator::BitAnd => "and",
            _ => return Ok(None),
        };
        for (object, other, prefix) in [(left, right, "__"), (right, left, "__r")] {
            let Kind::Instance(id) = object.kind else { continue };
            if let Some(method) = self.class_attr_of(id, &format!("{prefix}{name}__")) {
                let result = self.call(&method, Args::of(vec![object.clone(), other.clone()]))?;
                if !matches!(result.kind, Kind::NotImplemented) {
                    return Ok(Some(result));
                }
            }
        }
        let plain = |m: &Self, value: &Value| match value.kind {
            Kind::Instance(id) => m.heap.instance(id).and_then(|instance| instance.payload.clone()),
            _ => None,
        };
        match (plain(self, left), plain(self, right)) {
            (None, None) => match (&left.kind, &right.kind) {
                (Kind::Instance(_), _) | (_, Kind::Instance(_)) => {
                    let foreign = [left, right]
                        .iter()
                        .any(|side| matches!(side.kind, Kind::Instance(id) if self.is_foreign(id)));
                    if foreign {
                        Ok(Some(self.open([left, right], "it is made by an installed package")))
                    } else {
                        Err(self.unsupported(left, right))
                    }
                }
                _ => Ok(None),
            },
            (a, b) => {
                let (a, b) = (a.unwrap_or_else(|| left.clone()), b.unwrap_or_else(|| right.clone()));
                self.operate(op, &a, &b).map(Some)
            }
        }
    }

    fn unsupported(&mut self, left: &Value, right: &Value) -> Stop {
        let env = left.meta.env.union(&right.meta.env);
        let message =
            format!("unsupported operand types: '{}' and '{}'", self.type_name(left), self.type_name(right));
        self.raise_on("TypeError", &message, &env)
    }

    fn add(&mut self, left: &Value, right: &Value) -> Eval {
        match (&left.kind, &right.kind) {
            (Kind::Str(a), Kind::Str(b)) => {
                self.text_size(a.len() + b.len())?;
                Ok(Value::str(format!("{a}{b}")))
            }
            (Kind::Bytes(a), Kind::Bytes(b)) => {
                self.text_size(a.len() + b.len())?;
                Ok(Value::bytes([&a[..], &b[..]].concat()))
            }
            (Kind::Tuple(a), Kind::Tuple(b)) => {
                self.items(a.len() + b.len())?;
                Ok(Value::tuple(a.iter().chain(b.iter()).cloned().collect()))
            }
            (Kind::List(_), Kind::List(_)) => {
                let env = self.test_env(left).union(&self.test_env(right));
                let (mut items, more) = self.iterate(left)?;
                let (others, others_more) = self.iterate(right)?;
                items.extend(others);
                self.items(items.len())?;
                let list = self.list_of((items, more.or(others_more)));
                let touched = [left, right]
                    .iter()
                    .filter_map(|side| side.id().and_then(|id| self.heap.list(id).shape.touched.clone()))
                    .flat_map(|all| all.to_vec())
                    .collect::<Vec<_>>();
                if let Some(id) = list.id() {
                    let shape = &mut self.heap.list_mut(id).shape;
                    shape.env = env;
                    shape.touched = (!touched.is_empty()).then(|| Rc::new(touched));
                }
                Ok(list)
            }
            _ => self.calculate(Operator::Add, left, right),
        }
    }

    fn multiply(&mut self, left: &Value, right: &Value) -> Eval {
        let (sequence, count) = match (&left.kind, &right.kind) {
            (
                Kind::Str(_) | Kind::Bytes(_) | Kind::List(_) | Kind::Tuple(_),
                Kind::Int(_) | Kind::Bool(_),
            ) => (left, right),
            (
                Kind::Int(_) | Kind::Bool(_),
                Kind::Str(_) | Kind::Bytes(_) | Kind::List(_) | Kind::Tuple(_),
            ) => (right, left),
            _ => return self.calculate(Operator::Mult, left, right),
        };
        let count = match count.as_int() {
            Some(count) => usize::try_from(count).unwrap_or(0),
            None => return Err(halt("it is a collection too large to work out")),
        };
        match &sequence.kind {
            Kind::Str(text) => {
                self.text_size(text.len().saturating_mul(count))?;
                Ok(Value::str(text.repeat(count)))
            }
            Kind::Bytes(bytes) => {
                self.text_size(bytes.len().saturating_mul(count))?;
                Ok(Value::bytes(bytes.repeat(count)))
            }
            _ => {
                let (items, more) = self.iterate(sequence)?;
                self.items(items.len().saturating_mul(count))?;
                let items = std::iter::repeat_n(items, count).flatten().collect();
                if matches!(sequence.kind, Kind::Tuple(_)) {
                    Ok(Value::tuple(items))
                } else {
                    Ok(self.list_of((items, more)))
                }
            }
        }
    }

    /// Operators of sets, and `|` of dictionaries.
    fn combine(&mut self, op: Operator, left: &Value, right: &Value) -> Eval {
        match (&left.kind, &right.kind) {
            (Kind::Dict(_), Kind::Dict(_)) if matches!(op, Operator::BitOr) => {
                let dict = self.dict([]);
                self.update_dict(&dict, left)?;
                self.update_dict(&dict, right)?;
                Ok(dict)
            }
            (Kind::Set(a), Kind::Set(b)) => {
                let count = self.heap.set(*a).items.len() + self.heap.set(*b).items.len();
                // Copied, hashed and put together anew.
                self.items(count)?;
                self.steps(2 * count)?;
                let (a, b) = (self.heap.set(*a).clone(), self.heap.set(*b).clone());
                let more = a.shape.more.clone().or_else(|| b.shape.more.clone());
                let items: Vec<Value> = match op {
                    Operator::BitOr => a.items.values().chain(b.items.values()).cloned().collect(),
                    Operator::BitAnd => a
                        .items
                        .iter()
                        .filter(|(key, _)| b.items.contains_key(*key))
                        .map(|(_, item)| item.clone())
                        .collect(),
                    Operator::BitXor => a
                        .items
                        .iter()
                        .filter(|(key, _)| !b.items.contains_key(*key))
                        .chain(b.items.iter().filter(|(key, _)| !a.items.contains_key(*key)))
                        .map(|(_, item)| item.clone())
                        .collect(),
                    _ => a
                        .items
                        .iter()
                        .filter(|(key, _)| !b.items.contains_key(*key))
                        .map(|(_, item)| item.clone())
                        .collect(),
                };
                if more.is_some() && !matches!(op, Operator::BitOr) {
                    return Ok(self.open(more.iter(), "a set that is not wholly known"));
                }
                let set = self.set(items, a.frozen);
                if let Some(id) = set.id() {
                    let shape = &mut self.heap.set_mut(id).shape;
                    shape.more = more;
                    shape.env = a.shape.env.union(&b.shape.env);
                }
                Ok(set)
            }
            _ => Err(self.unsupported(left, right)),
        }
    }

    /// Operators of numbers, and those of known objects.
    fn calculate(&mut self, op: Operator, left: &Value, right: &Value) -> Eval {
        let (Some(a), Some(b)) = (number(left), number(right)) else {
            if matches!(left.kind, Kind::Object(_)) || matches!(right.kind, Kind::Object(_)) {
                return Ok(self.object_arithmetic(op, left, right));
            }
            return Err(self.unsupported(left, right));
        };
        let env = left.meta.env.union(&right.meta.env);
        if matches!(op, Operator::Div | Operator::FloorDiv | Operator::Mod) && as_float(&b) == 0.0 {
            return Err(self.raise_on("ZeroDivisionError", "division by zero", &env));
        }
        if let (Number::Int(a), Number::Int(b)) = (&a, &b)
            && !matches!(op, Operator::Div)
        {
            return self.integers(op, a, b, left, right);
        }
        let (a, b) = (as_float(&a), as_float(&b));
        Ok(Value::float(match op {
            Operator::Add => a + b,
            Operator::Sub => a - b,
            Operator::Mult => a * b,
            Operator::Div => a / b,
            Operator::FloorDiv => (a / b).floor(),
            Operator::Mod => a - b * (a / b).floor(),
            Operator::Pow => a.powf(b),
            _ => return Err(self.unsupported(left, right)),
        }))
    }

    fn integers(&mut self, op: Operator, a: &BigInt, b: &BigInt, left: &Value, right: &Value) -> Eval {
        let zero = BigInt::ZERO;
        self.steps(usize::try_from((a.bits() + b.bits()) / 512).unwrap_or(0))?;
        let too_large = || halt("it is a number too large to work out");
        Ok(match op {
            Operator::Add => Value::int(a + b),
            Operator::Sub => Value::int(a - b),
            Operator::Mult => {
                if a.bits() + b.bits() > BITS {
                    return Err(too_large());
                }
                Value::int(a * b)
            }
            Operator::FloorDiv => Value::int(floor_div(a, b)),
            Operator::Mod => Value::int(a - floor_div(a, b) * b),
            Operator::Pow if *b < zero => {
                let (a, b) = (as_float(&Number::Int(a.clone())), as_float(&Number::Int(b.clone())));
                if a == 0.0 {
                    return Err(self.raise("ZeroDivisionError", "0.0 cannot be raised to a negative power"));
                }
                Value::float(a.powf(b))
            }
            Operator::Pow => match u32::try_from(b) {
                Ok(power) if a.bits().max(1) * u64::from(power) <= BITS => Value::int(a.pow(power)),
                _ => return Err(too_large()),
            },
            Operator::LShift => match u64::try_from(b) {
                Ok(shift) if a.bits() + shift <= BITS => Value::int(a << shift),
                _ => return Err(too_large()),
            },
            Operator::RShift => match u64::try_from(b) {
                Ok(shift) => Value::int(a >> shift),
                _ => return Err(too_large()),
            },
            Operator::BitOr | Operator::BitAnd | Operator::BitXor => {
                if let (Kind::Bool(a), Kind::Bool(b)) = (&left.kind, &right.kind) {
                    return Ok(Value::bool(match op {
                        Operator::BitOr => a | b,
                        Operator::BitAnd => a & b,
                        _ => a ^ b,
                    }));
                }
                Value::int(match op {
                    Operator::BitOr => a | b,
                    Operator::BitAnd => a & b,
                    _ => a ^ b,
                })
            }
            Operator::Div | Operator::MatMult => return Err(self.unsupported(left, right)),
        })
    }
}

/// Integer division towards minus infinity.
pub(in crate::eval) fn floor_div(a: &BigInt, b: &BigInt) -> BigInt {
    let quotient = a / b;
    let exact = &quotient * b == *a;
    let negative = (*a < BigInt::ZERO) != (*b < BigInt::ZERO);
    if !exact && negative { quotient - 1 } else { quotient }
}
