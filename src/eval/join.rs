//! The join of two states: what is equal in both is kept, the rest is open.

use std::rc::Rc;

use indexmap::IndexSet;

use super::env::Env;
use super::explore::same_place;
use super::heap::{Delta, Dict, Entry, Id, List, Set, Shape, Thing};
use super::identity::identical;
use super::value::{Kind, Value};
use super::{Alternative, Machine, Origin};

/// How deep two values are compared.
const DEPTH: usize = 12;

impl Machine<'_> {
    /// Joins two states, each given as what changed since the present one; `why` is the open condition between them.
    pub(super) fn join_states(&mut self, first: &Delta, second: &Delta, why: &Value) {
        let ids: IndexSet<Id> = first.keys().chain(second.keys()).copied().collect();
        for id in ids {
            let Some(base) = self.heap.thing(id).cloned() else { continue };
            let a = first.get(&id).unwrap_or(&base).clone();
            let b = second.get(&id).unwrap_or(&base).clone();
            if Rc::ptr_eq(&a, &b) {
                self.heap.put(id, a);
                continue;
            }
            self.afford((a.len() + b.len()) / 4);
            let joined = match (&*a, &*b) {
                (Thing::Dict(a), Thing::Dict(b)) => Thing::Dict(self.join_dicts(a, b, why)),
                (Thing::List(a), Thing::List(b)) => Thing::List(self.join_lists(a, b, why)),
                (Thing::Set(a), Thing::Set(b)) => Thing::Set(self.join_sets(a, b, why)),
                (Thing::Instance(a), Thing::Instance(b)) => {
                    let mut joined = a.clone();
                    if let (Some(a), Some(b)) = (&a.payload, &b.payload) {
                        joined.payload = Some(self.join(a, b, why));
                    }
                    Thing::Instance(joined)
                }
                (Thing::Iter(a), Thing::Iter(_)) => {
                    let mut joined = a.clone();
                    joined.more = Some(self.either(why));
                    Thing::Iter(joined)
                }
                _ => (*a).clone(),
            };
            self.heap.put(id, Rc::new(joined));
        }
    }

    /// What depends on a condition that nobody can decide.
    pub(super) fn either(&self, why: &Value) -> Value {
        match &why.kind {
            Kind::Unknown(reason) if !reason.starts_with("decided by") => {
                Value::unknown(format!("decided by a condition that is not known: {reason}"))
                    .on(&why.meta.env)
            }
            _ => Value {
                kind: why.kind.clone(),
                meta: super::value::Meta { env: why.meta.env.clone(), ..Default::default() },
            },
        }
        .at(self.origin())
    }

    /// The join of two values.
    pub(super) fn join(&mut self, a: &Value, b: &Value, why: &Value) -> Value {
        if self.same(a, b, DEPTH) {
            let mut joined = a.clone().on(&b.meta.env);
            if let (None, Some(others)) = (&joined.meta.others, &b.meta.others) {
                joined.meta.others = Some(others.clone());
            }
            return joined;
        }
        if !self.enter_join() {
            return self.either(why).on(&a.meta.env).on(&b.meta.env);
        }
        let joined = self.join_different(a, b, why);
        self.budget.joins -= 1;
        joined
    }

    fn join_different(&mut self, a: &Value, b: &Value, why: &Value) -> Value {
        let env = a.meta.env.union(&b.meta.env).union(&why.meta.env);
        let origin = a.meta.origin.clone().or_else(|| b.meta.origin.clone());
        match (&a.kind, &b.kind) {
            (Kind::Unknown(_), _) | (_, Kind::Unknown(_)) if matches!(why.kind, Kind::Required(_)) => {
                self.either(why).on(&env).at(origin)
            }
            (Kind::Dict(x), Kind::Dict(y)) if x != y => {
                let (x, y) = (self.heap.dict(*x).clone(), self.heap.dict(*y).clone());
                let dict = self.join_dicts(&x, &y, why);
                let id = self.heap.add(Thing::Dict(dict));
                Value::new(Kind::Dict(id)).on(&env).at(origin)
            }
            (Kind::List(x), Kind::List(y)) if x != y => {
                let (x, y) = (self.heap.list(*x).clone(), self.heap.list(*y).clone());
                let list = self.join_lists(&x, &y, why);
                let id = self.heap.add(Thing::List(list));
                Value::new(Kind::List(id)).on(&env).at(origin)
            }
            (Kind::Tuple(x), Kind::Tuple(y)) if x.len() == y.len() => {
                let items = x.iter().zip(y.iter()).map(|(a, b)| self.join(a, b, why)).collect();
                Value::tuple(items).on(&env).at(origin)
            }
            (Kind::Required(x), Kind::Required(y)) => Value::required(x.union(y)).on(&env).at(origin),
            (Kind::Unknown(_), _) => Value { kind: a.kind.clone(), meta: a.meta.clone() }.on(&env),
            (_, Kind::Unknown(_)) => Value { kind: b.kind.clone(), meta: b.meta.clone() }.on(&env),
            _ => self.either(why).on(&env).at(origin),
        }
    }

    fn join_dicts(&mut self, a: &Dict, b: &Dict, why: &Value) -> Dict {
        let mut joined =
            Dict { entries: indexmap::IndexMap::new(), shape: Self::join_shapes(&a.shape, &b.shape) };
        joined.entries.reserve(a.entries.len());
        for (at, (key, entry)) in a.entries.iter().enumerate() {
            let entry = match same_place(b, at, key) {
                Some(other) => self.join_entries(entry, other, why),
                None => self.perhaps(entry, why),
            };
            joined.entries.insert(key.clone(), entry);
        }
        for (key, entry) in &b.entries {
            if !a.entries.contains_key(key) {
                let entry = self.perhaps(entry, why);
                joined.entries.insert(key.clone(), entry);
            }
        }
        joined
    }

    fn join_entries(&mut self, a: &Entry, b: &Entry, why: &Value) -> Entry {
        let mut value = self.join(&a.value, &b.value, why);
        let history = match (&a.history, &b.history) {
            (Some(a), Some(b)) if a != b => {
                let mut all = a.clone();
                merge(&mut all, b);
                Some(all)
            }
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        if a.history.is_some() && !identical(&a.value, &b.value) {
            self.remember(&mut value, a, why);
            self.remember(&mut value, b, why);
        }
        Entry { key: a.key.clone(), value, history }
    }

    /// An entry that only one of two branches has.
    fn perhaps(&mut self, entry: &Entry, why: &Value) -> Entry {
        let mut value = self.either(why).on(&entry.value.meta.env).at(entry.value.meta.origin.clone());
        if entry.history.is_some() {
            self.remember(&mut value, entry, why);
        }
        Entry { key: entry.key.clone(), value, history: entry.history.clone() }
    }

    /// Keeps what a setting is on one of two branches among its alternatives.
    fn remember(&mut self, value: &mut Value, entry: &Entry, why: &Value) {
        let setting =
            entry.key.as_str().is_some_and(|name| name.chars().next().is_some_and(char::is_uppercase));
        let origin: Option<Origin> = entry
            .history
            .as_ref()
            .and_then(|all| all.last().cloned())
            .or_else(|| entry.value.meta.origin.as_deref().cloned());
        let Some(origin) = origin.filter(|_| setting && !entry.value.is_open()) else { return };
        let alternative = Alternative { value: self.datum(&entry.value), origin, env: why.meta.env.to_vec() };
        let others = value.meta.others.get_or_insert_with(Rc::default);
        if others.len() < 16 && !others.iter().any(|other| other.value == alternative.value) {
            Rc::make_mut(others).push(alternative);
        }
    }

    fn join_lists(&mut self, a: &List, b: &List, why: &Value) -> List {
        let mut shape = Self::join_shapes(&a.shape, &b.shape);
        if a.items.len() == b.items.len() {
            let items = a.items.iter().zip(&b.items).map(|(a, b)| self.join(a, b, why)).collect();
            return List { items, shape };
        }
        // What both have stays known, in the order of the shorter one where the longer one only adds to it.
        let (long, short) = if a.items.len() > b.items.len() { (a, b) } else { (b, a) };
        let mut rest = long.items.iter();
        let affordable = self.afford(long.items.len() / 2);
        let contained =
            affordable && short.items.iter().all(|item| rest.any(|other| self.same(item, other, DEPTH)));
        let items: Vec<Value> = if contained {
            short.items.clone()
        } else if self.afford(long.items.len().saturating_mul(short.items.len()) / 16) {
            let both = |item: &&Value| long.items.iter().any(|other| self.same(item, other, DEPTH));
            short.items.iter().filter(both).cloned().collect()
        } else {
            Vec::new()
        };
        shape.more = Some(self.either(why));
        shape.env = shape.env.union(&why.meta.env);
        List { items, shape }
    }

    fn join_sets(&mut self, a: &Set, b: &Set, why: &Value) -> Set {
        let mut shape = Self::join_shapes(&a.shape, &b.shape);
        let items: indexmap::IndexMap<_, _> = a
            .items
            .iter()
            .filter(|(key, _)| b.items.contains_key(*key))
            .map(|(key, item)| (key.clone(), item.clone()))
            .collect();
        if items.len() != a.items.len() || items.len() != b.items.len() {
            shape.more = Some(self.either(why));
            shape.env = shape.env.union(&why.meta.env);
        }
        Set { items, frozen: a.frozen, shape }
    }

    fn join_shapes(a: &Shape, b: &Shape) -> Shape {
        let mut touched = a.touched.clone();
        if let Some(others) = &b.touched {
            merge(touched.get_or_insert_with(Rc::default), others);
        }
        Shape { more: a.more.clone().or_else(|| b.more.clone()), env: a.env.union(&b.env), touched }
    }

    /// Whether two values are equal all the way down, as far as they are known.
    pub(super) fn same(&self, a: &Value, b: &Value, depth: usize) -> bool {
        // The parts of two tuples are looked at below, each once.
        let tuples = matches!((&a.kind, &b.kind), (Kind::Tuple(_), Kind::Tuple(_)));
        if !tuples && identical(a, b) {
            return true;
        }
        if depth == 0 || !self.look() {
            return false;
        }
        match (&a.kind, &b.kind) {
            (Kind::List(x), Kind::List(y)) => {
                let (x, y) = (self.heap.list(*x), self.heap.list(*y));
                x.shape.more.is_none()
                    && y.shape.more.is_none()
                    && self.same_all(&x.items, &y.items, depth - 1)
            }
            (Kind::Tuple(x), Kind::Tuple(y)) => Rc::ptr_eq(x, y) || self.same_all(x, y, depth - 1),
            (Kind::Dict(x), Kind::Dict(y)) => {
                let (x, y) = (self.heap.dict(*x), self.heap.dict(*y));
                x.shape.more.is_none()
                    && y.shape.more.is_none()
                    && x.entries.len() == y.entries.len()
                    && x.entries
                        .iter()
                        .zip(&y.entries)
                        .all(|((k, a), (l, b))| k == l && self.same(&a.value, &b.value, depth - 1))
            }
            (Kind::Set(x), Kind::Set(y)) => {
                let (x, y) = (self.heap.set(*x), self.heap.set(*y));
                x.shape.more.is_none()
                    && y.shape.more.is_none()
                    && x.items.len() == y.items.len()
                    && x.items.keys().all(|key| y.items.contains_key(key))
            }
            (Kind::Object(x), Kind::Object(y)) => {
                x.class == y.class
                    && self.same_all(&x.args, &y.args, depth - 1)
                    && x.kwargs.len() == y.kwargs.len()
                    && x.kwargs
                        .iter()
                        .zip(&y.kwargs)
                        .all(|((k, a), (l, b))| k == l && self.same(a, b, depth - 1))
            }
            _ => false,
        }
    }

    fn same_all(&self, a: &[Value], b: &[Value], depth: usize) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same(a, b, depth))
    }

    /// All environment variables in a value, those inside containers too.
    pub(super) fn env_of(&self, value: &Value, depth: usize) -> Env {
        let mut env = value.meta.env.clone();
        if depth == 0 || !self.look() {
            return env;
        }
        match &value.kind {
            Kind::List(id) => {
                let list = self.heap.list(*id);
                env = env.union(&list.shape.env);
                for item in &list.items {
                    env = env.union(&self.env_of(item, depth - 1));
                }
            }
            Kind::Tuple(items) => {
                for item in items.iter() {
                    env = env.union(&self.env_of(item, depth - 1));
                }
            }
            Kind::Dict(id) => {
                let dict = self.heap.dict(*id);
                env = env.union(&dict.shape.env);
                for entry in dict.entries.values() {
                    env = env.union(&self.env_of(&entry.value, depth - 1));
                }
            }
            Kind::Set(id) => env = env.union(&self.heap.set(*id).shape.env),
            _ => {}
        }
        env
    }
}

/// Adds the places of `others` that are not there yet. Both mostly start alike, and grow long where many branches join.
fn merge(all: &mut Rc<Vec<Origin>>, others: &[Origin]) {
    let common = all.iter().zip(others).take_while(|(one, other)| one == other).count();
    for origin in others.get(common..).unwrap_or_default() {
        if !all.contains(origin) {
            Rc::make_mut(all).push(origin.clone());
        }
    }
}
