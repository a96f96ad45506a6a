//! Whether a predicate is asserted: negation, modality, wishes, conditions, questions above it.

use super::lexicon::lexicon;
use super::reading::Scene;

/// How a predicate is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// It happens or happened: "warned", "has accepted".
    Actual,
    /// "will", "is to", "going to".
    Future,
    /// "would" in reported speech or on a condition.
    Conditional,
    /// "must", "should", "has to".
    Obliged,
    /// "may", "could", "wants to", "if it …", "whether": not asserted.
    Open,
}

/// The status of a predicate and whether it is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) status: Status,
    pub(crate) negated: bool,
}

/// How the predicate `t` is put, seen from the reporter or from the innermost speaker.
///
/// Walks towards the root. Inside the predicate's own clause, auxiliaries, control verbs and negation
/// count; beyond a clause with a verb of its own, only what makes the whole clause unreal does.
pub(crate) fn scope(scene: &Scene, t: usize) -> Scope {
    let tree = &scene.tree;
    let mut how = Scope {
        status: own_status(scene, t),
        negated: tree.negated(t),
    };
    let mut own_clause = true;
    let mut here = t;
    for above in tree.ancestors(t) {
        if how.status == Status::Open {
            break;
        }
        let rel = tree.rel(here);
        if rel == "acl" && super::asides::at(scene, above) {
            // "if they refuse, an idea that the other side rejected": the reporter's own remark.
            break;
        }
        if unasserted(scene, here, rel) {
            how.status = Status::Open;
            break;
        }
        if how.status != Status::Open && aside(scene, here) {
            // ", which Turkey has asked it to confirm": told by the way, whatever the clause around it is.
            break;
        }
        // "Abbas, who is to hold talks": a relative clause with its own subject is finite.
        let relative = scene.reading.parse.deprel[here] == "acl:relcl"
            && tree.child(here, &["nsubj"]).is_some();
        let nonfinite =
            !relative && (infinitive(scene, here) || scene.reading.parse.xpos[here] == "VBG");
        if own_clause && matches!(rel, "xcomp" | "advcl" | "acl" | "ccomp" | "csubj" | "obj") {
            // "by promising to": a gerund after a preposition happens as its clause does.
            let told = matches!(
                tree.mark(here),
                None | Some("by" | "after" | "in" | "while" | "when" | "since" | "with" | "as")
            );
            let adverbial = matches!(rel, "advcl" | "acl") && !infinitive(scene, here) && told;
            if nonfinite && !adverbial {
                controlled(scene, above, rel, &mut how);
            }
            own_clause = rel == "xcomp" && nonfinite;
        } else if own_clause && rel == "conj" {
            if own_aux(scene, here).is_none() && tree.child(here, &["nsubj"]).is_none() {
                // "will meet and sign": the auxiliary reaches over the coordination.
                let but = tree.children(here).any(|c| tree.is(c, "but"));
                how.negated |= tree.negated(above) && !but;
                how.status = worse(how.status, own_status(scene, above));
            }
        } else {
            own_clause = false;
        }
        if rel == "ccomp" && guessed(scene, above, how.status) {
            how.status = Status::Open;
            break;
        }
        let stated = matches!(rel, "ccomp" | "root" | "parataxis");
        if stated && scene.statement(here).is_some() {
            // A statement's content is judged by its own clause.
            break;
        }
        here = above;
    }
    how
}

/// A relative clause behind a comma, with a tense of its own.
fn aside(scene: &Scene, clause: usize) -> bool {
    let tree = &scene.tree;
    if scene.reading.parse.deprel[clause] != "acl:relcl" || !tree.finite(clause) {
        return false;
    }
    let start = scene.reading.parse.sentence(clause).start as usize;
    let opener = (start + 1..clause)
        .rev()
        .take(6)
        .find(|&t| matches!(tree.lemma(t), "which" | "who" | "whom"));
    opener.is_some_and(|t| tree.is(t - 1, ","))
}

/// "Warsaw thinks that Moscow will refuse": another's guess.
fn guessed(scene: &Scene, above: usize, status: Status) -> bool {
    let belief = matches!(scene.tree.lemma(above), "believe" | "think" | "suspect");
    (matches!(status, Status::Future | Status::Conditional) || belief)
        && matches!(
            scene.tree.lemma(above),
            "believe"
                | "think"
                | "suspect"
                | "guess"
                | "predict"
                | "expect"
                | "doubt"
                | "assume"
                | "speculate"
                | "imagine"
        )
}

/// True for a clause that its opening word makes unreal: "if", "unless", "whether", "how".
fn unasserted(scene: &Scene, clause: usize, rel: &str) -> bool {
    let tree = &scene.tree;
    if !matches!(
        rel,
        "advcl" | "ccomp" | "acl" | "csubj" | "obl" | "nmod" | "obj"
    ) {
        return false;
    }
    if tree
        .mark(clause)
        .is_some_and(|m| lexicon().in_class("hypothetical", m))
    {
        return true;
    }
    matches!(rel, "ccomp" | "acl" | "advcl")
        && scene.reading.parse.deprel[clause] != "acl:relcl"
        && tree.children(clause).any(|c| {
            c < clause
                && (matches!(tree.lemma(c), "how" | "what" | "why" | "whether")
                    // "at the White House, where he received": it happened there.
                    || tree.is(c, "where") && rel == "ccomp")
        })
}

/// An infinitive or gerund is as real as what governs it lets it be.
fn controlled(scene: &Scene, above: usize, rel: &str, how: &mut Scope) {
    let tree = &scene.tree;
    let lemma = tree.lemma(above);
    if lemma == "fail" && rel == "xcomp" {
        // "failed to reach a deal": it did not come about.
        how.negated = !how.negated;
        how.status = worse(how.status, own_status(scene, above));
    } else if lexicon().in_class("unreal", lemma) || lemma == "have" && not_yet(scene, above) {
        how.status = Status::Open;
    } else if lexicon().in_class("transparent", lemma) {
        how.negated |= tree.negated(above);
        how.status = worse(how.status, own_status(scene, above));
    } else if rel == "xcomp"
        && matches!(lemma, "force" | "compel")
        && matches!(
            own_status(scene, above),
            Status::Future | Status::Conditional
        )
    {
        // "would be forced to respond": what it threatens to do.
        how.negated |= tree.negated(above);
        how.status = worse(how.status, own_status(scene, above));
    } else if rel == "xcomp" && matches!(lemma, "have" | "oblige" | "require") {
        how.status = Status::Obliged;
    } else if rel == "xcomp" && lexicon().in_class("scheduled", lemma) {
        how.negated |= tree.negated(above);
        how.status = Status::Future;
    } else if matches!(rel, "acl" | "advcl" | "xcomp")
        && matches!(lemma, "write" | "cable" | "phone" | "telephone")
    {
        // "wrote to the minister to propose": said in the letter.
        how.negated |= tree.negated(above);
        how.status = worse(how.status, own_status(scene, above));
    } else if matches!(rel, "acl" | "advcl") {
        // A purpose, or what a noun is for: "approval to violate", "in order to offer".
        how.status = Status::Open;
    }
}

/// "has yet to give its consent".
fn not_yet(scene: &Scene, have: usize) -> bool {
    let tree = &scene.tree;
    have + 1 < scene.reading.parse.len() && tree.is(have + 1, "yet")
}

/// The less certain of two.
fn worse(a: Status, b: Status) -> Status {
    if a == Status::Actual { b } else { a }
}

fn infinitive(scene: &Scene, t: usize) -> bool {
    scene
        .tree
        .children(t)
        .any(|c| scene.tree.rel(c) == "mark" && scene.tree.is(c, "to"))
        || scene.reading.parse.xpos[t] == "VB"
}

fn own_aux(scene: &Scene, t: usize) -> Option<usize> {
    scene.tree.child(t, &["aux"])
}

fn own_status(scene: &Scene, t: usize) -> Status {
    let tree = &scene.tree;
    if tree
        .aux(t, &["may", "might", "could", "can", "ca"])
        .is_some()
    {
        return Status::Open;
    }
    if tree.aux(t, &["must", "should", "ought", "shall"]).is_some() {
        return if tree.aux(t, &["shall"]).is_some() {
            Status::Future
        } else {
            Status::Obliged
        };
    }
    if tree.aux(t, &["will", "wo"]).is_some() {
        return Status::Future;
    }
    if tree.aux(t, &["would"]).is_some() {
        return Status::Conditional;
    }
    Status::Actual
}
