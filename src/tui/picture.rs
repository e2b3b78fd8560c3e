//! A screen of the program as an image: cells to SVG on a monospaced grid, so that README.md shows what the program
//! really looks like.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::model::Model;
use super::text::width;
use super::theme::Role;
use super::view;

/// The width of a column, in hundredths of a pixel: six tenths of the font's size, as in most monospaced fonts.
const COLUMN: usize = 840;
/// The height of a row, pixels.
const ROW: usize = 18;
/// From a row's top to its base line, pixels.
const BASE: usize = 13;
/// The air around the screen, pixels.
const MARGIN: usize = 12;

/// The colours that stand for the terminal's own where a theme names none.
const FOREGROUND: &str = "#c8ccd4";
const BACKGROUND: &str = "#16191f";

/// How long each frame of a recording stands, seconds.
const SECONDS: usize = 3;

/// The screen that shows `model`, as an SVG image.
pub fn picture(model: &Model) -> String {
    svg(&cells(model), &ground(model))
}

/// The screens that show `frames`, one after the other and over again, as one SVG image that moves by CSS. Whoever asks
/// the system for less motion sees the frame `still`, counted from 0. All frames have the size and theme of the first.
pub fn recording(frames: &[Model], still: usize) -> String {
    let Some(first) = frames.first() else { return String::new() };
    let ground = ground(first);
    let mut out = head(&cells(first), &ground);
    let (count, whole) = (frames.len(), frames.len() * SECONDS);
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<style>.frame{{visibility:hidden;animation:show {whole}s step-end infinite}}\
         @keyframes show{{0%{{visibility:visible}}{}.{:02}%{{visibility:hidden}}}}\
         @media (prefers-reduced-motion:reduce){{.frame{{animation:none}}.still{{visibility:visible}}}}</style>",
        100 / count,
        10_000 / count % 100,
    );
    for (number, frame) in frames.iter().enumerate() {
        let still = if number == still { " still" } else { "" };
        let delay = number * SECONDS;
        let _ = writeln!(out, "<g class=\"frame{still}\" style=\"animation-delay:{delay}s\">");
        rows(&mut out, &cells(frame), &ground);
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// The cells of the screen that shows `model`.
fn cells(model: &Model) -> Buffer {
    let (columns, rows) = model.size;
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    view::draw(model, area, &mut buffer);
    buffer
}

fn ground(model: &Model) -> String {
    model.theme.style(Role::Text).bg.and_then(css).unwrap_or_else(|| BACKGROUND.to_owned())
}

/// Cells that look alike and stand side by side.
struct Run {
    x: usize,
    columns: usize,
    text: String,
    foreground: String,
    background: Option<String>,
    modifier: Modifier,
}

/// The image of `buffer` on a ground of the colour `ground`.
fn svg(buffer: &Buffer, ground: &str) -> String {
    let mut out = head(buffer, ground);
    rows(&mut out, buffer, ground);
    out.push_str("</svg>\n");
    out
}

/// The opening tag, and the ground of a screen of the size of `buffer`.
fn head(buffer: &Buffer, ground: &str) -> String {
    let area = *buffer.area();
    let (columns, rows) = (usize::from(area.width), usize::from(area.height));
    let (wide, high) = (columns * COLUMN / 100 + 2 * MARGIN, rows * ROW + 2 * MARGIN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" \
         font-family=\"'JetBrains Mono','Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace\" \
         font-size=\"14\" role=\"img\">\n\
         <rect width=\"{wide}\" height=\"{high}\" rx=\"8\" fill=\"{ground}\"/>\n"
    )
}

fn rows(out: &mut String, buffer: &Buffer, ground: &str) {
    for y in 0..buffer.area().height {
        for run in runs(buffer, y) {
            draw(out, &run, usize::from(y), ground);
        }
    }
}

fn runs(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut covered = 0;
    for x in 0..buffer.area().width {
        if covered > 0 {
            // The second column of a wide character.
            covered -= 1;
            continue;
        }
        let cell = &buffer[(x, y)];
        let columns = width(cell.symbol()).max(1);
        covered = columns - 1;
        let (foreground, background) = colours(cell);
        match runs.last_mut() {
            Some(run)
                if columns == 1
                    && run.text.chars().count() == run.columns
                    && run.foreground == foreground
                    && run.background == background
                    && run.modifier == cell.modifier =>
            {
                run.columns += 1;
                run.text.push_str(cell.symbol());
            }
            _ => runs.push(Run {
                x: x.into(),
                columns,
                text: cell.symbol().to_owned(),
                foreground,
                background,
                modifier: cell.modifier,
            }),
        }
    }
    runs
}

/// Foreground and background of a cell, reversed where it is.
fn colours(cell: &Cell) -> (String, Option<String>) {
    let (foreground, background) = (css(cell.fg), css(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        let ground = background.unwrap_or_else(|| BACKGROUND.to_owned());
        return (ground, Some(foreground.unwrap_or_else(|| FOREGROUND.to_owned())));
    }
    (foreground.unwrap_or_else(|| FOREGROUND.to_owned()), background)
}

fn draw(out: &mut String, run: &Run, y: usize, ground: &str) {
    let pixels = |columns: usize| {
        let hundredths = columns * COLUMN;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
            .trim_end_matches(['0'])
            .trim_end_matches('.')
            .to_owned()
    };
    let (left, top) = (MARGIN * 100 + run.x * COLUMN, MARGIN + y * ROW);
    let left = format!("{}.{:02}", left / 100, left % 100);
    let wide = pixels(run.columns);
    // Writing to a string cannot fail.
    if let Some(background) = run.background.as_ref().filter(|background| *background != ground) {
        let _ = writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{ROW}\" fill=\"{background}\"/>"
        );
    }
    let underlined = run.modifier.contains(Modifier::UNDERLINED);
    if run.text.trim().is_empty() && !underlined {
        return;
    }
    let mut style = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if run.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let base = top + BASE;
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{base}\" textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\" fill=\"{}\"{style}>{}</text>",
        run.foreground,
        escaped(&run.text)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A colour as CSS writes it; `None` for the terminal's own. The sixteen named ones look different in each terminal;
/// these are the values of a common one.
fn css(color: Color) -> Option<String> {
    let named = match color {
        Color::Rgb(red, green, blue) => return Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Reset | Color::Indexed(_) => return None,
        Color::Black => "#000000",
        Color::Red => "#cd3131",
        Color::Green => "#0dbc79",
        Color::Yellow => "#e5e510",
        Color::Blue => "#2472c8",
        Color::Magenta => "#bc3fbc",
        Color::Cyan => "#11a8cd",
        Color::Gray => "#e5e5e5",
        Color::DarkGray => "#666666",
        Color::LightRed => "#f14c4c",
        Color::LightGreen => "#23d18b",
        Color::LightYellow => "#f5f543",
        Color::LightBlue => "#3b8eea",
        Color::LightMagenta => "#d670d6",
        Color::LightCyan => "#29b8db",
        Color::White => "#ffffff",
    };
    Some(named.to_owned())
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn every_run_stands_on_the_grid_and_is_escaped() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        buffer.set_string(0, 0, "a<日b", Style::new());
        let image = svg(&buffer, BACKGROUND);
        assert!(image.contains("x=\"12.00\" y=\"25\" textLength=\"16.8\""), "{image}");
        assert!(image.contains(">a&lt;</text>"), "{image}");
        assert!(
            image.contains("x=\"28.80\" y=\"25\" textLength=\"16.8\""),
            "a wide character takes two: {image}"
        );
        assert!(image.contains("x=\"45.60\""), "{image}");
    }

    #[test]
    fn reversed_cells_swap_their_colours() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 1, 1));
        let style =
            Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Rgb(4, 5, 6)).add_modifier(Modifier::REVERSED);
        buffer.set_string(0, 0, "x", style);
        let image = svg(&buffer, BACKGROUND);
        assert!(
            image.contains("height=\"18\" fill=\"#010203\"") && image.contains("fill=\"#040506\">x"),
            "{image}"
        );
    }
}
