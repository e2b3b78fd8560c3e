//! Colours by meaning: `assets/themes/<name>.toml` gives each role of the screen a style.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use ratatui::style::{Color, Modifier, Style};

const DARK: &str = include_str!("../../assets/themes/dark.toml");
const LIGHT: &str = include_str!("../../assets/themes/light.toml");
const TERMINAL: &str = include_str!("../../assets/themes/terminal.toml");
const HIGH_CONTRAST: &str = include_str!("../../assets/themes/high-contrast.toml");
const COLOUR_BLIND: &str = include_str!("../../assets/themes/colour-blind.toml");
const PLAIN: &str = include_str!("../../assets/themes/plain.toml");

/// Declares the roles with their names in the theme files.
macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a piece of the screen means; a theme says what that looks like.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Role {
            $($(#[$doc])* $variant,)+
        }

        impl Role {
            const NAMES: &'static [(Self, &'static str)] = &[$((Self::$variant, $name),)+];
        }
    };
}

roles! {
    /// Running text, and the ground under everything.
    Text = "text",
    /// Text of second rank.
    Muted = "muted",
    /// Rules and the empty part of bars.
    Faint = "faint",
    /// Titles.
    Strong = "strong",
    /// Headings inside a text.
    Heading = "heading",
    /// The bar at the top.
    Bar = "bar",
    /// The program's name in it.
    Brand = "brand",
    /// The selected line where the keys go.
    Selected = "selected",
    /// The selected line of the other pane.
    SelectedAway = "selected-away",
    /// Done, met.
    Good = "good",
    /// Failing.
    Bad = "bad",
    /// A person must look.
    Caution = "caution",
    /// Does not apply, not known yet.
    Neutral = "neutral",
    /// What a person said.
    Human = "human",
    /// The word "critical".
    Critical = "critical",
    /// A key in the footer or a text.
    Key = "key",
    /// The word GO.
    Go = "go",
    /// The word NO-GO.
    NoGo = "no-go",
    /// The whole while the scan runs.
    Pending = "pending",
    /// Errors.
    Error = "error",
    /// The source lines that decide.
    Decisive = "decisive",
    /// The mark at those lines.
    Marker = "marker",
    /// Line numbers.
    Gutter = "gutter",
    /// Code in running text, and source without a highlighter.
    Code = "code",
    /// A keyword of a language.
    Keyword = "keyword",
    /// A string.
    String = "string",
    /// A number or constant.
    Number = "number",
    /// A comment.
    Comment = "comment",
    /// A name that is being defined or called, a key of a mapping.
    Name = "name",
    /// The ground of a text field.
    Field = "field",
    /// The cursor in a text field.
    Cursor = "cursor",
}

/// A style for each role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: BTreeMap<Role, Style>,
}

/// How bright the terminal's own ground is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Darker than its text.
    Dark,
    /// Brighter than its text.
    Light,
}

/// Why a theme cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("theme: {0}")]
pub struct ThemeError(String);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    style: Vec<Emphasis>,
}

#[derive(Clone, Copy, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Emphasis {
    Bold,
    Dim,
    Italic,
    Underline,
    Reverse,
}

impl Theme {
    /// The names of the built-in themes.
    pub const NAMES: [&str; 6] = ["dark", "light", "high-contrast", "colour-blind", "terminal", "plain"];

    /// The built-in theme with one of [`Theme::NAMES`].
    pub fn named(name: &str) -> Option<Self> {
        let text = match name {
            "dark" => DARK,
            "light" => LIGHT,
            "terminal" => TERMINAL,
            "high-contrast" => HIGH_CONTRAST,
            "colour-blind" => COLOUR_BLIND,
            "plain" => PLAIN,
            _ => return None,
        };
        Some(Self::read(text).expect("a test reads every embedded theme"))
    }

    /// What a built-in theme is for, in a few words.
    pub(super) fn meaning(name: &str) -> &'static str {
        match name {
            "dark" => "calm colours on a dark ground",
            "light" => "calm colours on a light ground",
            "high-contrast" => "black and white, few bright colours",
            "colour-blind" => "blue against orange, safe for every form of colour blindness",
            "terminal" => "the terminal's own sixteen colours",
            _ => "no colour at all",
        }
    }

    /// The theme for a terminal that says these things of itself in its environment: `NO_COLOR` (any text turns colour
    /// off, no-color.org), `COLORTERM` (`truecolor` or `24bit`) and `COLORFGBG` (`15;0`: the ground is colour 0). Where the
    /// last one is silent, `ground` is asked, which may ask the terminal itself.
    pub fn for_terminal(
        variable: impl Fn(&str) -> Option<String>,
        ground: impl FnOnce() -> Option<Ground>,
    ) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let light = || match set("COLORFGBG") {
            Some(value) => matches!(value.rsplit(';').next(), Some("7" | "15")),
            None => ground() == Some(Ground::Light),
        };
        let name = match set("COLORTERM").as_deref() {
            _ if set("NO_COLOR").is_some() => "plain",
            Some("truecolor" | "24bit") => {
                if light() {
                    "light"
                } else {
                    "dark"
                }
            }
            _ => "terminal",
        };
        Self::named(name).expect("these are built in")
    }

    /// Reads a theme file: one style for every role.
    ///
    /// # Errors
    ///
    /// Where it is not TOML of that form, a role is missing or unknown, or a colour is none.
    pub fn read(text: &str) -> Result<Self, ThemeError> {
        let entries: BTreeMap<String, Entry> =
            toml::from_str(text).map_err(|error| ThemeError(error.to_string()))?;
        if let Some(name) = entries.keys().find(|name| Role::NAMES.iter().all(|(_, known)| known != name)) {
            return Err(ThemeError(format!("no such role: '{name}'")));
        }
        let styles = Role::NAMES
            .iter()
            .map(|(role, name)| {
                let entry = entries.get(*name).ok_or_else(|| ThemeError(format!("'{name}' is missing")))?;
                Ok((*role, style(entry)?))
            })
            .collect::<Result<_, ThemeError>>()?;
        Ok(Self { styles })
    }

    /// What `role` looks like, to be laid over what is there.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(&role).copied().unwrap_or_default()
    }
}

fn style(entry: &Entry) -> Result<Style, ThemeError> {
    let color = |name: &Option<String>| {
        name.as_deref()
            .map(|name| Color::from_str(name).map_err(|_| ThemeError(format!("no such colour: '{name}'"))))
            .transpose()
    };
    let mut style = Style::new();
    style.fg = color(&entry.fg)?;
    style.bg = color(&entry.bg)?;
    Ok(entry.style.iter().fold(style, |style, emphasis| {
        style.add_modifier(match emphasis {
            Emphasis::Bold => Modifier::BOLD,
            Emphasis::Dim => Modifier::DIM,
            Emphasis::Italic => Modifier::ITALIC,
            Emphasis::Underline => Modifier::UNDERLINED,
            Emphasis::Reverse => Modifier::REVERSED,
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_theme_gives_each_role_a_style() {
        for name in Theme::NAMES {
            assert_eq!(Theme::named(name).unwrap().styles.len(), Role::NAMES.len(), "{name}");
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        for (role, style) in Theme::named("plain").unwrap().styles {
            assert!(style.fg.is_none() && style.bg.is_none(), "{role:?}");
        }
    }

    #[test]
    fn no_color_wins_over_what_the_terminal_can_do() {
        let environment = |no_color: &'static str| {
            move |name: &str| match name {
                "NO_COLOR" => Some(no_color.to_owned()),
                "COLORTERM" => Some("truecolor".to_owned()),
                _ => None,
            }
        };
        assert_eq!(Theme::for_terminal(environment("1"), || None), Theme::named("plain").unwrap());
        assert_eq!(Theme::for_terminal(environment(""), || None), Theme::named("dark").unwrap());
        let bright = Theme::for_terminal(environment(""), || Some(Ground::Light));
        assert_eq!(bright, Theme::named("light").unwrap());
        assert_eq!(Theme::for_terminal(|_| None, || Some(Ground::Light)), Theme::named("terminal").unwrap());
    }
}
