//! A bar that fills: `━━━━──────`.

use ratatui::text::Span;

use super::super::theme::{Role, Theme};

/// A bar of `room` columns for `done` of `total`. It is full only when everything is done, and empty only when nothing
/// is.
pub(in super::super) fn line(done: usize, total: usize, room: usize, theme: &Theme) -> [Span<'static>; 2] {
    let filled = filled(done, total, room);
    let role = if done >= total && total > 0 { Role::Good } else { Role::Heading };
    [
        Span::styled("━".repeat(filled), theme.style(role)),
        Span::styled("─".repeat(room - filled), theme.style(Role::Faint)),
    ]
}

fn filled(done: usize, total: usize, room: usize) -> usize {
    let done = done.min(total);
    if total == 0 || room == 0 {
        return 0;
    }
    match done.saturating_mul(room) / total {
        0 if done > 0 && room > 1 => 1,
        filled => filled,
    }
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn a_bar_is_full_only_when_all_is_done_and_empty_only_when_nothing_is() {
        assert_eq!(filled(0, 5, 10), 0);
        assert_eq!(filled(1, 400, 10), 1);
        assert_eq!(filled(399, 400, 10), 9);
        assert_eq!(filled(5, 5, 10), 10);
        assert_eq!(filled(3, 0, 10), 0);
    }
}
