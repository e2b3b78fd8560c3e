//! Values of models and migrations in one comparable form.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;

use crate::django::names::public;
use crate::eval::{Datum, Definitions, Key, Shape};

/// The class of an object that stands for a function or class of the repository: its argument is the name.
pub(super) const OWN: &str = "<own>";

/// The names of one time zone.
const UTC: [&str; 3] = ["datetime.timezone.utc", "datetime.UTC", "django.utils.timezone.utc"];

/// What values are read against.
pub(super) struct Values<'f> {
    /// What the modules of the project define.
    pub definitions: &'f Definitions,
    /// The label (`shop.order`) of each model, by its qualified name.
    pub labels: BTreeMap<String, String>,
    /// Django's default for a setting that the project leaves alone.
    pub default_of: &'f (dyn Fn(&str) -> Option<Datum> + Sync),
}

/// A value that no source wrote.
pub(super) fn datum(shape: Shape) -> Datum {
    Datum { shape, origin: None, env: BTreeSet::new() }
}

/// A text that no source wrote.
pub(super) fn text(text: impl Into<String>) -> Datum {
    datum(Shape::Str(text.into()))
}

impl Values<'_> {
    /// The value with lazy translations as texts, settings looked up, classes under their public names, and
    /// expressions as Django takes them apart.
    pub fn clean(&self, value: &Datum) -> Datum {
        if let Some(message) = value.message() {
            return Datum { shape: Shape::Str(message.to_owned()), ..value.clone() };
        }
        let all = |items: &[Datum]| items.iter().map(|item| self.clean(item)).collect::<Vec<_>>();
        let shape = match &value.shape {
            Shape::List(items) => Shape::List(all(items)),
            Shape::Tuple(items) => Shape::Tuple(all(items)),
            Shape::Set(items) => Shape::Set(all(items)),
            Shape::Dict(entries) => Shape::Dict(
                entries
                    .iter()
                    .map(|(key, value)| (Key { datum: self.clean(&key.datum) }, self.clean(value)))
                    .collect(),
            ),
            Shape::Named(name) if name.contains('<') => {
                Shape::Unknown(format!("more than one function may be called {name}"))
            }
            Shape::Named(name) if self.is_own(name) => {
                Shape::Object { class: OWN.to_owned(), args: vec![text(name.clone())], kwargs: Vec::new() }
            }
            Shape::Named(name) if UTC.contains(&name.as_str()) => {
                Shape::Object { class: UTC[0].to_owned(), args: Vec::new(), kwargs: Vec::new() }
            }
            Shape::Named(name) => Shape::Named(public(name)),
            Shape::Object { class, args, kwargs } => match (class.as_str(), args.as_slice()) {
                ("django.conf.settings", [Datum { shape: Shape::Str(name), .. }]) => {
                    return (self.default_of)(name).unwrap_or_else(|| {
                        datum(Shape::Unknown(format!("the setting {name} is not set by the project")))
                    });
                }
                _ => self.object(&public(class), all(args), kwargs),
            },
            other => other.clone(),
        };
        Datum { shape, ..value.clone() }
    }

    /// Whether the repository defines what is called `name`.
    pub fn is_own(&self, name: &str) -> bool {
        let mut module = name;
        while let Some((parent, _)) = module.rsplit_once('.') {
            if self.definitions.modules.contains(parent) {
                return true;
            }
            module = parent;
        }
        false
    }

    fn object(&self, class: &str, args: Vec<Datum>, kwargs: &[(String, Datum)]) -> Shape {
        let mut kwargs: Vec<(String, Datum)> =
            kwargs.iter().map(|(name, value)| (name.clone(), self.clean(value))).collect();
        let of = |class: &str, args, kwargs| Shape::Object { class: class.to_owned(), args, kwargs };
        match (class, args.as_slice()) {
            ("django.contrib.auth.get_user_model" | "django.contrib.auth.models.get_user_model", _) => {
                (self.default_of)("AUTH_USER_MODEL").map_or_else(
                    || Shape::Unknown("which model AUTH_USER_MODEL names".to_owned()),
                    |user| user.shape,
                )
            }
            ("datetime.timedelta", _) => {
                of(class, duration(&args, &kwargs).map_or(args, |all| vec![all]), Vec::new())
            }
            ("decimal.Decimal", [Datum { shape: Shape::Str(number), .. }]) => {
                of(class, vec![text(plain_decimal(number))], kwargs)
            }
            ("decimal.Decimal", [Datum { shape: Shape::Int(number), .. }]) => {
                of(class, vec![text(number.to_string())], kwargs)
            }
            ("django.db.models.Q", _) => super::query::condition(args, kwargs),
            ("<BitAnd>" | "<BitOr>" | "<BitXor>" | "<Invert>", _) => super::query::combined(class, &args)
                .unwrap_or_else(|| Shape::Unknown("an operation on objects".to_owned())),
            ("<call>", [callee, rest @ ..]) => match &callee.shape {
                Shape::Object { class: attribute, args: of_what, .. } if attribute == "<attribute>" => {
                    match of_what.as_slice() {
                        [object, Datum { shape: Shape::Str(name), .. }]
                            if matches!(name.as_str(), "asc" | "desc") && rest.is_empty() =>
                        {
                            if name == "desc" {
                                kwargs.insert(0, ("descending".to_owned(), datum(Shape::Bool(true))));
                            }
                            of("django.db.models.OrderBy", vec![object.clone()], kwargs)
                        }
                        _ => of(class, args, kwargs),
                    }
                }
                _ => of(class, args, kwargs),
            },
            _ => of(class, args, kwargs),
        }
    }
}

/// A duration in microseconds, from the arguments of `timedelta`; `None` where one is no integer.
fn duration(args: &[Datum], kwargs: &[(String, Datum)]) -> Option<Datum> {
    const UNITS: [(&str, i64); 7] = [
        ("days", 86_400_000_000),
        ("seconds", 1_000_000),
        ("microseconds", 1),
        ("milliseconds", 1_000),
        ("minutes", 60_000_000),
        ("hours", 3_600_000_000),
        ("weeks", 604_800_000_000),
    ];
    let mut total = BigInt::from(0);
    let positional = args.iter().zip(UNITS).map(|(arg, (_, size))| (arg, size));
    let named = kwargs
        .iter()
        .filter_map(|(name, arg)| UNITS.iter().find(|(unit, _)| unit == name).map(|(_, size)| (arg, *size)));
    for (arg, size) in positional.chain(named) {
        match &arg.shape {
            Shape::Int(count) => total += count * size,
            _ => return None,
        }
    }
    Some(datum(Shape::Int(total)))
}

/// A decimal number without the zeros that make no difference to its value.
fn plain_decimal(number: &str) -> String {
    let number = number.trim().trim_start_matches('+');
    if number.contains(['e', 'E']) || !number.contains('.') {
        return number.to_owned();
    }
    let short = number.trim_end_matches('0').trim_end_matches('.');
    if matches!(short, "" | "-" | "-0") { "0".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        assert_eq!(plain_decimal("1.50"), "1.5");
        assert_eq!(plain_decimal("0.00"), "0");
        assert_eq!(plain_decimal("100"), "100");
    }
}
