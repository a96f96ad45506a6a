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
pub(crate) fn scope(scene: &Scene, t: usize) -> Scope {
    let tree = &scene.tree;
    let mut negated = tree.negated(t);
    let mut status = own_status(scene, t);
    let mut here = t;
    for above in tree.ancestors(t) {
        if status == Status::Open {
            break;
        }
        let rel = tree.rel(here);
        if matches!(rel, "advcl" | "ccomp" | "acl")
            && tree
                .mark(here)
                .is_some_and(|m| lexicon().in_class("hypothetical", m))
        {
            status = Status::Open;
            break;
        }
        match rel {
            "xcomp" | "advcl" | "acl" | "ccomp" | "csubj" if infinitive(scene, here) => {
                let lemma = tree.lemma(above);
                if lexicon().in_class("unreal", lemma) {
                    status = Status::Open;
                } else if lexicon().in_class("transparent", lemma) {
                    negated |= tree.negated(above);
                    status = worse(status, own_status(scene, above));
                } else if rel == "xcomp" && matches!(lemma, "have" | "oblige" | "require") {
                    status = Status::Obliged;
                } else if rel == "xcomp"
                    && matches!(lemma, "be" | "due" | "go" | "set" | "schedule")
                {
                    status = Status::Future;
                } else if rel == "xcomp" && matches!(lemma, "slate" | "plan" | "decide") {
                    status = Status::Future;
                }
            }
            "conj" if own_aux(scene, here).is_none() && tree.child(here, &["nsubj"]).is_none() => {
                // "will meet and sign": the auxiliary reaches over the coordination.
                negated |= tree.negated(above) && !tree.children(here).any(|c| tree.is(c, "but"));
                status = worse(status, own_status(scene, above));
            }
            _ => {}
        }
        if matches!(rel, "ccomp" | "root" | "parataxis") && scene.statement(here).is_some() {
            // A statement's content is judged by its own clause.
            if !tree
                .mark(here)
                .is_some_and(|m| lexicon().in_class("hypothetical", m))
            {
                break;
            }
        }
        here = above;
    }
    Scope { status, negated }
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
