//! Text to words and operators; here-documents, comments and redirections are taken out.

use super::expand::{balanced, variable};
use super::{Part, Word};
use crate::base::Span;

/// A token of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word.
    Word(Word),
    /// An operator, with the byte where it stands.
    Operator(&'static str),
    /// The end of a line.
    Newline,
}

/// The operators, longer ones first.
const OPERATORS: [&str; 11] = [";;&", "&&", "||", ";;", ";&", "|&", ";", "&", "|", "(", ")"];

/// Splits `text` into tokens; without `shell`, at white space alone.
pub(super) fn tokens(text: &str, offset: usize, shell: bool) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, offset, shell, documents: Vec::new(), found: Vec::new() };
    lexer.run();
    lexer.found
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    offset: usize,
    shell: bool,
    /// Here-documents whose bodies begin at the next line: delimiter, and whether tabs are stripped.
    documents: Vec<(String, bool)>,
    found: Vec<Token>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            if let Some(length) = continuation(rest) {
                self.at += length;
            } else if rest.starts_with('\n') {
                self.at += 1;
                if self.shell {
                    self.found.push(Token::Newline);
                    self.skip_documents();
                }
            } else if rest.starts_with(char::is_whitespace) {
                self.at += rest.chars().next().map_or(1, char::len_utf8);
            } else if rest.starts_with('#') && self.shell {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if self.shell && self.redirection() {
            } else if let Some(operator) = self.operator() {
                self.at += operator.len();
                self.found.push(Token::Operator(operator));
            } else {
                let word = self.word();
                self.found.push(Token::Word(word));
            }
        }
    }

    fn operator(&self) -> Option<&'static str> {
        let rest = &self.text[self.at..];
        OPERATORS.into_iter().find(|operator| self.shell && rest.starts_with(operator))
    }

    /// Skips a redirection with its target.
    fn redirection(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let ampersand = usize::from(rest[digits..].starts_with("&>"));
        let body = &rest[digits + ampersand..];
        if !body.starts_with(['<', '>']) {
            return false;
        }
        let known = ["<<<", "<<-", "<<", "<>", "<&", "<(", ">(", ">>", ">&", ">|", "<", ">"];
        let operator = known.into_iter().find(|operator| body.starts_with(operator)).unwrap_or(">");
        let start = self.at + digits + ampersand;
        if operator.ends_with('(') {
            let length = balanced(&self.text[start + 1..], '(', ')');
            let span = Span::new(self.offset + start, self.offset + start + 1 + length);
            let source = self.text[start..=start + length].to_owned();
            self.at = start + 1 + length;
            self.found.push(Token::Word(Word {
                span,
                parts: vec![Part::Substitution(source)],
                quoted: false,
            }));
            return true;
        }
        self.at = start + operator.len();
        while self.text[self.at..].starts_with([' ', '\t']) {
            self.at += 1;
        }
        let ends = self.text[self.at..].starts_with(['\n', ';', '|', '&', ')', '<', '>']);
        let target = if ends && !self.text[self.at..].starts_with('&') {
            Word::default()
        } else {
            if self.text[self.at..].starts_with('&') {
                self.at += 1;
            }
            self.word()
        };
        if matches!(operator, "<<" | "<<-") {
            let delimiter = target.render(&|_| None);
            if !delimiter.is_empty() {
                self.documents.push((delimiter, operator == "<<-"));
            }
        }
        true
    }

    fn skip_documents(&mut self) {
        for (delimiter, tabs) in std::mem::take(&mut self.documents) {
            while self.at < self.text.len() {
                let rest = &self.text[self.at..];
                let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
                let line = rest[..end].trim_end_matches(['\n', '\r']);
                self.at += end;
                if (if tabs { line.trim_start_matches('\t') } else { line }) == delimiter {
                    break;
                }
            }
        }
    }

    fn word(&mut self) -> Word {
        let start = self.at;
        let mut parts = Parts::default();
        let mut quoted = false;
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let Some(c) = rest.chars().next() else { break };
            if let Some(length) = continuation(rest) {
                self.at += length;
                continue;
            }
            match c {
                c if c.is_whitespace() => break,
                ';' | '&' | '|' | ')' | '<' | '>' if self.shell => break,
                '(' if self.shell => {
                    // An array: `NAME=(a b)`. Elsewhere a bracket ends the word.
                    if !self.text[start..self.at].ends_with('=') {
                        break;
                    }
                    let length = balanced(rest, '(', ')');
                    parts.part(Part::Substitution(rest[..length].to_owned()));
                    self.at += length;
                }
                '\'' => {
                    quoted = true;
                    let end = rest[1..].find('\'').map_or(rest.len(), |end| end + 1);
                    parts.text(&rest[1..end]);
                    self.at += (end + 1).min(rest.len());
                }
                '"' => {
                    quoted = true;
                    self.at += 1;
                    self.double_quoted(&mut parts);
                }
                '\\' => {
                    quoted = true;
                    let escaped = rest[1..].chars().next();
                    parts.text(escaped.map_or("", |c| &rest[1..=c.len_utf8()]));
                    self.at += 1 + escaped.map_or(0, char::len_utf8);
                }
                '$' | '`' => self.variable(&mut parts),
                c => {
                    parts.text(&rest[..c.len_utf8()]);
                    self.at += c.len_utf8();
                }
            }
        }
        if self.at == start {
            // Never stand still, whatever the text is.
            self.at += self.text[start..].chars().next().map_or(1, char::len_utf8);
        }
        Word { span: Span::new(self.offset + start, self.offset + self.at), parts: parts.finish(), quoted }
    }

    fn double_quoted(&mut self, parts: &mut Parts) {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            match rest.chars().next() {
                Some('"') => {
                    self.at += 1;
                    return;
                }
                Some('\\') => {
                    if let Some(length) = continuation(rest) {
                        self.at += length;
                        continue;
                    }
                    let escaped = rest[1..].chars().next();
                    match escaped {
                        Some('$' | '`' | '"' | '\\') => parts.text(&rest[1..2]),
                        Some(c) => parts.text(&rest[..=c.len_utf8()]),
                        None => parts.text("\\"),
                    }
                    self.at += 1 + escaped.map_or(0, char::len_utf8);
                }
                Some('$' | '`') => self.variable(parts),
                Some(c) => {
                    parts.text(&rest[..c.len_utf8()]);
                    self.at += c.len_utf8();
                }
                None => return,
            }
        }
    }

    fn variable(&mut self, parts: &mut Parts) {
        let rest = &self.text[self.at..];
        if let Some(body) = rest.strip_prefix('`') {
            let length = body.find('`').map_or(rest.len(), |end| end + 2);
            parts.part(Part::Substitution(rest[..length].to_owned()));
            self.at += length;
        } else if let Some((part, length)) = variable(rest) {
            parts.part(part);
            self.at += length;
        } else {
            parts.text("$");
            self.at += 1;
        }
    }
}

/// The length of a backslash with its line end.
fn continuation(text: &str) -> Option<usize> {
    if text.starts_with("\\\n") {
        Some(2)
    } else if text.starts_with("\\\r\n") {
        Some(3)
    } else {
        None
    }
}

/// Joins neighbouring text.
#[derive(Default)]
struct Parts {
    parts: Vec<Part>,
    text: String,
}

impl Parts {
    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn part(&mut self, part: Part) {
        if !self.text.is_empty() {
            self.parts.push(Part::Text(std::mem::take(&mut self.text)));
        }
        self.parts.push(part);
    }

    fn finish(mut self) -> Vec<Part> {
        if !self.text.is_empty() {
            self.parts.push(Part::Text(self.text));
        }
        self.parts
    }
}
