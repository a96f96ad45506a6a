//! What form bytes have: by the extension of the file, by what they begin with.

/// The forms that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A page.
    Html,
    /// One object, or a list of objects.
    Json,
    /// One object a line.
    JsonLines,
}

/// How many bytes are looked at.
pub(crate) const HEAD: usize = 64 << 10;

/// The form of a source that begins with `head` and is named `name`; the name may be empty.
pub(crate) fn form(head: &[u8], name: &str) -> Form {
    let head = &head[..head.len().min(HEAD)];
    let start = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let extension = name
        .rsplit_once('.')
        .map_or("", |(_, e)| e)
        .to_ascii_lowercase();
    match extension.as_str() {
        "jsonl" | "ndjson" => return Form::JsonLines,
        "json" => {
            return if is_lines(start) {
                Form::JsonLines
            } else {
                Form::Json
            };
        }
        "html" | "htm" | "xhtml" | "shtml" => return Form::Html,
        "md" | "markdown" => return Form::Markdown,
        _ => {}
    }
    if is_html(start) {
        Form::Html
    } else if is_lines(start) {
        Form::JsonLines
    } else if begins_json(start) {
        Form::Json
    } else if extension.is_empty() && (start.starts_with(b"# ") || start.starts_with(b"---\n")) {
        Form::Markdown
    } else {
        Form::Text
    }
}

/// An object on the first line and another on the second.
fn is_lines(start: &[u8]) -> bool {
    let mut lines = start.split(|&b| b == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.next().unwrap_or_default();
    let second = lines.find(|l| !l.is_empty()).unwrap_or_default();
    first.starts_with(b"{") && first.ends_with(b"}") && second.starts_with(b"{")
}

/// `{"` or `[{"`, white space aside.
fn begins_json(start: &[u8]) -> bool {
    let inside = |bytes: &'_ [u8]| {
        bytes
            .get(1..)
            .map_or(Vec::new(), |b| b.trim_ascii_start().to_vec())
    };
    match start.first() {
        Some(b'{') => inside(&start[..start.len().min(200)]).starts_with(b"\""),
        Some(b'[') => {
            let rest = inside(&start[..start.len().min(200)]);
            rest.starts_with(b"{") || rest.starts_with(b"]")
        }
        _ => false,
    }
}

/// A doctype, a comment, or one of the tags that pages begin with.
fn is_html(start: &[u8]) -> bool {
    const OPENINGS: [&str; 14] = [
        "!doctype html",
        "html",
        "head",
        "body",
        "meta",
        "title",
        "script",
        "article",
        "div",
        "main",
        "section",
        "p",
        "h1",
        "?xml",
    ];
    let mut rest = start;
    while let Some(comment) = rest.strip_prefix(b"<!--") {
        let end = comment.windows(3).position(|w| w == b"-->");
        let Some(end) = end else {
            return true;
        };
        rest = comment[end + 3..].trim_ascii_start();
    }
    let Some(tag) = rest.strip_prefix(b"<") else {
        return false;
    };
    OPENINGS.iter().any(|name| {
        let ends = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
        tag.get(..name.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(name.as_bytes()))
            && ends(tag.get(name.len()))
    })
}

/// What the bytes are, when they are plainly no text.
pub(crate) fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 15] = [
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a zip archive or an office file"),
        (b"PK\x01\x02", "a piece of a zip archive"),
        (b"PK\x05\x06", "an empty zip archive"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"\x28\xb5\x2f\xfd", "a zstd archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"\xd0\xcf\x11\xe0", "an old office file"),
        (b"WARC/", "a web archive"),
        (b"{\\rtf", "a rich-text file"),
    ];
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    if crate::charset::wide(head).is_some() {
        return None;
    }
    let odd = |b: &&u8| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127);
    (head.iter().filter(odd).count() * 20 > head.len()).then_some("a binary file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_content_and_by_name() {
        let check = |head: &str, name: &str, want: Form| {
            assert_eq!(form(head.as_bytes(), name), want, "{name}: {head}");
        };
        check("The envoys met.", "", Form::Text);
        check("\u{feff}<!DOCTYPE html><html>", "", Form::Html);
        check("<!-- saved --> <html>", "a.txt", Form::Html);
        check("<Reuters> The envoys met.", "a.txt", Form::Text);
        check("{\"text\": \"a\"}", "", Form::Json);
        check("[ {\"text\": \"a\"} ]", "", Form::Json);
        check(
            "{\"text\": \"a\"}\n{\"text\": \"b\"}\n",
            "",
            Form::JsonLines,
        );
        check(
            "{\"text\": \"a\"}\n{\"text\": \"b\"}\n",
            "a.json",
            Form::JsonLines,
        );
        check("{\"text\": \"a\"}\n", "a.jsonl", Form::JsonLines);
        check("[Reuters] The envoys met.", "", Form::Text);
        check("# Envoys meet\n", "", Form::Markdown);
        check("# Envoys meet\n", "a.txt", Form::Text);
    }

    #[test]
    fn binary_files_are_named() {
        assert_eq!(binary(b"%PDF-1.4 ..."), Some("a PDF file"));
        assert_eq!(binary(&[0, 1, 2, 3, 0, 0, 7, 65]), Some("a binary file"));
        assert_eq!(
            binary("Les négociations ont repris.\0".repeat(3).as_bytes()),
            None
        );
        assert_eq!(binary(b"M\0e\0t\0.\0"), None);
    }
}
