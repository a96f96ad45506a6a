//! Noun phrases around a noun of office or a noun for a body: what stands before it, whose it is, and
//! what follows ("of the Hamas political wing", "in Moscow").
//!
//! The phrase is read off the tokens with syntax as a helper, so that a wrong parse does little harm.

use super::draft::{Draft, singular};
use super::world::{FormKind, Groups, Rank, Role};

/// How far a phrase reaches from its noun, in tokens.
const REACH: usize = 16;

/// The determiner of a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Determiner {
    #[default]
    None,
    /// "the", "this", "that".
    The,
    /// "a", "an", "one", "some", "another".
    A,
    /// "both", "the two", "each".
    Both,
}

/// Who possesses what the noun names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Owner {
    #[default]
    None,
    /// "his", "its", "their": the token of the pronoun.
    Pronoun(usize),
    /// "Lavrov's", "the country's": the last token before the "'s".
    Noun(usize),
}

/// What stands before a noun.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    pub start: usize,
    /// Parties named before the noun ("Russian and Ukrainian"), in text order.
    pub parties: Vec<u32>,
    pub determiner: Determiner,
    pub owner: Owner,
    /// "former", "ex-", "then-" does not count.
    pub former: bool,
    /// "counterpart" phrases, class phrases: the adjective of a class ("Western"), if any.
    pub class: Option<usize>,
    /// Number said: 2, 3, 5 …; 0 when none is.
    pub number: u32,
    /// "other": somebody beside the one in hand.
    pub other: bool,
    /// A lower-case noun for a body before the noun: "union" in "union president".
    pub body: Option<usize>,
}

/// A noun of office, one word or several: tokens `start..end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoleAt {
    pub start: usize,
    pub end: usize,
    pub role: Role,
    pub plural: bool,
}

/// A noun for a body, one word or several.
#[derive(Clone, Copy, Debug)]
pub(super) struct GroupAt {
    pub start: usize,
    pub end: usize,
    pub groups: Groups,
    pub plural: bool,
}

/// The longest noun of office that begins at `t`.
pub(super) fn role_at(draft: &Draft, t: usize) -> Option<RoleAt> {
    let longest = (t + 7).min(draft.len());
    for end in (t + 1..=longest).rev() {
        if !draft.together(t, end - 1) || draft.name(end - 1).is_some() {
            continue;
        }
        let words = draft.words(t, end).to_lowercase().replace('’', "'");
        if let Some(role) = draft.world.role(&words) {
            return Some(RoleAt {
                start: t,
                end,
                role,
                plural: false,
            });
        }
        let one = singular(&words);
        if let Some(role) = draft.world.role(&one).filter(|_| one != words.as_str()) {
            return Some(RoleAt {
                start: t,
                end,
                role,
                plural: true,
            });
        }
    }
    None
}

/// The longest noun for a body that begins at `t`.
pub(super) fn group_at(draft: &Draft, t: usize) -> Option<GroupAt> {
    let longest = (t + 4).min(draft.len());
    for end in (t + 1..=longest).rev() {
        if !draft.together(t, end - 1) {
            continue;
        }
        let words = draft.words(t, end).to_lowercase();
        let one = singular(&words);
        let (groups, plural) = match draft.world.group(&words) {
            known if !known.is_empty() => (known, one != words.as_str()),
            _ => (draft.world.group(&one), true),
        };
        if !groups.is_empty() {
            return Some(GroupAt {
                start: t,
                end,
                groups,
                plural,
            });
        }
    }
    None
}

/// A number said in words or figures; 0 when it is none.
fn number(word: &str) -> u32 {
    match word {
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        _ => word.parse().unwrap_or(0),
    }
}

/// True when the hit that ends at `end` only colours a participle: "U.S.-backed", "Hamas-controlled".
fn colours(draft: &Draft, end: usize) -> bool {
    let next = end + 1;
    let hyphen = end < draft.len() && draft.word(end) == "-" && next < draft.len();
    if hyphen {
        let word = draft.low(next);
        return word.ends_with("ed")
            || matches!(
                &*word,
                "led"
                    | "held"
                    | "run"
                    | "born"
                    | "built"
                    | "made"
                    | "friendly"
                    | "based"
                    | "proposed"
            );
    }
    false
}

/// What stands before the noun that begins at token `noun`.
pub(super) fn before(draft: &Draft, noun: usize) -> Before {
    let mut out = Before {
        start: noun,
        ..Before::default()
    };
    let lowest = noun.saturating_sub(REACH);
    let mut t = noun;
    while t > lowest && draft.together(t - 1, noun) {
        let at = t - 1;
        if let Some(hit) = draft.hit(at) {
            let (start, end) = (hit.start, hit.end);
            let named = !hit.parties.is_empty();
            let against = start > 0
                && matches!(&*draft.low(start.saturating_sub(1)), "anti" | "pro" | "non")
                || start > 1
                    && draft.word(start - 1) == "-"
                    && matches!(&*draft.low(start - 2), "pro" | "anti" | "non" | "ex");
            if hit.kind == FormKind::Media || !named && end == noun {
                break;
            }
            if !colours(draft, end) && !against {
                let parties = hit.parties.clone();
                add_before(draft, &mut out, start, end, parties);
            }
            t = start;
            out.start = t;
            continue;
        }
        if draft.is_possessive(at) && at > lowest {
            own_noun(draft, &mut out, at - 1);
            break;
        }
        if let Some(name) = draft
            .name(at)
            .filter(|_| t == noun || out.owner == Owner::None && t + 2 >= noun)
        {
            // "the Netanyahu government", "Trump envoy X".
            out.owner = Owner::Noun(at);
            out.start = name.start;
            if name.start > 0 && matches!(&*draft.low(name.start - 1), "the" | "a" | "an") {
                out.start -= 1;
                out.determiner = if draft.low(out.start) == "the" {
                    Determiner::The
                } else {
                    Determiner::A
                };
            }
            break;
        }
        if !step_before(draft, &mut out, at, noun) {
            break;
        }
        t = at;
        out.start = t;
        if matches!(out.owner, Owner::Pronoun(_)) {
            break;
        }
    }
    out
}

/// Adds a party named before the noun. One that stands before another is the one that owns the rest
/// ("the Israeli UN envoy"), unless the two are joined ("Russian and Ukrainian").
fn add_before(draft: &Draft, out: &mut Before, start: usize, end: usize, parties: Vec<u32>) {
    let next = end < draft.len()
        && (matches!(&*draft.low(end), "and" | "," | "/" | "&" | "or")
            || draft.word(end) == "-"
            || draft.word(end) == "–");
    let joined = next && draft.hit(end + 1).is_some()
        || next
            && end + 2 < draft.len()
            && draft.low(end + 1) == "and"
            && draft.hit(end + 2).is_some();
    if joined && !out.parties.is_empty() {
        let mut all = parties;
        all.extend(out.parties.iter().copied());
        all.dedup();
        out.parties = all;
    } else {
        out.parties = parties;
    }
    out.start = start;
}

/// The noun before "'s": a party, a person, or a common noun.
fn own_noun(draft: &Draft, out: &mut Before, last: usize) {
    out.owner = Owner::Noun(last);
    out.determiner = Determiner::The;
    if let Some(hit) = draft.hit(last) {
        let the = hit.start > 0 && draft.low(hit.start - 1) == "the";
        out.start = hit.start - usize::from(the);
        // "the Israeli government's", "Russia's": whatever was named later is only a part.
        out.parties = hit.parties.clone();
        return;
    }
    if let Some(name) = draft.name(last) {
        out.start = name.start;
        return;
    }
    out.start = before(draft, last).start;
}

/// True for an "and", a comma or a hyphen inside the phrase.
fn joins(draft: &Draft, word: &str, at: usize, noun: usize) -> bool {
    let hit_left = at > 0 && draft.hit(at - 1).is_some();
    let hyphen = matches!(word, "-" | "–" | "/");
    let next_hit =
        draft.hit(at + 1).is_some() || draft.low(at + 1) == "and" && draft.hit(at + 2).is_some();
    if hyphen {
        return draft.joined(at) && at > 0 && draft.joined(at - 1);
    }
    // "Russian and Ukrainian officials", but not "Russia and Ukrainian rebels".
    let more = |t: usize| matches!(draft.word_at(t), "," | "and" | "or" | "&");
    // A comma joins only in a list that goes on: "U.S., Chinese and Russian officials".
    let listed = word != "," || draft.hit(at + 1).is_none_or(|hit| more(hit.end));
    let list = listed
        && hit_left
        && next_hit
        && draft.hit(at - 1).is_some_and(|hit| {
            hit.kind == FormKind::Adjective
                // "American" is a people too.
                || hit.kind == FormKind::People && draft.parse.upos[at - 1] == "ADJ"
                || hit.kind == FormKind::Name
                    && draft
                        .hit(at + 1)
                        .is_none_or(|h| h.kind == FormKind::Name || is_acronym(draft, at - 1))
        });
    let modifiers = word == ","
        && draft.parse.upos[at.saturating_sub(1)] == "ADJ"
        && draft.parse.upos[(at + 1).min(draft.len() - 1)] == "ADJ";
    // "the foreign and defence ministers".
    let parts = word == "and"
        && draft
            .world
            .role(&format!("{} minister", draft.low(at.saturating_sub(1))))
            .is_some()
        && draft.low(noun).starts_with("minister");
    list || modifiers || parts
}

/// Takes one word before the noun; false when the phrase begins after it.
fn step_before(draft: &Draft, out: &mut Before, at: usize, noun: usize) -> bool {
    let word = draft.low(at);
    match &*word {
        "that" | "this" if draft.parse.upos[at] != "DET" => return false,
        "the" | "this" | "that" | "these" | "those" => {
            if out.determiner == Determiner::None {
                out.determiner = Determiner::The;
            }
            out.start = at;
            // "both the", "all the".
            return at > 0 && matches!(&*draft.low(at - 1), "both" | "all");
        }
        "a" | "an" | "another" | "one" | "some" | "any" | "several" | "many" | "no" => {
            out.determiner = Determiner::A;
            out.start = at;
            return false;
        }
        "both" | "each" | "either" | "neither" => {
            out.determiner = Determiner::Both;
            if &*word == "both" {
                out.number = 2;
            }
            out.start = at;
            return false;
        }
        "his" | "her" | "its" | "their" | "my" | "our" | "your" | "whose" => {
            out.owner = Owner::Pronoun(at);
            out.determiner = Determiner::The;
            return true;
        }
        "former" | "ex" | "one-time" | "onetime" | "erstwhile" | "late" | "ousted" | "deposed"
        | "ex-" => {
            out.former = true;
            return true;
        }
        "other" => {
            out.other = true;
            return true;
        }
        "-" | "–" | "," | "and" | "/" | "&" | "or" => return joins(draft, &word, at, noun),
        _ => {}
    }
    modifies(draft, out, &word, at, noun)
}

/// Takes an adjective or a noun before the noun; false when it is none that belongs to the phrase.
fn modifies(draft: &Draft, out: &mut Before, word: &str, at: usize, noun: usize) -> bool {
    if draft.name(at).is_some() || draft.quoted[at] != draft.quoted[noun] {
        return false;
    }
    if super::gazetteer::is_calendar(draft.word(at))
        || matches!(word, "yesterday" | "today" | "tomorrow")
    {
        return false;
    }
    if number(word) > 0 {
        out.number = number(word);
        return true;
    }
    if draft.world.is_class(word) && out.class.is_none() && at < noun {
        out.class = Some(at);
        return true;
    }
    let text = draft.word(at);
    if !text.chars().next().is_some_and(char::is_alphanumeric) {
        return false;
    }
    let kind = draft.parse.upos[at];
    let participle = matches!(draft.parse.xpos[at], "VBN" | "VBG")
        && matches!(draft.parse.rel(at), "amod" | "compound");
    let fits = matches!(kind, "ADJ" | "NOUN" | "PROPN" | "NUM" | "X")
        || participle
        || kind == "ADV"
            && draft.parse.xpos[at] == "RB"
            && draft.parse.rel(at) == "advmod"
            && draft.parse.upos[at + 1] == "ADJ";
    if !fits {
        return false;
    }
    if matches!(kind, "NOUN" | "PROPN")
        && out.body.is_none()
        && !draft.world.group(&singular(word)).is_empty()
    {
        out.body = Some(at);
    }
    true
}

/// True for "U.S.", "EU", "UK": a name that serves as an adjective too.
fn is_acronym(draft: &Draft, t: usize) -> bool {
    let word = draft.word(t);
    word.len() <= 5 && word.chars().all(|c| c.is_uppercase() || c == '.')
}

/// What follows a noun: the preposition and the parties and the person that it leads to.
#[derive(Clone, Debug, Default)]
pub(super) struct After {
    /// Where the complement ends; the noun's end when there is none.
    pub end: usize,
    pub parties: Vec<u32>,
    /// A person: "adviser to Abbas".
    pub person: Option<u32>,
    /// The head of a complement that is neither: "spokesman for the company".
    pub noun: Option<usize>,
    /// The first party is a place where they are: "in Moscow".
    pub place: bool,
}

/// True when a complement with this preposition says whom the office belongs to.
fn leads(rank: Option<Rank>, preposition: &str) -> bool {
    match (rank, preposition) {
        (_, "of" | "from") => true,
        (Some(Rank::Ambassador | Rank::Envoy | Rank::Negotiator | Rank::Outsider), _) => false,
        (Some(_), "for" | "at" | "with") => true,
        (
            Some(Rank::Official | Rank::Spokesperson | Rank::Head | Rank::Security),
            "to" | "in" | "on",
        ) => preposition != "on",
        (None, "in") => true,
        _ => false,
    }
}

/// The end of what a party owns in a complement: "the Hamas political wing", "the Israeli foreign
/// ministry", "New Delhi's delegation".
fn own_end(draft: &Draft, hit_end: usize, n: usize) -> usize {
    let noun = |t: usize| {
        let kind = matches!(draft.parse.upos[t], "NOUN" | "PROPN" | "ADJ");
        kind && draft.name(t).is_none() && draft.together(hit_end - 1, t)
    };
    let mut stop = hit_end;
    while stop < n && !draft.is_possessive(stop) && noun(stop) && draft.hit(stop).is_none() {
        stop += 1;
    }
    if draft.is_possessive(stop) && phrase_goes_on(draft, stop + 1) {
        stop += 1;
        while stop < n && noun(stop) {
            stop += 1;
        }
    }
    stop
}

/// Reads the complement that begins at `end`, right after the noun.
pub(super) fn after(draft: &Draft, end: usize, rank: Option<Rank>) -> After {
    let mut out = After {
        end,
        ..After::default()
    };
    let mut t = end;
    let n = draft.len().min(end + REACH * 4);
    if t >= n || !leads(rank, &draft.low(t)) || !draft.together(end - 1, t) {
        return out;
    }
    out.place = draft.low(t) == "in";
    t += 1;
    let mut listed = false;
    while t < n && draft.together(end - 1, t) {
        if let Some(hit) = draft.hit(t) {
            if hit.start < t || hit.parties.is_empty() && !listed {
                break;
            }
            let place = hit.kind == FormKind::Capital || hit.kind == FormKind::Name;
            if out.place && !place && hit.kind != FormKind::Seat {
                break;
            }
            for party in hit.parties.clone() {
                if !out.parties.contains(&party) {
                    out.parties.push(party);
                }
            }
            listed = true;
            let stop = own_end(draft, hit.end, n);
            out.end = stop;
            t = stop;
            if let Some(next) = list_goes_on(draft, t) {
                t = next;
                continue;
            }
            break;
        }
        if let Some(name) = draft.name(t) {
            if !listed {
                out.person = name.person;
                out.end = name.end;
            }
            break;
        }
        let word = draft.low(t);
        let capital = draft.is_capital(t) && draft.world.honorific(draft.word(t)).is_some();
        let premodifier = matches!(&*word, "the" | "both" | "a" | "an" | "former")
            || capital
            || matches!(draft.parse.upos[t], "ADJ" | "NOUN" | "PROPN");
        if !premodifier || listed {
            break;
        }
        if matches!(draft.parse.upos[t], "NOUN" | "PROPN") && out.noun.is_none() {
            let role = role_at(draft, t).map(|r| r.end - 1);
            let group = group_at(draft, t).map(|g| g.end - 1);
            out.noun = group.or(role);
        }
        t += 1;
    }
    if listed {
        out.noun = None;
    }
    out
}

/// True when a noun for a part of the possessor follows: "delegation", "political wing".
fn phrase_goes_on(draft: &Draft, t: usize) -> bool {
    let group = group_at(draft, t).or_else(|| group_at(draft, t + 1));
    group.is_some_and(|g| {
        g.groups.has(super::world::Group::Organ) || g.groups.has(super::world::Group::Group)
    })
}

/// After a party in a list ("the United States, Argentina, and"): where the next one begins.
fn list_goes_on(draft: &Draft, t: usize) -> Option<usize> {
    let mut next = t;
    while next < draft.len()
        && next < t + 4
        && matches!(&*draft.low(next), "," | "and" | "&" | "the" | "/" | "or")
    {
        next += 1;
    }
    let goes = next > t
        && draft.together(t, next)
        && draft.hit(next).is_some_and(|hit| {
            hit.start == next
                && matches!(hit.kind, FormKind::Name | FormKind::Seat | FormKind::People)
        });
    // A comma alone joins only inside a list that ends in "and".
    let comma = goes && next == t + 1 && draft.word(t) == ",";
    if comma {
        let hit = draft.hit(next)?;
        let end = hit.end;
        let follows = end < draft.len() && matches!(&*draft.low(end), "," | "and" | "&");
        return follows.then_some(next);
    }
    goes.then_some(next)
}
