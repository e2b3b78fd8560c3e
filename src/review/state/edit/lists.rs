//! The lists of tables: dismissed findings and sign-offs.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use super::super::read::{FINDING_KEYS, SIGN_OFF_KEYS};
use super::super::values::plain_line_ends;
use super::super::write::{finding_values, sign_off_values};
use super::tables::{fill, header_comments, leave_comments, make_room, new_table, place_after, take_key};
use super::{BEFORE_FINDINGS, BEFORE_SIGN_OFFS};
use crate::model::{ItemId, Person};
use crate::review::change::{Key, Record};

/// One of the two lists.
struct List {
    name: &'static str,
    keys: &'static [&'static str],
    before: &'static [&'static str],
    rank: fn(&Table, &[ItemId]) -> Rank,
}

/// What the entries of a list are ordered by.
type Rank = (usize, String, String);

const FINDINGS: List =
    List { name: "findings", keys: &FINDING_KEYS, before: &BEFORE_FINDINGS, rank: rank_of_finding };
const SIGN_OFFS: List =
    List { name: "sign-off", keys: &SIGN_OFF_KEYS, before: &BEFORE_SIGN_OFFS, rank: rank_of_sign_off };

/// Writes the entry of `key` where its first one stands, or at its place; removes it, and any further ones of its key.
pub(super) fn set(
    document: &mut DocumentMut,
    key: &Key,
    record: Option<&Record>,
    order: &[ItemId],
) -> Option<()> {
    let list = if matches!(key, Key::Finding { .. }) { FINDINGS } else { SIGN_OFFS };
    let values = match record {
        Some(Record::Dismissal(one)) => Some(finding_values(one)),
        Some(Record::SignOff(one)) => Some(sign_off_values(one)),
        _ => None,
    };
    let found = match document.get(list.name) {
        Some(item) => places_of(item.as_array_of_tables()?, key),
        None => Vec::new(),
    };
    let superfluous = if values.is_some() { found.get(1..).unwrap_or_default() } else { &found[..] };
    for at in superfluous.iter().rev() {
        remove(document, &list, *at)?;
    }
    let Some(values) = values else { return Some(()) };
    match found.first() {
        Some(at) => {
            let entries = document.get_mut(list.name)?.as_array_of_tables_mut()?;
            fill(entries.get_mut(*at)?, list.keys, values);
        }
        None => insert(document, &list, values, order)?,
    }
    Some(())
}

fn insert(
    document: &mut DocumentMut,
    list: &List,
    values: Vec<(&'static str, Value)>,
    order: &[ItemId],
) -> Option<()> {
    let mut table = Table::new();
    fill(&mut table, list.keys, values);
    make_room(document.as_table_mut());
    let at = place(document, list, &table, order);
    table.decor_mut().clone_from(new_table(at).decor());
    table.set_position(Some(at));
    if !document.contains_key(list.name) {
        document.insert(list.name, Item::ArrayOfTables(ArrayOfTables::new()));
    }
    document.get_mut(list.name)?.as_array_of_tables_mut()?.push(table);
    Some(())
}

/// Removes the entry number `at`. Comments that people wrote at it stay, above whatever follows it.
fn remove(document: &mut DocumentMut, list: &List, at: usize) -> Option<()> {
    let entries = document.get_mut(list.name)?.as_array_of_tables_mut()?;
    let table = entries.get_mut(at)?;
    let place = table.position();
    let mut comments = header_comments(table);
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    comments.extend(keys.iter().map(|key| take_key(table, key)));
    entries.remove(at);
    if entries.is_empty() {
        document.remove(list.name);
    }
    leave_comments(document, place, &comments);
    Some(())
}

/// The numbers of the entries whose record has `key`.
fn places_of(entries: &ArrayOfTables, key: &Key) -> Vec<usize> {
    let is = |table: &Table| match key {
        Key::Finding { item, fingerprint } => {
            text(table, "item") == item.as_str() && text(table, "fingerprint") == *fingerprint
        }
        Key::SignOff { role, by } => {
            text(table, "role") == *role && Person::parse(&text(table, "by")).as_ref() == Some(by)
        }
        Key::Release | Key::Item(_) => false,
    };
    entries.iter().enumerate().filter(|(_, table)| is(table)).map(|(at, _)| at).collect()
}

/// The place of a new entry: before the first one that follows it, else after the last one.
fn place(document: &DocumentMut, list: &List, new: &Table, order: &[ItemId]) -> isize {
    let entries = document.get(list.name).and_then(Item::as_array_of_tables);
    let places: Vec<(isize, Rank)> = entries
        .into_iter()
        .flat_map(ArrayOfTables::iter)
        .filter_map(|table| Some((table.position()?, (list.rank)(table, order))))
        .collect();
    let own = (list.rank)(new, order);
    let following = places.iter().filter(|(_, rank)| *rank > own).map(|(at, _)| at - 1).min();
    following
        .or_else(|| places.iter().map(|(at, _)| at + 1).max())
        .unwrap_or_else(|| place_after(document, list.before))
}

/// Findings stand in the order of their items, then of their fingerprints.
fn rank_of_finding(table: &Table, order: &[ItemId]) -> Rank {
    let item = text(table, "item");
    let rank = order.iter().position(|known| known.as_str() == item).unwrap_or(order.len());
    (rank, item, text(table, "fingerprint"))
}

/// Sign-offs stand in the order of their roles, then of their persons: signing again moves none.
fn rank_of_sign_off(table: &Table, _: &[ItemId]) -> Rank {
    (0, text(table, "role"), text(table, "by"))
}

fn text(table: &Table, key: &str) -> String {
    table.get(key).and_then(Item::as_str).map(plain_line_ends).unwrap_or_default()
}
