//! Documents for programs: versioned, keys in a fixed order, bytes stable for the same input.

use serde::Serialize;

/// `document` as indented JSON with a line feed at the end.
pub(super) fn to_text(document: &impl Serialize) -> String {
    let mut text =
        serde_json::to_string_pretty(document).expect("reports hold text keys and finite numbers only");
    text.push('\n');
    text
}
