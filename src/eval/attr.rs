//! Attributes.

use std::rc::Rc;

use super::Machine;
use super::call::foreign_reason;
use super::class::unwrapped;
use super::function::bind_function;
use super::heap::{Dict, Id, Thing};
use super::library;
use super::raise::Eval;
use super::value::{Args, Kind, Name, Value};

impl Machine<'_> {
    /// `object.name`.
    ///
    /// # Errors
    /// `AttributeError` where there is no such attribute, and whatever a property raises.
    pub fn attr(&mut self, object: &Value, name: &str) -> Eval {
        if let Some(value) = self.attr_opt(object, name)? {
            return Ok(value.on(&object.meta.env));
        }
        let message = match &object.kind {
            Kind::Module(id) => {
                let module = self.heap.module(*id).map(|module| module.name.clone()).unwrap_or_default();
                format!("module '{module}' has no attribute '{name}'")
            }
            _ => format!("'{}' object has no attribute '{name}'", self.type_name(object)),
        };
        Err(self.raise_on("AttributeError", &message, &object.meta.env))
    }

    /// `object.name`, or `None` where there is no such attribute.
    ///
    /// # Errors
    /// Whatever a property raises.
    pub fn attr_opt(&mut self, object: &Value, name: &str) -> Eval<Option<Value>> {
        if name == "__class__" && !object.is_open() {
            return Ok(Some(self.class_of(object)));
        }
        Ok(match &object.kind {
            Kind::Required(_) | Kind::Unknown(_) => Some(object.clone().at(self.origin())),
            Kind::Instance(id) => return self.instance_attr(*id, object, name),
            Kind::Class(id) => return self.class_attribute(*id, object, name),
            Kind::Super(inner) => {
                let (after, bound) = &**inner;
                return self.super_attr(*after, bound, name);
            }
            Kind::Module(id) => return self.module_attr(*id, name),
            Kind::Function(id) => self.function_attr(*id, name),
            Kind::Library(module) => {
                let path = format!("{module}.{name}");
                match library::find(&path) {
                    Some(library) => Some(Value::new(Kind::Library(library.name))),
                    None if library::model(&path).is_some() => {
                        return self.import_absolute(&path, true).map(Some);
                    }
                    None => {
                        let found = library::find(module).and_then(|library| (library.get)(self, name));
                        let whole = *module == "django.conf.global_settings"; // all of it is in the table
                        found.or_else(|| (!whole).then(|| Value::new(Kind::Named(Rc::from(path)))))
                    }
                }
            }
            Kind::Named(module) if name == "__name__" => {
                Some(Value::str(module.rsplit('.').next().unwrap_or(module)))
            }
            Kind::Named(module) if self.is_settings(module) => Some(self.setting(name)),
            Kind::Named(module) if &**module == "django" && name == "VERSION" => {
                Some(library::django_version(self))
            }
            Kind::Named(module) => {
                let path = format!("{module}.{name}");
                if library::find(&path).is_some() || library::model(&path).is_some() {
                    return self.import_absolute(&path, true).map(Some);
                }
                Some(Value::new(Kind::Named(Rc::from(path))))
            }
            Kind::Object(made) => {
                let made = made.clone();
                self.object_attr(&made, name)
            }
            Kind::Type(kind) => Self::type_attr(kind, name),
            Kind::Bound(bound) => match name {
                "__self__" => Some(bound.0.clone()),
                "__func__" => Some(bound.1.clone()),
                _ => return self.attr_opt(&bound.1, name),
            },
            Kind::Native(native) => Some(match name {
                "__name__" | "__qualname__" => Value::str(native.name.rsplit('.').next().unwrap_or_default()),
                _ => Value::new(Kind::Named(Rc::from(format!("{}.{name}", native.name)))),
            }),
            _ => self.plain_attr(object, name),
        })
    }

    /// An attribute or method of a value of a built-in type.
    fn plain_attr(&mut self, object: &Value, name: &str) -> Option<Value> {
        if let Some(value) = self.property(object, name) {
            return Some(value);
        }
        Self::has_method(object, name)
            .then(|| Value::new(Kind::Method(Rc::new((object.clone(), Rc::from(name))))))
    }

    fn instance_attr(&mut self, id: Id, object: &Value, name: &str) -> Eval<Option<Value>> {
        let Some(instance) = self.heap.instance(id).cloned() else { return Ok(None) };
        let of_class = self.class_attr(instance.class, name);
        if let Some(found) = &of_class
            && let Kind::Object(made) = &found.kind
            && matches!(&*made.class, "property" | "cached_property")
        {
            let getter = made.args.first().cloned().unwrap_or_else(Value::none);
            return self.call(&getter, Args::of(vec![object.clone()])).map(Some);
        }
        if name == "__dict__" {
            return Ok(Some(Value::new(Kind::Dict(instance.attributes))));
        }
        if let Some(value) = self.entry(instance.attributes, name) {
            return Ok(Some(value));
        }
        if let Some(found) = of_class {
            return self.bound(found, object, instance.class).map(Some);
        }
        if let Some(payload) = &instance.payload
            && let Some(value) = self.plain_attr(payload, name)
        {
            return Ok(Some(value));
        }
        if let Some(getter) = self.class_attr(instance.class, "__getattr__") {
            return self.call(&getter, Args::of(vec![object.clone(), Value::str(name)])).map(Some);
        }
        let foreign = self.heap.class(instance.class).and_then(|class| class.foreign.clone());
        Ok(foreign.map(|base| Value::unknown(foreign_reason(&base)).at(self.origin())))
    }

    /// What a class holds under a name, as an instance sees it: functions become methods.
    fn bound(&mut self, found: Value, object: &Value, class: Id) -> Eval {
        Ok(match &found.kind {
            Kind::Function(_) => Value::new(Kind::Bound(Rc::new((object.clone(), found)))),
            Kind::Native(native) if &*native.name == "functools.partialmethod" => {
                Value::new(Kind::Bound(Rc::new((object.clone(), found))))
            }
            Kind::Object(made) => match &*made.class {
                "staticmethod" => unwrapped(found),
                "classmethod" => {
                    Value::new(Kind::Bound(Rc::new((Value::new(Kind::Class(class)), unwrapped(found)))))
                }
                _ => found,
            },
            Kind::Instance(descriptor) => match self.class_attr_of(*descriptor, "__get__") {
                Some(get) => {
                    let owner = Value::new(Kind::Class(class));
                    return self.call(&get, Args::of(vec![found.clone(), object.clone(), owner]));
                }
                None => found,
            },
            _ => found,
        })
    }

    fn class_attribute(&mut self, id: Id, object: &Value, name: &str) -> Eval<Option<Value>> {
        let Some(class) = self.heap.class(id).cloned() else { return Ok(None) };
        match name {
            "__name__" => return Ok(Some(Value::str(class.name.rsplit('.').next().unwrap_or_default()))),
            "__dict__" => return Ok(Some(Value::new(Kind::Dict(class.namespace)))),
            "__mro__" => {
                let items = class.mro.iter().map(|id| Value::new(Kind::Class(*id))).collect();
                return Ok(Some(Value::tuple(items)));
            }
            "__bases__" => return Ok(Some(Value::tuple(class.bases.clone()))),
            _ => {}
        }
        if let Some(found) = self.class_attr(id, name) {
            return Ok(Some(match &found.kind {
                Kind::Object(made) => match &*made.class {
                    "staticmethod" => unwrapped(found),
                    "classmethod" => Value::new(Kind::Bound(Rc::new((object.clone(), unwrapped(found))))),
                    _ => found,
                },
                Kind::Instance(descriptor) => match self.class_attr_of(*descriptor, "__get__") {
                    Some(get) => {
                        return self
                            .call(&get, Args::of(vec![found.clone(), Value::none(), object.clone()]))
                            .map(Some);
                    }
                    None => found,
                },
                _ => found,
            }));
        }
        if self.enumerates(id)
            && let Some(value) = self.enum_attr(id, name)?
        {
            return Ok(Some(value));
        }
        if let Some(builtin) = class.builtin
            && let Some(value) = Self::type_attr(builtin, name)
        {
            return Ok(Some(value));
        }
        Ok(class.foreign.map(|base| self.attribute_of(object, name, &base)))
    }

    fn super_attr(&mut self, after: Id, bound: &Value, name: &str) -> Eval<Option<Value>> {
        let class = match bound.kind {
            Kind::Instance(id) => self.heap.instance(id).map(|instance| instance.class),
            Kind::Class(id) => Some(id),
            _ => None,
        };
        let Some(class) = class.and_then(|id| self.heap.class(id).cloned().map(|class| (id, class))) else {
            return Ok(None);
        };
        let (id, class) = class;
        let rest = class.mro.iter().skip_while(|ancestor| **ancestor != after).skip(1);
        let found = rest
            .filter_map(|ancestor| self.heap.class(*ancestor))
            .find_map(|ancestor| self.entry(ancestor.namespace, name));
        if let Some(found) = found {
            if let Kind::Object(made) = &found.kind
                && matches!(&*made.class, "property" | "cached_property")
            {
                let getter = made.args.first().cloned().unwrap_or_else(Value::none);
                return self.call(&getter, Args::of(vec![bound.clone()])).map(Some);
            }
            return self.bound(found, bound, id).map(Some);
        }
        match (name, &bound.kind) {
            ("__init__", Kind::Instance(instance)) => {
                let payload = self.heap.instance(*instance).and_then(|instance| instance.payload.clone());
                Ok(match payload {
                    Some(payload) if matches!(payload.kind, Kind::Dict(_) | Kind::List(_) | Kind::Set(_)) => {
                        Some(Value::new(Kind::Method(Rc::new((payload, Rc::from("__init__"))))))
                    }
                    _ if class.foreign.is_some() => Some(super::definitions::initialiser(bound)),
                    _ => Some(Self::function_of_nothing()),
                })
            }
            ("__init__" | "__init_subclass__" | "__set_name__", _) => Ok(Some(Self::function_of_nothing())),
            ("__new__", _) => Ok(Some(Value::native_with("object.__new__", new_object, Vec::new()))),
            ("__setattr__", Kind::Instance(_)) => {
                Ok(Some(Value::native_with("object.__setattr__", set_attribute, vec![bound.clone()])))
            }
            (_, Kind::Instance(instance)) => {
                if let Some(payload) =
                    self.heap.instance(*instance).and_then(|instance| instance.payload.clone())
                    && let Some(value) = self.plain_attr(&payload, name)
                {
                    return Ok(Some(value));
                }
                Ok(class.foreign.map(|base| Value::unknown(foreign_reason(&base)).at(self.origin())))
            }
            _ => Ok(class.foreign.map(|base| Value::unknown(foreign_reason(&base)).at(self.origin()))),
        }
    }

    /// `object.__init__`, bound: it takes anything and does nothing.
    fn function_of_nothing() -> Value {
        Value::native("object.__init__", |_, _, _| Ok(Value::none()))
    }

    fn module_attr(&mut self, id: Id, name: &str) -> Eval<Option<Value>> {
        let Some(module) = self.heap.module(id).cloned() else { return Ok(None) };
        if name == "__dict__" {
            return Ok(Some(Value::new(Kind::Dict(module.globals))));
        }
        if let Some(value) = self.entry(module.globals, name) {
            return Ok(Some(value));
        }
        let path: Name = Rc::from(format!("{}.{name}", module.name));
        if let Some(submodule) = self.entry(self.modules, &path) {
            return Ok(Some(submodule));
        }
        if let Some(getter) = self.entry(module.globals, "__getattr__") {
            return self.call(&getter, Args::of(vec![Value::str(name)])).map(Some);
        }
        Ok(self.heap.dict(module.globals).shape.more.clone().map(|open| open.at(self.origin())))
    }

    fn function_attr(&mut self, id: Id, name: &str) -> Option<Value> {
        let function = self.heap.function(id)?;
        if let Some(value) = function.attributes.and_then(|attributes| self.entry(attributes, name)) {
            return Some(value);
        }
        match name {
            "__name__" => Some(Value::str(function.code.name.clone())),
            "__qualname__" => Some(Value::str(function.code.qualified.clone())),
            "__module__" => Some(Value::str(function.code.unit.module.clone())),
            "__globals__" => Some(Value::new(Kind::Dict(function.globals))),
            "__doc__" => Some(function.code.documentation().map_or_else(Value::none, Value::str)),
            "__dict__" => {
                self.namespace_of(&Value::new(Kind::Function(id))).map(|id| Value::new(Kind::Dict(id)))
            }
            "__get__" => {
                let function = Value::new(Kind::Function(id));
                Some(Value::native_with("function.__get__", bind_function, vec![function]))
            }
            _ => None,
        }
    }

    /// The dictionary that holds the attributes of a value, where it has one.
    pub(super) fn namespace_of(&mut self, object: &Value) -> Option<Id> {
        match object.kind {
            Kind::Instance(id) => self.heap.instance(id).map(|instance| instance.attributes),
            Kind::Class(id) => self.heap.class(id).map(|class| class.namespace),
            Kind::Module(id) => self.heap.module(id).map(|module| module.globals),
            Kind::Function(id) => {
                if let Some(found) = self.heap.function(id)?.attributes {
                    return Some(found);
                }
                let made = self.heap.add(Thing::Dict(Dict::default()));
                self.heap.function_mut(id)?.attributes = Some(made);
                Some(made)
            }
            _ => None,
        }
    }

    /// `object.name = value`.
    ///
    /// # Errors
    /// Whatever a property's setter raises.
    pub fn set_attr(&mut self, object: &Value, name: &str, value: Value) -> Eval<()> {
        match &object.kind {
            Kind::Module(id) => {
                if let Some(globals) = self.heap.module(*id).map(|module| module.globals) {
                    self.bind_in(globals, name, value, false);
                }
            }
            Kind::Instance(id) => {
                match self.class_attr_of(*id, name).map(|found| found.kind) {
                    Some(Kind::Object(made)) if &*made.class == "property" => {
                        if let Some(setter) = made.args.get(1).cloned() {
                            self.call(&setter, Args::of(vec![object.clone(), value]))?;
                        }
                        return Ok(());
                    }
                    _ => {}
                }
                if let Some(setter) = self.class_attr_of(*id, "__setattr__") {
                    self.call(&setter, Args::of(vec![object.clone(), Value::str(name), value]))?;
                    return Ok(());
                }
                self.store_attr(object, name, value);
            }
            Kind::Class(_) | Kind::Function(_) => self.store_attr(object, name, value),
            Kind::None => {
                let message = format!("'NoneType' object has no attribute '{name}'");
                return Err(self.raise_on("AttributeError", &message, &object.meta.env));
            }
            // What is stored on something that nobody knows is lost, and was never promised.
            _ => {}
        }
        Ok(())
    }

    /// Stores an attribute without asking anybody.
    pub(super) fn store_attr(&mut self, object: &Value, name: &str, value: Value) {
        let value = self.tainted(value);
        if let Some(namespace) = self.namespace_of(object) {
            self.set_entry(namespace, name, value);
        }
    }
}

pub(super) fn new_object(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    match args.pos.first().map(|class| &class.kind) {
        Some(Kind::Class(id)) => {
            let id = *id;
            let made = m.blank(id);
            let builtin = m.heap.class(id).and_then(|class| class.builtin);
            if let (Some(builtin), Kind::Instance(at)) = (builtin, &made.kind) {
                let payload =
                    m.construct(builtin, Args::of(args.pos.get(1..).unwrap_or_default().to_vec()))?;
                if let Some(instance) = m.heap.instance_mut(*at) {
                    instance.payload = Some(payload);
                }
            }
            Ok(made)
        }
        _ => Ok(m.open(args.values(), "an object of a class that is not known")),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "native functions may raise")]
fn set_attribute(m: &mut Machine<'_>, with: &[Value], args: &Args) -> Eval {
    if let (Some(object), Some(name), Some(value)) =
        (with.first(), args.text(0, "name"), args.get(1, "value"))
    {
        m.store_attr(object, &name, value.clone());
    }
    Ok(Value::none())
}
