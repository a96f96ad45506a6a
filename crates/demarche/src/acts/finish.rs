//! From candidates to entries: who is completed, doubtful ones go, restatements merge.

use super::candidate::{Candidate, Trace};
use super::lexicon::lexicon;
use super::reading::Scene;
use super::who_to::{self, Sides};
use super::{condition, days, future};
use crate::record::{Condition, Days, Entry, Kind, Relation, Speaker};
use crate::text::Span;

/// Completes, drops and merges.
pub(crate) fn finish(
    scene: &Scene,
    candidates: Vec<Candidate>,
    trace: &mut Vec<Trace>,
) -> Vec<Entry> {
    let mut candidates = candidates;
    super::asides::resolve(scene, &mut candidates);
    super::lists::spread(scene, &mut candidates);
    answered_charges(scene, &mut candidates);
    follow_ups(scene, &mut candidates);
    let sides = Sides::of(scene, &candidates);
    let swallowed = swallowed(scene, &candidates);
    let mut entries: Vec<(usize, Entry)> = Vec::new();
    for (i, mut c) in candidates.into_iter().enumerate() {
        let outcome = if swallowed[i] {
            Err("part of another move's content")
        } else {
            hurtful(scene, &mut c);
            arranged(scene, &mut c);
            sides.seat(scene, &mut c);
            who_to::complete(scene, &mut c, &sides, &entries);
            acceptable(scene, &c)
        };
        let note = |outcome: &'static str| Trace {
            token: c.trigger as u32,
            rule: c.rule,
            outcome,
        };
        match outcome {
            Err(why) => trace.push(note(why)),
            Ok(()) => {
                let entry = entry(scene, &c);
                let head = c.content.head;
                match entries
                    .iter()
                    .position(|(h, e)| same_move(scene, (*h, e), (head, &entry)))
                {
                    Some(at) => {
                        trace.push(note("more evidence for an entry above"));
                        merge(&mut entries[at].1, entry);
                    }
                    None => {
                        trace.push(note("entry"));
                        entries.push((head, entry));
                    }
                }
            }
        }
    }
    let mut entries: Vec<Entry> = entries.into_iter().map(|(_, e)| e).collect();
    entries.sort_by_key(|e| (e.evidence[0].start, e.content.start));
    entries
}

/// "…, an allegation the company denied": what is denied is the charge told just before.
fn answered_charges(scene: &Scene, candidates: &mut [Candidate]) {
    for i in 1..candidates.len() {
        let c = &candidates[i];
        if c.kind != Kind::Deny || !pointing(scene, c.content.head) {
            continue;
        }
        let sentence = |t: usize| scene.reading.parse.sentence_of[t];
        let charge = candidates[..i].iter().rev().find(|d| {
            sentence(d.trigger) + 1 >= sentence(c.trigger)
                && d.actor != c.actor
                // What somebody claims, not what the reporter tells as a fact.
                && (d.kind == Kind::Accuse || scene.statement(d.trigger).is_some())
                && matches!(
                    d.kind,
                    Kind::Accuse | Kind::Warn | Kind::Deliver | Kind::Commit | Kind::Agree
                )
        });
        if let Some(content) = charge.map(|d| d.content) {
            candidates[i].content = content;
        }
    }
}

/// "share its concerns in a follow-up meeting": those who promise and those who are promised will meet.
fn follow_ups(scene: &Scene, candidates: &mut Vec<Candidate>) {
    let tree = &scene.tree;
    let mut found: Vec<Candidate> = Vec::new();
    let sides = Sides::of(scene, &[]);
    for c in candidates.iter_mut() {
        let promise = matches!(c.kind, Kind::Commit | Kind::Offer) && !c.actor.is_empty();
        let end = scene.reading.parse.sentence(c.trigger).end as usize;
        let meeting = (c.content.head + 1..end.min(c.content.hi + 8)).find(|&t| {
            promise
                && lexicon().in_class("meeting", tree.lemma(t))
                && matches!(tree.case(t), Some("in" | "at" | "during"))
                && (t.saturating_sub(4)..t).any(|d| {
                    matches!(
                        tree.lemma(d),
                        "follow"
                            | "follow-up"
                            | "followup"
                            | "next"
                            | "later"
                            | "another"
                            | "further"
                    )
                })
        });
        let Some(meeting) = meeting else { continue };
        let content = super::content::bare_noun_phrase(scene, meeting);
        if c.content.hi >= content.lo && c.content.lo < content.lo {
            // What is promised ends before the meeting at which it is to happen.
            let before = (c.content.head..content.lo)
                .rev()
                .find(|&t| !matches!(tree.word(t), "in" | "at" | "during" | ","));
            c.content.hi = before.unwrap_or(c.content.head);
        }
        let mut side = c.clone();
        who_to::complete(scene, &mut side, &sides, &[]);
        let mut actor = side.actor;
        actor.extend(side.addressee);
        if actor.len() >= 2 && found.iter().all(|f| f.trigger != meeting) {
            found.push(Candidate {
                kind: Kind::Meet,
                rule: "meet/follow-up",
                trigger: meeting,
                content,
                actor,
                addressee: Vec::new(),
                swallows: false,
                ..c.clone()
            });
        }
    }
    candidates.extend(found);
    candidates.sort_by_key(|c| c.trigger);
}

/// "this", "it", "an allegation": words that point back at a claim.
fn pointing(scene: &Scene, head: usize) -> bool {
    let lemma = scene.tree.lemma(head);
    matches!(lemma, "this" | "that" | "it")
        || (lexicon().in_class("allegation", lemma)
            && !scene.tree.children(head).any(|c| {
                matches!(scene.tree.rel(c), "acl" | "nmod" | "ccomp")
                    && scene.reading.parse.deprel[c] != "acl:relcl"
            }))
}

/// Marks the candidates whose trigger lies in the content of another one.
fn swallowed(scene: &Scene, candidates: &[Candidate]) -> Vec<bool> {
    let mut gone = vec![false; candidates.len()];
    for (i, c) in candidates.iter().enumerate() {
        let sentence = scene.reading.parse.sentence_of[c.trigger];
        // Candidates come in text order, so those of one sentence stand together.
        let near = |j: &usize| {
            candidates
                .get(*j)
                .is_some_and(|d| scene.reading.parse.sentence_of[d.trigger] == sentence)
        };
        let before = (0..i).rev().take_while(|j| near(j));
        let after = (i + 1..candidates.len()).take_while(|j| near(j));
        for j in before.chain(after) {
            let d = &candidates[j];
            let inside = d.content.lo <= c.trigger && c.trigger <= d.content.hi;
            let nested = scene.statement(c.trigger).map(|s| s.content.first())
                != scene.statement(d.content.head).map(|s| s.content.first());
            // "will make no concession": the noun says more than the "will".
            let bare_around = d.rule.ends_with("/will") && d.trigger == c.content.head;
            if inside && d.trigger != c.trigger && d.swallows && !nested && !bare_around {
                gone[i] = true;
            }
            // A bare "will" yields to the frame that names the act.
            let bare = c.rule.ends_with("/will") && !d.rule.ends_with("/will");
            if bare
                && d.trigger != c.trigger
                && (d.content.head == c.trigger || inside && d.swallows)
            {
                gone[i] = true;
            }
            // "left the door open to talks": none were held.
            let proposed = matches!(d.kind, Kind::Offer | Kind::Demand | Kind::Reject);
            let named = d.content.head == c.trigger
                || inside && lexicon().in_class("possibility", scene.tree.lemma(d.content.head));
            if c.kind == Kind::Meet && c.positive && proposed && named {
                gone[i] = true;
            }
            // One verb, one kind: the first row that fits wins over a repeat of itself.
            if d.trigger == c.trigger && j < i && d.content == c.content && d.kind == c.kind {
                gone[i] = true;
            }
        }
    }
    gone
}

/// A promise or an offer of harm is a warning: "vowed to go to war", "is prepared to strike".
fn hurtful(scene: &Scene, c: &mut Candidate) {
    let tree = &scene.tree;
    let deed = tree.is_verb(c.content.head) && !tree.negated(c.content.head) && c.positive;
    // "hinted that it might intervene if": no offer.
    let reaction = c.rule == "offer/hint"
        && lexicon().in_class("reaction", tree.lemma(c.content.head))
        && condition::of_move(scene, c.trigger, c.content.head).is_some();
    if matches!(c.kind, Kind::Commit | Kind::Offer)
        && deed
        && (reaction || future::harmful(scene, c.content.head))
    {
        c.kind = Kind::Warn;
    }
}

/// "agreed to meet again", "will hold a new round": what the sides undertake together is a meeting.
fn arranged(scene: &Scene, c: &mut Candidate) {
    let tree = &scene.tree;
    let head = c.content.head;
    let held = matches!(
        tree.lemma(head),
        "hold" | "have" | "attend" | "resume" | "begin" | "start"
    ) && tree
        .object(head)
        .is_some_and(|o| lexicon().in_class("meeting", &tree.lemma(o).to_ascii_lowercase()));
    let meets = matches!(tree.lemma(head), "meet" | "convene" | "reconvene") && tree.is_verb(head);
    // One side's vow to meet the other is a promise still.
    let both = c.actor.len() >= 2 || future::is_to(scene, c.trigger);
    if c.kind != Kind::Commit || !c.positive || !both || !(held || meets) {
        return;
    }
    let partner = tree
        .object(head)
        .filter(|_| meets)
        .or_else(|| super::frames::oblique(scene, head, "with"))
        .or_else(|| super::frames::oblique(scene, tree.object(head)?, "with"));
    let mut actor = c.actor.clone();
    for p in partner.map(|o| scene.parties(o)).unwrap_or_default() {
        if !actor.contains(&p) {
            actor.push(p);
        }
    }
    if actor.len() >= 2 {
        c.kind = Kind::Meet;
        c.rule = "meet/arranged";
        c.actor = actor;
        c.addressee.clear();
    }
}

fn acceptable(scene: &Scene, c: &Candidate) -> Result<(), &'static str> {
    if c.actor.is_empty() {
        return Err("no party is known to be its actor");
    }
    if scene.in_headline(c.trigger) {
        return Err("the headline only repeats the text");
    }
    if asked(scene, c.trigger) {
        return Err("it is only asked");
    }
    // "said it was preparing to send aid": bound by its own word.
    let own_word = c.kind == Kind::Commit
        && scene
            .speaking(c.trigger)
            .iter()
            .any(|p| c.actor.contains(p));
    if c.weak && c.addressee.is_empty() && !own_word && !scene.in_quotes(c.content.head) {
        return Err("nobody is addressed");
    }
    let conditional = condition::in_sentence(scene, c.trigger).iter().any(|f| {
        f.lo <= c.trigger
            && c.trigger <= f.hi
            && matches!(
                f.relation,
                Relation::If | Relation::Unless | Relation::Until
            )
    });
    // "unless five demands are met, among them the release": what is listed is demanded all the same.
    if conditional && c.rule != "demand/listed" {
        return Err("it only stands in a condition");
    }
    Ok(())
}

/// "Will Iran sign?": the sentence is a question.
fn asked(scene: &Scene, t: usize) -> bool {
    let end = scene.reading.parse.sentence(t).end as usize;
    (t..end).rev().take(3).any(|c| scene.tree.is(c, "?"))
}

fn entry(scene: &Scene, c: &Candidate) -> Entry {
    let content = c.content.span(scene);
    let (mut due, when) = days::of_move(scene, c);
    if let Some(opening) = c
        .deadline_from
        .filter(|_| due.is_none_or(|d| d.window.is_none()))
    {
        due = days::deadline_at(scene, opening);
    }
    let condition = condition::of_move(scene, c.trigger, c.content.head)
        .filter(|f| !(c.kind == Kind::Meet || f.lo >= c.content.lo && f.hi <= c.content.hi))
        .filter(|f| conditional(c.kind, f.relation))
        .or_else(|| wordless(scene, c))
        .or_else(|| otherwise(scene, c))
        .map(|f| Condition {
            relation: f.relation,
            span: scene.tree.bytes(f.lo, f.hi),
        });
    // "will not ratify unless": a refusal with its condition, no promise.
    let refusal = c.kind == Kind::Commit
        && !c.positive
        && condition.is_some_and(|d| matches!(d.relation, Relation::Unless | Relation::Until));
    Entry {
        kind: if refusal { Kind::Reject } else { c.kind },
        actor: c.actor.clone(),
        addressee: c.addressee.clone(),
        content,
        evidence: vec![evidence(scene, c)],
        speaker: speaker(scene, c),
        quoted: quoted(scene, c),
        condition,
        due,
        when,
        place: if c.kind == Kind::Meet {
            place(scene, c)
        } else {
            None
        },
        // What is denied is the words' own business.
        positive: c.positive || refusal || c.kind == Kind::Deny,
        confidence: super::confidence::of(c.rule)
            .filter(|_| !c.rule.ends_with("/learnt"))
            .unwrap_or(c.confidence),
        trigger: scene.reading.parse.span[c.trigger],
        rule: c.rule,
    }
}

/// Who claims it: the speaker of the statement around it, else of the act of speech that it is itself, else
/// the party whose paper the report is.
fn speaker(scene: &Scene, c: &Candidate) -> Option<Speaker> {
    if super::asides::around(scene, c.trigger).is_some() {
        // An aside is the reporter's own.
        return c.speaker;
    }
    let around = scene.speaker(c.trigger);
    let closer = c
        .speaker
        .filter(|&own| around.is_some_and(|s| scene.speaks_for(own, s)));
    // "Lavrov made clear that Russia would not": no cue, and yet his words.
    let claimant = || {
        scene
            .claimant(c.trigger)
            .filter(|_| !matches!(c.kind, Kind::Meet | Kind::Deliver))
            .and_then(|s| scene.as_speaker(s))
    };
    let author = || scene.reading.cast.author.map(Speaker::Party);
    closer
        .or(around)
        .or(c.speaker)
        .or_else(claimant)
        .or_else(author)
}

/// "; otherwise, it said, the army would attack": unless what was asked is done.
fn otherwise(scene: &Scene, c: &Candidate) -> Option<condition::Found> {
    let tree = &scene.tree;
    let fits = matches!(c.kind, Kind::Warn | Kind::Commit | Kind::Reject);
    let start = scene.reading.parse.sentence(c.trigger).start as usize;
    let opens = |t: usize| t == start || matches!(tree.word(t - 1), ";" | "," | "or" | ":" | "—");
    let word = (start..c.trigger)
        .rev()
        .take(12)
        .find(|&t| fits && tree.is(t, "otherwise") && opens(t))?;
    Some(condition::Found {
        relation: Relation::Unless,
        head: word,
        owner: c.trigger,
        lo: word,
        hi: word,
    })
}

/// "warned of “responses” its demands are not met": a clause that can only be the condition, its "if" lost.
fn wordless(scene: &Scene, c: &Candidate) -> Option<condition::Found> {
    let tree = &scene.tree;
    if c.kind != Kind::Warn || tree.is_verb(c.content.head) {
        return None;
    }
    let clause = tree.children(c.trigger).find(|&v| {
        matches!(tree.rel(v), "ccomp" | "parataxis")
            && v > c.content.hi
            && tree.mark(v).is_none()
            && tree.negated(v)
    })?;
    let (lo, hi) = tree.extent(clause, &|d| tree.rel(d) == "punct" && d > clause);
    // Behind a colon or a comma stands another sentence.
    let joined = !matches!(tree.word(lo - 1), "," | ":" | ";" | "." | "—" | "–" | "--");
    (lo > c.content.hi && joined).then_some(condition::Found {
        relation: Relation::If,
        head: clause,
        owner: c.trigger,
        lo,
        hi,
    })
}

/// "after" and "before" are conditions of what is still to come; of what happened they only tell the order.
fn conditional(kind: Kind, relation: Relation) -> bool {
    match relation {
        Relation::After | Relation::Before => {
            matches!(
                kind,
                Kind::Commit | Kind::Offer | Kind::Demand | Kind::Warn | Kind::Reject
            )
        }
        _ => !matches!(kind, Kind::Withhold | Kind::Deny | Kind::Deliver),
    }
}

/// The sentence, or in a long one the clause that states the move.
fn evidence(scene: &Scene, c: &Candidate) -> Span {
    const LONG: usize = 280;
    let sentence = scene.tree.sentence_bytes(c.trigger);
    if sentence.len() <= LONG {
        return sentence;
    }
    let (lo, hi) = scene.tree.extent(c.trigger, &|_| false);
    let mut clause = scene.tree.bytes(lo.min(c.content.lo), hi.max(c.content.hi));
    if let Some(s) = scene.tree.subject(c.trigger)
        && scene.reading.parse.sentence_of[s] == scene.reading.parse.sentence_of[c.trigger]
    {
        clause = clause.join(scene.reading.parse.span[s]);
    }
    clause
}

/// The content is in the speaker's own words, wholly or in part; a single quoted word is only a label.
fn quoted(scene: &Scene, c: &Candidate) -> bool {
    let inside = (c.content.lo..=c.content.hi)
        .filter(|&t| scene.in_quotes(t))
        .count();
    inside >= 3 || inside * 2 > c.content.hi - c.content.lo
}

/// The named place that the meeting's clause gives: "in Geneva".
fn place(scene: &Scene, c: &Candidate) -> Option<Span> {
    let tree = &scene.tree;
    let around = [Some(c.trigger), scene.reading.parse.parent(c.trigger)];
    around.into_iter().flatten().find_map(|owner| {
        tree.children(owner).find_map(|d| {
            let located = matches!(tree.rel(d), "obl" | "nmod")
                && matches!(tree.case(d), Some("in" | "at"))
                && scene.reading.parse.upos[d] == "PROPN";
            located.then(|| {
                let (lo, hi) = tree.extent(d, &|x| {
                    matches!(
                        tree.rel(x),
                        "case" | "appos" | "punct" | "acl" | "conj" | "det" | "nmod"
                    )
                });
                tree.bytes(lo, hi)
            })
        })
    })
}

/// True when two entries state one move.
fn same_move(scene: &Scene, (ha, a): (usize, &Entry), (hb, b): (usize, &Entry)) -> bool {
    if a.kind != b.kind || !same_set(&a.actor, &b.actor) || a.positive != b.positive {
        return false;
    }
    if a.content == b.content || anaphoric(scene, hb) {
        return true;
    }
    if a.kind == Kind::Meet {
        if b.rule == "meet/follow-up" {
            // A meeting still to come is none of those that the report tells of.
            return false;
        }
        let day = |e: &Entry| e.when.or(e.due).and_then(|d| d.window);
        let verbal = |h: usize| scene.tree.is_verb(h);
        return match (day(a), day(b)) {
            (Some(x), Some(y)) => x == y,
            (_, None) => !verbal(hb) || scene.tree.lemma(ha) == scene.tree.lemma(hb),
            (None, Some(_)) => false,
        };
    }
    if !a.addressee.is_empty() && !b.addressee.is_empty() && !same_set(&a.addressee, &b.addressee) {
        return false;
    }
    alike(scene, a.content, b.content)
}

/// "we are prepared to do that": the content points back at what was said.
fn anaphoric(scene: &Scene, head: usize) -> bool {
    let tree = &scene.tree;
    tree.lemma(head) == "do"
        && tree.object(head).map_or_else(
            || tree.children(head).any(|c| tree.is(c, "so")),
            |o| matches!(tree.lemma(o), "that" | "it" | "this" | "so"),
        )
}

fn same_set(a: &[u32], b: &[u32]) -> bool {
    a.len() == b.len() && a.iter().all(|p| b.contains(p))
}

/// True when the shorter content's nouns and verbs mostly recur in the longer one.
fn alike(scene: &Scene, a: Span, b: Span) -> bool {
    let words = |span: Span| -> Vec<&str> {
        let (lo, hi) = super::content::time_tokens(scene, span);
        (lo..hi)
            .filter(|&t| {
                matches!(
                    scene.reading.parse.upos[t],
                    "NOUN" | "VERB" | "PROPN" | "ADJ"
                )
            })
            .map(|t| scene.tree.lemma(t))
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    let shared = short.iter().filter(|w| long.contains(w)).count();
    let all = shared == short.len() && shared >= 2;
    shared * 10 >= short.len() * 7 && shared * if all { 5 } else { 3 } >= long.len()
}

fn merge(into: &mut Entry, from: Entry) {
    for span in from.evidence {
        if !into.evidence.iter().any(|e| e.contains(span)) {
            into.evidence.push(span);
        }
    }
    into.quoted |= from.quoted;
    into.condition = into.condition.or(from.condition);
    into.due = later(into.due, from.due);
    into.when = later(into.when, from.when);
    into.place = into.place.or(from.place);
    into.speaker = into.speaker.or(from.speaker);
    if into.addressee.is_empty() {
        into.addressee = from.addressee;
    }
    into.confidence = into.confidence.max(from.confidence);
}

/// The first that has a window, else the first at all.
fn later(a: Option<Days>, b: Option<Days>) -> Option<Days> {
    match (a, b) {
        (Some(x), Some(y)) if x.window.is_none() && y.window.is_some() => Some(y),
        (Some(x), _) => Some(x),
        (None, y) => y,
    }
}
