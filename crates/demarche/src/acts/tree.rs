//! The syntax of a report as the frames ask about it: dependents, logical subjects, clauses, extents.

use crate::lang::{NO_HEAD, Parse};
use crate::text::Span;

/// A parse with its dependents listed once, so that asking for them costs nothing.
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a str,
    pub(crate) parse: &'a Parse,
    first_child: Vec<u32>,
    next_sibling: Vec<u32>,
}

/// Steps that a walk towards the root may take; deeper trees are parse errors.
const DEPTH: usize = 64;

/// Verbs without a passive: where a parser sees one ("he's spoken"), it is a perfect.
const INTRANSITIVE: [&str; 6] = ["arrive", "come", "go", "speak", "talk", "travel"];

impl<'a> Tree<'a> {
    pub(crate) fn new(text: &'a str, parse: &'a Parse) -> Tree<'a> {
        let n = parse.len();
        let mut first_child = vec![NO_HEAD; n];
        let mut next_sibling = vec![NO_HEAD; n];
        for t in (0..n).rev() {
            if let Some(h) = parse.parent(t) {
                next_sibling[t] = first_child[h];
                first_child[h] = t as u32;
            }
        }
        Tree {
            text,
            parse,
            first_child,
            next_sibling,
        }
    }

    /// The dependents of `t` in text order.
    pub(crate) fn children(&self, t: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = self.first_child[t];
        std::iter::from_fn(move || {
            let here = next;
            (here != NO_HEAD).then(|| {
                next = self.next_sibling[here as usize];
                here as usize
            })
        })
    }

    /// The first dependent of `t` whose relation, without subtype, is one of `rels`.
    pub(crate) fn child(&self, t: usize, rels: &[&str]) -> Option<usize> {
        self.children(t)
            .find(|&c| rels.contains(&self.parse.rel(c)))
    }

    pub(crate) fn lemma(&self, t: usize) -> &str {
        self.parse.lemma(t)
    }

    pub(crate) fn word(&self, t: usize) -> &'a str {
        self.parse.word(self.text, t)
    }

    /// True when the word of `t` is `word`, whatever its case.
    pub(crate) fn is(&self, t: usize, word: &str) -> bool {
        self.word(t).eq_ignore_ascii_case(word)
    }

    pub(crate) fn rel(&self, t: usize) -> &'static str {
        self.parse.rel(t)
    }

    pub(crate) fn is_verb(&self, t: usize) -> bool {
        matches!(self.parse.upos[t], "VERB" | "AUX")
    }

    pub(crate) fn is_noun(&self, t: usize) -> bool {
        matches!(self.parse.upos[t], "NOUN" | "PROPN" | "PRON")
    }

    /// The preposition that marks the nominal `t`: "for" of "for talks", "because of" gives "because".
    pub(crate) fn case(&self, t: usize) -> Option<&str> {
        self.child(t, &["case"]).map(|c| self.lemma(c))
    }

    /// The subordinating word of the clause `t`: "if", "that", "to".
    pub(crate) fn mark(&self, t: usize) -> Option<&str> {
        self.child(t, &["mark"]).map(|c| self.lemma(c))
    }

    /// True when the clause or phrase `t` is negated by a word of its own, or by its subject: "neither side
    /// would", "none of the papers will".
    pub(crate) fn negated(&self, t: usize) -> bool {
        let denies = |c: usize| {
            matches!(self.lemma(c), "not" | "never" | "neither" | "nor" | "no")
                || matches!(self.word(c), "n't" | "n’t" | "Never" | "Neither" | "No")
        };
        self.children(t).any(|c| match self.rel(c) {
            "advmod" | "det" | "cc" | "aux" => {
                // "is no longer prepared"
                denies(c) || self.is(c, "longer") && c > 0 && self.is(c - 1, "no")
            }
            "nsubj" => {
                matches!(self.lemma(c), "none" | "nobody" | "nothing" | "neither")
                    || self
                        .children(c)
                        .any(|d| matches!(self.rel(d), "det" | "cc") && denies(d))
            }
            _ => false,
        })
    }

    /// True for a clause whose verb or copula is in the past or the present: "was", "had no", not "be sent".
    pub(crate) fn finite(&self, t: usize) -> bool {
        let tensed =
            |v: usize| matches!(self.parse.xpos[v], "VBD" | "VBZ" | "VBP") && !self.is(v, "be");
        tensed(t) && !self.subjunctive(t)
            || self
                .children(t)
                .any(|c| matches!(self.rel(c), "aux" | "cop") && tensed(c))
    }

    /// "insists that Russia withdraw": the form of a plural beside a single subject.
    fn subjunctive(&self, t: usize) -> bool {
        self.parse.xpos[t] == "VBP"
            && self.is_verb(t)
            && self.mark(t) == Some("that")
            && self.child(t, &["nsubj"]).is_some_and(|s| {
                let one = matches!(self.parse.xpos[s], "NN" | "NNP")
                    || matches!(self.lemma(s), "it" | "he" | "she");
                one && self.child(s, &["conj"]).is_none()
            })
    }

    /// The same as [`Tree::negated`], or by a "no" in its own phrase: "there was no promise".
    pub(crate) fn negated_clause(&self, t: usize) -> bool {
        let no = |n: usize| {
            self.children(n)
                .any(|c| self.rel(c) == "det" && self.is(c, "no"))
        };
        self.negated(t)
            || no(t)
            || self
                .children(t)
                .any(|c| matches!(self.rel(c), "obj" | "nsubj") && no(c))
    }

    /// The auxiliary of `t` with one of these lemmas.
    pub(crate) fn aux(&self, t: usize, lemmas: &[&str]) -> Option<usize> {
        self.children(t).find(|&c| {
            self.rel(c) == "aux"
                && (lemmas.contains(&self.lemma(c))
                    || lemmas.iter().any(|l| self.word(c).eq_ignore_ascii_case(l))
                    || (lemmas.contains(&"will") && matches!(self.word(c), "'ll" | "’ll"))
                    || (lemmas.contains(&"would") && matches!(self.word(c), "'d" | "’d")))
        })
    }

    /// True for a passive: "was rejected", "demands rejected by", "being asked".
    pub(crate) fn passive(&self, t: usize) -> bool {
        if INTRANSITIVE.contains(&self.lemma(t)) || self.lost_main(t).is_some() {
            return false;
        }
        let participle = self.parse.xpos[t] == "VBN";
        // "Iran, having freed the tanker": an active perfect.
        let having = |c: usize| self.rel(c) == "aux" && self.is(c, "having");
        if self.children(t).any(having) && self.child(t, &["obj", "xcomp", "ccomp"]).is_some() {
            return false;
        }
        self.children(t).any(|c| match self.parse.deprel[c] {
            "aux:pass" => true,
            "nsubj:pass" => participle,
            _ => false,
        }) || (participle && self.rel(t) == "acl" && self.parse.deprel[t] != "acl:relcl")
    }

    /// "He Lifeng, who led the delegation, called on …": the name that a sentence was hung on where its main verb
    /// was taken for a participle.
    pub(crate) fn lost_main(&self, t: usize) -> Option<usize> {
        let fits = self.rel(t) == "acl"
            && self.parse.deprel[t] != "acl:relcl"
            && matches!(self.parse.xpos[t], "VBN" | "VBD")
            && t > 0
            && matches!(self.word(t - 1), "," | ")")
            && self.agent(t).is_none();
        let root = self.ancestors(t).last().filter(|_| fits)?;
        let name = matches!(self.parse.upos[root], "PROPN" | "NOUN") && root < t;
        let verbless = !self
            .children(root)
            .any(|c| matches!(self.rel(c), "nsubj" | "cop" | "expl" | "parataxis"));
        let described = self
            .children(root)
            .any(|c| self.parse.deprel[c] == "acl:relcl" && c < t);
        (name && verbless && described).then_some(root)
    }

    /// True for a finite verb that the parser took for an adjective of its object: "Uribe, …, dismissed
    /// suggestions".
    pub(crate) fn lost_finite(&self, t: usize) -> bool {
        let right = self.parse.parent(t).is_some_and(|h| h > t);
        let left = t > 0 && matches!(self.word(t - 1), "," | ")");
        self.rel(t) == "amod" && right && (self.parse.xpos[t] == "VBD" || left)
    }

    /// "would bar Ukraine from joining and oblige the alliance": a base form that was hung on a gerund goes
    /// with the verb that has the auxiliary.
    pub(crate) fn strayed_conjunct(&self, t: usize) -> bool {
        self.parse.deprel[t] == "conj"
            && self.parse.xpos[t] == "VB"
            && self.mark(t).is_none()
            && self
                .parse
                .parent(t)
                .is_some_and(|p| self.parse.xpos[p] == "VBG")
    }

    /// The verb that `t` is coordinated with: the one above, or for a strayed one the nearest base form.
    pub(crate) fn coordinated(&self, t: usize) -> Option<usize> {
        let above = self.parse.parent(t)?;
        if !self.strayed_conjunct(t) {
            return Some(above);
        }
        let mut chain = self.ancestors(above).take(4);
        chain.find(|&a| self.parse.xpos[a] == "VB").or(Some(above))
    }

    /// The logical subject of the predicate `t`: its own, the controller's, the antecedent's, or that of
    /// the clause it is coordinated with. For a passive, the agent of "by".
    pub(crate) fn subject(&self, t: usize) -> Option<usize> {
        self.subject_within(t, 8)
    }

    fn subject_within(&self, t: usize, depth: usize) -> Option<usize> {
        if depth == 0 {
            return None;
        }
        if self.passive(t) {
            return self.agent(t);
        }
        if let Some(s) = self.child(t, &["nsubj"]) {
            return Some(self.antecedent(s, t));
        }
        if let Some(name) = self.lost_main(t) {
            return Some(name);
        }
        let parent = self.coordinated(t)?;
        match self.parse.deprel[t] {
            "acl:relcl" => None,
            "acl" if self.parse.xpos[t] == "VBG" => Some(parent),
            "acl" if self.children(t).any(|c| self.is(c, "having")) => Some(parent),
            "acl" => self.owner_of_noun(parent, depth - 1),
            "xcomp" => self.controller(parent, depth - 1),
            "conj" | "advcl" | "ccomp" | "parataxis" | "advcl:relcl" => {
                if self.passive(parent) {
                    // "was summoned and told": the passive subject does what follows.
                    return self.child(parent, &["nsubj"]);
                }
                self.subject_within(parent, depth - 1)
            }
            _ => None,
        }
    }

    /// Who does the infinitive under `verb`: its object if it has one, else its subject.
    fn controller(&self, verb: usize, depth: usize) -> Option<usize> {
        if matches!(self.lemma(verb), "promise" | "vow" | "threaten") {
            return self.subject_within(verb, depth);
        }
        if let Some(o) = self.child(verb, &["obj", "iobj"]) {
            return Some(o);
        }
        if self.passive(verb) {
            return self
                .child(verb, &["nsubj"])
                .map(|s| self.antecedent(s, verb));
        }
        self.subject_within(verb, depth)
    }

    /// "its pledge to withdraw": who withdraws is who pledged.
    fn owner_of_noun(&self, noun: usize, depth: usize) -> Option<usize> {
        if let Some(p) = self
            .children(noun)
            .find(|&c| self.parse.deprel[c] == "nmod:poss")
        {
            return Some(p);
        }
        let verb = self.parse.parent(noun)?;
        (self.rel(noun) == "obj")
            .then(|| self.subject_within(verb, depth))
            .flatten()
    }

    /// The agent of a passive: "by Moscow".
    pub(crate) fn agent(&self, t: usize) -> Option<usize> {
        self.children(t).find(|&c| {
            (self.parse.deprel[c] == "obl:agent"
                || (self.rel(c) == "obl" && self.case(c) == Some("by") && self.is_noun(c)))
                && !self.amount(c)
        })
    }

    /// "by 120 days", "by telephone": how much or by what means, and not by whom.
    fn amount(&self, t: usize) -> bool {
        matches!(
            self.lemma(t),
            "day" | "week" | "month" | "year" | "hour" | "percent" | "percentage" | "point" | "%"
        ) || matches!(
            self.lemma(t),
            "letter" | "mail" | "phone" | "telephone" | "video" | "force" | "sea" | "land" | "air"
        )
    }

    /// For a relative pronoun that is a dependent of `clause`, the noun it stands for.
    pub(crate) fn antecedent(&self, t: usize, clause: usize) -> usize {
        if !matches!(self.lemma(t), "who" | "which" | "that" | "whom") {
            return t;
        }
        let mut c = clause;
        for _ in 0..4 {
            match self.parse.deprel[c] {
                "acl:relcl" => return self.parse.parent(c).unwrap_or(t),
                "conj" | "xcomp" => match self.parse.parent(c) {
                    Some(p) => c = p,
                    None => return t,
                },
                _ => return t,
            }
        }
        t
    }

    /// The logical object: what an active verb does something to, or a passive's subject.
    pub(crate) fn object(&self, t: usize) -> Option<usize> {
        if self.lost_finite(t) {
            return self.parse.parent(t);
        }
        if self.passive(t) {
            if let Some(s) = self
                .children(t)
                .find(|&c| self.parse.deprel[c] == "nsubj:pass")
            {
                return Some(self.antecedent(s, t));
            }
            if self.rel(t) == "acl" {
                return self.parse.parent(t);
            }
            return self.child(t, &["nsubj"]).map(|s| self.antecedent(s, t));
        }
        if let Some(o) = self.child(t, &["obj"]) {
            return Some(self.antecedent(o, t));
        }
        // "an idea the United States rejected": the gap is the noun.
        let gap = self.rel(t) == "acl"
            && self.parse.xpos[t] != "VBG"
            && self.parse.xpos[t] != "VB"
            && self
                .child(t, &["nsubj"])
                .is_some_and(|s| self.antecedent(s, t) == s)
            && self.child(t, &["ccomp", "xcomp"]).is_none();
        let noun = self.parse.parent(t).filter(|_| gap)?;
        // "What Russia wants is a guarantee": what the sentence says it is.
        let said = self.parse.parent(noun).filter(|&p| {
            self.is(noun, "what") && self.rel(noun) == "nsubj" && self.child(p, &["cop"]).is_some()
        });
        Some(said.unwrap_or(noun))
    }

    /// `t` and everything coordinated with it.
    pub(crate) fn with_conjuncts(&self, t: usize) -> Vec<usize> {
        let mut all = vec![t];
        let mut i = 0;
        while i < all.len() && all.len() < 32 {
            let here = all[i];
            all.extend(self.children(here).filter(|&c| self.rel(c) == "conj"));
            i += 1;
        }
        all
    }

    /// True when `t` is `ancestor` or stands under it.
    pub(crate) fn under(&self, t: usize, ancestor: usize) -> bool {
        let mut here = t;
        for _ in 0..DEPTH {
            if here == ancestor {
                return true;
            }
            match self.parse.parent(here) {
                Some(p) => here = p,
                None => return false,
            }
        }
        false
    }

    /// First and last token of the phrase under `t`, leaving out the dependents for which `skip` holds.
    pub(crate) fn extent(&self, t: usize, skip: &dyn Fn(usize) -> bool) -> (usize, usize) {
        let (mut lo, mut hi) = (t, t);
        let mut stack = vec![t];
        while let Some(here) = stack.pop() {
            lo = lo.min(here);
            hi = hi.max(here);
            stack.extend(self.children(here).filter(|&c| !skip(c)));
        }
        (lo, hi)
    }

    /// Bytes of tokens `lo..=hi`.
    pub(crate) fn bytes(&self, lo: usize, hi: usize) -> Span {
        self.parse.span[lo].join(self.parse.span[hi])
    }

    /// Bytes of the sentence of `t`.
    pub(crate) fn sentence_bytes(&self, t: usize) -> Span {
        let s = self.parse.sentence(t);
        self.bytes(s.start as usize, s.end as usize - 1)
    }

    /// The predicates above `t`, nearest first, `t` not included.
    pub(crate) fn ancestors(&self, t: usize) -> impl Iterator<Item = usize> + '_ {
        let mut here = self.parse.parent(t);
        let mut left = DEPTH;
        std::iter::from_fn(move || {
            let now = here?;
            left -= 1;
            here = if left == 0 {
                None
            } else {
                self.parse.parent(now)
            };
            Some(now)
        })
    }
}
