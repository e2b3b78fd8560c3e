//! Small pieces of the sentences that detectors say.

use sha2::{Digest, Sha256};

use crate::base::text::hex;

/// `A`, `A and B`, `A, B and C`.
pub fn and_list<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<T> = names.into_iter().collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The verb for so many subjects: `is` or `are`.
pub const fn is_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// Names of environment variables: `A, B and C`, `A, B, C and 40 more`.
pub fn variables<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    const SHOWN: usize = 3;
    let names: Vec<T> = names.into_iter().collect();
    if names.len() <= SHOWN + 1 {
        return and_list(names);
    }
    let first: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    format!("{} and {} more", first.join(", "), names.len() - SHOWN)
}

/// `the variable A`, `the variables A and B`: names of the environment, told apart from settings of the same name.
pub fn the_variables<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<T> = names.into_iter().collect();
    let noun = if names.len() == 1 { "variable" } else { "variables" };
    format!("the {noun} {}", variables(&names))
}

/// `the variable A is unset`, `the variables A and B are unset`.
pub fn unset<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<T> = names.into_iter().collect();
    format!("{} {} unset", the_variables(&names), is_are(names.len()))
}

/// `unless A is set`, `unless A and B are set`.
pub fn unless_set<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<T> = names.into_iter().collect();
    format!("unless {} {} set", variables(&names), is_are(names.len()))
}

/// `unless the variable A says otherwise`, `unless the variables A and B say otherwise`.
pub fn unless<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<T> = names.into_iter().collect();
    let verb = if names.len() == 1 { "says" } else { "say" };
    format!("unless {} {verb} otherwise", the_variables(&names))
}

/// `the variable A decides and has no default`, `the variables A and B decide and have no default`.
pub fn undecided<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<T> = names.into_iter().collect();
    let verbs = if names.len() == 1 { "decides and has" } else { "decide and have" };
    format!("{} {verbs} no default", the_variables(&names))
}

/// What is not known of several settings: `A and B: reason`, each reason once, in the order of the settings.
pub fn reasons(open: &[(&str, String)]) -> String {
    let mut grouped: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, reason) in open {
        match grouped.iter_mut().find(|(known, _)| known == reason) {
            Some((_, names)) => names.push(name),
            None => grouped.push((reason, vec![name])),
        }
    }
    let parts: Vec<String> =
        grouped.into_iter().map(|(reason, names)| format!("{}: {reason}", and_list(names))).collect();
    parts.join("; ")
}

/// The beginning of a secret for a message, in quotes: a report must not spread the whole of it.
pub fn masked(text: &str) -> String {
    const SHOWN: usize = 12;
    let start: String = text.chars().take(SHOWN).collect();
    if start.len() < text.len() { format!("'{start}…'") } else { format!("'{text}'") }
}

/// The fingerprint of a finding: the item and what names its logical place, white space evened out; never a line.
pub fn fingerprint(item: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in std::iter::once(&item).chain(parts) {
        hash.update(part.split_whitespace().collect::<Vec<_>>().join(" ").as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize()[..8])
}
