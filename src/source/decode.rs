//! Bytes to text: UTF-8, UTF-16 with a mark, and the encodings that Python source may declare (PEP 263).

/// The characters of Windows code page 1252 for the bytes 0x80 to 0x9f; the five unassigned ones stay control codes.
const CP1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// How far into a file a NUL byte makes it binary (the measure that git takes, too).
const BINARY_WINDOW: usize = 8_000;

/// Decodes a file's bytes: the text without a byte order mark, and a remark where something was lost.
///
/// `None` for a binary file. `python` says whether an encoding declaration counts.
pub(super) fn decode(bytes: Vec<u8>, python: bool) -> Option<(String, Option<String>)> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return Some(utf16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return Some(utf16(rest, u16::from_be_bytes));
    }
    if !python && bytes.iter().take(BINARY_WINDOW).any(|byte| *byte == 0) {
        return None;
    }
    let had_mark = bytes.starts_with(b"\xef\xbb\xbf");
    if python
        && !had_mark
        && !bytes.is_ascii()
        && let Some(name) = declared(&bytes)
    {
        match name.as_str() {
            "utf-8" | "utf8" | "utf-8-sig" | "u8" => {}
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" | "8859" | "cp819" => {
                return Some((bytes.into_iter().map(char::from).collect(), None));
            }
            "cp1252" | "windows-1252" | "1252" => {
                return Some((bytes.into_iter().map(cp1252).collect(), None));
            }
            "iso-8859-15" | "iso8859-15" | "latin-9" | "latin9" => {
                return Some((bytes.into_iter().map(latin9).collect(), None));
            }
            other => {
                let note = format!(
                    "declares the encoding {other:?}, which is read as UTF-8; save the file as UTF-8"
                );
                return Some((lossy(&bytes), Some(note)));
            }
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some((without_mark(text), None)),
        Err(error) => {
            let note = format!(
                "is not valid UTF-8 at byte {}; those bytes are read as \u{fffd}",
                error.utf8_error().valid_up_to()
            );
            Some((lossy(error.as_bytes()), Some(note)))
        }
    }
}

fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

fn lossy(bytes: &[u8]) -> String {
    without_mark(String::from_utf8_lossy(bytes).into_owned())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<String>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut lost = !rest.is_empty();
    let text = char::decode_utf16(pairs.iter().copied().map(unit))
        .map(|decoded| {
            decoded.unwrap_or_else(|_| {
                lost = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    (text, lost.then(|| "is not valid UTF-16; the broken parts are read as \u{fffd}".to_owned()))
}

fn cp1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => CP1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn latin9(byte: u8) -> char {
    match byte {
        0xa4 => '€',
        0xa6 => 'Š',
        0xa8 => 'š',
        0xb4 => 'Ž',
        0xb8 => 'ž',
        0xbc => 'Œ',
        0xbd => 'œ',
        0xbe => 'Ÿ',
        _ => char::from(byte),
    }
}

/// The encoding that a comment on one of the first two lines declares, normalised as Python does (PEP 263).
fn declared(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|byte| *byte == b'\n').take(2) {
        let line = line.trim_ascii_start();
        if line.is_empty() {
            continue;
        }
        // Only a comment may stand before the declaration.
        let comment = line.strip_prefix(b"#")?;
        let Some(at) = comment.windows(6).position(|window| window == b"coding") else { continue };
        let Some(rest) =
            comment[at + 6..].strip_prefix(b":").or_else(|| comment[at + 6..].strip_prefix(b"="))
        else {
            continue;
        };
        let name: String = rest
            .trim_ascii_start()
            .iter()
            .map_while(|byte| match byte {
                b'_' => Some('-'),
                b'-' | b'.' => Some(char::from(*byte)),
                _ if byte.is_ascii_alphanumeric() => Some(char::from(byte.to_ascii_lowercase())),
                _ => None,
            })
            .collect();
        if !name.is_empty() {
            return Some(name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], python: bool) -> String {
        decode(bytes.to_vec(), python).expect("text").0
    }

    #[test]
    fn strips_a_mark_and_reads_utf16() {
        assert_eq!(text(b"\xef\xbb\xbfa = 1", true), "a = 1");
        assert_eq!(text(b"\xff\xfed\0j\0\n\0", false), "dj\n");
        assert_eq!(text(b"\xfe\xff\0d\0j", false), "dj");
    }

    #[test]
    fn honours_the_declared_encoding_of_python_only() {
        let source = b"#!/usr/bin/python\n# -*- coding: Latin_1 -*-\nx = '\xe9'";
        assert!(text(source, true).ends_with("'é'"));
        assert!(text(source, false).ends_with("'\u{fffd}'"));
        assert!(text(b"# vim: set fileencoding=cp1252 :\nx = '\x80'", true).ends_with("'€'"));
        assert!(text(b"# coding=iso-8859-15\nx = '\xa4'", true).ends_with("'€'"));
        assert!(text(b"x = 1\n# coding: latin-1\n# \xe9", true).ends_with('\u{fffd}'));
    }

    #[test]
    fn says_what_was_lost() {
        let (_, note) = decode(b"a\xffb".to_vec(), true).expect("text");
        assert_eq!(note.as_deref(), Some("is not valid UTF-8 at byte 1; those bytes are read as \u{fffd}"));
        let (_, note) = decode(b"# coding: koi8-r\n# \xc1".to_vec(), true).expect("text");
        assert!(note.expect("a note").contains("koi8-r"));
        assert!(decode(b"GIF89a\0\0".to_vec(), false).is_none());
    }
}
