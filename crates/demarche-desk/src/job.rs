//! Reports that are being added in the background, each ending as read, partly read or refused.

use crate::desk::{Desk, locked};
use crate::fault::Fault;
use crate::fetch;
use crate::random;
use axum::body::Bytes;
use demarche_ledger::{Added, Again, Reading, digest};
use demarche_source::{Form, Hints, Received};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// What became of a report.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Outcome {
    /// Name of the file, or "pasted text".
    pub(crate) name: String,
    /// `read`, `partly read` or `refused`.
    pub(crate) word: &'static str,
    /// What came of it, or why not.
    pub(crate) said: String,
    /// Notes on the reading.
    pub(crate) notes: Vec<String>,
    /// Id of the document.
    pub(crate) document: Option<String>,
    pub(crate) title: Option<String>,
}

impl Outcome {
    fn refused(name: &str, why: String) -> Outcome {
        Outcome {
            name: name.to_owned(),
            word: "refused",
            said: why,
            notes: Vec::new(),
            document: None,
            title: None,
        }
    }

    pub(crate) fn slug(&self) -> String {
        crate::words::slug(self.word)
    }
}

/// A job.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Job {
    pub(crate) outcomes: Vec<Outcome>,
    /// Files, of which so many are done.
    pub(crate) n_files: usize,
    pub(crate) n_done: usize,
    pub(crate) over: bool,
}

/// The jobs of late.
#[derive(Debug)]
pub(crate) struct Jobs {
    all: Mutex<(HashMap<String, Job>, VecDeque<String>)>,
    news: watch::Sender<String>,
}

impl Default for Jobs {
    fn default() -> Jobs {
        Jobs {
            all: Mutex::default(),
            news: watch::Sender::new(String::new()),
        }
    }
}

/// Jobs that are remembered.
const MOST: usize = 50;

impl Jobs {
    /// Says the id of a job whenever it moves on.
    pub(crate) fn news(&self) -> watch::Receiver<String> {
        self.news.subscribe()
    }

    pub(crate) fn get(&self, id: &str) -> Option<Job> {
        locked(&self.all).0.get(id).cloned()
    }

    fn begin(&self, n_files: usize) -> String {
        let id = random::word()[..16].to_owned();
        let mut all = locked(&self.all);
        let (jobs, order) = &mut *all;
        let job = Job {
            n_files,
            ..Job::default()
        };
        jobs.insert(id.clone(), job);
        order.push_back(id.clone());
        while order.len() > MOST {
            let oldest = order.pop_front();
            oldest.and_then(|id| jobs.remove(&id));
        }
        id
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut Job)) {
        if let Some(job) = locked(&self.all).0.get_mut(id) {
            change(job);
        }
        self.news.send_replace(id.to_owned());
    }
}

/// A source that is to be read.
pub(crate) struct Source {
    pub(crate) name: String,
    /// None for one that is to be fetched from the address that is its name.
    pub(crate) bytes: Option<Bytes>,
    /// The form of the bytes, where it is not to be guessed.
    pub(crate) form: Option<Form>,
    pub(crate) date: Option<Date>,
}

/// Begins to add, and gives the id of the job.
pub(crate) fn begin(desk: &Arc<Desk>, sources: Vec<Source>, author: String) -> String {
    let id = desk.jobs.begin(sources.len());
    let (own, job) = (desk.clone(), id.clone());
    tokio::task::spawn_blocking(move || {
        for source in sources {
            one_source(&own, &job, &source, &author);
            own.jobs.change(&job, |j| j.n_done += 1);
        }
        if let Err(fault) = read_again(&own, &author) {
            eprintln!(
                "demarche: reports could not be read again: {}",
                fault.detail
            );
        }
        own.jobs.change(&job, |j| j.over = true);
    });
    id
}

/// Reports that are read again between two writes.
const BATCH: usize = 16;

/// Reads again what these reports say more about, as the command line does.
fn read_again(desk: &Desk, author: &str) -> Result<(), Fault> {
    let again = desk.read(|ledger| Ok(ledger.to_read_again()?))?;
    let name = &desk.options.reader_name;
    for batch in again.chunks(BATCH) {
        let read = |again: &Again| {
            let reading =
                digest::read_knowing(&desk.reader, &again.document, &[], name, &again.known);
            (again.id.clone(), reading)
        };
        let readings: Vec<(String, Reading)> = batch.iter().map(read).collect();
        let stamp = desk.stamp(author);
        desk.write(|ledger| Ok(ledger.read_again(&readings, &stamp)?))?;
    }
    Ok(())
}

fn one_source(desk: &Desk, job: &str, source: &Source, author: &str) {
    let mut hints = Hints {
        name: source.name.clone(),
        form: source.form,
        date: source.date,
    };
    let mut url = None;
    let bytes = match &source.bytes {
        Some(bytes) => bytes.clone(),
        None => match fetch::fetch(desk.options.fetch, &source.name) {
            Ok(page) => {
                // What was sent decides its form, and no ending of the address.
                hints.name = String::new();
                hints.form = form_of(&page.kind);
                url = Some(page.url);
                Bytes::from(page.bytes)
            }
            Err(why) => {
                let outcome = Outcome::refused(&source.name, why);
                desk.jobs.change(job, |j| j.outcomes.push(outcome));
                return;
            }
        },
    };
    for outcome in demarche_source::documents(&bytes[..], &hints) {
        let outcome = match outcome {
            Ok(mut received) => {
                received.document.url = received.document.url.or_else(|| url.clone());
                one_report(desk, &source.name, &received, author)
            }
            Err(error) => Outcome::refused(&source.name, error.to_string()),
        };
        desk.jobs.change(job, |j| j.outcomes.push(outcome));
    }
}

/// The form of a media type; none where it is to be guessed.
fn form_of(kind: &str) -> Option<Form> {
    match kind {
        "text/html" | "application/xhtml+xml" => Some(Form::Html),
        "application/json" => Some(Form::Json),
        "text/markdown" => Some(Form::Markdown),
        _ => None,
    }
}

fn one_report(desk: &Desk, name: &str, received: &Received, author: &str) -> Outcome {
    let reader_name = &desk.options.reader_name;
    let reading = digest::read(
        &desk.reader,
        &received.document,
        &received.notes,
        reader_name,
    );
    let stamp = desk.stamp(author);
    let added = desk.write(|ledger| Ok(ledger.add(std::slice::from_ref(&reading), &stamp)?));
    let mut outcome = Outcome::refused(name, String::new());
    outcome.title.clone_from(&reading.source.title);
    let added = match added {
        Ok(added) => added.into_iter().next(),
        Err(fault) => {
            outcome.said = fault.detail;
            return outcome;
        }
    };
    let n = reading.findings.entries.len() as i64;
    let moves = crate::words::count(n, "move");
    outcome.said = match &added {
        Some(Added::New { .. }) | None => moves,
        Some(Added::Story { id, lead }) if id == lead => {
            format!("{moves}; a newer version of a report that was here")
        }
        Some(Added::Story { .. }) => "the story of a report that was here; one more source".into(),
        Some(Added::Source { .. }) => "the same text was here; one more source".to_owned(),
        Some(Added::ReadAnew { .. }) => format!("read anew: {moves}"),
        Some(Added::Known { .. }) => "it was here already".to_owned(),
    };
    outcome.document = added.map(|a| a.id().to_owned());
    if reading.source.date.is_none() {
        let undated = "it has no date, so it takes no part in deadlines: add it again with one";
        outcome.notes.push(undated.to_owned());
    }
    outcome.notes.extend(reading.findings.notes);
    outcome.word = if outcome.notes.is_empty() {
        "read"
    } else {
        "partly read"
    };
    outcome
}
