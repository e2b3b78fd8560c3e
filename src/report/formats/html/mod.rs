//! The sign-off report as one HTML file: no script, nothing from the network, for a phone, a desktop and for printing.
//!
//! The page is `assets/templates/report.html`; everything that goes into it is escaped by the template engine, prose
//! through [`prose()`]. A content security policy forbids scripts and every request besides.

mod view;

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, UndefinedBehavior};

use super::escape::{one_line, parts};
use crate::report::document::Document;

/// The name of the template: its ending makes the engine escape.
const NAME: &str = "report.html";
/// The templates: the page, and its style in a file of its own.
const SOURCES: [(&str, &str); 2] = [
    (NAME, include_str!("../../../../assets/templates/report.html")),
    ("report.css", include_str!("../../../../assets/templates/report.css")),
];

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build().expect("these are plain switches"));
    environment.add_filter("prose", prose);
    for (name, source) in SOURCES {
        environment.add_template(name, source).expect("a test renders the embedded templates");
    }
    environment
});

/// The page.
///
/// # Errors
/// Where the template asks for something that the document does not have, which would be a defect.
pub(super) fn render(document: &Document) -> Result<String, Error> {
    TEMPLATES.get_template(NAME)?.render(Serde(view::view(document)))
}

/// Prose as HTML: backticks mark code, everything is escaped.
fn prose(text: &str) -> Value {
    let text = one_line(text);
    let mut html = String::with_capacity(text.len() + 16);
    for (code, part) in parts(&text) {
        let escaped = minijinja::HtmlEscape(part).to_string();
        if code {
            html.extend(["<code>", &escaped, "</code>"]);
        } else {
            html.push_str(&escaped);
        }
    }
    Value::from_safe_string(html)
}
