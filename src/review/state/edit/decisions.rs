//! The decisions: one table an item.

use toml_edit::{DocumentMut, Item, Table, Value};

use super::super::read::ITEM_KEYS;
use super::super::write::item_values;
use super::BEFORE_ITEMS;
use super::tables::{add_comments, fill, is_bare, make_room, new_table, place_after, take_key};
use crate::model::{Decision, ItemId};

/// Writes the record of an item; an existing table keeps its place.
pub(super) fn set(document: &mut DocumentMut, decision: &Decision, order: &[ItemId]) -> Option<()> {
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
        let at = place(document, &decision.item, order);
        let items = document.get_mut("items")?.as_table_mut()?;
        let mut table = new_table(at);
        if let Some(Item::Value(Value::InlineTable(inline))) = items.remove(name) {
            table.extend(inline);
        }
        items.insert(name, Item::Table(table));
    }
    let table = document.get_mut("items")?.as_table_mut()?.get_mut(name)?.as_table_mut()?;
    fill(table, &ITEM_KEYS, item_values(decision));
    Some(())
}

/// Removes the record of `item`; an empty table stays where a person wrote a comment at it.
pub(super) fn remove(document: &mut DocumentMut, item: &ItemId) -> Option<()> {
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

/// The place of a new record: before the first one that follows it in the catalogue, else after the last one.
fn place(document: &DocumentMut, item: &ItemId, order: &[ItemId]) -> isize {
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
