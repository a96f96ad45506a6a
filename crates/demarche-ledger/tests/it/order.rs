//! The order in which reports come does not matter, and what is derived can be made anew.

use crate::desk::{chain, day, ledger, stamp};
use demarche_ledger::Ledger;
use demarche_ledger::moves::Kind;
use demarche_ledger::view::{Question, Range};

/// All that a ledger says on some days, without the numbers.
fn says(ledger: &Ledger) -> String {
    let mut all = String::new();
    for on in ["2021-12-20", "2022-01-22", "2022-01-25", "2022-01-31"] {
        let board = ledger.status(&Question::on(day(on))).expect("a board");
        let mut items: Vec<String> = board
            .items
            .iter()
            .map(|i| serde_json::to_string(i).expect("JSON"))
            .collect();
        items.sort();
        all.push_str(&format!("{on} {:?}\n{}\n", board.counts, items.join("\n")));
    }
    let range = Range {
        limit: 100,
        ..Range::default()
    };
    let moves = ledger.timeline(&range).expect("a timeline");
    let mut joins: Vec<String> = Vec::new();
    for found in moves {
        let matter = ledger
            .matter(found.number, day("2022-02-01"))
            .expect("a matter");
        joins.push(format!("{} {:?}", found.id, matter.id));
        let link = |l: &demarche_ledger::view::LinkView| {
            format!("{} {} {}", l.child, l.relation, l.parent)
        };
        joins.extend(matter.links.iter().map(link));
    }
    all + &joins.join("\n")
}

#[test]
fn any_order_gives_the_same_ledger() {
    let reports = chain();
    let right = says(&ledger(&reports));
    assert!(right.contains("keeps"), "{right}");
    // Every rotation, forwards and backwards.
    for first in 0..reports.len() {
        let mut turned = reports.clone();
        turned.rotate_left(first);
        assert_eq!(says(&ledger(&turned)), right);
        turned.reverse();
        assert_eq!(says(&ledger(&turned)), right);
    }
}

#[test]
fn a_rebuilt_ledger_says_the_same() {
    let mut ledger = ledger(&chain());
    let before = says(&ledger);
    ledger.rebuild().expect("rebuilt");
    assert_eq!(says(&ledger), before);
    assert_eq!(
        ledger.verify().expect("verified").faults,
        Vec::<String>::new()
    );
}

#[test]
fn the_same_report_twice_is_one() {
    let reports = chain();
    let mut ledger = ledger(&reports);
    let before = says(&ledger);
    ledger.add(&reports, &stamp()).expect("added");
    assert_eq!(says(&ledger), before);
    assert_eq!(ledger.size().expect("size").0, reports.len() as i64);
}

#[test]
fn the_written_reply_is_outstanding_then_due_then_kept() {
    let ledger = ledger(&chain());
    let on = |d: &str| {
        let mut question = Question::on(day(d));
        question.kinds = vec![Kind::Commit];
        let board = ledger.status(&question).expect("a board");
        board
            .items
            .iter()
            .map(|i| (i.standing, i.days))
            .collect::<Vec<_>>()
    };
    assert_eq!(on("2022-01-20"), []);
    assert_eq!(on("2022-01-22"), [("outstanding", Some(2))]);
    assert_eq!(on("2022-01-25"), [("due", Some(5))]);
    assert_eq!(on("2022-01-26"), [("kept", None)]);
}

#[test]
fn nothing_but_the_day_makes_a_promise_overdue() {
    let ledger = ledger(&chain()[..3]);
    let board = ledger
        .status(&Question::on(day("2022-02-02")))
        .expect("a board");
    let overdue = board
        .items
        .iter()
        .find(|i| i.standing == "overdue")
        .expect("one");
    assert_eq!(overdue.days, Some(3));
    assert_eq!(overdue.n_moves, 2);
}

#[test]
fn counts_are_of_what_is_listed() {
    let reports = crate::desk::many(60);
    let mut ledger = ledger(&reports);
    ledger.strike(7, None, &stamp()).expect("struck");
    for on in ["2022-01-03", "2022-01-12", "2022-02-01", "2022-06-01"] {
        for kinds in [vec![], vec![Kind::Commit], vec![Kind::Demand, Kind::Meet]] {
            let question = Question {
                kinds,
                limit: 10_000,
                ..Question::on(day(on))
            };
            let board = ledger.status(&question).expect("a board");
            let mut listed = std::collections::BTreeMap::new();
            for item in &board.items {
                *listed.entry(item.standing).or_insert(0) += 1;
            }
            assert_eq!(listed, board.counts, "{on} {:?}", question.kinds);
        }
    }
}
