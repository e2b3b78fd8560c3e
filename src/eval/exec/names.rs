//! Names: where they are looked up, and where they are bound.

use std::rc::Rc;

use crate::eval::heap::{Entry, Id};
use crate::eval::key::Key;
use crate::eval::machine::Place;
use crate::eval::raise::Eval;
use crate::eval::request::Debug;
use crate::eval::value::Value;
use crate::eval::{Machine, Origin};

/// What a new name costs, in steps.
const NAMED: usize = 10;

impl Machine<'_> {
    /// The value of a name, as the running frame sees it.
    pub(in crate::eval) fn lookup(&mut self, name: &str) -> Eval {
        if let Some(value) = self.lookup_opt(name) {
            return Ok(value);
        }
        // A namespace may hold more than is known: a star import from what cannot be read.
        if let Some(frame) = self.frames.last() {
            let open = [frame.locals, frame.globals]
                .into_iter()
                .find_map(|id| self.heap.dict(id).shape.more.clone());
            if let Some(open) = open {
                return Ok(open.at(self.origin()));
            }
        }
        let condition = self.condition();
        if self.frames.last().is_some_and(|frame| frame.own.contains(name)) {
            let message =
                format!("cannot access local variable '{name}' where it is not associated with a value");
            return Err(self.raise_on("UnboundLocalError", &message, &condition));
        }
        Err(self.raise_on("NameError", &format!("name '{name}' is not defined"), &condition))
    }

    pub(in crate::eval) fn lookup_opt(&mut self, name: &str) -> Option<Value> {
        let frame = self.frames.last()?;
        let key = Key::text(name);
        let find = |id: Id| self.heap.dict(id).entries.get(&key).map(|entry| entry.value.clone());
        let declared = frame.declared_global.contains(name);
        if frame.own.contains(name) {
            return find(frame.locals);
        }
        let found = if declared { None } else { find(frame.locals) }
            .or_else(|| if declared { None } else { frame.enclosing.iter().rev().find_map(|id| find(*id)) })
            .or_else(|| find(frame.globals));
        found.or_else(|| self.builtin(name))
    }

    /// Binds a name in the running frame.
    pub(in crate::eval) fn bind(&mut self, name: &str, value: Value, contributes: bool) {
        let Some(frame) = self.frames.last() else { return };
        let key = Key::text(name);
        let namespace = if frame.declared_global.contains(name) {
            frame.globals
        } else if frame.declared_nonlocal.contains(name) {
            frame
                .enclosing
                .iter()
                .rev()
                .copied()
                .find(|id| self.heap.dict(*id).entries.contains_key(&key))
                .unwrap_or(frame.locals)
        } else {
            frame.locals
        };
        self.bind_in(namespace, name, value, contributes);
    }

    /// `name := value`, which binds in the scope around comprehensions.
    pub(in crate::eval) fn bind_walrus(&mut self, name: &str, value: Value) {
        for frame in self.frames.iter_mut().rev().take_while(|frame| frame.comprehension) {
            frame.walrus.push(name.into());
        }
        let Some(frame) = self.frames.iter().rev().find(|frame| !frame.comprehension) else { return };
        let namespace = if frame.declared_global.contains(name) { frame.globals } else { frame.locals };
        self.bind_in(namespace, name, value, false);
    }

    /// Puts another value under a name, where it is bound: what is known of it has changed, not the binding.
    pub(in crate::eval) fn rebind(&mut self, name: &str, value: Value) {
        let Some(frame) = self.frames.last() else { return };
        let key = Key::text(name);
        let namespaces =
            [frame.locals].into_iter().chain(frame.enclosing.iter().rev().copied()).chain([frame.globals]);
        let namespace = namespaces.into_iter().find(|id| self.heap.dict(*id).entries.contains_key(&key));
        if let Some(entry) = namespace.and_then(|id| self.heap.dict_mut(id).entries.get_mut(&key)) {
            entry.value = value;
        }
    }

    /// Binds a name in a namespace; with `contributes`, the earlier bindings are part of the new value's history.
    pub(in crate::eval) fn bind_in(&mut self, namespace: Id, name: &str, value: Value, contributes: bool) {
        let value = self.as_debug(namespace, name, self.tainted(value));
        let origin = self.origin();
        let key = Key::text(name);
        let entries = &mut self.heap.dict_mut(namespace).entries;
        if let Some(entry) = entries.get_mut(&key) {
            // Taken out, so that it grows where it is.
            let known = entry.history.take();
            entry.value = value;
            entry.history = Self::history(known.filter(|_| contributes), origin);
        } else {
            let history = Self::history(None, origin);
            entries.insert(key, Entry { key: Value::str(name), value, history });
            // It is told in the end, with all that it holds.
            self.afford(NAMED);
        }
    }

    fn history(known: Option<Rc<Vec<Origin>>>, origin: Option<Rc<Origin>>) -> Option<Rc<Vec<Origin>>> {
        let origin = origin?;
        let mut all = known.unwrap_or_default();
        if all.last() != Some(&*origin) {
            Rc::make_mut(&mut all).push((*origin).clone());
        }
        Some(all)
    }

    /// What is stored for the global `DEBUG`, of whichever module: `False` in a run without debugging.
    pub(in crate::eval) fn as_debug(&self, namespace: Id, name: &str, value: Value) -> Value {
        let global = self.frames.iter().any(|frame| frame.globals == namespace);
        if name == "DEBUG" && global && self.program.is_none() && self.request.debug == Debug::Off {
            return Value {
                kind: crate::eval::value::Kind::Bool(false),
                meta: crate::eval::value::Meta { origin: value.meta.origin, ..Default::default() },
            };
        }
        value
    }

    /// Removes a name from the running frame.
    pub(in crate::eval) fn unbind(&mut self, name: &str) -> Eval<()> {
        let Some(frame) = self.frames.last() else { return Ok(()) };
        let namespace = if frame.declared_global.contains(name) || frame.place == Place::Module {
            frame.globals
        } else {
            frame.locals
        };
        let key = Key::text(name);
        if self.heap.dict(namespace).entries.contains_key(&key) {
            self.heap.dict_mut(namespace).entries.shift_remove(&key);
            return Ok(());
        }
        Err(self.raise("NameError", &format!("name '{name}' is not defined")))
    }
}
