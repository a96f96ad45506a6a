//! Runs the cases of the rule pages, `rules/en/acts/*.md`.
//!
//! A fence without a language is a case, named by the headings above it:
//!
//! ````text
//! date: 2022-01-21
//! The United States will answer Russia in writing next week, Lavrov said.
//! ----
//! commit USA -> RUS | answer Russia in writing | due: 2022-01-24..2022-01-30
//! ````
//!
//! Below the dashes stands one line an entry, in any order: kind, actor (ids with commas),
//! addressee after an arrow (`_` for none), then fields. Only what is written is checked, save that
//! `not` says the content is not to be done and its absence that it is. `none` says that there is
//! no entry. The list is the whole list, unless `...` ends it. The fields:
//!
//! - the content's words (no colon: the first field that is no keyword); those in brackets may be
//!   there or not: `its reply [to Bolivia]`;
//! - `quoted`, `unquoted`, `not`;
//! - `if:`, `unless:`, `after:`, `until:`, `before:` with the condition's words; `unconditional`;
//! - `due:`, `when:` with a window (`2022-01-24..2022-01-30`, `..2022-01-30`, `2022-01-24`), with
//!   the
//!   words that say it, or with `none`;
//! - `speaker:` with an id or `none`; `place:` with words; `rule:` with the name of the rule.
//!
//! A fence marked `fails` states what is right and does not hold today. When it comes to hold, the test
//! asks for the mark to be taken off. `UPDATE_CASES=1` rewrites what the other cases expect;
//! `MARK_CASES=1` rewrites the marks instead.
//!
//! `CASES=demand cargo test` runs the pages with that word in their path only.

use super::desk;
use demarche::record::{Condition, Days, Entry, Kind, Record, Relation, Speaker};
use demarche::text::{Document, Span};
use demarche::when::Window;
use demarche::who::{Party, PartyKind, Person};
use std::fmt::Write as _;

/// One case of a page.
pub(super) struct Case {
    /// Headings, from the page's title down.
    name: String,
    pub(super) date: Option<jiff::civil::Date>,
    pub(super) text: String,
    /// Marked as one that does not hold today.
    fails: bool,
    /// The lines below the dashes, trimmed, and the number of the first of them in the page.
    expected: Vec<String>,
    first_line: usize,
    /// The number of the line that opens the fence.
    fence: usize,
}

#[test]
fn the_cases_of_every_page_hold() {
    if desk::reads_nothing() {
        println!("the engine has no weights yet");
        return;
    }
    let wanted = std::env::var("CASES").unwrap_or_default();
    let mut failures = String::new();
    let mut n_cases = 0;
    for file in desk::files("crates/demarche/rules/en/acts") {
        if file.ends_with(".md") && file.contains(&wanted) {
            let page = desk::text_of(&file);
            let cases = cases(&page).unwrap_or_else(|e| panic!("{file}: {e}"));
            n_cases += cases.len();
            run_page(&file, &page, &cases, &mut failures);
        }
    }
    println!("{n_cases} cases");
    assert!(
        failures.is_empty() || desk::asked("UPDATE_CASES") || desk::asked("MARK_CASES"),
        "{failures}"
    );
}

/// Runs the cases of one page; with `UPDATE_CASES` rewrites those that fail.
fn run_page(file: &str, page: &str, cases: &[Case], failures: &mut String) {
    let mut lines: Vec<String> = page.lines().map(str::to_string).collect();
    for case in cases.iter().rev() {
        let document = Document::new(case.text.clone(), case.date);
        let record = desk::reader().read(&document);
        let (lacking, extra) = compare(case, &record, &document.text);
        let holds = lacking.is_empty() && extra.is_empty();
        if holds != case.fails {
            continue;
        }
        if desk::asked("MARK_CASES") {
            lines[case.fence] = if holds { "```" } else { "```fails" }.to_string();
        } else if desk::asked("UPDATE_CASES") && !holds {
            let range = case.first_line..case.first_line + case.expected.len();
            lines.splice(
                range,
                rewritten(case, &record, &document.text, &lacking, &extra),
            );
        }
        let _ = writeln!(failures, "\n{file}: {}\n{}", case.name, case.text.trim());
        if holds {
            let _ = writeln!(failures, "  holds now: take its mark `fails` off");
        }
        lacking
            .iter()
            .for_each(|l| writeln!(failures, "  - {l}").unwrap_or_default());
        for entry in extra {
            let _ = writeln!(failures, "  + {}", line(&record, entry, &document.text));
        }
    }
    let now = lines.join("\n") + "\n";
    if now != page {
        std::fs::write(desk::root().join(file), now).expect("the page can be written");
    }
}

/// The cases of a page.
pub(super) fn cases(page: &str) -> Result<Vec<Case>, String> {
    let mut headings: Vec<&str> = Vec::new();
    let mut cases = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let lines: Vec<&str> = page.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        match open {
            Some((start, language)) if *line == "```" => {
                if language.is_empty() || language == "fails" {
                    let name = headings.join(" / ");
                    cases.push(case(name, &lines[start + 1..number], start, language)?);
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

fn case(name: String, lines: &[&str], fence: usize, language: &str) -> Result<Case, String> {
    let dashes = lines.iter().position(|l| *l == "----");
    let dashes =
        dashes.ok_or_else(|| format!("{name}: line {} begins a case without dashes", fence + 1))?;
    let date = lines[0].strip_prefix("date: ").map(str::parse).transpose();
    let date: Option<jiff::civil::Date> = date.map_err(|e| format!("{name}: {e}"))?;
    let expected: Vec<String> = lines[dashes + 1..]
        .iter()
        .map(|l| l.trim().to_string())
        .collect();
    if expected.is_empty() {
        return Err(format!("{name}: says neither entries nor `none`"));
    }
    if expected.iter().any(String::is_empty) {
        return Err(format!("{name}: has an empty line among the entries"));
    }
    Ok(Case {
        name,
        date,
        text: lines[usize::from(date.is_some())..dashes].join("\n"),
        expected,
        first_line: fence + dashes + 2,
        fence,
        fails: language == "fails",
    })
}

/// The expected lines without an entry, and the entries without a line.
pub(super) fn compare<'a>(
    case: &Case,
    record: &'a Record,
    text: &str,
) -> (Vec<String>, Vec<&'a Entry>) {
    let mut left: Vec<&Entry> = record.entries.iter().collect();
    let mut lacking = Vec::new();
    for expected in &case.expected {
        if expected == "..." || expected == "none" {
            continue;
        }
        match left
            .iter()
            .position(|entry| holds(expected, record, entry, text))
        {
            Some(at) => drop(left.remove(at)),
            None => lacking.push(expected.clone()),
        }
    }
    if case.expected.iter().any(|l| l == "...") {
        left.clear();
    }
    (lacking, left)
}

/// The lines of a case as the reader has it now: those that hold stay as they are.
fn rewritten(
    case: &Case,
    record: &Record,
    text: &str,
    lacking: &[String],
    extra: &[&Entry],
) -> Vec<String> {
    let stays = |l: &&String| !lacking.contains(l) && *l != "none";
    let mut lines: Vec<String> = case.expected.iter().filter(stays).cloned().collect();
    lines.extend(extra.iter().map(|entry| line(record, entry, text)));
    if lines.is_empty() {
        lines.push("none".to_string());
    }
    lines
}

/// True when everything that the line says is so.
fn holds(line: &str, record: &Record, entry: &Entry, text: &str) -> bool {
    let mut fields = line.split(" | ").map(str::trim);
    let head = fields.next().unwrap_or_default();
    let (kind, who) = head.split_once(' ').unwrap_or((head, "_"));
    let (actor, addressee) = match who.split_once("->") {
        Some((actor, addressee)) => (actor.trim(), Some(addressee.trim())),
        None => (who.trim(), None),
    };
    let fields: Vec<&str> = fields.collect();
    entry.kind.as_str() == kind
        && sorted(actor) == desk::parties(record, &entry.actor)
        && addressee.is_none_or(|a| sorted(a) == desk::parties(record, &entry.addressee))
        && entry.positive != fields.contains(&"not")
        && fields
            .iter()
            .all(|field| field_holds(field, record, entry, text))
}

/// Ids in the order in which [`desk::parties`] gives them.
fn sorted(ids: &str) -> String {
    let mut ids: Vec<&str> = ids.split(',').map(str::trim).collect();
    ids.sort_unstable();
    ids.join(", ")
}

fn field_holds(field: &str, record: &Record, entry: &Entry, text: &str) -> bool {
    let said = |span: Span| desk::squeeze(span.of(text));
    let condition = |relation: &str, words: &str| {
        let c = entry.condition.as_ref();
        c.is_some_and(|c| c.relation.as_str() == relation && said(c.span) == words)
    };
    match field.split_once(": ") {
        Some((relation @ ("if" | "unless" | "after" | "until" | "before"), words)) => {
            condition(relation, words)
        }
        Some(("due", days)) => days_hold(days, entry.due, text),
        Some(("when", days)) => days_hold(days, entry.when, text),
        Some(("speaker", id)) => desk::speaker(record, entry).unwrap_or("none") == id,
        Some(("place", words)) => entry.place.map_or("none".to_string(), said) == words,
        Some(("rule", rule)) => entry.rule == rule,
        _ => match field {
            "quoted" => entry.quoted,
            "unquoted" => !entry.quoted,
            "not" => !entry.positive,
            "unconditional" => entry.condition.is_none(),
            words => reads(words, &said(entry.content)),
        },
    }
}

/// True when `said` is `expected`, with the words in brackets or without them.
fn reads(expected: &str, said: &str) -> bool {
    let (mut long, mut short) = (String::new(), String::new());
    for (i, part) in expected.split(['[', ']']).enumerate() {
        long += part;
        if i % 2 == 0 {
            short += part;
        }
    }
    said == long || said == desk::squeeze(&short)
}

fn days_hold(expected: &str, days: Option<Days>, text: &str) -> bool {
    let Some(days) = days else {
        return expected == "none";
    };
    let window = days.window.map(desk::window);
    window.as_deref() == Some(expected) || desk::squeeze(days.span.of(text)) == expected
}

/// An entry as a page would state it, with everything that is known of it.
fn line(record: &Record, entry: &Entry, text: &str) -> String {
    let said = |span: Span| desk::squeeze(span.of(text));
    let who = desk::who(record, entry);
    let mut line = format!("{} {who} | {}", entry.kind.as_str(), said(entry.content));
    if entry.quoted {
        line += " | quoted";
    }
    if !entry.positive {
        line += " | not";
    }
    if let Some(c) = entry.condition {
        let _ = write!(line, " | {}: {}", c.relation.as_str(), said(c.span));
    }
    for (name, days) in [("due", entry.due), ("when", entry.when)] {
        if let Some(days) = days {
            let words = days.window.map_or_else(|| said(days.span), desk::window);
            let _ = write!(line, " | {name}: {words}");
        }
    }
    if let Some(id) = desk::speaker(record, entry) {
        let _ = write!(line, " | speaker: {id}");
    }
    line
}

#[test]
fn a_case_has_a_name_a_day_a_text_and_its_entries() {
    let page = "# Demand\n\n## Verbs\n\n```\ndate: 2022-01-21\nA text.\n----\nnone\n```\n";
    let found = cases(page).expect("the page is well formed");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name, "Demand / Verbs");
    assert_eq!(
        found[0].date.map(|d| d.to_string()).as_deref(),
        Some("2022-01-21")
    );
    assert_eq!(found[0].text, "A text.");
    assert_eq!(page.lines().nth(found[0].first_line), Some("none"));
}

#[test]
fn a_fence_without_dashes_or_end_is_refused() {
    assert!(cases("```\nA text.\n```\n").is_err());
    assert!(cases("```\nA text.\n----\nnone\n").is_err());
}

#[test]
fn a_line_holds_of_its_own_entry_and_of_no_other() {
    let text = "Rome will not pay Paris by Monday if asked, Rossi said.";
    let at = |words: &str| {
        let start = text.find(words).expect("the words stand in the text");
        Span::new(start, start + words.len())
    };
    let (record, entry) = one_entry(at);
    let full = line(&record, &entry, text);
    assert_eq!(
        full,
        "commit ITA -> FRA | pay Paris | not | if: if asked | due: ..2022-01-24 | speaker: a-rossi"
    );
    for held in [
        &full,
        "commit ITA | not",
        "commit ITA | pay [Paris] | not",
        "commit ITA | [hardly] pay Paris | not",
        "commit ITA | not | due: by Monday | when: none",
    ] {
        assert!(holds(held, &record, &entry, text), "{held}");
    }
    for wrong in [
        "commit ITA -> FRA | pay Paris",
        "warn ITA -> FRA | pay Paris | not",
        "commit FRA -> ITA | pay Paris | not",
        "commit ITA -> _ | not",
        "commit ITA | pay | not",
        "commit ITA | pay [it] | not",
        "commit ITA | quoted | not",
        "commit ITA | unless: if asked | not",
        "commit ITA | unconditional | not",
        "commit ITA | due: ..2022-01-25 | not",
        "commit ITA | when: 2022-01-24 | not",
        "commit ITA | speaker: none | not",
    ] {
        assert!(!holds(wrong, &record, &entry, text), "{wrong}");
    }
}

/// A record made by hand, with one entry.
fn one_entry(at: impl Fn(&str) -> Span) -> (Record, Entry) {
    let party = |id: &str| Party {
        id: id.to_string(),
        name: id.to_string(),
        kind: PartyKind::State,
    };
    let mut record = Record::default();
    record.cast.parties = vec![party("FRA"), party("ITA")];
    record.cast.people = vec![Person {
        id: "a-rossi".to_string(),
        name: "A. Rossi".to_string(),
        party: Some(1),
        office: None,
    }];
    let monday = Window {
        from: None,
        to: Some(jiff::civil::date(2022, 1, 24)),
    };
    let entry = Entry {
        kind: Kind::Commit,
        actor: vec![1],
        addressee: vec![0],
        content: at("pay Paris"),
        evidence: vec![at("Rome will not pay Paris by Monday if asked")],
        speaker: Some(Speaker::Person(0)),
        quoted: false,
        condition: Some(Condition {
            relation: Relation::If,
            span: at("if asked"),
        }),
        due: Some(Days {
            window: Some(monday),
            span: at("by Monday"),
        }),
        when: None,
        place: None,
        positive: false,
        confidence: 1.0,
        trigger: at("will"),
        rule: "commit/will",
    };
    (record, entry)
}
