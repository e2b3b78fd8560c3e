//! What the audits ask: models, the columns that code looks up, the relations that it follows, the migrations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::logical::normal;
use super::{Inputs, Scene};
use crate::base::Span;
use crate::django::code::method;
use crate::django::is_test;
use crate::django::migrations::{Comparison, Difference};
use crate::django::models::{Field, Model};
use crate::django::queries::{Follow, LookupKind, Unresolved};
use crate::model::Evidence;
use crate::syntax::python::{self, ast};

/// A column that code looks up, with every place that does.
pub struct Column<'f> {
    /// The model that has it.
    pub model: &'f Model,
    /// The field.
    pub field: &'f Field,
    /// The field's declaration.
    pub declared: Evidence,
    /// The places, queries before what screens only offer.
    pub uses: Vec<(LookupKind, Evidence)>,
}

impl Column<'_> {
    /// `app.Model.field`.
    pub fn name(&self) -> String {
        format!("{}.{}.{}", self.model.app, self.model.name(), self.field.name)
    }

    /// Whether a query can use an index on it: by the field itself, or as the leading column of one in `Meta`.
    pub fn is_indexed(&self) -> bool {
        self.field.is_indexed()
            || self.model.meta.indexes().iter().any(|columns| columns[0] == self.field.name)
    }
}

impl<'f> Inputs<'f> {
    /// How many models with a table the installed apps have, and whether one of them has a relation.
    pub fn models(&self) -> (usize, bool) {
        let models = self.facts.models();
        let related =
            models.concrete().any(|model| model.fields.iter().any(|field| field.relation.is_some()));
        let count = models.concrete().count();
        self.note("models", &json!([count > 0, related]));
        (count, related)
    }

    /// Why `INSTALLED_APPS` is not wholly known; `None` where it is.
    pub fn apps_gap(&self) -> Option<String> {
        let gap = self.scenes().first().and_then(Scene::apps_gap);
        self.note("apps gap", &json!(gap.is_some()));
        gap
    }

    /// The labels of the installed apps of the project that have models.
    pub fn apps_with_models(&self) -> BTreeSet<String> {
        let labels: BTreeSet<String> =
            self.facts.models().concrete().map(|model| model.app.clone()).collect();
        self.note("apps with models", &json!(labels));
        labels
    }

    /// A test that runs `makemigrations --check` through `call_command`.
    pub fn migration_test(&self) -> Option<Evidence> {
        let found = self.facts.tree.under(&self.facts.project.root).iter().find_map(|path| {
            let file =
                (path.extension() == "py" && is_test(path)).then(|| self.facts.tree.text(path).ok())??;
            if !python::mentions(file.text(), &["makemigrations"]) {
                return None;
            }
            let module = self.facts.code.module_at(path).ok()?;
            let place = python::expressions(module.body()).find_map(|expr| {
                let call = python::call(expr)?;
                let name = python::dotted_name(&call.func)?;
                let checks = call.args.iter().filter_map(python::string).any(|arg| arg == "--check")
                    || ["check", "check_changes"].iter().any(|flag| {
                        python::keyword_argument(call, flag).and_then(python::boolean) == Some(true)
                    });
                let is_command = name.rsplit('.').next() == Some("call_command")
                    && call.args.first().and_then(python::string) == Some("makemigrations");
                (is_command && checks).then(|| python::span(expr))
            })?;
            Some(file.evidence(place))
        });
        self.note("migration test", &json!(found.is_some()));
        found
    }

    /// Where the router class `name` of the repository sends reads: its `db_for_read`.
    pub fn read_router(&self, name: &str) -> Option<Evidence> {
        let class = self.facts.code.class(name);
        let found = class.and_then(|class| {
            let function = method(class.body(), "db_for_read")?;
            let span = python::span(function);
            let file = class.module().file();
            let end = file.slice(span).find('\n').map_or(span.end, |at| span.start + at);
            Some((file.evidence(Span::new(span.start, end)), python::normal_statement(function)))
        });
        self.note(format!("router {}", self.logical(name)), &json!(found.as_ref().map(|(_, code)| code)));
        found.map(|(place, _)| place)
    }

    /// The first `.using(alias)` in the apps' code, the alias written out or as a setting that holds it.
    pub fn reads_using(&self, alias: &str) -> Option<Evidence> {
        let found = self.facts.own_files().iter().find_map(|path| {
            let file = self.facts.tree.text(path).ok()?;
            if !python::mentions(file.text(), &["using"]) {
                return None;
            }
            let module = self.facts.code.module_at(path).ok()?;
            let place = python::expressions(module.body()).find_map(|expr| {
                let call = python::call(expr)?;
                let arg = call.args.first()?;
                let names_alias = python::string(arg) == Some(alias)
                    || python::dotted_name(arg)
                        .is_some_and(|name| self.facts.names_setting(&module, &name, alias));
                let is_using = matches!(&*call.func, ast::Expr::Attribute(a) if a.attr.as_str() == "using");
                (is_using && names_alias).then(|| python::span(expr))
            })?;
            Some(file.evidence(place))
        });
        self.note(format!("using {alias}"), &json!(found.is_some()));
        found
    }

    /// The first process of production whose image or name says `word`.
    pub fn process_of_image(&self, word: &str) -> Option<Evidence> {
        let found = self.facts.deployment.processes.iter().find(|process| {
            process.image.as_deref().is_some_and(|image| image.contains(word)) || process.name.contains(word)
        });
        self.note(format!("process {word}"), &json!(found.is_some()));
        self.deployed(&found?.place)
    }

    /// The columns that the apps' code filters and orders by, in the order of the models.
    ///
    /// The basis holds what was audited, not who asked: each column (app, model and field) with its class, whether it has
    /// choices, whether it is indexed, and whether a query or only a screen looks it up. One more query on a column that is
    /// looked up already changes nothing; a column that nobody looked up before does.
    pub fn columns(&self) -> Vec<Column<'f>> {
        let models = self.facts.models();
        let mut found: BTreeMap<(&str, &str), Vec<(LookupKind, Evidence)>> = BTreeMap::new();
        for lookup in &self.facts.queries().lookups {
            let place = lookup.module.file().evidence(lookup.span);
            found.entry((&lookup.model, &lookup.field)).or_default().push((lookup.kind, place));
        }
        let columns: Vec<Column<'f>> = found
            .into_iter()
            .filter_map(|((model, field), mut uses)| {
                let model = models.get(model).filter(|model| model.is_concrete())?;
                let field = model.field(field)?;
                uses.sort_by_key(|(kind, _)| *kind);
                Some(Column { model, field, declared: field.module.file().evidence(field.span), uses })
            })
            .collect();
        for column in &columns {
            let offered = column.uses.iter().all(|(kind, _)| *kind == LookupKind::Offered);
            let use_ = if offered { "offered" } else { "queried" };
            let indexed = if column.is_indexed() { "indexed" } else { "not indexed" };
            let choices = if column.field.argument("choices").is_some() { "with choices" } else { "" };
            let told = [column.field.kind.as_str(), choices, indexed, use_];
            let told: Vec<&str> = told.into_iter().filter(|word| !word.is_empty()).collect();
            self.note(format!("column {}", column.name()), &json!(told.join(", ")));
        }
        columns
    }

    /// The relations that the apps' code follows from rows of a loop, in the order of files and lines.
    ///
    /// The basis holds what was audited: each relation of a model that some loop follows and that is loaded, once; and of
    /// each that is not loaded, the code that follows it and the code that makes the rows, both in their normal form.
    pub fn follows(&self) -> &'f [Follow] {
        let follows = &self.facts.queries().follows;
        let models = self.facts.models();
        for follow in follows {
            let model = models.get(&follow.model).map(|model| format!("{}.{}", model.app, model.name()));
            let model = model.unwrap_or_else(|| self.logical(&follow.model));
            let told = if follow.covered { json!("loaded") } else { json!(Self::follow_code(follow)) };
            self.note(format!("loops that follow {model}.{}", follow.relation), &told);
        }
        follows
    }

    /// The code that follows a relation, and the code that makes the rows, in their normal form.
    pub fn follow_code(follow: &Follow) -> [String; 2] {
        [normal(&follow.module, follow.span), normal(&follow.rows_module, follow.rows_span)]
    }

    /// The places that go through rows which nobody can tell, in the order of files and lines.
    pub fn unresolved(&self) -> &'f [Unresolved] {
        let unresolved = &self.facts.queries().unresolved;
        let mut told: Vec<_> = unresolved.iter().map(|one| normal(&one.module, one.span)).collect();
        told.sort();
        self.note("rows that nobody can tell", &json!(told));
        unresolved
    }

    /// Whether a template of the project has a loop.
    pub fn has_template_loops(&self) -> bool {
        let found = self.facts.tree.under(&self.facts.project.root).iter().any(|path| {
            matches!(path.extension(), "html" | "txt" | "xml" | "jinja" | "jinja2" | "j2")
                && self
                    .facts
                    .tree
                    .text(path)
                    .is_ok_and(|file| file.text().contains("{% for") || file.text().contains("{%- for"))
        });
        self.note("template loops", &json!(found));
        found
    }

    /// The migrations as files: how many, which branch, which cannot be read.
    pub fn migrations(&self) -> MigrationFacts<'f> {
        let migrations = self.facts.migrations();
        let mut leaves = Vec::new();
        for app in migrations.apps.keys() {
            let own = migrations.leaves(app);
            if own.len() > 1 {
                let places = own.iter().map(|leaf| leaf.module.file().evidence(leaf.span)).collect();
                leaves.push((app.as_str(), places));
            }
        }
        let facts = MigrationFacts {
            count: migrations.apps.values().map(BTreeMap::len).sum(),
            last: migrations
                .apps
                .keys()
                .flat_map(|app| migrations.leaves(app))
                .map(|leaf| leaf.module.file().evidence(leaf.span))
                .collect(),
            leaves,
            failed: migrations.failed.iter().map(|(path, reason)| format!("{path}: {reason}")).collect(),
        };
        let apps: BTreeSet<_> = facts.leaves.iter().map(|(app, _)| app).collect();
        self.note("migrations", &json!([apps, facts.failed.len()]));
        facts
    }

    /// How the state that the migrations build compares with the models.
    ///
    /// The basis holds each difference and each thing that could not be told, but no place in a file.
    pub fn comparison(&self) -> &'f Comparison {
        let found = self.facts.comparison();
        let told = |all: &'f [Difference]| -> BTreeSet<&'f str> {
            all.iter().map(|difference| difference.message.as_str()).collect()
        };
        let open = json!([told(&found.open), found.gaps.len()]);
        self.note("models against migrations", &json!([told(&found.certain), open, found.notes]));
        found
    }
}

/// The migrations as files.
pub struct MigrationFacts<'f> {
    /// How many there are.
    pub count: usize,
    /// Apps with more than one leaf, and the leaves.
    pub leaves: Vec<(&'f str, Vec<Evidence>)>,
    /// The leaves of all apps: the last migrations.
    pub last: Vec<Evidence>,
    /// Migrations that could not be read.
    pub failed: Vec<String>,
}
