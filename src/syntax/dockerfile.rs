//! Dockerfiles: stages of instructions, each with its place.
//!
//! Tolerant: a line that is no instruction is left out and nothing is lost with it. Read are the parser directive
//! `escape`, continuations, comments and empty lines inside them, here-documents, exec and shell form. Source: the
//! Dockerfile reference.

mod instruction;
mod lines;

pub use instruction::{Instruction, Invocation, Kind};

use crate::base::Span;

/// A Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dockerfile {
    /// The `ARG`s before the first `FROM`.
    pub globals: Vec<Instruction>,
    /// The stages, in order; the last one is what a build without a target gives.
    pub stages: Vec<Stage>,
}

/// One stage: what follows a `FROM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The name after `AS`.
    pub name: Option<String>,
    /// The image or stage that it begins with, as written.
    pub base: String,
    /// The bytes of the `FROM` instruction.
    pub span: Span,
    /// The instructions, in order.
    pub instructions: Vec<Instruction>,
}

impl Dockerfile {
    /// Reads `text`.
    pub fn parse(text: &str) -> Self {
        let mut file = Self::default();
        for logical in lines::logical(text) {
            let instruction = Instruction::parse(&logical);
            match (&instruction.kind, file.stages.last_mut()) {
                (Kind::From { base, name }, _) => file.stages.push(Stage {
                    name: name.clone(),
                    base: base.clone(),
                    span: instruction.span,
                    instructions: Vec::new(),
                }),
                (_, Some(stage)) => stage.instructions.push(instruction),
                (_, None) => file.globals.push(instruction),
            }
        }
        file
    }

    /// The index of the stage that `reference` names: by name (in any case) or by number.
    pub fn stage(&self, reference: &str) -> Option<usize> {
        self.stages
            .iter()
            .rposition(|stage| stage.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(reference)))
            .or_else(|| reference.parse().ok().filter(|index| *index < self.stages.len()))
    }

    /// The stages that `stage` is built on, from the base up, itself last.
    pub fn chain(&self, stage: usize) -> Vec<usize> {
        let mut chain = vec![stage];
        let mut current = stage;
        // A stage can only begin with an earlier one, which also bounds the walk.
        while let Some(base) =
            self.stages.get(current).and_then(|stage| self.stage_before(&stage.base, current))
        {
            chain.push(base);
            current = base;
        }
        chain.reverse();
        chain
    }

    fn stage_before(&self, reference: &str, limit: usize) -> Option<usize> {
        self.stages[..limit]
            .iter()
            .rposition(|stage| stage.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(reference)))
    }
}
