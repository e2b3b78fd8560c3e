//! What a view checks, its helpers in the project followed.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::json;

use super::Inputs;
use super::calls::{local_imports, resolve};
use crate::django::code::Module;
use crate::model::Evidence;
use crate::syntax::python::{self, ast};

/// How many functions are followed from a view.
const MOST_FOLLOWED: usize = 40;

/// Whom a view lets in.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Admits {
    /// Everybody.
    #[default]
    All,
    /// Whom DRF's default permission admits: it says nothing itself.
    ByDefault,
    /// Who has logged in: it, a decorator or a base of it says so.
    LoggedIn,
}

/// What a view does, as far as its source tells.
#[derive(Debug, Default)]
pub struct Checks {
    /// Where it uses the database.
    pub database: Option<Evidence>,
    /// Where it uses the cache.
    pub cache: Option<Evidence>,
    /// Whether it asks another service or a worker.
    pub asks_others: bool,
    /// Whether it renders a page.
    pub is_page: bool,
    /// Whom it lets in.
    pub admits: Admits,
    /// Where it is defined; `None` where its source cannot be found.
    pub place: Option<Evidence>,
}

/// Names that ask for a login.
const LOGIN: [&str; 10] = [
    "login_required",
    "permission_required",
    "staff_member_required",
    "user_passes_test",
    "LoginRequiredMixin",
    "PermissionRequiredMixin",
    "UserPassesTestMixin",
    "IsAuthenticated",
    "IsAdminUser",
    "DjangoModelPermissions",
];
/// Bases and functions of pages.
const PAGES: [&str; 8] = [
    "TemplateView",
    "ListView",
    "DetailView",
    "FormView",
    "CreateView",
    "UpdateView",
    "django.shortcuts.render",
    "RedirectView",
];
/// Packages that reach other services.
const OTHERS: [&str; 6] = ["requests", "httpx", "urllib", "aiohttp", "elasticsearch", "celery"];

impl Inputs<'_> {
    /// What the view `qualified` checks.
    pub fn checks(&self, qualified: &str) -> Checks {
        let code = &self.facts.code;
        let mut checks = Checks::default();
        let mut seen = HashSet::new();
        let mut waiting = vec![code.canonical(qualified)];
        if let Some(class) = code.class(qualified) {
            let ancestors = code.ancestors(&class);
            let is =
                |list: &[&str]| ancestors.iter().any(|name| list.iter().any(|word| name.ends_with(word)));
            let login = is(&LOGIN);
            checks.is_page = is(&PAGES);
            let is_drf = ancestors.iter().any(|name| name.starts_with("rest_framework."));
            let is_silent = is_drf && code.inherited(&class, "permission_classes").is_none();
            checks.admits = match (login, is_silent) {
                (true, _) => Admits::LoggedIn,
                (false, true) => Admits::ByDefault,
                (false, false) => Admits::All,
            };
            waiting.extend(ancestors);
        }
        let mut text = String::new();
        while let Some(name) = waiting.pop() {
            if seen.len() >= MOST_FOLLOWED || !seen.insert(name.clone()) {
                continue;
            }
            let Some((module, statement)) = self.statement(&name) else { continue };
            let is_view = checks.place.is_none();
            if is_view {
                checks.place = Some(super::classes::at(&module, python::span(&statement).start));
            }
            text.push_str(&python::normal_statement(&statement));
            text.push('\n');
            checks.read(self, &module, &statement, &mut waiting);
        }
        if text.contains("api_view") && !text.contains("permission_classes") {
            checks.admits = checks.admits.max(Admits::ByDefault);
        }
        let told = [
            ("database", checks.database.is_some()),
            ("cache", checks.cache.is_some()),
            ("others", checks.asks_others),
            ("page", checks.is_page),
        ];
        let told: Vec<&str> = told.into_iter().filter(|(_, is)| *is).map(|(word, _)| word).collect();
        let name = self.logical(qualified);
        self.note(format!("what {name} checks"), &json!([told, format!("{:?}", checks.admits)]));
        self.note(format!("view {name}"), &json!(text));
        checks
    }

    /// The statement that defines a function or class of the project.
    fn statement(&self, qualified: &str) -> Option<(Arc<Module>, ast::Stmt)> {
        let (home, name) = qualified.rsplit_once('.')?;
        let module = self.facts.code.module(home).ok()??;
        let function = module.function(name).cloned();
        let statement =
            function.or_else(|| module.class(name).map(|class| ast::Stmt::ClassDef(class.clone())))?;
        Some((module, statement))
    }
}

impl Checks {
    fn read(
        &mut self,
        inputs: &Inputs<'_>,
        module: &Arc<Module>,
        statement: &ast::Stmt,
        waiting: &mut Vec<String>,
    ) {
        let code = &inputs.facts.code;
        let inner = local_imports(module);
        let body = std::slice::from_ref(statement);
        let source = module.file().slice(python::span(statement)).to_lowercase();
        for expr in python::expressions(body) {
            let at = || super::classes::at(module, python::span(expr).start);
            if let ast::Expr::Attribute(attribute) = expr {
                match attribute.attr.as_str() {
                    "objects" | "ensure_connection" => {
                        self.database.get_or_insert_with(at);
                    }
                    "ping" if source.contains("redis") => {
                        self.cache.get_or_insert_with(at);
                    }
                    "control" => self.asks_others = true,
                    _ => {}
                }
            }
            let Some(written) = python::dotted_name(expr) else { continue };
            let name = resolve(code, module, &inner, &written);
            let last = name.rsplit('.').next().unwrap_or(&name);
            if ["django.db.connection", "django.db.connections", "django.db.migrations"]
                .iter()
                .any(|start| name.starts_with(start))
            {
                self.database.get_or_insert_with(at);
            } else if name.starts_with("django.core.cache.cache") || last == "get_redis_connection" {
                self.cache.get_or_insert_with(at);
            } else if OTHERS.iter().any(|package| name.split('.').next() == Some(package)) {
                self.asks_others = true;
            } else if PAGES.contains(&name.as_str()) {
                self.is_page = true;
            } else if LOGIN.contains(&last) {
                self.admits = Admits::LoggedIn;
            } else if name.contains('.') && inputs.is_function(&name) {
                waiting.push(name);
            }
        }
    }
}

impl Inputs<'_> {
    fn is_function(&self, qualified: &str) -> bool {
        let Some((home, name)) = qualified.rsplit_once('.') else { return false };
        matches!(self.facts.code.module(home), Ok(Some(module)) if module.function(name).is_some())
    }
}
