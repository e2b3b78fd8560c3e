//! What `makemigrations` would certainly write.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Migrations, Ordering, State};
use crate::base::Span;
use crate::django::code::Module;
use crate::django::models::{Model, Models};
use crate::syntax::python::{
    self,
    ast::{Expr, Stmt},
};

/// One certain difference between the models and the migrations.
pub struct Difference {
    /// What it is, one sentence.
    pub message: String,
    /// The model that differs, `app.Model`.
    pub model: String,
    /// The module of the place in the code.
    pub module: Arc<Module>,
    /// The bytes of that place.
    pub span: Span,
}

/// The certain differences, in the order of the models.
///
/// Models that take fields from installed packages are compared in one direction only: their own fields must exist.
pub fn differences(models: &Models, migrations: &Migrations, state: &State) -> Vec<Difference> {
    let mut found = Vec::new();
    for model in models.concrete().filter(|model| !state.gaps.contains_key(&model.app)) {
        let place = || (model.class.module().clone(), python::span(model.class.definition()));
        let mut report = |message: String, (module, span): (Arc<Module>, Span)| {
            found.push(Difference {
                message,
                model: format!("{}.{}", model.app, model.name()),
                module,
                span,
            });
        };
        if !migrations.apps.contains_key(&model.app) {
            report(format!("{} has no migration: its app has none at all", model.name()), place());
            continue;
        }
        let Some(built) = state.models.get(&(model.app.clone(), model.name().to_lowercase())) else {
            report(format!("no migration creates {}", model.name()), place());
            continue;
        };
        if built.is_virtual {
            continue;
        }
        for field in &model.fields {
            if !built.fields.contains(&field.name) && is_column(&field.class) {
                report(
                    format!("no migration adds {}.{}", model.name(), field.name),
                    (field.module.clone(), field.span),
                );
            }
        }
        let declared: BTreeSet<&str> = model.fields.iter().map(|field| field.name.as_str()).collect();
        if model.external.is_empty() && model.parents.is_empty() && declares_plainly(model) {
            for name in built.fields.iter().filter(|name| *name != "id" && !declared.contains(name.as_str()))
            {
                report(
                    format!("{}.{name} is gone from the model and no migration removes it", model.name()),
                    place(),
                );
            }
        }
        let written = Ordering::read(model.meta.value("ordering").map(|(_, value)| value));
        // A parent in an installed package may bring an ordering of its own.
        let is_own = model.external.is_empty() || model.meta.value("ordering").is_some();
        if let (Ordering::Plain(ours), Ordering::Plain(theirs)) = (&written, &built.ordering)
            && is_own
            && ours != theirs
        {
            let at = model.meta.value("ordering");
            let message = format!("{} is ordered by {ours:?}, its migrations say {theirs:?}", model.name());
            report(message, at.map_or_else(place, |(module, value)| (module.clone(), python::span(value))));
        }
    }
    found
}

/// Whether a field class makes an entry in migrations: generic relations and managers do not.
fn is_column(class: &str) -> bool {
    let last = class.rsplit('.').next().unwrap_or(class);
    class.starts_with("django.db.models.") && last != "GenericForeignKey" && last != "GenericRelation"
}

/// Whether every statement of the class body could be understood: nothing adds fields behind our back.
fn declares_plainly(model: &Model) -> bool {
    model.class.definition().decorator_list.is_empty()
        && model.class.definition().keywords.is_empty()
        // Fields of installed packages may bring columns of their own.
        && model.fields.iter().all(|field| field.class.starts_with("django."))
        && model.class.body().iter().all(|statement| match statement {
            Stmt::Assign(assign) => match &*assign.value {
                // A call that is no known field may make one.
                Expr::Call(_) => assign.targets.iter().all(|target| match target {
                    Expr::Name(name) => {
                        model.field(&name.id).is_some() || name.id.as_str().contains("objects")
                    }
                    _ => false,
                }),
                _ => true,
            },
            Stmt::AnnAssign(_)
            | Stmt::FunctionDef(_)
            | Stmt::AsyncFunctionDef(_)
            | Stmt::ClassDef(_)
            | Stmt::Expr(_)
            | Stmt::Pass(_) => true,
            _ => false,
        })
}
