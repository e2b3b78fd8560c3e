//! Texts made inert for the readers of each format. Control characters are gone by now: the document is harmless.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` on one line: breaks become spaces, blanks at both ends go.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Prose, in which backticks mark code, as the parts of a sentence: code and text by turns.
///
/// A backtick without its partner is text.
pub(super) fn parts(prose: &str) -> Vec<(bool, &str)> {
    let marks = prose.matches('`').count();
    let mut parts = Vec::new();
    let mut rest = prose;
    for _ in 0..marks / 2 {
        let Some((before, after)) = rest.split_once('`') else { break };
        let Some((code, after)) = after.split_once('`') else { break };
        parts.extend([(false, before), (true, code)]);
        rest = after;
    }
    parts.push((false, rest));
    parts.retain(|(_, part)| !part.is_empty());
    parts
}

/// Prose as one line of Markdown (`CommonMark` with GitHub's and GitLab's extensions): code stays code, the rest is text.
pub(super) fn markdown(prose: &str) -> String {
    let prose = one_line(prose);
    parts(&prose)
        .iter()
        .map(|(code, part)| if *code { markdown_code(part) } else { markdown_text(part) })
        .collect()
}

/// A text without any mark-up as one line of Markdown.
pub(super) fn markdown_text(text: &str) -> String {
    let text = text.replace('\n', " ");
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let escape = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '#' => true,
            // An address that would become a link by itself.
            ':' => next == Some('/'),
            '.' if out.to_ascii_lowercase().ends_with("www") => true,
            // What would begin a list or underline a heading.
            '-' | '+' | '=' => out.trim_start().is_empty(),
            '.' | ')' => !out.is_empty() && out.trim_start().chars().all(|c| c.is_ascii_digit()),
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(c);
        // A comment keeps forges from telling somebody that they were mentioned.
        if c == '@' && next.is_some_and(char::is_alphanumeric) {
            out.push_str("<!-- -->");
        }
    }
    out
}

/// A text as a code span of Markdown, also inside a table.
pub(super) fn markdown_code(text: &str) -> String {
    let text = one_line(text);
    if text.is_empty() {
        return String::new();
    }
    if text.contains(['|', '`']) {
        // Inside a table a bar ends the cell even in code, and fences of several backticks read badly: entities in a
        // code element do neither.
        return format!("<code>{}</code>", entities(&text));
    }
    format!("`{text}`")
}

/// `text` as HTML character data that Markdown does not touch either.
fn entities(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// An address inside the parentheses of a Markdown link.
pub(super) fn markdown_address(url: &str) -> String {
    url.replace('(', "%28").replace(')', "%29").replace('|', "%7C")
}

/// The message of a workflow command of GitHub Actions.
pub(super) fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command of GitHub Actions.
pub(super) fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A cell of a CSV file (RFC 4180), in quotes. A cell that a spreadsheet would take for a formula begins with an
/// apostrophe, as OWASP advises ("CSV Injection").
pub(super) fn csv(text: &str) -> String {
    let text = one_line(text);
    let guard =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// A plain-text message of SARIF: brackets that would make an embedded link (§3.11.6) and braces that would make a
/// placeholder (§3.11.5) are escaped.
pub(super) fn sarif(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains("](") {
        text = Cow::Owned(text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]"));
    }
    if has_placeholder(&text) {
        text = Cow::Owned(text.replace('{', "{{").replace('}', "}}"));
    }
    text
}

fn has_placeholder(text: &str) -> bool {
    text.split('{').skip(1).any(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && rest[digits..].starts_with('}')
    })
}

/// Prose without its backticks' meaning: as plain text they stay, as people write code in plain text.
pub(super) fn plain(prose: &str) -> String {
    one_line(prose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_shows_what_was_written_and_does_nothing() {
        assert_eq!(markdown("`a|b` <b>x</b> *y*"), "<code>a&#124;b</code> \\<b\\>x\\</b\\> \\*y\\*");
        assert_eq!(markdown("set `DEBUG`\nto `False`"), "set `DEBUG` to `False`");
        assert_eq!(markdown("- x"), "\\- x");
        assert_eq!(markdown("12. x, 1. y"), "12\\. x, 1. y");
        assert_eq!(
            markdown("see https://a.example and www.b.example"),
            "see https\\://a.example and www\\.b.example"
        );
        assert_eq!(markdown("one ` only"), "one \\` only");
        assert_eq!(markdown_text("@ada, a @ b"), "@<!-- -->ada, a @ b");
        assert_eq!(markdown_address("https://a.example/x(y)"), "https://a.example/x%28y%29");
    }

    #[test]
    fn cells_are_no_formulas() {
        assert_eq!(csv("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(csv("a\r\n=b"), "\"a =b\"");
        assert_eq!(csv(" @x"), "\"'@x\"");
    }

    #[test]
    fn workflow_commands_end_where_they_should() {
        assert_eq!(github_data("100%\n::error::x"), "100%25%0A::error::x");
        assert_eq!(github_property("a%0A,b:c"), "a%250A%2Cb%3Ac");
    }

    #[test]
    fn sarif_messages_hold_no_links_and_no_placeholders() {
        assert_eq!(sarif("[x](https://a.example) {0}"), "\\[x\\](https://a.example) {{0}}");
        assert!(matches!(sarif("{'a': []}"), Cow::Borrowed(_)));
    }
}
