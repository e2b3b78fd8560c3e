//! `gonogo demo`: the sample project is real Django code, in a real repository with a history.

mod django;
mod written;
