//! The project's Celery tasks: how they retry, and where those that are exhausted go.

use serde_json::json;

use super::{Inputs, Scene};
use crate::django::code::{Class, method};
use crate::django::tasks::{Retry, Task};
use crate::eval::{Datum, Shape};
use crate::model::Evidence;
use crate::syntax::python::{self, Node, ast};

/// A task as the detectors see it.
pub struct TaskSeen {
    /// The qualified name.
    pub name: String,
    /// Where it is declared.
    pub place: Evidence,
    /// Whether it retries with a growing delay.
    pub backs_off: bool,
    /// Whether its base class keeps what failed for good; the handler's place.
    pub kept: Option<Evidence>,
    /// A failure handler of its base class that keeps nothing.
    pub forgetful: Option<Evidence>,
}

impl Inputs<'_> {
    /// Whether the project defines a Celery task; the first one.
    pub fn first_task(&self) -> Option<Evidence> {
        let task = self.facts.tasks().first();
        self.note("tasks defined", &json!(task.is_some()));
        task.map(place)
    }

    /// Where code or deployment files send what failed for good, for all tasks: dead-letter arguments of queues, a redrive
    /// policy, a handler of the `task_failure` signal that stores.
    pub fn dead_letters(&self) -> Option<Evidence> {
        let found = self.dead_letter_files().or_else(|| self.failure_signal());
        self.note("dead letters", &json!(found.is_some()));
        found
    }

    fn dead_letter_files(&self) -> Option<Evidence> {
        const WORDS: [&str; 5] = [
            "x-dead-letter-exchange",
            "x-dead-letter-routing-key",
            "RedrivePolicy",
            "redrive_policy",
            "deadLetterTargetArn",
        ];
        let settings = self
            .facts
            .scenarios
            .iter()
            .flat_map(|scenario| &scenario.settings(crate::django::Run::DebugOff).files);
        let deployed =
            self.facts.deployment.files.iter().filter(|file| file.role == crate::deploy::Role::Production);
        let files = self.facts.own_files().iter().chain(settings).chain(deployed.map(|file| &file.path));
        files.into_iter().find_map(|path| {
            let file = self.facts.tree.text(path).ok()?;
            let at = WORDS.iter().filter_map(|word| file.text().find(word)).min()?;
            let place = file.line_evidence(file.line(at));
            (!place.text.trim_start().starts_with(['#', '/'])).then_some(place)
        })
    }

    /// A function connected to `task_failure` that stores what failed.
    fn failure_signal(&self) -> Option<Evidence> {
        for path in self.facts.own_files() {
            let Ok(file) = self.facts.tree.text(path) else { continue };
            if !file.text().contains("task_failure") {
                continue;
            }
            let Ok(module) = self.facts.code.module_at(path) else { continue };
            for statement in module.statements() {
                let ast::Stmt::FunctionDef(def) = statement else { continue };
                let connected = def.decorator_list.iter().any(|decorator| {
                    let callee = python::call(decorator).map_or(decorator, |call| &*call.func);
                    let named = |name: Option<String>| {
                        name.is_some_and(|name| name.split('.').any(|part| part == "task_failure"))
                    };
                    named(python::dotted_name(callee))
                        || python::call(decorator)
                            .is_some_and(|call| call.args.iter().any(|arg| named(python::dotted_name(arg))))
                });
                let called = || file.text().contains(&format!("task_failure.connect({}", def.name));
                if stores(&def.body) && (connected || called()) {
                    return Some(file.line_evidence(file.line(python::span(def).start)));
                }
            }
        }
        None
    }
}

impl Scene<'_> {
    /// Every task, with what it inherits: from its decorator, its base class, the application's own base class and the
    /// annotations for all tasks.
    pub fn tasks(&self) -> Vec<TaskSeen> {
        let app = self.inputs.celery();
        let annotations = self.celery_option(app.as_ref(), "task_annotations").map(|option| option.value);
        let common = annotations.as_ref().and_then(|all| all.get("*"));
        let shared = app.as_ref().and_then(|app| app.task_class(self.inputs));
        let tasks: Vec<TaskSeen> =
            self.inputs.facts.tasks().iter().map(|task| self.seen(task, common, shared.as_ref())).collect();
        for task in &tasks {
            let told = json!([task.backs_off, task.kept.is_some(), task.forgetful.is_some()]);
            self.inputs.note(format!("task {}", self.inputs.logical(&task.name)), &told);
        }
        tasks
    }

    fn seen(&self, task: &Task, common: Option<&Datum>, shared: Option<&Class>) -> TaskSeen {
        let base = task.base.as_ref().or(shared);
        let option = |name: &str| -> Option<bool> {
            if let Some(expr) = task.option(name) {
                return truth(&self.value_of(&task.module, expr));
            }
            if let Some(value) = base.and_then(|base| self.inputs.facts.code.inherited(base, name)) {
                return truth(&self.value_of(&value.module, &value.value));
            }
            common.and_then(|common| common.get(name)).and_then(Datum::truth)
        };
        let handler = base.and_then(|base| self.inputs.failure_handler(base));
        let (kept, forgetful) = match handler {
            Some((place, true)) => (Some(place), None),
            Some((place, false)) => (None, Some(place)),
            None => (None, None),
        };
        let automatic = option("autoretry_for") == Some(true) && option("retry_backoff") == Some(true);
        TaskSeen {
            name: task.qualified.clone(),
            place: place(task),
            backs_off: automatic || task.retry == Retry::Growing,
            kept,
            forgetful,
        }
    }
}

impl Inputs<'_> {
    /// The `on_failure` of a class or its nearest ancestor in the repository, and whether it stores what failed.
    fn failure_handler(&self, base: &Class) -> Option<(Evidence, bool)> {
        let code = &self.facts.code;
        let ancestors = code.ancestors(base).into_iter().filter_map(|name| code.class(&name));
        // A task hands its failures to its request as well: `Request = …` names that class.
        let request = code.inherited(base, "Request").and_then(|value| {
            let name = python::dotted_name(&value.value)?;
            code.class(&code.resolve(&value.module, &name))
        });
        std::iter::once(base.clone()).chain(ancestors).chain(request).find_map(|class| {
            let statement = method(class.body(), "on_failure")?;
            let body = match statement {
                ast::Stmt::FunctionDef(def) => &def.body,
                _ => return None,
            };
            let file = class.module().file();
            Some((file.line_evidence(file.line(python::span(statement).start)), stores(body)))
        })
    }
}

/// Whether statements keep something: they save a row, write a file, publish or send on.
fn stores(body: &[ast::Stmt]) -> bool {
    python::walk(body).any(|node| match node {
        Node::Expr(ast::Expr::Call(call)) => match &*call.func {
            ast::Expr::Attribute(method) => matches!(
                method.attr.as_str(),
                "create"
                    | "acreate"
                    | "save"
                    | "asave"
                    | "bulk_create"
                    | "get_or_create"
                    | "update_or_create"
                    | "update"
                    | "publish"
                    | "send_task"
                    | "send_message"
                    | "delay"
                    | "apply_async"
                    | "lpush"
                    | "rpush"
                    | "xadd"
                    | "put"
            ),
            _ => false,
        },
        _ => false,
    })
}

fn truth(value: &Datum) -> Option<bool> {
    match &value.shape {
        // Exception classes: `autoretry_for = (OSError,)` holds names, and a tuple of any length is known to be full.
        Shape::List(items) => Some(!items.is_empty()),
        _ => value.truth(),
    }
}

fn place(task: &Task) -> Evidence {
    task.module.file().evidence(task.span)
}
