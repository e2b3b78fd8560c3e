//! The outer shape of a state file's text: byte order mark, line ends, and the traces of an unfinished merge.

use crate::base::Span;

const BOM: char = '\u{FEFF}';

/// What the editor must give back as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::review) struct Shape {
    bom: bool,
    crlf: bool,
}

impl Shape {
    /// The shape of `text`. Lines that end in different ways count as the more frequent one.
    pub(in crate::review) fn of(text: &str) -> Self {
        let crlf = text.matches("\r\n").count();
        Self { bom: text.starts_with(BOM), crlf: crlf * 2 > text.matches('\n').count() }
    }

    /// `text`, which has plain line feeds and no mark, in this shape.
    pub(in crate::review) fn restore(self, text: &str) -> String {
        let body = if self.crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        if self.bom { format!("{BOM}{body}") } else { body }
    }
}

/// `text` without a byte order mark.
pub(in crate::review) fn without_bom(text: &str) -> &str {
    text.strip_prefix(BOM).unwrap_or(text)
}

/// The lines that git leaves where a merge stopped (`<<<<<<<`, `=======`, `>>>>>>>`), by their spans.
pub(super) fn merge_markers(text: &str) -> Vec<(Span, &str)> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        let marker = ["<<<<<<<", "|||||||", ">>>>>>>"]
            .iter()
            .any(|mark| bare.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
        if marker || bare == "=======" {
            found.push((Span::new(at, at + bare.len()), bare));
        }
        at += line.len();
    }
    found
}
