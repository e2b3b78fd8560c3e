//! `and`, `or`, `not`, comparisons and conditional expressions.

use std::cmp::Ordering;
use std::rc::Rc;

use crate::eval::env::Env;
use crate::eval::exec::Flow;
use crate::eval::heap::Delta;
use crate::eval::hidden;
use crate::eval::raise::{Eval, Stop};
use crate::eval::value::{Args, Kind, Value};
use crate::eval::{Alternative, Machine};
use crate::syntax::python::{ast, span};

impl Machine<'_> {
    pub(super) fn bool_op(&mut self, op: ast::BoolOp, values: &[ast::Expr]) -> Eval {
        let and = matches!(op, ast::BoolOp::And);
        let mut env = Env::none();
        let mut result = Value::none();
        for (index, node) in values.iter().enumerate() {
            result = self.under(&env, |m| m.eval(node))?.on(&env);
            if index + 1 == values.len() {
                break;
            }
            let Some(truth) = self.truth(&result)? else {
                let rest = values.get(index + 1..).unwrap_or_default();
                return self.open_bool_op(op, &result, rest);
            };
            env = env.union(&self.test_env(&result));
            if truth != and {
                break;
            }
        }
        Ok(result)
    }

    /// `open or rest`: the rest decides where it is known to decide alone.
    fn open_bool_op(&mut self, op: ast::BoolOp, open: &Value, rest: &[ast::Expr]) -> Eval {
        let and = matches!(op, ast::BoolOp::And);
        let env = open.meta.env.clone();
        let (other, delta) = self.under(&env, |m| m.aside(|m| m.bool_op(op, rest)));
        let why = self.open([open], "a value that is not known");
        let other = match other {
            Ok(other) => {
                self.join_states(&delta, &Delta::new(), &why);
                other
            }
            Err(Stop::Raise(_)) => return Ok(open.clone()),
            Err(halted) => return Err(halted),
        };
        // `unknown and False` is false where the unknown one is a boolean; its truth is what matters, and it is known.
        let _ = and;
        if let Kind::Required(_) = open.kind
            && !and
        {
            // Set means true: `os.environ["X"] or default` is the variable.
            return Ok(open.clone().on(&other.meta.env));
        }
        Ok(self.join(open, &other, &why))
    }

    pub(super) fn unary(&mut self, op: ast::UnaryOp, operand: &Value) -> Eval {
        if let Some(method) = self.own_operator(op, operand) {
            return self.call(&method, Args::of(vec![operand.clone()]));
        }
        let value = match op {
            ast::UnaryOp::Not => match self.truth(operand)? {
                Some(truth) => self.here(Kind::Bool(!truth)).on(&self.test_env(operand)),
                None => self.open([operand], "its truth is not known"),
            },
            _ if operand.is_open() => self.open([operand], ""),
            _ if self.is_expression(operand) => self.operation(&format!("{op:?}"), vec![operand.clone()]),
            ast::UnaryOp::USub => match &operand.kind {
                Kind::Float(value) => self.here(Kind::Float(-value)),
                Kind::Object(made) if &*made.class == "datetime.timedelta" => {
                    let minus = Value::int(-1);
                    return self.binary(ast::Operator::Mult, operand, &minus);
                }
                _ => match operand.as_big() {
                    Some(value) => self.here(Kind::Int(Rc::new(-value))),
                    None => return Err(self.bad_operand(operand)),
                },
            },
            ast::UnaryOp::UAdd => match &operand.kind {
                Kind::Float(_) => operand.clone(),
                _ => match operand.as_big() {
                    Some(value) => self.here(Kind::Int(Rc::new(value))),
                    None => return Err(self.bad_operand(operand)),
                },
            },
            ast::UnaryOp::Invert => match operand.as_big() {
                Some(value) => self.here(Kind::Int(Rc::new(-value - 1))),
                None => self.open([operand], "an operation on an object"),
            },
        };
        Ok(value.on(&operand.meta.env))
    }

    /// What a class of the project defines for a sign in front of its instances.
    fn own_operator(&self, op: ast::UnaryOp, operand: &Value) -> Option<Value> {
        let name = match op {
            ast::UnaryOp::USub => "__neg__",
            ast::UnaryOp::UAdd => "__pos__",
            ast::UnaryOp::Invert => "__invert__",
            ast::UnaryOp::Not => return None,
        };
        match operand.kind {
            Kind::Instance(id) => self.class_attr_of(id, name),
            _ => None,
        }
    }

    fn bad_operand(&mut self, operand: &Value) -> Stop {
        let message = format!("bad operand type for unary operator: '{}'", self.type_name(operand));
        self.raise_on("TypeError", &message, &operand.meta.env)
    }

    pub(super) fn if_expression(&mut self, node: &ast::ExprIfExp) -> Eval {
        let test = self.eval(&node.test)?;
        let Some(holds) = self.truth(&test)? else {
            let why = self.open([&test], "a condition that is not known");
            let flow = self.both(
                &why,
                |m| m.eval(&node.body).map(Flow::Return),
                |m| m.eval(&node.orelse).map(Flow::Return),
            )?;
            return Ok(match flow {
                Flow::Return(value) => value,
                _ => Value::none(),
            });
        };
        let env = self.test_env(&test);
        let (taken, other) = if holds { (&node.body, &node.orelse) } else { (&node.orelse, &node.body) };
        if env.is_empty() {
            return self.eval(taken);
        }
        let mut alternative = None;
        let explored = self.explore(&env, |m| {
            m.refine(&node.test, !holds, &env);
            let value = m.eval(other)?;
            if !value.is_open()
                && let Some(origin) = m.frames.last().and_then(|frame| frame.unit.origin(span(&**other)))
            {
                let datum = m.datum(&value);
                alternative =
                    Some(Alternative { value: datum, origin: (*origin).clone(), env: env.to_vec() });
            }
            Ok(Flow::Next)
        });
        let result = self.under(&env, |m| m.eval(taken));
        self.note(explored);
        let mut value = result?.on(&env);
        if let Some(alternative) = alternative {
            let others = value.meta.others.get_or_insert_with(Rc::default);
            Rc::make_mut(others).push(alternative);
        }
        Ok(value)
    }

    pub(super) fn comparison(&mut self, node: &ast::ExprCompare) -> Eval {
        let mut left = self.eval(&node.left)?;
        let mut result = self.here(Kind::Bool(true));
        for (op, right) in node.ops.iter().zip(&node.comparators) {
            let right = self.eval(right)?;
            let mut env = self.test_env(&left).union(&self.test_env(&right)).union(&result.meta.env);
            if let (Kind::Environ, Some(name)) = (&right.kind, left.as_str()) {
                env = env.union(&Env::of(name));
            }
            let holds = self.compare(*op, &left, &right)?;
            result = match holds {
                Some(holds) => self.here(Kind::Bool(holds)).on(&env),
                None => self.open([&left, &right], "a comparison with what is not known").on(&env),
            };
            if holds != Some(true) {
                return Ok(result);
            }
            left = right;
        }
        Ok(result)
    }

    /// One comparison; `None` where nobody knows.
    pub(in crate::eval) fn compare(
        &mut self,
        op: ast::CmpOp,
        left: &Value,
        right: &Value,
    ) -> Eval<Option<bool>> {
        use ast::CmpOp;
        let not = |known: Option<bool>| known.map(|known| !known);
        Ok(match op {
            CmpOp::Is => Self::is_same(left, right),
            CmpOp::IsNot => not(Self::is_same(left, right)),
            CmpOp::Eq => return self.equal(left, right),
            CmpOp::NotEq => not(self.equal(left, right)?),
            CmpOp::In => return self.contains(right, left),
            CmpOp::NotIn => not(self.contains(right, left)?),
            CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => {
                if let (Kind::Set(a), Kind::Set(b)) = (&left.kind, &right.kind) {
                    let (a, b) = (self.heap.set(*a), self.heap.set(*b));
                    if a.shape.more.is_some() || b.shape.more.is_some() {
                        return Ok(None);
                    }
                    let (small, large) = if matches!(op, CmpOp::Lt | CmpOp::LtE) { (a, b) } else { (b, a) };
                    let within = small.items.keys().all(|key| large.items.contains_key(key));
                    let strict = matches!(op, CmpOp::Lt | CmpOp::Gt);
                    return Ok(Some(within && (!strict || small.items.len() < large.items.len())));
                }
                match self.order(left, right) {
                    Some(order) => Some(match op {
                        CmpOp::Lt => order == Ordering::Less,
                        CmpOp::LtE => order != Ordering::Greater,
                        CmpOp::Gt => order == Ordering::Greater,
                        _ => order != Ordering::Less,
                    }),
                    None => return self.unordered(op, left, right),
                }
            }
        })
    }

    fn unordered(&mut self, op: ast::CmpOp, left: &Value, right: &Value) -> Eval<Option<bool>> {
        let name = match op {
            ast::CmpOp::Lt => "__lt__",
            ast::CmpOp::LtE => "__le__",
            ast::CmpOp::Gt => "__gt__",
            _ => "__ge__",
        };
        if let Kind::Instance(id) = left.kind
            && let Some(method) = self.class_attr_of(id, name)
        {
            let result = self.call(&method, Args::of(vec![left.clone(), right.clone()]))?;
            return self.truth(&result);
        }
        let plain = |value: &Value| {
            matches!(
                value.kind,
                Kind::None
                    | Kind::Bool(_)
                    | Kind::Int(_)
                    | Kind::Float(_)
                    | Kind::Str(_)
                    | Kind::Bytes(_)
                    | Kind::List(_)
                    | Kind::Dict(_)
            )
        };
        // Two lists have an order unless their items have none; two texts, unless the place of the repository decides.
        let alike = matches!(
            (&left.kind, &right.kind),
            (Kind::List(_), Kind::List(_)) | (Kind::Str(_), Kind::Str(_))
        );
        if plain(left) && plain(right) && !alike {
            let env = left.meta.env.union(&right.meta.env);
            let message = format!(
                "'<' not supported between instances of '{}' and '{}'",
                self.type_name(left),
                self.type_name(right)
            );
            return Err(self.raise_on("TypeError", &message, &env));
        }
        Ok(None)
    }

    /// `item in container`; `None` where nobody knows.
    pub(in crate::eval) fn contains(&mut self, container: &Value, item: &Value) -> Eval<Option<bool>> {
        if let Kind::Str(text) = &container.kind {
            self.steps(text.len() / 16)?;
        }
        match &container.kind {
            Kind::Str(text) => match &item.kind {
                Kind::Str(part) => Ok(hidden::contains(text, part)),
                Kind::Required(_) | Kind::Unknown(_) | Kind::Named(_) => Ok(None),
                Kind::Instance(_) => {
                    let inner = self.text(item);
                    Ok(inner.as_str().and_then(|part| hidden::contains(text, part)))
                }
                _ => Err(self.raise_on(
                    "TypeError",
                    "'in <string>' requires string as left operand",
                    &item.meta.env,
                )),
            },
            Kind::Dict(id) => {
                let Some(key) = self.key(item) else { return Ok(None) };
                let dict = self.heap.dict(*id);
                Ok(if dict.entries.contains_key(&key) {
                    Some(true)
                } else if dict.shape.more.is_some() {
                    None
                } else {
                    Some(false)
                })
            }
            Kind::Set(id) => {
                let Some(key) = self.key(item) else { return Ok(None) };
                let set = self.heap.set(*id);
                Ok(if set.items.contains_key(&key) {
                    Some(true)
                } else if set.shape.more.is_some() {
                    None
                } else {
                    Some(false)
                })
            }
            Kind::Environ => Ok(item.as_str().map(|name| self.variable(&name.clone()).is_some())),
            Kind::Required(_) | Kind::Unknown(_) | Kind::Named(_) | Kind::Object(_) => Ok(None),
            Kind::Instance(id) => {
                if let Some(method) = self.class_attr_of(*id, "__contains__") {
                    let result = self.call(&method, Args::of(vec![container.clone(), item.clone()]))?;
                    return self.truth(&result);
                }
                match self.heap.instance(*id).and_then(|instance| instance.payload.clone()) {
                    Some(payload) => self.contains(&payload, item),
                    None => self.contains_item(container, item),
                }
            }
            _ => self.contains_item(container, item),
        }
    }

    fn contains_item(&mut self, container: &Value, item: &Value) -> Eval<Option<bool>> {
        let (items, more) = self.iterate(container)?;
        let mut known = if more.is_some() { None } else { Some(false) };
        for other in items {
            match self.equal(&other, item)? {
                Some(true) => return Ok(Some(true)),
                None => known = None,
                Some(false) => {}
            }
        }
        Ok(known)
    }
}
