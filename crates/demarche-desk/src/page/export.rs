//! What leaves the ledger: a calendar and a feed to subscribe to, and files.

use super::Ask;
use crate::fault::Fault;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use demarche_ledger::export::{Format, export};
use futures_util::stream;
use std::io::{self, Write};
use tokio::sync::mpsc;

/// What is due, for a calendar that subscribes.
pub(crate) async fn calendar(ask: Ask) -> Response {
    kept(ask, Format::Calendar).await
}

/// What changed last, for a reader of feeds.
pub(crate) async fn feed(ask: Ask) -> Response {
    kept(ask, Format::Atom).await
}

async fn kept(ask: Ask, format: Format) -> Response {
    ask.answer(format.media_type(), move |maker| {
        let on = maker.asked.day("on")?.unwrap_or_else(|| maker.desk.today());
        let mut bytes = Vec::new();
        export(maker.ledger, format, on, &mut bytes)?;
        String::from_utf8(bytes).map_err(|_| Fault::internal())
    })
    .await
}

/// A file, written while it is sent, so that a large ledger needs no more memory than a small one.
pub(crate) async fn file(Path(name): Path<String>, ask: Ask) -> Response {
    let Some(format) = Format::parse(&name) else {
        let all: Vec<&str> = Format::ALL.iter().map(|f| f.as_str()).collect();
        let why = format!(
            "there is no form “{name}”; the forms are {}",
            all.join(", ")
        );
        return Fault::missing(why).answer(false);
    };
    let on = match ask.asked.day("on") {
        Ok(on) => on.unwrap_or_else(|| ask.desk.today()),
        Err(fault) => return fault.answer(false),
    };
    if let Err(fault) = ask.pace() {
        return fault.answer(false);
    }
    let (sender, receiver) = mpsc::channel(8);
    let desk = ask.desk.clone();
    tokio::task::spawn_blocking(move || {
        let mut out = io::BufWriter::with_capacity(1 << 16, Sender(sender));
        // Whoever asked has gone away, or the file broke off; he sees that it is not whole.
        let _ = desk.read(|ledger| Ok(export(ledger, format, on, &mut out)?));
    });
    let pieces = stream::unfold(receiver, |mut receiver| async move {
        let piece: Bytes = receiver.recv().await?;
        Some((Ok::<_, io::Error>(piece), receiver))
    });
    let ending = match format {
        Format::Markdown => "md",
        Format::Annotation => "jsonld",
        other => other.as_str(),
    };
    let disposition = format!("attachment; filename=\"demarche-{on}.{ending}\"");
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(format.media_type()),
    );
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A writer at the other end of which an answer is sent.
struct Sender(mpsc::Sender<Bytes>);

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.0
            .blocking_send(Bytes::copy_from_slice(bytes))
            .map_err(gone)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
