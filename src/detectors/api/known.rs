//! What is known of Django REST framework and of what may stand in its place: `assets/django/rest_framework.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The table.
pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let text = include_str!("../../../assets/django/rest_framework.toml");
    toml::from_str(text).expect("the table of REST framework is read by every test of this section")
});

/// The table's parts; its comments say what each means.
#[derive(Deserialize)]
pub(super) struct Known {
    pub(super) throttles: BTreeMap<String, String>,
    pub(super) paginators: BTreeMap<String, String>,
    pub(super) renderers: Renderers,
    pub(super) views: Views,
    pub(super) schema: Schema,
    pub(super) frameworks: Vec<Framework>,
}

#[derive(Deserialize)]
pub(super) struct Renderers {
    pub(super) default: Vec<String>,
    pub(super) browsable: Vec<String>,
    pub(super) plain: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Views {
    pub(super) lists: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Schema {
    pub(super) packages: Vec<Package>,
    pub(super) views: Vec<String>,
    pub(super) commands: Vec<String>,
    pub(super) checks: Vec<String>,
    pub(super) files: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Package {
    pub(super) package: String,
    pub(super) app: String,
}

#[derive(Deserialize)]
pub(super) struct Framework {
    pub(super) name: String,
    pub(super) packages: Vec<String>,
    pub(super) imports: Vec<String>,
}
