//! Brings changed decisions into the text of a state file and leaves everything else as it stands.
//!
//! An existing record stays where it is, and keeps the comments at its keys; a new one goes before the first record
//! that follows it in the catalogue. A record that is taken back goes, but an empty table stays where a person wrote a
//! comment at it.

use toml_edit::{DocumentMut, Item, Table, Value, value};

use super::State;
use super::read::ITEM_KEYS;
use super::text::{Shape, without_bom};
use super::write::{item_values, same};
use crate::model::{Decision, ItemId};

/// What a new file begins with.
const HEAD: &str = "# What people decided on the launch checklist, written by gonogo. Comments, and tables of your own, stay.\n";

/// The tables that come before the items.
const BEFORE_ITEMS: [&str; 3] = ["project", "gate", "review"];

/// `text`, which says `from`, so that it says the decisions and the commit of `to`; `order` is the catalogue's order.
///
/// `None` where the text is laid out in a way that has no place for a record. The caller reads the result again before
/// it trusts it.
pub fn apply(text: &str, from: &State, to: &State, order: &[ItemId]) -> Option<String> {
    let shape = Shape::of(text);
    let body = without_bom(text);
    let mut document: DocumentMut = if body.is_empty() { HEAD } else { body }.parse().ok()?;
    if !document.contains_key("schema") {
        add_schema(&mut document, to.schema);
    }
    if from.release.commit != to.release.commit {
        set_commit(&mut document, to.release.commit.as_deref())?;
    }
    let ids = from.decisions.keys().chain(to.decisions.keys().filter(|id| !from.decisions.contains_key(*id)));
    for id in ids {
        match (from.decisions.get(id), to.decisions.get(id)) {
            (before, after) if before == after => {}
            (_, Some(decision)) => set_decision(&mut document, decision, order)?,
            (_, None) => remove_decision(&mut document, id)?,
        }
    }
    Some(shape.restore(&document.to_string()))
}

fn add_schema(document: &mut DocumentMut, schema: u32) {
    // In a text of comments alone they hang at its end; they came first, and stay first.
    let comments = if document.is_empty() { document.trailing().as_str().map(str::to_owned) } else { None };
    document.insert("schema", value(i64::from(schema)));
    if let (Some(comments), Some(mut key)) = (comments, document.key_mut("schema")) {
        key.leaf_decor_mut().set_prefix(comments);
        document.set_trailing("");
    }
}

fn set_commit(document: &mut DocumentMut, commit: Option<&str>) -> Option<()> {
    if !document.contains_key("review") {
        if commit.is_none() {
            return Some(());
        }
        make_room(document.as_table_mut());
        let at = place_after(document, &["project", "gate"]);
        document.insert("review", Item::Table(new_table(at)));
    }
    let review = document.get_mut("review")?.as_table_like_mut()?;
    match (commit, review.get_mut("commit")) {
        (Some(commit), Some(Item::Value(old))) => replace(old, commit.into()),
        (Some(commit), _) => {
            review.insert("commit", value(commit));
        }
        (None, _) => {
            review.remove("commit");
            if document.get("review").and_then(Item::as_table).is_some_and(is_bare) {
                document.remove("review");
            }
        }
    }
    Some(())
}

fn set_decision(document: &mut DocumentMut, decision: &Decision, order: &[ItemId]) -> Option<()> {
    let name = decision.item.as_str();
    if !document.contains_key("items") {
        let mut items = Table::new();
        items.set_implicit(true);
        document.insert("items", Item::Table(items));
    }
    let items = document.get_mut("items")?.as_table_mut()?;
    // A record in one line has no room for a reason that people can read in a pull request.
    let unfold = items.get(name).is_some_and(Item::is_inline_table);
    if unfold || !items.contains_key(name) {
        make_room(document.as_table_mut());
        let at = place_of_item(document, &decision.item, order);
        let items = document.get_mut("items")?.as_table_mut()?;
        let mut table = new_table(at);
        if let Some(Item::Value(Value::InlineTable(inline))) = items.remove(name) {
            table.extend(inline);
        }
        items.insert(name, Item::Table(table));
    }
    let table = document.get_mut("items")?.as_table_mut()?.get_mut(name)?.as_table_mut()?;
    let wanted = item_values(decision);
    let mut comments = String::new();
    for key in ITEM_KEYS {
        if !wanted.iter().any(|(wanted, _)| *wanted == key) {
            comments.push_str(&take_key(table, key));
        }
    }
    for (key, value) in wanted {
        match table.get_mut(key) {
            Some(Item::Value(old)) if same(old, &value) => {}
            Some(Item::Value(old)) => replace(old, value),
            _ => {
                table.insert(key, Item::Value(value));
            }
        }
    }
    table.sort_values_by(|a, _, b, _| rank_of_key(a.get()).cmp(&rank_of_key(b.get())));
    add_comments(table, &comments);
    Some(())
}

fn remove_decision(document: &mut DocumentMut, item: &ItemId) -> Option<()> {
    let items = document.get_mut("items")?.as_table_mut()?;
    if let Some(table) = items.get_mut(item.as_str())?.as_table_mut() {
        let comments: String = ITEM_KEYS.iter().map(|key| take_key(table, key)).collect();
        add_comments(table, &comments);
        if !is_bare(table) && !table.is_dotted() {
            return Some(());
        }
    }
    items.remove(item.as_str());
    Some(())
}

/// Whether a table holds nothing, not even a comment at its header.
fn is_bare(table: &Table) -> bool {
    let decor = table.decor();
    let mut around = [decor.prefix(), decor.suffix()].into_iter().flatten();
    table.is_empty() && !around.any(|raw| raw.as_str().is_some_and(|text| text.contains('#')))
}

/// Removes `key` from `table`; the comments at it, each on a line of its own.
fn take_key(table: &mut Table, key: &str) -> String {
    let Some((key, item)) = table.remove_entry(key) else { return String::new() };
    let above = key.leaf_decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default();
    let beside = item.as_value().and_then(|value| value.decor().suffix()?.as_str()).unwrap_or_default();
    let comments = above.lines().chain(beside.lines()).map(str::trim).filter(|line| line.starts_with('#'));
    comments.flat_map(|line| [line, "\n"]).collect()
}

/// Puts `comments` (whole lines) above the header of `table`, below those that are there.
fn add_comments(table: &mut Table, comments: &str) {
    if !comments.is_empty() {
        let above = table.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or("\n").to_owned();
        table.decor_mut().set_prefix(format!("{above}{comments}"));
    }
}

/// Replaces a value and keeps the space and the comment around it.
fn replace(old: &mut Value, mut new: Value) {
    *new.decor_mut() = old.decor().clone();
    *old = new;
}

fn rank_of_key(key: &str) -> usize {
    ITEM_KEYS.iter().position(|known| *known == key).unwrap_or(ITEM_KEYS.len())
}

fn new_table(at: isize) -> Table {
    let mut table = Table::new();
    table.set_position(Some(at));
    table
}

/// Spreads the tables' places in the text, so that there is one free before and after each.
fn make_room(table: &mut Table) {
    let spread = |table: &mut Table| {
        table.set_position(table.position().map(|at| at.saturating_mul(2)));
        make_room(table);
    };
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => spread(inner),
            Item::ArrayOfTables(list) => list.iter_mut().for_each(spread),
            Item::Value(_) | Item::None => {}
        }
    }
}

/// The place of a new record: before the first one that follows it in the catalogue, else after the last one.
fn place_of_item(document: &DocumentMut, item: &ItemId, order: &[ItemId]) -> isize {
    let rank = |id: &str| order.iter().position(|known| known.as_str() == id).unwrap_or(order.len());
    let items = document.get("items").and_then(Item::as_table);
    let places: Vec<(isize, usize)> = items
        .into_iter()
        .flat_map(Table::iter)
        .filter_map(|(id, item)| Some((item.as_table()?.position()?, rank(id))))
        .collect();
    let own = rank(item.as_str());
    let following = places.iter().filter(|(_, rank)| *rank > own).map(|(at, _)| at - 1).min();
    following
        .or_else(|| places.iter().map(|(at, _)| at + 1).max())
        .unwrap_or_else(|| place_after(document, &BEFORE_ITEMS))
}

/// The place after the last of the tables `names`; before every table where there is none of them.
fn place_after(document: &DocumentMut, names: &[&str]) -> isize {
    let last = names.iter().filter_map(|name| document.get(name)).flat_map(places).max();
    last.map(|at| at + 1)
        .or_else(|| document.iter().flat_map(|(_, item)| places(item)).min().map(|at| at - 1))
        .unwrap_or(1)
}

/// The places of a table and all tables in it.
fn places(item: &Item) -> Vec<isize> {
    let of_table = |table: &Table| {
        let inner = table.iter().flat_map(|(_, item)| places(item));
        table.position().into_iter().chain(inner).collect::<Vec<_>>()
    };
    match item {
        Item::Table(table) => of_table(table),
        Item::ArrayOfTables(list) => list.iter().flat_map(of_table).collect(),
        Item::Value(_) | Item::None => Vec::new(),
    }
}
