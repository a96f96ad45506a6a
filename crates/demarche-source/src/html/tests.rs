//! Pages as newsrooms make them, written here, and hostile ones.

use super::*;
use crate::Reason;

const BODY: &str = "<article><h1>Envoys meet in Strelsau</h1>\
    <p>Envoys of Ruritania and Sylvania met in Strelsau on Friday and agreed to exchange written answers \
    next week, the foreign minister of Ruritania said after the talks, which lasted for two days.</p>\
    <figure><img src=x><figcaption>The envoys shake hands on 1 May 2019.</figcaption></figure>\
    <p>“We will answer in writing,” Anton Hauk told reporters. He would not say whether the answer would \
    be made public, and left without taking questions from the journalists who had waited outside.</p>\
    <p>Read more: <a href=\"/2019/05/06/little-hope\">Little hope as envoys meet</a></p>\
    <div class=\"box related-links\"><p>Why the border matters to all of us</p></div>\
    <p>Sylvania has said that it expects the answer by the end of the month, and that it will not go on with \
    the talks on the border unless it is given one.</p></article>";

fn page(head: &str, extra: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><title>Envoys meet | The Paper</title>{head}</head><body>{extra}{BODY}</body></html>"
    )
}

fn check(head: &str, extra: &str, date: Option<&str>, evidence: &str) {
    let received = read(&page(head, extra)).expect("an article");
    let document = received.document;
    assert_eq!(
        document.date.map(|d| d.to_string()).as_deref(),
        date,
        "{head}{extra}"
    );
    let got = document.date_evidence.unwrap_or_default();
    assert!(got.starts_with(evidence), "{got}");
}

#[test]
fn the_article_is_read_and_the_caption_is_not() {
    let received = read(&page(
        "<meta property=og:site_name content='The Paper'>",
        "",
    ))
    .expect("an article");
    let document = received.document;
    assert!(
        document
            .text
            .contains("“We will answer in writing,” Anton Hauk told reporters.")
    );
    assert!(document.text.contains("outside.\n"));
    assert!(!document.text.contains("shake hands"));
    assert!(!document.text.contains("Why the border"));
    assert_eq!(document.title.as_deref(), Some("Envoys meet in Strelsau"));
    assert_eq!(document.publisher.as_deref(), Some("The Paper"));
    assert_eq!(document.language.as_deref(), Some("en"));
    assert_eq!(
        document.date, None,
        "neither the caption nor a link dates a page"
    );
}

#[test]
fn the_cascade_of_the_day() {
    let meta = "<meta property=\"article:published_time\" content=\"2022-01-21T10:31:00+01:00\">";
    let data = "<script type=\"application/ld+json\">{\"@graph\": [{\"@type\": \"WebSite\", \"dateCreated\": \"2001-01-01\"}, \
        {\"@type\": [\"NewsArticle\"], \"datePublished\": \"2022-01-22\"}]}</script>";
    let link = "<link rel=canonical href=\"https://paper.example/2022/01/23/envoys\">";
    let time = "<aside><time datetime=2022-03-01>x</time></aside><a><time>2 March 2022</time></a><time datetime=\"2022-01-24\">Monday</time>";
    check(
        &format!("{meta}{data}{link}"),
        time,
        Some("2022-01-21"),
        "meta article:published_time",
    );
    check(
        &format!("{data}{link}"),
        time,
        Some("2022-01-22"),
        "JSON-LD datePublished",
    );
    check(link, time, Some("2022-01-23"), "https://paper.example");
    check("", time, Some("2022-01-24"), "time: 2022-01-24");
    check(
        "",
        "<div class=\"post-date\">25 January 2022</div>",
        Some("2022-01-25"),
        "element",
    );
    check(
        "",
        "<div>Published on Wednesday, 26 January 2022</div>",
        Some("2022-01-26"),
        "words",
    );
    check(
        "",
        "<div class=related-date>25 January 2022</div>",
        None,
        "",
    );
    check(
        "<meta name=date content=2022-02-30>",
        "<time>24 January 2022</time>",
        Some("2022-01-24"),
        "time",
    );
}

#[test]
fn a_saved_page_names_its_address() {
    let html = format!(
        "<!-- saved from url=(0040)https://paper.example/2022/01/21/envoys -->{}",
        page("", "")
    );
    let document = read(&html).expect("an article").document;
    assert_eq!(
        document.url.as_deref(),
        Some("https://paper.example/2022/01/21/envoys")
    );
    assert_eq!(document.date_source, DateSource::Url);
    assert_eq!(document.publisher.as_deref(), Some("paper.example"));
}

#[test]
fn a_short_page_is_read_too() {
    let document = read("<html><body><p>The envoys met.</p></body></html>")
        .expect("a text")
        .document;
    assert_eq!(document.text, "The envoys met.");
    assert_eq!(
        read("<html><script>x</script></html>")
            .map(|_| ())
            .expect_err("no article")
            .reason,
        Reason::NoArticle
    );
}

#[test]
fn a_paragraph_without_end_stays_whole() {
    let words = "The envoys of A &amp; B met on Friday. ".repeat(2_000);
    let document = read(&format!("<html><body><p>{words}</p></body></html>"))
        .expect("a text")
        .document;
    assert_eq!(document.text, words.replace("&amp;", "&").trim());
}

#[test]
fn hostile_pages_take_linear_time() {
    let start = std::time::Instant::now();
    let pages = [
        format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000)),
        format!("{}x", "<ul><li>".repeat(60_000)),
        format!("{}x", "<table><tr><td>".repeat(30_000)),
        format!("{}x", "<font color=1><p>".repeat(20_000)),
        format!("{}x", "<a><b><i><p></a>".repeat(10_000)),
        format!("<p{}>They met.</p>", " a=1".repeat(100_000)),
        format!("<p>{}</p>", "&amp;".repeat(200_000)),
        format!("<p>{}</p>", "x".repeat(5_000_000)),
        format!("{}<p>x", "&".repeat(3_000_000)),
        format!("<p>{}</p>", "©</x>&<td>".repeat(200_000)),
        "<".repeat(1_000_000),
        "<!--".repeat(200_000),
        "<svg>".repeat(100_000),
        "</p>".repeat(100_000),
        "<p>a ".repeat(150_000),
        "<span>a</span> ".repeat(100_000),
        format!("<p>{}", "\0".repeat(100_000)),
    ];
    for page in &pages {
        let begun = std::time::Instant::now();
        let _outcome = read(page);
        let head: String = page.chars().take(20).collect();
        assert!(
            begun.elapsed().as_secs() < 20,
            "{head}: {:?}",
            begun.elapsed()
        );
        eprintln!("{head}: {:?}", begun.elapsed());
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
