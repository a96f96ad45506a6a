//! Live updates as server-sent events: where the ledger stands, and how far jobs are.

use crate::desk::Desk;
use crate::fault::Fault;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Streams at a time; each holds a connection.
const MOST: usize = 64;

static OPEN: AtomicUsize = AtomicUsize::new(0);

/// One open stream, counted until it is dropped.
struct Place;

impl Place {
    fn take() -> Option<Place> {
        let one_more = |n: usize| (n < MOST).then_some(n + 1);
        let taken = OPEN.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        taken.is_ok().then_some(Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The stream.
pub(crate) async fn events(State(desk): State<Arc<Desk>>) -> Response {
    let Some(place) = Place::take() else {
        let why = "too many pages are open; close some";
        return Fault::new(StatusCode::SERVICE_UNAVAILABLE, why).answer(false);
    };
    let (tip, jobs) = (desk.tip.subscribe(), desk.jobs.news());
    let news = stream::unfold(
        (place, tip, jobs),
        |(place, mut tip, mut jobs)| async move {
            let event = tokio::select! {
                changed = tip.changed() => {
                    changed.ok()?;
                    let now = *tip.borrow_and_update();
                    Event::default().event("tip").data(now.to_string())
                }
                changed = jobs.changed() => {
                    changed.ok()?;
                    let id = jobs.borrow_and_update().clone();
                    Event::default().event("job").data(id)
                }
            };
            Some((Ok::<_, Infallible>(event), (place, tip, jobs)))
        },
    );
    Sse::new(news)
        .keep_alive(KeepAlive::default())
        .into_response()
}
