//! Branches that nobody can decide: both are run, and what they leave is joined.

use super::Machine;
use super::env::Env;
use super::exec::Flow;
use super::heap::Delta;
use super::raise::{Eval, Raised, Stop};
use super::value::Value;

/// What it costs to run both branches of a condition, in steps, besides what the branches do.
const BRANCH: usize = 100;

/// The end of a branch that left its block early, kept until the block is done.
pub(super) struct Pending {
    /// How it left.
    pub flow: Flow,
    /// What it had changed.
    pub delta: Delta,
    /// Why it is not known whether it was taken.
    pub why: Value,
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
        // Each object was copied before its first change.
        self.afford(delta.values().map(|thing| thing.len()).sum::<usize>() / 8);
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
}
