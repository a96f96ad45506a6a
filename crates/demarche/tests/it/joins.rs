//! The joins marked by hand, `eval/gold/joins.tsv`: every quotation stands exactly once in its
//! report, and every name in a row is one that the page beside it explains.

use super::desk;
use std::collections::BTreeMap;

const KINDS: [&str; 12] = [
    "demand", "offer", "commit", "agree", "concede", "reject", "warn", "accuse", "deny", "meet",
    "deliver", "withhold",
];

const RELATIONS: [&str; 12] = [
    "restates",
    "keeps",
    "answers",
    "refuses",
    "accepts",
    "takes-up",
    "denies",
    "concedes",
    "holds",
    "cancels",
    "withdraws",
    "discloses",
];

/// Reports by their path below `examples`, on one line each.
type Reports = BTreeMap<String, String>;

fn reports() -> Reports {
    let mut reports = Reports::new();
    for file in desk::files("examples") {
        let text = desk::text_of(&file);
        let text = if file.ends_with(".txt") {
            text
        } else if file.ends_with(".json") {
            let report: serde_json::Value = serde_json::from_str(&text).expect("a report in JSON");
            report["text"].as_str().expect("its text").to_string()
        } else {
            continue;
        };
        let name = file.trim_start_matches("examples/").to_string();
        reports.insert(name, desk::squeeze(&text));
    }
    reports
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let text = desk::text_of(file);
    let lines = text.lines().filter(|l| !l.starts_with('#'));
    lines
        .map(|l| l.split('\t').map(str::to_string).collect())
        .collect()
}

/// What is wrong with one end of a join, in words.
fn fault(reports: &Reports, chain: &str, end: &[String]) -> Option<String> {
    let [file, kind, words] = end else {
        return Some("an end is a file, a kind and words".to_string());
    };
    let Some(text) = reports.get(&format!("{chain}/{file}")) else {
        return Some(format!("{chain}/{file} is not there"));
    };
    if !KINDS.contains(&kind.as_str()) {
        return Some(format!("{kind:?} is no kind of move"));
    }
    match text.matches(words.as_str()).count() {
        1 => None,
        n => Some(format!("{chain}/{file} says {n} times {words:?}")),
    }
}

#[test]
fn every_word_of_the_joins_stands_once_in_its_report() {
    let reports = reports();
    let superseded: Vec<String> = rows("eval/gold/versions.tsv")
        .iter()
        .map(|r| {
            let copied = r[3] == "copy";
            format!("{}/{}", r[0], if copied { &r[2] } else { &r[1] })
        })
        .collect();
    let mut found = Vec::new();
    for (n, row) in rows("eval/gold/joins.tsv").iter().enumerate() {
        let at = format!("row {}", n + 1);
        assert_eq!(row.len(), 10, "{at}: ten columns");
        let (chain, matter, relation) = (&row[0], &row[1], row[2].as_str());
        found.extend(fault(&reports, chain, &row[3..6]).map(|f| format!("{at}: {f}")));
        for file in [&row[3], &row[6]] {
            if superseded.contains(&format!("{chain}/{file}")) {
                found.push(format!("{at}: {file} is a copy or has an update"));
            }
        }
        if relation == "single" {
            if matter != "-" || row[6..9].iter().any(|c| !c.is_empty()) {
                found.push(format!("{at}: a single move has one end and no matter"));
            }
            continue;
        }
        found.extend(fault(&reports, chain, &row[6..9]).map(|f| format!("{at}: {f}")));
        if !RELATIONS.contains(&relation) || matter.parse::<u32>().is_err() {
            found.push(format!("{at}: matter {matter:?}, relation {relation:?}"));
        }
        if row[3] == row[6] || row[3].get(..10) > row[6].get(..10) {
            found.push(format!("{at}: {} does not come before {}", row[3], row[6]));
        }
    }
    assert!(found.is_empty(), "joins.tsv:\n  {}", found.join("\n  "));
}

#[test]
fn copies_and_updates_are_reports() {
    let reports = reports();
    for row in rows("eval/gold/versions.tsv") {
        assert_eq!(row.len(), 4, "{row:?}: four columns");
        for file in &row[1..3] {
            let name = format!("{}/{file}", row[0]);
            assert!(reports.contains_key(&name), "{name} is not there");
        }
        assert!(["copy", "update"].contains(&row[3].as_str()), "{row:?}");
    }
}
