//! Physical lines to logical ones: continuations joined, comments inside them blanked, here-documents attached.

use crate::base::Span;

/// One instruction's text. Comments inside it are blanked, so its bytes stand where they stand in the file.
pub(super) struct Logical {
    /// The bytes of the instruction, its here-documents included.
    pub span: Span,
    /// The text without here-documents, of the same length as in the file.
    pub text: String,
    /// The here-documents: the offset of each body and the body.
    pub documents: Vec<(usize, String)>,
}

pub(super) fn logical(text: &str) -> Vec<Logical> {
    let escape = escape(text);
    let mut found = Vec::new();
    let mut lines = Lines { text, at: 0 };
    while let Some((start, line)) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let begin = start + (line.len() - line.trim_start().len());
        let mut body = String::new();
        push(&mut body, &line[begin - start..], escape);
        let mut open = continues(line, escape);
        while open {
            let Some((_, line)) = lines.next() else { break };
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                body.extend(std::iter::repeat_n(' ', line.len()));
            } else {
                push(&mut body, line, escape);
                open = continues(line, escape);
            }
        }
        let trimmed = body.trim_end().len();
        body.truncate(trimmed);
        let mut span = Span::new(begin, begin + body.len());
        let mut documents = Vec::new();
        for (delimiter, tabs) in delimiters(&body) {
            let from = lines.at;
            let mut to = from;
            while let Some((_, line)) = lines.next() {
                let bare = line.trim_end_matches(['\n', '\r']);
                if (if tabs { bare.trim_start_matches('\t') } else { bare }) == delimiter {
                    break;
                }
                to = lines.at;
            }
            documents.push((from, text[from..to].to_owned()));
            span.end = lines.at.min(text.len());
        }
        found.push(Logical { span, text: body, documents });
    }
    found
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    fn next(&mut self) -> Option<(usize, &'t str)> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.at += length;
        Some((start, &rest[..length]))
    }
}

/// Adds a line; another escape character becomes the backslash that shells know.
fn push(body: &mut String, line: &str, escape: char) {
    if escape != '\\' && continues(line, escape) {
        let bare = line.trim_end();
        body.push_str(&bare[..bare.len() - 1]);
        body.push('\\');
        body.push_str(&line[bare.len()..]);
    } else if continues(line, escape) {
        // Blanks between the backslash and the line end would hide the continuation from the shell's reader.
        let bare = line.trim_end();
        body.push_str(&bare[..bare.len() - 1]);
        body.extend(std::iter::repeat_n(' ', line.len() - bare.len() - usize::from(line.ends_with('\n'))));
        body.push('\\');
        if line.ends_with('\n') {
            body.push('\n');
        }
    } else {
        body.push_str(line);
    }
}

fn continues(line: &str, escape: char) -> bool {
    line.trim_end().ends_with(escape)
}

/// The escape character: a directive in the first comment lines may choose the backtick.
fn escape(text: &str) -> char {
    for line in text.lines() {
        let Some(comment) = line.trim().strip_prefix('#') else { break };
        let Some((key, value)) = comment.split_once('=') else { break };
        if key.trim().eq_ignore_ascii_case("escape") && value.trim() == "`" {
            return '`';
        }
    }
    '\\'
}

/// The here-documents that an instruction announces; only `RUN`, `COPY` and `ADD` take them.
fn delimiters(body: &str) -> Vec<(String, bool)> {
    let keyword = body.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    if !matches!(keyword.as_str(), "RUN" | "COPY" | "ADD") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, _) in body.match_indices("<<") {
        let rest = &body[at + 2..];
        if rest.starts_with('<') || body[..at].ends_with('<') {
            continue;
        }
        let (tabs, rest) = rest.strip_prefix('-').map_or((false, rest), |rest| (true, rest));
        let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
        let word: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            found.push((word, tabs));
        }
    }
    found
}
