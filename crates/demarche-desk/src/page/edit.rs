//! One move with everything a person may do to it, and what people did.

use super::state::{Choice, kinds};
use super::{Ask, Layout, Maker, Row};
use crate::fault::Fault;
use crate::words;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use demarche_ledger::moves::{Days, Move};
use demarche_ledger::view::{Hand, MoveView};

/// The words for what a later move is to an earlier one.
const TIES: [&str; 15] = [
    "restates",
    "keeps",
    "answers",
    "refuses",
    "accepts",
    "undertakes",
    "concedes",
    "denies",
    "holds",
    "cancels",
    "withdraws",
    "discloses",
    "touches",
    "fulfils",
    "forecloses",
];
const RELATIONS: [&str; 5] = ["if", "unless", "after", "until", "before"];

#[derive(Template)]
#[template(path = "move.html")]
struct MovePage {
    layout: Layout,
    row: Row,
    evidence: Vec<String>,
    rule: String,
    form: MoveForm,
    joins: Vec<Tied>,
    ties: [&'static str; 15],
    history: Vec<Deed>,
    done: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "note.html")]
struct NotePage {
    layout: Layout,
    form: MoveForm,
    day: String,
}

/// The fields of a move as a form shows them.
#[derive(Template)]
#[template(path = "form.html")]
struct MoveForm {
    kinds: Vec<Choice>,
    negative: bool,
    quoted: bool,
    actor: String,
    to: String,
    content: String,
    speaker: String,
    relation: String,
    relations: [&'static str; 5],
    condition: String,
    due: (String, String),
    when: (String, String),
    place: String,
    parties: Vec<(String, String)>,
}

impl askama::filters::HtmlSafe for MoveForm {}

struct Tied {
    to: String,
    words: String,
    relation: String,
    reason: String,
}

struct Deed {
    seq: i64,
    at: String,
    author: String,
    words: String,
    holds: bool,
}

/// The page of a move.
pub(crate) async fn edit(Path(id): Path<String>, ask: Ask) -> Response {
    ask.page(move |maker| make(maker, &id)).await
}

fn make(maker: &Maker<'_>, id: &str) -> Result<MovePage, Fault> {
    let number = super::matter::number_of(maker, id)?;
    let found = maker.ledger.move_view(number)?;
    let names = maker.names();
    let matter = maker.ledger.matter(number, maker.desk.today())?;
    let joins = matter.links.iter().filter(|l| l.child_number == number);
    let joins = joins.map(|l| Tied {
        to: l.parent.clone(),
        words: maker.ledger.move_view(l.parent_number).map_or_else(
            |_| l.parent.clone(),
            |m| super::matter::headline(&m, &names),
        ),
        relation: l.relation.clone(),
        reason: l.reason.clone(),
    });
    let history = maker.ledger.history(&found.id)?;
    Ok(MovePage {
        layout: maker.layout("matter", super::matter::headline(&found, &names)),
        row: Row::of(&found, &names, ""),
        evidence: evidence(&found),
        rule: found.entry.rule.clone(),
        form: form(maker, Some(&found.entry)),
        joins: joins.collect(),
        ties: TIES,
        history: history.into_iter().map(deed).collect(),
        done: super::review::done(maker),
    })
}

/// The page on which a move is entered by hand.
pub(crate) async fn note(ask: Ask) -> Response {
    ask.page(|maker| {
        Ok(NotePage {
            layout: maker.layout("add", "Enter a move by hand"),
            form: form(maker, None),
            day: maker.desk.today().to_string(),
        })
    })
    .await
}

fn evidence(found: &MoveView) -> Vec<String> {
    let all = found.entry.evidence.iter().take(6);
    all.map(|w| words::shortened(&w.text, 1000)).collect()
}

fn form(maker: &Maker<'_>, entry: Option<&Move>) -> MoveForm {
    let ends = |days: Option<&Days>| {
        let end = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
        days.map_or_else(Default::default, |d| (end(d.from), end(d.to)))
    };
    let list = |ids: Option<&Vec<String>>| ids.map(|i| i.join(", ")).unwrap_or_default();
    let condition = entry.and_then(|e| e.condition.as_ref());
    let busiest = maker.known.parties.iter().take(super::state::OFFERED);
    MoveForm {
        kinds: kinds(&entry.map(|e| e.kind).into_iter().collect::<Vec<_>>()),
        negative: entry.is_some_and(|e| !e.is_positive()),
        quoted: entry.is_some_and(|e| e.quoted),
        actor: list(entry.map(|e| &e.actor)),
        to: list(entry.map(|e| &e.addressee)),
        content: entry.map(|e| e.content.text.clone()).unwrap_or_default(),
        speaker: entry.and_then(|e| e.speaker.clone()).unwrap_or_default(),
        relation: condition.map_or("", |c| c.relation.as_str()).to_owned(),
        relations: RELATIONS,
        condition: condition.map(|c| c.words.text.clone()).unwrap_or_default(),
        due: ends(entry.and_then(|e| e.due.as_ref())),
        when: ends(entry.and_then(|e| e.when.as_ref())),
        place: entry
            .and_then(|e| e.place.as_ref())
            .map(|p| p.name.clone())
            .unwrap_or_default(),
        parties: busiest
            .map(|(id, name, _)| (id.clone(), name.clone()))
            .collect(),
    }
}

fn deed(hand: Hand) -> Deed {
    let mut words = match hand.deed.as_str() {
        "confirm" => "confirmed it".to_owned(),
        "correct" => "corrected it".to_owned(),
        "strike" => "struck it".to_owned(),
        "note" => "entered it".to_owned(),
        "join" => "joined it to an earlier move".to_owned(),
        "split" => "parted it from an earlier move".to_owned(),
        "undo" => "took back a deed".to_owned(),
        other => other.to_owned(),
    };
    if let Some(reason) = &hand.reason {
        words.push_str(&format!(": {reason}"));
    }
    Deed {
        seq: hand.seq,
        at: words::moment(&hand.at),
        author: hand.author,
        words,
        holds: hand.holds,
    }
}
