//! Datelines: "GENEVA, Jan 21 (Agency) -", "MOSCOW (AP) —", "BEIJING, 3 May —".
//!
//! A dateline is set aside, so that the first sentence begins after it; its place and its date are
//! kept as words, for the date often has no year.

use super::Span;
use super::lines::is_blank;
use super::stamp;

/// Where and when a report was written, as its first paragraph says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The whole prefix, its dash included.
    pub span: Span,
    /// "GENEVA".
    pub place: Option<Span>,
    /// "Jan 21", "21 January 2022", "Friday".
    pub date: Option<Span>,
    /// "Reuters".
    pub agency: Option<Span>,
}

/// Longest dateline, in bytes.
const LONGEST: usize = 140;
/// Acronyms and labels in capitals that begin a sentence before a dash or a colon and are no places.
const NOT_PLACES: &[&str] = &[
    "ANALYSIS",
    "ASEAN",
    "BREAKING",
    "CNN",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACT",
    "FILE",
    "IAEA",
    "IMF",
    "LIVE",
    "MODERATOR",
    "NATO",
    "NOTE",
    "OPEC",
    "OPINION",
    "OSCE",
    "PHOTO",
    "QUESTION",
    "READ",
    "REPORTER",
    "UNESCO",
    "UNICEF",
    "UPDATE",
    "VIDEO",
    "WATCH",
];

/// Words in the labels of transcripts: "THE PRESIDENT:", "MS. PSAKI:". Sorted.
const OFFICES: &[&str] = &[
    "AMBASSADOR",
    "CHANCELLOR",
    "COMMISSIONER",
    "DR",
    "GENERAL",
    "GOVERNOR",
    "MINISTER",
    "MR",
    "MRS",
    "MS",
    "OFFICIAL",
    "PREMIER",
    "PRESIDENT",
    "SECRETARY",
    "SECRETARY-GENERAL",
    "SENATOR",
    "SPOKESMAN",
    "SPOKESPERSON",
    "SPOKESWOMAN",
];

/// True for an office or an honorific in capitals, as the labels of transcripts have them.
pub(crate) fn is_office(word: &str) -> bool {
    OFFICES.binary_search(&word.trim_end_matches('.')).is_ok()
}

/// Words that begin a sentence about a day, and no dateline.
const NOT_FIRST: &[&str] = &[
    "After", "As", "At", "Before", "Between", "By", "During", "For", "From", "In", "On", "Since",
    "Until",
];

/// What was gathered so far of a dateline.
#[derive(Default)]
struct Draft {
    place: Option<Span>,
    /// A comma stands after the place: what follows names its country.
    place_done: bool,
    words: usize,
    capitals: bool,
    date: Option<Span>,
    number: bool,
    month: bool,
    weekday: bool,
    agency: Option<Span>,
}

impl Draft {
    fn is_dated(&self) -> bool {
        (self.month && self.number) || (self.weekday && self.place_done)
    }

    /// True when the prefix, ended by `end` and followed by `rest`, is a dateline.
    fn holds(&self, end: End, rest: &str) -> bool {
        let opens = rest.chars().next().is_none_or(|c| {
            c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '‘' | '\'' | '«' | '(')
        });
        let sure = self.is_dated() || self.agency.is_some();
        let placed = self.place.is_some();
        match end {
            End::Dash => opens && (sure || (placed && self.capitals)),
            End::Colon => opens && placed && (sure || self.capitals),
            End::Open => opens && placed && self.is_dated() && self.agency.is_some(),
            End::Nothing => placed && self.is_dated() && self.month,
        }
    }
}

/// What ends a dateline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Dash,
    Colon,
    /// The first word of the sentence.
    Open,
    /// The end of the paragraph.
    Nothing,
}

/// The dateline that the paragraph `span` begins with.
///
/// `colon` says whether capitals and a colon alone may be one ("ISLAMABAD: …"): not in a transcript.
pub(super) fn find(text: &str, span: Span, colon: bool) -> Option<Dateline> {
    let words = span.of(text);
    let start = span.start as usize;
    let mut draft = Draft::default();
    let mut at = 0;
    while at < words.len().min(LONGEST) {
        let rest = &words[at..];
        let c = rest.chars().next()?;
        if is_blank(c) || matches!(c, ',' | '.') {
            draft.place_done |= c == ',' && draft.place.is_some();
            at += c.len_utf8();
        } else if matches!(c, '—' | '–' | '―' | '-' | ':') {
            let end = if c == ':' { End::Colon } else { End::Dash };
            let length = rest.len() - rest.trim_start_matches(|d| d == c || is_blank(d)).len();
            let bare = !draft.is_dated() && draft.agency.is_none();
            if (bare && end == End::Colon && !colon)
                || (c == '-' && rest[1..].starts_with(char::is_alphanumeric))
            {
                return None;
            }
            return draft
                .holds(end, &rest[length..])
                .then(|| finish(&draft, start, at + length));
        } else if let Some(close) = closing(c)
            && at_word_start(words, at)
        {
            let inside = &rest[c.len_utf8()..];
            let length = inside.find(close).filter(|&n| (2..=60).contains(&n))?;
            if draft.agency.is_some() || !inside.starts_with(char::is_uppercase) {
                return None;
            }
            let from = start + at + c.len_utf8();
            draft.agency = Some(Span::new(from, from + length));
            at += 2 * c.len_utf8() + length;
        } else {
            let length = rest.find(ends_word).unwrap_or(rest.len()).max(c.len_utf8());
            if !take(&mut draft, &rest[..length], start + at) {
                return draft
                    .holds(End::Open, rest)
                    .then(|| finish(&draft, start, at));
            }
            at += length;
        }
    }
    let whole = at >= words.len() && draft.holds(End::Nothing, "");
    whole.then(|| finish(&draft, start, words.len()))
}

fn finish(draft: &Draft, start: usize, length: usize) -> Dateline {
    Dateline {
        span: Span::new(start, start + length),
        place: draft.place,
        date: draft.date,
        agency: draft.agency,
    }
}

/// Adds a word to the draft; false when no dateline has such a word there.
fn take(draft: &mut Draft, word: &str, at: usize) -> bool {
    let here = Span::new(at, at + word.trim_end_matches('.').len().max(1));
    let digits = word.starts_with(|c: char| c.is_ascii_digit());
    let (month, weekday) = (stamp::month(word).is_some(), stamp::is_weekday(word));
    if digits || ((month || weekday) && draft.place.is_some()) {
        draft.number |= digits && stamp_number(word);
        draft.month |= month || (digits && word.len() >= 8);
        draft.weekday |= weekday;
        draft.date = Some(draft.date.map_or(here, |d| d.join(here)));
        return draft.place.is_some() && (!digits || stamp_number(word));
    }
    let small = matches!(word, "of" | "de" | "la" | "al" | "the" | "and");
    if draft.date.is_some()
        || draft.agency.is_some()
        || draft.words >= 6
        || !(small || word.starts_with(char::is_uppercase))
    {
        return false;
    }
    if draft.place.is_none() {
        if NOT_FIRST.contains(&word) {
            return false;
        }
        draft.capitals = is_capitals(word) && !NOT_PLACES.contains(&word) && !is_office(word);
        draft.place = Some(here);
    } else if !draft.place_done {
        draft.capitals &= is_capitals(word) && !is_office(word);
        draft.place = draft.place.map(|p| p.join(here));
    }
    draft.words += 1;
    true
}

fn stamp_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    digits.len() <= 10
        && digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'/' | b'-'))
}

fn is_capitals(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 2 && letters.clone().all(|c| !c.is_lowercase())
}

fn closing(c: char) -> Option<char> {
    match c {
        '(' => Some(')'),
        '[' => Some(']'),
        '/' => Some('/'),
        _ => None,
    }
}

fn at_word_start(words: &str, at: usize) -> bool {
    words[..at]
        .chars()
        .next_back()
        .is_none_or(|c| is_blank(c) || c == '.')
}

fn ends_word(c: char) -> bool {
    is_blank(c) || matches!(c, ',' | '(' | '[' | ':' | '—' | '–' | '―')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: Option<[&str; 4]>) {
        let got = find(text, Span::new(0, text.len()), true).map(|d| {
            let words = |s: Option<Span>| s.map_or("", |s| s.of(text));
            [
                words(d.place),
                words(d.date),
                words(d.agency),
                &text[d.span.end as usize..],
            ]
        });
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn datelines_of_the_agencies() {
        check(
            "GENEVA, Jan 21 (Agency) - Envoys met.",
            Some(["GENEVA", "Jan 21", "Agency", "Envoys met."]),
        );
        check(
            "MOSCOW (AP) — Russia said",
            Some(["MOSCOW", "", "AP", "Russia said"]),
        );
        check(
            "BEIJING, 3 May — China",
            Some(["BEIJING", "3 May", "", "China"]),
        );
        check(
            "KYIV, Ukraine (AP) – “No,”",
            Some(["KYIV", "", "AP", "“No,”"]),
        );
        check(
            "UNITED NATIONS, Sept. 3, 2021 /PRNewswire/ -- Envoys",
            Some(["UNITED NATIONS", "Sept. 3, 2021", "PRNewswire", "Envoys"]),
        );
        check(
            "MOSCOW, January 21. /TASS/. Russia",
            Some(["MOSCOW", "January 21", "TASS", "Russia"]),
        );
        check(
            "Geneva, 21 January 2022 – The envoy",
            Some(["Geneva", "21 January 2022", "", "The envoy"]),
        );
        check("TEHRAN—Iran said", Some(["TEHRAN", "", "", "Iran said"]));
        check(
            "WASHINGTON, D.C. — The",
            Some(["WASHINGTON", "", "", "The"]),
        );
        check(
            "ISLAMABAD: Pakistan",
            Some(["ISLAMABAD", "", "", "Pakistan"]),
        );
        check("THE HAGUE: The", Some(["THE HAGUE", "", "", "The"]));
        assert!(OFFICES.is_sorted());
        check("(Reuters) - Iran", Some(["", "", "Reuters", "Iran"]));
        check(
            "GENEVA/MOSCOW, Jan 21 (Agency) - Talks",
            Some(["GENEVA/MOSCOW", "Jan 21", "Agency", "Talks"]),
        );
        check(
            "GENEVA, January 21, 2022",
            Some(["GENEVA", "January 21, 2022", "", ""]),
        );
    }

    #[test]
    fn sentences_that_begin_with_a_name_are_left_alone() {
        for text in [
            "Moscow — as ever — said no.",
            "Washington previously dismissed the demands — all of them.",
            "NATO — The alliance — said no.",
            "Theresa May — The prime minister — said no.",
            "Lavrov (left) — The minister",
            "U.S. officials said no - twice.",
            "On January 21 - The day",
            "QUESTION: What next?",
            "THE PRESIDENT: Good morning.",
            "MR. PRICE: Good morning.",
            "G-7 - The group",
        ] {
            check(text, None);
        }
    }
}
