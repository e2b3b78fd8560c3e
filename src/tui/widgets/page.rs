//! Lines in an area, from a first visible one on, with a scroll bar where there are more.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget as _;

use super::super::theme::{Role, Theme};

/// Draws `lines` from number `first` on; the scroll bar stands right of `area`, after
/// a blank column.
pub(in super::super) fn draw(
    lines: &[Line<'static>],
    first: usize,
    area: Rect,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(first)) {
        let place = Rect::new(area.x, y, area.width, 1);
        buffer.set_style(place, line.style);
        line.render(place, buffer);
    }
    let rows = usize::from(area.height);
    if lines.len() <= rows || rows == 0 {
        return;
    }
    let size = (rows * rows / lines.len()).max(1);
    let top = first * (rows - size) / (lines.len() - rows).max(1);
    for row in 0..rows {
        let inside = (top..top + size).contains(&row);
        let (symbol, role) = if inside { ("┃", Role::Muted) } else { ("│", Role::Faint) };
        let Ok(row) = u16::try_from(row) else { continue };
        if let Some(cell) = buffer.cell_mut((area.right() + 1, area.y + row)) {
            cell.set_symbol(symbol).set_style(theme.style(role));
        }
    }
}
