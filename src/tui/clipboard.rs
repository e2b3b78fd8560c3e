//! Copying through the terminal (OSC 52), so that it works over SSH as well.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The most that is copied, bytes: some terminals drop longer sequences whole.
const LIMIT: usize = 74_000;

/// What carries the terminal's output to the person's terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// Nothing in between.
    Direct,
    /// tmux, which passes sequences on when they are wrapped, or takes them itself, as it is set up.
    Tmux,
    /// GNU screen, which passes wrapped sequences on.
    Screen,
}

impl Carrier {
    /// As the environment tells.
    pub(super) fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        match () {
            () if set("TMUX") => Self::Tmux,
            () if set("STY") => Self::Screen,
            () => Self::Direct,
        }
    }
}

/// The bytes that put `text` on the clipboard; `None` where it is too long.
pub(super) fn sequence(text: &str, carrier: Carrier) -> Option<String> {
    if text.len() > LIMIT {
        return None;
    }
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    Some(match carrier {
        Carrier::Direct => plain,
        // With `set-clipboard on` tmux takes the plain one, with `allow-passthrough on` it hands on the wrapped one.
        Carrier::Tmux => format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")),
        Carrier::Screen => format!("\x1bP{plain}\x1b\\"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tmux_gets_the_sequence_for_itself_and_one_to_hand_on() {
        assert_eq!(sequence("a.py:7", Carrier::Direct).unwrap(), "\x1b]52;c;YS5weTo3\x07");
        assert_eq!(
            sequence("a.py:7", Carrier::Tmux).unwrap(),
            "\x1b]52;c;YS5weTo3\x07\x1bPtmux;\x1b\x1b]52;c;YS5weTo3\x07\x1b\\"
        );
        assert_eq!(sequence(&"x".repeat(LIMIT + 1), Carrier::Direct), None);
        let tmux = |name: &str| (name == "TMUX").then(|| "/tmp/tmux".to_owned());
        assert_eq!(Carrier::of(tmux), Carrier::Tmux);
        assert_eq!(Carrier::of(|_| None), Carrier::Direct);
    }
}
