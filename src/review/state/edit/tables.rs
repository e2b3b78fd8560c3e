//! Where tables stand in the text, and what people wrote around them.

use toml_edit::{DocumentMut, Item, Table, Value};

use crate::review::state::write::same;

/// Whether a table holds nothing, not even a comment at its header.
pub(super) fn is_bare(table: &Table) -> bool {
    let decor = table.decor();
    let mut around = [decor.prefix(), decor.suffix()].into_iter().flatten();
    table.is_empty() && !around.any(|raw| raw.as_str().is_some_and(|text| text.contains('#')))
}

/// Removes `key` from `table`; the comments at it, each on a line of its own.
pub(super) fn take_key(table: &mut Table, key: &str) -> String {
    let Some((key, item)) = table.remove_entry(key) else { return String::new() };
    let above = key.leaf_decor().prefix().and_then(|raw| raw.as_str());
    let beside = item.as_value().and_then(|value| value.decor().suffix()?.as_str());
    comment_lines(above.into_iter().chain(beside))
}

/// Puts `comments` (whole lines) above the header of `table`, below those that are there.
pub(super) fn add_comments(table: &mut Table, comments: &str) {
    if !comments.is_empty() {
        let above = table.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or("\n").to_owned();
        table.decor_mut().set_prefix(format!("{above}{comments}"));
    }
}

/// Replaces a value and keeps the space and the comment around it.
pub(super) fn replace(old: &mut Value, mut new: Value) {
    *new.decor_mut() = old.decor().clone();
    *old = new;
}

pub(super) fn new_table(at: isize) -> Table {
    let mut table = Table::new();
    table.set_position(Some(at));
    table
}

/// Numbers the tables' places in the text anew, so that there is one free before and after each.
pub(super) fn make_room(table: &mut Table) {
    let mut taken: Vec<isize> = Vec::new();
    each_place(table, &mut |at| taken.push(at));
    taken.sort_unstable();
    taken.dedup();
    each_table(table, &mut |table| {
        let rank = table.position().and_then(|at| taken.binary_search(&at).ok());
        if let Some(at) = rank.and_then(|rank| isize::try_from(2 * rank + 1).ok()) {
            table.set_position(Some(at));
        }
    });
}

/// Calls `act` with every table below `table`.
fn each_table(table: &mut Table, act: &mut dyn FnMut(&mut Table)) {
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => {
                act(inner);
                each_table(inner, act);
            }
            Item::ArrayOfTables(list) => {
                for inner in list.iter_mut() {
                    act(inner);
                    each_table(inner, act);
                }
            }
            Item::Value(_) | Item::None => {}
        }
    }
}

fn each_place(table: &mut Table, act: &mut dyn FnMut(isize)) {
    each_table(table, &mut |table| table.position().into_iter().for_each(&mut *act));
}

/// Puts `comments` (whole lines) above the first table that stands after `at`, else at the end of the file.
pub(super) fn leave_comments(document: &mut DocumentMut, at: Option<isize>, comments: &str) {
    if comments.is_empty() {
        return;
    }
    let mut next: Option<isize> = None;
    each_place(document.as_table_mut(), &mut |place| {
        if at.is_some_and(|at| place > at) && next.is_none_or(|next| place < next) {
            next = Some(place);
        }
    });
    if next.is_none() {
        let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing(format!("\n{comments}{trailing}"));
        return;
    }
    each_table(document.as_table_mut(), &mut |table| {
        if table.position() == next {
            let own = table.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or("\n").to_owned();
            table.decor_mut().set_prefix(format!("\n{comments}{own}"));
        }
    });
}

/// The comments at the header of a table, each on a line of its own.
pub(super) fn header_comments(table: &Table) -> String {
    let decor = table.decor();
    comment_lines([decor.prefix(), decor.suffix()].into_iter().flatten().filter_map(|raw| raw.as_str()))
}

fn comment_lines<'t>(around: impl IntoIterator<Item = &'t str>) -> String {
    let lines = around.into_iter().flat_map(str::lines).map(str::trim).filter(|line| line.starts_with('#'));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Brings the `wanted` values into `table`; `known` are all keys of such a table, in the order in which they are
/// written. Keys of ours that are not wanted go, their comments stay.
pub(super) fn fill(table: &mut Table, known: &[&str], wanted: Vec<(&'static str, Value)>) {
    let mut comments = String::new();
    for key in known {
        if !wanted.iter().any(|(wanted, _)| wanted == key) {
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
    let rank = |key: &str| known.iter().position(|known| *known == key).unwrap_or(known.len());
    table.sort_values_by(|a, _, b, _| rank(a.get()).cmp(&rank(b.get())));
    add_comments(table, &comments);
}

/// The place after the last of the tables `names`; before every table where there is none of them.
pub(super) fn place_after(document: &DocumentMut, names: &[&str]) -> isize {
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
