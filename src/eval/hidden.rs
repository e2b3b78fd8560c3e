//! What can be said of text that holds the place of the repository on the disk, which nobody knows.
//!
//! While a module runs, such text holds the stand-ins of [`super::place`]: a *head* before the hidden part, the hidden
//! part itself, and a *tail* after it. An operation is worked out on the stand-ins only where every real place would give
//! the same; all else is open. A real place consists of folders whose names are written with letters, digits and a few
//! marks ([`ordinary`]), so that a search for `?` or `://` finds nothing in it.

use std::cmp::Ordering;

use super::place::{is_hidden, is_marked};

/// The reason that is given for what depends on the place.
pub const PLACE: &str = "where the repository is checked out";
/// The longest text that is searched for.
const LONGEST: usize = 300;

/// The parts of a text that holds a hidden one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Parts<'t> {
    head: &'t str,
    hidden: &'t str,
    tail: &'t str,
}

impl Parts<'_> {
    /// The text up to the end of the hidden part.
    fn place<'t>(&self, text: &'t str) -> &'t str {
        &text[..self.head.len() + self.hidden.len()]
    }
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let start = text.find(is_hidden)?;
    let end = text.rfind(is_hidden)?;
    let end = end + text[end..].chars().next().map_or(0, char::len_utf8);
    Some(Parts { head: &text[..start], hidden: &text[start..end], tail: &text[end..] })
}

/// Whether a character may stand in the names of the folders above a repository.
fn ordinary(c: char) -> bool {
    c.is_alphanumeric() || "/._- ".contains(c) || is_hidden(c)
}

/// Whether a text may be a part of a place: ordinary characters, and no empty folder names.
fn possible(text: &str) -> bool {
    text.chars().all(ordinary) && !text.contains("//")
}

/// Whether a whole hidden part may read so: it begins and ends with a folder's name.
fn may_be(text: &str) -> bool {
    !text.is_empty() && possible(text) && !text.starts_with('/') && !text.ends_with('/')
}

/// Whether `wanted`, which holds nothing hidden, may be found where it overlaps the hidden part of `text`.
fn may_touch(text: &str, wanted: &str) -> bool {
    let Some(Parts { head, hidden, tail }) = parts(text) else { return false };
    if wanted.is_empty() || possible(wanted) || wanted.len() > LONGEST {
        return true;
    }
    if hidden.chars().any(|c| !is_hidden(c) && c != '/') {
        // Two hidden parts with something between.
        return true;
    }
    let cuts: Vec<usize> = (0..=wanted.len()).filter(|at| wanted.is_char_boundary(*at)).collect();
    cuts.iter().filter(|at| head.ends_with(&wanted[..**at])).any(|from| {
        cuts.iter().filter(|to| *to > from && tail.starts_with(&wanted[**to..])).any(|to| {
            let part = &wanted[*from..*to];
            let starts = *from == 0 || !part.starts_with('/');
            let ends = *to == wanted.len() || !part.ends_with('/');
            starts && ends && possible(part)
        })
    })
}

/// Whether a hidden `wanted` may be found in `text`, which holds nothing hidden.
fn may_hold(text: &str, wanted: &str) -> bool {
    parts(wanted).is_some_and(|Parts { head, tail, .. }| {
        text.find(head).is_some_and(|at| text[at + head.len()..].rfind(tail).is_some_and(|end| end > 0))
    })
}

/// Whether searching `text` for `wanted` gives on the stand-ins what it gives on every real place.
fn searches_alike(text: &str, wanted: &str) -> bool {
    match (parts(text), parts(wanted)) {
        (None, None) => true,
        (Some(_), None) => !may_touch(text, wanted),
        (None, Some(_)) => !may_hold(text, wanted),
        (Some(a), Some(b)) => a.hidden == b.hidden,
    }
}

/// Whether two texts are equal; `None` where it depends on the place.
pub fn equal(a: &str, b: &str) -> Option<bool> {
    if a == b {
        return Some(true);
    }
    match (parts(a), parts(b)) {
        (None, None) => Some(false),
        (Some(x), Some(y)) if x.head == y.head && x.hidden == y.hidden => Some(false),
        // A folder and what lies somewhere below it: what follows the folder decides.
        (Some(x), Some(_)) if b.starts_with(x.place(a)) => equal(x.tail, &b[x.place(a).len()..]),
        (Some(_), Some(y)) if a.starts_with(y.place(b)) => equal(&a[y.place(b).len()..], y.tail),
        (Some(_), Some(_)) => None,
        (Some(parts), None) => differs_from(parts, b),
        (None, Some(parts)) => differs_from(parts, a),
    }
}

/// `Some(false)` where no place makes the parts read `plain`.
fn differs_from(Parts { head, tail, .. }: Parts<'_>, plain: &str) -> Option<bool> {
    let middle = plain.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail));
    (!middle.is_some_and(may_be)).then_some(false)
}

/// How two texts are ordered; `None` where it depends on the place.
pub fn order(a: &str, b: &str) -> Option<Ordering> {
    let known = match (parts(a), parts(b)) {
        (None, None) => true,
        (Some(x), Some(y)) => x.head == y.head && x.hidden == y.hidden,
        (Some(Parts { head, .. }), None) => first_difference(head, b),
        (None, Some(Parts { head, .. })) => first_difference(head, a),
    };
    known.then(|| a.chars().cmp(b.chars()))
}

/// Whether a text differs from another one before the hidden part begins.
fn first_difference(head: &str, plain: &str) -> bool {
    !plain.starts_with(head)
}

/// Whether `part` is in `text`; `None` where it depends on the place.
pub fn contains(text: &str, part: &str) -> Option<bool> {
    if text.contains(part) {
        return Some(true);
    }
    searches_alike(text, part).then_some(false)
}

/// Whether a text starts with another one; `None` where it depends on the place.
pub fn starts_with(text: &str, start: &str) -> Option<bool> {
    if text.starts_with(start) {
        return Some(true);
    }
    match (parts(text), parts(start)) {
        (None, None) => Some(false),
        (Some(x), Some(y)) if x.head == y.head && x.hidden == y.hidden => Some(false),
        (Some(x), Some(_)) if start.starts_with(x.place(text)) => {
            starts_with(x.tail, &start[x.place(text).len()..])
        }
        (Some(_), Some(_)) => None,
        (Some(x), None) => {
            let rest = start.strip_prefix(x.head);
            rest.is_none_or(|rest| rest.starts_with('/')).then_some(false)
        }
        (None, Some(y)) => (!text.starts_with(y.head)).then_some(false),
    }
}

/// Whether a text ends with another one; `None` where it depends on the place.
pub fn ends_with(text: &str, end: &str) -> Option<bool> {
    if text.ends_with(end) {
        return Some(true);
    }
    match (parts(text), parts(end)) {
        (None, None) => Some(false),
        (Some(x), Some(y)) => (x.hidden == y.hidden).then_some(false),
        (Some(x), None) => {
            let rest = end.strip_suffix(x.tail);
            rest.is_none_or(|rest| rest.ends_with('/')).then_some(false)
        }
        (None, Some(y)) => (!text.ends_with(y.tail)).then_some(false),
    }
}

/// How many characters at the start and at the end of a text are known; `None` where all are.
pub fn known_ends(text: &str) -> Option<(usize, usize)> {
    parts(text).map(|Parts { head, tail, .. }| (head.chars().count(), tail.chars().count()))
}

/// Whether a method of `str` gives on the stand-ins what it gives on every real place. `first` is its first argument,
/// where that is text; `count` the number of splits that are asked for.
pub fn method_is_safe(text: &str, name: &str, first: Option<&str>, count: Option<usize>) -> bool {
    let first_is_marked = first.is_some_and(is_marked);
    let Some(Parts { head, tail, .. }) = parts(text) else {
        return !first_is_marked
            || match name {
                "replace" | "split" | "rsplit" | "partition" | "rpartition" | "find" | "rfind" | "index"
                | "rindex" | "count" => first.is_some_and(|wanted| !may_hold(text, wanted)),
                "removeprefix" => first.is_some_and(|wanted| starts_with(text, wanted).is_some()),
                "removesuffix" => first.is_some_and(|wanted| ends_with(text, wanted).is_some()),
                "strip" | "lstrip" | "rstrip" => false,
                _ => true,
            };
    };
    let alike = |wanted: &str| searches_alike(text, wanted);
    match name {
        "replace" | "count" => first.is_some_and(alike),
        "partition" => first.is_some_and(|wanted| head.contains(wanted) || alike(wanted)),
        "find" | "index" => first.is_some_and(|wanted| head.contains(wanted) || absent(text, wanted)),
        "rfind" | "rindex" => first.is_some_and(|wanted| absent(text, wanted)),
        "split" => first.is_some_and(|wanted| {
            alike(wanted) || count.is_some_and(|count| head.matches(wanted).count() >= count)
        }),
        "rsplit" => first.is_some_and(|wanted| {
            alike(wanted) || count.is_some_and(|count| tail.matches(wanted).count() >= count)
        }),
        "rpartition" => first.is_some_and(|wanted| tail.contains(wanted) || alike(wanted)),
        "removeprefix" => first.is_some_and(|wanted| starts_with(text, wanted).is_some()),
        "removesuffix" => first.is_some_and(|wanted| ends_with(text, wanted).is_some()),
        "lstrip" => strips_within(head, first),
        "rstrip" => strips_within(tail, first),
        "strip" => strips_within(head, first) && strips_within(tail, first),
        "isalpha" | "isalnum" | "isdigit" | "isdecimal" | "isnumeric" | "isspace" | "isidentifier" => {
            head.contains('/') || tail.contains('/')
        }
        "join" | "format" | "format_map" | "splitlines" | "expandtabs" | "startswith" | "endswith" => true,
        _ => false,
    }
}

fn absent(text: &str, wanted: &str) -> bool {
    !text.contains(wanted) && searches_alike(text, wanted)
}

/// Whether stripping the head or the tail of a text stops before the hidden part, or at it because no name of a folder
/// begins or ends so.
fn strips_within(end: &str, chars: Option<&str>) -> bool {
    match chars {
        Some(chars) => {
            end.contains(|c| !chars.contains(c)) || chars.chars().all(|c| c == '/' || !ordinary(c))
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::place::{OUTSIDE, ROOT};

    #[test]
    fn what_may_match_inside_the_place_is_open() {
        let path = format!("{ROOT}/media/kpi");
        for (name, wanted) in
            [("replace", "kpi"), ("replace", "/"), ("split", "/"), ("count", "a"), ("find", "media")]
        {
            assert!(!method_is_safe(&path, name, Some(wanted), None), "{name} {wanted}");
        }
        for (name, wanted) in [
            ("replace", "\\"),
            ("split", "?"),
            ("partition", "://"),
            ("rstrip", "/"),
            ("rstrip", "ip"),
            // Every place begins with a slash, and the tail ends the stripping.
            ("strip", "ik"),
            ("find", "%"),
        ] {
            assert!(method_is_safe(&path, name, Some(wanted), None), "{name} {wanted}");
        }
        assert!(!method_is_safe(&path, "upper", None, None));
        assert!(method_is_safe(&path, "rsplit", Some("/"), Some(2)));
        assert!(!method_is_safe(&path, "rsplit", Some("/"), Some(3)));
        assert!(method_is_safe(&format!("file://{ROOT}"), "partition", Some("//"), None));
    }

    #[test]
    fn a_match_across_the_border_is_seen() {
        assert!(may_touch(&format!("{ROOT}?x"), "a?"));
        assert!(!may_touch(&format!("{ROOT}/?x"), "a?"));
        assert!(may_touch(&format!("?{ROOT}"), "?/a"));
    }

    #[test]
    fn comparisons_know_where_the_place_decides() {
        let (path, above) = (format!("{ROOT}/src"), format!("{OUTSIDE}/src"));
        assert_eq!(equal(&path, &path), Some(true));
        assert_eq!(equal(&path, &format!("{ROOT}/lib")), Some(false));
        assert_eq!(equal(&path, "/app/src"), None);
        assert_eq!(equal(&path, "src"), Some(false));
        assert_eq!(equal(ROOT, &above), None);
        assert_eq!(equal(ROOT, OUTSIDE), Some(false));
        assert_eq!(equal("/", OUTSIDE), Some(false));
        assert_eq!(starts_with(OUTSIDE, ROOT), Some(false));
        assert_eq!(starts_with(&path, "/"), Some(true));
        assert_eq!(starts_with(&path, "/app"), None);
        assert_eq!(starts_with(&path, "https://"), Some(false));
        assert_eq!(ends_with(&path, "/lib"), Some(false));
        assert_eq!(ends_with(&path, "app/src"), None);
        assert_eq!(contains(&path, "app"), None);
        assert_eq!(contains(&path, "://"), Some(false));
        assert_eq!(contains("/app/src", &path), None);
        assert_eq!(order(&path, &format!("{ROOT}/lib")), Some(Ordering::Greater));
        assert_eq!(order(&path, "/app"), None);
    }
}
