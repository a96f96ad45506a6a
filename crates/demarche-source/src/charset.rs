//! Bytes to text: a byte order mark, the charset a page declares, or else what the bytes look like.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A page must declare its charset near its top (HTML standard: in the first 1,024 bytes; pages exceed it).
const DECLARATION: usize = 8 << 10;

/// Bytes of two or four to a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wide {
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

/// The wide encoding that the bytes are plainly in: by their mark, or since every second byte is zero.
pub(crate) fn wide(bytes: &[u8]) -> Option<Wide> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => return Some(Wide::Utf32Le),
        [0, 0, 0xfe, 0xff, ..] => return Some(Wide::Utf32Be),
        [0xff, 0xfe, ..] => return Some(Wide::Utf16Le),
        [0xfe, 0xff, ..] => return Some(Wide::Utf16Be),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(1 << 10)];
    let pairs = head.len() / 2;
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|&&b| b == 0).count();
    let mostly = |at: usize| zeros(at) * 10 >= pairs * 7 && zeros(1 - at) * 20 < pairs;
    match pairs {
        0..2 => None,
        _ if mostly(1) => Some(Wide::Utf16Le),
        _ if mostly(0) => Some(Wide::Utf16Be),
        _ => None,
    }
}

/// The text of these bytes; what cannot be decoded becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8], page: bool) -> Cow<'_, str> {
    match wide(bytes) {
        Some(Wide::Utf16Le) => return UTF_16LE.decode(bytes).0,
        Some(Wide::Utf16Be) => return UTF_16BE.decode(bytes).0,
        Some(Wide::Utf32Le) => return decode_utf32(bytes, u32::from_le_bytes),
        Some(Wide::Utf32Be) => return decode_utf32(bytes, u32::from_be_bytes),
        None => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text));
    }
    let declared = if page { declared(bytes) } else { None };
    let encoding = declared.unwrap_or_else(|| guessed(bytes));
    encoding.decode(bytes).0
}

fn decode_utf32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Cow<'_, str> {
    let chars = bytes.chunks(4).map(|four| {
        let code = <[u8; 4]>::try_from(four).ok().map(number);
        code.and_then(char::from_u32).unwrap_or('\u{fffd}')
    });
    Cow::Owned(chars.filter(|&c| c != '\u{feff}').collect())
}

/// The charset that a page declares; a declared UTF-16 means UTF-8, as the HTML standard says, since the
/// declaration could be read.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let at = head
        .windows(8)
        .position(|w| w.eq_ignore_ascii_case(b"charset="))?;
    let rest = &head[at + 8..];
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let end = rest
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b)));
    let encoding = Encoding::for_label(&rest[..end.unwrap_or(rest.len())])?;
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if wide { UTF_8 } else { encoding })
}

/// UTF-8 with a few bad bytes stays UTF-8; for anything else the detector of a browser is asked.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(1 << 20)];
    let lossy = String::from_utf8_lossy(head);
    let bad = lossy.matches('\u{fffd}').count();
    let good = lossy.chars().filter(|c| !c.is_ascii()).count() - bad;
    if good > bad * 4 {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], page: bool, want: &str) {
        assert_eq!(decode(bytes, page), want, "{bytes:?}");
    }

    #[test]
    fn marks_decide_first() {
        check(b"\xef\xbb\xbfThey met.", false, "They met.");
        check(b"\xff\xfeM\0e\0t\0", false, "Met");
        check(b"\xfe\xff\0M\0e\0t", false, "Met");
        check(b"\xff\xfe\0\0M\0\0\0e\0\0\0t\0\0\0", false, "Met");
        check(b"M\0e\0t\0.\0", false, "Met.");
    }

    #[test]
    fn old_charsets_are_declared_or_guessed() {
        check(
            b"<meta charset=\"windows-1252\"><p>\x93Nein\x94, sagte er",
            true,
            "<meta charset=\"windows-1252\"><p>“Nein”, sagte er",
        );
        check(
            b"He said \x93we will not answer\x94 and left the room, the minister\x92s aide said.",
            false,
            "He said “we will not answer” and left the room, the minister’s aide said.",
        );
        check(
            b"<meta charset=utf-16>caf\xc3\xa9",
            true,
            "<meta charset=utf-16>café",
        );
    }

    #[test]
    fn a_few_bad_bytes_do_not_change_the_charset() {
        check(
            "“Für Ämter”, “ça va”, “éé”: \u{fffd}"
                .replace('\u{fffd}', "")
                .as_bytes(),
            false,
            "“Für Ämter”, “ça va”, “éé”: ",
        );
        let mut bytes = "“Ämter für alle” — “ça va”".as_bytes().to_vec();
        bytes.extend(b" \xff.");
        check(&bytes, false, "“Ämter für alle” — “ça va” \u{fffd}.");
    }
}
