//! What people do, without JavaScript: add, correct, take back, strike, join, part, enter by hand.

use crate::bench::{Bench, chain, form, id_of};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::time::Duration;

const REPORT: &str = "GENEVA, Jan 21, 2022 - The United States will answer Russia's security proposals in \
    writing next week, Secretary of State Antony Blinken said on Friday.\r\n\r\nRussia demanded that NATO \
    stop its expansion to the east.";

/// Other words, one more addressee, other days and a condition.
const CORRECTION: [(&str, &str); 8] = [
    ("kind", "commit"),
    ("actor", "USA"),
    ("to", "Russia, NATO"),
    ("content", "answer both drafts in writing"),
    ("due_from", "2022-02-01"),
    ("due_to", "2022-02-10"),
    ("relation", "if"),
    ("condition", "talks go on"),
];

/// Waits until a job is over, by reloading its page as a browser without JavaScript does.
async fn over(bench: &mut Bench, path: &str) -> String {
    for _ in 0..600 {
        let page = bench.get(path).await.body;
        if !page.contains("http-equiv=\"refresh\"") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the job does not end");
}

/// A form with files, as a browser sends it.
fn upload(token: &str, text: &str, files: &[(&str, &str)]) -> Request<Body> {
    let mut body = String::new();
    let mut part = |disposition: &str, content: &str| {
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n"
        ));
    };
    part("name=\"token\"", token);
    for (name, content) in files {
        part(&format!("name=\"files\"; filename=\"{name}\""), content);
    }
    part("name=\"text\"", text);
    body.push_str("--edge--\r\n");
    Request::post("/add")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .expect("a request")
}

#[tokio::test]
async fn a_pasted_report_is_added_corrected_restored_and_struck() {
    let mut bench = Bench::new(&[]);
    let token = bench.token().await;
    let answer = bench.send(upload(&token, REPORT, &[])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let job = answer.header("location").to_owned();
    let page = over(&mut bench, &job).await;
    assert!(
        page.contains("<strong>read</strong>") || page.contains("<strong>partly read"),
        "{page}"
    );
    let board = bench
        .get("/api/v1/status?on=2022-02-01&kind=commit")
        .await
        .json();
    let first = &board["items"][0];
    assert_eq!(first["standing"], "overdue", "{board}");
    let id = first["first"]["id"].as_str().expect("an id").to_owned();

    let page = bench.get(&format!("/move/{id}")).await.body;
    assert!(
        page.contains("name=\"due_to\" value=\"2022-01-30\""),
        "{page}"
    );
    let page = bench
        .post(&format!("/move/{id}/correct"), &CORRECTION)
        .await
        .body;
    assert!(
        page.contains("Done: corrected") && page.contains("Take it back"),
        "{page}"
    );
    let moved = bench.get(&format!("/api/v1/moves/{id}")).await.json();
    let entry = &moved["move"]["entry"];
    assert_eq!(entry["addressee"], serde_json::json!(["RUS", "NATO"]));
    assert_eq!(entry["due"]["to"], "2022-02-10");
    assert_eq!(entry["condition"]["relation"], "if");
    assert!(!entry["terms"].as_array().expect("terms").is_empty());
    assert_eq!(moved["history"][0]["author"], "Ana <b>");
    assert_eq!(moved["move"]["mark"], "corrected");
    let csv = bench.get("/export/csv?on=2022-02-01").await.body;
    assert!(csv.contains("answer both drafts in writing"), "{csv}");

    let event = moved["history"][0]["seq"].to_string();
    bench
        .post("/undo", &[("event", &event), ("next", "/changes")])
        .await;
    let moved = bench.get(&format!("/api/v1/moves/{id}")).await.json();
    assert_eq!(moved["move"]["entry"]["due"]["to"], "2022-01-30");

    bench
        .post(
            &format!("/move/{id}/strike"),
            &[("reason", "a mistake of the paper")],
        )
        .await;
    let moved = bench.get(&format!("/api/v1/moves/{id}")).await.json();
    assert_eq!(moved["move"]["counted"], false);
    let page = bench.get("/changes").await.body;
    assert!(
        page.contains("Ana &lt;b&gt;") && page.contains("struck"),
        "{page}"
    );
}

#[tokio::test]
async fn each_file_ends_as_read_or_refused_with_the_reason() {
    let mut bench = Bench::new(&[]);
    let token = bench.token().await;
    let files = [
        ("good.txt", REPORT),
        ("empty.txt", ""),
        ("bad.json", "{\"title\": \"no text\"}"),
        ("<b>.txt", "%PDF-1.7 x"),
    ];
    let answer = bench.send(upload(&token, "", &files)).await;
    let job = answer.header("location").to_owned();
    let page = over(&mut bench, &job).await;
    assert_eq!(
        page.matches("<strong>refused</strong>").count(),
        3,
        "{page}"
    );
    assert!(page.contains("it is empty") && page.contains("the object has no text"));
    assert!(page.contains("&#60;b&#62;.txt") && page.contains("4 of 4 sources"));
    assert_eq!(
        bench.get("/api/v1/documents").await.json()["items"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let nothing = bench.send(upload(&token, "", &[])).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn moves_are_joined_and_parted() {
    let mut bench = Bench::new(&chain());
    let later = id_of(&mut bench, "stop enlarge bloc").await;
    let earlier = id_of(&mut bench, "give written answer demand").await;
    let fields = [("earlier", earlier.as_str()), ("tie", "answers")];
    let page = bench
        .post(&format!("/move/{later}/join"), &fields)
        .await
        .body;
    assert!(page.contains("Done: joined"), "{page}");
    let matter = bench.get(&format!("/api/v1/matters/{later}")).await.json();
    let links = matter["links"].as_array().expect("links");
    let own = links
        .iter()
        .find(|l| l["parent"] == earlier.as_str())
        .expect("the join");
    assert_eq!(
        (&own["relation"], &own["author"]),
        (&"answers".into(), &"Ana <b>".into())
    );
    let page = bench
        .post(&format!("/move/{later}/split"), &[("earlier", &earlier)])
        .await;
    assert!(page.body.contains("Done: split"), "{}", page.body);
    let again = bench
        .post(&format!("/move/{later}/split"), &[("earlier", &earlier)])
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("is not joined to"));
}

#[tokio::test]
async fn a_move_is_entered_by_hand_under_the_name_of_who_does_it() {
    let mut bench = Bench::new(&chain());
    bench.post("/name", &[("name", "Žofie Nová; x=y")]).await;
    let fields = [
        ("day", "2022-01-25"),
        ("source", "note verbale 14/22"),
        ("kind", "demand"),
        ("actor", "RUS"),
        ("content", "a reply in three days"),
        ("negative", "1"),
    ];
    let page = bench.post("/note", &fields).await.body;
    assert!(
        page.contains("note verbale 14/22") && page.contains("Žofie Nová; x=y"),
        "{page}"
    );
    assert!(page.contains("Done: noted") && page.contains("Take it back"));
    let bad = bench
        .post("/note", &[("kind", "demand"), ("content", "x")])
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.body.contains("somebody who makes it"));
}

#[tokio::test]
async fn the_least_certain_comes_first_and_goes_when_confirmed() {
    let mut bench = Bench::new(&chain());
    let page = bench.get("/review").await.body;
    let (unsure, sure) = (
        page.find("military technical"),
        page.find("give written answer"),
    );
    assert!(unsure.is_some() && unsure < sure);
    let id = id_of(&mut bench, "military technical measure").await;
    let page = bench
        .post(&format!("/move/{id}/confirm"), &[("next", "/review")])
        .await
        .body;
    assert!(
        page.contains("Done: confirmed") && !page.contains("military technical"),
        "{page}"
    );
}

#[tokio::test]
async fn a_form_without_its_fields_is_refused_and_not_a_fault() {
    let mut bench = Bench::new(&chain());
    let id = id_of(&mut bench, "military technical measure").await;
    for path in [
        format!("/move/{id}/correct"),
        format!("/move/{id}/join"),
        "/note".to_owned(),
    ] {
        let answer = bench.post(&path, &[]).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
    let mut odd = form("/undo", &[]);
    odd.headers_mut()
        .insert(header::CONTENT_TYPE, "text/plain".parse().expect("a type"));
    assert!(bench.send(odd).await.status.is_client_error());
}

#[tokio::test]
async fn who_somebody_is_is_said_shown_and_taken_back() {
    let mut bench = Bench::new(&chain());
    let fields = [
        ("name", "Antony Blinken"),
        ("party", "United States"),
        ("office", "secretary of state"),
        ("from", "2021-01-26"),
        ("to", "2025-01-20"),
    ];
    let page = bench.post("/who", &fields).await.body;
    assert!(
        page.contains("Done: noted") && page.contains("26 Jan 2021 – 20 Jan 2025"),
        "{page}"
    );
    assert!(page.contains("Secretary of state, United States") && page.contains("Ana &#60;b&#62;"));
    let page = bench.get("/who?say=antony-blinken").await.body;
    assert!(
        page.contains("Say who Antony Blinken is") && page.contains("value=\"secretary of state\""),
        "{page}"
    );
    let people = bench.get("/api/v1/people?on=2025-02-01").await.json();
    assert_eq!(people["items"][0]["offices"][0]["last"], "2025-01-20");
    bench.post("/undo", &[]).await;
    let people = bench.get("/api/v1/people").await.json();
    assert_eq!(people["items"], serde_json::json!([]));
    for odd in [
        [("name", ""), ("party", "RUS"), ("from", "")],
        [("name", "A B"), ("party", "No Such Union"), ("from", "")],
        [("name", "A B"), ("party", "RUS"), ("from", "soon")],
    ] {
        let answer = bench.post("/who", &odd).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
