//! One parsed module and the names that it binds.

use std::collections::HashMap;
use std::sync::Arc;

use super::Nested;
use crate::base::RepoPath;
use crate::source::{SourceFile, Tree};
use crate::syntax::python::{self, ast};

/// What a name of a module is bound to; the last binding in the source counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// Imported: the qualified name that it stands for.
    Import(String),
    /// A function or class of this module.
    Definition,
    /// Assigned.
    Value,
}

/// One module of the project.
pub struct Module {
    file: Arc<SourceFile>,
    dotted: String,
    body: Vec<ast::Stmt>,
    bindings: HashMap<String, Binding>,
    stars: Vec<String>,
}

impl Module {
    /// Reads and parses the file at `path`, which is imported as `dotted`.
    pub(super) fn read(tree: &Tree, path: &RepoPath, dotted: String) -> Result<Self, String> {
        let file = tree.text(path).map_err(|error| error.to_string())?;
        let body = python::parse(file.text())
            .map_err(|error| format!("{path}:{}: {}", file.line(error.offset), error.message))?;
        let package = package_of(path, &dotted).to_owned();
        let mut module = Self { file, dotted, body: Vec::new(), bindings: HashMap::new(), stars: Vec::new() };
        for statement in Nested::new(&body) {
            module.bind(statement, &package);
        }
        module.body = body;
        Ok(module)
    }

    fn bind(&mut self, statement: &ast::Stmt, package: &str) {
        match statement {
            ast::Stmt::Import(import) => {
                for alias in &import.names {
                    // `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
                    let (name, target) = if let Some(name) = &alias.asname {
                        (name.as_str(), alias.name.as_str())
                    } else {
                        let first = alias.name.split('.').next().unwrap_or_default();
                        (first, first)
                    };
                    self.bindings.insert(name.to_owned(), Binding::Import(target.to_owned()));
                }
            }
            ast::Stmt::ImportFrom(import) => self.bind_from(import, package),
            ast::Stmt::FunctionDef(def) => self.define(&def.name),
            ast::Stmt::AsyncFunctionDef(def) => self.define(&def.name),
            ast::Stmt::ClassDef(def) => self.define(&def.name),
            ast::Stmt::Assign(assign) => assign.targets.iter().for_each(|target| self.assign(target)),
            ast::Stmt::AnnAssign(assign) if assign.value.is_some() => self.assign(&assign.target),
            ast::Stmt::For(each) => self.assign(&each.target),
            ast::Stmt::With(with) => {
                with.items
                    .iter()
                    .filter_map(|item| item.optional_vars.as_deref())
                    .for_each(|v| self.assign(v));
            }
            _ => {}
        }
    }

    fn bind_from(&mut self, import: &ast::StmtImportFrom, package: &str) {
        let Some(source) = source_of(import, package) else { return };
        for alias in &import.names {
            if alias.name.as_str() == "*" {
                self.stars.push(source.clone());
                continue;
            }
            let name = alias.asname.as_ref().unwrap_or(&alias.name).to_string();
            let target =
                if source.is_empty() { alias.name.to_string() } else { format!("{source}.{}", alias.name) };
            self.bindings.insert(name, Binding::Import(target));
        }
    }

    fn define(&mut self, name: &str) {
        self.bindings.insert(name.to_owned(), Binding::Definition);
    }

    fn assign(&mut self, target: &ast::Expr) {
        match target {
            ast::Expr::Name(name) => {
                self.bindings.insert(name.id.to_string(), Binding::Value);
            }
            ast::Expr::Tuple(tuple) => tuple.elts.iter().for_each(|element| self.assign(element)),
            ast::Expr::List(list) => list.elts.iter().for_each(|element| self.assign(element)),
            _ => {}
        }
    }

    /// The file.
    pub fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// The dotted name.
    pub fn dotted(&self) -> &str {
        &self.dotted
    }

    /// The module that a `from … import` inside this one names, dotted; `None` where its dots leave the package.
    pub fn source_of(&self, import: &ast::StmtImportFrom) -> Option<String> {
        source_of(import, package_of(self.file.path(), &self.dotted))
    }

    /// The statements.
    pub fn body(&self) -> &[ast::Stmt] {
        &self.body
    }

    /// The statements that run when the module is imported, those inside `if`, `try` and the like too.
    pub fn statements(&self) -> Nested<'_> {
        Nested::new(&self.body)
    }

    /// What `name` is bound to.
    pub fn binding(&self, name: &str) -> Option<&Binding> {
        self.bindings.get(name)
    }

    /// The modules whose names this one takes by `from … import *`, dotted, in order.
    pub fn star_imports(&self) -> &[String] {
        &self.stars
    }

    /// The class of that name at the module's top level, the last one.
    pub fn class(&self, name: &str) -> Option<&ast::StmtClassDef> {
        self.statements()
            .filter_map(|statement| match statement {
                ast::Stmt::ClassDef(class) if class.name.as_str() == name => Some(class),
                _ => None,
            })
            .last()
    }

    /// The classes that importing the module makes, in order: those under `if TYPE_CHECKING:` are none.
    pub fn classes(&self) -> impl Iterator<Item = &ast::StmtClassDef> {
        Nested::at_run_time(&self.body).filter_map(|statement| match statement {
            ast::Stmt::ClassDef(class) => Some(class),
            _ => None,
        })
    }

    /// The last value assigned to `name` at the module's top level.
    pub fn value(&self, name: &str) -> Option<&ast::Expr> {
        super::attribute(&self.body, name)
    }

    /// The function of that name at the module's top level, as its statement.
    pub fn function(&self, name: &str) -> Option<&ast::Stmt> {
        super::method(&self.body, name)
    }
}

/// The package that the module `dotted` in the file at `path` belongs to; a package belongs to itself.
fn package_of<'d>(path: &RepoPath, dotted: &'d str) -> &'d str {
    if path.name() == "__init__.py" {
        dotted
    } else {
        dotted.rsplit_once('.').map_or("", |(package, _)| package)
    }
}

fn source_of(import: &ast::StmtImportFrom, package: &str) -> Option<String> {
    let level = import.level.map_or(0, |level| level.to_usize());
    relative(package, level, import.module.as_ref().map_or("", |name| name.as_str()))
}

/// The absolute name of `from <dots><named> import …` inside `package`; `None` where the dots leave the package.
fn relative(package: &str, level: usize, named: &str) -> Option<String> {
    if level == 0 {
        return Some(named.to_owned());
    }
    let mut base = package;
    for _ in 1..level {
        base = base.rsplit_once('.').map_or("", |(parent, _)| parent);
        if base.is_empty() {
            return None;
        }
    }
    Some(match (base.is_empty(), named.is_empty()) {
        (true, _) => named.to_owned(),
        (false, true) => base.to_owned(),
        (false, false) => format!("{base}.{named}"),
    })
}
