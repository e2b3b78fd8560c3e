//! From the text of `gonogo.toml` to [`State`].
//!
//! A key that gonogo does not know is a mistake in gonogo's own tables, because a misspelt `until` or `fail-on` would
//! silently weaken the gate. Tables of other names belong to people and are left alone.

use toml_edit::{Document, Table, TableLike};

use super::text::{merge_markers, without_bom};
use super::values::{Reader, Section, key_start};
use super::{Dismissal, Gate, Problem, ProjectChoice, Release, SCHEMA, SignOff, State, own};
use crate::base::nearest::nearest;
use crate::model::{Decision, DecisionKind, ItemId, Severity, Waiver, WaiverKind};
use crate::review::gate::Call;
use crate::review::torn::Torn;

/// The tables and keys on the top level.
const TOP: [&str; 9] =
    ["schema", "project", "gate", "grade", "item", "review", "items", "findings", "sign-off"];

/// The keys of `[project]`.
const PROJECT_KEYS: [&str; 2] = ["root", "settings"];

/// The keys of `[gate]`.
const GATE_KEYS: [&str; 6] =
    ["fail-on", "require-sign-off", "longest-waiver", "warn-before-expiry", "allow-dirty", "two-person"];

/// The keys of `[review]`, in the order in which they are written.
pub(super) const REVIEW_KEYS: [&str; 2] = ["release", "commit"];

/// The keys of an item's table, in the order in which they are written.
pub(super) const ITEM_KEYS: [&str; 11] =
    ["decision", "by", "with", "at", "commit", "basis", "kind", "reason", "until", "ticket", "note"];

/// The keys of a dismissed finding, in the order in which they are written.
pub(super) const FINDING_KEYS: [&str; 5] = ["item", "fingerprint", "by", "at", "reason"];

/// The keys of a sign-off, in the order in which they are written.
pub(super) const SIGN_OFF_KEYS: [&str; 7] = ["role", "by", "at", "commit", "verdict", "digest", "signature"];

/// Every table that gonogo reads, by its path, with its keys: what the published JSON Schema is held against.
pub const KEYS: [(&str, &[&str]); 9] = [
    ("", &TOP),
    ("project", &PROJECT_KEYS),
    ("gate", &GATE_KEYS),
    ("grade.*", &own::GRADE_KEYS),
    ("item[]", &own::ITEM_KEYS),
    ("review", &REVIEW_KEYS),
    ("items.*", &ITEM_KEYS),
    ("findings[]", &FINDING_KEYS),
    ("sign-off[]", &SIGN_OFF_KEYS),
];

/// The keys that only a waiver has.
const WAIVER_KEYS: [&str; 4] = ["kind", "reason", "until", "ticket"];

pub(super) fn parse(text: &str) -> Result<State, Vec<Problem>> {
    let body = without_bom(text);
    let mut reader = Reader::new(body);
    let document = match Document::parse(body) {
        Ok(document) => document,
        Err(error) => return Err(syntax_problems(&reader, body, &error)),
    };
    let state = read(&mut reader, document.as_table());
    if reader.problems.is_empty() {
        return Ok(State { notices: reader.notices, ..state });
    }
    reader.problems.sort_by_key(|(at, _)| *at);
    Err(reader.problems.into_iter().map(|(_, problem)| problem).collect())
}

/// An unfinished merge explains itself better than the parser's complaint about its first line.
fn syntax_problems(reader: &Reader<'_>, body: &str, error: &toml_edit::TomlError) -> Vec<Problem> {
    let markers = merge_markers(body);
    if markers.iter().any(|(_, line)| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>")) {
        let named = Torn::of(body).map(|torn| torn.differences()).unwrap_or_default();
        let named: Vec<String> = named.iter().map(|conflict| conflict.key.to_string()).collect();
        let first = if named.is_empty() {
            "keep one side and remove the marker lines".to_owned()
        } else {
            let about = named.join(", ");
            format!(
                "keep one side of {about} and remove the marker lines, or let `gonogo fsck --take ours` (or theirs) do it"
            )
        };
        let helps = std::iter::once(first).chain(std::iter::repeat("keep one side here, too".to_owned()));
        // One mistake a conflict; where none begins, the marker that was left over.
        let begins = |line: &str| line.starts_with("<<<<<<<");
        let any = markers.iter().any(|(_, line)| begins(line));
        let shown = markers.iter().filter(|(_, line)| begins(line) || !any);
        return shown
            .zip(helps)
            .map(|((span, line), help)| {
                let message = format!("a merge conflict was left here ('{line}')");
                reader.make(span.start, message, Some(help))
            })
            .collect();
    }
    let at = error.span().map_or(0, |span| span.start);
    let message = error.message().trim().replace('\n', ", ");
    // Two branches that both decided an item merge into a text that has it twice.
    let twice = error.span().filter(|_| message == "duplicate key").and_then(|span| body.get(span));
    let (message, help) = twice.map_or_else(
        || {
            let help = "correct that line; `git diff gonogo.toml` shows what was changed";
            (format!("this is not TOML: {message}"), help)
        },
        |key| (format!("{key} is here twice"), "keep one of the two"),
    );
    vec![reader.make(at, message, Some(help.to_owned()))]
}

fn read(reader: &mut Reader<'_>, top: &Table) -> State {
    let root = Section { table: top, name: "the file".to_owned(), start: 0 };
    let schema = read_schema(reader, &root);
    reader.strict = schema <= SCHEMA;
    for (name, item) in top {
        if let Some(meant) = nearest(name, TOP).filter(|_| !TOP.contains(&name)) {
            let message = format!("gonogo does not read '{name}'");
            let at = key_start(&root, name, item);
            let notice = reader.make(at, message, Some(format!("did you mean '{meant}'?")));
            reader.notices.push(notice);
        }
    }
    let mut state = State { schema, ..State::default() };
    if let Some(section) = table(reader, &root, "project", "[project]") {
        reader.check_keys(&section, &PROJECT_KEYS);
        let (root, settings) = (reader.text(&section, "root"), reader.text(&section, "settings"));
        state.project = ProjectChoice { root, settings };
    }
    if let Some(section) = table(reader, &root, "gate", "[gate]") {
        state.gate = read_gate(reader, &section);
    }
    own::read(reader, &root, &mut state);
    if let Some(section) = table(reader, &root, "review", "[review]") {
        reader.check_keys(&section, &REVIEW_KEYS);
        let (name, commit) = (reader.text(&section, "release"), reader.commit(&section, "commit"));
        state.release = Release { name, commit };
    }
    if let Some(items) = table(reader, &root, "items", "[items]") {
        for (name, item) in items.table.iter() {
            let at = key_start(&items, name, item);
            let Ok(id) = name.parse::<ItemId>() else {
                reader.problem(
                    at,
                    format!("'{name}' is no item id"),
                    "write [items.\"section.item\"], in quotes",
                );
                continue;
            };
            let section = table(reader, &items, name, &format!("[items.\"{name}\"]"));
            if let Some(decision) = section.and_then(|section| read_decision(reader, &section, &id)) {
                state.decisions.insert(id, decision);
            }
        }
    }
    for section in tables(reader, &root, "findings") {
        state.dismissals.extend(read_dismissal(reader, &section));
    }
    for section in tables(reader, &root, "sign-off") {
        state.sign_offs.extend(read_sign_off(reader, &section));
    }
    state
}

fn read_schema(reader: &mut Reader<'_>, root: &Section<'_>) -> u32 {
    let Some(item) = root.table.get("schema") else { return SCHEMA };
    let number = item.as_integer().and_then(|number| u32::try_from(number).ok());
    if number.is_none() {
        let at = item.span().map_or(0, |span| span.start);
        reader.problem(at, "'schema' is no schema number", format!("write schema = {SCHEMA}"));
    }
    number.unwrap_or(SCHEMA)
}

fn read_gate(reader: &mut Reader<'_>, section: &Section<'_>) -> Gate {
    reader.check_keys(section, &GATE_KEYS);
    let words = Severity::ALL.map(Severity::as_str);
    let default = Gate::default();
    Gate {
        fail_on: reader.word(section, "fail-on", &words, Severity::parse).unwrap_or(default.fail_on),
        require_sign_off: reader.texts(section, "require-sign-off"),
        longest_waiver: reader.days(section, "longest-waiver", 1),
        warn_before_expiry: reader
            .days(section, "warn-before-expiry", 0)
            .unwrap_or(default.warn_before_expiry),
        allow_dirty: reader.flag(section, "allow-dirty").unwrap_or(default.allow_dirty),
        two_person: reader.flag(section, "two-person").unwrap_or(default.two_person),
    }
}

/// The record of one item; `None` for a table that says nothing (its decision was taken back), or a wrong one.
fn read_decision(reader: &mut Reader<'_>, section: &Section<'_>, item: &ItemId) -> Option<Decision> {
    reader.check_keys(section, &ITEM_KEYS);
    if !ITEM_KEYS.iter().any(|key| section.table.contains_key(key)) {
        return None;
    }
    let kind = read_kind(reader, section);
    let by = reader.person(section, "by");
    reader.require(section, "at", "write when it was decided, such as at = 2026-11-22T10:00:00Z");
    let at = reader.moment(section, "at");
    let with = reader.persons(section, "with");
    let commit = reader.commit(section, "commit");
    let basis = reader.text(section, "basis");
    let note = reader.text(section, "note");
    Some(Decision { item: item.clone(), kind: kind?, by: by?, with, at: at?, commit, basis, note })
}

fn read_kind(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<DecisionKind> {
    let waived = match section.table.get("decision") {
        Some(_) => reader
            .word(section, "decision", &["ticked", "waived"], |word| match word {
                "ticked" => Some(false),
                "waived" => Some(true),
                _ => None,
            })
            .map(Some)?,
        None => None,
    };
    if waived == Some(true) {
        return read_waiver(reader, section).map(DecisionKind::Waived);
    }
    for key in WAIVER_KEYS {
        if let Some(item) = section.table.get(key) {
            let at = key_start(section, key, item);
            let help = "write decision = \"waived\", or put the text into 'note'";
            reader.problem(at, format!("'{key}' belongs to a waiver, and {} is none", section.name), help);
        }
    }
    if waived.is_some() {
        return Some(DecisionKind::Ticked);
    }
    // A misspelt key is said anyway: it may be the very one that is missing.
    if section.table.iter().any(|(name, _)| !ITEM_KEYS.contains(&name)) {
        return Some(DecisionKind::Noted);
    }
    reader.require(section, "note", "write decision = \"ticked\" or \"waived\", or a note");
    Some(DecisionKind::Noted)
}

fn read_waiver(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<Waiver> {
    let words = WaiverKind::ALL.map(WaiverKind::as_str);
    reader.require(section, "kind", &format!("say which kind of waiver: {}", words.join(", ")));
    let kind = reader.word(section, "kind", &words, WaiverKind::parse);
    let reason = reader.required_text(section, "reason", "say in a sentence why it may be let through");
    let until = reader.day(section, "until");
    if let Some(kind) = kind.filter(|kind| kind.needs_date()) {
        let help = format!("a waiver as {} ends some day: write until = 2027-03-31, say", kind.as_str());
        reader.require(section, "until", &help);
    }
    let ticket = reader.text(section, "ticket");
    Some(Waiver { kind: kind?, reason: reason?, until, ticket })
}

fn read_dismissal(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<Dismissal> {
    reader.check_keys(section, &FINDING_KEYS);
    let item = read_item_id(reader, section, "item");
    let fingerprint = reader.required_text(section, "fingerprint", "write the finding's fingerprint");
    let by = reader.person(section, "by");
    let at = reader.moment(section, "at");
    let reason = reader.required_text(section, "reason", "say in a sentence why the finding is dismissed");
    Some(Dismissal { item: item?, fingerprint: fingerprint?, by: by?, at, reason: reason? })
}

pub(super) fn read_item_id(reader: &mut Reader<'_>, section: &Section<'_>, key: &str) -> Option<ItemId> {
    let help = format!("write the item's id, such as {key} = \"database.indexes\"");
    let text = reader.required_text(section, key, &help)?;
    let id = text.parse().ok();
    if id.is_none() {
        reader.problem(section.start, format!("'{text}' in {} is no item id", section.name), help);
    }
    id
}

fn read_sign_off(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<SignOff> {
    reader.check_keys(section, &SIGN_OFF_KEYS);
    let help = "sign-offs are written by `gonogo sign`; remove this one and sign again";
    for key in ["at", "commit", "verdict"] {
        reader.require(section, key, help);
    }
    let role = reader.required_text(section, "role", help);
    let by = reader.person(section, "by");
    let at = reader.moment(section, "at");
    let commit = reader.commit(section, "commit");
    let verdict = reader.word(section, "verdict", &["go", "no-go"], Call::parse);
    let digest = reader.required_text(section, "digest", help);
    let signature = reader.text(section, "signature");
    Some(SignOff {
        role: role?,
        by: by?,
        at: at?,
        commit: commit?,
        verdict: verdict?,
        digest: digest?,
        signature,
    })
}

pub(super) fn table<'d>(
    reader: &mut Reader<'_>,
    outer: &Section<'d>,
    key: &str,
    name: &str,
) -> Option<Section<'d>> {
    let item = outer.table.get(key)?;
    let start = item.span().map_or_else(|| key_start(outer, key, item), |span| span.start);
    let table = item.as_table_like();
    if table.is_none() {
        reader.problem(start, format!("'{key}' is no table"), format!("write {name} on a line of its own"));
    }
    table.map(|table| Section { table, name: name.to_owned(), start })
}

pub(super) fn tables<'d>(reader: &mut Reader<'_>, root: &Section<'d>, key: &str) -> Vec<Section<'d>> {
    let Some(item) = root.table.get(key) else { return Vec::new() };
    let Some(array) = item.as_array_of_tables() else {
        let at = key_start(root, key, item);
        reader.problem(at, format!("'{key}' is no list of tables"), format!("write [[{key}]] for each one"));
        return Vec::new();
    };
    let start = |table: &Table| table.span().map_or(0, |span| span.start);
    array
        .iter()
        .map(|table| Section {
            table: table as &dyn TableLike,
            name: format!("[[{key}]]"),
            start: start(table),
        })
        .collect()
}
