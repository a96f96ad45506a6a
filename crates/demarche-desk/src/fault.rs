//! What can go wrong, as a page or as a problem (RFC 9457); never more than a person needs to know.

use crate::page::Trouble;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use demarche_ledger::LedgerError;
use std::fmt;

/// Why the desk could not be opened.
#[derive(Debug)]
pub enum DeskError {
    Ledger(LedgerError),
    /// The address or a file could not be used; why, with the way out.
    Setting(String),
}

impl fmt::Display for DeskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeskError::Ledger(error) => write!(f, "{error}"),
            DeskError::Setting(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for DeskError {}

impl From<LedgerError> for DeskError {
    fn from(error: LedgerError) -> DeskError {
        DeskError::Ledger(error)
    }
}

/// An answer that is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) status: StatusCode,
    pub(crate) detail: String,
}

impl Fault {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Fault {
        Fault {
            status,
            detail: detail.into(),
        }
    }

    pub(crate) fn missing(detail: impl Into<String>) -> Fault {
        Fault::new(StatusCode::NOT_FOUND, detail)
    }

    /// What a person asked for cannot be done; the words say why.
    pub(crate) fn refused(detail: impl Into<String>) -> Fault {
        Fault::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Trouble")
    }

    /// As a page, or as a problem for those who ask for JSON.
    pub(crate) fn answer(&self, as_json: bool) -> Response {
        let mut response = if as_json {
            let problem = serde_json::json!({
                "type": "about:blank",
                "title": self.title(),
                "status": self.status.as_u16(),
                "detail": self.detail,
            });
            typed("application/problem+json", problem.to_string())
        } else {
            let trouble = Trouble {
                title: self.title(),
                detail: &self.detail,
            };
            let page = trouble.render().unwrap_or_default();
            typed("text/html; charset=utf-8", page)
        };
        *response.status_mut() = self.status;
        if self.status == StatusCode::TOO_MANY_REQUESTS
            || self.status == StatusCode::SERVICE_UNAVAILABLE
        {
            let wait = HeaderValue::from_static("10");
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response
    }
}

/// A body of a type.
pub(crate) fn typed(kind: &'static str, body: impl Into<axum::body::Body>) -> Response {
    let kind = HeaderValue::from_static(kind);
    ([(header::CONTENT_TYPE, kind)], body.into()).into_response()
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Fault {
        match error {
            LedgerError::Refused(why) => Fault::refused(why),
            LedgerError::Busy => Fault::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
            LedgerError::Full | LedgerError::ReadOnly => {
                Fault::new(StatusCode::INSUFFICIENT_STORAGE, error.to_string())
            }
            // The store's own words are for whoever runs the desk.
            other => {
                eprintln!("demarche: {other}");
                Fault::internal()
            }
        }
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Fault {
        eprintln!("demarche: a page could not be made: {error}");
        Fault::internal()
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Fault {
        eprintln!("demarche: JSON could not be made: {error}");
        Fault::internal()
    }
}

impl Fault {
    pub(crate) fn internal() -> Fault {
        let detail = "the desk could not do this; the reason stands where it was started";
        Fault::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }
}
