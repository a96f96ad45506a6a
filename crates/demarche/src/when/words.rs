//! The words that time phrases are made of, read once from the lists under `rules/en/when`.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    fn parse(code: &str) -> Option<Unit> {
        Some(match code {
            "S" => Unit::Second,
            "MIN" => Unit::Minute,
            "H" => Unit::Hour,
            "D" => Unit::Day,
            "W" => Unit::Week,
            "FN" => Unit::Fortnight,
            "WE" => Unit::Weekend,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "Y" => Unit::Year,
            "DE" => Unit::Decade,
            "CE" => Unit::Century,
            "ML" => Unit::Millennium,
            _ => return None,
        })
    }

    /// The letters of a TIMEX3 period ("P3W", "PT2H").
    pub(super) fn code(self) -> &'static str {
        match self {
            Unit::Second => "S",
            Unit::Minute => "M",
            Unit::Hour => "H",
            Unit::Day => "D",
            Unit::Week | Unit::Fortnight => "W",
            Unit::Weekend => "WE",
            Unit::Month => "M",
            Unit::Quarter => "Q",
            Unit::Year => "Y",
            Unit::Decade => "DE",
            Unit::Century => "CE",
            Unit::Millennium => "ML",
        }
    }

    /// True for units within a day.
    pub(super) fn is_clock(self) -> bool {
        self <= Unit::Hour
    }
}

/// What a single word can be in a time phrase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Atom {
    /// Nothing of its own; grammar may still ask for the word by its letters.
    Plain,
    Month(i8),
    /// "Jan", "Sept": needs a day or a year beside it.
    MonthShort(i8),
    /// 1 for Monday.
    Weekday(i8),
    Weekdays(i8),
    WeekdayShort(i8),
    /// "week"; `true` for "weeks".
    Unit(Unit, bool),
    /// TIMEX3 code of a season.
    Season(&'static str),
    /// TIMEX3 code of a part of the day; `true` for "mornings".
    Part(&'static str, bool),
    /// A named hour: noon, midnight.
    Hour(u8),
    /// A whole number; `digits` counts its figures, 0 for a word.
    Number {
        value: u32,
        digits: u8,
    },
    /// "2.5".
    Decimal(f64),
    /// "21st", "third".
    Ordinal {
        value: u32,
        digits: u8,
    },
    /// "several", "few".
    Vague,
    /// "daily": TIMEX3 code of its period.
    Often(&'static str),
    /// "today" and its neighbours: days from today.
    Today(i8),
    /// "nineties": 90; "1990s": 1990.
    Decade(u16),
}

/// The classes of `governors.tsv`, as bits.
pub(super) mod class {
    /// What hangs on it lies ahead: "agree to", "a call for".
    pub(in crate::when) const FORWARD: u8 = 1;
    /// Its own day lies ahead even in the past tense: "was scheduled for Friday".
    pub(in crate::when) const FIXED: u8 = 2;
    /// In the present tense, a timetable: "talks begin on Monday".
    pub(in crate::when) const TIMETABLE: u8 = 4;
    /// A noun that lies ahead: "deadline".
    pub(in crate::when) const AHEAD: u8 = 8;
    /// A noun of something that takes place on a day: "meeting".
    pub(in crate::when) const HAPPENING: u8 = 16;
    /// A verb of saying.
    pub(in crate::when) const SAY: u8 = 32;
    /// "extended until", "postponed to": the end it sets lies ahead.
    pub(in crate::when) const TERM: u8 = 64;
    /// "proposed a meeting on Friday": the day behind its object is the object's.
    pub(in crate::when) const ARRANGE: u8 = 128;
}

/// When a phrase that names no day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ref {
    Past,
    Present,
    Future,
    /// "in the near future": words with an open window from the day of writing.
    Near,
}

/// A day known by name: Christmas, Easter Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedDay {
    Fixed {
        month: i8,
        day: i8,
    },
    /// The `nth` weekday of a month; -1 for the last.
    Nth {
        month: i8,
        weekday: i8,
        nth: i8,
    },
    /// Days from Easter Sunday.
    Easter(i16),
}

/// All word lists.
pub(super) struct Words {
    atoms: HashMap<&'static str, Atom>,
    /// Words that can begin a phrase without being an atom: "the", "nearly", "now".
    openers: HashSet<&'static str>,
    /// Phrases by their first word, longest first.
    refs: HashMap<&'static str, Vec<(Vec<&'static str>, Ref)>>,
    days: HashMap<&'static str, Vec<(Vec<&'static str>, NamedDay)>>,
    governors: HashMap<&'static str, u8>,
}

impl Words {
    /// True when a phrase can begin with this word though it is no atom.
    pub(super) fn opens(&self, word: &str) -> bool {
        self.openers.contains(word)
    }

    /// What a lower-cased word can be.
    pub(super) fn atom(&self, word: &str) -> Atom {
        // No listed word is longer than eleven letters; most words end here.
        if word.len() < 3 || word.len() > 11 {
            return Atom::Plain;
        }
        self.atoms.get(word).copied().unwrap_or(Atom::Plain)
    }

    /// Phrases without a day that begin with `word`, longest first.
    pub(super) fn refs(&self, word: &str) -> &[(Vec<&'static str>, Ref)] {
        self.refs.get(word).map_or(&[], Vec::as_slice)
    }

    /// Named days that begin with `word`, longest first.
    pub(super) fn days(&self, word: &str) -> &[(Vec<&'static str>, NamedDay)] {
        self.days.get(word).map_or(&[], Vec::as_slice)
    }

    /// The classes of a lemma.
    pub(super) fn governor(&self, lemma: &str) -> u8 {
        self.governors.get(lemma).copied().unwrap_or(0)
    }
}

/// The lists, read on first use.
pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = lists();
        words
            .openers
            .extend(words.refs.keys().chain(words.days.keys()));
        words
    })
}

fn lists() -> Words {
    Words {
        openers: include_str!("../../rules/en/when/openers.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect(),
        atoms: rows(include_str!("../../rules/en/when/words.tsv"))
            .filter_map(|row| Some((row[0], atom(row[1], row[2])?)))
            .collect(),
        refs: by_first_word(include_str!("../../rules/en/when/refs.tsv"), |v| {
            Some(match v {
                "past" => Ref::Past,
                "present" => Ref::Present,
                "future" => Ref::Future,
                "near" => Ref::Near,
                _ => return None,
            })
        }),
        days: by_first_word(include_str!("../../rules/en/when/days.tsv"), named_day),
        governors: governors(include_str!("../../rules/en/when/governors.tsv")),
    }
}

/// The rows of a list, without comments.
fn rows(list: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|row| row.len() >= 2)
}

fn atom(class: &str, value: &'static str) -> Option<Atom> {
    let number = || value.parse::<i32>().ok();
    Some(match class {
        "month" => Atom::Month(number()? as i8),
        "month-short" => Atom::MonthShort(number()? as i8),
        "weekday" => Atom::Weekday(number()? as i8),
        "weekdays" => Atom::Weekdays(number()? as i8),
        "weekday-short" => Atom::WeekdayShort(number()? as i8),
        "unit" => Atom::Unit(Unit::parse(value)?, false),
        "units" => Atom::Unit(Unit::parse(value)?, true),
        "season" => Atom::Season(value),
        "part" => Atom::Part(value, false),
        "parts" => Atom::Part(value, true),
        "clock" => Atom::Hour(number()? as u8),
        "number" => Atom::Number {
            value: number()? as u32,
            digits: 0,
        },
        "ordinal" => Atom::Ordinal {
            value: number()? as u32,
            digits: 0,
        },
        "decade" => Atom::Decade(number()? as u16),
        "vague" => Atom::Vague,
        "often" => Atom::Often(value),
        "today" => Atom::Today(number()? as i8),
        _ => return None,
    })
}

fn named_day(value: &str) -> Option<NamedDay> {
    if let Some(shift) = value.strip_prefix("easter") {
        return Some(NamedDay::Easter(shift.parse().unwrap_or(0)));
    }
    let (month, rest) = value.split_once('-')?;
    let month = month.parse().ok()?;
    if let Ok(day) = rest.parse() {
        return Some(NamedDay::Fixed { month, day });
    }
    let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .position(|d| rest.starts_with(d))? as i8
        + 1;
    let nth = match &rest[3..] {
        "last" => -1,
        n => n.parse().ok()?,
    };
    Some(NamedDay::Nth {
        month,
        weekday,
        nth,
    })
}

/// Phrases as words ("new year's eve" -> new, year, 's, eve), by first word, longest first.
fn by_first_word<T>(
    list: &'static str,
    value: impl Fn(&str) -> Option<T>,
) -> HashMap<&'static str, Vec<(Vec<&'static str>, T)>> {
    let mut map: HashMap<&'static str, Vec<(Vec<&'static str>, T)>> = HashMap::new();
    for row in rows(list) {
        let mut phrase = Vec::new();
        for word in row[0].split(' ') {
            match word.find('\'') {
                Some(at) if at > 0 => phrase.extend([&word[..at], &word[at..]]),
                _ => phrase.push(word),
            }
        }
        if let Some(v) = value(row[1]) {
            map.entry(phrase[0]).or_default().push((phrase, v));
        }
    }
    for phrases in map.values_mut() {
        phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    map
}

fn governors(list: &'static str) -> HashMap<&'static str, u8> {
    let mut map = HashMap::new();
    for row in rows(list) {
        let bit = match row[1] {
            "forward" => class::FORWARD,
            "fixed" => class::FIXED,
            "timetable" => class::TIMETABLE,
            "ahead-noun" => class::AHEAD,
            "happening" => class::HAPPENING,
            "say" => class::SAY,
            "term" => class::TERM,
            "arrange" => class::ARRANGE,
            _ => 0,
        };
        *map.entry(row[0]).or_insert(0) |= bit;
    }
    map
}
