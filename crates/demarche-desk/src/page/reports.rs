//! The list of reports.

use super::{Ask, Layout, Maker};
use crate::fault::Fault;
use crate::words;
use askama::Template;
use axum::response::Response;

/// Reports on one page.
const MANY: usize = 100;

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    layout: Layout,
    n: String,
    reports: Vec<Line>,
    earlier: Option<String>,
    later: Option<String>,
}

struct Line {
    id: String,
    title: String,
    publisher: String,
    day: String,
    n_moves: String,
    leads: bool,
}

/// The page.
pub(crate) async fn reports(ask: Ask) -> Response {
    ask.page(make).await
}

fn make(maker: &Maker<'_>) -> Result<ReportsPage, Fault> {
    let offset = maker.asked.offset()?;
    let (n, _) = maker.ledger.size()?;
    let rows = maker.ledger.documents(MANY, offset)?;
    let page = |offset: usize| format!("/reports?offset={offset}");
    let more = (offset + rows.len()) as i64;
    let line = |row: demarche_ledger::view::DocumentRow| Line {
        title: words::shortened(row.title.as_deref().unwrap_or("Untitled report"), 120),
        id: row.id,
        publisher: row.publisher.unwrap_or_default(),
        day: row.date.map_or_else(|| "undated".to_owned(), words::day),
        n_moves: words::count(row.n_moves, "move"),
        leads: row.leads,
    };
    Ok(ReportsPage {
        layout: maker.layout("reports", "Reports"),
        n: words::count(n, "report"),
        reports: rows.into_iter().map(line).collect(),
        earlier: (offset > 0).then(|| page(offset.saturating_sub(MANY))),
        later: (more < n).then(|| page(offset + MANY)),
    })
}
