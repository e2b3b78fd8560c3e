//! Formatting: `%`, `str.format` and f-strings.

use super::Machine;
use super::env::Env;
use super::raise::Eval;
use super::show::float;
use super::spec::{Spec, exponent, general, grouped, radix};
use super::truth::{as_float, number};
use super::value::{Args, Kind, Value};
use super::{hidden, place};
use crate::syntax::python::ast;

impl Machine<'_> {
    /// The parts of an f-string, joined.
    pub(super) fn joined(&mut self, parts: &[ast::Expr]) -> Eval {
        let mut text = String::new();
        let mut env = Env::none();
        let mut open: Option<Value> = None;
        for part in parts {
            let value = self.eval(part)?;
            env = env.union(&value.meta.env);
            if let Some(known) = value.as_str() {
                self.text_size(text.len() + known.len())?;
                text.push_str(known);
            } else {
                let value = self.text(&value);
                open = Some(match open {
                    Some(open) => self.open([&open, &value], ""),
                    None => self.open([&value], "a text that is not known"),
                });
            }
        }
        let value = match open {
            Some(open) => open,
            None => self.here(Kind::Str(text.into())),
        };
        Ok(value.on(&env))
    }

    pub(super) fn formatted(&mut self, node: &ast::ExprFormattedValue) -> Eval {
        let value = self.eval(&node.value)?;
        let value = match node.conversion {
            ast::ConversionFlag::Repr => self.repr_value(&value),
            ast::ConversionFlag::Ascii => self.ascii_value(&value),
            ast::ConversionFlag::Str => self.text(&value),
            ast::ConversionFlag::None => value,
        };
        let spec = match &node.format_spec {
            Some(spec) => self.eval(spec)?,
            None => Value::str(""),
        };
        let env = value.meta.env.union(&spec.meta.env);
        let Some(spec) = spec.as_str().cloned() else {
            return Ok(self.open([&spec], "a format that is not known"));
        };
        Ok(self.format_value(&value, &spec)?.on(&env))
    }

    /// `ascii(value)`.
    pub(super) fn ascii_value(&mut self, value: &Value) -> Value {
        let text = self.repr_value(value);
        match text.as_str() {
            Some(known) if place::is_marked(known) => self.open([&text], hidden::PLACE),
            Some(known) if !known.is_ascii() => Value::str(super::show::ascii(known)).on(&text.meta.env),
            _ => text,
        }
    }

    fn repr_value(&mut self, value: &Value) -> Value {
        match self.repr_known(value, 20, false) {
            Some(text) => self.here(Kind::Str(text.into())).on(&self.env_of(value, 4)),
            None => self.open([value], "the text of an object"),
        }
    }

    /// `format(value, spec)`.
    ///
    /// # Errors
    /// `ValueError` where the specification does not fit the value.
    pub fn format_value(&mut self, value: &Value, spec: &str) -> Eval {
        if value.is_open() {
            return Ok(value.clone());
        }
        if spec.is_empty() {
            return Ok(self.text(value));
        }
        let Some(spec) = Spec::read(spec) else {
            return Ok(self.open([value], "a format that is not followed"));
        };
        if value.as_text().is_some_and(|text| place::is_marked(text))
            && (spec.width > 0 || spec.precision.is_some())
        {
            return Ok(self.open([value], hidden::PLACE));
        }
        let numeric = number(value);
        let body = match (&value.kind, &numeric, spec.kind) {
            (Kind::Str(_) | Kind::Path(_), _, 's' | ' ') => {
                let text = value.as_text().map(ToString::to_string).unwrap_or_default();
                match spec.precision {
                    Some(precision) => text.chars().take(precision).collect(),
                    None => text,
                }
            }
            (_, Some(_), 'd' | 'n') => match value.as_big() {
                Some(number) => grouped(&number.to_string(), spec.group),
                None => {
                    return Err(
                        self.raise("ValueError", "Unknown format code 'd' for object of type 'float'")
                    );
                }
            },
            (Kind::Int(_) | Kind::Bool(_), Some(_), ' ') if spec.precision.is_none() => {
                grouped(&value.as_big().unwrap_or_default().to_string(), spec.group)
            }
            (_, Some(_), 'x' | 'X' | 'o' | 'b') => match value.as_big() {
                Some(number) => radix(&number, spec.kind, spec.alternate),
                None => {
                    return Err(self.raise("ValueError", "Unknown format code for object of type 'float'"));
                }
            },
            (_, Some(number), 'f' | 'F' | '%' | 'e' | 'E' | 'g' | 'G') if !spec.alternate => {
                let precision = spec.precision.unwrap_or(6);
                let number = as_float(number);
                match spec.kind {
                    '%' => format!("{:.precision$}%", number * 100.0),
                    'e' => exponent(number, precision),
                    'E' => exponent(number, precision).to_uppercase(),
                    'g' => general(number, precision, spec.group),
                    'G' => general(number, precision, spec.group).to_uppercase(),
                    _ => grouped(&format!("{number:.precision$}"), spec.group),
                }
            }
            (Kind::Float(number), _, ' ') if spec.precision.is_none() => grouped(&float(*number), spec.group),
            _ => match self.text(value).as_str() {
                Some(text) if spec.kind == ' ' || spec.kind == 's' => text.to_string(),
                _ => return Ok(self.open([value], "a format that is not followed")),
            },
        };
        let body = match spec.sign {
            Some(sign) if numeric.is_some() && !body.starts_with('-') => format!("{sign}{body}"),
            _ => body,
        };
        Ok(Value::str(spec.fill(&body, numeric.is_some())))
    }

    /// `left % right` of strings.
    pub(super) fn percent(&mut self, left: &Value, right: &Value) -> Eval {
        let Some(template) = left.as_str().cloned() else { return Ok(self.open([left, right], "")) };
        let values: Vec<Value> = match &right.kind {
            Kind::Tuple(items) => items.to_vec(),
            _ => vec![right.clone()],
        };
        let mut values = values.into_iter();
        let mut out = String::new();
        let mut env = Env::none();
        let mut open: Option<Value> = None;
        let mut rest = &*template;
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                out.push('%');
                rest = after;
                continue;
            }
            let mut value = None;
            if let Some(after) = rest.strip_prefix('(') {
                let Some(end) = after.find(')') else {
                    return Err(self.raise("ValueError", "incomplete format key"));
                };
                let key = Value::str(&after[..end]);
                value = Some(self.item(right, &key)?);
                rest = &after[end + 1..];
            }
            let flags = rest.len() - rest.trim_start_matches(['-', '+', ' ', '#', '0']).len();
            let body = rest.get(flags..).unwrap_or_default();
            let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
            let (flags, width) =
                (rest.get(..flags).unwrap_or_default(), body.get(..digits).unwrap_or_default());
            let code = body.get(digits..).and_then(|body| body.chars().next());
            let Some(code) = code else { return Err(self.raise("ValueError", "incomplete format")) };
            rest = body.get(digits + code.len_utf8()..).unwrap_or_default();
            let value = match value {
                Some(value) => value,
                None => match values.next() {
                    Some(value) => value,
                    None => return Err(self.raise("TypeError", "not enough arguments for format string")),
                },
            };
            env = env.union(&value.meta.env);
            let shown = match code {
                'r' | 'a' => self.repr_value(&value),
                's' => self.text(&value),
                _ => value.clone(),
            };
            let align = if flags.contains('-') { "<" } else { ">" };
            let zero = if flags.contains('0') && code != 's' { "0" } else { "" };
            let plus = match (flags.contains('+'), flags.contains(' ')) {
                (true, _) => "+",
                (false, true) if !matches!(code, 's' | 'r' | 'a') => " ",
                _ => "",
            };
            let kind = match code {
                's' | 'r' | 'a' => "",
                'i' | 'u' => "d",
                'd' | 'x' | 'X' | 'o' | 'f' | 'F' | 'e' | 'E' | 'g' | 'G' => &code.to_string(),
                _ => return Err(self.raise("ValueError", "unsupported format character")),
            };
            let shown = match (&shown.kind, code) {
                (Kind::Float(number), 'd' | 'i' | 'u') => Value::int(float_to_int(*number)),
                _ => shown,
            };
            let spec = if zero.is_empty() {
                format!("{align}{plus}{width}{kind}")
            } else {
                format!("{plus}0{width}{kind}")
            };
            let spec = if spec == ">" || spec == "<" { String::new() } else { spec };
            let text = self.format_value(&shown, &spec)?;
            match text.as_str() {
                Some(known) => {
                    self.text_size(known.len())?;
                    out.push_str(known);
                }
                None => open = Some(text),
            }
        }
        out.push_str(rest);
        if values.next().is_some() && !matches!(right.kind, Kind::Dict(_)) && open.is_none() {
            return Err(self.raise_on(
                "TypeError",
                "not all arguments converted during string formatting",
                &right.meta.env,
            ));
        }
        self.text_size(out.len())?;
        Ok(match open {
            Some(open) => self.open([&open, left], ""),
            None => Value::str(out),
        }
        .on(&env))
    }

    /// `template.format(…)`.
    pub(super) fn format_method(&mut self, template: &str, args: &Args) -> Eval {
        let mut out = String::new();
        let mut env = Env::none();
        let mut open: Option<Value> = None;
        let mut next = 0;
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                out.push_str(brace);
                rest = after;
                continue;
            }
            let end = if brace == "{" { closing(rest) } else { None };
            let Some(end) = end else {
                return Err(self.raise("ValueError", "Single '}' encountered in format string"));
            };
            let field = &rest[..end];
            rest = &rest[end + 1..];
            let value = self.field(field, args, &mut next)?;
            env = env.union(&value.meta.env);
            match value.as_str() {
                Some(known) => out.push_str(known),
                None => open = Some(value),
            }
            self.text_size(out.len() / 16)?;
        }
        out.push_str(rest);
        self.text_size(out.len())?;
        Ok(match open {
            Some(open) => self.open([&open], "a text that is not known"),
            None => Value::str(out),
        }
        .on(&env))
    }

    /// A replacement field: `name.attribute[key]!r:spec`.
    fn field(&mut self, field: &str, args: &Args, next: &mut usize) -> Eval {
        let (field, spec) = field.split_once(':').unwrap_or((field, ""));
        let (path, conversion) = field.split_once('!').unwrap_or((field, ""));
        let first = path.find(['.', '[']).unwrap_or(path.len());
        let (name, mut path) = path.split_at(first);
        let found = if name.is_empty() {
            *next += 1;
            args.pos.get(*next - 1)
        } else if let Ok(index) = name.parse::<usize>() {
            args.pos.get(index)
        } else {
            args.keyword(name)
        };
        let Some(mut value) = found.cloned() else {
            if let Some(more) = &args.more {
                return Ok(more.clone());
            }
            return Err(match name.parse::<usize>() {
                Err(_) if !name.is_empty() => self.raise("KeyError", name),
                _ => self.raise("IndexError", "Replacement index out of range for positional args tuple"),
            });
        };
        while !path.is_empty() {
            if let Some(rest) = path.strip_prefix('.') {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                value = self.attr(&value, &rest[..end])?;
                path = &rest[end..];
            } else {
                let rest = &path[1..];
                let Some(end) = rest.find(']') else {
                    return Err(self.raise("ValueError", "Missing ']' in format string"));
                };
                let key = rest[..end].parse::<i64>().map_or_else(|_| Value::str(&rest[..end]), Value::int);
                value = self.item(&value, &key)?;
                path = &rest[end + 1..];
            }
        }
        if conversion == "r" {
            value = self.repr_value(&value);
        } else if conversion == "a" {
            value = self.ascii_value(&value);
        } else if conversion == "s" {
            value = self.text(&value);
        }
        let env = value.meta.env.clone();
        let spec = if spec.contains('{') {
            let spec = self.format_method(spec, args)?;
            match spec.as_str() {
                Some(text) => text.to_string(),
                None => return Ok(spec),
            }
        } else {
            spec.to_owned()
        };
        Ok(self.format_value(&value, &spec)?.on(&env))
    }
}

/// The index of the brace that closes a field, nested ones passed over.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A float without its fraction; 0 where it is none or too large to matter.
#[expect(clippy::cast_possible_truncation, reason = "a cast from float to integer saturates")]
pub(super) fn float_to_int(value: f64) -> i64 {
    value.trunc() as i64
}
