//! Calls.

use std::rc::Rc;

use super::Machine;
use super::env::Env;
use super::exec::Flow;
use super::function::Body;
use super::heap::{Dict, Id, Iter, Thing};
use super::machine::{Frame, Place};
use super::raise::{Eval, Stop};
use super::value::{Args, Kind, Name, Value};
use crate::syntax::python::ast;

/// What it costs to enter a function and to leave it, in steps.
const CALL: usize = 4;

impl Machine<'_> {
    /// Calls a value.
    ///
    /// # Errors
    /// What the call raises.
    pub fn call(&mut self, callee: &Value, args: Args) -> Eval {
        self.enter()?;
        let result = self.call_kind(callee, args);
        self.leave();
        result
    }

    fn call_kind(&mut self, callee: &Value, mut args: Args) -> Eval {
        match &callee.kind {
            Kind::Function(id) => self.call_function(*id, args),
            Kind::Bound(bound) => {
                args.pos.insert(0, bound.0.clone());
                self.call(&bound.1, args)
            }
            Kind::Native(native) => {
                let env = args_env(&args);
                // Whatever it does, it reads the texts that it is given.
                let texts = args.values().filter_map(Value::as_text).map(|text| text.len()).sum::<usize>();
                self.steps(texts / 64)?;
                let native = native.clone();
                let value = (native.code)(self, &native.with, &args).map_err(|stop| on(stop, &env))?;
                Ok(self.made_here(value).on(&env))
            }
            Kind::Method(method) => {
                let env = args_env(&args).union(&method.0.meta.env);
                let (receiver, name) = (&method.0, method.1.clone());
                let value = self.method(receiver, &name, args).map_err(|stop| on(stop, &env))?;
                Ok(self.made_here(value).on(&env))
            }
            Kind::Type(name) => {
                let env = args_env(&args);
                let value = self.construct(name, args).map_err(|stop| on(stop, &env))?;
                Ok(self.made_here(value).on(&env))
            }
            Kind::Class(id) => self.instantiate(*id, args),
            Kind::Instance(id) => match self.class_attr_of(*id, "__call__") {
                Some(method) => {
                    args.pos.insert(0, callee.clone());
                    self.call(&method, args)
                }
                None if self.is_foreign(*id) => {
                    Ok(self.open(args.values(), "it is made by an installed package"))
                }
                None => Err(self.not_callable(callee)),
            },
            Kind::Named(name) => Ok(self.call_foreign(name, args).on(&callee.meta.env)),
            Kind::Required(_) | Kind::Unknown(_) => {
                let values: Vec<Value> =
                    std::iter::once(callee.clone()).chain(args.values().cloned()).collect();
                Ok(self.open(&values, "what is called is not known"))
            }
            Kind::Object(object) if super::definitions::makes(&object.class) && args.more.is_none() => {
                args.pos.insert(0, callee.clone());
                Ok(Value::object(super::definitions::CALL, args.pos, args.named).at(self.origin()))
            }
            Kind::Object(object) => {
                let reason = format!("it is made by {}", object.class);
                Ok(self.open(args.values(), &reason))
            }
            // Points in time that models and migrations write out are told by their parts.
            Kind::Library(name) if self.program.is_some() && name.starts_with("datetime.") => {
                Ok(Value::object(name, args.pos, args.named).at(self.origin()))
            }
            Kind::Library(class @ ("datetime.date" | "datetime.datetime")) => {
                let made = super::library::dates::made(self, class, &args)?;
                Ok(made.on(&args_env(&args)).at(self.origin()))
            }
            Kind::Library(name) if name.starts_with("datetime.") => {
                Ok(self.open(args.values(), "a time of day or time zone that is not followed"))
            }
            Kind::Library(name) => {
                let message = format!("module '{name}' is not callable");
                Err(self.raise("TypeError", &message))
            }
            _ => Err(self.not_callable(callee)),
        }
    }

    fn not_callable(&mut self, callee: &Value) -> Stop {
        let message = format!("'{}' object is not callable", self.type_name(callee));
        self.raise_on("TypeError", &message, &callee.meta.env)
    }

    fn made_here(&self, value: Value) -> Value {
        if value.meta.origin.is_some() { value } else { value.at(self.origin()) }
    }

    /// A call of something that an installed package defines and that nobody models: a class makes an object, the
    /// result of a function is not known.
    fn call_foreign(&mut self, name: &Rc<str>, args: Args) -> Value {
        let last = name.rsplit('.').next().unwrap_or(name);
        let origin = self.origin();
        let kept = self.program.is_some() && super::definitions::is_kept(name);
        let class =
            kept || is_class_name(last) || matches!(&**name, "celery.schedules.crontab" | "kombu.Queue");
        if class && last.ends_with("Value") && self.entry(self.modules, "configurations").is_some() {
            // A package's own kind of django-configurations' values: what it comes to is a setting, not an object.
            return Value::unknown(foreign_reason(name)).on(&args_env(&args)).at(origin);
        }
        if class && args.more.is_none() {
            // What an unset variable decides inside an object stays inside it.
            return Value::object(name, args.pos, args.named).at(origin);
        }
        // A mutable argument may come back changed; settings do not do that to what they keep.
        let required = args.values().any(|value| matches!(value.kind, Kind::Required(_)));
        let reason = foreign_reason(name);
        let value = if required {
            self.open(args.values(), &reason)
        } else {
            Value::unknown(reason).on(&args_env(&args))
        };
        value.at(origin)
    }

    pub(super) fn call_function(&mut self, id: Id, args: Args) -> Eval {
        self.may_call()?;
        self.steps(CALL)?;
        let Some(function) = self.heap.function(id).cloned() else { return Ok(Value::none()) };
        let code = function.code.clone();
        let locals = self.heap.add(Thing::Dict(Dict::default()));
        let receiver = args.pos.first().cloned();
        self.bind_params(&code.params, &code.name, &function.defaults, args, locals)?;
        let frame = Frame::new(
            code.unit.clone(),
            Place::Function,
            function.globals,
            locals,
            function.enclosing.clone(),
            code.qualified.clone(),
        );
        let frame = Frame { own: code.own.clone(), owner: function.owner, receiver, ..frame };
        self.frames.push(frame);
        let mark = self.pending.len();
        let result = match &code.body {
            Body::Block(body) => self.block(body),
            Body::Expression(expression) => self.eval(expression).map(Flow::Return),
        };
        self.settle(mark);
        let Some(frame) = self.frames.pop() else { return Ok(Value::none()) };
        let mut value = match result? {
            Flow::Return(value) => value,
            _ => Value::none(),
        };
        // The rest of the frame depends on what would have left it earlier.
        value = value.on(&frame.sticky);
        for (other, why) in frame.returned.iter().rev() {
            value = self.join(other, &value, why);
        }
        if code.generator {
            let items: Rc<[Value]> = frame.yields.into();
            let id = self.heap.add(Thing::Iter(Iter { items, next: 0, more: None }));
            return Ok(self.here(Kind::Iterator(id)));
        }
        if code.coroutine {
            return Ok(Value::unknown("it is the result of a coroutine").at(self.origin()));
        }
        Ok(value)
    }

    /// Binds arguments to parameters in a new namespace.
    fn bind_params(
        &mut self,
        params: &ast::Arguments,
        function: &str,
        defaults: &[(Name, Value)],
        mut args: Args,
        locals: Id,
    ) -> Eval<()> {
        let positional: Vec<&str> =
            params.posonlyargs.iter().chain(&params.args).map(|param| param.def.arg.as_str()).collect();
        let mut rest = args.pos.split_off(args.pos.len().min(positional.len()));
        for (name, value) in positional.iter().zip(args.pos) {
            self.set_entry(locals, name, value);
        }
        let mut extra: Vec<(Name, Value)> = Vec::new();
        let posonly = params.posonlyargs.len();
        for (name, value) in args.named {
            let known = positional.iter().skip(posonly).any(|known| **known == *name)
                || params.kwonlyargs.iter().any(|param| param.def.arg.as_str() == &*name);
            if known {
                if self.entry(locals, &name).is_some() {
                    let message = format!("{function}() got multiple values for argument '{name}'");
                    return Err(self.raise("TypeError", &message));
                }
                self.set_entry(locals, &name, value);
            } else {
                extra.push((name, value));
            }
        }
        let keyword_only = params.kwonlyargs.iter().map(|param| param.def.arg.as_str());
        for name in positional.iter().copied().chain(keyword_only) {
            if self.entry(locals, name).is_some() {
                continue;
            }
            let default = defaults.iter().find(|(known, _)| **known == *name).map(|(_, value)| value.clone());
            let value = match (default, &args.more) {
                (_, Some(more)) => more.clone(),
                (Some(value), None) => value,
                (None, None) => {
                    let message = format!("{function}() missing required argument: '{name}'");
                    return Err(self.raise("TypeError", &message));
                }
            };
            self.set_entry(locals, name, value);
        }
        match &params.vararg {
            Some(param) => {
                rest.extend(args.more.clone());
                let value = self.here(Kind::Tuple(rest.into()));
                self.set_entry(locals, param.arg.as_str(), value);
            }
            None if !rest.is_empty() => {
                let message = format!(
                    "{function}() takes {} positional arguments but more were given",
                    positional.len()
                );
                return Err(self.raise("TypeError", &message));
            }
            None => {}
        }
        match &params.kwarg {
            Some(param) => {
                let value = self.dict(extra.iter().map(|(name, value)| (&**name, value.clone())));
                if let (Some(more), Some(id)) = (&args.more, value.id()) {
                    self.heap.dict_mut(id).shape.more = Some(more.clone());
                }
                self.set_entry(locals, param.arg.as_str(), value);
            }
            None => {
                if let Some((name, _)) = extra.first() {
                    let message = format!("{function}() got an unexpected keyword argument '{name}'");
                    return Err(self.raise("TypeError", &message));
                }
            }
        }
        Ok(())
    }
}

/// The environment variables of all arguments.
pub(super) fn args_env(args: &Args) -> Env {
    args.values().fold(Env::none(), |env, value| env.union(&value.meta.env))
}

/// The exception, caused by these variables too.
pub(super) fn on(stop: Stop, env: &Env) -> Stop {
    match stop {
        Stop::Raise(mut raised) => {
            raised.env = raised.env.union(env);
            Stop::Raise(raised)
        }
        halted @ Stop::Halt(_) => halted,
    }
}

/// Why something of an installed package is not known.
pub(super) fn foreign_reason(name: &str) -> String {
    let package = name.split('.').next().unwrap_or(name);
    if super::library::is_standard(package) {
        return format!("comes from a part of Python's library that is not followed ({name})");
    }
    format!("comes from the installed package {package} ({name})")
}

/// Whether a name is written as classes are: `CrontabSchedule`, not `parse` and not `DEFAULTS`.
pub(super) fn is_class_name(name: &str) -> bool {
    let name = name.trim_start_matches('_');
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
}
