//! The review document, and what holds for every format that is made from it.

use gonogo::report::formats::{Unfit, render};
use gonogo::report::{Document, Format};

use super::sample::sample;

/// The document of the sample, at a clean commit so that every format can be made.
pub fn clean() -> Document {
    let mut sample = sample(true);
    sample.report.repository.dirty = false;
    sample.document()
}

#[test]
fn a_saved_document_gives_every_format_byte_for_byte() {
    let document = clean();
    let saved = render(&document, Format::Json).expect("JSON");
    let read = Document::read(&saved).expect("a document");
    assert_eq!(read, document);
    for format in Format::ALL {
        let first = render(&document, format).expect("a report");
        assert_eq!(render(&read, format).expect("a report"), first, "{}", format.as_str());
        assert!(first.ends_with('\n'), "{}", format.as_str());
    }
}

#[test]
fn the_words_of_the_formats_are_read_again() {
    for format in Format::ALL {
        assert_eq!(Format::parse(format.as_str()), Some(format));
    }
    assert_eq!(Format::parse("pdf"), None);
}

#[test]
fn a_file_that_differs_from_the_commit_has_no_permalink() {
    let document = sample(true).document();
    let links = |id: &str| -> Vec<Option<String>> {
        let item = document.items.iter().find(|item| item.id.as_str() == id).expect("the item");
        item.evidence.iter().map(|place| place.link.clone()).collect()
    };
    let link = "https://github.com/kettle-leaf/shop/blob/3f2c1d0a5b6978685746352413029f8e7d6c5b4a/shop/settings/base.py#L10";
    assert_eq!(links("security.debug"), [Some(link.to_owned())]);
    assert_eq!(links("security.hsts"), [None]);
}

#[test]
fn a_statement_on_a_commit_is_not_made_on_other_files() {
    for format in [Format::InToto, Format::CycloneDx] {
        let format_word = format.as_str();
        let dirty = sample(true).document();
        assert_eq!(render(&dirty, format), Err(Unfit::Dirty { format: format_word }));
        let mut none = clean();
        none.repository.commit = None;
        assert_eq!(render(&none, format), Err(Unfit::NoCommit { format: format_word }));
    }
}

#[test]
fn a_waiver_counts_its_days_from_the_day_of_the_document() {
    let document = clean();
    let item = document.items.iter().find(|item| item.id.as_str() == "security.hsts").expect("the item");
    let waiver = item.decision.as_ref().and_then(|decision| decision.waiver.as_ref()).expect("a waiver");
    assert_eq!(waiver.days_left, Some(-64));
}
