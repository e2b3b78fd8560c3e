//! One key press, as data: a key with the modifiers that were held.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers, in one spelling: the letter carries its own case, so Shift is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// The keys that have a name; the first name is the one that is shown.
const NAMES: [(&str, KeyCode, &str); 16] = [
    ("enter", KeyCode::Enter, "Enter"),
    ("esc", KeyCode::Esc, "Esc"),
    ("tab", KeyCode::Tab, "Tab"),
    ("shift-tab", KeyCode::BackTab, "Shift-Tab"),
    ("space", KeyCode::Char(' '), "Space"),
    ("backspace", KeyCode::Backspace, "Backspace"),
    ("delete", KeyCode::Delete, "Del"),
    ("up", KeyCode::Up, "↑"),
    ("down", KeyCode::Down, "↓"),
    ("left", KeyCode::Left, "←"),
    ("right", KeyCode::Right, "→"),
    ("home", KeyCode::Home, "Home"),
    ("end", KeyCode::End, "End"),
    ("page-up", KeyCode::PageUp, "PgUp"),
    ("page-down", KeyCode::PageDown, "PgDn"),
    ("f1", KeyCode::F(1), "F1"),
];

impl Chord {
    fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let shift_told = matches!(code, KeyCode::Char(_) | KeyCode::BackTab);
        let modifiers = if shift_told { modifiers - KeyModifiers::SHIFT } else { modifiers };
        Self { code, modifiers }
    }

    /// Reads the spelling of `assets/keys.toml`: `t`, `?`, `ctrl-s`, `alt-x`, `f5`, `shift-tab`, `page-down`.
    pub fn parse(text: &str) -> Option<Self> {
        let (modifiers, name) = match (text.strip_prefix("ctrl-"), text.strip_prefix("alt-")) {
            (Some(name), _) => (KeyModifiers::CONTROL, name),
            (None, Some(name)) => (KeyModifiers::ALT, name),
            (None, None) => (KeyModifiers::NONE, text),
        };
        if let Some((_, code, _)) = NAMES.iter().find(|(spelling, ..)| *spelling == name) {
            return Some(Self::new(*code, modifiers));
        }
        if let Some(number) = name.strip_prefix('f').and_then(|number| number.parse().ok()) {
            return (1..=24).contains(&number).then(|| Self::new(KeyCode::F(number), modifiers));
        }
        let mut letters = name.chars();
        let letter = letters.next()?;
        letters.next().is_none().then(|| Self::new(KeyCode::Char(letter), modifiers))
    }

    /// What stands for a notch of the mouse's wheel.
    pub(super) fn wheel(down: bool) -> Self {
        Self::new(if down { KeyCode::Down } else { KeyCode::Up }, KeyModifiers::NONE)
    }

    /// The digit, where the key is one.
    pub fn digit(self) -> Option<usize> {
        match self.code {
            KeyCode::Char(letter) => letter.to_digit(10).map(|digit| digit as usize),
            _ => None,
        }
    }

    /// The letter that typing it writes; `None` for keys that write none.
    pub(super) fn letter(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) if self.modifiers.is_empty() => Some(letter),
            _ => None,
        }
    }

    /// Whether it is the plain Backspace key.
    pub(super) fn is_backspace(self) -> bool {
        self.code == KeyCode::Backspace
    }

    /// Whether it is the plain Enter key.
    pub(super) fn is_enter(self) -> bool {
        self.code == KeyCode::Enter
    }

    /// The event that a text field understands.
    pub(super) fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }
}

impl From<KeyEvent> for Chord {
    fn from(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }
}

/// The key as people read it: `t`, `Ctrl-S`, `Shift-Tab`, `PgDn`, `→`.
impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let control = self.modifiers.contains(KeyModifiers::CONTROL);
        if control {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        if let Some((.., shown)) = NAMES.iter().find(|(_, code, _)| *code == self.code) {
            return f.write_str(shown);
        }
        match self.code {
            KeyCode::Char(letter) if control => write!(f, "{}", letter.to_uppercase()),
            KeyCode::Char(letter) => write!(f, "{letter}"),
            other => write!(f, "{other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_is_told_by_the_letter() {
        let typed = Chord::from(KeyEvent::new(KeyCode::Char('N'), KeyModifiers::SHIFT));
        assert_eq!(Chord::parse("N"), Some(typed));
        assert_eq!(
            Chord::parse("shift-tab"),
            Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT).into())
        );
    }

    #[test]
    fn keys_are_shown_as_people_name_them() {
        let shown: Vec<String> = ["t", "ctrl-s", "shift-tab", "right", "page-down"]
            .iter()
            .map(|text| Chord::parse(text).unwrap().to_string())
            .collect();
        assert_eq!(shown, ["t", "Ctrl-S", "Shift-Tab", "→", "PgDn"]);
        assert_eq!(Chord::parse("nonsense"), None);
    }
}
