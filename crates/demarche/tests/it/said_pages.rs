//! Runs the cases of the pages on attribution, `rules/en/said/*.md`.
//!
//! A fence without a language is a case: a text, dashes, and one line a statement, in text order:
//!
//! ````text
//! Moscow warned that the line had been crossed.
//! ----
//! indirect Moscow | warned | that the line had been crossed | speaker: RUS
//! ````
//!
//! First the mode and the words of the source (`_` for none), then the cue, then the contents with
//! ` … ` between their parts; `*` stands for anything. Fields: `to:` with party ids or `none`,
//! `speaker:` with an id or `none`, `not` for a statement that was not made, `in:` with the number
//! of the line that it stands inside. The list is the whole list unless a line `...` ends it;
//! `none` says that there is no statement. A fence marked `fails` states what does not hold today.
//! `MARK_CASES=1` rewrites the marks.

use super::desk;
use demarche::Analysis;
use demarche::said::{Mode, Statement};
use demarche::text::{Document, Span};
use std::fmt::Write as _;

struct Case {
    fence: usize,
    text: String,
    expected: Vec<String>,
    fails: bool,
}

#[test]
fn the_cases_on_attribution_hold() {
    if desk::reads_nothing() {
        println!("the engine has no weights yet");
        return;
    }
    let mut failures = String::new();
    let mut count = 0;
    for file in desk::files("crates/demarche/rules/en/said") {
        if file.ends_with(".md") {
            let page = desk::text_of(&file);
            let cases = cases(&page);
            count += cases.len();
            run(&file, &page, &cases, &mut failures);
        }
    }
    println!("{count} cases");
    assert!(count >= 80, "only {count} cases");
    assert!(
        failures.is_empty() || desk::asked("MARK_CASES"),
        "{failures}"
    );
}

fn run(file: &str, page: &str, cases: &[Case], failures: &mut String) {
    let mut lines: Vec<String> = page.lines().map(str::to_string).collect();
    for case in cases {
        let document = Document::new(case.text.clone(), None);
        let analysis = desk::reader().analyse(&document);
        let wrong = compare(case, &analysis);
        if wrong.is_empty() != case.fails {
            continue;
        }
        lines[case.fence] = if case.fails { "```" } else { "```fails" }.to_string();
        let _ = writeln!(
            failures,
            "\n{file}:{}\n{}",
            case.fence + 1,
            case.text.trim()
        );
        if case.fails {
            let _ = writeln!(failures, "  holds now: take its mark `fails` off");
        }
        for line in wrong {
            let _ = writeln!(failures, "  {line}");
        }
    }
    if desk::asked("MARK_CASES") {
        let now = lines.join("\n") + "\n";
        std::fs::write(desk::root().join(file), now).expect("the page can be written");
    }
}

fn cases(page: &str) -> Vec<Case> {
    let lines: Vec<&str> = page.lines().collect();
    let mut cases = Vec::new();
    let mut open: Option<usize> = None;
    for (number, line) in lines.iter().enumerate() {
        match open {
            Some(start) if *line == "```" => {
                let inside = &lines[start + 1..number];
                if let Some(dashes) = inside.iter().position(|l| *l == "----") {
                    cases.push(Case {
                        fence: start,
                        text: inside[..dashes].join("\n"),
                        expected: inside[dashes + 1..].iter().map(|l| l.to_string()).collect(),
                        fails: lines[start].ends_with("fails"),
                    });
                }
                open = None;
            }
            None if line.starts_with("```") => open = Some(number),
            _ => {}
        }
    }
    cases
}

/// What differs: lines that no statement fits, statements that no line fits.
fn compare(case: &Case, analysis: &Analysis) -> Vec<String> {
    let more = case.expected.iter().any(|l| l == "...");
    let wanted: Vec<&String> = case
        .expected
        .iter()
        .filter(|l| *l != "..." && *l != "none")
        .collect();
    let mut used: Vec<usize> = Vec::new();
    let mut wrong = Vec::new();
    for line in &wanted {
        let fits = |i: &usize| {
            !used.contains(i) && fits(line, &analysis.statements[*i], analysis, &case.text, &used)
        };
        match (0..analysis.statements.len()).find(fits) {
            Some(index) => used.push(index),
            None => {
                wrong.push(format!("- {line}"));
                used.push(usize::MAX);
            }
        }
    }
    let extra = (0..analysis.statements.len())
        .filter(|i| !used.contains(i) && (!more || !wrong.is_empty()));
    let extra: Vec<String> = extra
        .map(|i| show(&analysis.statements[i], analysis, &case.text))
        .collect();
    wrong.extend(extra);
    wrong
}

fn mode(statement: &Statement) -> &'static str {
    match statement.mode {
        Mode::Direct => "direct",
        Mode::Mixed => "mixed",
        Mode::Indirect => "indirect",
    }
}

fn words(spans: &[Span], text: &str) -> String {
    let parts: Vec<String> = spans.iter().map(|s| desk::squeeze(s.of(text))).collect();
    if parts.is_empty() {
        "_".to_string()
    } else {
        parts.join(" … ")
    }
}

fn source(statement: &Statement, text: &str) -> String {
    words(&statement.source_span.into_iter().collect::<Vec<_>>(), text)
}

fn parties(indices: &[u32], analysis: &Analysis) -> String {
    let mut ids: Vec<&str> = indices
        .iter()
        .map(|&i| analysis.cast.parties[i as usize].id.as_str())
        .collect();
    ids.sort_unstable();
    if ids.is_empty() {
        "none".to_string()
    } else {
        ids.join(", ")
    }
}

fn speaker(statement: &Statement, analysis: &Analysis) -> String {
    match statement.person {
        Some(person) => analysis.cast.people[person as usize].id.clone(),
        None => parties(&statement.parties, analysis),
    }
}

fn fits(
    line: &str,
    statement: &Statement,
    analysis: &Analysis,
    text: &str,
    used: &[usize],
) -> bool {
    let mut parts = line.split(" | ").map(str::trim);
    let first = parts.next().unwrap_or("");
    let (wanted_mode, wanted_source) = first.split_once(' ').unwrap_or((first, "*"));
    let same = |wanted: &str, is: &str| wanted == "*" || wanted == is;
    let negated = line.split(" | ").any(|f| f == "not");
    same(wanted_mode, mode(statement))
        && same(wanted_source, &source(statement, text))
        && same(
            parts.next().unwrap_or("*"),
            &words(&statement.cue_spans, text),
        )
        && same(
            parts.next().unwrap_or("*"),
            &words(&statement.content, text),
        )
        && negated == statement.negated
        && parts.all(|field| match field.split_once(": ") {
            Some(("to", ids)) => parties(&statement.addressee, analysis) == ids,
            Some(("speaker", id)) => speaker(statement, analysis) == id,
            Some(("in", number)) => {
                let line = number.parse::<usize>().ok().and_then(|n| used.get(n - 1));
                statement.parent.map(|p| p as usize) == line.copied()
            }
            _ => field == "not",
        })
}

fn show(statement: &Statement, analysis: &Analysis, text: &str) -> String {
    format!(
        "+ {} {} | {} | {} | to: {} | speaker: {}{}{} [{}]",
        mode(statement),
        source(statement, text),
        words(&statement.cue_spans, text),
        words(&statement.content, text),
        parties(&statement.addressee, analysis),
        speaker(statement, analysis),
        if statement.negated { " | not" } else { "" },
        statement
            .parent
            .map_or(String::new(), |p| format!(" | in statement {p}")),
        statement.rule,
    )
}
