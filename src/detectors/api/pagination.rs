//! `api.pagination`: no response holds a whole table.
//!
//! # What
//! `DEFAULT_PAGINATION_CLASS` and `PAGE_SIZE` in `REST_FRAMEWORK`, with `DEBUG` false, in each environment that
//! production serves the application in; for classes of the repository their `page_size` or `default_limit`.
//!
//! # Pass
//! There is a class and a page size: `PAGE_SIZE`, or the class's own, on the class or the instance.
//!
//! # Fail
//! No class; or a class without a size, with which DRF does not paginate.
//!
//! # N/A
//! Django REST framework is not installed, and no other API framework is.
//!
//! # Review
//! Another API framework stands in its place; a value, or the size of a package's class, that cannot be known.
//!
//! # Traps
//! List views that set `pagination_class = None` answer whole tables all the same (a warning).

use num_bigint::Sign;

use super::known::KNOWN;
use super::renderers::{class_name, short};
use super::rest::{Entry, Rest, judged};
use crate::detectors::Inputs;
use crate::detectors::words::{and_list, variables};
use crate::eval::{Datum, Shape};
use crate::model::{Evidence, Outcome};

const CLASS: &str = "DEFAULT_PAGINATION_CLASS";
const SIZE: &str = "PAGE_SIZE";
/// How many views a warning names.
const NAMED: usize = 3;

/// Judges `api.pagination`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    judged(inputs, |rest| unpaginated(inputs, judge(inputs, rest)))
}

/// A page size.
enum Size {
    Is(String, Vec<Evidence>),
    None,
    Open(String),
}

fn judge(inputs: &Inputs<'_>, rest: &Rest<'_, '_>) -> Outcome {
    let advice =
        format!("Set \"{CLASS}\": \"rest_framework.pagination.PageNumberPagination\" and \"{SIZE}\": 50 in {}", rest.home());
    let value = match rest.entry(CLASS) {
        Entry::Value(value) if !matches!(value.shape, Shape::None) => value,
        Entry::Open(reason) => {
            return Outcome::review(format!("Whether lists are paginated cannot be told: {reason}")).and_all(rest.evidence(None));
        }
        Entry::Absent => {
            return Outcome::fail(format!("{CLASS} is not set: a list view answers its whole table unless it says otherwise"))
                .and_all(rest.evidence(None))
                .and(rest.absence(CLASS))
                .advise(advice);
        }
        Entry::Value(none) => {
            return Outcome::fail(format!("{CLASS} is None: a list view answers its whole table unless it says otherwise"))
                .and_all(rest.evidence(Some(none)))
                .advise(advice);
        }
    };
    let places = rest.evidence(Some(value));
    let Some(name) = class_name(value) else {
        return Outcome::review(format!("{CLASS} is not known: look which class it is")).and_all(places);
    };
    match size(inputs, rest, name) {
        Size::Is(size, at) => {
            let mut shown = places.into_iter();
            let summary = format!("Lists are paginated by {}, {size}", short(name));
            match shown.next() {
                Some(first) => Outcome::pass(summary, first).and_all(at).and_all(shown),
                None => Outcome::review(summary),
            }
        }
        Size::None => Outcome::fail(format!("{} has no page size: without {SIZE} DRF does not paginate", short(name)))
            .and_all(places)
            .advise(format!("Set \"{SIZE}\": 50 in {}", rest.home())),
        Size::Open(reason) => {
            Outcome::review(format!("The page size of {} cannot be told: {reason}", short(name))).and_all(places)
        }
    }
}

/// The size of the pages that the class `name` makes.
fn size(inputs: &Inputs<'_>, rest: &Rest<'_, '_>, name: &str) -> Size {
    let descent = inputs.descent(name);
    let attribute = descent.iter().find_map(|ancestor| KNOWN.paginators.get(ancestor));
    let own = match attribute {
        Some(attribute) => rest.scene.attribute(name, attribute),
        None => rest.scene.attribute(name, "page_size").or_else(|| rest.scene.attribute(name, "default_limit")),
    };
    if let Some(own) = own {
        let what = attribute.map_or("page size", String::as_str);
        // `page_size = api_settings.PAGE_SIZE` is what DRF itself writes.
        if !own.place.text.contains("api_settings.PAGE_SIZE") {
            return measured(&own.value, &format!("whose own {what} is"), vec![own.place.clone()]);
        }
    }
    match rest.entry(SIZE) {
        Entry::Value(value) => {
            let at = value.origin.as_ref().and_then(|origin| rest.scene.evidence(origin));
            measured(value, &format!("{SIZE} is"), at.into_iter().collect())
        }
        Entry::Open(reason) => Size::Open(reason),
        Entry::Absent if attribute.is_some() => Size::None,
        Entry::Absent => Size::Open(format!("{SIZE} is not set, and {name} is no class of DRF or of the repository")),
    }
}

fn measured(value: &Datum, what: &str, at: Vec<Evidence>) -> Size {
    match &value.shape {
        Shape::Int(number) if number.sign() == Sign::Plus => Size::Is(format!("{what} {number}"), at),
        Shape::Required(names) if !names.is_empty() => Size::Is(format!("{what} from {}", variables(names)), at),
        Shape::Unknown(reason) => Size::Open(reason.clone()),
        Shape::None | Shape::Int(_) => Size::None,
        _ => Size::Open("it is no number".to_owned()),
    }
}

/// Warns of list views that opt out.
fn unpaginated(inputs: &Inputs<'_>, outcome: Outcome) -> Outcome {
    let views = inputs.unpaginated(&KNOWN.views.lists);
    let Some((_, first)) = views.first() else { return outcome };
    let names: Vec<&str> = views.iter().take(NAMED).map(|(name, _)| name.as_str()).collect();
    let more = views.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let names = if more.is_empty() { and_list(names) } else { names.join(", ") };
    outcome.warn(format!("pagination_class = None: {names}{more} answer whole tables"), Some(first))
}
