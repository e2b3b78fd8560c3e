//! The forms that there are: what each asks for, and in which words.

use jiff::civil::Date;

use super::action::Action;
use super::form::{Field, Form, Input, Name, Purpose};
use crate::model::{Decision, DecisionKind, ItemId, WaiverKind};

impl Form {
    /// The form that waives `items`; an existing waiver is what it begins with.
    pub(super) fn waive(items: Vec<ItemId>, title: &str, before: Option<&Decision>, example: Date) -> Self {
        let old = before.and_then(|decision| match &decision.kind {
            DecisionKind::Waived(waiver) => Some(waiver),
            DecisionKind::Ticked | DecisionKind::Noted => None,
        });
        let kind =
            old.map_or(0, |old| WaiverKind::ALL.iter().position(|kind| *kind == old.kind).unwrap_or(0));
        let until = old.and_then(|old| old.until).map(|date| date.to_string());
        Self {
            title: format!("Waive: {title}"),
            intro: match items.as_slice() {
                [item] => format!("{item} then counts as done, with your name and your reason."),
                _ => "They then count as done, each with your name and this reason.".to_owned(),
            },
            purpose: Purpose::Waive(items),
            fields: vec![
                Field::new(Name::Kind, "Kind", "", Input::Kind(kind)),
                Field::text(
                    Name::Reason,
                    "Reason",
                    "why it may be let through",
                    3,
                    old.map(|old| old.reason.as_str()),
                ),
                Field::text(
                    Name::Until,
                    "Until",
                    &format!("last day, such as {example}"),
                    1,
                    until.as_deref(),
                ),
                Field::text(
                    Name::Ticket,
                    "Ticket",
                    "optional, such as OPS-123",
                    1,
                    old.and_then(|old| old.ticket.as_deref()),
                ),
            ],
            focus: 0,
            button: "Waive",
            error: None,
        }
    }

    /// The form for the note on `item`.
    pub(super) fn note(item: ItemId, title: &str, before: Option<&Decision>) -> Self {
        Self::noting(item, title, before.and_then(|decision| decision.note.as_deref()).unwrap_or_default())
    }

    /// The form for the note on `item`, begun with `old`.
    pub(super) fn noting(item: ItemId, title: &str, old: &str) -> Self {
        let old = Some(old);
        Self {
            title: format!("Note: {title}"),
            intro: format!("A note on {item} decides nothing. An empty one removes the note."),
            purpose: Purpose::Note(item),
            fields: vec![Field::text(Name::Note, "Note", "what the next reader should know", 4, old)],
            focus: 0,
            button: "Save",
            error: None,
        }
    }

    /// The form that dismisses a finding of `item`.
    pub(super) fn dismiss(item: ItemId, fingerprint: String, message: &str) -> Self {
        Self {
            title: "Dismiss this finding".to_owned(),
            intro: format!("{message}. An item whose findings are all dismissed counts as done."),
            purpose: Purpose::Dismiss(item, fingerprint),
            fields: vec![Field::text(Name::Reason, "Reason", "why it is none, or may stay", 3, None)],
            focus: 0,
            button: "Dismiss",
            error: None,
        }
    }

    /// The form that ticks `item` with a note.
    pub(super) fn tick(item: ItemId, title: &str, note: &str) -> Self {
        Self {
            title: format!("Tick: {title}"),
            intro: format!("You verified that {item} is met. The note stands beside the tick."),
            purpose: Purpose::Tick(item),
            fields: vec![Field::text(Name::Note, "Note", "how you verified it", 5, Some(note))],
            focus: 0,
            button: "Tick",
            error: None,
        }
    }

    /// The command that verifies `item`, in full.
    pub(super) fn command(item: ItemId, command: &str) -> Self {
        Self {
            title: "Run this command?".to_owned(),
            intro:
                "It runs in the shell, in the root of the work tree, exactly as it stands here, with your \
                    environment. Replace capitals such as SITE first. Nothing has run yet."
                    .to_owned(),
            purpose: Purpose::Command(item),
            fields: vec![Field::text(Name::Command, "Command", "what the shell shall run", 4, Some(command))],
            focus: 0,
            button: "Run",
            error: None,
        }
    }

    /// The commit of the decisions.
    pub(super) fn commit(message: &str) -> Self {
        Self {
            title: "Commit gonogo.toml".to_owned(),
            intro: "Your own git commits gonogo.toml and nothing else, with your hooks and your signing."
                .to_owned(),
            purpose: Purpose::Commit,
            fields: vec![Field::text(Name::Message, "Message", "what the commit says", 9, Some(message))],
            focus: 0,
            button: "Commit",
            error: None,
        }
    }

    /// The role in which the review is signed.
    pub(super) fn sign(role: &str) -> Self {
        Self {
            title: "Sign the review".to_owned(),
            intro:
                "The review is shown in full on the plain terminal, and asks once more before it is signed."
                    .to_owned(),
            purpose: Purpose::Sign,
            fields: vec![Field::text(Name::Role, "Role", "in which you sign", 1, Some(role))],
            focus: 0,
            button: "Go on",
            error: None,
        }
    }

    /// The name of the release under review.
    pub(super) fn release(old: Option<&str>) -> Self {
        Self {
            title: "The release under review".to_owned(),
            intro: "Reports and sign-offs show its name. An empty one takes the name away.".to_owned(),
            purpose: Purpose::Release,
            fields: vec![Field::text(Name::Release, "Name", "such as 2.4.0", 1, old)],
            focus: 0,
            button: "Save",
            error: None,
        }
    }

    /// Who sits beside, where the list does not have them.
    pub(super) fn partner() -> Self {
        Self {
            title: "Who is with you?".to_owned(),
            intro: "Their name stands beside yours under what you decide together.".to_owned(),
            purpose: Purpose::Partner,
            button: "Go on",
            ..Self::identity(Action::Pair)
        }
    }

    /// The question who decides, asked before the first decision where git does not know.
    pub(super) fn identity(then: Action) -> Self {
        Self {
            title: "Who are you?".to_owned(),
            intro: "Your name stands under your decisions, and git's configuration does not say it. To be asked no \
                    more: git config --global user.name \"…\" and git config --global user.email \"…\""
                .to_owned(),
            purpose: Purpose::Identity(then),
            fields: vec![
                Field::text(Name::Person, "Name", "as it should stand in gonogo.toml", 1, None),
                Field::text(Name::Email, "E-mail", "as in your commits", 1, None),
            ],
            focus: 0,
            button: "Go on",
            error: None,
        }
    }
}
