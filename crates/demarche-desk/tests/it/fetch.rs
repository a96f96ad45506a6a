//! Fetching from the web: a server on this machine stands for it, which a test alone may ask.

use crate::bench::Bench;
use demarche_desk::Fetch;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const PAGE: &str = "<!doctype html><html><head><title>Envoys meet</title>\
    <meta property=\"article:published_time\" content=\"2022-02-01T10:00:00Z\"></head><body><article>\
    <h1>Envoys meet</h1><p>MOSCOW - Russia demanded that NATO stop its expansion to the east. The United \
    States will answer Russia's security proposals in writing next week, officials said on Tuesday.</p>\
    <p>The talks went on for three hours and ended without a result, the officials said.</p></article>\
    </body></html>";

/// A server that answers by path, and how often it was asked.
fn server() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let n_asked = Arc::new(AtomicUsize::new(0));
    let count = n_asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            count.fetch_add(1, Ordering::Relaxed);
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let mut line = String::new();
            let _ = reader.read_line(&mut line);
            let mut head = String::new();
            while reader.read_line(&mut head).is_ok_and(|n| n > 2) {
                head.clear();
            }
            let path = line.split(' ').nth(1).unwrap_or("/").to_owned();
            let _ = stream.write_all(&answer(&path));
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let _ = stream.read(&mut [0; 64]);
        }
    });
    (address, n_asked)
}

fn answer(path: &str) -> Vec<u8> {
    let close = "Connection: close\r\n";
    let to = |to: &str| {
        format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n{close}\r\n")
    };
    let html = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{close}");
    match path {
        "/page" => format!("{html}Content-Length: {}\r\n\r\n{PAGE}", PAGE.len()).into_bytes(),
        "/moved" => to("/page").into_bytes(),
        "/circle" => to("/circle").into_bytes(),
        "/file" => to("file:///etc/passwd").into_bytes(),
        "/within" => to("http://127.0.0.2:1/page").into_bytes(),
        "/metadata" => to("http://169.254.169.254/latest/meta-data/").into_bytes(),
        "/large" => {
            let mut bytes = format!("{html}\r\n").into_bytes();
            bytes.resize(bytes.len() + (6 << 20), b'a');
            bytes
        }
        _ => format!("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n{close}\r\n").into_bytes(),
    }
}

/// What becomes of these addresses, as the page of the job says.
async fn become_of(fetch: Fetch, urls: &[String]) -> (Bench, String) {
    let mut bench = Bench::with(&[], |options, _| options.fetch = fetch);
    let page = bench.post("/add", &[("fetch", &urls.join("\r\n"))]).await;
    assert!(page.status.is_success(), "{}", page.body);
    let job = bench.led_to.clone();
    for _ in 0..600 {
        let page = bench.get(&job).await.body;
        if !page.contains("http-equiv=\"refresh\"") {
            return (bench, page);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the job does not end");
}

#[tokio::test]
async fn a_page_is_fetched_and_read_and_redirects_are_followed() {
    let (address, _) = server();
    for path in ["page", "moved"] {
        let url = format!("http://{address}/{path}");
        let (mut bench, page) = become_of(Fetch::OpenAnd(address), &[url]).await;
        assert!(!page.contains("<strong>refused</strong>"), "{page}");
        let list = bench.get("/api/v1/documents").await.json();
        let id = list["items"][0]["id"]
            .as_str()
            .expect("a report")
            .to_owned();
        let document = bench.get(&format!("/api/v1/documents/{id}")).await.json();
        assert_eq!(document["source"]["url"], format!("http://{address}/page"));
        assert_eq!(document["source"]["date"], "2022-02-01");
    }
}

#[tokio::test]
async fn each_step_of_a_redirect_is_looked_at() {
    let (address, _) = server();
    for (path, why) in [
        ("within", "no address of the open network"),
        ("metadata", "no address of the open network"),
        ("file", "refused"),
        ("circle", "redirects more than"),
        ("large", "larger than 5 MB"),
        ("none", "the server answered 404"),
    ] {
        let url = format!("http://{address}/{path}");
        let (_, page) = become_of(Fetch::OpenAnd(address), &[url]).await;
        assert!(
            page.contains("<strong>refused</strong>") && page.contains(why),
            "{path}: {page}"
        );
    }
}

#[tokio::test]
async fn this_machine_is_never_asked() {
    let (address, n_asked) = server();
    let port = address.port();
    let urls = ["127.0.0.1", "localhost", "2130706433", "[::ffff:7f00:1]"]
        .map(|host| format!("http://{host}:{port}/page"));
    let (_, page) = become_of(Fetch::Open, &urls).await;
    assert_eq!(
        page.matches("<strong>refused</strong>").count(),
        4,
        "{page}"
    );
    assert_eq!(n_asked.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn nothing_is_fetched_unless_the_desk_was_started_so() {
    let (address, n_asked) = server();
    let mut bench = Bench::new(&[]);
    assert!(!bench.get("/add").await.body.contains("name=\"fetch\""));
    let url = format!("http://{address}/page");
    let answer = bench.post("/add", &[("fetch", &url)]).await;
    assert!(answer.status.is_client_error());
    assert!(answer.body.contains("--allow-fetch"), "{}", answer.body);
    assert_eq!(n_asked.load(Ordering::Relaxed), 0);
}
