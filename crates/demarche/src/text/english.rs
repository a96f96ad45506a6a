//! Is a text English? Told by the share of English function words, so that nothing is read of a text in
//! another language as if it were English.

use super::Span;

/// Frequent English words, sorted, that the other languages of the Latin script do not share.
const WORDS: &[&str] = &[
    "about", "after", "also", "and", "are", "as", "at", "be", "been", "between", "but", "by",
    "for", "from", "had", "has", "have", "he", "his", "i", "if", "is", "it", "its", "not", "of",
    "on", "or", "our", "s", "said", "she", "than", "that", "the", "their", "there", "they", "this",
    "to", "was", "we", "were", "when", "which", "who", "will", "with", "would", "you",
];
/// Fewer words than this decide nothing.
const FEWEST: usize = 12;
/// So many words are looked at.
const MOST: usize = 2_000;

/// False when the paragraphs are plainly in another language; true in doubt.
pub(super) fn is_english(text: &str, paragraphs: &[Span]) -> bool {
    let (mut all, mut english, mut plain, mut foreign) = (0, 0, 0, 0);
    let words = paragraphs
        .iter()
        .flat_map(|p| p.of(text).split(|c: char| !c.is_alphabetic()))
        .filter(|w| !w.is_empty());
    for word in words.take(MOST) {
        all += 1;
        let strange =
            !word.starts_with(|c: char| c.is_ascii() || ('\u{c0}'..'\u{250}').contains(&c));
        // A run of a script without spaces counts by its characters: three to a word.
        foreign += if strange {
            word.chars().count().div_ceil(3)
        } else {
            0
        };
        if word.len() <= 7 {
            let low = word.to_ascii_lowercase();
            english += usize::from(WORDS.binary_search(&low.as_str()).is_ok());
            plain += usize::from(matches!(low.as_str(), "the" | "and" | "that" | "with"));
        }
    }
    if all + foreign < FEWEST {
        return true;
    }
    // A short report may have one "the" in twelve words, which no other language has.
    foreign * 2 < all && (english * 100 >= all * 12 || plain * 100 >= all * 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        assert!(WORDS.is_sorted());
        let check = |text: &str, want: bool| {
            assert_eq!(
                is_english(text, &[Span::new(0, text.len())]),
                want,
                "{text}"
            );
        };
        check(
            "Hauk said the answer would come within a week, and that it would be in writing.",
            true,
        );
        check("Envoys meet.", true);
        check(
            "Israel defied the Security Council's demand. Sudan ignored Kenya's appeal.",
            true,
        );
        check(
            "Cuba brushed off Spain's suggestion. Venezuela brushed aside Brazil's proposal.",
            true,
        );
        check(
            "Minister Hauk signs Strelsau border treaty; Rosa Klee absent. The deal is to be ratified by May.",
            true,
        );
        check(
            "Der Minister sagte am Freitag, die Antwort werde in der nächsten Woche schriftlich übergeben.",
            false,
        );
        check(
            "Le ministre a déclaré vendredi que la réponse serait remise par écrit la semaine prochaine.",
            false,
        );
        check(
            "De minister zei vrijdag dat het antwoord volgende week schriftelijk zal worden gegeven, of niet.",
            false,
        );
        check(
            "El ministro dijo el viernes que la respuesta se entregaría por escrito la próxima semana.",
            false,
        );
        check(
            "Министр сказал в пятницу, что письменный ответ будет передан на следующей неделе, если стороны согласятся.",
            false,
        );
        check(
            "外交部长星期五表示书面答复将于下周转交双方将在日内瓦继续会谈并讨论安全保障问题以及其他共同关心的事项",
            false,
        );
    }
}
