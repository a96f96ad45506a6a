//! Runs the cases of the time pages, `rules/en/when/*.md`.
//!
//! A fence without a language is a case, named by the headings above it: a text, a line of dashes, and
//! the time phrases expected of it in text order. The day of the report stands on top, or before each
//! phrase where one text is read on several days:
//!
//! ````text
//! date: 2022-01-21
//! The United States will answer in writing next week.
//! ----
//! next week = 2022-W04 2022-01-24..2022-01-30
//! ````
//!
//! ````text
//! Iran will respond by Friday.
//! ----
//! 2022-01-20: by Friday = 2022-01-21 ..2022-01-21
//! 2022-01-21: by Friday = 2022-01-28 ..2022-01-28 or ..2022-01-21
//! ````
//!
//! A phrase is its words with the operator, the TIMEX3 value, the modifier in capitals if any, the
//! window, `or` with a second reading, `vague`, `after` with the event it hangs on. `none` says that there
//! is no phrase, `no date:` that the report has no day. A fence marked `fails` states what is right and
//! does not hold today. `UPDATE_CASES=1` rewrites what the other cases expect, `CASES=weekdays` runs the
//! pages with that word in their path only.

use super::desk;
use demarche::text::Document;
use demarche::when::TimePhrase;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One text on one or more days.
struct Case {
    name: String,
    text: String,
    /// Expected phrases by day ("2022-01-21", "no date"), days in the order of the page.
    days: Vec<(String, Vec<String>)>,
    /// The day stands on top and not before each phrase.
    single: bool,
    fails: bool,
    /// Lines `first..last` of the page below the dashes.
    first: usize,
    last: usize,
}

#[test]
fn the_cases_of_the_time_pages_hold() {
    if desk::reads_nothing() {
        println!("the engine has no weights yet");
        return;
    }
    let wanted = std::env::var("CASES").unwrap_or_default();
    let mut failures = String::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for file in desk::files("crates/demarche/rules/en/when") {
        if file.ends_with(".md") && file.contains(&wanted) {
            let page = desk::text_of(&file);
            let cases = cases(&page).unwrap_or_else(|e| panic!("{file}: {e}"));
            let n: usize = cases.iter().map(|c| c.days.len()).sum();
            counts.insert(file.clone(), n);
            run_page(&file, &page, &cases, &mut failures);
        }
    }
    println!("{} cases: {counts:?}", counts.values().sum::<usize>());
    assert!(
        failures.is_empty() || desk::asked("UPDATE_CASES"),
        "{failures}"
    );
}

fn run_page(file: &str, page: &str, cases: &[Case], failures: &mut String) {
    let mut lines: Vec<String> = page.lines().map(str::to_string).collect();
    for case in cases.iter().rev() {
        let mut now = Vec::new();
        let mut wrong = false;
        for (day, expected) in &case.days {
            let found = phrases(&case.text, day);
            wrong |= found != *expected;
            if found != *expected && !case.fails {
                let _ = writeln!(failures, "\n{file}: {} ({day})\n{}", case.name, case.text);
                let _ = writeln!(failures, "  - {}", expected.join("\n  - "));
                let _ = writeln!(failures, "  + {}", found.join("\n  + "));
            }
            let prefix = if case.single {
                String::new()
            } else {
                format!("{day}: ")
            };
            now.extend(found.iter().map(|f| format!("{prefix}{f}")));
        }
        if case.fails && !wrong {
            let _ = writeln!(failures, "\n{file}: {}\n{}", case.name, case.text);
            let _ = writeln!(failures, "  holds now: take its mark `fails` off");
        }
        if wrong && !case.fails && desk::asked("UPDATE_CASES") {
            lines.splice(case.first..case.last, now);
        }
    }
    let now = lines.join("\n") + "\n";
    if now != page {
        std::fs::write(desk::root().join(file), now).expect("the page can be written");
    }
}

/// The phrases that are found in a text on a day, as lines.
fn phrases(text: &str, day: &str) -> Vec<String> {
    let document = Document::new(text, day.parse().ok());
    let times = desk::reader().analyse(&document).times;
    if times.is_empty() {
        return vec!["none".to_string()];
    }
    times.iter().map(|t| line(t, text)).collect()
}

fn line(t: &TimePhrase, text: &str) -> String {
    let mut line = format!("{} = {}", desk::squeeze(t.full_span.of(text)), t.value);
    if !t.modifier.is_empty() {
        let _ = write!(line, " {}", t.modifier);
    }
    if let Some(window) = t.window {
        let _ = write!(line, " {}", desk::window(window));
    }
    if let Some(rival) = t.rival {
        let _ = write!(line, " or {}", desk::window(rival));
    }
    if t.vague {
        line.push_str(" vague");
    }
    if let Some(anchor) = t.anchor {
        let _ = write!(line, " after {}", desk::squeeze(anchor.of(text)));
    }
    line
}

/// The cases of a page.
fn cases(page: &str) -> Result<Vec<Case>, String> {
    let mut headings: Vec<&str> = Vec::new();
    let mut cases = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let lines: Vec<&str> = page.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        match open {
            Some((start, language)) if *line == "```" => {
                if language.is_empty() || language == "fails" {
                    let mut case = case(&lines[start + 1..number], start + 1)?;
                    case.name = headings.join(" / ");
                    case.fails = language == "fails";
                    cases.push(case);
                }
                open = None;
            }
            Some(_) => {}
            None if line.starts_with("```") => open = Some((number, line[3..].trim())),
            None if line.starts_with('#') => {
                let depth = line.chars().take_while(|&c| c == '#').count();
                headings.truncate(depth - 1);
                headings.push(line[depth..].trim());
            }
            None => {}
        }
    }
    match open {
        Some((start, _)) => Err(format!("the fence at line {} is not closed", start + 1)),
        None => Ok(cases),
    }
}

fn case(lines: &[&str], start: usize) -> Result<Case, String> {
    let dashes = lines
        .iter()
        .position(|l| *l == "----")
        .ok_or_else(|| format!("line {start} begins a case without dashes"))?;
    let top = lines[0].strip_prefix("date: ");
    let mut days: Vec<(String, Vec<String>)> = Vec::new();
    for line in &lines[dashes + 1..] {
        let (day, phrase) = match top {
            Some(day) => (day, *line),
            None => line
                .split_once(": ")
                .ok_or_else(|| format!("no day in {line:?}"))?,
        };
        if day != "no date" && day.parse::<jiff::civil::Date>().is_err() {
            return Err(format!("no such day: {day}"));
        }
        match days.last_mut().filter(|(d, _)| d == day) {
            Some((_, phrases)) => phrases.push(phrase.to_string()),
            None => days.push((day.to_string(), vec![phrase.to_string()])),
        }
    }
    if days.is_empty() {
        return Err(format!(
            "line {start} begins a case that expects nothing; write `none`"
        ));
    }
    Ok(Case {
        name: String::new(),
        text: lines[usize::from(top.is_some())..dashes].join("\n"),
        days,
        single: top.is_some(),
        fails: false,
        first: start + dashes + 1,
        last: start + lines.len(),
    })
}
