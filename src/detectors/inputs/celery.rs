//! The project's Celery application and how it is configured.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::json;

use super::{Inputs, Scene};
use crate::detectors::Seen;
use crate::django::Run;
use crate::django::code::{Module, Nested};
use crate::django::urls::condition;
use crate::eval::{Datum, Shape};
use crate::model::Evidence;
use crate::syntax::python::{self, ast};

/// The names of Celery's options in Django settings.
static OPTIONS: LazyLock<Options> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/django/celery.toml"))
        .expect("the table is read by every test of tasks")
});

#[derive(Deserialize)]
struct Options {
    options: IndexMap<String, Vec<String>>,
}

/// The Celery application of the project.
pub struct Celery {
    /// Where it is made.
    pub place: Evidence,
    module: Arc<Module>,
    variable: String,
    /// `Celery(…)`.
    made: ast::ExprCall,
}

/// An option of Celery as one environment has it.
pub struct Configured {
    /// Its name as the project writes it: a setting's, or Celery's own.
    pub name: String,
    /// The value.
    pub value: Datum,
    /// The places that decide.
    pub evidence: Vec<Evidence>,
    /// The deployment file that gives the value, where one does.
    pub given: Option<String>,
}

impl Inputs<'_> {
    /// The project's Celery application; one that reads the Django settings comes before others.
    pub fn celery(&self) -> Option<Celery> {
        let code = &self.facts.code;
        let mut found: Vec<Celery> = Vec::new();
        for path in self.facts.own_files() {
            let Ok(file) = self.facts.tree.text(path) else { continue };
            if !file.text().contains("Celery(") {
                continue;
            }
            let Ok(module) = code.module_at(path) else { continue };
            // A function may make it and hand it out.
            for statement in python::statements(module.body()) {
                let ast::Stmt::Assign(assign) = statement else { continue };
                let (Some(call), [target]) = (python::call(&assign.value), assign.targets.as_slice()) else {
                    continue;
                };
                let (Some(class), Some(variable)) =
                    (python::dotted_name(&call.func), python::dotted_name(target))
                else {
                    continue;
                };
                let class = code.resolve(&module, &class);
                let is_celery = |name: &str| {
                    matches!(name, "celery.Celery" | "celery.app.base.Celery" | "celery.app.Celery")
                };
                let inherits = || {
                    code.class(&class)
                        .is_some_and(|class| code.ancestors(&class).iter().any(|name| is_celery(name)))
                };
                if is_celery(&class) || inherits() {
                    let place = file.evidence(python::span(call));
                    found.push(Celery { place, module: Arc::clone(&module), variable, made: call.clone() });
                }
            }
        }
        found.sort_by_key(|app| !app.module.file().text().contains("config_from_object"));
        self.note("Celery application", &json!(found.first().map(|app| &app.variable)));
        found.into_iter().next()
    }
}

/// Where Celery's configuration is read from.
enum Source {
    /// The Django settings, with a namespace or without.
    Settings(Option<String>),
    /// A module of the repository.
    Module(Arc<Module>),
    /// Something that cannot be followed.
    Other(String),
    /// Nothing.
    None,
}

impl Scene<'_> {
    /// The option `name` of Celery; `None` where nothing sets it.
    ///
    /// `app` is the project's application; without one the settings are read by all their names.
    pub fn celery_option(&self, app: Option<&Celery>, name: &str) -> Option<Configured> {
        let found = self.configured(app, name);
        let told = found.as_ref().map(|found| json!([found.name, self.inputs.canonical(&found.value)]));
        self.inputs.note(format!("Celery's {name}"), &json!(told));
        found
    }

    fn configured(&self, app: Option<&Celery>, name: &str) -> Option<Configured> {
        // Celery itself asks the environment before its configuration.
        let variable = match name {
            "broker_url" => Some("CELERY_BROKER_URL"),
            "result_backend" => Some("CELERY_RESULT_BACKEND"),
            _ => None,
        };
        if let Some(given) = variable.and_then(|variable| self.in_environment(variable)) {
            return Some(given);
        }
        let Some(app) = app else { return self.in_settings(None, name) };
        if let Some(found) = self.in_code(app, name) {
            return Some(found);
        }
        match self.source(app) {
            Source::Settings(namespace) => self.in_settings(namespace.as_deref(), name),
            Source::Module(module) => {
                let value = self.value_of(&module, module.value(name)?);
                let evidence = value.origin.as_ref().and_then(|origin| self.inputs.evidence(origin));
                Some(Configured {
                    name: name.to_owned(),
                    value,
                    evidence: evidence.into_iter().collect(),
                    given: None,
                })
            }
            Source::Other(what) => {
                let value = Datum {
                    shape: Shape::Unknown(format!("Celery is configured from {what}")),
                    origin: None,
                    env: BTreeSet::new(),
                };
                Some(Configured {
                    name: name.to_owned(),
                    value,
                    evidence: vec![app.place.clone()],
                    given: None,
                })
            }
            Source::None => None,
        }
    }

    fn in_environment(&self, variable: &str) -> Option<Configured> {
        let given = self.told(variable)?.text()?;
        if given.is_empty() {
            return None;
        }
        let declared = self.scenario.environment().get(variable)?;
        let value =
            Datum { shape: Shape::Str(given.to_owned()), origin: None, env: [variable.to_owned()].into() };
        Some(Configured {
            name: variable.to_owned(),
            value,
            evidence: self.inputs.deployed(&declared.place).into_iter().collect(),
            given: Some(declared.place.path.to_string()),
        })
    }

    fn in_settings(&self, namespace: Option<&str>, option: &str) -> Option<Configured> {
        let names: Vec<String> = match namespace {
            Some(namespace) => vec![format!("{}_{}", namespace.to_uppercase(), option.to_uppercase())],
            None => OPTIONS.options.get(option).cloned().unwrap_or_default(),
        };
        names.into_iter().find_map(|name| {
            let value = self.scenario.value(&name, Run::DebugOff);
            let seen = Seen { scene: *self, name: "a Celery setting".into(), value };
            if !seen.is_set() && seen.unknown().is_none() {
                return None;
            }
            let datum = seen.datum().cloned().unwrap_or_else(|| Datum {
                shape: Shape::Unknown(seen.unknown().unwrap_or_default()),
                origin: None,
                env: BTreeSet::new(),
            });
            let given = seen.given().first().map(|variable| variable.place.path.to_string());
            Some(Configured { name, value: datum, evidence: seen.evidence(), given })
        })
    }

    /// What the module of the application sets: `Celery(broker=…)`, `app.conf.update(…)`, `app.conf.x = …`.
    fn in_code(&self, app: &Celery, option: &str) -> Option<Configured> {
        let conf = format!("{}.conf", app.variable);
        let argument = match option {
            "broker_url" => "broker",
            "result_backend" => "backend",
            other => other,
        };
        let mut last: Option<(&ast::Expr, bool)> =
            python::keyword_argument(&app.made, argument).map(|value| (value, true));
        for (statement, certain) in self.running(&app.module) {
            let mut take = |value| last = Some((value, certain));
            match statement {
                ast::Stmt::Assign(assign) => {
                    for target in &assign.targets {
                        let is_option = match target {
                            ast::Expr::Attribute(_) => {
                                python::dotted_name(target).as_deref() == Some(&format!("{conf}.{option}"))
                            }
                            ast::Expr::Subscript(item) => {
                                python::dotted_name(&item.value).as_deref() == Some(&conf)
                                    && python::string(&item.slice) == Some(option)
                            }
                            _ => false,
                        };
                        if is_option {
                            take(&*assign.value);
                        }
                    }
                }
                ast::Stmt::Expr(expr) => {
                    let Some(call) = python::call(&expr.value) else { continue };
                    if python::dotted_name(&call.func).as_deref() != Some(&format!("{conf}.update")) {
                        continue;
                    }
                    if let Some(value) = python::keyword_argument(call, option) {
                        take(value);
                    }
                    if let Some(ast::Expr::Dict(dict)) = call.args.first() {
                        let mut pairs = dict.keys.iter().zip(&dict.values);
                        let key =
                            |key: &Option<ast::Expr>| key.as_ref().and_then(python::string) == Some(option);
                        if let Some((_, value)) = pairs.find(|(name, _)| key(name)) {
                            take(value);
                        }
                    }
                }
                _ => {}
            }
        }
        let (expr, certain) = last?;
        let mut value = self.value_of(&app.module, expr);
        let written = app.module.file().evidence(python::span(expr));
        let made = value.origin.as_ref().and_then(|origin| self.inputs.evidence(origin));
        let mut evidence: Vec<Evidence> = made.into_iter().chain([written]).collect();
        // `settings.X`: what the settings rest on comes first.
        if let Some(setting) = python::dotted_name(expr)
            .map(|name| self.inputs.facts.code.resolve(&app.module, &name))
            .and_then(|name| name.strip_prefix("django.conf.settings.").map(str::to_owned))
        {
            let seen = Seen {
                scene: *self,
                name: "a setting".into(),
                value: self.scenario.value(&setting, Run::DebugOff),
            };
            evidence.splice(0..0, seen.evidence());
        }
        if !certain {
            value.shape =
                Shape::Unknown("it is set under a condition that the repository does not decide".to_owned());
        }
        Some(Configured { name: option.to_owned(), value, evidence, given: None })
    }

    /// The statements of a module that run when it is imported, each with whether that is certain.
    pub(super) fn running<'m>(&self, module: &'m Module) -> Vec<(&'m ast::Stmt, bool)> {
        let mut found = Vec::new();
        let mut waiting: Vec<(&[ast::Stmt], bool)> = vec![(module.body(), true)];
        while let Some((body, certain)) = waiting.pop() {
            for (index, statement) in body.iter().enumerate() {
                let ast::Stmt::If(branch) = statement else {
                    found.extend(Nested::new(std::slice::from_ref(statement)).map(|inner| (inner, certain)));
                    continue;
                };
                let setting = |name: &str| self.scenario.value(name, Run::DebugOff).datum().cloned();
                let holds = condition(&self.inputs.facts.code, module, &branch.test, &setting);
                waiting.push((&body[index + 1..], certain));
                if holds != Some(true) {
                    waiting.push((&branch.orelse, certain && holds.is_some()));
                }
                if holds != Some(false) {
                    waiting.push((&branch.body, certain && holds.is_some()));
                }
                break;
            }
        }
        found
    }

    /// What `config_from_object` reads.
    fn source(&self, app: &Celery) -> Source {
        let code = &self.inputs.facts.code;
        let wanted = format!("{}.config_from_object", app.variable);
        for statement in python::statements(app.module.body()) {
            let ast::Stmt::Expr(expr) = statement else { continue };
            let Some(call) = python::call(&expr.value) else { continue };
            if python::dotted_name(&call.func).as_deref() != Some(&wanted) {
                continue;
            }
            let Some(object) = python::argument(call, 0, "obj") else { continue };
            let named = python::string(object)
                .map(|text| text.replace(':', "."))
                .or_else(|| python::dotted_name(object).map(|name| code.resolve(&app.module, &name)));
            let Some(named) = named else { return Source::Other("an object that is computed".to_owned()) };
            if named == "django.conf.settings" {
                let namespace = python::keyword_argument(call, "namespace")
                    .map(|value| self.value_of(&app.module, value));
                let text = namespace.as_ref().and_then(Datum::as_str).map(str::to_owned);
                return match (namespace, text) {
                    (None, _) => Source::Settings(None),
                    (_, Some(text)) => Source::Settings(Some(text).filter(|text| !text.is_empty())),
                    (Some(_), None) => {
                        Source::Other("Django settings under a namespace that is computed".to_owned())
                    }
                };
            }
            return match code.module(&named) {
                Ok(Some(module)) => Source::Module(module),
                _ => Source::Other(named),
            };
        }
        Source::None
    }
}

impl Celery {
    /// The base class that the application gives every task (`Celery(task_cls=…)`), where the repository defines it.
    pub(super) fn task_class(&self, inputs: &Inputs<'_>) -> Option<crate::django::code::Class> {
        let code = &inputs.facts.code;
        let value = python::keyword_argument(&self.made, "task_cls")?;
        let name = match python::string(value) {
            Some(text) => text.replace(':', "."),
            None => code.resolve(&self.module, &python::dotted_name(value)?),
        };
        code.class(&name)
    }
}
