//! `INSTALLED_APPS` and `MIDDLEWARE` as resolved lists: what an entry stands for, whoever wrote it down how.

use super::code::Code;
use crate::eval::{Datum, Origin};
use crate::syntax::python;

/// One entry of `INSTALLED_APPS` or `MIDDLEWARE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The entry as it is written.
    pub name: String,
    /// What it stands for: itself; for an app, the package whose configuration it names; for a class of the repository,
    /// the classes that it descends from, too.
    pub stands_for: Vec<String>,
    /// Where it is written.
    pub origin: Option<Origin>,
}

/// A list of dotted names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// The entries, in order, those that are known.
    pub entries: Vec<Entry>,
    /// Why the list is not wholly known; `None` where it is.
    pub gap: Option<String>,
}

impl Listed {
    /// The first entry that stands for `name`, with its place in the order.
    pub fn find(&self, name: &str) -> Option<(usize, &Entry)> {
        self.entries.iter().enumerate().find(|(_, entry)| entry.stands_for.iter().any(|other| other == name))
    }

    /// Whether an entry stands for `name`; `None` where none does and the list is not wholly known.
    pub fn has(&self, name: &str) -> Option<bool> {
        match (self.find(name), &self.gap) {
            (Some(_), _) => Some(true),
            (None, None) => Some(false),
            (None, Some(_)) => None,
        }
    }
}

/// Reads `INSTALLED_APPS`: an entry may name an app or its configuration class.
///
/// Django installs the app that the configuration's `name` says; a class of the repository may inherit it.
pub fn installed_apps(project: &Code<'_>, datum: &Datum) -> Listed {
    read(datum, |name| {
        let mut stands_for = vec![name.to_owned()];
        match project.class(name) {
            Some(class) => {
                let own = project.inherited(&class, "name");
                match own.and_then(|assigned| python::string(&assigned.value).map(str::to_owned)) {
                    Some(app) => stands_for.push(app),
                    None => stands_for
                        .extend(project.ancestors(&class).iter().filter_map(|base| configured(base))),
                }
            }
            None => stands_for.extend(configured(name)),
        }
        stands_for
    })
}

/// Reads `MIDDLEWARE`: a class of the repository also stands for those that it descends from.
pub fn middleware(code: &Code<'_>, datum: &Datum) -> Listed {
    read(datum, |name| {
        let ancestors = code.class(name).map(|class| code.ancestors(&class)).unwrap_or_default();
        std::iter::once(name.to_owned()).chain(ancestors).collect()
    })
}

/// The app whose configuration class has this name by Django's custom: `shop` of `shop.apps.ShopConfig`.
fn configured(class: &str) -> Option<String> {
    let (module, _) = class.rsplit_once('.')?;
    module.strip_suffix(".apps").map(str::to_owned)
}

fn read(datum: &Datum, stands_for: impl Fn(&str) -> Vec<String>) -> Listed {
    let Some(items) = datum.items() else {
        return Listed { entries: Vec::new(), gap: Some("it is no list that can be known".to_owned()) };
    };
    let mut listed = Listed::default();
    for item in items {
        match item.as_str() {
            Some(name) => listed.entries.push(Entry {
                name: name.to_owned(),
                stands_for: stands_for(name),
                origin: item.origin.clone(),
            }),
            None => listed.gap = Some("one of its entries is not known".to_owned()),
        }
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::RepoPath;
    use crate::django::literal::literal;
    use crate::source::Tree;

    #[test]
    fn an_app_is_installed_by_its_name_or_by_its_configuration() {
        let tree = Tree::in_memory([(
            "site/apps.py",
            "from django.apps import AppConfig\nfrom django.contrib.staticfiles.apps import StaticFilesConfig\n\
             class Static(StaticFilesConfig):\n    ignore_patterns = []\n\
             class Shop(AppConfig):\n    name = 'site.shop'\n",
        )]);
        let code = Code::new(&tree, vec![RepoPath::root()]);
        let datum =
            literal("['django.contrib.sessions.apps.SessionsConfig', 'site.apps.Static', 'site.apps.Shop']");
        let apps = installed_apps(&code, &datum.unwrap());
        for name in ["django.contrib.sessions", "django.contrib.staticfiles", "site.shop"] {
            assert_eq!(apps.has(name), Some(true), "{name}");
        }
        assert_eq!(apps.has("site"), Some(false));
    }

    #[test]
    fn a_middleware_of_the_project_stands_for_what_it_descends_from() {
        let tree = Tree::in_memory([(
            "site/csrf.py",
            "from django.middleware.csrf import CsrfViewMiddleware\nclass Csrf(CsrfViewMiddleware):\n    pass\n",
        )]);
        let code = Code::new(&tree, vec![RepoPath::root()]);
        let listed = middleware(&code, &literal("['a.B', 'site.csrf.Csrf']").unwrap());
        assert_eq!(listed.find("django.middleware.csrf.CsrfViewMiddleware").map(|(at, _)| at), Some(1));
    }

    #[test]
    fn a_gap_leaves_absence_open() {
        let tree = Tree::in_memory([("a.py", "")]);
        let code = Code::new(&tree, vec![RepoPath::root()]);
        let listed = middleware(&code, &literal("['a.B', 1]").unwrap());
        assert_eq!((listed.has("a.B"), listed.has("c.D")), (Some(true), None));
    }
}
