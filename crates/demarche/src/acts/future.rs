//! Undertakings without a verb of promising: "we will publish it", "Iran is to reduce its activities";
//! and what would hurt the other side: "we will respond with force".

use super::candidate::Candidate;
use super::content;
use super::lexicon::{Phrase, Pos, lexicon};
use super::reading::Scene;
use super::scope::{Status, scope};
use super::{condition, frames};
use crate::record::{Kind, Relation};

/// The undertaking or threat that the verb `t` states about its own subject.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    if !tree.is_verb(t) || scene.reading.parse.upos[t] == "AUX" || tree.rel(t) == "amod" {
        return;
    }
    let is_to = is_to(scene, t);
    let how = scope(scene, t);
    if let Some(c) = no_such_thing(scene, t, how.status) {
        out.push(c);
        return;
    }
    if how.status == Status::Open && may_hurt(scene, t) {
        possible_threat(scene, t, out);
        return;
    }
    let coming = matches!(how.status, Status::Future | Status::Conditional)
        || is_to
        || will_have_to(scene, t);
    if !coming || how.status == Status::Open || hedged(scene, t) {
        return;
    }
    let passive = tree.passive(t);
    let subject = if passive {
        tree.agent(t)
    } else {
        scene.subject(t)
    };
    let mut speaking = scene.claiming(t);
    if let Some(c) = thing(scene, t, subject, &speaking, how.negated) {
        out.push(c);
        return;
    }
    let going_on = speaking.is_empty() && how.status == Status::Conditional && subject.is_some();
    if going_on && scene.statement(t).is_none() && deed_or_journey(scene, t) {
        // "It would suspend its controls, China said. Washington would drop its own."
        speaking = scene.speaking_before(t);
    }
    let actor = match subject {
        Some(s) => scene.parties(s),
        // "the rights will be guaranteed", said by a minister: the speaker binds his own side.
        None if passive && owed(scene, t) => speaking.clone(),
        None => return,
    };
    if actor.is_empty() {
        return;
    }
    let own_words = speaking.iter().any(|p| actor.contains(p));
    let reporter = (scene.statement(t).is_none() && speaking.is_empty())
        || scene.on_paper(t)
        || (speaking.is_empty() && how.status == Status::Future && scene.officials_say(t));
    if !own_words && !speaking.is_empty() && suffers(scene, t) {
        out.push(suffering(scene, t, speaking, actor));
        return;
    }
    let relayed = !own_words && relayed(scene, t, &actor, &speaking);
    // "are to pull back, she said": what was arranged may be told by anybody.
    if !own_words && !is_to && !relayed && (!reporter || how.status == Status::Conditional) {
        return;
    }
    let lemma = tree.lemma(t);
    let harm = harmful(scene, t);
    let condition = condition::of_move(scene, t, t);
    let reaction = (lexicon().in_class("reaction", lemma) || takes_measures(scene, t))
        && condition.is_some_and(|c| matches!(c.relation, Relation::If | Relation::Unless));
    if lexicon().in_class("stance-verb", lemma) && !own_words && actor.len() < 2 {
        return;
    }
    // "will begin the formal process of leaving": begun with an object, it is a deed.
    let begins = matches!(lemma, "begin" | "start" | "end" | "open") && tree.object(t).is_some();
    let bare = lexicon().in_class("no-deed", lemma) && !continues(scene, t) && !travels(scene, t);
    if !harm && !reaction && !begins && bare {
        return;
    }
    let verb = scene.tree.negated(t);
    // "will not allow Iran to": what one side announces it will prevent.
    let bars = verb
        && lexicon().in_class("allowing", lemma)
        && tree.children(t).any(|c| {
            matches!(tree.rel(c), "obj" | "iobj")
                && scene.parties(c).iter().any(|p| !actor.contains(p))
        });
    let kind = if harm && !verb || reaction || bars {
        Kind::Warn
    } else {
        Kind::Commit
    };
    let conditional_refusal =
        verb && condition.is_some_and(|c| matches!(c.relation, Relation::Unless | Relation::Until));
    let refused = verb && lexicon().in_class("refusable", lemma) && !bars;
    let kind = if conditional_refusal || refused {
        Kind::Reject
    } else {
        kind
    };
    out.push(Candidate {
        kind,
        rule: match kind {
            Kind::Warn => "warn/will",
            Kind::Reject => "reject/will-not-unless",
            _ => "commit/will",
        },
        trigger: t,
        content: if passive && subject.is_none() && kind != Kind::Warn {
            content::clause(scene, t)
        } else {
            content::verb_phrase(scene, t, false)
        },
        actor,
        addressee: Vec::new(),
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: !how.negated || kind == Kind::Reject,
        weak: false,
        confidence: if own_words { 0.7 } else { 0.5 },
        swallows: true,
    });
}

/// "there will be no concessions", "there is to be no opt-out": refused by whoever says so.
fn no_such_thing(scene: &Scene, t: usize, status: Status) -> Option<Candidate> {
    let tree = &scene.tree;
    let there = tree.child(t, &["expl"])?;
    let coming = matches!(status, Status::Future | Status::Conditional) || is_to(scene, t);
    if !tree.is(there, "there") || tree.lemma(t) != "be" || !coming {
        return None;
    }
    let noun = tree
        .child(t, &["nsubj", "obj"])
        .filter(|&n| tree.negated(n))?;
    let refused = ["talks", "grant", "deal", "proposal", "relief"]
        .iter()
        .any(|class| lexicon().in_class(class, tree.lemma(noun)));
    let actor = scene.claiming(t);
    if !refused || actor.is_empty() {
        return None;
    }
    Some(Candidate {
        kind: Kind::Reject,
        rule: "reject/there-will-be-no",
        trigger: t,
        content: content::noun_phrase(scene, noun, false),
        actor,
        addressee: Vec::new(),
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: true,
        weak: false,
        confidence: 0.6,
        swallows: true,
    })
}

/// "would go to China": a journey is a deed.
fn travels(scene: &Scene, t: usize) -> bool {
    matches!(scene.tree.lemma(t), "go" | "come")
        && frames::oblique(scene, t, "to")
            .is_some_and(|o| scene.reading.parse.upos[o] == "PROPN" && !scene.parties(o).is_empty())
}

/// Verbs of what is done for others, or bought from them.
fn deed_or_journey(scene: &Scene, t: usize) -> bool {
    lexicon().in_class("bound", scene.tree.lemma(t))
        || matches!(
            scene.tree.lemma(t),
            "buy" | "purchase" | "order" | "invest" | "drop" | "travel"
        )
        || travels(scene, t)
}

/// "Beijing would buy at least 12 million tonnes, the White House said": what one side says that the other has
/// undertaken.
fn relayed(scene: &Scene, t: usize, actor: &[u32], speaking: &[u32]) -> bool {
    let tree = &scene.tree;
    let told = matches!(scope(scene, t).status, Status::Future | Status::Conditional);
    let plain = !tree.negated(t) && !tree.passive(t) && tree.object(t).is_some();
    let fits = deed_or_journey(scene, t) && plain || travels(scene, t) && !tree.negated(t);
    actor.len() == 1 && !speaking.is_empty() && fits && told && !harmful(scene, t)
}

/// "would take all necessary measures".
fn takes_measures(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let measure = |o: usize| {
        tree.with_conjuncts(o).iter().any(|&o| {
            matches!(
                tree.lemma(o),
                "measure" | "step" | "action" | "countermeasure"
            )
        })
    };
    matches!(tree.lemma(t), "take" | "adopt") && tree.object(t).is_some_and(measure)
}

/// What a party announces of a thing in its own hands: "the programme would not stop", "every request will
/// be examined". With a condition and a harm it is a threat: "the channel would be shut unless".
fn thing(
    scene: &Scene,
    t: usize,
    agent: Option<usize>,
    speaking: &[u32],
    negated: bool,
) -> Option<Candidate> {
    let tree = &scene.tree;
    let passive = tree.passive(t);
    if speaking.is_empty() || passive && agent.is_some() || scene.on_paper(t) {
        return None;
    }
    let named = if passive { tree.object(t) } else { agent };
    // "none of the papers will be published"
    let named = named.map(|s| match tree.lemma(s) {
        "none" | "all" | "each" => frames::oblique(scene, s, "of").unwrap_or(s),
        _ => s,
    });
    let noun = named.filter(|&s| {
        scene.reading.parse.upos[s] == "NOUN"
            && scene.parties(s).is_empty()
            && scene
                .reading
                .cast
                .at(s)
                .is_none_or(|m| m.person.is_none() && m.head as usize != s)
    })?;
    let lemma = tree.lemma(t);
    let ahead = tree.is(t, "go")
        && tree
            .children(t)
            .any(|c| matches!(tree.lemma(c), "ahead" | "on"));
    let bound = if passive {
        lexicon().in_class("bound", lemma)
    } else {
        ahead || lexicon().in_class("proceed", lemma) && tree.object(t).is_none()
    };
    // "the talks will resume" is an arrangement, told of by others too.
    let shared = lexicon().in_class("meeting", tree.lemma(noun));
    if !bound || shared {
        return None;
    }
    let kind = kind_of_thing(scene, t, noun, negated);
    Some(Candidate {
        kind,
        rule: match kind {
            Kind::Warn => "warn/thing-will",
            Kind::Reject => "reject/thing-will-not",
            Kind::Withhold => "withhold/thing-will-not",
            _ => "commit/thing-will",
        },
        trigger: t,
        content: content::clause(scene, t),
        actor: speaking.to_vec(),
        addressee: Vec::new(),
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: !negated || kind != Kind::Commit,
        weak: false,
        confidence: 0.5,
        swallows: true,
    })
}

fn kind_of_thing(scene: &Scene, t: usize, noun: usize, negated: bool) -> Kind {
    let tree = &scene.tree;
    let lemma = tree.lemma(t);
    let words = lexicon();
    if !negated {
        return if threatens(scene, t, noun) {
            Kind::Warn
        } else {
            Kind::Commit
        };
    }
    // "the text will not be published"
    let hides = words.in_class("text", tree.lemma(noun))
        && matches!(
            lemma,
            "publish" | "release" | "disclose" | "reveal" | "share"
        );
    if hides {
        Kind::Withhold
    } else if words.in_class("refusable", lemma) || words.in_class("cut", lemma) {
        Kind::Reject
    } else {
        Kind::Commit
    }
}

/// "the last channel will be shut unless", "trade will be suspended", "stronger strikes will be made".
fn threatens(scene: &Scene, t: usize, noun: usize) -> bool {
    let tree = &scene.tree;
    let words = lexicon();
    let deed = frames::infinitive_of(scene, t).unwrap_or(t);
    let hangs = condition::of_move(scene, t, t)
        .is_some_and(|c| matches!(c.relation, Relation::If | Relation::Unless));
    let ends =
        words.in_class("cut", tree.lemma(deed)) || words.in_class("reaction", tree.lemma(deed));
    let forceful = tree.with_conjuncts(noun).iter().any(|&n| {
        ["force", "retaliation", "harm"]
            .iter()
            .any(|class| words.in_class(class, tree.lemma(n)))
    });
    let broken_off =
        tree.passive(t) && matches!(tree.lemma(t), "suspend" | "cut" | "freeze" | "sever");
    hangs && ends || forceful && !words.in_class("relieving", tree.lemma(t)) || broken_off
}

/// "might suspend its participation": what another counts on is put in doubt.
fn puts_in_doubt(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    matches!(
        tree.lemma(t),
        "suspend" | "leave" | "quit" | "end" | "abandon" | "halt" | "terminate" | "withdraw"
    ) && tree
        .object(t)
        .or_else(|| frames::oblique(scene, t, "from"))
        .is_some_and(|o| {
            ["part", "deal"]
                .iter()
                .any(|class| lexicon().in_class(class, tree.lemma(o)))
        })
}

/// "may extend its blockade": in the mouth of the one who would, a threat.
fn may_hurt(scene: &Scene, t: usize) -> bool {
    scene.tree.aux(t, &["may", "might", "could"]).is_some()
        && (harmful(scene, t) || puts_in_doubt(scene, t))
}

fn possible_threat(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let actor = scene
        .subject(t)
        .map(|s| scene.parties(s))
        .unwrap_or_default();
    let speaking = scene.speaking(t);
    if actor.is_empty() || !speaking.iter().any(|p| actor.contains(p)) || scene.tree.negated(t) {
        return;
    }
    out.push(Candidate {
        kind: Kind::Warn,
        rule: "warn/may",
        trigger: t,
        content: content::verb_phrase(scene, t, false),
        actor,
        addressee: Vec::new(),
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: true,
        weak: false,
        confidence: 0.5,
        swallows: true,
    });
}

/// "will pay a price", "would face consequences": harm announced to the one it is said of.
fn suffers(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    matches!(tree.lemma(t), "pay" | "face" | "suffer" | "bear")
        && tree
            .object(t)
            .is_some_and(|o| lexicon().in_class("harm", tree.lemma(o)))
        || matches!(tree.lemma(t), "regret")
}

fn suffering(scene: &Scene, t: usize, speaking: Vec<u32>, theirs: Vec<u32>) -> Candidate {
    Candidate {
        kind: Kind::Warn,
        rule: "warn/will-pay",
        trigger: t,
        content: content::verb_phrase(scene, t, false),
        actor: speaking,
        addressee: theirs,
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: true,
        weak: false,
        confidence: 0.7,
        swallows: true,
    }
}

/// Passives that bind whoever announces them: "will be published", "would be guaranteed".
fn owed(scene: &Scene, t: usize) -> bool {
    let deed = lexicon()
        .rows(Pos::Verb, scene.tree.lemma(t))
        .iter()
        .any(|r| matches!(r.kind, Kind::Deliver | Kind::Commit) && r.phrase == Phrase::default());
    deed || harmful(scene, t)
}

/// "will continue to work": the deed is in the infinitive.
fn continues(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let gerund = tree
        .children(t)
        .any(|c| c > t && scene.reading.parse.xpos[c] == "VBG" && tree.is_verb(c));
    matches!(tree.lemma(t), "continue" | "begin" | "remain")
        && (frames::infinitive_of(scene, t).is_some() || gerund)
        || tree.is(t, "go") && gerund
        || scene.tree.is(t, "continue") && scene.tree.object(t).is_some()
}

/// "we will have to consult": bound by the speaker's own word.
fn will_have_to(scene: &Scene, t: usize) -> bool {
    let above = scene.reading.parse.parent(t).filter(|&v| {
        scene.tree.rel(t) == "xcomp" && matches!(scene.tree.lemma(v), "have" | "need")
    });
    above.is_some_and(|v| scope(scene, v).status == Status::Future)
}

/// "is to reduce", "are to meet": an arrangement.
pub(crate) fn is_to(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let to = tree
        .children(t)
        .any(|c| tree.rel(c) == "mark" && tree.is(c, "to"));
    let be = tree
        .children(t)
        .any(|c| matches!(tree.rel(c), "aux" | "cop") && tree.lemma(c) == "be")
        || (tree.rel(t) == "xcomp"
            && scene
                .reading
                .parse
                .parent(t)
                .is_some_and(|p| tree.lemma(p) == "be"));
    to && be && tree.parse.xpos[t] == "VB"
}

/// "will likely", "will probably".
pub(crate) fn hedged(scene: &Scene, t: usize) -> bool {
    scene.tree.children(t).any(|c| {
        matches!(
            scene.tree.lemma(c),
            "likely" | "probably" | "perhaps" | "maybe" | "possibly" | "presumably" | "eventually"
        )
    })
}

/// True when what the verb, or one coordinated with it, says would hurt somebody.
pub(crate) fn harmful(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let verbs = tree.with_conjuncts(t);
    verbs.iter().any(|&v| {
        (v == t || tree.is_verb(v) && tree.child(v, &["nsubj"]).is_none())
            && harmful_alone(scene, v)
    })
}

/// "attack", "impose sanctions", "open fire".
fn harmful_alone(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let words = lexicon();
    if matches!(
        tree.lemma(t),
        "go" | "continue" | "keep" | "begin" | "start"
    ) {
        // "go on enforcing penalties": the harm is in the verb below.
        let below = tree
            .children(t)
            .find(|&c| c > t && matches!(tree.rel(c), "xcomp" | "advcl") && tree.is_verb(c));
        if below.is_some_and(|v| harmful_alone(scene, v)) {
            return true;
        }
    }
    let back = tree.lemma(t) == "hit" && tree.children(t).any(|c| tree.is(c, "back"));
    let wages = matches!(
        tree.lemma(t),
        "continue" | "resume" | "wage" | "launch" | "intensify" | "expand" | "extend" | "step"
    );
    let fights = wages
        && tree
            .object(t)
            .is_some_and(|o| words.in_class("force", tree.lemma(o)) && !tree.is(o, "force"));
    let sues = tree.lemma(t) == "take"
        && tree
            .children(t)
            .any(|c| tree.case(c) == Some("to") && matches!(tree.lemma(c), "court" | "tribunal"));
    if back || fights || sues {
        return true;
    }
    if words.in_class("hostile", tree.lemma(t)) {
        // "eliminate tariffs": what hurts goes.
        let relief = tree.object(t).is_some_and(|o| {
            words.in_class("measure", tree.lemma(o))
                || matches!(
                    tree.lemma(o),
                    "practice" | "procedure" | "investigation" | "inquiry" | "probe"
                )
        });
        return !relief;
    }
    let hurts = |o: usize, class: &str| {
        tree.with_conjuncts(o)
            .iter()
            .any(|&o| words.in_class(class, tree.lemma(o)))
    };
    let near = tree.children(t).any(|c| match (tree.rel(c), tree.case(c)) {
        ("obj", _) => {
            let armed = matches!(tree.lemma(t), "use" | "employ" | "open");
            hurts(c, "harm") || armed && hurts(c, "force")
        }
        ("obl", Some("with" | "to" | "by")) => {
            let answered = tree.is(t, "met") || tree.lemma(t) == "meet";
            hurts(c, "harm") || hurts(c, "force") || answered && hurts(c, "retaliation")
        }
        _ => false,
    });
    let taken_off = tree
        .children(t)
        .any(|c| c == t + 1 && matches!(tree.lemma(c), "down" | "off" | "away" | "back"));
    near && !taken_off && !words.in_class("relieving", tree.lemma(t))
}
