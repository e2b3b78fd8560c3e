//! "Did you mean …?": the known word nearest to a mistyped one.

/// The candidate that `word` most likely meant; `None` where none is near enough to be more than a guess.
///
/// Near means: at most a third of the longer word's characters inserted, left out, replaced or swapped with their
/// neighbour.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= word.chars().count().max(candidate.chars().count()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The longest word that is compared at all: the work grows with the square of the length.
const LONGEST: usize = 64;

/// Edits from `a` to `b` (optimal string alignment: Levenshtein's edits and swaps of neighbours).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).take(LONGEST).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).take(LONGEST).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_word_that_was_meant_and_does_not_guess_wildly() {
        let keys = ["decision", "reason", "until", "ticket"];
        assert_eq!(nearest("raeson", keys), Some("reason"));
        assert_eq!(nearest("untill", keys), Some("until"));
        assert_eq!(nearest("Decision", keys), Some("decision"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("", keys), None);
    }
}
