//! Whether two values are one and the same.

use std::rc::Rc;

use super::value::{Kind, Value};

/// How many parts of two values are compared before they are taken to differ.
const LOOKS: usize = 1_000;

/// Whether two values are the same without a look into containers.
pub(super) fn identical(a: &Value, b: &Value) -> bool {
    alike(a, b, &mut { LOOKS })
}

fn alike(a: &Value, b: &Value, left: &mut usize) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    let mut identical = |a: &Value, b: &Value| alike(a, b, left);
    match (&a.kind, &b.kind) {
        (Kind::Required(a), Kind::Required(b)) => a == b,
        (Kind::Object(a), Kind::Object(b)) => Rc::ptr_eq(a, b),
        (Kind::Tuple(a), Kind::Tuple(b)) => {
            Rc::ptr_eq(a, b) || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| identical(a, b)))
        }
        (Kind::Float(a), Kind::Float(b)) => a.to_bits() == b.to_bits(),
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Int(a), Kind::Int(b)) => a == b,
        (Kind::None, Kind::None)
        | (Kind::Ellipsis, Kind::Ellipsis)
        | (Kind::NotImplemented, Kind::NotImplemented)
        | (Kind::Environ, Kind::Environ) => true,
        (Kind::Str(a), Kind::Str(b))
        | (Kind::Path(a), Kind::Path(b))
        | (Kind::Named(a), Kind::Named(b))
        | (Kind::Unknown(a), Kind::Unknown(b)) => Rc::ptr_eq(a, b) || a == b,
        (Kind::Bytes(a), Kind::Bytes(b)) => a == b,
        (Kind::Type(a), Kind::Type(b)) | (Kind::Library(a), Kind::Library(b)) => a == b,
        (Kind::Native(a), Kind::Native(b)) => {
            a.name == b.name
                && a.with.len() == b.with.len()
                && a.with.iter().zip(b.with.iter()).all(|(a, b)| identical(a, b))
        }
        (Kind::Bound(a), Kind::Bound(b)) => {
            Rc::ptr_eq(a, b) || (identical(&a.0, &b.0) && identical(&a.1, &b.1))
        }
        (Kind::Method(a), Kind::Method(b)) => Rc::ptr_eq(a, b) || (a.1 == b.1 && identical(&a.0, &b.0)),
        (Kind::Slice(a), Kind::Slice(b)) => a.iter().zip(b.iter()).all(|(a, b)| identical(a, b)),
        _ => {
            std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind)
                && a.id().is_some()
                && a.id() == b.id()
        }
    }
}
