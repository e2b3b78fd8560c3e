//! Methods of numbers.

use crate::eval::Machine;
use crate::eval::value::{Kind, Value};

impl Machine<'_> {
    pub(super) fn number_method(&mut self, receiver: &Value, name: &str) -> Value {
        match (&receiver.kind, name) {
            (Kind::Float(value), "is_integer") => Value::bool(value.fract() == 0.0),
            (_, "is_integer") => Value::bool(true),
            (Kind::Float(value), "__int__") => Value::int(crate::eval::format::float_to_int(*value)),
            (_, "__int__" | "conjugate") => receiver.clone(),
            (_, "bit_length") => Value::int(receiver.as_big().unwrap_or_default().bits()),
            _ => self.open([receiver], "a method of a number that is not followed"),
        }
    }
}
