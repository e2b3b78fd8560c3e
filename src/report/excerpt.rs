//! Source lines with their numbers, as compilers show them.

use super::page::{Ink, Page, piece, width_of};
use crate::model::Evidence;

/// The longest excerpt of one place, in lines.
const LONGEST: usize = 6;

/// Shows the path and the lines of `evidence`, indented by `indent` columns; the deciding column is marked where it is
/// not simply the start of its line.
pub fn excerpt(page: &mut Page, indent: usize, evidence: &Evidence) {
    let margin = " ".repeat(indent);
    page.line([piece(&margin, Ink::Plain), piece(format!("{}:{}", evidence.path, evidence.line), Ink::Code)]);
    let lines: Vec<String> = evidence.text.lines().map(|line| line.replace('\t', "    ")).collect();
    let common = common_indentation(&lines);
    let last = evidence.line + lines.len().min(LONGEST).saturating_sub(1);
    let digits = last.to_string().len();
    for (number, line) in (evidence.line..).zip(&lines).take(LONGEST) {
        page.line([
            piece(format!("{margin}{number:>digits$} │ "), Ink::Dim),
            piece(line.get(common..).unwrap_or_default(), Ink::Plain),
        ]);
        if number == evidence.line {
            caret(page, &format!("{margin}{:>digits$} │ ", ""), line, common, evidence.column);
        }
    }
    if lines.len() > LONGEST {
        page.line([piece(format!("{margin}{:>digits$} │ …", ""), Ink::Dim)]);
    }
}

/// Marks `column` (from 1, in characters of the source) below `line`, of which `common` columns are not shown.
fn caret(page: &mut Page, margin: &str, line: &str, common: usize, column: usize) {
    let start = line.chars().take_while(|c| *c == ' ').count();
    let Some(before) = column.checked_sub(1).filter(|before| *before > start) else { return };
    let Some(shown) = before.checked_sub(common).filter(|_| before < line.chars().count()) else { return };
    let gap = width_of(&[piece(line.chars().skip(common).take(shown).collect::<String>(), Ink::Plain)]);
    let mark = [piece(margin, Ink::Dim), piece(format!("{}^", " ".repeat(gap)), Ink::Bad)];
    if width_of(&mark) < page.width() {
        page.line(mark);
    }
}

/// The spaces that every line begins with.
fn common_indentation(lines: &[String]) -> usize {
    let filled = lines.iter().filter(|line| !line.trim().is_empty());
    filled.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::RepoPath;

    fn shown(line: usize, column: usize, text: &str) -> String {
        let path = RepoPath::new("shop/settings.py").unwrap();
        let end_line = line + text.lines().count().saturating_sub(1);
        let mut page = Page::new(60);
        excerpt(&mut page, 2, &Evidence { path, line, end_line, column, text: text.to_owned() });
        page.to_text(false)
    }

    #[test]
    fn aligns_numbers_drops_common_indentation_and_marks_the_column() {
        assert_eq!(
            shown(9, 15, "    DEBUG = a or b\n      # odd"),
            "  shop/settings.py:9\n   9 │ DEBUG = a or b\n     │           ^\n  10 │   # odd\n"
        );
        assert_eq!(shown(3, 1, "DEBUG = True"), "  shop/settings.py:3\n  3 │ DEBUG = True\n");
    }

    #[test]
    fn survives_odd_places_and_long_texts() {
        let long = shown(1, 900, &"x = 1\n".repeat(40));
        assert_eq!(long.lines().count(), 8);
        assert!(long.ends_with("│ …\n"), "{long}");
        assert!(shown(1, 0, "").starts_with("  shop/settings.py:1\n"));
        assert!(!shown(1, 3, "a\u{1b}[2Jb").contains('\u{1b}'));
        shown(1, 2, "\u{3000}日本");
    }
}
