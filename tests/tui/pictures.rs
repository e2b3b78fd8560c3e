//! The images in README.md are screens of the program, drawn by the program.

use std::fs;
use std::path::Path;

use gonogo::tui::picture;

use super::stage::Stage;

/// The screens that are kept: a name, a size, and the keys that lead there.
const SCREENS: [(&str, u16, u16, &[&str]); 3] = [
    ("overview", 120, 36, &[]),
    ("detail", 80, 24, &["down", "down", "down", "enter"]),
    ("waive", 100, 30, &["w", "tab"]),
];

#[test]
fn the_images_show_the_program_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screens");
    let update = std::env::var_os("UPDATE_SCREENS").is_some();
    for (name, width, height, keys) in SCREENS {
        let mut stage = Stage::starting(width, height, "dark");
        stage.settle();
        stage.press(keys);
        stage.settle();
        let image = picture(&stage.model);
        let file = folder.join(format!("{name}.svg"));
        if update {
            fs::create_dir_all(&folder).expect("the folder of the images");
            fs::write(&file, &image).expect("an image");
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept == image,
            "{} is out of date: UPDATE_SCREENS=1 cargo test --test main -- tui::pictures",
            file.display()
        );
    }
}
