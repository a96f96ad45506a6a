//! Runs the cases of the who pages, `rules/en/who/*.md`.
//!
//! A fence without a language is a case: a text, `----`, and a line for each mention that is asked
//! for, `words = ids`. `words#2` is their second occurrence in the text. The ids are those of the
//! parties meant, and of the person first where one is meant; `-` stands for no party, alone for
//! nobody at all; `place` says that the party's name is only a place here. A first line
//! `date: 2022-01-21` gives the report's day. A fence marked `fails` holds what is right and is not
//! read today.

use super::desk;
use demarche::Analysis;
use demarche::text::{Document, Span};
use demarche::who::Mention;
use std::fmt::Write as _;

/// A text of a dozen names is not known for English; this paragraph after it is.
const ENGLISH: &str =
    "\n\nThis is all that was said about the matter on the day, and there is no more to be had.\n";

/// One case of a page.
struct Case<'a> {
    heading: &'a str,
    date: Option<jiff::civil::Date>,
    text: String,
    expected: Vec<&'a str>,
    fails: bool,
}

#[test]
fn the_references_of_every_page_hold() {
    if desk::reads_nothing() {
        return;
    }
    let (mut right, mut all, mut failures) = (0, 0, String::new());
    for file in desk::files("crates/demarche/rules/en/who") {
        if !file.ends_with(".md") {
            continue;
        }
        let page = desk::text_of(&file);
        for case in cases(&page) {
            let document = Document::new(format!("{}{ENGLISH}", case.text), case.date);
            let analysis = desk::reader().analyse(&document);
            let wrong: Vec<String> = case
                .expected
                .iter()
                .filter_map(|line| check(line, &document.text, &analysis).err())
                .collect();
            all += case.expected.len();
            right += case.expected.len() - wrong.len();
            if wrong.is_empty() == case.fails {
                let _ = writeln!(failures, "\n{file}: {}\n{}", case.heading, case.text);
                let _ = writeln!(
                    failures,
                    "  {}",
                    if wrong.is_empty() {
                        "holds now: take its mark `fails` off".to_string()
                    } else {
                        wrong.join("\n  ")
                    }
                );
            }
        }
    }
    println!("{right} of {all} references are right");
    assert!(failures.is_empty(), "{failures}");
}

/// The cases of a page.
fn cases(page: &str) -> Vec<Case<'_>> {
    let mut out = Vec::new();
    let mut heading = "";
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            heading = line.trim_start_matches(['#', ' ']);
        }
        let Some(mark) = line.strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
        let Some(dashes) = body.iter().position(|l| *l == "----") else {
            continue;
        };
        let date = body[0].strip_prefix("date: ").and_then(|d| d.parse().ok());
        out.push(Case {
            heading,
            date,
            text: body[usize::from(date.is_some())..dashes].join("\n"),
            expected: body[dashes + 1..].to_vec(),
            fails: mark.trim() == "fails",
        });
    }
    out
}

/// Holds one line of a case against the cast; what is wrong, if it does not hold.
fn check(line: &str, text: &str, analysis: &Analysis) -> Result<(), String> {
    let (words, ids) = line
        .split_once(" = ")
        .ok_or(format!("no ` = ` in {line}"))?;
    let (words, nth) = match words.split_once('#') {
        Some((words, nth)) => (words, nth.parse().unwrap_or(1)),
        None => (words, 1),
    };
    let plain = text.replace('\n', " ");
    let (at, _) = plain
        .match_indices(words)
        .nth(nth - 1)
        .ok_or(format!("{words} is not in the text"))?;
    let mention = mention_at(analysis, Span::new(at, at + words.len()));
    let cast = &analysis.cast;
    let mut wanted: Vec<&str> = ids.split_whitespace().filter(|id| *id != "-").collect();
    let place = wanted
        .iter()
        .position(|id| *id == "place")
        .map(|i| wanted.remove(i))
        .is_some();
    let Some(mention) = mention else {
        return if wanted.is_empty() {
            Ok(())
        } else {
            Err(format!("{line}: no mention"))
        };
    };
    let mut parties: Vec<&str> = mention
        .parties
        .iter()
        .map(|&p| cast.parties[p as usize].id.as_str())
        .collect();
    let person = mention.person.map(|p| cast.people[p as usize].id.as_str());
    let found = format!(
        "{} {} {}",
        person.unwrap_or(""),
        parties.join(" "),
        mention.rule
    );
    let is_person = |id: &&str| cast.people.iter().any(|p| p.id == **id);
    let named = wanted
        .first()
        .copied()
        .filter(|id| is_person(id) && !parties.contains(id));
    if named.is_some() {
        wanted.remove(0);
    }
    wanted.sort_unstable();
    parties.sort_unstable();
    let nobody = ids.trim() == "-" && person.is_some();
    let right = wanted == parties
        && (named.is_none() || named == person)
        && !nobody
        && (!place || mention.locative);
    if right {
        Ok(())
    } else {
        Err(format!("{line}: found {found}"))
    }
}

/// The mention that covers these bytes best.
fn mention_at(analysis: &Analysis, wanted: Span) -> Option<&Mention> {
    let span = |m: &Mention| {
        let first = analysis.parse.span[m.start as usize];
        first.join(analysis.parse.span[m.end as usize - 1])
    };
    let score = |m: &&Mention| {
        let span = span(m);
        let shared = span
            .end
            .min(wanted.end)
            .saturating_sub(span.start.max(wanted.start));
        let union = span.join(wanted).len().max(1);
        shared as usize * 10_000 / union
    };
    let best = analysis.cast.mentions.iter().max_by_key(score)?;
    (score(&best) > 0).then_some(best)
}
