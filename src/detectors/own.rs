//! The project's own items: what a person must look at.

use serde_json::json;

use super::Inputs;
use crate::model::{Outcome, OwnItem};

/// Judges an own item: what its definition asks for goes into the basis with what was found.
pub(super) fn check(item: &OwnItem, inputs: &Inputs<'_>) -> Outcome {
    inputs.note("own item", &json!([item.title, item.text]));
    Outcome::review(format!("{}: a person must look", item.title))
}
