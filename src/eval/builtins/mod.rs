//! The built-in functions and types.

mod files;
mod functions;
mod objects;
mod types;

use super::Machine;
use super::types::TYPES;
use super::value::{Kind, NativeCode, Value};

impl Machine<'_> {
    /// A built-in name.
    pub(super) fn builtin(&self, name: &str) -> Option<Value> {
        if let Some(name) = TYPES.iter().find(|known| **known == name && name != "NoneType") {
            return Some(Value::new(Kind::Type(name)));
        }
        if let Some(id) = self.exception_class(name).filter(|_| !name.contains('.')) {
            return Some(Value::new(Kind::Class(id)));
        }
        match name {
            "Ellipsis" => return Some(Value::new(Kind::Ellipsis)),
            "NotImplemented" => return Some(Value::new(Kind::NotImplemented)),
            "__debug__" => return Some(Value::bool(true)),
            "__builtins__" => return Some(Value::new(Kind::Named("builtins".into()))),
            _ => {}
        }
        if let Some(value) = self.left_out(name) {
            return Some(value);
        }
        let code = functions::find(name).or_else(|| objects::find(name)).or_else(|| files::find(name))?;
        Some(Value::native(name, code))
    }
}

/// A table of built-in functions.
type Table = Option<NativeCode>;
