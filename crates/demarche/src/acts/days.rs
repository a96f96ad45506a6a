//! By when, and when: the time phrases that belong to a move.

use super::candidate::Candidate;
use super::reading::Scene;
use crate::record::{Days, Kind};
use crate::when::{Direction, Operator, TimePhrase, TimexKind};

/// The deadline of a move, and the day it happened.
pub(crate) fn of_move(scene: &Scene, c: &Candidate) -> (Option<Days>, Option<Days>) {
    let (mut due, mut when) = (None, None);
    for time in scene.times_near(c.trigger) {
        if !belongs(scene, c, time) {
            continue;
        }
        let days = Days {
            window: time.window,
            span: time.full_span,
        };
        if is_deadline(time) && may_be_due(c.kind) && !day_of_speech(scene, c, time) {
            due = due.or(Some(days));
        } else if time.window.is_some() && time.direction != Direction::Future && dated(c.kind) {
            when = when.or(Some(days));
        } else if c.kind == Kind::Meet && time.window.is_some() {
            due = due.or(Some(days));
        }
    }
    (due, when)
}

/// The deadline that the opening of a list names, whose trigger is `opening`.
pub(crate) fn deadline_at(scene: &Scene, opening: usize) -> Option<Days> {
    let named = scene
        .times_near(opening)
        .iter()
        .find(|time| is_deadline(time) && time.window.is_some());
    named.map(|time| Days {
        window: time.window,
        span: time.full_span,
    })
}

fn is_deadline(time: &TimePhrase) -> bool {
    if matches!(time.kind, TimexKind::Set) || (time.window.is_none() && time.anchor.is_none()) {
        return false;
    }
    matches!(
        time.operator,
        Operator::By | Operator::Within | Operator::Until | Operator::AsEarlyAs
    ) || (time.direction == Direction::Future
        // "give it three more weeks": a length alone is no deadline.
        && !(time.kind == TimexKind::Duration && time.full_span.start == time.span.start)
        && !matches!(time.operator, Operator::For | Operator::Since))
}

/// "NATO offered talks on Wednesday": a bare weekday beside a verb of speech in the past is the day it was said.
fn day_of_speech(scene: &Scene, c: &Candidate, time: &TimePhrase) -> bool {
    let said = matches!(scene.reading.parse.xpos[c.trigger], "VBD" | "VBN")
        && matches!(c.kind, Kind::Offer | Kind::Demand | Kind::Warn);
    said && time.operator == Operator::On
        && time.rule.starts_with("when/weekday")
        && scene.reading.parse.parent(time.head as usize) == Some(c.trigger)
}

fn may_be_due(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Commit | Kind::Demand | Kind::Offer | Kind::Warn | Kind::Meet
    )
}

fn dated(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Meet | Kind::Deliver | Kind::Agree | Kind::Reject | Kind::Concede
    )
}

/// "ahead of the 2023 elections", "after Monday's vote": the day only tells which event is meant, unless a
/// deadline is set by it ("by the May 5 vote").
fn names_an_event(scene: &Scene, time: &TimePhrase) -> bool {
    let tree = &scene.tree;
    let head = time.head as usize;
    let bound = matches!(
        time.operator,
        Operator::By | Operator::Within | Operator::Until
    );
    let modifies = matches!(
        scene.reading.parse.deprel[head],
        "compound" | "amod" | "nummod" | "nmod:poss" | "nmod:unmarked"
    );
    let noun = scene
        .reading
        .parse
        .parent(head)
        .filter(|&n| tree.is_noun(n) && n >= time.end as usize && !scene.in_time(n));
    let event = noun.filter(|_| modifies && !bound);
    event.is_some_and(|n| {
        matches!(
            tree.case(n),
            Some("ahead" | "before" | "after" | "since" | "following" | "during" | "until")
        )
    })
}

/// True when the phrase hangs on the move's content or trigger, or opens or closes their clause.
fn belongs(scene: &Scene, c: &Candidate, time: &TimePhrase) -> bool {
    let tree = &scene.tree;
    let head = time.head as usize;
    if names_an_event(scene, time) {
        return false;
    }
    let (first, _) = super::content::time_tokens(scene, time.full_span);
    if first == c.content.hi + 1 {
        return true;
    }
    if tree.under(head, c.content.head) {
        // Not when another clause inside the content owns it.
        let clause = tree
            .ancestors(head)
            .find(|&a| tree.is_verb(a) || a == c.content.head)
            .unwrap_or(c.content.head);
        // "work urgently to complete the extension by February 5": the purpose's deadline is the deed's.
        let purpose = tree.mark(clause) == Some("to")
            && matches!(time.operator, Operator::By | Operator::Within);
        return purpose
            || clause == c.content.head
            || !matches!(tree.rel(clause), "acl" | "advcl")
            || scene.reading.parse.deprel[clause] == "acl";
    }
    let owner = tree
        .ancestors(head)
        .find(|&a| tree.is_verb(a) || tree.rel(a) == "root");
    match owner {
        Some(o) if o == c.trigger || o == c.content.head => true,
        // "Iran will, by Friday, …": the verb that the trigger complements or is coordinated with.
        Some(o) => {
            tree.under(c.trigger, o)
                && tree.ancestors(c.trigger).take(2).any(|a| a == o)
                && matches!(
                    tree.rel(c.trigger),
                    "xcomp" | "conj" | "obj" | "obl" | "nsubj"
                )
        }
        None => false,
    }
}
