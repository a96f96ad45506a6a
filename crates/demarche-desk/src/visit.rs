//! Who is asking, and what he may do.

use crate::desk::Desk;
use crate::random;
use axum::http::{HeaderMap, header};

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Reader,
    Editor,
}

impl Role {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Editor => "editor",
        }
    }
}

/// A request's visitor.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) role: Role,
    /// The word of his cookie.
    pub(crate) session: String,
    /// As it will stand in the log.
    pub(crate) name: String,
    /// Where he asks from.
    pub(crate) peer: std::net::IpAddr,
    /// True for a program that sent its password: no browser does that by itself.
    pub(crate) bearer: bool,
    /// True where JSON is asked for.
    pub(crate) as_json: bool,
}

/// The cookie of the session. On a proxy's TLS it is sent there only.
pub(crate) const SESSION: &str = "demarche-session";
/// The cookie with the visitor's name.
pub(crate) const NAME: &str = "demarche-name";

/// Characters of a name at most.
pub(crate) const LONGEST_NAME: usize = 60;

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter();
    let pairs = all
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A cookie to be set.
pub(crate) fn set(desk: &Desk, name: &str, value: &str, seconds: u64) -> String {
    let secure = if desk.passwords.is_some() && !desk.options.hosts.is_empty() {
        "; Secure"
    } else {
        ""
    };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// The name in a cookie, or whose desk it is.
pub(crate) fn name(desk: &Desk, headers: &HeaderMap, role: Role) -> String {
    let given = cookie(headers, NAME).map(unescape);
    let given = given.map(|n| clean(&n)).filter(|n| !n.is_empty());
    given.unwrap_or_else(|| match desk.passwords {
        Some(_) => role.as_str().to_owned(),
        None => clean(&desk.options.author),
    })
}

/// A name on one line, not endless.
pub(crate) fn clean(name: &str) -> String {
    let line: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || c.is_control())
        .collect();
    let line = line
        .into_iter()
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    line.chars().take(LONGEST_NAME).collect()
}

/// A name as a cookie can hold it.
pub(crate) fn escape(name: &str) -> String {
    let byte = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => (b as char).to_string(),
        _ => format!("%{b:02X}"),
    };
    name.bytes().map(byte).collect()
}

fn unescape(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let code = more.get(..2).and_then(|d| std::str::from_utf8(d).ok());
        match code.and_then(|d| u8::from_str_radix(d, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &more[2..];
            }
            _ => {
                bytes.push(first);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A session's word from its cookie, when it has the form of one.
pub(crate) fn session(headers: &HeaderMap) -> Option<String> {
    let word = cookie(headers, SESSION)?;
    let fits = word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit());
    fits.then(|| word.to_owned())
}

/// A new session's word.
pub(crate) fn new_session() -> String {
    random::word()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_survives_its_cookie() {
        for name in ["Ana Žižek; DROP", "a%b", "日本", ""] {
            assert_eq!(unescape(&escape(name)), name);
        }
        assert_eq!(clean(" a\r\nSet-Cookie: x\t b "), "a Set-Cookie: x b");
    }
}
