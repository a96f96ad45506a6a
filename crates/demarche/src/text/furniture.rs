//! Furniture: lines that are kept in the text and read by nobody, told by their words and shape.

use super::lines::{ends_sentence, first_word, is_blank, is_closing};
use super::stamp;
use std::sync::OnceLock;

/// What a line of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Furniture {
    /// A pasted link and nothing else.
    Link,
    /// "Related article: …", "Read more".
    Related,
    /// A caption or the credit of a picture.
    Caption,
    /// "By Jane Doe", "Reporting by …; editing by …".
    Byline,
    /// "Share this", "Subscribe", "Advertisement".
    Share,
    /// A line of dates and times.
    Stamp,
    /// A section name or a heading between paragraphs.
    Label,
    /// "All rights reserved", "This story was originally published …", a rule of asterisks.
    Notice,
}

/// Where in a line a phrase must stand to count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Line,
    Label,
    Head,
    Start,
    Tail,
}

struct Phrase {
    place: Place,
    words: &'static str,
    what: Furniture,
}

/// Longest paragraph, in bytes, that can be furniture.
const LONGEST: usize = 600;
/// How near its end, in bytes, a credit must begin.
const TAIL: usize = 90;

/// What a line or paragraph is, if it is furniture.
pub(super) fn kind(words: &str) -> Option<Furniture> {
    if words.len() > LONGEST && !is_all_links(words) {
        return None;
    }
    let plain = words.trim_start_matches(|c: char| is_blank(c) || is_ornament(c));
    if !plain.contains(char::is_alphanumeric) {
        return Some(Furniture::Notice);
    }
    if is_all_links(words) || is_address(plain) {
        return Some(Furniture::Link);
    }
    by_phrase(plain)
        .or_else(|| stamp::is_stamp(plain).then_some(Furniture::Stamp))
        .or_else(|| is_byline(plain).then_some(Furniture::Byline))
        .or_else(|| is_path(plain).then_some(Furniture::Label))
}

/// "News > World > Europe": where in a site a page stands.
fn is_path(plain: &str) -> bool {
    let marks = [" > ", " › ", " » ", " / "];
    plain.len() < 100
        && !ends_sentence(plain)
        && marks
            .iter()
            .any(|m| plain.matches(m).count() >= 2 || (*m != " / " && plain.contains(m)))
}

/// Marks that decorate the beginning of a line.
fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '*' | '•'
            | '·'
            | '»'
            | '›'
            | '>'
            | '→'
            | '►'
            | '▶'
            | '|'
            | '_'
            | '#'
            | '='
            | '-'
            | '–'
            | '—'
    )
}

fn is_all_links(words: &str) -> bool {
    let mut any = false;
    words
        .split(|c: char| is_blank(c) || matches!(c, '|' | '<' | '>'))
        .all(|w| {
            let low = w
                .get(..8.min(w.len()))
                .unwrap_or_default()
                .to_ascii_lowercase();
            let link = low.starts_with("http://")
                || low.starts_with("https://")
                || low.starts_with("www.");
            any |= link;
            w.is_empty() || link
        })
        && any
}

/// An e-mail address or a handle alone on its line.
fn is_address(plain: &str) -> bool {
    let alone = !plain.contains(char::is_whitespace);
    alone && plain.contains('@') && plain.len() < 80
}

fn by_phrase(plain: &str) -> Option<Furniture> {
    let stop = ends_sentence(plain);
    let open = plain.trim_end().ends_with([':', ',', ';']);
    let found = |p: &&Phrase| match p.place {
        Place::Tail => is_near_end(plain, p.words),
        _ => begins(plain, p.words).is_some_and(|after| {
            let after = after.trim_start_matches(is_blank);
            let alone = after
                .trim_end_matches(|c: char| {
                    is_ornament(c) || is_closing(c) || matches!(c, '.' | ':')
                })
                .is_empty();
            match p.place {
                Place::Line => alone,
                Place::Label => alone || after.starts_with([':', '»', '›', '→']),
                Place::Head => alone || after.starts_with([':', '»', '›', '→']) || (!stop && !open),
                Place::Start => true,
                Place::Tail => false,
            }
        }),
    };
    phrases().iter().find(found).map(|p| p.what)
}

/// The rest of `line` after `phrase`, case and the shape of apostrophes aside; a phrase that ends in a
/// letter must end at the end of a word.
fn begins<'a>(line: &'a str, phrase: &str) -> Option<&'a str> {
    let mut rest = line.chars();
    for want in phrase.chars() {
        if fold(rest.next()?) != want {
            return None;
        }
    }
    let cut = phrase.ends_with(char::is_alphanumeric)
        && rest.clone().next().is_some_and(char::is_alphanumeric);
    (!cut).then_some(rest.as_str())
}

fn is_near_end(line: &str, phrase: &str) -> bool {
    let mut from = line.len().saturating_sub(TAIL);
    while !line.is_char_boundary(from) {
        from += 1;
    }
    let tail = &line[from..];
    tail.char_indices()
        .any(|(at, _)| begins(&tail[at..], phrase).is_some())
}

fn fold(c: char) -> char {
    match c {
        '’' | '‘' => '\'',
        '\u{a0}' => ' ',
        _ => c.to_ascii_lowercase(),
    }
}

/// "By Jane Doe and John Smith, Reuters": names after "by", no verb and no full stop.
fn is_byline(plain: &str) -> bool {
    let Some(names) = begins(plain, "by") else {
        return false;
    };
    if !first_word(plain).eq_ignore_ascii_case("by") || ends_sentence(names) || names.len() > 160 {
        return false;
    }
    let mut capital = 0;
    for word in names.split(|c: char| is_blank(c) || matches!(c, ',' | '|' | '/' | '(' | ')' | '&'))
    {
        let first = word.chars().next();
        match first {
            None => {}
            Some(c) if c.is_uppercase() || !c.is_ascii() => capital += 1,
            _ if matches!(
                word,
                "and" | "in" | "at" | "of" | "for" | "the" | "de" | "la" | "da" | "di" | "du"
            ) => {}
            _ if matches!(
                word,
                "van" | "von" | "der" | "den" | "al" | "el" | "bin" | "with" | "•" | "·"
            ) => {}
            _ if word.starts_with("al-") || word.starts_with("el-") || word.contains('@') => {}
            _ => return false,
        }
    }
    capital > 0 && capital <= 16
}

fn phrases() -> &'static [Phrase] {
    static PHRASES: OnceLock<Vec<Phrase>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        include_str!("../../rules/en/text/furniture.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut cells = line.split('\t');
                Some(Phrase {
                    place: place(cells.next()?)?,
                    words: cells.next()?,
                    what: what(cells.next()?)?,
                })
            })
            .collect()
    })
}

fn place(cell: &str) -> Option<Place> {
    Some(match cell {
        "line" => Place::Line,
        "label" => Place::Label,
        "head" => Place::Head,
        "start" => Place::Start,
        "tail" => Place::Tail,
        _ => return None,
    })
}

fn what(cell: &str) -> Option<Furniture> {
    Some(match cell {
        "related" => Furniture::Related,
        "caption" => Furniture::Caption,
        "byline" => Furniture::Byline,
        "share" => Furniture::Share,
        "label" => Furniture::Label,
        "notice" => Furniture::Notice,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_list_is_understood() {
        let rows = include_str!("../../rules/en/text/furniture.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .count();
        assert_eq!(phrases().len(), rows);
        assert!(
            phrases()
                .iter()
                .all(|p| p.words.chars().all(|c| fold(c) == c))
        );
    }

    #[test]
    fn furniture_is_told_from_text() {
        let check = |line: &str, want: Option<Furniture>| assert_eq!(kind(line), want, "{line}");
        check(
            "Related article: Little hope as envoys meet",
            Some(Furniture::Related),
        );
        check("READ MORE: What the envoys want", Some(Furniture::Related));
        check("Also read | Envoys meet", Some(Furniture::Related));
        check("https://a.org/b https://c.org/d", Some(Furniture::Link));
        check(
            "By Jane Doe and Óscar de la Cruz, in Geneva",
            Some(Furniture::Byline),
        );
        check(
            "Reporting by Jane Doe; editing by John Roe",
            Some(Furniture::Byline),
        );
        check(
            "(Reporting by Jane Doe; Editing by John Roe)",
            Some(Furniture::Byline),
        );
        check(
            "The envoys shake hands in Geneva. REUTERS/Jane Doe",
            Some(Furniture::Caption),
        );
        check(
            "(Photo: Ministry of Foreign Affairs)",
            Some(Furniture::Caption),
        );
        check("* * *", Some(Furniture::Notice));
        check("News > World > Europe", Some(Furniture::Label));
        check("Subscribe to our newsletter.", Some(Furniture::Share));
        check("jane.doe@paper.org", Some(Furniture::Link));
        check("Read more broadly, the note rejects the plan.", None);
        check("More than 40 states signed the following:", None);
        check("By Monday, Iran will answer the proposal.", None);
        check("By late Monday neither side had answered", None);
        check("Sources close to the talks said no date was set.", None);
        check("Reuters reported that the talks had failed.", None);
    }
}
