//! What the objects of the modelled libraries offer: attributes, methods and operators of what is no plain data.

use std::rc::Rc;

use super::{dates, datetime, re};
use crate::eval::Machine;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Object, Value};
use crate::syntax::python::ast::Operator;

impl Machine<'_> {
    /// An attribute of an object that a library made.
    pub(in crate::eval) fn object_attr(&mut self, made: &Rc<Object>, name: &str) -> Option<Value> {
        let value = Value::new(Kind::Object(made.clone()));
        let method = |code| Some(Value::native_with(name, code, vec![value.clone()]));
        match (&*made.class, name) {
            ("io.file", "read" | "readlines" | "readline" | "close" | "__enter__") => {
                let with = vec![value.clone(), Value::str(name)];
                Some(Value::native_with("read", file_method, with))
            }
            ("io.file", "name") => made.args.get(1).cloned(),
            ("io.writer", _) => method(|_, _, _| Ok(Value::none())),
            ("property" | "cached_property", "setter" | "getter" | "deleter") => method(|_, with, args| {
                let getter = match with.first().map(|value| &value.kind) {
                    Some(Kind::Object(made)) => made.args.first().cloned(),
                    _ => None,
                };
                let setter = args.pos.first().cloned();
                Ok(Value::object("property", getter.into_iter().chain(setter).collect(), Vec::new()))
            }),
            ("staticmethod" | "classmethod", "__func__") => made.args.first().cloned(),
            ("datetime.timedelta", _) => datetime::timedelta_attr(self, made, name),
            ("datetime.date" | "datetime.datetime", _) if self.program.is_none() => {
                Some(dates::attr(self, made, name))
            }
            ("re.Pattern", _) => re::pattern_attr(made, name),
            _ if self.program.is_some() => Some(self.expression_attr(value, name)),
            _ => Some(Value::unknown(format!("an attribute of {}", made.class)).at(self.origin())),
        }
    }

    /// An operator of objects that libraries made.
    pub(in crate::eval) fn object_arithmetic(&mut self, op: Operator, left: &Value, right: &Value) -> Value {
        if self.is_expression(left) || self.is_expression(right) {
            return self.operation(&format!("{op:?}"), vec![left.clone(), right.clone()]);
        }
        datetime::arithmetic(op, left, right)
            .or_else(|| dates::arithmetic(op, left, right))
            .unwrap_or_else(|| self.open([left, right], "an operation on objects"))
    }
}

fn file_method(m: &mut Machine<'_>, with: &[Value], _: &Args) -> Eval {
    let (content, name) = match with {
        [Value { kind: Kind::Object(made), .. }, name] => (
            made.args.first().cloned().unwrap_or_else(Value::none),
            name.as_str().cloned().unwrap_or_default(),
        ),
        _ => return Ok(Value::none()),
    };
    match &*name {
        "read" => Ok(content),
        "readline" => {
            let line =
                content.as_str().map(|text| text.split_inclusive('\n').next().unwrap_or_default().to_owned());
            Ok(line.map_or_else(|| m.open([&content], "a line that is not known"), Value::str))
        }
        "readlines" => match content.as_str().cloned() {
            Some(text) => {
                let lines: Vec<Value> = text.split_inclusive('\n').map(Value::str).collect();
                m.items(lines.len())?;
                Ok(m.list(lines))
            }
            None => Ok(m.open([&content], "lines that are not known")),
        },
        _ => Ok(Value::none()),
    }
}
