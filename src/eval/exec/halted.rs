//! What the repository's own functions may have changed before the budget ran out, or would have changed further.

use std::collections::HashSet;
use std::rc::Rc;

use crate::eval::Machine;
use crate::eval::function::Body;
use crate::eval::heap::Id;
use crate::eval::key::Key;
use crate::eval::value::{Kind, Value};
use crate::syntax::python::{Node, ast, walk, walk_expr};

/// How many values are followed.
const FOLLOWED: usize = 50_000;

/// What a statement has within its reach.
#[derive(Default)]
struct Reach {
    /// What is to be followed yet.
    next: Vec<Value>,
    seen: HashSet<Id>,
    containers: Vec<Value>,
    /// Globals that a function declares as its own to bind.
    globals: Vec<(Id, Rc<str>)>,
    runs_code: bool,
}

impl Machine<'_> {
    /// Leaves open what functions of the repository may have changed that a statement calls which was not run to its
    /// end: every container that the statement or these functions name, and the globals that they bind.
    pub(super) fn open_reached(&mut self, statement: &ast::Stmt, open: &Value) {
        let Some(frame) = self.frames.last() else { return };
        let scopes = [frame.locals, frame.globals];
        let mut reach = Reach::default();
        self.reach_names(walk(std::slice::from_ref(statement)), &scopes, &mut reach);
        for _ in 0..FOLLOWED {
            let Some(value) = reach.next.pop() else { break };
            self.follow(&value, &mut reach);
        }
        if !reach.runs_code {
            return;
        }
        for (globals, name) in reach.globals {
            self.bind_in(globals, &name, open.clone(), true);
        }
        for container in reach.containers {
            let Some(id) = container.id() else { continue };
            let more = Some(open.clone());
            match container.kind {
                Kind::List(_) => {
                    let list = self.heap.list_mut(id);
                    list.items.clear();
                    list.shape.more = more;
                }
                Kind::Dict(_) if self.frames.iter().all(|frame| frame.globals != id) => {
                    let dict = self.heap.dict_mut(id);
                    dict.entries.clear();
                    dict.shape.more = more;
                }
                Kind::Set(_) => {
                    let set = self.heap.set_mut(id);
                    set.items.clear();
                    set.shape.more = more;
                }
                _ => {}
            }
        }
    }

    fn reach_names<'a>(&self, nodes: impl Iterator<Item = Node<'a>>, scopes: &[Id], reach: &mut Reach) {
        let find = |name: &str| {
            let key = Key::text(name);
            scopes
                .iter()
                .find_map(|id| self.heap.dict(*id).entries.get(&key).map(|entry| entry.value.clone()))
        };
        for node in nodes {
            match node {
                Node::Expr(ast::Expr::Name(name)) => reach.next.extend(find(&name.id)),
                Node::Expr(ast::Expr::Attribute(node)) => {
                    // What a module of the repository holds under that name.
                    if let ast::Expr::Name(name) = &*node.value
                        && let Some(Value { kind: Kind::Module(id), .. }) = find(&name.id)
                        && let Some(module) = self.heap.module(id)
                    {
                        reach.next.extend(self.entry(module.globals, &node.attr));
                    }
                }
                Node::Stmt(ast::Stmt::Global(node)) => {
                    let Some(globals) = scopes.last() else { continue };
                    reach.globals.extend(node.names.iter().map(|name| (*globals, Rc::from(name.as_str()))));
                }
                _ => {}
            }
        }
    }

    fn follow(&self, value: &Value, reach: &mut Reach) {
        if value.id().is_some_and(|id| !reach.seen.insert(id)) {
            return;
        }
        match &value.kind {
            Kind::List(id) => {
                reach.containers.push(value.clone());
                reach.next.extend(self.heap.list(*id).items.iter().cloned());
            }
            Kind::Dict(id) => {
                reach.containers.push(value.clone());
                reach.next.extend(self.heap.dict(*id).entries.values().map(|entry| entry.value.clone()));
            }
            Kind::Set(_) => reach.containers.push(value.clone()),
            Kind::Tuple(items) => reach.next.extend(items.iter().cloned()),
            Kind::Bound(bound) => reach.next.extend([bound.0.clone(), bound.1.clone()]),
            Kind::Method(method) => reach.next.push(method.0.clone()),
            Kind::Instance(id) => {
                let Some(instance) = self.heap.instance(*id) else { return };
                let parts = [Kind::Dict(instance.attributes), Kind::Class(instance.class)];
                reach.next.extend(parts.map(Value::new));
                reach.next.extend(instance.payload.clone());
            }
            Kind::Class(id) => {
                let namespaces = self.heap.class(*id).map(|class| class.mro.clone()).unwrap_or_default();
                for class in namespaces.iter().filter_map(|id| self.heap.class(*id)) {
                    let entries = self.heap.dict(class.namespace).entries.values();
                    reach.next.extend(entries.map(|entry| entry.value.clone()));
                }
            }
            Kind::Function(id) => {
                let Some(function) = self.heap.function(*id).filter(|made| made.code.unit.file.is_some())
                else {
                    return;
                };
                reach.runs_code = true;
                let scopes: Vec<Id> =
                    function.enclosing.iter().rev().copied().chain([function.globals]).collect();
                match &function.code.body {
                    Body::Block(body) => self.reach_names(walk(body), &scopes, reach),
                    Body::Expression(body) => self.reach_names(walk_expr(body), &scopes, reach),
                }
                reach.next.extend(function.defaults.iter().map(|(_, value)| value.clone()));
            }
            _ => {}
        }
    }
}
