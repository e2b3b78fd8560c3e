//! Imports: the repository's modules, models of libraries, and names of installed packages.

use std::rc::Rc;

use super::heap::Entry;
use super::key::Key;
use super::module::Found;
use super::raise::{Eval, Stop};
use super::value::{Kind, Value};
use super::{Machine, library, place};
use crate::base::RepoPath;
use crate::syntax::python::ast;

/// Parts of names that private settings modules have: one that is not in the repository does not exist.
const PRIVATE: [&str; 8] =
    ["local", "secret", "private", "override", "custom", "credential", "dev_settings", "settings"];

impl Machine<'_> {
    pub(super) fn import_statement(&mut self, names: &[ast::Alias]) -> Eval<()> {
        for alias in names {
            let module = self.import_absolute(&alias.name, true)?;
            if let Some(name) = &alias.asname {
                self.bind(name, module, false);
            } else {
                let first = alias.name.split('.').next().unwrap_or_default().to_owned();
                let top =
                    if first == alias.name.as_str() { module } else { self.import_absolute(&first, true)? };
                self.bind(&first, top, false);
            }
        }
        Ok(())
    }

    pub(super) fn import_from(&mut self, module: &str, level: usize, names: &[ast::Alias]) -> Eval<()> {
        let path = if level == 0 { module.to_owned() } else { self.resolve(module, level)? };
        let found =
            if level == 0 { self.import_absolute(&path, true)? } else { self.import_relative(&path)? };
        for alias in names {
            if alias.name.as_str() == "*" {
                self.import_star(&found)?;
                continue;
            }
            let value = self.imported(&found, &path, &alias.name)?;
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            self.bind_imported(&found, &alias.name, name, value);
        }
        Ok(())
    }

    /// Binds an imported name with the history that it has in its own module.
    fn bind_imported(&mut self, module: &Value, from: &str, name: &str, value: Value) {
        let history = match module.kind {
            Kind::Module(id) => self.heap.module(id).map(|module| module.globals).and_then(|globals| {
                self.heap.dict(globals).entries.get(&Key::text(from)).and_then(|entry| entry.history.clone())
            }),
            _ => None,
        };
        self.bind(name, value, false);
        if let (Some(history), Some(locals)) = (history, self.frames.last().map(|frame| frame.locals))
            && let Some(entry) = self.heap.dict_mut(locals).entries.get_mut(&Key::text(name))
        {
            entry.history = Some(history);
        }
    }

    fn imported(&mut self, module: &Value, path: &str, name: &str) -> Eval {
        if let Some(value) = self.attr_opt(module, name)? {
            return Ok(value);
        }
        let full = format!("{path}.{name}");
        match self.import_absolute(&full, false) {
            Ok(value) => Ok(value),
            Err(Stop::Raise(_)) => {
                let message = format!("cannot import name '{name}' from '{path}'");
                Err(self.raise("ImportError", &message))
            }
            halted => halted,
        }
    }

    fn import_star(&mut self, module: &Value) -> Eval<()> {
        let Some(locals) = self.frames.last().map(|frame| frame.locals) else { return Ok(()) };
        match &module.kind {
            Kind::Module(id) => {
                let Some(globals) = self.heap.module(*id).map(|module| module.globals) else { return Ok(()) };
                let namespace = self.heap.dict(globals).clone();
                let listed = match self.entry(globals, "__all__") {
                    Some(all) => {
                        let (names, more) = self.iterate(&all)?;
                        if more.is_some() { None } else { Some(names) }
                    }
                    None => None,
                };
                let entries: Vec<Entry> = namespace
                    .entries
                    .into_values()
                    .filter(|entry| match (&listed, entry.key.as_str()) {
                        (Some(names), Some(name)) => names.iter().any(|listed| listed.as_str() == Some(name)),
                        (None, Some(name)) => !name.starts_with('_'),
                        _ => false,
                    })
                    .collect();
                for entry in entries {
                    let Some(name) = entry.key.as_str().cloned() else { continue };
                    let value = self.tainted(entry.value);
                    let value = self.as_debug(locals, &name, value);
                    let entries = &mut self.heap.dict_mut(locals).entries;
                    let key = Key::Str(name);
                    match entries.get_mut(&key) {
                        Some(known) => {
                            known.value = value;
                            known.history = entry.history;
                        }
                        None => {
                            entries.insert(key, Entry { key: entry.key, value, history: entry.history });
                        }
                    }
                }
                let names = self.unassigned.get(&globals).filter(|_| locals != globals).cloned();
                for (name, others) in names.into_iter().flatten() {
                    for other in others {
                        self.remember_unassigned(locals, name.clone(), other);
                    }
                }
                if namespace.shape.more.is_some() {
                    self.heap.dict_mut(locals).shape.more = namespace.shape.more;
                }
            }
            Kind::Library(_) => {}
            _ => {
                let open = self.open([module], "comes from a star import of an installed package");
                let open = match &module.kind {
                    Kind::Named(name) => Value::unknown(super::call::foreign_reason(name)),
                    _ => open,
                };
                self.heap.dict_mut(locals).shape.more = Some(open.at(self.origin()));
            }
        }
        Ok(())
    }

    /// The absolute name of a relative import.
    fn resolve(&mut self, module: &str, level: usize) -> Eval<String> {
        let package = self
            .frames
            .last()
            .and_then(|frame| self.entry(frame.globals, "__package__"))
            .and_then(|package| package.as_str().cloned())
            .unwrap_or_default();
        let mut parts: Vec<&str> = package.split('.').filter(|part| !part.is_empty()).collect();
        for _ in 1..level {
            if parts.pop().is_none() {
                return Err(self.raise("ImportError", "attempted relative import beyond top-level package"));
            }
        }
        parts.extend(module.split('.').filter(|part| !part.is_empty()));
        Ok(parts.join("."))
    }

    fn import_relative(&mut self, path: &str) -> Eval {
        self.import_absolute(path, false)
    }

    /// Imports a module by its dotted name. With `foreign`, one that the repository does not have is taken as part of
    /// an installed package; without, it does not exist.
    pub(super) fn import_absolute(&mut self, path: &str, foreign: bool) -> Eval {
        self.step()?;
        if let Some(module) = self.entry(self.modules, path) {
            return Ok(module);
        }
        let (parent, last) = path.rsplit_once('.').unwrap_or(("", path));
        if let Some(found) = self.find_module(path) {
            // A package runs before what is in it.
            if !parent.is_empty() {
                self.import_absolute(parent, foreign)?;
                if let Some(module) = self.entry(self.modules, path) {
                    return Ok(module);
                }
            }
            let module = self.run_module(path, found)?;
            if !parent.is_empty()
                && let Some(Value { kind: Kind::Module(id), .. }) = self.entry(self.modules, parent)
                && let Some(globals) = self.heap.module(id).map(|module| module.globals)
            {
                self.set_entry(globals, last, module.clone());
            }
            return Ok(module);
        }
        let top = path.split('.').next().unwrap_or(path);
        let local = parent.is_empty() || self.find_module(top).is_none();
        if foreign && local {
            return self.import_foreign(path);
        }
        let message = format!("No module named '{path}'");
        Err(self.raise("ModuleNotFoundError", &message))
    }

    pub(super) fn import_foreign(&mut self, path: &str) -> Eval {
        if let Some(found) = library::find(path) {
            return Ok(Value::new(Kind::Library(found.name)));
        }
        if let Some(source) = library::model(path) {
            return self.run_model(path, source);
        }
        let top = path.split('.').next().unwrap_or(path);
        // `from package.module import Class` of a modelled library finds the class as an attribute.
        if let Some((parent, last)) = path.rsplit_once('.')
            && (library::find(parent).is_some() || library::model(parent).is_some())
        {
            let module = self.import_foreign(parent)?;
            return match self.attr_opt(&module, last)? {
                Some(value) => Ok(value),
                None => Ok(Value::new(Kind::Named(Rc::from(path)))),
            };
        }
        if library::is_standard(top) {
            return Ok(Value::new(Kind::Named(Rc::from(path))));
        }
        let missing = format!("No module named '{top}'");
        if PRIVATE.iter().any(|word| top.to_lowercase().contains(word)) && !path.contains('.') {
            return Err(self.raise("ModuleNotFoundError", &missing));
        }
        let stop = self.raise("ModuleNotFoundError", &missing);
        if let Stop::Raise(raised) = &stop
            && self.is_caught(raised)
        {
            match self.is_installed(top) {
                Some(false) => return Err(stop),
                // Nobody knows whether it is installed: its handler may run.
                None => {
                    let mut raised = (**raised).clone();
                    raised.value.meta.origin = self.origin();
                    self.possible(&raised);
                }
                Some(true) => {}
            }
        }
        Ok(Value::new(Kind::Named(Rc::from(path))))
    }

    /// Whether a top-level module belongs to an installed distribution; `None` where nobody knows.
    fn is_installed(&self, top: &str) -> Option<bool> {
        if top == "django" {
            return Some(true);
        }
        let plain = |name: &str| name.to_lowercase().replace(['-', '.'], "_");
        let packages = self.request.packages.as_ref()?;
        let wanted = plain(top);
        let found = packages.iter().map(|name| plain(name)).any(|name| {
            name == wanted
                || name.strip_prefix("python_") == Some(&wanted)
                || name.strip_prefix("django_") == Some(&wanted)
                || name.strip_prefix("py") == Some(&wanted)
                || name.replace('_', "") == wanted.replace('_', "")
        });
        // Distributions may have modules of any name: absent by name is not absent for sure.
        if found { Some(true) } else { None }
    }

    /// The file of a module of the repository; for a package without `__init__.py`, its folder.
    fn find_module(&self, path: &str) -> Option<Found> {
        if path.is_empty() {
            return None;
        }
        let relative = path.replace('.', "/");
        let mut namespace = None;
        for folder in self.search_path() {
            let Some(base) = folder.join(&relative) else { continue };
            let init = base.join("__init__.py");
            if let Some(init) = init.filter(|init| self.request.tree.contains(init)) {
                return Some(Found::File { path: init, package: true });
            }
            if let Some(file) =
                folder.join(&format!("{relative}.py")).filter(|file| self.request.tree.contains(file))
            {
                return Some(Found::File { path: file, package: false });
            }
            if namespace.is_none() && self.request.tree.is_dir(&base) {
                let python = self.request.tree.under(&base).iter().any(|file| file.extension() == "py");
                namespace = python.then_some(base);
            }
        }
        // A folder of the repository that is called as an installed package is none.
        namespace
            .filter(|_| library::find(path).is_none() && !library::is_standard(path))
            .map(|_| Found::Folder)
    }

    /// The folders of the repository on `sys.path`, in order.
    pub(super) fn search_path(&self) -> Vec<RepoPath> {
        self.heap.list(self.sys_path).items.iter().filter_map(|item| place::inside(item.as_text()?)).collect()
    }

    /// Whether the repository has this module.
    pub(super) fn has_module(&self, path: &str) -> bool {
        self.find_module(path).is_some()
    }
}
