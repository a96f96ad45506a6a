//! The calendar in SQL and in Rust says the same of every state and window, around every edge.

use crate::desk::{day, due, ledger, move_of, report};
use demarche_ledger::moves::Kind;
use demarche_ledger::standing::{State, standing};
use demarche_ledger::view::Question;
use jiff::ToSpan;
use jiff::civil::date;

#[test]
fn the_store_and_the_calendar_agree() {
    let windows = [
        ("", ""),
        ("2022-03-10", ""),
        ("", "2022-03-10"),
        ("2022-03-10", "2022-03-20"),
        ("2022-03-10", "2022-03-10"),
    ];
    for (from, to) in windows {
        let promise = move_of(Kind::Commit, "USA > RUS", "give written answer");
        let ledger = ledger(&[report(
            "2022-01-01",
            "promise",
            vec![due(promise, from, to)],
        )]);
        for n in 0..120 {
            let on = date(2022, 1, 1) + n.days();
            let board = ledger.status(&Question::on(on)).expect("a board");
            let number = |w: &str| {
                (!w.is_empty()).then(|| i64::from((day(w) - date(1970, 1, 1)).get_days()))
            };
            let today = i64::from((on - date(1970, 1, 1)).get_days());
            let right = standing(State::Open, (number(from), number(to)), today).as_str();
            let found: Vec<&str> = board.items.iter().map(|i| i.standing).collect();
            assert_eq!(found, [right], "{from}..{to} on {on}");
            assert_eq!(
                board.counts.keys().copied().collect::<Vec<_>>(),
                [right],
                "{from}..{to} on {on}"
            );
        }
    }
}
