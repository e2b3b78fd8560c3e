//! The terminal walkthrough.
//!
//! [`update()`] changes the [`Model`] by a [`Message`] and returns [`Effect`]s; [`view()`] draws the model. Neither does any
//! I/O, reads a clock or starts a thread, so that every behaviour can be tried without a terminal. The runtime carries
//! the effects out on threads, which answer with messages.
//!
//! | file | what |
//! | --- | --- |
//! | `message`, `model`, `update` | what happens, what is shown, what changes |
//! | `act`, `walk`, `decisions`, `several`, `submit`, `saving`, `mouse` | what each action does |
//! | `answers`, `lookup`, `browser`, `trial`, `pair`, `mend` | what the world answers; settings, commands, people, merges |
//! | `ledger`, `notices`, `form`, `forms` | decisions with undo and unsaved ones; messages; forms |
//! | `picker`, `find`, `filter` | lists that are searched by typing; what they offer; which items are shown |
//! | `runtime`, `backend`, `terminal`, `input`, `watch`, `process`, `editor`, `clipboard`, `config` | the loop; the world outside |
//! | `sight` | everything that can stand on the screen, by name |
//! | `view`, `layout`, `screens/`, `widgets/` | the model on the screen |
//! | `picture` | a screen, or several one after the other, as an SVG image |
//! | `keymap`, `theme`, `marks`, `text` | keys, colours, symbols with their words, wrapping |

mod act;
mod action;
mod answers;
mod backend;
mod browser;
mod chord;
mod clipboard;
mod config;
mod decisions;
mod editor;
mod filter;
mod find;
mod form;
mod forms;
mod input;
mod keymap;
mod layout;
mod ledger;
mod links;
mod lookup;
mod marks;
mod mend;
mod message;
mod model;
mod mouse;
mod notices;
mod pair;
mod picker;
mod picture;
mod place;
mod process;
mod runtime;
mod saving;
mod screens;
mod several;
mod sight;
mod source;
mod submit;
mod terminal;
mod text;
mod theme;
mod trial;
mod update;
mod view;
mod walk;
mod watch;
mod widgets;

pub use action::Action;
pub use backend::{Authors, Backend, Blame, Evaluate, Scan, Then, Workplace};
pub use chord::Chord;
pub use config::{Config, ConfigError};
pub use keymap::{Binding, Context, KeyMap, KeyMapError};
pub use layout::{MIN_HEIGHT, MIN_WIDTH};
pub use lookup::{Located, Touch};
pub use message::{Effect, Message, Mouse, Progress};
pub use model::{Model, Start};
pub use notices::{Level, Notice, Notices};
pub use picture::{picture, recording};
pub use runtime::{Exit, Setup, TuiError, run};
pub use sight::Sight;
pub use source::Source;
pub use terminal::{Screen, columns, ground};
pub use theme::{Ground, Role, Theme, ThemeError};
pub use update::update;
pub use view::view;
pub use watch::Stamp;
