//! What the URLconf names.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::Inputs;
use crate::django::Run;
use crate::django::code::{Module, nested_blocks};
use crate::django::urls::condition;
use crate::model::Evidence;
use crate::syntax::python::{self, Node, ast};

/// A place in a URLconf that names a view of a package.
pub struct Named {
    /// The name, qualified.
    pub name: String,
    /// Where it stands.
    pub place: Evidence,
    /// Whether the condition around it holds in production: `None` where that cannot be known.
    pub holds: Option<bool>,
}

impl Inputs<'_> {
    /// Why the URLconf could not be read; `None` where routes were found.
    pub fn routes_gap(&self) -> Option<&'static str> {
        let none = self.facts.routes().routes.is_empty();
        self.note("routes read", &json!(!none));
        none.then_some("no route could be read from ROOT_URLCONF")
    }

    /// Where the project's URLconf modules use one of `names` (a name that ends in a dot stands for all in it), by itself,
    /// through a variable or through a class of the project that descends from it.
    ///
    /// A variable that merely holds such a view, and that nothing uses, does not count.
    pub fn routed(&self, names: &[String]) -> Vec<Named> {
        let is_wanted = |name: &str| {
            names
                .iter()
                .any(|wanted| name == wanted || (wanted.ends_with('.') && name.starts_with(wanted.as_str())))
        };
        // Each module with whether one of its routes is there whatever is set.
        let mut modules: BTreeMap<&str, (&Arc<Module>, bool)> = BTreeMap::new();
        for route in &self.facts.routes().routes {
            modules.entry(route.module.dotted()).or_insert((&route.module, false)).1 |= !route.conditional;
        }
        let mut found = Vec::new();
        for (module, is_certain) in modules.values() {
            self.walk(module, module.body(), is_certain.then_some(true), &mut |name, expr, holds| {
                let Some(name) = self.stands_for(module, name, &is_wanted) else { return };
                found.push(Named { name, place: module.file().evidence(python::span(expr)), holds });
            });
        }
        let told = found.iter().map(|named| json!([self.logical(&named.name), named.holds]));
        self.note_each(&format!("routed {}", names.join(", ")), told);
        found
    }

    /// Every name that the statements of a URLconf use, with whether they run; imports, definitions and plain assignments
    /// of single calls use nothing.
    fn walk(
        &self,
        module: &Module,
        body: &[ast::Stmt],
        holds: Option<bool>,
        found: &mut impl FnMut(&str, &ast::Expr, Option<bool>),
    ) {
        for statement in body {
            match statement {
                ast::Stmt::If(branch) => {
                    let setting = |name: &str| {
                        let scene = self.scenes().into_iter().next()?;
                        scene.scenario.value(name, Run::DebugOff).datum().cloned()
                    };
                    let test = condition(&self.facts.code, module, &branch.test, &setting);
                    let both = |test: Option<bool>| match (holds, test) {
                        (Some(false), _) | (_, Some(false)) => Some(false),
                        (Some(true), Some(true)) => Some(true),
                        _ => None,
                    };
                    self.walk(module, &branch.body, both(test), found);
                    self.walk(module, &branch.orelse, both(test.map(|test| !test)), found);
                }
                ast::Stmt::FunctionDef(_) | ast::Stmt::AsyncFunctionDef(_) | ast::Stmt::ClassDef(_) => {}
                ast::Stmt::Assign(assign)
                    if matches!(*assign.value, ast::Expr::Call(_)) && !is_patterns(assign) => {}
                other if !nested_blocks(other).is_empty() => {
                    for block in nested_blocks(other) {
                        self.walk(module, block, holds, found);
                    }
                }
                other => {
                    for node in python::walk(std::slice::from_ref(other)) {
                        if let Node::Expr(expr @ (ast::Expr::Name(_) | ast::Expr::Attribute(_))) = node
                            && let Some(name) = python::dotted_name(expr)
                        {
                            found(&name, expr, holds);
                        }
                    }
                }
            }
        }
    }

    /// The wanted name that `written` stands for.
    fn stands_for(
        &self,
        module: &Module,
        written: &str,
        is_wanted: &impl Fn(&str) -> bool,
    ) -> Option<String> {
        let code = &self.facts.code;
        let qualified = code.resolve(module, written);
        if is_wanted(&qualified) {
            return Some(qualified);
        }
        if let Some(class) = code.class(&qualified) {
            return code.ancestors(&class).into_iter().find(|name| is_wanted(name));
        }
        let (home, variable) = qualified.rsplit_once('.')?;
        let home = code.module(home).ok()??;
        let call = python::call(home.value(variable)?)?;
        let made_by = code.resolve(&home, &python::dotted_name(&call.func)?);
        is_wanted(&made_by).then_some(made_by)
    }
}

/// Whether an assignment makes a list of routes by a call (`urlpatterns = i18n_patterns(…)`).
fn is_patterns(assign: &ast::StmtAssign) -> bool {
    assign
        .targets
        .iter()
        .any(|target| python::dotted_name(target).is_some_and(|name| name.contains("patterns")))
}
