//! The JSON of a record, field by field, and its offsets.

use super::*;
use crate::record::{Kind, Relation};
use crate::when::Window;
use crate::who::{Party, PartyKind, Person};
use jiff::civil::date;
use serde_json::{Value, json};

const TEXT: &str = "“Ruritania will reply next week if asked,” Hauk said in Strelsau. See https://a.org/2024/05/06/x";

fn span(words: &str) -> Span {
    let at = TEXT.find(words).expect("words of the text");
    Span::new(at, at + words.len())
}

fn made() -> Value {
    let mut document = Document::new(TEXT, Some(date(2022, 1, 21)));
    document.id = "a".to_owned();
    let mut record = Record::default();
    record.cast.parties.push(Party {
        id: "RUR".to_owned(),
        name: "Ruritania".to_owned(),
        kind: PartyKind::State,
    });
    record.cast.people.push(Person {
        id: "anton-hauk".to_owned(),
        name: "Anton Hauk".to_owned(),
        party: Some(0),
        office: None,
    });
    record.statements.push(Statement {
        source: None,
        source_span: Some(span("Hauk")),
        person: Some(0),
        parties: vec![0],
        cue: None,
        cue_spans: vec![span("said")],
        content: vec![span("Ruritania will reply next week if asked,")],
        mode: Mode::Direct,
        addressee: vec![],
        negated: false,
        parent: None,
        rule: "said/direct",
    });
    record.entries.push(Entry {
        kind: Kind::Commit,
        actor: vec![0],
        addressee: vec![7],
        content: span("reply"),
        evidence: vec![span("Ruritania will reply next week if asked")],
        speaker: Some(Speaker::Person(0)),
        quoted: true,
        condition: Some(Condition {
            relation: Relation::If,
            span: span("if asked"),
        }),
        due: Some(Days {
            window: Some(Window {
                from: Some(date(2022, 1, 24)),
                to: Some(date(2022, 1, 30)),
            }),
            span: span("next week"),
        }),
        when: None,
        place: Some(span("Strelsau")),
        positive: true,
        confidence: 0.93,
        trigger: span("will"),
        rule: "commit/will",
    });
    record.links = crate::text::paragraphs::split(TEXT).links;
    record.notes.push(Note {
        level: Level::Warning,
        code: "link-date-differs",
        message: "m".to_owned(),
        span: Some(record.links[0].span),
    });
    serde_json::to_value(report(&document, &record)).expect("a record is always JSON")
}

/// The words at the code points that a form names.
fn words(form: &Value) -> String {
    let at = |key: &str| form[key].as_u64().expect("an offset") as usize;
    TEXT.chars().take(at("end")).skip(at("start")).collect()
}

#[test]
fn the_form_is_that_of_the_schema() {
    let made = made();
    assert_eq!(made["schema"], "record/1");
    assert_eq!(made["document"]["date"], "2022-01-21");
    assert_eq!(made["document"]["date_source"], "option");
    assert_eq!(made["document"]["title"], Value::Null);
    assert_eq!(
        made["parties"],
        json!([{"id": "RUR", "name": "Ruritania", "kind": "state"}])
    );
    assert_eq!(
        made["people"],
        json!([{"id": "anton-hauk", "name": "Anton Hauk", "party": "RUR"}])
    );
    let statement = &made["statements"][0];
    assert_eq!(statement["speaker"], "anton-hauk");
    assert_eq!(statement["mode"], "direct");
    let entry = &made["entries"][0];
    assert_eq!(entry["kind"], "commit");
    assert_eq!(entry["actor"], json!(["RUR"]));
    assert_eq!(
        entry["addressee"],
        json!([]),
        "a party that is not there is left out"
    );
    assert_eq!(entry["due"]["from"], "2022-01-24");
    assert_eq!(entry["condition"]["relation"], "if");
    assert_eq!(entry["place"]["name"], "Strelsau");
    assert_eq!(entry["polarity"], "positive");
    assert_eq!(entry["confidence"], 0.93);
    assert_eq!(entry["plover"], "AGREE");
    assert!(entry.get("when").is_none());
    assert_eq!(made["notes"][0]["code"], "link-date-differs");
}

#[test]
fn offsets_are_code_points() {
    let made = made();
    let entry = &made["entries"][0];
    for form in [
        &entry["content"],
        &entry["due"],
        &entry["condition"],
        &entry["evidence"][0],
    ] {
        assert_eq!(words(form), form["text"].as_str().expect("text"));
    }
    assert_eq!(words(&made["statements"][0]["source"][0]), "Hauk");
    assert_eq!(
        words(&made["document"]["links"][0]),
        "https://a.org/2024/05/06/x"
    );
    assert_eq!(words(&made["notes"][0]), "https://a.org/2024/05/06/x");
}

#[test]
fn marks_agree_with_counting() {
    let text = "aé“𝄞".repeat(70);
    let points = CodePoints::new(&text);
    for (n, (at, _)) in text.char_indices().enumerate() {
        assert_eq!(points.at(at as u32), n as u32);
    }
    assert_eq!(points.at(u32::MAX), text.chars().count() as u32);
}
