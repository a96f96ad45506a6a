//! Whether a later move speaks of the same thing as an earlier one, and what it is to it: the delivery that
//! keeps a promise, the refusal of a demand, the denial of an allegation.
//!
//! Kinds and parties decide what a move could be to another; the terms of their contents decide whether it
//! is. When in doubt, nothing is joined.

use demarche::record::{Kind, terms::is_generic};

/// What a later move is to an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tie {
    /// Says the same again.
    Restates,
    /// Does what was promised, offered or asked.
    Keeps,
    /// Replies, without saying yes or no.
    Answers,
    /// Turns it down.
    Refuses,
    /// Accepts it.
    Accepts,
    /// Undertakes what was asked.
    Undertakes,
    /// Gives way to it.
    Concedes,
    /// Says that it is untrue.
    Denies,
    /// The meeting that was arranged takes place.
    Holds,
    /// Calls off what was arranged.
    Cancels,
    /// The same side takes it back.
    Withdraws,
    /// Says whether its text is public.
    Discloses,
    /// Makes the condition come true.
    Fulfils,
    /// Makes the condition impossible.
    Forecloses,
}

impl Tie {
    const ALL: [Tie; 14] = [
        Tie::Restates,
        Tie::Keeps,
        Tie::Answers,
        Tie::Refuses,
        Tie::Accepts,
        Tie::Undertakes,
        Tie::Concedes,
        Tie::Denies,
        Tie::Holds,
        Tie::Cancels,
        Tie::Withdraws,
        Tie::Discloses,
        Tie::Fulfils,
        Tie::Forecloses,
    ];

    /// The word in the store and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Tie::Restates => "restates",
            Tie::Keeps => "keeps",
            Tie::Answers => "answers",
            Tie::Refuses => "refuses",
            Tie::Accepts => "accepts",
            Tie::Undertakes => "undertakes",
            Tie::Concedes => "concedes",
            Tie::Denies => "denies",
            Tie::Holds => "holds",
            Tie::Cancels => "cancels",
            Tie::Withdraws => "withdraws",
            Tie::Discloses => "discloses",
            Tie::Fulfils => "fulfils",
            Tie::Forecloses => "forecloses",
        }
    }

    /// The tie of a word.
    pub fn parse(word: &str) -> Option<Tie> {
        Tie::ALL.into_iter().find(|t| t.as_str() == word)
    }
}

/// Of a move, what joining looks at. Days are numbers, see `days`.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    pub number: i64,
    pub doc: i64,
    pub rank: i64,
    /// The day on which it was reported.
    pub day: Option<i64>,
    pub kind: Kind,
    pub actor: Vec<String>,
    pub addressee: Vec<String>,
    pub terms: Vec<String>,
    pub positive: bool,
    pub due: (Option<i64>, Option<i64>),
    pub when: (Option<i64>, Option<i64>),
    /// Terms of the condition that must come true first ("after", "if"); empty without one.
    pub condition: Vec<String>,
    pub confidence: f64,
}

/// A join of two moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub parent: i64,
    pub tie: Tie,
    pub confidence: f64,
    pub reason: String,
}

/// Days within which a word is repeated rather than given anew, and within which it is answered.
const RESTATED_WITHIN: i64 = 200;
const ANSWERED_WITHIN: i64 = 400;

/// The least likeness of contents for a join.
const LIKE_TO_RESTATE: f64 = 0.6;
const LIKE_TO_REPLY: f64 = 0.42;

/// What `later` is to `earlier`, if anything.
pub fn link(earlier: &Face, later: &Face) -> Option<Link> {
    let tie = could_be(earlier, later)?;
    let apart = match (earlier.day, later.day) {
        (Some(a), Some(b)) => b - a,
        _ => return None,
    };
    let restates = tie == Tie::Restates;
    let (most, least) = if restates {
        (RESTATED_WITHIN, LIKE_TO_RESTATE)
    } else {
        (ANSWERED_WITHIN, LIKE_TO_REPLY)
    };
    if apart > most {
        return None;
    }
    if earlier.kind == Kind::Meet && later.kind == Kind::Meet {
        return meetings(earlier, later, tie);
    }
    let likeness = Likeness::of(&earlier.terms, &later.terms);
    if likeness.share < least || !likeness.is_enough(restates) {
        return None;
    }
    let sure = 0.55 + 0.45 * (likeness.share - least) / (1.0 - least);
    Some(Link {
        parent: earlier.number,
        tie,
        confidence: round(sure * earlier.confidence.clamp(0.6, 1.0)),
        reason: format!("{}; both speak of {}", because(tie), likeness.words()),
    })
}

/// Whether `later` makes the condition of `earlier` come true, or impossible.
pub fn condition(earlier: &Face, later: &Face) -> Option<Link> {
    let open = matches!(
        earlier.kind,
        Kind::Commit | Kind::Offer | Kind::Warn | Kind::Meet
    );
    let done = match later.kind {
        Kind::Deliver | Kind::Meet | Kind::Agree | Kind::Concede => later.positive,
        Kind::Reject => false,
        _ => return None,
    };
    let in_order = earlier.rank < later.rank && earlier.doc != later.doc;
    if !open
        || !in_order
        || earlier.condition.is_empty()
        || !within(earlier, later, ANSWERED_WITHIN)
    {
        return None;
    }
    // The doer's own condition is somebody's act: it must speak of that party or come from another.
    let likeness = Likeness::of(&earlier.condition, &later.terms);
    if likeness.share < 0.6 || !likeness.is_enough(true) {
        return None;
    }
    let tie = if done { Tie::Fulfils } else { Tie::Forecloses };
    Some(Link {
        parent: earlier.number,
        tie,
        confidence: 0.6,
        reason: format!("{}; both speak of {}", because(tie), likeness.words()),
    })
}

/// Joins a reply to everything that the other side asked ("rejected all proposals") with each of `asked`.
pub fn reply_to_all(asked: &[Face], reply: &Face) -> Vec<Link> {
    if !is_reply_to_all(reply) {
        return Vec::new();
    }
    let open = |a: &&Face| matches!(a.kind, Kind::Demand | Kind::Offer) && a.number != reply.number;
    let faced = asked.iter().filter(open);
    let faced = faced.filter(|a| answers_side(a, reply) && within(a, reply, 60));
    let faced: Vec<(&Face, Tie)> = faced
        .filter_map(|a| Some((a, could_be(a, reply)?)))
        .collect();
    // What the same report tells of is meant; else what the last report before told of.
    let here: Vec<_> = faced.iter().filter(|(a, _)| a.doc == reply.doc).collect();
    let chosen: Vec<_> = if here.is_empty() {
        let last = faced.iter().filter(|(a, _)| a.rank < reply.rank);
        let last = last.max_by_key(|(a, _)| a.rank).map(|(a, _)| a.doc);
        faced.iter().filter(|(a, _)| Some(a.doc) == last).collect()
    } else {
        here
    };
    let sure = if chosen.iter().any(|(a, _)| a.doc == reply.doc) {
        0.65
    } else {
        0.5
    };
    let link = |(asked, tie): &&(&Face, Tie)| Link {
        parent: asked.number,
        tie: *tie,
        confidence: sure,
        reason: format!("{}; it replies to all that was asked", because(*tie)),
    };
    chosen.iter().map(link).collect()
}

/// True for a reply whose content names nothing but demands or proposals as such.
pub fn is_reply_to_all(reply: &Face) -> bool {
    const ASKED: [&str; 8] = [
        "want",
        "demand",
        "plan",
        "draft",
        "proposal",
        "request",
        "offer",
        "condition",
    ];
    let replies = matches!(reply.kind, Kind::Reject | Kind::Agree);
    let bare = |t: &String| is_generic(t) || t.starts_with('@') || ASKED.contains(&t.as_str());
    let asked = |t: &String| ASKED.contains(&t.as_str());
    replies && reply.terms.iter().all(bare) && reply.terms.iter().any(asked)
}

/// The tie that a person most likely means who joins these two.
pub fn usual(earlier: &Face, later: &Face) -> Tie {
    could_be(earlier, later).unwrap_or(if earlier.kind == later.kind {
        Tie::Restates
    } else {
        Tie::Answers
    })
}

/// What the kinds and parties of two moves allow the later to be to the earlier.
fn could_be(earlier: &Face, later: &Face) -> Option<Tie> {
    use Kind::{Accuse, Agree, Commit, Concede, Deliver, Demand, Deny, Meet, Offer, Reject, Warn};
    let same_report = earlier.doc == later.doc && earlier.doc != 0;
    let in_order = earlier.rank < later.rank;
    let same = same_side(earlier, later);
    let faces = answers_side(earlier, later);
    if !in_order && !same_report {
        return None;
    }
    let tie = match (earlier.kind, later.kind) {
        (Meet, Meet) if in_order && !same_report => Tie::Restates,
        (Meet, Meet) => return None,
        (a, b) if a == b => {
            let again = in_order && !same_report && same && compatible(earlier, later);
            match (again, earlier.positive == later.positive) {
                (true, true) => Tie::Restates,
                (true, false) if a == Commit || a == Offer => Tie::Withdraws,
                _ => return None,
            }
        }
        (Demand, Commit) if faces && later.positive => Tie::Undertakes,
        (Demand, Commit) if faces => Tie::Refuses,
        (Demand | Offer, Reject) if faces => Tie::Refuses,
        (Demand | Offer | Commit, Reject) if same && in_order => Tie::Withdraws,
        (Meet, Reject) if same => Tie::Cancels,
        (Demand | Offer, Agree) if faces || same => Tie::Accepts,
        (Demand, Concede) if faces => Tie::Concedes,
        (Demand, Concede) if same => Tie::Withdraws,
        (Commit | Offer, Deliver) if same && later.positive && compatible(earlier, later) => {
            Tie::Keeps
        }
        (Demand, Deliver) if faces && later.positive => Tie::Keeps,
        (Accuse | Warn, Deny) if faces => Tie::Denies,
        _ => return None,
    };
    Some(tie)
}

/// True when both have an actor in common.
fn same_side(a: &Face, b: &Face) -> bool {
    a.actor.iter().any(|p| b.actor.contains(p))
}

/// True when `later` comes from the side to which `earlier` was put, or goes back to where it came from.
fn answers_side(earlier: &Face, later: &Face) -> bool {
    let put_to = later.actor.iter().any(|p| earlier.addressee.contains(p));
    let back = later.addressee.iter().any(|p| earlier.actor.contains(p));
    let open = earlier.addressee.is_empty();
    (put_to || open && back) && !same_side(earlier, later) && (later.addressee.is_empty() || back)
}

/// True when nothing says that two moves of one side went to different addressees.
fn compatible(a: &Face, b: &Face) -> bool {
    a.addressee.is_empty()
        || b.addressee.is_empty()
        || a.addressee.iter().any(|p| b.addressee.contains(p))
}

fn within(a: &Face, b: &Face, days: i64) -> bool {
    matches!((a.day, b.day), (Some(a), Some(b)) if (b - a).abs() <= days)
}

/// Two meetings are one when their sides and their days agree.
fn meetings(earlier: &Face, later: &Face, _: Tie) -> Option<Link> {
    let common = earlier.actor.iter().filter(|p| later.actor.contains(p));
    let common: Vec<&str> = common.map(String::as_str).collect();
    if common.len() < 2 || !later.positive && !earlier.positive {
        return None;
    }
    let held = |f: &Face| held_on(f);
    let arranged = |f: &Face| window(f.due);
    let agree = |a: (i64, i64), b: (i64, i64)| a.0 <= b.1 && b.0 <= a.1 && narrow(a) && narrow(b);
    let (tie, sure) = if let (Some(a), Some(b)) = (held(earlier), held(later))
        && agree(a, b)
    {
        (Tie::Restates, 0.8)
    } else if let (Some(a), Some(b)) = (arranged(earlier), arranged(later))
        && agree(a, b)
    {
        let tie = if later.positive {
            Tie::Restates
        } else {
            Tie::Cancels
        };
        (tie, 0.8)
    } else if let (Some(a), Some(b)) = (arranged(earlier), held(later))
        && agree(a, b)
        && earlier.positive
    {
        let tie = if later.positive {
            Tie::Holds
        } else {
            Tie::Cancels
        };
        (tie, 0.8)
    } else {
        return None;
    };
    let everybody = common.len() == earlier.actor.len().max(later.actor.len());
    let sure = if everybody { sure + 0.1 } else { sure };
    Some(Link {
        parent: earlier.number,
        tie,
        confidence: round(sure),
        reason: format!(
            "{}; the same sides, {}, and the same days",
            because(tie),
            common.join(" and ")
        ),
    })
}

/// The days on which a meeting was held: those said, else none where another day is said to come.
fn held_on(face: &Face) -> Option<(i64, i64)> {
    window(face.when).or_else(|| {
        let coming = face.due.0.is_some() || face.due.1.is_some();
        face.day.filter(|_| !coming).map(|d| (d - 1, d))
    })
}

/// A window with an open end closed at a week.
fn window((from, to): (Option<i64>, Option<i64>)) -> Option<(i64, i64)> {
    match (from, to) {
        (Some(a), Some(b)) => Some((a, b)),
        (Some(a), None) => Some((a, a + 7)),
        (None, Some(b)) => Some((b - 7, b)),
        (None, None) => None,
    }
}

/// Days that tell one meeting from another: not "this year".
fn narrow((from, to): (i64, i64)) -> bool {
    to - from <= 10
}

/// How like two contents are.
struct Likeness<'a> {
    /// 0 to 1.
    share: f64,
    common: Vec<&'a str>,
    /// How many of them are not generic.
    n_telling: usize,
    head_is_common: bool,
    shorter: usize,
}

impl<'a> Likeness<'a> {
    fn of(a: &'a [String], b: &'a [String]) -> Likeness<'a> {
        let total = |terms: &[String]| terms.iter().map(|t| weight(t)).sum::<f64>();
        let common = a.iter().filter(|t| b.contains(t));
        let common: Vec<&str> = common.map(String::as_str).collect();
        let both: f64 = common.iter().map(|t| weight(t)).sum();
        let (wa, wb) = (total(a), total(b));
        let least = wa.min(wb).max(0.1);
        let telling = |terms: &[String]| terms.iter().filter(|t| is_telling(t)).count();
        Likeness {
            share: 0.5 * both / least + 0.5 * 2.0 * both / (wa + wb).max(0.1),
            n_telling: common.iter().filter(|t| is_telling(t)).count(),
            head_is_common: [a, b].iter().any(|s| {
                s.first()
                    .is_some_and(|h| is_telling(h) && common.contains(&h.as_str()))
            }),
            shorter: telling(a).min(telling(b)),
            common,
        }
    }

    /// One word in common is enough only where there is hardly another.
    fn is_enough(&self, restates: bool) -> bool {
        match self.n_telling {
            0 => false,
            1 if restates => self.shorter == 1 && self.head_is_common,
            1 => self.shorter <= 2 && self.head_is_common,
            _ => true,
        }
    }

    fn words(&self) -> String {
        let said: Vec<String> = self
            .common
            .iter()
            .take(5)
            .map(|t| format!("“{}”", plain(t)))
            .collect();
        said.join(", ")
    }
}

fn weight(term: &str) -> f64 {
    match term.as_bytes().first() {
        Some(b'@' | b'~') => 0.5,
        Some(b'0'..=b'9') => 0.5,
        _ if is_generic(term) => 0.25,
        _ => 1.0,
    }
}

fn is_telling(term: &str) -> bool {
    weight(term) >= 1.0
}

fn plain(term: &str) -> &str {
    term.trim_start_matches(['@', '~'])
}

fn because(tie: Tie) -> &'static str {
    match tie {
        Tie::Restates => "the same side says it again",
        Tie::Keeps => "it does what was promised, offered or asked",
        Tie::Answers => "it replies to the other side",
        Tie::Refuses => "the other side turns it down",
        Tie::Accepts => "it is accepted",
        Tie::Undertakes => "the other side undertakes what was asked",
        Tie::Concedes => "the other side gives way",
        Tie::Denies => "the accused denies it",
        Tie::Holds => "the meeting that was arranged takes place",
        Tie::Cancels => "what was arranged is called off",
        Tie::Withdraws => "the same side takes it back",
        Tie::Discloses => "it says whether the text is public",
        Tie::Fulfils => "its condition comes true",
        Tie::Forecloses => "its condition cannot come true any more",
    }
}

fn round(confidence: f64) -> f64 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0
}

/// The keys under which a move is found by those that may speak of it: each of its parties with each of its
/// telling terms, and what replies to everything look for.
pub fn keys(face: &Face) -> Vec<i64> {
    let asks = matches!(face.kind, Kind::Demand | Kind::Offer);
    let sides = face.actor.iter().chain(&face.addressee);
    let mut keys = Vec::new();
    for party in sides {
        if face.kind == Kind::Meet {
            keys.push(key(party, "#meet"));
            continue;
        }
        let telling = face.terms.iter().filter(|t| is_telling(t));
        keys.extend(telling.map(|term| key(party, term)));
    }
    if asks {
        keys.extend(face.actor.iter().map(|party| key(party, "#asks")));
    }
    let conditions = face.condition.iter().filter(|t| is_telling(t));
    keys.extend(conditions.map(|term| key("#if", term)));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The keys under which a move looks for earlier ones.
pub fn looks_under(face: &Face) -> Vec<i64> {
    let mut keys = keys(face);
    if is_reply_to_all(face) {
        keys.extend(face.addressee.iter().map(|party| key(party, "#asks")));
    }
    if matches!(face.kind, Kind::Reject) {
        keys.extend(face.actor.iter().map(|party| key(party, "#meet")));
    }
    let acts = [
        Kind::Deliver,
        Kind::Meet,
        Kind::Agree,
        Kind::Concede,
        Kind::Reject,
    ];
    if acts.contains(&face.kind) {
        let telling = face.terms.iter().filter(|t| is_telling(t));
        keys.extend(telling.map(|term| key("#if", term)));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn key(party: &str, term: &str) -> i64 {
    crate::hash::short(&[party, term]) as i64
}
