//! A person's own settings of the terminal program: one file in their configuration folder, read at the start, written
//! only on request.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::keymap::{KeyMap, KeyMapError};
use super::theme::Theme;
use crate::base::atomic;

/// The commented defaults.
const DEFAULT: &str = include_str!("../../assets/config.toml");

/// The largest file that is read, bytes.
const LIMIT: u64 = 1024 * 1024;

/// What the file says; an absent file says nothing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `theme`: `auto` or the name of a built-in one.
    pub theme: String,
    /// `mouse`: whether the mouse is listened to.
    pub mouse: bool,
    /// `watch`: whether changes appear by themselves.
    pub watch: bool,
    /// `editor`: the editor's command.
    pub editor: Option<String>,
    /// `[keys]`: the keys of actions, by context and action.
    pub keys: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl Default for Config {
    fn default() -> Self {
        Self { theme: "auto".to_owned(), mouse: true, watch: true, editor: None, keys: BTreeMap::new() }
    }
}

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The system would not let it be read.
    #[error("cannot be read ({0})")]
    Unreadable(#[from] io::Error),
    /// It is far larger than any settings.
    #[error("is larger than {LIMIT} bytes")]
    TooLarge,
    /// It is not TOML of the right form.
    #[error("is not understood: {0}")]
    Form(String),
    /// It names a theme that does not exist.
    #[error("names the theme '{0}'; there are auto, {themes}", themes = Theme::NAMES.join(", "))]
    Theme(String),
    /// Its keys cannot be used.
    #[error("{0}")]
    Keys(#[from] KeyMapError),
    /// The system does not say where a person's settings are.
    #[error("the system does not say where your settings belong; set HOME")]
    NoHome,
    /// There is one already.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
}

impl Config {
    /// Where the file lies, in the folder that the system has for a person's settings.
    pub fn path() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("", "", "gonogo")?;
        Some(folders.config_dir().join("config.toml"))
    }

    /// Reads the file at `path`, with the keys that it asks for.
    ///
    /// # Errors
    /// Where it is there and cannot be used.
    pub fn load(path: &Path) -> Result<(Self, KeyMap), ConfigError> {
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok((Self::default(), KeyMap::standard().clone()));
            }
            Err(error) => return Err(error.into()),
            Ok(found) if found.len() > LIMIT => return Err(ConfigError::TooLarge),
            Ok(_) => {}
        }
        Self::read(&fs::read_to_string(path)?)
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn read(text: &str) -> Result<(Self, KeyMap), ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError::Form(error.to_string()))?;
        if config.theme != "auto" && !Theme::NAMES.contains(&config.theme.as_str()) {
            return Err(ConfigError::Theme(config.theme));
        }
        let keys = KeyMap::standard().with(&config.keys)?;
        Ok((config, keys))
    }

    /// Writes the commented defaults to `path`, unless something is there.
    ///
    /// # Errors
    /// Where something is, or it cannot be written.
    pub fn write_default(path: &Path) -> Result<(), ConfigError> {
        if path.exists() {
            return Err(ConfigError::Exists(path.to_path_buf()));
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        atomic::write(path, DEFAULT.as_bytes()).map_err(|error| ConfigError::Form(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_defaults_say_what_holds_without_them() {
        assert_eq!(Config::read(DEFAULT).unwrap().0, Config::default());
        let every_line: Vec<&str> = DEFAULT
            .lines()
            .filter(|line| line.contains(" = ") || line.starts_with("# ["))
            .map(|line| line.trim_start_matches("# "))
            .collect();
        let (config, keys) = Config::read(&every_line.join("\n")).unwrap();
        assert_eq!((config.theme.as_str(), config.mouse, config.watch), ("auto", true, true));
        assert!(keys.bindings().iter().any(|one| one.keys.iter().any(|key| key.to_string() == "Ctrl-N")));
    }

    #[test]
    fn mistakes_are_named() {
        let wrong = |text: &str| Config::read(text).unwrap_err().to_string();
        assert!(wrong("theme = \"pink\"").contains("pink"));
        assert!(wrong("colour = 1").contains("colour"));
        assert!(wrong("[keys]\nreview.fly = [\"x\"]").contains("fly"));
        assert!(wrong("[keys]\nreview.tick = [\"nonsense\"]").contains("nonsense"));
        assert!(wrong("[keys]\nreview.tick = [\"w\"]").contains("two things"));
        assert!(wrong("[keys]\nform.submit = []").contains("no key"), "a form must remain leavable");
    }
}
