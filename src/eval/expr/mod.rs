//! Expressions.

mod arithmetic;
mod comprehension;
mod logic;
mod subscript;

use std::rc::Rc;

pub(super) use arithmetic::floor_div;

use super::Machine;
use super::env::Env;
use super::raise::{Eval, Stop};
use super::value::{Args, Kind, Value};
use crate::syntax::python::{ast, span};

impl Machine<'_> {
    /// The value of an expression.
    ///
    /// An exception that would not be raised if unset variables were set, and that nobody catches, gives a required value.
    pub(super) fn eval(&mut self, expression: &ast::Expr) -> Eval {
        self.enter()?;
        let before = self.frames.last().map(|frame| frame.span).unwrap_or_default();
        self.set_span(span(expression));
        let result = match self.expression(expression) {
            Err(stop @ Stop::Raise(_)) => self.recovered(stop),
            other => other,
        };
        // What the model of a library has at hand was made by whoever called it.
        let modelled = self.frames.last().is_some_and(|frame| frame.unit.file.is_none());
        let result = match result {
            Ok(value) if modelled && value.meta.origin.is_none() => Ok(value.at(self.origin())),
            result => result,
        };
        self.set_span(before);
        self.leave();
        result
    }

    fn expression(&mut self, expression: &ast::Expr) -> Eval {
        use ast::Expr;
        match expression {
            Expr::Constant(node) => {
                if let ast::Constant::Str(text) = &node.value {
                    self.text_size(text.len())?;
                }
                Ok(self.constant(&node.value))
            }
            Expr::Name(node) => self.lookup(&node.id),
            Expr::Attribute(node) => {
                let object = self.eval(&node.value)?;
                self.attr(&object, &node.attr)
            }
            Expr::Subscript(node) => {
                let object = self.eval(&node.value)?;
                let index = self.eval(&node.slice)?;
                self.item(&object, &index)
            }
            Expr::Call(node) => self.call_expression(node),
            Expr::List(node) => {
                let (items, env) = self.elements(&node.elts)?;
                Ok(self.list_of(items).on(&env))
            }
            Expr::Tuple(node) => {
                let (items, env) = self.elements(&node.elts)?;
                Ok(self.tuple_of(items).on(&env))
            }
            Expr::Set(node) => {
                let ((items, more), env) = self.elements(&node.elts)?;
                let set = self.set(items, false);
                if let (Some(id), Some(more)) = (set.id(), more) {
                    self.heap.set_mut(id).shape.more = Some(more);
                }
                Ok(set.on(&env))
            }
            Expr::Dict(node) => self.dict_display(node),
            Expr::BinOp(node) => {
                let left = self.eval(&node.left)?;
                let right = self.eval(&node.right)?;
                self.binary(node.op, &left, &right)
            }
            Expr::UnaryOp(node) => {
                let operand = self.eval(&node.operand)?;
                self.unary(node.op, &operand)
            }
            Expr::BoolOp(node) => self.bool_op(node.op, &node.values),
            Expr::Compare(node) => self.comparison(node),
            Expr::IfExp(node) => self.if_expression(node),
            Expr::NamedExpr(node) => {
                let value = self.eval(&node.value)?;
                if let Expr::Name(name) = &*node.target {
                    self.bind_walrus(&name.id, value.clone());
                }
                Ok(value)
            }
            Expr::Lambda(node) => self.lambda(node),
            Expr::ListComp(_) | Expr::GeneratorExp(_) | Expr::SetComp(_) | Expr::DictComp(_) => {
                self.comprehended(expression)
            }
            Expr::JoinedStr(node) => self.joined(&node.values),
            Expr::FormattedValue(node) => self.formatted(node),
            Expr::Starred(node) => self.eval(&node.value),
            Expr::Await(node) => self.eval(&node.value),
            Expr::Yield(node) => {
                let value = match &node.value {
                    Some(value) => self.eval(value)?,
                    None => Value::none(),
                };
                let value = self.tainted(value);
                if let Some(frame) = self.frames.last_mut() {
                    frame.yields.push(value);
                }
                Ok(Value::none())
            }
            Expr::YieldFrom(node) => {
                let value = self.eval(&node.value)?;
                let (items, more) = self.iterate(&value)?;
                if let Some(frame) = self.frames.last_mut() {
                    frame.yields.extend(items);
                    frame.yields.extend(more);
                }
                Ok(Value::none())
            }
            Expr::Slice(node) => {
                let mut bounds = [Value::none(), Value::none(), Value::none()];
                for (bound, part) in bounds.iter_mut().zip([&node.lower, &node.upper, &node.step]) {
                    if let Some(part) = part {
                        *bound = self.eval(part)?;
                    }
                }
                Ok(self.here(Kind::Slice(Rc::new(bounds))))
            }
        }
    }

    fn comprehended(&mut self, expression: &ast::Expr) -> Eval {
        use ast::Expr;
        match expression {
            Expr::ListComp(node) => {
                let (items, env) = self.comprehension(&node.generators, false, &mut |m| m.eval(&node.elt))?;
                Ok(self.list_of(items).on(&env))
            }
            Expr::GeneratorExp(node) => {
                let ((items, more), env) =
                    self.comprehension(&node.generators, true, &mut |m| m.eval(&node.elt))?;
                Ok(self.iterator(items, more).on(&env))
            }
            Expr::SetComp(node) => {
                let ((items, more), env) =
                    self.comprehension(&node.generators, false, &mut |m| m.eval(&node.elt))?;
                let set = self.set(items, false);
                if let (Some(id), Some(more)) = (set.id(), more) {
                    self.heap.set_mut(id).shape.more = Some(more);
                }
                Ok(set.on(&env))
            }
            Expr::DictComp(node) => {
                let ((pairs, more), env) = self.comprehension(&node.generators, false, &mut |m| {
                    let key = m.eval(&node.key)?;
                    let value = m.eval(&node.value)?;
                    Ok(Value::tuple(vec![key, value]))
                })?;
                let dict = self.dict([]);
                for pair in pairs {
                    if let Kind::Tuple(parts) = &pair.kind
                        && let [key, value] = &parts[..]
                    {
                        self.set_item(&dict, key, value.clone().on(&pair.meta.env))?;
                    }
                }
                self.untouch(&dict);
                if let (Some(id), Some(more)) = (dict.id(), more) {
                    self.heap.dict_mut(id).shape.more = Some(more);
                }
                Ok(dict.on(&env))
            }
            _ => Ok(Value::none()),
        }
    }

    fn constant(&self, constant: &ast::Constant) -> Value {
        use ast::Constant;
        self.here(match constant {
            Constant::None => Kind::None,
            Constant::Bool(value) => Kind::Bool(*value),
            Constant::Str(text) => Kind::Str(Rc::from(text.as_str())),
            Constant::Bytes(bytes) => Kind::Bytes(Rc::from(bytes.as_slice())),
            Constant::Int(value) => Kind::Int(Rc::new(value.clone())),
            Constant::Float(value) => Kind::Float(*value),
            Constant::Ellipsis => Kind::Ellipsis,
            Constant::Tuple(items) => Kind::Tuple(items.iter().map(|item| self.constant(item)).collect()),
            Constant::Complex { .. } => Kind::Unknown(Rc::from("a complex number")),
        })
    }

    /// The items of a display, starred ones unpacked, and the environment variables that decide how many there are.
    fn elements(&mut self, nodes: &[ast::Expr]) -> Eval<(super::iterate::Items, Env)> {
        let mut items = Vec::with_capacity(nodes.len());
        let mut more = None;
        let mut decided = Env::none();
        for node in nodes {
            if let ast::Expr::Starred(star) = node {
                let value = self.eval(&star.value)?;
                let (unpacked, open) = self.iterate(&value)?;
                let env = self.test_env(&value);
                decided = decided.union(&env);
                items.extend(unpacked.into_iter().map(|item| item.on(&env)));
                more = more.or(open);
            } else {
                items.push(self.eval(node)?);
            }
        }
        self.items(items.len())?;
        Ok(((items, more), decided))
    }

    fn dict_display(&mut self, node: &ast::ExprDict) -> Eval {
        let dict = self.dict([]);
        for (key, value) in node.keys.iter().zip(&node.values) {
            if let Some(key) = key {
                let key = self.eval(key)?;
                let value = self.eval(value)?;
                self.set_item(&dict, &key, value)?;
            } else {
                let other = self.eval(value)?;
                if other.is_open() || matches!(other.kind, Kind::Named(_)) {
                    let open = self.open([&other], "comes from an installed package");
                    if let Some(id) = dict.id() {
                        self.heap.dict_mut(id).shape.more = Some(open);
                    }
                } else {
                    self.update_dict(&dict, &other)?;
                }
            }
        }
        self.untouch(&dict);
        Ok(dict)
    }

    /// What was written while a display was built is no later change.
    fn untouch(&mut self, dict: &Value) {
        if let Some(id) = dict.id() {
            self.heap.dict_mut(id).shape.touched = None;
        }
    }

    fn call_expression(&mut self, node: &ast::ExprCall) -> Eval {
        // `super()`, `locals()` and the like look at the frame that calls them: they are natives, and calls of natives
        // make no frame.
        let callee = self.eval(&node.func)?;
        let mut args = Args::default();
        for arg in &node.args {
            if let ast::Expr::Starred(star) = arg {
                let value = self.eval(&star.value)?;
                let (items, more) = self.iterate(&value)?;
                args.pos.extend(items);
                args.more = args.more.or(more);
            } else {
                args.pos.push(self.eval(arg)?);
            }
        }
        for keyword in &node.keywords {
            let value = self.eval(&keyword.value)?;
            let Some(name) = &keyword.arg else {
                self.unpack_keywords(&mut args, &value)?;
                continue;
            };
            args.named.push((Rc::from(name.as_str()), value));
        }
        self.call(&callee, args).map(|value| value.on(&callee.meta.env))
    }

    fn unpack_keywords(&mut self, args: &mut Args, value: &Value) -> Eval<()> {
        let payload = match value.kind {
            Kind::Instance(id) => self.heap.instance(id).and_then(|instance| instance.payload.clone()),
            _ => None,
        };
        let value = payload.as_ref().unwrap_or(value);
        let Kind::Dict(id) = value.kind else {
            if value.is_none() {
                return Err(self.raise_on(
                    "TypeError",
                    "argument after ** must be a mapping",
                    &value.meta.env,
                ));
            }
            args.more = Some(self.open([value], "its keyword arguments are not known"));
            return Ok(());
        };
        let dict = self.heap.dict(id).clone();
        let env = value.meta.env.union(&dict.shape.env);
        for entry in dict.entries.into_values() {
            if let Some(name) = entry.key.as_str() {
                args.named.retain(|(known, _)| known != name);
                args.named.push((name.clone(), entry.value.on(&env)));
            }
        }
        args.more = args.more.take().or(dict.shape.more);
        Ok(())
    }
}
