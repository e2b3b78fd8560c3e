//! Enumerations: `enum.Enum` and its kin, and Django's `TextChoices`.

use std::collections::HashMap;
use std::rc::Rc;

use super::Machine;
use super::heap::{Id, Instance, Thing};
use super::key::Key;
use super::raise::Eval;
use super::value::{Args, Kind, Value};

/// What a member costs, in steps.
const MEMBER: usize = 10;
/// What the names of an enumeration give that no member does.
const LISTS: [&str; 6] = ["choices", "values", "labels", "names", "__members__", "_member_map_"];

/// The classes that make enumerations of those that derive from them.
const ROOTS: [&str; 9] = [
    "enum.Enum",
    "enum.IntEnum",
    "enum.StrEnum",
    "enum.Flag",
    "enum.IntFlag",
    "django.db.models.TextChoices",
    "django.db.models.IntegerChoices",
    "django.db.models.Choices",
    "django.db.models.enums.TextChoices",
];

impl Machine<'_> {
    /// Whether a class is an enumeration.
    pub(super) fn enumerates(&self, id: Id) -> bool {
        self.root_of(id).is_some()
    }

    fn root_of(&self, id: Id) -> Option<Rc<str>> {
        let foreign = self.heap.class(id)?.foreign.clone()?;
        ROOTS.contains(&&*foreign).then_some(foreign)
    }

    /// Turns the attributes of a new enumeration into its members.
    pub(super) fn make_members(&mut self, id: Id) -> Eval<()> {
        let Some(class) = self.heap.class(id).cloned() else { return Ok(()) };
        let root = self.root_of(id).unwrap_or_else(|| Rc::from(""));
        let choices = root.starts_with("django.");
        let plain = matches!(&*root, "enum.Enum" | "enum.Flag") && class.builtin.is_none();
        let entries: Vec<(Rc<str>, Value)> = self
            .heap
            .dict(class.namespace)
            .entries
            .values()
            .filter_map(|entry| Some((entry.key.as_str()?.clone(), entry.value.clone())))
            .filter(|(name, value)| !name.starts_with('_') && !is_method(value))
            .collect();
        let mut members: Vec<Value> = Vec::new();
        let mut by_value: HashMap<Key, Value> = HashMap::new();
        for (name, value) in entries {
            self.steps(MEMBER)?;
            let mut value = value;
            if let Kind::Object(made) = &value.kind
                && &*made.class == "enum.auto"
            {
                value = if &*root == "enum.StrEnum" || &*root == "django.db.models.TextChoices" {
                    Value::str(name.to_lowercase())
                } else if root.ends_with("Flag") {
                    Value::int(1_u64 << members.len().min(60))
                } else {
                    Value::int(members.len() + 1)
                };
            }
            let mut label = None;
            if choices
                && let Kind::Tuple(parts) = &value.kind
                && parts.len() > 1
            {
                label = parts.last().cloned();
                value = if let [value, _] = &parts[..] { value.clone() } else { value };
            }
            // A member of an enumeration of texts is made by `str`.
            if let Kind::Path(path) = &value.kind
                && (root.ends_with("TextChoices") || class.builtin == Some("str"))
            {
                value = Value { kind: Kind::Str(path.clone()), meta: value.meta.clone() };
            }
            let key = self.key(&value);
            let known = if let Some(key) = &key {
                by_value.get(key).cloned()
            } else {
                self.steps(members.len())?;
                let equal = |member: &&Value| match member.kind {
                    Kind::Instance(id) => {
                        self.member_value(id).is_some_and(|other| self.same(&other, &value, 4))
                    }
                    _ => false,
                };
                members.iter().find(equal).cloned()
            };
            let member = if let Some(member) = known {
                member
            } else {
                let attributes = self.dict([
                    ("_name_", Value::str(name.clone())),
                    ("name", Value::str(name.clone())),
                    ("_value_", value.clone()),
                    ("value", value.clone()),
                ]);
                let attributes = attributes.id().unwrap_or_default();
                if choices {
                    let label = label.unwrap_or_else(|| Value::str(titled(&name)));
                    self.set_entry(attributes, "label", label);
                }
                let payload = (!plain).then(|| value.clone());
                let made = self.heap.add(Thing::Instance(Instance { class: id, attributes, payload }));
                let member = self.here(Kind::Instance(made));
                if let Some(init) = self.class_attr(id, "__init__") {
                    let mut args = match &value.kind {
                        Kind::Tuple(items) => items.to_vec(),
                        _ => vec![value.clone()],
                    };
                    args.insert(0, member.clone());
                    self.call(&init, Args::of(args))?;
                }
                members.push(member.clone());
                by_value.extend(key.map(|key| (key, member.clone())));
                member
            };
            self.set_entry(class.namespace, &name, member);
        }
        let all = self.list(members);
        self.set_entry(class.namespace, "_members_", all);
        Ok(())
    }

    /// The members of an enumeration, in order.
    pub(super) fn members(&self, id: Id) -> Vec<Value> {
        match self.class_attr(id, "_members_").map(|value| value.kind) {
            Some(Kind::List(list)) => self.heap.list(list).items.clone(),
            _ => Vec::new(),
        }
    }

    /// Whether an instance is a member of an enumeration.
    pub(super) fn is_member(&self, instance: Id) -> bool {
        self.heap.instance(instance).is_some_and(|instance| {
            self.root_of(instance.class).is_some_and(|root| matches!(&*root, "enum.Enum" | "enum.Flag"))
        })
    }

    fn member_value(&self, instance: Id) -> Option<Value> {
        self.entry(self.heap.instance(instance)?.attributes, "value")
    }

    pub(super) fn member_repr(&self, instance: Id) -> Option<String> {
        if !self.is_member(instance) {
            return None;
        }
        let made = self.heap.instance(instance)?;
        let class = self.heap.class(made.class)?;
        let name = self.entry(made.attributes, "name")?;
        Some(format!("{}.{}", class.name, name.as_str()?))
    }

    /// `Colour(value)`.
    pub(super) fn member_of(&mut self, id: Id, args: &Args) -> Eval {
        let Some(wanted) = args.pos.first() else { return Ok(self.open([], "a member that is not known")) };
        if wanted.is_open() {
            return Ok(self.open([wanted], ""));
        }
        if matches!(wanted.kind, Kind::Instance(instance) if self.heap.instance(instance).is_some_and(|made| made.class == id))
        {
            return Ok(wanted.clone());
        }
        let members = self.members(id);
        self.steps(members.len() / 8)?;
        for member in members {
            if let Kind::Instance(instance) = member.kind
                && let Some(value) = self.member_value(instance)
                && self.equal(&value, wanted)? == Some(true)
            {
                return Ok(member.on(&wanted.meta.env));
            }
        }
        let text = self.repr(wanted);
        let name = self.heap.class(id).map_or_else(|| "member".into(), |class| class.name.clone());
        Err(self.raise_on("ValueError", &format!("{text} is not a valid {name}"), &wanted.meta.env))
    }

    /// `Colour.choices`, `Colour.__members__` and the like.
    pub(super) fn enum_attr(&mut self, id: Id, name: &str) -> Eval<Option<Value>> {
        if !LISTS.contains(&name) {
            return Ok(None);
        }
        let members = self.members(id);
        self.steps(members.len())?;
        let part = |m: &Self, member: &Value, name: &str| match member.kind {
            Kind::Instance(at) => m
                .heap
                .instance(at)
                .and_then(|made| m.entry(made.attributes, name))
                .unwrap_or_else(Value::none),
            _ => Value::none(),
        };
        let found = match name {
            "choices" => {
                let items = members
                    .iter()
                    .map(|member| {
                        Value::tuple(vec![part(self, member, "value"), part(self, member, "label")])
                    })
                    .collect();
                self.list(items)
            }
            "values" => {
                let items = members.iter().map(|member| part(self, member, "value")).collect();
                self.list(items)
            }
            "labels" => {
                let items = members.iter().map(|member| part(self, member, "label")).collect();
                self.list(items)
            }
            "names" => {
                let items = members.iter().map(|member| part(self, member, "name")).collect();
                self.list(items)
            }
            "__members__" | "_member_map_" => {
                let dict = self.dict([]);
                for member in &members {
                    let key = part(self, member, "name");
                    self.set_item(&dict, &key, member.clone())?;
                }
                dict
            }
            _ => return Ok(None),
        };
        Ok(Some(found))
    }
}

fn is_method(value: &Value) -> bool {
    match &value.kind {
        Kind::Function(_) | Kind::Class(_) | Kind::Native(_) => true,
        Kind::Object(made) => {
            matches!(&*made.class, "property" | "cached_property" | "staticmethod" | "classmethod")
        }
        _ => false,
    }
}

/// A member's name as Django labels it: `PENDING_REVIEW` is `Pending Review`.
fn titled(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| {
                first.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase()
            })
        })
        .collect::<Vec<_>>()
        .join(" ")
}
