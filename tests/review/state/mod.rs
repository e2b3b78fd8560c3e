//! The text of `gonogo.toml`: read, edited, and every mistake in it.

mod edit;
mod problems;
mod properties;

use gonogo::review::state::{self, State};

use super::{order, parse};

/// `text` after `change`, proven to say what was meant.
fn edit(text: &str, change: impl FnOnce(&mut State)) -> String {
    let from = parse(text);
    let mut to = from.clone();
    change(&mut to);
    let edited = state::apply(text, &from, &to, &order()).expect("a text that can be edited");
    assert!(parse(&edited).says(&to), "{edited}");
    edited
}
