//! The when part: time phrases against TIMEX3 and dates marked by hand, by the definitions of
//! TempEval-3.
//!
//! `strict` F1 wants the same span, `relaxed` one that overlaps, `value` the right value as well; they
//! are summed over documents. Of the news sets the phrases that lie after the document's day are
//! counted apart, and the bare weekdays among them. For the dated expressions of GUM a day or month is
//! right when the value says it, or when the window ends on it ("by the end of the year").
//! `--misses` prints what was wrong.

use super::Table;
use crate::{Outcome, paths};
use demarche::lang;
use demarche::model::Models;
use demarche::text::{Document, Span};
use demarche::when::{self, TimePhrase, TimexKind};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::Deserialize;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// The TIMEX3 sets: file, and whether it is news with a day of its own.
const SETS: [(&str, bool); 3] = [
    ("wikiwars", false),
    ("te3_timebank", true),
    ("te3_aquaint", true),
];

#[derive(Deserialize)]
struct Marked {
    id: String,
    dct: String,
    text: String,
    #[serde(default)]
    timex: Vec<Timex>,
    #[serde(default)]
    dates: Vec<Dated>,
}

/// A TIMEX3; offsets count code points.
#[derive(Deserialize)]
struct Timex {
    start: usize,
    end: usize,
    #[serde(default)]
    value: Option<String>,
}

/// A dated expression of GUM.
#[derive(Deserialize)]
struct Dated {
    start: usize,
    end: usize,
    when: Option<String>,
}

/// A phrase found, in code points.
struct Found {
    start: usize,
    end: usize,
    value: String,
    last_day: Option<Date>,
}

/// Sums over documents.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    gold: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
    /// Right and all among those after the document's day; bare weekdays of them.
    ahead: (usize, usize),
    weekdays: (usize, usize),
}

impl Sums {
    fn f1(self, right: usize) -> f64 {
        let p = right as f64 / self.found.max(1) as f64;
        let r = right as f64 / self.gold.max(1) as f64;
        if p + r == 0.0 {
            0.0
        } else {
            2.0 * p * r / (p + r)
        }
    }

    fn add(&mut self, other: Sums) {
        self.gold += other.gold;
        self.found += other.found;
        self.strict += other.strict;
        self.relaxed += other.relaxed;
        self.value += other.value;
        for (sum, more) in [
            (&mut self.ahead, other.ahead),
            (&mut self.weekdays, other.weekdays),
        ] {
            sum.0 += more.0;
            sum.1 += more.1;
        }
    }

    fn rows(self, out: &mut Table, set: &str, news: bool) {
        out.add("when", set, "strict F1", self.f1(self.strict), self.gold);
        out.add("when", set, "relaxed F1", self.f1(self.relaxed), self.gold);
        out.add("when", set, "value F1", self.f1(self.value), self.gold);
        if news {
            let share = |(right, all): (usize, usize)| right as f64 / all.max(1) as f64;
            out.add("when", set, "value, ahead", share(self.ahead), self.ahead.1);
            let weekdays = share(self.weekdays);
            out.add(
                "when",
                set,
                "value, weekdays ahead",
                weekdays,
                self.weekdays.1,
            );
        }
    }
}

/// Measures the sets that are here.
pub(crate) fn run(out: &mut Table) -> Outcome {
    let models = Models::from_bytes(demarche_models::ENGINE)?;
    let mut news_sums = Sums::default();
    let mut clock = (0usize, Duration::ZERO);
    for (set, news) in SETS {
        let Some(documents) = load(set)? else {
            continue;
        };
        let mut sums = Sums::default();
        for document in &documents {
            let found = read(document, &models, &mut clock);
            sums.add(compare(document, &found, out.asked("--misses")));
        }
        sums.rows(out, set, news);
        if news {
            news_sums.add(sums);
        }
    }
    if news_sums.gold > 0 {
        news_sums.rows(out, "te3_train", true);
    }
    if let Some(documents) = load("gum_dates")? {
        gum(out, &documents, &models, &mut clock);
    }
    if clock.0 > 0 {
        let seconds = clock.1.as_secs_f64();
        eprintln!(
            "when::read: {} documents in {seconds:.3} s, {:.0} a second",
            clock.0,
            clock.0 as f64 / seconds
        );
    }
    Ok(())
}

fn load(set: &str) -> Result<Option<Vec<Marked>>, Box<dyn std::error::Error>> {
    let Some(path) = paths::shared(&format!("data/time/{set}.jsonl")) else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(path)?;
    let documents = text.lines().map(serde_json::from_str);
    Ok(Some(documents.collect::<Result<_, _>>()?))
}

/// The phrases of a document, the ends of a range one by one as TIMEX3 marks them.
fn read(marked: &Marked, models: &Models, clock: &mut (usize, Duration)) -> Vec<Found> {
    let day = marked.dct.get(..10).and_then(|d| d.parse().ok());
    let document = Document::new(marked.text.clone(), day);
    let parse = lang::analyse(&document.text, &paragraphs(&document.text), models);
    let start = Instant::now();
    let times = when::read(&document, &parse);
    clock.0 += 1;
    clock.1 += start.elapsed();
    let points = code_points(&document.text);
    let mut found = Vec::new();
    for t in &times {
        let last_day = t.window.and_then(|w| w.to);
        let mut push = |span: Span, value: &str| {
            found.push(Found {
                start: points[&span.start],
                end: points[&span.end],
                value: value.to_string(),
                last_day,
            });
        };
        if t.parts.is_empty() {
            push(t.span, &t.value);
        }
        for part in &t.parts {
            push(part.span, &part.value);
        }
    }
    debug_assert!(times.iter().all(has_value));
    found
}

fn has_value(t: &TimePhrase) -> bool {
    !t.value.is_empty() || t.kind == TimexKind::Set
}

/// Blank lines part paragraphs; the measure is of time phrases, not of furniture.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut all = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive("\n\n") {
        let lead = part.len() - part.trim_start().len();
        let end = part.trim_end().len();
        if end > lead {
            all.push(Span::new(start + lead, start + end));
        }
        start += part.len();
    }
    all
}

/// The number of code points before each byte on a character boundary.
fn code_points(text: &str) -> HashMap<u32, usize> {
    let ends = std::iter::once(text.len());
    let bytes = text.char_indices().map(|(at, _)| at).chain(ends);
    bytes.enumerate().map(|(n, at)| (at as u32, n)).collect()
}

/// One to one: same spans first, then by overlap, the longest and leftmost first.
fn compare(marked: &Marked, found: &[Found], misses: bool) -> Sums {
    let gold: Vec<&Timex> = marked.timex.iter().filter(|t| t.end > t.start).collect();
    let mut pair_of: Vec<Option<usize>> = vec![None; gold.len()];
    let mut free = vec![true; found.len()];
    for (i, g) in gold.iter().enumerate() {
        let same = |j: &usize| free[*j] && (found[*j].start, found[*j].end) == (g.start, g.end);
        if let Some(j) = (0..found.len()).find(same) {
            pair_of[i] = Some(j);
            free[j] = false;
        }
    }
    let strict = pair_of.iter().flatten().count();
    let mut overlaps = Vec::new();
    for (i, g) in gold
        .iter()
        .enumerate()
        .filter(|(i, _)| pair_of[*i].is_none())
    {
        for (j, f) in found.iter().enumerate().filter(|(j, _)| free[*j]) {
            let shared = g.end.min(f.end).saturating_sub(g.start.max(f.start));
            if shared > 0 {
                overlaps.push((std::cmp::Reverse(shared), g.start, f.start, i, j));
            }
        }
    }
    overlaps.sort_unstable();
    for (_, _, _, i, j) in overlaps {
        if pair_of[i].is_none() && free[j] {
            pair_of[i] = Some(j);
            free[j] = false;
        }
    }
    let mut sums = Sums {
        gold: gold.len(),
        found: found.len(),
        strict,
        ..Sums::default()
    };
    for (g, pair) in gold.iter().zip(&pair_of) {
        let value = pair.map(|j| found[j].value.as_str());
        count(marked, g, value, &mut sums, misses);
    }
    if misses {
        for f in found
            .iter()
            .zip(&free)
            .filter(|(_, free)| **free)
            .map(|(f, _)| f)
        {
            let words = words(marked, f.start, f.end);
            eprintln!("{}\tfound\t{words}\t{}", marked.id, f.value);
        }
    }
    sums
}

/// Counts one marked phrase and what was found for it.
fn count(marked: &Marked, gold: &Timex, value: Option<&str>, sums: &mut Sums, misses: bool) {
    let right = value.is_some() && value == gold.value.as_deref();
    sums.relaxed += usize::from(value.is_some());
    sums.value += usize::from(right);
    let wanted = gold.value.as_deref().unwrap_or_default();
    if misses && !right {
        let words = words(marked, gold.start, gold.end);
        eprintln!(
            "{}\tmarked\t{words}\t{wanted}\t{}",
            marked.id,
            value.unwrap_or("-")
        );
    }
    let report: Option<Date> = marked.dct.get(..10).and_then(|d| d.parse().ok());
    let (Some(report), Some(first)) = (report, first_day(wanted)) else {
        return;
    };
    if first <= report {
        return;
    }
    // Parts of the day are marked unevenly; the day is what is asked.
    let day = |v: &str| v.split('T').next().unwrap_or_default().replace("-W0", "-W");
    let same = value.is_some_and(|v| day(v) == day(wanted));
    sums.ahead.0 += usize::from(same);
    sums.ahead.1 += 1;
    const WEEKDAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let phrase = words(marked, gold.start, gold.end).to_lowercase();
    if WEEKDAYS.contains(&phrase.as_str()) {
        sums.weekdays.0 += usize::from(same);
        sums.weekdays.1 += 1;
    }
}

fn words(marked: &Marked, start: usize, end: usize) -> String {
    let words: String = marked.text.chars().skip(start).take(end - start).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first day of a calendar value: "1998-W08", "1998-03", "1998-Q2", "1998-SP", "1998".
fn first_day(value: &str) -> Option<Date> {
    let value = value.split('T').next()?;
    if let Ok(day) = value.get(..10).unwrap_or(value).parse() {
        return Some(day);
    }
    let year: i16 = value.get(..4)?.parse().ok()?;
    let month = |m: i8| Date::new(year, m, 1).ok();
    let Some(rest) = value.get(5..) else {
        return month(1);
    };
    if let Some(week) = rest.strip_prefix('W') {
        let week = week.split('-').next()?.parse().ok()?;
        return Some(ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date());
    }
    match rest {
        "Q1" | "H1" => month(1),
        "Q2" => month(4),
        "Q3" | "H2" => month(7),
        "Q4" => month(10),
        "SP" => month(3),
        "SU" => month(6),
        "FA" => month(9),
        "WI" => month(12),
        _ => month(rest.parse().ok()?),
    }
}

/// The share of GUM's days and months that are found with the right value.
fn gum(out: &mut Table, documents: &[Marked], models: &Models, clock: &mut (usize, Duration)) {
    let (mut right, mut all) = (0, 0);
    for marked in documents {
        let found = read(marked, models, clock);
        for date in &marked.dates {
            // Years and yearless dates are not days or months.
            let Some(wanted) = date.when.as_deref().filter(|w| matches!(w.len(), 7 | 10)) else {
                continue;
            };
            if wanted.starts_with('-') {
                continue;
            }
            let hit = found.iter().any(|f| {
                let touches = f.start < date.end && date.start < f.end;
                let ends = f.last_day.is_some_and(|d| d.to_string() == wanted);
                touches && (f.value.starts_with(wanted) || ends)
            });
            all += 1;
            right += usize::from(hit);
            if !hit && out.asked("--misses") {
                let words = words(marked, date.start, date.end);
                eprintln!("{}\tmarked\t{words}\t{wanted}", marked.id);
            }
        }
    }
    let share = right as f64 / all.max(1) as f64;
    out.add("when", "gum_dates", "days and months right", share, all);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(timex: Vec<Timex>) -> Marked {
        Marked {
            id: String::new(),
            dct: String::from("2022-01-21"),
            text: String::from("They meet next week or on Monday."),
            timex,
            dates: Vec::new(),
        }
    }

    fn timex(start: usize, end: usize, value: &str) -> Timex {
        Timex {
            start,
            end,
            value: Some(value.to_string()),
        }
    }

    fn found(start: usize, end: usize, value: &str) -> Found {
        Found {
            start,
            end,
            value: value.to_string(),
            last_day: None,
        }
    }

    #[test]
    fn spans_pair_one_to_one_and_values_count_where_they_overlap() {
        let gold = marked(vec![timex(10, 19, "2022-W04"), timex(26, 32, "2022-01-24")]);
        let answer = [found(5, 19, "2022-W04"), found(26, 32, "2022-01-17")];
        let sums = compare(&gold, &answer, false);
        assert_eq!((sums.strict, sums.relaxed, sums.value), (1, 2, 1));
        assert_eq!(sums.ahead, (1, 2));
        assert_eq!(sums.weekdays, (0, 1));
        assert!((sums.f1(sums.strict) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn values_have_a_first_day() {
        let day = |v: &str| first_day(v).map(|d| d.to_string());
        assert_eq!(day("2022-W01").as_deref(), Some("2022-01-03"));
        assert_eq!(day("2022-01-24TMO").as_deref(), Some("2022-01-24"));
        assert_eq!(day("2022-Q3").as_deref(), Some("2022-07-01"));
        assert_eq!(day("2022").as_deref(), Some("2022-01-01"));
        assert_eq!(day("FUTURE_REF"), None);
    }
}
