//! Files written whole, and locks between processes.

mod atomic;
mod lock;
