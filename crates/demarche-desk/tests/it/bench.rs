//! A desk on a ledger of its own, asked without a network.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use demarche::Reader;
use demarche_desk::{Desk, Options, router};
use demarche_ledger::moves::{Days, Kind, Move, Party, Source, Statement, Words};
use demarche_ledger::{Ledger, Reading, Stamp};
use http_body_util::BodyExt;
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use tower::ServiceExt;

static READER: LazyLock<Arc<Reader>> = LazyLock::new(|| {
    let reader = Reader::new(demarche_models::ENGINE);
    let reader = reader.and_then(|reader| reader.with_acts(demarche_models::ACTS));
    Arc::new(reader.expect("the weights are whole"))
});

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("demarche-desk-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

/// A desk with a visitor.
pub(crate) struct Bench {
    pub(crate) app: Router,
    pub(crate) cookies: Vec<String>,
    pub(crate) options: Options,
    /// Where the last form led.
    pub(crate) led_to: String,
    _folder: Folder,
}

fn noon() -> Timestamp {
    "2022-02-01T12:00:00Z".parse().expect("a moment")
}

impl Bench {
    /// A desk on these reports.
    pub(crate) fn new(reports: &[Reading]) -> Bench {
        Bench::with(reports, |_, _| {})
    }

    /// A desk opened in another way; the folder is for files that the options name.
    pub(crate) fn with(
        reports: &[Reading],
        change: impl FnOnce(&mut Options, &std::path::Path),
    ) -> Bench {
        let folder = Folder::new();
        let path = folder.0.join("ledger.db");
        let mut ledger = Ledger::open(&path).expect("a ledger");
        let stamp = Stamp {
            at: "2022-02-01T11:00:00Z".to_owned(),
            author: "desk".to_owned(),
        };
        ledger.add(reports, &stamp).expect("added");
        drop(ledger);
        let mut options = Options {
            clock: noon,
            author: "Ana <b>".to_owned(),
            ..Options::new(path)
        };
        change(&mut options, &folder.0);
        let desk = Desk::open(options.clone(), READER.clone()).expect("a desk");
        Bench {
            app: router(desk),
            cookies: Vec::new(),
            options,
            led_to: String::new(),
            _folder: folder,
        }
    }

    /// Sends a request with the visitor's cookies, and keeps those that it is given.
    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        if !headers.contains_key(header::HOST) {
            headers.insert(header::HOST, "127.0.0.1:7878".parse().expect("a host"));
        }
        if !self.cookies.is_empty() {
            let cookies = self.cookies.join("; ").parse().expect("cookies");
            headers.insert(header::COOKIE, cookies);
        }
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        for cookie in head.headers.get_all(header::SET_COOKIE) {
            let pair = cookie
                .to_str()
                .expect("a cookie")
                .split(';')
                .next()
                .unwrap_or("");
            let name = pair.split('=').next().unwrap_or("").to_owned();
            self.cookies.retain(|c| !c.starts_with(&format!("{name}=")));
            self.cookies.push(pair.to_owned());
        }
        let body = body.collect().await.expect("a body").to_bytes();
        Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8(body.to_vec()).expect("UTF-8"),
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// The token of the forms that this visitor sees.
    pub(crate) async fn token(&mut self) -> String {
        let page = self.get("/add").await.body;
        let at = page.find("name=\"token\" value=\"").expect("a form") + 20;
        page[at..at + 64].to_owned()
    }

    /// Sends a form as a browser without JavaScript does, and follows where it leads.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut all = vec![("token", token.as_str())];
        all.extend(fields);
        let answer = self.send(form(path, &all)).await;
        if answer.status != StatusCode::SEE_OTHER {
            return answer;
        }
        let to = answer.header("location").to_owned();
        self.led_to = to.split('#').next().unwrap_or("/").to_owned();
        self.get(&self.led_to.clone()).await
    }
}

/// A form as a browser sends it.
pub(crate) fn form(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", escape(name), escape(value));
    let body: Vec<String> = fields.iter().map(pair).collect();
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "http://127.0.0.1:7878")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body.join("&")))
        .expect("a request")
}

/// Words as they may stand in an address.
pub(crate) fn escape(words: &str) -> String {
    words.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// A move: kind, who > whom, and what.
pub(crate) fn move_of(kind: Kind, parties: &str, what: &str) -> Move {
    let (actor, addressee) = parties.split_once(" > ").unwrap_or((parties, ""));
    let list = |s: &str| s.split_whitespace().map(str::to_owned).collect();
    let words = Words {
        text: what.to_owned(),
        ..Words::default()
    };
    Move {
        kind,
        actor: list(actor),
        addressee: list(addressee),
        content: words,
        evidence: Vec::new(),
        speaker: None,
        quoted: false,
        polarity: "positive".to_owned(),
        condition: None,
        due: None,
        when: None,
        place: None,
        plover: None,
        confidence: 0.9,
        trigger: None,
        rule: "test".to_owned(),
        terms: list(what),
    }
}

/// A report of a day with these moves; its text is made of theirs.
pub(crate) fn report(date: &str, title: &str, entries: Vec<Move>) -> Reading {
    let mut reading = Reading {
        source: Source {
            title: Some(title.to_owned()),
            date: Some(date.parse().expect("a day")),
            date_source: "option".to_owned(),
            ..Source::default()
        },
        reader: "test".to_owned(),
        ..Reading::default()
    };
    let party = |(id, name): (&str, &str)| Party {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: "state".to_owned(),
    };
    reading.findings.parties = [("RUS", "Russia"), ("USA", "United States")]
        .map(party)
        .into();
    let mut text = format!("{title}.\n\n");
    for mut entry in entries {
        let start = text.chars().count() as u32;
        let n = entry.content.text.chars().count() as u32;
        text.push_str(&entry.content.text);
        text.push_str(". ");
        (entry.content.start, entry.content.end) = (start, start + n);
        entry.evidence = vec![entry.content.clone()];
        reading.findings.statements.push(Statement {
            speaker: entry.speaker.clone(),
            party: entry.actor.first().cloned(),
            mode: "says".to_owned(),
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![(start, start + n)],
        });
        reading.findings.entries.push(entry);
    }
    reading.text = text;
    reading
}

/// Drafts in December, a promise in January that a day makes overdue, a refusal.
pub(crate) fn chain() -> Vec<Reading> {
    let mut promise = move_of(Kind::Commit, "USA > RUS", "give written answer demand");
    promise.due = Some(Days {
        from: Some("2022-01-24".parse().expect("a day")),
        to: Some("2022-01-30".parse().expect("a day")),
        words: Words::default(),
    });
    promise.speaker = Some("antony-blinken".to_owned());
    let demand = move_of(Kind::Demand, "RUS > USA", "stop enlarge bloc eastward");
    let refusal = move_of(Kind::Reject, "USA > RUS", "stop enlarge bloc");
    let mut unsure = move_of(Kind::Warn, "RUS", "military technical measure");
    unsure.confidence = 0.3;
    vec![
        report("2021-12-17", "Drafts published", vec![demand]),
        report("2022-01-21", "Envoys meet in Geneva", vec![promise, unsure]),
        report("2022-01-27", "A demand refused", vec![refusal]),
    ]
}

/// The id of a move by words that stand in it.
pub(crate) async fn id_of(bench: &mut Bench, words: &str) -> String {
    let list = bench.get("/api/v1/timeline").await.json();
    let items = list["items"].as_array().expect("items");
    let found = items
        .iter()
        .find(|m| m["entry"]["content"]["text"].as_str() == Some(words));
    found.expect("the move")["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}
