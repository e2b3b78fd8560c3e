//! What the project's own code says, read when somebody first asks and then kept for the whole scan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::apps::{App, app_of, apps};
use super::code::Module;
use super::facts::Facts;
use super::imports::{Imports, is_dotted};
use super::migrations::{self, Comparison, Migrations};
use super::models::Models;
use super::queries::{Graph, Queries};
use super::settings::{Run, Value};
use super::tasks::{Task, tasks};
use super::urls::Routes;
use crate::base::RepoPath;
use crate::deploy::{Command, Role};
use crate::eval::{Datum, Shape};
use crate::syntax::python;

/// The lazily read facts; settings are taken from the first environment of production, with `DEBUG` false.
#[derive(Default)]
pub(super) struct Own {
    apps: OnceLock<Vec<App>>,
    files: OnceLock<Vec<RepoPath>>,
    models: OnceLock<Models>,
    queries: OnceLock<Queries>,
    migrations: OnceLock<Migrations>,
    comparison: OnceLock<Comparison>,
    routes: OnceLock<Routes>,
    tasks: OnceLock<Vec<Task>>,
    served: OnceLock<Imports>,
}

impl Facts<'_> {
    /// The installed applications, as far as `INSTALLED_APPS` is known.
    pub fn apps(&self) -> &[App] {
        self.own.apps.get_or_init(|| {
            let entries = self.setting("INSTALLED_APPS");
            let names = entries.as_ref().and_then(Datum::items).unwrap_or_default();
            let names: Vec<String> = names.iter().filter_map(Datum::as_str).map(str::to_owned).collect();
            apps(&self.code, &names)
        })
    }

    /// The Python files of the installed apps and of the project's own package, tests and migrations left out.
    pub fn own_files(&self) -> &[RepoPath] {
        self.own.files.get_or_init(|| {
            let package = self.choice.module.split('.').next().unwrap_or_default();
            self.tree
                .under(&self.project.root)
                .iter()
                .filter(|path| {
                    path.extension() == "py" && !is_test(path) && !path.parts().any(|p| p == "migrations")
                })
                .filter(|path| {
                    self.code.dotted(path).is_some_and(|dotted| {
                        dotted.split('.').next() == Some(package) || app_of(self.apps(), &dotted).is_some()
                    })
                })
                .cloned()
                .collect()
        })
    }

    /// The models of the installed apps.
    pub fn models(&self) -> &Models {
        self.own.models.get_or_init(|| Models::read(&self.code, self.apps(), self.own_files()))
    }

    /// What the code of the apps looks up and follows.
    pub fn queries(&self) -> &Queries {
        self.own.queries.get_or_init(|| {
            let user = self.setting("AUTH_USER_MODEL").and_then(|model| model.as_str().map(str::to_owned));
            Queries::read(&Graph::new(&self.code, self.models(), user), self.own_files())
        })
    }

    /// The migrations of the installed apps.
    pub fn migrations(&self) -> &Migrations {
        self.own.migrations.get_or_init(|| {
            let setting = self.setting("MIGRATION_MODULES");
            let mut modules = BTreeMap::new();
            if let Some(Datum { shape: Shape::Dict(entries), .. }) = &setting {
                for (key, value) in entries {
                    if let (Some(label), Some(module)) = (key.datum.as_str(), value.as_str()) {
                        modules.insert(label.to_owned(), module.to_owned());
                    }
                }
            }
            Migrations::read(&self.code, self.apps(), &modules)
        })
    }

    /// How the state that the migrations build compares with the models.
    pub fn comparison(&self) -> &Comparison {
        self.own.comparison.get_or_init(|| {
            let Some(scenario) = self.scenarios.first() else { return Comparison::default() };
            let setting = |name: &str| self.setting(name);
            let auto_field = |app: &str| self.auto_field(app);
            let is_defined = |name: &str| {
                let (bare, with_bases) = (format!("class {name}:"), format!("class {name}("));
                self.own_files()
                    .iter()
                    .filter_map(|path| self.tree.text(path).ok())
                    .any(|file| file.text().contains(&bare) || file.text().contains(&with_bases))
            };
            migrations::compare(&migrations::Project {
                models: self.models(),
                migrations: self.migrations(),
                definitions: &scenario.definitions(&self.modules_of_models()),
                version: self.django,
                setting: &setting,
                auto_field: &auto_field,
                is_defined: &is_defined,
            })
        })
    }

    /// The modules that define models, in the order in which Django imports them, and those of the migrations.
    fn modules_of_models(&self) -> Vec<String> {
        let of_apps = self.apps().iter().map(|app| format!("{}.models", app.name));
        let mut modules: Vec<String> = of_apps.filter(|module| self.code.find(module).is_some()).collect();
        let of_models = self.models().iter().filter(|model| model.is_installed);
        let of_migrations = self.migrations().apps.values().flat_map(BTreeMap::values);
        let further = of_models
            .map(|model| model.class.module().dotted())
            .chain(of_migrations.map(|migration| migration.module.dotted()));
        for module in further {
            if !modules.iter().any(|known| known == module) {
                modules.push(module.to_owned());
            }
        }
        modules
    }

    /// The class of the primary keys that Django adds to the models of an app.
    fn auto_field(&self, app: &str) -> Result<String, String> {
        let config = self.apps().iter().find(|known| known.label == app).and_then(|app| app.config.as_ref());
        if let Some(assigned) = config.and_then(|config| self.code.inherited(config, "default_auto_field")) {
            let class = python::string(&assigned.value).map(str::to_owned);
            return class.ok_or_else(|| format!("default_auto_field of {app} is computed"));
        }
        let is_set = self.scenarios.first().is_some_and(|scenario| {
            matches!(scenario.value("DEFAULT_AUTO_FIELD", Run::DebugOff), Value::Set(_))
        });
        if self.django.is_none() && !is_set {
            return Err("DEFAULT_AUTO_FIELD is not set and no version of Django is pinned".to_owned());
        }
        match self.setting("DEFAULT_AUTO_FIELD").map(|value| value.as_str().map(str::to_owned)) {
            Some(Some(class)) => Ok(class),
            Some(None) => Err("DEFAULT_AUTO_FIELD is not known".to_owned()),
            // Before Django 3.2 there was no such setting.
            None => Ok("django.db.models.AutoField".to_owned()),
        }
    }

    /// The routes of `ROOT_URLCONF`; none where that is not known.
    pub fn routes(&self) -> &Routes {
        self.own.routes.get_or_init(|| {
            let root = self.setting("ROOT_URLCONF").and_then(|root| root.as_str().map(str::to_owned));
            root.map(|root| Routes::read(&self.code, &root, &|name| self.setting(name))).unwrap_or_default()
        })
    }

    /// The Celery tasks of the apps.
    pub fn tasks(&self) -> &[Task] {
        self.own.tasks.get_or_init(|| tasks(&self.code, self.own_files()))
    }

    /// Whether `name`, as `module` writes it, is `settings.X` for a setting X whose value is `text`.
    pub fn names_setting(&self, module: &Module, name: &str, text: &str) -> bool {
        let qualified = self.code.resolve(module, name);
        let setting =
            qualified.strip_prefix("django.conf.settings.").and_then(|setting| self.setting(setting));
        setting.is_some_and(|value| value.as_str() == Some(text))
    }

    /// What the served process imports: from the settings and every module that they name, the served modules, the
    /// URLconf, and what Django imports of each installed app.
    pub fn served(&self) -> &Imports {
        self.own.served.get_or_init(|| {
            let mut roots = BTreeSet::from([self.choice.module.clone()]);
            for scenario in &self.scenarios {
                let settings = scenario.settings(Run::DebugOff);
                roots.extend(settings.files.iter().filter_map(|path| self.code.dotted(path)));
                for setting in settings.entries.values() {
                    dotted_names(&setting.value, &mut roots);
                }
            }
            let commands =
                self.deployment.production_commands().filter(|command| command.role == Role::Production);
            roots.extend(commands.filter_map(Command::served_module).map(str::to_owned));
            for route in &self.routes().routes {
                roots.insert(route.module.dotted().to_owned());
                roots.extend(route.view.qualified().map(str::to_owned));
            }
            for app in self.apps() {
                roots.extend(app.config.as_ref().map(|config| config.module().dotted().to_owned()));
                roots.extend(["apps", "models", "admin"].map(|module| format!("{}.{module}", app.name)));
                let tags = self.code.folder(&format!("{}.templatetags", app.name));
                let tags = tags.iter().flat_map(|folder| self.tree.under(folder));
                roots.extend(tags.filter_map(|path| self.code.dotted(path)));
            }
            Imports::follow(&self.code, roots)
        })
    }

    /// A setting in the first environment of production, with `DEBUG` false.
    fn setting(&self, name: &str) -> Option<Datum> {
        self.scenarios.first()?.value(name, Run::DebugOff).datum().cloned()
    }
}

/// The texts in a value that may name something in Python.
fn dotted_names(datum: &Datum, found: &mut BTreeSet<String>) {
    match &datum.shape {
        Shape::Str(text) => {
            // `module:name`, as Celery and some others write it.
            let name = text.split(':').next().unwrap_or_default();
            found.extend(is_dotted(name).then(|| name.to_owned()));
        }
        Shape::List(items) | Shape::Tuple(items) | Shape::Set(items) => {
            for item in items {
                dotted_names(item, found);
            }
        }
        Shape::Dict(entries) => entries.iter().for_each(|(_, value)| dotted_names(value, found)),
        _ => {}
    }
}

/// Whether a file is test code, by its name or its folder.
pub fn is_test(path: &RepoPath) -> bool {
    let name = path.name();
    path.parts().any(|part| matches!(part, "tests" | "test" | "testing" | "testutils" | "test_utils"))
        || name.starts_with("test_")
        || name.ends_with("_test.py")
        || matches!(name, "tests.py" | "conftest.py" | "factories.py")
}
