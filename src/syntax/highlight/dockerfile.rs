//! Dockerfiles: an instruction at the start of each line that does not continue another, then a command.

use super::painter::Painter;
use super::{Token, shell};
use crate::base::Span;

const INSTRUCTIONS: [&str; 18] = [
    "add",
    "arg",
    "cmd",
    "copy",
    "entrypoint",
    "env",
    "expose",
    "from",
    "healthcheck",
    "label",
    "maintainer",
    "onbuild",
    "run",
    "shell",
    "stopsignal",
    "user",
    "volume",
    "workdir",
];

pub(super) fn lex(text: &str) -> Vec<(Span, Token)> {
    let mut pen = Painter::new(text);
    while pen.peek().is_some() {
        pen.skip_blanks();
        let line = &pen.rest()[..pen.line_length()];
        let word = line.split([' ', '\t']).next().unwrap_or_default();
        if line.starts_with('#') {
            pen.paint(Token::Comment, line.len());
        } else if INSTRUCTIONS.iter().any(|known| word.eq_ignore_ascii_case(known)) {
            pen.paint(Token::Keyword, word.len());
        }
        command(&mut pen);
        pen.skip_char();
    }
    pen.finish()
}

/// The rest of a line.
fn command(pen: &mut Painter<'_>) {
    while let Some(letter) = pen.peek() {
        match letter {
            '\n' => return,
            // Instructions inside another: `FROM image AS stage`, `HEALTHCHECK CMD`.
            'A' | 'C'
                if pen.at_word_start() && matches!(&pen.rest()[..pen.word_length("")], "AS" | "CMD") =>
            {
                pen.paint(Token::Keyword, pen.word_length(""));
            }
            _ => shell::step(pen),
        }
    }
}
