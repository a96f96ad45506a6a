//! Other people's text, made harmless: one line of it, and addresses that lead to the web.

/// The text on one line: runs of white space become one space; control characters and marks that turn the
/// direction of writing around are left out.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let shown = word.chars().filter(|c| !turns(*c));
        let before = line.len();
        if before > 0 {
            line.push(' ');
        }
        let after_space = line.len();
        line.extend(shown);
        if line.len() == after_space {
            line.truncate(before);
        }
    }
    line
}

/// Marks with which "exe.jpg" can be made of "gpj.exe".
fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Bytes of an address at most; longer ones are no links.
const LONGEST_ADDRESS: usize = 2_048;

/// An address that leads to the web, with nothing in it that could end a link early; none else.
pub(super) fn web_address(url: &str) -> Option<&str> {
    let scheme = |s: &str| {
        url.get(..s.len())
            .is_some_and(|u| u.eq_ignore_ascii_case(s))
    };
    let host = url.split("//").nth(1)?;
    let harmless = |c: char| {
        !c.is_control()
            && !c.is_whitespace()
            && !turns(c)
            && !matches!(c, '<' | '>' | '"' | '\\' | '`' | '^' | '{' | '}' | '|')
    };
    let leads = scheme("http://") || scheme("https://");
    let whole = !host.is_empty() && url.len() <= LONGEST_ADDRESS && url.chars().all(harmless);
    (leads && whole).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_on_one_line() {
        assert_eq!(one_line(" a\r\nb\t\u{0}c \u{202e}d \u{2066} "), "a b c d");
        assert_eq!(one_line("\u{202e}"), "");
    }

    #[test]
    fn links_lead_to_the_web_or_nowhere() {
        let good = ["https://example.org/a?b=(c)", "HTTP://example.org/é"];
        for url in good {
            assert_eq!(web_address(url), Some(url));
        }
        let bad = [
            "",
            "javascript:alert(1)",
            " https://example.org",
            "https://",
            "https://a.example/\nx",
            "https://a.example/\"onclick=x",
            "https://a.example/><script>",
            "data:text/html,x",
            "//a.example",
            "/a",
            "ftp://a.example",
            "java\tscript://x/%0aalert(1)",
            "https:\u{2066}//a.example",
        ];
        for url in bad {
            assert_eq!(web_address(url), None, "{url}");
        }
    }
}
