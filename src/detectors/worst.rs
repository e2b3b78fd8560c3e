//! Several production environments: the worst verdict decides, and the evidence names both.

use super::inputs::{Inputs, Scene};
use crate::model::{Outcome, Verdict};

const fn badness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Fail => 3,
        Verdict::Review => 2,
        Verdict::Pass => 1,
        Verdict::NotApplicable => 0,
    }
}

/// Judges every environment of production and keeps the worst verdict.
///
/// Where they disagree, the summary says where the worst holds and the evidence names another environment, too.
pub fn in_every_scene(inputs: &Inputs<'_>, check: impl Fn(&Scene<'_>) -> Outcome) -> Outcome {
    let mut judged: Vec<(String, Option<crate::model::Evidence>, Outcome)> =
        inputs.scenes().iter().map(|scene| (scene.name().to_owned(), scene.place(), check(scene))).collect();
    // A stable sort: among equals, the environment that comes first in the deployment files.
    judged.sort_by_key(|(_, _, outcome)| std::cmp::Reverse(badness(outcome.verdict())));
    let mut judged = judged.into_iter();
    let Some((name, place, worst)) = judged.next() else {
        return Outcome::review("No environment to judge was found");
    };
    let others: Vec<_> = judged.collect();
    let same = |outcome: &Outcome| outcome.verdict() == worst.verdict();
    let better = others.iter().find(|(_, _, outcome)| !same(outcome));
    let alike: Vec<_> = others
        .iter()
        .filter(|(_, _, outcome)| same(outcome))
        .filter_map(|(_, _, outcome)| outcome.evidence().first().cloned())
        .collect();
    let Some((other, other_place, other_outcome)) = better else { return worst.and_all(alike) };
    let note = format!("{name}; {} in {other}", other_outcome.verdict().label());
    let other_evidence = other_outcome.evidence().first().cloned().or_else(|| other_place.clone());
    worst.qualify(&note).and_all(alike).and_all(place).and_all(other_evidence)
}
