//! Where everything stands: the terminal's size to rectangles. Shared by update (scrolling) and view.

use ratatui::layout::Rect;

/// The fewest columns that the program can be used in.
pub const MIN_WIDTH: u16 = 40;
/// The fewest rows.
pub const MIN_HEIGHT: u16 = 12;
/// From this width on, list and details stand side by side.
const SIDE_BY_SIDE: u16 = 100;

/// From this width on, the walkthrough shows the source beside the text.
const TWO_COLUMNS: u16 = 116;
/// The widest column of text beside the source.
const TEXT_COLUMN: u16 = 90;

/// The rectangles of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The whole terminal.
    pub whole: Rect,
    /// Whether the terminal is too small for anything but saying so.
    pub too_small: bool,
    /// Whether list and details stand side by side; else one of them fills the body.
    pub side_by_side: bool,
    /// The bar at the top.
    pub bar: Rect,
    /// The line under the bar, about the project; empty on small screens.
    pub project: Rect,
    /// Everything between the bar and the line of messages.
    pub body: Rect,
    /// The list of items.
    pub list: Rect,
    /// What stands under the list where there is room: the selected item in short; else empty.
    pub preview: Rect,
    /// The rule between list and details; empty where one of them is alone.
    pub rule: Rect,
    /// The details of an item.
    pub detail: Rect,
    /// The line over the walkthrough: which item of how many.
    pub walk_head: Rect,
    /// The text of the walkthrough, or its left column.
    pub walk: Rect,
    /// Its right column, the source; empty where everything stands in one column.
    pub walk_source: Rect,
    /// The line of messages.
    pub message: Rect,
    /// The line of keys.
    pub footer: Rect,
}

impl Layout {
    /// The layout for a terminal of `(columns, rows)`.
    pub fn new((width, height): (u16, u16)) -> Self {
        let whole = Rect::new(0, 0, width, height);
        let too_small = width < MIN_WIDTH || height < MIN_HEIGHT;
        let side_by_side = width >= SIDE_BY_SIDE;
        let project_rows = u16::from(height >= 16) * 2;
        let top = 1 + project_rows;
        let row = |y: u16, rows: u16| Rect::new(0, y, width, rows).intersection(whole);
        let body = row(top, height.saturating_sub(top + 2));
        let (list_width, preview_rows) = if side_by_side {
            ((width * 2 / 5).clamp(46, 72), 0)
        } else {
            (width, if height >= 20 { 5 } else { 0 })
        };
        let list_rows = body.height.saturating_sub(preview_rows);
        let preview = Rect::new(0, body.y + list_rows, width, body.height - list_rows);
        let rule = if side_by_side { Rect::new(list_width, body.y, 1, body.height) } else { Rect::default() };
        let detail = if side_by_side {
            Rect::new(list_width + 2, body.y, width - list_width - 4, body.height)
        } else {
            Rect::new(1, body.y, width.saturating_sub(3), body.height)
        };
        // Where the line about the project has no room, the walkthrough's head takes the first row of the body.
        let walk_top = top + 1 - project_rows.min(1);
        let walk_rows = row(walk_top, height.saturating_sub(walk_top + 2)).height;
        let (walk, walk_source) = if width >= TWO_COLUMNS {
            let left = (width * 9 / 20).min(TEXT_COLUMN);
            let right = Rect::new(left + 4, walk_top, width - left - 7, walk_rows);
            (Rect::new(2, walk_top, left - 1, walk_rows), right)
        } else {
            (Rect::new(1, walk_top, width.saturating_sub(3), walk_rows), Rect::default())
        };
        Self {
            whole,
            too_small,
            side_by_side,
            bar: row(0, 1),
            project: row(1, project_rows.min(1)),
            body,
            list: Rect::new(0, body.y, list_width, list_rows),
            preview,
            rule,
            detail,
            walk_head: row(1, 1),
            walk,
            walk_source,
            message: row(height.saturating_sub(2), 1),
            footer: row(height.saturating_sub(1), 1),
        }
    }

    /// A box of at most `width` by `height` in the middle of the body, with as much air as there is.
    pub fn dialog(&self, width: u16, height: u16) -> Rect {
        let width = width.min(self.whole.width);
        let room = self.whole.height.saturating_sub(2);
        let height = height.min(room);
        let x = (self.whole.width - width) / 2;
        let y = (room - height) / 3 + u16::from(room > height);
        Rect::new(x, y.min(room - height), width, height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_stays_inside_at_every_size() {
        for width in 0..260 {
            for height in 0..90 {
                let layout = Layout::new((width, height));
                if layout.too_small {
                    continue;
                }
                for part in [
                    layout.bar,
                    layout.body,
                    layout.list,
                    layout.preview,
                    layout.detail,
                    layout.footer,
                    layout.walk,
                    layout.walk_source,
                ] {
                    assert_eq!(part.intersection(layout.whole), part, "{width}x{height}");
                }
                assert!(layout.list.height >= 5, "{width}x{height}");
                let dialog = layout.dialog(64, 20);
                assert_eq!(dialog.intersection(layout.whole), dialog, "{width}x{height}");
                assert!(dialog.bottom() <= layout.footer.y, "{width}x{height}");
            }
        }
    }
}
