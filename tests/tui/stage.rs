//! A stage for the terminal program: a small made-up repository and a person at the keys, without a terminal.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use gonogo::base::RepoPath;
use gonogo::catalogue::Catalogue;
use gonogo::eval::{Request, Settings, evaluate};
use gonogo::model::{
    Absence, Evidence, Finding, ItemReport, Outcome, Person, ProjectInfo, RepositoryInfo, ScanReport,
    ScanStats,
};
use gonogo::review::grounds::Changed;
use gonogo::review::store::Saved;
use gonogo::review::{Change, State, Torn};
use gonogo::source::{SourceFile, Tree};
use gonogo::tui::{
    Authors, Backend, Chord, Effect, KeyMap, Located, Message, Model, Progress, Source, Stamp, Start, Theme,
    Touch, update, view,
};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// The production settings of the made-up repository.
pub const SETTINGS: &str = r#""""Settings of the shop in production."""
import os

from .base import *

# Switched on for the launch party; must not stay.
DEBUG = os.environ.get("DJANGO_DEBUG", "True")

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
ALLOWED_HOSTS = os.environ.get("DJANGO_ALLOWED_HOSTS", "").split(",")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 3600  # 日本語: 一時間
"#;

/// The compose file of the made-up repository.
pub const COMPOSE: &str = "services:\n  web:\n    image: shop\n    environment:\n      DJANGO_DEBUG: \"1\"\n";

pub fn path(text: &str) -> RepoPath {
    RepoPath::new(text).expect("a path of the repository")
}

fn files() -> [SourceFile; 2] {
    [
        SourceFile::new(path("shop/settings/production.py"), SETTINGS),
        SourceFile::new(path("compose.yaml"), COMPOSE),
    ]
}

fn line(needle: &str) -> Evidence {
    let [settings, compose] = files();
    let file = if SETTINGS.contains(needle) { settings } else { compose };
    let at = file.text().find(needle).expect("a line of the repository");
    file.line_evidence(file.line(at))
}

/// What the scan says: a fail with two places, passes, an n/a, a review, findings, a warning.
pub fn report() -> ScanReport {
    let outcome = |id: &str| match id {
        "security.debug" => Outcome::fail("`DEBUG` is on unless somebody sets `DJANGO_DEBUG`")
            .and(line("DEBUG = os"))
            .and(line("DJANGO_DEBUG: \"1\""))
            .advise(
                "Write `DEBUG = os.environ.get(\"DJANGO_DEBUG\") == \"1\"` in shop/settings/production.py",
            ),
        "security.secret-key" => {
            Outcome::pass("`SECRET_KEY` comes from `DJANGO_SECRET_KEY`", line("SECRET_KEY ="))
        }
        "security.cookies" => {
            Outcome::pass("Both cookies are secure", line("SESSION_COOKIE")).and(line("CSRF_"))
        }
        "security.allowed-hosts" => {
            Outcome::review("`ALLOWED_HOSTS` comes from the environment").and(line("ALLOWED_HOSTS"))
        }
        "security.hsts" => {
            Outcome::fail("`SECURE_HSTS_INCLUDE_SUBDOMAINS` and `SECURE_HSTS_PRELOAD` are missing")
                .and(line("SECURE_HSTS"))
                .and(Absence::new("SECURE_HSTS_PRELOAD", "the settings"))
                .warn("An hour is short for HSTS; a year is usual", Some(&line("SECURE_HSTS")))
        }
        "database.indexes" => Outcome::fail("2 fields are looked up without an index")
            .find(finding("shop/orders/models.py", 12, "Order.reference is filtered and has no index"))
            .find(finding("shop/catalog/models.py", 30, "Product.sku is ordered by and has no index")),
        id if id.starts_with("tasks.") => {
            Outcome::not_applicable("Production uses no Celery", Absence::new("Celery", "the settings"))
        }
        _ => Outcome::review("not detected yet"),
    };
    let items = Catalogue::standard()
        .order()
        .map(|id| ItemReport {
            id: id.clone(),
            outcome: outcome(id.as_str()),
            basis: format!("sha256:{id}"),
            readings: Vec::new(),
        })
        .collect();
    ScanReport {
        repository: RepositoryInfo {
            commit: Some("3f2c1ab94d0e5f60718293a4b5c6d7e8f9012345".to_owned()),
            branch: Some("main".to_owned()),
            dirty: true,
        },
        project: ProjectInfo {
            root: path("."),
            settings_module: "shop.settings.production".to_owned(),
            settings_reason: "set by Dockerfile:9".to_owned(),
            other_modules: vec!["shop.settings.local".to_owned()],
            django: Some("5.2".to_owned()),
        },
        items,
        stats: ScanStats { files: 62, python_files: 40, parsed: 38, ..ScanStats::default() },
    }
}

fn finding(file: &str, line: usize, message: &str) -> Finding {
    Finding { path: path(file), line, message: message.to_owned(), fingerprint: format!("{file}:{line}") }
}

/// A world without a disk: the state file is a value, and saving can be made to fail.
pub struct World {
    pub report: ScanReport,
    pub sources: BTreeMap<RepoPath, String>,
    pub file: Mutex<State>,
    /// A merge left this in the place of the file.
    pub torn: Mutex<Option<String>>,
    pub authors: Authors,
    pub full: bool,
    pub panics: bool,
}

impl Default for World {
    fn default() -> Self {
        let sources = files().map(|file| (file.path().clone(), file.text().to_owned())).into();
        Self {
            report: report(),
            sources,
            file: Mutex::default(),
            torn: Mutex::default(),
            authors: Authors::default(),
            full: false,
            panics: false,
        }
    }
}

impl Backend for World {
    fn scan(&self, progress: &(dyn Fn(Progress) + Sync)) -> Result<ScanReport, String> {
        assert!(!self.panics, "the detector of the stage fell over");
        progress(Progress { step: "judging".to_owned(), done: 1, total: 30 });
        Ok(self.report.clone())
    }

    fn read_state(&self) -> Result<State, String> {
        if let Some(text) = self.torn.lock().expect("the file").as_deref() {
            return State::parse(text).map_err(|_| "gonogo.toml has a mistake: a merge conflict".to_owned());
        }
        Ok(self.file.lock().expect("the file").clone())
    }

    fn save(&self, changes: &[Change]) -> Result<Saved, String> {
        if self.full {
            return Err("gonogo.toml cannot be written (disk full); free some space".to_owned());
        }
        let mut state = self.file.lock().expect("the file");
        for change in changes {
            state.put(&change.key, change.after.clone());
        }
        Ok(Saved { state: state.clone(), conflicts: Vec::new(), written: true, migrated: None })
    }

    fn source(&self, wanted: &RepoPath) -> Result<String, String> {
        self.sources.get(wanted).cloned().ok_or_else(|| format!("{wanted} is not in the repository"))
    }

    fn locate(&self, path: &RepoPath, line: usize) -> Located {
        let touch = Touch {
            by: Person::parse("Grace Example <grace@example.org>").expect("a person"),
            at: "2026-03-02T09:00:00Z".parse().expect("a time"),
            commit: "0b1c2d3e4f5a60718293a4b5c6d7e8f901234567".to_owned(),
            summary: "Switch debugging on for the party".to_owned(),
        };
        let address = format!("https://forge.example/shop/blob/3f2c1ab/{path}#L{line}");
        Located { touch: Some(touch), uncommitted: false, link: Some(address) }
    }

    fn authors(&self) -> Authors {
        self.authors.clone()
    }

    fn compare(&self, _: &str, now: &ItemReport) -> Result<Vec<Changed>, String> {
        let what = format!("what {} reads", now.id);
        Ok(vec![Changed {
            what,
            then: vec!["['shop.example.org']".to_owned()],
            now: vec!["['*']".to_owned()],
        }])
    }

    fn settings(&self) -> Result<Settings, String> {
        let tree = Tree::in_memory(self.sources.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let module = "shop.settings.production";
        Ok(evaluate(&Request { path: vec![path(".")], ..Request::new(&tree, module) }))
    }

    fn people(&self) -> Vec<Person> {
        [
            "Ada Example <ada@example.org>",
            "Grace Example <grace@example.org>",
            "Lin Example <lin@example.org>",
        ]
        .iter()
        .filter_map(|text| Person::parse(text))
        .collect()
    }

    fn torn(&self) -> Option<Torn> {
        self.torn.lock().expect("the file").as_deref().and_then(Torn::of)
    }

    fn settle(&self, _: &str, text: &str) -> Result<State, String> {
        let state = State::parse(text).map_err(|problems| format!("{problems:?}"))?;
        *self.torn.lock().expect("the file") = None;
        *self.file.lock().expect("the file") = state.clone();
        Ok(state)
    }

    fn root(&self) -> PathBuf {
        std::env::temp_dir()
    }

    fn state_stamp(&self) -> u64 {
        0
    }

    fn tree_stamp(&self) -> Option<Stamp> {
        None
    }

    fn files(&self) -> Vec<RepoPath> {
        self.sources.keys().cloned().collect()
    }

    fn identity(&self) -> Option<Person> {
        Person::parse("Ada Example <ada@example.org>")
    }
}

/// The program with a person at its keys. Effects wait until [`Stage::settle`] or a test carries them out.
pub struct Stage {
    pub model: Model,
    pub effects: Vec<Effect>,
    pub world: World,
    pub size: (u16, u16),
}

impl Stage {
    /// The program before anything is read, on the made-up repository.
    pub fn starting(width: u16, height: u16, theme: &str) -> Self {
        Self::over(World::default(), "shop", (width, height), theme)
    }

    /// The program before anything of `world` is read.
    pub fn over(world: World, name: &str, size: (u16, u16), theme: &str) -> Self {
        let start = Start {
            name: name.to_owned(),
            catalogue: Catalogue::standard(),
            theme: Theme::named(theme).expect("a built-in theme"),
            keys: Arc::new(KeyMap::standard().clone()),
            mouse: false,
            remark: None,
            now: "2026-11-22T10:00:00Z".parse().expect("a time"),
            size,
        };
        let (model, effects) = Model::new(start);
        Self { model, effects, world, size }
    }

    /// The program once the scan is over.
    pub fn scanned(width: u16, height: u16) -> Self {
        let mut stage = Self::starting(width, height, "plain");
        stage.settle();
        stage
    }

    pub fn send(&mut self, message: Message) {
        self.effects.extend(update(&mut self.model, message));
    }

    /// Presses keys by name, one after the other.
    pub fn press(&mut self, keys: &[&str]) {
        for key in keys {
            let chord = Chord::parse(key).unwrap_or_else(|| panic!("no key is called {key}"));
            self.send(Message::Key(chord));
        }
    }

    /// Types a text, letter by letter.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            let name = if letter == ' ' { "space".to_owned() } else { letter.to_string() };
            self.press(&[&name]);
        }
    }

    /// Carries out effects until none is left.
    pub fn settle(&mut self) {
        while !self.effects.is_empty() {
            for effect in std::mem::take(&mut self.effects) {
                let answer = self.answer(effect);
                if let Some(message) = answer {
                    self.send(message);
                }
            }
        }
    }

    /// What the world answers to an effect.
    pub fn answer(&self, effect: Effect) -> Option<Message> {
        Some(match effect {
            Effect::Scan { generation } => {
                Message::ScanEnded { generation, result: self.world.scan(&|_| {}).map(Box::new) }
            }
            Effect::ReadState { generation } => Message::StateRead {
                generation,
                result: self.world.read_state().map(Box::new),
                identity: self.world.identity(),
            },
            Effect::Save { generation, changes } => {
                Message::Saved { generation, result: self.world.save(&changes).map(Box::new) }
            }
            Effect::Locate { generation, path, line } => {
                let found = self.world.locate(&path, line);
                Message::Located { generation, path, line, found }
            }
            Effect::Compare { generation, commit, now } => Message::Compared {
                generation,
                item: now.id.clone(),
                result: self.world.compare(&commit, &now),
            },
            Effect::ListFiles { generation } => {
                Message::FilesListed { generation, files: Arc::new(self.world.files()) }
            }
            Effect::ReadSource { generation, path } => {
                let result = self.world.source(&path).map(|text| Arc::new(Source::new(&path, &text)));
                Message::SourceRead { generation, path, result }
            }
            Effect::ReadSettings { generation } => {
                Message::SettingsRead { generation, result: self.world.settings().map(Arc::new) }
            }
            Effect::ReadTorn => Message::TornRead(self.world.torn().map(Box::new)),
            Effect::Settle { torn, text } => {
                Message::Settled { result: self.world.settle(&torn, &text).map(Box::new) }
            }
            Effect::ReadAuthors { generation } => {
                Message::AuthorsRead { generation, authors: self.world.authors() }
            }
            Effect::ReadPeople => Message::PeopleRead(self.world.people()),
            Effect::WriteConfig => {
                Message::ConfigWritten { result: Ok("~/.config/gonogo/config.toml".to_owned()) }
            }
            Effect::Run { .. }
            | Effect::Stop
            | Effect::Commit(_)
            | Effect::Sign { .. }
            | Effect::Mouse(_)
            | Effect::Copy(_)
            | Effect::Edit { .. }
            | Effect::Suspend
            | Effect::Redraw
            | Effect::Quit => {
                return None;
            }
        })
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.send(Message::Resized { width, height });
    }

    /// The cells of the screen.
    pub fn buffer(&self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).expect("a terminal");
        terminal.draw(|frame| view(&self.model, frame)).expect("a frame");
        terminal.backend().buffer().clone()
    }

    /// The text of the screen, line by line.
    pub fn screen(&self) -> String {
        let buffer = self.buffer();
        let area = *buffer.area();
        let mut lines = Vec::new();
        for y in 0..area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            lines.push(line.trim_end().to_owned());
        }
        lines.join("\n")
    }
}
