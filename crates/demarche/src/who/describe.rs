//! Descriptions without a name: "Russia's top diplomat", "a senior Iranian official", "the military",
//! "Western governments", "the airline", "the two sides".

use super::draft::{Draft, NAMES, Step, lower, singular};
use super::gazetteer::{is_company_word, is_union_word};
use super::people::may_be_called;
use super::phrase::{self, Before, Determiner, GroupAt, Owner, RoleAt};
use super::spelling::{folded, slug};
use super::world::{FormKind, Group, Rank};

/// How many steps of the trail a reference looks back.
const LOOK_BACK: usize = 40;

/// How many sentences a reference looks back.
const SENTENCES: u32 = 4;

/// How much more the state that a report is about weighs than the one named last.
const HOME: f32 = 3.0;

/// States that speak of another's rebels, back them or host their talks.
const POWERS: [&str; 20] = [
    "ARE", "AUT", "BEL", "CAN", "CHE", "CHN", "DEU", "FRA", "GBR", "IRN", "ITA", "JOR", "JPN",
    "KAZ", "NOR", "QAT", "RUS", "SAU", "TUR", "USA",
];

/// What a description means.
#[derive(Clone, Debug, Default)]
pub(super) struct Meaning {
    pub parties: Vec<u32>,
    pub person: Option<u32>,
    pub rule: &'static str,
}

/// The meaning of a common noun for a body or a state at token `t`, from what was named before it.
pub(super) fn common_noun(draft: &mut Draft, t: usize) -> Vec<u32> {
    if let Some(hit) = draft.hit(t) {
        return hit.parties.clone();
    }
    let lowest = t.saturating_sub(2);
    let Some(group) =
        (lowest..=t).find_map(|s| phrase::group_at(draft, s).filter(|g| g.end == t + 1))
    else {
        return Vec::new();
    };
    let before = phrase::before(draft, group.start);
    if !before.parties.is_empty() && !group.groups.has(Group::Rebels) {
        return before.parties;
    }
    let noun = singular(&draft.words(group.start, group.end).to_lowercase()).into_owned();
    if group.groups.has(Group::Rebels) {
        return rebels(draft, group, &before);
    }
    if noun == "administration"
        && let Some(usa) = american(draft)
    {
        return vec![usa];
    }
    if group.groups.has(Group::Country)
        || group.groups.has(Group::Organ) && !group.groups.has(Group::Group)
    {
        return state_near(draft, t, group.groups.has(Group::Country))
            .into_iter()
            .collect();
    }
    body_near(draft, t, group, &noun).into_iter().collect()
}

/// The United States, where the report names them: "the administration" is theirs in nearly every report.
fn american(draft: &Draft) -> Option<u32> {
    draft.has("USA")
}

/// The state that "the government" or "the country" means at `t`: the one named last and most.
pub(super) fn state_near(draft: &Draft, t: usize, nearest: bool) -> Option<u32> {
    let to = draft.trail.partition_point(|step| step.at < t);
    let here = *draft.parse.sentence_of.get(t)?;
    let total: u32 = draft.count.iter().sum::<u32>().max(1);
    let mut weights: Vec<(u32, f32)> = Vec::new();
    let verb = addressed_by(draft, t);
    for step in draft.trail[..to].iter().rev().take(LOOK_BACK) {
        let distance = here.saturating_sub(draft.parse.sentence_of[step.at]);
        if distance > SENTENCES || !draft.is_state(step.party) {
            continue;
        }
        // "Norway and Cuba appealed to the government": to neither of their own.
        let own =
            distance == 0 && verb.is_some_and(|v| step.subject && draft.parse.under(step.at, v));
        if own && !nearest {
            continue;
        }
        if nearest && distance == 0 && !step.locative && !step.adjective {
            return Some(step.party);
        }
        let weight = weight(draft, t, step, nearest);
        match weights.iter_mut().find(|(party, _)| *party == step.party) {
            Some((_, sum)) => *sum += weight,
            None => weights.push((step.party, weight)),
        }
    }
    // A state that the whole report is about is never out of sight.
    for &party in &draft.ranked {
        let count = draft.count[party as usize];
        let often = count * 5 >= total && count > 1 && draft.is_state(party);
        if often && !nearest && !weights.iter().any(|(p, _)| *p == party) {
            weights.push((party, 0.0));
        }
    }
    if !nearest {
        // "The government accused Chile": of what its own verb is done to it is not the one.
        let done_to = done_to(draft, t);
        weights.retain(|(party, _)| !done_to.contains(party));
        if let Some(same) = government_before(draft, t).filter(|p| !done_to.contains(p)) {
            match weights.iter_mut().find(|(party, _)| *party == same) {
                Some(known) => known.1 += 3.0,
                None => weights.push((same, 3.0)),
            }
        }
    }
    let home = home(draft);
    for (party, weight) in &mut weights {
        if home == Some(*party) && !nearest {
            *weight += 1.0;
        }
        let count = draft.acting.get(*party as usize).copied().unwrap_or(0);
        *weight += HOME * count as f32 / total as f32;
    }
    if weights.is_empty() {
        // Before any state is named only a report about one state says whose government it is.
        let mut states = draft.ranked.iter().copied().filter(|&p| draft.is_state(p));
        let only = states.next()?;
        return states.next().is_none().then_some(only);
    }
    weights.sort_by(|a, b| b.1.total_cmp(&a.1));
    let clear = weights.len() == 1 || weights[0].1 > weights[1].1 * 1.05;
    clear.then_some(weights[0].0)
}

/// The state in whose capital the report was written, where the report is about it: "SEOUL, March 26 -".
/// Its ministers are named without their land.
pub(super) fn home(draft: &Draft) -> Option<u32> {
    let end = draft.len().min(8);
    let dash = (1..end).find(|&t| matches!(draft.word(t), "-" | "–" | "—" | "--" | "(" | ","))?;
    let first = draft.parse.span.first()?.start as usize;
    let written = draft
        .text
        .get(first..draft.parse.span[dash - 1].end as usize)?;
    let place = titled(written);
    let (form, to) = draft.world.form_at(&place, 0)?;
    // Names of several parties, and of papers, have no party of their own.
    if form.kind != FormKind::Capital || to != place.len() {
        return None;
    }
    let id = &draft.world.parties.get(form.party as usize)?.id;
    let state = draft.has(id)?;
    let acts = draft.acting.get(state as usize).copied().unwrap_or(0);
    let most = draft.ranked.iter().take(3).any(|&p| p == state);
    (acts > 1 && most && draft.is_state(state)).then_some(state)
}

/// Words in capitals as a table writes them: "NEW DELHI" is "New Delhi".
fn titled(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut fresh = true;
    for c in words.chars() {
        if fresh {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        fresh = !c.is_alphanumeric();
    }
    out
}

/// How much a state named at `step` weighs for the noun at `t`.
fn weight(draft: &Draft, t: usize, step: &Step, nearest: bool) -> f32 {
    let distance = draft.parse.sentence_of[t].saturating_sub(draft.parse.sentence_of[step.at]);
    let mut weight = 1.0 / (1.0 + distance as f32);
    if step.locative {
        // "In Hungary, …" sets the scene; another place does not.
        let opens = distance == 0 && step.at <= draft.parse.sentence(t).start as usize + 1;
        weight *= if opens { 1.5 } else { 0.3 };
    }
    if step.subject {
        weight *= 1.5;
    }
    if draft.low(t) == "government" && american(draft) == Some(step.party) {
        // The word for theirs is "the administration".
        weight *= 0.5;
    }
    if !nearest && beside_another(draft, step.at) {
        // "Norway and Cuba urged them": one government is neither of two.
        weight *= 0.4;
    }
    weight
}

/// True for a state that is named in one breath with another one: "Norway and Cuba".
fn beside_another(draft: &Draft, t: usize) -> bool {
    let Some(hit) = draft.hit(t) else {
        return false;
    };
    let (start, end) = (hit.start, hit.end);
    let joins = |t: usize| matches!(draft.word_at(t), "and" | "," | "or");
    let state = |t: usize| {
        draft
            .hit(t)
            .is_some_and(|h| h.parties.iter().any(|&p| draft.is_state(p)))
    };
    joins(end) && (state(end + 1) || draft.word_at(end) == "," && joins(end + 1) && state(end + 2))
        || start > 1 && joins(start - 1) && (state(start - 2) || start > 2 && state(start - 3))
}

/// The states that stand in the other places of the clause whose subject the noun at `t` is.
fn done_to(draft: &Draft, t: usize) -> Vec<u32> {
    let verb = draft
        .parse
        .parent(t)
        .filter(|_| draft.parse.rel(t) == "nsubj");
    let Some(verb) = verb else { return Vec::new() };
    let end = draft.parse.sentence(t).end as usize;
    let own = |x: &usize| {
        draft.parse.parent(*x) == Some(verb) && matches!(draft.parse.rel(*x), "obj" | "iobj")
    };
    (verb..end.min(verb + 12))
        .filter(own)
        .filter_map(|x| draft.hit(x))
        .flat_map(|hit| hit.parties.iter().copied())
        .collect()
}

/// The state whose government was last spoken of as such before `t`: "Colombia's government".
fn government_before(draft: &Draft, t: usize) -> Option<u32> {
    let noun = draft.low(t);
    let to = draft.trail.partition_point(|step| step.at < t);
    let steps = draft.trail[..to].iter().rev().take(LOOK_BACK * 2);
    let mut named = steps.filter(|step| draft.is_state(step.party));
    named
        .find(|step| {
            let end = draft.hit(step.at).map_or(step.at + 1, |hit| hit.end);
            let next = end + usize::from(draft.is_possessive(end));
            draft.low(next) == noun
        })
        .map(|step| step.party)
}

/// The verb that has the noun phrase of `t` as its object or oblique.
fn addressed_by(draft: &Draft, t: usize) -> Option<usize> {
    let mut here = t;
    for _ in 0..3 {
        let above = draft.parse.parent(here)?;
        match draft.parse.rel(here) {
            "obj" | "iobj" | "obl" => {
                return matches!(draft.parse.upos[above], "VERB").then_some(above);
            }
            "conj" | "compound" | "amod" | "flat" => here = above,
            _ => return None,
        }
    }
    None
}

/// How well a body answers to a noun: 0 not at all.
fn answers(draft: &Draft, party: u32, group: GroupAt, noun: &str) -> u8 {
    let Some(facts) = draft.bodies.get(&party) else {
        return 0;
    };
    // The European Union is "the Union"; "the union" is one of workers.
    if noun == "union" && facts.words.is_empty() && !draft.is_capital(group.end - 1) {
        return 0;
    }
    if facts
        .nouns
        .split('|')
        .any(|known| known == noun || singular(known) == noun)
    {
        return 4;
    }
    if facts.words.iter().any(|w| w == noun || singular(w) == noun) {
        return 4;
    }
    if !facts.nouns.is_empty() || facts.words.is_empty() {
        return 0;
    }
    let union = facts.words.iter().any(|w| is_union_word(w));
    let company = !union && facts.words.iter().any(|w| is_company_word(w));
    let groups = group.groups;
    match () {
        () if groups.has(Group::Union) && union && !company => 3,
        () if groups.has(Group::Company) && !groups.has(Group::Group) && company => 3,
        () if groups.has(Group::Company) && !groups.has(Group::Group) && !union => 2,
        () if groups.has(Group::Union) && !company => 1,
        () if is_particular(noun) => 0,
        () if (groups.has(Group::Group) || groups.has(Group::League)) && !company => 2,
        () => 0,
    }
}

/// True for a noun that only a body with the word in its name answers to: "the committee".
fn is_particular(noun: &str) -> bool {
    matches!(
        noun,
        "committee"
            | "council"
            | "commission"
            | "court"
            | "tribunal"
            | "panel"
            | "board"
            | "assembly"
            | "congress"
            | "secretariat"
            | "fund"
            | "agency"
            | "institute"
            | "foundation"
            | "trust"
            | "regulator"
            | "watchdog"
            | "cartel"
            | "army"
            | "party"
            | "network"
    )
}

/// The body with a capitalised word of its name before a noun: "the Ta'ang force" for the Ta'ang
/// National Liberation Army.
fn body_called(draft: &Draft, before: &Before, noun: usize) -> Option<u32> {
    let word = noun
        .checked_sub(1)
        .filter(|&t| t >= before.start && draft.is_capital(t) && draft.hit(t).is_none())?;
    let word = folded(draft.word(word));
    let has = |facts: &super::draft::BodyFacts| facts.words.contains(&word);
    let mut all = draft.bodies.iter().take(NAMES).filter(|(_, f)| has(f));
    let (&only, _) = all.next()?;
    all.next().is_none().then_some(only)
}

/// The body that "the airline", "the union", "the alliance" means at `t`: the last one named that
/// answers to the noun.
fn body_near(draft: &Draft, t: usize, group: GroupAt, noun: &str) -> Option<u32> {
    let to = draft.trail.partition_point(|step| step.at < t);
    let mut best: Option<(u8, u32)> = None;
    for step in draft.trail[..to].iter().rev().take(LOOK_BACK * 4) {
        let score = answers(draft, step.party, group, noun);
        if score > best.map_or(0, |(score, _)| score) {
            best = Some((score, step.party));
        }
    }
    best.map(|(_, party)| party)
        .or_else(|| body_ahead(draft, t, group, noun))
}

/// "Unless the bloc gave way …, the EU's envoy said": the one body named only later that the noun stands
/// for by the tables.
fn body_ahead(draft: &Draft, t: usize, group: GroupAt, noun: &str) -> Option<u32> {
    let to = draft.trail.partition_point(|step| step.at < t);
    let mut only = None;
    for step in draft.trail[to..].iter().take(LOOK_BACK) {
        if answers(draft, step.party, group, noun) < 4 || only == Some(step.party) {
            continue;
        }
        if only.is_some() {
            return None;
        }
        only = Some(step.party);
    }
    only
}

/// Every union that the report names: "the unions", "strikers".
fn unions(draft: &Draft) -> Vec<u32> {
    let is_union = |facts: &super::draft::BodyFacts| {
        let company = facts
            .words
            .iter()
            .any(|w| matches!(w.as_str(), "airlines" | "company" | "inc" | "corp"));
        facts.nouns.is_empty() && !company && facts.words.iter().any(|w| is_union_word(w))
    };
    let mut all: Vec<u32> = draft
        .bodies
        .iter()
        .take(NAMES)
        .filter(|(_, facts)| is_union(facts))
        .map(|(&p, _)| p)
        .collect();
    all.sort_unstable();
    all
}

/// The two parties that the report is about: the two that act most, before any third.
pub(super) fn principals(draft: &Draft) -> Option<[u32; 2]> {
    let mut acts: Vec<(u32, u32)> = draft.ranked.iter().map(|&p| (0, p)).collect();
    for step in draft.trail.iter().filter(|s| !s.locative && !s.adjective) {
        if let Some(cell) = acts.iter_mut().find(|(_, p)| *p == step.party) {
            cell.0 += 1;
        }
    }
    acts.sort_by_key(|&(n, _)| std::cmp::Reverse(n));
    let [(_, first), (n, second), ..] = acts[..] else {
        return None;
    };
    let third = acts.get(2).map_or(0, |&(n, _)| n);
    (n > third).then_some([first, second])
}

/// Adds to the trail where "the company" and "the union" stand for a body named before.
pub(super) fn retrace(draft: &mut Draft) {
    draft.retrace();
    let mut more = Vec::new();
    for t in 1..draft.len() {
        if draft.low(t - 1) != "the" || draft.hit(t).is_some() || draft.name(t).is_some() {
            continue;
        }
        let Some(group) = phrase::group_at(draft, t) else {
            continue;
        };
        let firm = group.groups.has(Group::Company)
            || group.groups.has(Group::Union)
            || group.groups.has(Group::Alliance);
        if !firm || group.plural {
            continue;
        }
        let noun = singular(&draft.words(group.start, group.end).to_lowercase()).into_owned();
        if let Some(party) = body_near(draft, t, group, &noun) {
            let subject = draft.is_subject(group.end - 1);
            more.push(super::draft::Step {
                at: t,
                party,
                subject,
                locative: false,
                adjective: false,
            });
        }
    }
    draft.trail.extend(more);
    draft.trail.sort_by_key(|step| step.at);
}

/// "Ukrainian rebels", "the rebels", "Hamas fighters", "the opposition".
fn rebels(draft: &mut Draft, group: GroupAt, before: &Before) -> Vec<u32> {
    let bodies: Vec<u32> = before
        .parties
        .iter()
        .copied()
        .filter(|&p| !draft.is_state(p))
        .collect();
    if !bodies.is_empty() {
        return bodies;
    }
    let words = draft.words(group.start, group.end).to_lowercase();
    let noun = singular(&words).into_owned();
    let from = group.start.saturating_sub(4).max(before.start);
    let mut adjective = (from..group.start)
        .rev()
        .find(|&t| draft.is_capital(t) && matches!(draft.parse.upos[t], "ADJ" | "PROPN"))
        .filter(|&t| draft.hit(t).is_none())
        .map(|t| lower(draft.word(t)).into_owned());
    if let Some(&state) = before.parties.first() {
        adjective = Some(adjective_of(draft, state));
    }
    let one = !group.plural && before.determiner == Determiner::The && adjective.is_none();
    let last = || armed_before(draft, group.start).filter(|_| one && noun.contains(' '));
    if let Some(only) = sole_armed(draft, &noun).or_else(last) {
        return vec![only];
    }
    if adjective.is_none() {
        let known = body_near(draft, group.start, group, &noun)
            .filter(|&p| draft.bodies.get(&p).is_some_and(|f| !f.nouns.is_empty()));
        if let Some(party) = known
            .or_else(|| same_rebels(draft, group.start, &noun))
            .or_else(|| sole_opposition(draft, &noun))
        {
            return vec![party];
        }
        if before.determiner == Determiner::A || before.other {
            return Vec::new();
        }
        // "between Ukraine and rebel forces".
        let beside = before
            .start
            .checked_sub(2)
            .filter(|_| matches!(&*draft.low(before.start - 1), "and" | "with"));
        adjective = beside
            .and_then(|t| draft.hit(t))
            .filter(|hit| hit.start > 0 && draft.low(hit.start - 1) == "between")
            .and_then(|hit| hit.parties.first().copied())
            .filter(|&p| draft.is_state(p) && american(draft) != Some(p))
            .map(|p| adjective_of(draft, p));
    }
    if adjective.is_none()
        && (before.determiner == Determiner::The
            || stands_bare(&noun) && before.determiner == Determiner::None)
    {
        adjective = state_of_rebels(draft, group.start)
            .filter(|&state| american(draft) != Some(state))
            .map(|state| adjective_of(draft, state));
    }
    let Some(adjective) = adjective else {
        return Vec::new();
    };
    let noun = many(&noun);
    draft
        .body(&format!("{adjective} {noun}"))
        .into_iter()
        .collect()
}

/// True for rebels who need no article: bare "extremists" are nobody in particular.
fn stands_bare(noun: &str) -> bool {
    matches!(
        noun,
        "rebel" | "insurgent" | "guerrilla" | "separatist" | "rebel fighter" | "rebel force"
    )
}

/// True for a state that speaks of another's rebels more often than it has any.
fn is_power(draft: &Draft, state: u32) -> bool {
    let id = draft.cast.parties[state as usize].id.as_str();
    POWERS.contains(&id)
}

/// The state that "the rebels" at `t` are in: the one that "the government" would mean, unless that is
/// a power which only speaks of them.
fn state_of_rebels(draft: &Draft, t: usize) -> Option<u32> {
    let near = state_near(draft, t, false)?;
    if is_power(draft, near) {
        torn(draft)
    } else {
        Some(near)
    }
}

/// The state named most that may have rebels.
fn torn(draft: &Draft) -> Option<u32> {
    let mut states = draft.ranked.iter().copied().filter(|&p| draft.is_state(p));
    states.find(|&p| !is_power(draft, p))
}

/// The plural by which a body of rebels is named.
fn many(noun: &str) -> String {
    match noun {
        "opposition" | "insurgency" | "resistance" => noun.to_string(),
        "rebel force" | "rebel group" | "rebel movement" | "rebel fighter" => "rebels".to_string(),
        "opposition group" | "opposition force" | "opposition party" | "opposition coalition" => {
            "opposition".to_string()
        }
        other if other.ends_with('y') => format!("{}ies", &other[..other.len() - 1]),
        other if other.ends_with("man") => format!("{}men", &other[..other.len() - 3]),
        other => format!("{other}s"),
    }
}

/// The rebels that were spoken of before by the same noun.
fn same_rebels(draft: &Draft, t: usize, noun: &str) -> Option<u32> {
    let tail = format!("-{}", slug(noun));
    let recent = draft.cast.mentions.iter().rev().take(NAMES);
    let mut mentions = recent.filter(|m| (m.start as usize) < t);
    mentions.find_map(|m| {
        m.parties.iter().copied().find(|&p| {
            let id = &draft.cast.parties[p as usize].id;
            id.ends_with(&tail) || id.ends_with(&format!("{tail}s"))
        })
    })
}

/// The one armed movement that the report names, when it speaks of rebels of any kind.
fn sole_armed(draft: &Draft, noun: &str) -> Option<u32> {
    let rebel = matches!(
        noun,
        "rebel"
            | "guerrilla"
            | "insurgent"
            | "rebel fighter"
            | "rebel force"
            | "rebel group"
            | "rebel movement"
    );
    if !rebel {
        return None;
    }
    let armed = |nouns: &str| {
        nouns
            .split('|')
            .any(|n| matches!(n, "rebels" | "guerrillas" | "insurgents"))
    };
    let named = |party: u32| draft.count.get(party as usize).is_some_and(|&c| c > 0);
    let mut all = draft
        .bodies
        .iter()
        .take(NAMES)
        .filter(|(p, facts)| armed(facts.nouns) && named(**p))
        .map(|(&p, _)| p);
    let only = all.next()?;
    all.next().is_none().then_some(only)
}

/// The armed movement that was named last: "the rebel group" where the report has two.
fn armed_before(draft: &Draft, t: usize) -> Option<u32> {
    let armed = |party: u32| {
        let nouns = draft.bodies.get(&party).map_or("", |facts| facts.nouns);
        nouns
            .split('|')
            .any(|n| matches!(n, "rebels" | "guerrillas" | "insurgents"))
    };
    let to = draft.trail.partition_point(|step| step.at < t);
    let mut steps = draft.trail[..to].iter().rev().take(LOOK_BACK);
    steps.find(|step| armed(step.party)).map(|step| step.party)
}

/// The one party or movement that the report names, when it speaks of "the opposition".
fn sole_opposition(draft: &Draft, noun: &str) -> Option<u32> {
    if !noun.starts_with("opposition") {
        return None;
    }
    let political = |facts: &super::draft::BodyFacts| {
        facts.words.iter().any(|w| {
            matches!(
                w.as_str(),
                "movement"
                    | "party"
                    | "congress"
                    | "coalition"
                    | "alliance"
                    | "front"
                    | "league"
                    | "democratic"
            )
        })
    };
    let mut all = draft
        .bodies
        .iter()
        .take(NAMES)
        .filter(|(_, facts)| political(facts))
        .map(|(&party, _)| party);
    let only = all.next()?;
    all.next().is_none().then_some(only)
}

/// "ukrainian" for Ukraine, as the first word of a body's name.
fn adjective_of(draft: &Draft, state: u32) -> String {
    let party = &draft.cast.parties[state as usize];
    match draft.world.adjective(&party.id) {
        Some(adjective) => adjective.to_lowercase(),
        None => party.name.to_lowercase(),
    }
}

/// The parties that an office belongs to: named before it, after it, by its possessor, by itself.
fn sides_of_role(
    draft: &mut Draft,
    at: RoleAt,
    before: &Before,
    after: &phrase::After,
    owners: &[u32],
) -> Vec<u32> {
    for named in [&before.parties, &after.parties] {
        if !named.is_empty() {
            return named.clone();
        }
    }
    let person = match before.owner {
        Owner::Noun(t) => draft.name(t).and_then(|n| n.person),
        _ => None,
    };
    let side = person
        .or(after.person)
        .and_then(|p| draft.cast.people[p as usize].party);
    if let Some(party) = side {
        return vec![party];
    }
    if !owners.is_empty() {
        return owners.to_vec();
    }
    if after.person.is_none() {
        let noun = match before.owner {
            Owner::Noun(t) => Some(t),
            _ => after.noun.or(before.body),
        };
        let parties = noun.map(|t| common_noun(draft, t)).unwrap_or_default();
        if !parties.is_empty() {
            return parties;
        }
    }
    // "a government spokesman": the organ stands in the title itself.
    let organ = phrase::group_at(draft, at.start).filter(|g| g.end < at.end);
    if let Some(organ) = organ.filter(|g| g.groups.has(Group::Whole)) {
        let parties = common_noun(draft, organ.end - 1);
        if !parties.is_empty() {
            return parties;
        }
    }
    let own = at.role.party.filter(|_| at.end - at.start > 1);
    own.map(|party| draft.known(party)).into_iter().collect()
}

/// Offices that speak for nobody or for a class: candidates, critics, former holders, analysts.
fn special(
    draft: &mut Draft,
    at: RoleAt,
    before: &Before,
    word: &str,
    parties: &[u32],
) -> Option<Meaning> {
    let class = |draft: &mut Draft, name: &str| Meaning {
        parties: draft.body(name).into_iter().collect(),
        person: None,
        rule: "who/class",
    };
    if let [state] = *parties
        && at.plural
        && word.ends_with("candidates")
    {
        let name = format!("{} {word}", adjective_of(draft, state));
        return Some(class(draft, &name));
    }
    if matches!(word, "critics" | "campaigners" | "philanthropists") && before.start == at.start {
        return Some(class(draft, word));
    }
    if before.former
        && let Some(person) = once(draft, at)
    {
        return Some(Meaning {
            parties: Vec::new(),
            person: Some(person),
            rule: "who/description",
        });
    }
    let outside = before.former || at.role.rank == Rank::Outsider;
    outside.then(|| Meaning {
        rule: "who/outsider",
        ..Meaning::default()
    })
}

/// The meaning of a noun of office that stands without a name.
pub(super) fn role(
    draft: &mut Draft,
    at: RoleAt,
    before: &Before,
    owners: &[u32],
    owner: Option<u32>,
) -> Meaning {
    let after = phrase::after(draft, at.end, Some(at.role.rank));
    let word = draft.words(at.start, at.end).to_lowercase();
    if let Some(class) = before.class.filter(|_| before.parties.is_empty()) {
        return class_of(draft, class, at.start, at.end, at.plural);
    }
    if super::people::is_counterpart(&draft.low(at.end - 1)) {
        let named = &before.parties;
        let parties = if named.is_empty() {
            &after.parties
        } else {
            named
        };
        return counterpart(draft, parties.clone(), owner, at.plural);
    }
    let mut parties = sides_of_role(draft, at, before, &after, owners);
    if let Some(meaning) = special(draft, at, before, &word, &parties) {
        return meaning;
    }
    let bare =
        before.determiner == Determiner::None && parties.is_empty() && !draft.is_capital(at.start);
    let definite = !at.plural && before.determiner != Determiner::A && !before.other && !bare;
    // "the deputy head of the upper house's committee" is none of those named before.
    let elsewhere = parties.is_empty() && draft.low(at.end) == "of";
    if definite && !elsewhere {
        if let Some(person) = called(draft, at, &word, &parties) {
            let own = draft.cast.people[person as usize].party;
            return Meaning {
                parties: own.into_iter().collect(),
                person: Some(person),
                rule: "who/description",
            };
        }
        if parties.len() == 1
            && (before.determiner == Determiner::The || !before.parties.is_empty())
        {
            let person = from_table(draft, parties[0], at.role.rank);
            return Meaning {
                parties,
                person,
                rule: "who/office",
            };
        }
    }
    if parties.is_empty() {
        parties = including(draft, at.end);
    }
    // "The generals want immunity": those of the state that is spoken of.
    let ruling =
        at.plural && at.role.rank == Rank::Military && before.determiner == Determiner::The;
    if parties.is_empty() && ruling {
        parties = state_near(draft, at.start, false).into_iter().collect();
    }
    Meaning {
        parties,
        person: None,
        rule: "who/official",
    }
}

/// The person of the report whom a noun of office calls: one of these parties, else the last one
/// mentioned.
fn called(draft: &Draft, at: RoleAt, word: &str, parties: &[u32]) -> Option<u32> {
    let fits = |person: u32| {
        let facts = &draft.facts[person as usize];
        let own = draft.cast.people[person as usize].party;
        let gender =
            at.role.gender.is_none() || facts.gender.is_none() || at.role.gender == facts.gender;
        let party = parties.is_empty() || own.is_some_and(|p| parties.contains(&p));
        gender && party && !facts.alone && may_be_called(facts.rank, at.role.rank, word)
    };
    let before = || {
        draft
            .names_before(at.start)
            .filter(|n| n.person.is_some_and(fits))
    };
    // The one who was introduced by the very word goes first.
    let same = |person: u32| {
        let office = draft.cast.people[person as usize]
            .office
            .as_deref()
            .unwrap_or_default();
        office.to_lowercase().contains(word)
    };
    let last = before()
        .find(|n| n.person.is_some_and(same))
        .or_else(|| before().next());
    if let Some(name) = last {
        return name.person;
    }
    // Before the name itself only "Russia's top diplomat" can be said, not "the minister".
    let exact =
        |person: &u32| fits(*person) && draft.facts[*person as usize].rank == Some(at.role.rank);
    if parties.is_empty() {
        return None;
    }
    let mut all = (0..draft.cast.people.len() as u32)
        .take(NAMES)
        .filter(exact);
    let only = all.next()?;
    all.next().is_none().then_some(only)
}

/// The last one named before who is said to have held this office once: "the former UN chief".
fn once(draft: &Draft, at: RoleAt) -> Option<u32> {
    let fits = |person: u32| {
        let facts = &draft.facts[person as usize];
        let office = draft.cast.people[person as usize]
            .office
            .as_deref()
            .unwrap_or_default();
        let same = facts.rank.is_some_and(|rank| {
            rank == at.role.rank || may_be_called(Some(rank), at.role.rank, "")
        });
        facts.alone && same && office.starts_with("former")
    };
    let mut before = draft.names_before(at.start);
    before
        .find(|n| n.person.is_some_and(fits))
        .and_then(|n| n.person)
}

/// The holder of a first office on the report's day, when the report does not name him.
fn from_table(draft: &mut Draft, party: u32, rank: Rank) -> Option<u32> {
    if !matches!(
        rank,
        Rank::State | Rank::Government | Rank::Foreign | Rank::Defence
    ) {
        return None;
    }
    let day = draft.day?;
    let code = draft.world.party(&draft.cast.parties[party as usize].id)?;
    let holder = *draft.world.holders.on(code, rank, day)?;
    let known = draft
        .by_word
        .get(holder.family)
        .into_iter()
        .flatten()
        .copied();
    let family = |words: &[String]| {
        words.last().is_some_and(|w| w == holder.family)
            || words.first().is_some_and(|w| w == holder.family)
    };
    let known = known
        .take(NAMES)
        .find(|&at| family(&draft.facts[at as usize].words));
    if let Some(at) = known {
        let own = draft.cast.people[at as usize].party;
        return (own == Some(party)).then_some(at);
    }
    let person = draft.person(holder.name, usize::MAX);
    draft.cast.people[person as usize].party = Some(party);
    draft.cast.people[person as usize].office = Some(holder.title.to_string());
    draft.facts[person as usize].rank = Some(rank);
    Some(person)
}

/// "his U.S. counterpart": the same office on the other side.
fn counterpart(draft: &mut Draft, parties: Vec<u32>, owner: Option<u32>, plural: bool) -> Meaning {
    let rule = "who/counterpart";
    let rank = owner.and_then(|p| draft.facts[p as usize].rank);
    let (Some(rank), [party], false) = (rank, parties.as_slice(), plural) else {
        return Meaning {
            parties,
            person: None,
            rule,
        };
    };
    let party = *party;
    let same = |&p: &u32| {
        draft.cast.people[p as usize].party == Some(party)
            && draft.facts[p as usize].rank == Some(rank)
    };
    let people: Vec<u32> = (0..draft.cast.people.len() as u32)
        .take(NAMES)
        .filter(same)
        .collect();
    let person = match people.as_slice() {
        [only] => Some(*only),
        [] => from_table(draft, party, rank),
        _ => None,
    };
    Meaning {
        parties,
        person,
        rule,
    }
}

/// "Officials including Ryabkov": the parties of those named.
fn including(draft: &Draft, end: usize) -> Vec<u32> {
    let mut t = end;
    if draft.word_at(t) == "," {
        t += 1;
    }
    let such = draft.word_at(t) == "such" && draft.word_at(t + 1) == "as";
    let names = such || matches!(draft.word_at(t), "including" | "like");
    if !names {
        return Vec::new();
    }
    let mut out = Vec::new();
    for i in t..draft.len().min(t + 12) {
        let party = draft
            .name(i)
            .and_then(|n| n.person)
            .and_then(|p| draft.cast.people[p as usize].party);
        if let Some(party) = party.filter(|p| !out.contains(p)) {
            out.push(party);
        }
    }
    out.truncate(1);
    out
}

/// "Western governments", "a European diplomat", "world powers".
fn class_of(draft: &mut Draft, class: usize, start: usize, end: usize, plural: bool) -> Meaning {
    let rule = "who/class";
    let adjective = lower(draft.word(class)).into_owned();
    let noun = draft.words(start, end).to_lowercase();
    let worldly = matches!(
        adjective.as_str(),
        "world" | "international" | "major" | "big"
    );
    if worldly
        && noun == "powers"
        && let Some(parties) = six_powers(draft)
    {
        return Meaning {
            parties,
            person: None,
            rule,
        };
    }
    // An adjective far from its noun ("global trade policy chief") makes no class.
    let near = start - class <= 2;
    let political = matches!(
        adjective.as_str(),
        "major"
            | "big"
            | "leading"
            | "foreign"
            | "global"
            | "nuclear"
            | "regional"
            | "rich"
            | "poor"
    );
    if !near || political && !plural {
        return Meaning {
            rule,
            ..Meaning::default()
        };
    }
    if adjective == "european"
        && let Some(meaning) = european(draft, &noun)
    {
        return meaning;
    }
    let lands = matches!(
        noun.as_str(),
        "countries" | "nations" | "states" | "economies" | "monarchies" | "governments"
    );
    let name = match adjective.as_str() {
        "rich" | "richer" | "richest" | "wealthy" | "wealthier" | "developed"
        | "industrialised" | "industrialized"
            if lands =>
        {
            "developed countries".to_string()
        }
        "poor" | "poorer" | "poorest" | "developing" if lands => "developing countries".to_string(),
        "gulf" if lands => "gulf states".to_string(),
        "major" | "big" | "leading" | "global" if noun == "powers" => "world powers".to_string(),
        _ if plural => format!("{adjective} {noun}"),
        _ => format!("{adjective} governments"),
    };
    Meaning {
        parties: draft.body(&name).into_iter().collect(),
        person: None,
        rule,
    }
}

/// "A European diplomat": Brussels speaks, where the report is about it.
fn european(draft: &Draft, noun: &str) -> Option<Meaning> {
    let serves = matches!(
        noun.trim_end_matches('s'),
        "diplomat" | "official" | "negotiator" | "envoy" | "source"
    );
    let union = draft.has("EU").filter(|_| serves)?;
    Some(Meaning {
        parties: vec![union],
        person: None,
        rule: "who/official",
    })
}

/// The members of the P5+1, where the report names it.
fn six_powers(draft: &Draft) -> Option<Vec<u32>> {
    draft
        .hits
        .iter()
        .take(NAMES * 10)
        .find(|hit| hit.parties.len() == 6)
        .map(|hit| hit.parties.clone())
}

/// "the parliament in Tobruk": one of several that claim a land, called by its seat.
fn seated(draft: &mut Draft, at: GroupAt, noun: &str) -> Option<u32> {
    let claims = matches!(
        noun,
        "parliament" | "government" | "administration" | "legislature"
    );
    let place = at.end + 1;
    let named = claims
        && draft.low(at.end) == "in"
        && draft.is_capital(place)
        && draft.together(at.start, place)
        && draft.hit(place).is_none()
        && draft.name(place).is_none()
        && !super::gazetteer::is_calendar(draft.word(place));
    if !named {
        return None;
    }
    let name = format!("{} {noun}", draft.word(place));
    draft.body(&name)
}

/// Part of a state, or of a body: "the Turkish military", "the government", "its delegation".
fn organ(
    draft: &mut Draft,
    at: GroupAt,
    before: &Before,
    owners: &[u32],
    noun: &str,
) -> Option<Meaning> {
    let yes = |parties: Vec<u32>| {
        Some(Meaning {
            parties,
            person: None,
            rule: "who/organ",
        })
    };
    if !before.parties.is_empty() {
        return yes(before.parties.clone());
    }
    if let Some(body) = seated(draft, at, noun) {
        return yes(vec![body]);
    }
    let after = phrase::after(draft, at.end, None);
    let of = draft.word_at(at.end) == "of" || after.place && at.plural;
    if of && !after.parties.is_empty() {
        return yes(after.parties);
    }
    if !owners.is_empty() {
        return yes(owners.to_vec());
    }
    if let Owner::Noun(t) = before.owner {
        let person = draft.name(t).and_then(|n| n.person);
        let party = person.and_then(|p| draft.cast.people[p as usize].party);
        return yes(match party {
            Some(party) => vec![party],
            None => common_noun(draft, t),
        });
    }
    if let Some(body) = before.body.filter(|_| !at.groups.has(Group::Pair)) {
        let parties = common_noun(draft, body);
        return if parties.is_empty() {
            None
        } else {
            yes(parties)
        };
    }
    let definite = before.determiner == Determiner::The
        || at.plural && before.determiner == Determiner::None
        || matches!(noun, "police" | "parliament");
    if draft.world.group(noun).has(Group::Whole) && definite && !before.other {
        let usa = american(draft).filter(|_| noun == "administration");
        let state = usa.or_else(|| state_near(draft, at.start, false));
        return yes(state.into_iter().collect());
    }
    None
}

/// "the country", "his country", "the island nation of Bahrain".
fn country(
    draft: &mut Draft,
    at: GroupAt,
    before: &Before,
    owners: &[u32],
    noun: &str,
) -> Option<Meaning> {
    let loose = matches!(
        noun,
        "state" | "power" | "region" | "federation" | "territory" | "enclave" | "superpower"
    );
    if loose || !before.parties.is_empty() {
        return None;
    }
    let yes = |parties: Vec<u32>| {
        Some(Meaning {
            parties,
            person: None,
            rule: "who/country",
        })
    };
    let after = phrase::after(draft, at.end, None);
    if draft.word_at(at.end) == "of" && !after.parties.is_empty() {
        return yes(after.parties);
    }
    if before.determiner != Determiner::The || before.other {
        return None;
    }
    if owners.is_empty() {
        return yes(state_near(draft, at.start, true).into_iter().collect());
    }
    yes(owners.to_vec())
}

/// "the government and its opponents": the opposition of their state.
fn opponents(draft: &mut Draft, owners: &[u32]) -> Option<Meaning> {
    let [state] = *owners else { return None };
    let name = format!("{} opposition", adjective_of(draft, state));
    let body = draft.body(&name).filter(|_| draft.is_state(state))?;
    Some(Meaning {
        parties: vec![body],
        person: None,
        rule: "who/rebels",
    })
}

/// The meaning of a noun for a body that stands without a name; none when it means nobody.
pub(super) fn group(
    draft: &mut Draft,
    at: GroupAt,
    before: &Before,
    owners: &[u32],
) -> Option<Meaning> {
    let words = draft.words(at.start, at.end).to_lowercase();
    let noun = singular(&words).into_owned();
    let groups = at.groups;
    let yes = |parties: Vec<u32>, rule| {
        Some(Meaning {
            parties,
            person: None,
            rule,
        })
    };
    if noun == "opponent" && at.plural {
        return opponents(draft, owners);
    }
    if noun == "community" {
        let class = before.class?;
        return Some(class_of(draft, class, at.start, at.end, true));
    }
    if let Some(class) = before.class.filter(|_| {
        before.parties.is_empty()
            && (groups.has(Group::Organ) || groups.has(Group::Country) || groups.has(Group::Pair))
    }) {
        return at
            .plural
            .then(|| class_of(draft, class, at.start, at.end, true));
    }
    if groups.has(Group::Country) && noun == "power" && before.number == 6 {
        return six_powers(draft).and_then(|six| yes(six, "who/class"));
    }
    // "the Russian movement" and "the ruling party" are no rebels.
    let state = before.parties.iter().any(|&p| draft.is_state(p));
    let loose = before.determiner == Determiner::A && before.parties.is_empty();
    // "its opposition to the plan" is what somebody feels.
    let feeling = matches!(&*noun, "opposition" | "resistance")
        && (before.owner != Owner::None || draft.word_at(at.end) == "to");
    let party = noun == "party" && !before.parties.iter().any(|&p| !draft.is_state(p));
    if groups.has(Group::Rebels) && !party && !feeling {
        let mixed = groups.has(Group::Group)
            && !state
            && before.parties.is_empty()
            && before.determiner != Determiner::The;
        return if loose || mixed {
            None
        } else {
            yes(rebels(draft, at, before), "who/rebels")
        };
    }
    let named = !before.parties.is_empty();
    if groups.has(Group::Organ)
        && let Some(meaning) = organ(draft, at, before, owners, &noun)
    {
        return (!meaning.parties.is_empty() || !groups.has(Group::Group)).then_some(meaning);
    }
    if groups.has(Group::Country) && !at.plural {
        return country(draft, at, before, owners, &noun);
    }
    if groups.has(Group::Country) && named && before.parties.iter().all(|&p| !draft.is_state(p)) {
        return yes(before.parties.clone(), "who/members");
    }
    body(draft, at, before, &noun)
}

/// A union, a company, a movement: "the airline", "strikers", "Hamas members".
fn body(draft: &mut Draft, at: GroupAt, before: &Before, noun: &str) -> Option<Meaning> {
    let groups = at.groups;
    let yes = |parties: Vec<u32>, rule| {
        Some(Meaning {
            parties,
            person: None,
            rule,
        })
    };
    let striking = noun == "union" || noun == "striker";
    if at.plural && striking && before.determiner != Determiner::A && before.number == 0 {
        let parties = unions(draft);
        return (!parties.is_empty()).then_some(Meaning {
            parties,
            person: None,
            rule: "who/unions",
        });
    }
    let body = [
        Group::Company,
        Group::Union,
        Group::League,
        Group::Group,
        Group::Alliance,
    ]
    .iter()
    .any(|&g| groups.has(g));
    if body && !at.plural && before.determiner == Determiner::The && !before.other {
        // "the Hamas movement", "the Ford company".
        let bodies: Vec<u32> = before
            .parties
            .iter()
            .copied()
            .filter(|&p| !draft.is_state(p))
            .collect();
        if !bodies.is_empty() {
            return yes(bodies, "who/body");
        }
        if let Some(party) = body_called(draft, before, at.start) {
            return yes(vec![party], "who/body");
        }
        let party = body_near(draft, at.start, at, noun);
        return party.and_then(|party| yes(vec![party], "who/body"));
    }
    let bodies = before.parties.iter().any(|&p| !draft.is_state(p));
    (body && bodies).then(|| Meaning {
        parties: before.parties.clone(),
        person: None,
        rule: "who/members",
    })
}
