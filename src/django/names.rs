//! Names of Django and of well-known packages, from `assets/django/names.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Names {
    modules: BTreeMap<String, String>,
    fields: FieldNames,
    bases: BTreeMap<String, Vec<String>>,
    managers: ManagerNames,
}

#[derive(Deserialize)]
struct FieldNames {
    modules: Vec<String>,
    private: Vec<String>,
}

#[derive(Deserialize)]
struct ManagerNames {
    plain: Vec<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/django/names.toml")).expect("the table is checked by a test")
});

/// The public name of what Django also offers under the name of an inner module.
pub fn public(name: &str) -> String {
    let Some((module, last)) = name.rsplit_once('.') else { return name.to_owned() };
    NAMES.modules.get(module).map_or_else(|| name.to_owned(), |public| format!("{public}.{last}"))
}

/// The name of a field class of Django that `fields.toml` may describe.
pub fn django_field(class: &str) -> Option<&str> {
    let (module, last) = class.rsplit_once('.')?;
    NAMES.fields.modules.iter().any(|known| known == module).then_some(last)
}

/// Whether a field class makes no entry in migrations.
pub fn is_private(class: &str) -> bool {
    NAMES.fields.private.iter().any(|private| private == class)
}

/// The fields that an abstract model of a well-known package brings.
pub fn brought_by(base: &str) -> Option<&'static [String]> {
    NAMES.bases.get(base).map(Vec::as_slice)
}

/// Whether a manager class of an installed package is known to stay out of migrations.
pub fn is_plain_manager(class: &str) -> bool {
    NAMES.managers.plain.iter().any(|plain| plain == class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_modules_of_django_have_public_names() {
        assert_eq!(public("django.db.models.deletion.CASCADE"), "django.db.models.CASCADE");
        assert_eq!(public("shop.models.Order"), "shop.models.Order");
        assert_eq!(django_field("django.db.models.CharField"), Some("CharField"));
        assert!(brought_by("treebeard.mp_tree.MP_Node").is_some());
    }
}
