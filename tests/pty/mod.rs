//! The program on a real pseudo-terminal: what the terminal is like afterwards, whatever happens.

mod child;
mod restore;
mod review;
mod sign;
mod terminal;
mod walk;
