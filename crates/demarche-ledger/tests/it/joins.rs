//! What is joined with what: moves made by hand, two reports each.

use crate::desk::{day, due, ledger, move_of, report};
use demarche_ledger::moves::{Kind, Move};
use demarche_ledger::view::Question;

/// Puts the first into a report and the second into one of some days later; the tie between them.
fn tie(first: Move, later: &str, second: Move) -> Option<String> {
    let reports = [
        report("2022-01-10", "first", vec![first]),
        report(later, "second", vec![second]),
    ];
    let ledger = ledger(&reports);
    let matter = ledger.matter(2, day("2022-12-31")).expect("a matter");
    matter.links.first().map(|l| l.relation.clone())
}

fn a_week_later(first: Move, second: Move) -> Option<String> {
    tie(first, "2022-01-17", second)
}

#[test]
fn an_alliance_answers_for_its_member() {
    let asked = move_of(Kind::Demand, "RUS > USA", "withdraw missile poland");
    let refused = move_of(Kind::Reject, "NATO > RUS", "withdraw missile");
    assert_eq!(
        a_week_later(asked.clone(), refused).as_deref(),
        Some("refuses")
    );
    let stranger = move_of(Kind::Reject, "BRA > RUS", "withdraw missile");
    assert_ne!(a_week_later(asked, stranger).as_deref(), Some("refuses"));
}

#[test]
fn an_amount_is_one_demand() {
    let asked = move_of(Kind::Demand, "union > firm", "raise wage 77 percent");
    let again = move_of(Kind::Demand, "union > firm", "percent 77");
    assert_eq!(
        a_week_later(asked.clone(), again).as_deref(),
        Some("restates")
    );
    let offered = move_of(Kind::Offer, "firm > union", "raise wage 50 percent");
    assert_eq!(a_week_later(asked, offered).as_deref(), Some("touches"));
}

#[test]
fn who_is_met_half_way_meets_nobody() {
    let asked = move_of(Kind::Demand, "CHN > USA", "meet @CHN way");
    let met = move_of(Kind::Meet, "USA CHN", "talk");
    assert_eq!(a_week_later(asked, met), None);
}

#[test]
fn security_guarantees_alone_tie_nothing() {
    let asked = move_of(Kind::Demand, "RUS > USA", "guarantee security");
    let again = move_of(Kind::Demand, "RUS > UKR", "guarantee security");
    assert_eq!(tie(asked, "2022-02-20", again), None);
}

#[test]
fn to_say_that_it_will_not_is_to_deny_it_again() {
    let denied = move_of(Kind::Deny, "RUS", "attack @UKR");
    let mut again = move_of(Kind::Commit, "RUS > USA", "attack @UKR");
    again.polarity = "negative".to_owned();
    assert_eq!(
        a_week_later(denied.clone(), again).as_deref(),
        Some("restates")
    );
    let threat = move_of(Kind::Commit, "RUS > USA", "attack @UKR");
    assert_eq!(a_week_later(denied, threat), None);
}

#[test]
fn the_names_of_bodies_are_no_words_of_theirs() {
    let said = "vessel @union-of-river-pilots union river pilot";
    let asked = move_of(Kind::Demand, "FRA > DEU", said);
    let other = move_of(
        Kind::Demand,
        "FRA > DEU",
        &said.replace("vessel", "pension"),
    );
    assert_eq!(a_week_later(asked, other), None);
}

#[test]
fn what_was_kept_is_not_late_when_it_is_told_again() {
    let promise = move_of(Kind::Commit, "USA > RUS", "give written answer demand");
    let handed = move_of(Kind::Deliver, "USA > RUS", "written answer demand");
    let reports = [
        report(
            "2022-01-21",
            "promised",
            vec![due(promise, "2022-01-24", "2022-01-27")],
        ),
        report("2022-01-26", "handed over", vec![handed.clone()]),
        report("2022-01-30", "told again", vec![handed]),
    ];
    let board = ledger(&reports)
        .status(&Question::on(day("2022-02-01")))
        .expect("a board");
    let stands: Vec<&str> = board.items.iter().map(|i| i.standing).collect();
    assert_eq!(stands, ["kept"]);
}
