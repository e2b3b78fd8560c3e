//! Methods of `str` and `bytes`.

use std::rc::Rc;

use super::layout;
use crate::eval::Machine;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Value};
use crate::eval::{hidden, place};

impl Machine<'_> {
    pub(super) fn str_method(&mut self, text: &Rc<str>, name: &str, args: &Args) -> Eval {
        if name == "join" {
            return self.join_text(text, args);
        }
        if name == "format" {
            return self.format_method(text, args);
        }
        if let Some(open) =
            args.values().find(|value| value.is_open() || matches!(value.kind, Kind::Named(_)))
        {
            return Ok(self.open([open], "comes from an installed package"));
        }
        self.steps(text.len() / 16)?;
        if depends_on_place(text, name, args) {
            return Ok(self.open([], hidden::PLACE));
        }
        if let Some(value) = self.str_test(text, name, args)? {
            return Ok(value);
        }
        if let Some(new) = trimmed_or_cased(text, name, args) {
            return Ok(Value::str(new));
        }
        let owned = |text: &str| Value::str(text);
        let count = |at: usize, name: &str, default: i64| {
            args.get(at, name).map_or(Some(default), Value::as_int).unwrap_or(default)
        };
        Ok(match name {
            "replace" => {
                let (Some(from), Some(to)) = (args.text(0, "old"), args.text(1, "new")) else {
                    return Err(self.raise("TypeError", "replace() argument must be str"));
                };
                let most = count(2, "count", -1);
                self.text_size(text.len().saturating_mul(to.len().max(1)).min(text.len() + 1_000_000))?;
                let new = match usize::try_from(most) {
                    Ok(most) => text.replacen(&*from, &to, most),
                    Err(_) => text.replace(&*from, &to),
                };
                self.text_size(new.len())?;
                owned(&new)
            }
            "split" | "rsplit" => {
                let parts = split(
                    text,
                    args.get(0, "sep").and_then(|sep| sep.as_text().cloned()).as_deref(),
                    count(1, "maxsplit", -1),
                    name == "rsplit",
                );
                let Some(parts) = parts else { return Err(self.raise("ValueError", "empty separator")) };
                self.made(parts.len())?;
                let parts = parts.into_iter().map(|part| self.here(Kind::Str(part.into()))).collect();
                self.list(parts)
            }
            "splitlines" => {
                let keep = match args.get(0, "keepends") {
                    Some(keep) => self.truth(keep)? == Some(true),
                    None => false,
                };
                let whole = text.split_inclusive('\n');
                let parts: Vec<Value> = if keep {
                    whole.map(Value::str).collect()
                } else {
                    text.lines().map(Value::str).collect()
                };
                self.items(parts.len())?;
                self.list(parts)
            }
            "partition" | "rpartition" => {
                let Some(sep) = args.text(0, "sep").filter(|sep| !sep.is_empty()) else {
                    return Err(self.raise("ValueError", "empty separator"));
                };
                let found =
                    if name == "partition" { text.split_once(&*sep) } else { text.rsplit_once(&*sep) };
                let parts = match found {
                    Some((before, after)) => [before, &sep, after].map(Value::str),
                    None if name == "partition" => [text, "", ""].map(Value::str),
                    None => ["", "", text].map(Value::str),
                };
                Value::tuple(parts.to_vec())
            }
            "find" | "rfind" | "index" | "rindex" | "count" => return self.search(text, name, args),
            "zfill" | "ljust" | "rjust" | "center" => {
                let width = usize::try_from(count(0, "width", 0)).unwrap_or(0);
                self.text_size(width)?;
                let fill = args.text(1, "fillchar").and_then(|fill| fill.chars().next()).unwrap_or(' ');
                owned(&padded(text, name, width, fill))
            }
            "encode" => self.encoded(text, &args.text(0, "encoding").unwrap_or_else(|| "utf-8".into())),
            "expandtabs" => {
                owned(&layout::expanded(text, usize::try_from(count(0, "tabsize", 8)).unwrap_or(0)))
            }
            "format_map" => return self.format_map(text, args),
            _ => self.open([], "a method of a text that is not followed"),
        })
    }

    fn format_map(&mut self, text: &str, args: &Args) -> Eval {
        let mut all = Args::default();
        if let Some(Kind::Dict(id)) = args.get(0, "").map(|mapping| &mapping.kind) {
            let entries = self.heap.dict(*id).clone();
            for entry in entries.entries.into_values() {
                if let Some(name) = entry.key.as_str() {
                    all.named.push((name.clone(), entry.value));
                }
            }
        }
        self.format_method(text, &all)
    }

    fn str_test(&mut self, text: &Rc<str>, name: &str, args: &Args) -> Eval<Option<Value>> {
        let all = |test: fn(char) -> bool| Some(Value::bool(!text.is_empty() && text.chars().all(test)));
        Ok(match name {
            "startswith" | "endswith" => {
                let Some(first) = args.get(0, "") else {
                    return Err(self.raise("TypeError", "expected at least 1 argument"));
                };
                let parts: Vec<Value> = match &first.kind {
                    Kind::Tuple(items) => items.to_vec(),
                    _ => vec![first.clone()],
                };
                let mut found = Some(false);
                for part in &parts {
                    let Some(part) = part.as_str() else {
                        return Err(self.raise("TypeError", "first arg must be str or a tuple of str"));
                    };
                    let rest: String = match args.get(1, "").and_then(Value::as_int) {
                        Some(_) if place::is_marked(text) => return Ok(Some(self.open([], hidden::PLACE))),
                        Some(start) => text.chars().skip(usize::try_from(start).unwrap_or(0)).collect(),
                        None => text.to_string(),
                    };
                    let holds = if name == "startswith" { hidden::starts_with } else { hidden::ends_with };
                    match holds(&rest, part) {
                        Some(true) => return Ok(Some(Value::bool(true))),
                        Some(false) => {}
                        None => found = None,
                    }
                }
                Some(found.map_or_else(|| self.open([], hidden::PLACE), Value::bool))
            }
            "isdigit" | "isdecimal" | "isnumeric" => {
                all(|c| c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric()))
            }
            "isalpha" => all(char::is_alphabetic),
            "isalnum" => all(char::is_alphanumeric),
            "isspace" => all(char::is_whitespace),
            "isascii" => Some(Value::bool(text.is_ascii())),
            "isupper" => Some(Value::bool(
                text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase),
            )),
            "islower" => Some(Value::bool(
                text.chars().any(char::is_lowercase) && !text.chars().any(char::is_uppercase),
            )),
            "istitle" => Some(Value::bool(!text.is_empty() && titled(text) == **text)),
            "isidentifier" => Some(Value::bool(
                text.starts_with(|c: char| c == '_' || c.is_alphabetic())
                    && text.chars().all(|c| c == '_' || c.is_alphanumeric()),
            )),
            "isprintable" => Some(Value::bool(!text.chars().any(char::is_control))),
            _ => None,
        })
    }

    fn search(&mut self, text: &str, name: &str, args: &Args) -> Eval {
        let Some(part) = args.text(0, "") else { return Err(self.raise("TypeError", "must be str")) };
        // Positions are in characters; a part of the text is searched as a text of its own.
        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let at = |index: usize, default: i64| {
            let at = args.get(index, "").and_then(Value::as_int).unwrap_or(default);
            usize::try_from(if at < 0 { (at + length).max(0) } else { at.min(length) }).unwrap_or(0)
        };
        let (start, end) = (at(1, 0), at(2, length));
        let searched: String = text.chars().skip(start).take(end.saturating_sub(start)).collect();
        if name == "count" {
            let count =
                if part.is_empty() { searched.chars().count() + 1 } else { searched.matches(&*part).count() };
            return Ok(Value::int(count));
        }
        let found = if name.starts_with('r') { searched.rfind(&*part) } else { searched.find(&*part) };
        match found {
            Some(found) => Ok(Value::int(start + searched[..found].chars().count())),
            None if name.ends_with("find") => Ok(Value::int(-1)),
            None => Err(self.raise("ValueError", "substring not found")),
        }
    }

    fn join_text(&mut self, separator: &str, args: &Args) -> Eval {
        let Some(iterable) = args.get(0, "").cloned() else {
            return Err(self.raise("TypeError", "join() takes exactly one argument"));
        };
        let (items, more) = self.iterate(&iterable)?;
        let env = self.env_of(&iterable, 1);
        let open: Vec<Value> = items
            .iter()
            .filter(|item| item.is_open() || matches!(item.kind, Kind::Named(_)))
            .cloned()
            .chain(more)
            .collect();
        if !open.is_empty() {
            return Ok(self.open(&open, "comes from an installed package").on(&env));
        }
        let mut parts = Vec::with_capacity(items.len());
        let mut size = 0_usize;
        for item in &items {
            let text = match &item.kind {
                Kind::Str(text) => text.clone(),
                Kind::Instance(_) => match self.text(item).as_str() {
                    Some(text) => text.clone(),
                    None => return Ok(self.open([item], "the text of an object")),
                },
                _ => {
                    return Err(self.raise_on(
                        "TypeError",
                        "sequence item: expected str instance",
                        &item.meta.env,
                    ));
                }
            };
            size = size.saturating_add(text.len() + separator.len());
            parts.push(text);
        }
        self.text_size(size)?;
        let parts: Vec<&str> = parts.iter().map(|part| &**part).collect();
        Ok(Value::str(parts.join(separator)).on(&env))
    }

    pub(super) fn bytes_method(&mut self, bytes: &Rc<[u8]>, name: &str, args: &Args) -> Eval {
        if let Some(open) = args.values().find(|value| value.is_open()) {
            return Ok(self.open([open], ""));
        }
        self.steps(bytes.len() / 64)?;
        Ok(match name {
            "decode" => match std::str::from_utf8(bytes) {
                Ok(text) => Value::str(text),
                Err(_) if args.text(1, "errors").is_some() => self.open([], "bytes that are no text"),
                Err(_) => return Err(self.raise("UnicodeDecodeError", "invalid start byte")),
            },
            "hex" => Value::str(hexadecimal(bytes)),
            _ => match std::str::from_utf8(bytes) {
                Ok(text) => {
                    // What is text as bytes has the same methods; its results are bytes again.
                    let text: Rc<str> = Rc::from(text);
                    let plain = Args::of(
                        args.pos
                            .iter()
                            .map(|arg| match &arg.kind {
                                Kind::Bytes(bytes) => Value::str(String::from_utf8_lossy(bytes).into_owned()),
                                _ => arg.clone(),
                            })
                            .collect(),
                    );
                    let value = self.str_method(&text, name, &plain)?;
                    match &value.kind {
                        Kind::Str(text) => Value::bytes(text.as_bytes().to_vec()),
                        Kind::Bool(_) | Kind::Int(_) => value,
                        _ => self.open([], "a method of bytes that is not followed"),
                    }
                }
                Err(_) => self.open([], "a method of bytes that is not followed"),
            },
        })
    }
}

/// Whether what a method gives depends on where the repository is checked out.
fn depends_on_place(text: &str, name: &str, args: &Args) -> bool {
    let first = args.pos.first().or_else(|| args.keyword("sep")).and_then(Value::as_text);
    let most = args.get(1, "maxsplit").and_then(Value::as_int).and_then(|most| usize::try_from(most).ok());
    !hidden::method_is_safe(text, name, first.map(|first| &**first), most)
}

/// Methods that give the text in other letters, or without its ends.
fn trimmed_or_cased(text: &str, name: &str, args: &Args) -> Option<String> {
    let chars = args.text(0, "chars");
    let cut = |c: char| chars.as_ref().map_or_else(|| c.is_whitespace(), |chars| chars.contains(c));
    Some(match name {
        "lower" => text.to_lowercase(),
        "casefold" => text.to_lowercase().replace('ß', "ss"),
        "upper" => text.to_uppercase(),
        "capitalize" => capitalized(text),
        "title" => titled(text),
        "swapcase" => {
            text.chars()
                .map(|c| {
                    if c.is_uppercase() { c.to_lowercase().to_string() } else { c.to_uppercase().to_string() }
                })
                .collect()
        }
        "strip" => text.trim_matches(cut).to_owned(),
        "lstrip" => text.trim_start_matches(cut).to_owned(),
        "rstrip" => text.trim_end_matches(cut).to_owned(),
        "removeprefix" => chars.and_then(|chars| text.strip_prefix(&*chars)).unwrap_or(text).to_owned(),
        "removesuffix" => chars.and_then(|chars| text.strip_suffix(&*chars)).unwrap_or(text).to_owned(),
        _ => return None,
    })
}

/// Bytes as pairs of hexadecimal digits.
fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase()
    })
}

/// Each run of letters starts with an upper-case one.
fn titled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        inside = c.is_alphabetic();
    }
    out
}

fn padded(text: &str, name: &str, width: usize, fill: char) -> String {
    let missing = width.saturating_sub(text.chars().count());
    let pad = |count: usize| fill.to_string().repeat(count);
    match name {
        "zfill" => {
            let sign = usize::from(text.starts_with(['+', '-']));
            format!("{}{}{}", &text[..sign], "0".repeat(missing), &text[sign..])
        }
        "ljust" => format!("{text}{}", pad(missing)),
        "rjust" => format!("{}{text}", pad(missing)),
        _ => {
            // CPython puts the odd one to the left only where the width is odd.
            let left = missing / 2 + (missing & width & 1);
            format!("{}{text}{}", pad(left), pad(missing - left))
        }
    }
}

fn split(text: &str, separator: Option<&str>, most: i64, from_right: bool) -> Option<Vec<String>> {
    let most = usize::try_from(most).ok();
    let Some(separator) = separator else {
        let words: Vec<&str> = text.split_whitespace().collect();
        let Some(most) = most.filter(|most| *most < words.len()) else {
            return Some(words.into_iter().map(ToOwned::to_owned).collect());
        };
        // The part that is not split keeps its inner white space.
        let mut parts = Vec::new();
        let mut rest = text.trim();
        for _ in 0..most {
            let cut =
                if from_right { rest.rfind(char::is_whitespace) } else { rest.find(char::is_whitespace) };
            let Some(cut) = cut else { break };
            if from_right {
                parts.push(rest[cut..].trim().to_owned());
                rest = rest[..cut].trim_end();
            } else {
                parts.push(rest[..cut].to_owned());
                rest = rest[cut..].trim_start();
            }
        }
        if !rest.is_empty() {
            parts.push(rest.to_owned());
        }
        if from_right {
            parts.reverse();
        }
        return Some(parts);
    };
    if separator.is_empty() {
        return None;
    }
    let own = |part: &str| part.to_owned();
    Some(match most {
        None => text.split(separator).map(own).collect(),
        Some(most) if from_right => {
            let mut parts: Vec<String> = text.rsplitn(most.saturating_add(1), separator).map(own).collect();
            parts.reverse();
            parts
        }
        Some(most) => text.splitn(most.saturating_add(1), separator).map(own).collect(),
    })
}
