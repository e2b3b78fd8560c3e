//! `def`, `lambda` and `class`.

use std::rc::Rc;

use crate::eval::Machine;
use crate::eval::function::{Body, Code};
use crate::eval::heap::{Function, Thing};
use crate::eval::machine::Place;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Name, Value};
use crate::syntax::python::{ast, span};

impl Machine<'_> {
    pub(super) fn define_function(&mut self, statement: &ast::Stmt) -> Eval<()> {
        let (name, params, body, decorators, coroutine) = match statement {
            ast::Stmt::FunctionDef(node) => (&node.name, &node.args, &node.body, &node.decorator_list, false),
            ast::Stmt::AsyncFunctionDef(node) => {
                (&node.name, &node.args, &node.body, &node.decorator_list, true)
            }
            _ => return Ok(()),
        };
        let mut wrappers = Vec::new();
        for decorator in decorators {
            wrappers.push(self.eval(decorator)?);
        }
        let code = self.code(statement, name, |unit, qualified| Code {
            name: Rc::from(name.as_str()),
            qualified,
            params: (**params).clone(),
            body: Body::Block(body.clone()),
            own: Rc::new(super::scope::own_names(body)),
            unit,
            generator: yields(body),
            coroutine,
        });
        let mut value = self.function(code, params)?;
        for wrapper in wrappers.iter().rev() {
            let made = self.call(wrapper, Args::of(vec![value.clone()]))?;
            // What a decorator of a package makes of a function is a function still.
            if self.program.is_none() || !made.is_open() {
                value = made;
            }
        }
        self.bind(name, value, false);
        Ok(())
    }

    pub(in crate::eval) fn lambda(&mut self, node: &ast::ExprLambda) -> Eval {
        let code = self.code(node, "<lambda>", |unit, qualified| Code {
            name: Rc::from("<lambda>"),
            qualified,
            params: (*node.args).clone(),
            body: Body::Expression((*node.body).clone()),
            own: Rc::default(),
            unit,
            generator: false,
            coroutine: false,
        });
        self.function(code, &node.args)
    }

    /// The code at a place, copied out of the syntax tree once.
    fn code(
        &mut self,
        node: &impl ast::Ranged,
        name: &str,
        make: impl FnOnce(Rc<crate::eval::function::Unit>, Name) -> Code,
    ) -> Rc<Code> {
        let span = span(node);
        let Some(frame) = self.frames.last() else {
            // There always is a frame: code runs in one.
            let unit = Rc::new(crate::eval::function::Unit { file: None, module: Rc::from("") });
            return Rc::new(make(unit, Rc::from(name)));
        };
        let key = (frame.unit.module.clone(), span.start, span.end);
        if let Some(code) = self.codes.get(&key) {
            return code.clone();
        }
        let qualified: Name = if frame.place == Place::Module {
            Rc::from(name)
        } else {
            Rc::from(format!("{}.{name}", frame.qualified))
        };
        let code = Rc::new(make(frame.unit.clone(), qualified));
        self.codes.insert(key, code.clone());
        code
    }

    fn function(&mut self, code: Rc<Code>, params: &ast::Arguments) -> Eval {
        let mut defaults = Vec::new();
        for param in params.posonlyargs.iter().chain(&params.args).chain(&params.kwonlyargs) {
            if let Some(default) = &param.default {
                let value = self.eval(default)?;
                defaults.push((Rc::from(param.def.arg.as_str()), value));
            }
        }
        let Some(frame) = self.frames.last() else { return Ok(Value::none()) };
        let mut enclosing = frame.enclosing.to_vec();
        if frame.place == Place::Function {
            enclosing.push(frame.locals);
        }
        let globals = frame.globals;
        let id = self.heap.add(Thing::Function(Function {
            code,
            defaults: Rc::new(defaults),
            enclosing: enclosing.into(),
            globals,
            owner: None,
            attributes: None,
        }));
        Ok(self.here(Kind::Function(id)))
    }
}

/// Whether a function's body yields (nested functions aside).
fn yields(body: &[ast::Stmt]) -> bool {
    use ast::Stmt;
    body.iter().any(|statement| match statement {
        Stmt::Expr(node) => expression_yields(&node.value),
        Stmt::Assign(node) => expression_yields(&node.value),
        Stmt::AugAssign(node) => expression_yields(&node.value),
        Stmt::AnnAssign(node) => node.value.as_deref().is_some_and(expression_yields),
        Stmt::Return(node) => node.value.as_deref().is_some_and(expression_yields),
        Stmt::If(node) => yields(&node.body) || yields(&node.orelse),
        Stmt::For(node) => yields(&node.body) || yields(&node.orelse),
        Stmt::While(node) => yields(&node.body) || yields(&node.orelse),
        Stmt::With(node) => yields(&node.body),
        Stmt::Try(node) => {
            yields(&node.body)
                || yields(&node.orelse)
                || yields(&node.finalbody)
                || node
                    .handlers
                    .iter()
                    .any(|ast::ExceptHandler::ExceptHandler(handler)| yields(&handler.body))
        }
        Stmt::Match(node) => node.cases.iter().any(|case| yields(&case.body)),
        _ => false,
    })
}

fn expression_yields(expression: &ast::Expr) -> bool {
    matches!(expression, ast::Expr::Yield(_) | ast::Expr::YieldFrom(_))
}
