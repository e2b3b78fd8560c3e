//! The terminal walkthrough.
//!
//! [`update()`] changes the [`Model`] by a [`Message`] and returns [`Effect`]s; [`view()`] draws the model. Neither does any
//! I/O, reads a clock or starts a thread, so that every behaviour can be tried without a terminal. The runtime carries
//! the effects out on threads, which answer with messages.
//!
//! | file | what |
//! | --- | --- |
//! | `message`, `model`, `update` | what happens, what is shown, what changes |
//! | `act`, `walk`, `decisions`, `saving` | what each action does |
//! | `ledger`, `notices`, `form` | decisions with undo and unsaved ones; messages; forms |
//! | `runtime`, `backend`, `terminal`, `input` | the loop; the world outside; the terminal; keys and signals |
//! | `view`, `layout`, `screens/`, `widgets/` | the model on the screen |
//! | `picture` | a screen as an SVG image |
//! | `keymap`, `theme`, `marks`, `text` | keys, colours, symbols with their words, wrapping |

mod act;
mod action;
mod backend;
mod chord;
mod decisions;
mod form;
mod input;
mod keymap;
mod layout;
mod ledger;
mod marks;
mod message;
mod model;
mod notices;
mod picture;
mod place;
mod runtime;
mod saving;
mod screens;
mod source;
mod terminal;
mod text;
mod theme;
mod update;
mod view;
mod walk;
mod widgets;

pub use action::Action;
pub use backend::{Backend, Scan, Workplace};
pub use chord::Chord;
pub use keymap::{Binding, Context, KeyMap, KeyMapError};
pub use layout::{MIN_HEIGHT, MIN_WIDTH};
pub use message::{Effect, Message, Progress};
pub use model::{Model, Start};
pub use notices::{Level, Notice, Notices};
pub use picture::picture;
pub use runtime::{Exit, Setup, TuiError, run};
pub use source::Source;
pub use terminal::{Screen, columns};
pub use theme::{Role, Theme, ThemeError};
pub use update::update;
pub use view::view;
