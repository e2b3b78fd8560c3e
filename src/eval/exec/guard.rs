//! `try` and `with`.

use std::rc::Rc;

use crate::eval::Machine;
use crate::eval::env::Env;
use crate::eval::exec::Flow;
use crate::eval::heap::Id;
use crate::eval::machine::{Guard, Place};
use crate::eval::place;
use crate::eval::raise::{Eval, Raised, Stop};
use crate::eval::value::{Args, Kind, Value};
use crate::syntax::python::ast;

impl Machine<'_> {
    pub(super) fn try_block(
        &mut self,
        body: &[ast::Stmt],
        handlers: &[ast::ExceptHandler],
        other: &[ast::Stmt],
        last: &[ast::Stmt],
    ) -> Eval<Flow> {
        let result = self.guarded(body, handlers, other);
        if last.is_empty() {
            return result;
        }
        match self.block(last)? {
            Flow::Next => result,
            left => Ok(left),
        }
    }

    fn guarded(
        &mut self,
        body: &[ast::Stmt],
        handlers: &[ast::ExceptHandler],
        other: &[ast::Stmt],
    ) -> Eval<Flow> {
        let mut classes = Vec::new();
        for ast::ExceptHandler::ExceptHandler(handler) in handlers {
            classes.push(match &handler.type_ {
                // A class that cannot be worked out catches what nobody knows.
                Some(kind) => self.eval(kind).unwrap_or_else(|_| Value::unknown("an exception class")),
                None => Value::new(Kind::Type("object")),
            });
        }
        let (frames, depth) = (self.frames.len(), self.budget.depth);
        self.guards.push(Guard { classes: classes.clone(), possible: Vec::new() });
        let mut at = 0;
        let result = self.block_to(body, &mut at);
        self.frames.truncate(frames);
        let possible = self.guards.pop().map(|guard| guard.possible).unwrap_or_default();
        match result {
            Err(Stop::Raise(raised)) => {
                self.budget.depth = depth;
                let caught =
                    classes.iter().position(|class| self.matches_class(class, &raised) == Some(true));
                let Some(caught) = caught else { return Err(Stop::Raise(raised)) };
                // The same with the variables set, to see what it would leave.
                let explored = self.explore(&raised.env, |m| m.block(body));
                let Some(ast::ExceptHandler::ExceptHandler(handler)) = handlers.get(caught) else {
                    return Ok(Flow::Next);
                };
                let Some(flow) = self.handled(handler, &raised) else {
                    return self.passed(body, at, other, raised);
                };
                self.note(explored);
                flow
            }
            Ok(Flow::Next) => {
                let flow = self.block(other)?;
                self.perhaps_handled(&possible, &classes, handlers, flow)
            }
            Ok(flow) => self.perhaps_handled(&possible, &classes, handlers, flow),
            halted => halted,
        }
    }

    /// Runs a handler; `None` where it ends the process, and then it has changed nothing.
    fn handled(&mut self, handler: &ast::ExceptHandlerExceptHandler, raised: &Raised) -> Option<Eval<Flow>> {
        if self.frames.last().is_none_or(|frame| frame.place == Place::Function) {
            return Some(self.handle(handler, raised));
        }
        let (flow, delta) = self.aside(|m| m.handle(handler, raised));
        match &flow {
            Err(Stop::Raise(again)) if !self.is_caught(again) => None,
            _ => {
                self.install(&delta);
                Some(flow)
            }
        }
    }

    /// Goes on as if the statement `at` of the body had not raised: who serves requests has passed it, since the handler
    /// ends the process. What the statement would have bound is not known.
    fn passed(
        &mut self,
        body: &[ast::Stmt],
        at: usize,
        other: &[ast::Stmt],
        raised: Box<Raised>,
    ) -> Eval<Flow> {
        let Some(statement) = body.get(at) else { return Ok(Flow::Next) };
        self.poison(statement, &Stop::Raise(raised));
        match self.block(body.get(at + 1..).unwrap_or_default())? {
            Flow::Next => self.block(other),
            left => Ok(left),
        }
    }

    /// The body may have raised on a branch that nobody can decide: its handler may have run.
    fn perhaps_handled(
        &mut self,
        possible: &[Raised],
        classes: &[Value],
        handlers: &[ast::ExceptHandler],
        flow: Flow,
    ) -> Eval<Flow> {
        let Some(raised) = possible.first() else { return Ok(flow) };
        let at = classes.iter().position(|class| self.matches_class(class, raised) != Some(false));
        let Some(ast::ExceptHandler::ExceptHandler(handler)) = at.and_then(|at| handlers.get(at)) else {
            return Ok(flow);
        };
        let text = self.describe(raised);
        let why = self.open([&raised.value], &format!("whether this is raised: {text}"));
        self.both(&why, |_| Ok(flow), |m| m.handle(handler, raised))
    }

    fn handle(&mut self, handler: &ast::ExceptHandlerExceptHandler, raised: &Raised) -> Eval<Flow> {
        if let Some(name) = &handler.name {
            self.bind(name, raised.value.clone().on(&raised.env), false);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.handling.push(raised.clone());
        }
        let flow = self.under(&raised.env, |m| m.block(&handler.body));
        if let Some(frame) = self.frames.last_mut() {
            frame.handling.pop();
        }
        if let Some(name) = &handler.name
            && flow.is_ok()
        {
            // Python unbinds the name at the end of the handler; that it is gone already is no error.
            let _ = self.unbind(name);
        }
        match flow {
            Err(Stop::Raise(mut again)) => {
                again.env = again.env.union(&raised.env);
                Err(Stop::Raise(again))
            }
            flow => flow,
        }
    }

    /// Whether a handler's class catches an exception; `None` where nobody knows.
    fn matches_class(&self, class: &Value, raised: &Raised) -> Option<bool> {
        match &class.kind {
            Kind::Type(_) => Some(true),
            Kind::Tuple(classes) => {
                let mut known = Some(false);
                for class in classes.iter() {
                    match self.matches_class(class, raised) {
                        Some(true) => return Some(true),
                        None => known = None,
                        Some(false) => {}
                    }
                }
                known
            }
            Kind::Class(ancestor) => match &raised.value.kind {
                Kind::Instance(id) => {
                    let class = self.heap.instance(*id)?.class;
                    Some(self.derives(class, *ancestor))
                }
                // Whatever an installed package raises is an `Exception`.
                _ => self
                    .heap
                    .class(*ancestor)
                    .and_then(|class| matches!(&*class.name, "Exception" | "BaseException").then_some(true)),
            },
            // An exception of an installed package does not catch what Python itself raises.
            Kind::Named(_) | Kind::Library(_) => match raised.value.kind {
                Kind::Instance(_) => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    pub(in crate::eval) fn catches(&self, guard: &Guard, raised: &Raised) -> bool {
        guard.classes.iter().any(|class| self.matches_class(class, raised) == Some(true))
    }

    /// Whether a `try` around the running code catches this.
    pub(in crate::eval) fn is_caught(&self, raised: &Raised) -> bool {
        self.guards.iter().any(|guard| self.catches(guard, raised))
    }

    /// Whether the innermost module or class is in the handler of an exception.
    pub(super) fn is_handling(&self) -> bool {
        let frame = self.frames.iter().rev().find(|frame| frame.place != Place::Function);
        frame.is_some_and(|frame| !frame.handling.is_empty())
    }

    pub(super) fn with_block(&mut self, items: &[ast::WithItem], body: &[ast::Stmt]) -> Eval<Flow> {
        let mut exits = Vec::new();
        let mut suppressed = Vec::new();
        for item in items {
            let manager = self.eval(&item.context_expr)?;
            if let Kind::Object(object) = &manager.kind
                && &*object.class == "contextlib.suppress"
            {
                suppressed.extend(object.args.iter().cloned());
            }
            let entered = match &manager.kind {
                Kind::Instance(id) => match self.class_attr_of(*id, "__enter__") {
                    Some(method) => self.call(&method, Args::of(vec![manager.clone()]))?,
                    None => manager.clone(),
                },
                // The managers of the models give themselves; a generator's one gives what it yields.
                Kind::Iterator(id) => self
                    .heap
                    .iterator(*id)
                    .and_then(|iter| iter.items.first().cloned())
                    .unwrap_or_else(Value::none),
                _ => manager.clone(),
            };
            if let Kind::Instance(id) = manager.kind
                && let Some(Value { kind: Kind::Tuple(classes), .. }) = self.suppressed_by(id)
            {
                suppressed.extend(classes.iter().cloned());
            }
            exits.push(manager);
            if let Some(target) = &item.optional_vars {
                self.assign(target, entered, false)?;
            }
        }
        let (frames, depth) = (self.frames.len(), self.budget.depth);
        let mut result = if suppressed.is_empty() {
            self.block(body)
        } else {
            self.guards.push(Guard { classes: suppressed.clone(), possible: Vec::new() });
            let result = self.block(body);
            self.frames.truncate(frames);
            self.guards.pop();
            match result {
                Err(Stop::Raise(raised))
                    if suppressed.iter().any(|class| self.matches_class(class, &raised) == Some(true)) =>
                {
                    Ok(Flow::Next)
                }
                other => other,
            }
        };
        for manager in exits.iter().rev() {
            if let Kind::Instance(id) = manager.kind
                && let Some(method) = self.class_attr_of(id, "__exit__")
            {
                let mut args = vec![manager.clone(), Value::none(), Value::none(), Value::none()];
                let raised = match &result {
                    Err(Stop::Raise(raised)) => Some(raised.value.clone()),
                    _ => None,
                };
                if let Some(value) = &raised {
                    self.frames.truncate(frames);
                    self.budget.depth = depth;
                    args[1] = self.class_of(value);
                    args[2] = value.clone();
                }
                let swallows = self.call(&method, Args::of(args))?;
                if raised.is_some() && self.truth(&swallows)? == Some(true) {
                    result = Ok(Flow::Next);
                }
            }
        }
        result
    }

    /// The exceptions that an instance of `contextlib.suppress` swallows.
    fn suppressed_by(&self, instance: Id) -> Option<Value> {
        let instance = self.heap.instance(instance)?;
        let class = self.heap.class(instance.class)?;
        let suppress = &*class.name == "suppress" && &*class.module == "contextlib";
        suppress.then(|| self.entry(instance.attributes, "exceptions")).flatten()
    }

    /// An exception as it reaches an expression: one that only an unset variable causes and that nobody catches becomes
    /// what that variable decides.
    pub(in crate::eval) fn recovered(&self, stop: Stop) -> Eval {
        match stop {
            Stop::Raise(raised) => {
                let unset: Env = self.unset(&raised.env);
                if unset.is_empty() || self.is_caught(&raised) || (raised.explicit && self.is_handling()) {
                    return Err(Stop::Raise(raised));
                }
                Ok(Value::required(unset).on(&raised.env).at(self.origin()))
            }
            halted @ Stop::Halt(_) => Err(halted),
        }
    }

    /// The reason that is given for what could not be evaluated.
    pub(in crate::eval) fn reason(&self, stop: &Stop) -> Rc<str> {
        match stop {
            Stop::Raise(raised) => {
                let told = format!("evaluating it raises {}", self.describe(raised));
                place::shown(&told).unwrap_or_else(|| "evaluating it raises an exception".to_owned()).into()
            }
            Stop::Halt(reason) => reason.clone(),
        }
    }
}
