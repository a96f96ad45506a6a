//! Adding reports: pasted, as files, or from addresses of the web.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::fetch::{Fetch, IS_OFF};
use crate::form;
use crate::job::{self, Job, Source};
use crate::page::{self, Ask, Layout};
use crate::posted::Posted;
use crate::visit::Visit;
use askama::Template;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use demarche_source::Form;
use jiff::civil::Date;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "add.html")]
struct AddPage {
    layout: Layout,
    may_fetch: bool,
}

#[derive(Template)]
#[template(path = "job.html")]
struct JobPage {
    layout: Layout,
    job: Job,
}

/// The page with the form.
pub(crate) async fn ask(ask: Ask) -> Response {
    ask.page(|maker| {
        Ok(AddPage {
            layout: maker.layout("add", "Add reports"),
            may_fetch: maker.desk.options.fetch != Fetch::Off,
        })
    })
    .await
}

/// Begins to add what was sent.
pub(crate) async fn add(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    match sources(&posted, desk.options.fetch) {
        Ok(sources) => {
            let id = job::begin(&desk, sources, posted.visit.name);
            Redirect::to(&format!("/add/{id}")).into_response()
        }
        Err(fault) => fault.answer(false),
    }
}

/// Addresses of a request at most; each may take its time.
const ADDRESSES: usize = 20;

/// The sources at these addresses, one a line.
pub(crate) fn addresses(
    words: &str,
    date: Option<Date>,
    allowed: Fetch,
) -> Result<Vec<Source>, Fault> {
    let all: Vec<&str> = words.split_whitespace().collect();
    if all.is_empty() {
        return Ok(Vec::new());
    }
    if allowed == Fetch::Off {
        return Err(Fault::refused(IS_OFF));
    }
    if all.len() > ADDRESSES {
        let why = format!("more than {ADDRESSES} addresses; give them in parts");
        return Err(Fault::refused(why));
    }
    let source = |url: &str| Source {
        name: url.to_owned(),
        bytes: None,
        form: None,
        date,
    };
    Ok(all.into_iter().map(source).collect())
}

fn sources(posted: &Posted, allowed: Fetch) -> Result<Vec<Source>, Fault> {
    let date = form::day("date", posted.field("date"))?;
    let mut sources: Vec<Source> = Vec::new();
    for (name, bytes) in &posted.files {
        sources.push(Source {
            name: crate::words::shortened(name, 120),
            bytes: Some(bytes.clone()),
            form: None,
            date,
        });
    }
    let text = posted.raw("text");
    if !text.trim().is_empty() {
        let known = ["title", "publisher", "url"].map(|name| (name, posted.some(name)));
        // A form's lines end in two characters, whatever was pasted.
        let text = text.replace("\r\n", "\n");
        sources.push(pasted(known, text, date)?);
    }
    sources.extend(addresses(posted.raw("fetch"), date, allowed)?);
    if sources.is_empty() {
        return Err(Fault::refused("paste a text or choose files"));
    }
    Ok(sources)
}

/// A pasted text; what is said of it besides goes with it.
pub(crate) fn pasted(
    known: [(&str, Option<String>); 3],
    text: String,
    date: Option<Date>,
) -> Result<Source, Fault> {
    let mut source = Source {
        name: "pasted text".to_owned(),
        bytes: None,
        form: Some(Form::Text),
        date,
    };
    if known.iter().all(|(_, value)| value.is_none()) {
        source.bytes = Some(Bytes::from(text));
        return Ok(source);
    }
    let mut json = serde_json::Map::new();
    for (name, value) in known {
        if let Some(value) = value {
            json.insert(name.to_owned(), value.into());
        }
    }
    json.insert("text".to_owned(), text.into());
    source.bytes = Some(Bytes::from(serde_json::to_vec(&json)?));
    source.form = Some(Form::Json);
    Ok(source)
}

/// How far a job is.
pub(crate) async fn progress(
    State(desk): State<Arc<Desk>>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
) -> Response {
    let Some(job) = desk.jobs.get(&id) else {
        let why = "there is no such job; what it added stands in the ledger";
        return Fault::missing(why).answer(false);
    };
    let mut layout = Layout::bare(&desk, "Adding reports");
    layout.section = "add";
    layout.editor = true;
    layout.here = format!("/add/{id}");
    page::once(&desk, &visit, JobPage { layout, job }.render())
}
