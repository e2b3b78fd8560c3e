//! Comprehensions.

use crate::eval::Machine;
use crate::eval::env::Env;
use crate::eval::heap::{Dict, Thing};
use crate::eval::iterate::Items;
use crate::eval::machine::{Frame, Place};
use crate::eval::raise::Eval;
use crate::eval::value::Value;
use crate::syntax::python::ast;

/// What a comprehension has made so far.
struct Made {
    items: Vec<Value>,
    more: Option<Value>,
    env: Env,
}

type Element<'e> = dyn FnMut(&mut Machine<'_>) -> Eval + 'e;

impl Machine<'_> {
    /// The items that a comprehension makes, and the environment variables that decide which ones: also where they leave
    /// none. It has a scope of its own, and its first iterable is evaluated outside. With `lazy`, it is a generator.
    pub(super) fn comprehension(
        &mut self,
        parts: &[ast::Comprehension],
        lazy: bool,
        element: &mut Element<'_>,
    ) -> Eval<(Items, Env)> {
        let nothing = || ((Vec::new(), None), Env::none());
        let Some((first, _)) = parts.split_first() else { return Ok(nothing()) };
        let iterable = self.eval(&first.iter)?;
        self.may_call()?;
        let locals = self.heap.add(Thing::Dict(Dict::default()));
        let Some(outer) = self.frames.last() else { return Ok(nothing()) };
        let mut enclosing = outer.enclosing.to_vec();
        if outer.place != Place::Module {
            enclosing.push(outer.locals);
        }
        let frame = Frame::new(
            outer.unit.clone(),
            Place::Function,
            outer.globals,
            locals,
            enclosing.into(),
            outer.qualified.clone(),
        );
        let frame = Frame {
            comprehension: true,
            owner: outer.owner,
            receiver: outer.receiver.clone(),
            span: outer.span,
            sticky: outer.sticky.clone(),
            ..frame
        };
        self.frames.push(frame);
        let mut made = Made { items: Vec::new(), more: None, env: Env::none() };
        let result = self.rounds_of(parts, Some(iterable), element, &Env::none(), &mut made);
        let names = self.frames.pop().map(|frame| frame.walrus).unwrap_or_default();
        if lazy {
            // How far a generator gets is the affair of whoever asks it for items.
            for name in names {
                let open = Value::unknown("it is bound by a generator, item by item as they are asked for");
                self.bind_walrus(&name, open.at(self.origin()));
            }
        }
        result?;
        Ok(((made.items, made.more), made.env))
    }

    fn rounds_of(
        &mut self,
        parts: &[ast::Comprehension],
        iterable: Option<Value>,
        element: &mut Element<'_>,
        env: &Env,
        made: &mut Made,
    ) -> Eval<()> {
        let Some((part, rest)) = parts.split_first() else {
            let value = self.under(env, |m| element(m))?;
            made.items.push(value.on(env));
            return self.items(made.items.len() / 64);
        };
        let iterable = match iterable {
            Some(iterable) => iterable,
            None => self.eval(&part.iter)?,
        };
        let (values, open) = self.iterate(&iterable)?;
        let env = env.union(&self.test_env(&iterable));
        made.env = made.env.union(&env);
        if made.more.is_none() {
            made.more = open;
        }
        'values: for value in values {
            self.step()?;
            self.assign(&part.target, value, false)?;
            let mut env = env.clone();
            for test in &part.ifs {
                let test = self.eval(test)?;
                env = env.union(&self.test_env(&test));
                made.env = made.env.union(&env);
                match self.truth(&test)? {
                    Some(true) => {}
                    Some(false) => continue 'values,
                    None => {
                        // Whether this one is among the items is not known.
                        made.more = Some(self.open([&test], "a condition that is not known"));
                        continue 'values;
                    }
                }
            }
            self.rounds_of(rest, None, element, &env, made)?;
        }
        Ok(())
    }
}
