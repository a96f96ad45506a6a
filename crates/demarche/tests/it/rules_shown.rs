//! Holds the rule pages against the rules: a rule that no case shows may be dead, or wrong unseen.
//!
//! A rule is shown when it makes an entry that a case expects. Its name is kind and word, as the tables
//! `rules/en/acts/*.tsv` have them ("reject/rule-out"), or is written in `src/acts` ("commit/will").

use super::{desk, pages};
use demarche::text::Document;
use std::collections::BTreeSet;

/// Where the pages and the tables stand.
const PAGES: &str = "crates/demarche/rules/en/acts";

#[test]
fn nearly_every_rule_is_shown_by_a_case() {
    if desk::reads_nothing() {
        println!("the engine has no weights yet");
        return;
    }
    let (rules, shown) = (rules(), shown());
    let missing: Vec<&str> = rules.difference(&shown).map(String::as_str).collect();
    println!("{} rules, no case shows: {missing:?}", rules.len());
    // Some words get a wrong lemma or tag wherever they stand, and which ones changes with the weights.
    assert!(
        missing.len() * 8 <= rules.len(),
        "more than an eighth of the rules have no case: {missing:?}"
    );
}

/// The names of the rules.
fn rules() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let kinds = stems(".md");
    for kind in stems(".tsv").intersection(&kinds) {
        let table = desk::text_of(&format!("{PAGES}/{kind}.tsv"));
        let rows = table.lines().filter(|l| !l.starts_with('#'));
        let words = rows.filter_map(|l| l.split('\t').nth(1));
        names.extend(words.map(|word| format!("{kind}/{}", short(word))));
    }
    for file in desk::files("crates/demarche/src/acts") {
        let code = desk::text_of(&file);
        let named = code.split('"').filter(|words| {
            let kind = words.split_once('/').map(|(kind, _)| kind);
            kind.is_some_and(|k| kinds.contains(k)) && !words.contains(' ')
        });
        names.extend(named.map(str::to_string));
    }
    names
}

/// A name as a rule shows it: "put-pressure" of "put|exert pressure", "put-on-hold" of "put @on:hold".
fn short(name: &str) -> String {
    let first = |word: &str| word.split('|').next().unwrap_or_default().to_string();
    let words: Vec<String> = name.split(' ').map(first).collect();
    words.join("-").replace(['@', '='], "").replace(':', "-")
}

/// The names of the files beside the pages that end so, without the ending: each page is a kind of move.
fn stems(ending: &str) -> BTreeSet<String> {
    let files = desk::files(PAGES);
    let stem = |file: &String| Some(file.rsplit('/').next()?.strip_suffix(ending)?.to_string());
    files.iter().filter_map(stem).collect()
}

/// The rules that made the entries that the cases expect.
fn shown() -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    for kind in stems(".md") {
        let page = desk::text_of(&format!("{PAGES}/{kind}.md"));
        for case in pages::cases(&page).expect("the page is well formed") {
            let document = Document::new(case.text.clone(), case.date);
            let record = desk::reader().read(&document);
            let (_, extra) = pages::compare(&case, &record, &document.text);
            let expected = |e: &&demarche::record::Entry| !extra.contains(e);
            let entries = record.entries.iter().filter(expected);
            shown.extend(entries.map(|e| e.rule.to_string()));
        }
    }
    shown
}
