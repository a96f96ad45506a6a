//! Small parses written by hand: direction, operators and the calendar without any model.

use super::*;
use crate::lang::{NO_HEAD, Sentence};

/// A parse from lines of `word upos xpos lemma head deprel`, heads counted from 1, one sentence; and
/// its text, words joined by spaces (a word that begins with `+` is glued to the one before).
pub(super) fn parsed(columns: &str) -> (String, Parse) {
    let mut text = String::new();
    let mut parse = Parse::default();
    for line in columns.lines().filter(|l| !l.trim().is_empty()) {
        let cells: Vec<&'static str> = line
            .split_whitespace()
            .map(|c| &*String::from(c).leak())
            .collect();
        let word = match cells[0].strip_prefix('+') {
            Some(rest) if !rest.is_empty() => rest,
            _ => {
                if !text.is_empty() {
                    text.push(' ');
                }
                cells[0]
            }
        };
        let start = text.len();
        text.push_str(word);
        parse.span.push(Span::new(start, text.len()));
        parse.upos.push(cells[1]);
        parse.xpos.push(cells[2]);
        let from = parse.lemma_text.len();
        parse.lemma_text.push_str(cells[3]);
        parse.lemma.push(Span::new(from, parse.lemma_text.len()));
        let head: u32 = cells[4].parse().expect("a head");
        parse.head.push(if head == 0 { NO_HEAD } else { head - 1 });
        parse.deprel.push(cells[5]);
        parse.sentence_of.push(0);
    }
    parse.sentences.push(Sentence {
        start: 0,
        end: parse.span.len() as u32,
        paragraph: 0,
    });
    (text, parse)
}

/// The phrases of a hand-made parse read on a day, as `words = value window rival`.
fn read_on(day: &str, columns: &str) -> Vec<String> {
    let (text, parse) = parsed(columns);
    let document = Document::new(text, day.parse().ok());
    read(&document, &parse)
        .iter()
        .map(|t| {
            let mut line = format!("{} = {}", t.full_span.of(&document.text), t.value);
            for window in [t.window, t.rival].into_iter().flatten() {
                let side = |d: Option<Date>| d.map_or(String::new(), |d| d.to_string());
                line += &format!(" {}..{}", side(window.from), side(window.to));
            }
            line
        })
        .collect()
}

const WILL_DELIVER: &str = "
    Blinken  PROPN NNP Blinken 3 nsubj
    will     AUX   MD  will    3 aux
    deliver  VERB  VB  deliver 0 root
    a        DET   DT  a       5 det
    reply    NOUN  NN  reply   3 obj
    on       ADP   IN  on      7 case
    Wednesday PROPN NNP Wednesday 3 obl
    ,        PUNCT ,   ,       9 punct
    said     VERB  VBD say     3 parataxis
    Lavrov   PROPN NNP Lavrov  9 nsubj";

#[test]
fn a_weekday_under_will_is_the_coming_one() {
    assert_eq!(
        read_on("2022-01-21", WILL_DELIVER),
        ["on Wednesday = 2022-01-26 2022-01-26..2022-01-26"]
    );
}

#[test]
fn the_report_s_own_weekday_ahead_keeps_both_readings() {
    assert_eq!(
        read_on("2022-01-19", WILL_DELIVER),
        ["on Wednesday = 2022-01-19 2022-01-19..2022-01-19 2022-01-26..2022-01-26"]
    );
}

#[test]
fn a_weekday_in_the_past_tense_is_the_last_one_or_today() {
    let met = "
        They  PRON  PRP they 2 nsubj
        met   VERB  VBD meet 0 root
        on    ADP   IN  on   4 case
        Friday PROPN NNP Friday 2 obl";
    assert_eq!(
        read_on("2022-01-21", met),
        ["on Friday = 2022-01-21 2022-01-21..2022-01-21"]
    );
    assert_eq!(
        read_on("2022-01-24", met),
        ["on Friday = 2022-01-21 2022-01-21..2022-01-21"]
    );
}

#[test]
fn an_infinitive_lies_ahead_of_the_past_verb_that_governs_it() {
    let agreed = "
        They   PRON  PRP they  2 nsubj
        agreed VERB  VBD agree 0 root
        to     PART  TO  to    4 mark
        meet   VERB  VB  meet  2 xcomp
        Monday PROPN NNP Monday 4 obl:tmod";
    assert_eq!(
        read_on("2022-01-21", agreed),
        ["Monday = 2022-01-24 2022-01-24..2022-01-24"]
    );
}

#[test]
fn by_opens_the_start_and_closes_the_end() {
    let by = "
        Iran  PROPN NNP Iran 3 nsubj
        must  AUX   MD  must 3 aux
        reply VERB  VB  reply 0 root
        by    ADP   IN  by   6 case
        the   DET   DT  the  6 det
        end   NOUN  NN  end  3 obl
        of    ADP   IN  of   9 case
        the   DET   DT  the  9 det
        year  NOUN  NN  year 6 nmod";
    assert_eq!(
        read_on("2022-01-21", by),
        ["by the end of the year = 2022 ..2022-12-31"]
    );
}

#[test]
fn without_a_report_day_values_stay_symbolic() {
    let next = "
        Talks  NOUN NNS talk 2 nsubj
        resume VERB VBP resume 0 root
        next   ADJ  JJ  next 4 amod
        week   NOUN NN  week 2 obl:tmod";
    assert_eq!(read_on("no day", next), ["next week = DCT+W1"]);
    assert_eq!(
        read_on("2021-12-30", next),
        ["next week = 2022-W01 2022-01-03..2022-01-09"]
    );
}

#[test]
fn a_deadline_on_an_event_has_an_anchor_and_no_window() {
    let within = "
        Iran   PROPN NNP Iran 3 nsubj
        will   AUX   MD  will 3 aux
        answer VERB  VB  answer 0 root
        within ADP   IN  within 6 case
        ten    NUM   CD  ten 6 nummod
        days   NOUN  NNS day 3 obl
        of     SCONJ IN  of  8 mark
        receiving VERB VBG receive 6 acl
        it     PRON  PRP it 8 obj";
    let (text, parse) = parsed(within);
    let document = Document::new(text, "2022-01-21".parse().ok());
    let phrases = read(&document, &parse);
    assert_eq!(phrases.len(), 1);
    assert_eq!(phrases[0].operator, Operator::Within);
    assert_eq!(phrases[0].window, None);
    let anchor = phrases[0].anchor.expect("an anchor");
    assert_eq!(anchor.of(&document.text), "receiving it");
}

#[test]
fn no_bytes_make_it_panic() {
    for text in [
        "",
        "May",
        "’",
        "the end of",
        "19–",
        "—",
        "2022-02-30",
        "in",
        "'99",
    ] {
        let columns = format!("{} X XX x 0 root", text.replace(' ', "_"));
        let (text, parse) = if text.is_empty() {
            (String::new(), Parse::default())
        } else {
            parsed(&columns)
        };
        let _ = read(&Document::new(text, None), &parse);
    }
}
