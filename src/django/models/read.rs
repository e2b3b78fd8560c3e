//! From class statements to models.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{Field, Meta, Model, Relation, RelationKind};
use crate::base::RepoPath;
use crate::django::apps::{App, app_of};
use crate::django::code::{Class, Code, Module, Nested, attribute};
use crate::django::names::brought_by;
use crate::syntax::python::{self, ast};

/// Files without any of these words hold no model.
const WORDS: [&str; 2] = ["Model", "models"];

pub(super) fn models(code: &Code<'_>, apps: &[App], files: &[RepoPath]) -> IndexMap<String, Model> {
    let mut found = IndexMap::new();
    for path in files {
        let Ok(file) = code.tree().text(path) else { continue };
        if !WORDS.iter().any(|word| file.text().contains(word)) {
            continue;
        }
        let Ok(module) = code.module_at(path) else { continue };
        for definition in module.classes() {
            let Some(class) = code.class(&format!("{}.{}", module.dotted(), definition.name)) else {
                continue;
            };
            // The last class of a name counts, and one that another module re-exports is read where it is defined.
            if class.module().file().path() == path && is_model(code, &class) {
                found.insert(class.qualified(), read(code, apps, class));
            }
        }
    }
    found
}

fn is_model(code: &Code<'_>, class: &Class) -> bool {
    code.ancestors(class).iter().any(|ancestor| is_model_base(ancestor) && code.class(ancestor).is_none())
}

/// Whether a class outside the repository is a model, by its qualified name.
///
/// Packages keep their models in a module named `models`; the other classes that live there are told by their endings.
fn is_model_base(qualified: &str) -> bool {
    if qualified.starts_with("django.db.models.") || qualified.starts_with("django.contrib.gis.db.models.") {
        return qualified.ends_with(".Model");
    }
    let Some((module, name)) = qualified.rsplit_once('.') else { return false };
    if brought_by(qualified).is_some_and(|_| !qualified.contains("Mixin"))
        || qualified == "django.contrib.sessions.base_session.AbstractBaseSession"
    {
        return true;
    }
    let other = ["Manager", "QuerySet", "Field", "Choices", "Enum", "Descriptor"];
    if module.starts_with("django.forms") || !name.starts_with(char::is_uppercase) {
        return false;
    }
    (module.split('.').any(|part| part == "models") || module.ends_with(".base_models"))
        && !other.iter().any(|ending| name.ends_with(ending))
        || module.starts_with("django.contrib.auth.base_user") && name == "AbstractBaseUser"
}

fn read(code: &Code<'_>, apps: &[App], class: Class) -> Model {
    let mut model = Model {
        app: String::new(),
        is_installed: false,
        fields: Vec::new(),
        meta: Meta { layers: meta_layers(code, &class) },
        external: Vec::new(),
        parents: Vec::new(),
        class,
    };
    let module = model.class.module().dotted();
    let installed = app_of(apps, module);
    let label = model.meta.text("app_label").map(str::to_owned);
    model.is_installed = label.is_some() || installed.is_some();
    model.app =
        label.or_else(|| Some(installed?.label.clone())).unwrap_or_else(|| conventional_label(module));
    collect(code, &model.class.clone(), &mut model, &mut HashSet::new(), true);
    model
}

/// The package that holds the models, by Django's convention: `shop.orders.models.order` belongs to `orders`.
fn conventional_label(module: &str) -> String {
    let parts: Vec<&str> = module.split('.').collect();
    let package = match parts.iter().rposition(|part| *part == "models") {
        Some(at) => &parts[..at],
        None => &parts[..parts.len().saturating_sub(1)],
    };
    package.last().or(parts.first()).map_or(String::new(), |label| (*label).to_owned())
}

/// Adds the fields of `class` and of its parents; a field nearer to the model replaces one of the same name.
fn collect(code: &Code<'_>, class: &Class, model: &mut Model, seen: &mut HashSet<String>, own: bool) {
    if seen.len() > 200 || !seen.insert(class.qualified()) {
        return;
    }
    for base in code.bases(class) {
        match code.class(&base) {
            Some(parent) if own_table(code, &parent) => model.parents.push(parent.qualified()),
            Some(parent) => collect(code, &parent, model, seen, false),
            None if base.ends_with(".Model") && base.starts_with("django.") => {}
            None => model.external.push(base),
        }
    }
    for statement in Nested::new(class.body()) {
        let (target, value) = match statement {
            ast::Stmt::Assign(assign) => match assign.targets.as_slice() {
                [target] => (target, &*assign.value),
                _ => continue,
            },
            ast::Stmt::AnnAssign(assign) => match &assign.value {
                Some(value) => (&*assign.target, &**value),
                None => continue,
            },
            _ => continue,
        };
        let ast::Expr::Name(name) = target else { continue };
        let existing = model.fields.iter().position(|field| field.name == name.id.as_str());
        match field(code, class, &name.id, statement, value) {
            Some(field) => match existing {
                Some(at) => model.fields[at] = field,
                None => model.fields.push(field),
            },
            // `name = None` removes an inherited field.
            None if own => {
                if let Some(at) = existing {
                    model.fields.remove(at);
                }
            }
            None => {}
        }
    }
}

/// Whether `parent` is a model with its own table, so that its fields stay there.
fn own_table(code: &Code<'_>, parent: &Class) -> bool {
    is_model(code, parent) && !declares_abstract(parent)
}

pub(super) fn declares_abstract(class: &Class) -> bool {
    own_meta(class)
        .and_then(|meta| attribute(&meta.body, "abstract"))
        .and_then(python::boolean)
        .unwrap_or(false)
}

fn own_meta(class: &Class) -> Option<&ast::StmtClassDef> {
    class.body().iter().find_map(|statement| match statement {
        ast::Stmt::ClassDef(meta) if meta.name.as_str() == "Meta" => Some(meta),
        _ => None,
    })
}

/// The `Meta` bodies that count for `class`: its own and those it names as bases, or else the first abstract parent's.
fn meta_layers(code: &Code<'_>, class: &Class) -> Vec<(Arc<Module>, Vec<ast::Stmt>)> {
    let mut layers = Vec::new();
    let mut class = class.clone();
    for _ in 0..32 {
        let next = match own_meta(&class) {
            Some(meta) => {
                layers.push((class.module().clone(), meta.body.clone()));
                // `class Meta(Parent.Meta)` takes over what it does not say itself.
                meta.bases
                    .iter()
                    .filter_map(python::dotted_name)
                    .filter_map(|base| {
                        base.strip_suffix(".Meta").map(|parent| code.resolve(class.module(), parent))
                    })
                    .find_map(|parent| code.class(&parent))
            }
            None => code
                .bases(&class)
                .iter()
                .filter_map(|base| code.class(base))
                .find(|parent| declares_abstract(parent) || own_meta(parent).is_none()),
        };
        match next {
            Some(parent) => class = parent,
            None => break,
        }
    }
    layers
}

fn field(
    code: &Code<'_>,
    class: &Class,
    name: &str,
    statement: &ast::Stmt,
    value: &ast::Expr,
) -> Option<Field> {
    let ast::Expr::Call(call) = value else { return None };
    let qualified = code.resolve(class.module(), &python::dotted_name(&call.func)?);
    let kind = field_kind(code, &qualified)?;
    Some(Field {
        name: name.to_owned(),
        relation: relation(code, class, &kind, call),
        kind,
        class: qualified,
        module: class.module().clone(),
        span: python::span(statement),
        call: call.clone(),
    })
}

/// The field class of Django that `qualified` is or descends from; `None` where it is no field.
fn field_kind(code: &Code<'_>, qualified: &str) -> Option<String> {
    let last = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    let is_field = |name: &str| {
        let last = last(name);
        (last.ends_with("Field") || relation_kind(&last).is_some())
            && !name.starts_with("django.forms.")
            && !name.starts_with("rest_framework.")
    };
    match code.class(qualified) {
        Some(class) => code
            .ancestors(&class)
            .iter()
            .find(|ancestor| code.class(ancestor).is_none() && is_field(ancestor))
            .map(|ancestor| last(ancestor)),
        None if qualified.contains('.') && is_field(qualified) => Some(last(qualified)),
        None => None,
    }
}

fn relation_kind(class: &str) -> Option<RelationKind> {
    match class {
        "ForeignKey" | "TreeForeignKey" | "ParentalKey" | "ForeignObject" | "AutoForeignKey" => {
            Some(RelationKind::ForeignKey)
        }
        "OneToOneField" | "AutoOneToOneField" => Some(RelationKind::OneToOne),
        "ManyToManyField" | "ParentalManyToManyField" | "TreeManyToManyField" | "SortedManyToManyField" => {
            Some(RelationKind::ManyToMany)
        }
        _ => None,
    }
}

fn relation(code: &Code<'_>, class: &Class, kind: &str, call: &ast::ExprCall) -> Option<Relation> {
    let kind = relation_kind(kind)?;
    let target = call.args.first().or_else(|| python::keyword_argument(call, "to")).and_then(|target| {
        python::string(target)
            .map(str::to_owned)
            .or_else(|| Some(code.resolve(class.module(), &python::dotted_name(target)?)))
    });
    let related_name =
        python::keyword_argument(call, "related_name").and_then(python::string).map(str::to_owned);
    Some(Relation { kind, target, related_name })
}
