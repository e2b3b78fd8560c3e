//! Everything that the screen shows, as plain data. [`super::update()`] alone changes it, [`super::view()`] reads it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use super::action::Action;
use super::backend::Authors;
use super::browser::Opened;
use super::filter::Filter;
use super::form::Form;
use super::keymap::{Context, KeyMap};
use super::layout::Layout;
use super::ledger::Ledger;
use super::lookup::Located;
use super::mend::Mending;
use super::message::{Effect, Progress};
use super::notices::{Level, Notices};
use super::picker::Picker;
use super::place::{self, Place};
use super::source::Source;
use super::theme::Theme;
use super::trial::Trial;
use super::walk::Walk;
use crate::base::{RepoPath, clock};
use crate::catalogue::{Catalogue, Item};
use crate::eval::Settings;
use crate::model::{ItemId, ItemReport, Person, ScanReport};
use crate::review::grounds::Changed;
use crate::review::{Change, Input, Review, ReviewItem, State, sign};

/// What the program is started with; nothing in it needs a file.
#[derive(Debug, Clone)]
pub struct Start {
    /// The repository's name, for the bar at the top.
    pub name: String,
    /// The checklist.
    pub catalogue: &'static Catalogue,
    /// The colours.
    pub theme: Theme,
    /// The keys.
    pub keys: Arc<KeyMap>,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// What to say at once.
    pub remark: Option<String>,
    /// The time.
    pub now: Timestamp,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

/// The program's whole state.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) name: String,
    /// The standard checklist.
    pub(super) standard: &'static Catalogue,
    /// The project's checklist, as the state file makes it.
    pub(super) catalogue: Catalogue,
    /// Its items, in order.
    pub(super) items: Vec<ItemId>,
    pub(super) keys: Arc<KeyMap>,
    pub(super) mouse: bool,
    pub(super) theme: Theme,
    pub(super) now: Timestamp,
    pub(super) size: (u16, u16),
    pub(super) identity: Option<Person>,
    pub(super) scan: Scan,
    pub(super) report: Option<ScanReport>,
    /// Who wrote the lines that critical items rest on; `None` as long as nobody has asked or the answer is under way.
    pub(super) authors: Option<Authors>,
    pub(super) reading: u64,
    pub(super) saving: u64,
    pub(super) ledger: Ledger,
    pub(super) review: Review,
    pub(super) sources: HashMap<RepoPath, Load>,
    pub(super) notices: Notices,
    pub(super) screen: Screen,
    pub(super) overview: Overview,
    pub(super) walk: Walk,
    /// Which items the list shows.
    pub(super) filter: Filter,
    /// The items that are decided together, by their numbers.
    pub(super) marked: BTreeSet<usize>,
    /// The files of the repository, once somebody has asked for them.
    pub(super) files: Option<Arc<Vec<RepoPath>>>,
    /// The settings, once somebody has asked for them.
    pub(super) settings: Option<Asked<Result<Arc<Settings>, String>>>,
    /// Who sits beside the keyboard.
    pub(super) with: Vec<Person>,
    /// Who has written the repository, once somebody has asked.
    pub(super) people: Option<Vec<Person>>,
    /// The state file that a merge left torn.
    pub(super) mending: Option<Mending>,
    /// How many verification commands were run.
    pub(super) trials: u64,
    /// What git knows of lines, by file and line.
    pub(super) located: HashMap<(RepoPath, usize), Asked<Located>>,
    /// What has changed under stale decisions.
    pub(super) compared: HashMap<ItemId, Asked<Result<Vec<Changed>, String>>>,
    pub(super) overlay: Option<Overlay>,
    /// What the person did last, to be confirmed when it is saved.
    pub(super) done: Option<String>,
    /// Whether the program ends as soon as everything is saved.
    pub(super) leaving: bool,
}

/// The scan that runs, or the last one.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    pub(super) generation: u64,
    pub(super) running: Option<Progress>,
    pub(super) error: Option<String>,
    /// Whether files changed while it ran.
    pub(super) again: bool,
}

/// A source file that the screen needs.
#[derive(Debug, Clone)]
pub(super) enum Load {
    /// Somebody is reading it.
    Asked,
    /// It is there.
    Ready(Arc<Source>),
    /// It cannot be read; why.
    Failed(String),
}

/// Something that is found out in the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked<T> {
    /// Somebody is finding it out.
    Waiting,
    /// It is known.
    Known(T),
}

/// The two ways through a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    /// Sections, items, details.
    Overview,
    /// One open item after the other, then the poll.
    Walk,
}

/// The two panes of the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pane {
    List,
    Detail,
}

/// Where the person is in the overview; the walkthrough moves the same selection.
#[derive(Debug, Clone)]
pub(super) struct Overview {
    /// The selected item, by its number in the catalogue.
    pub(super) selected: usize,
    /// The first visible row of the list.
    pub(super) top: usize,
    /// Where the keys go.
    pub(super) pane: Pane,
    /// The first visible line of the details.
    pub(super) scroll: usize,
    /// Which place of the evidence is shown.
    pub(super) place: usize,
}

/// What lies over the overview.
#[derive(Debug, Clone)]
pub(super) enum Overlay {
    /// A list that is searched by typing.
    Picker(Box<Picker>),
    /// A file of the repository.
    File(Viewer),
    /// A setting in full.
    Setting(Opened),
    /// A verification command.
    Trial(Box<Trial>),
    /// All messages.
    Messages {
        /// The first visible line.
        scroll: usize,
    },
    /// A form.
    Form(Box<Form>),
    /// A question with yes and no.
    Question(Question),
}

/// A file that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Viewer {
    pub(super) path: RepoPath,
    /// The line that is pointed at, from 1.
    pub(super) line: usize,
    /// The first visible line; not known before the file is there.
    pub(super) scroll: Option<usize>,
}

impl Viewer {
    pub(super) const fn new(path: RepoPath, line: usize) -> Self {
        Self { path, line, scroll: None }
    }
}

/// A question with yes and no.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) yes: &'static str,
    pub(super) asks: Asks,
}

/// What yes means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// Waive the item that cannot be ticked.
    WaiveInstead,
    /// Tick although the item is waived.
    TickOverWaiver,
    /// Take back what somebody else decided.
    ReopenOfOther,
    /// Tick or reopen what is marked.
    Several(Action),
    /// Take the dismissal of somebody else back.
    UndismissOfOther,
    /// Leave although decisions are not saved.
    LeaveUnsaved,
}

impl Model {
    /// The model before anything is read, and what is to be done first.
    pub fn new(start: Start) -> (Self, Vec<Effect>) {
        let (ledger, catalogue) = (Ledger::default(), start.catalogue.clone());
        let review = Review::new(&Input::new(&catalogue, &[], &ledger.state(), clock::day(start.now)));
        let mut model = Self {
            name: start.name,
            standard: start.catalogue,
            items: catalogue.order().cloned().collect(),
            catalogue,
            keys: start.keys,
            mouse: start.mouse,
            theme: start.theme,
            now: start.now,
            size: start.size,
            identity: None,
            scan: Scan { generation: 1, running: Some(Progress::default()), error: None, again: false },
            report: None,
            authors: None,
            reading: 1,
            saving: 0,
            ledger,
            review,
            sources: HashMap::new(),
            notices: Notices::default(),
            screen: Screen::Overview,
            overview: Overview { selected: 0, top: 0, pane: Pane::List, scroll: 0, place: 0 },
            walk: Walk::default(),
            filter: Filter::All,
            marked: BTreeSet::new(),
            files: None,
            settings: None,
            with: Vec::new(),
            people: None,
            mending: None,
            trials: 0,
            located: HashMap::new(),
            compared: HashMap::new(),
            overlay: None,
            done: None,
            leaving: false,
        };
        if let Some(remark) = start.remark {
            model.say(Level::Warning, remark);
        }
        let mut effects = vec![Effect::ReadState { generation: 1 }, Effect::Scan { generation: 1 }];
        effects.extend(start.mouse.then_some(Effect::Mouse(true)));
        (model, effects)
    }

    /// The changes that the state file does not have yet, the oldest first.
    pub fn unsaved(&self) -> &[Change] {
        self.ledger.pending()
    }

    /// The review as the screen shows it, unsaved decisions included.
    pub const fn review(&self) -> &Review {
        &self.review
    }

    /// The messages, the oldest first, each with whether it is an error that nobody has read.
    pub const fn notices(&self) -> &Notices {
        &self.notices
    }

    /// The selected item's id.
    pub fn selected(&self) -> &ItemId {
        &self.items[self.overview.selected]
    }

    /// Judges the review again, from the scan and the decisions.
    pub(super) fn judge(&mut self) {
        let reports = self.report.as_ref().map_or(&[][..], |report| &report.items);
        let (state, today) = (self.ledger.state(), clock::day(self.now));
        let input = Input::new(&self.catalogue, reports, &state, today);
        let module = self.report.as_ref().map(|report| report.project.settings_module.as_str());
        let signed = module.map(|module| sign::roles(&input, module)).unwrap_or_default();
        let input = input.signed(&signed);
        self.review = Review::new(&self.authors.as_ref().map_or(input, |authors| input.authors(authors)));
    }

    /// The state file was read: its checklist is shown, and the selected item stays selected where it is still there.
    /// What other people have decided since, in words.
    pub(super) fn adopt(&mut self, state: State) -> Vec<String> {
        let selected = self.selected().clone();
        let before = std::mem::take(&mut self.items);
        self.catalogue = self.standard.with(&state.own, &state.grades);
        self.items = self.catalogue.order().cloned().collect();
        let at = self.items.iter().position(|item| *item == selected);
        self.overview.selected = at.unwrap_or_default();
        if before != self.items {
            // Marks and the walk are kept by number.
            let moved = |old: &usize| self.items.iter().position(|item| before.get(*old) == Some(item));
            self.marked = self.marked.iter().filter_map(moved).collect();
            let poll = self.walk.at_poll();
            self.walk.queue = self.walk.queue.iter().filter_map(moved).collect();
            self.walk.at = if poll { self.walk.queue.len() } else { self.walk.at.min(self.walk.queue.len()) };
        }
        self.ledger.read(state)
    }

    pub(super) fn say(&mut self, level: Level, text: impl Into<String>) {
        self.notices.add(level, text, self.now);
    }

    /// The place where keys go.
    pub(super) fn context(&self) -> Context {
        match &self.overlay {
            Some(Overlay::Messages { .. } | Overlay::Setting(_)) => Context::Page,
            Some(Overlay::Trial(_)) => Context::Trial,
            Some(Overlay::File(_)) => Context::File,
            Some(Overlay::Picker(_)) => Context::Picker,
            Some(Overlay::Form(_)) => Context::Form,
            Some(Overlay::Question(_)) => Context::Question,
            None => self.screen_context(),
        }
    }

    /// The place where keys go once nothing lies over the screen.
    pub(super) const fn screen_context(&self) -> Context {
        match (self.screen, self.overview.pane) {
            (Screen::Walk, _) if self.walk.at_poll() => Context::Poll,
            (Screen::Walk, _) => Context::Walk,
            (Screen::Overview, Pane::List) => Context::List,
            (Screen::Overview, Pane::Detail) => Context::Detail,
        }
    }

    /// Where everything stands on the screen.
    pub(super) fn layout(&self) -> Layout {
        Layout::new(self.size)
    }

    /// The catalogue's texts of the selected item.
    pub(super) fn item(&self) -> Option<&Item> {
        self.catalogue.item(self.selected())
    }

    /// What the scan says of the selected item.
    pub(super) fn item_report(&self) -> Option<&ItemReport> {
        self.report.as_ref()?.item(self.selected())
    }

    /// What the selected item counts as.
    pub(super) fn review_item(&self) -> Option<&ReviewItem> {
        self.review.item(self.selected())
    }

    /// The places of the selected item.
    pub(super) fn places(&self) -> Vec<Place<'_>> {
        self.item_report().map_or_else(Vec::new, |report| place::places(&report.outcome))
    }

    /// The place that is shown.
    pub(super) fn place(&self) -> Option<Place<'_>> {
        self.places().get(self.overview.place).copied()
    }

    /// Whether the scan has judged the selected item and is not at it again.
    pub(super) const fn is_scanning(&self) -> bool {
        self.scan.running.is_some()
    }
}
