//! Everything that a key can do, by name.

/// Declares the actions with their names in `assets/keys.toml`.
macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// Something that a person can do with a key.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$doc])* $variant,)+
        }

        impl Action {
            /// Every action, in the order of the help screen.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in `assets/keys.toml`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

actions! {
    /// Select the item above.
    Up = "up",
    /// Select the item below.
    Down = "down",
    /// Move up by a screen.
    PageUp = "page-up",
    /// Move down by a screen.
    PageDown = "page-down",
    /// Go to the first item or line.
    First = "first",
    /// Go to the last item or line.
    Last = "last",
    /// Scroll the details up by a line.
    ScrollUp = "scroll-up",
    /// Scroll the details down by a line.
    ScrollDown = "scroll-down",
    /// Read the selected item.
    Open = "open",
    /// Leave what is open.
    Back = "back",
    /// Move between list and details.
    SwitchPane = "switch-pane",
    /// From the overview to the walkthrough, or back.
    SwitchScreen = "switch-screen",
    /// Go to the poll.
    Poll = "poll",
    /// Put the item of the walkthrough off.
    Later = "later",
    /// Jump to the next open item.
    NextOpen = "next-open",
    /// Jump to the previous open item.
    PreviousOpen = "previous-open",
    /// Jump to the next section.
    NextSection = "next-section",
    /// Jump to the previous section.
    PreviousSection = "previous-section",
    /// Jump to the section with that number.
    Section = "section",
    /// Show the next place of the evidence.
    NextPlace = "next-place",
    /// Show the previous place of the evidence.
    PreviousPlace = "previous-place",
    /// Say that the item was verified.
    Tick = "tick",
    /// Let the item through unmet, with a reason.
    Waive = "waive",
    /// Dismiss the shown finding, or take that back.
    Dismiss = "dismiss",
    /// Write a note on the item.
    Note = "note",
    /// Take the decision back.
    Reopen = "reopen",
    /// Take the last change back.
    Undo = "undo",
    /// Make the change again that was taken back.
    Redo = "redo",
    /// Try again to save what is not saved.
    Save = "save",
    /// Read the repository and the decisions again.
    Rescan = "rescan",
    /// Show the messages.
    Messages = "messages",
    /// Show all keys.
    Help = "help",
    /// Find an item, a finding, a setting or a file.
    Find = "find",
    /// Choose an action from a list of all.
    Palette = "palette",
    /// Choose which items the list shows.
    Filter = "filter",
    /// Show every item again.
    ShowAll = "show-all",
    /// Mark the item, or take its mark away.
    Mark = "mark",
    /// Mark every item that the list shows, or none.
    MarkAll = "mark-all",
    /// Go to the next marked item.
    NextMark = "next-mark",
    /// Open the shown place in the editor.
    Edit = "edit",
    /// Copy the shown place as path and line.
    CopyPlace = "copy-place",
    /// Copy the fix.
    CopyFix = "copy-fix",
    /// Copy the permalink of the shown place.
    CopyLink = "copy-link",
    /// Read the whole file of the shown place.
    ViewFile = "view-file",
    /// Choose the entry of a list.
    Choose = "choose",
    /// Empty the query of a list.
    Clear = "clear",
    /// Leave the program.
    Quit = "quit",
    /// Go to the next field of a form.
    NextField = "next-field",
    /// Go to the previous field of a form.
    PreviousField = "previous-field",
    /// Choose the next of the offered words.
    NextChoice = "next-choice",
    /// Choose the previous of the offered words.
    PreviousChoice = "previous-choice",
    /// Finish the form.
    Submit = "submit",
    /// Leave the form without a change.
    Cancel = "cancel",
    /// Answer a question with yes.
    Confirm = "confirm",
    /// Answer a question with no.
    Decline = "decline",
    /// Leave the program at once, from everywhere.
    Interrupt = "interrupt",
    /// Stop the program; the shell's `fg` continues it.
    Suspend = "suspend",
    /// Browse the evaluated settings.
    Settings = "settings",
    /// Run a verification command.
    Verify = "verify",
    /// Stop the verification command.
    Stop = "stop",
    /// Say who sits beside you.
    Pair = "pair",
    /// Hand the keyboard over.
    Swap = "swap",
    /// Settle a merge conflict in the state file.
    Settle = "settle",
    /// Name the release under review.
    Release = "release",
    /// Sign the review.
    Sign = "sign",
    /// Commit the decisions.
    Commit = "commit",
    /// Switch the mouse off, so that the terminal selects text, or on again.
    Mouse = "mouse",
    /// Choose other colours.
    Theme = "theme",
    /// Write the commented default settings.
    WriteConfig = "write-config",
    /// Draw the whole screen again.
    Redraw = "redraw",
}

impl Action {
    /// Whether a place could not be left without its key.
    pub(super) const fn is_needed(self) -> bool {
        matches!(
            self,
            Self::Submit
                | Self::Cancel
                | Self::Confirm
                | Self::Decline
                | Self::Choose
                | Self::Back
                | Self::Interrupt
        )
    }

    /// Whether it is about the item that is shown: where none is shown it is not offered.
    pub(super) const fn is_about_item(self) -> bool {
        matches!(
            self,
            Self::Tick
                | Self::Waive
                | Self::Dismiss
                | Self::Note
                | Self::Reopen
                | Self::Later
                | Self::NextPlace
                | Self::PreviousPlace
                | Self::Mark
                | Self::MarkAll
                | Self::NextMark
                | Self::Edit
                | Self::CopyPlace
                | Self::CopyFix
                | Self::CopyLink
                | Self::ViewFile
                | Self::Verify
        )
    }

    /// The action that `name` names.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.as_str() == name)
    }
}
