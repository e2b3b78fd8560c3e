//! The checklist: six sections, thirty items, their order and their texts.
//!
//! The texts are data, in `assets/catalogue/<section>.toml`; they are embedded into the program and checked when read.

mod own;
mod read;
mod text;

use std::sync::LazyLock;

pub use own::{Alteration, PROJECT_SECTION};
pub use read::CatalogueError;
pub use text::{Example, Fix, Item, Reference, Section, Verify};

use crate::model::ItemId;

/// The built-in sections, in the order of the checklist.
const STANDARD: [(&str, &str); 6] = [
    ("security.toml", include_str!("../../assets/catalogue/security.toml")),
    ("database.toml", include_str!("../../assets/catalogue/database.toml")),
    ("api.toml", include_str!("../../assets/catalogue/api.toml")),
    ("tasks.toml", include_str!("../../assets/catalogue/tasks.toml")),
    ("static.toml", include_str!("../../assets/catalogue/static.toml")),
    ("logging.toml", include_str!("../../assets/catalogue/logging.toml")),
];

/// Sections and items in a fixed order: that of the files, then that inside each file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    sections: Vec<Section>,
    alterations: Vec<Alteration>,
}

impl Catalogue {
    /// The built-in catalogue.
    pub fn standard() -> &'static Self {
        static CATALOGUE: LazyLock<Catalogue> =
            LazyLock::new(|| Catalogue::read(&STANDARD).expect("a test reads the embedded catalogue"));
        &CATALOGUE
    }

    /// Reads section files, given as name and text.
    ///
    /// # Errors
    ///
    /// Where a file is not TOML of the catalogue's form, or breaks one of its rules; the error names the file.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, CatalogueError> {
        read::read(files).map(|sections| Self { sections, alterations: Vec::new() })
    }

    /// The sections, in order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The section called `id`.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// All items, in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// The item called `id`.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.section(id.section())?.items.iter().find(|item| item.id == *id)
    }

    /// The ids of all items, in order.
    pub fn order(&self) -> impl Iterator<Item = &ItemId> {
        self.items().map(|item| &item.id)
    }
}
