//! Everything that the screen shows, as plain data. [`super::update()`] alone changes it, [`super::view()`] reads it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::form::Form;
use super::keymap::{Context, KeyMap};
use super::layout::Layout;
use super::ledger::Ledger;
use super::message::{Effect, Progress};
use super::notices::{Level, Notices};
use super::place::{self, Place};
use super::source::Source;
use super::theme::Theme;
use super::walk::Walk;
use crate::base::{RepoPath, clock};
use crate::catalogue::{Catalogue, Item};
use crate::model::{ItemId, ItemReport, Person, ScanReport};
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
    pub(super) keys: &'static KeyMap,
    pub(super) theme: Theme,
    pub(super) now: Timestamp,
    pub(super) size: (u16, u16),
    pub(super) identity: Option<Person>,
    pub(super) scan: Scan,
    pub(super) report: Option<ScanReport>,
    pub(super) reading: u64,
    pub(super) saving: u64,
    pub(super) ledger: Ledger,
    pub(super) review: Review,
    pub(super) sources: HashMap<RepoPath, Load>,
    pub(super) notices: Notices,
    pub(super) screen: Screen,
    pub(super) overview: Overview,
    pub(super) walk: Walk,
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
    /// All keys.
    Help {
        /// The first visible line.
        scroll: usize,
    },
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
    /// Leave although decisions are not saved.
    LeaveUnsaved,
}

impl Model {
    /// The model before anything is read, and what is to be done first.
    pub fn new(start: Start) -> (Self, Vec<Effect>) {
        let (ledger, catalogue) = (Ledger::default(), start.catalogue.clone());
        let review = Review::new(&Input::new(&catalogue, &[], &ledger.state(), clock::day(start.now)));
        let model = Self {
            name: start.name,
            standard: start.catalogue,
            items: catalogue.order().cloned().collect(),
            catalogue,
            keys: KeyMap::standard(),
            theme: start.theme,
            now: start.now,
            size: start.size,
            identity: None,
            scan: Scan { generation: 1, running: Some(Progress::default()), error: None },
            report: None,
            reading: 1,
            saving: 0,
            ledger,
            review,
            sources: HashMap::new(),
            notices: Notices::default(),
            screen: Screen::Overview,
            overview: Overview { selected: 0, top: 0, pane: Pane::List, scroll: 0, place: 0 },
            walk: Walk::default(),
            overlay: None,
            done: None,
            leaving: false,
        };
        let effects = vec![Effect::ReadState { generation: 1 }, Effect::Scan { generation: 1 }];
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
        self.review = Review::new(&input.signed(&signed));
    }

    /// The state file was read: its checklist is shown, and the selected item stays selected where it is still there.
    pub(super) fn adopt(&mut self, state: State) {
        let selected = self.selected().clone();
        self.catalogue = self.standard.with(&state.own, &state.grades);
        self.items = self.catalogue.order().cloned().collect();
        let at = self.items.iter().position(|item| *item == selected);
        self.overview.selected = at.unwrap_or_default();
        self.ledger.read(state);
    }

    pub(super) fn say(&mut self, level: Level, text: impl Into<String>) {
        self.notices.add(level, text, self.now);
    }

    /// The place where keys go.
    pub(super) fn context(&self) -> Context {
        match (&self.overlay, self.screen, self.overview.pane) {
            (Some(Overlay::Help { .. } | Overlay::Messages { .. }), ..) => Context::Page,
            (Some(Overlay::Form(_)), ..) => Context::Form,
            (Some(Overlay::Question(_)), ..) => Context::Question,
            (None, Screen::Walk, _) if self.walk.at_poll() => Context::Poll,
            (None, Screen::Walk, _) => Context::Walk,
            (None, Screen::Overview, Pane::List) => Context::List,
            (None, Screen::Overview, Pane::Detail) => Context::Detail,
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
