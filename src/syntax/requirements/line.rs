//! Requirement lines: name, extras, specifiers, marker (PEP 508), and pip's files of them.

use super::Collector;
use crate::base::Span;

/// A requirement line's parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The normalised name.
    pub name: String,
    /// The normalised extras.
    pub extras: Vec<String>,
    /// The specifiers, without blanks and brackets.
    pub specifier: String,
    /// The marker after `;`.
    pub marker: Option<String>,
}

/// The name as PEP 503 normalises it.
pub fn normalised(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.trim().chars() {
        if matches!(c, '-' | '_' | '.') {
            if !out.ends_with('-') {
                out.push('-');
            }
        } else {
            out.push(c.to_ascii_lowercase());
        }
    }
    out
}

/// Reads `name[extra]>=1,<2; marker` or `name @ url`; `None` where no name begins it.
pub fn parse_line(text: &str) -> Option<Line> {
    let text = text.trim();
    let length =
        text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')).count();
    let name = text[..length].trim_end_matches(['-', '_', '.']);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let mut rest = text[name.len()..].trim_start();
    let mut extras = Vec::new();
    if let Some(inner) = rest.strip_prefix('[') {
        let (list, after) = inner.split_once(']')?;
        extras = list.split(',').map(normalised).filter(|extra| !extra.is_empty()).collect();
        rest = after.trim_start();
    }
    let (body, marker) = match rest.split_once(';') {
        Some((body, marker)) => (body, Some(marker.trim().to_owned())),
        None => (rest, None),
    };
    let body = body.trim();
    // A URL has no version to compare; anything else that is no specifier makes the line something else.
    let specifier = if body.starts_with('@') {
        String::new()
    } else {
        let bare = body.trim_start_matches('(').trim_end_matches(')');
        if !bare.is_empty() && !bare.starts_with(['=', '<', '>', '!', '~', '^', '*']) {
            return None;
        }
        bare.chars().filter(|c| !c.is_whitespace()).collect()
    };
    Some(Line {
        name: normalised(name),
        extras,
        specifier,
        marker: marker.filter(|marker| !marker.is_empty()),
    })
}

/// The one version that a specifier allows: `==1.2` or `===1.2` alone, or a bare version; no wildcard.
pub(super) fn pinned(specifier: &str) -> Option<String> {
    let version = specifier.trim_start_matches('=').trim();
    let plain = !version.is_empty()
        && version.starts_with(|c: char| c.is_ascii_digit())
        && !version.contains(['*', ',', '|', ' ', '<', '>', '!', '~', '^']);
    plain.then(|| version.to_owned())
}

/// Reads a pip file.
pub(super) fn read(text: &str, collector: &mut Collector<'_>) {
    let mut at = 0;
    while at < text.len() {
        let start = at;
        let mut logical = String::new();
        loop {
            let rest = &text[at..];
            let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let line = rest[..length].trim_end();
            at += length;
            match line.strip_suffix('\\') {
                Some(more) if at < text.len() => {
                    logical.push_str(more);
                    logical.push(' ');
                }
                _ => {
                    logical.push_str(line);
                    break;
                }
            }
        }
        let line = without_comment(&logical);
        let body = line.trim();
        if body.is_empty() {
            continue;
        }
        let begin = start + (logical.len() - logical.trim_start().len());
        let first_line = text[begin..].find('\n').map_or(text.len(), |end| begin + end);
        let span = Span::new(begin, begin + text[begin..first_line].trim_end().len());
        option_or_package(body, span, collector);
    }
}

fn option_or_package(body: &str, span: Span, collector: &mut Collector<'_>) {
    for (long, short, constraint) in [("--requirement", "-r", false), ("--constraint", "-c", true)] {
        let value = body.strip_prefix(long).or_else(|| body.strip_prefix(short));
        if let Some(value) = value {
            let value = value.trim_start_matches(['=', ' ', '\t']).trim();
            collector.found.includes.push((value.to_owned(), constraint));
            return;
        }
    }
    let body =
        body.strip_prefix("--editable").or_else(|| body.strip_prefix("-e")).map_or(body, str::trim_start);
    if body.starts_with('-') {
        return;
    }
    // A version control or archive address names its package in the fragment.
    if body.contains("://") && !body.contains(" @ ") {
        if let Some((_, egg)) = body.split_once("#egg=") {
            let name = egg.split(['&', ' ', ';']).next().unwrap_or_default();
            collector.add(name, span, None);
        }
        return;
    }
    // Hashes and options for this package come after a blank and two dashes.
    let body = body.split(" --").next().unwrap_or(body);
    collector.add(body, span, None);
}

fn without_comment(line: &str) -> &str {
    let comment = line
        .match_indices('#')
        .find(|(at, _)| *at == 0 || line[..*at].ends_with([' ', '\t']))
        .map_or(line.len(), |(at, _)| at);
    &line[..comment]
}
