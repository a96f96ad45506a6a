//! The deeds of people, through the same functions of the ledger as the command line. Each ends on a page
//! that says what was done and offers to take it back.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::form;
use crate::page::Parties;
use crate::posted::Posted;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use demarche_ledger::join::Tie;
use demarche_ledger::moves::Move;
use demarche_ledger::{Ledger, Stamp, hands};
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

/// Says that a move is right.
pub(crate) async fn confirm(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    let page = format!("/move/{}", plain(&id));
    done(desk, posted, page, move |ledger, _, _, stamp| {
        let number = ledger.number_of(&id)?;
        Ok(("confirmed", Some(ledger.confirm(number, stamp)?)))
    })
    .await
}

/// Puts a move right.
pub(crate) async fn correct(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    let page = format!("/move/{}", plain(&id));
    done(desk, posted, page, move |ledger, desk, posted, stamp| {
        let number = ledger.number_of(&id)?;
        let before = ledger.move_view(number)?.entry;
        let known = Parties::get(desk, ledger)?;
        let entry = form::filled(&before, posted, desk, &known)?;
        if entry == before {
            return Err(Fault::refused(
                "nothing is changed; confirm the move if it is right",
            ));
        }
        Ok(("corrected", Some(ledger.correct(number, entry, stamp)?)))
    })
    .await
}

/// Takes a move out of the count.
pub(crate) async fn strike(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    let page = format!("/move/{}", plain(&id));
    done(desk, posted, page, move |ledger, _, posted, stamp| {
        let number = ledger.number_of(&id)?;
        Ok((
            "struck",
            Some(ledger.strike(number, posted.some("reason"), stamp)?),
        ))
    })
    .await
}

/// Joins a move to an earlier one.
pub(crate) async fn join(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    let page = format!("/move/{}", plain(&id));
    done(desk, posted, page, move |ledger, _, posted, stamp| {
        let later = ledger.number_of(&id)?;
        let earlier = ledger.number_of(posted.field("earlier"))?;
        let word = posted.field("tie");
        let tie = match (word, Tie::parse(word)) {
            ("", _) => None,
            (_, Some(tie)) => Some(tie),
            _ => return Err(Fault::refused(format!("a move is no “{word}” to another"))),
        };
        Ok(("joined", Some(ledger.join(later, earlier, tie, stamp)?)))
    })
    .await
}

/// Parts a move from an earlier one.
pub(crate) async fn split(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Response {
    let page = format!("/move/{}", plain(&id));
    done(desk, posted, page, move |ledger, _, posted, stamp| {
        let later = ledger.number_of(&id)?;
        let earlier = ledger.number_of(posted.field("earlier"))?;
        Ok(("split", Some(ledger.split(later, earlier, stamp)?)))
    })
    .await
}

/// Enters a move by hand.
pub(crate) async fn note(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    let own = desk.clone();
    let work = tokio::task::spawn_blocking(move || {
        let stamp = own.stamp(&posted.visit.name);
        own.write(|ledger| {
            let known = Parties::get(&own, ledger)?;
            let entry = form::filled(&Move::by_hand(), &posted, &own, &known)?;
            let day = form::day(&posted, "day")?.unwrap_or_else(|| own.today());
            let source = posted.some("source");
            let number = ledger.note(hands::Note { day, entry, source }, &stamp)?;
            Ok((ledger.move_view(number)?.id, ledger.tip()?))
        })
    });
    match work.await.unwrap_or_else(|_| Err(Fault::internal())) {
        Ok((id, event)) => {
            Redirect::to(&told(&format!("/move/{id}"), "noted", Some(event))).into_response()
        }
        Err(fault) => fault.answer(false),
    }
}

/// Takes a deed back.
pub(crate) async fn undo(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    done(
        desk,
        posted,
        "/changes".to_owned(),
        |ledger, _, posted, stamp| {
            let words = posted.field("event");
            let event = match words {
                "" => ledger.last_deed()?,
                words => words.parse().ok(),
            };
            let event =
                event.ok_or_else(|| Fault::refused("no deed of a person holds any more"))?;
            ledger.undo(event, stamp)?;
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
