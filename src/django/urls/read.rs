//! Following `urlpatterns`, includes and routers.

use std::sync::Arc;

use super::condition::{SettingLookup, condition};
use super::{Gap, Route, Routes, View};
use crate::django::code::{Code, Module};
use crate::syntax::python::{self, ast};

/// How deep includes and nested expressions may go.
const DEEPEST: usize = 40;
/// How many lists and entries are read at most: a URLconf that includes itself twice must end too.
const MOST_STEPS: usize = 100_000;

pub(super) fn routes(code: &Code<'_>, root: &str, settings: &SettingLookup<'_>) -> Routes {
    let mut reader = Reader { code, settings, routes: Routes::default(), steps: 0 };
    reader.urlconf(root, &Prefix { path: "/".to_owned(), conditional: false, depth: 0 }, None);
    reader.routes
}

/// What the includes around a pattern add to it.
#[derive(Clone)]
struct Prefix {
    path: String,
    conditional: bool,
    depth: usize,
}

struct Reader<'a> {
    code: &'a Code<'a>,
    settings: &'a SettingLookup<'a>,
    routes: Routes,
    steps: usize,
}

impl Reader<'_> {
    /// The `urlpatterns` of the module `dotted`; `from` is the include that names it.
    fn urlconf(&mut self, dotted: &str, prefix: &Prefix, from: Option<(&Arc<Module>, &ast::Expr)>) {
        let reason = match self.code.module(dotted) {
            Ok(Some(module)) => return self.variable(&module, "urlpatterns", prefix),
            Ok(None) => format!("{dotted} comes from an installed package"),
            Err(reason) => reason,
        };
        match from {
            Some((module, expr)) => self.gap(module, expr, prefix, reason),
            None => self.routes.gaps.push(Gap {
                path: crate::base::RepoPath::root(),
                line: 0,
                prefix: prefix.path.clone(),
                reason,
            }),
        }
    }

    fn gap(&mut self, module: &Arc<Module>, expr: &ast::Expr, prefix: &Prefix, reason: impl Into<String>) {
        let file = module.file();
        self.routes.gaps.push(Gap {
            path: file.path().clone(),
            line: file.line(python::span(expr).start),
            prefix: prefix.path.clone(),
            reason: reason.into(),
        });
    }

    /// Everything that `module` puts into its list `name`, statement by statement.
    fn variable(&mut self, module: &Arc<Module>, name: &str, prefix: &Prefix) {
        let Some(prefix) = self.deeper(prefix) else { return };
        self.block(module, module.body(), name, &prefix);
    }

    fn block(&mut self, module: &Arc<Module>, body: &[ast::Stmt], name: &str, prefix: &Prefix) {
        let named = |expr: &ast::Expr| matches!(expr, ast::Expr::Name(n) if n.id.as_str() == name);
        for statement in body {
            match statement {
                ast::Stmt::Assign(assign) if assign.targets.iter().any(named) => {
                    self.patterns(module, &assign.value, prefix);
                }
                ast::Stmt::AnnAssign(assign) if named(&assign.target) => {
                    if let Some(value) = &assign.value {
                        self.patterns(module, value, prefix);
                    }
                }
                ast::Stmt::AugAssign(assign) if named(&assign.target) => {
                    self.patterns(module, &assign.value, prefix);
                }
                ast::Stmt::Expr(expr) => self.mutation(module, &expr.value, name, prefix),
                ast::Stmt::If(branch) => {
                    let holds = condition(self.code, module, &branch.test, self.settings);
                    let unsure =
                        Prefix { conditional: prefix.conditional || holds.is_none(), ..prefix.clone() };
                    if holds != Some(false) {
                        self.block(module, &branch.body, name, &unsure);
                    }
                    if holds != Some(true) {
                        self.block(module, &branch.orelse, name, &unsure);
                    }
                }
                ast::Stmt::Try(attempt) => {
                    self.block(module, &attempt.body, name, prefix);
                    self.block(module, &attempt.orelse, name, prefix);
                }
                _ => {}
            }
        }
    }

    /// `urlpatterns.append(…)`, `.insert(0, …)`, `.extend(…)`.
    fn mutation(&mut self, module: &Arc<Module>, expr: &ast::Expr, name: &str, prefix: &Prefix) {
        let ast::Expr::Call(call) = expr else { return };
        let ast::Expr::Attribute(method) = &*call.func else { return };
        if !matches!(&*method.value, ast::Expr::Name(n) if n.id.as_str() == name) {
            return;
        }
        match (method.attr.as_str(), call.args.as_slice()) {
            ("append", [entry]) | ("insert", [_, entry]) => self.entry(module, entry, prefix),
            ("extend", [list]) => self.patterns(module, list, prefix),
            _ => {}
        }
    }

    /// A list of patterns, however it is written.
    fn patterns(&mut self, module: &Arc<Module>, expr: &ast::Expr, prefix: &Prefix) {
        let Some(prefix) = &self.deeper(prefix) else { return };
        if let Some(entries) = python::items(expr) {
            for entry in entries {
                match entry {
                    ast::Expr::Starred(starred) => self.patterns(module, &starred.value, prefix),
                    entry => self.entry(module, entry, prefix),
                }
            }
            return;
        }
        match expr {
            ast::Expr::BinOp(sum) if matches!(sum.op, ast::Operator::Add) => {
                self.patterns(module, &sum.left, prefix);
                self.patterns(module, &sum.right, prefix);
            }
            ast::Expr::Call(call) => match function_name(call) {
                // `reduce(add, groups)`: the lists of a list, one after the other.
                "reduce" => {
                    let lists = match call.args.get(1) {
                        Some(ast::Expr::Name(name)) => module.value(name.id.as_str()),
                        other => other,
                    };
                    match lists.and_then(python::items) {
                        Some(lists) => {
                            for list in lists {
                                self.patterns(module, list, prefix);
                            }
                        }
                        None => self.gap(module, expr, prefix, "patterns that are computed"),
                    }
                }
                "i18n_patterns" => {
                    let prefix = Prefix { path: format!("{}<language>/", prefix.path), ..prefix.clone() };
                    for arg in &call.args {
                        match arg {
                            ast::Expr::Starred(starred) => self.patterns(module, &starred.value, &prefix),
                            arg => self.entry(module, arg, &prefix),
                        }
                    }
                }
                "static" | "staticfiles_urlpatterns" => {}
                "patterns" => call.args.iter().skip(1).for_each(|arg| self.entry(module, arg, prefix)),
                _ => match call.args.first() {
                    // `format_suffix_patterns(urlpatterns)`, `list(…)`, `decorator(patterns)`
                    Some(inner) => self.patterns(module, inner, prefix),
                    None => self.gap(module, expr, prefix, "patterns made by a function"),
                },
            },
            ast::Expr::Name(_) | ast::Expr::Attribute(_) => self.named(module, expr, prefix),
            _ => self.gap(module, expr, prefix, "patterns that are computed"),
        }
    }

    /// A list or router that stands under a name: `api_patterns`, `router.urls`, `admin.site.urls`.
    fn named(&mut self, module: &Arc<Module>, expr: &ast::Expr, prefix: &Prefix) {
        let Some(name) = python::dotted_name(expr) else {
            return self.gap(module, expr, prefix, "patterns that are computed");
        };
        let (name, is_router) =
            name.strip_suffix(".urls").map_or((name.as_str(), false), |router| (router, true));
        let qualified = self.code.resolve(module, name);
        let home = qualified
            .rsplit_once('.')
            .and_then(|(home, variable)| Some((self.code.module(home).ok()??, variable.to_owned())));
        match home {
            Some((home, variable)) if is_router => self.router(&home, &variable, prefix),
            Some((home, variable)) if variable == "urlpatterns" || home.binding(&variable).is_some() => {
                self.variable(&home, &variable, prefix);
            }
            _ => self.gap(module, expr, prefix, format!("{qualified} comes from an installed package")),
        }
    }

    /// `router.register("prefix", ViewSet)` in the module that makes the router.
    fn router(&mut self, module: &Arc<Module>, name: &str, prefix: &Prefix) {
        for statement in module.statements() {
            let ast::Stmt::Expr(expr) = statement else { continue };
            let ast::Expr::Call(call) = &*expr.value else { continue };
            if python::dotted_name(&call.func).as_deref() != Some(&format!("{name}.register")) {
                continue;
            }
            let pattern = call
                .args
                .first()
                .or_else(|| python::keyword_argument(call, "prefix"))
                .and_then(python::string)
                .unwrap_or_default();
            let Some(view) = call.args.get(1).or_else(|| python::keyword_argument(call, "viewset")) else {
                continue;
            };
            let view = match View::read(self.code, module, view) {
                View::Function(class) => View::Class(class),
                other => other,
            };
            let name = python::keyword_argument(call, "basename")
                .or_else(|| call.args.get(2))
                .and_then(python::string)
                .map(str::to_owned);
            let path = format!("{}{}/", prefix.path, plain(pattern, true).trim_matches('/'));
            self.routes.routes.push(Route {
                path,
                view,
                name,
                conditional: prefix.conditional,
                module: module.clone(),
                span: python::span(call),
            });
        }
    }

    /// One `path(…)`, `re_path(…)` or `url(…)`.
    fn entry(&mut self, module: &Arc<Module>, expr: &ast::Expr, prefix: &Prefix) {
        let Some(prefix) = &self.deeper(prefix) else { return };
        let call = match expr {
            ast::Expr::Call(call) => call,
            ast::Expr::Name(name) => match module.value(&name.id) {
                Some(value @ ast::Expr::Call(_)) => return self.entry(module, value, prefix),
                _ => return self.named(module, expr, prefix),
            },
            _ => return self.gap(module, expr, prefix, "a pattern that is computed"),
        };
        let is_regex = match function_name(call) {
            "path" => false,
            "re_path" | "url" => true,
            _ => return self.patterns(module, expr, prefix),
        };
        let route = call
            .args
            .first()
            .or_else(|| python::keyword_argument(call, "route"))
            .or_else(|| python::keyword_argument(call, "regex"));
        let Some(view) = call.args.get(1).or_else(|| python::keyword_argument(call, "view")) else {
            return self.gap(module, expr, prefix, "a pattern without a view");
        };
        let own =
            route.and_then(pattern_text).map_or_else(|| "<computed>".to_owned(), |own| plain(own, is_regex));
        let within = Prefix { path: format!("{}{own}", prefix.path), ..prefix.clone() };
        if let ast::Expr::Call(include) = view
            && function_name(include).contains("include")
        {
            return self.include(module, include, &within);
        }
        let is_site = matches!(view, ast::Expr::Attribute(a) if a.attr.as_str() == "urls");
        if is_site || python::items(view).is_some() {
            return self.patterns(module, view, &within);
        }
        let name = call
            .args
            .get(3)
            .or_else(|| python::keyword_argument(call, "name"))
            .and_then(python::string)
            .map(str::to_owned);
        self.routes.routes.push(Route {
            path: within.path,
            view: View::read(self.code, module, view),
            name,
            conditional: prefix.conditional,
            module: module.clone(),
            span: python::span(call),
        });
    }

    fn include(&mut self, module: &Arc<Module>, call: &ast::ExprCall, prefix: &Prefix) {
        let Some(first) = call.args.first() else { return };
        // `include((patterns, "app"))`
        let target = match first {
            ast::Expr::Tuple(tuple) if !tuple.elts.is_empty() => &tuple.elts[0],
            other => other,
        };
        match target {
            ast::Expr::Constant(_) => {
                if let Some(dotted) = python::string(target) {
                    self.urlconf(dotted, prefix, Some((module, target)));
                }
            }
            ast::Expr::Name(_) | ast::Expr::Attribute(_) => {
                let name = python::dotted_name(target).unwrap_or_default();
                let qualified = self.code.resolve(module, &name);
                match self.code.module(&qualified) {
                    Ok(Some(_)) => self.urlconf(&qualified, prefix, Some((module, target))),
                    _ => self.patterns(module, target, prefix),
                }
            }
            _ => self.patterns(module, target, prefix),
        }
    }

    /// The prefix one level further in; `None` where a bound is reached.
    fn deeper(&mut self, prefix: &Prefix) -> Option<Prefix> {
        self.steps += 1;
        let inside = self.steps <= MOST_STEPS && prefix.depth < DEEPEST;
        inside.then(|| Prefix { depth: prefix.depth + 1, ..prefix.clone() })
    }
}

fn function_name(call: &ast::ExprCall) -> &str {
    match &*call.func {
        ast::Expr::Name(name) => name.id.as_str(),
        ast::Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    }
}

/// The text of a route, also inside a translation: `path(_("about/"), …)`.
fn pattern_text(expr: &ast::Expr) -> Option<&str> {
    match expr {
        ast::Expr::Call(call) => call.args.first().and_then(python::string),
        other => python::string(other),
    }
}

/// A pattern as people read it: a regular expression loses its anchors and the escapes of plain characters.
fn plain(pattern: &str, is_regex: bool) -> String {
    if !is_regex {
        return pattern.to_owned();
    }
    let body = pattern.strip_prefix('^').unwrap_or(pattern);
    let body = body.strip_suffix('$').or_else(|| body.strip_suffix("\\Z")).unwrap_or(body);
    let mut text = String::with_capacity(body.len());
    let mut characters = body.chars().peekable();
    while let Some(c) = characters.next() {
        match characters.peek() {
            Some(next) if c == '\\' && matches!(next, '.' | '-' | '/' | '_') => {}
            // A slash that may be missing reads as one that is there.
            _ if c == '?' && text.ends_with('/') => {}
            _ => text.push(c),
        }
    }
    text
}
