//! The one place that prints. A reader that went away (a closed pipe) is no error.

use std::io::{self, IsTerminal, Write};

use super::CliError;
use super::meter::Meter;
use crate::report::{Ink, Page, piece, prose};
use crate::tui;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The standard streams and what they can show.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    choice: ColorChoice,
    colour_out: bool,
    colour_err: bool,
    terminal_err: bool,
    width: usize,
}

impl Ui {
    /// Looks at the streams and the environment.
    pub fn new(choice: ColorChoice) -> Self {
        let (out, err) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        // https://no-color.org: any value that is not empty.
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let colour = |terminal: bool| match choice {
            ColorChoice::Auto => terminal && wanted,
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        Self {
            choice,
            colour_out: colour(out),
            colour_err: colour(err),
            terminal_err: err,
            width: width(out),
        }
    }

    /// What the command line says of colour.
    pub const fn colour(&self) -> ColorChoice {
        self.choice
    }

    /// An empty page of the terminal's width.
    pub fn page(&self) -> Page {
        Page::new(self.width)
    }

    /// A line on standard error that says how far a scan is, on a terminal only.
    pub(super) fn meter(&self) -> Meter {
        Meter::new(self.terminal_err)
    }

    /// Prints a page to standard output.
    ///
    /// # Errors
    ///
    /// Where standard output cannot be written.
    pub fn print(&self, page: &Page) -> Result<(), CliError> {
        self.print_text(&page.to_text(self.colour_out))
    }

    /// Prints text to standard output as it is: documents for programs.
    ///
    /// # Errors
    ///
    /// Where standard output cannot be written.
    #[expect(clippy::unused_self, reason = "printing goes through the value that stands for the streams")]
    pub fn print_text(&self, text: &str) -> Result<(), CliError> {
        write_all(&mut io::stdout().lock(), text)
            .map_err(|error| CliError::usage("standard output cannot be written").because(&error))
    }

    /// Prints a warning to standard error.
    pub fn warn(&self, message: &str) {
        let mut page = self.page();
        page.wrap(vec![piece("warning: ", Ink::Doubt)], 2, prose(message));
        let _ = write_all(&mut io::stderr().lock(), &page.to_text(self.colour_err));
    }

    /// Prints a remark to standard error.
    pub fn note(&self, message: &str) {
        let mut page = self.page();
        page.wrap(vec![piece("note: ", Ink::Dim)], 2, prose(message));
        let _ = write_all(&mut io::stderr().lock(), &page.to_text(self.colour_err));
    }

    /// Prints an error to standard error. That nobody can be told of a failure here is all that is left to ignore.
    pub fn error(&self, error: &CliError) {
        let mut page = self.page();
        let mut first = vec![piece("error: ", Ink::Bad)];
        for line in error.message().lines() {
            let indent = line.len() - line.trim_start().len();
            let mut before = std::mem::take(&mut first);
            before.extend((indent > 0).then(|| piece(" ".repeat(indent), Ink::Plain)));
            page.wrap(before, indent + 2, prose(line.trim_start()));
        }
        for cause in error.causes() {
            page.wrap(vec![piece("  caused by: ", Ink::Dim)], 4, [piece(cause, Ink::Plain)]);
        }
        for hint in error.hints() {
            page.wrap(vec![piece("  hint: ", Ink::Doubt)], 4, prose(hint));
        }
        let _ = write_all(&mut io::stderr().lock(), &page.to_text(self.colour_err));
    }

    /// Prints what the argument parser has to say: help to standard output, usage errors to standard error.
    pub fn usage(&self, error: &clap::Error) {
        let text = error.render();
        let _ = if error.use_stderr() {
            write_all(&mut io::stderr().lock(), &styled(&text, self.colour_err))
        } else {
            write_all(&mut io::stdout().lock(), &styled(&text, self.colour_out))
        };
    }
}

fn styled(text: &clap::builder::StyledStr, colour: bool) -> String {
    if colour { text.ansi().to_string() } else { text.to_string() }
}

/// The columns to fill: what `COLUMNS` says, else those of the terminal, else 100.
fn width(terminal: bool) -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    told.or_else(|| if terminal { tui::columns() } else { None }).unwrap_or(100)
}

fn write_all(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}
