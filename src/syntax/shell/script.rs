//! Tokens to simple commands, with the conditions that they stand under.

use super::lexer::{Token, tokens};
use super::{Part, Word};
use crate::base::Span;

/// Blocks nested deeper than this are read as if they were not there.
const DEEPEST: usize = 200;

/// How many arms around a command are told.
const MOST_ARMS: usize = 4;

/// A script: its simple commands in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// The commands.
    pub commands: Vec<SimpleCommand>,
}

/// One simple command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SimpleCommand {
    /// The bytes from its first assignment or word to its last word.
    pub span: Span,
    /// `NAME=value` in front of the command; with no words, assignments of the script itself.
    pub assignments: Vec<Assignment>,
    /// The program and its arguments.
    pub words: Vec<Word>,
    /// Whether it stands under `if`, `while`, `case`, or after a test and `&&`, or after `||`.
    pub conditional: bool,
    /// The `case` arms that it stands in, outermost first, four at most.
    pub arms: Vec<Arm>,
    /// The function whose body it belongs to.
    pub function: Option<String>,
}

/// `NAME=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Word,
}

/// An arm of a `case`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// Which `case` of the script it belongs to.
    pub case: usize,
    /// What is compared.
    pub subject: Word,
    /// The patterns, as written without quotes.
    pub patterns: Vec<String>,
}

impl Script {
    /// Reads a script; `offset` is where `text` begins in its file, and all spans are moved by it.
    pub fn parse(text: &str, offset: usize) -> Self {
        let mut reader = Reader::default();
        let tokens = tokens(text, offset, true);
        let mut next = tokens.into_iter().peekable();
        while let Some(token) = next.next() {
            match token {
                Token::Newline => reader.separator("\n"),
                Token::Operator(operator) => reader.operator(operator),
                Token::Word(word) => {
                    // `name ( )` begins a function.
                    let defines = reader.is_start() && matches!(next.peek(), Some(Token::Operator("(")));
                    match word.as_literal() {
                        Some(name) if defines && !name.contains('=') => reader.function(name),
                        _ => reader.word(word),
                    }
                }
            }
        }
        reader.end_command();
        Self { commands: reader.commands }
    }
}

impl SimpleCommand {
    /// The program, where it is a literal.
    pub fn program(&self) -> Option<String> {
        self.words.first()?.as_literal()
    }
}

enum Block {
    If { body: bool },
    Loop { body: bool },
    For { header: bool },
    Case { id: usize, subject: Option<Word>, patterns: Vec<String>, in_patterns: bool },
    Group,
    Function,
    Subshell,
}

#[derive(Default)]
struct Reader {
    commands: Vec<SimpleCommand>,
    current: SimpleCommand,
    blocks: Vec<Block>,
    functions: Vec<String>,
    /// A function's name was read and its body has not begun.
    pending: Option<String>,
    /// Brackets of `name()` that are still to come.
    brackets: usize,
    /// Whether what follows in this list runs only if a test succeeded or a command failed.
    chained: bool,
    was_test: bool,
    /// How many `case`s began so far.
    cases: usize,
}

impl Reader {
    fn is_start(&self) -> bool {
        self.current.words.is_empty()
            && self.current.assignments.is_empty()
            && !matches!(
                self.blocks.last(),
                Some(
                    Block::Case { in_patterns: true, .. }
                        | Block::Case { subject: None, .. }
                        | Block::For { header: true }
                )
            )
    }

    fn function(&mut self, name: String) {
        self.pending = Some(name);
        self.brackets = 2;
    }

    fn in_double_bracket(&self) -> bool {
        let is = |word: Option<&Word>, text: &str| {
            word.is_some_and(|word| word.as_literal().as_deref() == Some(text))
        };
        is(self.current.words.first(), "[[") && !is(self.current.words.last(), "]]")
    }

    fn operator(&mut self, operator: &'static str) {
        if self.brackets > 0 && matches!(operator, "(" | ")") {
            self.brackets -= 1;
            return;
        }
        if let Some(Block::Case { in_patterns, subject: Some(_), .. }) = self.blocks.last_mut()
            && *in_patterns
        {
            if operator == ")" {
                *in_patterns = false;
            }
            return;
        }
        match operator {
            "&&" | "||" if self.in_double_bracket() => {}
            "(" if self.is_start() => self.open(Block::Subshell),
            "(" => {}
            ")" => {
                self.end_command();
                self.close(|block| matches!(block, Block::Subshell));
            }
            ";;" | ";&" | ";;&" => {
                self.separator(operator);
                if let Some(Block::Case { in_patterns, patterns, .. }) = self.blocks.last_mut() {
                    *in_patterns = true;
                    patterns.clear();
                }
            }
            other => self.separator(other),
        }
    }

    fn separator(&mut self, operator: &str) {
        if operator == "\n" && self.in_double_bracket() {
            return;
        }
        let had = !self.current.words.is_empty() || !self.current.assignments.is_empty();
        self.end_command();
        match operator {
            "&&" => self.chained |= self.was_test,
            "||" => self.chained = true,
            "|" | "|&" => {}
            // A line end after an operator continues the list.
            "\n" if !had => {}
            _ => self.chained = false,
        }
        if let Some(Block::For { header }) = self.blocks.last_mut() {
            *header = false;
        }
    }

    fn open(&mut self, block: Block) {
        if self.blocks.len() >= DEEPEST {
            return;
        }
        if matches!(block, Block::Group | Block::Subshell)
            && let Some(name) = self.pending.take()
        {
            self.functions.push(name);
            self.blocks.push(Block::Function);
        } else {
            self.blocks.push(block);
        }
        self.chained = false;
    }

    fn close(&mut self, is: impl Fn(&Block) -> bool) {
        let Some(at) = self.blocks.iter().rposition(|block| is(block) || matches!(block, Block::Function))
        else {
            return;
        };
        for block in self.blocks.drain(at..) {
            if matches!(block, Block::Function) {
                self.functions.pop();
            }
        }
    }

    /// Handles a reserved word at the start of a command; false for any other word.
    fn reserved(&mut self, word: &str) -> bool {
        match word {
            "if" => self.open(Block::If { body: false }),
            "then" | "elif" | "else" => {
                if let Some(Block::If { body }) = self.blocks.last_mut() {
                    *body = true;
                }
                self.chained = false;
            }
            "fi" => self.close(|block| matches!(block, Block::If { .. })),
            "while" | "until" => self.open(Block::Loop { body: false }),
            "for" | "select" => self.open(Block::For { header: true }),
            "do" => {
                if let Some(Block::Loop { body }) = self.blocks.last_mut() {
                    *body = true;
                }
                self.chained = false;
            }
            "done" => self.close(|block| matches!(block, Block::Loop { .. } | Block::For { .. })),
            "case" => {
                self.cases += 1;
                let id = self.cases;
                self.open(Block::Case { id, subject: None, patterns: Vec::new(), in_patterns: true });
            }
            "esac" => self.close(|block| matches!(block, Block::Case { .. })),
            "{" => self.open(Block::Group),
            "}" => self.close(|block| matches!(block, Block::Group)),
            "!" | "time" => {}
            "function" => self.pending = Some(String::new()),
            _ => return false,
        }
        true
    }

    fn word(&mut self, word: Word) {
        let literal = word.as_literal();
        match self.blocks.last_mut() {
            Some(Block::Case { subject: subject @ None, .. }) => {
                *subject = Some(word);
                return;
            }
            Some(Block::Case { patterns, in_patterns: true, .. }) => {
                match literal.as_deref() {
                    Some("esac") => self.close(|block| matches!(block, Block::Case { .. })),
                    Some("in") if patterns.is_empty() => {}
                    _ => patterns.push(word.render(&|_| None)),
                }
                return;
            }
            Some(Block::For { header: header @ true }) => {
                if literal.as_deref() == Some("do") {
                    *header = false;
                }
                return;
            }
            _ => {}
        }
        if self.is_start() {
            if self.pending.as_deref() == Some("") {
                self.pending = literal;
                return;
            }
            if !word.quoted && literal.as_deref().is_some_and(|literal| self.reserved(literal)) {
                return;
            }
        }
        if self.current.words.is_empty()
            && let Some(assignment) = assignment(&word)
        {
            self.extend(word.span);
            self.current.assignments.push(assignment);
            return;
        }
        self.extend(word.span);
        self.current.words.push(word);
    }

    fn extend(&mut self, span: Span) {
        if self.current.words.is_empty() && self.current.assignments.is_empty() {
            self.current.span = span;
        }
        self.current.span.end = span.end;
    }

    fn end_command(&mut self) {
        if self.current.words.is_empty() && self.current.assignments.is_empty() {
            return;
        }
        let mut command = std::mem::take(&mut self.current);
        command.conditional = self.chained
            || self.blocks.iter().any(|block| {
                matches!(block, Block::If { body: true } | Block::Loop { body: true } | Block::Case { .. })
            });
        let arm = |block: &Block| match block {
            Block::Case { id, subject: Some(subject), patterns, .. } => {
                Some(Arm { case: *id, subject: subject.clone(), patterns: patterns.clone() })
            }
            _ => None,
        };
        command.arms = self.blocks.iter().filter_map(arm).take(MOST_ARMS).collect();
        command.function = self.functions.last().cloned();
        self.was_test = self.chained
            || command
                .program()
                .is_some_and(|program| matches!(program.as_str(), "[" | "[[" | "test" | "grep"));
        self.commands.push(command);
    }
}

/// `NAME=value` or `NAME+=value` as a word.
pub(super) fn assignment(word: &Word) -> Option<Assignment> {
    let Some(Part::Text(first)) = word.parts.first() else { return None };
    let (name, value) = first.split_once('=')?;
    let name = name.trim_end_matches('+');
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !starts || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return None;
    }
    let mut parts = Vec::with_capacity(word.parts.len());
    if !value.is_empty() {
        parts.push(Part::Text(value.to_owned()));
    }
    parts.extend(word.parts[1..].iter().cloned());
    Some(Assignment { name: name.to_owned(), value: Word { span: word.span, parts, quoted: word.quoted } })
}

impl Word {
    /// The word read as `NAME=value`, as `export` and `env` take it.
    pub fn assignment(&self) -> Option<Assignment> {
        assignment(self)
    }
}
