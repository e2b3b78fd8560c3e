//! Modules: files and models that are run.

use std::rc::Rc;

use super::deep::parse_module;
use super::function::Unit;
use super::heap::{Dict, Id, Module, Thing};
use super::machine::{Frame, Place};
use super::raise::{Eval, Stop};
use super::value::{Kind, Name, Value};
use super::{Machine, library, place};
use crate::base::RepoPath;
use crate::syntax::python::{ast, parse};

/// Where a module of the repository is.
pub(super) enum Found {
    File { path: RepoPath, package: bool },
    Folder,
}

impl Machine<'_> {
    pub(super) fn run_module(&mut self, path: &str, found: Found) -> Eval {
        let (file, package) = match found {
            Found::File { path, package } => (path, package),
            Found::Folder => {
                let (module, _) = self.new_module(path, None, true);
                return Ok(module);
            }
        };
        let source = match self.request.tree.text(&file) {
            Ok(source) => source,
            Err(error) => {
                self.problems.push((file, error.to_string()));
                return Ok(Value::unknown(format!("the module {path} cannot be read")));
            }
        };
        if !self.files.contains(&file) {
            self.files.push(file.clone());
        }
        let (module, globals) = self.new_module(path, Some(&file), package);
        let unit = Rc::new(Unit { file: Some(source.clone()), module: Rc::from(path) });
        match parse_module(source.text()) {
            Ok(body) => self.run_body(unit, globals, &body)?,
            Err(error) => {
                let line = source.line(error.offset);
                self.problems.push((file, format!("line {line}: {error}")));
                let open = Value::unknown(format!("the module {path} is no Python that can be read"));
                self.heap.dict_mut(globals).shape.more = Some(open);
            }
        }
        // The module may have replaced itself.
        Ok(self.entry(self.modules, path).unwrap_or(module))
    }

    pub(super) fn run_model(&mut self, path: &str, source: &str) -> Eval {
        let package = library::model_is_package(path);
        if let Some((parent, _)) = path.rsplit_once('.')
            && library::model(parent).is_some()
        {
            self.import_foreign_model(parent)?;
        }
        let (module, globals) = self.new_module(path, None, package);
        let unit = Rc::new(Unit { file: None, module: Rc::from(path) });
        let body =
            parse(source).map_err(|error| Stop::Halt(Rc::from(format!("the model of {path}: {error}"))))?;
        self.run_body(unit, globals, &body)?;
        Ok(module)
    }

    fn import_foreign_model(&mut self, path: &str) -> Eval {
        match self.entry(self.modules, path) {
            Some(module) => Ok(module),
            None => self.import_foreign(path),
        }
    }

    fn new_module(&mut self, path: &str, file: Option<&RepoPath>, package: bool) -> (Value, Id) {
        let globals = self.heap.add(Thing::Dict(Dict::default()));
        let name: Name = Rc::from(path);
        let parent = if package { path } else { path.rsplit_once('.').map_or("", |(parent, _)| parent) };
        self.set_entry(globals, "__name__", Value::str(name.clone()));
        self.set_entry(globals, "__package__", Value::str(parent));
        self.set_entry(globals, "__doc__", Value::none());
        if let Some(file) = file {
            self.set_entry(globals, "__file__", Value::str(place::absolute(file)));
            if let (true, Some(folder)) = (package, file.parent()) {
                let folder = self.list(vec![Value::str(place::absolute(&folder))]);
                self.set_entry(globals, "__path__", folder);
            }
        }
        let id = self.heap.add(Thing::Module(Module { name, globals }));
        let module = Value::new(Kind::Module(id));
        self.set_entry(self.modules, path, module.clone());
        (module, globals)
    }

    /// Runs statements as a module of their own, with these globals.
    pub(super) fn run_body(&mut self, unit: Rc<Unit>, globals: Id, body: &[ast::Stmt]) -> Eval<()> {
        self.may_call()?;
        let name = unit.module.clone();
        self.frames.push(Frame::new(unit, Place::Module, globals, globals, Rc::from([]), name));
        let mark = self.pending.len();
        let result = self.block(body);
        self.settle(mark);
        self.frames.pop();
        if let Err(Stop::Halt(reason)) = &result {
            self.spoil(globals, body, &Value::unknown(reason.clone()));
        }
        result.map(|_| ())
    }

    /// Runs a file of the repository in a namespace: `exec(compile(open(…).read(), …))`, split-settings' `include`.
    pub(super) fn run_file(&mut self, file: &RepoPath, globals: Id) -> Eval<()> {
        let source = match self.request.tree.text(file) {
            Ok(source) => source,
            Err(error) => {
                let message = error.to_string();
                return Err(self.raise("FileNotFoundError", &message));
            }
        };
        if !self.files.contains(file) {
            self.files.push(file.clone());
        }
        let module =
            self.entry(globals, "__name__").and_then(|name| name.as_str().cloned()).unwrap_or_default();
        let unit = Rc::new(Unit { module: Rc::from(format!("{module}:{file}")), file: Some(source.clone()) });
        match parse_module(source.text()) {
            Ok(body) => self.run_body(unit, globals, &body),
            Err(error) => {
                let line = source.line(error.offset);
                self.problems.push((file.clone(), format!("line {line}: {error}")));
                Err(self.raise("SyntaxError", &error.to_string()))
            }
        }
    }
}
