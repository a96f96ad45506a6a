//! Hostile words in every field: on every page and in every file they stay words.

use crate::bench::{Bench, escape, move_of, report};
use crate::pages::all_pages;
use axum::http::StatusCode;
use demarche_ledger::moves::{Condition, Days, Kind, Party, Person, Place, Relation, Words};
use demarche_ledger::{Ledger, Reading, Stamp, hands};

/// Words that would do something if a page took them for markup.
const HOSTILE: [&str; 20] = [
    "<script>steal()</script>",
    "</title><script>steal()</script>",
    "</textarea><script>steal()</script>",
    "\"><script>steal()</script>",
    "'><img src=x onerror=steal()>",
    "\" onmouseover=\"steal()\" x=\"",
    "' autofocus onfocus='steal()",
    "<svg/onload=steal()>",
    "<svg><style><img src=x onerror=steal()></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=steal()&gt;\">",
    "<iframe srcdoc=\"<script>steal()</script>\"></iframe>",
    "<base href=//elsewhere.example/>",
    "<meta http-equiv=refresh content=\"0;url=//elsewhere.example\">",
    "<form action=//elsewhere.example><input name=q>",
    "<link rel=stylesheet href=//elsewhere.example/a.css>",
    "<a href=\"javascript:steal()\">x</a>",
    "<!--><img src=x onerror=steal()>-->",
    "{{ steal() }}{% steal %}",
    "\u{202e}<p>gpj.exe</p>\u{0}\u{1b}[31m",
    "&lt;script&gt;steal()&lt;/script&gt;",
];

/// Addresses that must not become links.
const ADDRESSES: [&str; 6] = [
    "javascript:steal()",
    " javascript:steal()",
    "data:text/html,<script>steal()</script>",
    "vbscript:steal()",
    "//elsewhere.example/",
    "https://ok.example/\" onclick=\"steal()",
];

fn hostile(words: &str, url: &str) -> Reading {
    let text = |s: &str| Words {
        text: s.to_owned(),
        ..Words::default()
    };
    let mut entry = move_of(Kind::Commit, "RUS > USA", words);
    // Ids have no spaces; a hostile one comes from a hostile reader.
    entry.actor.push(words.replace(char::is_whitespace, ""));
    entry.speaker = Some(words.to_owned());
    entry.condition = Some(Condition {
        relation: Relation::If,
        words: text(words),
        terms: Vec::new(),
    });
    entry.due = Some(Days {
        words: text(words),
        ..Days::default()
    });
    entry.place = Some(Place {
        name: words.to_owned(),
        ..Place::default()
    });
    entry.rule = words.to_owned();
    let mut reading = report("2022-01-21", words, vec![entry]);
    reading.source.publisher = Some(words.to_owned());
    reading.source.url = Some(url.to_owned());
    reading.findings.notes = vec![words.to_owned()];
    reading.findings.parties = vec![Party {
        id: words.replace(char::is_whitespace, ""),
        name: words.to_owned(),
        kind: words.to_owned(),
    }];
    reading.findings.people = vec![Person {
        id: "somebody".to_owned(),
        name: words.to_owned(),
        party: Some("RUS".to_owned()),
        office: Some(words.to_owned()),
        proof: Some(text(words)),
        learned: false,
    }];
    for said in &mut reading.findings.statements {
        said.mode = words.to_owned();
        said.speaker = Some(words.to_owned());
    }
    reading
}

/// Tags that a page of ours may hold. What a hostile text adds to them would be another, or carry a
/// handler.
fn check(page: &str, about: &str) {
    let lower = page.to_lowercase();
    for tag in [
        "<script>", "<iframe", "<object", "<embed", "<base", "<math", "<img", "<mglyph", "<style",
    ] {
        assert!(!lower.contains(tag), "{about}: {tag}");
    }
    let n_meta = lower.matches("<meta ").count();
    assert!(n_meta <= 4, "{about}: {n_meta} meta");
    // Within tags nothing may begin with "on", and no link may run code.
    for piece in page.split('<').skip(1) {
        let tag = within(piece);
        for word in unquoted(tag) {
            let name = word.split('=').next().unwrap_or("").to_lowercase();
            assert!(!name.starts_with("on") || name == "on", "{about}: <{tag}>");
        }
        let tag = tag.to_lowercase();
        for start in [
            "href=\"//",
            "src=\"//",
            "action=\"//",
            "href=\"data:",
            "href=\"javascript:",
            "href=\" ",
        ] {
            assert!(!tag.contains(start), "{about}: <{tag}>");
        }
    }
}

/// The tag up to the bracket that ends it, brackets in quotation marks left aside.
fn within(piece: &str) -> &str {
    let mut quoted = false;
    for (at, c) in piece.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return &piece[..at],
            _ => {}
        }
    }
    piece
}

/// The words of a tag outside quotation marks: its names of attributes.
fn unquoted(tag: &str) -> Vec<String> {
    let outside: String = tag.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    outside.split_whitespace().map(str::to_owned).collect()
}

/// A report for each of the hostile words.
pub(crate) fn every_field() -> Vec<Reading> {
    let all = HOSTILE.iter().zip(ADDRESSES.iter().cycle());
    all.map(|(words, url)| hostile(words, url)).collect()
}

#[tokio::test]
async fn hostile_words_stay_words() {
    for (number, words) in HOSTILE.iter().enumerate() {
        let url = ADDRESSES[number % ADDRESSES.len()];
        let mut bench = Bench::new(&[hostile(words, url)]);
        by_hand(&bench, words);
        let mut paths = all_pages(&mut bench).await;
        paths.push(format!("/search?q={}", escape(words)));
        paths.push(format!("/?party={}", escape(words)));
        paths.push(format!("/party/{}", escape(words)));
        paths.push(format!("/matter/{}", escape(words)));
        paths.push(format!("/sign-in?next={}", escape(words)));
        for path in paths {
            let answer = bench.get(&path).await;
            assert!(!answer.status.is_server_error(), "{path}");
            check(&answer.body, &format!("{words} in {path}"));
        }
        for name in ["markdown", "atom"] {
            let file = bench.get(&format!("/export/{name}?on=2022-02-01")).await;
            assert_eq!(file.status, StatusCode::OK);
            assert!(!file.body.contains("<script"), "{words} in {name}");
        }
    }
}

/// The vectors that are shared among the projects beside this one; none, and a printed line, where they are
/// not at hand.
pub(crate) fn vectors() -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/hostile/generated/xss_cases.json");
    match std::fs::read_to_string(path) {
        Ok(json) => serde_json::from_str(&json).expect("a list of words"),
        Err(_) => {
            println!("skipped: xss_cases.json is not at hand");
            Vec::new()
        }
    }
}

/// A report for each of them, with the words in its title, text, address, publisher and notes, as a party's
/// name and a speaker.
pub(crate) fn every_vector() -> Vec<Reading> {
    let all = vectors();
    all.iter().map(|words| hostile(words, words)).collect()
}

#[tokio::test]
async fn every_vector_stays_words() {
    for words in vectors() {
        let mut bench = Bench::new(&[hostile(&words, &words)]);
        by_hand(&bench, &words);
        let mut paths = all_pages(&mut bench).await;
        paths.push(format!("/search?q={}", escape(&words)));
        for path in paths {
            let answer = bench.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            check(&answer.body, &format!("{words} in {path}"));
            assert!(!answer.body.contains("nofollow"), "{words} in {path}");
        }
    }
}

/// What people write is as hostile as what is read.
fn by_hand(bench: &Bench, words: &str) {
    let mut ledger = Ledger::open(&bench.options.ledger).expect("a ledger");
    let stamp = Stamp {
        at: "2022-02-01T12:00:00Z".to_owned(),
        author: words.to_owned(),
    };
    let entry = move_of(Kind::Demand, "RUS", words);
    let note = hands::Note {
        day: "2022-01-22".parse().expect("a day"),
        entry,
        source: Some(words.to_owned()),
    };
    let number = ledger.note(note, &stamp).expect("noted");
    ledger
        .strike(number, Some(words.to_owned()), &stamp)
        .expect("struck");
}

#[tokio::test]
async fn only_addresses_of_the_web_become_links() {
    for url in ADDRESSES {
        let mut bench = Bench::new(&[hostile("words", url)]);
        let list = bench.get("/api/v1/documents").await.json();
        let id = list["items"][0]["id"].as_str().expect("an id").to_owned();
        let page = bench.get(&format!("/report/{id}")).await.body;
        assert!(!page.contains("nofollow"), "{url}");
    }
    let mut bench = Bench::new(&[hostile("words", "https://ok.example/a?b=c&d=e")]);
    let list = bench.get("/api/v1/documents").await.json();
    let id = list["items"][0]["id"].as_str().expect("an id").to_owned();
    let page = bench.get(&format!("/report/{id}")).await.body;
    assert!(
        page.contains(
            "<a href=\"https://ok.example/a?b=c&#38;d=e\" rel=\"noopener noreferrer nofollow\">"
        ),
        "{page}"
    );
}
