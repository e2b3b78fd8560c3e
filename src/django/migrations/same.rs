//! Whether two values are equal to the autodetector: yes, no, or nobody knows.

use num_bigint::BigInt;

use crate::eval::{Datum, Shape};

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Same {
    /// They are equal.
    Yes,
    /// They differ for certain.
    No,
    /// It cannot be known, for this reason.
    Unknown(String),
}

impl Same {
    /// Both must hold; a certain difference beats what is not known.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (unknown @ Self::Unknown(_), _) | (_, unknown @ Self::Unknown(_)) => unknown,
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    fn of(equal: bool) -> Self {
        if equal { Self::Yes } else { Self::No }
    }
}

/// Compares two values that [`super::value::Values::clean`] has made comparable.
pub(super) fn same(left: &Datum, right: &Datum) -> Same {
    use Shape::{Bytes, Dict, List, None, Object, Path, Required, Set, Str, Tuple, Unknown};
    match (&left.shape, &right.shape) {
        (Unknown(reason), _) | (_, Unknown(reason)) => Same::Unknown(reason.clone()),
        (Required(names), _) | (_, Required(names)) => {
            Same::Unknown(format!("it depends on the variable {}", names.join(", ")))
        }
        (Shape::Named(a), Shape::Named(b)) => names(a, b),
        (Shape::Named(name), _) | (_, Shape::Named(name)) => against_named(name),
        (Object { class, args, .. }, Str(label)) | (Str(label), Object { class, args, .. })
            if class == super::field::FOREIGN_MODEL =>
        {
            foreign_model(args, label)
        }
        (Object { .. }, Object { .. }) => objects(left, right),
        (Object { class, .. }, _) | (_, Object { class, .. }) => against_object(class),
        (None, None) => Same::Yes,
        (Str(a), Str(b)) | (Path(a), Path(b)) => Same::of(a == b),
        (Bytes(a), Bytes(b)) => Same::of(a == b),
        (Path(_), Str(_)) | (Str(_), Path(_)) => Same::Unknown("a path against a text".to_owned()),
        (List(a), List(b)) | (Tuple(a), Tuple(b)) => sequences(a, b),
        (Set(a), Set(b)) => contained(a, b).and(contained(b, a)),
        (Dict(a), Dict(b)) => {
            let pairs = |entries: &[(crate::eval::Key, Datum)]| -> Vec<Datum> {
                let pair = |(key, value): &(crate::eval::Key, Datum)| Datum {
                    shape: Tuple(vec![key.datum.clone(), value.clone()]),
                    ..value.clone()
                };
                entries.iter().map(pair).collect()
            };
            let (a, b) = (pairs(a), pairs(b));
            contained(&a, &b).and(contained(&b, &a))
        }
        _ => match (number(left), number(right)) {
            (Some(a), Some(b)) => Same::of(a == b),
            _ => Same::No,
        },
    }
}

/// A number as Python compares it: `True` is 1, and 1.0 is 1.
#[derive(PartialEq)]
enum Number {
    Whole(BigInt),
    Broken(f64),
}

fn number(datum: &Datum) -> Option<Number> {
    match &datum.shape {
        Shape::Bool(value) => Some(Number::Whole(BigInt::from(i32::from(*value)))),
        Shape::Int(value) => Some(Number::Whole(value.clone())),
        Shape::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => {
            format!("{value:.0}").parse().ok().map(Number::Whole)
        }
        Shape::Float(value) => Some(Number::Broken(*value)),
        _ => None,
    }
}

fn sequences(a: &[Datum], b: &[Datum]) -> Same {
    let open = a.iter().chain(b).find_map(|item| match &item.shape {
        Shape::Unknown(reason) => Some(reason.clone()),
        _ => None,
    });
    if a.len() != b.len() {
        // An open item may stand for any number of items.
        return open.map_or(Same::No, Same::Unknown);
    }
    a.iter()
        .zip(b)
        .fold(Same::Yes, |so_far, (a, b)| if so_far == Same::No { so_far } else { so_far.and(same(a, b)) })
}

/// Whether each item of `a` is in `b`.
fn contained(a: &[Datum], b: &[Datum]) -> Same {
    let mut all = Same::Yes;
    for item in a {
        let mut found = Same::No;
        for other in b {
            match same(item, other) {
                Same::Yes => {
                    found = Same::Yes;
                    break;
                }
                Same::No => {}
                unknown @ Same::Unknown(_) => found = unknown,
            }
        }
        all = all.and(found);
    }
    all
}

fn names(a: &str, b: &str) -> Same {
    if let Some(name) = [a, b].into_iter().find(|name| name.contains('<')) {
        return Same::Unknown(format!("two functions may bear the name {name}"));
    }
    if a == b {
        return Same::Yes;
    }
    let is_fixed = |name: &str| name.starts_with("django.db.models.") || !name.contains('.');
    if is_fixed(a) && is_fixed(b) {
        return Same::No;
    }
    // One object may be known by two names.
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    if last(a) == last(b) {
        Same::Unknown(format!("{a} and {b} may be one thing"))
    } else if own(a) && own(b) {
        Same::No
    } else {
        Same::Unknown(format!("{a} and {b} come from installed packages"))
    }
}

/// Whether a name is that of a function or class which Python or Django defines, not of a value that they hold.
fn own(name: &str) -> bool {
    name.starts_with("django.") || !name.contains('.')
}

fn against_named(name: &str) -> Same {
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_class = last.starts_with(char::is_uppercase) && last.contains(|c: char| c.is_lowercase());
    if is_class || name.starts_with("django.db.models.") || !name.contains('.') {
        Same::No
    } else {
        Same::Unknown(format!("{name} is not followed"))
    }
}

/// A model of an installed package against a label: one of its packages gives the app a label, as a rule with the
/// package's own name in it.
fn foreign_model(named: &[Datum], label: &str) -> Same {
    let fits = |named: &str| {
        let (Some((module, class)), Some((app, model))) = (named.rsplit_once('.'), label.split_once('.'))
        else {
            return false;
        };
        class.eq_ignore_ascii_case(model)
            && module
                .split('.')
                .any(|part| part != "models" && part.len() > 2 && app.contains(&part.to_lowercase()))
    };
    match named {
        [Datum { shape: Shape::Str(named), .. }] if fits(named) => Same::Yes,
        _ => Same::Unknown(format!("{label} belongs to an installed package")),
    }
}

/// Classes whose objects have been brought to one form: they differ where they are made in another way.
const NORMAL: [&str; 4] = [
    "django.db.models.Q",
    "django.db.models.Index",
    "django.db.models.UniqueConstraint",
    "django.db.models.CheckConstraint",
];

/// Whether objects of a class are what they are made from.
fn is_settled(class: &str) -> bool {
    class == super::value::OWN
        || ["django.", "datetime.", "decimal.", "uuid."].iter().any(|prefix| class.starts_with(prefix))
}

fn against_object(class: &str) -> Same {
    if is_settled(class) { Same::No } else { Same::Unknown(format!("an object of {class}")) }
}

fn objects(left: &Datum, right: &Datum) -> Same {
    let (
        Shape::Object { class, args, kwargs },
        Shape::Object { class: other, args: other_args, kwargs: other_kwargs },
    ) = (&left.shape, &right.shape)
    else {
        return Same::No;
    };
    if class != other {
        return if is_settled(class) && is_settled(other) {
            Same::No
        } else {
            Same::Unknown(format!("{class} and {other} are not followed"))
        };
    }
    let arranged_alike = args.len() == other_args.len()
        && kwargs.len() == other_kwargs.len()
        && kwargs.iter().all(|(name, _)| other_kwargs.iter().any(|(other, _)| other == name));
    if !arranged_alike && NORMAL.contains(&class.as_str()) {
        let mut open = None;
        for side in [left, right] {
            side.visit(&mut |node| {
                if let Shape::Unknown(reason) = &node.shape {
                    open.get_or_insert_with(|| reason.clone());
                }
            });
        }
        return open.map_or(Same::No, Same::Unknown);
    }
    if !arranged_alike {
        return Same::Unknown(format!("{class} is written in two ways"));
    }
    let named = kwargs.iter().filter_map(|(name, value)| {
        Some(same(value, &other_kwargs.iter().find(|(other, _)| other == name)?.1))
    });
    let all = args.iter().zip(other_args).map(|(a, b)| same(a, b)).chain(named).fold(Same::Yes, Same::and);
    match all {
        Same::No if !is_settled(class) => {
            Same::Unknown(format!("two objects of {class} differ in their arguments"))
        }
        answer => answer,
    }
}
