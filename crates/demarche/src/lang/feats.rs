//! The column FEATS of CoNLL-U: what tag, word and tree say of a word's features.
//!
//! The network knows no features; nearly all of those in EWT and GUM follow from the Penn tag, a short
//! list of words (`rules/en/lang/feats.tsv`), and for person and number of a verb from its subject.
//! What rests on judgement ("Typo", "ExtPos", "Style") is left out.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Parse;

/// Lower-cased word and Penn tag -> features.
static WORDS: LazyLock<HashMap<(&str, &str), &str>> = LazyLock::new(|| {
    let rows = include_str!("../../rules/en/lang/feats.tsv").lines();
    rows.filter(|l| !l.starts_with('#'))
        .filter_map(|row| {
            let mut cells = row.split('\t');
            Some(((cells.next()?, cells.next()?), cells.next()?))
        })
        .collect()
});

/// Longest word in the list, in bytes.
const LONGEST: usize = 12;

/// Written-out numbers that say which one.
const ORDINALS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// Person and number, as the subject of a verb has them.
type Subject = (u8, &'static str);

/// The features of every word of `parse`, in the order of the alphabet and joined by `|`; `_` where a
/// word has none.
pub fn features(text: &str, parse: &Parse) -> Vec<String> {
    let subjects = Subjects::of(text, parse);
    let features = |t: usize| {
        let found = Word {
            text,
            parse,
            t,
            subjects: &subjects,
        }
        .features();
        if found.is_empty() {
            "_".to_string()
        } else {
            found
        }
    };
    (0..parse.len()).map(features).collect()
}

/// What each verb's own clause says: subject, passive, helping verbs.
struct Subjects {
    /// The subject of each word that has one.
    subject: Vec<Option<Subject>>,
    /// Whether a word has a helping verb, or "to".
    helped: Vec<bool>,
    /// Whether a word has a passive helping verb or subject.
    passive: Vec<bool>,
    /// Whether another word is joined to this one.
    joined: Vec<bool>,
}

impl Subjects {
    /// Looks at each word and its head once.
    fn of(text: &str, parse: &Parse) -> Subjects {
        let n = parse.len();
        let mut found = Subjects {
            subject: vec![None; n],
            helped: vec![false; n],
            passive: vec![false; n],
            joined: vec![false; n],
        };
        let heads = |t: usize| parse.parent(t);
        for t in 0..n {
            let Some(head) = heads(t) else { continue };
            match parse.deprel[t] {
                "conj" => found.joined[head] = true,
                "aux" | "cop" => found.helped[head] = true,
                "aux:pass" | "nsubj:pass" | "csubj:pass" => found.passive[head] = true,
                "mark" if parse.xpos[t] == "TO" => found.helped[head] = true,
                _ => {}
            }
            found.helped[head] |= parse.deprel[t] == "aux:pass";
        }
        for t in 0..n {
            if let Some(head) = heads(t).filter(|_| parse.rel(t) == "nsubj") {
                found.subject[head] = Some(number_of(text, parse, t, found.joined[t]));
            }
        }
        found
    }
}

/// Person and number of a subject.
fn number_of(text: &str, parse: &Parse, t: usize, joined: bool) -> Subject {
    let word = parse.word(text, t);
    let is = |words: &[&str]| words.iter().any(|w| word.eq_ignore_ascii_case(w));
    let plural = matches!(parse.xpos[t], "NNS" | "NNPS")
        || is(&["they", "we", "these", "those", "both", "many", "few"]);
    let number = if plural || joined { "Plur" } else { "Sing" };
    match () {
        () if is(&["i"]) => (1, "Sing"),
        () if is(&["we"]) => (1, "Plur"),
        () if is(&["you"]) => (2, "Sing"),
        () => (3, number),
    }
}

/// One word and what is known of its clause.
struct Word<'a> {
    text: &'a str,
    parse: &'a Parse,
    t: usize,
    subjects: &'a Subjects,
}

impl Word<'_> {
    fn features(&self) -> String {
        let (upos, xpos) = (self.parse.upos[self.t], self.parse.xpos[self.t]);
        if let Some(listed) = self.listed(upos, xpos) {
            return listed.to_string();
        }
        let plain = match (upos, xpos) {
            ("NOUN" | "PROPN" | "SYM", "NN" | "NNP") => "Number=Sing",
            ("NOUN" | "PROPN", "NNS" | "NNPS") => "Number=Plur",
            ("ADJ", "JJ") => return self.adjective(),
            ("ADJ", "NNP" | "VBN" | "VBG") => "Degree=Pos",
            ("ADJ" | "ADV", "JJR" | "RBR") => "Degree=Cmp",
            ("ADJ" | "ADV", "JJS" | "RBS") => "Degree=Sup",
            ("NUM", _) => return self.numeral(),
            ("X", "FW") => "Foreign=Yes",
            ("VERB" | "AUX", _) => return self.verb(xpos),
            _ => "",
        };
        plain.to_string()
    }

    /// The features of a listed word, its case as its place in the clause asks for.
    fn listed(&self, upos: &str, xpos: &'static str) -> Option<String> {
        let word = self.parse.word(self.text, self.t);
        if word.len() > LONGEST
            || !matches!(upos, "ADV" | "CCONJ" | "DET" | "INTJ" | "PART" | "PRON")
        {
            return None;
        }
        let word = word.to_lowercase().replace('\u{2019}', "'");
        let found = *WORDS.get(&(word.as_str(), xpos))?;
        let deprel = self.parse.deprel[self.t];
        let subject = deprel.starts_with("nsubj") || deprel.starts_with("expl");
        let both = matches!(word.as_str(), "it" | "you");
        if both && xpos == "PRP" && !subject && self.parse.parent(self.t).is_some() {
            return Some(found.replace("Case=Nom", "Case=Acc"));
        }
        Some(found.to_string())
    }

    /// "Third", "20th": an adjective that counts.
    fn adjective(&self) -> String {
        let word = self.parse.word(self.text, self.t);
        let is = |w: &&str| word.eq_ignore_ascii_case(w);
        if ORDINALS.iter().any(is) {
            "Degree=Pos|NumForm=Word|NumType=Ord".to_string()
        } else if word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(['t', 'd', 'h'])
        {
            "Degree=Pos|NumForm=Combi|NumType=Ord".to_string()
        } else {
            "Degree=Pos".to_string()
        }
    }

    fn numeral(&self) -> String {
        let word = self.parse.word(self.text, self.t);
        let form =
            if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '\'')) {
                "Digit"
            } else if word.bytes().all(|b| b"IVXLCDM".contains(&b)) {
                "Roman"
            } else {
                "Word"
            };
        // "3/4", "1.5"; but "04/25/01" and "1.2.3" are none.
        let part = word.matches(['/', '.']).count() == 1 && !word.starts_with('.');
        let kind = if form == "Digit" && part {
            "Frac"
        } else {
            "Card"
        };
        format!("NumForm={form}|NumType={kind}")
    }

    fn verb(&self, xpos: &str) -> String {
        let deprel = self.parse.deprel[self.t];
        match xpos {
            "VB" if self.is_command() => "Mood=Imp|VerbForm=Fin".to_string(),
            "VB" => "VerbForm=Inf".to_string(),
            "MD" => "VerbForm=Fin".to_string(),
            "VBG"
                if matches!(
                    self.parse.rel(self.t),
                    "nsubj" | "obj" | "obl" | "nmod" | "csubj"
                ) || matches!(deprel, "compound" | "acl" | "advcl") && self.is_marked() =>
            {
                "VerbForm=Ger".to_string()
            }
            "VBG" => "Tense=Pres|VerbForm=Part".to_string(),
            "VBN" if self.is_passive() => "Tense=Past|VerbForm=Part|Voice=Pass".to_string(),
            "VBN" => "Tense=Past|VerbForm=Part".to_string(),
            "VBZ" => finite((3, "Sing"), "Pres"),
            // "Suffers" would be the singular.
            "VBP" => {
                let spoken = self.subject().filter(|s| s.0 < 3);
                finite(spoken.unwrap_or((3, "Plur")), "Pres")
            }
            "VBD" => finite(self.subject().unwrap_or((3, "Sing")), "Past"),
            _ => String::new(),
        }
    }

    /// "Go!", "Please reply": no subject, no helping verb, no "to", and a clause of its own.
    fn is_command(&self) -> bool {
        let own = matches!(
            self.parse.rel(self.t),
            "root" | "parataxis" | "conj" | "ccomp"
        );
        let t = self.t;
        own && self.parse.upos[t] == "VERB"
            && !self.subjects.helped[t]
            && self.subjects.subject[t].is_none()
            && (self.parse.rel(t) != "conj"
                || self
                    .parse
                    .parent(t)
                    .is_some_and(|h| !self.subjects.helped[h]))
    }

    /// "By replying": a preposition or mark stands before it.
    fn is_marked(&self) -> bool {
        let t = self.t;
        t > 0 && self.parse.parent(t - 1) == Some(t) && self.parse.rel(t - 1) == "mark"
    }

    fn is_passive(&self) -> bool {
        let t = self.t;
        let describes = matches!(self.parse.rel(t), "acl" | "amod" | "advcl" | "xcomp");
        self.subjects.passive[t] || describes && !self.subjects.helped[t]
    }

    /// The subject of the verb's own clause, or else of the one that it is joined to.
    fn subject(&self) -> Option<Subject> {
        let helps = matches!(self.parse.rel(self.t), "aux" | "cop");
        let mut here = if helps {
            self.parse.parent(self.t)?
        } else {
            self.t
        };
        for _ in 0..3 {
            if let Some(found) = self.subjects.subject[here] {
                return Some(found);
            }
            if self.parse.rel(here) == "acl" {
                // "The envoys who met": the described noun is the subject.
                return self.parse.parent(here).map(|noun| {
                    number_of(self.text, self.parse, noun, self.subjects.joined[noun])
                });
            }
            if self.parse.rel(here) != "conj" {
                return None;
            }
            here = self.parse.parent(here)?;
        }
        None
    }
}

fn finite((person, number): Subject, tense: &str) -> String {
    format!("Mood=Ind|Number={number}|Person={person}|Tense={tense}|VerbForm=Fin")
}
