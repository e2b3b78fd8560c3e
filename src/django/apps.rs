//! The installed applications: what the entries of `INSTALLED_APPS` stand for.

use super::code::{Class, Code};
use crate::syntax::python;

/// One entry of `INSTALLED_APPS`.
#[derive(Clone)]
pub struct App {
    /// The entry as written.
    pub entry: String,
    /// The dotted name of its package.
    pub name: String,
    /// The label that relations and migrations use.
    pub label: String,
    /// Its configuration class, where the repository defines one.
    pub config: Option<Class>,
}

/// The applications that `entries` install, in order (Django's documentation, "Applications").
pub fn apps(code: &Code<'_>, entries: &[String]) -> Vec<App> {
    entries.iter().map(|entry| app(code, entry)).collect()
}

fn app(code: &Code<'_>, entry: &str) -> App {
    let named = code.class(entry);
    let config = named.clone().or_else(|| default_config(code, entry));
    let text = |name: &str| {
        let config = config.as_ref()?;
        python::string(&code.inherited(config, name)?.value).map(str::to_owned)
    };
    let package = match &named {
        // A configuration without a name cannot be installed: Django stops. Its package is the best guess.
        Some(class) => class.module().dotted().trim_end_matches(".apps").to_owned(),
        None => entry
            .strip_suffix("Config")
            .and_then(|e| e.split_once(".apps."))
            .map_or(entry, |(p, _)| p)
            .to_owned(),
    };
    let name = text("name").unwrap_or(package);
    let label = text("label").unwrap_or_else(|| name.rsplit('.').next().unwrap_or(&name).to_owned());
    App { entry: entry.to_owned(), name, label, config }
}

/// The one configuration class in the package's `apps` module, or the one marked `default = True`.
fn default_config(code: &Code<'_>, package: &str) -> Option<Class> {
    let module = code.module(&format!("{package}.apps")).ok()??;
    let configs: Vec<Class> = module
        .classes()
        .filter_map(|definition| code.class(&format!("{}.{}", module.dotted(), definition.name)))
        .filter(|class| {
            code.ancestors(class).iter().any(|name| name.ends_with(".AppConfig") || name == "AppConfig")
        })
        .collect();
    let marked = configs.iter().find(|class| {
        class.assigned("default").is_some_and(|default| python::boolean(&default.value) == Some(true))
    });
    match (marked, configs.as_slice()) {
        (Some(class), _) => Some(class.clone()),
        (None, [only]) => Some(only.clone()),
        _ => None,
    }
}

/// The application that the module `dotted` belongs to: the one whose package is nearest.
pub fn app_of<'a>(apps: &'a [App], dotted: &str) -> Option<&'a App> {
    apps.iter()
        .filter(|app| {
            dotted == app.name || dotted.strip_prefix(&app.name).is_some_and(|rest| rest.starts_with('.'))
        })
        .max_by_key(|app| app.name.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::RepoPath;
    use crate::source::Tree;

    #[test]
    fn reads_names_and_labels_from_configuration_classes() {
        let config = "from django.apps import AppConfig\nclass Base(AppConfig):\n    abstract = 1\n";
        let tree = Tree::in_memory([
            (
                "shop/apps.py",
                "from django.apps import AppConfig\nclass ShopConfig(AppConfig):\n    name = 'shop'\n    label = 'store'\n",
            ),
            (
                "apps/users/apps.py",
                "from django.apps import AppConfig\nclass Users(AppConfig):\n    name = 'apps.users'\n",
            ),
            ("two/apps.py", config),
        ]);
        let code = Code::new(&tree, vec![RepoPath::root()]);
        let entries =
            ["shop", "apps.users.apps.Users", "django.contrib.admin", "two", "vendor.apps.VendorConfig"];
        let apps = apps(&code, &entries.map(str::to_owned));
        let seen: Vec<(&str, &str)> =
            apps.iter().map(|app| (app.name.as_str(), app.label.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("shop", "store"),
                ("apps.users", "users"),
                ("django.contrib.admin", "admin"),
                ("two", "two"),
                ("vendor", "vendor")
            ]
        );
        assert_eq!(app_of(&apps, "apps.users.models.person").unwrap().label, "users");
        assert!(app_of(&apps, "shopping.models").is_none());
    }
}
