//! The queue of what no person has looked at, the least certain first.

use super::{Ask, Layout, Maker, Row};
use crate::fault::Fault;
use crate::words;
use askama::Template;
use axum::response::Response;

/// Moves on one page.
const MANY: usize = 20;

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    layout: Layout,
    n: String,
    items: Vec<Item>,
    done: Option<(String, String)>,
    earlier: Option<String>,
    later: Option<String>,
}

struct Item {
    row: Row,
    /// The words that prove it.
    evidence: String,
    rule: String,
}

/// The page.
pub(crate) async fn review(ask: Ask) -> Response {
    ask.page(make).await
}

/// What was just done, from the address: the word and the event that can be taken back.
pub(crate) fn done(maker: &Maker<'_>) -> Option<(String, String)> {
    let word = maker.asked.text("done");
    let event = maker.asked.text("event");
    let known = [
        "confirmed",
        "corrected",
        "struck",
        "joined",
        "split",
        "noted",
        "undone",
    ];
    let number = event.is_empty() || event.bytes().all(|b| b.is_ascii_digit());
    (known.contains(&word) && number).then(|| (word.to_owned(), event.to_owned()))
}

fn make(maker: &Maker<'_>) -> Result<ReviewPage, Fault> {
    let offset = maker.asked.offset()?;
    let n = maker.ledger.n_to_review()?;
    let moves = maker.ledger.to_review(MANY, offset)?;
    let names = maker.names();
    let page = |offset: usize| format!("/review?offset={offset}");
    let item = |m: &demarche_ledger::view::MoveView| {
        let proof = m.entry.evidence.first().unwrap_or(&m.entry.content);
        Item {
            row: Row::of(m, &names, ""),
            evidence: words::shortened(&proof.text, 500),
            rule: m.entry.rule.clone(),
        }
    };
    Ok(ReviewPage {
        layout: maker.layout("review", "Review"),
        n: words::count(n, "move"),
        done: done(maker),
        earlier: (offset > 0).then(|| page(offset.saturating_sub(MANY))),
        later: ((offset + moves.len()) < n as usize).then(|| page(offset + MANY)),
        items: moves.iter().map(item).collect(),
    })
}
