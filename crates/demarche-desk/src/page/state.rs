//! How things stand on a day.

use super::{Ask, Asked, Layout, Maker, Row};
use crate::fault::Fault;
use crate::words;
use askama::Template;
use axum::response::Response;
use demarche::record::Kind;
use demarche_ledger::standing::Standing;
use demarche_ledger::view::{Board, Item, Question};
use jiff::civil::Date;

/// Things of one standing in the whole board, and on a page of one standing.
const FEW: usize = 6;
const MANY: usize = 50;
/// Parties that are offered; others are found through the page of parties.
pub(super) const OFFERED: usize = 40;
/// Standings in which nothing has come of a thing yet: they stand first.
const OPEN: [&str; 5] = ["overdue", "due", "outstanding", "waiting", "open"];

#[derive(Template)]
#[template(path = "state.html")]
struct StatePage {
    layout: Layout,
    on: String,
    on_words: String,
    is_today: bool,
    /// First and last day of the slider; the same where nothing is there.
    first: String,
    last: String,
    /// Days beside this one on which something was reported, with the rest of the address.
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    latest: Option<(String, String)>,
    parties: Vec<Choice>,
    others: Vec<Choice>,
    kinds: Vec<Choice>,
    pairs: Vec<Pair>,
    counts: Vec<Count>,
    open: Vec<Group>,
    closed: Vec<Group>,
    one: bool,
    filtered: bool,
    n_documents: i64,
    earlier: Option<String>,
    later: Option<String>,
}

/// One of several to choose from.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) chosen: bool,
}

struct Pair {
    href: String,
    words: String,
    n: String,
}

struct Count {
    word: &'static str,
    shape: &'static str,
    meaning: &'static str,
    n: String,
    href: String,
}

struct Group {
    word: &'static str,
    title: String,
    shape: &'static str,
    meaning: &'static str,
    n: String,
    items: Vec<Thing>,
    more: Option<String>,
}

impl Group {
    fn slug(&self) -> String {
        words::slug(self.word)
    }
}

/// A line with how it stands.
pub(super) struct Thing {
    row: Row,
    said: Vec<String>,
    again: Option<String>,
    closed: Option<(&'static str, Row)>,
}

/// The page.
pub(crate) async fn state(ask: Ask) -> Response {
    ask.page(make).await
}

/// The standings that an address asks for.
pub(super) fn standings(asked: &Asked) -> Result<Vec<String>, Fault> {
    let words = asked.list("standing");
    if let Some(odd) = words.iter().find(|w| !Standing::WORDS.contains(w)) {
        let all = Standing::WORDS.join(", ");
        return Err(Fault::new(
            axum::http::StatusCode::BAD_REQUEST,
            format!("there is no standing “{odd}”; they are {all}"),
        ));
    }
    Ok(words.into_iter().map(str::to_owned).collect())
}

/// What the address asks, for pages and for JSON.
pub(crate) fn question(maker: &Maker<'_>, limit: usize, most: usize) -> Result<Question, Fault> {
    let asked = maker.asked;
    Ok(Question {
        known_by: asked.day("known_by")?,
        party: maker.party("party")?,
        with: maker.party("with")?,
        kinds: asked.kinds()?,
        standings: standings(asked)?,
        limit: asked.number("limit", limit, most)?,
        offset: asked.offset()?,
        ..Question::on(asked.day("on")?.unwrap_or_else(|| maker.desk.today()))
    })
}

fn make(maker: &Maker<'_>) -> Result<StatePage, Fault> {
    let one = maker.asked.list("standing").len() == 1;
    let limit = if one { MANY } else { FEW };
    let question = question(maker, limit, MANY)?;
    let board = maker.ledger.status(&question)?;
    let on = question.on;
    let (n_documents, _) = maker.ledger.size()?;
    let (before, after) = maker.ledger.days_beside(on)?;
    let beside = |d: Date| (maker.asked.with("on", &d.to_string()), words::day(d));
    let today = maker.desk.today();
    let first = maker.ledger.first_day()?.unwrap_or(on).min(on);
    let latest = maker.ledger.last_day()?;
    let last = last_day(latest, today).max(on);
    let groups = groups(maker, &board, one);
    let (open, closed) = groups.into_iter().partition(|g| OPEN.contains(&g.word));
    let page = |offset: usize| maker.asked.with("", "") + &format!("&offset={offset}");
    let shown = question.offset + limit;
    let more = one && board.counts.values().any(|n| *n > shown as i64);
    Ok(StatePage {
        layout: maker.layout("state", "State of play"),
        on: on.to_string(),
        on_words: words::long_day(on),
        is_today: on == today,
        first: first.to_string(),
        last: last.to_string(),
        before: before.map(beside),
        after: after.map(beside),
        latest: latest.filter(|d| *d < on).map(beside),
        parties: parties(maker, &question.party),
        others: parties(maker, &question.with),
        kinds: kinds(&question.kinds),
        pairs: pairs(maker),
        counts: counts(maker, &board),
        open,
        closed,
        one,
        filtered: question.party.is_some() || question.with.is_some() || !question.kinds.is_empty(),
        n_documents,
        earlier: (one && question.offset > 0).then(|| page(question.offset.saturating_sub(limit))),
        later: more.then(|| page(shown)),
    })
}

/// Days after the last report up to which the slider goes, where that report is old.
const AFTER: i64 = 60;

/// The last day of the slider: today, or, of a negotiation long over, some weeks after its last report.
fn last_day(latest: Option<Date>, today: Date) -> Date {
    let after = latest.and_then(|d| d.checked_add(jiff::Span::new().days(AFTER)).ok());
    after.map_or(today, |day| {
        if day < today {
            day
        } else {
            today.max(latest.unwrap_or(today))
        }
    })
}

/// The parties to choose from, with the one that is chosen.
pub(super) fn parties(maker: &Maker<'_>, chosen: &Option<String>) -> Vec<Choice> {
    let busiest = maker.known.parties.iter().take(OFFERED);
    let mut all: Vec<Choice> = busiest
        .map(|(id, name, _)| Choice {
            value: id.clone(),
            words: name.clone(),
            chosen: chosen.as_deref() == Some(id),
        })
        .collect();
    if let Some(id) = chosen
        && !all.iter().any(|c| c.chosen)
    {
        all.push(Choice {
            value: id.clone(),
            words: maker.known.name(id).to_owned(),
            chosen: true,
        });
    }
    all.sort_by(|a, b| a.words.cmp(&b.words));
    all
}

/// The kinds to choose from.
pub(super) fn kinds(chosen: &[Kind]) -> Vec<Choice> {
    let choice = |kind: Kind| Choice {
        value: kind.as_str().to_owned(),
        words: words::capital(kind.as_str()),
        chosen: chosen.contains(&kind),
    };
    Kind::ALL.into_iter().map(choice).collect()
}

fn pairs(maker: &Maker<'_>) -> Vec<Pair> {
    let on = maker.asked.text("on");
    let pair = |(a, b, n): &(String, String, i64)| Pair {
        href: {
            let day = if on.is_empty() {
                String::new()
            } else {
                format!("&on={}", super::query::escape(on))
            };
            format!(
                "/?party={}&with={}{day}",
                super::query::escape(a),
                super::query::escape(b)
            )
        },
        words: format!("{} – {}", maker.known.name(a), maker.known.name(b)),
        n: words::thousands(*n),
    };
    maker.known.pairs.iter().map(pair).collect()
}

fn counts(maker: &Maker<'_>, board: &Board) -> Vec<Count> {
    let count = |word: &&'static str| {
        let n = *board.counts.get(word)?;
        Some(Count {
            word,
            shape: words::shape(word),
            meaning: words::meaning(word),
            n: words::thousands(n),
            href: format!("/{}", maker.asked.with("standing", word)),
        })
    };
    Standing::WORDS.iter().filter_map(count).collect()
}

fn groups(maker: &Maker<'_>, board: &Board, one: bool) -> Vec<Group> {
    let names = maker.names();
    let on = format!("?on={}", board.on);
    let mut groups: Vec<Group> = Vec::new();
    for item in &board.items {
        let thing = thing(item, &names, &on);
        match groups.last_mut() {
            Some(group) if group.word == item.standing => group.items.push(thing),
            _ => groups.push(group(maker, board, item.standing, thing)),
        }
    }
    for group in groups.iter_mut().filter(|_| one) {
        group.more = None;
    }
    groups
}

fn group(maker: &Maker<'_>, board: &Board, word: &'static str, first: Thing) -> Group {
    let n = board.counts.get(word).copied().unwrap_or(0);
    let more = n > FEW as i64;
    Group {
        word,
        title: words::capital(word),
        shape: words::shape(word),
        meaning: words::meaning(word),
        n: words::thousands(n),
        items: vec![first],
        more: more.then(|| format!("/{}", maker.asked.with("standing", word))),
    }
}

fn thing(item: &Item, names: &super::Names<'_>, on: &str) -> Thing {
    let mut said = Vec::new();
    let days = |n| words::count(n, "day");
    match (item.standing, item.days) {
        ("overdue", Some(n)) => said.push(format!("{} over", days(n))),
        ("due", Some(0)) => said.push("today is the last day".to_owned()),
        ("due", Some(n)) => said.push(format!("{} left", days(n))),
        ("outstanding", Some(n)) => said.push(format!("in {}", days(n))),
        _ => {}
    }
    said.extend(words::window(item.due_from, item.due_to).map(|w| format!("due {w}")));
    let mut row = Row::of(&item.first, names, on);
    row.due = None;
    Thing {
        row,
        said,
        again: (item.n_moves > 1).then(|| format!("said {} times", item.n_moves)),
        closed: item
            .closed_by
            .as_ref()
            .map(|c| (words::became(c.relation), Row::of(&c.by, names, on))),
    }
}
