//! Full-text search; the query is the address.

use super::state::{Choice, kinds, parties, standings};
use super::{Ask, Layout, Maker, Row};
use crate::fault::Fault;
use crate::words;
use askama::Template;
use axum::response::Response;
use demarche_ledger::LedgerError;
use demarche_ledger::standing::Standing;
use demarche_ledger::view::{Found, Search};

/// Moves and reports on one page.
const MANY: usize = 20;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    layout: Layout,
    q: String,
    kinds: Vec<Choice>,
    standings: Vec<Choice>,
    on: String,
    parties: Vec<Choice>,
    from: String,
    to: String,
    asked: bool,
    moves: Vec<Row>,
    reports: Vec<Hit>,
    earlier: Option<String>,
    later: Option<String>,
}

struct Hit {
    id: String,
    title: String,
    from: String,
    piece: String,
}

/// The page.
pub(crate) async fn search(ask: Ask) -> Response {
    ask.page(make).await
}

/// What the address asks, for pages and for JSON.
pub(crate) fn asked(maker: &Maker<'_>, limit: usize, most: usize) -> Result<Search, Fault> {
    Ok(Search {
        words: maker.asked.text("q").to_owned(),
        kind: maker.asked.kinds()?.first().copied(),
        party: maker.party("party")?,
        from: maker.asked.day("from")?,
        to: maker.asked.day("to")?,
        standings: standings(maker.asked)?,
        on: Some(maker.asked.day("on")?.unwrap_or_else(|| maker.desk.today())),
        limit: maker.asked.number("limit", limit, most)?,
        offset: maker.asked.offset()?,
    })
}

/// What is found; nothing for no words.
pub(crate) fn find(maker: &Maker<'_>, search: &Search) -> Result<Found, Fault> {
    match maker.ledger.search(search) {
        Err(LedgerError::Refused(_)) => Ok(Found {
            moves: Vec::new(),
            documents: Vec::new(),
        }),
        found => Ok(found?),
    }
}

/// A standing to choose.
fn stood(word: &str, chosen: &[String]) -> Choice {
    Choice {
        value: word.to_owned(),
        words: words::capital(word),
        chosen: chosen.iter().any(|c| c == word),
    }
}

fn make(maker: &Maker<'_>) -> Result<SearchPage, Fault> {
    let search = asked(maker, MANY, MANY)?;
    let found = find(maker, &search)?;
    let names = maker.names();
    let hit = |(source, piece): &(demarche_ledger::view::SourceView, String)| {
        let day = source.date.map(words::day);
        let from: Vec<String> = source.publisher.clone().into_iter().chain(day).collect();
        let title = source.title.as_deref().unwrap_or("Untitled report");
        Hit {
            id: source.id.clone(),
            title: words::shortened(title, 110),
            from: from.join(", "),
            piece: piece.clone(),
        }
    };
    let full = found.moves.len() >= search.limit || found.documents.len() >= search.limit;
    let base = maker.asked.with("", "");
    let page = |offset: usize| format!("/search{base}&offset={offset}");
    let offset = search.offset;
    Ok(SearchPage {
        layout: maker.layout("search", "Search"),
        kinds: kinds(&search.kind.into_iter().collect::<Vec<_>>()),
        parties: parties(maker, &search.party),
        standings: Standing::WORDS
            .iter()
            .map(|w| stood(w, &search.standings))
            .collect(),
        on: maker
            .asked
            .day("on")?
            .map(|d| d.to_string())
            .unwrap_or_default(),
        from: search.from.map(|d| d.to_string()).unwrap_or_default(),
        to: search.to.map(|d| d.to_string()).unwrap_or_default(),
        asked: !search.words.is_empty(),
        q: search.words,
        moves: found.moves.iter().map(|m| Row::of(m, &names, "")).collect(),
        reports: found.documents.iter().map(hit).collect(),
        earlier: (offset > 0).then(|| page(offset.saturating_sub(MANY))),
        later: (full && search.limit > 0).then(|| page(offset + MANY)),
    })
}
