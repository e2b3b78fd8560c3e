//! The project's own Python code as a graph of names: which module defines what, what a name stands for, and what a
//! class descends from.
//!
//! Modules are parsed on demand and kept. Nothing is executed: names are followed through imports, re-exports and
//! star imports, and what leaves the repository keeps its qualified name (`rest_framework.viewsets.ModelViewSet`).

mod body;
mod class;
mod module;
#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

pub use body::{Nested, nested_blocks};
pub use class::{Assigned, Class, attribute, method};
pub use module::{Binding, Module};

use crate::base::RepoPath;
use crate::source::Tree;
use crate::syntax::python;

/// How many re-exports are followed before a name is taken as it is.
const LONGEST_CHAIN: usize = 32;
/// How many ancestors a class may have before the rest is left out.
const MOST_ANCESTORS: usize = 500;

/// The Python code of one project.
pub struct Code<'t> {
    tree: &'t Tree,
    roots: Vec<RepoPath>,
    parsed: Mutex<HashMap<RepoPath, Result<Arc<Module>, String>>>,
    /// Answers of [`Code::canonical`] and [`Code::ancestors`]: the same names are asked for again and again.
    names: Mutex<HashMap<String, String>>,
    lineages: Mutex<HashMap<String, Vec<String>>>,
}

impl<'t> Code<'t> {
    /// The code of `tree`, imported from `roots` (the project's folders on `sys.path`, the first one wins).
    pub fn new(tree: &'t Tree, roots: Vec<RepoPath>) -> Self {
        Self { tree, roots, parsed: Mutex::default(), names: Mutex::default(), lineages: Mutex::default() }
    }

    /// The tree that the code is read from.
    pub const fn tree(&self) -> &'t Tree {
        self.tree
    }

    /// The file that `import dotted` would load; `None` where the repository has none.
    pub fn find(&self, dotted: &str) -> Option<RepoPath> {
        let relative = dotted.replace('.', "/");
        self.roots.iter().find_map(|root| {
            [format!("{relative}/__init__.py"), format!("{relative}.py")]
                .iter()
                .filter_map(|file| root.join(file))
                .find(|path| self.tree.contains(path))
        })
    }

    /// The folder of the package `dotted`; `None` where the repository has none.
    pub fn folder(&self, dotted: &str) -> Option<RepoPath> {
        let relative = dotted.replace('.', "/");
        self.roots.iter().filter_map(|root| root.join(&relative)).find(|folder| self.tree.is_dir(folder))
    }

    /// The dotted name under which the file at `path` is imported; `None` where it is no module of the project.
    pub fn dotted(&self, path: &RepoPath) -> Option<String> {
        // The deepest root that holds the file gives the name that the project's own imports use.
        let root =
            self.roots.iter().filter(|root| path.is_under(root)).max_by_key(|root| root.parts().count())?;
        let stem = path.relative_to(root)?.strip_suffix(".py")?;
        let stem = stem.strip_suffix("/__init__").unwrap_or(stem);
        let valid = stem.split('/').all(|part| part.chars().all(|c| c.is_alphanumeric() || c == '_'));
        valid.then(|| stem.replace('/', "."))
    }

    /// The module of that name, parsed.
    ///
    /// # Errors
    /// The reason, where its file cannot be read or parsed. `Ok(None)` where the repository has no such module.
    pub fn module(&self, dotted: &str) -> Result<Option<Arc<Module>>, String> {
        self.find(dotted).map(|path| self.module_at(&path)).transpose()
    }

    /// The module in the file at `path`, parsed.
    ///
    /// # Errors
    /// The reason, where the file cannot be read or parsed.
    pub fn module_at(&self, path: &RepoPath) -> Result<Arc<Module>, String> {
        remembered(&self.parsed, path, || {
            let dotted = self.dotted(path).unwrap_or_default();
            Module::read(self.tree, path, dotted).map(Arc::new)
        })
    }

    /// The files that were parsed, ordered by path.
    pub fn parsed(&self) -> Vec<RepoPath> {
        let parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut files: Vec<_> =
            parsed.iter().filter(|(_, module)| module.is_ok()).map(|(path, _)| path.clone()).collect();
        files.sort();
        files
    }

    /// Files that were asked for and could not be read or parsed, with the reason, ordered by path.
    pub fn failures(&self) -> Vec<(RepoPath, String)> {
        let parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut failed: Vec<_> = parsed
            .iter()
            .filter_map(|(path, module)| Some((path.clone(), module.as_ref().err()?.clone())))
            .collect();
        failed.sort();
        failed
    }

    /// What `name` (dotted, as written in `module`) stands for, as a qualified name.
    ///
    /// A name that the module does not bind (a builtin, or one from a star import of an installed package) stays as
    /// it is.
    pub fn resolve(&self, module: &Module, name: &str) -> String {
        self.bound(module, name).map_or_else(|| name.to_owned(), |bound| self.canonical(&bound))
    }

    /// What `module` binds `name` to, one step far; `None` where it does not bind it.
    fn bound(&self, module: &Module, name: &str) -> Option<String> {
        let (first, rest) = name.split_once('.').map_or((name, ""), |(first, rest)| (first, rest));
        let base = match module.binding(first) {
            Some(Binding::Import(target)) => target.clone(),
            Some(Binding::Definition | Binding::Value) => format!("{}.{first}", module.dotted()),
            None => self.star_import_of(module, first)?,
        };
        Some(if rest.is_empty() { base } else { format!("{base}.{rest}") })
    }

    /// The name under which the repository defines what `qualified` names: re-exports and other names for the same thing
    /// (`task = shared_task`) are followed to their end.
    pub fn canonical(&self, qualified: &str) -> String {
        remembered(&self.names, qualified, || self.follow(qualified))
    }

    fn follow(&self, qualified: &str) -> String {
        let mut name = qualified.to_owned();
        let mut seen = HashSet::new();
        while seen.len() < LONGEST_CHAIN && seen.insert(name.clone()) {
            match self.step(&name) {
                Some(next) => name = next,
                None => break,
            }
        }
        name
    }

    /// One step along a re-export; `None` at the definition or outside the repository.
    fn step(&self, qualified: &str) -> Option<String> {
        let (module, rest) = self.split(qualified)?;
        let (first, tail) = rest.split_once('.').map_or((rest, ""), |(first, tail)| (first, tail));
        let target = match module.binding(first) {
            Some(Binding::Import(target)) => target.clone(),
            Some(Binding::Value) => {
                let alias = module.value(first).and_then(python::dotted_name)?;
                self.bound(&module, &alias)?
            }
            Some(Binding::Definition) => return None,
            None => self.star_import_of(&module, first)?,
        };
        Some(if tail.is_empty() { target } else { format!("{target}.{tail}") })
    }

    /// The longest prefix of `qualified` that is a module of the repository, and the rest of the name.
    fn split<'q>(&self, qualified: &'q str) -> Option<(Arc<Module>, &'q str)> {
        let mut end = qualified.len();
        while let Some(dot) = qualified[..end].rfind('.') {
            if let Ok(Some(module)) = self.module(&qualified[..dot]) {
                return Some((module, &qualified[dot + 1..]));
            }
            end = dot;
        }
        None
    }

    fn star_import_of(&self, module: &Module, name: &str) -> Option<String> {
        let mut seen = HashSet::new();
        let mut waiting: Vec<String> = module.star_imports().to_vec();
        while let Some(source) = waiting.pop() {
            if seen.len() >= LONGEST_CHAIN || !seen.insert(source.clone()) {
                continue;
            }
            if let Ok(Some(other)) = self.module(&source) {
                if other.binding(name).is_some() {
                    return Some(format!("{source}.{name}"));
                }
                waiting.extend(other.star_imports().iter().cloned());
            }
        }
        None
    }

    /// The class that `qualified` names, where the repository defines it.
    pub fn class(&self, qualified: &str) -> Option<Class> {
        let canonical = self.canonical(qualified);
        let (module, rest) = self.split(&canonical)?;
        Class::find(module, rest)
    }

    /// The classes that `class` names as its bases, as qualified names, in order.
    pub fn bases(&self, class: &Class) -> Vec<String> {
        class.base_names().iter().map(|name| self.resolve(class.module(), name)).collect()
    }

    /// The ancestors of `class`, nearest first, those outside the repository by their qualified name.
    ///
    /// The order is breadth first, not Python's method resolution order: enough to ask whether one is among them.
    pub fn ancestors(&self, class: &Class) -> Vec<String> {
        remembered(&self.lineages, class.qualified().as_str(), || self.lineage(class))
    }

    fn lineage(&self, class: &Class) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut next = 0;
        let mut waiting = self.bases(class);
        loop {
            for name in waiting {
                if found.len() < MOST_ANCESTORS && !found.contains(&name) {
                    found.push(name);
                }
            }
            let Some(name) = found.get(next) else { return found };
            next += 1;
            waiting = self.class(name).map(|parent| self.bases(&parent)).unwrap_or_default();
        }
    }

    /// The value that `class` or its nearest ancestor in the repository assigns to `name` in its body.
    pub fn inherited(&self, class: &Class, name: &str) -> Option<Assigned> {
        std::iter::once(class.clone())
            .chain(self.ancestors(class).iter().filter_map(|ancestor| self.class(ancestor)))
            .find_map(|candidate| candidate.assigned(name))
    }
}

/// The answer to `question`, worked out at the first time. The lock is not held meanwhile: the work may ask again.
fn remembered<Q, K, A>(memory: &Mutex<HashMap<K, A>>, question: &Q, work: impl FnOnce() -> A) -> A
where
    Q: ToOwned<Owned = K> + Eq + Hash + ?Sized,
    K: Borrow<Q> + Eq + Hash,
    A: Clone,
{
    let locked = || memory.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = locked().get(question) {
        return known.clone();
    }
    let answer = work();
    locked().entry(question.to_owned()).or_insert(answer).clone()
}
