//! A move, the way every list shows it.

use super::Known;
use crate::words;
use askama::Template;
use askama::filters::HtmlSafe;
use demarche_ledger::Ledger;
use demarche_ledger::view::MoveView;
use std::cell::RefCell;
use std::collections::HashMap;

/// A party with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// Names of parties and people; each person is looked up once.
pub(crate) struct Names<'a> {
    ledger: &'a Ledger,
    known: &'a Known,
    people: RefCell<HashMap<String, String>>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(ledger: &'a Ledger, known: &'a Known) -> Names<'a> {
        Names {
            ledger,
            known,
            people: RefCell::default(),
        }
    }

    pub(crate) fn sides(&self, ids: &[String]) -> Vec<Side> {
        let side = |id: &String| Side {
            id: id.clone(),
            name: self.known.name(id).to_owned(),
        };
        ids.iter().map(side).collect()
    }

    /// "United States, NATO".
    pub(crate) fn list(&self, ids: &[String]) -> String {
        let names: Vec<&str> = ids.iter().map(|id| self.known.name(id)).collect();
        names.join(", ")
    }

    /// A person's or party's name.
    pub(crate) fn speaker(&self, id: &str) -> String {
        let name = self.known.name(id);
        if name != id {
            return name.to_owned();
        }
        if let Some(name) = self.people.borrow().get(id) {
            return name.clone();
        }
        let found = self.ledger.person_name(id).ok().flatten();
        let name = found.unwrap_or_else(|| words::from_id(id));
        self.people.borrow_mut().insert(id.to_owned(), name.clone());
        name
    }
}

/// A move.
#[derive(Clone, Debug, Template)]
#[template(path = "row.html")]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) number: i64,
    pub(crate) verb: &'static str,
    pub(crate) negative: bool,
    pub(crate) actor: Vec<Side>,
    pub(crate) addressee: Vec<Side>,
    /// What, in the words of the report.
    pub(crate) what: String,
    pub(crate) quoted: bool,
    pub(crate) speaker: Option<String>,
    pub(crate) day: String,
    pub(crate) day_iso: String,
    pub(crate) condition: Option<String>,
    pub(crate) due: Option<String>,
    pub(crate) when: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) title: String,
    pub(crate) publisher: String,
    /// The report; none for a move entered by hand.
    pub(crate) document: Option<String>,
    pub(crate) n_sources: i64,
    pub(crate) noted_from: Option<String>,
    pub(crate) mark: Option<String>,
    pub(crate) counted: bool,
    pub(crate) sure: i64,
    /// Words of a link to the matter are put on a day: `?on=2022-01-28`.
    pub(crate) on: String,
}

impl HtmlSafe for Row {}

/// Characters of a content in a list.
const MOST: usize = 220;

impl Row {
    pub(crate) fn of(found: &MoveView, names: &Names<'_>, on: &str) -> Row {
        let entry = &found.entry;
        let source = found.source.as_ref();
        let days = |d: &Option<demarche_ledger::moves::Days>| {
            let days = d.as_ref()?;
            words::window(days.from, days.to)
                .or_else(|| Some(format!("“{}”", words::shortened(&days.words.text, 40))))
        };
        Row {
            id: found.id.clone(),
            number: found.number,
            verb: words::verb(entry.kind),
            negative: !entry.is_positive(),
            actor: names.sides(&entry.actor),
            addressee: names.sides(&entry.addressee),
            what: words::shortened(&entry.content.text, MOST),
            // Words that hold quotation marks of their own need no others.
            quoted: entry.quoted && !entry.content.text.contains(['"', '“', '”']),
            speaker: entry.speaker.as_deref().map(|id| names.speaker(id)),
            day: found.day.map_or_else(|| "undated".to_owned(), words::day),
            day_iso: found.day.map(|d| d.to_string()).unwrap_or_default(),
            condition: entry.condition.as_ref().map(|c| {
                let said = words::shortened(&c.words.text, 120);
                format!("{}: “{said}”", c.relation.as_str())
            }),
            due: days(&entry.due),
            when: days(&entry.when),
            place: entry.place.as_ref().map(|p| p.name.clone()),
            title: source.map_or_else(String::new, |s| {
                let title = s.title.as_deref().unwrap_or("Untitled report");
                words::shortened(title, 90)
            }),
            publisher: source.and_then(|s| s.publisher.clone()).unwrap_or_default(),
            document: source.map(|s| s.id.clone()),
            n_sources: source.map_or(1, |s| s.n_sources),
            noted_from: found.noted_from.clone(),
            mark: found.mark.clone(),
            counted: found.counted,
            sure: (entry.confidence * 100.0).round() as i64,
            on: on.to_owned(),
        }
    }
}
