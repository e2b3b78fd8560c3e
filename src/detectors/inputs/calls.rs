//! The calls that a module makes, each with the conditions around it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::base::Span;
use crate::django::code::{Code, Module, nested_blocks};
use crate::syntax::python::{self, Node, ast};

/// One condition on the way to a call: the test, and whether it must hold or fail.
#[derive(Clone)]
pub(super) struct Condition {
    pub(super) test: ast::Expr,
    pub(super) holds: bool,
}

/// One call.
#[derive(Clone)]
pub(super) struct Call {
    /// What is called, as a qualified name.
    pub(super) name: String,
    pub(super) node: ast::ExprCall,
    /// The function that holds it, as the module names it (`CoreConfig.ready`); `None` where importing the module makes the call.
    pub(super) function: Option<String>,
    pub(super) conditions: Vec<Condition>,
    pub(super) module: Arc<Module>,
}

impl Call {
    pub(super) fn span(&self) -> Span {
        python::span(&self.node)
    }
}

/// What is still to be walked: statements, in a function, under conditions.
struct Block<'m> {
    body: &'m [ast::Stmt],
    function: Option<String>,
    class: Option<String>,
    conditions: Vec<Condition>,
}

/// Every call in `module` that names what it calls, in no particular order.
pub(super) fn calls(code: &Code<'_>, module: &Arc<Module>) -> Vec<Call> {
    let inner = local_imports(module);
    let mut found = Vec::new();
    let mut waiting =
        vec![Block { body: module.body(), function: None, class: None, conditions: Vec::new() }];
    while let Some(block) = waiting.pop() {
        let mut conditions = block.conditions.clone();
        for statement in block.body {
            let within = |body, conditions: &[Condition]| Block {
                body,
                function: block.function.clone(),
                class: block.class.clone(),
                conditions: conditions.to_vec(),
            };
            let mut heads: Vec<&ast::Expr> = Vec::new();
            match statement {
                ast::Stmt::FunctionDef(def) => waiting.push(inside(&block, &def.name, &def.body)),
                ast::Stmt::AsyncFunctionDef(def) => waiting.push(inside(&block, &def.name, &def.body)),
                ast::Stmt::ClassDef(def) => {
                    let class = qualify(block.class.as_deref(), &def.name);
                    waiting.push(Block { class: Some(class), ..within(&def.body, &conditions) });
                }
                ast::Stmt::If(branch) => {
                    heads.push(&branch.test);
                    let with = |holds| {
                        let mut conditions = conditions.clone();
                        conditions.push(Condition { test: (*branch.test).clone(), holds });
                        conditions
                    };
                    waiting.push(within(&branch.body, &with(true)));
                    waiting.push(within(&branch.orelse, &with(false)));
                    if leaves(&branch.body) {
                        conditions = with(false);
                    }
                }
                other if !nested_blocks(other).is_empty() => {
                    for body in nested_blocks(other) {
                        waiting.push(within(body, &conditions));
                    }
                }
                other => {
                    for node in python::walk(std::slice::from_ref(other)) {
                        if let Node::Expr(expr @ ast::Expr::Call(_)) = node {
                            heads.push(expr);
                        }
                    }
                }
            }
            for call in heads.into_iter().filter_map(python::call) {
                let Some(written) = python::dotted_name(&call.func) else { continue };
                found.push(Call {
                    name: resolve(code, module, &inner, &written),
                    node: call.clone(),
                    function: block.function.clone(),
                    conditions: conditions.clone(),
                    module: Arc::clone(module),
                });
            }
        }
    }
    found
}

fn inside<'m>(block: &Block<'m>, name: &str, body: &'m [ast::Stmt]) -> Block<'m> {
    // A function inside a function runs when that one calls it, as far as can be told.
    let function = block.function.clone().unwrap_or_else(|| qualify(block.class.as_deref(), name));
    let conditions = if block.function.is_some() { block.conditions.clone() } else { Vec::new() };
    Block { body, function: Some(function), class: block.class.clone(), conditions }
}

fn qualify(class: Option<&str>, name: &str) -> String {
    class.map_or_else(|| name.to_owned(), |class| format!("{class}.{name}"))
}

/// Whether a block ends in leaving the function; one that raises stops the process, and what follows holds wherever it runs.
fn leaves(body: &[ast::Stmt]) -> bool {
    matches!(body.last(), Some(ast::Stmt::Return(_)))
}

/// Names that imports inside functions bind.
pub(super) fn local_imports(module: &Module) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for statement in python::statements(module.body()) {
        let ast::Stmt::ImportFrom(import) = statement else { continue };
        let Some(source) = module.source_of(import) else { continue };
        for alias in &import.names {
            let name = alias.asname.as_ref().unwrap_or(&alias.name).to_string();
            names.insert(name, format!("{source}.{}", alias.name));
        }
    }
    names
}

pub(super) fn resolve(
    code: &Code<'_>,
    module: &Module,
    inner: &HashMap<String, String>,
    written: &str,
) -> String {
    let (first, rest) = written.split_once('.').map_or((written, None), |(first, rest)| (first, Some(rest)));
    match inner.get(first).filter(|_| module.binding(first).is_none()) {
        Some(target) => {
            code.canonical(&rest.map_or_else(|| target.clone(), |rest| format!("{target}.{rest}")))
        }
        None => code.resolve(module, written),
    }
}
