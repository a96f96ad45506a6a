//! The cast while it is being made: what has been found so far, and small questions about tokens.

use super::holders;
use super::spelling::{skeleton, slug};
use super::world::{FormKind, Gender, Rank, World};
use super::{Cast, Mention, Party, PartyKind, Person};
use crate::lang::{NO_HEAD, NameKind, Parse};
use crate::text::Document;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many names, people and bodies a question looks at, so that a long text costs no more than its share.
pub(super) const NAMES: usize = 200;

/// A known form or a body's name in the text: tokens `start..end`.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub kind: FormKind,
    /// Indices into `Cast::parties`.
    pub parties: Vec<u32>,
}

/// What is known of a person beside what the record says.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Skeletons of the words of the name.
    pub words: Vec<String>,
    pub rank: Option<Rank>,
    pub gender: Option<Gender>,
    /// Somebody who held the office once, or never held one: speaks for nobody.
    pub alone: bool,
    /// Where the name first stands.
    pub first: usize,
    /// The party that words around the name show ("King Hussein of Jordan"), before anything is resolved.
    pub side: Option<u32>,
    /// The title that a name of one word was introduced by.
    pub title: String,
    /// The name begins with a given name that is known as one.
    pub given: bool,
}

/// A person's name in the text: tokens `start..end`, without titles.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameSpan {
    pub start: usize,
    pub end: usize,
    pub person: Option<u32>,
}

/// Words that a name for a body brings with it.
#[derive(Clone, Debug, Default)]
pub(super) struct BodyFacts {
    /// Lower-case words of the name.
    pub words: Vec<String>,
    /// Nouns that may stand for it, from the tables; separated by `|`.
    pub nouns: &'static str,
}

/// A party where the text names it, by itself or by one of its people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub at: usize,
    pub party: u32,
    pub subject: bool,
    pub locative: bool,
    /// Named by an adjective only.
    pub adjective: bool,
}

/// The cast while it is being made.
pub(super) struct Draft<'a> {
    pub text: &'a str,
    pub parse: &'a Parse,
    pub world: &'a World,
    pub document: &'a Document,
    pub day: Option<Date>,
    pub cast: Cast,
    pub hits: Vec<Hit>,
    /// For each token, 1 + the index of the hit that covers it.
    pub hit_of: Vec<u32>,
    pub names: Vec<NameSpan>,
    /// For each token, 1 + the index of the name that covers it.
    pub name_of: Vec<u32>,
    pub facts: Vec<Facts>,
    /// People by the skeleton of a word of their names, in the order they were found.
    pub by_word: HashMap<String, Vec<u32>>,
    /// Words of the text that stand after another capitalised word.
    pub introduced: HashSet<&'a str>,
    pub bodies: BTreeMap<u32, BodyFacts>,
    /// For each token, 1 + the index of the engine's name that covers it.
    pub ner_of: Vec<u32>,
    /// For each token, whether it stands inside quotation marks.
    pub quoted: Vec<bool>,
    /// Parties in text order, for "the government" and "the company".
    pub trail: Vec<Step>,
    /// How often each party is named in all.
    pub count: Vec<u32>,
    /// The same without mentions as a mere place: "in Havana".
    pub acting: Vec<u32>,
    /// The parties named most, most first.
    pub ranked: Vec<u32>,
    world_party: HashMap<u16, u32>,
    own_party: HashMap<String, u32>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(document: &'a Document, parse: &'a Parse, world: &'a World) -> Draft<'a> {
        let n = parse.len();
        let mut ner_of = vec![0; n];
        for (i, name) in parse.names.iter().enumerate() {
            for cell in ner_of
                .iter_mut()
                .take(name.end as usize)
                .skip(name.start as usize)
            {
                *cell = i as u32 + 1;
            }
        }
        Draft {
            text: &document.text,
            parse,
            world,
            document,
            day: document.date,
            cast: Cast::default(),
            hits: Vec::new(),
            hit_of: vec![0; n],
            names: Vec::new(),
            name_of: vec![0; n],
            facts: Vec::new(),
            by_word: HashMap::new(),
            introduced: HashSet::new(),
            bodies: BTreeMap::new(),
            ner_of,
            quoted: quoted(&document.text, parse),
            trail: Vec::new(),
            count: Vec::new(),
            acting: Vec::new(),
            ranked: Vec::new(),
            world_party: HashMap::new(),
            own_party: HashMap::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.parse.len()
    }

    pub(super) fn word(&self, t: usize) -> &'a str {
        self.parse.word(self.text, t)
    }

    /// The word, or nothing past the end.
    pub(super) fn word_at(&self, t: usize) -> &'a str {
        if t < self.len() { self.word(t) } else { "" }
    }

    /// The word in lower case; empty past the ends.
    pub(super) fn low(&self, t: usize) -> Cow<'a, str> {
        if t >= self.len() {
            return Cow::Borrowed("");
        }
        lower(self.word(t))
    }

    /// True when the token begins with a capital letter.
    pub(super) fn is_capital(&self, t: usize) -> bool {
        t < self.len() && self.word(t).chars().next().is_some_and(char::is_uppercase)
    }

    /// True when nothing stands between the token and the next one.
    pub(super) fn joined(&self, t: usize) -> bool {
        t + 1 < self.len() && self.parse.span[t].end == self.parse.span[t + 1].start
    }

    /// True when both tokens stand in one sentence.
    pub(super) fn together(&self, a: usize, b: usize) -> bool {
        a < self.len() && b < self.len() && self.parse.sentence_of[a] == self.parse.sentence_of[b]
    }

    /// True for the "'s" of a possessor.
    pub(super) fn is_possessive(&self, t: usize) -> bool {
        t < self.len() && matches!(self.word(t), "'s" | "’s" | "'" | "’" | "‘s")
    }

    pub(super) fn hit(&self, t: usize) -> Option<&Hit> {
        let i = *self.hit_of.get(t)?;
        (i > 0).then(|| &self.hits[i as usize - 1])
    }

    pub(super) fn name(&self, t: usize) -> Option<NameSpan> {
        let i = *self.name_of.get(t)?;
        (i > 0).then(|| self.names[i as usize - 1])
    }

    /// What the engine takes the token's name for.
    pub(super) fn ner(&self, t: usize) -> Option<(usize, usize, NameKind)> {
        let i = *self.ner_of.get(t)?;
        let name = (i > 0).then(|| self.parse.names[i as usize - 1])?;
        Some((name.start as usize, name.end as usize, name.kind))
    }

    /// The words of tokens `start..end` as they stand, white space made plain.
    pub(super) fn words(&self, start: usize, end: usize) -> String {
        if start >= end {
            return String::new();
        }
        let span = self.parse.span[start].join(self.parse.span[end - 1]);
        let mut out = String::with_capacity(span.len());
        for part in span.of(self.text).split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(part);
        }
        out
    }

    /// The cast's number of a party the tables know.
    pub(super) fn known(&mut self, party: u16) -> u32 {
        let party = self.of_the_day(party);
        if let Some(&at) = self.world_party.get(&party) {
            return at;
        }
        let at = self.cast.parties.len() as u32;
        self.cast
            .parties
            .push(self.world.parties[party as usize].clone());
        self.world_party.insert(party, at);
        if let Some(nouns) = self.world.nouns.get(&party) {
            let facts = BodyFacts {
                words: Vec::new(),
                nouns,
            };
            self.bodies.insert(at, facts);
        }
        at
    }

    /// The party that a name means on the report's day: Moscow is the Soviet Union's until its last one.
    fn of_the_day(&self, party: u16) -> u16 {
        let last = jiff::civil::date(1991, 12, 25);
        let soviet = self.day.is_some_and(|day| day <= last);
        match self.world.party("SUN") {
            Some(soviets) if soviet && Some(party) == self.world.party("RUS") => soviets,
            _ => party,
        }
    }

    /// The cast's number of a party by its code, if the tables know it.
    pub(super) fn known_id(&mut self, id: &str) -> Option<u32> {
        let party = self.world.party(id)?;
        Some(self.known(party))
    }

    /// The cast's number of a body that the report itself names.
    pub(super) fn body(&mut self, name: &str) -> Option<u32> {
        let id = slug(name);
        if id.is_empty() {
            return None;
        }
        if let Some(known) = self.world.party(&id) {
            return Some(self.known(known));
        }
        if let Some(&at) = self.own_party.get(&id) {
            return Some(at);
        }
        let at = self.cast.parties.len() as u32;
        self.cast.parties.push(Party {
            id: id.clone(),
            name: name.to_string(),
            kind: PartyKind::Body,
        });
        self.own_party.insert(id, at);
        Some(at)
    }

    /// Writes down in text order where parties are named.
    pub(super) fn retrace(&mut self) {
        let mut trail = Vec::new();
        for number in 1..=self.hits.len() {
            let hit = &self.hits[number - 1];
            // "the former UN chief" says nothing of the UN.
            let former = hit.start > 0 && self.low(hit.start - 1) == "former";
            if self.hit_of[hit.start] != number as u32 || former {
                continue;
            }
            let subject = self.is_subject(hit.end - 1);
            let locative = self.is_locative(hit.start, hit.kind);
            let steps = hit.parties.iter().map(|&party| Step {
                at: hit.start,
                party,
                subject,
                locative,
                adjective: hit.kind == FormKind::Adjective,
            });
            trail.extend(steps);
        }
        for name in &self.names {
            let party = name.person.and_then(|p| self.cast.people[p as usize].party);
            let subject = self.is_subject(name.start) || self.is_subject(name.end - 1);
            trail.extend(party.map(|party| Step {
                at: name.start,
                party,
                subject,
                locative: false,
                adjective: false,
            }));
        }
        trail.sort_by_key(|step| step.at);
        self.count = vec![0; self.cast.parties.len()];
        self.acting = self.count.clone();
        for step in &trail {
            self.count[step.party as usize] += 1;
            self.acting[step.party as usize] += u32::from(!step.locative);
        }
        let mut ranked: Vec<u32> = (0..self.count.len() as u32)
            .filter(|&p| self.count[p as usize] > 0)
            .collect();
        ranked.sort_by_key(|&p| std::cmp::Reverse(self.count[p as usize]));
        ranked.truncate(40);
        self.ranked = ranked;
        self.trail = trail;
    }

    /// True when the token, or the one it modifies as part of a name, is a subject.
    pub(super) fn is_subject(&self, t: usize) -> bool {
        let mut t = t;
        for _ in 0..3 {
            match self.parse.rel(t) {
                "nsubj" => return true,
                "flat" | "compound" | "appos" | "conj" | "amod" | "nmod" => {
                    match self.parse.parent(t) {
                        Some(parent) => t = parent,
                        None => return false,
                    }
                }
                _ => return false,
            }
        }
        false
    }

    /// True for a place where something is or goes: "in Moscow", "to Geneva".
    pub(super) fn is_locative(&self, start: usize, kind: FormKind) -> bool {
        if !matches!(kind, FormKind::Capital | FormKind::Name) || start == 0 {
            return false;
        }
        let before = self.low(start - 1);
        let before = if &*before == "the" && start > 1 {
            self.low(start - 2)
        } else {
            before
        };
        match &*before {
            "in" | "at" | "near" | "around" | "across" | "inside" | "outside" | "throughout"
            | "into" | "within" => true,
            "from" | "to" => kind == FormKind::Capital,
            _ => false,
        }
    }

    /// The cast's number of a party the report has named.
    pub(super) fn has(&self, id: &str) -> Option<u32> {
        let party = self.of_the_day(self.world.party(id)?);
        let at = *self.world_party.get(&party)?;
        self.count
            .get(at as usize)
            .is_some_and(|&c| c > 0)
            .then_some(at)
    }

    /// The last names before token `t`, the nearest first.
    pub(super) fn names_before(&self, t: usize) -> impl Iterator<Item = &NameSpan> {
        let to = self.names.partition_point(|name| name.start < t);
        self.names[..to].iter().rev().take(NAMES)
    }

    pub(super) fn is_state(&self, party: u32) -> bool {
        self.cast.parties[party as usize].kind == PartyKind::State
    }

    /// Adds a person and what is known of him.
    pub(super) fn person(&mut self, name: &str, first: usize) -> u32 {
        let at = self.cast.people.len() as u32;
        self.cast.people.push(Person {
            id: slug(name),
            name: name.to_string(),
            party: None,
            office: None,
        });
        let plain = name.trim_end_matches("Jr.").trim_end_matches([',', ' ']);
        let words: Vec<String> = plain
            .split(' ')
            .map(skeleton)
            .filter(|w| !w.is_empty())
            .collect();
        for word in &words {
            let list = self.by_word.entry(word.clone()).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
        let given = holders::first_and_last(name).0;
        self.facts.push(Facts {
            words,
            gender: self.world.gender(given),
            given: self.world.gender(given).is_some(),
            first,
            ..Facts::default()
        });
        at
    }

    /// Adds a mention with the head that syntax gives it.
    pub(super) fn mention(
        &mut self,
        start: usize,
        end: usize,
        parties: Vec<u32>,
        person: Option<u32>,
        rule: &'static str,
    ) {
        let head = self.head(start, end);
        self.mention_at(start, end, head, parties, person, rule);
    }

    /// Adds a mention whose head is known.
    pub(super) fn mention_at(
        &mut self,
        start: usize,
        end: usize,
        head: usize,
        parties: Vec<u32>,
        person: Option<u32>,
        rule: &'static str,
    ) {
        let locative = false;
        let (start, end, head) = (start as u32, end as u32, head as u32);
        self.cast.mentions.push(Mention {
            start,
            end,
            head,
            parties,
            person,
            rule,
            locative,
        });
    }

    /// The token of `start..end` that hangs on something outside, else the last one.
    pub(super) fn head(&self, start: usize, end: usize) -> usize {
        let outside = |t: &usize| {
            let head = self.parse.head[*t];
            head == NO_HEAD || (head as usize) < start || head as usize >= end
        };
        let tokens = (start..end).filter(outside);
        let noun = |t: &usize| {
            matches!(
                self.parse.upos[*t],
                "NOUN" | "PROPN" | "PRON" | "NUM" | "ADJ"
            )
        };
        let mut first = None;
        for t in tokens {
            if noun(&t) && self.parse.head[t] != NO_HEAD || self.parse.deprel[t] == "root" {
                return t;
            }
            first = first.or(Some(t));
        }
        match first {
            // Without syntax every token is its own head: the last noun is the best guess.
            Some(t) if self.parse.head[t] != NO_HEAD => t,
            _ => end.saturating_sub(1),
        }
    }
}

/// Lower case, borrowed where nothing changes.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

/// The singular of a lower-case noun, as far as endings tell.
pub(super) fn singular(word: &str) -> Cow<'_, str> {
    let irregular = match word {
        "men" => "man",
        "women" => "woman",
        "people" | "police" | "series" | "news" | "forces" | "armed forces" => word,
        "chiefs of staff" => "chief of staff",
        "attorneys general" => "attorney general",
        "secretaries of state" => "secretary of state",
        "heads of state" => "head of state",
        "heads of government" => "head of government",
        _ => "",
    };
    if !irregular.is_empty() {
        return Cow::Borrowed(irregular);
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return Cow::Owned(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("men").filter(|stem| stem.len() > 2) {
        return Cow::Owned(format!("{stem}man"));
    }
    for (ending, keep) in [("sses", 2), ("ches", 2), ("shes", 2), ("xes", 1)] {
        if word.ends_with(ending) {
            return Cow::Borrowed(&word[..word.len() - ending.len() + keep]);
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'i', 'u']) && stem.len() > 1 => Cow::Borrowed(stem),
        _ => Cow::Borrowed(word),
    }
}

/// Which tokens stand inside quotation marks. A mark opens or closes by its shape, a straight one in
/// turn; a paragraph that ends inside a quotation closes it, since the next one opens it anew.
fn quoted(text: &str, parse: &Parse) -> Vec<bool> {
    let mut out = vec![false; parse.len()];
    let mut open = false;
    let mut paragraph = u32::MAX;
    for (t, cell) in out.iter_mut().enumerate() {
        let here = parse.sentence(t).paragraph;
        if here != paragraph {
            open = false;
            paragraph = here;
        }
        match parse.word(text, t) {
            "“" | "„" | "«" | "``" => open = true,
            "”" | "»" | "''" => open = false,
            "\"" => open = !open,
            _ => *cell = open,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_lose_their_ending() {
        for (many, one) in [
            ("officials", "official"),
            ("parties", "party"),
            ("spokesmen", "spokesman"),
            ("agencies", "agency"),
            ("press", "press"),
            ("hostesses", "hostess"),
            ("men", "man"),
            ("bus", "bus"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
