//! Values as text: `str()` and `repr()`.

use std::fmt::Write;

use super::Machine;
use super::value::{Args, Kind, Value};

/// How deep `repr` looks.
const DEPTH: usize = 20;

impl Machine<'_> {
    /// `str(value)`: a string, or an open value where it is not known.
    pub fn text(&mut self, value: &Value) -> Value {
        match &value.kind {
            Kind::Str(_) | Kind::Required(_) | Kind::Unknown(_) => value.clone(),
            Kind::Path(text) => Value::str(text.clone()).on(&value.meta.env),
            Kind::Instance(id) => {
                for name in ["__str__", "__repr__"] {
                    if let Some(method) = self.class_attr_of(*id, name) {
                        return self
                            .call(&method, Args::of(vec![value.clone()]))
                            .unwrap_or_else(|_| Value::unknown("its text is not known"));
                    }
                }
                let payload = self.heap.instance(*id).and_then(|instance| instance.payload.clone());
                match payload {
                    Some(payload) if !self.is_member(*id) => self.text(&payload),
                    _ => match self.repr_known(value, DEPTH, true) {
                        Some(text) => Value::str(text).on(&value.meta.env),
                        None => self.open([value], "the text of an object"),
                    },
                }
            }
            _ => match self.repr_known(value, DEPTH, true) {
                Some(text) => Value::str(text).on(&self.env_of(value, 4)),
                None => self.open([value], "the text of an object"),
            },
        }
    }

    /// `repr(value)` for messages; never fails.
    pub(super) fn repr(&self, value: &Value) -> String {
        self.repr_known(value, DEPTH, false).unwrap_or_else(|| format!("<{}>", self.type_name(value)))
    }

    /// `repr(value)`; `None` where it is not known. With `plain`, the outermost string is not quoted.
    pub(super) fn repr_known(&self, value: &Value, depth: usize, plain: bool) -> Option<String> {
        if depth == 0 {
            return None;
        }
        let mut out = String::new();
        match &value.kind {
            Kind::None => out.push_str("None"),
            Kind::Bool(true) => out.push_str("True"),
            Kind::Bool(false) => out.push_str("False"),
            Kind::Int(value) => out.push_str(&value.to_string()),
            Kind::Float(value) => out.push_str(&float(*value)),
            Kind::Str(text) if plain => out.push_str(text),
            Kind::Str(text) => out.push_str(&quoted(text)),
            Kind::Bytes(bytes) => {
                out.push_str("b'");
                for byte in bytes.iter() {
                    match byte {
                        b'\'' => out.push_str("\\'"),
                        b'\\' => out.push_str("\\\\"),
                        b'\n' => out.push_str("\\n"),
                        b'\t' => out.push_str("\\t"),
                        b'\r' => out.push_str("\\r"),
                        32..127 => out.push(char::from(*byte)),
                        other => {
                            let _ = write!(out, "\\x{other:02x}");
                        }
                    }
                }
                out.push('\'');
            }
            Kind::Path(text) => {
                let _ = write!(out, "PosixPath({})", quoted(text));
            }
            Kind::Ellipsis => out.push_str("Ellipsis"),
            Kind::List(id) => {
                let list = self.heap.list(*id);
                if list.shape.more.is_some() {
                    return None;
                }
                self.repr_items(&mut out, '[', ']', &list.items, depth)?;
            }
            Kind::Tuple(items) => {
                self.repr_items(&mut out, '(', ')', items, depth)?;
                if items.len() == 1 {
                    out.insert(out.len() - 1, ',');
                }
            }
            Kind::Dict(id) => {
                let dict = self.heap.dict(*id);
                if dict.shape.more.is_some() {
                    return None;
                }
                out.push('{');
                for (index, entry) in dict.entries.values().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(&self.repr_known(&entry.key, depth - 1, false)?);
                    out.push_str(": ");
                    out.push_str(&self.repr_known(&entry.value, depth - 1, false)?);
                    if out.len() > 100_000 {
                        return None;
                    }
                }
                out.push('}');
            }
            Kind::Class(id) => {
                let _ = write!(out, "<class '{}'>", self.class_path(*id));
            }
            Kind::Type(name) => {
                let _ = write!(out, "<class '{name}'>");
            }
            Kind::Instance(id) => {
                let instance = self.heap.instance(*id)?;
                if let Some(member) = self.member_repr(*id) {
                    return Some(member);
                }
                if self.is_exception_class(instance.class) {
                    let args = self.entry(instance.attributes, "args")?;
                    let Kind::Tuple(args) = args.kind else { return None };
                    if plain {
                        // The text of a `KeyError` shows its key as it is written.
                        let key = self
                            .exception_class("KeyError")
                            .is_some_and(|key| self.derives(instance.class, key));
                        return match &args[..] {
                            [] => Some(String::new()),
                            [one] => self.repr_known(one, depth - 1, !key),
                            _ => self.repr_known(&Value::new(Kind::Tuple(args.clone())), depth - 1, false),
                        };
                    }
                    let name = self.heap.class(instance.class)?.name.clone();
                    out.push_str(&name);
                    self.repr_items(&mut out, '(', ')', &args, depth)?;
                } else {
                    return self.repr_known(instance.payload.as_ref()?, depth - 1, plain);
                }
            }
            Kind::Object(made) if plain => return super::library::datetime::text(made),
            _ => return None,
        }
        (out.len() <= super::budget::BYTES).then_some(out)
    }

    fn repr_items(
        &self,
        out: &mut String,
        open: char,
        close: char,
        items: &[Value],
        depth: usize,
    ) -> Option<()> {
        out.push(open);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            out.push_str(&self.repr_known(item, depth - 1, false)?);
            if out.len() > 100_000 {
                return None;
            }
        }
        out.push(close);
        Some(())
    }

    /// `str(value)` as a value, for a call of `str`.
    pub(super) fn text_value(&mut self, value: &Value) -> Value {
        self.text(value).on(&value.meta.env)
    }
}

/// A float as Python writes it.
pub(super) fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e16).contains(&size) {
        let text = format!("{value:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |rest| ('-', rest));
        return format!("{digits}e{sign}{exponent:0>2}");
    }
    let text = format!("{value}");
    if text.contains('.') { text } else { format!("{text}.0") }
}

/// A text with escapes for all that is not ASCII, as Python's `ascii` writes them.
pub(super) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let _ = match u32::from(c) {
            0..0x80 => write!(out, "{c}"),
            code @ 0x80..0x100 => write!(out, "\\x{code:02x}"),
            code @ 0x100..0x1_0000 => write!(out, "\\u{code:04x}"),
            code => write!(out, "\\U{code:08x}"),
        };
    }
    out
}

/// A string with quotes and escapes, as Python writes it.
pub(super) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let _ = write!(out, "\\x{:02x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}
