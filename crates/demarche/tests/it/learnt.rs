//! What was learnt of acts, on top of the frames: the weights that ship, and what they add.

use super::desk;
use demarche::Reader;
use demarche::acts::learnt::Weights;
use demarche::record::Kind;
use demarche::text::Document;

fn kinds(reader: &Reader, text: &str) -> Vec<Kind> {
    let document = Document::new(text.to_string(), None);
    reader
        .read(&document)
        .entries
        .iter()
        .map(|e| e.kind)
        .collect()
}

#[test]
fn weights_of_another_engine_are_refused() {
    let weights = Weights {
        engine: 1,
        ..Weights::from_bytes(demarche_models::ACTS).expect("whole")
    };
    let other = Reader::new(demarche_models::ENGINE)
        .and_then(|reader| reader.with_acts(&weights.to_bytes()))
        .expect_err("they were learnt with another engine");
    assert!(other.to_string().contains("another engine"), "{other}");
}

#[test]
fn moves_are_found_that_no_frame_sees() {
    let (mut added, mut all) = (0, 0);
    for file in desk::files("examples")
        .iter()
        .filter(|f| f.ends_with(".txt"))
    {
        let document = Document::new(desk::text_of(file), None);
        let record = desk::whole_reader().read(&document);
        all += record.entries.len();
        let learnt = record
            .entries
            .iter()
            .filter(|e| e.rule.ends_with("/learnt"));
        added += learnt.count();
    }
    println!("{added} of {all} entries of the examples were found by what was learnt");
    assert!(20 * added > all, "{added} of {all}");
    assert!(
        2 * added < all,
        "{added} of {all}: the frames should find most"
    );
}

#[test]
fn every_entry_says_how_probable_it_is() {
    let text = "Russia on Friday demanded that NATO withdraw its troops from Romania. The United \
                States rejected the demand and promised a written answer next week.";
    let document = Document::new(text.to_string(), None);
    let record = desk::whole_reader().read(&document);
    assert!(record.entries.len() >= 2, "{:?}", record.entries);
    for e in &record.entries {
        assert!(
            (0.0..=1.0).contains(&e.confidence) && e.confidence > 0.0,
            "{e:?}"
        );
    }
}

#[test]
fn any_words_can_be_judged() {
    for text in [
        "",
        "\u{0}",
        "said said said",
        "a b c d e f g",
        "( ( ( \u{201c}",
        "😀 demanded 😀",
    ] {
        let _ = kinds(desk::whole_reader(), text);
    }
    let many = "Iran told Iraq that Iran would meet Iraq and that ".repeat(400);
    let _ = kinds(desk::whole_reader(), &many);
}
