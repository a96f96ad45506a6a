//! Exports: other programs can read them, they say what was known on the day, update in place, and do not
//! depend on how the ledger came about.

use crate::desk::{chain, day, export, ledger, stamp};
use demarche_ledger::export::Format;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const DAYS: [&str; 5] = [
    "2021-12-16",
    "2022-01-22",
    "2022-01-26",
    "2022-02-02",
    "2030-01-01",
];

/// All formats on some days.
fn on_all_days(ledger: &demarche_ledger::Ledger) -> Vec<String> {
    let on = |d: &str| Format::ALL.map(|format| export(ledger, format, d));
    DAYS.iter().flat_map(|d| on(d)).collect()
}

#[test]
fn any_order_of_adding_gives_the_same_bytes() {
    let reports = chain();
    let right = on_all_days(&ledger(&reports));
    for first in 0..reports.len() {
        let mut turned = reports.clone();
        turned.rotate_left(first);
        assert_eq!(on_all_days(&ledger(&turned)), right);
        turned.reverse();
        assert_eq!(on_all_days(&ledger(&turned)), right);
    }
}

#[test]
fn a_rebuilt_ledger_gives_the_same_bytes() {
    let mut ledger = ledger(&chain());
    let number = ledger.number_of("1").expect("a move");
    ledger.confirm(number, &stamp()).expect("confirmed");
    let before = on_all_days(&ledger);
    ledger.rebuild().expect("rebuilt");
    assert_eq!(on_all_days(&ledger), before);
}

#[test]
fn an_export_knows_what_was_known_on_its_day() {
    let reports = chain();
    let whole = ledger(&reports);
    for on in DAYS {
        let by_then = |r: &&demarche_ledger::Reading| r.source.date <= Some(day(on));
        let by_then: Vec<_> = reports.iter().filter(by_then).cloned().collect();
        for format in Format::ALL {
            assert_eq!(
                export(&whole, format, on),
                export(&ledger(&by_then), format, on),
                "{format:?} {on}"
            );
        }
    }
}

fn lines_of(ledger: &demarche_ledger::Ledger, on: &str) -> Vec<Value> {
    let jsonl = export(ledger, Format::Jsonl, on);
    let line = |l: &str| serde_json::from_str(l).expect("JSON");
    jsonl.lines().map(line).collect()
}

#[test]
fn a_line_of_json_holds_a_move_and_its_joins() {
    let ledger = ledger(&chain());
    let lines = lines_of(&ledger, "2022-01-28");
    assert_eq!(lines.len(), 6);
    let ids: BTreeSet<&str> = lines.iter().filter_map(|l| l["id"].as_str()).collect();
    assert_eq!(ids.len(), lines.len());
    let given = lines.iter().find(|l| l["entry"]["kind"] == "deliver");
    let given = given.expect("the delivery");
    assert_eq!(given["joins"][0]["relation"], "keeps");
    let parent = given["joins"][0]["parent"].as_str().expect("an id");
    let promise = lines.iter().find(|l| l["id"] == parent);
    let promise = promise.expect("the promise");
    assert_eq!(promise["standing"]["word"], "kept");
    assert_eq!(promise["standing"]["due_to"], "2022-01-30");
    assert_eq!(promise["matter"], given["matter"]);
    let first = lines.iter().find(|l| l["id"] == promise["line"]);
    let first = first.expect("the first of the line");
    assert_eq!(first["source"]["title"], "geneva");
    assert_eq!(promise["joins"][0]["relation"], "restates");
    let all = lines.iter().map(Value::to_string).collect::<String>();
    assert!(!all.contains("\"number\"") && !all.contains("\"seq\""));
}

#[test]
fn a_table_holds_what_the_json_holds() {
    let ledger = ledger(&chain());
    let table = export(&ledger, Format::Csv, "2022-01-28");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let heads = rows.headers().expect("a heading").clone();
    let rows: Vec<BTreeMap<String, String>> = rows
        .records()
        .map(|r| {
            let r = r.expect("a row of the same width");
            let pairs = heads.iter().zip(r.iter());
            pairs.map(|(h, c)| (h.to_owned(), c.to_owned())).collect()
        })
        .collect();
    let lines = lines_of(&ledger, "2022-01-28");
    assert_eq!(rows.len(), lines.len());
    for (row, line) in rows.iter().zip(&lines) {
        assert_eq!(row["id"], line["id"].as_str().unwrap_or(""));
        assert_eq!(row["day"], line["day"].as_str().unwrap_or(""));
        let content = &line["entry"]["content"]["text"];
        assert_eq!(row["content"], content.as_str().unwrap_or(""));
        let standing = &line["standing"]["word"];
        assert_eq!(row["standing"], standing.as_str().unwrap_or(""));
        assert_eq!(row["title"], line["source"]["title"].as_str().unwrap_or(""));
    }
}

/// The to-dos of a calendar by their names, each with its properties.
fn to_dos(calendar: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    assert!(calendar.lines().all(|l| l.len() <= 75), "{calendar}");
    assert_eq!(
        calendar.matches('\n').count(),
        calendar.matches("\r\n").count()
    );
    let whole = calendar.replace("\r\n ", "");
    let mut all = BTreeMap::new();
    for part in whole.split("BEGIN:VTODO\r\n").skip(1) {
        let body = part.split("END:VTODO").next().unwrap_or("");
        let pair = |l: &str| l.split_once(':').map(|(n, v)| (n.to_owned(), v.to_owned()));
        let properties: BTreeMap<String, String> = body.lines().filter_map(pair).collect();
        let before = all.insert(properties["UID"].clone(), properties);
        assert_eq!(before, None, "one to-do a name");
    }
    all
}

#[test]
fn a_calendar_updates_in_place() {
    let ledger = ledger(&chain());
    let on = |d: &str| {
        let all = to_dos(&export(&ledger, Format::Calendar, d));
        assert!(all.len() <= 1);
        all.into_values().next()
    };
    assert_eq!(on("2022-01-20"), None);
    let promised = on("2022-01-22").expect("a to-do");
    assert_eq!(promised["DTSTART;VALUE=DATE"], "20220124");
    assert_eq!(promised["DUE;VALUE=DATE"], "20220130");
    assert_eq!(promised["STATUS"], "NEEDS-ACTION");
    assert_eq!(promised["SEQUENCE"], "0");
    assert_eq!(promised["CATEGORIES"], "commit,USA,RUS");
    assert_eq!(on("2022-01-25"), Some(promised.clone()), "nothing changed");
    let kept = on("2022-02-02").expect("a to-do");
    assert_eq!(kept["UID"], promised["UID"]);
    assert_eq!(kept["STATUS"], "COMPLETED");
    assert_eq!(kept["COMPLETED"], "20220126T000000Z");
    assert_eq!(kept["SEQUENCE"], "1");
    assert!(kept["DTSTAMP"] > promised["DTSTAMP"]);
}

/// The text of each element of a feed, by its name, in order; every attribute as "name@attribute".
fn elements(feed: &str) -> Vec<(String, String)> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(feed);
    let (mut open, mut all) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().expect("well-formed");
        if let Event::Start(e) | Event::Empty(e) = &event {
            let name = AsRef::<str>::as_ref(&e.name()).to_owned();
            for attribute in e.attributes() {
                let attribute = attribute.expect("an attribute");
                let key = AsRef::<str>::as_ref(&attribute.key).to_owned();
                let value = attribute.value.into_owned();
                all.push((format!("{name}@{key}"), value));
            }
            all.push((name.clone(), String::new()));
            if matches!(event, Event::Start(_)) {
                open.push(all.len() - 1);
            }
        } else {
            match event {
                Event::End(_) => drop(open.pop()),
                Event::Text(text) => {
                    if let Some(at) = open.last() {
                        let at: usize = *at;
                        all[at].1.push_str(&text);
                    }
                }
                Event::Eof => return all,
                _ => {}
            }
        }
    }
}

#[test]
fn a_feed_tells_each_change_once() {
    let ledger = ledger(&chain());
    let feed = |d: &str| elements(&export(&ledger, Format::Atom, d));
    let ids = |all: &[(String, String)]| -> Vec<String> {
        let own = all.iter().filter(|(name, _)| name == "id");
        own.map(|(_, id)| id.clone()).collect()
    };
    let (before, after) = (ids(&feed("2022-01-25")), ids(&feed("2022-02-02")));
    let known: BTreeSet<&String> = after.iter().collect();
    assert_eq!(known.len(), after.len(), "{after:?}");
    assert!(before.iter().all(|id| known.contains(id)), "names stay");
    let titles: Vec<String> = feed("2022-02-02")
        .into_iter()
        .filter_map(|(name, text)| (name == "title").then_some(text))
        .collect();
    let says = |words: &str| titles.iter().filter(|t| t.starts_with(words)).count();
    assert_eq!(says("kept:"), 1, "{titles:?}");
    assert_eq!(says("refused:"), 1);
    assert_eq!(says("deliver:"), 1);
}

#[test]
fn a_feed_tells_that_a_last_day_passed() {
    let ledger = ledger(&chain()[..3]);
    let overdue = |d: &str| export(&ledger, Format::Atom, d).matches("overdue:").count();
    assert_eq!(overdue("2022-01-30"), 0);
    assert!(overdue("2022-01-31") > 0);
}

#[test]
fn an_annotation_finds_its_words() {
    let reports = chain();
    let page = export(&ledger(&reports), Format::Annotation, "2022-02-02");
    let page: Value = serde_json::from_str(&page).expect("JSON");
    let items = page["items"].as_array().expect("items");
    assert_eq!(items.len(), 6);
    for item in items {
        let [quote, place] = &item["target"]["selector"].as_array().expect("two")[..] else {
            panic!("{item}");
        };
        let exact = quote["exact"].as_str().expect("words");
        let end = |key: &str| place[key].as_u64().expect("a number") as usize;
        let slice = |text: &str| -> String {
            let letters = text.chars().skip(end("start"));
            letters.take(end("end") - end("start")).collect()
        };
        assert!(reports.iter().any(|r| slice(&r.text) == exact), "{item}");
        let around = ["prefix", "exact", "suffix"].map(|k| quote[k].as_str().unwrap_or(""));
        let around = around.concat();
        assert!(reports.iter().any(|r| r.text.contains(&around)), "{item}");
    }
}

#[test]
fn a_register_lists_what_stands_and_why() {
    let register = export(&ledger(&chain()), Format::Markdown, "2022-01-25");
    assert!(register.starts_with("# Register of moves on 2022-01-25"));
    let due = "### Due\n\n- **USA → RUS**, commit, due from 2022-01-24 to 2022-01-30, 5 days left:";
    assert!(register.contains(due), "{register}");
    assert!(register.contains("restates `"), "{register}");
    assert!(!register.contains("kept"), "{register}");
}
