//! Branches that another environment would take: they are explored, and taken back.

use std::collections::HashSet;
use std::rc::Rc;

use super::env::Env;
use super::exec::Flow;
use super::heap::{Delta, Dict, Entry, Id, Thing};
use super::identity::identical;
use super::key::Key;
use super::machine::Place;
use super::raise::Eval;
use super::value::{Kind, Value};
use super::{Alternative, Machine};

/// How deep explorations of branches not taken may nest.
const EXPLORING: usize = 2;
/// What it costs to explore a branch, in steps, besides what the branch does.
const EXPLORATION: usize = 20;
/// How many alternatives of one name are kept.
const ALTERNATIVES: usize = 16;
/// How many names are kept that only branches not taken bind.
const UNASSIGNED: usize = 400;
/// The most steps that one exploration may take.
const EXPLORING_STEPS: u64 = 20_000;

/// What an exploration saw: names of settings and what they would be; and what it changed.
pub(super) struct Explored {
    alternatives: Vec<(Rc<str>, Alternative)>,
    delta: Delta,
    env: Env,
    left: bool,
}

impl Machine<'_> {
    /// Takes these variables as set from here on; gives the assumption before.
    pub(super) fn assume(&mut self, env: &Env) -> Env {
        let more = self.assumed.union(env);
        std::mem::replace(&mut self.assumed, more)
    }

    /// Explores a branch that would be taken if the unset ones of these variables were set; `None` where there is
    /// nothing to explore.
    pub(super) fn explore(
        &mut self,
        env: &Env,
        run: impl FnOnce(&mut Self) -> Eval<Flow>,
    ) -> Option<Explored> {
        let unset = self.unset(env);
        // What a model of a library would do in another environment is of no interest, only that it depends on it.
        if let Some(frame) = self.frames.last_mut().filter(|frame| frame.unit.file.is_none()) {
            if frame.place == Place::Function {
                frame.sticky = frame.sticky.union(env);
            }
            return None;
        }
        if env.is_empty() || self.exploring >= EXPLORING {
            return None;
        }
        if !self.afford(EXPLORATION + env.len()) {
            return None;
        }
        let left = self.budget.steps.get();
        let allotted = (left / 8).min(EXPLORING_STEPS);
        let reserve = left - allotted;
        self.budget.steps.set(allotted);
        let assumed = self.assume(&unset);
        self.exploring += 1;
        let returned = self.frames.last().map_or(0, |frame| frame.returned.len());
        let yields = self.frames.last().map_or(0, |frame| frame.yields.len());
        let problems = self.problems.len();
        let mut alternatives = Vec::new();
        let (flow, delta) = self.under(env, |m| {
            m.aside(|m| {
                let flow = run(m)?;
                alternatives = m.alternatives(env);
                Ok(flow)
            })
        });
        self.problems.truncate(problems);
        if let Some(frame) = self.frames.last_mut() {
            frame.returned.truncate(returned);
            frame.yields.truncate(yields);
        }
        self.exploring -= 1;
        self.assumed = assumed;
        *self.budget.steps.get_mut() += reserve;
        let left = matches!(flow, Ok(Flow::Return(_) | Flow::Break | Flow::Continue));
        Some(Explored { alternatives, delta, env: env.clone(), left })
    }

    /// What the settings of the running module are on a branch that is being explored, where that branch changed them.
    fn alternatives(&self, env: &Env) -> Vec<(Rc<str>, Alternative)> {
        let Some(frame) = self.frames.last() else { return Vec::new() };
        let globals = frame.globals;
        let written = self.heap.written();
        let names = self.heap.dict(globals).entries.len();
        if written.is_empty() || !self.afford(names / 8 + written.len()) {
            return Vec::new();
        }
        let changed: HashSet<Id> = written.iter().map(|(id, _)| *id).collect();
        let before = written.iter().find(|(id, _)| *id == globals).map(|(_, thing)| thing.clone());
        let before = match before.as_deref() {
            Some(Thing::Dict(dict)) => Some(dict),
            _ => None,
        };
        let mut found = Vec::new();
        for (at, (key, entry)) in self.heap.dict(globals).entries.iter().enumerate() {
            let Key::Str(name) = key else { continue };
            if !name.chars().next().is_some_and(char::is_uppercase) {
                continue;
            }
            let value = &entry.value;
            let rebound = before.is_some_and(|dict| {
                same_place(dict, at, key).is_none_or(|entry| !identical(&entry.value, value))
            });
            let full = value.meta.others.as_ref().is_some_and(|others| others.len() >= ALTERNATIVES);
            if !full
                && (rebound || self.reaches(value, &|id| changed.contains(&id), 4))
                && let Some(origin) = self.last_change(globals, name)
            {
                found.push((
                    name.clone(),
                    Alternative { value: self.datum(value), origin, env: env.to_vec() },
                ));
            }
        }
        found
    }

    /// Notes on the present state what an exploration saw: what it would have changed depends on its variables.
    pub(super) fn note(&mut self, explored: Option<Explored>) {
        let Some(Explored { alternatives, delta, env, left }) = explored else { return };
        for (id, thing) in &delta {
            let Some(now) = self.heap.thing(*id).cloned() else { continue };
            if Rc::ptr_eq(&now, thing) {
                continue;
            }
            self.afford(now.len() / 16 + self.shape_env(*id).len());
            match (&*now, &**thing) {
                (Thing::Dict(present), Thing::Dict(other)) => {
                    let changed: Vec<_> = present
                        .entries
                        .iter()
                        .enumerate()
                        .filter(|(at, (key, entry))| {
                            same_place(other, *at, key)
                                .is_none_or(|other| !identical(&other.value, &entry.value))
                        })
                        .map(|(_, (key, _))| key.clone())
                        .collect();
                    let mut keys = other.entries.keys().enumerate();
                    let added = keys.any(|(at, key)| same_place(present, at, key).is_none());
                    // Nobody else holds it any more: it is changed where it is, not in a copy.
                    drop(now);
                    let dict = self.heap.dict_mut(*id);
                    for key in changed {
                        if let Some(entry) = dict.entries.get_mut(&key) {
                            entry.value.meta.env = entry.value.meta.env.union(&env);
                        }
                    }
                    if added {
                        dict.shape.env = dict.shape.env.union(&env);
                    }
                }
                (Thing::List(_), _) => {
                    let list = self.heap.list_mut(*id);
                    list.shape.env = list.shape.env.union(&env);
                }
                (Thing::Set(_), _) => {
                    let set = self.heap.set_mut(*id);
                    set.shape.env = set.shape.env.union(&env);
                }
                _ => {}
            }
        }
        if let Some(globals) = self.frames.last().map(|frame| frame.globals) {
            for (name, alternative) in alternatives {
                let entries = &mut self.heap.dict_mut(globals).entries;
                if let Some(entry) = entries.get_mut(&Key::Str(name.clone())) {
                    let others = entry.value.meta.others.get_or_insert_with(Rc::default);
                    if others.len() < ALTERNATIVES {
                        Rc::make_mut(others).push(alternative);
                    }
                } else {
                    self.remember_unassigned(globals, name, alternative);
                }
            }
        }
        if left
            && let Some(frame) = self.frames.last_mut()
            && frame.place == Place::Function
        {
            frame.sticky = frame.sticky.union(&env);
        }
    }

    fn shape_env(&self, id: Id) -> Env {
        match self.heap.thing(id).map(|thing| &**thing) {
            Some(Thing::List(list)) => list.shape.env.clone(),
            Some(Thing::Dict(dict)) => dict.shape.env.clone(),
            Some(Thing::Set(set)) => set.shape.env.clone(),
            _ => Env::none(),
        }
    }

    /// Keeps what a name would be that only a branch not taken binds.
    pub(super) fn remember_unassigned(&mut self, globals: Id, name: Rc<str>, alternative: Alternative) {
        let names = self.unassigned.entry(globals).or_default();
        if names.len() < UNASSIGNED || names.contains_key(&name) {
            let others = names.entry(name).or_default();
            if others.len() < ALTERNATIVES && !others.contains(&alternative) {
                others.push(alternative);
            }
        }
    }

    /// Whether a value holds an object that `wanted` picks.
    pub(super) fn reaches(&self, value: &Value, wanted: &dyn Fn(Id) -> bool, depth: usize) -> bool {
        if value.id().is_some_and(wanted) {
            return true;
        }
        if depth == 0 {
            return false;
        }
        // What nobody has looked into may hold it.
        if !self.look() {
            return true;
        }
        match &value.kind {
            Kind::List(id) => {
                self.heap.list(*id).items.iter().any(|item| self.reaches(item, wanted, depth - 1))
            }
            Kind::Dict(id) => self
                .heap
                .dict(*id)
                .entries
                .values()
                .any(|entry| self.reaches(&entry.value, wanted, depth - 1)),
            Kind::Tuple(items) => items.iter().any(|item| self.reaches(item, wanted, depth - 1)),
            _ => false,
        }
    }
}

/// The entry of a dictionary under `key`, which stands at the place `at` if the dictionary has only grown since.
pub(super) fn same_place<'d>(dict: &'d Dict, at: usize, key: &Key) -> Option<&'d Entry> {
    match dict.entries.get_index(at) {
        Some((there, entry)) if there == key => Some(entry),
        _ => dict.entries.get(key),
    }
}
