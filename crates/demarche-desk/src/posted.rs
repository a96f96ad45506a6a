//! What a form sends. There is no way to its fields but through the check of its token, so that no form
//! can forget it.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::random;
use crate::visit::Visit;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Form, FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use std::sync::Arc;

/// Bytes of a request at most. A report has some thousands; ten megabytes are an archive.
pub(crate) const MOST: usize = 10 << 20;
/// Files of a request at most.
const MOST_FILES: usize = 500;

/// The limit as a layer.
pub(crate) fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MOST)
}

/// The fields of a form of ours.
#[derive(Debug)]
pub(crate) struct Posted {
    pub(crate) visit: Visit,
    fields: Vec<(String, String)>,
    /// Names and bytes.
    pub(crate) files: Vec<(String, Bytes)>,
}

impl Posted {
    /// A field, without white space around it; empty when it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// A field, if there is something in it.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.field(name))
            .filter(|v| !v.is_empty())
            .map(str::to_owned)
    }

    /// A field whose white space matters.
    pub(crate) fn raw(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value)
    }

    /// Where to go afterwards: a page of ours.
    pub(crate) fn next(&self, otherwise: &str) -> String {
        local(self.field("next")).unwrap_or(otherwise).to_owned()
    }
}

/// An address on this desk; none for anything that could lead elsewhere.
pub(crate) fn local(address: &str) -> Option<&str> {
    let own = address.starts_with('/') && !address.starts_with("//");
    let clean = address.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (own && clean).then_some(address)
}

impl FromRequest<Arc<Desk>> for Posted {
    type Rejection = axum::response::Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Posted, Self::Rejection> {
        read(request, desk)
            .await
            .map_err(|fault| fault.answer(false))
    }
}

async fn read(request: Request, desk: &Arc<Desk>) -> Result<Posted, Fault> {
    let visit = request
        .extensions()
        .get::<Visit>()
        .cloned()
        .ok_or_else(Fault::internal)?;
    if !desk.pace.take(visit.peer, 200.0, 50.0) {
        return Err(Fault::new(
            StatusCode::TOO_MANY_REQUESTS,
            "wait a moment and do it again",
        ));
    }
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let (fields, files) = if kind.starts_with("multipart/form-data") {
        parts(request, desk).await?
    } else {
        let form = Form::<Vec<(String, String)>>::from_request(request, desk).await;
        let form = form.map_err(|e| unread(e.status()))?;
        (form.0, Vec::new())
    };
    let posted = Posted {
        visit,
        fields,
        files,
    };
    if !random::same(posted.field("token"), &desk.token(&posted.visit.session)) {
        let why = "the form is too old or not ours; reload its page and send it again";
        return Err(Fault::new(StatusCode::FORBIDDEN, why));
    }
    Ok(posted)
}

type Parts = (Vec<(String, String)>, Vec<(String, Bytes)>);

async fn parts(request: Request, desk: &Arc<Desk>) -> Result<Parts, Fault> {
    let form = Multipart::from_request(request, desk).await;
    let mut form = form.map_err(|e| unread(e.status()))?;
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = form.next_field().await.map_err(|e| unread(e.status()))? {
        let name = part.name().unwrap_or("").to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|e| unread(e.status()))?;
        match file {
            // A browser sends an empty part where no file was chosen.
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(file) => files.push((file, bytes)),
            None => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
        if files.len() > MOST_FILES {
            let why = format!("more than {MOST_FILES} files; send them in parts");
            return Err(Fault::new(StatusCode::PAYLOAD_TOO_LARGE, why));
        }
    }
    Ok((fields, files))
}

fn unread(status: StatusCode) -> Fault {
    let detail = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "more was sent than the desk takes at a time: 10 MB",
        _ => "the form could not be read; reload its page and send it again",
    };
    Fault::new(status, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(
            local("/matter/ab?on=2022-01-28#m"),
            Some("/matter/ab?on=2022-01-28#m")
        );
        for bad in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "/a\r\nb",
            "javascript:x",
        ] {
            assert_eq!(local(bad), None, "{bad}");
        }
    }
}
