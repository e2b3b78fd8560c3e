//! Where code stores uploaded files: file fields, the default storage, `MEDIA_ROOT`.

use std::sync::Arc;

use serde_json::json;

use super::{Inputs, Scene};
use crate::django::code::Module;
use crate::django::is_test;
use crate::model::Evidence;
use crate::syntax::python::{self, Node, ast};

/// A field that holds uploaded files.
pub struct FileField {
    /// The model and field: "shop.Item.photo".
    pub name: String,
    /// What it says of its storage.
    pub storage: FieldStorage,
    /// Where it is declared.
    pub place: Evidence,
}

/// The storage that a field names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldStorage {
    /// None: the default storage.
    Default,
    /// An alias of `STORAGES`.
    Alias(String),
    /// An object of this class, with the location that it is given, as written.
    Class(String, Option<String>),
    /// Something that cannot be followed, as written.
    Other(String),
}

/// How many names are followed from a field to its storage.
const FARTHEST: usize = 8;

impl Inputs<'_> {
    /// The file fields of the project's own models.
    pub fn file_fields(&self) -> Vec<FileField> {
        let mut found = Vec::new();
        for model in self.facts.models().concrete() {
            for field in &model.fields {
                let is_file = matches!(field.kind.as_str(), "FileField" | "ImageField")
                    || field.kind.ends_with("ImageField")
                    || field.kind.ends_with("FileField");
                if !is_file || field.kind == "FilePathField" {
                    continue;
                }
                let written = python::argument(&field.call, 3, "storage");
                let storage = written
                    .map_or(FieldStorage::Default, |expr| self.named_storage(&field.module, expr, FARTHEST));
                found.push(FileField {
                    name: format!("{}.{}.{}", model.app, model.name(), field.name),
                    storage,
                    place: super::classes::at(&field.module, field.span.start),
                });
            }
        }
        let told = found.iter().map(|field| {
            let storage = match &field.storage {
                FieldStorage::Class(class, place) => json!([self.logical(class), place]),
                other => json!(format!("{other:?}")),
            };
            json!([field.name, storage])
        });
        self.note_each("file fields", told);
        found
    }

    fn named_storage(&self, module: &Arc<Module>, expr: &ast::Expr, depth: usize) -> FieldStorage {
        let code = &self.facts.code;
        let other = || FieldStorage::Other(python::normal(expr));
        let Some(depth) = depth.checked_sub(1) else { return other() };
        match expr {
            ast::Expr::Constant(_) if python::is_none(expr) => FieldStorage::Default,
            ast::Expr::Subscript(subscript) => {
                let base = python::dotted_name(&subscript.value).map(|name| code.resolve(module, &name));
                match (base.as_deref(), python::string(&subscript.slice)) {
                    (
                        Some(
                            "django.core.files.storage.storages"
                            | "django.core.files.storage.handler.storages",
                        ),
                        Some("default"),
                    ) => FieldStorage::Default,
                    (
                        Some(
                            "django.core.files.storage.storages"
                            | "django.core.files.storage.handler.storages",
                        ),
                        Some(alias),
                    ) => FieldStorage::Alias(alias.to_owned()),
                    _ => other(),
                }
            }
            ast::Expr::Lambda(lambda) => self.named_storage(module, &lambda.body, depth),
            ast::Expr::Call(call) => {
                let Some(name) = python::dotted_name(&call.func) else { return other() };
                let qualified = code.resolve(module, &name);
                if let Some((home, function)) = self.function(&qualified) {
                    return self.returned(&home, &function, depth).unwrap_or_else(other);
                }
                let location = python::argument(call, 0, "location").map(python::normal);
                FieldStorage::Class(qualified, location)
            }
            ast::Expr::Name(_) | ast::Expr::Attribute(_) => {
                let Some(name) = python::dotted_name(expr) else { return other() };
                let qualified = code.resolve(module, &name);
                if qualified == "django.core.files.storage.default_storage" {
                    return FieldStorage::Default;
                }
                if let Some((home, function)) = self.function(&qualified) {
                    return self.returned(&home, &function, depth).unwrap_or_else(other);
                }
                if code.class(&qualified).is_some() {
                    return FieldStorage::Class(qualified, None);
                }
                let Some((home, last)) = qualified.rsplit_once('.') else { return other() };
                match code.module(home) {
                    Ok(Some(home)) => match home.value(last) {
                        Some(value) => self.named_storage(&home, value, depth),
                        None => other(),
                    },
                    // A class of an installed package, handed over uncalled.
                    _ if last.starts_with(char::is_uppercase) => FieldStorage::Class(qualified, None),
                    _ => other(),
                }
            }
            _ => other(),
        }
    }

    fn function(&self, qualified: &str) -> Option<(Arc<Module>, String)> {
        let (home, name) = qualified.rsplit_once('.')?;
        let module = self.facts.code.module(home).ok()??;
        module.function(name)?;
        Some((module, name.to_owned()))
    }

    /// The storage that a function returns, where it has one `return`.
    fn returned(&self, module: &Arc<Module>, function: &str, depth: usize) -> Option<FieldStorage> {
        let ast::Stmt::FunctionDef(def) = module.function(function)? else { return None };
        let mut returns = python::statements(&def.body).filter_map(|statement| match statement {
            ast::Stmt::Return(value) => value.value.as_deref(),
            _ => None,
        });
        let only = returns.next()?;
        if returns.next().is_some() {
            return None;
        }
        Some(self.named_storage(module, only, depth))
    }

    /// Where code of the project, views of `MEDIA_ROOT` left out, names the default storage or `MEDIA_ROOT`.
    pub fn stores_files(&self) -> Option<Evidence> {
        let found = self.facts.own_files().iter().find_map(|path| {
            if is_test(path) || path.parts().any(|part| part == "management") {
                return None;
            }
            let file = self.facts.tree.text(path).ok()?;
            if !["default_storage", "MEDIA_ROOT"].iter().any(|word| file.text().contains(word)) {
                return None;
            }
            let module = self.facts.code.module_at(path).ok()?;
            self.stores(&module).map(|offset| super::classes::at(&module, offset))
        });
        self.note("code that stores files", &json!(found.is_some()));
        found
    }

    fn stores(&self, module: &Arc<Module>) -> Option<usize> {
        let mut walk = python::walk(module.body());
        while let Some(node) = walk.next() {
            let Node::Expr(expr) = node else { continue };
            // `static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)` shows files and stores none.
            if let ast::Expr::Call(call) = expr
                && (python::keyword_argument(call, "document_root").is_some()
                    || matches!(python::dotted_name(&call.func).as_deref(), Some("path" | "re_path" | "url")))
            {
                walk.skip_children();
                continue;
            }
            let Some(name) = python::dotted_name(expr) else { continue };
            let qualified = self.facts.code.resolve(module, &name);
            if qualified == "django.conf.settings.MEDIA_ROOT"
                || qualified == "django.core.files.storage.default_storage"
                || qualified.starts_with("django.core.files.storage.default_storage.")
            {
                return Some(python::span(expr).start);
            }
        }
        None
    }
}

impl Scene<'_> {
    /// The first installed app of a package whose models hold uploaded files, from `list`.
    pub fn file_app(&self, list: &[String]) -> Option<Evidence> {
        let name = list.iter().find(|name| self.has_app(name) == Some(true))?;
        self.app_at(name)
    }
}
