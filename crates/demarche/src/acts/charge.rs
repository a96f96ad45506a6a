//! Charges and denials without a verb of either: "Israel had failed to ease its blockade", said by Hamas;
//! "Russia has never threatened anyone", said by Russia.

use super::candidate::Candidate;
use super::content;
use super::lexicon::lexicon;
use super::reading::Scene;
use super::scope::{Status, scope};
use crate::record::Kind;

/// The charge or denial that the predicate `t` is in its speaker's mouth.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    verdict(scene, t, out);
    label(scene, t, out);
    no_evidence(scene, t, out);
    if !tree.is_verb(t) || tree.rel(t) == "amod" || scene.statement(t).is_none() {
        return;
    }
    let actor = scene.speaking(t);
    if actor.is_empty() {
        return;
    }
    if let Some(passed_over) = passed_over(scene, t, &actor) {
        out.push(passed_over);
        return;
    }
    let wrong = lexicon().in_class("wrongdoing", tree.lemma(t));
    let duty = lexicon().in_class("duty", tree.lemma(t)) && tree.negated(t);
    if !wrong && !duty {
        return;
    }
    let Some(subject) = scene.subject(t) else {
        return;
    };
    let theirs = scene.parties(subject);
    let other_side = duty && scene.reading.parse.upos[subject] == "NOUN";
    if theirs.is_empty() && !other_side {
        return;
    }
    let how = scope(scene, t);
    if how.status != Status::Actual {
        return;
    }
    let own = theirs.iter().any(|p| actor.contains(p));
    let (kind, rule) = match (own, how.negated) {
        (true, true) if wrong => (Kind::Deny, "deny/never-did"),
        // "Russia said Tehran had not violated it": one speaks for the other.
        (false, true) if wrong && scene.in_past(t) => (Kind::Deny, "deny/never-did"),
        (false, true) if duty => (Kind::Accuse, "accuse/did-not-keep"),
        (false, false) if wrong => (Kind::Accuse, "accuse/did-wrong"),
        _ => return,
    };
    let content = match kind {
        Kind::Deny => content::clause(scene, t),
        _ => content::verb_phrase(scene, t, false),
    };
    let blamed = kind == Kind::Accuse && !own;
    let addressee = if blamed { theirs } else { Vec::new() };
    out.push(Candidate {
        kind,
        ..accusation(t, rule, content, actor, addressee)
    });
}

/// "the promise had not been kept", "our main concerns were ignored", "not one of the points has been met": who
/// says so complains of whoever was to do it.
fn passed_over(scene: &Scene, t: usize, actor: &[u32]) -> Option<Candidate> {
    let tree = &scene.tree;
    let noun = tree
        .object(t)
        .filter(|_| tree.passive(t) && tree.agent(t).is_none())?;
    let how = scope(scene, t);
    let counted = matches!(
        tree.lemma(noun),
        "one" | "none" | "any" | "all" | "most" | "single"
    );
    let of = super::frames::oblique(scene, noun, "of").filter(|_| counted);
    let none = tree.negated(t)
        || tree.negated(noun)
        || tree.lemma(noun) == "none"
        || noun > 0 && tree.is(noun - 1, "not");
    let neglect = matches!(
        tree.lemma(t),
        "ignore" | "disregard" | "neglect" | "violate" | "break" | "breach" | "flout" | "overlook"
    );
    // "have not been taken into account"
    let counted_in = tree.lemma(t) == "take"
        && tree
            .children(t)
            .any(|c| matches!(tree.lemma(c), "account" | "consideration"));
    let duty = (lexicon().in_class("duty", tree.lemma(t)) || counted_in) && none;
    let due = ["commitment", "stance", "proposal", "deal"]
        .iter()
        .any(|class| lexicon().in_class(class, tree.lemma(of.unwrap_or(noun))))
        || matches!(
            tree.lemma(of.unwrap_or(noun)),
            "concern"
                | "interest"
                | "point"
                | "undertaking"
                | "right"
                | "sovereignty"
                | "warning"
                | "wish"
                | "term"
        );
    // "the demands are not met" states no breach, "have not been met" and "were ignored" do.
    let told = tree.children(t).any(|c| {
        tree.rel(c) == "aux" && (tree.lemma(c) == "have" || scene.reading.parse.xpos[c] == "VBD")
    });
    if !(neglect && !none || duty) || !due || !told || how.status != Status::Actual {
        return None;
    }
    let owners = scene.owners(of.unwrap_or(noun));
    let addressee = owners.into_iter().filter(|p| !actor.contains(p)).collect();
    let content = content::clause(scene, t);
    Some(accusation(
        t,
        "accuse/passed-over",
        content,
        actor.to_vec(),
        addressee,
    ))
}

/// "there was not a shred of evidence that its planes had bombed": what is denied is in the clause.
fn no_evidence(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    if tree.lemma(t) != "evidence" {
        return;
    }
    // "not a shred of evidence": the negation stands by the measure, or by the verb.
    let above = scene.reading.parse.parent(t);
    let none = std::iter::successors(Some(t), |&x| scene.reading.parse.parent(x))
        .take(3)
        .any(|x| tree.negated(x));
    let clause = [
        Some(t),
        above,
        above.and_then(|a| scene.reading.parse.parent(a)),
    ]
    .into_iter()
    .flatten()
    .find_map(|x| super::frames::that_clause(scene, x));
    let actor = scene.speaking(t);
    let Some(clause) = clause.filter(|&c| none && c > t && !actor.is_empty()) else {
        return;
    };
    out.push(Candidate {
        kind: Kind::Deny,
        ..accusation(
            t,
            "deny/no-evidence",
            content::clause(scene, clause),
            actor,
            Vec::new(),
        )
    });
}

/// True when the word `t`, one coordinated with it or one that describes it blames somebody.
fn blames(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    tree.with_conjuncts(t).iter().any(|&c| {
        let bad = |w: usize| lexicon().in_class("blameworthy", &tree.lemma(w).to_ascii_lowercase());
        bad(c)
            || tree.is_noun(c)
                && tree
                    .children(c)
                    .any(|d| matches!(tree.rel(d), "amod" | "nmod" | "compound") && bad(d))
    })
}

/// "the bombing was inhuman", "the tests were a violation": said of the other side's doing.
fn verdict(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    let predicate = tree.child(t, &["cop"]).is_some() && !tree.is_verb(t);
    if !predicate || scene.statement(t).is_none() || !blames(scene, t) {
        return;
    }
    let how = scope(scene, t);
    let actor = scene.speaking(t);
    let Some(subject) = scene.subject(t).filter(|_| !how.negated) else {
        return;
    };
    if actor.is_empty() || how.status != Status::Actual {
        return;
    }
    let addressee = blamed(scene, subject, &actor);
    // "the tests were illegal": a deed that everybody in the report knows.
    let deed = lexicon().in_class("doing", tree.lemma(subject));
    let own = scene.parties(subject).iter().any(|p| actor.contains(p));
    let told = scene
        .statement(t)
        .is_some_and(|s| s.addressee.iter().any(|p| !actor.contains(p)));
    if own || addressee.is_empty() && !told && !deed {
        return;
    }
    out.push(accusation(
        t,
        "accuse/verdict",
        content::clause(scene, t),
        actor,
        addressee,
    ));
}

/// Whose doing a phrase names: its owner, else the parties in it, but not the speaker's own side.
fn blamed(scene: &Scene, noun: usize, actor: &[u32]) -> Vec<u32> {
    let tree = &scene.tree;
    let not_own =
        |all: Vec<u32>| -> Vec<u32> { all.into_iter().filter(|p| !actor.contains(p)).collect() };
    let owners = not_own(scene.owners(noun));
    if !owners.is_empty() {
        return owners;
    }
    let direct = not_own(scene.parties(noun));
    if !direct.is_empty() {
        return direct;
    }
    let (lo, hi) = tree.extent(noun, &|c| {
        // "the bombing of Aleppo", "attacks on Israel": where and on whom is not who.
        tree.rel(c) == "nmod" || tree.rel(c) == "acl"
    });
    not_own(scene.named(lo, hi))
}

/// "described the tests as provocative", "called it an act of aggression", "branded them traitors".
fn label(scene: &Scene, t: usize, out: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    let labels = matches!(
        tree.lemma(t),
        "describe"
            | "call"
            | "label"
            | "brand"
            | "characterise"
            | "characterize"
            | "depict"
            | "portray"
            | "dub"
            | "term"
    );
    if !labels || !tree.is_verb(t) || tree.rel(t) == "amod" {
        return;
    }
    let Some(subject) = scene.subject(t) else {
        return;
    };
    let how = scope(scene, t);
    let actor = scene.parties(subject);
    if actor.is_empty() || how.negated || how.status != Status::Actual {
        return;
    }
    let object = tree.object(t);
    // "described him and his party as “traitors”": parsers hang the phrase on the last of them.
    let below = object.map(|o| tree.with_conjuncts(o)).unwrap_or_default();
    let hung = below.iter().flat_map(|&o| tree.children(o));
    let said = tree.children(t).chain(hung).find(|&c| {
        let as_what = tree.case(c) == Some("as") || tree.mark(c) == Some("as");
        let place = match tree.rel(c) {
            "obl" | "advcl" | "nmod" | "amod" => as_what,
            "xcomp" => true,
            "obj" => object.is_none_or(|o| o < c),
            _ => false,
        };
        place && c > t && Some(c) != object && !tree.is_verb(c) && blames(scene, c)
    });
    let Some(said) = said else { return };
    let addressee = object.map(|o| blamed(scene, o, &actor)).unwrap_or_default();
    let own_side = object.is_some_and(|o| scene.parties(o).iter().any(|p| actor.contains(p)));
    if own_side {
        return;
    }
    let content = content::noun_phrase(scene, said, false);
    let mut c = accusation(t, "accuse/label", content, actor, addressee);
    c.speaker = scene.as_speaker(subject);
    out.push(c);
}

/// A charge in the words of `content`.
pub(crate) fn accusation(
    trigger: usize,
    rule: &'static str,
    content: content::Content,
    actor: Vec<u32>,
    addressee: Vec<u32>,
) -> Candidate {
    Candidate {
        kind: Kind::Accuse,
        rule,
        trigger,
        content,
        actor,
        addressee,
        unresolved: false,
        deadline_from: None,
        speaker: None,
        positive: true,
        weak: false,
        confidence: 0.6,
        swallows: false,
    }
}
