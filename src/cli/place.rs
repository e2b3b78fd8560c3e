//! The repository that a command works on, and what people decided in it.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::CliError;
use super::authors::authors;
use crate::base::{RepoPath, clock};
use crate::catalogue::Catalogue;
use crate::django::choice::ProjectError;
use crate::git::{GitError, Repository};
use crate::model::ScanReport;
use crate::report::document::Origin;
use crate::review::sign;
use crate::review::state::FILE_NAME;
use crate::review::{Input, Review, State, StateError, Store};
use crate::scan::{self, Cancel, OpenError, Opened, Options, Progress, ScanError};

/// The options that choose what is judged.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub struct Choice {
    /// The settings module of production, such as `config.settings.production`
    #[arg(long, value_name = "MODULE")]
    pub settings: Option<String>,
    /// The folder of the Django project, from the repository's root, where there are several
    #[arg(long, value_name = "PATH")]
    pub project: Option<String>,
}

/// An open repository, read at the work tree or at a commit.
pub struct Place {
    /// The files, and where they come from.
    pub opened: Opened,
    /// What `gonogo.toml` says there.
    pub state: State,
    /// Whether a commit is read, not the work tree.
    of_commit: bool,
    /// The project's checklist.
    pub catalogue: Catalogue,
}

impl Place {
    /// Opens the repository that holds `folder`: its work tree, or the commit that `rev` names.
    ///
    /// # Errors
    /// Where there is no repository or no such commit, or its state file has mistakes.
    pub fn open(folder: &Path, rev: Option<&str>) -> Result<Self, CliError> {
        let opened = scan::open(folder, rev)?;
        let state = match rev {
            None => store(&opened.repository, folder)?.load()?,
            Some(_) => state_in(&opened)?,
        };
        let catalogue = state.catalogue();
        Ok(Self { opened, state, catalogue, of_commit: rev.is_some() })
    }

    /// As [`Place::open`], with `state` instead of what `gonogo.toml` says there.
    ///
    /// # Errors
    /// Where there is no repository or no such commit.
    pub fn with_state(folder: &Path, rev: Option<&str>, state: State) -> Result<Self, CliError> {
        let opened = scan::open(folder, rev)?;
        let catalogue = state.catalogue();
        Ok(Self { opened, state, catalogue, of_commit: rev.is_some() })
    }

    /// What people call the repository: the name of its folder.
    pub fn name(&self) -> String {
        name(&self.opened.repository)
    }

    /// What a scan is asked for: the command line's choice, else that of the state file.
    ///
    /// # Errors
    /// Where the project's folder cannot be one of the repository.
    pub fn options(&self, choice: &Choice) -> Result<Options, CliError> {
        let mut options = Options {
            repository: self.opened.info.clone(),
            own: self.state.own.clone(),
            ..Options::default()
        };
        let written = &self.state.project;
        options.wanted.settings = choice.settings.clone().or_else(|| written.settings.clone());
        if let Some(folder) = choice.project.as_ref().or(written.root.as_ref()) {
            let path = RepoPath::new(folder).ok_or_else(|| {
                CliError::usage(format!("the project `{folder}` is no folder of the repository"))
                    .hint("give its path from the repository's root, such as `backend`")
            })?;
            options.wanted.project = Some(path);
        }
        Ok(options)
    }

    /// Judges every item.
    ///
    /// # Errors
    /// Where there is no Django project to judge, or not the one that was chosen.
    pub fn scan(
        &self,
        choice: &Choice,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<ScanReport, CliError> {
        Ok(scan::scan(&self.opened.tree, &self.options(choice)?, progress, &Cancel::default())?)
    }

    /// What a scan counts as, with the decisions.
    ///
    /// # Errors
    /// Where the gate asks for two persons, and git cannot say who wrote the lines.
    pub fn review(&self, report: &ScanReport) -> Result<Review, CliError> {
        self.review_on(report, clock::day(clock::now()))
    }

    /// What a scan counts as, with the decisions, on the day by which waivers are judged.
    ///
    /// # Errors
    /// As [`Place::review`].
    pub fn review_on(&self, report: &ScanReport, day: Date) -> Result<Review, CliError> {
        self.review_with(report, &self.state, day)
    }

    /// What a scan counts as with what `state` says, which has the same checklist, on the day by which waivers are judged.
    ///
    /// # Errors
    /// As [`Place::review`].
    pub fn review_with(&self, report: &ScanReport, state: &State, day: Date) -> Result<Review, CliError> {
        let input = Input::new(&self.catalogue, &report.items, state, day);
        let signed = sign::roles(&input, &report.project.settings_module);
        let input = input.signed(&signed);
        if !state.gate.two_person {
            return Ok(Review::new(&input));
        }
        let authors = authors(self, report, |item| state.is_decided(item))?;
        Ok(Review::new(&input.authors(&authors)))
    }

    /// The text of the state file there; `None` where there is none.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn state_text(&self) -> Result<Option<String>, CliError> {
        if !self.of_commit {
            return Ok(store(&self.opened.repository, Path::new(FILE_NAME))?.text()?);
        }
        let path = RepoPath::new(FILE_NAME).filter(|path| self.opened.tree.contains(path));
        let Some(path) = path else { return Ok(None) };
        let file = self.opened.tree.text(&path).map_err(|error| CliError::usage(error.to_string()))?;
        Ok(Some(file.text().to_owned()))
    }

    /// What a report says of the commit beside the scan. What git cannot tell (of a shallow clone, say) is left out.
    pub fn origin(&self, report: &ScanReport) -> Origin {
        let repository = &self.opened.repository;
        let commit = report.repository.commit.as_deref().and_then(|id| repository.commit(id).ok());
        let changed =
            if report.repository.dirty { repository.changes().unwrap_or_default() } else { Vec::new() };
        let module = report.project.settings_module.replace('.', "/");
        let names = [format!("{module}.py"), format!("{module}/__init__.py")];
        let files = names.iter().filter_map(|name| report.project.root.join(name));
        Origin {
            tree: commit.as_ref().map(|commit| commit.tree.clone()),
            committed: commit.map(|commit| commit.at),
            forge: repository.forge(&[]),
            changed,
            settings_file: files.into_iter().find(|path| self.opened.tree.contains(path)),
            ..Origin::default()
        }
    }
}

/// What people call `repository`: the name of its folder.
pub(super) fn name(repository: &Repository) -> String {
    let folder = repository.root().unwrap_or_else(|| repository.git_dir());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.strip_suffix(".git").map_or_else(|| name.clone(), str::to_owned)
}

/// The state file of the work tree that holds `folder`.
pub(super) fn store(repository: &Repository, folder: &Path) -> Result<Store, CliError> {
    let root = repository.root().ok_or_else(|| bare(folder))?;
    Ok(Store::new(root, Some(repository.git_dir())))
}

/// Why nothing can be written in a bare repository.
pub(super) fn bare(folder: &Path) -> CliError {
    OpenError::Bare(folder.to_path_buf()).into()
}

/// What the state file says in the commit that was read.
fn state_in(opened: &Opened) -> Result<State, CliError> {
    let path = RepoPath::new(FILE_NAME).filter(|path| opened.tree.contains(path));
    let Some(path) = path else { return Ok(State::default()) };
    let file = opened.tree.text(&path).map_err(|error| CliError::usage(error.to_string()))?;
    State::parse(file.text())
        .map_err(|problems| StateError::Invalid { path: PathBuf::from(FILE_NAME), problems }.into())
}

impl CliError {
    /// The same error, saying of which revision it speaks.
    #[must_use]
    pub fn at(self, rev: Option<&str>) -> Self {
        match rev {
            Some(rev) => self.in_front(&format!("at {rev}: ")),
            None => self.in_front("in the work tree: "),
        }
    }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Git(error) => error.into(),
            OpenError::Source(_) | OpenError::Bare(_) => Self::unreadable(error.to_string()),
        }
    }
}

impl From<GitError> for CliError {
    fn from(error: GitError) -> Self {
        match error {
            GitError::NoSuchRevision { .. } => Self::usage(error.to_string()),
            _ => Self::unreadable(error.to_string()),
        }
    }
}

impl From<StateError> for CliError {
    fn from(error: StateError) -> Self {
        Self::usage(error.to_string())
    }
}

impl From<ScanError> for CliError {
    fn from(error: ScanError) -> Self {
        match error {
            // A choice that does not fit the repository is a mistake of the command line or of the state file.
            ScanError::Project(ProjectError::NotThere { .. } | ProjectError::NoSuchModule { .. }) => {
                Self::usage(error.to_string())
            }
            _ => Self::unreadable(error.to_string()),
        }
    }
}
