//! What was written to the ledger since a day, and by whom.

use super::{Ask, Layout, Maker};
use crate::fault::Fault;
use crate::words;
use askama::Template;
use axum::response::Response;
use demarche_ledger::view::Change;

/// Changes on one page.
const MANY: usize = 100;

#[derive(Template)]
#[template(path = "changes.html")]
struct ChangesPage {
    layout: Layout,
    since: String,
    days: Vec<(String, Vec<Line>)>,
    full: bool,
}

struct Line {
    seq: i64,
    time: String,
    author: String,
    deed: &'static str,
    about: String,
    href: Option<String>,
    /// True for a deed of a person, which can be taken back.
    by_hand: bool,
}

/// The page.
pub(crate) async fn changes(ask: Ask) -> Response {
    ask.page(make).await
}

/// What the address asks, for pages and for JSON.
pub(crate) fn find(maker: &Maker<'_>, limit: usize, most: usize) -> Result<Vec<Change>, Fault> {
    let limit = maker.asked.number("limit", limit, most)?;
    Ok(maker.ledger.changes(&since(maker)?, limit)?)
}

/// A day, or a moment as the log writes it.
fn since(maker: &Maker<'_>) -> Result<String, Fault> {
    let words = maker.asked.text("since");
    if words.is_empty() || words.parse::<jiff::Timestamp>().is_ok() {
        return Ok(words.to_owned());
    }
    Ok(maker
        .asked
        .day("since")?
        .map(|d| d.to_string())
        .unwrap_or_default())
}

fn make(maker: &Maker<'_>) -> Result<ChangesPage, Fault> {
    let changes = find(maker, MANY, MANY)?;
    let full = changes.len() >= MANY;
    let mut days: Vec<(String, Vec<Line>)> = Vec::new();
    for change in changes {
        let day = change.at.get(..10).unwrap_or("");
        let day = day.parse().map_or_else(|_| day.to_owned(), words::long_day);
        let line = line(change);
        match days.last_mut() {
            Some((last, lines)) if *last == day => lines.push(line),
            _ => days.push((day, vec![line])),
        }
    }
    Ok(ChangesPage {
        layout: maker.layout("changes", "What changed"),
        since: maker.asked.text("since").get(..10).unwrap_or("").to_owned(),
        days,
        full,
    })
}

fn line(change: Change) -> Line {
    let of_document = matches!(change.deed, "document" | "source");
    let href = match change.deed {
        "document" | "source" => Some(format!("/report/{}", change.subject)),
        "person" => Some("/who#people".to_owned()),
        _ => Some(format!("/move/{}", change.subject)),
    };
    Line {
        seq: change.seq,
        time: change.at.get(11..16).unwrap_or("").to_owned(),
        author: change.author,
        deed: match change.deed {
            "document" => "added the report",
            "source" => "found elsewhere the report",
            "note" => "entered",
            "confirm" => "confirmed",
            "correct" => "corrected",
            "strike" => "struck",
            "join" => "joined to an earlier move",
            "split" => "parted from an earlier move",
            "person" => "said who this is:",
            "undo" => "took back what was done to",
            _ => "wrote",
        },
        about: words::shortened(&change.about, 140),
        href: href.filter(|_| !change.subject.is_empty()),
        by_hand: !of_document && change.deed != "undo",
    }
}
