//! How deep a text nests, measured before it is parsed: what is too deep would overflow the stack of whoever walks
//! the tree, or drops it.

use super::token::{Kind, Token, Tokens};

/// A place that nests too deep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooDeep {
    /// The byte where the bound was passed.
    pub offset: usize,
}

/// The part of an expression between two commas.
#[derive(Default, Clone, Copy)]
struct Element {
    /// What binds looser than `and` and `or` so far, and can put all the rest one level deeper.
    loose: usize,
    /// Operators, attributes, calls since the last `and` or `or`: each can put the others one level deeper.
    tight: usize,
    /// The most of those between two of `and` and `or`, which themselves stand side by side.
    tightest: usize,
    /// The deepest bracket so far.
    inner: usize,
    /// Lambdas whose colon has not come: commas inside them end no element.
    lambdas: usize,
}

impl Element {
    fn end_operand(&mut self) {
        // One level for the `and`, one for the `or`.
        self.tightest = self.tightest.max(self.tight + 2);
        self.tight = 0;
    }

    fn depth(&self) -> usize {
        self.loose + self.tightest.max(self.tight) + self.inner
    }
}

/// An open bracket, with the elements of it that are done.
#[derive(Default, Clone, Copy)]
struct Level {
    element: Element,
    deepest: usize,
}

impl Level {
    fn end_element(&mut self) {
        self.deepest = self.depth();
        self.element = Element::default();
    }

    fn depth(&self) -> usize {
        self.deepest.max(self.element.depth())
    }
}

/// An indented block: its column, and how many `elif` its current statement has (each nests in the one before).
struct Block {
    indent: usize,
    elifs: usize,
}

/// Keywords that bind looser than `and` and `or`, and put what stands beside them one level deeper.
const LOOSE_WORDS: [&str; 6] = ["if", "else", "lambda", "yield", "for", "from"];

/// An upper bound of the depth of the syntax tree of `text`, or where it passes `limit`.
pub(super) fn measure(text: &str, limit: usize) -> Result<usize, TooDeep> {
    let mut levels = vec![Level::default()];
    let mut blocks: Vec<Block> = Vec::new();
    let mut outside: usize = 0;
    let mut deepest = 0;
    let mut at_start = true;
    let mut after_operand = false;
    for token in Tokens::new(text) {
        if at_start && !matches!(token.kind, Kind::Newline | Kind::Comment) {
            at_start = false;
            enter_statement(text, token, &mut blocks);
            outside = blocks.iter().map(|block| 1 + block.elifs).sum();
        }
        let top = levels.len() - 1;
        let level = &mut levels[top];
        match token.kind {
            Kind::Open | Kind::FieldOpen | Kind::FormatStart => {
                // Directly after an operand it is a call or an index, itself one link of a chain.
                level.element.tight += usize::from(after_operand && token.kind == Kind::Open);
                levels.push(Level::default());
            }
            Kind::Close | Kind::FieldClose | Kind::FormatEnd if top > 0 => {
                let closed = levels.pop().map_or(0, |level| level.depth()) + 1;
                let element = &mut levels[top - 1].element;
                element.inner = element.inner.max(closed);
            }
            Kind::Operator => match &text[token.span.start..token.span.end] {
                "," if level.element.lambdas == 0 => level.end_element(),
                ";" if top == 0 => level.end_element(),
                ":" => level.element.lambdas = level.element.lambdas.saturating_sub(1),
                "," => {}
                // The targets of `a = b = c` stand side by side.
                "=" if top == 0 && level.element.lambdas == 0 => level.end_element(),
                "=" | ":=" => level.element.loose += 1,
                _ => level.element.tight += 1,
            },
            Kind::Name => match &text[token.span.start..token.span.end] {
                "and" | "or" => level.element.end_operand(),
                "not" | "await" => level.element.tight += 1,
                word if LOOSE_WORDS.contains(&word) => {
                    level.element.loose += 1;
                    level.element.lambdas += usize::from(word == "lambda");
                }
                _ => {}
            },
            Kind::Newline if top == 0 => {
                level.deepest = 0;
                level.element = Element::default();
                at_start = true;
            }
            _ => {}
        }
        after_operand = match token.kind {
            Kind::Name => !is_keyword(&text[token.span.start..token.span.end]),
            Kind::Close | Kind::Text | Kind::FormatEnd | Kind::Number => true,
            Kind::Newline | Kind::Comment => after_operand && top > 0,
            _ => false,
        };
        // The links of the levels around join in when this one closes: only then is all known that lies above it.
        let inside = levels.last().map_or(0, Level::depth) + levels.len() - 1;
        deepest = deepest.max(outside + inside);
        if deepest > limit {
            return Err(TooDeep { offset: token.span.start });
        }
    }
    Ok(deepest)
}

fn enter_statement(text: &str, token: Token, blocks: &mut Vec<Block>) {
    let line_start = text[..token.span.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = token.span.start - line_start;
    while blocks.last().is_some_and(|block| block.indent > indent) {
        blocks.pop();
    }
    if blocks.last().is_none_or(|block| block.indent < indent) {
        blocks.push(Block { indent, elifs: 0 });
    }
    if let Some(block) = blocks.last_mut() {
        match &text[token.span.start..token.span.end] {
            "elif" => block.elifs += 1,
            "else" | "except" | "finally" => {}
            _ => block.elifs = 0,
        }
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "if" | "else"
            | "elif"
            | "lambda"
            | "not"
            | "await"
            | "yield"
            | "for"
            | "from"
            | "in"
            | "is"
            | "and"
            | "or"
            | "return"
            | "assert"
            | "del"
            | "raise"
            | "while"
            | "with"
            | "as"
            | "import"
            | "except"
    )
}
