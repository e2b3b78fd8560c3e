//! Python source to a spanned syntax tree. The only user of rustpython-parser.

use rustpython_parser::Parse;
pub use rustpython_parser::ast;

use crate::base::Span;

/// Why a text is no Python.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    /// The parser's message.
    pub message: String,
    /// The byte offset where it gave up.
    pub offset: usize,
}

/// Parses the source of a module.
///
/// # Errors
/// Where the text is no Python that the parser knows.
pub fn parse(text: &str) -> Result<Vec<ast::Stmt>, ParseError> {
    ast::Suite::parse(text, "")
        .map_err(|error| ParseError { message: error.error.to_string(), offset: usize::from(error.offset) })
}

/// The bytes that a node covers.
pub fn span(node: &impl ast::Ranged) -> Span {
    Span::new(usize::from(node.start()), usize::from(node.end()))
}
