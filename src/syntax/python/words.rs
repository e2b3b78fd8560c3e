//! The prefilter: does a file mention a word at all? Most files need no parsing.

/// Whether `text` mentions one of `words` as a whole word (letters, digits and `_` on either side make it another).
///
/// It looks at the text as it stands, comments and strings included: a yes may be wrong, a no never is.
pub fn mentions(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| mentions_word(text, word))
}

fn mentions_word(text: &str, word: &str) -> bool {
    if word.is_empty() {
        return true;
    }
    let is_part = |c: char| c == '_' || c.is_alphanumeric();
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(is_part)
            && !text[at + word.len()..].chars().next().is_some_and(is_part)
    })
}
