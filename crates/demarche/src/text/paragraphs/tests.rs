//! Texts as people paste them, and the paragraphs they have.

use super::*;

/// The body paragraphs, line breaks shown as `/`.
fn body(text: &str) -> Vec<String> {
    let parts = split(text);
    check_order(text, &parts);
    parts
        .body
        .iter()
        .map(|s| s.of(text).replace("\r\n", "/").replace(['\n', '\r'], "/"))
        .collect()
}

/// Spans stand in order, inside the text, on character boundaries, and do not overlap.
fn check_order(text: &str, parts: &Paragraphs) {
    let mut all: Vec<Span> = parts
        .body
        .iter()
        .chain(&parts.furniture)
        .chain(&parts.headline)
        .copied()
        .collect();
    all.sort_unstable();
    for pair in all.windows(2) {
        assert!(pair[0].end <= pair[1].start, "{pair:?}");
    }
    for span in all {
        assert!(!span.of(text).is_empty());
    }
}

const WRAPPED: &str = " Ruritania has promised that its northern neighbour will receive a written answer to the\n\
    border proposals next week, its top diplomat said after two days of talks with his Sylvanian\n\
    counterpart on Friday. \n\n\
    Related article: Little hope as Ruritania and Sylvania meet\n\n\
    “We ended with an understanding,” Foreign Minister Anton Hauk told reporters after talks with\n\
    Secretary Rosa Klee in Strelsau.\n\n\
    https://example.org/watch?v=1\n\
    https://example.org/2024/05/06/little-hope\n\n\n\
    He did not say whether it would be made public.\n";

#[test]
fn wrapped_lines_are_one_paragraph() {
    let got = body(WRAPPED);
    assert_eq!(got.len(), 3, "{got:#?}");
    assert!(got[0].ends_with("Friday."));
    assert!(got[1].ends_with("in Strelsau."));
    let parts = split(WRAPPED);
    assert_eq!(parts.furniture.len(), 3);
    assert_eq!(parts.links.len(), 2);
    assert_eq!(
        parts.links[1].date.map(|d| d.to_string()).as_deref(),
        Some("2024-05-06")
    );
    assert_eq!(parts.headline, None);
}

#[test]
fn line_ends_of_every_system_give_the_same_paragraphs() {
    let want = body(WRAPPED);
    assert_eq!(body(&WRAPPED.replace('\n', "\r\n")), want);
    assert_eq!(body(&WRAPPED.replace('\n', "\r")), want);
    assert_eq!(body(&WRAPPED.replace("\n\n", "\n \u{200b}\t\n")), want);
}

#[test]
fn one_paragraph_a_line() {
    let text = "The envoys met in Strelsau on Monday and agreed to go on.\n\
        Hauk said the answer would come within a week, and that it would be in writing.\n\
        Klee left without a word.\n";
    assert_eq!(body(text).len(), 3);
    let text = text.replace(
        '.',
        &format!(
            ". {}.",
            "More was said of it by those who were in the room".repeat(5)
        ),
    );
    assert_eq!(body(&text).len(), 3);
}

#[test]
fn a_single_break_inside_a_sentence_is_a_space() {
    let text = "Hauk met the Secretary of State\nRosa Klee in Strelsau and said that the answer\nwould come soon.";
    assert_eq!(body(text).len(), 1);
}

#[test]
fn headline_byline_and_stamp_stand_apart() {
    let text = "Ruritania to Answer Next Week\nBy Jane Doe\nPublished: Jan 21, 2022 10:31 GMT\n\
        STRELSAU, Jan 21 (Agency) - Ruritania will answer next week, its minister said on Friday.\n\
        He did not say more.\n";
    let parts = split(text);
    check_order(text, &parts);
    assert_eq!(
        parts.headline.map(|h| h.of(text)),
        Some("Ruritania to Answer Next Week")
    );
    let dateline = parts.dateline.expect("a dateline");
    assert_eq!(dateline.place.map(|p| p.of(text)), Some("STRELSAU"));
    assert_eq!(dateline.date.map(|p| p.of(text)), Some("Jan 21"));
    let got = body(text);
    assert_eq!(
        got[0],
        "Ruritania will answer next week, its minister said on Friday."
    );
    assert_eq!(got.len(), 2);
}

#[test]
fn what_stands_above_the_first_sentence_is_no_body() {
    let text = "News > World > Europe\nShare\nRuritania to answer border plan within days\nSummary\n\
        Ruritania to respond next week\nSylvania says ready for talks\n• Next round in May\nImage caption,\nThe two ministers met on Friday\n\n\
        STRELSAU, Jan 21 (Agency) - Ruritania will answer within days.\n\nThey parted in\nDecember.\n";
    let parts = split(text);
    check_order(text, &parts);
    let headline = parts.headline.map(|h| h.of(text));
    assert_eq!(
        headline,
        Some("Ruritania to answer border plan within days")
    );
    assert!(parts.dateline.is_some());
    assert_eq!(
        body(text),
        [
            "• Next round in May",
            "Ruritania will answer within days.",
            "They parted in/December."
        ]
    );
}

#[test]
fn headings_between_paragraphs_are_furniture_and_list_items_are_not() {
    let text = "The sides met for two days in the capital and spoke of many things, among them the border.\n\n\
        Role of the neighbours\n\n\
        The neighbours said that they would watch the border and send four observers by the end of May:\n\n\
        • withdrawal of heavy weapons\n\n• opening of two bridges\n\nAll agreed to this.";
    let got = body(text);
    assert!(!got.iter().any(|p| p.starts_with("Role")), "{got:#?}");
    assert_eq!(got.iter().filter(|p| p.starts_with('•')).count(), 2);
}

#[test]
fn items_of_a_list_stay_apart() {
    let text = "The plan has three parts, and each of them was agreed by both of the parties on Monday:\n\
        1. The armies will leave the bridge and the road that leads to the bridge from the north of\n   the town.\n\
        2. The bridge will open.\n(c) The road will be mended.\n";
    assert_eq!(body(text).len(), 4);
}

#[test]
fn an_attributed_block_of_quotation_is_body() {
    let text = "The minister was asked about the note that had been sent to him by the other side on Monday.\n\n\
        “We will answer in kind.”\n\n— Anton Hauk, foreign minister\n\nThe talks went on until late in the evening, and \
        nobody left the room before it was over.";
    assert!(body(text).iter().any(|p| p.starts_with('—')));
}

#[test]
fn indented_paragraphs_without_blank_lines() {
    let text = "    The envoys met in Strelsau on Monday and agreed that they would go on with the talks as\n\
        planned in the spring of the year.\n\
        \u{20}   Hauk said the answer would come within a week, and that it would be given in writing, as\n\
        had been promised to the other side.\n";
    assert_eq!(body(text).len(), 2);
}

#[test]
fn titles_under_related_articles_go_with_it() {
    let text = "The envoys met on Monday.\n\nRelated articles\n\nWhat the envoys want\n\nWhy it matters\n\nThey met again on Tuesday.";
    assert_eq!(
        body(text),
        ["The envoys met on Monday.", "They met again on Tuesday."]
    );
}

#[test]
fn a_full_date_near_the_top_is_returned() {
    let text = "Envoys meet in Strelsau\n\nFriday, July 21, 2017\n\nThe envoys met on Friday.";
    let parts = split(text);
    assert_eq!(
        parts.day_line.map(|s| s.of(text)),
        Some("Friday, July 21, 2017")
    );
}

#[test]
fn any_text_is_split_in_linear_time() {
    let mib = 1 << 20;
    let cases = [
        "a\n".repeat(mib / 2),
        "\n".repeat(mib),
        "word ".repeat(10 * mib),
        "x".repeat(2 * mib),
        "“".repeat(mib),
        "http://a.b/".repeat(mib / 8),
        "By A ".repeat(mib / 5),
        "é\u{ad}\u{200b}\r\r\n".repeat(mib / 8),
        "GENEVA — ".repeat(mib / 9),
        "1. ".repeat(mib / 3),
        "\0".repeat(mib),
    ];
    let start = std::time::Instant::now();
    for text in &cases {
        check_order(text, &split(text));
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    let long = "word ".repeat(10 * mib);
    assert!(
        split(&long)
            .cut
            .is_some_and(|at| at as usize <= LONGEST_TEXT)
    );
}
