//! Where commands run, and where the texts that hold them stand.

use super::PathMap;
use crate::base::Span;
use crate::deploy::{Moment, Place, Role, Variable};
use crate::source::SourceFile;

/// Where and for whom commands run.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub moment: Moment,
    pub role: Role,
    pub by: String,
    pub paths: PathMap,
    pub environment: Vec<Variable>,
    pub conditional: bool,
}

/// How places inside a script's text become places in a file.
pub(crate) enum Placer<'f> {
    /// The text stands in the file as it is.
    File(&'f SourceFile),
    /// Everything stands at one place.
    Fixed(Place),
    /// The text was written inside this place, in some notation: its lines are looked up there.
    Within(&'f SourceFile, Place, &'f str),
    /// The text's first line is this line of the file, and so on (block scalars).
    Lines(&'f SourceFile, usize, &'f str),
}

impl Placer<'_> {
    pub(super) fn place(&self, span: Span) -> Place {
        match self {
            Self::File(file) => place(file, span),
            Self::Fixed(place) => place.clone(),
            Self::Within(file, whole, text) => {
                let start = text.get(..span.start).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
                let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default().trim();
                let found = file.slice(whole.span).find(line).filter(|_| line.len() > 1);
                found.map_or_else(
                    || whole.clone(),
                    |at| place(file, Span::new(whole.span.start + at, whole.span.start + at + line.len())),
                )
            }
            Self::Lines(file, first, text) => {
                let before = text.get(..span.start).unwrap_or_default().matches('\n').count();
                let line = (first + before).min(file.lines().line_count());
                let whole = file.lines().line_span(file.text(), line).unwrap_or_default();
                let indent = file.slice(whole).len() - file.slice(whole).trim_start().len();
                Place { path: file.path().clone(), span: Span::new(whole.start + indent, whole.end), line }
            }
        }
    }
}

/// The place of `span` in `file`.
pub(crate) fn place(file: &SourceFile, span: Span) -> Place {
    Place { path: file.path().clone(), span, line: file.line(span.start) }
}
