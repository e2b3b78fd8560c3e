//! A text as bytes, and its tabs as spaces.

use crate::eval::Machine;
use crate::eval::value::Value;

impl Machine<'_> {
    /// The bytes of a text in one of the common encodings.
    pub(super) fn encoded(&mut self, text: &str, encoding: &str) -> Value {
        let bytes = match encoding.to_lowercase().replace('_', "-").as_str() {
            "utf-8" | "utf8" => Some(text.as_bytes().to_vec()),
            "ascii" | "us-ascii" if text.is_ascii() => Some(text.as_bytes().to_vec()),
            "latin-1" | "latin1" | "iso-8859-1" => {
                text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
            }
            _ => None,
        };
        bytes.map_or_else(|| self.open([], "a text in an encoding that is not followed"), Value::bytes)
    }
}

/// A text with each tab replaced by spaces up to the next column that is a multiple of `size`.
pub(super) fn expanded(text: &str, size: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0_usize;
    for c in text.chars() {
        match c {
            '\t' if size > 0 => {
                let spaces = size - column % size;
                out.extend(std::iter::repeat_n(' ', spaces.min(1_000)));
                column += spaces;
            }
            '\t' => {}
            _ => {
                column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
                out.push(c);
            }
        }
    }
    out
}
