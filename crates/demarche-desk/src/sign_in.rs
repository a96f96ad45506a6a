//! Signing in and out, where the desk has passwords.

use crate::desk::{Desk, locked};
use crate::fault::Fault;
use crate::guard::Pace;
use crate::page::{self, Layout};
use crate::posted::{Posted, local};
use crate::random;
use crate::visit::{self, Role, Visit};
use askama::Template;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

/// A session ends so long after it was used last.
const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// A session ends so long after it began, used or not.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Sessions at a time; the one used least lately ends first.
const MOST: usize = 1000;

#[derive(Clone, Copy, Debug)]
struct Session {
    role: Role,
    begun: Timestamp,
    used: Timestamp,
}

/// Who has signed in. Words are kept as hashes, so that memory that leaks opens nothing.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    all: Mutex<HashMap<String, Session>>,
    bearers: Mutex<HashMap<String, Role>>,
    tries: Pace,
}

impl Sessions {
    /// What the bearer of a session may do.
    pub(crate) fn role(&self, word: &str, now: Timestamp) -> Option<Role> {
        let mut all = locked(&self.all);
        let key = random::hash(&[word.as_bytes()]);
        let session = all.get_mut(&key)?;
        let over =
            now.duration_since(session.used) > IDLE || now.duration_since(session.begun) > LONGEST;
        if over {
            all.remove(&key);
            return None;
        }
        session.used = now;
        Some(session.role)
    }

    fn begin(&self, role: Role, now: Timestamp) -> String {
        let word = visit::new_session();
        let mut all = locked(&self.all);
        if all.len() >= MOST {
            let oldest = all
                .iter()
                .min_by_key(|(_, s)| s.used)
                .map(|(k, _)| k.clone());
            oldest.and_then(|key| all.remove(&key));
        }
        let session = Session {
            role,
            begun: now,
            used: now,
        };
        all.insert(random::hash(&[word.as_bytes()]), session);
        word
    }

    fn end(&self, word: &str) {
        locked(&self.all).remove(&random::hash(&[word.as_bytes()]));
    }

    /// Tries a password; five tries a minute from one address.
    fn try_password(&self, desk: &Desk, password: &str, peer: IpAddr) -> Result<Role, Fault> {
        if !self.tries.take(peer, 5.0, 5.0 / 60.0) {
            let why = "too many tries; wait a minute";
            return Err(Fault::new(StatusCode::TOO_MANY_REQUESTS, why));
        }
        let role = desk.passwords.as_ref().and_then(|p| p.role_of(password));
        role.ok_or_else(|| Fault::new(StatusCode::UNAUTHORIZED, "the password is not right"))
    }

    /// What a password sent by a program allows. One that was right is not hashed again.
    pub(crate) fn bearer(
        &self,
        desk: &Desk,
        word: &str,
        peer: IpAddr,
    ) -> Result<Option<Role>, Fault> {
        let key = random::hash(&[word.as_bytes()]);
        if let Some(role) = locked(&self.bearers).get(&key) {
            return Ok(Some(*role));
        }
        let role = self.try_password(desk, word, peer)?;
        locked(&self.bearers).insert(key, role);
        Ok(Some(role))
    }
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    layout: Layout,
    next: String,
    wrong: Option<String>,
}

/// The page that asks for a password.
pub(crate) async fn ask(
    State(desk): State<Arc<Desk>>,
    Extension(visit): Extension<Visit>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let next = query.get("next").and_then(|n| local(n)).unwrap_or("/");
    form(&desk, &visit, next, None)
}

fn form(desk: &Desk, visit: &Visit, next: &str, wrong: Option<&Fault>) -> Response {
    let sign_in = SignIn {
        layout: Layout::bare(desk, "Sign in"),
        next: next.to_owned(),
        wrong: wrong.map(|f| f.detail.clone()),
    };
    let mut response = page::once(desk, visit, sign_in.render());
    if let Some(fault) = wrong {
        *response.status_mut() = fault.status;
    }
    response
}

/// Signs in.
pub(crate) async fn sign_in(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    let next = posted.next("/");
    let password = posted.raw("password").to_owned();
    let (peer, own) = (posted.visit.peer, desk.clone());
    let tried =
        tokio::task::spawn_blocking(move || own.sessions.try_password(&own, &password, peer));
    match tried.await.unwrap_or_else(|_| Err(Fault::internal())) {
        Ok(role) => {
            // A new word, so that one that was known before signing in opens nothing.
            let word = desk.sessions.begin(role, desk.now());
            let cookie = visit::set(
                &desk,
                visit::SESSION,
                &word,
                LONGEST.as_secs().unsigned_abs(),
            );
            with_cookie(Redirect::to(&next).into_response(), &cookie)
        }
        Err(fault) => form(&desk, &posted.visit, &next, Some(&fault)),
    }
}

/// Signs out.
pub(crate) async fn sign_out(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    desk.sessions.end(&posted.visit.session);
    let cookie = visit::set(&desk, visit::SESSION, "", 0);
    with_cookie(Redirect::to("/sign-in").into_response(), &cookie)
}

/// Says who is at the keyboard, as it will stand in the log.
pub(crate) async fn rename(State(desk): State<Arc<Desk>>, posted: Posted) -> Response {
    let name = visit::escape(&visit::clean(posted.field("name")));
    let cookie = visit::set(&desk, visit::NAME, &name, 365 * 24 * 3600);
    with_cookie(Redirect::to(&posted.next("/")).into_response(), &cookie)
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends() {
        let sessions = Sessions::default();
        let begun: Timestamp = "2022-02-01T12:00:00Z".parse().expect("a moment");
        let after = |hours: i64| begun + SignedDuration::from_hours(hours);
        let word = sessions.begin(Role::Editor, begun);
        assert_eq!(sessions.role(&word, after(11)), Some(Role::Editor));
        assert_eq!(sessions.role(&word, after(22)), Some(Role::Editor));
        assert_eq!(sessions.role(&word, after(35)), None, "unused for long");
        let word = sessions.begin(Role::Reader, begun);
        for hours in (0..=168).step_by(8) {
            assert_eq!(sessions.role(&word, after(hours)), Some(Role::Reader));
        }
        assert_eq!(sessions.role(&word, after(169)), None, "used, and too old");
        assert_eq!(sessions.role("no such word", begun), None);
    }
}
