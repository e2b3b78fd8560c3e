//! Versions of Django as far as they matter here: `major.minor`, the unit in which Django changes its defaults.

use std::fmt;

/// A feature version of Django: `5.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// The number before the first dot.
    pub major: u32,
    /// The number after it.
    pub minor: u32,
}

impl Version {
    /// The version `major.minor`.
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }

    /// Reads the first two numbers of `5.2.1`, `5.2`, `v5` or `5.2rc1`; `None` where it does not begin with a number.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().trim_start_matches(['v', 'V']).split('.');
        let number = |part: &str| -> Option<u32> {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        };
        let major = number(parts.next()?)?;
        Some(Self { major, minor: parts.next().and_then(number).unwrap_or(0) })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_first_two_numbers() {
        for (text, major, minor) in [("5.2.1", 5, 2), ("4.2rc1", 4, 2), ("6", 6, 0), (" v3.2 ", 3, 2)] {
            assert_eq!(Version::parse(text), Some(Version::new(major, minor)), "{text}");
        }
        assert_eq!(Version::parse("latest"), None);
        assert_eq!(Version::parse(""), None);
    }
}
