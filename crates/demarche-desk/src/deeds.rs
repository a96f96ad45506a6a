//! The deeds of people, through the same functions of the ledger as the command line. Each ends on a page
//! that says what was done and offers to take it back.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::form;
use crate::page::Parties;
use crate::posted::Posted;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use demarche_ledger::fields::Fields;
use demarche_ledger::join::Tie;
use demarche_ledger::moves::Move;
use demarche_ledger::{Ledger, Stamp, hands};
use jiff::civil::Date;
use std::sync::Arc;

/// What was done, and the event that can be taken back.
type Done = (&'static str, Option<i64>);

/// Does something to the ledger and goes on to the page that the form names.
async fn done<F>(desk: Arc<Desk>, posted: Posted, otherwise: String, deed: F) -> Response
where
    F: FnOnce(&mut Ledger, &Desk, &Posted, &Stamp) -> Result<Done, Fault> + Send + 'static,
{
    let next = posted.next(&otherwise);
    let work = tokio::task::spawn_blocking(move || {
        let stamp = desk.stamp(&posted.visit.name);
        desk.write(|ledger| deed(ledger, &desk, &posted, &stamp))
    });
    match work.await.unwrap_or_else(|_| Err(Fault::internal())) {
        Ok((word, event)) => Redirect::to(&told(&next, word, event)).into_response(),
        Err(fault) => fault.answer(false),
    }
}

/// The address with what was done in it, before its anchor.
fn told(next: &str, word: &str, event: Option<i64>) -> String {
    let (page, anchor) = next.split_once('#').unwrap_or((next, ""));
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let kept = query
        .split('&')
        .filter(|p| !p.is_empty() && !p.starts_with("done=") && !p.starts_with("event="));
    let mut pairs: Vec<String> = kept.map(str::to_owned).collect();
    pairs.push(format!("done={word}"));
    pairs.extend(event.map(|e| format!("event={e}")));
    let anchor = if anchor.is_empty() {
        String::new()
    } else {
        format!("#{anchor}")
    };
    format!("{path}?{}{anchor}", pairs.join("&"))
}

/// What a person does to a move.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Confirm,
    Correct(Box<Fields>),
    /// Why.
    Strike(Option<String>),
    /// The earlier move, and what it is joined as; empty for what their kinds suggest.
    Join(String, String),
    /// The earlier move.
    Split(String),
}

/// Does it, and gives the word for it and the event.
pub(crate) fn on_move(
    ledger: &mut Ledger,
    desk: &Desk,
    id: &str,
    deed: &Deed,
    stamp: &Stamp,
) -> Result<(&'static str, i64), Fault> {
    let number = ledger.number_of(id)?;
    Ok(match deed {
        Deed::Confirm => ("confirmed", ledger.confirm(number, stamp)?),
        Deed::Correct(fields) => {
            let before = ledger.move_view(number)?.entry;
            let known = Parties::get(desk, ledger)?;
            let entry = form::filled(&before, fields, desk, &known)?;
            if entry == before {
                let why = "nothing is changed; confirm the move if it is right";
                return Err(Fault::refused(why));
            }
            ("corrected", ledger.correct(number, entry, stamp)?)
        }
        Deed::Strike(why) => ("struck", ledger.strike(number, why.clone(), stamp)?),
        Deed::Join(earlier, word) => {
            let earlier = ledger.number_of(earlier)?;
            let tie = match (word.as_str(), Tie::parse(word)) {
                ("", _) => None,
                (_, Some(tie)) => Some(tie),
                _ => return Err(Fault::refused(format!("a move is no “{word}” to another"))),
            };
            ("joined", ledger.join(number, earlier, tie, stamp)?)
        }
        Deed::Split(earlier) => {
            let earlier = ledger.number_of(earlier)?;
            ("split", ledger.split(number, earlier, stamp)?)
        }
    })
}

/// A move that a person enters; gives its id and the event.
pub(crate) fn enter(
    ledger: &mut Ledger,
    desk: &Desk,
    fields: &Fields,
    day: Option<Date>,
    source: Option<String>,
    stamp: &Stamp,
) -> Result<(String, i64), Fault> {
    let known = Parties::get(desk, ledger)?;
    if fields.kind.as_deref().unwrap_or("").is_empty() {
        return Err(Fault::refused("a move needs its kind, as in demand"));
    }
    let entry = form::filled(&Move::by_hand(), fields, desk, &known)?;
    let day = day.unwrap_or_else(|| desk.today());
    let number = ledger.note(hands::Note { day, entry, source }, stamp)?;
    Ok((ledger.move_view(number)?.id, ledger.tip()?))
}

/// Who somebody is; the party may be named as the ledger knows it. Gives the id and the event.
pub(crate) fn say_who(
    ledger: &mut Ledger,
    desk: &Desk,
    mut said: hands::Said,
    stamp: &Stamp,
) -> Result<(String, i64), Fault> {
    let known = Parties::get(desk, ledger)?;
    said.party = said.party.map(|p| known.id_of(&p).unwrap_or(p));
    if said.id.is_empty() {
        said.id = hands::id_of(&said.name);
    }
    let id = said.id.clone();
    Ok((id, ledger.say_who(said, stamp)?))
}

/// Takes a deed back: the one of this number, or the last that holds.
pub(crate) fn take_back(
    ledger: &mut Ledger,
    event: Option<i64>,
    stamp: &Stamp,
) -> Result<i64, Fault> {
    let last = match event {
        Some(event) => Some(event),
        None => ledger.last_deed()?,
    };
    let event = last.ok_or_else(|| Fault::refused("no deed of a person holds any more"))?;
    ledger.undo(event, stamp)?;
    Ok(event)
}

/// A form's deed on a move.
async fn on(desk: Arc<Desk>, id: String, posted: Posted, deed: Deed) -> Response {
    let page = format!("/move/{}", plain(&id));
    done(desk, posted, page, move |ledger, desk, _, stamp| {
        let (word, event) = on_move(ledger, desk, &id, &deed, stamp)?;
        Ok((word, Some(event)))
    })
    .await
}

/// Says that a move is right.
pub(crate) async fn confirm(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    on(desk, id, posted, Deed::Confirm).await
}

/// Puts a move right.
pub(crate) async fn correct(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    let deed = Deed::Correct(Box::new(form::fields(&posted)));
    on(desk, id, posted, deed).await
}

/// Takes a move out of the count.
pub(crate) async fn strike(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    let deed = Deed::Strike(posted.some("reason"));
    on(desk, id, posted, deed).await
}

/// Joins a move to an earlier one.
pub(crate) async fn join(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    let field = |name: &str| posted.field(name).to_owned();
    let deed = Deed::Join(field("earlier"), field("tie"));
    on(desk, id, posted, deed).await
}

/// Parts a move from an earlier one.
pub(crate) async fn split(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    let deed = Deed::Split(posted.field("earlier").to_owned());
    on(desk, id, posted, deed).await
}

/// Enters a move by hand.
pub(crate) async fn note(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    let own = desk.clone();
    let work = tokio::task::spawn_blocking(move || {
        let stamp = own.stamp(&posted.visit.name);
        let day = form::day("day", posted.field("day"))?;
        let fields = form::fields(&posted);
        own.write(|ledger| enter(ledger, &own, &fields, day, posted.some("source"), &stamp))
    });
    match work.await.unwrap_or_else(|_| Err(Fault::internal())) {
        Ok((id, event)) => {
            Redirect::to(&told(&format!("/move/{id}"), "noted", Some(event))).into_response()
        }
        Err(fault) => fault.answer(false),
    }
}

/// Says who somebody is.
pub(crate) async fn who(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    done(
        desk,
        posted,
        "/who#people".to_owned(),
        |ledger, desk, posted, stamp| {
            let said = hands::Said {
                id: posted.field("id").to_owned(),
                name: posted.field("name").to_owned(),
                party: posted.some("party"),
                office: posted.some("office"),
                from: form::day("from", posted.field("from"))?,
                to: form::day("to", posted.field("to"))?,
            };
            let (_, event) = say_who(ledger, desk, said, stamp)?;
            Ok(("noted", Some(event)))
        },
    )
    .await
}

/// Takes a deed back.
pub(crate) async fn undo(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    done(
        desk,
        posted,
        "/changes".to_owned(),
        |ledger, _, posted, stamp| {
            let event = match posted.field("event") {
                "" => None,
                words => match words.parse() {
                    Ok(event) => Some(event),
                    Err(_) => return Err(Fault::refused("an event has a number")),
                },
            };
            take_back(ledger, event, stamp)?;
            Ok(("undone", None))
        },
    )
    .await
}

/// An id as it may stand in an address.
fn plain(id: &str) -> String {
    id.chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_was_done() {
        assert_eq!(
            told(
                "/review?offset=20&done=struck&event=4#first",
                "confirmed",
                Some(9)
            ),
            "/review?offset=20&done=confirmed&event=9#first"
        );
        assert_eq!(told("/changes", "undone", None), "/changes?done=undone");
    }
}
