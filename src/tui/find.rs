//! What the lists offer, and what choosing from them does.

use super::act;
use super::action::Action;
use super::browser;
use super::chord::Chord;
use super::filter::Filter;
use super::form::Form;
use super::keymap::{Binding, Context};
use super::marks;
use super::message::Effect;
use super::model::{Model, Overlay, Viewer};
use super::picker::{Entry, Offer, Pick, Picker};
use super::theme::Theme;
use super::{mend, pair, trial};

/// Opens a list.
pub(super) fn open(model: &mut Model, offer: Offer) -> Vec<Effect> {
    let title = match offer {
        Offer::Find => "Find an item, a finding, a setting or a file",
        Offer::Palette => "Do something",
        Offer::Help => "All keys",
        Offer::Filter => "Show only",
        Offer::Settings => "Settings, as production sees them",
        Offer::Command => "Run a command to verify (nothing runs before you confirm)",
        Offer::Torn => "A merge conflict in gonogo.toml",
        Offer::People => "Who is with you?",
        Offer::Theme => "Colours, for this session; the settings file keeps them",
    };
    let mut picker = Picker::new(offer, title, entries(model, offer));
    if offer == Offer::Filter
        && let Some(at) = picker
            .found
            .iter()
            .position(|found| picker.entries[found.entry].pick == Pick::Filter(model.filter))
    {
        picker.at = at;
    }
    model.overlay = Some(Overlay::Picker(Box::new(picker)));
    if offer == Offer::Find && model.files.is_none() && !model.is_scanning() {
        let mut effects = vec![Effect::ListFiles { generation: model.scan.generation }];
        effects.extend(browser::ask(model));
        return effects;
    }
    Vec::new()
}

/// What an open list still needs: it may have been opened while the scan ran.
pub(super) fn needed(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Picker(picker)) = &model.overlay else { return Vec::new() };
    match picker.offer {
        Offer::Find | Offer::Settings if model.report.is_some() => browser::ask(model).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// What was listed in the meantime is offered as well.
pub(super) fn refresh(model: &mut Model) {
    let Some(Overlay::Picker(picker)) = &model.overlay else { return };
    let offer = picker.offer;
    if !matches!(offer, Offer::Find | Offer::Settings | Offer::People) {
        return;
    }
    let entries = entries(model, offer);
    if let Some(Overlay::Picker(picker)) = &mut model.overlay {
        picker.refill(entries);
    }
}

fn entries(model: &Model, offer: Offer) -> Vec<Entry> {
    match offer {
        Offer::Find => {
            let settings = browser::settings(model).map_or_else(Vec::new, |_| browser::entries(model));
            [items(model), findings(model), settings, files(model)].concat()
        }
        Offer::Palette => palette(model),
        Offer::Help => help(model),
        Offer::Filter => filters(model),
        Offer::Settings => browser::entries(model),
        Offer::Command => trial::entries(model),
        Offer::People => pair::entries(model),
        Offer::Torn => mend::entries(model),
        Offer::Theme => themes(),
    }
}

fn themes() -> Vec<Entry> {
    let entry = |name: &'static str| Entry {
        group: "",
        lead: String::new(),
        label: name.to_owned(),
        detail: Theme::meaning(name).to_owned(),
        pick: Pick::Theme(name),
    };
    Theme::NAMES.into_iter().map(entry).collect()
}

fn items(model: &Model) -> Vec<Entry> {
    let entry = |(number, item): (usize, &crate::review::ReviewItem)| {
        let mark = marks::status(item.status);
        Entry {
            group: "Items",
            lead: mark.symbol.to_owned(),
            label: model
                .catalogue
                .item(&item.id)
                .map_or_else(|| item.id.to_string(), |text| text.title.clone()),
            detail: item.id.to_string(),
            pick: Pick::Item(number, 0),
        }
    };
    model.review.items().enumerate().map(entry).collect()
}

fn findings(model: &Model) -> Vec<Entry> {
    let Some(report) = &model.report else { return Vec::new() };
    let mut found = Vec::new();
    for (number, id) in model.items.iter().enumerate() {
        let Some(item) = report.item(id) else { continue };
        for (at, place) in super::place::places(&item.outcome).into_iter().enumerate() {
            if let super::place::Kind::Finding(finding) = place.kind {
                found.push(Entry {
                    group: "Findings",
                    lead: "•".to_owned(),
                    label: finding.message.clone(),
                    detail: format!("{}:{}", finding.path, finding.line),
                    pick: Pick::Item(number, at),
                });
            }
        }
    }
    found
}

fn files(model: &Model) -> Vec<Entry> {
    let files = model.files.as_deref().map_or(&[][..], Vec::as_slice);
    files
        .iter()
        .map(|path| Entry {
            group: "Files",
            lead: String::new(),
            label: path.to_string(),
            detail: String::new(),
            pick: Pick::File(path.clone(), 1),
        })
        .collect()
}

fn keys(binding: &Binding) -> String {
    let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
    if keys.len() > 4 { format!("{} … {}", keys[0], keys[keys.len() - 1]) } else { keys.join(" ") }
}

fn entry(group: &'static str, binding: &Binding) -> Entry {
    Entry {
        group,
        lead: keys(binding),
        label: binding.help.clone(),
        detail: String::new(),
        pick: Pick::Run(binding.context, binding.action, binding.keys[0]),
    }
}

/// Every action once: what works on the screen behind the list first.
fn palette(model: &Model) -> Vec<Entry> {
    let here = model.screen_context();
    let mut seen: Vec<Action> = Vec::new();
    let mut all = Vec::new();
    let mut add = |group: &'static str, binding: &Binding| {
        // The poll shows no item that an action could be about.
        if here == Context::Poll && binding.action.is_about_item() {
            return;
        }
        if !seen.contains(&binding.action) && is_offered(binding.context, binding.action) {
            seen.push(binding.action);
            all.push(Entry { detail: binding.action.as_str().to_owned(), ..entry(group, binding) });
        }
    };
    let mut near: Vec<&Binding> =
        model.keys.bindings().iter().filter(|binding| here.chain().contains(&binding.context)).collect();
    // What the footer shows is what people want most.
    near.sort_by_key(|binding| binding.footer.unwrap_or(u8::MAX));
    for binding in near {
        add("Here", binding);
    }
    for binding in model.keys.bindings() {
        add("Elsewhere", binding);
    }
    all
}

/// Whether an action makes sense when it is chosen from a list, as against pressed in a form, say.
const fn is_offered(context: Context, action: Action) -> bool {
    let place = !matches!(context, Context::Form | Context::Question | Context::Page | Context::Picker);
    place && !matches!(action, Action::Palette)
}

fn help(model: &Model) -> Vec<Entry> {
    let mut all = Vec::new();
    for context in Context::ALL {
        let bindings = model.keys.bindings().iter().filter(|binding| binding.context == context);
        all.extend(bindings.map(|binding| {
            let mut entry = entry(context.title(), binding);
            if !is_offered(context, binding.action) {
                entry.pick = Pick::Nothing;
            }
            entry
        }));
    }
    all.extend(marks::LEGEND.iter().map(|(mark, meaning)| Entry {
        group: "What the marks mean",
        lead: (*mark).to_owned(),
        label: (*meaning).to_owned(),
        detail: String::new(),
        pick: Pick::Nothing,
    }));
    all
}

fn filters(model: &Model) -> Vec<Entry> {
    let count = |filter: Filter| {
        model.review.items().enumerate().filter(|(number, item)| filter.shows(model, *number, item)).count()
    };
    Filter::OFFERED
        .into_iter()
        .map(|filter| Entry {
            group: "",
            lead: format!("{:>2}", count(filter)),
            label: filter.word().to_owned(),
            detail: filter.meaning().to_owned(),
            pick: Pick::Filter(filter),
        })
        .collect()
}

/// A key in a list.
pub(super) fn press(model: &mut Model, key: Chord, action: Option<Action>) -> Vec<Effect> {
    let page = isize::try_from(model.layout().body.height).unwrap_or(1).saturating_sub(3).max(1);
    let Some(Overlay::Picker(picker)) = &mut model.overlay else { return Vec::new() };
    match action {
        Some(Action::Up) => picker.step(-1),
        Some(Action::Down) => picker.step(1),
        Some(Action::PageUp) => picker.step(-page),
        Some(Action::PageDown) => picker.step(page),
        Some(Action::First) => picker.step(isize::MIN),
        Some(Action::Last) => picker.step(isize::MAX),
        Some(Action::Clear) => {
            picker.clear();
        }
        Some(Action::Back) => model.overlay = None,
        Some(Action::Choose) => return choose_current(model),
        _ if key.is_backspace() => picker.erase(),
        _ => {
            if let Some(letter) = key.letter() {
                picker.insert(letter.encode_utf8(&mut [0; 4]));
            }
        }
    }
    Vec::new()
}

/// Does what the chosen entry says.
pub(super) fn choose_current(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Picker(picker)) = &model.overlay else { return Vec::new() };
    let pick = picker.chosen().map_or(Pick::Nothing, |entry| entry.pick.clone());
    choose(model, pick)
}

fn choose(model: &mut Model, pick: Pick) -> Vec<Effect> {
    if pick == Pick::Nothing {
        return Vec::new();
    }
    let picker = model.overlay.take();
    match pick {
        Pick::Side(number) => mend::switch(model, number, picker),
        Pick::Settle => return mend::settle(model),
        Pick::Nothing => {}
        Pick::Item(item, place) => {
            act::select(model, item);
            model.overview.place = place;
            if model.screen == super::model::Screen::Walk && model.walk.at_poll() {
                model.screen = super::model::Screen::Overview;
            }
        }
        Pick::File(path, line) => model.overlay = Some(Overlay::File(Viewer::new(path, line))),
        Pick::Filter(filter) => act::filter(model, filter),
        Pick::Setting(name) => browser::show(model, name),
        Pick::Command(command) => trial::show(model, &command),
        Pick::Person(person) => pair::toggle(model, person),
        Pick::OtherPerson => model.overlay = Some(Overlay::Form(Box::new(Form::partner()))),
        Pick::Theme(name) => {
            if let Some(theme) = Theme::named(name) {
                model.theme = theme;
            }
        }
        Pick::Run(_, action, key) => return super::update::run(model, action, key),
    }
    Vec::new()
}
