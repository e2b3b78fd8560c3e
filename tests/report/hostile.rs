//! Hostile text in every field of a document, and every format inert.

use gonogo::report::formats::render;
use gonogo::report::{Document, Format};
use serde_json::Value;

use super::document::clean;

/// What acts on a terminal, a browser, a Markdown reader, a spreadsheet, a workflow runner, an XML parser, a template.
pub const ATTACK: &str = "=cmd|' /C calc'!A0 \u{1b}[31m\u{1b}]0;x\u{7} <script>alert(1)</script><img src=x onerror=alert(2)> \
     \"'><b>& &lt; [x](javascript:alert(3)) ![y](https://evil.example/p) <https://evil.example> | `<i>` ``z`` **b** %0A::error::e \
     ]]> --> {{ 7*7 }} {% raw %} {0} \u{202e}live\u{202c} \u{200b} \r\n::error file=x::y\n# heading\n- item\n=1+1\n@all $x$ \\";

/// Fields whose words are fixed: anything else there is no document.
const FIXED: [&str; 18] = [
    "schema",
    "date",
    "call",
    "severity",
    "verdict",
    "because",
    "fail_on",
    "said",
    "kind",
    "at",
    "until",
    "committed",
    "id",
    "item",
    "section",
    "commit",
    "tree",
    "digest",
];

fn poison(value: &mut Value, key: &str) {
    match value {
        // What made a document is this program.
        Value::Object(_) if key == "tool" => {}
        Value::String(text) if !FIXED.contains(&key) => ATTACK.clone_into(text),
        Value::Array(values) => values.iter_mut().for_each(|one| poison(one, key)),
        Value::Object(entries) => entries.iter_mut().for_each(|(key, one)| poison(one, key)),
        _ => {}
    }
}

/// A document in which every free text is the attack, as somebody else might save one.
pub fn hostile() -> Document {
    let mut value = serde_json::to_value(clean()).expect("JSON");
    poison(&mut value, "");
    Document::read(&value.to_string()).expect("still a document")
}

fn shown(format: Format) -> String {
    render(&hostile(), format).expect("a report")
}

#[test]
fn no_format_holds_a_character_that_acts_or_deceives() {
    for format in Format::ALL {
        let text = shown(format);
        let bad = text.chars().find(|c| gonogo::base::safe::is_dangerous(*c) && *c != '\r');
        assert_eq!(bad, None, "{}", format.as_str());
        assert!(format == Format::Csv || !text.contains('\r'), "{}", format.as_str());
        // What was dangerous is visible instead.
        if !matches!(format, Format::Badge | Format::BadgeJson) {
            assert!(text.contains("<U+202E>") || text.contains("U+202E"), "{}", format.as_str());
        }
    }
}

#[test]
fn a_page_has_the_elements_of_its_template_only() {
    let tags = |text: &str| -> std::collections::BTreeSet<String> {
        let pattern = regex::Regex::new("<[a-zA-Z!/][^\\s>]*").expect("a pattern");
        pattern.find_iter(text).map(|found| found.as_str().to_owned()).collect()
    };
    let (honest, hostile) = (render(&clean(), Format::Html).expect("a page"), shown(Format::Html));
    // The honest one has links; a place without a true address has none.
    let extra: Vec<_> = tags(&hostile).difference(&tags(&honest)).cloned().collect();
    assert!(extra.is_empty(), "{extra:?}");
    assert!(hostile.contains("&lt;script&gt;"), "{hostile}");
    assert!(!hostile.contains("href=\"java") && !hostile.contains("evil.example\""));
    assert!(hostile.contains("{{ 7*7 }}"));
}

#[test]
fn a_workflow_runner_sees_its_own_commands_only() {
    let text = shown(Format::Github);
    for line in text.lines() {
        let rest = ["::error ", "::warning ", "::notice "].iter().find_map(|kind| line.strip_prefix(kind));
        let (properties, message) = rest.and_then(|rest| rest.split_once("::")).expect(line);
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').expect(property);
            assert!(["file", "line", "endLine", "title"].contains(&name), "{line}");
            assert!(!value.contains([':', '\n']), "{line}");
        }
        assert!(
            !message.contains("%0A::error::e") && line.is_ascii() || line.contains("%250A::error::e"),
            "{line}"
        );
    }
    let honest = render(&clean(), Format::Github).expect("commands");
    assert_eq!(text.lines().count(), honest.lines().count());
}

#[test]
fn no_cell_is_a_formula() {
    let text = shown(Format::Csv);
    assert_eq!(text.lines().count(), clean().items.len() + 1);
    for line in text.lines() {
        for cell in line.split("\",\"") {
            let cell = cell.trim_start_matches('"');
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{line}");
        }
    }
}

#[test]
fn an_xml_parser_reads_the_cases_that_are_there() {
    let read = |text: &str| quick_junit::Report::deserialize_from_str(text).expect("a report");
    let (honest, hostile) = (render(&clean(), Format::Junit).expect("a report"), shown(Format::Junit));
    let cases = |text: &str| -> Vec<usize> {
        read(text).test_suites.iter().map(|one| one.test_cases.len()).collect()
    };
    assert_eq!(cases(&honest), cases(&hostile));
    assert!(!hostile.contains("]]>") && !hostile.contains("<script"));
}

#[test]
fn a_badge_holds_no_text_of_the_repository() {
    for format in [Format::Badge, Format::BadgeJson] {
        assert_eq!(shown(format), render(&clean(), format).expect("a badge"));
    }
}

#[test]
fn documents_for_programs_are_json_and_hold_the_text_as_text() {
    for format in
        [Format::Json, Format::Sarif, Format::SarifGithub, Format::Gitlab, Format::InToto, Format::CycloneDx]
    {
        let value: Value = serde_json::from_str(&shown(format)).expect("JSON");
        assert!(value.is_object() || value.is_array());
    }
    // A message of SARIF is no link and no placeholder.
    let log: Value = serde_json::from_str(&shown(Format::SarifGithub)).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(!results.is_empty());
    for result in results {
        let message = result["message"]["text"].as_str().expect("a message");
        assert!(!message.contains("[x]("), "{message}");
        assert!(!message.replace("{{0}}", "").contains("{0}"), "{message}");
        let uri =
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a place");
        assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
    }
}

#[test]
fn the_text_report_keeps_its_lines() {
    let text = shown(Format::Text);
    assert!(!text.lines().any(|line| line.starts_with("::") || line.starts_with("# heading")), "{text}");
}
