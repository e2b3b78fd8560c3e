//! A tolerant tokenizer of Python: strings with nested f-strings (PEP 701), comments, brackets, names, numbers.
//!
//! It accepts any text, never fails, and takes time linear in it. What no Python can hold comes as [`Kind::Other`].

use crate::base::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Name,
    /// A number.
    Number,
    /// A whole string or bytes literal that is no f-string or t-string.
    Text,
    /// Prefix and opening quote of an f-string or t-string.
    FormatStart,
    /// Literal text inside an f-string, also in a format specification.
    FormatText,
    /// The closing quote of an f-string (empty where the string is not closed).
    FormatEnd,
    /// `{` that opens a field of an f-string.
    FieldOpen,
    /// `:` that opens the format specification of a field.
    FieldColon,
    /// `}` that closes a field of an f-string.
    FieldClose,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// An operator or delimiter that is no bracket.
    Operator,
    /// A comment, without its line end.
    Comment,
    /// A line feed in code, logical or not.
    Newline,
    /// A character that no Python token starts with.
    Other,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

#[derive(Clone, Copy)]
struct Quote {
    byte: u8,
    triple: bool,
    raw: bool,
}

#[derive(Clone, Copy)]
enum Frame {
    Bracket,
    /// The literal text of an f-string.
    Format(Quote),
    /// The expression of a field.
    Field(Quote),
    /// The format specification of a field.
    Spec(Quote),
}

/// The tokens of a text, in order. White space and line continuations lie between them.
pub struct Tokens<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    stack: Vec<Frame>,
}

/// Operators of several characters, longest first.
const OPERATORS: [&str; 25] = [
    "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", "+=", "-=",
    "*=", "/=", "%=", "@=", "&=", "|=", "^=", ":=", "<>",
];

impl<'t> Tokens<'t> {
    /// The tokens of `text`.
    pub const fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, stack: Vec::new() }
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn token(&mut self, kind: Kind, end: usize) -> Token {
        let span = Span::new(self.at, end);
        self.at = end;
        Token { kind, span }
    }

    fn skip_space(&mut self) {
        loop {
            match self.byte(0) {
                b' ' | b'\t' | b'\r' | b'\x0c' => self.at += 1,
                b'\\' if self.byte(1) == b'\n' => self.at += 2,
                b'\\' if self.byte(1) == b'\r' && self.byte(2) == b'\n' => self.at += 3,
                _ => return,
            }
        }
    }

    fn code(&mut self) -> Option<Token> {
        self.skip_space();
        let first = *self.bytes.get(self.at)?;
        let token = match first {
            b'\n' => self.token(Kind::Newline, self.at + 1),
            b'#' => {
                let rest = &self.bytes[self.at..];
                let end = rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
                self.token(Kind::Comment, self.at + end)
            }
            b'"' | b'\'' => self.string(0),
            b'0'..=b'9' => self.number(),
            b'.' if self.byte(1).is_ascii_digit() => self.number(),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => self.name(),
            b'(' | b'[' | b'{' => {
                self.stack.push(Frame::Bracket);
                self.token(Kind::Open, self.at + 1)
            }
            b'}' if matches!(self.stack.last(), Some(Frame::Field(_))) => {
                self.stack.pop();
                self.token(Kind::FieldClose, self.at + 1)
            }
            b')' | b']' | b'}' => {
                if matches!(self.stack.last(), Some(Frame::Bracket)) {
                    self.stack.pop();
                }
                self.token(Kind::Close, self.at + 1)
            }
            b':' if let Some(Frame::Field(quote)) = self.stack.last().copied() => {
                self.stack.push(Frame::Spec(quote));
                self.token(Kind::FieldColon, self.at + 1)
            }
            _ => self.operator(),
        };
        Some(token)
    }

    fn operator(&mut self) -> Token {
        let rest = &self.bytes[self.at..];
        // Most operators are one character; the second of a longer one is one of these.
        let longer = matches!(self.byte(1), b'*' | b'/' | b'<' | b'>' | b'=' | b'.');
        if longer
            && let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(operator.as_bytes()))
        {
            return self.token(Kind::Operator, self.at + operator.len());
        }
        let kind = if b"+-*/%@&|^~<>=.,:;!".contains(&rest[0]) { Kind::Operator } else { Kind::Other };
        self.token(kind, self.at + 1)
    }

    fn name(&mut self) -> Token {
        let rest = &self.bytes[self.at..];
        let length = rest
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80))
            .unwrap_or(rest.len());
        if length <= 2 && matches!(rest.get(length), Some(b'"' | b'\'')) && is_prefix(&rest[..length]) {
            return self.string(length);
        }
        self.token(Kind::Name, self.at + length)
    }

    fn number(&mut self) -> Token {
        let rest = &self.bytes[self.at..];
        let digits = |from: usize, radix: u32| {
            rest[from..]
                .iter()
                .position(|b| !(char::from(*b).is_digit(radix) || *b == b'_'))
                .map_or(rest.len(), |n| from + n)
        };
        let radix = match rest {
            [b'0', b'x' | b'X', ..] => 16,
            [b'0', b'o' | b'O', ..] => 8,
            [b'0', b'b' | b'B', ..] => 2,
            _ => 10,
        };
        if radix != 10 {
            return self.token(Kind::Number, self.at + digits(2, radix));
        }
        let mut end = digits(0, 10);
        if rest.get(end) == Some(&b'.') {
            end = digits(end + 1, 10);
        }
        if matches!(rest.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(rest.get(end + 1), Some(b'+' | b'-')));
            if rest.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
                end = digits(end + 1 + sign, 10);
            }
        }
        if matches!(rest.get(end), Some(b'j' | b'J')) {
            end += 1;
        }
        self.token(Kind::Number, self.at + end)
    }

    /// A string whose prefix has `prefix` bytes and whose quote follows it.
    fn string(&mut self, prefix: usize) -> Token {
        let letters = &self.bytes[self.at..self.at + prefix];
        let has = |letter: u8| letters.iter().any(|b| b.to_ascii_lowercase() == letter);
        let byte = self.byte(prefix);
        let triple = self.byte(prefix + 1) == byte && self.byte(prefix + 2) == byte;
        let quote = Quote { byte, triple, raw: has(b'r') };
        let open = self.at + prefix + if triple { 3 } else { 1 };
        if has(b'f') || has(b't') {
            self.stack.push(Frame::Format(quote));
            return self.token(Kind::FormatStart, open);
        }
        let mut at = open;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 1 + self.char_length(at + 1),
                b'\n' if !triple => break,
                _ if self.closes(quote, at) => {
                    at += if triple { 3 } else { 1 };
                    break;
                }
                _ => at += 1,
            }
        }
        self.token(Kind::Text, at.min(self.bytes.len()))
    }

    /// How many bytes the character at `at` has; a line end counts as one.
    fn char_length(&self, at: usize) -> usize {
        match self.bytes.get(at) {
            None => 0,
            Some(b'\r') if self.bytes.get(at + 1) == Some(&b'\n') => 2,
            Some(_) => self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
        }
    }

    fn closes(&self, quote: Quote, at: usize) -> bool {
        let count = if quote.triple { 3 } else { 1 };
        self.bytes.get(at..at + count).is_some_and(|found| found.iter().all(|byte| *byte == quote.byte))
    }

    /// The next token inside the literal text or the format specification of an f-string.
    fn format(&mut self, quote: Quote, in_spec: bool) -> Token {
        let mut at = self.at;
        while let Some(byte) = self.bytes.get(at).copied() {
            let doubled = self.bytes.get(at + 1) == Some(&byte);
            match byte {
                _ if self.closes(quote, at) => break,
                b'\n' if !quote.triple => break,
                b'{' | b'}' if !in_spec && doubled => at += 2,
                b'{' => break,
                b'}' if in_spec => break,
                b'\\' if !quote.raw && self.bytes[at + 1..].starts_with(b"N{") => {
                    // A named character: its braces are no field. Names are short, so the search is, too.
                    let name = &self.bytes[at + 3..self.bytes.len().min(at + 103)];
                    let end = name.iter().position(|b| !(b.is_ascii_alphanumeric() || b" -".contains(b)));
                    at += 3 + end.map_or(0, |end| if name[end] == b'}' { end + 1 } else { 0 });
                }
                b'\\' if matches!(self.bytes.get(at + 1), Some(b'{' | b'}')) => at += 1,
                b'\\' => at += 1 + self.char_length(at + 1),
                _ => at += 1,
            }
        }
        if at > self.at {
            return self.token(Kind::FormatText, at.min(self.bytes.len()));
        }
        match self.bytes.get(at) {
            Some(b'{') => {
                self.stack.push(Frame::Field(quote));
                self.token(Kind::FieldOpen, at + 1)
            }
            Some(b'}') => {
                // The end of a specification, and with it of its field.
                self.stack.truncate(self.stack.len() - 2);
                self.token(Kind::FieldClose, at + 1)
            }
            _ => {
                // The closing quote; or a line end, or the end of the text, where the string is not closed.
                let length = if !self.closes(quote, at) {
                    0
                } else if quote.triple {
                    3
                } else {
                    1
                };
                let keep = if length == 0 { self.outermost() } else { self.innermost() };
                self.stack.truncate(keep);
                self.token(Kind::FormatEnd, at + length)
            }
        }
    }

    /// Where on the stack the outermost f-string begins.
    fn outermost(&self) -> usize {
        self.stack.iter().position(|frame| matches!(frame, Frame::Format(_))).unwrap_or(0)
    }

    /// Where on the stack the innermost f-string begins.
    fn innermost(&self) -> usize {
        self.stack.iter().rposition(|frame| matches!(frame, Frame::Format(_))).unwrap_or(0)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        match self.stack.last().copied() {
            Some(Frame::Format(quote)) => Some(self.format(quote, false)),
            Some(Frame::Spec(quote)) => Some(self.format(quote, true)),
            Some(Frame::Field(_) | Frame::Bracket) | None => self.code(),
        }
    }
}

/// Whether these letters may stand before the quote of a string.
fn is_prefix(letters: &[u8]) -> bool {
    let lower = letters.to_ascii_lowercase();
    matches!(
        lower.as_slice(),
        b"r" | b"u" | b"b" | b"br" | b"rb" | b"f" | b"fr" | b"rf" | b"t" | b"tr" | b"rt"
    )
}
