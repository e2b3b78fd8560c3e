//! The catalogue for people and for programs: the list of items, and the explanation of one.

use serde::Serialize;

use super::json::Remark;
use super::page::{Ink, Page, piece, prose};
use crate::catalogue::{Catalogue, Item};
use crate::model::{ItemId, Severity};

/// The ink of a severity's word.
pub const fn severity_ink(severity: Severity) -> Ink {
    match severity {
        Severity::Critical => Ink::Strong,
        Severity::Recommended => Ink::Plain,
        Severity::Optional => Ink::Dim,
    }
}

/// Lists the sections and their items: id, severity, title, and where the project differs from the standard checklist.
pub fn list(page: &mut Page, catalogue: &Catalogue) {
    for section in catalogue.sections() {
        page.gap();
        page.line([piece(&section.title, Ink::Strong)]);
        for item in &section.items {
            page.line([
                piece(format!("  {:<24}", item.id.as_str()), Ink::Code),
                piece(format!("{:<13}", item.severity.as_str()), severity_ink(item.severity)),
                piece(&item.title, Ink::Plain),
            ]);
            for one in catalogue.alterations().iter().filter(|one| *one.item() == item.id) {
                page.wrap(vec![piece(format!("  {:<24}~ ", ""), Ink::Dim)], 28, prose(&one.to_string()));
            }
        }
    }
}

/// Explains one item of `catalogue`: what it asks for, why, how to fix it, how to verify it, where to read on. An item of a
/// project's own says all that in one text.
pub fn explain(page: &mut Page, catalogue: &Catalogue, item: &Item) {
    page.gap();
    page.spread(
        vec![piece(&item.title, Ink::Strong), piece(format!("  {}", item.id), Ink::Dim)],
        vec![piece(item.severity.as_str(), severity_ink(item.severity))],
    );
    for one in catalogue.alterations().iter().filter(|one| *one.item() == item.id) {
        paragraph(page, "In this project", &one.to_string());
    }
    let own = catalogue.is_own(&item.id);
    paragraph(page, "Asks for", &item.asks);
    if !own {
        paragraph(page, "Why", &item.why);
        paragraph(page, "Fix", &item.fix.text);
    }
    for example in &item.fix.examples {
        page.gap();
        page.line([piece(format!("    {} ({})", example.title, example.language), Ink::Dim)]);
        for line in example.code.lines() {
            page.long_line([piece(format!("      {line}"), Ink::Code)]);
        }
    }
    if !own {
        paragraph(page, "Verify", &item.verify.text);
    } else if item.verify.command.is_some() {
        heading(page, "Verify");
    }
    if let Some(command) = &item.verify.command {
        page.gap();
        page.long_line([piece("      $ ", Ink::Dim), piece(command, Ink::Code)]);
    }
    if !item.references.is_empty() {
        heading(page, "Read on");
    }
    for reference in &item.references {
        page.line([piece(format!("    {}", reference.title), Ink::Plain)]);
        page.long_line([piece(format!("      {}", reference.url), Ink::Dim)]);
    }
}

fn heading(page: &mut Page, title: &str) {
    page.gap();
    page.line([piece(format!("  {title}"), Ink::Strong)]);
}

fn paragraph(page: &mut Page, title: &str, text: &str) {
    heading(page, title);
    page.wrap(vec![piece("    ", Ink::Plain)], 4, prose(text));
}

/// The list as a JSON document, `gonogo.list/1`.
///
/// `checklist` lists where this project's checklist differs from the standard one (`kind`: added, graded, out-of-scope).
pub fn list_json(catalogue: &Catalogue) -> String {
    #[derive(Serialize)]
    struct Document<'c> {
        schema: &'static str,
        sections: Vec<SectionEntry<'c>>,
        checklist: Vec<Remark<'c>>,
    }
    #[derive(Serialize)]
    struct SectionEntry<'c> {
        id: &'c str,
        title: &'c str,
        items: Vec<ItemEntry<'c>>,
    }
    #[derive(Serialize)]
    struct ItemEntry<'c> {
        id: &'c ItemId,
        title: &'c str,
        severity: Severity,
        asks: &'c str,
    }
    let sections = catalogue.sections().iter().map(|section| SectionEntry {
        id: &section.id,
        title: &section.title,
        items: section
            .items
            .iter()
            .map(|item| ItemEntry {
                id: &item.id,
                title: &item.title,
                severity: item.severity,
                asks: &item.asks,
            })
            .collect(),
    });
    super::json::to_text(&Document {
        schema: "gonogo.list/1",
        sections: sections.collect(),
        checklist: catalogue.alterations().iter().map(Remark::alteration).collect(),
    })
}
