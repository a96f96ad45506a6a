//! Direction: whether the clause that a phrase stands in looks back or ahead.
//!
//! The word that governs the phrase decides, not the outer "said": its tense and modal, and for an
//! infinitive the verb or noun it completes ("agreed to deliver on Wednesday"). Where the parse gives
//! no verb, the nearest verb in the sentence decides.

use super::Direction;
use super::words::{Words, class, words};
use crate::lang::Parse;

/// Steps up the tree; deeper nesting says no more about a day.
const CLIMB: usize = 12;
/// Tokens looked at on either side of a word for its helpers.
const REACH: usize = 24;

/// Tokens before a phrase among which "is due" is looked for.
const DUE_REACH: usize = 8;

/// What a clause says of the day in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outlook {
    pub(super) direction: Direction,
    /// False when only the nearest verb or nothing at all spoke.
    pub(super) sure: bool,
    /// The governing verb, if one was found.
    pub(super) verb: Option<usize>,
}

/// The clause reader of one report.
pub(super) struct Clauses<'a> {
    pub(super) text: &'a str,
    pub(super) parse: &'a Parse,
    words: &'static Words,
}

impl<'a> Clauses<'a> {
    pub(super) fn new(text: &'a str, parse: &'a Parse) -> Clauses<'a> {
        Clauses {
            text,
            parse,
            words: words(),
        }
    }

    /// The head of tokens `start..end`: the one whose own head lies outside.
    pub(super) fn head(&self, start: usize, end: usize) -> usize {
        let inside = |h: u32| (start..end).contains(&(h as usize));
        (start..end)
            .find(|&t| {
                self.parse.deprel[t] != "punct"
                    && self.parse.deprel[t] != "case"
                    && !inside(self.parse.head[t])
            })
            .unwrap_or(end.saturating_sub(1))
    }

    /// Which way the clause of tokens `start..end` looks. `ends` says that the phrase sets an end
    /// ("until", "to"), which lies ahead of what extends or postpones.
    pub(super) fn outlook(&self, start: usize, end: usize, ends: bool) -> Outlook {
        let head = self.head(start, end);
        let mut verb = None;
        let mut direction = self.climb(head, &mut verb);
        if ends
            && let Some(v) = verb
            && self.class(v) & class::TERM != 0
        {
            direction = Some(Direction::Future);
        } else if let Some(v) = verb.filter(|&v| self.arranges(v, head)) {
            verb = Some(v);
            direction = Some(Direction::Future);
        }
        if direction != Some(Direction::Future) && self.is_due(start) {
            direction = Some(Direction::Future);
        }
        match direction {
            Some(direction) => Outlook {
                direction,
                sure: true,
                verb,
            },
            None => Outlook {
                direction: self.nearest(start, end).unwrap_or(Direction::Present),
                sure: false,
                verb,
            },
        }
    }

    /// True for verbs whose "until" and "to" lie ahead.
    pub(super) fn is_term(&self, t: usize) -> bool {
        self.class(t) & class::TERM != 0
    }

    fn climb(&self, head: usize, verb: &mut Option<usize>) -> Option<Direction> {
        let mut at = head;
        let mut noun: Option<usize> = None;
        for _ in 0..CLIMB {
            let Some(up) = self.parent(at) else {
                return self.root(head, at, noun, verb);
            };
            if self.is_verb(up) {
                // "a meeting on Friday" hangs on a noun; what its verb does to it decides.
                *verb = Some(up);
                return self.verb(up, noun.map(|n| (n, at)), CLIMB);
            }
            if let Some(direction) = self.noun(up).or_else(|| self.possessed(at, up)) {
                return Some(direction);
            }
            noun = noun.or(Some(up));
            at = up;
        }
        None
    }

    /// A phrase under a root that is no verb: "Talks on Friday", "The deadline is Friday".
    fn root(
        &self,
        head: usize,
        root: usize,
        noun: Option<usize>,
        verb: &mut Option<usize>,
    ) -> Option<Direction> {
        let _ = noun;
        if self.copula(root).is_some() {
            *verb = Some(root);
            return self.verb(root, None, CLIMB);
        }
        let _ = head;
        None
    }

    /// True for verbs and for predicates with a copula ("is due", "was ready").
    fn is_verb(&self, t: usize) -> bool {
        matches!(self.parse.upos[t], "VERB" | "AUX")
            || (self.copula(t).is_some())
            || self.parse.upos[t] == "ADJ" && self.class(t) & (class::FORWARD | class::FIXED) != 0
    }

    /// "is due to vote on Sunday", "was set for Monday", by the words alone: parses of them differ.
    fn is_due(&self, start: usize) -> bool {
        let sentence = self.parse.sentence(start);
        let from = start.saturating_sub(DUE_REACH).max(sentence.start as usize);
        for t in (from..start).rev() {
            let due = matches!(
                self.parse.lemma(t),
                "due" | "set" | "slate" | "schedule" | "expect"
            ) && !matches!(self.parse.xpos[t], "VBD" | "VBP" | "VBZ" | "VB");
            if due {
                // "had been due": overtaken by what the report tells.
                let over = t > from + 1 && self.parse.word(self.text, t - 2) == "had";
                return t > from
                    && !over
                    && matches!(self.parse.lemma(t - 1), "be" | "not" | "also" | "now");
            }
            if self.parse.upos[t] == "PUNCT" || matches!(self.parse.xpos[t], "VBD" | "VBZ" | "VBP")
            {
                return false;
            }
        }
        false
    }

    /// "planned a rally on Saturday", "proposed a vote on Friday": the day behind the object is its
    /// day.
    fn arranges(&self, v: usize, head: usize) -> bool {
        if self.class(v) & class::ARRANGE == 0 || head < v {
            return false;
        }
        self.around(v).any(|c| {
            self.parse.head[c] == v as u32 && self.parse.rel(c) == "obj" && c > v && c < head
        })
    }

    /// "Wednesday's ruling": a known thing, behind us unless it is a meeting that lies ahead.
    fn possessed(&self, head: usize, noun: usize) -> Option<Direction> {
        let possessive = self.parse.deprel[head] == "nmod:poss";
        // "Before Friday's ruling" may be told of either day; "ahead of" it, of the coming one.
        let ahead = self.class(noun) & (class::HAPPENING | class::AHEAD) != 0
            || self.is_under(noun, &["ahead", "pending", "until"]);
        (possessive && !ahead).then_some(Direction::Past)
    }

    /// What a noun says of its own day.
    fn noun(&self, t: usize) -> Option<Direction> {
        (self.parse.upos[t] == "NOUN"
            && self.class(t) & class::AHEAD != 0
            && self.class(t) & class::HAPPENING == 0
            && self.is_deadline(t)
            && !self.is_over(t))
        .then_some(Direction::Future)
    }

    /// "missed the Friday deadline", "the deadline passed on Friday".
    fn is_over(&self, t: usize) -> bool {
        self.parent(t).is_some_and(|v| {
            matches!(
                self.parse.lemma(v),
                "miss" | "meet" | "pass" | "expire" | "lapse" | "ignore"
            ) && matches!(self.parse.xpos[v], "VBD" | "VBN")
        })
    }

    /// "deadline", "ultimatum", "expiry": their day is the one they end on.
    fn is_deadline(&self, t: usize) -> bool {
        matches!(
            self.parse.lemma(t),
            "deadline" | "ultimatum" | "expiry" | "expiration" | "timetable"
        )
    }

    /// What a verb says of the day that hangs on it, or on its noun `via.0` reached through `via.1`.
    fn verb(&self, v: usize, via: Option<(usize, usize)>, left: usize) -> Option<Direction> {
        if left == 0 {
            return None;
        }
        let class = self.class(v);
        if let Some((noun, through)) = via {
            let happening = self.class(noun) & class::HAPPENING != 0
                || self.class(through) & class::HAPPENING != 0;
            // "announced talks on Friday", "called for a vote by May": the noun lies ahead.
            let complement = matches!(self.parse.rel(through), "obj" | "obl" | "xcomp" | "ccomp");
            if happening
                && complement
                && class & class::FORWARD != 0
                && class & class::HAPPENING == 0
                || self.parse.upos[through] == "NOUN" && complement && class & class::FIXED != 0
            {
                return Some(Direction::Future);
            }
            if self.ahead_of(through) || self.ahead_of(noun) {
                return Some(Direction::Future);
            }
        }
        let helpers = self.helpers(v);
        if helpers.future {
            // "could not be reached Friday" tells of the past.
            let failed = helpers.could && helpers.not;
            return Some(if helpers.perfect && helpers.doubtful || failed {
                Direction::Past
            } else {
                Direction::Future
            });
        }
        if class & class::FIXED != 0 && self.is_passive_or_adjective(v, &helpers) {
            return Some(if helpers.had {
                Direction::Past
            } else {
                Direction::Future
            });
        }
        if helpers.perfect || helpers.did {
            return Some(Direction::Past);
        }
        if let Some(direction) = self.subordinate(v, &helpers, left) {
            return Some(direction);
        }
        match self.parse.xpos[v] {
            "VBD" => Some(Direction::Past),
            "VBN" if helpers.be_past => Some(Direction::Past),
            "VBN" if helpers.be_present => Some(self.present(v, class)),
            "VBN" => {
                // "talks held on Monday", but "talks scheduled for Monday" (above).
                Some(Direction::Past)
            }
            "VB" if helpers.to || helpers.none() => self.infinitive(v, &helpers, left),
            "VBG" if helpers.be_present => Some(Direction::Future),
            "VBG" if helpers.be_past => Some(Direction::Past),
            "VBG" => self.gerund(v, left),
            "VBZ" | "VBP" => Some(self.present(v, class)),
            _ if helpers.does => Some(self.present(v, class)),
            _ if helpers.be_past => Some(Direction::Past),
            _ if helpers.be_present => Some(if class & (class::FORWARD | class::FIXED) != 0 {
                Direction::Future
            } else {
                Direction::Present
            }),
            _ => self.infinitive(v, &helpers, left),
        }
    }

    /// "if it does not reply by Friday", "when the case is heard in May": the present tense under
    /// such a word lies ahead; and so does the past tense when its main clause does ("were likely to
    /// buy as soon as trading opened on Monday").
    fn subordinate(&self, v: usize, helpers: &Helpers, left: usize) -> Option<Direction> {
        if self.parse.rel(v) != "advcl" {
            return None;
        }
        let marked = self.around(v).any(|c| {
            self.parse.head[c] == v as u32
                && matches!(self.parse.rel(c), "mark" | "advmod")
                && matches!(
                    self.parse.lemma(c),
                    "if" | "unless"
                        | "when"
                        | "once"
                        | "until"
                        | "till"
                        | "before"
                        | "after"
                        | "as"
                        | "soon"
                )
        });
        if !marked {
            return None;
        }
        let present =
            matches!(self.parse.xpos[v], "VBZ" | "VBP") || helpers.be_present || helpers.does;
        if present {
            return Some(Direction::Future);
        }
        let mut up = self.parent(v)?;
        if self.parse.upos[up] == "ADV" {
            // "as soon as": the clause hangs on "soon".
            up = self.parent(up)?;
        }
        if !self.is_verb(up) {
            return None;
        }
        let past = self.parse.xpos[v] == "VBD" || helpers.be_past;
        let main = self.verb(up, None, left - 1)?;
        (past && main == Direction::Future).then_some(Direction::Future)
    }

    /// An infinitive: ahead of what it completes, unless it tells the purpose of something past.
    fn infinitive(&self, v: usize, helpers: &Helpers, left: usize) -> Option<Direction> {
        if helpers.be_present || helpers.be_past {
            // "is to convene on Tuesday".
            return Some(Direction::Future);
        }
        let Some(up) = self.parent(v) else {
            return helpers.to.then_some(Direction::Future);
        };
        let governor = self.class(up);
        if self.parse.lemma(up) == "be"
            || self.parse.lemma(up) == "go" && self.parse.xpos[up] == "VBG"
        {
            return Some(Direction::Future);
        }
        match self.parse.rel(v) {
            "conj" | "parataxis" if !helpers.to => self.verb(up, None, left - 1),
            "conj" => self.verb(up, None, left - 1).or(Some(Direction::Future)),
            "xcomp" | "ccomp" | "acl" | "csubj" => {
                if governor & (class::FORWARD | class::FIXED | class::AHEAD) != 0 {
                    // "had been due to expire on Friday".
                    let over = governor & class::FIXED != 0 && self.helpers(up).had;
                    return Some(if over {
                        Direction::Past
                    } else {
                        Direction::Future
                    });
                }
                if self.parse.rel(v) == "acl" && self.is_ranked(up) {
                    // "the first to accede on Friday were": as the clause.
                    let mut verb = None;
                    return self.climb(up, &mut verb);
                }
                if self.is_verb(up) {
                    // "managed to meet", "helped to free": as the verb does; else ahead.
                    let finished = matches!(
                        self.parse.lemma(up),
                        "manage"
                            | "fail"
                            | "help"
                            | "get"
                            | "begin"
                            | "start"
                            | "continue"
                            | "use"
                            | "come"
                            | "have"
                            | "happen"
                            | "appear"
                            | "seem"
                            | "let"
                            | "make"
                            | "do"
                    );
                    if finished {
                        return self.verb(up, None, left - 1);
                    }
                }
                Some(Direction::Future)
            }
            // "met to discuss it on Monday": the purpose shares the day of its verb.
            "advcl" => self.verb(up, None, left - 1).or(Some(Direction::Future)),
            _ if helpers.to => Some(Direction::Future),
            _ => None,
        }
    }

    /// "the first countries", "the only ones".
    fn is_ranked(&self, noun: usize) -> bool {
        matches!(self.parse.lemma(noun), "first" | "last" | "only")
            || self.around(noun).any(|c| {
                self.parse.head[c] == noun as u32
                    && matches!(self.parse.lemma(c), "first" | "last" | "only")
            })
    }

    /// A participle in -ing: as the clause it hangs on, ahead after "plans for holding".
    fn gerund(&self, v: usize, left: usize) -> Option<Direction> {
        let up = self.parent(v)?;
        if self.class(up) & (class::FORWARD | class::FIXED) != 0
            && matches!(
                self.parse.rel(v),
                "xcomp" | "ccomp" | "advcl" | "obj" | "acl"
            )
            && !matches!(self.parse.rel(v), "advcl" if self.parse.xpos[up] == "VBD" && self.class(up) & class::SAY != 0)
            && self.has_mark(v)
        {
            return Some(Direction::Future);
        }
        if self.is_verb(up) {
            // "was delayed, thus increasing sales": what followed is as far back.
            let result = self.parse.rel(v) == "advcl" && v > up && !self.has_mark(v);
            if result && (self.parse.xpos[up] == "VBD" || self.helpers(up).be_past) {
                return Some(Direction::Past);
            }
            return self.verb(up, None, left - 1);
        }
        let higher = self.parent(up)?;
        self.is_verb(higher)
            .then(|| self.verb(higher, None, left - 1))?
    }

    fn has_mark(&self, v: usize) -> bool {
        self.around(v)
            .any(|c| self.parse.head[c] == v as u32 && self.parse.rel(c) == "mark")
            || self.parse.rel(v) == "xcomp"
    }

    /// The present tense: a timetable for verbs of schedule, else no direction.
    fn present(&self, v: usize, class: u8) -> Direction {
        if class & (class::TIMETABLE | class::FORWARD | class::FIXED) != 0
            || self.parse.lemma(v) == "be"
        {
            Direction::Future
        } else {
            Direction::Present
        }
    }

    /// "was scheduled for", "is due": the participle or adjective with a form of be, or bare.
    fn is_passive_or_adjective(&self, v: usize, helpers: &Helpers) -> bool {
        match self.parse.xpos[v] {
            "VBN" | "JJ" => true,
            _ => self.parse.upos[v] == "ADJ" || helpers.be_present,
        }
    }

    /// "ahead of Friday's meeting", "before a summit on Monday".
    fn ahead_of(&self, t: usize) -> bool {
        self.is_under(t, &["ahead", "before", "pending", "until"])
    }

    /// Whether one of these prepositions stands with a noun.
    fn is_under(&self, noun: usize, prepositions: &[&str]) -> bool {
        self.around(noun).any(|c| {
            // In "spoke ahead of the vote", "ahead" may hang on the verb.
            let word = match self.parse.lemma(c) {
                "of" if c > 0 && self.parse.lemma(c - 1) == "ahead" => "ahead",
                word => word,
            };
            self.parse.head[c] == noun as u32
                && self.parse.rel(c) == "case"
                && prepositions.contains(&word)
        })
    }

    fn helpers(&self, v: usize) -> Helpers {
        let mut h = Helpers::default();
        for c in self.around(v) {
            if self.parse.head[c] != v as u32
                || c > v && self.parse.rel(c) != "cop" && self.parse.rel(c) != "aux"
            {
                continue;
            }
            let rel = self.parse.rel(c);
            // "neither could be reached", "no official could be reached".
            let nobody = matches!(self.parse.lemma(c), "neither" | "nobody" | "none")
                || rel == "nsubj" && self.is_none(c);
            if nobody || rel == "advmod" && matches!(self.parse.lemma(c), "not" | "never") {
                h.not = true;
            }
            if !matches!(rel, "aux" | "cop" | "mark") {
                continue;
            }
            let word = self.parse.word(self.text, c);
            h.take(word, rel);
        }
        // "going to meet": the infinitive hangs on "going".
        if self.parse.xpos[v] == "VBG" && self.parse.lemma(v) == "go" {
            let completes = self
                .around(v)
                .any(|c| self.parse.head[c] == v as u32 && self.parse.rel(c) == "xcomp");
            h.future |= completes;
        }
        if !h.any && self.parse.rel(v) == "conj" && matches!(self.parse.xpos[v], "VB" | "VBN") {
            // "will meet and sign": the second verb shares the helpers of the first.
            if let Some(up) = self.parent(v)
                && up != v
                && matches!(
                    (self.parse.xpos[v], self.parse.xpos[up]),
                    ("VB", "VB") | ("VBN", "VBN")
                )
            {
                let shared = self.helpers_of_conjunct(up);
                return shared;
            }
        }
        h
    }

    /// "no official", "neither of them".
    fn is_none(&self, subject: usize) -> bool {
        let first = self
            .around(subject)
            .find(|&c| self.parse.head[c] == subject as u32);
        first.is_some_and(|c| matches!(self.parse.lemma(c), "no" | "neither" | "none"))
    }

    fn helpers_of_conjunct(&self, v: usize) -> Helpers {
        let mut h = Helpers::default();
        for c in self.around(v) {
            if c < v
                && self.parse.head[c] == v as u32
                && matches!(self.parse.rel(c), "aux" | "cop" | "mark")
            {
                h.take(self.parse.word(self.text, c), self.parse.rel(c));
            }
        }
        h
    }

    /// The copula of a predicate.
    fn copula(&self, t: usize) -> Option<usize> {
        self.around(t)
            .find(|&c| self.parse.head[c] == t as u32 && self.parse.rel(c) == "cop")
    }

    /// The nearest verb of the sentence, when the tree says nothing.
    fn nearest(&self, start: usize, end: usize) -> Option<Direction> {
        let sentence = self.parse.sentence(start);
        let (from, to) = (sentence.start as usize, sentence.end as usize);
        for distance in 0..REACH {
            let left = (start > from + distance).then(|| start - 1 - distance);
            let right = (end + distance < to).then_some(end + distance);
            for t in [left, right].into_iter().flatten() {
                let word = self.parse.word(self.text, t);
                if word.eq_ignore_ascii_case("will")
                    || word.eq_ignore_ascii_case("shall")
                    || word.eq_ignore_ascii_case("would")
                {
                    return Some(Direction::Future);
                }
                match self.parse.xpos[t] {
                    "VBD" | "VBN" => {
                        let fixed =
                            self.class(t) & class::FIXED != 0 && self.parse.xpos[t] == "VBN";
                        return Some(if fixed {
                            Direction::Future
                        } else {
                            Direction::Past
                        });
                    }
                    "MD" => return Some(Direction::Future),
                    "VB" => return Some(Direction::Future),
                    _ => {}
                }
            }
        }
        None
    }

    fn parent(&self, t: usize) -> Option<usize> {
        self.parse
            .parent(t)
            .filter(|&h| h != t && h < self.parse.len())
    }

    fn class(&self, t: usize) -> u8 {
        self.words.governor(self.parse.lemma(t))
    }

    /// Tokens of the sentence near `t`; helpers stand near, and sentences may be endless.
    fn around(&self, t: usize) -> std::ops::Range<usize> {
        let s = self.parse.sentence(t);
        t.saturating_sub(REACH).max(s.start as usize)..(t + REACH).min(s.end as usize)
    }
}

/// What stands with a verb.
#[derive(Clone, Copy, Debug, Default)]
struct Helpers {
    any: bool,
    future: bool,
    /// "could", "might", "should": with "have", something that did not come about.
    doubtful: bool,
    could: bool,
    perfect: bool,
    had: bool,
    not: bool,
    did: bool,
    does: bool,
    be_past: bool,
    be_present: bool,
    to: bool,
}

impl Helpers {
    fn none(self) -> bool {
        !self.any
    }

    fn take(&mut self, word: &str, rel: &str) {
        self.any = true;
        if rel == "mark" {
            self.to |= word.eq_ignore_ascii_case("to");
            return;
        }
        let is = |list: &[&str]| list.iter().any(|w| word.eq_ignore_ascii_case(w));
        self.could |= is(&["could"]);
        if is(&[
            "will", "shall", "would", "'ll", "’ll", "wo", "'d", "’d", "must", "should", "can",
            "could", "may", "might", "ca",
        ]) {
            self.future = true;
            self.doubtful |= is(&[
                "would", "must", "should", "can", "could", "may", "might", "'d", "’d",
            ]);
        } else if is(&["have", "has", "had", "'ve", "’ve", "having"]) {
            self.perfect = true;
            self.had |= is(&["had"]);
        } else if is(&["did"]) {
            self.did = true;
        } else if is(&["do", "does"]) {
            self.does = true;
        } else if is(&["was", "were", "been"]) {
            self.be_past = true;
        } else if is(&[
            "is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m", "be",
        ]) {
            self.be_present = true;
        }
    }
}
