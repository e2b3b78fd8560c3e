//! Assignment, augmented assignment and deletion.

use crate::eval::Machine;
use crate::eval::heap::Entry;
use crate::eval::key::Key;
use crate::eval::raise::Eval;
use crate::eval::value::{Kind, Value};
use crate::syntax::python::ast;

impl Machine<'_> {
    pub(super) fn assign_statement(&mut self, targets: &[ast::Expr], value: &ast::Expr) -> Eval<()> {
        let result = self.eval(value)?;
        for target in targets {
            let contributes = matches!(target, ast::Expr::Name(name) if mentions(value, &name.id));
            self.assign(target, result.clone(), contributes)?;
        }
        Ok(())
    }

    /// Assigns a value to a target; with `contributes`, the value was made from what the target held.
    pub(in crate::eval) fn assign(
        &mut self,
        target: &ast::Expr,
        value: Value,
        contributes: bool,
    ) -> Eval<()> {
        match target {
            ast::Expr::Name(name) => {
                self.bind(&name.id, value, contributes);
                Ok(())
            }
            ast::Expr::Attribute(node) => {
                let object = self.eval(&node.value)?;
                self.set_attr(&object, &node.attr, value)
            }
            ast::Expr::Subscript(node) => {
                let object = self.eval(&node.value)?;
                let index = self.eval(&node.slice)?;
                self.set_item(&object, &index, value)
            }
            ast::Expr::Tuple(node) => self.unpack(&node.elts, &value),
            ast::Expr::List(node) => self.unpack(&node.elts, &value),
            ast::Expr::Starred(node) => self.assign(&node.value, value, contributes),
            _ => Ok(()),
        }
    }

    fn unpack(&mut self, targets: &[ast::Expr], value: &Value) -> Eval<()> {
        let (items, more) = self.iterate(value)?;
        if let Some(open) = more {
            for target in targets {
                self.assign(target, open.clone(), false)?;
            }
            return Ok(());
        }
        let star = targets.iter().position(|target| matches!(target, ast::Expr::Starred(_)));
        let fits = match star {
            Some(_) => items.len() + 1 >= targets.len(),
            None => items.len() == targets.len(),
        };
        if !fits {
            let message = format!("cannot unpack {} values into {} names", items.len(), targets.len());
            return Err(self.raise_on("ValueError", &message, &value.meta.env));
        }
        let rest = items.len() + 1 - targets.len().min(items.len() + 1);
        let mut at = 0;
        for (index, target) in targets.iter().enumerate() {
            if Some(index) == star {
                let taken = items.get(at..at + rest).unwrap_or_default().to_vec();
                at += rest;
                let list = self.list(taken).on(&value.meta.env);
                self.assign(target, list, false)?;
            } else {
                let item = items.get(at).cloned().unwrap_or_else(Value::none).on(&value.meta.env);
                at += 1;
                self.assign(target, item, false)?;
            }
        }
        Ok(())
    }

    pub(super) fn augmented(&mut self, target: &ast::Expr, op: ast::Operator, value: &ast::Expr) -> Eval<()> {
        match target {
            ast::Expr::Name(name) => {
                let old = self.lookup(&name.id)?;
                let right = self.eval(value)?;
                let new = self.in_place(op, &old, &right)?;
                self.bind(&name.id, new, true);
                Ok(())
            }
            ast::Expr::Attribute(node) => {
                let object = self.eval(&node.value)?;
                let old = self.attr(&object, &node.attr)?;
                let right = self.eval(value)?;
                let new = self.in_place(op, &old, &right)?;
                self.set_attr(&object, &node.attr, new)
            }
            ast::Expr::Subscript(node) => {
                let object = self.eval(&node.value)?;
                let index = self.eval(&node.slice)?;
                let old = self.item(&object, &index)?;
                let right = self.eval(value)?;
                let new = self.in_place(op, &old, &right)?;
                self.set_item(&object, &index, new)
            }
            _ => Ok(()),
        }
    }

    /// `old op= right`: lists, sets and dictionaries change in place and keep their identity.
    fn in_place(&mut self, op: ast::Operator, old: &Value, right: &Value) -> Eval {
        match (&old.kind, op) {
            (Kind::List(_), ast::Operator::Add) => {
                self.extend_list(old, right)?;
                Ok(old.clone())
            }
            (Kind::Dict(_), ast::Operator::BitOr) => {
                self.update_dict(old, right)?;
                Ok(old.clone())
            }
            (Kind::Set(id), ast::Operator::BitOr) if !self.heap.set(*id).frozen => {
                let (items, more) = self.iterate(right)?;
                self.add_to_set(old, items, more)?;
                Ok(old.clone())
            }
            _ => self.binary(op, old, right),
        }
    }

    /// `object[index] = value`.
    pub(in crate::eval) fn set_item(&mut self, object: &Value, index: &Value, value: Value) -> Eval<()> {
        let value = self.tainted(value);
        match &object.kind {
            Kind::Dict(id) => {
                let Some(key) = self.key(index) else {
                    let open = self.open([index, &value], "it is stored under a key that is not known");
                    self.touch(object);
                    self.heap.dict_mut(*id).shape.more = Some(open);
                    return Ok(());
                };
                self.touch(object);
                if let Key::Str(name) = &key
                    && self.frames.iter().any(|frame| frame.globals == *id)
                {
                    let name = name.clone();
                    self.bind_in(*id, &name, value, false);
                    return Ok(());
                }
                let entries = &mut self.heap.dict_mut(*id).entries;
                match entries.get_mut(&key) {
                    Some(entry) => entry.value = value,
                    None => {
                        entries.insert(key, Entry { key: index.clone(), value, history: None });
                    }
                }
                Ok(())
            }
            Kind::List(id) => {
                self.touch(object);
                if let Kind::Slice(bounds) = &index.kind {
                    return self.set_slice(object, bounds, &value);
                }
                let list = self.heap.list(*id);
                let at = index.as_int().filter(|_| list.shape.more.is_none());
                let at =
                    at.map(|at| if at < 0 { at + i64::try_from(list.items.len()).unwrap_or(0) } else { at });
                match at.map(usize::try_from) {
                    Some(Ok(at)) if at < list.items.len() => {
                        if let Some(slot) = self.heap.list_mut(*id).items.get_mut(at) {
                            *slot = value;
                        }
                        Ok(())
                    }
                    Some(_) => Err(self.raise("IndexError", "list assignment index out of range")),
                    None => {
                        let open = self.open([index, &value], "an item is replaced whose index is not known");
                        let list = self.heap.list_mut(*id);
                        list.items.clear();
                        list.shape.more = Some(open);
                        Ok(())
                    }
                }
            }
            Kind::Environ => {
                self.set_variable(index, &value);
                Ok(())
            }
            Kind::Instance(instance) => {
                if let Some(method) = self.class_attr_of(*instance, "__setitem__") {
                    let args = crate::eval::value::Args::of(vec![object.clone(), index.clone(), value]);
                    self.call(&method, args)?;
                    return Ok(());
                }
                match self.heap.instance(*instance).and_then(|instance| instance.payload.clone()) {
                    Some(payload) => self.set_item(&payload, index, value),
                    None => Ok(()),
                }
            }
            Kind::None | Kind::Str(_) | Kind::Tuple(_) | Kind::Bool(_) | Kind::Int(_) => {
                let message = format!("'{}' object does not support item assignment", self.type_name(object));
                Err(self.raise_on("TypeError", &message, &object.meta.env))
            }
            // What is stored in something that nobody knows is lost, and was never promised.
            _ => Ok(()),
        }
    }

    fn set_slice(&mut self, object: &Value, bounds: &[Value; 3], value: &Value) -> Eval<()> {
        let Some(id) = object.id() else { return Ok(()) };
        let (items, more) = self.iterate(value)?;
        let length = self.heap.list(id).items.len();
        if more.is_some() || !bounds[2].is_none() {
            let open = self.open([value], "a slice is replaced by what is not known");
            let list = self.heap.list_mut(id);
            list.items.clear();
            list.shape.more = Some(open);
            return Ok(());
        }
        let at = |bound: &Value, default: usize| match bound.as_int() {
            Some(at) if at < 0 => length.saturating_sub(usize::try_from(-at).unwrap_or(length)),
            Some(at) => usize::try_from(at).unwrap_or(length).min(length),
            None => default,
        };
        let start = at(&bounds[0], 0);
        let end = at(&bounds[1], length).max(start);
        self.heap.list_mut(id).items.splice(start..end, items);
        Ok(())
    }

    pub(super) fn delete(&mut self, target: &ast::Expr) -> Eval<()> {
        match target {
            ast::Expr::Name(name) => self.unbind(&name.id),
            ast::Expr::Subscript(node) => {
                let object = self.eval(&node.value)?;
                let index = self.eval(&node.slice)?;
                self.delete_item(&object, &index)
            }
            ast::Expr::Attribute(node) => {
                let object = self.eval(&node.value)?;
                if let Some(namespace) = self.namespace_of(&object) {
                    self.heap.dict_mut(namespace).entries.shift_remove(&Key::text(&node.attr));
                }
                Ok(())
            }
            ast::Expr::Tuple(node) => node.elts.iter().try_for_each(|target| self.delete(target)),
            ast::Expr::List(node) => node.elts.iter().try_for_each(|target| self.delete(target)),
            _ => Ok(()),
        }
    }

    fn delete_item(&mut self, object: &Value, index: &Value) -> Eval<()> {
        match &object.kind {
            Kind::Dict(id) => {
                self.touch(object);
                let Some(key) = self.key(index) else {
                    let open = self.open([index], "an entry is deleted whose key is not known");
                    let dict = self.heap.dict_mut(*id);
                    dict.entries.clear();
                    dict.shape.more = Some(open);
                    return Ok(());
                };
                if self.heap.dict(*id).entries.contains_key(&key) {
                    self.heap.dict_mut(*id).entries.shift_remove(&key);
                    return Ok(());
                }
                if self.heap.dict(*id).shape.more.is_some() {
                    return Ok(());
                }
                Err(self.raise_key(index, &object.meta.env))
            }
            Kind::List(id) => {
                self.touch(object);
                if let (Kind::Slice(bounds), None) = (&index.kind, &self.heap.list(*id).shape.more) {
                    let empty = self.list(Vec::new());
                    return self.set_slice(object, bounds, &empty);
                }
                let method = Value::new(Kind::Method(std::rc::Rc::new((object.clone(), "pop".into()))));
                self.call(&method, crate::eval::value::Args::of(vec![index.clone()])).map(|_| ())
            }
            Kind::Environ => self.delete_variable(index),
            _ => Ok(()),
        }
    }
}

/// Whether an expression reads the name.
fn mentions(expression: &ast::Expr, name: &str) -> bool {
    use ast::Expr;
    match expression {
        Expr::Name(node) => node.id.as_str() == name,
        Expr::BinOp(node) => mentions(&node.left, name) || mentions(&node.right, name),
        Expr::Call(node) => mentions(&node.func, name) || node.args.iter().any(|arg| mentions(arg, name)),
        Expr::Attribute(node) => mentions(&node.value, name),
        Expr::Subscript(node) => mentions(&node.value, name),
        Expr::Starred(node) => mentions(&node.value, name),
        Expr::List(node) => node.elts.iter().any(|item| mentions(item, name)),
        Expr::Tuple(node) => node.elts.iter().any(|item| mentions(item, name)),
        Expr::Dict(node) => node.values.iter().any(|item| mentions(item, name)),
        Expr::IfExp(node) => mentions(&node.body, name) || mentions(&node.orelse, name),
        Expr::ListComp(node) => node.generators.iter().any(|part| mentions(&part.iter, name)),
        _ => false,
    }
}
