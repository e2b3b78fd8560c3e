//! Forms: fields that a person fills in, with the error at the field that it belongs to.

use jiff::civil::Date;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::action::Action;
use super::chord::Chord;
use crate::model::{ItemId, Person, Waiver, WaiverKind};

/// A form.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) purpose: Purpose,
    pub(super) title: String,
    /// What the form is for, and what to know before filling it in.
    pub(super) intro: String,
    pub(super) fields: Vec<Field>,
    /// The field that has the keys; the button where it is past the last.
    pub(super) focus: usize,
    /// The word on the button.
    pub(super) button: &'static str,
    /// What is wrong with the whole.
    pub(super) error: Option<String>,
}

/// What a form is filled in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Waive the items, with one reason.
    Waive(Vec<ItemId>),
    /// Dismiss the finding of the item.
    Dismiss(ItemId, String),
    /// Write a note on the item.
    Note(ItemId),
    /// Tick the item, with a note.
    Tick(ItemId),
    /// Say who sits beside.
    Partner,
    /// Run a command that verifies the item.
    Command(ItemId),
    /// Commit the decisions.
    Commit,
    /// Sign the review.
    Sign,
    /// Name the release.
    Release,
    /// Say who decides, and then go on with that action.
    Identity(Action),
}

/// One field.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: Name,
    pub(super) label: &'static str,
    pub(super) hint: String,
    pub(super) input: Input,
    pub(super) error: Option<String>,
}

/// The fields that exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Kind,
    Reason,
    Until,
    Ticket,
    Note,
    Person,
    Email,
    Command,
    Message,
    Role,
    Release,
}

/// How a field is filled in.
#[derive(Debug, Clone)]
pub(super) enum Input {
    /// Text, shown in that many rows.
    Text(Box<TextArea<'static>>, u16),
    /// One of the kinds of waivers, by its number.
    Kind(usize),
}

/// What a key did to a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It is still being filled in.
    Stay,
    /// It is to be left without a change.
    Cancel,
    /// It is finished.
    Submit,
}

impl Form {
    /// A key, with what the key table says of it.
    pub(super) fn press(&mut self, key: Chord, action: Option<Action>) -> Step {
        let fields = self.fields.len();
        let on_text = matches!(self.fields.get(self.focus), Some(Field { input: Input::Text(..), .. }));
        match action {
            Some(Action::Cancel) => return Step::Cancel,
            Some(Action::Submit) => return Step::Submit,
            Some(Action::NextField) if self.focus == fields && key.is_enter() => return Step::Submit,
            Some(Action::NextField) => self.focus = (self.focus + 1) % (fields + 1),
            Some(Action::PreviousField) => self.focus = (self.focus + fields) % (fields + 1),
            Some(Action::NextChoice) if !on_text => self.choose(1),
            Some(Action::PreviousChoice) if !on_text => self.choose(WaiverKind::ALL.len() - 1),
            _ => self.type_key(key),
        }
        Step::Stay
    }

    fn choose(&mut self, by: usize) {
        if let Some(Field { input: Input::Kind(at), error, .. }) = self.fields.get_mut(self.focus) {
            *at = (*at + by) % WaiverKind::ALL.len();
            *error = None;
        }
    }

    fn type_key(&mut self, key: Chord) {
        if let Some(Field { input: Input::Text(area, _), error, .. }) = self.fields.get_mut(self.focus)
            && area.input(key.event())
        {
            *error = None;
        }
    }

    /// Text came from the clipboard: one paragraph, except in a note.
    pub(super) fn paste(&mut self, text: &str) {
        if let Some(Field { input: Input::Text(area, _), error, name, .. }) = self.fields.get_mut(self.focus)
        {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let text = if matches!(name, Name::Note | Name::Command | Name::Message) {
                text
            } else {
                text.replace('\n', " ")
            };
            area.insert_str(text);
            *error = None;
        }
    }

    /// The text in the field `name`, without blanks around it.
    pub(super) fn text(&self, name: Name) -> String {
        self.fields
            .iter()
            .find(|field| field.name == name)
            .and_then(|field| match &field.input {
                Input::Text(area, _) => Some(area.lines().join("\n").trim().to_owned()),
                Input::Kind(_) => None,
            })
            .unwrap_or_default()
    }

    /// The chosen kind of waiver.
    pub(super) fn kind(&self) -> WaiverKind {
        let chosen = self.fields.iter().find_map(|field| match field.input {
            Input::Kind(at) => WaiverKind::ALL.get(at).copied(),
            Input::Text(..) => None,
        });
        chosen.unwrap_or(WaiverKind::AcceptedRisk)
    }

    /// The waiver as filled in.
    ///
    /// # Errors
    /// Where the date is none; the field says so.
    pub(super) fn waiver(&mut self) -> Result<Waiver, ()> {
        let until = match self.text(Name::Until).as_str() {
            "" => None,
            text => {
                let Ok(date) = text.parse::<Date>() else {
                    self.fault(Name::Until, "write the day as year-month-day, such as 2027-03-31");
                    return Err(());
                };
                Some(date)
            }
        };
        let ticket = Some(self.text(Name::Ticket)).filter(|ticket| !ticket.is_empty());
        Ok(Waiver { kind: self.kind(), reason: self.text(Name::Reason), until, ticket })
    }

    /// The person as filled in.
    ///
    /// # Errors
    /// Where there is no name, or a part that cannot be recorded; the field says so.
    pub(super) fn person(&mut self) -> Result<Person, ()> {
        let (name, email) = (self.text(Name::Person), self.text(Name::Email));
        let odd = |text: &str| text.contains(['<', '>']) || text.contains(char::is_control);
        if name.is_empty() {
            self.fault(Name::Person, "a decision needs a name");
        } else if odd(&name) {
            self.fault(Name::Person, "write the name without < and >");
        } else if odd(&email)
            || email.contains(char::is_whitespace)
            || (!email.is_empty() && !email.contains('@'))
        {
            self.fault(Name::Email, "this is no e-mail address");
        } else {
            return Ok(Person { name, email });
        }
        Err(())
    }

    /// Says at the field `name` what is wrong there, and goes to it.
    pub(super) fn fault(&mut self, name: Name, text: impl Into<String>) {
        match self.fields.iter_mut().enumerate().find(|(_, field)| field.name == name) {
            Some((at, field)) => {
                field.error = Some(text.into());
                self.focus = at;
            }
            None => self.error = Some(text.into()),
        }
    }
}

impl Field {
    pub(super) fn new(name: Name, label: &'static str, hint: &str, input: Input) -> Self {
        Self { name, label, hint: hint.to_owned(), input, error: None }
    }

    pub(super) fn text(name: Name, label: &'static str, hint: &str, rows: u16, old: Option<&str>) -> Self {
        let lines: Vec<String> = old.unwrap_or_default().lines().map(str::to_owned).collect();
        let mut area = TextArea::new(if lines.is_empty() { vec![String::new()] } else { lines });
        area.set_wrap_mode(if rows > 1 { WrapMode::WordOrGlyph } else { WrapMode::None });
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self::new(name, label, hint, Input::Text(Box::new(area), rows))
    }
}

/// What each kind of waiver means, one line.
pub(super) const fn meaning(kind: WaiverKind) -> &'static str {
    match kind {
        WaiverKind::AcceptedRisk => "the risk is known and taken, until a date",
        WaiverKind::Deferred => "it will be met, by a date",
        WaiverKind::MetElsewhere => "it is met outside the repository",
        WaiverKind::NotApplicable => "it does not apply here",
        WaiverKind::FalsePositive => "the detector is wrong",
    }
}
