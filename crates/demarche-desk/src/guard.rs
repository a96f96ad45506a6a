//! What every request must pass, and what every answer carries.
//!
//! In order: the names under which the desk may be called (against DNS rebinding), the length of the
//! address, the origin of what changes something (against forged requests), who is asking, and a limit of
//! time. Every answer, errors too, carries a policy that lets nothing run or load but our own.

use crate::desk::{Desk, locked};
use crate::fault::Fault;
use crate::visit::{self, Role, Visit};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::FutureExt;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Nothing runs, loads, frames or posts but our own.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Longest path and query. A search with every filter has a few hundred bytes.
const LONGEST_ADDRESS: usize = 4096;
/// Longest time for an answer to begin; the slowest page over a million entries takes a tenth of it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Stands before everything.
pub(crate) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let as_json = path.starts_with("/api/");
    let answer = AssertUnwindSafe(passed(&desk, request, next)).catch_unwind();
    let answer = match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok(Ok(response))) => own(response, as_json),
        Ok(Ok(Err(fault))) => fault.answer(as_json),
        // A panic is a fault of ours; what it says is on standard error already.
        Ok(Err(_)) => Fault::internal().answer(as_json),
        Err(_) => {
            let slow = "this takes too long; ask for less, as with a party or fewer days";
            Fault::new(StatusCode::SERVICE_UNAVAILABLE, slow).answer(as_json)
        }
    };
    dressed(&desk, answer)
}

async fn passed(desk: &Arc<Desk>, mut request: Request, next: Next) -> Result<Response, Fault> {
    check_host(desk, request.headers())?;
    let address = request
        .uri()
        .path_and_query()
        .map_or(0, |p| p.as_str().len());
    if address > LONGEST_ADDRESS {
        return Err(Fault::new(
            StatusCode::URI_TOO_LONG,
            "the address is too long; ask for less",
        ));
    }
    let path = request.uri().path().to_owned();
    if path.starts_with("/static/") {
        return Ok(next.run(request).await);
    }
    if !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        check_origin(request.headers())?;
    }
    let known = visit::session(request.headers());
    let session = known.clone().unwrap_or_else(visit::new_session);
    let bearer = desk.passwords.is_some() && bearer(request.headers()).is_some();
    let role = role(desk, &session, request.headers(), peer(&request))?;
    let free = path == "/sign-in";
    let Some(role) = role.or(free.then_some(Role::Reader)) else {
        return turned_away(&request, &path);
    };
    if role == Role::Reader && !free && path != "/sign-out" && path != "/name" {
        check_role(request.method())?;
    }
    let visit = Visit {
        role,
        name: visit::name(desk, request.headers(), role),
        peer: peer(&request),
        bearer,
        as_json: path.starts_with("/api/"),
        session: session.clone(),
    };
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    let sets = response.headers().contains_key(header::SET_COOKIE);
    let begins = !path.starts_with("/api/") || path == "/api/v1/session";
    if known.is_none() && !sets && begins {
        let cookie = visit::set(desk, visit::SESSION, &session, 7 * 24 * 3600);
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    Ok(response)
}

fn check_role(method: &Method) -> Result<(), Fault> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let why = "you may read this ledger and not change it; sign in as an editor";
    Err(Fault::new(StatusCode::FORBIDDEN, why))
}

/// Who has not signed in is asked to; a program is told.
fn turned_away(request: &Request, path: &str) -> Result<Response, Fault> {
    if path.starts_with("/api/") || request.method() != Method::GET {
        let why = "sign in, or send a password as a bearer token";
        return Err(Fault::new(StatusCode::UNAUTHORIZED, why));
    }
    let wanted = request.uri().path_and_query().map_or("/", |p| p.as_str());
    let to = format!("/sign-in?next={}", visit::escape(wanted));
    Ok(Redirect::to(&to).into_response())
}

/// What the visitor may do; none when he must sign in first.
fn role(
    desk: &Desk,
    session: &str,
    headers: &HeaderMap,
    peer: IpAddr,
) -> Result<Option<Role>, Fault> {
    if desk.passwords.is_none() {
        return Ok(Some(Role::Editor));
    }
    if let Some(word) = bearer(headers) {
        return desk.sessions.bearer(desk, word, peer);
    }
    Ok(desk.sessions.role(session, desk.now()))
}

/// The password that a program sends.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let sent = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    sent.strip_prefix("Bearer ")
}

fn peer(request: &Request) -> IpAddr {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |c| c.0.ip())
}

/// A page elsewhere whose name was made to point here must not be answered.
fn check_host(desk: &Desk, headers: &HeaderMap) -> Result<(), Fault> {
    let host = headers
        .get(header::HOST)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("");
    let name = without_port(host).to_ascii_lowercase();
    let own = desk.options.listen.ip();
    let own = match own {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    };
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&name.as_str());
    let named = desk
        .options
        .hosts
        .iter()
        .any(|h| h.eq_ignore_ascii_case(&name));
    if local || named || name == own {
        return Ok(());
    }
    let why = "the desk does not answer under this name; start it with --host NAME to let it";
    Err(Fault::new(StatusCode::MISDIRECTED_REQUEST, why))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// What changes something must come from a page of ours; the token of the form is checked besides.
fn check_origin(headers: &HeaderMap) -> Result<(), Fault> {
    let word = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let host = word("host").unwrap_or("");
    let own = match (word("sec-fetch-site"), word("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let bare = origin
                .strip_prefix("https://")
                .or(origin.strip_prefix("http://"));
            bare.is_some_and(|o| o.eq_ignore_ascii_case(host))
        }
        // Not a browser; the token decides.
        (None, None) => true,
    };
    if own {
        return Ok(());
    }
    let why = "this came from another site; open the desk and do it there";
    Err(Fault::new(StatusCode::FORBIDDEN, why))
}

/// An error of the framework, in our words and form.
fn own(response: Response, as_json: bool) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|v| v.to_str().ok()).unwrap_or("");
    if kind.starts_with("text/html") || kind.starts_with("application/") {
        return response;
    }
    let detail = match status {
        StatusCode::NOT_FOUND => "there is no such page",
        StatusCode::METHOD_NOT_ALLOWED => "this address cannot be used in this way",
        StatusCode::PAYLOAD_TOO_LARGE => "more was sent than the desk takes at a time: 10 MB",
        _ => "the request is not of a form that the desk knows",
    };
    let mut answer = Fault::new(status, detail).answer(as_json);
    if let Some(allow) = response.headers().get(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allow.clone());
    }
    answer
}

fn dressed(desk: &Desk, mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if !desk.options.hosts.is_empty() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// How much anybody may ask for: costly answers only, those that were made already are free.
#[derive(Debug, Default)]
pub(crate) struct Pace(Mutex<HashMap<IpAddr, (f64, Instant)>>);

/// Addresses that are remembered; beyond that all begin anew.
const MOST_PEERS: usize = 10_000;

impl Pace {
    /// Takes one of `burst`, of which `a_second` come back; false when none is left.
    pub(crate) fn take(&self, peer: IpAddr, burst: f64, a_second: f64) -> bool {
        let now = Instant::now();
        let mut peers = locked(&self.0);
        if peers.len() >= MOST_PEERS {
            peers.clear();
        }
        let (left, since) = peers.entry(peer).or_insert((burst, now));
        *left = (*left + now.duration_since(*since).as_secs_f64() * a_second).min(burst);
        *since = now;
        let enough = *left >= 1.0;
        if enough {
            *left -= 1.0;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_has_so_many_and_no_more() {
        let pace = Pace::default();
        let (a, b) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let n = (0..20).filter(|_| pace.take(a, 5.0, 0.0)).count();
        assert_eq!(n, 5);
        assert!(pace.take(b, 5.0, 0.0));
    }

    #[test]
    fn a_host_is_told_from_its_port() {
        assert_eq!(without_port("localhost:7878"), "localhost");
        assert_eq!(without_port("[::1]:7878"), "[::1]");
        assert_eq!(without_port("[::1]"), "[::1]");
        assert_eq!(without_port("evil.example"), "evil.example");
    }
}
