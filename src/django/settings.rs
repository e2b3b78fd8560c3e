//! The settings of the chosen module: in each environment that production serves the application in, and in two runs.

use std::sync::OnceLock;

use super::{Defaults, Version};
use crate::base::RepoPath;
use crate::deploy::{Environment, Value as Given};
use crate::eval::{self, Alternative, Datum, Debug, Origin, Request, Setting, Settings};
use crate::source::Tree;

/// Which of the two runs: `DEBUG` is judged as the module leaves it, everything else with `DEBUG` false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Run {
    /// `DEBUG` as it is.
    AsWritten,
    /// `DEBUG` false.
    DebugOff,
}

impl Run {
    const fn debug(self) -> Debug {
        match self {
            Self::AsWritten => Debug::AsWritten,
            Self::DebugOff => Debug::Off,
        }
    }
}

/// What is evaluated: one settings module of one project.
pub(super) struct Subject<'t> {
    pub(super) tree: &'t Tree,
    /// The folders that modules are imported from.
    pub(super) roots: Vec<RepoPath>,
    pub(super) module: String,
    /// The class of django-configurations, where no variable names one.
    pub(super) class: Option<String>,
    pub(super) version: Option<Version>,
    pub(super) packages: Option<Vec<String>>,
    /// Whether the module's text says that it installs apps or routes URLs; see [`super::choice::is_whole`].
    pub(super) whole: bool,
}

impl Subject<'_> {
    fn evaluate(&self, environment: &Environment, set: &[(&str, &str)], debug: Debug) -> Settings {
        eval::evaluate(&self.request(environment, set, debug))
    }

    /// What the settings would be with `set` besides. Where the run itself has spent most of its steps, such a question
    /// gets a small part of them: many questions to a wasteful module must not add up.
    fn experiment(
        &self,
        environment: &Environment,
        set: &[(&str, &str)],
        debug: Debug,
        known: &Settings,
    ) -> Settings {
        let mut request = self.request(environment, set, debug);
        if known.steps > eval::MOST_STEPS / 4 * 3 {
            request.steps = eval::MOST_STEPS / 8;
        }
        eval::evaluate(&request)
    }

    fn request(&self, environment: &Environment, set: &[(&str, &str)], debug: Debug) -> Request<'_> {
        let mut variables: Vec<eval::Variable> = environment
            .variables
            .iter()
            .filter(|variable| !set.iter().any(|(name, _)| *name == variable.name))
            .filter_map(|variable| {
                Some(eval::Variable {
                    name: variable.name.clone(),
                    value: variable.value.text()?.to_owned(),
                    origin: Some(Origin {
                        path: variable.place.path.clone(),
                        span: variable.place.span,
                        line: variable.place.line,
                    }),
                })
            })
            .collect();
        variables.extend(set.iter().map(|(name, value)| eval::Variable {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
            origin: None,
        }));
        let named = variables.iter().find(|variable| variable.name == "DJANGO_CONFIGURATION");
        let class = named.map(|variable| variable.value.clone()).or_else(|| self.class.clone());
        Request {
            tree: self.tree,
            path: self.roots.clone(),
            module: self.module.clone(),
            class,
            environment: variables,
            debug,
            django: self.version.map(|version| version.to_string()),
            packages: self.packages.clone(),
            steps: eval::MOST_STEPS,
        }
    }
}

/// One environment that production serves the application in, with the settings that hold there.
pub struct Scenario<'t> {
    subject: std::sync::Arc<Subject<'t>>,
    environment: Environment,
    as_written: OnceLock<Settings>,
    debug_off: OnceLock<Settings>,
}

impl<'t> Scenario<'t> {
    pub(super) fn new(subject: std::sync::Arc<Subject<'t>>, environment: Environment) -> Self {
        Self { subject, environment, as_written: OnceLock::new(), debug_off: OnceLock::new() }
    }

    /// Who runs in it, for people.
    pub fn name(&self) -> &str {
        &self.environment.name
    }

    /// Whether the settings are kept in a class of django-configurations.
    pub fn is_class_based(&self) -> bool {
        self.subject.class.is_some() || self.environment.get("DJANGO_CONFIGURATION").is_some()
    }

    /// The environment as the deployment files set it.
    pub const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The settings of one run; evaluated once.
    pub fn settings(&self, run: Run) -> &Settings {
        let cell = match run {
            Run::AsWritten => &self.as_written,
            Run::DebugOff => &self.debug_off,
        };
        cell.get_or_init(|| self.subject.evaluate(&self.environment, &[], run.debug()))
    }

    /// The settings of one run, for those who want nothing else of the scenario.
    pub fn into_settings(mut self, run: Run) -> Settings {
        let cell = match run {
            Run::AsWritten => &mut self.as_written,
            Run::DebugOff => &mut self.debug_off,
        };
        let made = cell.take();
        made.unwrap_or_else(|| self.subject.evaluate(&self.environment, &[], run.debug()))
    }

    /// The setting `name`, or Django's default for it.
    pub fn value(&self, name: &str, run: Run) -> Value<'_> {
        let settings = self.settings(run);
        if let Some(setting) = settings.entries.get(name) {
            return Value::Set(setting);
        }
        if let Some((path, problem)) = &settings.open {
            return Value::Unsure { path: path.clone(), problem };
        }
        let followed =
            ["INSTALLED_APPS", "ROOT_URLCONF"].iter().any(|name| settings.entries.contains_key(*name));
        if self.subject.whole && !followed {
            // The text promises settings that the evaluation did not bring: absence proves nothing.
            let path = settings.files.last().cloned().unwrap_or_else(RepoPath::root);
            return Value::Unsure { path, problem: "what it loads its settings from could not be followed" };
        }
        let version = self.subject.version.unwrap_or_else(|| Defaults::get().newest());
        Value::Default(Defaults::get().value(name, version))
    }

    /// What the setting `name` would be on branches that were not taken only because of the environment.
    pub fn alternatives(&self, name: &str, run: Run) -> &[Alternative] {
        let settings = self.settings(run);
        match settings.entries.get(name) {
            Some(setting) => &setting.alternatives,
            None => settings.unassigned.get(name).map_or(&[], Vec::as_slice),
        }
    }

    /// What the setting `name` would be with `variables` set besides.
    ///
    /// Evaluated anew at each call: for the few questions that only an experiment answers.
    pub fn value_with(&self, name: &str, run: Run, variables: &[(&str, &str)]) -> Option<Datum> {
        let known = self.settings(run);
        let settings = self.subject.experiment(&self.environment, variables, run.debug(), known);
        settings.entries.get(name).map(|setting| setting.value.clone())
    }

    /// What further modules of the project define, run after the settings with `DEBUG` false.
    pub fn definitions(&self, modules: &[String]) -> eval::Definitions {
        eval::definitions(&self.subject.request(&self.environment, &[], Debug::Off), modules)
    }

    /// What a deployment file says of the variable `name` in this environment.
    pub fn given(&self, name: &str) -> Option<&Given> {
        self.environment.get(name).map(|variable| &variable.value)
    }
}

/// A setting as production has it.
#[derive(Debug, Clone)]
pub enum Value<'s> {
    /// The settings module sets it.
    Set(&'s Setting),
    /// It is absent: Django's default for the pinned version; `None` where that version knows no such setting.
    Default(Option<&'static Datum>),
    /// It seems absent, but part of the settings could not be read.
    Unsure {
        /// The file that could not be read.
        path: RepoPath,
        /// Why.
        problem: &'s str,
    },
}

impl<'s> Value<'s> {
    /// The value or Django's default; `None` where there is neither, or where part of the settings could not be read.
    pub fn datum(&self) -> Option<&'s Datum> {
        match self {
            Self::Set(setting) => Some(&setting.value),
            Self::Default(datum) => *datum,
            Self::Unsure { .. } => None,
        }
    }
}
