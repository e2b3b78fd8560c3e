//! Keys of dictionaries and sets: values that can be hashed, equal as Python's `==` has it.

use std::rc::Rc;

use num_bigint::BigInt;

use super::heap::Id;
use super::value::{Kind, Value};

/// How many parts a tuple may have, in all, that is a key.
const PARTS: usize = 10_000;

/// A hashable value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// `None`.
    None,
    /// An integer, a boolean, or a float without fraction: they are equal to each other.
    Int(BigInt),
    /// Another float, by its bits.
    Float(u64),
    /// A string.
    Str(Rc<str>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// A `pathlib` path.
    Path(Rc<str>),
    /// A tuple.
    Tuple(Vec<Key>),
    /// An object by identity.
    Id(Id),
    /// Anything else by its name: types, named things, enumerations.
    Name(Rc<str>),
}

impl Key {
    /// The key of a string.
    pub fn text(text: &str) -> Self {
        Self::Str(Rc::from(text))
    }

    /// The key of a value; `None` where the value is not hashable or not known well enough.
    pub fn of(value: &Value) -> Option<Self> {
        Self::within(value, &mut { PARTS })
    }

    fn within(value: &Value, left: &mut usize) -> Option<Self> {
        *left = left.checked_sub(1)?;
        Some(match &value.kind {
            Kind::None => Self::None,
            Kind::Bool(value) => Self::Int(BigInt::from(i32::from(*value))),
            Kind::Int(value) => Self::Int((**value).clone()),
            Kind::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
                Self::Int(BigInt::from(*value as i64))
            }
            Kind::Float(value) => Self::Float(value.to_bits()),
            Kind::Str(text) => Self::Str(text.clone()),
            Kind::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Kind::Path(text) => Self::Path(text.clone()),
            Kind::Tuple(items) => {
                Self::Tuple(items.iter().map(|item| Self::within(item, left)).collect::<Option<_>>()?)
            }
            Kind::Class(id) | Kind::Function(id) | Kind::Module(id) | Kind::Instance(id) => Self::Id(*id),
            Kind::Type(name) => Self::Name(Rc::from(*name)),
            Kind::Named(name) => Self::Name(name.clone()),
            Kind::Native(native) => Self::Name(native.name.clone()),
            Kind::Ellipsis => Self::Name(Rc::from("...")),
            _ => return None,
        })
    }
}
