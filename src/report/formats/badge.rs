//! Badges: `launch | GO 30/30`. No text of the repository is in them.

use serde_json::json;

use crate::report::document::Document;
use crate::review::Call;

/// The label on the left.
const LABEL: &str = "launch";

fn message(document: &Document) -> String {
    format!("{} {}/{}", document.call.label(), document.done, document.total)
}

/// A document for shields.io's endpoint badge.
pub(super) fn endpoint(document: &Document) -> String {
    let color = match document.call {
        Call::Go => "brightgreen",
        Call::NoGo => "red",
    };
    crate::report::json::to_text(
        &json!({"schemaVersion": 1, "label": LABEL, "message": message(document), "color": color}),
    )
}

/// The badge itself. White on these two colours has a contrast above 4.5.
pub(super) fn svg(document: &Document) -> String {
    let message = message(document);
    let color = match document.call {
        Call::Go => "#1a7f37",
        Call::NoGo => "#b42318",
    };
    let (left, right) = (width(LABEL), width(&message));
    let whole = left + right;
    let (label_at, message_at) = (left / 2, left + right / 2);
    let (label_length, message_length) = (left - 12, right - 12);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{LABEL}: {message}">
<title>{LABEL}: {message}</title>
<clipPath id="r"><rect width="{whole}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#444c56"/><rect x="{left}" width="{right}" height="20" fill="{color}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
<text x="{label_at}" y="14" textLength="{label_length}">{LABEL}</text>
<text x="{message_at}" y="14" textLength="{message_length}" font-weight="bold">{message}</text>
</g>
</svg>
"##
    )
}

/// The pixels that `text` takes with its margins. The text is stretched to fit, so that no font is needed.
fn width(text: &str) -> usize {
    text.chars().count() * 7 + 14
}
