//! The review: statuses, decisions, the gate and the state file.

mod state;
