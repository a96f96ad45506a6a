//! Meetings: "met with", "spoke by phone", "talks between A and B", "a meeting in Geneva".

use super::candidate::Candidate;
use super::content::{self, Content};
use super::frames;
use super::lexicon::lexicon;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;
use crate::who::PartyKind;

/// The meeting that the token `t` names, if it names one.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    match scene.reading.parse.upos[t] {
        "VERB" => verb(scene, t, out),
        "NOUN" | "PROPN" => noun(scene, t, out),
        _ => {}
    }
}

fn verb(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    let lemma = tree.lemma(t);
    if !meets(lemma) || tree.rel(t) == "amod" {
        return;
    }
    let how = scope(scene, t);
    let told = how.status == Status::Conditional
        && scene.statement(t).is_some()
        && scene.on_a_day_to_come(t)
        && super::condition::of_move(scene, t, t).is_none();
    let unreal = matches!(
        how.status,
        Status::Open | Status::Obliged | Status::Conditional
    );
    if unreal && !told && !expected(scene, t) {
        return;
    }
    if lemma == "sit" && !tree.children(t).any(|c| tree.is(c, "down")) {
        return;
    }
    // "The Council meets in Brussels and in Luxembourg": a habit, where no day is named.
    let habit = matches!(scene.reading.parse.xpos[t], "VBZ" | "VBP")
        && tree.child(t, &["aux"]).is_none()
        && scene.times_near(t).iter().all(|time| time.window.is_none());
    if habit && lemma != "discuss" {
        return;
    }
    if lemma == "discuss" && how.negated {
        // What was not discussed is kept back: `withhold`.
        return;
    }
    let Some(subject) = scene.subject(t) else {
        return;
    };
    let others = partners(scene, t, lemma);
    let mut actor = scene.parties(subject);
    let single = actor.len() < 2;
    let Some(last) = others.map_or_else(|| together(scene, t, lemma, single), Some) else {
        return;
    };
    for p in scene.parties(last) {
        if !actor.contains(&p) {
            actor.push(p);
        }
    }
    // "The group discussed the crime" is no meeting of the group's.
    let one_body = lemma != "discuss" && of_one_body(scene, subject, &actor);
    if actor.len() < 2 && !one_body {
        return;
    }
    out.push(candidate(
        t,
        verb_content(scene, t, last),
        actor,
        !how.negated,
        "meet/verb",
    ));
}

/// "expects to meet her again", "is expected to meet him on Friday": arranged, where a day or an "again" is named.
fn expected(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    let above = scene.reading.parse.parent(t).filter(|&v| {
        tree.rel(t) == "xcomp" && matches!(tree.lemma(v), "expect") && !tree.negated(v)
    });
    let again = tree
        .children(t)
        .any(|c| matches!(tree.lemma(c), "again" | "more" | "soon" | "shortly"));
    above.is_some_and(|v| scope(scene, v).status == Status::Actual)
        && (again || scene.on_a_day_to_come(t))
}

/// Verbs of meeting.
fn meets(lemma: &str) -> bool {
    matches!(
        lemma,
        "meet"
            | "confer"
            | "consult"
            | "negotiate"
            | "phone"
            | "telephone"
            | "ring"
            | "contact"
            | "speak"
            | "talk"
            | "call"
            | "huddle"
            | "visit"
            | "host"
            | "receive"
            | "greet"
            | "reconvene"
            | "gather"
            | "discuss"
            | "convene"
            | "sit"
    )
}

/// The nominal that names the other side.
fn partners(scene: &Scene, t: usize, lemma: &str) -> Option<usize> {
    let tree = &scene.tree;
    let party = |n: usize| !scene.parties(n).is_empty();
    let oblique = |ps: &[&str]| {
        tree.children(t).find(|&c| {
            tree.rel(c) == "obl" && tree.case(c).is_some_and(|p| ps.contains(&p)) && party(c)
        })
    };
    let object = tree.object(t).filter(|&o| party(o) && o != t);
    match lemma {
        "meet" => oblique(&["with"]).or(object),
        "confer" | "consult" | "negotiate" | "huddle" | "gather" | "reconvene" | "discuss"
        | "convene" | "sit" => oblique(&["with"]),
        "speak" | "talk" => {
            oblique(&["with", "to"]).filter(|_| by_phone(scene, t) || oblique(&["with"]).is_some())
        }
        "phone" | "telephone" | "ring" | "contact" => object,
        "call" => object.filter(|_| by_phone(scene, t)),
        // A leader's visit to a country is one to its side.
        "visit" => object
            .filter(|&o| person(scene, o) || scene.subject(t).is_some_and(|s| person(scene, s))),
        "host" | "receive" | "greet" => object.filter(|&o| person(scene, o)),
        _ => None,
    }
}

/// "the ministers met", "the two spoke by phone": the subject holds both sides.
fn together(scene: &Scene, t: usize, lemma: &str, single: bool) -> Option<usize> {
    let fits = match lemma {
        "meet" | "confer" | "reconvene" | "gather" | "convene" | "sit" => {
            scene.tree.object(t).is_none()
        }
        "discuss" => true,
        "speak" | "talk" => {
            let coming = matches!(scope(scene, t).status, Status::Future | Status::Conditional);
            by_phone(scene, t) || coming && scene.on_a_day_to_come(t)
        }
        _ => false,
    };
    let body = scene
        .subject(t)
        .is_some_and(|s| of_one_body(scene, s, &scene.parties(s)));
    (fits && (!single || body))
        .then(|| scene.subject(t))
        .flatten()
}

/// "NATO leaders met": the members of one organisation meet each other.
fn of_one_body(scene: &Scene, subject: usize, actor: &[u32]) -> bool {
    let plural = matches!(scene.reading.parse.xpos[subject], "NNS" | "NNPS");
    let body = matches!(
        scene.tree.lemma(subject).to_ascii_lowercase().as_str(),
        "council" | "committee" | "assembly" | "board" | "commission" | "cabinet"
    ) || scene.tree.word(subject).chars().all(char::is_uppercase);
    (plural || body)
        && actor.len() == 1
        && scene.reading.cast.parties[actor[0] as usize].kind != PartyKind::State
}

fn by_phone(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    tree.children(t).any(|c| {
        matches!(
            tree.lemma(c),
            "phone" | "telephone" | "videoconference" | "today" | "yesterday" | "line" | "video"
        )
    })
}

fn person(scene: &Scene, t: usize) -> bool {
    scene.reading.cast.at(t).is_some_and(|m| m.person.is_some())
}

fn verb_content(scene: &Scene, t: usize, last: usize) -> Content {
    let whole = content::verb_phrase(scene, t, true);
    let tree = &scene.tree;
    // The meeting ends where its partners or its place are named; what it was about is another matter.
    let place = tree.children(t).filter(|&c| {
        tree.rel(c) == "obl"
            && matches!(tree.case(c), Some("in" | "at"))
            && scene.reading.parse.upos[c] == "PROPN"
    });
    let mut parts: Vec<usize> = if last > t {
        vec![last]
    } else {
        place.collect()
    };
    parts.extend(tree.children(t).filter(|&c| {
        matches!(
            tree.lemma(c),
            "phone" | "telephone" | "videoconference" | "video"
        )
    }));
    let ends = parts.into_iter().map(|part| {
        tree.extent(part, &|c| {
            matches!(tree.rel(c), "appos" | "advcl")
                || scene.reading.parse.deprel[c] == "acl:relcl"
                || (tree.rel(c) == "nmod" && tree.case(c) == Some("for"))
        })
        .1
    });
    let hi = ends.max().unwrap_or(whole.hi).max(t);
    Content {
        head: t,
        lo: whole.lo,
        hi: hi.min(whole.hi.max(hi)),
    }
}

fn noun(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    if !lexicon().in_class("meeting", &tree.lemma(t).to_ascii_lowercase())
        || matches!(tree.rel(t), "compound" | "flat" | "amod")
    {
        return;
    }
    if tree.lemma(t) == "call" && !is_phone_call(scene, t) {
        return;
    }
    let parent = scene.reading.parse.parent(t);
    let verb = parent.filter(|&v| tree.is_verb(v));
    if let Some(v) = verb {
        let how = scope(scene, v);
        if matches!(how.status, Status::Open | Status::Obliged) || proposed(scene, v, t) {
            return;
        }
    }
    let known = participants(scene, t, verb);
    if known.is_none() && !past_talks(scene, t) {
        return;
    }
    // Who met is left to the rest of the report: "after five hours of talks".
    let actor = known.unwrap_or_default();
    let positive = verb.is_none_or(|v| !scope(scene, v).negated && !called_off(scene, v));
    out.push(candidate(
        t,
        content::bare_noun_phrase(scene, t),
        actor,
        positive,
        "meet/noun",
    ));
}

/// Two parties or more that are the subject of the clause around `t`: "Russia and the United States, after a
/// day of talks, unveiled".
pub(crate) fn joint_subject(scene: &Scene, t: usize) -> Option<Vec<u32>> {
    let tree = &scene.tree;
    let verb = tree.ancestors(t).find(|&a| tree.is_verb(a))?;
    let parties = scene.parties(tree.subject(verb)?);
    (parties.len() >= 2).then_some(parties)
}

/// "after five hours of talks", "at the end of the meeting", "formal talks opened": held, whoever met.
fn past_talks(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    if !matches!(
        tree.lemma(t),
        "talk" | "talks" | "negotiation" | "meeting" | "summit"
    ) {
        return false;
    }
    let counted = scene.reading.parse.parent(t).filter(|&h| {
        tree.case(t) == Some("of")
            && matches!(
                tree.lemma(h),
                "hour" | "half" | "day" | "week" | "month" | "round" | "end" | "close" | "series"
            )
    });
    // "an hour and a half of talks"
    let counted = counted.map(|h| match scene.reading.parse.parent(h) {
        Some(first) if tree.rel(h) == "conj" => first,
        _ => h,
    });
    let phrase = counted.unwrap_or(t);
    let after = matches!(
        tree.case(phrase),
        Some("after" | "following" | "during" | "at")
    );
    let opened = tree.rel(t) == "nsubj"
        && scene.reading.parse.parent(t).is_some_and(|v| {
            matches!(
                tree.lemma(v),
                "open" | "begin" | "start" | "end" | "resume" | "conclude" | "collapse" | "break"
            ) && scope(scene, v).status == Status::Actual
        });
    if tree.rel(t) == "nsubj" && coming(scene, t) {
        return true;
    }
    after && scene.reading.parse.upos[phrase] == "NOUN" || opened
}

/// "talks will resume on Monday", "a meeting would be held in May".
fn coming(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    scene.reading.parse.parent(t).is_some_and(|v| {
        let held = matches!(
            tree.lemma(v),
            "open" | "begin" | "start" | "resume" | "continue"
        ) || matches!(tree.lemma(v), "hold" | "schedule" | "set" | "plan")
            && tree.passive(v)
            || tree.lemma(v) == "take" && tree.object(v).is_some_and(|o| tree.is(o, "place"));
        let how = scope(scene, v);
        held && !how.negated
            && matches!(how.status, Status::Future | Status::Conditional)
            && scene.on_a_day_to_come(v)
    })
}

/// "a phone call", "their call", not "a call on", "a call for".
fn is_phone_call(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    tree.children(t)
        .all(|c| !matches!(tree.case(c), Some("on" | "for" | "to")))
        && tree.children(t).any(|c| {
            matches!(
                tree.lemma(c),
                "phone" | "telephone" | "video" | "conference"
            ) || matches!(tree.case(c), Some("with" | "between"))
        })
}

/// "proposed talks", "called for a meeting", "refused talks": no meeting yet.
fn proposed(scene: &Scene, v: usize, noun: usize) -> bool {
    let tree = &scene.tree;
    let case = tree.case(noun).unwrap_or_default();
    let wish = matches!(
        tree.lemma(v),
        "propose"
            | "offer"
            | "seek"
            | "demand"
            | "request"
            | "reject"
            | "refuse"
            | "want"
            | "urge"
            | "suggest"
            | "oppose"
            | "rule"
            | "invite"
            | "hope"
            | "favor"
            | "favour"
            | "need"
            | "support"
            | "welcome"
            | "accept"
            | "decline"
            | "push"
            | "press"
            | "agree"
            | "delay"
            | "freeze"
            | "halt"
            | "postpone"
            | "put"
            | "skip"
            | "suspend"
    );
    wish && tree.rel(noun) != "nsubj"
        && !matches!(case, "after" | "during" | "at" | "in" | "following")
        || (tree.lemma(v) == "call" && case == "for")
}

fn called_off(scene: &Scene, v: usize) -> bool {
    matches!(
        scene.tree.lemma(v),
        "cancel" | "postpone" | "abort" | "boycott"
    )
}

/// Both sides of a meeting noun, from its own words first, then from its verb's.
fn participants(scene: &Scene, t: usize, verb: Option<usize>) -> Option<Vec<u32>> {
    let tree = &scene.tree;
    let mut all: Vec<u32> = Vec::new();
    let mut add = |parties: Vec<u32>| {
        for p in parties {
            if !all.contains(&p) {
                all.push(p);
            }
        }
    };
    let mut with = false;
    for c in tree.children(t) {
        let case = tree.case(c);
        match scene.reading.parse.deprel[c] {
            "nmod" | "obl" if matches!(case, Some("with" | "between" | "among")) => {
                with = true;
                add(scene.parties(c));
            }
            "nmod" if case == Some("of") && person_or_state(scene, c) => add(scene.parties(c)),
            // "my recent visit to Saudi Arabia"
            "nmod" | "obl"
                if case == Some("to")
                    && matches!(tree.lemma(t), "visit" | "trip" | "travel")
                    && person_or_state(scene, c)
                    && verb.is_none_or(|v| !called_off(scene, v)) =>
            {
                add(scene.parties(c));
            }
            "nmod:poss" | "compound" | "amod" => add(scene.parties(c)),
            _ => {}
        }
    }
    if let Some(v) = verb {
        let lemma = tree.lemma(v);
        let holds = matches!(
            lemma,
            "hold"
                | "have"
                | "attend"
                | "join"
                | "begin"
                | "start"
                | "open"
                | "resume"
                | "conclude"
                | "end"
                | "finish"
                | "enter"
                | "conduct"
                | "continue"
                | "host"
                | "leave"
                | "arrive"
                | "return"
                | "wrap"
                | "complete"
                | "travel"
                | "fly"
                | "break"
                | "cancel"
                | "postpone"
                | "abort"
                | "schedule"
                | "arrange"
                | "set"
                | "plan"
                | "launch"
                | "speak"
                | "say"
                | "tell"
        );
        if holds
            && tree.rel(t) != "nsubj"
            && let Some(s) = tree.subject(v)
        {
            add(scene.parties(s));
        }
        if let Some(w) = frames::oblique(scene, v, "with").filter(|_| holds) {
            with = true;
            add(scene.parties(w));
        }
    }
    if let Some(v) = verb.filter(|_| matches!(tree.case(t), Some("in" | "during" | "over"))) {
        // "the two presidents agreed in a telephone call that"
        let both = tree
            .subject(v)
            .map(|s| scene.parties(s))
            .unwrap_or_default();
        if both.len() >= 2 {
            add(both);
        }
    }
    if with && all.len() < 2 {
        // "after talks with Blinken": the other side is whoever the clause is about.
        let subject = tree
            .ancestors(t)
            .filter(|&a| tree.is_verb(a))
            .find_map(|a| {
                let s = tree.subject(a)?;
                let parties = scene.parties(s);
                (!parties.is_empty()).then_some(parties)
            });
        for p in subject.unwrap_or_default() {
            if !all.contains(&p) {
                all.push(p);
            }
        }
    }
    if with && all.len() < 2 {
        // "Jaafari, after a session with the envoy, …": hung on the one who met him.
        let holder = scene.reading.parse.parent(t).filter(|&h| tree.is_noun(h));
        for p in holder.map(|h| scene.parties(h)).unwrap_or_default() {
            if !all.contains(&p) {
                all.push(p);
            }
        }
    }
    let members = all.len() == 1
        && tree
            .children(t)
            .any(|c| tree.case(c) == Some("among") && of_one_body(scene, c, &scene.parties(c)));
    (all.len() >= 2 || members).then_some(all)
}

fn person_or_state(scene: &Scene, t: usize) -> bool {
    scene
        .reading
        .cast
        .at(t)
        .is_some_and(|m| !m.parties.is_empty())
}

fn candidate(
    t: usize,
    content: Content,
    actor: Vec<u32>,
    positive: bool,
    rule: &'static str,
) -> Candidate {
    Candidate {
        kind: Kind::Meet,
        rule,
        trigger: t,
        content,
        actor,
        addressee: Vec::new(),
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive,
        weak: false,
        confidence: if rule == "meet/verb" { 0.8 } else { 0.6 },
        swallows: false,
    }
}
