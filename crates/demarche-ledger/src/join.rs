//! Whether a later move speaks of the same thing as an earlier one, and what it is to it: the delivery that
//! keeps a promise, the refusal of a demand, the denial of an allegation.
//!
//! Kinds and parties decide what a move could be to another; the terms of their contents decide whether it
//! is. When in doubt, nothing is joined.

pub mod disclosure;
mod meeting;
mod sides;
pub mod touch;

use demarche::record::Kind;
use demarche::record::terms::{Weight, is_generic};

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
    /// Speaks of the same thing, and is nothing else to it.
    Touches,
    /// Makes the condition come true.
    Fulfils,
    /// Makes the condition impossible.
    Forecloses,
}

impl Tie {
    const ALL: [Tie; 15] = [
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
        Tie::Touches,
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
            Tie::Touches => "touches",
            Tie::Fulfils => "fulfils",
            Tie::Forecloses => "forecloses",
        }
    }

    /// True for what a move is to another by what it says itself, so that to say it again is that too.
    pub fn is_reply(self) -> bool {
        let beside = matches!(self, Tie::Fulfils | Tie::Forecloses | Tie::Discloses);
        !beside && !matches!(self, Tie::Restates | Tie::Touches)
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
const RESTATED_WITHIN: i64 = 120;
pub(crate) const ANSWERED_WITHIN: i64 = 400;

/// Days within which one word in common is enough, where little else is said.
const ONE_WORD_WITHIN: i64 = 14;
/// A charge is denied again in the same few words for longer.
const DENIED_WITHIN: i64 = 45;
/// A deal is spoken of again until the next one is made.
const AGREED_WITHIN: i64 = 60;
/// A word said again in these days needs no addressee to be the same.
const AT_ONCE: i64 = 7;
/// Days within which a bare "the demand" means what the last report told.
const REPLIES_TO_ALL_WITHIN: i64 = 7;
/// And two words.
const TWO_WORDS_WITHIN: i64 = 75;

/// The least likeness of contents for a join.
const LIKE_TO_RESTATE: f64 = 0.6;
const LIKE_TO_REPLY: f64 = 0.42;
/// With one word in common, or two that are not what both begin with.
const LIKE_BY_ONE_WORD: f64 = 0.45;
/// Hardly anything else is said.
const LIKE_IN_NEARLY_ALL: f64 = 0.8;
/// Where the kinds do not fit as well: a threat told as an undertaking, a demand that its own side drops.
const LIKE_TO_STRAY: f64 = 0.62;

/// What `later` is to `earlier`, if anything.
pub fn link(earlier: &Face, later: &Face) -> Option<Link> {
    let apart = later.day? - earlier.day?;
    if meeting::is_about_one(earlier) && meeting::is_about_one(later) {
        return meeting::link(earlier, later);
    }
    let tie = could_be(earlier, later)?;
    let restates = tie == Tie::Restates;
    let denies = earlier.kind == Kind::Deny || later.kind == Kind::Deny;
    let other = restates && earlier.kind != later.kind && !denies;
    let strays = other || tie == Tie::Withdraws;
    if restates && !strays && same_days(earlier, later) {
        let why = "a text between the same sides, due on the same days";
        return Some(Link {
            parent: earlier.number,
            tie,
            confidence: 0.7,
            reason: format!("{}; {why}", because(tie)),
        });
    }
    let likeness = likeness(earlier, later);
    let least = match tie {
        _ if strays => LIKE_TO_STRAY,
        Tie::Restates => LIKE_TO_RESTATE,
        _ => LIKE_TO_REPLY,
    };
    let (enough, least) = match likeness.n_telling {
        0 => (says_again_at_once(earlier, later, &likeness), least),
        1 => (
            !strays && one_word_is_enough(earlier, later, &likeness, restates),
            LIKE_BY_ONE_WORD,
        ),
        2 => {
            let telling = likeness.leads_agree || likeness.share >= LIKE_BY_ONE_WORD;
            let whole = !restates || earlier.actor == later.actor;
            (telling && whole && apart <= TWO_WORDS_WITHIN, least)
        }
        _ => (true, least),
    };
    let elsewhere = restates && !compatible(earlier, later);
    let the_same = likeness.leads_agree && likeness.n_telling > 2
        || likeness.is_exact && likeness.share >= LIKE_TO_STRAY;
    let fits = (!strays || likeness.leads_agree) && (!elsewhere || the_same);
    if apart > days_within(tie, strays, later.kind) || likeness.share < least || !enough || !fits {
        let hands_over = tie == Tie::Keeps && disclosure::hands_over(earlier, later);
        return hands_over.then(|| Link {
            parent: earlier.number,
            tie,
            confidence: 0.55,
            reason: format!("{}; a text between the same sides", because(tie)),
        });
    }
    let sure = 0.55 + 0.45 * (likeness.share - least) / (1.0 - least);
    let by_one_word = if likeness.n_telling == 1 { 0.85 } else { 1.0 };
    Some(Link {
        parent: earlier.number,
        tie,
        confidence: round(by_one_word * sure * earlier.confidence.clamp(0.6, 1.0)),
        reason: format!("{}; both speak of {}", because(tie), likeness.words()),
    })
}

/// Days after which a move of these words is another.
fn days_within(tie: Tie, strays: bool, later: Kind) -> i64 {
    match (tie, later) {
        // The next delivery, and the next deal, come in the same words.
        (Tie::Restates, Kind::Deliver) => AT_ONCE,
        (Tie::Restates, Kind::Agree) => AGREED_WITHIN,
        (Tie::Restates, _) => RESTATED_WITHIN,
        _ if strays => RESTATED_WITHIN,
        _ => ANSWERED_WITHIN,
    }
}

/// How like the contents of two moves are; two threats may also agree in what sets them off.
fn likeness<'a>(earlier: &'a Face, later: &'a Face) -> Likeness<'a> {
    let terms =
        |face: &'a Face| -> Vec<&'a str> { face.terms.iter().map(String::as_str).collect() };
    let likeness = Likeness::of(&terms(earlier), &terms(later));
    if earlier.kind != Kind::Warn && later.kind != Kind::Warn {
        return likeness;
    }
    let whole = Likeness::of(&theme(earlier), &theme(later));
    if whole.share > likeness.share {
        whole
    } else {
        likeness
    }
}

/// Two promises of a text by the same side to the same, within a week of each other and for the same days:
/// "the written answer", "the paper".
fn same_days(earlier: &Face, later: &Face) -> bool {
    let dated = earlier.due.0.is_some() && earlier.due.1.is_some();
    let soon = matches!((earlier.day, later.day), (Some(a), Some(b)) if b - a <= AT_ONCE);
    let texts = disclosure::is_of_text(earlier) && disclosure::is_of_text(later);
    let sides = earlier.actor == later.actor && earlier.addressee == later.addressee;
    earlier.kind == Kind::Commit && dated && earlier.due == later.due && soon && texts && sides
}

/// "It would return", "it would return at once": the head is the same and little else is said, though the
/// word is one of every negotiation.
fn says_again_at_once(earlier: &Face, later: &Face, likeness: &Likeness) -> bool {
    let soon = matches!((earlier.day, later.day), (Some(a), Some(b)) if b - a <= AT_ONCE);
    let head = earlier
        .terms
        .first()
        .filter(|t| !is_generic(t) && !t.starts_with(['@', '~', '%']));
    let same = head.is_some() && head == later.terms.first() && earlier.actor == later.actor;
    soon && same && earlier.kind == later.kind && likeness.share >= LIKE_TO_STRAY
}

/// One word in common is enough where hardly another stands, soon after, in the same exchange.
fn one_word_is_enough(earlier: &Face, later: &Face, likeness: &Likeness, restates: bool) -> bool {
    let (Some(a), Some(b)) = (earlier.day, later.day) else {
        return false;
    };
    let denials = restates && (earlier.kind == Kind::Deny || later.kind == Kind::Deny);
    let all_but_one = likeness.share >= LIKE_IN_NEARLY_ALL;
    let most = match (denials, all_but_one) {
        (true, _) => DENIED_WITHIN,
        (_, true) => 2 * ONE_WORD_WITHIN,
        _ => ONE_WORD_WITHIN,
    };
    let at_once = restates && b - a <= AT_ONCE && likeness.share >= LIKE_TO_STRAY;
    let soon = likeness.longer <= 2
        && b - a <= most
        && (likeness.is_anchored || face_to_face(earlier, later));
    likeness.leads_agree && (at_once || soon)
}

/// What a move is about: its content, and of a warning the condition too, which says against what it is.
fn theme(face: &Face) -> Vec<&str> {
    let more = if face.kind == Kind::Warn {
        &face.condition[..]
    } else {
        &[]
    };
    face.terms.iter().chain(more).map(String::as_str).collect()
}

/// True when both name whom they are put to, and it is the same exchange.
fn face_to_face(earlier: &Face, later: &Face) -> bool {
    if earlier.kind == Kind::Deny {
        return same_side(earlier, later);
    }
    let same = same_side(earlier, later) && sides::akin(&earlier.addressee, &later.addressee);
    let back = sides::akin(&later.actor, &earlier.addressee);
    same || back || sides::akin(&later.addressee, &earlier.actor)
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
    let waits: Vec<&str> = earlier.condition.iter().map(String::as_str).collect();
    let came: Vec<&str> = later.terms.iter().map(String::as_str).collect();
    let likeness = Likeness::of(&waits, &came);
    let few = likeness.leads_agree && waits.iter().filter(|t| is_telling(t)).count() == 1;
    if likeness.share < 0.6 || likeness.n_telling < 2 && !few {
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
    // "Forces are to leave Romania": Romania may answer.
    let named = |a: &Face| {
        let mut parties = a.terms.iter().filter_map(|t| t.strip_prefix('@'));
        parties.any(|p| reply.actor.iter().any(|q| q == p))
    };
    let faced = faced.filter(|a| answers_side(a, reply) || named(a) && !same_side(a, reply));
    let faced = faced.filter(|a| within(a, reply, REPLIES_TO_ALL_WITHIN));
    let tie = if reply.kind == Kind::Reject {
        Tie::Refuses
    } else {
        Tie::Accepts
    };
    let faced: Vec<(&Face, Tie)> = faced.map(|a| (a, tie)).collect();
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
    let bare =
        |t: &String| is_generic(t) || t.starts_with(['@', '%']) || ASKED.contains(&t.as_str());
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
    let again = in_order && !same_report && same;
    let alike = earlier.positive == later.positive;
    let tie = match (earlier.kind, later.kind) {
        (Meet, _) | (_, Meet) => return None,
        (a, b) if a == b => match (again, alike) {
            (true, true) => Tie::Restates,
            (true, false) if a == Commit || a == Offer => Tie::Withdraws,
            _ => return None,
        },
        // "It has no plan to attack", "it will not attack".
        (Deny, Commit) if again && is_denial(later) => Tie::Restates,
        (Commit, Deny) if again && is_denial(earlier) => Tie::Restates,
        (Commit, Agree | Offer | Warn) | (Agree | Offer | Warn, Commit) if again && alike => {
            Tie::Restates
        }
        (Demand, Commit) if faces && later.positive => Tie::Undertakes,
        (Demand, Commit) if faces => Tie::Refuses,
        (Demand | Offer, Reject) if faces => Tie::Refuses,
        (Demand | Offer | Commit, Reject) if same && in_order => Tie::Withdraws,
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

/// "It will not attack": a denial of plans, where it depends on nothing.
fn is_denial(face: &Face) -> bool {
    !face.positive && face.condition.is_empty()
}

/// True when both have an actor in common.
fn same_side(a: &Face, b: &Face) -> bool {
    common(&a.actor, &b.actor)
}

fn common(a: &[String], b: &[String]) -> bool {
    a.iter().any(|p| b.contains(p))
}

/// True when `later` comes from the side to which `earlier` was put, or goes back to where it came from.
fn answers_side(earlier: &Face, later: &Face) -> bool {
    let put_to = sides::akin(&later.actor, &earlier.addressee);
    let back = sides::akin(&later.addressee, &earlier.actor);
    let open = earlier.addressee.is_empty();
    (put_to || open && back) && !same_side(earlier, later) && (later.addressee.is_empty() || back)
}

/// True when nothing says that two moves of one side went to different addressees.
fn compatible(a: &Face, b: &Face) -> bool {
    a.addressee.is_empty()
        || b.addressee.is_empty()
        || sides::akin(&a.addressee, &b.addressee)
        // A denial is put to nobody; whom a report seats there was only near.
        || a.kind == Kind::Deny || b.kind == Kind::Deny
}

fn within(a: &Face, b: &Face, days: i64) -> bool {
    matches!((a.day, b.day), (Some(a), Some(b)) if (b - a).abs() <= days)
}

/// How like two contents are.
struct Likeness<'a> {
    /// 0 to 1.
    share: f64,
    common: Vec<&'a str>,
    /// How many of them tell something; rare ones count twice.
    n_telling: usize,
    /// The first telling term of both is the same.
    leads_agree: bool,
    /// Telling terms of the one that has more.
    longer: usize,
    /// A rare word or an amount is common to both.
    is_exact: bool,
    /// Both name the same party or person.
    is_anchored: bool,
}

impl<'a> Likeness<'a> {
    fn of(a: &[&'a str], b: &[&'a str]) -> Likeness<'a> {
        let (a, b) = (&without_names(a), &without_names(b));
        let total = |terms: &[&str]| terms.iter().map(|t| weight(t)).sum::<f64>();
        let common: Vec<&str> = a.iter().filter_map(|t| in_common(t, b)).collect();
        let both = total(&common);
        let (wa, wb) = (total(a), total(b));
        let least = wa.min(wb).max(0.1);
        let telling = |terms: &[&str]| terms.iter().filter(|t| is_telling(t)).count();
        let rare = |terms: &[&str]| terms.iter().filter(|t| weight(t) > 1.0).count();
        // "The port of Mykolaiv" is one port.
        let place = |t: &&str| t.starts_with('%');
        let named = usize::from(telling(&common) > 0 && common.iter().any(place));
        // "77 percent" is one demand, and no other.
        let sums = usize::from(common.iter().any(|t| is_amount(t)));
        let lead = |terms: &[&'a str]| terms.iter().find(|t| is_telling(t)).copied();
        let numbers = |terms: &[&str]| terms.iter().any(|t| is_number(t));
        // "from 125 to 10 percent" and "of up to 15 percent" are two things.
        let other_numbers = numbers(a) && numbers(b) && !numbers(&common);
        let scale = if other_numbers { 0.75 } else { 1.0 };
        Likeness {
            share: scale * 0.5 * (both / least + 2.0 * both / (wa + wb).max(0.1)),
            n_telling: telling(&common) + rare(&common) + named + sums,
            is_exact: rare(&common) + sums > 0,
            leads_agree: lead(a).is_some() && lead(a) == lead(b),
            longer: telling(a).max(telling(b)),
            is_anchored: common.iter().any(|t| t.starts_with(['@', '~'])),
            common,
        }
    }

    fn words(&self) -> String {
        let telling = self.common.iter().filter(|t| weight(t) >= 0.5);
        let said: Vec<String> = telling.take(5).map(|t| format!("“{}”", plain(t))).collect();
        said.join(", ")
    }
}

/// The terms, less the words that only repeat the name of a person or a body that is there.
fn without_names<'a>(terms: &[&'a str]) -> Vec<&'a str> {
    let ids = || terms.iter().filter_map(|t| t.strip_prefix(['~', '@']));
    // "States" of a name is "state" as a word.
    let is_part = |t: &str, part: &str| part == t || part.strip_suffix('s') == Some(t);
    let of_name = |t: &str| ids().any(|id| id.split('-').any(|part| is_part(t, part)));
    terms.iter().filter(|t| !of_name(t)).copied().collect()
}

/// The term of `b` that is this one. One report's place may be another's thing: "SWIFT".
fn in_common<'a>(term: &'a str, b: &[&'a str]) -> Option<&'a str> {
    let name = |t: &'a str| t.strip_prefix('%').unwrap_or(t);
    let found = b.iter().find(|u| name(u) == name(term))?;
    Some(if found.starts_with('%') { term } else { found })
}

fn weight(term: &str) -> f64 {
    match term.as_bytes().first() {
        Some(b'@' | b'~' | b'%') => 0.5,
        _ if is_amount(term) => 1.0,
        _ if is_number(term) => 0.5,
        _ => match demarche::record::terms::weight(term) {
            Weight::Generic => 0.25,
            Weight::Weak => 0.5,
            Weight::Telling => 1.0,
            Weight::Rare => 1.5,
        },
    }
}

fn is_number(term: &str) -> bool {
    term.starts_with(|c: char| c.is_ascii_digit())
}

/// True for a number that tells one thing from another: "145 percent", "12 million", but no year and no "5".
fn is_amount(term: &str) -> bool {
    let n_digits = term.bytes().filter(u8::is_ascii_digit).count();
    let year =
        term.len() == 4 && n_digits == 4 && (term.starts_with("19") || term.starts_with("20"));
    is_number(term) && n_digits > 1 && !year
}

fn is_telling(term: &str) -> bool {
    weight(term) >= 1.0
}

fn plain(term: &str) -> &str {
    term.trim_start_matches(['@', '~', '%'])
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
        Tie::Touches => "it speaks of the same thing",
        Tie::Fulfils => "its condition comes true",
        Tie::Forecloses => "its condition cannot come true any more",
    }
}

fn round(confidence: f64) -> f64 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0
}

/// The keys under which a move is found by those that may speak of it.
pub struct Keys {
    /// Each of its parties with each of its telling terms: the more of them two moves have in common, the
    /// more likely they speak of the same.
    pub words: Vec<i64>,
    /// What is looked for by its sort alone: meetings, texts, what was asked, conditions.
    pub sorts: Vec<i64>,
}

impl Keys {
    fn tidy(mut self) -> Keys {
        for keys in [&mut self.words, &mut self.sorts] {
            keys.sort_unstable();
            keys.dedup();
        }
        self
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = i64> + '_ {
        self.words.iter().chain(&self.sorts).copied()
    }
}

/// Parties that a content names, under which a move is found as under its own.
const NAMED: usize = 2;

/// The keys under which a move is found.
pub fn keys(face: &Face) -> Keys {
    let asks = matches!(face.kind, Kind::Demand | Kind::Offer);
    let (mut words, mut sorts) = (Vec::new(), Vec::new());
    let meets = meeting::is_about_one(face);
    for party in face.actor.iter().chain(&face.addressee) {
        if meets {
            sorts.push(key(party, "#meet"));
        }
        let telling = face.terms.iter().filter(|t| is_telling(t));
        words.extend(telling.map(|term| key(party, term)));
    }
    // A demand about an alliance, put to its member, is answered by the alliance.
    let named = face.terms.iter().filter_map(|t| t.strip_prefix('@'));
    for party in named.take(NAMED) {
        let telling = face.terms.iter().filter(|t| is_telling(t));
        words.extend(telling.map(|term| key(party, term)));
    }
    if asks {
        sorts.extend(face.actor.iter().map(|party| key(party, "#asks")));
    }
    if disclosure::is_of_text(face) {
        sorts.extend(disclosure::sides(face).map(|party| key(party, "#text")));
    }
    let conditions = face.condition.iter().filter(|t| is_telling(t));
    sorts.extend(conditions.map(|term| key("#if", term)));
    Keys { words, sorts }.tidy()
}

/// The keys under which a move looks for earlier ones.
pub fn looks_under(face: &Face) -> Keys {
    let mut keys = keys(face);
    if is_reply_to_all(face) {
        let asked = face.addressee.iter().map(|party| key(party, "#asks"));
        keys.sorts.extend(asked);
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
        keys.sorts.extend(telling.map(|term| key("#if", term)));
    }
    keys.tidy()
}

fn key(party: &str, term: &str) -> i64 {
    crate::hash::short(&[party, term]) as i64
}
