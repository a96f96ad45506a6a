//! References marked by hand: pronouns, descriptions, counterparts, metonyms, surnames, unnamed
//! officials, and whom they mean.
//!
//! A file holds short reports: a line `@ date source`, then the text with its marks,
//! `{words|answer}`. An answer names the person, where one is meant, and the parties; `-` is left open,
//! a thing included, and ` / ` stands between two answers that are both honest. A reference counts as
//! answered when the cast gives it a person or a party.

use super::Table;
use crate::{Outcome, paths};
use demarche::text::{Document, Span};
use demarche::who::Mention;
use demarche::{Analysis, Reader};

/// The files of `eval/gold`, by the ends of their names.
const SETS: [&str; 2] = ["tune", "test"];

/// One marked reference.
struct Reference {
    span: Span,
    answer: String,
}

/// A report with its references.
struct Report {
    document: Document,
    references: Vec<Reference>,
}

/// What was counted over a set.
#[derive(Default)]
struct Count {
    right: usize,
    answered: usize,
    answered_right: usize,
    all: usize,
}

/// Measures both sets. `--misses` prints the references of the set for tuning that are wrong.
pub(super) fn run(out: &mut Table, reader: &Reader) -> Outcome {
    for set in SETS {
        let file = paths::root().join(format!("eval/gold/references-{set}.txt"));
        let mut count = Count::default();
        for report in reports(&std::fs::read_to_string(file)?)? {
            let analysis = reader.analyse(&report.document);
            for reference in &report.references {
                let shown = out.asked("--misses") && set == "tune";
                measure(&report, &analysis, reference, &mut count, shown);
            }
        }
        let name = format!("references-{set}");
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        let Count {
            right,
            answered,
            answered_right,
            all,
        } = count;
        out.add("who", &*name, "right", share(right, all), all);
        let when_answered = share(answered_right, answered);
        out.add(
            "who",
            &*name,
            "right when answered",
            when_answered,
            answered,
        );
    }
    Ok(())
}

fn measure(
    report: &Report,
    analysis: &Analysis,
    reference: &Reference,
    count: &mut Count,
    shown: bool,
) {
    let found = mention_at(analysis, reference.span);
    let ids = found.map_or(Vec::new(), |m| ids(analysis, m));
    let right = reference.answer.split(" / ").any(|answer| {
        let mut wanted: Vec<&str> = answer.split_whitespace().filter(|id| *id != "-").collect();
        wanted.sort_unstable();
        wanted == ids
    });
    let answered = !ids.is_empty();
    count.all += 1;
    count.right += usize::from(right);
    count.answered += usize::from(answered);
    count.answered_right += usize::from(right && answered);
    if !right && shown {
        let text = &report.document.text;
        let end = reference.span.end as usize;
        let from = (0..=reference.span.start.saturating_sub(70) as usize).rev();
        let from = from.into_iter().find(|&at| text.is_char_boundary(at));
        println!(
            "…{}: found {} {}, not {}",
            &text[from.unwrap_or(0)..end].replace('\n', " "),
            ids.join(" "),
            found.map_or("", |m| m.rule),
            reference.answer
        );
    }
}

/// The ids of the person and the parties that a mention means, in order.
fn ids<'a>(analysis: &'a Analysis, mention: &Mention) -> Vec<&'a str> {
    let cast = &analysis.cast;
    let parties = mention.parties.iter();
    let mut ids: Vec<&str> = parties
        .map(|&p| cast.parties[p as usize].id.as_str())
        .chain(mention.person.map(|p| cast.people[p as usize].id.as_str()))
        .collect();
    ids.sort_unstable();
    ids
}

/// The mention that has most in common with these bytes, where it has at least a third.
fn mention_at(analysis: &Analysis, wanted: Span) -> Option<&Mention> {
    let score = |m: &&Mention| {
        let first = analysis.parse.span[m.start as usize];
        let span = first.join(analysis.parse.span[m.end as usize - 1]);
        let end = span.end.min(wanted.end);
        let shared = end.saturating_sub(span.start.max(wanted.start));
        shared as usize * 1000 / span.join(wanted).len().max(1)
    };
    let best = analysis.cast.mentions.iter().max_by_key(score)?;
    (score(&best) >= 333).then_some(best)
}

/// The reports of a file.
fn reports(file: &str) -> Result<Vec<Report>, Box<dyn std::error::Error>> {
    let mut out = Vec::new();
    for part in file.split("\n@ ").skip(1) {
        let (head, marked) = part.split_once('\n').unwrap_or((part, ""));
        let (text, references) = unmarked(marked.trim_end(), head)?;
        let date = head.split_whitespace().next().unwrap_or_default();
        // A text of the White House says so outside its words.
        let published = head
            .contains("White House")
            .then(|| "White House".to_string());
        let document = Document {
            publisher: published,
            ..Document::new(text, Some(date.parse()?))
        };
        out.push(Report {
            document,
            references,
        });
    }
    Ok(out)
}

/// A text without its marks, and what they say.
fn unmarked(marked: &str, head: &str) -> Result<(String, Vec<Reference>), String> {
    let (mut text, mut references) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let start = text.len();
        let mark = after.split_once('}').and_then(|(mark, after)| {
            let (words, answer) = mark.split_once('|')?;
            Some((words, answer, after))
        });
        let (words, answer, after) = mark.ok_or_else(|| format!("a broken mark in {head}"))?;
        text.push_str(words);
        references.push(Reference {
            span: Span::new(start, text.len()),
            answer: answer.to_string(),
        });
        rest = after;
    }
    text.push_str(rest);
    Ok((text, references))
}
