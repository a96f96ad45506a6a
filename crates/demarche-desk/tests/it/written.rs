//! What programs write through the API: the same deeds, roles and checks as the forms.

use crate::api::fits;
use crate::bench::{Answer, Bench, chain, id_of};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use demarche_desk::{API_DEEDS, hash_line};
use serde_json::{Value, json};
use std::time::Duration;

/// The token of this visitor's session, as a program asks for it.
async fn token(bench: &mut Bench) -> String {
    let session = bench.get("/api/v1/session").await.json();
    session["token"].as_str().expect("a token").to_owned()
}

fn post(path: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

async fn write(bench: &mut Bench, path: &str, body: Value) -> Answer {
    let token = token(bench).await;
    let headers = [("demarche-token", token.as_str())];
    bench.send(post(path, &headers, &body.to_string())).await
}

#[tokio::test]
async fn a_program_does_what_a_form_does() {
    let mut bench = Bench::new(&chain());
    let id = id_of(&mut bench, "give written answer demand").await;
    let fields =
        json!({ "content": "answer both drafts", "due": "..2022-02-10", "addressee": ["Russia"] });
    let correction = json!({ "by": "Žofie  Nová", "fields": fields });
    let path = format!("/api/v1/moves/{id}/correct");
    let answer = write(&mut bench, &path, correction.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let done = answer.json();
    assert_eq!(
        (&done["done"], &done["id"]),
        (&json!("corrected"), &json!(id))
    );
    let moved = bench.get(&format!("/api/v1/moves/{id}")).await.json();
    let entry = &moved["move"]["entry"];
    assert_eq!(entry["content"]["text"], "answer both drafts");
    assert_eq!(
        (&entry["due"]["from"], &entry["due"]["to"]),
        (&Value::Null, &json!("2022-02-10"))
    );
    assert_eq!(entry["addressee"], json!(["RUS"]));
    assert_eq!(moved["history"][0]["author"], "Žofie Nová");
    let again = write(&mut bench, &path, correction).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("nothing is changed"));

    let undone = write(
        &mut bench,
        "/api/v1/undo",
        json!({ "event": done["event"] }),
    )
    .await;
    assert_eq!(undone.json()["done"], "undone");
    for (deed, body) in [
        ("confirm", json!({})),
        ("strike", json!({ "reason": "a mistake" })),
    ] {
        let answer = write(&mut bench, &format!("/api/v1/moves/{id}/{deed}"), body).await;
        assert_eq!(answer.status, StatusCode::OK, "{deed}: {}", answer.body);
    }
    let moved = bench.get(&format!("/api/v1/moves/{id}")).await.json();
    assert_eq!(moved["move"]["counted"], false);
}

#[tokio::test]
async fn a_program_enters_joins_and_parts() {
    let mut bench = Bench::new(&chain());
    let earlier = id_of(&mut bench, "give written answer demand").await;
    let note = json!({
        "day": "2022-01-25", "source": "note verbale 14/22",
        "fields": { "kind": "demand", "actor": ["RUS"], "content": "a reply in three days" }
    });
    let answer = write(&mut bench, "/api/v1/moves", note).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let id = answer.json()["id"].as_str().expect("an id").to_owned();
    let path = |deed: &str| format!("/api/v1/moves/{id}/{deed}");
    let joined = json!({ "earlier": earlier, "as": "answers" });
    let answer = write(&mut bench, &path("join"), joined).await;
    assert_eq!(answer.json()["done"], "joined", "{}", answer.body);
    let parted = json!({ "earlier": earlier });
    let answer = write(&mut bench, &path("split"), parted.clone()).await;
    assert_eq!(answer.json()["done"], "split", "{}", answer.body);
    let again = write(&mut bench, &path("split"), parted).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let who = json!({ "name": "Sergei Lavrov", "party": "Russia", "office": "foreign minister", "to": "2022-01-31" });
    let answer = write(&mut bench, "/api/v1/people", who).await;
    assert_eq!(answer.json()["id"], "sergei-lavrov", "{}", answer.body);
    let people = bench.get("/api/v1/people").await.json();
    let held = &people["items"][0]["offices"][0];
    assert_eq!(
        (&held["party"], &held["last"]),
        (&json!("RUS"), &json!("2022-01-31"))
    );
}

#[tokio::test]
async fn a_program_adds_a_report_and_follows_its_job() {
    let mut bench = Bench::new(&[]);
    let report = json!({
        "title": "A demand", "publisher": "The Paper", "url": "https://paper.example/1",
        "text": "MOSCOW, Feb 1, 2022 - Russia demanded that NATO stop its expansion to the east."
    });
    let answer = write(&mut bench, "/api/v1/documents", report).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.body);
    let job = answer.header("location").to_owned();
    let description = bench.get("/api/openapi.json").await.json();
    for _ in 0..600 {
        let job = bench.get(&job).await.json();
        fits(
            &job,
            &json!({ "$ref": "#/components/schemas/Job" }),
            &description,
            "job",
        );
        if job["over"] == true {
            assert_eq!(job["outcomes"][0]["title"], "A demand", "{job}");
            let documents = bench.get("/api/v1/documents").await.json();
            assert_eq!(documents["items"][0]["publisher"], "The Paper");
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the job does not end");
}

#[tokio::test]
async fn nothing_is_written_without_a_token() {
    let mut bench = Bench::new(&chain());
    let id = id_of(&mut bench, "military technical measure").await;
    let own = token(&mut bench).await;
    let path = format!("/api/v1/moves/{id}/strike");
    let mut others = Bench::new(&[]);
    let foreign = token(&mut others).await;
    let wrong = "0".repeat(64);
    for token in ["", "short", wrong.as_str(), foreign.as_str()] {
        let answer = bench
            .send(post(&path, &[("demarche-token", token)], "{}"))
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let bearer = [("authorization", "Bearer anything")];
    assert_eq!(
        bench.send(post(&path, &bearer, "{}")).await.status,
        StatusCode::FORBIDDEN
    );
    // From another page, even with the right token.
    let elsewhere = [
        ("demarche-token", own.as_str()),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(
        bench.send(post(&path, &elsewhere, "{}")).await.status,
        StatusCode::FORBIDDEN
    );
    // As a form elsewhere could send it without asking.
    let mut plain = post(&path, &[("demarche-token", &own)], "{}");
    let headers = plain.headers_mut();
    headers.insert(header::CONTENT_TYPE, "text/plain".parse().expect("a type"));
    assert_eq!(
        bench.send(plain).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    let moved = bench.get(&format!("/api/v1/moves/{id}")).await.json();
    assert_eq!(moved["history"], json!([]));
}

#[tokio::test]
async fn a_reader_writes_nothing_and_an_editor_with_his_password_alone() {
    let (reading, editing) = ("a long enough pass phrase", "another long pass phrase");
    let mut bench = Bench::with(&chain(), |options, folder| {
        let line = |role, word| hash_line(role, word).expect("a line");
        let lines = [line("reader", reading), line("editor", editing)];
        let file = folder.join("passwords");
        std::fs::write(&file, lines.join("\n")).expect("written");
        options.password_file = Some(file);
    });
    for (path, ..) in API_DEEDS {
        let path = path.replace("{id}", "1");
        let nobody = bench.send(post(&path, &[], "{}")).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{path}");
        let bearer = format!("Bearer {reading}");
        let reader = bench
            .send(post(&path, &[("authorization", &bearer)], "{}"))
            .await;
        assert_eq!(reader.status, StatusCode::FORBIDDEN, "{path}");
    }
    let bearer = format!("Bearer {editing}");
    let bearer = [("authorization", bearer.as_str())];
    let path = "/api/v1/moves/1/confirm";
    let answer = bench.send(post(path, &bearer, "{}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

#[tokio::test]
async fn an_odd_body_is_a_problem_and_no_fault_of_ours() {
    for (path, ..) in API_DEEDS {
        // A desk for each, so that none is refused for asking too often.
        let mut bench = Bench::new(&chain());
        let own = token(&mut bench).await;
        let headers = [("demarche-token", own.as_str())];
        for body in [
            "",
            "[]",
            "null",
            "{\"by\": 7}",
            "{\"none\": 1}",
            "{\"fields\": {\"kind\": \"beg\"}}",
            "{\"fields\": {\"due\": \"soon\"}}",
            "{\"earlier\": \"\"}",
            "{\"event\": -1}",
            "{\"name\": \" \"}",
            "{\"text\": \"x\", \"date\": \"soon\"}",
            "{\"url\": \"https://example.org/\"}",
            "{\"by\": \"\\ud800\"}",
        ] {
            for id in ["none", "1"] {
                let path = path.replace("{id}", id);
                let answer = bench.send(post(&path, &headers, body)).await;
                assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS);
                assert!(
                    !answer.status.is_server_error(),
                    "{path} {body}: {}",
                    answer.body
                );
                if !answer.status.is_success() {
                    assert_eq!(answer.header("content-type"), "application/problem+json");
                }
            }
        }
    }
    let mut bench = Bench::new(&chain());
    let missing = write(&mut bench, "/api/v1/moves/ffffffffffff/confirm", json!({})).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn deeds_are_described() {
    let mut bench = Bench::new(&[]);
    let description = bench.get("/api/openapi.json").await.json();
    let schemas = &description["components"]["schemas"];
    for (path, _, body, code, answer) in API_DEEDS {
        let post = &description["paths"][path]["post"];
        let sent = &post["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        assert_eq!(sent, &json!(format!("#/components/schemas/{body}")));
        assert!(
            schemas[body].is_object() && schemas[answer].is_object(),
            "{path}"
        );
        let responses = &post["responses"];
        assert!(responses[code.to_string()].is_object() && responses["403"].is_object());
    }
}
