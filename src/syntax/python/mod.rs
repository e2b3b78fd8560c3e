//! Python source to a spanned syntax tree. The only user of rustpython-parser.
//!
//! [`parse`] accepts what CPython 3.14 does, and the lazy imports of 3.15. The parser itself knows Python 3.11 and a part of 3.12; where it refuses a
//! text, newer syntax is rewritten to older syntax of the same length, and the tree is put right afterwards
//! (`compat`, `restore`): spans always refer to the text as it was handed in. What it still refuses, with an error: a format
//! specification inside one inside another, a line break in a specification, and `match` as a name whose attribute is
//! annotated. A lone surrogate (`"\ud800"`) reads as U+FFFD, because Rust's strings hold none.
//!
//! What nests deeper than [`MAX_DEPTH`] is refused before it is parsed, so that recursive walks are safe on a thread
//! with a stack of 2 MiB; [`walk`] needs no recursion at all.

mod compat;
mod depth;
mod nodes;
mod normal;
mod read;
mod restore;
mod token;
mod words;

use rustpython_parser::Parse;
pub use rustpython_parser::ast;

pub use nodes::{Node, Walk, expressions, statements, walk, walk_expr};
pub use normal::{normal, normal_statement, normal_text};
pub use read::{
    argument, boolean, call, dotted_name, integer, is_none, items, keyword_argument, string, strings,
};
pub use token::{Kind, Token, Tokens};
pub use words::mentions;

use crate::base::{LineIndex, Span};

/// How deep a syntax tree may be: levels of blocks, brackets, operators, calls and attributes together.
///
/// `CPython` itself stops at 100 levels of blocks and 200 of brackets.
pub const MAX_DEPTH: usize = 400;

/// Why a text is no Python.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ParseError {
    /// What is wrong, without the place.
    pub message: String,
    /// The byte offset of the place.
    pub offset: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// Whether it nests too deeply, and may be Python otherwise.
    pub deep: bool,
}

/// What is wrong, and the byte offset where.
struct Fault {
    message: String,
    offset: usize,
}

impl Fault {
    fn new(message: impl Into<String>, offset: usize) -> Self {
        Self { message: message.into(), offset }
    }
}

impl From<rustpython_parser::ParseError> for Fault {
    fn from(error: rustpython_parser::ParseError) -> Self {
        Self::new(error.error.to_string(), usize::from(error.offset))
    }
}

/// Parses the source of a module.
///
/// # Errors
/// Where the text is no Python, or nests deeper than [`MAX_DEPTH`].
pub fn parse(text: &str) -> Result<Vec<ast::Stmt>, ParseError> {
    let told = |fault: Fault, deep: bool| {
        let position = LineIndex::new(text).position(text, fault.offset.min(text.len()));
        ParseError {
            message: fault.message,
            offset: fault.offset,
            line: position.line,
            column: position.column,
            deep,
        }
    };
    if let Err(deep) = depth::measure(text, MAX_DEPTH) {
        let message = format!("nested deeper than {MAX_DEPTH} levels; split the statement");
        return Err(told(Fault::new(message, deep.offset), true));
    }
    parse_module(text).map_err(|fault| told(fault, false))
}

fn parse_module(text: &str) -> Result<Vec<ast::Stmt>, Fault> {
    let first = match ast::Suite::parse(text, "") {
        Ok(body) => return Ok(body),
        Err(error) => error,
    };
    let rewritten = compat::rewrite(text);
    if rewritten.is_unchanged() {
        return Err(Fault::from(first));
    }
    let mut body = ast::Suite::parse(&rewritten.text, "")?;
    restore::module(&mut body, text, &rewritten)?;
    Ok(body)
}

/// The bytes that a node covers.
pub fn span(node: &impl ast::Ranged) -> Span {
    Span::new(usize::from(node.start()), usize::from(node.end()))
}
