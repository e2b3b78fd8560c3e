//! What to colour in an excerpt of source: spans with the kind of token that they hold.
//!
//! The lexers are tolerant: an excerpt may start anywhere in a file, and no text is an error. Each takes time linear
//! in the text. What has no kind (white space, plain words) is in no span.

mod dockerfile;
mod nginx;
mod painter;
mod python;
mod settings;
mod shell;
mod template;
mod yaml;

use crate::base::{RepoPath, Span};

/// What a coloured piece of source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Token {
    /// A word of the language: `if`, `FROM`, `proxy_pass`, a section's head, an HTML tag.
    Keyword,
    /// A string, with its quotes.
    String,
    /// A number, or a word that stands for a value: `true`, `None`.
    Number,
    /// A comment.
    Comment,
    /// A name that is given a value here, a key, an option, a variable.
    Name,
    /// An operator.
    Operator,
    /// Brackets, separators, and the marks of templates.
    Punctuation,
}

/// The coloured pieces of `text`, an excerpt of the file at `path`, in order and without overlap.
///
/// The language is told by the file's name; for one that is not known the result is empty.
pub fn highlight(path: &RepoPath, text: &str) -> Vec<(Span, Token)> {
    language(path).map_or_else(Vec::new, |lexer| lexer(text))
}

type Lexer = fn(&str) -> Vec<(Span, Token)>;

fn language(path: &RepoPath) -> Option<Lexer> {
    let name = path.name().to_ascii_lowercase();
    // What a file becomes once it is filled in: `nginx.conf.template` is nginx.
    let name = [".template", ".tmpl", ".example", ".sample", ".dist", ".j2", ".jinja2", ".jinja"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix).filter(|rest| rest.contains('.')))
        .unwrap_or(&name);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let starts = |prefix: &str| {
        name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
    };
    if starts("dockerfile") || starts("containerfile") || extension == "dockerfile" {
        return Some(dockerfile::lex);
    }
    if starts(".env") || extension == "env" || stem == ".env" {
        return Some(settings::lex);
    }
    if starts("caddyfile") || matches!(extension, "nginx" | "caddy" | "vcl" | "htaccess") {
        return Some(nginx::lex);
    }
    match extension {
        "py" | "pyi" | "wsgi" => Some(python::lex),
        "yml" | "yaml" | "json" | "jsonc" => Some(yaml::lex),
        "conf" if path.as_str().contains("nginx") || path.as_str().contains("sites-") => Some(nginx::lex),
        "toml" | "ini" | "cfg" | "conf" | "properties" | "service" | "socket" | "timer" | "tf" | "tfvars"
        | "hcl" => Some(settings::lex),
        "html" | "htm" | "xhtml" | "xml" | "djhtml" | "jinja" | "jinja2" | "j2" => Some(template::lex),
        "sh" | "bash" | "zsh" | "ksh" | "mk" => Some(shell::lex),
        _ => match name {
            "procfile" | "makefile" | "justfile" | "entrypoint" => Some(shell::lex),
            "pipfile" => Some(settings::lex),
            _ => None,
        },
    }
}
