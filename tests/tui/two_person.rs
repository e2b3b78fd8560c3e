//! The two-person rule: the walkthrough counts as `gonogo check` does.

use gonogo::model::{ItemId, Person};
use gonogo::review::Blocker;
use gonogo::tui::Effect;

use super::stage::{Stage, World};

fn hosts() -> ItemId {
    "security.allowed-hosts".parse().expect("an item")
}

fn blocker(stage: &Stage) -> Option<&Blocker> {
    stage.model.review().blockers.iter().find(|blocker| blocker.item() == Some(&hosts()))
}

/// The program under the rule, where `author` wrote the deciding lines; Ada sits at the keyboard and ticks.
fn ticked(author: &str) -> Stage {
    let mut world = World::default();
    world.file.get_mut().expect("the file").gate.two_person = true;
    let author = Person::parse(author).expect("a person");
    world.authors = [(hosts(), vec![author])].into();
    let mut stage = Stage::over(world, "shop", (80, 24), "plain");
    stage.settle();
    stage.press(&["1", "down", "down", "down", "t"]);
    stage.settle();
    stage
}

#[test]
fn who_wrote_the_lines_alone_does_not_decide_alone() {
    let identity = World::default();
    let me = gonogo::tui::Backend::identity(&identity).expect("somebody");
    let stage = ticked(&me.to_string());
    assert!(matches!(blocker(&stage), Some(Blocker::OnePerson { .. })), "{:?}", blocker(&stage));
    let stage = ticked("Grace Example <grace@elsewhere.example>");
    assert_eq!(blocker(&stage), None);
}

#[test]
fn the_authors_are_asked_for_once_a_scan_and_only_under_the_rule() {
    let asked = |stage: &Stage| {
        stage.effects.iter().filter(|effect| matches!(effect, Effect::ReadAuthors { .. })).count()
    };
    let mut stage = Stage::scanned(80, 24);
    assert_eq!(asked(&stage), 0);
    // The rule is switched on in the file while the program runs.
    stage.world.file.get_mut().expect("the file").gate.two_person = true;
    stage.send(gonogo::tui::Message::StateChanged);
    let reading: Vec<Effect> = std::mem::take(&mut stage.effects);
    for effect in reading {
        let answer = stage.answer(effect).expect("an answer");
        stage.send(answer);
    }
    assert_eq!(asked(&stage), 1);
    stage.settle();
    stage.send(gonogo::tui::Message::StateChanged);
    stage.settle();
    assert_eq!(asked(&stage), 0);
}
