//! Brings changed records into the text of a state file and leaves everything else as it stands.
//!
//! An existing record stays where it is, and keeps the comments at its keys; a new one goes before the first record
//! that follows it: decisions in the catalogue's order, findings in that of their items, sign-offs by their roles. A
//! record that is taken back goes; what a person wrote beside it in comments stays.

mod decisions;
mod lists;
mod tables;

use std::collections::BTreeSet;

use toml_edit::{DocumentMut, Item, value};

use super::State;
use super::read::REVIEW_KEYS;
use super::text::{Shape, without_bom};
use super::values::plain_line_ends;
use crate::model::ItemId;
use crate::review::change::{Key, Record};
use tables::{is_bare, make_room, new_table, place_after, replace};

/// What a new file begins with.
const HEAD: &str = "# What people decided on the launch checklist, written by gonogo. Comments, and tables of your own, stay.\n";

/// The tables that come before the decisions, and those that come before the lists.
const BEFORE_REVIEW: [&str; 4] = ["project", "gate", "grade", "item"];
const BEFORE_ITEMS: [&str; 5] = ["project", "gate", "grade", "item", "review"];
const BEFORE_FINDINGS: [&str; 6] = ["project", "gate", "grade", "item", "review", "items"];
const BEFORE_SIGN_OFFS: [&str; 7] = ["project", "gate", "grade", "item", "review", "items", "findings"];

/// `text`, which says `from`, so that it says the records and the commit of `to`; `order` is the catalogue's order.
///
/// `None` where the text is laid out in a way that has no place for a record. The caller reads the result again before
/// it trusts it.
pub fn apply(text: &str, from: &State, to: &State, order: &[ItemId]) -> Option<String> {
    let shape = Shape::of(text);
    // Plain line ends, in values of several lines as well: the shape brings those of the text back.
    let body = plain_line_ends(without_bom(text));
    let mut document: DocumentMut = if body.is_empty() { HEAD } else { &body }.parse().ok()?;
    set_schema(&mut document, to.schema);
    if from.release.commit != to.release.commit {
        set_in_review(&mut document, "commit", to.release.commit.as_deref())?;
    }
    let keys: BTreeSet<Key> = from.records().chain(to.records()).map(|record| record.key()).collect();
    for key in keys {
        let record = to.record(&key);
        if from.record(&key) != record {
            set(&mut document, &key, record.as_ref(), order)?;
        }
    }
    Some(shape.restore(&document.to_string()))
}

/// Like [`apply`], but every record is written again, so that its keys stand in their order.
pub(in crate::review) fn rewrite(text: &str, from: &State, to: &State, order: &[ItemId]) -> Option<String> {
    let mut document: DocumentMut = apply(text, from, to, order)?.parse().ok()?;
    for record in to.records() {
        set(&mut document, &record.key(), Some(&record), order)?;
    }
    Some(document.to_string())
}

/// Brings one record into the document, or takes it out of it.
fn set(document: &mut DocumentMut, key: &Key, record: Option<&Record>, order: &[ItemId]) -> Option<()> {
    match (key, record) {
        (Key::Release, Some(Record::Release(name))) => set_in_review(document, "release", Some(name)),
        (Key::Release, _) => set_in_review(document, "release", None),
        (Key::Item(_), Some(Record::Decision(decision))) => decisions::set(document, decision, order),
        (Key::Item(item), _) => decisions::remove(document, item),
        (Key::Finding { .. } | Key::SignOff { .. }, record) => lists::set(document, key, record, order),
    }
}

/// Writes the schema where there is none or an older one.
fn set_schema(document: &mut DocumentMut, schema: u32) {
    let number = i64::from(schema);
    if let Some(Item::Value(old)) = document.get_mut("schema") {
        if old.as_integer() != Some(number) {
            replace(old, number.into());
        }
        return;
    }
    // In a text of comments alone they hang at its end; they came first, and stay first.
    let comments = if document.is_empty() { document.trailing().as_str().map(str::to_owned) } else { None };
    document.insert("schema", value(number));
    if let (Some(comments), Some(mut key)) = (comments, document.key_mut("schema")) {
        key.leaf_decor_mut().set_prefix(comments);
        document.set_trailing("");
    }
}

/// Writes or removes one key of `[review]`.
fn set_in_review(document: &mut DocumentMut, name: &str, text: Option<&str>) -> Option<()> {
    if !document.contains_key("review") {
        if text.is_none() {
            return Some(());
        }
        make_room(document.as_table_mut());
        let at = place_after(document, &BEFORE_REVIEW);
        document.insert("review", Item::Table(new_table(at)));
    }
    let review = document.get_mut("review")?.as_table_like_mut()?;
    match (text, review.get_mut(name)) {
        (Some(text), Some(Item::Value(old))) => replace(old, text.into()),
        (Some(text), _) => {
            review.insert(name, value(text));
            if let Some(table) = document.get_mut("review").and_then(Item::as_table_mut) {
                let rank = |key: &str| REVIEW_KEYS.iter().position(|known| *known == key);
                table.sort_values_by(|a, _, b, _| rank(a.get()).cmp(&rank(b.get())));
            }
        }
        (None, _) => {
            review.remove(name);
            if document.get("review").and_then(Item::as_table).is_some_and(is_bare) {
                document.remove("review");
            }
        }
    }
    Some(())
}
