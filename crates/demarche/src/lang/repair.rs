//! Repairs that news prose needs, where a parser trained on little news goes wrong again and again.
//!
//! - Clauses of speech hung on the wrong word: "governments warned in recent months that …".
//! - Clauses of content taken for relative ones: "a deal that the ministry will send a reply".
//! - Finite verbs joined to an infinitive: "urged them not to fight and asserted a right".
//! - Subjects lost to a participle or an apposition: "The president, hailing the deal, said …".

use super::parse::{NO_HEAD, Parse};

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

/// All repairs, in their order.
pub(crate) fn mend(text: &str, parse: &mut Parse) {
    super::describing::mend(text, parse);
    super::adverbials::mend(text, parse);
    mark_clauses(text, parse);
    hang_clauses(text, parse);
    hang_conjuncts(parse);
    raise_verbs(text, parse);
    raise_participles(parse);
    hang_subjects(text, parse);
    hang_provisos(text, parse);
    hang_objects(parse);
    hang_asides(text, parse);
}

/// Makes "that" a mark where it was taken for the object of a verb that has one: a relative clause would
/// have a gap.
fn mark_clauses(text: &str, parse: &mut Parse) {
    for that in 0..parse.len() {
        if parse.rel(that) != "obj" || !parse.word(text, that).eq_ignore_ascii_case("that") {
            continue;
        }
        let Some(verb) = parse.parent(that).filter(|&v| that < v) else {
            continue;
        };
        let subject = parse
            .children(verb)
            .any(|c| parse.rel(c) == "nsubj" && (that..verb).contains(&c));
        let object = parse
            .children(verb)
            .any(|c| c > verb && matches!(parse.rel(c), "obj" | "ccomp"));
        let clause = matches!(parse.rel(verb), "acl" | "ccomp");
        if !subject || !object || !clause {
            continue;
        }
        parse.deprel[that] = "mark";
        parse.upos[that] = "SCONJ";
        parse.xpos[that] = "IN";
        if parse.deprel[verb] == "acl:relcl" {
            parse.deprel[verb] = "acl";
        }
    }
}

/// Hangs "that" clauses back on the verb of saying whose adverbial they were hung on.
fn hang_clauses(text: &str, parse: &mut Parse) {
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
        // "ensuring that its security and prosperity remain central": what stands right behind a verb is its.
        let verb = that.wrapping_sub(1);
        let adjoins = that > parse.sentence(that).start as usize
            && parse.upos[verb] == "VERB"
            && noun != verb
            && matches!(parse.rel(clause), "conj" | "advcl" | "acl" | "parataxis")
            && !parse.under(verb, clause);
        if adjoins && parse.children(clause).any(|c| parse.rel(c) == "nsubj") {
            parse.head[clause] = verb as u32;
            parse.deprel[clause] = "ccomp";
            continue;
        }
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

/// Hangs a finite verb that was joined to an infinitive, a gerund or a verb under "would" on the finite
/// verb above: "insisted that they be kept out but said he was open".
fn hang_conjuncts(parse: &mut Parse) {
    for verb in 0..parse.len() {
        let joined = parse.rel(verb) == "conj" && matches!(parse.xpos[verb], "VBD" | "VBN");
        let Some(first) = parse.parent(verb).filter(|&h| joined && h < verb) else {
            continue;
        };
        if let Some(saying) = said_between(parse, first, verb) {
            parse.head[verb] = saying as u32;
            continue;
        }
        if has(parse, verb, &["nsubj", "aux"]) {
            continue;
        }
        // Taggers take the past tense for a participle: "of wanting the bomb and called on others to".
        let participle = parse.xpos[verb] == "VBN";
        if participle
            && (parse.upos[verb] != "VERB"
                || parse.xpos[first] != "VBG" && parse.xpos[first] != "VB")
        {
            continue;
        }
        if parse.upos[first] != "VERB" || !tenseless(parse, first) {
            continue;
        }
        if let Some(above) = past_above(parse, first) {
            parse.head[verb] = above as u32;
        }
    }
}

/// "will answer next week, they said on Friday, and both left open a date": the verb of saying between a verb
/// to come and a past tense.
fn said_between(parse: &Parse, first: usize, verb: usize) -> Option<usize> {
    if parse.xpos[verb] != "VBD" || !tenseless(parse, first) {
        return None;
    }
    let says = |t: usize| {
        let between = first < t && t < verb;
        between && parse.xpos[t] == "VBD" && SAYING.binary_search(&parse.lemma(t)).is_ok()
    };
    let above = parse.parent(first).filter(|&t| says(t));
    above.or_else(|| parse.children(first).find(|&t| says(t)))
}

/// "to fight", "fighting", "would fight", "be kept": no verb that a past tense is joined to.
fn tenseless(parse: &Parse, verb: usize) -> bool {
    let modal = parse.children(verb).any(|c| {
        parse.rel(c) == "aux" && matches!(parse.xpos[c], "MD" | "VB" | "VBP" | "VBZ" | "TO")
    });
    let to = parse
        .children(verb)
        .any(|c| parse.rel(c) == "mark" && parse.xpos[c] == "TO");
    modal || to || matches!(parse.xpos[verb], "VB" | "VBG" | "VBP" | "VBZ")
}

/// The nearest verb in the past tense that `verb` hangs under as a complement.
fn past_above(parse: &Parse, verb: usize) -> Option<usize> {
    let mut here = verb;
    for _ in 0..5 {
        let complement = matches!(
            parse.rel(here),
            "ccomp" | "xcomp" | "advcl" | "conj" | "acl"
        );
        let above = parse.parent(here).filter(|&h| complement && h < here)?;
        let past = parse.xpos[above] == "VBD"
            || parse.xpos[above] == "VBN"
                && parse
                    .children(above)
                    .any(|c| parse.rel(c) == "aux" && parse.lemma(c) == "have");
        if past && parse.upos[above] == "VERB" {
            return Some(above);
        }
        here = above;
    }
    None
}

/// "Mr. Lee, speaking in Oslo, called on Norway to …": a finite verb that describes the sentence's root noun
/// is the sentence's verb, and the noun its subject.
fn raise_verbs(text: &str, parse: &mut Parse) {
    for verb in 1..parse.len() {
        let finite = matches!(parse.xpos[verb], "VBD" | "VBZ" | "VBP");
        // "called" may look like a participle; a second one after commas is none.
        let second = parse.xpos[verb] == "VBN"
            && parse.parent(verb).is_some_and(|n| {
                let mut before = parse.children(n).filter(|&c| n < c && c < verb);
                before.any(|c| parse.rel(c) == "acl")
            });
        let lone = parse.xpos[verb] == "VBN" && lone_verb(text, parse, verb);
        if !(finite || second || lone)
            || parse.deprel[verb] != "acl"
            || parse.word(text, verb - 1) != ","
        {
            continue;
        }
        let Some(noun) = parse
            .parent(verb)
            .filter(|&n| n < verb && parse.head[n] == NO_HEAD)
        else {
            continue;
        };
        if has(parse, verb, &["nsubj", "mark", "expl"]) || has(parse, noun, &["case", "cop"]) {
            continue;
        }
        (parse.head[verb], parse.deprel[verb]) = (NO_HEAD, "root");
        (parse.head[noun], parse.deprel[noun]) = (verb as u32, "nsubj");
        for t in verb + 1..parse.sentence(verb).end as usize {
            if parse.head[t] == noun as u32 {
                parse.head[t] = verb as u32;
            }
        }
    }
}

/// "The largest union, FNV, called on": a participle behind an apposition is the verb of a sentence that has
/// no other.
fn lone_verb(text: &str, parse: &Parse, verb: usize) -> bool {
    let Some(noun) = parse.parent(verb).filter(|&n| n < verb) else {
        return false;
    };
    let apposed = parse
        .children(noun)
        .any(|c| noun < c && c < verb && parse.rel(c) == "appos");
    let by = parse
        .children(verb)
        .any(|c| parse.rel(c) == "obl" && has_case(text, parse, c, "by"));
    apposed && !by && has(parse, verb, &["obj", "obl", "ccomp", "xcomp"])
}

/// "Azerbaijan, which had warned of it, accused Armenia of": a past tense taken for a passive without its
/// auxiliary, though it has an object.
fn raise_participles(parse: &mut Parse) {
    for verb in 0..parse.len() {
        let bare = parse.xpos[verb] == "VBN"
            && parse.upos[verb] == "VERB"
            && matches!(parse.rel(verb), "root" | "ccomp" | "conj" | "parataxis")
            && has(parse, verb, &["obj", "ccomp", "xcomp"])
            && !has(parse, verb, &["aux", "cop", "obl:agent"]);
        let subject = parse
            .children(verb)
            .find(|&c| c < verb && parse.deprel[c] == "nsubj:pass");
        if let Some(subject) = subject.filter(|_| bare) {
            parse.deprel[subject] = "nsubj";
            parse.xpos[verb] = "VBD";
        }
    }
}

/// Gives finite verbs the subject that a participle or an apposition before them took.
fn hang_subjects(text: &str, parse: &mut Parse) {
    for verb in 0..parse.len() {
        let finite = matches!(parse.xpos[verb], "VBD" | "VBZ" | "VBP" | "VBN");
        let bare = parse.upos[verb] == "VERB"
            && finite
            && matches!(parse.rel(verb), "root" | "ccomp" | "conj" | "parataxis")
            && !has(parse, verb, &["nsubj", "csubj", "expl"]);
        if !bare {
            continue;
        }
        if let Some((first, last)) = before_dashes(text, parse, verb) {
            parse.head[first] = verb as u32;
            parse.deprel[first] = "nsubj";
            if last != first {
                parse.head[last] = first as u32;
                parse.deprel[last] = "conj";
            }
            continue;
        }
        if let Some(subject) = taken_by_participle(text, parse, verb)
            .or_else(|| taken_by_apposition(text, parse, verb))
        {
            parse.head[subject] = verb as u32;
            parse.deprel[subject] = "nsubj";
        }
    }
}

/// "Iran and the six powers — the five permanent members and Germany — reached a deal": the first and the last
/// noun before a pair of dashes that ends at the verb.
fn before_dashes(text: &str, parse: &Parse, verb: usize) -> Option<(usize, usize)> {
    let start = parse.sentence(verb).start as usize;
    let dash = |t: usize| matches!(parse.word(text, t), "—" | "–" | "--");
    let closing = verb.checked_sub(1).filter(|&t| t > start && dash(t))?;
    let opening = (start + 1..closing).rev().find(|&t| dash(t))?;
    let last = opening - 1;
    if !matches!(parse.upos[last], "NOUN" | "PROPN") || parse.head[last] == verb as u32 {
        return None;
    }
    let above = parse
        .parent(last)
        .filter(|&h| parse.rel(last) == "conj" && h < last)?;
    // What is joined to the place of an opening phrase begins behind its comma.
    let comma = (above..last).find(|&t| parse.word(text, t) == ",")?;
    let first =
        (comma + 1..=last).find(|&t| parse.head[t] == above as u32 && parse.rel(t) == "conj")?;
    Some((first, last))
}

/// "The president, hailing the deal, said": the subject before a participle between commas.
fn taken_by_participle(text: &str, parse: &Parse, verb: usize) -> Option<usize> {
    if parse.xpos[verb] == "VBN" && !has(parse, verb, &["aux"]) {
        return None;
    }
    let participle = parse
        .children(verb)
        .find(|&c| c < verb && parse.rel(c) == "advcl" && matches!(parse.xpos[c], "VBG" | "VBN"))?;
    let subject = parse
        .children(participle)
        .find(|&c| c < participle && parse.rel(c) == "nsubj")?;
    let comma =
        |range: std::ops::Range<usize>| range.into_iter().any(|t| parse.word(text, t) == ",");
    (comma(subject..participle) && comma(participle..verb)).then_some(subject)
}

/// "In Edinburgh, Scotland's first minister, Nicola Sturgeon, accused …": what stands between the commas
/// after an opening phrase is no apposition of its place.
fn taken_by_apposition(text: &str, parse: &Parse, verb: usize) -> Option<usize> {
    if has(parse, verb, &["aux", "obl:agent"]) {
        return None;
    }
    let place = parse.children(verb).find(|&c| {
        c < verb && parse.rel(c) == "obl" && has(parse, c, &["case"]) && first(parse, c)
    })?;
    let subject = parse
        .children(place)
        .find(|&c| c > place && parse.rel(c) == "appos")?;
    let named = parse
        .children(subject)
        .any(|c| matches!(parse.rel(c), "det" | "nmod" | "flat" | "appos" | "amod"));
    let comma = parse.word(text, verb - 1) == ",";
    (named && comma && subject + 1 < verb).then_some(subject)
}

/// "accused May of": a name taken for a predicate of the verb it is the object of.
fn hang_objects(parse: &mut Parse) {
    for t in 0..parse.len() {
        if parse.rel(t) != "xcomp"
            || parse.upos[t] != "PROPN"
            || has(parse, t, &["case", "mark", "cop"])
        {
            continue;
        }
        let Some(verb) = parse
            .parent(t)
            .filter(|&v| v < t && parse.upos[v] == "VERB")
        else {
            continue;
        };
        let link = matches!(
            parse.lemma(verb),
            "be" | "become" | "remain" | "seem" | "stay" | "call" | "name" | "elect" | "dub"
        );
        if !link && !has(parse, verb, &["obj", "aux:pass"]) {
            parse.deprel[t] = "obj";
        }
    }
}

/// "would raise their offer provided the union agreed": a proviso taken for a deed, "provided the union".
fn hang_provisos(text: &str, parse: &mut Parse) {
    for proviso in 0..parse.len() {
        let word = parse.word(text, proviso);
        let opens = word.eq_ignore_ascii_case("provided") || word.eq_ignore_ascii_case("providing");
        if !opens || parse.rel(proviso) == "mark" || has(parse, proviso, &["nsubj", "aux", "mark"])
        {
            continue;
        }
        let s = parse.sentence(proviso);
        let stop = (proviso + 1..s.end as usize)
            .find(|&t| matches!(parse.word(text, t), "," | ";" | "." | ":" | "”" | "\""))
            .unwrap_or(s.end as usize);
        let clause = (proviso + 2..stop).find(|&t| {
            let finite = matches!(parse.xpos[t], "VBZ" | "VBD" | "VBP")
                || parse
                    .children(t)
                    .any(|c| c > proviso && parse.xpos[c] == "MD");
            parse.upos[t] == "VERB" && finite && parse.deprel[t] != "acl:relcl"
        });
        let owner = (s.start as usize..proviso)
            .rev()
            .find(|&t| parse.upos[t] == "VERB" && parse.rel(t) != "amod");
        let (Some(clause), Some(owner)) = (clause, owner) else {
            continue;
        };
        if parse.under(owner, clause) {
            continue;
        }
        let taken: Vec<usize> = parse
            .children(proviso)
            .filter(|&c| c > proviso && c != clause)
            .collect();
        for c in taken {
            if parse.rel(c) == "obj" && c < clause {
                parse.deprel[c] = "nsubj";
            }
            parse.head[c] = clause as u32;
        }
        parse.head[clause] = owner as u32;
        parse.deprel[clause] = "advcl";
        parse.head[proviso] = clause as u32;
        parse.deprel[proviso] = "mark";
    }
}

/// Nouns that sum up what was just said.
const POINTERS: [&str; 25] = [
    "account",
    "accusation",
    "allegation",
    "approach",
    "argument",
    "assertion",
    "charge",
    "claim",
    "condition",
    "demand",
    "idea",
    "move",
    "notion",
    "offer",
    "option",
    "outcome",
    "plan",
    "position",
    "proposal",
    "request",
    "something",
    "statement",
    "step",
    "suggestion",
    "view",
];

/// ", an idea that the other side turned down": hangs the noun on what it sums up, and its clause on it.
fn hang_asides(text: &str, parse: &mut Parse) {
    for noun in 2..parse.len() {
        if parse.rel(noun) != "nsubj" || POINTERS.binary_search(&parse.lemma(noun)).is_err() {
            continue;
        }
        let article = matches!(parse.lemma(noun - 1), "a" | "an" | "the");
        let comma = noun - 1 - usize::from(article);
        let start = parse.sentence(noun).start as usize;
        if comma <= start || parse.word(text, comma) != "," {
            continue;
        }
        let Some(verb) = parse.parent(noun).filter(|&v| v > noun) else {
            continue;
        };
        let rival = parse
            .children(verb)
            .any(|c| c > noun && c < verb && parse.rel(c) == "nsubj");
        let described = parse
            .children(noun)
            .any(|c| c > noun && parse.rel(c) == "acl");
        let made = verb == noun + 1
            && parse
                .children(verb)
                .any(|c| c > verb && parse.rel(c) == "obl" && has_case(text, parse, c, "by"));
        let own_clause = parse.parent(verb).is_some_and(|h| h < noun);
        if described && rival {
            // The verb keeps its other subject.
        } else if own_clause && (rival || made) {
            parse.head[verb] = noun as u32;
            parse.deprel[verb] = if rival { "acl:relcl" } else { "acl" };
            if made {
                parse.xpos[verb] = "VBN";
            }
        } else {
            continue;
        }
        let before = (start..comma)
            .rev()
            .find(|&t| parse.upos[t] != "PUNCT")
            .unwrap_or(start);
        parse.head[noun] = before as u32;
        parse.deprel[noun] = "appos";
    }
}

pub(super) fn has_case(text: &str, parse: &Parse, t: usize, preposition: &str) -> bool {
    parse
        .children(t)
        .any(|c| parse.rel(c) == "case" && parse.word(text, c).eq_ignore_ascii_case(preposition))
}

/// True when the phrase of `t` opens its sentence.
fn first(parse: &Parse, t: usize) -> bool {
    let start = parse.sentence(t).start as usize;
    parse.children(t).next().map_or(t, |c| c.min(t)) <= start + 1
}

fn has(parse: &Parse, t: usize, relations: &[&str]) -> bool {
    parse
        .children(t)
        .any(|c| relations.contains(&parse.rel(c)) || relations.contains(&parse.deprel[c]))
}

#[cfg(test)]
mod tests {
    use super::{POINTERS, SAYING};

    #[test]
    fn the_verbs_are_sorted() {
        assert!(SAYING.is_sorted());
        assert!(POINTERS.is_sorted());
    }
}
