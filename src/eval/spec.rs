//! Format specifications: what stands after the colon in `{value:>10.2f}`.

use num_bigint::BigInt;

/// The widest field that is filled.
const WIDTH: usize = 10_000;

/// A format specification.
pub(super) struct Spec {
    pub(super) fill: char,
    pub(super) align: Option<char>,
    pub(super) plus: bool,
    pub(super) alternate: bool,
    pub(super) zero: bool,
    pub(super) width: usize,
    pub(super) group: Option<char>,
    pub(super) precision: Option<usize>,
    pub(super) kind: char,
}

impl Spec {
    /// Reads a specification; `None` for what is not followed.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut chars = text.chars().peekable();
        let mut spec = Self {
            fill: ' ',
            align: None,
            plus: false,
            alternate: false,
            zero: false,
            width: 0,
            group: None,
            precision: None,
            kind: ' ',
        };
        let mut ahead = text.chars();
        let (first, second) = (ahead.next(), ahead.next());
        if second.is_some_and(|c| "<>^=".contains(c)) {
            spec.fill = first?;
            spec.align = second;
            chars.nth(1);
        } else if first.is_some_and(|c| "<>^=".contains(c)) {
            spec.align = first;
            chars.next();
        }
        while let Some(c) = chars.peek().copied() {
            match c {
                '+' => spec.plus = true,
                '-' | ' ' => {}
                '#' => spec.alternate = true,
                _ => break,
            }
            chars.next();
        }
        if chars.peek() == Some(&'0') {
            spec.zero = true;
            chars.next();
        }
        while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
            spec.width = spec.width.checked_mul(10)?.checked_add(digit as usize)?;
            chars.next();
        }
        if let Some(group @ (',' | '_')) = chars.peek().copied() {
            spec.group = Some(group);
            chars.next();
        }
        if chars.peek() == Some(&'.') {
            chars.next();
            let mut precision = 0_usize;
            while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                precision = precision.checked_mul(10)?.checked_add(digit as usize)?;
                chars.next();
            }
            spec.precision = Some(precision);
        }
        if let Some(kind) = chars.next() {
            spec.kind = kind;
        }
        let fits = spec.width <= WIDTH && spec.precision.unwrap_or(0) <= 400;
        (chars.next().is_none() && fits).then_some(spec)
    }

    /// Brings a text to the width.
    pub(super) fn fill(&self, body: &str, numeric: bool) -> String {
        let missing = self.width.saturating_sub(body.chars().count());
        if missing == 0 {
            return body.to_owned();
        }
        let (fill, align) = match self.align {
            Some(align) => (if self.zero && self.fill == ' ' { '0' } else { self.fill }, align),
            None if self.zero => ('0', '='),
            None => (self.fill, if numeric { '>' } else { '<' }),
        };
        let pad = |count: usize| fill.to_string().repeat(count);
        match align {
            '<' => format!("{body}{}", pad(missing)),
            '^' => format!("{}{body}{}", pad(missing / 2), pad(missing - missing / 2)),
            '=' => {
                let sign = body.len() - body.trim_start_matches(['+', '-']).len();
                format!("{}{}{}", &body[..sign], pad(missing), &body[sign..])
            }
            _ => format!("{}{body}", pad(missing)),
        }
    }
}

/// Digits in groups of three.
pub(super) fn grouped(text: &str, group: Option<char>) -> String {
    let Some(group) = group else { return text.to_owned() };
    let (whole, rest) =
        text.split_once('.').map_or((text, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    format!("{sign}{out}{rest}")
}

/// An integer in the base that a format code names.
pub(super) fn radix(number: &BigInt, kind: char, alternate: bool) -> String {
    let (base, prefix) = match kind {
        'o' => (8, "0o"),
        'b' => (2, "0b"),
        _ => (16, "0x"),
    };
    let text = number.to_str_radix(base);
    let (sign, digits) = text.strip_prefix('-').map_or(("", &*text), |digits| ("-", digits));
    let text = format!("{sign}{}{digits}", if alternate { prefix } else { "" });
    if kind == 'X' { text.to_uppercase() } else { text }
}
