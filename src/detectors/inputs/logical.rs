//! Names and code as the basis holds them: without files, modules and lay-out.
//!
//! A module of the project is a place, like a file: `shop.paging.Pages` is noted as `~.Pages`, so that moving a class or
//! renaming its file changes nothing, as long as what is asked of the class stays the same. Names of installed packages
//! stay whole. Code is noted in its normal form ([`python::normal_text`]).

use super::Inputs;
use crate::base::Span;
use crate::detectors::record::{Forms, canonical};
use crate::django::code::Module;
use crate::eval::{Datum, Origin};
use crate::syntax::python;

/// What stands for a module or file of the project.
const OWN: &str = "~";

impl Inputs<'_> {
    /// The dotted name `name` without the module of the project that it leads through.
    pub(super) fn logical(&self, name: &str) -> String {
        let code = &self.facts.code;
        let canonical = code.canonical(name);
        let ends = canonical.match_indices('.').map(|(at, _)| at);
        let home = ends.clone().filter(|at| code.find(&canonical[..*at]).is_some()).last();
        match home {
            Some(_) if code.find(&canonical).is_some() => OWN.to_owned(),
            Some(at) => format!("{OWN}{}", &canonical[at..]),
            None => canonical,
        }
    }

    /// `text`, where it is a dotted name, as [`Inputs::logical`]; any other text as it stands.
    pub(super) fn logical_text(&self, text: &str) -> String {
        let is_word = |part: &str| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        };
        if text.contains('.') && text.split('.').all(is_word) { self.logical(text) } else { text.to_owned() }
    }

    /// A command line without the names of the project's modules and files.
    pub(super) fn logical_line(&self, line: &str) -> String {
        let words = line.split(' ').map(|word| {
            let (option, value) = match word.split_once('=') {
                Some((option, value)) if option.starts_with('-') => (&word[..=option.len()], value),
                _ => ("", word),
            };
            format!("{option}{}", self.logical_word(value))
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn logical_word(&self, word: &str) -> String {
        let (name, rest) = word.split_once(':').map_or((word, None), |(name, rest)| (name, Some(rest)));
        if !name.contains('/') && name.contains('.') && self.facts.code.find(name).is_some() {
            return rest.map_or_else(|| OWN.to_owned(), |rest| format!("{OWN}:{rest}"));
        }
        let last = word.rsplit('/').next().unwrap_or(word);
        let is_file = last.contains('.') && self.facts.tree.files().iter().any(|path| path.name() == last);
        if is_file && last != "manage.py" { OWN.to_owned() } else { word.to_owned() }
    }

    /// What stands at `origin`: code in its normal form, any other text with its white space evened out.
    pub(super) fn words(&self, origin: &Origin) -> String {
        if origin.path.extension() != "py" {
            return self.facts.words(origin);
        }
        let file = self.facts.tree.text(&origin.path);
        file.map(|file| python::normal_text(file.slice(origin.span))).unwrap_or_default()
    }

    /// The value in the form in which it is noted.
    pub(in crate::detectors) fn canonical(&self, datum: &Datum) -> serde_json::Value {
        let forms = Forms { words: &|origin| self.words(origin), name: &|text| self.logical_text(text) };
        canonical(datum, &forms)
    }
}

/// The code at `span` of a module, in its normal form.
pub(super) fn normal(module: &Module, span: Span) -> String {
    python::normal_text(module.file().slice(span))
}
