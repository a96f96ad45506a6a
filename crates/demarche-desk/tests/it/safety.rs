//! What the desk refuses. `docs/safety.md` names these tests beside the requirements they prove.

use crate::bench::{Answer, Bench, chain, form, id_of};
use crate::pages::all_pages;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use demarche_desk::{API_ROUTES, Desk, Options, hash_line};

fn request(method: Method, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}

fn check_headers(path: &str, answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{path}");
    assert!(
        policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
        "{path}"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
    assert_eq!(
        answer.header("cross-origin-opener-policy"),
        "same-origin",
        "{path}"
    );
    assert_eq!(
        answer.header("cross-origin-resource-policy"),
        "same-origin",
        "{path}"
    );
    assert!(!answer.header("cache-control").is_empty(), "{path}");
    assert!(
        !answer.body.contains("<script>") && !answer.body.contains(" style="),
        "{path}"
    );
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let mut bench = Bench::new(&chain());
    let mut paths = all_pages(&mut bench).await;
    paths.extend(
        API_ROUTES
            .iter()
            .map(|(path, ..)| path.replace("{id}", "none")),
    );
    let more = [
        "/nowhere",
        "/calendar.ics",
        "/api/openapi.json",
        "/static/none.css",
        "/?on=x",
    ];
    paths.extend(more.map(str::to_owned));
    for path in paths {
        let answer = bench.get(&path).await;
        check_headers(&path, &answer);
    }
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::TRACE] {
        let answer = bench.send(request(method.clone(), "/", &[])).await;
        assert!(answer.status.is_client_error(), "{method}");
        check_headers("/", &answer);
    }
}

#[tokio::test]
async fn another_host_is_not_answered() {
    let mut bench = Bench::new(&chain());
    for host in [
        "evil.example",
        "evil.example:7878",
        "127.0.0.1.evil.example",
        "",
    ] {
        let answer = bench
            .send(request(Method::GET, "/", &[("host", host)]))
            .await;
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(!answer.body.contains("Overdue"));
        check_headers("/", &answer);
    }
    for host in ["localhost:7878", "[::1]:7878", "127.0.0.1", "LOCALHOST"] {
        let answer = bench
            .send(request(Method::GET, "/", &[("host", host)]))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn a_forged_form_does_nothing() {
    let mut bench = Bench::new(&chain());
    let id = id_of(&mut bench, "military technical measure").await;
    let token = bench.token().await;
    let path = format!("/move/{id}/strike");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
    ] {
        let mut forged = form(&path, &[("token", &token)]);
        forged
            .headers_mut()
            .insert(name, value.parse().expect("a value"));
        assert_eq!(
            bench.send(forged).await.status,
            StatusCode::FORBIDDEN,
            "{value}"
        );
    }
    for origin in ["http://evil.example", "null", "https://127.0.0.1:1"] {
        let mut forged = form(&path, &[("token", &token)]);
        forged.headers_mut().remove("sec-fetch-site");
        forged
            .headers_mut()
            .insert("origin", origin.parse().expect("a value"));
        assert_eq!(
            bench.send(forged).await.status,
            StatusCode::FORBIDDEN,
            "{origin}"
        );
    }
    let wrong = "0".repeat(64);
    for token in ["", "short", wrong.as_str()] {
        let answer = bench.send(form(&path, &[("token", token)])).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    // The token of one session opens nothing in another.
    bench.cookies.clear();
    assert_eq!(
        bench.send(form(&path, &[("token", &token)])).await.status,
        StatusCode::FORBIDDEN
    );
    let moved = bench.get(&format!("/api/v1/moves/{id}")).await.json();
    assert_eq!(moved["history"], serde_json::json!([]));
}

#[tokio::test]
async fn no_get_changes_anything() {
    let mut bench = Bench::new(&chain());
    let id = id_of(&mut bench, "military technical measure").await;
    for deed in ["confirm", "strike", "correct", "join", "split"] {
        let answer = bench.get(&format!("/move/{id}/{deed}")).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!(
        bench.get("/undo").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

const PASSWORD: &str = "a long enough pass phrase";
const READING: &str = "another long pass phrase";

fn locked() -> Bench {
    Bench::with(&chain(), |options, folder| {
        let lines = [
            hash_line("editor", PASSWORD).expect("a line"),
            hash_line("reader", READING).expect("a line"),
        ];
        let file = folder.join("passwords");
        std::fs::write(&file, lines.join("\n")).expect("written");
        options.password_file = Some(file);
        options.hosts = vec!["desk.example.org".to_owned()];
    })
}

async fn sign_in(bench: &mut Bench, password: &str) -> Answer {
    let page = bench.get("/sign-in").await.body;
    let at = page.find("name=\"token\" value=\"").expect("a form") + 20;
    let token = page[at..at + 64].to_owned();
    bench
        .send(form(
            "/sign-in",
            &[("token", &token), ("password", password)],
        ))
        .await
}

#[tokio::test]
async fn nobody_passes_without_a_password() {
    let mut bench = locked();
    let answer = bench.get("/?on=2022-02-01").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("location").starts_with("/sign-in?next="));
    for path in ["/api/v1/status", "/api/openapi.json"] {
        let answer = bench.get(path).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let before = bench.cookies.clone();
    let wrong = sign_in(&mut bench, "wrong wrong wrong").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let right = sign_in(&mut bench, PASSWORD).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    let cookie = right.header("set-cookie");
    for word in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    // The session's word is new, so one that was planted opens nothing.
    assert_ne!(bench.cookies, before);
    assert_eq!(bench.get("/").await.status, StatusCode::OK);
    assert!(
        right
            .header("strict-transport-security")
            .starts_with("max-age")
    );
    bench.post("/sign-out", &[]).await;
    assert_eq!(bench.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_reader_reads_and_no_more() {
    let mut bench = locked();
    sign_in(&mut bench, READING).await;
    let page = bench.get("/review").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("/confirm") && !page.body.contains("href=\"/add\""));
    let id = id_of(&mut bench, "military technical measure").await;
    for path in [
        format!("/move/{id}/strike"),
        "/add".to_owned(),
        "/note".to_owned(),
        "/undo".into(),
    ] {
        let answer = bench.send(form(&path, &[("token", "")])).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let mut bench = locked();
    let mut last = StatusCode::OK;
    for _ in 0..8 {
        last = sign_in(&mut bench, "wrong wrong wrong").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_program_sends_its_password_as_a_bearer() {
    let mut bench = locked();
    let bearer = format!("Bearer {READING}");
    let asked = request(Method::GET, "/api/v1/status", &[("authorization", &bearer)]);
    assert_eq!(bench.send(asked).await.status, StatusCode::OK);
    let asked = request(
        Method::GET,
        "/api/v1/status",
        &[("authorization", "Bearer no such")],
    );
    assert_eq!(bench.send(asked).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn others_are_not_served_without_a_password() {
    let bench = Bench::new(&[]);
    for (listen, host) in [
        ("0.0.0.0:7878", None),
        ("[::]:7878", None),
        ("127.0.0.1:1", Some("x")),
    ] {
        let options = Options {
            listen: listen.parse().expect("an address"),
            hosts: host.map(str::to_owned).into_iter().collect(),
            ..bench.options.clone()
        };
        let reader = demarche::Reader::new(demarche_models::ENGINE).expect("weights");
        let error = Desk::open(options, reader.into()).expect_err("refused");
        assert!(error.to_string().contains("--password-file"), "{error}");
    }
}

#[tokio::test]
async fn too_much_is_refused() {
    let mut bench = Bench::new(&chain());
    let long = format!("/search?q={}", "a".repeat(5000));
    assert_eq!(bench.get(&long).await.status, StatusCode::URI_TOO_LONG);
    let token = bench.token().await;
    let text = "a".repeat(11 << 20);
    let answer = bench
        .send(form("/add", &[("token", &token), ("text", &text)]))
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    check_headers("/add", &answer);
}

#[tokio::test]
async fn costly_pages_are_paced_and_cached_ones_are_not() {
    let mut bench = Bench::new(&chain());
    let mut last = StatusCode::OK;
    for n in 0..400 {
        last = bench.get(&format!("/search?q=a{n}")).await.status;
        if last != StatusCode::OK {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let mut other = Bench::new(&chain());
    for _ in 0..1000 {
        assert_eq!(other.get("/").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn nobody_is_led_elsewhere() {
    let mut bench = Bench::new(&chain());
    let token = bench.token().await;
    for next in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    ] {
        let fields = [("token", token.as_str()), ("name", "Ana"), ("next", next)];
        let answer = bench.send(form("/name", &fields)).await;
        assert_eq!(answer.header("location"), "/", "{next}");
    }
}
