//! People and parties, with the words that introduce them.

use super::{Ask, Layout, Maker, Row};
use crate::fault::Fault;
use crate::words;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use demarche_ledger::standing::Standing;
use demarche_ledger::view::{Holding, PersonView, Question, Range};

/// People on one page.
const MANY: usize = 60;
/// Parties on the page.
const PARTIES: usize = 150;
/// Moves on the page of a party.
const LATEST: usize = 25;

#[derive(Template)]
#[template(path = "who.html")]
struct WhoPage {
    layout: Layout,
    parties: Vec<(String, String, String)>,
    n_more: usize,
    people: Vec<Person>,
    /// The one of whom somebody is about to say who he is; empty for another.
    about: About,
    /// Ids and names to choose a party from.
    known: Vec<(String, String)>,
    done: Option<(String, String)>,
    earlier: Option<String>,
    later: Option<String>,
}

/// What the form shows of a person.
#[derive(Default)]
struct About {
    id: String,
    name: String,
    office: String,
    party: String,
}

struct Person {
    id: String,
    name: String,
    offices: Vec<Office>,
    source: Option<(String, String)>,
}

struct Office {
    words: String,
    days: String,
    proof: Option<String>,
    author: Option<String>,
}

#[derive(Template)]
#[template(path = "party.html")]
struct PartyPage {
    layout: Layout,
    id: String,
    name: String,
    on_words: String,
    counts: Vec<(&'static str, &'static str, String, String)>,
    with: Vec<(String, String, String)>,
    people: Vec<Person>,
    latest: Vec<Row>,
}

/// The page of people and parties.
pub(crate) async fn who(ask: Ask) -> Response {
    ask.page(make).await
}

fn make(maker: &Maker<'_>) -> Result<WhoPage, Fault> {
    let offset = maker.asked.offset()?;
    let all = maker.ledger.who(maker.asked.day("on")?)?;
    let page = |offset: usize| format!("/who?offset={offset}#people");
    let n_people = all.len();
    let about = about(maker.asked.text("say"), &all);
    let people = all.into_iter().skip(offset).take(MANY);
    let parties = &maker.known.parties;
    let busiest = parties.iter().take(PARTIES);
    Ok(WhoPage {
        layout: maker.layout("who", "People and parties"),
        parties: busiest
            .clone()
            .map(|(id, name, n)| (id.clone(), name.clone(), words::thousands(*n)))
            .collect(),
        about,
        known: busiest
            .clone()
            .take(super::state::OFFERED)
            .map(|(id, name, _)| (id.clone(), name.clone()))
            .collect(),
        done: super::review::done(maker),
        n_more: parties.len().saturating_sub(PARTIES),
        people: people.map(|p| person(p, maker)).collect(),
        earlier: (offset > 0).then(|| page(offset.saturating_sub(MANY))),
        later: (n_people > offset + MANY).then(|| page(offset + MANY)),
    })
}

/// The person of an id, as the form begins with him.
fn about(id: &str, all: &[PersonView]) -> About {
    let Some(person) = all.iter().find(|p| p.id == id && !id.is_empty()) else {
        return About::default();
    };
    let held = person.offices.first();
    let word = |w: Option<&String>| w.cloned().unwrap_or_default();
    About {
        id: person.id.clone(),
        name: person.name.clone(),
        office: word(held.and_then(|h| h.office.as_ref())),
        party: word(held.and_then(|h| h.party.as_ref())),
    }
}

fn person(view: PersonView, maker: &Maker<'_>) -> Person {
    let source = view.source.as_ref();
    Person {
        source: source.map(|s| {
            let title = s.title.as_deref().unwrap_or("Untitled report");
            (s.id.clone(), words::shortened(title, 80))
        }),
        offices: view
            .offices
            .iter()
            .take(4)
            .map(|h| office(h, maker))
            .collect(),
        id: view.id,
        name: view.name,
    }
}

fn office(held: &Holding, maker: &Maker<'_>) -> Office {
    let office = held.office.as_deref().map(words::capital);
    let party = held
        .party
        .as_deref()
        .map(|id| maker.known.name(id).to_owned());
    let words: Vec<String> = office.into_iter().chain(party).collect();
    Office {
        words: words.join(", "),
        days: match (held.first, held.last) {
            (Some(a), Some(b)) if a == b => words::day(a),
            (Some(a), Some(b)) => format!("{} – {}", words::day(a), words::day(b)),
            (Some(a), None) => format!("since {}", words::day(a)),
            (None, Some(b)) => format!("until {}", words::day(b)),
            _ => String::new(),
        },
        proof: held.proof.as_deref().map(|p| words::shortened(p, 240)),
        author: held.author.clone(),
    }
}

/// The page of a party.
pub(crate) async fn party(Path(id): Path<String>, ask: Ask) -> Response {
    ask.page(move |maker| one_party(maker, &id)).await
}

fn one_party(maker: &Maker<'_>, words: &str) -> Result<PartyPage, Fault> {
    let id = maker.known.id_of(words);
    let id =
        id.ok_or_else(|| Fault::missing(format!("no party “{words}” stands in the ledger")))?;
    let on = maker.asked.day("on")?.unwrap_or_else(|| maker.desk.today());
    let board = maker.ledger.status(&Question {
        party: Some(id.clone()),
        limit: 0,
        ..Question::on(on)
    })?;
    let escaped = super::query::escape(&id);
    let count = |word: &&'static str| {
        let n = *board.counts.get(word)?;
        let href = format!(
            "/?party={escaped}&standing={}&on={on}",
            super::query::escape(word)
        );
        Some((
            *word,
            crate::words::shape(word),
            crate::words::thousands(n),
            href,
        ))
    };
    let range = Range {
        party: Some(id.clone()),
        ..Range::default()
    };
    let latest = latest(maker, range)?;
    let people = maker.ledger.who(None)?;
    let own = |p: &PersonView| {
        p.offices
            .first()
            .is_some_and(|o| o.party.as_deref() == Some(&id))
    };
    let with = maker.known.pairs.iter().filter_map(|(a, b, n)| {
        let other = if *a == id {
            b
        } else if *b == id {
            a
        } else {
            return None;
        };
        let href = format!("/?party={escaped}&with={}", super::query::escape(other));
        Some((
            href,
            maker.known.name(other).to_owned(),
            crate::words::thousands(*n),
        ))
    });
    Ok(PartyPage {
        layout: maker.layout("who", maker.known.name(&id)),
        name: maker.known.name(&id).to_owned(),
        on_words: crate::words::long_day(on),
        counts: Standing::WORDS.iter().filter_map(count).collect(),
        with: with.collect(),
        people: people
            .into_iter()
            .filter(own)
            .take(40)
            .map(|p| person(p, maker))
            .collect(),
        latest,
        id,
    })
}

/// The last moves of a party, the latest first.
fn latest(maker: &Maker<'_>, range: Range) -> Result<Vec<Row>, Fault> {
    let names = maker.names();
    let moves = maker.ledger.latest(&Range {
        limit: LATEST,
        ..range
    })?;
    Ok(moves.iter().map(|m| Row::of(m, &names, "")).collect())
}
