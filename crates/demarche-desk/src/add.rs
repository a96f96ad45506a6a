//! Adding reports: pasted, or as files.

use crate::desk::Desk;
use crate::fault::Fault;
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
use std::sync::Arc;

#[derive(Template)]
#[template(path = "add.html")]
struct AddPage {
    layout: Layout,
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
        })
    })
    .await
}

/// Begins to add what was sent.
pub(crate) async fn add(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    match sources(&posted) {
        Ok(sources) => {
            let id = job::begin(&desk, sources, posted.visit.name);
            Redirect::to(&format!("/add/{id}")).into_response()
        }
        Err(fault) => fault.answer(false),
    }
}

fn sources(posted: &Posted) -> Result<Vec<Source>, Fault> {
    let date = form::day(posted, "date")?;
    let mut sources: Vec<Source> = Vec::new();
    for (name, bytes) in &posted.files {
        sources.push(Source {
            name: crate::words::shortened(name, 120),
            bytes: bytes.clone(),
            form: None,
            date,
        });
    }
    let text = posted.raw("text");
    if !text.trim().is_empty() {
        sources.push(pasted(posted, text, date)?);
    }
    if sources.is_empty() {
        return Err(Fault::refused("paste a text or choose files"));
    }
    Ok(sources)
}

/// A pasted text; what is said of it besides goes with it.
fn pasted(posted: &Posted, text: &str, date: Option<jiff::civil::Date>) -> Result<Source, Fault> {
    // A form's lines end in two characters, whatever was pasted.
    let text = text.replace("\r\n", "\n");
    let known = ["title", "publisher", "url"].map(|name| (name, posted.some(name)));
    let mut source = Source {
        name: "pasted text".to_owned(),
        bytes: Bytes::new(),
        form: Some(Form::Text),
        date,
    };
    if known.iter().all(|(_, value)| value.is_none()) {
        source.bytes = Bytes::from(text);
        return Ok(source);
    }
    let mut json = serde_json::Map::new();
    for (name, value) in known {
        if let Some(value) = value {
            json.insert(name.to_owned(), value.into());
        }
    }
    json.insert("text".to_owned(), text.into());
    source.bytes = Bytes::from(serde_json::to_vec(&json)?);
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
