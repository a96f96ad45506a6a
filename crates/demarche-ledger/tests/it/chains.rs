//! The negotiations of `examples/`, read and followed: how things stand on days of each.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test -p demarche-ledger` rewrites the snapshots; the difference is the review.

use crate::desk::{day, stamp};
use demarche::Reader;
use demarche_ledger::moves::Kind;
use demarche_ledger::view::{Item, Question};
use demarche_ledger::{Ledger, digest};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn folder(chain: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(chain)
}

/// A ledger of every report of a chain.
fn chain(name: &str) -> Ledger {
    let reader = Reader::new(demarche_models::ENGINE)
        .and_then(|reader| reader.with_acts(demarche_models::ACTS))
        .expect("the weights that ship load");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder(name))
        .expect("the chain is there")
        .filter_map(|f| Some(f.ok()?.path()))
        .filter(|f| f.extension().is_some_and(|e| e == "txt" || e == "json"))
        .collect();
    files.sort();
    let mut readings = Vec::new();
    for file in files {
        let hints = demarche_source::Hints {
            name: file.display().to_string(),
            ..demarche_source::Hints::default()
        };
        let bytes = std::fs::read(&file).expect("a report");
        for received in demarche_source::read(&bytes, &hints) {
            let received = received.expect("a report that can be read");
            readings.push(digest::read(
                &reader,
                &received.document,
                &received.notes,
                "test",
            ));
        }
    }
    let mut ledger = Ledger::in_memory().expect("memory");
    ledger.add(&readings, &stamp()).expect("added");
    ledger
}

/// How the promises and meetings of a chain stand on these days, without numbers that count up.
fn stands(ledger: &Ledger, days: &[&str]) -> String {
    let mut out = String::new();
    for on in days {
        let mut question = Question::on(day(on));
        question.kinds = vec![Kind::Commit, Kind::Meet];
        let board = ledger.status(&question).expect("a board");
        let _ = writeln!(out, "{on} {:?}", board.counts);
        let dated = board.items.iter().filter(|i| i.standing != "open");
        for item in dated {
            let _ = writeln!(out, "  {}", line(item));
        }
    }
    out
}

fn line(item: &Item) -> String {
    let entry = &item.first.entry;
    let words: Vec<&str> = entry.content.text.split_whitespace().collect();
    let due = |d: Option<jiff::civil::Date>| d.map_or_else(String::new, |d| d.to_string());
    let by = item.closed_by.as_ref().map_or_else(String::new, |c| {
        let words: Vec<&str> = c.by.entry.content.text.split_whitespace().collect();
        format!(" <- {} {} “{}”", c.relation, due(c.by.day), words.join(" "))
    });
    format!(
        "{}: {} {} > {} “{}” {}..{}{by}",
        item.standing,
        entry.kind.as_str(),
        entry.actor.join(","),
        entry.addressee.join(","),
        words.join(" "),
        due(item.due_from),
        due(item.due_to)
    )
}

fn check(chain_name: &str, days: &[&str]) {
    let now = stands(&chain(chain_name), days);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/chains");
    let file = file.join(format!("{chain_name}.snap"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&file, now).expect("the snapshot can be written");
        return;
    }
    let before = std::fs::read_to_string(&file).expect("there is a snapshot");
    assert_eq!(
        before,
        now,
        "UPDATE_SNAPSHOTS=1 rewrites {}",
        file.display()
    );
}

#[test]
fn security_guarantees_stand_as_the_snapshot_says() {
    let days = [
        "2021-12-22",
        "2022-01-11",
        "2022-01-22",
        "2022-01-25",
        "2022-01-27",
        "2022-02-03",
        "2022-02-23",
    ];
    check("security-guarantees", &days);
}

#[test]
fn the_trade_truce_stands_as_the_snapshot_says() {
    let days = [
        "2025-05-13",
        "2025-06-12",
        "2025-08-05",
        "2025-08-13",
        "2025-11-11",
    ];
    check("trade-truce", &days);
}

#[test]
fn the_written_reply_of_geneva_is_outstanding_then_due_then_kept() {
    let ledger = chain("security-guarantees");
    let on = |words: &str| {
        let mut question = Question::on(day(words));
        question.kinds = vec![Kind::Commit];
        question.party = Some("USA".to_owned());
        question.with = Some("RUS".to_owned());
        let board = ledger.status(&question).expect("a board");
        let reply = board
            .items
            .into_iter()
            .find(|i| i.due_to == Some(day("2022-01-30")));
        reply.map(|i| (i.standing, i.days))
    };
    assert_eq!(on("2022-01-20"), None);
    assert_eq!(on("2022-01-22"), Some(("outstanding", Some(2))));
    assert_eq!(on("2022-01-25"), Some(("due", Some(5))));
    assert_eq!(on("2022-01-26"), Some(("kept", None)));
    // On the day before the delivery nobody knew of it, whatever came later.
    assert_eq!(on("2022-01-24"), Some(("due", Some(6))));
}
