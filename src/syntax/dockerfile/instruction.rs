//! What one instruction says.

use super::lines::Logical;
use crate::base::Span;
use crate::syntax::json;
use crate::syntax::shell::{self, Script, Word};

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// Its bytes, continuations and here-documents included.
    pub span: Span,
    /// What it says.
    pub kind: Kind,
}

/// What an instruction says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `FROM base AS name`.
    From {
        /// The image or stage.
        base: String,
        /// The stage's name.
        name: Option<String>,
    },
    /// `ARG name=default …`.
    Arg(Vec<(Word, String, Option<Word>)>),
    /// `ENV name=value …` or `ENV name value`: the whole word, the name, the value.
    Env(Vec<(Word, String, Word)>),
    /// `COPY` or `ADD`.
    Copy {
        /// The stage or image of `--from`.
        from: Option<String>,
        /// What is copied.
        sources: Vec<String>,
        /// Where to.
        target: String,
    },
    /// `RUN`.
    Run(Invocation),
    /// `CMD`.
    Cmd(Invocation),
    /// `ENTRYPOINT`.
    Entrypoint(Invocation),
    /// `HEALTHCHECK`; `None` for `HEALTHCHECK NONE`.
    Healthcheck(Option<Invocation>),
    /// `VOLUME`.
    Volume(Vec<String>),
    /// `EXPOSE`.
    Expose(Vec<String>),
    /// `WORKDIR`.
    Workdir(String),
    /// Any other, by its name in capitals.
    Other(String),
}

/// What is started, in one of the two forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invocation {
    /// `["program", "argument"]`: no shell, no variables.
    Exec(Vec<Word>),
    /// A shell script.
    Shell(Script),
}

impl Invocation {
    /// Whether nothing is started: `ENTRYPOINT []` takes back the base image's.
    pub const fn is_empty(&self) -> bool {
        match self {
            Self::Exec(words) => words.is_empty(),
            Self::Shell(script) => script.commands.is_empty(),
        }
    }
}

impl Instruction {
    pub(super) fn parse(logical: &Logical) -> Self {
        let text = &logical.text;
        let length = text.find(char::is_whitespace).unwrap_or(text.len());
        let keyword = text[..length].to_ascii_uppercase();
        let rest = Rest { text: &text[length..], offset: logical.span.start + length };
        let kind = match keyword.as_str() {
            "FROM" => rest.without_flags().0.from(),
            "ARG" => Kind::Arg(rest.words().into_iter().map(argument).collect()),
            "ENV" => Kind::Env(rest.pairs()),
            "COPY" | "ADD" => rest.copy(),
            "RUN" => Kind::Run(rest.without_flags().0.run(&logical.documents)),
            "CMD" => Kind::Cmd(rest.invocation()),
            "ENTRYPOINT" => Kind::Entrypoint(rest.invocation()),
            "HEALTHCHECK" => rest.without_flags().0.healthcheck(),
            "VOLUME" => Kind::Volume(rest.list()),
            "EXPOSE" => Kind::Expose(rest.list()),
            "WORKDIR" => Kind::Workdir(rest.list().into_iter().next().unwrap_or_default()),
            _ => Kind::Other(keyword),
        };
        Self { span: logical.span, kind }
    }
}

fn argument(word: Word) -> (Word, String, Option<Word>) {
    if let Some(assignment) = word.assignment() {
        (word, assignment.name, Some(assignment.value))
    } else {
        let name = word.render(&|_| None);
        (word, name, None)
    }
}

/// What follows the keyword, with its offset in the file.
#[derive(Clone, Copy)]
struct Rest<'t> {
    text: &'t str,
    offset: usize,
}

impl Rest<'_> {
    fn words(self) -> Vec<Word> {
        shell::words(self.text, self.offset)
    }

    /// The rest after leading `--flag`s, and those flags.
    fn without_flags(self) -> (Self, Vec<String>) {
        let mut flags = Vec::new();
        let mut rest = self;
        loop {
            let trimmed = rest.text.trim_start_matches([' ', '\t', '\n', '\r', '\\']);
            if !trimmed.starts_with("--") {
                return (rest, flags);
            }
            let length = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
            flags.push(trimmed[..length].to_owned());
            let used = rest.text.len() - trimmed.len() + length;
            rest = Self { text: &rest.text[used..], offset: rest.offset + used };
        }
    }

    fn from(self) -> Kind {
        let words: Vec<String> = self.words().iter().map(|word| word.render(&|_| None)).collect();
        let name = match words.as_slice() {
            [_, keyword, name, ..] if keyword.eq_ignore_ascii_case("as") => Some(name.clone()),
            _ => None,
        };
        // Defaults of build arguments are not known here: the base is kept as it is written.
        let base = self.text.split_whitespace().next().unwrap_or_default().to_owned();
        Kind::From { base, name }
    }

    fn pairs(self) -> Vec<(Word, String, Word)> {
        let words = self.words();
        let Some(first) = words.first() else { return Vec::new() };
        if first.assignment().is_some() {
            return words
                .into_iter()
                .filter_map(|word| {
                    let assignment = word.assignment()?;
                    Some((word, assignment.name, assignment.value))
                })
                .collect();
        }
        // The old form: one name, and the rest of the line is its value.
        let Some(name) = first.as_literal() else { return Vec::new() };
        let start = first.span.end - self.offset;
        let value = self.text[start.min(self.text.len())..].trim();
        let end = self.offset + self.text.trim_end().len();
        let span = Span::new(end - value.len(), end);
        let value = Word { span, parts: shell::interpolated(value, false), quoted: false };
        let whole = Word { span: Span::new(first.span.start, end), ..Word::default() };
        vec![(whole, name, value)]
    }

    fn copy(self) -> Kind {
        let (rest, flags) = self.without_flags();
        let from = flags.iter().find_map(|flag| flag.strip_prefix("--from=")).map(str::to_owned);
        let mut sources = rest.list();
        let target = sources.pop().unwrap_or_default();
        Kind::Copy { from, sources, target }
    }

    fn healthcheck(self) -> Kind {
        let trimmed = self.text.trim_start();
        let Some(command) = trimmed.get(..3).filter(|word| word.eq_ignore_ascii_case("cmd")) else {
            return Kind::Healthcheck(None);
        };
        let used = self.text.len() - trimmed.len() + command.len();
        let rest = Self { text: &self.text[used..], offset: self.offset + used };
        Kind::Healthcheck(Some(rest.invocation()))
    }

    fn run(self, documents: &[(usize, String)]) -> Invocation {
        match documents {
            // A bare here-document is the script itself.
            [(offset, body)] if self.text.trim().starts_with("<<") && !self.text.trim().contains(' ') => {
                Invocation::Shell(Script::parse(body, *offset))
            }
            _ => self.invocation(),
        }
    }

    fn invocation(self) -> Invocation {
        self.exec().map_or_else(|| Invocation::Shell(Script::parse(self.text, self.offset)), Invocation::Exec)
    }

    /// The words of the exec form; `None` where it is not one.
    fn exec(self) -> Option<Vec<Word>> {
        let trimmed = self.text.trim_start();
        if !trimmed.starts_with('[') {
            return None;
        }
        let start = self.offset + self.text.len() - trimmed.len();
        // A continued line inside the brackets holds a backslash that JSON does not know.
        let node =
            json::document(trimmed).or_else(|_| json::document(&trimmed.replace("\\\n", " \n"))).ok()?;
        let word = |item: &crate::syntax::node::Node| {
            let span = Span::new(start + item.span.start, start + item.span.end);
            Word::literal(item.text().unwrap_or_default(), span)
        };
        Some(node.items().iter().map(word).collect())
    }

    fn list(self) -> Vec<String> {
        match self.exec() {
            Some(words) => words.iter().map(|word| word.render(&|_| None)).collect(),
            None => self.words().iter().map(|word| word.render(&|_| None)).collect(),
        }
    }
}
