//! Reads the functions of a module in order and reports lookups and followed relations.

use std::sync::Arc;

use super::arguments::{filtered_by, ordered_by};
use super::function::{self, callee};
use super::graph::Graph;
use super::infer::{Scope, element, infer};
use super::managers;
use super::rows::{Iteration, Row, Rows, Type};
use super::serializers;
use super::{Follow, Lookup, LookupKind, Queries};
use crate::base::Span;
use crate::django::code::{Class, Module, nested_blocks};
use crate::syntax::python::{self, ast};

/// Queryset methods whose keyword arguments are lookups.
const FILTERS: [&str; 9] = [
    "filter",
    "exclude",
    "get",
    "aget",
    "get_or_create",
    "update_or_create",
    "get_object_or_404",
    "get_list_or_404",
    "complex_filter",
];
/// Queryset methods whose arguments name columns to order by.
const ORDERS: [&str; 3] = ["order_by", "latest", "earliest"];
/// Methods of a related manager that send a query for each row.
const FETCHES: [&str; 12] = [
    "all",
    "filter",
    "exclude",
    "count",
    "exists",
    "first",
    "last",
    "get",
    "order_by",
    "values_list",
    "values",
    "aggregate",
];

pub(super) fn module(graph: &Graph<'_>, module: &Arc<Module>, queries: &mut Queries) {
    let scope = Scope::new(module, None);
    Visitor::new(graph, queries).block(module.body(), &mut scope.clone(), None);
}

/// Reads statements and reports what they look up and follow.
pub(super) struct Visitor<'a> {
    graph: &'a Graph<'a>,
    queries: &'a mut Queries,
}

impl<'a> Visitor<'a> {
    pub(super) fn new(graph: &'a Graph<'a>, queries: &'a mut Queries) -> Self {
        Self { graph, queries }
    }

    pub(super) fn block(&mut self, body: &[ast::Stmt], scope: &mut Scope, class: Option<&Class>) {
        for statement in body {
            self.statement(statement, scope, class);
        }
    }

    fn statement(&mut self, statement: &ast::Stmt, scope: &mut Scope, class: Option<&Class>) {
        match statement {
            ast::Stmt::ClassDef(def) => {
                let name = class
                    .map_or_else(|| def.name.to_string(), |outer| format!("{}.{}", outer.name(), def.name));
                let inner = self.graph.code.class(&format!("{}.{name}", scope.module.dotted()));
                self.block(&def.body, &mut scope.clone(), inner.as_ref().or(class));
            }
            ast::Stmt::FunctionDef(def) => self.function(&def.body, scope, class),
            ast::Stmt::AsyncFunctionDef(def) => self.function(&def.body, scope, class),
            ast::Stmt::Assign(assign) => {
                self.expr(&assign.value, scope);
                if let [target] = assign.targets.as_slice() {
                    bind(target, infer(self.graph, scope, &assign.value), scope);
                }
            }
            ast::Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.expr(value, scope);
                    bind(&assign.target, infer(self.graph, scope, value), scope);
                }
            }
            ast::Stmt::For(each) => {
                self.expr(&each.iter, scope);
                self.bind_each(&each.target, &each.iter, scope);
                self.doubt(&each.target, &each.iter, python::expressions(&each.body), scope);
                self.block(&each.body, scope, class);
                self.block(&each.orelse, scope, class);
            }
            ast::Stmt::AsyncFor(each) => {
                self.expr(&each.iter, scope);
                self.bind_each(&each.target, &each.iter, scope);
                self.doubt(&each.target, &each.iter, python::expressions(&each.body), scope);
                self.block(&each.body, scope, class);
            }
            other => {
                for expr in own_expressions(other) {
                    self.expr(expr, scope);
                }
                for block in nested_blocks(other) {
                    self.block(block, scope, class);
                }
            }
        }
    }

    /// A function has variables of its own, and sees those around it.
    fn function(&mut self, body: &[ast::Stmt], scope: &Scope, class: Option<&Class>) {
        let mut inner = scope.clone();
        inner.class = class.cloned();
        if let Some(class) = class {
            let qualified = class.qualified();
            if self.graph.models.get(&qualified).is_some() {
                inner.variables.insert("self".to_owned(), Type::Row(Row::alone(&qualified)));
            } else if managers::serves_rows(self.graph.code, class)
                && let Some(model) = self.only_model_of(&qualified)
            {
                inner.variables.insert("self".to_owned(), Type::Rows(Rows::all(&model)));
            }
        }
        self.block(body, &mut inner, None);
    }

    /// The one model that a manager serves; `None` where there are several.
    fn only_model_of(&self, manager: &str) -> Option<String> {
        let mut serving = self.graph.models.iter().filter(|model| {
            let classes = self.graph.managers.get(&model.class.qualified());
            !model.is_abstract()
                && classes.is_some_and(|all| all.iter().any(|class| class.qualified() == manager))
        });
        let first = serving.next()?;
        serving.next().is_none().then(|| first.class.qualified())
    }

    fn bind_each(&self, target: &ast::Expr, iterable: &ast::Expr, scope: &mut Scope) {
        let found = element(self.graph, scope, iterable);
        match (target, found) {
            (ast::Expr::Tuple(pair), Some((found, true))) if pair.elts.len() == 2 => {
                bind(&pair.elts[1], Some(found), scope);
            }
            (ast::Expr::Tuple(tuple), _) => tuple.elts.iter().for_each(|name| bind(name, None, scope)),
            (target, Some((found, false))) => bind(target, Some(found), scope),
            (target, _) => bind(target, None, scope),
        }
    }

    /// Notes a loop over nobody knows what whose rows seem to have a relation that the loop follows: `row.owner.name`.
    fn doubt<'e>(
        &mut self,
        target: &ast::Expr,
        iterable: &ast::Expr,
        mut body: impl Iterator<Item = &'e ast::Expr>,
        scope: &Scope,
    ) {
        let ast::Expr::Name(row) = target else { return };
        if scope.variables.contains_key(row.id.as_str()) {
            return;
        }
        let follows = |expr: &ast::Expr| {
            let ast::Expr::Attribute(last) = expr else { return false };
            let ast::Expr::Attribute(relation) = &*last.value else { return false };
            matches!(&*relation.value, ast::Expr::Name(name) if name.id == row.id)
                && self.graph.is_relation(&relation.attr)
        };
        if body.any(follows) {
            self.queries.leave(&scope.module, python::span(iterable));
        }
    }

    fn expr(&mut self, expr: &ast::Expr, scope: &Scope) {
        match expr {
            ast::Expr::ListComp(comp) => self.comprehension(&comp.generators, &[&comp.elt], scope),
            ast::Expr::SetComp(comp) => self.comprehension(&comp.generators, &[&comp.elt], scope),
            ast::Expr::GeneratorExp(comp) => self.comprehension(&comp.generators, &[&comp.elt], scope),
            ast::Expr::DictComp(comp) => {
                self.comprehension(&comp.generators, &[&comp.key, &comp.value], scope);
            }
            ast::Expr::Lambda(_) => {}
            _ => {
                match expr {
                    ast::Expr::Call(call) => {
                        self.lookups(call, scope);
                        self.fetch(call, scope);
                        serializers::call(self.graph, scope, call, self.queries);
                    }
                    ast::Expr::Attribute(attribute) => self.attribute(attribute, scope),
                    _ => {}
                }
                let mut walk = python::walk_expr(expr);
                walk.next();
                let mut parts = Vec::new();
                while let Some(node) = walk.next() {
                    walk.skip_children();
                    if let python::Node::Expr(part) = node {
                        parts.push(part);
                    }
                }
                for part in parts {
                    self.expr(part, scope);
                }
            }
        }
    }

    fn comprehension(&mut self, generators: &[ast::Comprehension], results: &[&ast::Expr], scope: &Scope) {
        let mut inner = scope.clone();
        for generator in generators {
            self.expr(&generator.iter, &inner);
            self.bind_each(&generator.target, &generator.iter, &mut inner);
            let each =
                results.iter().flat_map(|result| python::walk_expr(result)).filter_map(|node| match node {
                    python::Node::Expr(expr) => Some(expr),
                    _ => None,
                });
            self.doubt(&generator.target, &generator.iter, each, &inner);
            for test in &generator.ifs {
                self.expr(test, &inner);
            }
        }
        for result in results {
            self.expr(result, &inner);
        }
    }

    /// `row.owner` where `row` comes from a loop.
    fn attribute(&mut self, attribute: &ast::ExprAttribute, scope: &Scope) {
        let Some(Type::Row(row)) = infer(self.graph, scope, &attribute.value) else { return };
        let Some(iteration) = &row.iterated else { return };
        let name = attribute.attr.as_str();
        if self.graph.edge(&row.model, name).is_some_and(|edge| edge.single) {
            self.follow(iteration, name, false, &scope.module, python::span(attribute));
        }
    }

    /// `row.items.all()` and `row.method()` where `row` comes from a loop.
    fn fetch(&mut self, call: &ast::ExprCall, scope: &Scope) {
        let ast::Expr::Attribute(method) = &*call.func else { return };
        if let Some(Type::Row(row)) = infer(self.graph, scope, &method.value)
            && let Some(iteration) = &row.iterated
        {
            for (relation, _) in self.graph.followed_by_method(&row.model, &method.attr) {
                self.follow(iteration, &relation, false, &scope.module, python::span(call));
            }
        }
        if !FETCHES.contains(&method.attr.as_str()) {
            return;
        }
        let ast::Expr::Attribute(manager) = &*method.value else { return };
        let Some(Type::Row(row)) = infer(self.graph, scope, &manager.value) else { return };
        let Some(iteration) = &row.iterated else { return };
        if self.graph.edge(&row.model, &manager.attr).is_some_and(|edge| !edge.single) {
            self.follow(iteration, &manager.attr, true, &scope.module, python::span(call));
        }
    }

    /// Reports that `name` is followed from `row`, where it comes from a loop.
    pub(super) fn follow_from(&mut self, row: &Row, name: &str, module: &Arc<Module>, span: Span) {
        if let Some(iteration) = &row.iterated {
            let many = self.graph.edge(&row.model, name).is_some_and(|edge| !edge.single);
            self.follow(iteration, name, many, module, span);
        }
    }

    fn follow(&mut self, iteration: &Iteration, name: &str, many: bool, module: &Arc<Module>, span: Span) {
        let mut path = iteration.path.clone();
        path.push(name.to_owned());
        let relation = path.join("__");
        self.queries.follows.push(Follow {
            model: iteration.model.clone(),
            covered: iteration.loaded.covers(&relation),
            relation,
            many,
            module: module.clone(),
            span,
            rows_module: iteration.module.clone(),
            rows_span: iteration.span,
        });
    }

    /// The columns that a call filters or orders by.
    fn lookups(&mut self, call: &ast::ExprCall, scope: &Scope) {
        let name = callee(call);
        let is_shortcut = name.starts_with("get_") && name.ends_with("_404");
        if !FILTERS.contains(&name.as_str()) && !ORDERS.contains(&name.as_str()) {
            return;
        }
        let rows = if is_shortcut {
            call.args.first()
        } else if let ast::Expr::Attribute(method) = &*call.func {
            Some(&*method.value)
        } else {
            None
        };
        let receiver = rows.and_then(|rows| {
            infer(self.graph, scope, rows).or_else(|| {
                // `super().filter(…)` and `super().get_queryset()` in a manager
                function::is_self_or_super(rows).then(|| scope.variables.get("self").cloned()).flatten()
            })
        });
        let (model, annotations) = match receiver {
            Some(Type::Rows(rows)) => (rows.model, rows.annotations),
            Some(Type::Model(model)) if is_shortcut => (model, Vec::new()),
            _ => return,
        };
        if ORDERS.contains(&name.as_str()) {
            for arg in &call.args {
                if let Some(column) = ordered_by(arg) {
                    self.lookup(&model, &annotations, column, LookupKind::Order, scope, python::span(call));
                }
            }
            return;
        }
        for (column, span) in filtered_by(call, is_shortcut) {
            self.lookup(&model, &annotations, column, LookupKind::Filter, scope, span);
        }
    }

    fn lookup(
        &mut self,
        model: &str,
        annotations: &[String],
        path: &str,
        kind: LookupKind,
        scope: &Scope,
        span: Span,
    ) {
        let first = path.split("__").next().unwrap_or(path);
        if annotations.iter().any(|name| name == first) {
            return;
        }
        if let Some((owner, field)) = self.graph.lookup(model, path) {
            self.queries.lookups.push(Lookup {
                model: owner.class.qualified(),
                field: field.name.clone(),
                kind,
                module: scope.module.clone(),
                span,
            });
        }
    }
}

/// Gives a variable its type, or forgets it.
fn bind(target: &ast::Expr, found: Option<Type>, scope: &mut Scope) {
    if let ast::Expr::Name(name) = target {
        match found {
            Some(found) => scope.variables.insert(name.id.to_string(), found),
            None => scope.variables.remove(name.id.as_str()),
        };
    }
}

/// The expressions that a statement itself holds, without those of the blocks inside it.
fn own_expressions(statement: &ast::Stmt) -> Vec<&ast::Expr> {
    match statement {
        ast::Stmt::Expr(s) => vec![&s.value],
        ast::Stmt::Return(s) => s.value.as_deref().into_iter().collect(),
        ast::Stmt::AugAssign(s) => vec![&s.value],
        ast::Stmt::If(s) => vec![&s.test],
        ast::Stmt::While(s) => vec![&s.test],
        ast::Stmt::Assert(s) => vec![&s.test],
        ast::Stmt::Raise(s) => s.exc.as_deref().into_iter().collect(),
        ast::Stmt::With(s) => s.items.iter().map(|item| &item.context_expr).collect(),
        ast::Stmt::AsyncWith(s) => s.items.iter().map(|item| &item.context_expr).collect(),
        ast::Stmt::Match(s) => vec![&s.subject],
        ast::Stmt::Delete(s) => s.targets.iter().collect(),
        _ => Vec::new(),
    }
}
