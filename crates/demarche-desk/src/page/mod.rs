//! Pages: what is asked for, made on a thread that may wait, and kept until the ledger moves on.

mod changes;
mod export;
mod matter;
mod parties;
mod query;
mod report;
mod reports;
mod review;
mod row;
mod search;
mod state;
mod timeline;
mod who;

pub(crate) mod edit;

pub(crate) use changes::{changes, find as find_changes};
pub(crate) use export::{calendar, feed, file};
pub(crate) use matter::{look as look_at_matter, matter, number_of};
pub(crate) use parties::{Known, Parties};
pub(crate) use query::{Asked, DEEPEST};
pub(crate) use report::{look as look_at_report, report};
pub(crate) use reports::reports;
pub(crate) use review::review;
pub(crate) use row::{Names, Row};
pub(crate) use search::{asked, find, search};
pub(crate) use state::{question, state};
pub(crate) use timeline::{range, timeline};
pub(crate) use who::{party, who};

use crate::cache::Made;
use crate::desk::Desk;
use crate::fault::{Fault, typed};
use crate::random;
use crate::visit::{Role, Visit};
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use demarche_ledger::Ledger;
use std::sync::{Arc, LazyLock};

/// What stands around every page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub(crate) title: String,
    /// Which of the sections is open.
    pub(crate) section: &'static str,
    pub(crate) editor: bool,
    /// True where one can sign out.
    pub(crate) signed: bool,
    /// Where the visitor's token, name and the like go.
    pub(crate) token: String,
    pub(crate) name: String,
    /// This page's address, to come back to.
    pub(crate) here: String,
}

impl Layout {
    /// Around pages for those who have not signed in.
    pub(crate) fn bare(desk: &Desk, title: &str) -> Layout {
        Layout {
            title: title.to_owned(),
            token: desk.token_here.clone(),
            name: desk.name_here.clone(),
            here: "/".to_owned(),
            ..Layout::default()
        }
    }

    pub(crate) fn style(&self) -> &'static str {
        &STYLE
    }

    pub(crate) fn script(&self) -> &'static str {
        &SCRIPT
    }
}

pub(crate) const CSS: &str = include_str!("../../assets/desk.css");
pub(crate) const ICON: &str = include_str!("../../assets/icon.svg");
pub(crate) const JS: &str = include_str!("../../assets/desk.js");
/// Addresses of the style and the script; they change with them, so a browser may keep them.
pub(crate) static STYLE: LazyLock<String> = LazyLock::new(|| address("desk", "css", CSS));
pub(crate) static SCRIPT: LazyLock<String> = LazyLock::new(|| address("desk", "js", JS));

fn address(name: &str, ending: &str, text: &str) -> String {
    let hash = random::hash(&[text.as_bytes()]);
    format!("/static/{name}-{}.{ending}", &hash[..12])
}

/// A page for what went wrong.
#[derive(Template)]
#[template(path = "trouble.html")]
pub(crate) struct Trouble<'a> {
    pub(crate) title: &'a str,
    pub(crate) detail: &'a str,
}

impl Trouble<'_> {
    fn style(&self) -> &'static str {
        &STYLE
    }
}

/// A request for a page.
pub(crate) struct Ask {
    pub(crate) desk: Arc<Desk>,
    pub(crate) visit: Visit,
    pub(crate) asked: Asked,
    here: String,
    known: Option<String>,
}

impl FromRequestParts<Arc<Desk>> for Ask {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Ask, Response> {
        let visit = parts.extensions.get::<Visit>().cloned();
        let visit = visit.ok_or_else(|| Fault::internal().answer(false))?;
        let here = parts
            .uri
            .path_and_query()
            .map_or("/", |p| p.as_str())
            .to_owned();
        let known = parts.headers.get(header::IF_NONE_MATCH);
        Ok(Ask {
            desk: desk.clone(),
            asked: Asked::of(parts.uri.query().unwrap_or("")),
            here,
            known: known.and_then(|v| v.to_str().ok()).map(str::to_owned),
            visit,
        })
    }
}

/// What a page is made from.
pub(crate) struct Maker<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) desk: &'a Desk,
    pub(crate) asked: &'a Asked,
    pub(crate) known: Arc<Known>,
    role: Role,
    here: &'a str,
}

impl Maker<'_> {
    pub(crate) fn layout(&self, section: &'static str, title: impl Into<String>) -> Layout {
        Layout {
            title: title.into(),
            section,
            editor: self.role == Role::Editor,
            signed: self.desk.passwords.is_some(),
            token: self.desk.token_here.clone(),
            name: self.desk.name_here.clone(),
            here: self.here.to_owned(),
        }
    }

    pub(crate) fn names(&self) -> Names<'_> {
        Names::new(self.ledger, &self.known)
    }

    /// The party that a word of the address means; none where there is no such word.
    pub(crate) fn party(&self, name: &str) -> Result<Option<String>, Fault> {
        let words = self.asked.text(name);
        if words.is_empty() {
            return Ok(None);
        }
        match self.known.id_of(words) {
            Some(id) => Ok(Some(id)),
            None => Err(Fault::missing(format!(
                "no party “{words}” stands in the ledger"
            ))),
        }
    }
}

impl Ask {
    /// Answers with a page.
    pub(crate) async fn page<T, F>(self, make: F) -> Response
    where
        T: Template,
        F: FnOnce(&Maker<'_>) -> Result<T, Fault> + Send + 'static,
    {
        self.answer("text/html; charset=utf-8", move |maker| {
            Ok(make(maker)?.render()?)
        })
        .await
    }

    /// Answers with JSON.
    pub(crate) async fn json<T, F>(self, make: F) -> Response
    where
        T: serde::Serialize,
        F: FnOnce(&Maker<'_>) -> Result<T, Fault> + Send + 'static,
    {
        let make = move |maker: &Maker<'_>| Ok(serde_json::to_string(&make(maker)?)?);
        self.answer("application/json", make).await
    }

    /// Counts a costly answer.
    pub(crate) fn pace(&self) -> Result<(), Fault> {
        if self.desk.pace.take(self.visit.peer, 200.0, 50.0) {
            return Ok(());
        }
        let why = "that is more than the desk makes at a time; wait a moment";
        Err(Fault::new(StatusCode::TOO_MANY_REQUESTS, why))
    }

    /// Answers with what was made of this before, or makes it.
    pub(crate) async fn answer<F>(self, kind: &'static str, make: F) -> Response
    where
        F: FnOnce(&Maker<'_>) -> Result<String, Fault> + Send + 'static,
    {
        let as_json = self.visit.as_json;
        match self.made(kind, make).await {
            Ok(made) => self.sent(&made),
            Err(fault) => fault.answer(as_json),
        }
    }

    async fn made<F>(&self, kind: &'static str, make: F) -> Result<Arc<Made>, Fault>
    where
        F: FnOnce(&Maker<'_>) -> Result<String, Fault> + Send + 'static,
    {
        let desk = self.desk.clone();
        let tip = *desk.tip.borrow();
        let role = self.visit.role;
        let key = format!("{} {} {}", role.as_str(), desk.today(), self.here);
        if let Some(made) = desk.cache.get(tip, &key) {
            return Ok(made);
        }
        let _room = desk.cache.room(&key).await;
        if let Some(made) = desk.cache.get(tip, &key) {
            return Ok(made);
        }
        self.pace()?;
        Parties::freshen(&desk);
        let turn = desk.turn.acquire().await.map_err(|_| Fault::internal())?;
        let tip = *desk.tip.borrow();
        let (own, asked, here) = (self.desk.clone(), self.asked.clone(), self.here.clone());
        let body = tokio::task::spawn_blocking(move || {
            own.read(|ledger| {
                make(&Maker {
                    ledger,
                    desk: &own,
                    asked: &asked,
                    known: Parties::get(&own, ledger)?,
                    role,
                    here: &here,
                })
            })
        });
        let body = body.await.map_err(|_| Fault::internal())??;
        drop(turn);
        let hash = random::hash(&[body.as_bytes()]);
        let made = Arc::new(Made { body, hash, kind });
        desk.cache.put(tip, key, made.clone());
        Ok(made)
    }

    fn sent(&self, made: &Made) -> Response {
        let tag = tag(&self.desk, &self.visit, made);
        let mut response = if self.known.as_deref().is_some_and(|k| k.contains(&tag)) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            typed(made.kind, filled(&self.desk, &self.visit, &made.body))
        };
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        response
    }
}

/// A word that changes with what this visitor sees.
fn tag(desk: &Desk, visit: &Visit, made: &Made) -> String {
    if made.kind == "application/json" {
        return format!("\"{}\"", &made.hash[..24]);
    }
    let token = desk.token(&visit.session);
    let whole = random::hash(&[
        made.hash.as_bytes(),
        token.as_bytes(),
        visit.name.as_bytes(),
    ]);
    format!("\"{}\"", &whole[..24])
}

/// The page with what is the visitor's own.
fn filled(desk: &Desk, visit: &Visit, body: &str) -> String {
    let name = escaped(&visit.name);
    let body = body.replace(&desk.token_here, &desk.token(&visit.session));
    body.replace(&desk.name_here, &name)
}

/// Words as they may stand in a page.
fn escaped(words: &str) -> String {
    let letter = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        c => c.to_string(),
    };
    words.chars().map(letter).collect()
}

/// A page that is not kept.
pub(crate) fn once(desk: &Desk, visit: &Visit, page: askama::Result<String>) -> Response {
    match page {
        Ok(page) => typed("text/html; charset=utf-8", filled(desk, visit, &page)),
        Err(error) => Fault::from(error).answer(false),
    }
}
