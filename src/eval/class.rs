//! Classes: their definition, their instances, and what built-in decorators make of them.

use std::rc::Rc;

use super::Machine;
use super::heap::{Class, Dict, Id, Instance, Thing};
use super::key::Key;
use super::machine::{Frame, Place};
use super::raise::Eval;
use super::value::{Args, Kind, Name, Value};
use crate::syntax::python::ast;

impl Machine<'_> {
    /// Runs a `class` statement.
    pub(super) fn define_class(&mut self, node: &ast::StmtClassDef) -> Eval<()> {
        let mut bases = Vec::new();
        for base in &node.bases {
            if let ast::Expr::Starred(star) = base {
                let value = self.eval(&star.value)?;
                bases.extend(self.iterate(&value)?.0);
            } else {
                bases.push(self.eval(base)?);
            }
        }
        let mut wrappers = Vec::new();
        for decorator in &node.decorator_list {
            wrappers.push(self.eval(decorator)?);
        }
        let Some(outer) = self.frames.last() else { return Ok(()) };
        let qualified: Name = if outer.place == Place::Module {
            Rc::from(node.name.as_str())
        } else {
            Rc::from(format!("{}.{}", outer.qualified, node.name))
        };
        let mut enclosing = outer.enclosing.to_vec();
        if outer.place == Place::Function {
            enclosing.push(outer.locals);
        }
        let (unit, globals, span, module) =
            (outer.unit.clone(), outer.globals, outer.span, outer.unit.module.clone());
        let namespace = self.heap.add(Thing::Dict(Dict::default()));
        self.set_entry(namespace, "__module__", Value::str(module.clone()));
        self.set_entry(namespace, "__qualname__", Value::str(qualified.clone()));
        self.may_call()?;
        let frame = Frame::new(unit, Place::Class, globals, namespace, enclosing.into(), qualified.clone());
        self.frames.push(Frame { span, ..frame });
        let result = self.block(&node.body);
        self.frames.pop();
        result?;
        let mut class = self.new_class(&qualified, &module, &bases, namespace)?;
        for wrapper in wrappers.iter().rev() {
            let made = self.call(wrapper, Args::of(vec![class.clone()]))?;
            // Decorators of packages register the class and give it back.
            if self.program.is_none() || !(made.is_open() || matches!(made.kind, Kind::Object(_))) {
                class = made;
            }
        }
        self.bind(&node.name, class, false);
        Ok(())
    }

    /// A class of these bases with this namespace.
    pub(super) fn new_class(&mut self, name: &Name, module: &Name, bases: &[Value], namespace: Id) -> Eval {
        let id = self.heap.add(Thing::Class(Class {
            name: name.clone(),
            module: module.clone(),
            bases: bases.to_vec(),
            mro: Vec::new(),
            builtin: None,
            foreign: None,
            namespace,
        }));
        let mut builtin = None;
        let mut foreign: Option<Name> = None;
        let mut lines: Vec<Vec<Id>> = Vec::new();
        for base in bases {
            match &base.kind {
                Kind::Class(base) => {
                    if let Some(base) = self.heap.class(*base) {
                        lines.push(base.mro.clone());
                        builtin = builtin.or(base.builtin);
                        foreign = foreign.or_else(|| base.foreign.clone());
                    }
                }
                Kind::Type(name) => builtin = builtin.or(Some(*name)),
                Kind::Named(name) => foreign = foreign.or_else(|| Some(name.clone())),
                Kind::Unknown(reason) => foreign = foreign.or_else(|| Some(reason.clone())),
                Kind::Native(native) => foreign = foreign.or_else(|| Some(native.name.clone())),
                _ => foreign = foreign.or_else(|| Some(Rc::from("what is not known"))),
            }
        }
        let direct: Vec<Id> = bases
            .iter()
            .filter_map(|base| if let Kind::Class(id) = base.kind { Some(id) } else { None })
            .collect();
        lines.push(direct);
        let mut mro = vec![id];
        mro.extend(linearized(lines));
        // Methods know the class that they belong to, for `super()`.
        let methods: Vec<Id> =
            self.heap.dict(namespace).entries.values().flat_map(|entry| functions_in(&entry.value)).collect();
        for method in methods {
            if let Some(function) = self.heap.function_mut(method) {
                function.owner = function.owner.or(Some(id));
            }
        }
        if let Some(class) = self.heap.class_mut(id) {
            class.mro = mro;
            class.builtin = builtin.filter(|name| *name != "object");
            class.foreign = foreign;
        }
        let value = self.here(Kind::Class(id));
        if self.enumerates(id) {
            self.make_members(id)?;
        }
        if let Some(hook) = self.inherited_hook(id) {
            self.call(&hook, Args::of(vec![value.clone()]))?;
        }
        Ok(value)
    }

    /// `__init_subclass__` of an ancestor, as a function of the new class.
    fn inherited_hook(&self, id: Id) -> Option<Value> {
        let class = self.heap.class(id)?;
        let found =
            class.mro.iter().skip(1).find_map(|ancestor| {
                self.entry(self.heap.class(*ancestor)?.namespace, "__init_subclass__")
            })?;
        Some(match &found.kind {
            Kind::Object(object) if &*object.class == "classmethod" => object.args.first().cloned()?,
            _ => found,
        })
    }

    /// Makes an instance of a class.
    pub(super) fn instantiate(&mut self, id: Id, args: Args) -> Eval {
        if self.is_exception_class(id) && self.class_attr(id, "__init__").is_none() {
            let value = self.exception(id, args);
            return Ok(value.at(self.origin()));
        }
        if self.enumerates(id) {
            return self.member_of(id, &args);
        }
        let Some(class) = self.heap.class(id) else { return Ok(Value::none()) };
        let (builtin, foreign) = (class.builtin, class.foreign.clone());
        if let Some(new) = self.class_attr(id, "__new__") {
            let new = unwrapped(new);
            let mut all = args.clone();
            all.pos.insert(0, Value::new(Kind::Class(id)));
            let made = self.call(&new, all)?;
            let ours = matches!(made.kind, Kind::Instance(made) if self.heap.instance(made).is_some_and(|made| self.derives(made.class, id)));
            return if ours { self.initialise(id, made, args) } else { Ok(made) };
        }
        let instance = self.blank(id);
        if let (Some(builtin), Kind::Instance(at)) = (builtin, &instance.kind) {
            // A class that has its own `__init__` fills the built-in part itself, through `super()`.
            let own = self.class_attr(id, "__init__").is_some() && matches!(builtin, "dict" | "list" | "set");
            let payload = self.construct(builtin, if own { Args::default() } else { args.clone() })?;
            if let Some(instance) = self.heap.instance_mut(*at) {
                instance.payload = Some(payload);
            }
        }
        if self.class_attr(id, "__init__").is_none()
            && let Some(foreign) = &foreign
        {
            // The base class of an installed package makes of the arguments what it likes; remember them.
            let class = self.class_path(id);
            let _ = foreign;
            if let Kind::Instance(at) = &instance.kind {
                let object = Value::object(&class, args.values_seen(), args.named.clone());
                if let Some(attributes) = self.heap.instance(*at).map(|instance| instance.attributes) {
                    self.set_entry(attributes, "__made_from__", object);
                }
            }
            return Ok(instance.at(self.origin()));
        }
        self.initialise(id, instance, args)
    }

    /// An instance with no attributes.
    pub(super) fn blank(&mut self, class: Id) -> Value {
        let attributes = self.heap.add(Thing::Dict(Dict::default()));
        let id = self.heap.add(Thing::Instance(Instance { class, attributes, payload: None }));
        self.here(Kind::Instance(id))
    }

    fn initialise(&mut self, class: Id, instance: Value, args: Args) -> Eval {
        match self.class_attr(class, "__init__") {
            Some(init) => {
                let mut all = args;
                all.pos.insert(0, instance.clone());
                self.call(&init, all)?;
            }
            None if !args.pos.is_empty() || !args.named.is_empty() => {
                let class = self.heap.class(class);
                if class.is_some_and(|class| class.builtin.is_none() && class.foreign.is_none()) {
                    let name = class.map(|class| class.name.clone()).unwrap_or_default();
                    return Err(self.raise("TypeError", &format!("{name}() takes no arguments")));
                }
            }
            None => {}
        }
        Ok(instance)
    }

    /// The dotted path of a class.
    pub(super) fn class_path(&self, id: Id) -> String {
        match self.heap.class(id) {
            Some(class) if &*class.module == "builtins" => class.name.to_string(),
            Some(class) => format!("{}.{}", class.module, class.name),
            None => String::new(),
        }
    }

    /// An attribute of a class or of its ancestors, as it was stored.
    pub(super) fn class_attr(&self, id: Id, name: &str) -> Option<Value> {
        let class = self.heap.class(id)?;
        let key = Key::text(name);
        class.mro.iter().find_map(|ancestor| {
            let namespace = self.heap.class(*ancestor)?.namespace;
            self.heap.dict(namespace).entries.get(&key).map(|entry| entry.value.clone())
        })
    }

    /// An attribute of the class of an instance, as it was stored.
    pub(super) fn class_attr_of(&self, instance: Id, name: &str) -> Option<Value> {
        self.class_attr(self.heap.instance(instance)?.class, name)
    }

    /// Whether the class of an instance derives from a class of an installed package.
    pub(super) fn is_foreign(&self, instance: Id) -> bool {
        self.heap
            .instance(instance)
            .and_then(|instance| self.heap.class(instance.class))
            .is_some_and(|class| class.foreign.is_some())
    }
}

/// The function under `staticmethod` and `classmethod`.
pub(super) fn unwrapped(value: Value) -> Value {
    match &value.kind {
        Kind::Object(object) if matches!(&*object.class, "staticmethod" | "classmethod") => {
            object.args.first().cloned().unwrap_or(value)
        }
        _ => value,
    }
}

fn functions_in(value: &Value) -> Vec<Id> {
    match &value.kind {
        Kind::Function(id) => vec![*id],
        Kind::Object(object) => object.args.iter().flat_map(functions_in).collect(),
        _ => Vec::new(),
    }
}

/// Python's method resolution order (C3); where the bases contradict each other, the order of first mention.
fn linearized(mut lines: Vec<Vec<Id>>) -> Vec<Id> {
    let mut order = Vec::new();
    loop {
        lines.retain(|line| !line.is_empty());
        let heads: Vec<Id> = lines.iter().filter_map(|line| line.first().copied()).collect();
        let Some(first) = heads.first().copied() else { return order };
        let next = heads
            .into_iter()
            .find(|head| !lines.iter().any(|line| line.iter().skip(1).any(|id| id == head)))
            .unwrap_or(first);
        order.push(next);
        for line in &mut lines {
            line.retain(|id| *id != next);
        }
    }
}
