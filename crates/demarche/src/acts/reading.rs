//! What the frames know of a report: its syntax, its cast, who says what, its time phrases.

use super::condition;
use super::tree::Tree;
use crate::lang::Parse;
use crate::record::Speaker;
use crate::said::Statement;
use crate::text::quotes::Quotes;
use crate::text::{Document, Span};
use crate::when::TimePhrase;
use crate::who::Cast;
use std::cell::OnceCell;

/// The stages before this one, side by side.
pub struct Reading<'a> {
    pub document: &'a Document,
    pub parse: &'a Parse,
    pub cast: &'a Cast,
    pub statements: &'a [Statement],
    pub times: &'a [TimePhrase],
    pub quotes: &'a Quotes,
    /// The headline, which makes no entry of its own.
    pub headline: Option<Span>,
}

/// A reading with what the frames look up again and again.
pub(crate) struct Scene<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) tree: Tree<'a>,
    /// For each token, 1 + the innermost statement whose content covers it; 0: the reporter's voice.
    statement_of: Vec<u32>,
    /// For each token, true inside quotation marks.
    quoted: Vec<bool>,
    /// Indices of the cast's mentions, ordered by where they begin.
    mentions_by_start: Vec<u32>,
    /// For each sentence its conditions, once they were asked for.
    pub(super) conditions: Vec<OnceCell<Vec<condition::Found>>>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(reading: &'a Reading<'a>) -> Scene<'a> {
        let parse = reading.parse;
        let tree = Tree::new(&reading.document.text, parse);
        let statement_of = innermost_statements(parse, reading.statements);
        let quoted = parse
            .span
            .iter()
            .map(|s| reading.quotes.at(s.start).is_some())
            .collect();
        let mentions = &reading.cast.mentions;
        let mut mentions_by_start: Vec<u32> = (0..mentions.len() as u32).collect();
        mentions_by_start.sort_by_key(|&i| mentions[i as usize].start);
        Scene {
            mentions_by_start,
            conditions: vec![OnceCell::new(); parse.sentences.len()],
            reading,
            tree,
            statement_of,
            quoted,
        }
    }

    /// The innermost statement whose content covers token `t`.
    pub(crate) fn statement(&self, t: usize) -> Option<&'a Statement> {
        let s = self.statement_of[t];
        (s > 0).then(|| &self.reading.statements[s as usize - 1])
    }

    /// True when `t` stands inside quotation marks.
    pub(crate) fn in_quotes(&self, t: usize) -> bool {
        self.quoted[t]
    }

    /// The parties of a statement's source.
    pub(crate) fn parties_of_statement(&self, s: &Statement) -> Vec<u32> {
        if !s.parties.is_empty() {
            return s.parties.clone();
        }
        s.person
            .and_then(|p| self.reading.cast.people[p as usize].party)
            .into_iter()
            .collect()
    }

    /// The parties that the speaker of the words at `t` speaks for; empty in the reporter's voice.
    pub(crate) fn speaking(&self, t: usize) -> Vec<u32> {
        self.statement(t)
            .map(|s| self.parties_of_statement(s))
            .unwrap_or_default()
    }

    /// The same; where no statement was found, whoever the clause above is about: "made clear that it would".
    pub(crate) fn claiming(&self, t: usize) -> Vec<u32> {
        if self.statement(t).is_some() {
            return self.speaking(t);
        }
        if let Some(noun) = self.stance(t) {
            return self.owners(noun);
        }
        self.claimant(t)
            .map(|s| self.parties(s))
            .unwrap_or_default()
    }

    /// The noun that a clause says the content of: "May's answer was that she would never".
    fn stance(&self, t: usize) -> Option<usize> {
        let tree = &self.tree;
        let said = |c: &usize| {
            self.reading.parse.deprel[*c] == "nsubj:outer"
                && matches!(
                    tree.lemma(*c),
                    "answer"
                        | "position"
                        | "message"
                        | "reply"
                        | "response"
                        | "view"
                        | "line"
                        | "stance"
                        | "policy"
                        | "promise"
                        | "pledge"
                )
        };
        tree.children(t).find(said)
    }

    /// The subject of the clause that the "that"-clause around `t` complements.
    pub(crate) fn claimant(&self, t: usize) -> Option<usize> {
        let mut here = t;
        for above in self.tree.ancestors(t).take(4) {
            if self.tree.rel(here) == "ccomp" && self.tree.mark(here) == Some("that") {
                return self.tree.subject(above);
            }
            here = above;
        }
        None
    }

    /// Who claims what stands at `t`.
    pub(crate) fn speaker(&self, t: usize) -> Option<Speaker> {
        let s = self.statement(t)?;
        let own_voice = s.source.is_some_and(|w| {
            let w = w as usize;
            matches!(self.tree.lemma(w), "we" | "I" | "i") && self.statement(w).is_none()
        });
        if own_voice {
            // "We call on": the document itself speaks.
            return None;
        }
        if let Some(person) = s.person {
            return Some(Speaker::Person(person));
        }
        let &party = self.parties_of_statement(s).first()?;
        // "Biden stressed that the United States opposes …": the one who speaks for the party.
        let around =
            std::iter::successors(s.parent, |&p| self.reading.statements[p as usize].parent);
        let person = around
            .filter_map(|p| self.reading.statements[p as usize].person)
            .find(|&p| self.reading.cast.people[p as usize].party == Some(party));
        Some(person.map_or(Speaker::Party(party), Speaker::Person))
    }

    /// True when the person `one` speaks for the party `whole`.
    pub(crate) fn speaks_for(&self, one: Speaker, whole: Speaker) -> bool {
        match (one, whole) {
            (Speaker::Person(person), Speaker::Party(party)) => {
                self.reading.cast.people[person as usize].party == Some(party)
            }
            _ => false,
        }
    }

    /// The person or party that the nominal `t` is, as a speaker.
    pub(crate) fn as_speaker(&self, t: usize) -> Option<Speaker> {
        if matches!(self.tree.lemma(t), "we" | "I" | "i") && self.statement(t).is_none() {
            // The voice of the document itself.
            return None;
        }
        if let Some(m) = self.reading.cast.at(t) {
            if let Some(p) = m.person {
                return Some(Speaker::Person(p));
            }
            if let Some(&p) = m.parties.first() {
                return Some(Speaker::Party(p));
            }
        }
        self.parties(t).first().map(|&p| Speaker::Party(p))
    }

    /// The parties that the nominal `t` and everything coordinated with it stand for, places included.
    pub(crate) fn parties(&self, t: usize) -> Vec<u32> {
        let mut all = Vec::new();
        for c in self.tree.with_conjuncts(t) {
            for p in self.parties_of_one(c) {
                if !all.contains(&p) {
                    all.push(p);
                }
            }
        }
        all
    }

    /// The same for one nominal alone.
    pub(crate) fn parties_of_one(&self, t: usize) -> Vec<u32> {
        if matches!(self.tree.lemma(t), "we" | "I" | "i" | "us" | "our" | "my") {
            let own = self
                .reading
                .cast
                .at(t)
                .map(|m| m.parties.clone())
                .unwrap_or_default();
            return if own.is_empty() {
                self.speaking(t)
            } else {
                own
            };
        }
        if let Some(m) = self.reading.cast.at(t) {
            if !m.parties.is_empty() {
                return m.parties.clone();
            }
            if m.person.is_some() {
                return Vec::new();
            }
        }
        // "the P5+1 nations": the members that the group's own name stands for.
        let group = matches!(
            self.tree.lemma(t),
            "nation" | "power" | "country" | "state" | "member" | "minister" | "leader"
        );
        let named = self
            .tree
            .children(t)
            .filter(|&c| group && self.tree.rel(c) == "compound")
            .find_map(|c| self.reading.cast.at(c).filter(|m| m.parties.len() > 1));
        if let Some(m) = named {
            return m.parties.clone();
        }
        // "said it would review": an unresolved pronoun in indirect speech is the one who says so.
        let pronoun = matches!(self.tree.lemma(t), "it" | "they" | "he" | "she");
        if pronoun && self.tree.rel(t) == "nsubj" && !self.quoted[t] {
            let verb = self.reading.parse.parent(t);
            return match verb.and_then(|v| self.stance(v)) {
                Some(noun) => self.owners(noun),
                None => self.speaking(t),
            };
        }
        Vec::new()
    }

    /// The parties of a nominal, or else those its phrase names: "the government of Pakistan".
    pub(crate) fn parties_about(&self, t: usize) -> Vec<u32> {
        let own = self.parties(t);
        if !own.is_empty() {
            return own;
        }
        let tree = &self.tree;
        let (lo, hi) = tree.extent(t, &|c| {
            !matches!(tree.rel(c), "nmod" | "compound" | "amod" | "flat")
        });
        self.mentioned(lo, hi)
    }

    /// The logical subject of the predicate `t`; where the parse lost it, the mention right before the verb
    /// group: "…, Hamas “must stop firing”".
    pub(crate) fn subject(&self, t: usize) -> Option<usize> {
        let tree = &self.tree;
        if let Some(named) = self.named_antecedent(t) {
            return Some(named);
        }
        if tree.lost_finite(t) {
            return self.first_party(t);
        }
        tree.subject(t).or_else(|| {
            let finite = matches!(self.reading.parse.xpos[t], "VBD" | "VBP" | "VBZ")
                || tree.child(t, &["aux"]).is_some();
            if !finite || tree.passive(t) || tree.rel(t) == "conj" {
                return None;
            }
            let s = self.reading.parse.sentence(t).start as usize;
            let left = (s..t).rev().take(8).find(|&c| {
                !matches!(self.reading.parse.upos[c], "AUX" | "ADV" | "PUNCT" | "PART")
            })?;
            let mention = self.reading.cast.at(left)?;
            (!mention.parties.is_empty() && !mention.locative).then_some(mention.head as usize)
        })
    }

    /// The first party that the sentence of `t` names before it.
    fn first_party(&self, t: usize) -> Option<usize> {
        let start = self.reading.parse.sentence(t).start as usize;
        let order = &self.mentions_by_start;
        let mention = |&i: &u32| &self.reading.cast.mentions[i as usize];
        let first = order.partition_point(|i| (mention(i).start as usize) < start);
        order[first..]
            .iter()
            .map(mention)
            .take_while(|m| (m.start as usize) < t)
            .find(|m| !m.parties.is_empty() && !m.locative)
            .map(|m| m.head as usize)
    }

    /// "no comment from Damascus, which denies": who is named right before the relative pronoun.
    fn named_antecedent(&self, t: usize) -> Option<usize> {
        let tree = &self.tree;
        let pronoun = tree.child(t, &["nsubj"])?;
        if !matches!(tree.lemma(pronoun), "who" | "which") || pronoun < 2 {
            return None;
        }
        let left = pronoun - if tree.is(pronoun - 1, ",") { 2 } else { 1 };
        let mention = self.reading.cast.at(left)?;
        (!mention.parties.is_empty()).then_some(mention.head as usize)
    }

    /// The parties that a noun belongs to: "Moscow's demands", "the Russian offer", "a call by the EU".
    pub(crate) fn owners(&self, noun: usize) -> Vec<u32> {
        let tree = &self.tree;
        let mut all: Vec<u32> = Vec::new();
        for c in tree.children(noun) {
            let owns = match self.reading.parse.deprel[c] {
                "nmod:poss" => true,
                "amod" | "compound" | "nmod:unmarked" => true,
                "nmod" | "obl:agent" | "obl" => matches!(tree.case(c), Some("by" | "from")),
                "acl" => {
                    // "a warning issued by Iran"
                    if let Some(agent) = tree.passive(c).then(|| tree.agent(c)).flatten() {
                        all.extend(self.parties(agent));
                    }
                    false
                }
                _ => false,
            };
            if owns {
                all.extend(self.parties(c));
            }
        }
        if all.is_empty() && noun + 2 < self.reading.parse.len() {
            // "warnings from Moscow on Thursday": parsers hang the phrase on the verb.
            let by = matches!(tree.word(noun + 1), "from" | "by");
            if let Some(m) = self.reading.cast.at(noun + 2).filter(|_| by) {
                all.extend(m.parties.iter().copied());
            }
        }
        all.dedup();
        all
    }

    /// Every party that the tokens `lo..=hi` mention, in text order.
    pub(crate) fn mentioned(&self, lo: usize, hi: usize) -> Vec<u32> {
        self.parties_in(lo, hi, true)
    }

    /// The same without pronouns.
    pub(crate) fn named(&self, lo: usize, hi: usize) -> Vec<u32> {
        self.parties_in(lo, hi, false)
    }

    fn parties_in(&self, lo: usize, hi: usize, pronouns: bool) -> Vec<u32> {
        let mut all = Vec::new();
        let order = &self.mentions_by_start;
        let mention = |&i: &u32| &self.reading.cast.mentions[i as usize];
        let first = order.partition_point(|i| (mention(i).start as usize) < lo);
        for m in order[first..]
            .iter()
            .map(mention)
            .take_while(|m| m.start as usize <= hi)
        {
            let pronoun = self.reading.parse.upos[m.head as usize] == "PRON";
            if (m.end as usize) > hi + 1 || (pronoun && !pronouns) {
                continue;
            }
            for &p in &m.parties {
                if !all.contains(&p) {
                    all.push(p);
                }
            }
        }
        all
    }

    /// The time phrases that begin in the sentence of `t`.
    pub(crate) fn times_near(&self, t: usize) -> &'a [TimePhrase] {
        let s = self.reading.parse.sentence(t);
        let times = self.reading.times;
        let first = times.partition_point(|p| p.start < s.start);
        let end = times.partition_point(|p| p.start < s.end);
        &times[first..end.max(first)]
    }

    /// True when the words at `t` are told by officials whose side is not known, not by outsiders.
    pub(crate) fn officials_say(&self, t: usize) -> bool {
        let source = self.statement(t).and_then(|s| s.source);
        source.is_some_and(|s| {
            let lemma = self.tree.lemma(s as usize);
            super::lexicon::lexicon().in_class("official", lemma)
        })
    }

    /// True when the words at `t` are those of a paper: "the joint statement said".
    pub(crate) fn on_paper(&self, t: usize) -> bool {
        let source = self.statement(t).and_then(|s| s.source);
        source.is_some_and(|s| {
            super::lexicon::lexicon().in_class("paper", self.tree.lemma(s as usize))
        })
    }

    /// First token of the words that name the source of the statement around `t`, if they follow it in
    /// its sentence.
    pub(crate) fn source_after(&self, t: usize) -> Option<usize> {
        let span = self.statement(t)?.source_span?;
        let first = self
            .reading
            .parse
            .span
            .partition_point(|s| s.end <= span.start);
        let end = self.reading.parse.sentence(t).end as usize;
        (first > t && first < end).then_some(first)
    }

    /// True for "had violated", "violated": told of the past.
    pub(crate) fn in_past(&self, t: usize) -> bool {
        let perfect = self.tree.aux(t, &["have", "has", "had"]).is_some();
        perfect || self.reading.parse.xpos[t] == "VBD" || self.tree.aux(t, &["did"]).is_some()
    }

    /// The parties whose own paper the report is, where nobody else speaks in it at `t`.
    pub(crate) fn own_voice(&self, t: usize) -> Vec<u32> {
        if self.statement(t).is_some() || self.quoted[t] {
            return Vec::new();
        }
        let cast = self.reading.cast;
        let voice = cast.mentions.iter().find(|m| m.rule == "who/voice");
        voice.map_or_else(|| cast.author.into_iter().collect(), |m| m.parties.clone())
    }

    /// True when `t` is part of a time phrase.
    pub(crate) fn in_time(&self, t: usize) -> bool {
        self.times_near(t)
            .iter()
            .any(|p| (p.start..p.end).contains(&(t as u32)))
    }

    /// The parties whose words the sentence before that of `t` reports, in the same paragraph.
    pub(crate) fn speaking_before(&self, t: usize) -> Vec<u32> {
        let parse = self.reading.parse;
        let here = parse.sentence_of[t] as usize;
        let Some(before) = here.checked_sub(1) else {
            return Vec::new();
        };
        let (s, own) = (parse.sentences[before], parse.sentences[here]);
        if s.paragraph != own.paragraph || self.quoted[t] {
            return Vec::new();
        }
        (s.start as usize..s.end as usize)
            .find_map(|c| self.statement(c))
            .map(|said| self.parties_of_statement(said))
            .unwrap_or_default()
    }

    /// True when the clause of the verb `t` names a day that is still to come.
    pub(crate) fn on_a_day_to_come(&self, t: usize) -> bool {
        let own = |head: usize| {
            let mut above = self.tree.ancestors(head).take(4);
            above.find(|&a| self.tree.is_verb(a)) == Some(t)
        };
        self.times_near(t).iter().any(|p| {
            p.window.is_some()
                && p.direction == crate::when::Direction::Future
                && own(p.head as usize)
        })
    }

    /// True when `t` is part of a time phrase that names days: "on Friday", not "for 24 hours".
    pub(crate) fn in_dated_time(&self, t: usize) -> bool {
        self.times_near(t)
            .iter()
            .any(|p| p.window.is_some() && (p.start..p.end).contains(&(t as u32)))
    }

    /// True when the sentence of `t` is the headline.
    pub(crate) fn in_headline(&self, t: usize) -> bool {
        self.reading
            .headline
            .is_some_and(|h| h.contains(self.reading.parse.span[t]))
    }
}

/// For each token, 1 + the index of the innermost (shortest) statement that covers it.
fn innermost_statements(parse: &Parse, statements: &[Statement]) -> Vec<u32> {
    let mut of = vec![0u32; parse.len()];
    let mut size = vec![usize::MAX; parse.len()];
    for (i, s) in statements.iter().enumerate() {
        let whole: usize = s.content.iter().map(|c| c.len()).sum();
        for c in &s.content {
            let first = parse.span.partition_point(|t| t.end <= c.start);
            for t in first..parse.len() {
                if parse.span[t].start >= c.end {
                    break;
                }
                if whole < size[t] {
                    size[t] = whole;
                    of[t] = i as u32 + 1;
                }
            }
        }
    }
    of
}
