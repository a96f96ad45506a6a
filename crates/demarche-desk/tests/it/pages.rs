//! Every page: it is there, it is small, it says what stands in the ledger.

use crate::bench::{Bench, chain, id_of};
use axum::http::{Request, StatusCode};
use demarche_desk::PAGE_ROUTES;

/// Every page of a ledger.
pub(crate) async fn all_pages(bench: &mut Bench) -> Vec<String> {
    let list = bench.get("/api/v1/timeline").await.json();
    let first = &list["items"][0];
    let one = |path: &str| {
        let id = match path {
            "/report/{id}" => first["source"]["id"].as_str(),
            "/party/{id}" => first["entry"]["actor"][0].as_str(),
            _ => first["id"].as_str(),
        };
        path.replace("{id}", id.unwrap_or("none"))
    };
    PAGE_ROUTES.iter().map(|p| one(p)).collect()
}

#[tokio::test]
async fn every_page_is_there_and_small() {
    let mut bench = Bench::new(&chain());
    for path in all_pages(&mut bench).await {
        let answer = bench.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert!(answer.body.len() < 100_000, "{path}: {}", answer.body.len());
        assert!(answer.body.contains("<main id=\"main\""), "{path}");
        assert_eq!(answer.body.matches("<h1").count(), 1, "{path}");
        assert!(answer.body.contains("class=\"skip\""), "{path}");
    }
}

#[tokio::test]
async fn the_day_makes_a_promise_overdue() {
    let mut bench = Bench::new(&chain());
    let before = bench.get("/?on=2022-01-25").await.body;
    assert!(before.contains("5 days left") && !before.contains("Overdue"));
    let after = bench.get("/?on=2022-02-01").await.body;
    assert!(
        after.contains("Overdue") && after.contains("2 days over"),
        "{after}"
    );
    let none = bench.get("/?on=2021-12-01").await.body;
    assert!(none.contains("Nothing was known by then"));
    let other = bench
        .get("/?on=2022-02-01&party=RUS&with=USA&kind=commit")
        .await
        .body;
    assert!(other.contains("2 days over") && !other.contains("stop enlarge"));
}

#[tokio::test]
async fn a_report_marks_the_words_of_its_moves() {
    let mut bench = Bench::new(&chain());
    let id = id_of(&mut bench, "give written answer demand").await;
    let moved = bench.get(&format!("/api/v1/moves/{id}")).await.json();
    let document = moved["move"]["source"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let page = bench.get(&format!("/report/{document}")).await.body;
    let mark = format!(
        "<a class=\"mk\" href=\"#m-{id}\" data-m=\"0\" data-s=\"0\" id=\"w-{id}\">\
         <mark>give written answer demand</mark></a>"
    );
    assert!(page.contains(&mark), "{page}");
    assert!(page.contains(&format!("<li id=\"m-{id}\"")));
}

#[tokio::test]
async fn what_was_made_is_not_made_again() {
    let mut bench = Bench::new(&chain());
    let first = bench.get("/?on=2022-02-01").await;
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    let request = Request::get("/?on=2022-02-01").header("if-none-match", &tag);
    let again = bench
        .send(request.body(axum::body::Body::empty()).expect("a request"))
        .await;
    // The first visit gave a cookie and with it a token; from then on pages are the same.
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.body, "");
    let id = id_of(&mut bench, "military technical measure").await;
    bench.post(&format!("/move/{id}/strike"), &[]).await;
    let changed = bench.get("/?on=2022-02-01").await;
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_missing() {
    let mut bench = Bench::new(&chain());
    for path in [
        "/nowhere",
        "/matter/ffffffffffffffff",
        "/move/99999",
        "/report/none",
        "/party/XYZ",
        "/add/none",
        "/?party=XYZ",
        "/export/docx",
    ] {
        let answer = bench.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            answer.body.contains("<h1>Not Found</h1>"),
            "{path}: {}",
            answer.body
        );
    }
    for path in [
        "/?on=soon",
        "/?kind=none",
        "/timeline?offset=x",
        "/?standing=odd",
    ] {
        assert_eq!(
            bench.get(path).await.status,
            StatusCode::BAD_REQUEST,
            "{path}"
        );
    }
}

#[tokio::test]
async fn search_finds_moves_and_reports_and_its_address_is_the_query() {
    let mut bench = Bench::new(&chain());
    let page = bench.get("/search?q=written+answer&party=USA").await.body;
    assert!(page.contains("give written answer demand"));
    for (standing, on, found) in [
        ("overdue", "2022-02-01", true),
        ("due", "2022-01-25", true),
        ("due", "2022-02-01", false),
        ("kept", "2022-02-01", false),
        ("due,overdue", "2022-02-01", true),
    ] {
        let asked = format!("q=written+answer&standing={standing}&on={on}");
        let page = bench.get(&format!("/search?{asked}")).await.body;
        assert_eq!(
            page.contains("give written answer demand"),
            found,
            "{asked}"
        );
        let hits = bench.get(&format!("/api/v1/search?{asked}")).await.json();
        assert_eq!(hits["moves"][0].is_object(), found, "{asked}");
    }
    let odd = bench.get("/search?q=written&standing=odd").await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    let page = bench.get("/search?q=Geneva").await.body;
    assert!(page.contains("Envoys meet in Geneva"));
    let page = bench.get("/search?q=%22%20*%20NEAR(%20OR").await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn calendar_feed_and_files_leave_the_ledger() {
    let mut bench = Bench::new(&chain());
    let calendar = bench.get("/calendar.ics").await;
    assert!(calendar.header("content-type").starts_with("text/calendar"));
    assert!(calendar.body.starts_with("BEGIN:VCALENDAR"));
    let feed = bench.get("/feed.atom").await;
    assert!(
        feed.header("content-type")
            .starts_with("application/atom+xml")
    );
    for format in ["jsonl", "csv", "markdown", "webannotation", "ics", "atom"] {
        let file = bench.get(&format!("/export/{format}?on=2022-02-01")).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(
            file.header("content-disposition").starts_with("attachment"),
            "{format}"
        );
        assert!(file.body.contains("written answer"), "{format}");
    }
}

#[tokio::test]
async fn an_empty_ledger_has_pages_too() {
    let mut bench = Bench::new(&[]);
    for path in [
        "/",
        "/timeline",
        "/reports",
        "/who",
        "/search?q=x",
        "/changes",
        "/review",
    ] {
        assert_eq!(bench.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert!(bench.get("/").await.body.contains("The ledger is empty"));
}
