//! A repair that news prose needs: clauses of speech hung on the wrong word.
//!
//! "Lavrov said during his press conference that he …", "governments warned in recent months that …":
//! parsers take the clause for one that describes the noun before it. It is what was said.

use super::parse::Parse;

/// Verbs whose clause may stand far behind them.
const SAYING: [&str; 40] = [
    "acknowledge",
    "add",
    "admit",
    "agree",
    "allege",
    "announce",
    "argue",
    "assert",
    "assure",
    "believe",
    "claim",
    "complain",
    "confirm",
    "decide",
    "declare",
    "demand",
    "deny",
    "explain",
    "indicate",
    "inform",
    "insist",
    "maintain",
    "note",
    "pledge",
    "promise",
    "propose",
    "reiterate",
    "remark",
    "repeat",
    "report",
    "say",
    "state",
    "stress",
    "suggest",
    "tell",
    "threaten",
    "underline",
    "underscore",
    "vow",
    "warn",
];

/// Hangs "that" clauses back on the verb of saying whose adverbial they were hung on.
pub(crate) fn hang_clauses(text: &str, parse: &mut Parse) {
    for that in 0..parse.len() {
        if parse.rel(that) != "mark" || !parse.word(text, that).eq_ignore_ascii_case("that") {
            continue;
        }
        let Some(clause) = parse.parent(that) else {
            continue;
        };
        let Some(noun) = parse.parent(clause) else {
            continue;
        };
        if parse.rel(clause) != "acl" || noun > that {
            continue;
        }
        if let Some(verb) = verb_above(parse, noun).filter(|&v| v < noun) {
            let has_clause = parse
                .children(verb)
                .any(|c| c > verb && parse.rel(c) == "ccomp");
            let has_subject = parse.children(clause).any(|c| parse.rel(c) == "nsubj");
            if !has_clause && has_subject {
                parse.head[clause] = verb as u32;
                parse.deprel[clause] = "ccomp";
            }
        }
    }
}

/// The verb of saying that `noun` belongs to as an adverbial, at most three phrases up.
fn verb_above(parse: &Parse, noun: usize) -> Option<usize> {
    let mut here = noun;
    for _ in 0..3 {
        let above = parse.parent(here)?;
        match parse.rel(here) {
            "obl" => {
                return SAYING
                    .binary_search(&parse.lemma(above))
                    .is_ok()
                    .then_some(above);
            }
            "nmod" | "compound" | "conj" => here = above,
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::SAYING;

    #[test]
    fn the_verbs_are_sorted() {
        assert!(SAYING.is_sorted());
    }
}
