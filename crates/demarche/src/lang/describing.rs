//! Words that describe a noun and are taken for more by parsers.
//!
//! - Titles with "of": in "with Secretary of State Antony Blinken" somebody is met "with Secretary" and
//!   "of Blinken", where the title describes the person.
//! - Participles with an adverb: "demanded legally binding guarantees" demands guarantees.

use super::lists;
use super::parse::Parse;

/// Verbs after which a participle is what is done: "began openly arming rebels".
const OF_DOING: [&str; 22] = [
    "admit",
    "avoid",
    "begin",
    "consider",
    "continue",
    "deny",
    "discuss",
    "favor",
    "favour",
    "finish",
    "keep",
    "like",
    "mind",
    "oppose",
    "propose",
    "recommend",
    "resume",
    "risk",
    "start",
    "stop",
    "suggest",
    "support",
];

/// Hangs such words on the nouns that they describe.
pub(super) fn mend(text: &str, parse: &mut Parse) {
    for of in 1..parse.len() {
        if parse.rel(of) == "xcomp" && parse.xpos[of] == "VBG" {
            describe(text, parse, of);
        }
        if parse.word(text, of) == "of"
            && parse.rel(of) == "case"
            && let Some((title, name)) = title_and_name(text, parse, of)
        {
            hang(parse, title, of, name);
        }
    }
}

/// Makes a participle between an adverb in "-ly" and its object describe the object.
fn describe(text: &str, parse: &mut Parse, participle: usize) {
    let (adverb, noun) = (participle - 1, participle + 1);
    let Some(verb) = parse.parent(participle).filter(|&v| v < participle) else {
        return;
    };
    let ours = |t: usize| t < parse.len() && parse.head[t] == participle as u32;
    let framed = ours(adverb) && parse.word(text, adverb).ends_with("ly") && ours(noun);
    let free = !parse.children(verb).any(|c| parse.rel(c) == "obj");
    if framed && free && parse.rel(noun) == "obj" && !OF_DOING.contains(&parse.lemma(verb)) {
        (parse.head[noun], parse.deprel[noun]) = (verb as u32, "obj");
        (parse.head[participle], parse.deprel[participle]) = (noun as u32, "amod");
        for t in noun + 1..parse.sentence(noun).end as usize {
            if parse.head[t] == participle as u32 {
                parse.head[t] = verb as u32;
            }
        }
    }
}

/// The title before "of" and the person's first name behind the office.
fn title_and_name(text: &str, parse: &Parse, of: usize) -> Option<(usize, usize)> {
    let (title, name) = (of - 1, parse.parent(of)?);
    let sentence = parse.sentence(of);
    let office = name.checked_sub(1).filter(|&t| t > of)?;
    let described = parse.head[office] == name as u32 && parse.deprel[office] == "nmod:desc";
    let inside = title >= sentence.start as usize && name + 1 < sentence.end as usize;
    let full = inside && parse.head[name + 1] == name as u32 && parse.rel(name + 1) == "flat";
    let titled = lists::name_noun(parse.word(text, title)) == Some("title");
    (described && full && titled && !parse.under(title, name)).then_some((title, name))
}

/// The name takes the place of the title, and the office becomes the title's.
fn hang(parse: &mut Parse, title: usize, of: usize, name: usize) {
    let start = parse.sentence(of).start as usize;
    let office = name - 1;
    for t in start..of {
        if parse.head[t] == title as u32 && matches!(parse.rel(t), "case" | "cc" | "mark") {
            parse.head[t] = name as u32;
        }
    }
    (parse.head[name], parse.deprel[name]) = (parse.head[title], parse.deprel[title]);
    (parse.head[title], parse.deprel[title]) = (name as u32, "nmod:desc");
    (parse.head[office], parse.deprel[office]) = (title as u32, "nmod");
    for t in of..office {
        if parse.head[t] == name as u32 {
            parse.head[t] = office as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{NO_HEAD, Sentence};
    use crate::text::Span;

    #[test]
    fn the_person_is_met_and_not_the_secretary() {
        let text = "He met with Secretary of State Ann Lee";
        let mut parse = Parse::default();
        let mut from = 0;
        for word in text.split(' ') {
            parse.span.push(Span::new(from, from + word.len()));
            from += word.len() + 1;
            parse.sentence_of.push(0);
        }
        parse.sentences.push(Sentence {
            start: 0,
            end: 8,
            paragraph: 0,
        });
        parse.head = vec![1, NO_HEAD, 3, 1, 6, 6, 1, 6];
        parse.xpos = vec!["NNP"; 8];
        parse.deprel = vec![
            "nsubj",
            "root",
            "case",
            "obl",
            "case",
            "nmod:desc",
            "obl",
            "flat",
        ];
        mend(text, &mut parse);
        assert_eq!(parse.head, [1, NO_HEAD, 6, 6, 5, 3, 1, 6]);
        assert_eq!(parse.deprel[3..7], ["nmod:desc", "case", "nmod", "obl"]);
    }
}
