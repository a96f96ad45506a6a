//! What programs write, through the same deeds as the forms.
//!
//! A program sends its password as a bearer token. Whoever has none, at a desk without passwords or with the
//! cookie of a session, sends the token of the session in a header, which no page elsewhere can read or send.

use crate::add;
use crate::deeds::{self, Deed};
use crate::desk::Desk;
use crate::fault::{Fault, typed};
use crate::form;
use crate::job::{self, Source};
use crate::random;
use crate::visit::{self, Visit};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Extension, FromRequest, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use demarche_ledger::fields::Fields;
use demarche_ledger::{Ledger, Stamp, hands};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;

/// The header with the token of a session.
pub(crate) const TOKEN: &str = "demarche-token";

/// The routes.
pub(crate) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/api/v1/session", get(session))
        .route("/api/v1/jobs/{id}", get(progress))
        .route("/api/v1/documents", post(documents))
        .route("/api/v1/moves", post(note))
        .route("/api/v1/moves/{id}/confirm", post(confirm))
        .route("/api/v1/moves/{id}/correct", post(correct))
        .route("/api/v1/moves/{id}/strike", post(strike))
        .route("/api/v1/moves/{id}/join", post(join))
        .route("/api/v1/moves/{id}/split", post(split))
        .route("/api/v1/people", post(say_who))
        .route("/api/v1/undo", post(undo))
}

/// Who is asking, and the token that his deeds must carry.
async fn session(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    let told = json!({
        "role": visit.role.as_str(),
        "name": visit.name,
        "token": desk.token(&visit.session),
    });
    typed("application/json", told.to_string())
}

/// How far a job is.
async fn progress(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Response {
    match desk.jobs.get(&id) {
        Some(job) => match serde_json::to_string(&job) {
            Ok(job) => typed("application/json", job),
            Err(error) => Fault::from(error).answer(true),
        },
        None => {
            let why = "there is no such job; what it added stands in the ledger";
            Fault::missing(why).answer(true)
        }
    }
}

/// What was sent, by somebody who may and from where he may.
struct Sent<T> {
    visit: Visit,
    body: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Desk>> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Sent<T>, Response> {
        read(request, desk)
            .await
            .map_err(|fault| fault.answer(true))
    }
}

async fn read<T: DeserializeOwned>(request: Request, desk: &Arc<Desk>) -> Result<Sent<T>, Fault> {
    let visit = request.extensions().get::<Visit>().cloned();
    let visit = visit.ok_or_else(Fault::internal)?;
    if !desk.pace.take(visit.peer, 200.0, 50.0) {
        let why = "wait a moment and do it again";
        return Err(Fault::new(StatusCode::TOO_MANY_REQUESTS, why));
    }
    check_token(request.headers(), &visit, desk)?;
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|v| v.to_str().ok()).unwrap_or("");
    let bare = kind.split(';').next().unwrap_or("").trim();
    // A form elsewhere can send some types without asking; this is none of them.
    if !bare.eq_ignore_ascii_case("application/json") {
        let why = "send JSON, with Content-Type: application/json";
        return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, why));
    }
    let bytes = Bytes::from_request(request, desk).await.map_err(|e| {
        let why = "more was sent than the desk takes at a time (10 MB), or it broke off";
        Fault::new(e.status(), why)
    })?;
    let body = serde_json::from_slice(&bytes).map_err(|error| {
        let status = match error.classify() {
            serde_json::error::Category::Data => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::BAD_REQUEST,
        };
        Fault::new(status, format!("the body is not as described: {error}"))
    })?;
    Ok(Sent { visit, body })
}

fn check_token(headers: &HeaderMap, visit: &Visit, desk: &Desk) -> Result<(), Fault> {
    let sent = headers.get(TOKEN).and_then(|v| v.to_str().ok());
    let right = sent.is_some_and(|t| random::same(t, &desk.token(&visit.session)));
    if visit.bearer || right {
        return Ok(());
    }
    let why = "send the token of your session, from /api/v1/session, in the header Demarche-Token, \
               or a password as a bearer token";
    Err(Fault::new(StatusCode::FORBIDDEN, why))
}

/// The name that was sent, or the visitor's.
fn author(by: Option<&str>, visit: &Visit) -> String {
    let sent = by.map(visit::clean).filter(|n| !n.is_empty());
    sent.unwrap_or_else(|| visit.name.clone())
}

/// Writes to the ledger under the name that was sent, or the visitor's, and answers with what was done.
async fn done<F>(
    desk: Arc<Desk>,
    visit: &Visit,
    by: Option<String>,
    status: StatusCode,
    deed: F,
) -> Response
where
    F: FnOnce(&mut Ledger, &Desk, &Stamp) -> Result<Value, Fault> + Send + 'static,
{
    let stamp = desk.stamp(&author(by.as_deref(), visit));
    let work = move || desk.write(|ledger| deed(ledger, &desk, &stamp));
    let done = tokio::task::spawn_blocking(work).await;
    match done.unwrap_or_else(|_| Err(Fault::internal())) {
        Ok(told) => {
            let mut response = typed("application/json", told.to_string());
            *response.status_mut() = status;
            response
        }
        Err(fault) => fault.answer(true),
    }
}

/// A deed on a move; a move that is not there is missing, and not only refused.
async fn on_move(
    desk: Arc<Desk>,
    visit: Visit,
    by: Option<String>,
    id: String,
    deed: Deed,
) -> Response {
    done(
        desk,
        &visit,
        by,
        StatusCode::OK,
        move |ledger, desk, stamp| {
            let number = ledger
                .number_of(&id)
                .map_err(|_| Fault::missing(format!("there is no move “{id}”")))?;
            let (word, event) = deeds::on_move(ledger, desk, &id, &deed, stamp)?;
            let id = ledger.move_view(number).map(|m| m.id).unwrap_or(id);
            Ok(json!({ "done": word, "event": event, "id": id }))
        },
    )
    .await
}

/// Who does it, where it is not the visitor's own name.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Bare {
    by: Option<String>,
}

async fn confirm(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    sent: Sent<Bare>,
) -> Response {
    on_move(desk, sent.visit, sent.body.by, id, Deed::Confirm).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    #[serde(default)]
    by: Option<String>,
    fields: Fields,
}

async fn correct(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    sent: Sent<Correction>,
) -> Response {
    let deed = Deed::Correct(Box::new(sent.body.fields));
    on_move(desk, sent.visit, sent.body.by, id, deed).await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Striking {
    by: Option<String>,
    reason: Option<String>,
}

async fn strike(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    sent: Sent<Striking>,
) -> Response {
    let deed = Deed::Strike(sent.body.reason);
    on_move(desk, sent.visit, sent.body.by, id, deed).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Joining {
    #[serde(default)]
    by: Option<String>,
    earlier: String,
    #[serde(default, rename = "as")]
    tie: String,
}

async fn join(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    sent: Sent<Joining>,
) -> Response {
    let deed = Deed::Join(sent.body.earlier, sent.body.tie);
    on_move(desk, sent.visit, sent.body.by, id, deed).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parting {
    #[serde(default)]
    by: Option<String>,
    earlier: String,
}

async fn split(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    sent: Sent<Parting>,
) -> Response {
    let deed = Deed::Split(sent.body.earlier);
    on_move(desk, sent.visit, sent.body.by, id, deed).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Noting {
    #[serde(default)]
    by: Option<String>,
    /// The day on which it became known; today without it.
    #[serde(default)]
    day: String,
    #[serde(default)]
    source: Option<String>,
    fields: Fields,
}

async fn note(State(desk): State<Arc<Desk>>, sent: Sent<Noting>) -> Response {
    let Noting {
        by,
        day,
        source,
        fields,
    } = sent.body;
    done(
        desk,
        &sent.visit,
        by,
        StatusCode::CREATED,
        move |ledger, desk, stamp| {
            let day = form::day("day", day.trim())?;
            let (id, event) = deeds::enter(ledger, desk, &fields, day, source, stamp)?;
            Ok(json!({ "done": "noted", "event": event, "id": id }))
        },
    )
    .await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Saying {
    by: Option<String>,
    id: String,
    name: String,
    party: Option<String>,
    office: Option<String>,
    from: String,
    to: String,
}

async fn say_who(State(desk): State<Arc<Desk>>, sent: Sent<Saying>) -> Response {
    let said = sent.body;
    done(
        desk,
        &sent.visit,
        said.by,
        StatusCode::CREATED,
        move |ledger, desk, stamp| {
            let who = hands::Said {
                id: said.id,
                name: said.name,
                party: said.party,
                office: said.office,
                from: form::day("from", said.from.trim())?,
                to: form::day("to", said.to.trim())?,
            };
            let (id, event) = deeds::say_who(ledger, desk, who, stamp)?;
            Ok(json!({ "done": "noted", "event": event, "id": id }))
        },
    )
    .await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Undoing {
    by: Option<String>,
    event: Option<i64>,
}

async fn undo(State(desk): State<Arc<Desk>>, sent: Sent<Undoing>) -> Response {
    let Undoing { by, event } = sent.body;
    done(
        desk,
        &sent.visit,
        by,
        StatusCode::OK,
        move |ledger, _, stamp| {
            let event = deeds::take_back(ledger, event, stamp)?;
            Ok(json!({ "done": "undone", "event": event }))
        },
    )
    .await
}

/// A report: its text, or, where the desk may fetch, its address.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Adding {
    by: Option<String>,
    text: String,
    title: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    date: String,
}

async fn documents(State(desk): State<Arc<Desk>>, sent: Sent<Adding>) -> Response {
    let author = author(sent.body.by.as_deref(), &sent.visit);
    match sources(sent.body, &desk) {
        Ok(sources) => {
            let job = job::begin(&desk, sources, author);
            let address = format!("/api/v1/jobs/{job}");
            let mut response = typed("application/json", json!({ "job": job }).to_string());
            *response.status_mut() = StatusCode::ACCEPTED;
            if let Ok(address) = HeaderValue::from_str(&address) {
                response.headers_mut().insert(header::LOCATION, address);
            }
            response
        }
        Err(fault) => fault.answer(true),
    }
}

fn sources(body: Adding, desk: &Desk) -> Result<Vec<Source>, Fault> {
    let date = form::day("date", body.date.trim())?;
    if body.text.trim().is_empty() {
        let url = body.url.unwrap_or_default();
        let sources = add::addresses(&url, date, desk.options.fetch)?;
        if sources.is_empty() {
            return Err(Fault::refused(
                "give the text of a report, or a url to fetch",
            ));
        }
        return Ok(sources);
    }
    let known = [
        ("title", body.title),
        ("publisher", body.publisher),
        ("url", body.url),
    ];
    Ok(vec![add::pasted(known, body.text, date)?])
}
