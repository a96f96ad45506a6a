//! Who did what, when: a picture in lanes by party, and the same as a list.

use super::state::{Choice, parties};
use super::{Ask, Layout, Maker, Row};
use crate::fault::Fault;
use crate::svg::{self, Dot};
use crate::words;
use askama::Template;
use axum::response::Response;
use demarche_ledger::view::{MoveView, Range};

/// Moves on one page.
const MANY: usize = 60;

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage {
    layout: Layout,
    picture: String,
    days: Vec<(String, Vec<Row>)>,
    parties: Vec<Choice>,
    from: String,
    to: String,
    n: usize,
    earlier: Option<String>,
    later: Option<String>,
}

/// The page.
pub(crate) async fn timeline(ask: Ask) -> Response {
    ask.page(make).await
}

/// What the address asks, for pages and for JSON.
pub(crate) fn range(maker: &Maker<'_>, limit: usize, most: usize) -> Result<Range, Fault> {
    Ok(Range {
        from: maker.asked.day("from")?,
        to: maker.asked.day("to")?,
        party: maker.party("party")?,
        limit: maker.asked.number("limit", limit, most)?,
        offset: maker.asked.offset()?,
    })
}

fn make(maker: &Maker<'_>) -> Result<TimelinePage, Fault> {
    let mut range = range(maker, MANY, MANY)?;
    let limit = range.limit.max(1);
    range.limit = limit + 1;
    let mut moves = maker.ledger.timeline(&range)?;
    let more = moves.len() > limit;
    moves.truncate(limit);
    let names = maker.names();
    let mut days: Vec<(String, Vec<Row>)> = Vec::new();
    for found in &moves {
        let day = found
            .day
            .map_or_else(|| "Undated".to_owned(), words::long_day);
        let row = Row::of(found, &names, "");
        match days.last_mut() {
            Some((last, rows)) if *last == day => rows.push(row),
            _ => days.push((day, vec![row])),
        }
    }
    let base = maker.asked.with("", "");
    let joint = if base.is_empty() { '?' } else { '&' };
    let page = |offset: usize| format!("/timeline{base}{joint}offset={offset}");
    Ok(TimelinePage {
        layout: maker.layout("timeline", "Timeline"),
        picture: picture(maker, &moves)?,
        days,
        parties: parties(maker, &range.party),
        from: range.from.map(|d| d.to_string()).unwrap_or_default(),
        to: range.to.map(|d| d.to_string()).unwrap_or_default(),
        n: moves.len(),
        earlier: (range.offset > 0).then(|| page(range.offset.saturating_sub(limit))),
        later: more.then(|| page(range.offset + limit)),
    })
}

fn picture(maker: &Maker<'_>, moves: &[MoveView]) -> Result<String, Fault> {
    let names = maker.names();
    let dot = |m: &MoveView| {
        let due = m.entry.due.as_ref();
        Some(Dot {
            number: m.number,
            id: m.id.clone(),
            day: m.day?,
            lane: m
                .entry
                .actor
                .first()
                .map_or("", |id| maker.known.name(id))
                .to_owned(),
            kind: m.entry.kind,
            due: due.and_then(|d| Some((d.from.or(d.to)?, d.to.or(d.from)?))),
            title: format!(
                "{}: {}",
                m.day.map(words::day).unwrap_or_default(),
                super::matter::headline(m, &names)
            ),
        })
    };
    let dots: Vec<Dot> = moves.iter().filter_map(dot).collect();
    let numbers: Vec<i64> = dots.iter().map(|d| d.number).collect();
    let links = maker.ledger.links_among(&numbers)?;
    let links: Vec<(i64, i64, String)> = links
        .into_iter()
        .map(|l| (l.parent_number, l.child_number, l.relation))
        .collect();
    Ok(svg::timeline(&dots, &links))
}
