//! `[[item]]` and `[grade."…"]`: what a project adds to the checklist, and what it changes of it.

use serde_json::Value as Json;
use toml_edit::Value;

use super::State;
use super::read::{read_item_id, table, tables};
use super::values::{Reader, Section, key_start};
use crate::catalogue::{Catalogue, PROJECT_SECTION};
use crate::model::{Expect, Grade, ItemId, OwnItem, Probe, Severity, Weight};

/// The keys of `[[item]]`.
pub(super) const ITEM_KEYS: [&str; 13] = [
    "id", "title", "severity", "text", "command", "setting", "equals", "one-of", "package", "file",
    "pattern", "in", "present",
];

/// The keys of `[grade."…"]`.
pub(super) const GRADE_KEYS: [&str; 2] = ["severity", "reason"];

/// The keys that begin a detection; an item has one of them at most.
const PROBES: [&str; 4] = ["setting", "package", "file", "pattern"];

/// Reads both into `state`.
pub(super) fn read(reader: &mut Reader<'_>, root: &Section<'_>, state: &mut State) {
    for section in tables(reader, root, "item") {
        let Some(item) = read_item(reader, &section) else { continue };
        if state.own.iter().any(|other| other.id == item.id) {
            let message = format!("{} is the id of two items", item.id);
            reader.problem(section.start, message, "give each item an id of its own");
        }
        state.own.push(item);
    }
    let Some(grades) = table(reader, root, "grade", "[grade]") else { return };
    for (name, item) in grades.table.iter() {
        let at = key_start(&grades, name, item);
        let Ok(id) = name.parse::<ItemId>() else {
            reader.problem(
                at,
                format!("'{name}' is no item id"),
                "write [grade.\"section.item\"], in quotes",
            );
            continue;
        };
        if state.own.iter().any(|own| own.id == id) {
            let message = format!("{id} is an item of this file");
            reader.problem(at, message, "change the severity in its [[item]] instead");
        }
        let Some(section) = table(reader, &grades, name, &format!("[grade.\"{name}\"]")) else { continue };
        state.grades.extend(read_grade(reader, &section, id));
    }
}

fn read_grade(reader: &mut Reader<'_>, section: &Section<'_>, item: ItemId) -> Option<Grade> {
    reader.check_keys(section, &GRADE_KEYS);
    let words = Weight::ALL.map(Weight::as_str);
    reader.require(section, "severity", &format!("write one of {}", words.join(", ")));
    let weight = reader.word(section, "severity", &words, Weight::parse);
    let reason = reader.required_text(section, "reason", "say in a sentence why it weighs differently here");
    Some(Grade { item, weight: weight?, reason: reason? })
}

fn read_item(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<OwnItem> {
    reader.check_keys(section, &ITEM_KEYS);
    let id = read_item_id(reader, section, "id").filter(|id| is_free(reader, section, id));
    let title = reader.required_text(section, "title", "write the name that people read");
    let words = Severity::ALL.map(Severity::as_str);
    reader.require(section, "severity", &format!("write one of {}", words.join(", ")));
    let severity = reader.word(section, "severity", &words, Severity::parse);
    let text = reader.required_text(section, "text", "say what must be so, and how a person makes sure");
    let command = reader.text(section, "command");
    let probe = read_probe(reader, section).ok()?;
    Some(OwnItem { id: id?, title: title?, severity: severity?, text: text?, command, probe })
}

/// Whether an own item may be called `id`.
fn is_free(reader: &mut Reader<'_>, section: &Section<'_>, id: &ItemId) -> bool {
    let standard = Catalogue::standard();
    if standard.item(id).is_some() {
        let help = format!("to weigh that item differently write [grade.\"{id}\"]; else choose another id");
        reader.problem(section.start, format!("{id} is an item of the checklist already"), help);
        return false;
    }
    let known = id.section() == PROJECT_SECTION || standard.section(id.section()).is_some();
    if !known {
        let names: Vec<&str> = standard.sections().iter().map(|section| section.id.as_str()).collect();
        let help = format!("the id begins with one of {}, {PROJECT_SECTION}", names.join(", "));
        reader.problem(section.start, format!("there is no section '{}'", id.section()), help);
    }
    known
}

/// How gonogo decides the item; `None` leaves it to people.
///
/// # Errors
/// Where there is a mistake in it, which is reported.
fn read_probe(reader: &mut Reader<'_>, section: &Section<'_>) -> Result<Option<Probe>, ()> {
    let kinds: Vec<&str> = PROBES.into_iter().filter(|kind| section.table.contains_key(kind)).collect();
    let kind = match &kinds[..] {
        [] => None,
        [kind] => Some(*kind),
        [first, second, ..] => {
            let message = format!("{} has both '{first}' and '{second}'", section.name);
            reader.problem(section.start, message, "keep one of them, or make two items");
            return Err(());
        }
    };
    let goes_with: &[&str] = match kind {
        Some("setting") => &["equals", "one-of", "present"],
        Some("pattern") => &["in", "present"],
        Some(_) => &["present"],
        None => &[],
    };
    let mut sound = true;
    for key in ["equals", "one-of", "in", "present"] {
        if let Some(item) = section.table.get(key).filter(|_| !goes_with.contains(&key)) {
            let help = match key {
                "in" => "it goes with 'pattern'",
                "present" => "it goes with 'setting', 'package', 'file' or 'pattern'",
                _ => "it goes with 'setting'",
            };
            reader.problem(key_start(section, key, item), format!("'{key}' has nothing to go with"), help);
            sound = false;
        }
    }
    let present = reader.flag(section, "present");
    let Some(kind) = kind else { return sound.then_some(None).ok_or(()) };
    let probe = detection(reader, section, kind, present).filter(|_| sound);
    probe.map(Some).ok_or(())
}

/// The detection that begins with the key `kind`.
fn detection(
    reader: &mut Reader<'_>,
    section: &Section<'_>,
    kind: &str,
    present: Option<bool>,
) -> Option<Probe> {
    let wanted = present.unwrap_or(true);
    Some(match kind {
        "setting" => {
            let (name, expect) = (reader.text(section, kind), read_expect(reader, section, present));
            Probe::Setting { name: name?, expect: expect? }
        }
        "package" => Probe::Package { name: reader.text(section, kind)?, present: wanted },
        "file" => Probe::File { glob: glob(reader, section, kind)?, present: wanted },
        _ => {
            reader.require(section, "in", "name the files to look into, such as in = \"**/*.py\"");
            let (pattern, glob) = (pattern(reader, section), glob(reader, section, "in"));
            Probe::Pattern { pattern: pattern?, glob: glob?, present: wanted }
        }
    })
}

fn read_expect(reader: &mut Reader<'_>, section: &Section<'_>, present: Option<bool>) -> Option<Expect> {
    let equals = section.table.get("equals");
    let one_of = section.table.get("one-of");
    if usize::from(equals.is_some()) + usize::from(one_of.is_some()) + usize::from(present.is_some()) > 1 {
        let message = format!("{} asks more than one thing of the setting", section.name);
        reader.problem(section.start, message, "keep one of 'equals', 'one-of' and 'present'");
        return None;
    }
    if let Some(item) = equals {
        let value = item.as_value().and_then(literal);
        if value.is_none() {
            reader.wrong_type(
                section,
                "equals",
                item,
                "text, a number, true or false, or a list or table of such",
            );
        }
        return value.map(|value| Expect::OneOf(vec![value]));
    }
    if let Some(item) = one_of {
        let values = item.as_array().and_then(|list| list.iter().map(literal).collect::<Option<Vec<_>>>());
        let values = values.filter(|values| !values.is_empty());
        if values.is_none() {
            reader.wrong_type(section, "one-of", item, "a list of the values that it may have");
        }
        return values.map(Expect::OneOf);
    }
    Some(Expect::Present(present.unwrap_or(true)))
}

/// The value as JSON; `None` for dates, which no setting is.
fn literal(value: &Value) -> Option<Json> {
    Some(match value {
        Value::String(text) => Json::from(text.value().as_str()),
        Value::Integer(number) => Json::from(*number.value()),
        Value::Float(number) => serde_json::Number::from_f64(*number.value()).map(Json::Number)?,
        Value::Boolean(flag) => Json::from(*flag.value()),
        Value::Array(list) => Json::Array(list.iter().map(literal).collect::<Option<_>>()?),
        Value::InlineTable(table) => Json::Object(
            table
                .iter()
                .map(|(key, value)| Some((key.to_owned(), literal(value)?)))
                .collect::<Option<_>>()?,
        ),
        Value::Datetime(_) => return None,
    })
}

/// The regular expression under `pattern`.
fn pattern(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<String> {
    let text = reader.text(section, "pattern")?;
    if let Err(error) = regex::Regex::new(&text) {
        let reason = match error {
            regex::Error::Syntax(long) => long.lines().last().unwrap_or_default().trim().to_owned(),
            other => other.to_string(),
        };
        let at =
            section.table.get("pattern").map_or(section.start, |item| key_start(section, "pattern", item));
        let help = "write one as Rust's regex crate reads it, in single quotes, such as '^DEBUG = True'";
        reader.problem(at, format!("'pattern' is no regular expression ({reason})"), help);
        return None;
    }
    Some(text)
}

/// The glob under `key`: over paths from the repository's root, with `/`.
fn glob(reader: &mut Reader<'_>, section: &Section<'_>, key: &str) -> Option<String> {
    let text = reader.text(section, key)?;
    let wrong = text.starts_with('/') || text.contains('\\') || text.split('/').any(|part| part == "..");
    if wrong {
        let at = section.table.get(key).map_or(section.start, |item| key_start(section, key, item));
        let help = "write it from the repository's root with '/', such as \"docs/**/*.md\"";
        reader.problem(at, format!("'{key}' of {} leaves the repository", section.name), help);
    }
    (!wrong).then_some(text)
}
