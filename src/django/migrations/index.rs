//! Indexes and constraints in comparable form, and the names that Django makes for indexes.

use super::field::FieldForm;
use super::md5;
use super::state::ModelState;
use super::value::{datum, text};
use crate::django::models::Model;
use crate::eval::{Datum, Shape};

/// The longest name of a table that every database takes as it is.
const LONGEST_TABLE: usize = 63;

/// The name of an index or constraint.
pub(super) fn name_of(value: &Datum) -> Option<&str> {
    argument(value, "name").and_then(Datum::as_str)
}

/// A keyword argument of an index or constraint.
fn argument<'d>(value: &'d Datum, wanted: &str) -> Option<&'d Datum> {
    let Shape::Object { kwargs, .. } = &value.shape else { return None };
    kwargs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value)
}

/// The index or constraint with these keyword arguments set.
pub(super) fn with(value: &Datum, set: &str, to: Datum) -> Datum {
    let mut made = value.clone();
    if let Shape::Object { kwargs, .. } = &mut made.shape {
        kwargs.retain(|(name, _)| name != set);
        kwargs.push((set.to_owned(), to));
        kwargs.sort_by(|(a, _), (b, _)| a.cmp(b));
    }
    made
}

/// An index or constraint without what says nothing: arguments that are `None` or empty.
pub(super) fn plain(value: &Datum) -> Datum {
    let mut made = value.clone();
    if let Shape::Object { class, kwargs, .. } = &mut made.shape {
        for (name, value) in kwargs.iter_mut() {
            // `check` became `condition` in Django 5.1.
            if class == "django.db.models.CheckConstraint" && name == "check" {
                "condition".clone_into(name);
            }
            if let Shape::Tuple(items) = &value.shape {
                value.shape = Shape::List(items.clone());
            }
        }
        kwargs.retain(|(_, value)| {
            !matches!(&value.shape, Shape::None) && !value.items().is_some_and(<[Datum]>::is_empty)
        });
        kwargs.sort_by(|(a, _), (b, _)| a.cmp(b));
    }
    made
}

/// The index or constraint with `%(app_label)s` and `%(class)s` in its name filled in.
pub(super) fn filled(value: &Datum, app: &str, model: &str) -> Datum {
    let value = plain(value);
    match name_of(&value) {
        Some(name) if name.contains("%(") => {
            let name = name.replace("%(app_label)s", &app.to_lowercase());
            let name = name.replace("%(class)s", &model.to_lowercase());
            with(&value, "name", text(name))
        }
        _ => value,
    }
}

/// Gives names to the indexes that have none.
pub(super) fn name_all(model: &Model, made: &mut ModelState) {
    let table = match made.options.get("db_table") {
        Some(Datum { shape: Shape::Str(table), .. }) if !table.is_empty() => Some(table.clone()),
        Some(_) => None,
        None => Some(format!("{}_{}", model.app, model.name().to_lowercase())),
    };
    let mut indexes = std::mem::take(&mut made.indexes);
    for index in &mut indexes {
        if !matches!(index.shape, Shape::Object { .. }) || name_of(index).is_some_and(|name| !name.is_empty())
        {
            continue;
        }
        let name = table
            .as_deref()
            .filter(|table| table.len() <= LONGEST_TABLE)
            .and_then(|table| automatic_name(table, index, made));
        let name = name.map_or_else(
            || datum(Shape::Unknown("the name that Django makes for the index".to_owned())),
            text,
        );
        *index = with(index, "name", name);
    }
    made.indexes = indexes;
}

/// The name that Django makes of the table, the columns and a digest (`Index.set_name_with_model`).
fn automatic_name(table: &str, index: &Datum, model: &ModelState) -> Option<String> {
    let Shape::Object { class, .. } = &index.shape else { return None };
    let suffix = suffix(class)?;
    let fields = argument(index, "fields")?.items()?;
    let mut columns = Vec::new();
    for field in fields {
        let field = field.as_str()?;
        let (name, sign) = field.strip_prefix('-').map_or((field, ""), |name| (name, "-"));
        columns.push((column(name, model)?, sign));
    }
    let first = &columns.first()?.0;
    let mut hashed = table.to_owned();
    for (column, sign) in &columns {
        hashed.push_str(sign);
        hashed.push_str(column);
    }
    hashed.push_str(suffix);
    let digest: String = md5::hex(hashed.as_bytes()).chars().take(6).collect();
    let part = |text: &str, length: usize| text.chars().take(length).collect::<String>();
    let name = format!("{}_{}_{digest}_{suffix}", part(table, 11), part(first, 7));
    Some(match name.chars().next() {
        Some('_' | '0'..='9') => format!("D{}", &name[1..]),
        _ => name,
    })
}

/// The ending of the names of an index class.
fn suffix(class: &str) -> Option<&'static str> {
    Some(match class {
        "django.db.models.Index" => "idx",
        "django.contrib.postgres.indexes.BloomIndex" => "bloom",
        "django.contrib.postgres.indexes.BrinIndex" => "brin",
        "django.contrib.postgres.indexes.BTreeIndex" => "btree",
        "django.contrib.postgres.indexes.GinIndex" => "gin",
        "django.contrib.postgres.indexes.GistIndex" => "gist",
        "django.contrib.postgres.indexes.HashIndex" => "hash",
        "django.contrib.postgres.indexes.SpGistIndex" => "spgist",
        _ => return None,
    })
}

/// The column of a field of the model itself.
fn column(name: &str, model: &ModelState) -> Option<String> {
    let form = model.fields.get(name)?.as_ref().ok()?;
    match form.parts.get("db_column") {
        Some(column) => column.as_str().map(str::to_owned),
        None if is_key(form) => Some(format!("{name}_id")),
        None if form.settled => Some(name.to_owned()),
        None => None,
    }
}

/// Whether the column of a field bears `_id`.
fn is_key(form: &FieldForm) -> bool {
    form.parts.contains_key("to") && form.parts.contains_key("on_delete")
}
