//! Tokens of raw English as the treebanks EWT and GUM cut it.
//!
//! Hyphenated words fall apart ("1.5 - hour", "high - level") unless the first part is a mere prefix
//! ("non-proliferation"); clitics stand alone ("Russia 's", "do n't", "can not"); abbreviations and
//! initials keep their full stop ("U.S.", "Sen.", "J."); figures, times, dates, addresses stay whole
//! ("1,500.25", "7:30", "9/11"); an inserted letter stays in its word ("[i]f"). Typographic and straight
//! marks are read alike. Every token is a span of the text; the cost is linear in its length.

use crate::model::features::plain;
use crate::text::Span;

use super::lists;

/// Longest token, in bytes: a longer run of letters is cut, so that no step looks further than this.
pub const LONGEST: usize = 256;

/// Appends the tokens of `text[part]` to `out`.
pub fn split(text: &str, part: Span, out: &mut Vec<Span>) {
    let bytes = &text[..part.end as usize];
    let mut at = part.start as usize;
    while at < bytes.len() {
        let Some(c) = bytes[at..].chars().next() else {
            break;
        };
        if c.is_whitespace() || is_invisible(c) {
            at += c.len_utf8();
            continue;
        }
        let end = Scanner { text: bytes }.token(at, out);
        debug_assert!(end > at);
        at = end;
    }
}

/// Marks without width, which belong to no token.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

struct Scanner<'a> {
    /// The text up to the end of the part.
    text: &'a str,
}

impl Scanner<'_> {
    /// Plain form of the character at `at`; a space beyond the end or inside a character.
    fn char(&self, at: usize) -> char {
        self.text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(' ', plain)
    }

    /// Character before `at`.
    fn before(&self, at: usize) -> char {
        self.text[..at].chars().next_back().map_or(' ', plain)
    }

    /// First byte from `at` on that does not satisfy `test`, at most [`LONGEST`] further.
    fn run(&self, at: usize, test: impl Fn(char) -> bool) -> usize {
        let mut end = at;
        for c in self.text.get(at..).unwrap_or_default().chars() {
            if !test(plain(c)) || end - at >= LONGEST {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// Pushes the token (or, for contractions, tokens) that begins at `at`; returns its end.
    fn token(&self, at: usize, out: &mut Vec<Span>) -> usize {
        let c = self.char(at);
        let end = if let Some(end) = self.address(at) {
            end
        } else if is_word(c) {
            return self.word(at, out);
        } else if c == '\'' {
            self.apostrophe(at)
        } else if c == '[' {
            self.insertion(at).unwrap_or(at + 1)
        } else if (c == '-' || c == '.')
            && self.char(at + 1).is_ascii_digit()
            && !is_word(self.before(at))
        {
            // A negative figure or one without its zero: "-5", ".5".
            self.number(at + 1)
        } else {
            self.marks(at, c)
        };
        out.push(Span::new(at, end));
        end
    }

    /// A clitic or a quotation mark.
    fn apostrophe(&self, at: usize) -> usize {
        let after = at + self.text[at..].chars().next().map_or(1, char::len_utf8);
        let letters = self.run(after, char::is_alphanumeric);
        let word = &self.text[after..letters];
        let joined = is_word(self.before(at));
        if joined && is_clitic_tail(word) {
            return letters;
        }
        let decade = word.len() == 3 && word.ends_with('s') && word.as_bytes()[0].is_ascii_digit();
        if !joined && (decade || lists::is_clipped(word)) {
            return letters;
        }
        // Two straight apostrophes, or backquotes, are one mark.
        if self.char(after) == '\'' && after == at + 1 {
            after + self.text[after..].chars().next().map_or(1, char::len_utf8)
        } else {
            after
        }
    }

    /// A letter put into brackets at the beginning of a word: "[i]f", "[W]e".
    fn insertion(&self, at: usize) -> Option<usize> {
        let inner = self.run(at + 1, char::is_alphabetic);
        let short = inner > at + 1 && inner - at <= 4;
        if short && self.text[inner..].starts_with(']') && self.char(inner + 1).is_alphabetic() {
            return Some(self.run(inner + 1, char::is_alphabetic));
        }
        None
    }

    /// Marks: runs of one kind are one token, brackets and quotes stand alone.
    fn marks(&self, at: usize, c: char) -> usize {
        let one = at + self.text[at..].chars().next().map_or(1, char::len_utf8);
        if let Some(end) = self.smiley(at) {
            return end;
        }
        match c {
            '.' | '?' | '!' => {
                let end = self.run(at, |d| d == c);
                let mixed = self.run(at, |d| d == '?' || d == '!');
                end.max(mixed)
            }
            '-' | '*' | '=' | '_' | '~' | '+' | '\u{2014}' | '<' | '>' => self.run(at, |d| d == c),
            c if is_pictograph(c) => self.run(at, |d| {
                d == '\u{fe0f}' || d == '\u{200d}' || is_pictograph(d)
            }),
            _ => one,
        }
    }

    fn smiley(&self, at: usize) -> Option<usize> {
        const FACES: [&str; 12] = [
            ":-)", ":-(", ";-)", ":)", ":(", ";)", ":D", ":P", "=)", ":-D", ":-P", "<3",
        ];
        let rest = &self.text[at..];
        let face = FACES.iter().find(|f| rest.starts_with(**f))?;
        let end = at + face.len();
        (!is_word(self.char(end)) && !is_word(self.before(at))).then_some(end)
    }

    /// A web or mail address.
    fn address(&self, at: usize) -> Option<usize> {
        if !self.char(at).is_ascii_alphanumeric() && self.char(at) != '@' {
            return None;
        }
        if is_word(self.before(at)) {
            return None;
        }
        let end = self.run(at, |c| c.is_alphanumeric() || "@:/.#?&=%_-+~".contains(c));
        let chunk = &self.text[at..end];
        let scheme = chunk
            .find("://")
            .is_some_and(|p| p > 1 && chunk[..p].bytes().all(|b| b.is_ascii_lowercase()));
        let mail = chunk.find('@').is_some_and(|p| {
            let (user, host) = chunk.split_at(p);
            !user.contains(['/', ':'])
                && host.len() > 1
                && (user.is_empty() || host[1..].contains('.') || host.len() > 2)
        });
        if !(scheme || mail || chunk.starts_with("www.")) {
            return None;
        }
        let trimmed = chunk.trim_end_matches(['.', ':', '?', '-', '&', '=', '+']);
        (trimmed.len() > 1).then_some(at + trimmed.len())
    }

    /// A figure from its first digit: inner commas, stops, colons and slashes stay.
    fn number(&self, at: usize) -> usize {
        let mut end = self.run(at, |c| c.is_ascii_digit());
        loop {
            let mark = self.char(end);
            if !matches!(mark, '.' | ',' | ':' | '/') {
                return end;
            }
            let digits = self.run(end + 1, |c| c.is_ascii_digit());
            let count = digits - end - 1;
            if count == 0 || (mark == ',' && count != 3) || end - at > LONGEST {
                return end;
            }
            end = digits;
        }
    }

    /// A token that begins with a letter or digit.
    fn word(&self, at: usize, out: &mut Vec<Span>) -> usize {
        let end = if self.char(at).is_ascii_digit() {
            self.figure(at)
        } else {
            self.letters(at)
        };
        let word = &self.text[at..end];
        match lists::contraction(word) {
            Some(cut) => {
                out.push(Span::new(at, at + cut));
                out.push(Span::new(at + cut, end));
            }
            None => out.push(Span::new(at, end)),
        }
        end
    }

    /// A figure with what belongs to it: "1990s", "22nd", "713-853-3989", "5B"; units stand alone.
    fn figure(&self, at: usize) -> usize {
        let mut end = self.number(at);
        let phone = self.phone(at, end);
        if phone > end {
            return phone;
        }
        let letters = self.run(end, char::is_alphabetic);
        if letters > end {
            let tail = &self.text[end..letters];
            let follows = self.char(letters);
            if !lists::is_unit(tail) || follows.is_ascii_digit() {
                end = self.run(end, is_word);
            }
        }
        end
    }

    /// The end of a telephone number or a date in figures: groups of digits with hyphens, three groups
    /// or more, or a last group of four.
    fn phone(&self, at: usize, first: usize) -> usize {
        let (mut end, mut groups, mut last) = (first, 1, first - at);
        while self.text[end..].starts_with('-') {
            let next = self.run(end + 1, |c| c.is_ascii_digit());
            if next == end + 1 || next - at > 40 {
                break;
            }
            (last, end, groups) = (next - end - 1, next, groups + 1);
        }
        let year_range = groups == 2 && first - at == 4;
        if groups >= 3 || (groups == 2 && last == 4 && !year_range) {
            end
        } else {
            first
        }
    }

    /// A word of letters with the marks that stay inside.
    fn letters(&self, at: usize) -> usize {
        let mut end = self.run(at, is_word);
        loop {
            if end - at >= LONGEST {
                return end;
            }
            let mark = self.char(end);
            let mark_len = self.text[end..].chars().next().map_or(1, char::len_utf8);
            let next = end + mark_len;
            let follows = self.char(next);
            let part = &self.text[at..end];
            let stays = match mark {
                '\'' => follows.is_alphabetic() && !self.clitic_at(at, &mut end, next),
                '.' => is_word(follows) && dot_stays(part, follows),
                '-' => is_word(follows) && mark_len == 1 && lists::is_prefix(part),
                '&' => follows.is_uppercase() && part.chars().all(char::is_uppercase),
                '_' => is_word(follows),
                _ => false,
            };
            if !stays {
                break;
            }
            end = self.run(next, is_word);
        }
        if self.text[end..].starts_with('.') && self.keeps_stop(&self.text[at..end], end) {
            end += 1;
        }
        end
    }

    /// Whether a clitic begins at the apostrophe before `next`; "n't" moves `end` before its n.
    fn clitic_at(&self, at: usize, end: &mut usize, next: usize) -> bool {
        let letters = self.run(next, is_word);
        let tail = &self.text[next..letters];
        let part = &self.text[at..*end];
        if tail.eq_ignore_ascii_case("t") && part.len() > 1 && part.ends_with(['n', 'N']) {
            *end -= 1;
            return true;
        }
        is_clitic_tail(tail)
    }

    /// Whether the full stop at `end` belongs to the word before it.
    fn keeps_stop(&self, word: &str, end: usize) -> bool {
        if self.text[end..].starts_with("..") {
            return false;
        }
        let last = word.rsplit(['.', '-']).next().unwrap_or(word);
        let initial = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
        let dotted = word.contains('.') && (initial || word == "Ph.D");
        let capital = initial
            && word.len() == last.len()
            && last.chars().all(char::is_uppercase)
            && last != "I";
        dotted
            || capital
            || lists::abbreviation(word).is_some_and(|class| {
                // "No." is a word and a full stop unless a figure follows.
                let space = usize::from(self.char(end + 1) == ' ');
                class != "number" || self.char(end + 1 + space).is_ascii_digit()
            })
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a whole token is a clitic: "'s", "n't".
pub(super) fn is_clitic(token: &str) -> bool {
    let mut letters = token.chars().map(plain);
    match letters.next() {
        Some('\'') => is_clitic_tail(token.trim_start_matches(|c| plain(c) == '\'')),
        Some('n' | 'N') => {
            letters.next() == Some('\'') && matches!(letters.next(), Some('t' | 'T'))
        }
        _ => false,
    }
}

/// Whether letters after an apostrophe are a clitic.
fn is_clitic_tail(word: &str) -> bool {
    ["s", "m", "d", "re", "ve", "ll"]
        .iter()
        .any(|c| word.eq_ignore_ascii_case(c))
}

/// Whether a full stop inside a run of letters stays: initials and addresses do, a missing space does not.
fn dot_stays(before: &str, follows: char) -> bool {
    let last = before.rsplit('.').next().unwrap_or(before);
    let single = last.chars().count() == 1;
    let lower_then_upper = last.ends_with(char::is_lowercase) && follows.is_uppercase();
    single || !lower_then_upper
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> String {
        let mut spans = Vec::new();
        split(text, Span::new(0, text.len()), &mut spans);
        spans
            .iter()
            .map(|s| s.of(text))
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn cuts_as_the_treebanks_do() {
        for (text, want) in [
            ("a 1.5-hour meeting", "a|1.5|-|hour|meeting"),
            (
                "Russia's and the ministers' talks",
                "Russia|'s|and|the|ministers|'|talks",
            ),
            ("Russia’s top diplomat", "Russia|’s|top|diplomat"),
            (
                "They don't and can’t, he'd said",
                "They|do|n't|and|ca|n’t|,|he|'d|said",
            ),
            ("cannot", "can|not"),
            (
                "the U.S. side, Sen. J. Smith",
                "the|U.S.|side|,|Sen.|J.|Smith",
            ),
            (
                "U.S.-led non-proliferation efforts",
                "U.S.|-|led|non-proliferation|efforts",
            ),
            ("“We will,” he said.", "“|We|will|,|”|he|said|."),
            (
                "Moscow “[i]f needed” [the]",
                "Moscow|“|[i]f|needed|”|[|the|]",
            ),
            ("$1.5bn, 25% by 7:30 p.m.", "$|1.5|bn|,|25|%|by|7:30|p.m."),
            ("wait...", "wait|..."),
            ("2014-2015 or 5-10", "2014|-|2015|or|5|-|10"),
            (
                "see https://a.org/x?y=1, now",
                "see|https://a.org/x?y=1|,|now",
            ),
            ("the '90s, ’em", "the|'90s|,|’em"),
            ("No. 5. No. We", "No.|5|.|No|.|We"),
            ("it ended.The next", "it|ended|.|The|next"),
            (
                "al-Assad and Sha'lan of L'Enfant",
                "al|-|Assad|and|Sha'lan|of|L'Enfant",
            ),
            ("AT&T (Reuters) — yes", "AT&T|(|Reuters|)|—|yes"),
            ("and/or 9/11", "and|/|or|9/11"),
        ] {
            assert_eq!(tokens(text), want);
        }
    }

    #[test]
    fn cuts_one_long_run() {
        for unit in [
            "a", "1", "a.", "1,", "-", "'", "a-", "é", "a'", "www.", "@", "non-", "1-",
        ] {
            let text = unit.repeat(400_000 / unit.len());
            let mut spans = Vec::new();
            split(&text, Span::new(0, text.len()), &mut spans);
            assert!(
                spans.last().is_some_and(|s| s.end as usize == text.len()),
                "{unit}"
            );
        }
    }
}
