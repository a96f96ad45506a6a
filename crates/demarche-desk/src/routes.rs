//! Every address of the desk.

use crate::desk::Desk;
use crate::fault::typed;
use crate::page::{self, CSS, ICON, JS, SCRIPT, STYLE};
use crate::{add, api, deeds, events, guard, posted, sign_in};
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use std::sync::Arc;

/// The addresses of pages, for those who check them all.
pub const PAGE_ROUTES: [&str; 14] = [
    "/",
    "/timeline",
    "/matter/{id}",
    "/report/{id}",
    "/reports",
    "/who",
    "/party/{id}",
    "/search",
    "/changes",
    "/review",
    "/add",
    "/move/{id}",
    "/note",
    "/sign-in",
];

/// The addresses of the API: what it answers and what it takes.
pub use crate::api::{API_DEEDS, API_ROUTES};

/// The desk as a service.
pub fn router(desk: Arc<Desk>) -> Router {
    let pages = Router::new()
        .route("/", get(page::state))
        .route("/timeline", get(page::timeline))
        .route("/matter/{id}", get(page::matter))
        .route("/report/{id}", get(page::report))
        .route("/reports", get(page::reports))
        .route("/who", get(page::who))
        .route("/party/{id}", get(page::party))
        .route("/search", get(page::search))
        .route("/changes", get(page::changes))
        .route("/review", get(page::review))
        .route("/move/{id}", get(page::edit::edit))
        .route("/note", get(page::edit::note).post(deeds::note))
        .route("/add", get(add::ask).post(add::add))
        .route("/add/{job}", get(add::progress))
        .route("/calendar.ics", get(page::calendar))
        .route("/feed.atom", get(page::feed))
        .route("/export/{format}", get(page::file))
        .route("/events", get(events::events));
    let deeds = Router::new()
        .route("/move/{id}/confirm", post(deeds::confirm))
        .route("/move/{id}/correct", post(deeds::correct))
        .route("/move/{id}/strike", post(deeds::strike))
        .route("/move/{id}/join", post(deeds::join))
        .route("/move/{id}/split", post(deeds::split))
        .route("/who", post(deeds::who))
        .route("/undo", post(deeds::undo))
        .route("/name", post(sign_in::rename))
        .route("/sign-in", get(sign_in::ask).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out));
    pages
        .merge(deeds)
        .merge(api::routes())
        .route("/static/icon.svg", get(|| kept("image/svg+xml", ICON)))
        .route(&STYLE, get(|| kept("text/css; charset=utf-8", CSS)))
        .route(&SCRIPT, get(|| kept("text/javascript; charset=utf-8", JS)))
        .layer(posted::limit())
        .layer(from_fn_with_state(desk.clone(), guard::guard))
        .with_state(desk)
}

/// A file of ours, whose address changes when it does.
async fn kept(kind: &'static str, text: &'static str) -> Response {
    let mut response = typed(kind, text);
    let year = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, year);
    response
}
