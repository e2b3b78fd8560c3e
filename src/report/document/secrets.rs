//! Keeps the secrets that a repository holds out of its reports: a report leaves the house, and travels further than the
//! repository. Where the secret stands (path and line) is what a reader needs.

use crate::model::ItemId;

/// The items whose evidence may be a secret itself.
const SECRET: [&str; 1] = ["security.secret-key"];
/// Shorter literals than this are words, not keys.
const SHORTEST: usize = 8;
/// What is shown of a secret, in characters.
const SHOWN: usize = 2;

/// `text` with the passwords of addresses masked, and for items about secrets the longer literals too.
pub(super) fn masked(item: &ItemId, text: &str) -> String {
    let text = without_passwords(text);
    if SECRET.contains(&item.as_str()) { without_literals(&text) } else { text }
}

/// `redis://user:password@host` as `redis://user:…@host`.
fn without_passwords(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        out.push_str(before);
        out.push_str("://");
        let end = after.find(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '`' | '<' | '>'));
        let (authority, tail) = after.split_at(end.unwrap_or(after.len()));
        match authority.rsplit_once('@').and_then(|(login, host)| Some((login.split_once(':')?, host))) {
            // A placeholder such as `{password}` or `$PASSWORD` is no secret.
            Some(((user, password), host))
                if !password.is_empty() && !password.starts_with(['{', '$', '%', '<']) =>
            {
                out.extend([user, ":…@", host]);
            }
            _ => out.push_str(authority),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The literals of each line with all but their beginning masked; names of environment variables stay.
fn without_literals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['"', '\'']) {
        let (before, quoted) = rest.split_at(start);
        let quote = &quoted[..1];
        let body = &quoted[1..];
        let end = body.find([quote.chars().next().unwrap_or('"'), '\n']).unwrap_or(body.len());
        let (literal, tail) = body.split_at(end);
        out.push_str(before);
        out.push_str(quote);
        out.push_str(&masked_literal(literal));
        rest = match tail.strip_prefix(quote) {
            Some(after) => {
                out.push_str(quote);
                after
            }
            None => tail,
        };
    }
    out.push_str(rest);
    out
}

fn masked_literal(literal: &str) -> String {
    let is_name = literal.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if is_name || literal.chars().count() < SHORTEST {
        return literal.to_owned();
    }
    let shown: String = literal.chars().take(SHOWN).collect();
    format!("{shown}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(item: &str, text: &str) -> String {
        masked(&item.parse().unwrap(), text)
    }

    #[test]
    fn a_key_is_not_printed_and_its_variable_is() {
        let line = "SECRET_KEY = os.environ.get(\"DJANGO_SECRET_KEY\", \"kl-2f8w!q9z@mleaf\")";
        let masked = "SECRET_KEY = os.environ.get(\"DJANGO_SECRET_KEY\", \"kl…\")";
        assert_eq!(shown("security.secret-key", line), masked);
        assert_eq!(shown("security.debug", line), line);
        assert_eq!(shown("security.secret-key", "K = 'open and\nlong'"), "K = 'op…\nlong'");
        assert_eq!(shown("security.secret-key", "falls back to 'kl-2f8w!q9z@…'"), "falls back to 'kl…'");
    }

    #[test]
    fn passwords_of_addresses_are_not_printed_anywhere() {
        assert_eq!(
            shown("tasks.broker-security", "\"redis://app:hunter2@redis:6379/0\" amqp://guest@mq"),
            "\"redis://app:…@redis:6379/0\" amqp://guest@mq"
        );
        assert_eq!(shown("database.pooling", "f\"postgres://u:{pw}@db\""), "f\"postgres://u:{pw}@db\"");
    }
}
