//! Everything that can stand on the screen, by name, so that nothing of it goes unseen: the tests hold a picture of each.

use super::form::Purpose;
use super::keymap::Context;
use super::model::{Asks, Model, Overlay};
use super::picker::Offer;

/// Declares the sights with their names.
macro_rules! sights {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a person sees: a screen, or what lies over it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Sight {
            $($(#[$doc])* $variant,)+
        }

        impl Sight {
            /// Every sight.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name, fit for a file.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

sights! {
    /// The terminal is too small for anything but saying so.
    TooSmall = "too-small",
    /// The list of items.
    Overview = "overview",
    /// The details of an item.
    Detail = "detail",
    /// One open item at a time.
    Walk = "walk",
    /// The go/no-go poll.
    Poll = "poll",
    /// The search over everything.
    Find = "find",
    /// The list of actions.
    Palette = "palette",
    /// The list of keys.
    Help = "help",
    /// Which items the list shows.
    Filter = "filter",
    /// The settings browser.
    Settings = "settings",
    /// The verification commands.
    Commands = "commands",
    /// The people.
    People = "people",
    /// A merge conflict in the state file.
    Torn = "torn",
    /// The colours.
    Themes = "themes",
    /// A file of the repository.
    File = "file",
    /// A setting in full.
    Setting = "setting",
    /// A verification command and what it says.
    Trial = "trial",
    /// The messages.
    Messages = "messages",
    /// The form of a waiver.
    Waive = "waive",
    /// The form that dismisses a finding.
    Dismiss = "dismiss",
    /// The form of a note.
    Note = "note",
    /// The form of a tick with a note.
    Tick = "tick",
    /// The form that asks for a partner.
    Partner = "partner",
    /// The form that shows a command before it runs.
    Command = "command",
    /// The form of a commit.
    Commit = "commit",
    /// The form of a sign-off.
    Sign = "sign",
    /// The form of the release's name.
    Release = "release",
    /// The form that asks who decides.
    Identity = "identity",
    /// The question after ticking a fail.
    WaiveInstead = "waive-instead",
    /// The question after ticking what is waived.
    TickOverWaiver = "tick-over-waiver",
    /// The question after reopening what somebody else decided.
    ReopenOfOther = "reopen-of-other",
    /// The question before deciding several items.
    Several = "several",
    /// The question after taking back what somebody else dismissed.
    UndismissOfOther = "undismiss-of-other",
    /// The question before leaving with unsaved decisions.
    LeaveUnsaved = "leave-unsaved",
}

impl Model {
    /// What a person sees now.
    pub fn sight(&self) -> Sight {
        if self.layout().too_small {
            return Sight::TooSmall;
        }
        match &self.overlay {
            Some(Overlay::Picker(picker)) => of_list(picker.offer),
            Some(Overlay::File(_)) => Sight::File,
            Some(Overlay::Setting(_)) => Sight::Setting,
            Some(Overlay::Trial(_)) => Sight::Trial,
            Some(Overlay::Messages { .. }) => Sight::Messages,
            Some(Overlay::Form(form)) => of_form(&form.purpose),
            Some(Overlay::Question(question)) => of_question(question.asks),
            None => match self.screen_context() {
                Context::Poll => Sight::Poll,
                Context::Walk => Sight::Walk,
                Context::Detail => Sight::Detail,
                _ => Sight::Overview,
            },
        }
    }
}

const fn of_list(offer: Offer) -> Sight {
    match offer {
        Offer::Find => Sight::Find,
        Offer::Palette => Sight::Palette,
        Offer::Help => Sight::Help,
        Offer::Filter => Sight::Filter,
        Offer::Theme => Sight::Themes,
        Offer::Settings => Sight::Settings,
        Offer::Command => Sight::Commands,
        Offer::People => Sight::People,
        Offer::Torn => Sight::Torn,
    }
}

const fn of_form(purpose: &Purpose) -> Sight {
    match purpose {
        Purpose::Waive(_) => Sight::Waive,
        Purpose::Dismiss(..) => Sight::Dismiss,
        Purpose::Note(_) => Sight::Note,
        Purpose::Tick(_) => Sight::Tick,
        Purpose::Partner => Sight::Partner,
        Purpose::Command(_) => Sight::Command,
        Purpose::Commit => Sight::Commit,
        Purpose::Sign => Sight::Sign,
        Purpose::Release => Sight::Release,
        Purpose::Identity(_) => Sight::Identity,
    }
}

const fn of_question(asks: Asks) -> Sight {
    match asks {
        Asks::WaiveInstead => Sight::WaiveInstead,
        Asks::TickOverWaiver => Sight::TickOverWaiver,
        Asks::ReopenOfOther => Sight::ReopenOfOther,
        Asks::Several(_) => Sight::Several,
        Asks::UndismissOfOther => Sight::UndismissOfOther,
        Asks::LeaveUnsaved => Sight::LeaveUnsaved,
    }
}
