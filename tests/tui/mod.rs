//! The terminal program without a terminal: its keys, its screens, and what it never loses.

mod decisions;
mod evidence;
mod find;
mod keys;
mod never;
mod pictures;
mod scenes;
mod screens;
pub mod stage;
mod tools;
mod two_person;
mod walk;
