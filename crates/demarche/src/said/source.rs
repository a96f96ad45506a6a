//! Who does the saying: the subject of a cue, found through passives, participles, infinitives,
//! coordination and relative clauses.

use super::tree::Tree;

/// The words naming a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// Head of the words that stand beside the cue: "Lavrov", "he", "who".
    pub(crate) words: usize,
    /// Head of the words that say who it is: for "who", its antecedent.
    pub(crate) who: usize,
}

impl Source {
    fn plain(t: usize) -> Source {
        Source { words: t, who: t }
    }
}

/// How far a missing subject is looked for, in steps up the tree.
const STEPS: usize = 6;

/// The grammatical subject of the verb (or predicate) `t`, passive subjects included.
pub(crate) fn subject(tree: &Tree, t: usize) -> Option<Source> {
    let mut at = t;
    for _ in 0..STEPS {
        // "said Friday": a day is no speaker, whatever the parser makes of it.
        if let Some(s) = tree
            .children(at)
            .find(|&c| tree.rel(c) == "nsubj" && !is_day(tree, c))
        {
            return Some(antecedent(tree, at, s));
        }
        let up = tree.parent(at)?;
        match tree.full_rel(at) {
            // "said … and added": the conjunct shares the subject.
            "conj" if tree.is_verb(at) || tree.is_verb(up) => at = up,
            // "urged Iran to say": the object is the one who is to speak.
            "xcomp" => match tree.child(up, &["obj", "iobj"]) {
                Some(object) if object < at && tree.child(at, &["mark"]).is_some() => {
                    return Some(Source::plain(object));
                }
                _ => at = up,
            },
            // "…, adding that": a participle shares the subject; a clause with its own connective
            // may too.
            "advcl" | "ccomp" | "parataxis" | "dep"
                if matches!(tree.xpos(at), "VBG" | "VBN" | "VB") =>
            {
                at = up
            }
            // "a statement saying", "the minister speaking to reporters"; "a plan announced" has no
            // subject here.
            "acl" if tree.xpos(at) == "VBG" => return Some(Source::plain(up)),
            "acl" if tree.xpos(at) == "VB" => return author(tree, up).map(Source::plain),
            "acl:relcl" => return relative(tree, at, up),
            _ => return None,
        }
    }
    None
}

fn is_day(tree: &Tree, t: usize) -> bool {
    let day = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "today",
        "yesterday",
    ];
    day.contains(&tree.word(t)) && tree.child(t, &["appos", "nmod"]).is_none()
}

/// A relative clause without a subject of its own: the pronoun that opens it, else the antecedent.
fn relative(tree: &Tree, verb: usize, antecedent: usize) -> Option<Source> {
    let (low, _) = tree.extent(verb);
    let words = (low..verb)
        .find(|&t| is_relative(tree, t))
        .unwrap_or(antecedent);
    Some(Source {
        words,
        who: antecedent,
    })
}

fn is_relative(tree: &Tree, t: usize) -> bool {
    matches!(tree.xpos(t), "WP" | "WDT") && matches!(tree.lemma(t), "who" | "which" | "that")
}

/// The source that the words headed by `t` name: for a relative pronoun, its antecedent.
pub(crate) fn meant(tree: &Tree, t: usize) -> Source {
    antecedent(tree, tree.parent(t).unwrap_or(t), t)
}

/// Resolves a relative pronoun to the noun its clause belongs to.
fn antecedent(tree: &Tree, verb: usize, subject: usize) -> Source {
    if !is_relative(tree, subject) {
        return Source::plain(subject);
    }
    let clause = tree
        .chain(verb)
        .take(STEPS)
        .find(|&a| tree.full_rel(a) == "acl:relcl");
    let who = clause.and_then(|c| tree.parent(c)).unwrap_or(subject);
    Source {
        words: subject,
        who,
    }
}

/// The source of a verb: its subject, or, in the passive, the agent after "by".
pub(crate) fn of_verb(tree: &Tree, t: usize) -> Option<Source> {
    if tree.passive(t) || (tree.full_rel(t) == "acl" && tree.xpos(t) == "VBN") {
        return agent(tree, t).map(Source::plain);
    }
    // "was quoted as saying", "is reported to have said": the one quoted speaks.
    let up = tree.parent(t);
    if let Some(up) =
        up.filter(|&u| tree.passive(u) && matches!(tree.rel(t), "advcl" | "xcomp" | "obl"))
    {
        return subject(tree, up);
    }
    subject(tree, t)
}

/// "by X" beside a passive verb or a noun.
pub(crate) fn agent(tree: &Tree, t: usize) -> Option<usize> {
    tree.children(t).find(|&c| {
        matches!(
            tree.full_rel(c),
            "obl:agent" | "obl" | "nmod" | "nmod:agent"
        ) && tree.preposition(c) == Some("by")
    })
}

/// The one a noun belongs to: "Moscow's demand", "a demand by Moscow", "a statement from the
/// ministry", or the subject of the light verb it hangs on ("issued a warning").
pub(crate) fn author(tree: &Tree, noun: usize) -> Option<usize> {
    if let Some(owner) = tree.child_full(noun, &["nmod:poss"]) {
        return Some(owner);
    }
    let by = tree
        .children(noun)
        .find(|&c| tree.rel(c) == "nmod" && matches!(tree.preposition(c), Some("by" | "from")));
    if by.is_some() {
        return by;
    }
    let verb = tree.parent(noun)?;
    let light = matches!(
        tree.lemma(verb),
        "make"
            | "issue"
            | "give"
            | "repeat"
            | "reiterate"
            | "renew"
            | "voice"
            | "express"
            | "have"
            | "release"
            | "deliver"
            | "send"
            | "offer"
            | "put"
            | "raise"
            | "drop"
            | "withdraw"
    );
    if !light {
        return None;
    }
    match tree.full_rel(noun) {
        "obj" => subject(tree, verb).map(|s| s.who),
        "nsubj:pass" => agent(tree, verb),
        _ => None,
    }
}
