//! The pages as JSON, under `/api/v1`. Ids are those that stay; numbers of this file are left out.

mod describe;
mod schemas;
mod written;

pub use describe::{API_DEEDS, API_ROUTES};

use crate::desk::Desk;
use crate::fault::Fault;
use crate::page::{self, Ask, DEEPEST, Maker};
use crate::words;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use demarche_ledger::view::{MoveView, SourceView};
use serde::Serialize;
use std::sync::Arc;

/// Things on one page of an answer, unless asked otherwise, and at most.
const MANY: usize = 50;
const MOST: usize = 200;

/// The routes.
pub(crate) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/api/openapi.json", get(description))
        .route("/api/v1/status", get(status))
        .route("/api/v1/timeline", get(timeline))
        .route("/api/v1/matters/{id}", get(matter))
        .route("/api/v1/moves/{id}", get(one_move))
        .route("/api/v1/documents", get(documents))
        .route("/api/v1/documents/{id}", get(document))
        .route("/api/v1/people", get(people))
        .route("/api/v1/parties", get(parties))
        .route("/api/v1/search", get(search))
        .route("/api/v1/changes", get(changes))
        .route("/api/v1/review", get(review))
        .merge(written::routes())
}

/// One page of a list.
#[derive(Serialize)]
struct List<T> {
    items: Vec<T>,
    /// Where the next page begins; none at the end.
    next_offset: Option<usize>,
}

impl<T> List<T> {
    /// A page of a list of which one more than `limit` was asked for.
    fn of(mut items: Vec<T>, limit: usize, offset: usize) -> List<T> {
        let more = items.len() > limit;
        items.truncate(limit);
        List {
            items,
            next_offset: more.then_some(offset + limit),
        }
    }
}

fn page_of(maker: &Maker<'_>) -> Result<(usize, usize), Fault> {
    let limit = maker.asked.number("limit", MANY, MOST)?.max(1);
    Ok((limit, maker.asked.offset()?))
}

async fn description(ask: Ask) -> Response {
    ask.json(|_| Ok(describe::description())).await
}

async fn status(ask: Ask) -> Response {
    ask.json(|maker| Ok(maker.ledger.status(&page::question(maker, MANY, MOST)?)?))
        .await
}

async fn timeline(ask: Ask) -> Response {
    ask.json(|maker| {
        let (limit, offset) = page_of(maker)?;
        let mut range = page::range(maker, MANY, MOST)?;
        range.limit = limit + 1;
        Ok(List::of(maker.ledger.timeline(&range)?, limit, offset))
    })
    .await
}

async fn matter(Path(id): Path<String>, ask: Ask) -> Response {
    ask.json(move |maker| {
        let on = maker.asked.day("on")?.unwrap_or_else(|| maker.desk.today());
        let (_, view) = page::look_at_matter(maker, &id, on)?;
        let mut json = serde_json::to_value(&view)?;
        with_ids(&mut json, &view);
        Ok(json)
    })
    .await
}

/// Disagreements name moves by their numbers, which another ledger numbers otherwise: ids stand instead.
fn with_ids(json: &mut serde_json::Value, view: &demarche_ledger::view::MatterView) {
    let all = view.lines.iter().flat_map(|l| &l.moves);
    let ids: std::collections::HashMap<i64, &str> =
        all.map(|m| (m.number, m.id.as_str())).collect();
    let lines = json["lines"].as_array_mut().into_iter().flatten();
    let found = lines
        .filter_map(|l| l["disagreements"].as_array_mut())
        .flatten();
    for version in found.filter_map(|d| d["versions"].as_array_mut()).flatten() {
        let id = version[0].as_i64().and_then(|n| ids.get(&n));
        *version = serde_json::json!({ "move": id, "says": version[1] });
    }
}

async fn one_move(Path(id): Path<String>, ask: Ask) -> Response {
    ask.json(move |maker| {
        let number = page::number_of(maker, &id)?;
        let found = maker.ledger.move_view(number)?;
        let history = maker.ledger.history(&found.id)?;
        Ok(serde_json::json!({ "move": found, "history": history }))
    })
    .await
}

async fn documents(ask: Ask) -> Response {
    ask.json(|maker| {
        let (limit, offset) = page_of(maker)?;
        Ok(List::of(
            maker.ledger.documents(limit + 1, offset)?,
            limit,
            offset,
        ))
    })
    .await
}

async fn document(Path(id): Path<String>, ask: Ask) -> Response {
    ask.json(move |maker| page::look_at_report(maker, &id))
        .await
}

async fn people(ask: Ask) -> Response {
    ask.json(|maker| {
        let (limit, offset) = page_of(maker)?;
        let all = maker.ledger.who(maker.asked.day("on")?)?;
        let page = all.into_iter().skip(offset).take(limit + 1).collect();
        Ok(List::of(page, limit, offset))
    })
    .await
}

#[derive(Serialize)]
struct Party {
    id: String,
    name: String,
    /// Lines in which it acts or is addressed.
    n_lines: i64,
}

async fn parties(ask: Ask) -> Response {
    ask.json(|maker| {
        let (limit, offset) = page_of(maker)?;
        let all = maker.known.parties.iter().skip(offset).take(limit + 1);
        let party = |(id, name, n): &(String, String, i64)| Party {
            id: id.clone(),
            name: name.clone(),
            n_lines: *n,
        };
        Ok(List::of(all.map(party).collect(), limit, offset))
    })
    .await
}

#[derive(Serialize)]
struct Hits {
    moves: Vec<MoveView>,
    documents: Vec<Hit>,
    next_offset: Option<usize>,
}

#[derive(Serialize)]
struct Hit {
    source: SourceView,
    /// A piece of the text around the first of the words.
    piece: String,
}

async fn search(ask: Ask) -> Response {
    ask.json(|maker| {
        let (limit, offset) = page_of(maker)?;
        let mut search = page::asked(maker, MANY, MOST)?;
        search.limit = limit + 1;
        let found = page::find(maker, &search)?;
        let more = found.moves.len() > limit || found.documents.len() > limit;
        let documents = found.documents.into_iter().take(limit);
        Ok(Hits {
            moves: found.moves.into_iter().take(limit).collect(),
            documents: documents
                .map(|(source, piece)| Hit { source, piece })
                .collect(),
            next_offset: more.then_some(offset + limit),
        })
    })
    .await
}

async fn changes(ask: Ask) -> Response {
    ask.json(|maker| page::find_changes(maker, MANY, MOST))
        .await
}

async fn review(ask: Ask) -> Response {
    ask.json(|maker| {
        let (limit, offset) = page_of(maker)?;
        Ok(List::of(
            maker.ledger.to_review(limit + 1, offset)?,
            limit,
            offset,
        ))
    })
    .await
}

/// Words of the description that follow the code.
fn kinds() -> Vec<&'static str> {
    demarche::record::Kind::ALL
        .iter()
        .map(|k| k.as_str())
        .collect()
}

fn standings() -> Vec<&'static str> {
    demarche_ledger::standing::Standing::WORDS.to_vec()
}

fn meaning(standing: &str) -> &'static str {
    words::meaning(standing)
}
