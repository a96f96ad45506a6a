//! The desk in a real browser: a negotiation from its first report to a correction in the export, by
//! keyboard, without JavaScript, and with hostile words.

use crate::bench::{Bench, chain};
use crate::chromium::Browser;
use crate::escape::{every_field, every_vector};
use axum::extract::ConnectInfo;
use serde_json::Value;
use std::net::SocketAddr;

/// A desk that listens, and its address.
async fn listening(bench: &Bench) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let app = bench
        .app
        .clone()
        .layer(axum::Extension(ConnectInfo::<SocketAddr>(address)));
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

/// Pages that show what was read, without one thing's id.
const LISTS: [&str; 8] = [
    "/",
    "/?on=2022-02-01",
    "/timeline",
    "/reports",
    "/who",
    "/changes",
    "/review",
    "/search?q=steal",
];

/// Drives a browser on a thread of its own while the desk is served on this one.
async fn drive(name: &'static str, bench: Bench, steps: fn(&mut Browser, &str)) {
    let address = listening(&bench).await;
    let done = tokio::task::spawn_blocking(move || {
        if let Some(mut browser) = Browser::start(name) {
            steps(&mut browser, &address);
        }
    });
    done.await.expect("the steps are done");
}

const REPORTS: [&str; 2] = [
    "GENEVA, Jan 21, 2022 - The United States will answer Russia's security proposals in writing next \
     week, Secretary of State Antony Blinken said on Friday.",
    "MOSCOW, Feb 1, 2022 - Russia demanded that NATO stop its expansion to the east.",
];

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_report_to_the_correction_in_the_export() {
    drive("whole", Bench::new(&[]), |browser, desk| {
        for text in REPORTS {
            browser.open(&format!("{desk}/add"));
            browser.ask("document.getElementById('text').focus()");
            browser.type_words(text);
            browser.ask("document.querySelector('form.add').requestSubmit()");
            browser.until("document.querySelector('h1')?.textContent.includes('Done')");
        }
        // The day is moved until the promise is overdue.
        browser.open(&format!("{desk}/?on=2022-01-26"));
        browser.until("document.querySelector('.st-due .things') !== null");
        browser.ask("document.getElementById('slide').focus()");
        for _ in 0..6 {
            browser.press("ArrowRight");
        }
        browser.until("location.search.includes('on=2022-02-01')");
        browser.until("document.querySelector('.st-overdue .things') !== null");
        assert_eq!(browser.ask("document.activeElement.id"), "slide");
        // Its words in the report.
        browser.ask("document.querySelector('.st-overdue .from a').click()");
        browser.until("document.querySelector('#words mark') !== null");
        browser.ask("document.querySelector('.to-words').click()");
        browser.until("document.querySelector('.mk:target mark') !== null");
        let words = browser.ask("document.querySelector('.mk:target').textContent");
        assert!(
            words.as_str().unwrap_or("").contains("in writing"),
            "{words}"
        );
        // Both ways: the focus on the words lights up the line in the margin.
        browser.ask("document.querySelector('.mk:target').focus()");
        browser.until("document.querySelector('.moves > li.on') !== null");
        // It is corrected, and the correction leaves the ledger.
        browser.ask("document.querySelector('.moves a[href^=\"/move/\"]').click()");
        browser.until("document.getElementById('f-content') !== null");
        browser.ask("document.getElementById('f-content').select()");
        browser.type_words("answer both drafts on paper");
        browser.ask("document.querySelector('form[action$=\"/correct\"]').requestSubmit()");
        browser.until("document.querySelector('.done')?.textContent.includes('corrected')");
        let csv = browser.ask("fetch('/export/csv').then(r => r.text())");
        assert!(
            csv.as_str()
                .unwrap_or("")
                .contains("answer both drafts on paper"),
            "{csv}"
        );
        assert_eq!(faults(browser), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_keyboard_alone() {
    drive("keyboard", Bench::new(&chain()), |browser, desk| {
        browser.open(&format!("{desk}/?on=2022-02-01"));
        browser.press("Tab");
        assert_eq!(browser.ask("document.activeElement.className"), "skip");
        browser.press("Enter");
        browser.until("document.activeElement.id === 'main'");
        // Tab after tab reaches the overdue promise, each stop with a visible outline.
        let overdue = "document.activeElement.closest('.st-overdue .what') !== null";
        for _ in 0..80 {
            browser.press("Tab");
            let seen = "getComputedStyle(document.activeElement).outlineStyle !== 'none'";
            assert_eq!(
                browser.ask(seen),
                true,
                "{}",
                browser.ask("document.activeElement.outerHTML")
            );
            if browser.ask(overdue) == true {
                break;
            }
        }
        assert_eq!(browser.ask(overdue), true);
        browser.press("Enter");
        browser.until("location.pathname.startsWith('/matter/')");
        // The review: next, confirm, strike, take back.
        browser.open(&format!("{desk}/review"));
        browser.until("document.documentElement.classList.contains('js')");
        let left = "document.querySelectorAll('[data-item]').length";
        assert_eq!(browser.ask(left), 4);
        browser.press("j");
        browser.press("c");
        browser.until("document.querySelectorAll('[data-item]').length === 3");
        browser.press("x");
        browser.until("document.querySelectorAll('[data-item]').length === 2");
        browser.press("u");
        browser.until("document.querySelectorAll('[data-item]').length === 3");
        browser.press("j");
        browser.press("e");
        browser.until("location.pathname.startsWith('/move/')");
        assert_eq!(faults(browser), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript() {
    drive("plain", Bench::new(&chain()), |browser, desk| {
        browser.without_javascript();
        browser.open(&format!("{desk}/review"));
        browser.ask("document.querySelector('button[data-key=c]').click()");
        browser.until("document.querySelector('.done')?.textContent.includes('confirmed')");
        browser.ask("document.querySelector('.done button').click()");
        browser.until("document.querySelector('.done')?.textContent.includes('undone')");
        browser.open(&format!("{desk}/?on=2022-01-25"));
        browser.ask("document.getElementById('on').value = '2022-02-01'");
        browser.ask("document.querySelector('.ask button').click()");
        browser.until("document.querySelector('.st-overdue .things') !== null");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_run_nothing_and_ask_for_nothing() {
    let mut all = every_field();
    all.extend(every_vector());
    let hostile = Bench::new(&all);
    drive("hostile", hostile, |browser, desk| {
        for page in LISTS {
            browser.open(&format!("{desk}{page}"));
        }
        let links = "[...document.querySelectorAll('.reports a')].map(a => a.getAttribute('href'))";
        browser.open(&format!("{desk}/reports"));
        let links = browser.ask(links);
        for link in links
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            browser.open(&format!("{desk}{link}"));
            let first =
                browser.ask("document.querySelector('.moves .what a').getAttribute('href')");
            browser.open(&format!("{desk}{}", first.as_str().unwrap_or("/")));
        }
        assert_eq!(faults(browser), Vec::<String>::new());
        // What is drawn by the browser itself, as in a field for days, comes from no network.
        let own = |url: &str| url.starts_with(desk) || !url.contains("://");
        for event in &browser.events {
            if event["method"] == "Network.requestWillBeSent" {
                let url = event["params"]["request"]["url"].as_str().unwrap_or("");
                assert!(own(url), "{url} was asked for");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_is_wider_than_a_telephone() {
    let mut bench = Bench::new(&chain());
    let mut pages = crate::pages::all_pages(&mut bench).await;
    pages.push("/?on=2022-02-01".to_owned());
    let address = listening(&bench).await;
    let done = tokio::task::spawn_blocking(move || {
        let Some(mut browser) = Browser::start("narrow") else {
            return;
        };
        let narrow = serde_json::json!({
            "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": true
        });
        browser.call("Emulation.setDeviceMetricsOverride", narrow);
        for page in pages {
            browser.open(&format!("{address}{page}"));
            let wide = browser.ask("document.documentElement.scrollWidth");
            assert!(wide.as_i64().is_some_and(|w| w <= 320), "{page}: {wide}");
        }
    });
    done.await.expect("measured");
}

/// Runs axe-core, a checker of accessibility, where `DEMARCHE_AXE` names its script.
#[tokio::test(flavor = "multi_thread")]
async fn no_barrier_is_found() {
    let Some(path) = std::env::var_os("DEMARCHE_AXE") else {
        println!("no_barrier_is_found: skipped, DEMARCHE_AXE names no axe.min.js");
        return;
    };
    let mut bench = Bench::new(&chain());
    let pages = crate::pages::all_pages(&mut bench).await;
    let axe = std::fs::read_to_string(path).expect("the script");
    let address = listening(&bench).await;
    let done = tokio::task::spawn_blocking(move || {
        let Some(mut browser) = Browser::start("axe") else {
            return;
        };
        let mut all: Vec<String> = Vec::new();
        for scheme in ["light", "dark"] {
            let features = serde_json::json!([{ "name": "prefers-color-scheme", "value": scheme }]);
            browser.call(
                "Emulation.setEmulatedMedia",
                serde_json::json!({ "features": features }),
            );
            for page in pages.iter().chain([&"/?on=2022-02-01".to_owned()]) {
                browser.open(&format!("{address}{page}"));
                browser.ask(&format!("{axe}; true"));
                let run = "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', \
                           'wcag22aa', 'best-practice'] }).then(r => r.violations.map(v => v.id + ': ' + \
                           v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')))";
                let found = browser.ask(run);
                let found = found.as_array().expect("a list");
                all.extend(found.iter().map(|f| format!("{scheme} {page}: {f}")));
            }
        }
        assert!(all.is_empty(), "{}", all.join("\n"));
    });
    done.await.expect("checked");
}

/// What the browser complained of: blocked by the policy, failed, thrown.
fn faults(browser: &mut Browser) -> Vec<String> {
    // One more answer, so that all that came before it has been read.
    browser.ask("1");
    let odd = |event: &&Value| {
        let level = &event["params"]["entry"]["level"];
        event["method"] == "Runtime.exceptionThrown"
            || event["method"] == "Page.javascriptDialogOpening"
            || event["method"] == "Log.entryAdded" && level == "error"
    };
    browser
        .events
        .iter()
        .filter(odd)
        .map(Value::to_string)
        .collect()
}
