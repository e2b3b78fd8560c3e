//! `match`.

use std::rc::Rc;

use crate::eval::Machine;
use crate::eval::exec::Flow;
use crate::eval::key::Key;
use crate::eval::raise::Eval;
use crate::eval::value::{Kind, Value};
use crate::syntax::python::ast;

impl Machine<'_> {
    pub(super) fn match_block(&mut self, subject: &ast::Expr, cases: &[ast::MatchCase]) -> Eval<Flow> {
        let value = self.eval(subject)?;
        self.match_cases(&value, cases)
    }

    fn match_cases(&mut self, value: &Value, cases: &[ast::MatchCase]) -> Eval<Flow> {
        let Some((case, rest)) = cases.split_first() else { return Ok(Flow::Next) };
        let mut env = self.test_env(value);
        let mut matched = self.matches(&case.pattern, value)?;
        if matched == Some(true)
            && let Some(guard) = &case.guard
        {
            let guard = self.eval(guard)?;
            env = env.union(&guard.meta.env);
            matched = self.truth(&guard)?;
        }
        match matched {
            Some(true) => {
                let explored = self.explore(&env, |m| m.match_cases(value, rest));
                let flow = self.under(&env, |m| m.block(&case.body));
                self.note(explored);
                flow
            }
            Some(false) => {
                let explored = self.explore(&env, |m| m.block(&case.body));
                let flow = self.under(&env, |m| m.match_cases(value, rest));
                self.note(explored);
                flow
            }
            None => {
                let why = self.open([value], "a match that is not known");
                self.both(&why, |m| m.block(&case.body), |m| m.match_cases(value, rest))
            }
        }
    }

    /// Whether a pattern matches, binding its names; `None` where nobody knows.
    fn matches(&mut self, pattern: &ast::Pattern, value: &Value) -> Eval<Option<bool>> {
        use ast::Pattern;
        self.step()?;
        match pattern {
            Pattern::MatchValue(node) => {
                let wanted = self.eval(&node.value)?;
                self.equal(value, &wanted)
            }
            Pattern::MatchSingleton(node) => Ok(match (&value.kind, &node.value) {
                (Kind::Unknown(_) | Kind::Required(_), _) => None,
                (Kind::None, ast::Constant::None) => Some(true),
                (Kind::Bool(a), ast::Constant::Bool(b)) => Some(a == b),
                _ => Some(false),
            }),
            Pattern::MatchAs(node) => {
                let matched = match &node.pattern {
                    Some(pattern) => self.matches(pattern, value)?,
                    None => Some(true),
                };
                if matched != Some(false)
                    && let Some(name) = &node.name
                {
                    self.bind(name, value.clone(), false);
                }
                Ok(matched)
            }
            Pattern::MatchOr(node) => {
                let mut known = Some(false);
                for pattern in &node.patterns {
                    match self.matches(pattern, value)? {
                        Some(true) => return Ok(Some(true)),
                        None => known = None,
                        Some(false) => {}
                    }
                }
                Ok(known)
            }
            Pattern::MatchSequence(node) => self.match_sequence(&node.patterns, value),
            Pattern::MatchMapping(node) => self.match_mapping(node, value),
            Pattern::MatchClass(node) => {
                let class = self.eval(&node.cls)?;
                let known = self.is_instance(value, &class);
                if known != Some(true) {
                    return Ok(known);
                }
                let names = match class.kind {
                    Kind::Class(_) if !node.patterns.is_empty() => self.match_names(&class)?,
                    _ => Vec::new(),
                };
                if names.len() < node.patterns.len() {
                    // A built-in type takes the value itself in its one place.
                    return match &node.patterns[..] {
                        [pattern] if names.is_empty() && !matches!(class.kind, Kind::Class(_)) => {
                            self.matches(pattern, value)
                        }
                        _ => Ok(None),
                    };
                }
                for (name, pattern) in names.iter().zip(&node.patterns) {
                    let attribute = self.attr(value, name)?;
                    match self.matches(pattern, &attribute)? {
                        Some(true) => {}
                        other => return Ok(other),
                    }
                }
                for (name, pattern) in node.kwd_attrs.iter().zip(&node.kwd_patterns) {
                    let attribute = self.attr(value, name)?;
                    match self.matches(pattern, &attribute)? {
                        Some(true) => {}
                        other => return Ok(other),
                    }
                }
                Ok(Some(true))
            }
            Pattern::MatchStar(_) => Ok(Some(true)),
        }
    }

    /// `__match_args__` of a class: the attributes that its positional patterns stand for.
    fn match_names(&mut self, class: &Value) -> Eval<Vec<Rc<str>>> {
        Ok(match self.attr(class, "__match_args__")?.kind {
            Kind::Tuple(items) => items.iter().filter_map(|item| item.as_str().cloned()).collect(),
            _ => Vec::new(),
        })
    }

    fn match_sequence(&mut self, patterns: &[ast::Pattern], value: &Value) -> Eval<Option<bool>> {
        if value.is_open() {
            return Ok(None);
        }
        if !matches!(value.kind, Kind::List(_) | Kind::Tuple(_)) {
            return Ok(Some(false));
        }
        let (items, more) = self.iterate(value)?;
        if more.is_some() {
            return Ok(None);
        }
        let star = patterns.iter().position(|pattern| matches!(pattern, ast::Pattern::MatchStar(_)));
        let fits =
            if star.is_some() { items.len() + 1 >= patterns.len() } else { items.len() == patterns.len() };
        if !fits {
            return Ok(Some(false));
        }
        let rest = (items.len() + 1).saturating_sub(patterns.len());
        let mut at = 0;
        for pattern in patterns {
            if let ast::Pattern::MatchStar(star) = pattern {
                let taken = items.get(at..at + rest).unwrap_or_default().to_vec();
                at += rest;
                if let Some(name) = &star.name {
                    let list = self.list(taken);
                    self.bind(name, list, false);
                }
                continue;
            }
            let Some(item) = items.get(at) else { return Ok(Some(false)) };
            at += 1;
            match self.matches(pattern, item)? {
                Some(true) => {}
                other => return Ok(other),
            }
        }
        Ok(Some(true))
    }

    fn match_mapping(&mut self, node: &ast::PatternMatchMapping, value: &Value) -> Eval<Option<bool>> {
        let Kind::Dict(id) = value.kind else {
            return Ok(if value.is_open() { None } else { Some(false) });
        };
        for (key, pattern) in node.keys.iter().zip(&node.patterns) {
            let key = self.eval(key)?;
            let Some(key) = Key::of(&key) else { return Ok(None) };
            let dict = self.heap.dict(id);
            let Some(item) = dict.entries.get(&key).map(|entry| entry.value.clone()) else {
                return Ok(if dict.shape.more.is_some() { None } else { Some(false) });
            };
            match self.matches(pattern, &item)? {
                Some(true) => {}
                other => return Ok(other),
            }
        }
        if let Some(rest) = &node.rest {
            let open = Value::unknown("the rest of a match");
            self.bind(rest, open, false);
        }
        Ok(Some(true))
    }
}
