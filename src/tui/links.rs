//! Places on the screen as hyperlinks to the forge (OSC 8): which cells, and where they lead. Terminals that do not know
//! the sequence show the text as it is.

use ratatui::buffer::Buffer;

use super::model::{Asked, Model};
use super::text::{safe_line, width};

/// Cells of one row that lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) x: u16,
    pub(super) y: u16,
    /// How many cells.
    pub(super) columns: u16,
    pub(super) url: String,
}

/// The links among what `buffer` shows of `model`: the shown place, where the forge has it.
pub(super) fn links(model: &Model, buffer: &Buffer) -> Vec<Link> {
    let Some(place) = model.place().filter(|_| model.overlay.is_none()) else { return Vec::new() };
    let key = (place.path.clone(), place.line);
    let Some(Asked::Known(found)) = model.located.get(&key) else { return Vec::new() };
    let Some(url) = found.link.as_ref().filter(|url| !url.contains(char::is_control)) else {
        return Vec::new();
    };
    let text = safe_line(&format!("{}:{}", place.path, place.line));
    let Ok(columns) = u16::try_from(width(&text)) else { return Vec::new() };
    let area = *buffer.area();
    (area.top()..area.bottom())
        .flat_map(|y| (area.left()..area.right().saturating_sub(columns)).map(move |x| (x, y)))
        .filter(|(x, y)| stands_at(buffer, *x, *y, &text))
        .map(|(x, y)| Link { x, y, columns, url: url.clone() })
        .collect()
}

/// Whether `text` begins at that cell, as a whole word.
fn stands_at(buffer: &Buffer, x: u16, y: u16, text: &str) -> bool {
    let mut rest = text;
    let mut at = x;
    while !rest.is_empty() {
        let Some(cell) = buffer.cell((at, y)) else { return false };
        let Some(left) = rest.strip_prefix(cell.symbol()).filter(|_| !cell.symbol().is_empty()) else {
            return false;
        };
        at = at.saturating_add(u16::try_from(width(cell.symbol())).unwrap_or(1).max(1));
        rest = left;
    }
    // A longer number is another line.
    !buffer.cell((at, y)).is_some_and(|cell| cell.symbol().starts_with(|c: char| c.is_ascii_digit()))
}
