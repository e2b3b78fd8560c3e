//! Bounds on what the evaluation of settings may cost. Whoever runs into one ends in unknown, with a reason.

use std::cell::Cell;
use std::rc::Rc;

use super::Machine;
use super::raise::{Eval, Stop};

/// Steps (statements, expressions and items) of a whole run, all branches that it looks into included.
pub const STEPS: u64 = 300_000;
/// Which part of the steps is kept for plain statements of modules, once the others are spent: one in so many.
const SPARE: u64 = 15;
/// How many of them one statement may take.
const PLAIN: u64 = 40;
/// How deep calls may nest.
const CALLS: usize = 120;
/// How deep statements and expressions may nest, over all calls.
const DEPTH: usize = 1_200;
/// How many items a collection may have.
pub const ITEMS: usize = 100_000;
/// How many bytes a string may have.
pub const BYTES: usize = 4_000_000;
/// How many bits an integer may have.
pub const BITS: u64 = 20_000;
/// How many values may be looked at, over a whole run, to compare values and to follow what they hold.
const LOOKS: usize = 1_000_000;
/// How many values may be handed out, over a whole run.
const SHOWN: usize = 100_000;
/// How many joins of values may nest.
const JOINS: usize = 24;
/// How many objects may be made.
const OBJECTS: usize = 150_000;

/// What is left to spend.
pub struct Budget {
    /// The steps of the full purse.
    whole: u64,
    /// Steps that are left in the present allotment; in a cell, because reading what is there costs too.
    pub steps: Cell<u64>,
    /// Steps that were taken, whatever the present allotment is: what has been handed out twice shows here.
    pub taken: Cell<u64>,
    /// Steps that are left for plain statements of modules.
    pub spare: u64,
    /// The present nesting of statements and expressions.
    pub depth: usize,
    /// Bytes of text that may still be made, over the whole run.
    pub bytes: usize,
    /// How many objects the heap may hold.
    pub objects: usize,
    /// Values that may still be looked at.
    pub looks: Cell<usize>,
    /// Values that may still be handed out.
    pub shown: Cell<usize>,
    /// The present nesting of joins of values.
    pub joins: usize,
}

impl Budget {
    /// A full purse of so many steps.
    pub const fn new(whole: u64) -> Self {
        let spare = whole / SPARE;
        Self {
            whole,
            steps: Cell::new(whole - spare),
            taken: Cell::new(0),
            spare,
            depth: 0,
            bytes: 16 * BYTES,
            objects: OBJECTS,
            looks: Cell::new(LOOKS),
            shown: Cell::new(SHOWN),
            joins: 0,
        }
    }

    /// Whether each step is accounted for: taken, left, or kept for plain statements. What was kept back for later and
    /// handed out twice, or not at all, breaks it.
    pub fn balances(&self) -> bool {
        self.taken.get() + self.steps.get() + self.spare == self.whole
    }
}

impl Machine<'_> {
    /// A fresh allotment for one more module of a program.
    pub(super) fn refill(&mut self) {
        self.budget = Budget { objects: self.heap.len() + OBJECTS, ..Budget::new(STEPS) };
    }

    /// Runs a statement of a module with what may be spent on it: three quarters of what is left; where that is little,
    /// a bit of what is kept for plain statements.
    pub(super) fn allotted<T>(&mut self, plain: bool, run: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.budget.steps.get();
        let reserve = before / 4;
        let extra = if plain && before < PLAIN { PLAIN.min(self.budget.spare) } else { 0 };
        self.budget.spare -= extra;
        self.budget.steps.set(before - reserve + extra);
        let result = run(self);
        let after = self.budget.steps.get();
        let back = after.min(extra);
        self.budget.spare += back;
        self.budget.steps.set(after - back + reserve);
        result
    }

    /// Pays for one step.
    ///
    /// # Errors
    /// Where the budget is spent.
    pub fn step(&mut self) -> Eval<()> {
        self.steps(1)
    }

    /// Pays for `count` steps.
    ///
    /// # Errors
    /// Where the budget is spent.
    pub fn steps(&mut self, count: usize) -> Eval<()> {
        if self.afford(count) { Ok(()) } else { Err(halt(STEPS_SPENT)) }
    }

    /// Pays for `count` steps where an error has no way out: `false` where the budget is spent, and then the next
    /// statement or expression ends.
    pub fn afford(&self, count: usize) -> bool {
        let before = self.budget.steps.get();
        let left = before.checked_sub(count as u64);
        let left = left.filter(|_| self.heap.len() <= self.budget.objects);
        self.budget.steps.set(left.unwrap_or(0));
        self.budget.taken.set(self.budget.taken.get() + before - left.unwrap_or(0));
        left.is_some()
    }

    /// Pays for a look at one value inside another; `false` where no more looks are left.
    pub(super) fn look(&self) -> bool {
        let left = self.budget.looks.get();
        self.budget.looks.set(left.saturating_sub(1));
        left > 0
    }

    /// Goes one level deeper into a join of values; `false` where that is too deep, or the budget is spent.
    pub(super) fn enter_join(&mut self) -> bool {
        let enters = self.budget.joins < JOINS && self.afford(6);
        self.budget.joins += usize::from(enters);
        enters
    }

    /// Goes one level deeper into statements and expressions; [`Self::leave`] comes back.
    pub(super) fn enter(&mut self) -> Eval<()> {
        self.step()?;
        if self.budget.depth >= DEPTH {
            return Err(halt(DEEP));
        }
        self.budget.depth += 1;
        Ok(())
    }

    /// Comes back from [`Self::enter`].
    pub(super) const fn leave(&mut self) {
        self.budget.depth = self.budget.depth.saturating_sub(1);
    }

    /// Whether one more call may nest.
    pub(super) fn may_call(&self) -> Eval<()> {
        if self.frames.len() >= CALLS { Err(halt("its calls nest too deeply to work out")) } else { Ok(()) }
    }

    /// Pays for a collection of `count` items.
    ///
    /// # Errors
    /// Where it is larger than [`ITEMS`], or the budget is spent.
    pub fn items(&mut self, count: usize) -> Eval<()> {
        if count > ITEMS {
            return Err(halt(TOO_LARGE));
        }
        self.steps(count / 4)
    }

    /// Pays for `count` items that are made anew, each a value of its own.
    ///
    /// # Errors
    /// Where they are more than [`ITEMS`], or the budget is spent.
    pub fn made(&mut self, count: usize) -> Eval<()> {
        self.items(count)?;
        self.steps(count / 2)
    }

    /// Pays for `more` items that are added to a collection of `count`.
    ///
    /// # Errors
    /// Where it becomes larger than [`ITEMS`], or the budget is spent.
    pub fn grows(&mut self, count: usize, more: usize) -> Eval<()> {
        // Now and then it is moved to where there is room.
        self.items(count.saturating_add(more).min(ITEMS + 1) / 256 + more)?;
        if count.saturating_add(more) > ITEMS { Err(halt(TOO_LARGE)) } else { Ok(()) }
    }

    /// Pays for `count` bytes of text.
    ///
    /// # Errors
    /// Where it is longer than [`BYTES`], or the budget is spent.
    pub fn text_size(&mut self, count: usize) -> Eval<()> {
        if count > BYTES || count > self.budget.bytes {
            return Err(halt("it is a text too long to work out"));
        }
        self.budget.bytes -= count;
        self.steps(count / 256)
    }
}

/// The reason of a value that costs more than there is to spend.
pub const STEPS_SPENT: &str = "it takes too many steps to work out";

/// The reason of a collection of more than [`ITEMS`].
const TOO_LARGE: &str = "it is a collection too large to work out";

/// The reason of what nests too deeply.
pub const DEEP: &str = "it is nested too deeply to work out";

/// The end of the budget, for this reason.
pub fn halt(reason: &str) -> Stop {
    Stop::Halt(Rc::from(reason))
}
