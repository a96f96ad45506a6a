//! Text of reports is somebody else's: whatever stands in it, no export does anything with it but show it.

use crate::desk::{day, export, ledger, move_of, report};
use demarche_ledger::export::Format;
use demarche_ledger::moves::{Kind, Party, Source};
use demarche_ledger::{Ledger, Reading};

/// Each tries to be more than text somewhere: in HTML, Markdown, XML, a calendar, a spreadsheet.
const TRICKS: [&str; 28] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "\"><iframe srcdoc='<b>'>",
    "</content></entry><entry><id>x</id>",
    "]]><!--<!DOCTYPE x [<!ENTITY y 'z'>]>",
    "&lt;b&gt;&#x3c;i&#62;&y;",
    "[x](javascript:alert(1))",
    "![x](http://evil.example/a.png)",
    "[x]: http://evil.example/ \"t\"",
    "<javascript:alert(1)>",
    "<https://evil.example/>",
    "# heading\n\n---\n\n```\ncode",
    "x\n\n<b>bold</b>\n\n- item",
    "`code` **bold** __bold__ ~~gone~~ $x$ | cell |",
    "a\\",
    "x\r\nEND:VTODO\r\nBEGIN:VALARM\r\nACTION:PROCEDURE",
    "x\nATTACH:https://evil.example/",
    "x;y,z\\n:\"w\"",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\u{202e}gpj.exe\u{0}\u{7}\u{fffe}\u{ffff}",
    "{{7*7}}${7*7}",
];

/// Addresses that are no links.
const ADDRESSES: [&str; 8] = [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " https://a.example/ \n",
    "https://a.example/\r\nATTACH:x",
    "https://a.example/\"onmouseover=\"alert(1)",
    "https://a.example/><script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/",
];

/// The trick in every place where a report can have it.
fn tricky(trick: &str, url: &str) -> Vec<Reading> {
    let mut entry = move_of(Kind::Demand, "RUS > USA", &format!("{trick} stop enlarge"));
    entry.speaker = Some(trick.to_owned());
    let mut first = report("2022-01-21", trick, vec![entry]);
    first.source = Source {
        title: Some(trick.to_owned()),
        publisher: Some(trick.to_owned()),
        url: Some(url.to_owned()),
        date: Some(day("2022-01-21")),
        date_source: trick.to_owned(),
    };
    first.findings.parties = vec![Party {
        id: "RUS".to_owned(),
        name: trick.to_owned(),
        kind: "state".to_owned(),
    }];
    let mut promise = move_of(Kind::Commit, "FRA > DEU", &format!("{trick} give answer"));
    promise = crate::desk::due(promise, "2022-01-24", "2022-01-30");
    let mut second = report("2022-01-22", "promise", vec![promise]);
    second.source.url = Some(url.to_owned());
    vec![first, second]
}

fn all() -> Vec<Ledger> {
    let tricks = TRICKS.iter().map(|t| tricky(t, t));
    let addresses = ADDRESSES.iter().map(|a| tricky("plain", a));
    tricks.chain(addresses).map(|r| ledger(&r)).collect()
}

#[test]
fn markdown_shows_it() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    for ledger in all() {
        let register = export(&ledger, Format::Markdown, "2022-02-02");
        let mut n_headings = 0;
        for event in Parser::new_ext(&register, Options::all()) {
            match event {
                Event::Html(_) | Event::InlineHtml(_) | Event::InlineMath(_) => {
                    panic!("{event:?} in {register}")
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(dest_url.starts_with("https://a.example"), "{register}");
                }
                Event::Start(
                    Tag::Image { .. } | Tag::CodeBlock(_) | Tag::Table(_) | Tag::BlockQuote(_),
                ) => panic!("{event:?} in {register}"),
                Event::Start(Tag::Heading { .. }) => n_headings += 1,
                _ => {}
            }
        }
        // Title, two parts, two standings, two matters.
        assert_eq!(n_headings, 7, "{register}");
    }
}

#[test]
fn a_feed_stays_a_feed() {
    use quick_xml::events::Event;
    for ledger in all() {
        let feed = export(&ledger, Format::Atom, "2022-02-02");
        let mut reader = quick_xml::Reader::from_str(&feed);
        reader.config_mut().check_end_names = true;
        let mut n_entries = 0;
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(e) | Event::Empty(e) => {
                    let name = e.name();
                    let known = [
                        "feed",
                        "id",
                        "title",
                        "updated",
                        "author",
                        "name",
                        "generator",
                        "entry",
                        "published",
                        "link",
                        "content",
                    ];
                    let name = AsRef::<str>::as_ref(&name);
                    assert!(known.contains(&name), "{name} in {feed}");
                    n_entries += usize::from(name == "entry");
                    if name == "link" {
                        assert!(!feed.contains("javascript:alert(1)\""), "{feed}");
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::CData(_) | Event::DocType(_) => panic!("{feed}"),
                _ => {}
            }
        }
        // Two moves, and a last day that passed.
        assert_eq!(n_entries, 3, "{feed}");
        assert!(!feed.contains('\u{ffff}') && !feed.contains('\u{0}'));
    }
}

#[test]
fn a_calendar_stays_a_calendar() {
    for ledger in all() {
        let calendar = export(&ledger, Format::Calendar, "2022-02-02");
        assert_eq!(calendar.replace("\r\n", "").find(['\r', '\n', '\0']), None);
        let whole = calendar.replace("\r\n ", "");
        let names: Vec<&str> = whole
            .lines()
            .map(|l| l.split([':', ';']).next().unwrap_or(l))
            .filter(|n| *n != "URL")
            .collect();
        let right = [
            "BEGIN",
            "VERSION",
            "PRODID",
            "CALSCALE",
            "X-WR-CALNAME",
            "BEGIN",
            "UID",
            "DTSTAMP",
            "LAST-MODIFIED",
            "SEQUENCE",
            "DTSTART",
            "DUE",
            "STATUS",
            "SUMMARY",
            "DESCRIPTION",
            "CATEGORIES",
            "END",
            "END",
        ];
        assert_eq!(names, right, "{calendar}");
    }
}

#[test]
fn a_table_computes_nothing() {
    for ledger in all() {
        let table = export(&ledger, Format::Csv, "2022-02-02");
        let mut rows = csv::Reader::from_reader(table.as_bytes());
        let mut n_rows = 0;
        for row in rows.records() {
            n_rows += 1;
            for cell in &row.expect("a row of the same width") {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell:?}"
                );
            }
        }
        assert_eq!(n_rows, 2, "{table}");
    }
}

#[test]
fn json_gives_the_text_back() {
    for trick in TRICKS {
        let ledger = ledger(&tricky(trick, trick));
        let lines = export(&ledger, Format::Jsonl, "2022-02-02");
        let first = lines.lines().next().expect("a line");
        let first: serde_json::Value = serde_json::from_str(first).expect("JSON");
        assert_eq!(first["source"]["title"], trick);
        assert_eq!(first["source"]["publisher"], trick);
        assert_eq!(first["entry"]["speaker"], trick);
        let page = export(&ledger, Format::Annotation, "2022-02-02");
        let page: serde_json::Value = serde_json::from_str(&page).expect("JSON");
        for item in page["items"].as_array().expect("items") {
            let source = item["target"]["source"].as_str().expect("an address");
            assert!(
                source.starts_with("tag:demarche,2026:document:"),
                "{source}"
            );
        }
    }
}
