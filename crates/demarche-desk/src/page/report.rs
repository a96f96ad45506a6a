//! A report: its text with the moves and statements marked where they stand.

use super::{Ask, Layout, Maker, Row};
use crate::fault::Fault;
use crate::marks::{self, Mark, Owner, Piece};
use crate::words;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use demarche_ledger::LedgerError;
use demarche_ledger::view::{DocumentPage, DocumentRow};
use std::collections::HashSet;

/// Bytes of a text on one page. A report has ten thousand; who adds a book can read it elsewhere.
const LONGEST: usize = 200_000;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    layout: Layout,
    title: String,
    day: String,
    date_source: String,
    publisher: String,
    places: Vec<Place>,
    story: Vec<Told>,
    notes: Vec<String>,
    paragraphs: Vec<Paragraph>,
    moves: Vec<Row>,
    statements: Vec<Spoken>,
    leads: bool,
    cut: bool,
}

/// Where the text was found.
struct Place {
    publisher: String,
    link: Option<String>,
    words: String,
}

/// Another text of the story.
struct Told {
    id: String,
    words: String,
    leads: bool,
}

struct Spoken {
    number: usize,
    who: String,
    mode: String,
}

struct Paragraph {
    /// True where its line ends mean something: a list, an address, verse.
    lines: bool,
    bits: Vec<Bit>,
}

/// A piece of text.
struct Bit {
    text: String,
    /// Where its move stands in the list: the innermost.
    href: Option<String>,
    /// Places of its moves in the list.
    moves: String,
    /// Places of its statements.
    said: String,
    /// The anchor of a move whose words begin here.
    anchor: Option<String>,
}

/// The page.
pub(crate) async fn report(Path(id): Path<String>, ask: Ask) -> Response {
    ask.page(move |maker| make(maker, &id)).await
}

/// A document; what is not there is missing.
pub(crate) fn look(maker: &Maker<'_>, id: &str) -> Result<DocumentPage, Fault> {
    maker.ledger.document(id).map_err(|error| match error {
        LedgerError::Refused(why) => Fault::missing(why),
        other => other.into(),
    })
}

fn make(maker: &Maker<'_>, id: &str) -> Result<ReportPage, Fault> {
    let document = look(maker, id)?;
    let names = maker.names();
    let moves: Vec<Row> = document
        .moves
        .iter()
        .map(|m| Row::of(m, &names, ""))
        .collect();
    let source = &document.source;
    let title = source
        .title
        .clone()
        .unwrap_or_else(|| "Untitled report".to_owned());
    let cut = document.text.floor_char_boundary(LONGEST);
    let pieces = marks::paragraphs(&document.text[..cut], &all_marks(&document));
    let speaker = |s: &demarche_ledger::moves::Statement| {
        let who = s.speaker.as_deref().or(s.party.as_deref());
        who.map_or_else(|| "somebody".to_owned(), |id| names.speaker(id))
    };
    let statements = document.statements.iter().enumerate();
    Ok(ReportPage {
        layout: maker.layout("reports", words::shortened(&title, 80)),
        title,
        day: source
            .date
            .map_or_else(|| "undated".to_owned(), words::long_day),
        date_source: document.date_source.clone(),
        publisher: source.publisher.clone().unwrap_or_default(),
        places: places(&document),
        story: document.story.iter().map(told).collect(),
        notes: document.notes.clone(),
        paragraphs: bits(pieces, &moves),
        statements: statements
            .map(|(number, s)| Spoken {
                number,
                who: speaker(s),
                mode: s.mode.clone(),
            })
            .collect(),
        leads: document.moves.iter().any(|m| m.counted) || document.moves.is_empty(),
        cut: cut < document.text.len(),
        moves,
    })
}

fn places(document: &DocumentPage) -> Vec<Place> {
    let all = document.found_at.iter();
    all.filter(|(publisher, url)| !publisher.is_empty() || !url.is_empty())
        .map(|(publisher, url)| Place {
            publisher: publisher.clone(),
            link: words::web(url).map(str::to_owned),
            words: words::shortened(url, 100),
        })
        .collect()
}

fn told(row: &DocumentRow) -> Told {
    let day = row
        .date
        .map(|d| format!(", {}", words::day(d)))
        .unwrap_or_default();
    let title = row.title.as_deref().unwrap_or("Untitled report");
    let publisher = row.publisher.as_deref().unwrap_or("unknown publisher");
    Told {
        id: row.id.clone(),
        words: format!("{} ({publisher}{day})", words::shortened(title, 90)),
        leads: row.leads,
    }
}

fn all_marks(document: &DocumentPage) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (number, found) in document.moves.iter().enumerate() {
        let entry = &found.entry;
        let spans = entry.evidence.iter().chain([&entry.content]);
        marks.extend(spans.map(|w| Mark {
            start: w.start,
            end: w.end,
            of: Owner::Move(number),
        }));
    }
    for (number, said) in document.statements.iter().enumerate() {
        let spans = said.source.iter().chain(&said.cue).chain(&said.content);
        marks.extend(spans.map(|&(start, end)| Mark {
            start,
            end,
            of: Owner::Statement(number),
        }));
    }
    marks
}

/// Characters from which a line was ended by a typewriter and not by its writer.
const WRAPPED: usize = 55;

fn has_lines(pieces: &[Piece]) -> bool {
    let text: String = pieces.iter().map(|p| p.text.as_str()).collect();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.pop();
    lines.iter().any(|l| l.chars().count() < WRAPPED)
}

fn bits(paragraphs: Vec<Vec<Piece>>, moves: &[Row]) -> Vec<Paragraph> {
    let mut begun: HashSet<usize> = HashSet::new();
    let mut bit = |piece: Piece| {
        let (mut own, mut said) = (Vec::new(), Vec::new());
        for owner in &piece.owners {
            match owner {
                Owner::Move(number) => own.push(*number),
                Owner::Statement(number) => said.push(number.to_string()),
            }
        }
        let first = own.iter().find(|n| begun.insert(**n)).copied();
        let list = |n: &usize| n.to_string();
        Bit {
            text: piece.text,
            // The last in order is the one that begins last: the innermost, most often.
            href: own
                .last()
                .and_then(|n| moves.get(*n))
                .map(|m| format!("#m-{}", m.id)),
            moves: own.iter().map(list).collect::<Vec<_>>().join(" "),
            said: said.join(" "),
            anchor: first
                .and_then(|n| moves.get(n))
                .map(|m| format!("w-{}", m.id)),
        }
    };
    let one = |pieces: Vec<Piece>| Paragraph {
        lines: has_lines(&pieces),
        bits: pieces.into_iter().map(&mut bit).collect(),
    };
    paragraphs.into_iter().map(one).collect()
}
