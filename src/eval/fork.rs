//! Branches: those that nobody can decide are run both and joined; those that another environment would take are
//! explored and taken back.

use std::rc::Rc;

use super::env::Env;
use super::exec::Flow;
use super::heap::{Delta, Thing};
use super::machine::Place;
use super::raise::{Eval, Raised, Stop};
use super::value::{Kind, Value};
use super::{Alternative, Machine};

/// How deep explorations of branches not taken may nest.
const EXPLORING: usize = 2;
/// What it costs to run both branches of a condition, in steps, besides what the branches do.
const BRANCH: usize = 100;
/// How many alternatives of one name are kept.
const ALTERNATIVES: usize = 16;
/// How many names are kept that only branches not taken bind.
const UNASSIGNED: usize = 400;
/// The most steps that one exploration may take.
const EXPLORING_STEPS: u64 = 20_000;

/// The end of a branch that left its block early, kept until the block is done.
pub(super) struct Pending {
    /// How it left.
    pub flow: Flow,
    /// What it had changed.
    pub delta: Delta,
    /// Why it is not known whether it was taken.
    pub why: Value,
}

/// What an exploration saw: names of settings and what they would be; and what it changed.
pub(super) struct Explored {
    alternatives: Vec<(Rc<str>, Alternative)>,
    delta: Delta,
    env: Env,
    left: bool,
}

impl Machine<'_> {
    /// Runs `run` in an epoch of its own and takes everything back.
    pub(super) fn aside<T>(&mut self, run: impl FnOnce(&mut Self) -> Eval<T>) -> (Eval<T>, Delta) {
        let (frames, guards, control) = (self.frames.len(), self.guards.len(), self.control.len());
        let depth = self.budget.depth;
        let pending = self.pending.len();
        self.heap.begin();
        let result = run(self);
        self.settle(pending);
        let delta = self.heap.undo();
        self.frames.truncate(frames);
        self.guards.truncate(guards);
        self.control.truncate(control);
        self.budget.depth = depth;
        (result, delta)
    }

    /// Runs with the variables of `env` among the conditions.
    pub(super) fn under<T>(&mut self, env: &Env, run: impl FnOnce(&mut Self) -> T) -> T {
        let whole = self.control.last().map_or_else(|| env.clone(), |outer| outer.union(env));
        self.control.push(whole);
        let length = self.control.len();
        let result = run(self);
        self.control.truncate(length - 1);
        result
    }

    /// Runs both branches of a condition that nobody can decide (`why` is its open value), and joins what they leave.
    pub(super) fn both(
        &mut self,
        why: &Value,
        first: impl FnOnce(&mut Self) -> Eval<Flow>,
        second: impl FnOnce(&mut Self) -> Eval<Flow>,
    ) -> Eval<Flow> {
        let names = self.frames.last().map_or(0, |frame| self.heap.dict(frame.globals).entries.len());
        self.steps(BRANCH + names / 4)?;
        let env = why.meta.env.clone();
        let (first, first_delta) = self.under(&env, |m| m.aside(first));
        let (second, second_delta) = self.under(&env, |m| m.aside(second));
        match (first, second) {
            (Err(Stop::Halt(reason)), _) | (_, Err(Stop::Halt(reason))) => Err(Stop::Halt(reason)),
            (Err(Stop::Raise(first)), Err(Stop::Raise(_))) => {
                self.install(&first_delta);
                Err(Stop::Raise(first))
            }
            (Err(Stop::Raise(raised)), Ok(flow)) => {
                self.install(&second_delta);
                self.possible(&raised);
                Ok(flow)
            }
            (Ok(flow), Err(Stop::Raise(raised))) => {
                self.install(&first_delta);
                self.possible(&raised);
                Ok(flow)
            }
            (Ok(first), Ok(second)) => Ok(self.meet(first, first_delta, second, second_delta, why)),
        }
    }

    fn meet(
        &mut self,
        first: Flow,
        first_delta: Delta,
        second: Flow,
        second_delta: Delta,
        why: &Value,
    ) -> Flow {
        match (first, second) {
            (Flow::Return(a), Flow::Return(b)) => {
                self.join_states(&first_delta, &second_delta, why);
                Flow::Return(self.join(&a, &b, why))
            }
            (Flow::Next, Flow::Next) => {
                self.join_states(&first_delta, &second_delta, why);
                Flow::Next
            }
            (Flow::Break, Flow::Break) => {
                self.join_states(&first_delta, &second_delta, why);
                Flow::Break
            }
            (Flow::Continue, Flow::Continue) => {
                self.join_states(&first_delta, &second_delta, why);
                Flow::Continue
            }
            // One branch leaves its block: the other one goes on, in an epoch that is joined when the block is done.
            (Flow::Next, left) => {
                self.postpone(left, second_delta, &first_delta, why);
                Flow::Next
            }
            (left, second) => {
                self.postpone(left, first_delta, &second_delta, why);
                second
            }
        }
    }

    fn postpone(&mut self, flow: Flow, delta: Delta, going_on: &Delta, why: &Value) {
        self.pending.push(Pending { flow, delta, why: why.clone() });
        self.heap.begin();
        self.install(going_on);
    }

    /// Joins the branches that were postponed since `mark` with the present state.
    pub(super) fn settle(&mut self, mark: usize) {
        while self.pending.len() > mark {
            let Some(Pending { flow, delta, why }) = self.pending.pop() else { break };
            let present = self.heap.undo();
            self.join_states(&present, &delta, &why);
            if let Flow::Return(value) = flow
                && let Some(frame) = self.frames.last_mut()
            {
                frame.returned.push((value, why));
            }
        }
    }

    /// Puts the objects of a delta into their states.
    pub(super) fn install(&mut self, delta: &Delta) {
        for (id, thing) in delta {
            self.heap.put(*id, thing.clone());
        }
    }

    /// Notes that an exception may have been raised, with the innermost `try` that would catch it.
    pub(super) fn possible(&mut self, raised: &Raised) {
        let at = (0..self.guards.len())
            .rev()
            .find(|at| self.guards.get(*at).is_some_and(|guard| self.catches(guard, raised)));
        if let Some(guard) = at.and_then(|at| self.guards.get_mut(at)) {
            guard.possible.push(raised.clone());
        }
    }

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
        let allotted = (self.budget.steps / 8).min(EXPLORING_STEPS);
        let reserve = self.budget.steps - allotted;
        self.budget.steps = allotted;
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
        self.budget.steps += reserve;
        let left = matches!(flow, Ok(Flow::Return(_) | Flow::Break | Flow::Continue));
        Some(Explored { alternatives, delta, env: env.clone(), left })
    }

    /// What the settings of the running module are on a branch that is being explored, where that branch changed them.
    fn alternatives(&mut self, env: &Env) -> Vec<(Rc<str>, Alternative)> {
        let Some(frame) = self.frames.last() else { return Vec::new() };
        let globals = frame.globals;
        let written = self.heap.written();
        let before = written.iter().find(|(id, _)| *id == globals).map(|(_, thing)| thing.clone());
        let mut found = Vec::new();
        let names: Vec<(Rc<str>, Value)> = self
            .heap
            .dict(globals)
            .entries
            .values()
            .filter_map(|entry| Some((entry.key.as_str()?.clone(), entry.value.clone())))
            .filter(|(name, _)| name.chars().next().is_some_and(char::is_uppercase))
            .collect();
        for (name, value) in names {
            let rebound = match before.as_deref() {
                Some(Thing::Dict(dict)) => dict
                    .entries
                    .get(&super::key::Key::Str(name.clone()))
                    .is_none_or(|entry| !identical(&entry.value, &value)),
                _ => false,
            };
            if rebound || self.reaches(&value, &|id| written.iter().any(|(other, _)| *other == id), 4) {
                let datum = self.datum(&value);
                if let Some(origin) = self.last_change(globals, &name) {
                    found.push((name, Alternative { value: datum, origin, env: env.to_vec() }));
                }
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
            match (&*now, &**thing) {
                (Thing::Dict(present), Thing::Dict(other)) => {
                    let changed: Vec<_> = present
                        .entries
                        .iter()
                        .filter(|(key, entry)| {
                            other.entries.get(*key).is_none_or(|other| !identical(&other.value, &entry.value))
                        })
                        .map(|(key, _)| key.clone())
                        .collect();
                    let added = other.entries.keys().any(|key| !present.entries.contains_key(key));
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
                if let Some(entry) = entries.get_mut(&super::key::Key::Str(name.clone())) {
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

    /// Keeps what a name would be that only a branch not taken binds.
    pub(super) fn remember_unassigned(&mut self, globals: u32, name: Rc<str>, alternative: Alternative) {
        let names = self.unassigned.entry(globals).or_default();
        if names.len() < UNASSIGNED || names.contains_key(&name) {
            let others = names.entry(name).or_default();
            if others.len() < ALTERNATIVES && !others.contains(&alternative) {
                others.push(alternative);
            }
        }
    }

    /// Whether a value holds an object that `wanted` picks.
    pub(super) fn reaches(&self, value: &Value, wanted: &dyn Fn(u32) -> bool, depth: usize) -> bool {
        if value.id().is_some_and(wanted) {
            return true;
        }
        if depth == 0 {
            return false;
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

/// Whether two values are the same without a look into containers.
pub(super) fn identical(a: &Value, b: &Value) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Required(a), Kind::Required(b)) => a == b,
        (Kind::Object(a), Kind::Object(b)) => Rc::ptr_eq(a, b),
        (Kind::Tuple(a), Kind::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| identical(a, b))
        }
        (Kind::Float(a), Kind::Float(b)) => a.to_bits() == b.to_bits(),
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Int(a), Kind::Int(b)) => a == b,
        (Kind::None, Kind::None)
        | (Kind::Ellipsis, Kind::Ellipsis)
        | (Kind::NotImplemented, Kind::NotImplemented)
        | (Kind::Environ, Kind::Environ) => true,
        (Kind::Str(a), Kind::Str(b))
        | (Kind::Path(a), Kind::Path(b))
        | (Kind::Named(a), Kind::Named(b))
        | (Kind::Unknown(a), Kind::Unknown(b)) => a == b,
        (Kind::Bytes(a), Kind::Bytes(b)) => a == b,
        (Kind::Type(a), Kind::Type(b)) | (Kind::Library(a), Kind::Library(b)) => a == b,
        (Kind::Native(a), Kind::Native(b)) => {
            a.name == b.name
                && a.with.len() == b.with.len()
                && a.with.iter().zip(b.with.iter()).all(|(a, b)| identical(a, b))
        }
        (Kind::Bound(a), Kind::Bound(b)) => {
            Rc::ptr_eq(a, b) || (identical(&a.0, &b.0) && identical(&a.1, &b.1))
        }
        (Kind::Method(a), Kind::Method(b)) => Rc::ptr_eq(a, b) || (a.1 == b.1 && identical(&a.0, &b.0)),
        (Kind::Slice(a), Kind::Slice(b)) => a.iter().zip(b.iter()).all(|(a, b)| identical(a, b)),
        _ => {
            std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind)
                && a.id().is_some()
                && a.id() == b.id()
        }
    }
}
