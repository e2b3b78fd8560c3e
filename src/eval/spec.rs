//! Format specifications: what stands after the colon in `{value:>10.2f}`.

use num_bigint::BigInt;

/// The widest field that is filled.
const WIDTH: usize = 10_000;

/// A format specification.
pub(super) struct Spec {
    pub(super) fill: char,
    pub(super) align: Option<char>,
    /// What stands before a number that is not negative.
    pub(super) sign: Option<char>,
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
            sign: None,
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
                '+' | ' ' => spec.sign = Some(c),
                '-' => {}
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
                let sign = body.len() - body.trim_start_matches(['+', '-', ' ']).len();
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

/// A number in exponent form, as Python's `e` writes it: at least two digits of exponent, always with a sign.
pub(super) fn exponent(number: f64, precision: usize) -> String {
    let text = format!("{number:.precision$e}");
    let Some((digits, power)) = text.split_once('e') else { return text.to_ascii_lowercase() };
    let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
    format!("{digits}e{sign}{power:0>2}")
}

/// A number as Python's `g` writes it: fixed where its size allows, else in exponent form; without zeros at the end.
pub(super) fn general(number: f64, precision: usize, group: Option<char>) -> String {
    let digits = precision.max(1);
    let long = exponent(number, digits - 1);
    let Some((mantissa, power)) = long.split_once('e') else { return long };
    let short = |text: &str| {
        let shorter =
            if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
        shorter.to_owned()
    };
    match power
        .parse::<i32>()
        .map(|power| usize::try_from(i64::try_from(digits).unwrap_or(0) - 1 - i64::from(power)))
    {
        Ok(Ok(decimals)) if decimals < digits + 4 => grouped(&short(&format!("{number:.decimals$}")), group),
        _ => format!("{}e{power}", short(mantissa)),
    }
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
