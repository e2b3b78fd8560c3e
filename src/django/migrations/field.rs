//! Fields taken apart, as Django's autodetector compares them (`Field.deconstruct()`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::same::{Same, same};
use super::value::{Values, datum, text};
use crate::django::Version;
use crate::django::literal::literal;
use crate::django::names::{django_field, is_private, public};
use crate::eval::{Datum, Defined, Shape};

/// A field in parts.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldForm {
    /// The class.
    pub class: String,
    /// The arguments by name, those that equal the defaults of the class left out.
    pub parts: BTreeMap<String, Datum>,
    /// Whether the rules of the class are known, so that a part which differs is a certain difference.
    pub settled: bool,
}

/// What a field differs in.
pub(super) enum Gap {
    /// For certain: the part, and its text before and after.
    Certain(String),
    /// Perhaps, for this reason.
    Open(String),
}

#[derive(Deserialize, Default)]
struct Row {
    parent: Option<String>,
    positional: Option<Vec<String>>,
    #[serde(default)]
    options: BTreeMap<String, String>,
    #[serde(default)]
    implied: BTreeMap<String, String>,
    #[serde(default)]
    dropped: Vec<String>,
}

/// The class of an object that stands for a model of an installed package: its argument is the qualified name.
pub(super) const FOREIGN_MODEL: &str = "<model>";

/// The rules of one class, those of its parents included.
#[derive(Default)]
struct Rules {
    positional: Vec<String>,
    options: BTreeMap<String, Option<Datum>>,
    implied: BTreeMap<String, Datum>,
    dropped: Vec<String>,
}

static TABLE: LazyLock<BTreeMap<String, Rules>> = LazyLock::new(|| {
    let rows: BTreeMap<String, Row> = toml::from_str(include_str!("../../../assets/django/fields.toml"))
        .expect("the table of fields is checked by a test");
    rows.keys().map(|name| (name.clone(), rules(&rows, name))).collect()
});

fn rules(rows: &BTreeMap<String, Row>, name: &str) -> Rules {
    let Some(row) = rows.get(name) else { return Rules::default() };
    let mut all = row.parent.as_deref().map(|parent| rules(rows, parent)).unwrap_or_default();
    if let Some(positional) = &row.positional {
        all.positional.clone_from(positional);
    }
    let value = |text: &String| literal(text);
    all.options.extend(row.options.iter().map(|(name, text)| (name.clone(), value(text))));
    all.implied.extend(row.implied.iter().filter_map(|(name, text)| Some((name.clone(), value(text)?))));
    all.dropped.extend(row.dropped.iter().cloned());
    all
}

/// How the class of a field is known.
enum Class<'d> {
    /// One of Django's, by its bare name.
    Django(String),
    /// One of the repository that descends from Django's class of that name.
    Own(String, &'d Defined),
    /// One of an installed package, or one that descends from it.
    Foreign,
}

/// Whether an attribute of a model makes a column or relation; `None` where nobody knows.
pub(super) fn is_field(values: &Values<'_>, value: &Datum) -> Option<bool> {
    let Shape::Object { class, .. } = &value.shape else {
        return if matches!(value.shape, Shape::Unknown(_)) { None } else { Some(false) };
    };
    let class = public(class);
    if is_private(&class) {
        return Some(false);
    }
    let is_named_so = |name: &str| {
        let last = name.rsplit('.').next().unwrap_or(name);
        !name.starts_with("django.forms.")
            && (last.ends_with("Field") || last.ends_with("Key") || last.ends_with("ForeignObject"))
    };
    match class_of(values, &class) {
        Class::Django(_) | Class::Own(..) => Some(true),
        Class::Foreign => match root(values, &class) {
            Some(root) => Some(is_named_so(&root) || root.ends_with("TaggableManager")),
            None => Some(is_named_so(&class) || class.ends_with("TaggableManager")),
        },
    }
}

/// The class of an installed package that a class of the repository descends from first.
fn root(values: &Values<'_>, class: &str) -> Option<String> {
    let lineage = &values.definitions.classes.get(class)?.last()?.lineage;
    lineage.iter().find_map(|ancestor| {
        values.definitions.classes.get(ancestor)?.last()?.bases.iter().find_map(|base| match &base.shape {
            Shape::Named(name) if !values.is_own(name) => Some(public(name)),
            _ => None,
        })
    })
}

fn class_of<'d>(values: &Values<'d>, class: &str) -> Class<'d> {
    if let Some(name) = django_field(class).filter(|name| TABLE.contains_key(*name)) {
        return Class::Django(name.to_owned());
    }
    let own = values.definitions.classes.get(class).and_then(|all| all.last());
    match (own, root(values, class)) {
        (Some(own), Some(root)) => match django_field(&root).filter(|name| TABLE.contains_key(*name)) {
            Some(name) => Class::Own(name.to_owned(), own),
            None => Class::Foreign,
        },
        _ => Class::Foreign,
    }
}

/// The relation of Django that a relation of an installed package is named for (`TreeForeignKey`, `ParentalKey`): it
/// takes its first arguments in the same order.
fn relative(class: &str) -> Option<&'static str> {
    let endings = [
        ("OneToOneField", "OneToOneField"),
        ("ManyToManyField", "ManyToManyField"),
        ("ForeignKey", "ForeignKey"),
        ("ParentalKey", "ForeignKey"),
    ];
    endings.into_iter().find(|(ending, _)| class.ends_with(ending)).map(|(_, name)| name)
}

/// Takes a field apart. `app` and `model` are those that it belongs to (`shop`, `order`).
///
/// # Errors
/// The reason, where the value is no field that can be read.
pub(super) fn deconstruct(
    values: &Values<'_>,
    value: &Datum,
    (app, model): (&str, &str),
    version: Option<Version>,
) -> Result<FieldForm, String> {
    let Shape::Object { class, args, kwargs } = &value.shape else {
        return Err(match &value.shape {
            Shape::Unknown(reason) => reason.clone(),
            _ => "it is no field".to_owned(),
        });
    };
    let class = public(class);
    let (rules, settled) = match class_of(values, &class) {
        Class::Django(name) => (TABLE.get(&name), true),
        Class::Own(name, own) => {
            let lineage = own.lineage.iter().filter_map(|name| values.definitions.classes.get(name)?.last());
            // A class of its own may take itself apart in its own way.
            (TABLE.get(&name), !lineage.into_iter().any(|class| class.attribute("deconstruct").is_some()))
        }
        Class::Foreign => (relative(&class).and_then(|name| TABLE.get(name)), false),
    };
    let mut parts = BTreeMap::new();
    for (at, arg) in args.iter().enumerate() {
        let name = match rules {
            Some(rules) => rules.positional.get(at).ok_or("it has too many arguments")?.clone(),
            None => format!("#{at}"),
        };
        parts.insert(name, arg.clone());
    }
    parts.extend(kwargs.iter().map(|(name, arg)| (name.clone(), arg.clone())));
    for name in ["to", "through", "#0"] {
        if let Some(target) = parts.get(name)
            && let Some(label) = label(values, target, app, model)
        {
            parts.insert(name.to_owned(), label);
        }
    }
    if let Some(inner) = parts.get("base_field").cloned() {
        let inner = deconstruct(values, &inner, (app, model), version)?;
        parts.insert("base_field".to_owned(), inner.whole());
    }
    let mut parts: BTreeMap<String, Datum> =
        parts.into_iter().map(|(name, value)| (name, values.clean(&value))).collect();
    // From Django 5.0 on, choices are made pairs of a list however they are written.
    let paired = version.is_none_or(|version| version >= Version::new(5, 0));
    if let Some(choices) = parts.get("choices").map(|value| choices(values, value, paired)) {
        parts.insert("choices".to_owned(), choices);
    }
    if let Some(rules) = rules {
        settle(rules, &mut parts, version, settled)?;
    }
    Ok(FieldForm { class, parts, settled })
}

/// Leaves out what the class leaves out.
fn settle(
    rules: &Rules,
    parts: &mut BTreeMap<String, Datum>,
    version: Option<Version>,
    settled: bool,
) -> Result<(), String> {
    let strange = parts.keys().find(|name| {
        !rules.options.contains_key(*name) && !rules.dropped.contains(name) && !name.starts_with("self.")
    });
    if let Some(strange) = strange.filter(|_| settled) {
        return Err(format!("its argument {strange} is not known"));
    }
    for (name, value) in &rules.implied {
        parts.entry(name.clone()).or_insert_with(|| value.clone());
    }
    let on = |name: &str| parts.get(name).is_some_and(|value| value.truth() != Some(false));
    if on("auto_now") || on("auto_now_add") {
        parts.remove("editable");
        parts.remove("blank");
    }
    if version.is_none_or(|version| version < Version::new(5, 2)) {
        parts.remove("through_fields");
    }
    if let Some(Datum { shape: Shape::Tuple(items), .. }) = parts.get("validators") {
        let items = datum(Shape::List(items.clone()));
        parts.insert("validators".to_owned(), items);
    }
    if parts.get("limit_choices_to").is_some_and(|value| value.truth() == Some(false)) {
        parts.remove("limit_choices_to");
    }
    parts.retain(|name, value| {
        let default = rules.options.get(name).and_then(Option::as_ref).or_else(|| rules.implied.get(name));
        !rules.dropped.contains(name) && default.is_none_or(|default| same(value, default) != Same::Yes)
    });
    Ok(())
}

/// The label (`shop.order`) of the model that a relation names; `None` where it cannot be told.
fn label(values: &Values<'_>, target: &Datum, app: &str, model: &str) -> Option<Datum> {
    let found = match &target.shape {
        Shape::Named(name) => {
            if let Some(label) = values.labels.get(name) {
                label.clone()
            } else {
                if !name.starts_with("django.contrib.") {
                    let args = vec![text(name.clone())];
                    let shape = Shape::Object { class: FOREIGN_MODEL.to_owned(), args, kwargs: Vec::new() };
                    return Some(Datum { shape, ..target.clone() });
                }
                let (module, class) = name.split_once(".models")?;
                format!("{}.{}", module.rsplit('.').next()?, class.rsplit('.').next()?)
            }
        }
        _ => match values.clean(target).shape {
            Shape::Str(name) if name == "self" => format!("{app}.{model}"),
            Shape::Str(name) if name.contains('.') => name,
            Shape::Str(name) => format!("{app}.{name}"),
            _ => return None,
        },
    };
    Some(Datum { shape: Shape::Str(found.to_lowercase()), ..target.clone() })
}

/// Choices as a list of pairs, whatever they were written as; groups likewise.
fn choices(values: &Values<'_>, value: &Datum, paired: bool) -> Datum {
    let pair = |item: &Datum| match item.items() {
        Some([key, label]) if paired => {
            let label = if label.items().is_some() { choices(values, label, paired) } else { label.clone() };
            Datum { shape: Shape::Tuple(vec![key.clone(), label]), ..item.clone() }
        }
        _ => item.clone(),
    };
    let list =
        |items: &[Datum]| Datum { shape: Shape::List(items.iter().map(pair).collect()), ..value.clone() };
    match &value.shape {
        Shape::List(items) | Shape::Tuple(items) => list(items),
        Shape::Dict(entries) => {
            let pairs: Vec<Datum> = entries
                .iter()
                .map(|(key, label)| datum(Shape::Tuple(vec![key.datum.clone(), label.clone()])))
                .collect();
            list(&pairs)
        }
        // An enumeration stands for its choices.
        Shape::Object { class, args, .. } if class == super::value::OWN => {
            let class =
                args.first().and_then(Datum::as_str).and_then(|name| values.definitions.classes.get(name));
            match class.and_then(|all| all.last()?.attribute("choices")) {
                Some(found) => choices(values, &values.clean(&found.value), paired),
                None => value.clone(),
            }
        }
        _ => value.clone(),
    }
}

impl FieldForm {
    /// The form as one value.
    fn whole(self) -> Datum {
        let kwargs = self.parts.into_iter().collect();
        let class = if self.settled { format!("django.<field>.{}", self.class) } else { self.class };
        datum(Shape::Object { class, args: Vec::new(), kwargs })
    }

    /// Where `self` (in the migrations) and `new` (in the models) differ.
    pub(super) fn compare(&self, new: &Self) -> Option<Gap> {
        let settled = self.settled && new.settled;
        let certain = |message: String| if settled { Gap::Certain(message) } else { Gap::Open(message) };
        if self.class != new.class {
            return Some(certain(format!("its class is {}, not {}", short(&new.class), short(&self.class))));
        }
        let mut open = None;
        let names = self.parts.keys().chain(new.parts.keys().filter(|name| !self.parts.contains_key(*name)));
        for name in names {
            let (before, after) = (self.parts.get(name), new.parts.get(name));
            let answer = match (before, after) {
                (Some(before), Some(after)) => same(before, after),
                (Some(only), None) | (None, Some(only)) => match &only.shape {
                    Shape::Unknown(reason) => Same::Unknown(reason.clone()),
                    Shape::Required(names) => Same::Unknown(format!("it needs {}", names.join(", "))),
                    _ => Same::No,
                },
                (None, None) => Same::Yes,
            };
            match answer {
                Same::Yes => {}
                Same::No => {
                    let show = |value: Option<&Datum>| {
                        value.map_or_else(|| "nothing".to_owned(), super::show::shown)
                    };
                    let change = format!("{name} was {} and is {}", show(before), show(after));
                    return Some(certain(change));
                }
                Same::Unknown(reason) => {
                    open.get_or_insert(Gap::Open(format!("{name}: {reason}")));
                }
            }
        }
        open
    }
}

fn short(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or(class)
}

/// The form of the field that Django adds: `id`, or the link to a parent model.
pub(super) fn automatic(class: &str, parts: &[(&str, Datum)]) -> FieldForm {
    let mut all: BTreeMap<String, Datum> =
        parts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    for (name, value) in [("auto_created", true), ("primary_key", true), ("serialize", false)] {
        all.insert(name.to_owned(), datum(Shape::Bool(value)));
    }
    FieldForm { class: class.to_owned(), parts: all, settled: true }
}

/// The form of a text, for parts that are compared as labels.
pub(super) fn label_part(label: &str) -> Datum {
    text(label.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_of_the_table_is_a_literal_and_every_parent_is_in_it() {
        let rows: BTreeMap<String, Row> =
            toml::from_str(include_str!("../../../assets/django/fields.toml")).unwrap();
        for (name, row) in &rows {
            assert!(row.parent.as_ref().is_none_or(|parent| rows.contains_key(parent)), "{name}");
            for text in row.options.values().filter(|text| !text.is_empty()).chain(row.implied.values()) {
                assert!(literal(text).is_some(), "{name}: {text}");
            }
        }
        assert!(TABLE["OneToOneField"].options.contains_key("limit_choices_to"));
    }
}
