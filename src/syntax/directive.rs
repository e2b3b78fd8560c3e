//! The tree of directives that nginx, Apache and Caddy configurations share.

use crate::base::Span;

/// How deep blocks may nest; deeper ones are read as if they stood here.
pub(super) const DEEPEST: usize = 64;

/// One directive, with a block where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directive {
    /// The name; of an Apache section the name between the angle brackets; of a Caddy site its first address.
    pub name: String,
    /// The arguments, quotes removed.
    pub arguments: Vec<String>,
    /// The bytes of the name and the arguments, the block left out.
    pub span: Span,
    /// The directives of its block; `None` without a block.
    pub block: Option<Vec<Self>>,
}

impl Directive {
    /// The first argument; empty where there is none.
    pub fn argument(&self) -> &str {
        self.arguments.first().map_or("", String::as_str)
    }

    /// The directives of its block.
    pub fn children(&self) -> &[Self] {
        self.block.as_deref().unwrap_or_default()
    }

    /// The directives of its block with that name, in any case.
    pub fn named<'d>(&'d self, name: &'d str) -> impl Iterator<Item = &'d Self> {
        self.children().iter().filter(move |child| child.name.eq_ignore_ascii_case(name))
    }
}

/// Collects directives while blocks open and close.
#[derive(Default)]
pub(super) struct Builder {
    open: Vec<(Directive, Vec<Directive>)>,
    /// How many blocks were opened below the deepest level.
    ignored: usize,
    current: Vec<Directive>,
}

impl Builder {
    pub(super) fn add(&mut self, directive: Directive) {
        self.current.push(directive);
    }

    pub(super) fn open(&mut self, directive: Directive) {
        if self.open.len() >= DEEPEST {
            self.ignored += 1;
            return;
        }
        self.open.push((directive, std::mem::take(&mut self.current)));
    }

    pub(super) fn close(&mut self) {
        if self.ignored > 0 {
            self.ignored -= 1;
        } else if let Some((mut directive, outer)) = self.open.pop() {
            directive.block = Some(std::mem::replace(&mut self.current, outer));
            self.current.push(directive);
        }
    }

    /// The name of the innermost open block.
    pub(super) fn innermost(&self) -> Option<&str> {
        self.open.last().map(|(directive, _)| directive.name.as_str())
    }

    pub(super) fn finish(mut self) -> Vec<Directive> {
        self.ignored = 0;
        while !self.open.is_empty() {
            self.close();
        }
        self.current
    }
}
