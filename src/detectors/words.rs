//! Small pieces of the sentences that detectors say.

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

/// The beginning of a secret for a message, in quotes: a report must not spread the whole of it.
pub fn masked(text: &str) -> String {
    const SHOWN: usize = 12;
    let start: String = text.chars().take(SHOWN).collect();
    if start.len() < text.len() { format!("'{start}…'") } else { format!("'{text}'") }
}
