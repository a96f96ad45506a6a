//! One matter: its lines and moves, why they were joined, and where sources differ.

use super::{Ask, Layout, Maker, Names, Row};
use crate::fault::Fault;
use crate::words;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use demarche_ledger::LedgerError;
use demarche_ledger::view::{Disclosure, LineView, LinkView, MatterView, MoveView};
use jiff::civil::Date;

/// Moves of a matter on one page; a longer matter is read in parts.
const MOST: usize = 60;

#[derive(Template)]
#[template(path = "matter.html")]
struct MatterPage {
    layout: Layout,
    id: String,
    on: String,
    on_words: String,
    lines: Vec<Line>,
    disclosure: Vec<(String, String, String)>,
    n_moves: i64,
    n_reports: usize,
    cut: Option<String>,
}

struct Line {
    title: String,
    standing: Option<Stood>,
    moves: Vec<Step>,
    disagreements: Vec<Differs>,
}

struct Stood {
    word: &'static str,
    shape: &'static str,
    said: String,
}

/// Sources that differ.
struct Differs {
    about: &'static str,
    /// The move, what it says and where.
    versions: Vec<(String, String, String)>,
}

/// A move with all that is known of it.
struct Step {
    row: Row,
    this: bool,
    /// All of its words.
    words: String,
    evidence: Vec<String>,
    joins: Vec<Join>,
}

struct Join {
    relation: String,
    to: String,
    to_number: i64,
    to_words: String,
    reason: String,
    by: String,
}

/// The page.
pub(crate) async fn matter(Path(id): Path<String>, ask: Ask) -> Response {
    ask.page(move |maker| make(maker, &id)).await
}

/// The matter of a move; what is not there is missing rather than refused.
pub(crate) fn look(maker: &Maker<'_>, id: &str, on: Date) -> Result<(i64, MatterView), Fault> {
    let number = number_of(maker, id)?;
    Ok((number, maker.ledger.matter(number, on)?))
}

/// The number of a move in an address.
pub(crate) fn number_of(maker: &Maker<'_>, id: &str) -> Result<i64, Fault> {
    maker.ledger.number_of(id).map_err(|error| match error {
        LedgerError::Refused(why) => Fault::missing(why),
        other => other.into(),
    })
}

fn make(maker: &Maker<'_>, id: &str) -> Result<MatterPage, Fault> {
    let on = maker.asked.day("on")?.unwrap_or_else(|| maker.desk.today());
    let (number, view) = look(maker, id, on)?;
    let names = maker.names();
    let all: Vec<&MoveView> = view.lines.iter().flat_map(|l| &l.moves).collect();
    let mut reports: Vec<&str> = all
        .iter()
        .filter_map(|m| m.source.as_ref())
        .map(|s| s.id.as_str())
        .collect();
    reports.sort_unstable();
    reports.dedup();
    let first = maker.asked.offset()?;
    let mut at = 0;
    let mut lines = Vec::new();
    for line in &view.lines {
        let shown: Vec<&MoveView> = line
            .moves
            .iter()
            .filter(|_| {
                at += 1;
                at > first && at <= first + MOST
            })
            .collect();
        if !shown.is_empty() {
            lines.push(one_line(line, &shown, &view, &names, number));
        }
    }
    let title = all.iter().find(|m| m.id == view.id).or(all.first());
    let title = title.map_or_else(|| "Matter".to_owned(), |m| headline(m, &names));
    let more = maker.asked.with("", "");
    let more = format!(
        "{more}{}offset={}",
        if more.is_empty() { '?' } else { '&' },
        first + MOST
    );
    Ok(MatterPage {
        layout: maker.layout("matter", title),
        id: view.id.clone(),
        on: on.to_string(),
        on_words: words::long_day(on),
        lines,
        disclosure: view.disclosure.iter().map(disclosed).collect(),
        n_moves: all.len() as i64,
        n_reports: reports.len(),
        cut: (all.len() > first + MOST).then_some(more),
    })
}

/// "Russia demands toward NATO: …".
pub(super) fn headline(found: &MoveView, names: &Names<'_>) -> String {
    let entry = &found.entry;
    let toward = if entry.addressee.is_empty() {
        String::new()
    } else {
        format!(" toward {}", names.list(&entry.addressee))
    };
    let what = words::shortened(&entry.content.text, 90);
    format!(
        "{} {}{toward}: {what}",
        names.list(&entry.actor),
        words::verb(entry.kind)
    )
}

fn one_line(
    line: &LineView,
    shown: &[&MoveView],
    view: &MatterView,
    names: &Names<'_>,
    this: i64,
) -> Line {
    let standing = line.standing.map(|word| Stood {
        word,
        shape: words::shape(word),
        said: stood(line),
    });
    let versions = |d: &demarche_ledger::view::Disagreement| Differs {
        about: if d.about == "due" {
            "when it is due"
        } else {
            "what became of it"
        },
        versions: d
            .versions
            .iter()
            .map(|(number, said)| version(*number, said, view))
            .collect(),
    };
    Line {
        title: line
            .moves
            .first()
            .map_or_else(String::new, |m| headline(m, names)),
        standing,
        moves: shown.iter().map(|m| step(m, view, names, this)).collect(),
        disagreements: line.disagreements.iter().map(versions).collect(),
    }
}

/// The move that says who may read a text, what it says, and when or on what condition.
fn disclosed(said: &Disclosure) -> (String, String, String) {
    let day = said.day.map(words::day).unwrap_or_default();
    let condition = said.condition.as_deref();
    let condition = condition.map(|c| format!(", “{}”", words::shortened(c, 120)));
    (
        said.by.clone(),
        said.says.to_owned(),
        format!("{day}{}", condition.unwrap_or_default()),
    )
}

fn version(number: i64, said: &str, view: &MatterView) -> (String, String, String) {
    let found = view
        .lines
        .iter()
        .flat_map(|l| &l.moves)
        .find(|m| m.number == number);
    let id = found.map_or_else(|| number.to_string(), |m| m.id.clone());
    let source = found.and_then(|m| m.source.as_ref());
    let source = source.map_or_else(String::new, |s| {
        let name = s
            .publisher
            .as_deref()
            .or(s.title.as_deref())
            .unwrap_or("a report");
        let day = s
            .date
            .map(|d| format!(", {}", words::day(d)))
            .unwrap_or_default();
        format!("{}{day}", words::shortened(name, 60))
    });
    (id, said.to_owned(), source)
}

fn stood(line: &LineView) -> String {
    let days = |n| words::count(n, "day");
    let mut said = match (line.standing, line.days) {
        (Some("overdue"), Some(n)) => format!("{} over", days(n)),
        (Some("due"), Some(n)) => format!("{} left", days(n)),
        (Some("outstanding"), Some(n)) => format!("in {}", days(n)),
        _ => String::new(),
    };
    if let Some(window) = words::window(line.due_from, line.due_to) {
        said.push_str(if said.is_empty() { "due " } else { ", due " });
        said.push_str(&window);
    }
    said
}

fn step(found: &MoveView, view: &MatterView, names: &Names<'_>, this: i64) -> Step {
    let entry = &found.entry;
    let evidence = entry
        .evidence
        .iter()
        .filter(|w| w.text != entry.content.text);
    let joins = view.links.iter().filter(|l| l.child_number == found.number);
    Step {
        row: Row::of(found, names, ""),
        this: found.number == this,
        words: words::shortened(&entry.content.text, 2000),
        evidence: evidence
            .take(4)
            .map(|w| words::shortened(&w.text, 600))
            .collect(),
        joins: joins.map(|l| join(l, view)).collect(),
    }
}

fn join(link: &LinkView, view: &MatterView) -> Join {
    let mut all = view.lines.iter().flat_map(|l| &l.moves);
    let parent = all.find(|m| m.id == link.parent);
    Join {
        relation: link.relation.clone(),
        to: link.parent.clone(),
        to_number: link.parent_number,
        to_words: parent.map_or_else(
            || "a move of another matter".to_owned(),
            |m| words::shortened(&m.entry.content.text, 80),
        ),
        reason: link.reason.clone(),
        by: match &link.author {
            Some(author) => format!("joined by {author}"),
            None => format!("{} % sure", (link.confidence * 100.0).round()),
        },
    }
}
