//! PEP 701 and PEP 750: f-strings whose fields hold any expression, and t-strings.

use std::ops::RangeInclusive;

use super::{Field, Rewrite};
use crate::base::Span;
use crate::syntax::python::token::Kind;

/// Placeholders are letters of this block that the text does not use: names of three bytes.
const PLACEHOLDERS: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';
/// Names of two bytes, for the only expressions so short that need a placeholder: `""` and `''`.
const SHORT_PLACEHOLDERS: RangeInclusive<char> = '\u{3b1}'..='\u{5ea}';

/// The names that are left to stand for the expressions of fields.
struct Placeholders {
    long: std::vec::IntoIter<char>,
    short: std::vec::IntoIter<char>,
}

impl Placeholders {
    fn new(text: &str) -> Self {
        let used: std::collections::HashSet<char> = text.chars().filter(|c| !c.is_ascii()).collect();
        let free = |range: RangeInclusive<char>| {
            range.filter(|c| c.is_alphabetic() && !used.contains(c)).collect::<Vec<_>>().into_iter()
        };
        Self { long: free(PLACEHOLDERS), short: free(SHORT_PLACEHOLDERS) }
    }

    fn take(&mut self, length: usize) -> Option<char> {
        match length {
            0 | 1 => None,
            2 => self.short.next(),
            _ => self.long.next(),
        }
    }
}

impl Rewrite<'_> {
    /// Replaces the fields of f-strings that older syntax may not hold.
    pub(super) fn format_strings(&mut self) {
        let mut placeholders = Placeholders::new(self.text);
        let mut index = 0;
        while index < self.tokens.len() {
            if self.tokens[index].kind == Kind::FormatStart {
                index = self.format_string(index, &mut placeholders);
            }
            index += 1;
        }
    }

    /// Rewrites the f-string that starts at the token `start`; gives the index of its last token.
    fn format_string(&mut self, start: usize, placeholders: &mut Placeholders) -> usize {
        let opening = self.tokens[start].span;
        let single = !(self.word(start).ends_with("\"\"\"") || self.word(start).ends_with("'''"));
        for at in opening.start..opening.end {
            if matches!(self.bytes[at], b't' | b'T') {
                self.bytes[at] = b'f';
                self.done.templates.push(opening.start);
            }
        }
        let mut index = start + 1;
        while index < self.tokens.len() {
            match self.tokens[index].kind {
                Kind::FormatEnd => return index,
                // A field may hold others in its specification; those come next in this very loop.
                Kind::FieldOpen => index = self.field(index, single, placeholders),
                _ => index += 1,
            }
        }
        index
    }

    /// Rewrites the expression of the field that opens at the token `open`; gives the index of the token that ends it:
    /// the conversion, the specification, or the brace.
    fn field(&mut self, open: usize, single: bool, placeholders: &mut Placeholders) -> usize {
        let mut nesting = 0_usize;
        let mut end = open + 1;
        while end < self.tokens.len() {
            match self.tokens[end].kind {
                Kind::Open | Kind::FormatStart => nesting += 1,
                Kind::FieldColon | Kind::FieldClose | Kind::FormatEnd if nesting == 0 => break,
                Kind::Operator if nesting == 0 && self.word(end) == "!" => break,
                Kind::Close | Kind::FormatEnd => nesting = nesting.saturating_sub(1),
                _ => {}
            }
            end += 1;
        }
        self.conversion(end);
        let whole = Span::new(
            self.tokens[open].span.end,
            self.tokens.get(end).map_or(self.text.len(), |token| token.span.start),
        );
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_. ".contains(byte);
        if self.bytes[whole.start..whole.end].iter().all(plain) {
            return end;
        }
        let mut code: Vec<usize> = (open + 1..end)
            .filter(|index| !matches!(self.tokens[*index].kind, Kind::Comment | Kind::Newline))
            .collect();
        // `{x=}` shows its own text; the sign is no part of the expression.
        let documents = code.pop_if(|last| self.word(*last) == "=").map(|last| self.tokens[last].span.start);
        let (Some(first), Some(last)) = (code.first(), code.last()) else { return end };
        let expression = Span::new(self.tokens[*first].span.start, self.tokens[*last].span.end);
        let field = Field { expression, documents };
        if self.bytes[expression.start..expression.end].iter().all(plain) {
            self.replace(whole, single, None, field);
        } else if let Some(name) = placeholders.take(expression.end - expression.start) {
            self.replace(whole, single, Some(name), field);
        }
        end
    }

    /// `{x!r }`: white space may follow a conversion; the parser takes it only before.
    fn conversion(&mut self, sign: usize) {
        let (Some(name), Some(next)) = (self.tokens.get(sign + 1), self.tokens.get(sign + 2)) else { return };
        let (from, to) = (self.tokens[sign].span.start, next.span.start);
        if self.word(sign) == "!"
            && name.kind == Kind::Name
            && name.span.start == from + 1
            && to > name.span.end
        {
            let blanks = self.bytes[name.span.end..to].iter().all(|byte| matches!(byte, b' ' | b'\t'));
            if blanks {
                self.bytes[from..to].rotate_right(to - name.span.end);
            }
        }
    }

    /// Blanks a field except its expression, and puts `name` in that one's place if it has one.
    fn replace(&mut self, whole: Span, single: bool, name: Option<char>, field: Field) {
        for byte in &mut self.bytes[whole.start..whole.end] {
            if single || !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        if let Some(at) = field.documents {
            self.bytes[at] = b'=';
        }
        let Span { start, end } = field.expression;
        if let Some(name) = name {
            name.encode_utf8(&mut self.bytes[start..start + name.len_utf8()]);
            self.done.fields.insert(name, field);
        } else {
            self.bytes[start..end].copy_from_slice(&self.text.as_bytes()[start..end]);
        }
    }
}
