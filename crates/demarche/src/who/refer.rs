//! References in text order: descriptions, pairs and pronouns of the third person, each to what was
//! mentioned before it.

use super::Mention;
use super::describe::{self, Meaning};
use super::draft::{Draft, NAMES};
use super::phrase::{self, Before, Determiner, Owner};
use super::world::{FormKind, Gender, Group};
use std::collections::HashMap;

/// How many sentences a pronoun looks back.
const SENTENCES: u32 = 3;

/// How many mentions a reference looks back at most.
const MENTIONS: usize = 60;

/// Resolves every reference of the report.
pub(super) fn resolve(draft: &mut Draft) {
    let mut scene = Scene {
        seen: Vec::new(),
        next: 0,
        taken: taken(draft),
        acts: Vec::new(),
        of: HashMap::new(),
        principals: describe::principals(draft),
    };
    draft
        .cast
        .mentions
        .sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    let named = draft.cast.mentions.len();
    for (m, mention) in draft.cast.mentions.iter().enumerate() {
        if let Some(person) = mention.person {
            scene.of.entry(person).or_default().push(m);
        }
    }
    let mut t = 0;
    let mut sentence = 0;
    while t < draft.len() {
        let here = draft.parse.sentence_of[t] as usize;
        if here > sentence {
            scene.close(draft, sentence, named);
            sentence = here;
        }
        while scene.next < named && (draft.cast.mentions[scene.next].start as usize) < t {
            scene.see(draft, scene.next);
            scene.next += 1;
        }
        let end = scene.step(draft, t);
        t = end.max(t + 1);
    }
    if draft.len() > 0 {
        scene.close(draft, sentence, named);
    }
}

/// Tokens that belong to a person's mention or to an apposition, so that their nouns are no references.
fn taken(draft: &Draft) -> Vec<bool> {
    let mut out = vec![false; draft.len()];
    for mention in draft.cast.mentions.iter().filter(|m| m.person.is_some()) {
        out[mention.start as usize..mention.end as usize].fill(true);
    }
    out
}

/// The reading so far.
pub(super) struct Scene {
    /// Indices of mentions in text order, up to the token in hand.
    seen: Vec<usize>,
    next: usize,
    taken: Vec<bool>,
    /// How often each party has been mentioned so far as somebody who acts.
    acts: Vec<u32>,
    /// The mentions of each person.
    of: HashMap<u32, Vec<usize>>,
    /// The two parties that the report is about.
    principals: Option<[u32; 2]>,
}

impl Scene {
    /// Takes a mention into what has been read.
    fn see(&mut self, draft: &Draft, m: usize) {
        self.seen.push(m);
        let mention = &draft.cast.mentions[m];
        if mention.locative || matches!(mention.rule, "who/adjective" | "who/class" | "who/pair") {
            return;
        }
        self.acts
            .resize(draft.cast.parties.len().max(self.acts.len()), 0);
        for &party in &mention.parties {
            self.acts[party as usize] += 1;
        }
    }

    /// Ends a sentence: people are given the party that its references show.
    fn close(&mut self, draft: &mut Draft, sentence: usize, named: usize) {
        let Some(span) = draft.parse.sentences.get(sentence) else {
            return;
        };
        let range = span.start as usize..span.end as usize;
        while self.next < named && (draft.cast.mentions[self.next].start as usize) < range.end {
            self.see(draft, self.next);
            self.next += 1;
        }
        super::adopt::sentence(draft, self, range);
    }

    /// Resolves what begins at token `t`; hands back where reading goes on.
    fn step(&mut self, draft: &mut Draft, t: usize) -> usize {
        let word = draft.low(t).into_owned();
        let pronoun = Pronoun::of(&word, draft.word(t)).filter(|_| draft.name(t).is_none());
        if let Some(kind) = pronoun {
            self.pronoun(draft, t, kind);
            return t + 1;
        }
        if word == "whose" {
            self.whose(draft, t);
            return t + 1;
        }
        if draft.hit(t).is_some() && !draft.hit(t).is_some_and(|h| h.kind == FormKind::Adjective)
            || draft.name(t).is_some()
            || self.taken[t] && !matches!(&*word, "two")
        {
            return t + 1;
        }
        if let Some(end) = self
            .pair(draft, t, &word)
            .or_else(|| self.korea(draft, t, &word))
        {
            return end;
        }
        // "rights groups" is a noun of two words.
        let noun = phrase::group_at(draft, t)
            .filter(|g| g.plural && !g.groups.has(Group::Rebels) && !g.groups.has(Group::Union))
            .map_or(t, |g| g.end - 1);
        if let Some((start, name)) = super::collective::at(draft, noun)
            && let Some(party) = draft.body(&name)
        {
            let meaning = Meaning {
                parties: vec![party],
                person: None,
                rule: "who/class",
            };
            self.add(draft, start, noun + 1, noun, meaning);
            return noun + 1;
        }
        let role = phrase::role_at(draft, t).filter(|r| (r.start..r.end).all(|i| !self.taken[i]));
        let group =
            phrase::group_at(draft, t).filter(|g| (g.start..g.end).all(|i| draft.hit(i).is_none()));
        let longer = |g: &phrase::GroupAt| {
            role.is_none_or(|r| {
                g.end > r.end
                    || g.end == r.end
                        && (g.groups.has(Group::Country)
                            || r.plural && g.groups.has(Group::Organ) && !g.groups.has(Group::Pair))
            })
        };
        if let Some(group) = group.filter(longer) {
            return self.group(draft, group);
        }
        if let Some(role) = role {
            return self.role(draft, role);
        }
        t + 1
    }

    /// The parties and the person that the owner of a phrase means: "his", "their".
    fn owner(&self, draft: &Draft, before: &Before) -> (Vec<u32>, Option<u32>) {
        let at = match before.owner {
            Owner::Pronoun(t) => t,
            Owner::Noun(t) => {
                let person = draft.name(t).and_then(|n| n.person).or_else(|| {
                    self.headed(draft, t)
                        .and_then(|m| draft.cast.mentions[m].person)
                });
                let parties = self
                    .headed(draft, t)
                    .map(|m| draft.cast.mentions[m].parties.clone())
                    .unwrap_or_default();
                return (parties, person);
            }
            Owner::None => return (Vec::new(), None),
        };
        match self.headed(draft, at) {
            Some(m) => (
                draft.cast.mentions[m].parties.clone(),
                draft.cast.mentions[m].person,
            ),
            None => (Vec::new(), None),
        }
    }

    /// The last mention whose span ends with or covers token `t`.
    fn headed(&self, draft: &Draft, t: usize) -> Option<usize> {
        let covers = |m: &&usize| {
            let mention = &draft.cast.mentions[**m];
            mention.start as usize <= t && t < mention.end as usize
        };
        self.seen.iter().rev().take(MENTIONS).find(covers).copied()
    }

    /// The mentions of a person.
    pub(super) fn mentions_of(&self, person: u32) -> &[usize] {
        self.of.get(&person).map_or(&[], Vec::as_slice)
    }

    /// The other of the two parties that the report is about.
    pub(super) fn other_side(&self, own: u32) -> Option<u32> {
        match self.principals? {
            [one, other] if one == own => Some(other),
            [other, one] if one == own => Some(other),
            _ => None,
        }
    }

    /// The parties of the smallest mention, not a mere place, that covers token `t` and means some.
    pub(super) fn parties_at<'d>(&self, draft: &'d Draft, t: usize) -> &'d [u32] {
        let covers = |m: &usize| {
            let mention = &draft.cast.mentions[*m];
            let inside = mention.start as usize <= t && t < mention.end as usize;
            inside && !mention.locative && !mention.parties.is_empty()
        };
        let all = self.seen.iter().rev().take(MENTIONS).copied();
        let smallest = all.filter(covers).min_by_key(|&m| {
            let mention = &draft.cast.mentions[m];
            mention.end - mention.start
        });
        smallest.map_or(&[], |m| &draft.cast.mentions[m].parties)
    }

    fn add(&mut self, draft: &mut Draft, start: usize, end: usize, head: usize, meaning: Meaning) {
        draft.mention_at(
            start,
            end,
            head,
            meaning.parties,
            meaning.person,
            meaning.rule,
        );
        let m = draft.cast.mentions.len() - 1;
        if let Some(person) = draft.cast.mentions[m].person {
            self.of.entry(person).or_default().push(m);
        }
        self.see(draft, m);
    }

    fn role(&mut self, draft: &mut Draft, role: phrase::RoleAt) -> usize {
        // "governor" as a verb's form and the like: only nouns name offices.
        let head = role.end - 1;
        if matches!(draft.parse.upos[head], "VERB" | "AUX" | "ADV" | "ADP")
            || draft.hit(role.end).is_some() && !role.plural && draft.parse.rel(head) == "compound"
        {
            return role.end;
        }
        // A noun before another noun is no office: "party leader meeting", "minister talks".
        let next = role.end;
        let modifies = next < draft.len()
            && draft.together(head, next)
            && matches!(draft.parse.rel(head), "compound" | "amod" | "nmod")
            && draft
                .parse
                .parent(head)
                .is_some_and(|p| p == next || p == next + 1)
            && draft.parse.upos[next] == "NOUN"
            && draft.name(next).is_none();
        if modifies {
            return role.end;
        }
        let before = phrase::before(draft, role.start);
        let (owners, owner) = self.owner(draft, &before);
        let mut meaning = describe::role(draft, role, &before, &owners, owner);
        self.adjust(draft, role, &before, &owners, &mut meaning);
        let after = phrase::after(draft, role.end, Some(role.role.rank));
        let end = if after.parties.is_empty() && after.person.is_none() {
            role.end
        } else {
            after.end
        };
        self.add(draft, before.start, end, head, meaning);
        role.end
    }

    /// Corrects a description by what was spoken of last: "the official" need be no named one.
    fn adjust(
        &self,
        draft: &Draft,
        role: phrase::RoleAt,
        before: &Before,
        owners: &[u32],
        meaning: &mut Meaning,
    ) {
        let with = role.start > 0 && draft.low(role.start - 1) == "with";
        let bare =
            role.plural && before.start == role.start && with && meaning.rule == "who/official";
        if bare && meaning.parties.is_empty() {
            // "NATO members have urged …, with officials indicating": of the same side.
            if let Some(same) = self.subject_before(draft, role.start) {
                meaning
                    .parties
                    .clone_from(&draft.cast.mentions[same].parties);
            }
        }
        if meaning.parties.is_empty()
            && meaning.person.is_none()
            && meaning.rule != "who/outsider"
            && before.determiner == Determiner::The
        {
            let word = draft.words(role.start, role.end).to_lowercase();
            if let Some(same) = self.same_noun(draft, role.start, &word) {
                meaning
                    .parties
                    .clone_from(&draft.cast.mentions[same].parties);
                meaning.rule = "who/same-noun";
            }
        }
        // "The official adds": the one spoken of last, named or not.
        let free =
            before.parties.is_empty() && owners.is_empty() && before.determiner == Determiner::The;
        if let Some(person) = meaning
            .person
            .filter(|_| free && meaning.rule == "who/description")
        {
            let word = draft.words(role.start, role.end).to_lowercase();
            let named = draft
                .names_before(role.start)
                .find(|n| n.person == Some(person))
                .map(|n| n.start);
            let later = self.same_noun(draft, role.start, &word).filter(|&m| {
                let mention = &draft.cast.mentions[m];
                mention.person.is_none() && Some(mention.start as usize) > named
            });
            if let Some(same) = later {
                meaning
                    .parties
                    .clone_from(&draft.cast.mentions[same].parties);
                meaning.person = None;
                meaning.rule = "who/same-noun";
            }
        }
    }

    /// The last mention before `t` in its sentence that is a subject and means one party.
    fn subject_before(&self, draft: &Draft, t: usize) -> Option<usize> {
        let near = |m: &usize| draft.together(draft.cast.mentions[*m].start as usize, t);
        let subject = |m: &usize| {
            let mention = &draft.cast.mentions[*m];
            mention.parties.len() == 1 && draft.is_subject(mention.head as usize)
        };
        self.seen
            .iter()
            .rev()
            .copied()
            .take_while(near)
            .find(subject)
    }

    /// The last unnamed mention with the same head noun.
    fn same_noun(&self, draft: &Draft, t: usize, word: &str) -> Option<usize> {
        let last = word.rsplit(' ').next().unwrap_or(word);
        let here = draft.parse.sentence_of[t];
        self.seen.iter().rev().take(MENTIONS).copied().find(|&m| {
            let mention = &draft.cast.mentions[m];
            let near = here.saturating_sub(draft.parse.sentence_of[mention.start as usize]) <= 6;
            near && !mention.parties.is_empty() && *draft.low(mention.head as usize) == *last
        })
    }

    fn group(&mut self, draft: &mut Draft, group: phrase::GroupAt) -> usize {
        let head = group.end - 1;
        if matches!(draft.parse.upos[head], "VERB" | "AUX" | "ADV" | "ADP") {
            return group.end;
        }
        let next = group.end;
        let modifies = next < draft.len()
            && matches!(draft.parse.rel(head), "compound" | "amod")
            && draft.parse.parent(head).is_some_and(|p| p >= next)
            && draft.parse.upos[next] == "NOUN";
        let role_next = modifies && phrase::role_at(draft, next).is_some();
        let organ = group.groups.has(Group::Organ)
            && !group.plural
            && draft.low(group.start.saturating_sub(1)) == "the";
        if role_next || modifies && !organ {
            return group.end;
        }
        let before = phrase::before(draft, group.start);
        let (owners, _) = self.owner(draft, &before);
        // "The country's largest union, FNV, called": the name says which.
        let named = (draft.word_at(next) == ",")
            .then(|| draft.hit(next + 1))
            .flatten()
            .filter(|hit| hit.start == next + 1 && hit.kind == FormKind::Name && !group.plural)
            .filter(|hit| draft.word_at(hit.end) == ",")
            .map(|hit| hit.parties.clone())
            .filter(|parties| parties.iter().all(|&p| !draft.is_state(p)));
        if let Some(parties) = named {
            let meaning = Meaning {
                parties,
                person: None,
                rule: "who/apposition",
            };
            self.add(draft, before.start, group.end, head, meaning);
            return group.end;
        }
        if let Some(meaning) = describe::group(draft, group, &before, &owners) {
            self.add(draft, before.start, group.end, head, meaning);
        }
        group.end
    }

    /// "the two sides", "both countries", "the sides", "the two leaders", "both".
    fn pair(&mut self, draft: &mut Draft, t: usize, word: &str) -> Option<usize> {
        let count = count_of(word);
        let (start, noun) = match word {
            "three" | "four" | "five" | "six"
                if t > 0 && matches!(&*draft.low(t - 1), "the" | "all" | "these") =>
            {
                (t - 1, t + 1)
            }
            "two" => (t.saturating_sub(1), t + 1),
            "both" | "each" | "either" | "neither" => (t, t + 1),
            "pair" | "duo" if t > 0 && draft.low(t - 1) == "the" && draft.low(t + 1) != "of" => {
                (t - 1, t)
            }
            _ if matches!(word, "sides" | "parties") => (t, t),
            "leaders" | "presidents" | "ministers"
                if t > 0 && draft.low(t - 1) == "the" && draft.low(t + 1) != "of" =>
            {
                (t - 1, t)
            }
            _ => return None,
        };
        let the_two = word == "two"
            && matches!(
                &*draft.low(start),
                "the" | "their" | "both" | "our" | "these" | "between"
            );
        if word == "two" && !the_two {
            return None;
        }
        let (end, head, people) = match word {
            "pair" | "duo" => (t + 1, t, true),
            _ => pair_noun(draft, t, word, noun)?,
        };
        if matches!(word, "sides" | "parties") && !plain_sides(draft, t) {
            return None;
        }
        let begin = if matches!(word, "sides" | "parties") && t > 0 && draft.low(t - 1) == "the" {
            t - 1
        } else {
            start
        };
        // "the four envoys of the army", "both sides of the border": the owner says whose.
        if draft.low(end) == "of" && count > 2 {
            return None;
        }
        // "both Israeli and Palestinian leaders" names them.
        if phrase::before(draft, head).parties.len() > 1 {
            return None;
        }
        let listed = matches!(word, "sides" | "parties" | "leaders" | "ministers");
        let listed = self.listed(draft, t).filter(|_| listed);
        let parties = if let Some(all) = listed {
            all
        } else if count == 2 {
            self.two(draft, t, people)
        } else {
            self.several(draft, t, count)
        };
        if count > 2 && parties.is_empty() {
            return None;
        }
        let meaning = Meaning {
            parties,
            person: None,
            rule: "who/pair",
        };
        self.add(draft, begin, end, head, meaning);
        Some(end)
    }

    /// "the South", "the north" where the report is about Korea.
    fn korea(&mut self, draft: &mut Draft, t: usize, word: &str) -> Option<usize> {
        let id = match word {
            "north" => "PRK",
            "south" => "KOR",
            _ => return None,
        };
        let alone = t > 0
            && draft.low(t - 1) == "the"
            && !draft.is_capital(t + 1)
            && draft.low(t + 1) != "of";
        let plain = !matches!(
            draft.parse.upos.get(t + 1).copied(),
            Some("NOUN" | "ADJ" | "PROPN")
        ) || draft.low(t + 1) == "side";
        let about = draft.has("KOR").is_some() && draft.has("PRK").is_some();
        if !(alone && plain && about) {
            return None;
        }
        let party = draft.known_id(id)?;
        let meaning = Meaning {
            parties: vec![party],
            person: None,
            rule: "who/korea",
        };
        self.add(draft, t - 1, t + 1, t, meaning);
        Some(t + 1)
    }

    /// The two parties spoken of last.
    fn two(&self, draft: &Draft, t: usize, people: bool) -> Vec<u32> {
        let here = draft.parse.sentence_of[t];
        let subject = self.clause_subject(draft, t);
        let mut found: Vec<u32> = Vec::new();
        let mut sentence = here;
        let mut one: Vec<usize> = Vec::new();
        let mut own = 0;
        let seen = self
            .seen
            .iter()
            .rev()
            .take(MENTIONS)
            .copied()
            .chain(std::iter::once(usize::MAX));
        for m in seen {
            let mention = draft.cast.mentions.get(m);
            let at = mention.map_or(u32::MAX, |m| draft.parse.sentence_of[m.start as usize]);
            if at != sentence {
                // A sentence is complete: does it name two?
                if let Some(two) = named_pair(draft, &one, subject) {
                    return two;
                }
                for &m in &one {
                    for &party in &draft.cast.mentions[m].parties {
                        if !found.contains(&party) && Some(party) != subject {
                            found.push(party);
                        }
                    }
                }
                if found.len() == 2 && people {
                    return found;
                } else if found.len() == 2 {
                    return self.or_principals(found, subject);
                }
                if found.len() == 3 && own == 1 {
                    // Who speaks of the two in this sentence is none of them.
                    return found.split_off(1);
                }
                if found.len() > 2 {
                    break;
                }
                if sentence == here {
                    own = found.len();
                }
                one.clear();
                sentence = at;
            }
            if m == usize::MAX || here.saturating_sub(at) > SENTENCES + 2 {
                break;
            }
            let mention = &draft.cast.mentions[m];
            // The last two spoken of as two are still meant.
            if mention.rule == "who/pair" && mention.parties.len() == 2 {
                return mention.parties.clone();
            }
            if !mention.locative
                && !mention.parties.is_empty()
                && mention.rule != "who/class"
                && (!people
                    || mention.person.is_some()
                    || mention.rule == "who/pair"
                    || mention.parties.len() == 2)
            {
                one.push(m);
            }
        }
        self.top_two(draft, &found, subject)
    }

    /// The two parties named last, or the two that the report is about where those are others.
    fn or_principals(&self, found: Vec<u32>, subject: Option<u32>) -> Vec<u32> {
        let mut acts: Vec<(u32, u32)> = (self.acts.iter().take(NAMES).copied())
            .zip(0..)
            .filter(|&(n, _)| n > 1)
            .collect();
        acts.sort_by_key(|&(n, _)| std::cmp::Reverse(n));
        let two = match acts[..] {
            [(_, one), (_, other)] => [one, other],
            [(_, one), (n, other), (third, _), ..] if n > third => [one, other],
            _ => return found,
        };
        if two.iter().any(|&p| Some(p) == subject) {
            return found;
        }
        two.to_vec()
    }

    /// More than two parties that one phrase named in this sentence or the one before: "Turkish, Russian and
    /// U.N. officials met. The sides agreed".
    fn listed(&self, draft: &Draft, t: usize) -> Option<Vec<u32>> {
        let here = draft.parse.sentence_of[t];
        let near =
            |m: &usize| here - draft.parse.sentence_of[draft.cast.mentions[*m].start as usize] <= 1;
        let mut recent = self.seen.iter().rev().copied().take_while(near);
        let all = recent.find(|&m| draft.cast.mentions[m].parties.len() > 1)?;
        let mention = &draft.cast.mentions[all];
        let several = mention.parties.len() > 2 && mention.rule != "who/class";
        several.then(|| mention.parties.clone())
    }

    /// The parties of the last sentence that names exactly so many.
    fn several(&self, draft: &Draft, t: usize, count: usize) -> Vec<u32> {
        let here = draft.parse.sentence_of[t];
        let mut found: Vec<u32> = Vec::new();
        let mut sentence = u32::MAX;
        for &m in self.seen.iter().rev().take(MENTIONS) {
            let mention = &draft.cast.mentions[m];
            let at = draft.parse.sentence_of[mention.start as usize];
            if at != sentence {
                if found.len() == count {
                    break;
                }
                found.clear();
                sentence = at;
            }
            if here.saturating_sub(at) > SENTENCES + 1 {
                break;
            }
            if mention.parties.len() == count {
                return mention.parties.clone();
            }
            let named = mention.parties.len() == 1
                && !mention.locative
                && !matches!(mention.rule, "who/adjective" | "who/class");
            if named && !found.contains(&mention.parties[0]) {
                found.insert(0, mention.parties[0]);
            }
        }
        if found.len() == count {
            found
        } else {
            Vec::new()
        }
    }

    /// The two parties the report names most, among `found` where it holds enough.
    fn top_two(&self, draft: &Draft, found: &[u32], subject: Option<u32>) -> Vec<u32> {
        let counted = draft.ranked.iter().map(|&p| (draft.count[p as usize], p));
        let mut all: Vec<(u32, u32)> = counted.filter(|&(_, p)| Some(p) != subject).collect();
        if found.len() > 2 {
            all.retain(|(_, p)| found.contains(p));
        }
        all.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
        let clear = all.len() == 2 || all.len() > 2 && all[1].0 > all[2].0;
        if clear {
            vec![all[0].1, all[1].1]
        } else {
            Vec::new()
        }
    }

    /// The party that is the subject of the clause of `t`, when `t` is not that subject itself: "the
    /// Security Council urged the two parties" leaves the Council out.
    fn clause_subject(&self, draft: &Draft, t: usize) -> Option<u32> {
        if draft.is_subject(t) || draft.parse.head[t] == crate::lang::NO_HEAD {
            return None;
        }
        let verb = std::iter::successors(Some(t), |&x| draft.parse.parent(x))
            .take(6)
            .find(|&x| matches!(draft.parse.upos[x], "VERB"))?;
        let from = draft
            .parse
            .sentence(verb)
            .start
            .max(verb.saturating_sub(30) as u32) as usize;
        let subject = (from..verb)
            .rev()
            .find(|&x| draft.parse.rel(x) == "nsubj" && draft.parse.parent(x) == Some(verb))?;
        let mention = self.headed(draft, subject)?;
        let verb_word = draft.parse.lemma(verb);
        let acts_on = matches!(
            verb_word,
            "urge"
                | "call"
                | "ask"
                | "tell"
                | "press"
                | "push"
                | "warn"
                | "mediate"
                | "invite"
                | "encourage"
                | "want"
                | "host"
                | "lead"
                | "help"
                | "bring"
                | "request"
                | "appeal"
        );
        match draft.cast.mentions[mention].parties.as_slice() {
            [one] if acts_on => Some(*one),
            _ => None,
        }
    }

    /// "whose": the owner is the noun that the clause hangs on.
    fn whose(&mut self, draft: &mut Draft, t: usize) {
        let mut above = std::iter::successors(Some(t), |&x| draft.parse.parent(x)).take(6);
        let clause = above.find(|&x| draft.parse.deprel[x] == "acl:relcl");
        let noun = clause
            .and_then(|verb| draft.parse.parent(verb))
            .filter(|&n| n < t);
        // Where syntax took the clause for another thing, what stands before the comma is meant.
        let beside = t
            .checked_sub(2)
            .filter(|&x| draft.word(x + 1) == "," && draft.together(x, t));
        let beside = std::iter::successors(beside, |&x| draft.parse.parent(x).filter(|&p| p < x));
        let Some(mention) = noun
            .into_iter()
            .chain(beside.take(3))
            .find_map(|n| self.headed(draft, n))
        else {
            return;
        };
        let meaning = Meaning {
            parties: draft.cast.mentions[mention].parties.clone(),
            person: draft.cast.mentions[mention].person,
            rule: "who/relative",
        };
        self.add(draft, t, t + 1, t, meaning);
    }

    fn pronoun(&mut self, draft: &mut Draft, t: usize, mut kind: Pronoun) {
        let object = matches!(draft.parse.rel(t), "obj" | "iobj" | "obl");
        if kind.what == What::It && kind.case == Case::Subject && object {
            kind.case = Case::Object;
        }
        if kind.what == What::It && expletive(draft, t) {
            return;
        }
        if kind.what == What::It && kind.case != Case::Owner && self.thing(draft, t) {
            let rule = "who/open";
            self.add(
                draft,
                t,
                t + 1,
                t,
                Meaning {
                    rule,
                    ..Meaning::default()
                },
            );
            return;
        }
        let best = match kind.what {
            What::They => self.they(draft, t, kind),
            _ => self.best(draft, t, kind).map(|m| {
                (
                    draft.cast.mentions[m].parties.clone(),
                    draft.cast.mentions[m].person,
                )
            }),
        };
        let (parties, person) = best.unwrap_or_default();
        let rule = if parties.is_empty() && person.is_none() {
            "who/open"
        } else {
            "who/pronoun"
        };
        self.add(
            draft,
            t,
            t + 1,
            t,
            Meaning {
                parties,
                person,
                rule,
            },
        );
    }

    /// True for an "it" that more likely means a thing: the object of a verb that is not done to a
    /// party, or what a thing as the nearer subject does: "the draft …, and it would ban".
    fn thing(&self, draft: &Draft, t: usize) -> bool {
        let Some(verb) = draft.parse.parent(t) else {
            return false;
        };
        match draft.parse.rel(t) {
            "obj" => {
                let lemma = draft.parse.lemma(verb);
                // "promised it help", but "promised it for Wednesday".
                let given = matches!(lemma, "promise" | "give" | "offer" | "leave");
                let next = draft.parse.upos.get(t + 1).copied();
                !done_to_party(lemma) || given && next == Some("ADP")
            }
            "nsubj" => {
                let deed = !says(draft, t) && !wills(draft.parse.lemma(verb));
                let thing = rival_thing(draft, t) || papers_before(draft, t, "NN");
                deed && (thing || goes_on_of_thing(draft, t, verb))
            }
            _ => false,
        }
    }

    /// The mention that answers best to a pronoun.
    fn best(&self, draft: &Draft, t: usize, kind: Pronoun) -> Option<usize> {
        let here = draft.parse.sentence_of[t];
        let mut best: Option<(f32, usize)> = None;
        // "he has spoken to him": two people.
        let other = match kind.case {
            Case::Object => self
                .subject_of_clause(draft, t)
                .and_then(|m| draft.cast.mentions[m].person),
            _ => None,
        };
        for &m in self.seen.iter().rev().take(MENTIONS) {
            let mention = &draft.cast.mentions[m];
            if other.is_some() && mention.person == other {
                continue;
            }
            let distance = here.saturating_sub(draft.parse.sentence_of[mention.start as usize]);
            if distance > SENTENCES {
                break;
            }
            if let Some(score) = self.score(draft, t, m, kind, distance)
                && best.is_none_or(|(top, _)| score > top)
            {
                best = Some((score, m));
            }
        }
        best.filter(|(score, _)| *score > 3.0).map(|(_, m)| m)
    }

    /// The mention that is the subject of the clause of `t`.
    fn subject_of_clause(&self, draft: &Draft, t: usize) -> Option<usize> {
        let verb = clause(draft, t)?;
        let mut verb = verb;
        for _ in 0..3 {
            let own = |m: &usize| {
                let head = draft.cast.mentions[*m].head as usize;
                draft.parse.rel(head) == "nsubj" && draft.parse.parent(head) == Some(verb)
            };
            let found = self.seen.iter().rev().take(20).copied().find(own);
            // "phoned Netanyahu to reassure him": the infinitive has the subject of its clause.
            if found.is_some() || !matches!(draft.parse.rel(verb), "xcomp" | "advcl" | "conj") {
                return found;
            }
            verb = draft.parse.parent(verb)?;
        }
        None
    }

    /// True when the mention is told to do what the infinitive of `t` says: "forced Saddam to withdraw his
    /// army", "told Israel to ease its restrictions".
    fn controls(&self, draft: &Draft, m: usize, t: usize) -> bool {
        let head = draft.cast.mentions[m].head as usize;
        let rel = draft.parse.rel(head);
        let verb = draft.parse.parent(head).filter(|&verb| {
            let called = rel == "obl" && matches!(draft.parse.lemma(verb), "call" | "appeal");
            matches!(rel, "obj" | "iobj") || called
        });
        // "called on Riyadh to end its strikes".
        let own = clause(draft, t).filter(|&v| matches!(draft.parse.rel(v), "xcomp" | "advcl"));
        let told = own.filter(|&v| rel != "obl" || v > head && draft.parse.xpos[v] == "VB");
        let told = told.filter(|&v| rel == "obl" || draft.parse.rel(v) == "xcomp");
        verb.is_some() && told.and_then(|v| draft.parse.parent(v)) == verb
    }

    /// True when the mention says or wants what the clause of `t` is: "the minister said he understood",
    /// however many others the sentence names.
    fn tells(&self, draft: &Draft, m: usize, t: usize) -> bool {
        let head = draft.cast.mentions[m].head as usize;
        let subject = draft.parse.rel(head) == "nsubj";
        let verb = draft.parse.parent(head).filter(|_| subject);
        let mut own = clause(draft, t);
        for _ in 0..2 {
            let Some(v) = own else { return false };
            if draft.parse.rel(v) == "ccomp" {
                return verb.is_some() && draft.parse.parent(v) == verb;
            }
            own = draft
                .parse
                .parent(v)
                .filter(|_| matches!(draft.parse.rel(v), "xcomp" | "conj" | "advcl"));
        }
        false
    }

    /// How well mention `m` answers to the pronoun at `t`; none when it cannot.
    fn score(
        &self,
        draft: &Draft,
        t: usize,
        m: usize,
        kind: Pronoun,
        distance: u32,
    ) -> Option<f32> {
        let mention = &draft.cast.mentions[m];
        let head = mention.head as usize;
        if !can_mean(draft, m, kind) {
            return None;
        }
        let mut score = 8.0 - 3.0 * distance as f32;
        let apart = draft.parse.sentence(head).paragraph != draft.parse.sentence(t).paragraph;
        score -= if apart && distance > 1 { 1.0 } else { 0.0 };
        let subject = draft.is_subject(head);
        if subject {
            score += 3.0;
            score += if main_subject(draft, head) { 1.0 } else { 0.0 };
        }
        score -= if mention.locative { 4.0 } else { 0.0 };
        score -= if mention.rule == "who/adjective" {
            2.5
        } else {
            0.0
        };
        let rel = draft.parse.rel(head);
        if matches!(rel, "obl" | "nmod") && !subject {
            score -= 1.5;
        }
        score += across_quotes(draft, head, t, distance <= 1 && subject);
        if says(draft, t) && says(draft, head) && subject {
            score += 2.0;
        }
        if distance == 0 && kind.case == Case::Owner {
            score += 2.0;
        }
        if distance == 0 {
            score += if self.controls(draft, m, t) { 5.0 } else { 0.0 };
            score += if self.tells(draft, m, t) { 2.5 } else { 0.0 };
        }
        score += by_gender(draft, mention, kind);
        if beside_owner(draft, t, head, kind) {
            return None;
        }
        if distance == 0 {
            if same_clause(draft, head, t) {
                // "him" is not the subject of its own verb; "his" often is.
                match kind.case {
                    Case::Object => return None,
                    Case::Owner => score += 1.5,
                    Case::Subject => score -= 1.0,
                }
            }
            let own = kind.case == Case::Owner && subject && same_clause(draft, head, t);
            score -= if own && answers_to(draft, t) {
                6.0
            } else {
                0.0
            };
            score -= (t - head).min(40) as f32 * 0.02;
        }
        Some(score)
    }

    /// Whom "they" means: several parties named together, or one body of many people.
    fn they(&self, draft: &Draft, t: usize, kind: Pronoun) -> Option<(Vec<u32>, Option<u32>)> {
        let here = draft.parse.sentence_of[t];
        let mut best: Option<(f32, Vec<u32>)> = None;
        let verb = draft.parse.parent(t).map_or("", |v| draft.parse.lemma(v));
        let papers = draft.parse.rel(t) == "nsubj" && !wills(verb) && !says(draft, t);
        if papers && papers_before(draft, t, "NNS") {
            return None;
        }
        for &m in self.seen.iter().rev().take(MENTIONS) {
            let mention = &draft.cast.mentions[m];
            let distance = here.saturating_sub(draft.parse.sentence_of[mention.start as usize]);
            if distance > 2 {
                break;
            }
            let head = mention.head as usize;
            let told = self.controls(draft, m, t)
                && !mention.parties.is_empty()
                && mention.person.is_none();
            let Some(parties) = self
                .many(draft, m)
                .or_else(|| told.then(|| mention.parties.clone()))
            else {
                continue;
            };
            if beside_owner(draft, t, head, kind) {
                continue;
            }
            let subject = draft.is_subject(head);
            let mut score = 6.0 - 2.5 * distance as f32 + if subject { 3.0 } else { 0.0 };
            if parties.len() > 1 {
                score += 1.0;
            }
            if mention.locative {
                score -= 4.0;
            }
            score -= match (draft.quoted[head], draft.quoted[t]) {
                (true, false) => 5.0,
                (false, true) => 2.0,
                _ => 0.0,
            };
            if kind.case == Case::Object && distance == 0 && taken_up(draft, head, t) {
                score += 4.0;
            }
            if parties.len() == 1 && draft.is_state(parties[0]) && mention.rule == "who/name" {
                score -= 4.0;
            }
            if self.controls(draft, m, t) {
                score += 5.0;
            }
            if distance == 0 && same_clause(draft, head, t) && kind.case == Case::Object {
                continue;
            }
            if best.as_ref().is_none_or(|(top, _)| score > *top) {
                best = Some((score, parties));
            }
        }
        let (score, parties) = best.filter(|(score, _)| *score > 2.5)?;
        // Another plural noun that is the nearer subject is meant instead.
        if rival_plural(draft, t) && score < 9.0 {
            return None;
        }
        Some((parties, None))
    }

    /// The parties that a mention can lend to "they".
    fn many(&self, draft: &Draft, m: usize) -> Option<Vec<u32>> {
        let mention = &draft.cast.mentions[m];
        if mention.parties.is_empty() || mention.rule == "who/adjective" {
            return None;
        }
        if mention.parties.len() > 1 {
            return Some(mention.parties.clone());
        }
        // "X and Y", "X met with Y".
        let position = self.seen.iter().rposition(|&s| s == m)?;
        if let Some(&previous) = position.checked_sub(1).and_then(|p| self.seen.get(p))
            && let Some(two) = joined(draft, previous, m)
        {
            return Some(self.whole_list(draft, position - 1, two));
        }
        if draft.is_subject(mention.head as usize)
            && let Some(other) = self.partner(draft, m)
        {
            let mut both = mention.parties.clone();
            both.extend(
                draft.cast.mentions[other]
                    .parties
                    .iter()
                    .copied()
                    .filter(|p| !both.contains(p))
                    .collect::<Vec<_>>(),
            );
            if both.len() == 2 {
                return Some(both);
            }
        }
        if mention.person.is_some() || mention.rule == "who/office" {
            return None;
        }
        if mention.rule == "who/people" {
            return Some(mention.parties.clone());
        }
        let word = draft.low(mention.head as usize);
        let plural = word.ends_with('s')
            && !word.ends_with("ss")
            && draft.parse.xpos[mention.head as usize].ends_with('S');
        let body = !draft.is_state(mention.parties[0])
            || mention.rule == "who/name" && draft.is_subject(mention.head as usize);
        let team = matches!(
            &*word,
            "delegation"
                | "team"
                | "government"
                | "military"
                | "side"
                | "police"
                | "opposition"
                | "army"
        );
        (plural || body || team || matches!(mention.rule, "who/rebels" | "who/class"))
            .then(|| mention.parties.clone())
    }

    /// A list of more than two: "Poland, Hungary and the Czech Republic".
    fn whole_list(&self, draft: &Draft, mut position: usize, mut parties: Vec<u32>) -> Vec<u32> {
        while let Some(before) = position.checked_sub(1) {
            let one = &draft.cast.mentions[self.seen[before]];
            let next = &draft.cast.mentions[self.seen[position]];
            let comma = one.end + 1 == next.start
                || one.end + 2 == next.start && draft.low(next.start as usize - 1) == "the";
            if !comma || draft.word(one.end as usize) != "," || one.rule == "who/adjective" {
                break;
            }
            let more: Vec<u32> = one
                .parties
                .iter()
                .copied()
                .filter(|p| !parties.contains(p))
                .collect();
            parties.splice(0..0, more);
            position = before;
        }
        parties
    }

    /// The one with whom the subject talked: "Biden spoke with Putin".
    fn partner(&self, draft: &Draft, m: usize) -> Option<usize> {
        let sentence = draft.parse.sentence_of[draft.cast.mentions[m].start as usize];
        let position = self.seen.iter().rposition(|&s| s == m)?;
        self.seen[position + 1..]
            .iter()
            .copied()
            .take(6)
            .find(|&other| {
                let mention = &draft.cast.mentions[other];
                let start = mention.start as usize;
                draft.parse.sentence_of[start] == sentence
                    && start > 0
                    && mention.person.is_some()
                    && (draft.low(start - 1) == "with"
                        || start > 1 && draft.low(start - 2) == "with")
            })
    }
}

/// A pronoun of the third person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pronoun {
    what: What,
    case: Case,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Person(Gender),
    It,
    They,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Subject,
    Object,
    Owner,
}

impl Pronoun {
    fn of(word: &str, written: &str) -> Option<Pronoun> {
        let (what, case) = match word {
            "he" => (What::Person(Gender::Male), Case::Subject),
            "him" => (What::Person(Gender::Male), Case::Object),
            "his" | "himself" => (What::Person(Gender::Male), Case::Owner),
            "she" => (What::Person(Gender::Female), Case::Subject),
            "her" | "hers" | "herself" => (What::Person(Gender::Female), Case::Owner),
            "it" if written != "IT" => (What::It, Case::Subject),
            "its" | "itself" => (What::It, Case::Owner),
            "they" => (What::They, Case::Subject),
            "them" => (What::They, Case::Object),
            "their" | "theirs" | "themselves" => (What::They, Case::Owner),
            _ => return None,
        };
        Some(Pronoun { what, case })
    }
}

/// True when a mention can be what the pronoun means, by number, gender and kind.
fn can_mean(draft: &Draft, m: usize, kind: Pronoun) -> bool {
    let mention = &draft.cast.mentions[m];
    let head = mention.head as usize;
    match kind.what {
        What::Person(gender) => {
            let single = matches!(mention.rule, "who/official" | "who/class")
                && !mention.parties.is_empty()
                && mention.person.is_none()
                && !draft.low(head).ends_with('s');
            let known = mention.person.map(|p| draft.facts[p as usize].gender);
            match known {
                Some(Some(own)) if own != gender => return false,
                Some(_) => {}
                None if draft.parse.xpos[head] == "NNS" => return false,
                None if single
                    || mention.rule == "who/office"
                    || mention.rule == "who/outsider" => {}
                None => return false,
            }
        }
        What::It => {
            let person = mention.person.is_some()
                || matches!(
                    mention.rule,
                    "who/official" | "who/office" | "who/outsider" | "who/counterpart"
                );
            if person || mention.parties.len() != 1 || mention.rule == "who/class" {
                return false;
            }
        }
        What::They => return false,
    }
    true
}

/// What it adds that a mention stands inside quotation marks or not, where the pronoun does or does not.
fn across_quotes(draft: &Draft, head: usize, t: usize, near: bool) -> f32 {
    match (draft.quoted[head], draft.quoted[t]) {
        // Outside a quotation nobody is meant who is only spoken of inside it.
        (true, false) => -6.0,
        // Inside, the speaker would say "I".
        (false, true) if near && says(draft, head) => -7.0,
        (false, true) => -2.5,
        (true, true) => 1.0,
        _ => 0.0,
    }
}

/// What the gender of a mention adds: whose own is known goes before an official who may be of either.
fn by_gender(draft: &Draft, mention: &Mention, kind: Pronoun) -> f32 {
    let What::Person(gender) = kind.what else {
        return 0.0;
    };
    match mention.person {
        Some(p) if draft.facts[p as usize].gender == Some(gender) => 1.0,
        Some(_) => 0.0,
        None => -1.5,
    }
}

/// "the association, their union": the owner is not what stands beside it.
fn beside_owner(draft: &Draft, t: usize, head: usize, kind: Pronoun) -> bool {
    let noun = draft.parse.parent(t).filter(|_| kind.case == Case::Owner);
    noun.is_some_and(|n| draft.parse.rel(n) == "appos" && draft.parse.parent(n) == Some(head))
}

/// True where two verbs side by side have these as their objects: "thanked the rebels but warned them".
fn taken_up(draft: &Draft, head: usize, t: usize) -> bool {
    let verbs = draft.parse.parent(head).zip(draft.parse.parent(t));
    let object = |x: usize| matches!(draft.parse.rel(x), "obj" | "iobj");
    verbs.is_some_and(|(one, other)| {
        let beside = draft.parse.rel(other) == "conj" && draft.parse.parent(other) == Some(one);
        beside && object(head) && object(t)
    })
}

/// True for the "it" of "it is clear that", "it would be hard".
fn expletive(draft: &Draft, t: usize) -> bool {
    let next = draft.low(t + 1);
    let modal = matches!(
        &*next,
        "would" | "will" | "may" | "could" | "might" | "should" | "has"
    );
    // "it would not be easy", but "it would not return" and "it would be ready".
    let after = t + 2 + usize::from(draft.low(t + 2) == "not");
    let bare = matches!(&*draft.low(after), "be" | "take" | "been" | "seem");
    let predicate = if modal { after + 1 } else { t + 2 };
    let animate = (predicate..predicate + 2).any(|x| is_animate(&draft.low(x)));
    let part = matches!(
        &*draft.low(after + 1),
        "part" | "back" | "over" | "action" | "steps"
    );
    if animate || modal && part {
        return false;
    }
    // "It denies that": whatever syntax says, somebody does it.
    let verb = draft.parse.parent(t).filter(|&v| v == t + 1);
    let deed = verb.is_some_and(|v| wills(draft.parse.lemma(v)) || is_said(draft.parse.lemma(v)));
    if draft.parse.rel(t) == "expl" {
        return !deed;
    }
    let copula = matches!(
        &*next,
        "is" | "was"
            | "'s"
            | "’s"
            | "remains"
            | "seems"
            | "appears"
            | "takes"
            | "took"
            | "becomes"
            | "became"
            | "makes"
            | "means"
            | "depends"
    );
    let going = copula && matches!(&*draft.low(t + 2), "going" | "clear" | "up" | "time");
    if going {
        return true;
    }
    copula && !matches!(draft.parse.upos.get(t + 2).copied(), Some("VERB" | "DET")) || modal && bare
}

/// Adjectives that only somebody can be: "it was ready to sign".
fn is_animate(word: &str) -> bool {
    matches!(
        word,
        "ready"
            | "willing"
            | "unwilling"
            | "prepared"
            | "able"
            | "unable"
            | "opposed"
            | "committed"
            | "determined"
            | "concerned"
            | "worried"
            | "confident"
            | "hopeful"
            | "happy"
            | "disappointed"
            | "eager"
            | "reluctant"
            | "aware"
            | "satisfied"
    )
}

/// True when the token is the subject of the sentence's main verb.
fn main_subject(draft: &Draft, t: usize) -> bool {
    let verb = std::iter::successors(Some(t), |&x| draft.parse.parent(x))
        .take(4)
        .find(|&x| draft.parse.upos[x] == "VERB");
    verb.is_some_and(|v| draft.parse.deprel[v] == "root")
}

/// The verb whose clause the token stands in.
fn clause(draft: &Draft, t: usize) -> Option<usize> {
    let clausal = |x: &usize| {
        matches!(
            draft.parse.rel(*x),
            "root" | "ccomp" | "advcl" | "acl" | "parataxis" | "xcomp"
        ) || draft.parse.rel(*x) == "conj" && draft.parse.upos[*x] == "VERB"
    };
    std::iter::successors(draft.parse.parent(t), |&x| draft.parse.parent(x))
        .take(12)
        .find(clausal)
}

fn same_clause(draft: &Draft, a: usize, b: usize) -> bool {
    let (one, other) = (clause(draft, a), clause(draft, b));
    one.is_some() && one == other
}

/// True for an owner in "a response to its demands", "accepted its terms": the demands of the other.
fn answers_to(draft: &Draft, t: usize) -> bool {
    let lowest = t.saturating_sub(3);
    (lowest..t).any(|x| {
        matches!(
            draft.parse.lemma(x),
            "response"
                | "reply"
                | "answer"
                | "respond"
                | "accept"
                | "reject"
                | "agreement"
                | "comply"
        )
    })
}

/// True when the token is the subject of a verb of saying.
fn says(draft: &Draft, t: usize) -> bool {
    let verb = draft.parse.parent(t);
    verb.is_some_and(|v| is_said(draft.parse.lemma(v)))
}

/// True for a verb of saying.
pub(super) fn is_said(verb: &str) -> bool {
    matches!(
        verb,
        "say"
            | "tell"
            | "add"
            | "state"
            | "warn"
            | "insist"
            | "note"
            | "declare"
            | "ask"
            | "reply"
            | "announce"
            | "explain"
            | "remark"
            | "claim"
            | "argue"
            | "comment"
            | "stress"
            | "write"
            | "quote"
    )
}

/// True for what only somebody does, and no draft or plan.
pub(super) fn wills(verb: &str) -> bool {
    matches!(
        verb,
        "want"
            | "reject"
            | "refuse"
            | "demand"
            | "agree"
            | "promise"
            | "plan"
            | "hope"
            | "seek"
            | "offer"
            | "accept"
            | "propose"
            | "vow"
            | "pledge"
            | "threaten"
            | "urge"
            | "intend"
            | "expect"
            | "fear"
            | "believe"
            | "think"
            | "know"
            | "meet"
            | "sign"
            | "deny"
            | "dismiss"
            | "withdraw"
            | "accuse"
            | "send"
            | "pay"
            | "prepare"
            | "decide"
            | "decline"
            | "negotiate"
            | "try"
            | "consider"
            | "describe"
            | "welcome"
            | "oppose"
            | "support"
            | "launch"
            | "fire"
            | "buy"
            | "sell"
    )
}

/// True for a verb whose object may be a party: "urged it to leave", "accused it of lying".
fn done_to_party(verb: &str) -> bool {
    matches!(
        verb,
        "urge"
            | "tell"
            | "ask"
            | "accuse"
            | "warn"
            | "press"
            | "pressure"
            | "force"
            | "invite"
            | "blame"
            | "criticise"
            | "criticize"
            | "condemn"
            | "persuade"
            | "convince"
            | "order"
            | "oblige"
            | "require"
            | "request"
            | "want"
            | "expect"
            | "attack"
            | "threaten"
            | "thank"
            | "praise"
            | "join"
            | "help"
            | "let"
            | "allow"
            | "leave"
            | "give"
            | "offer"
            | "promise"
            | "sue"
            | "fine"
            | "sanction"
            | "recognise"
            | "recognize"
            | "remind"
            | "assure"
            | "inform"
            | "call"
            | "commit"
    )
}

/// "the list was long and it would grow": the clause beside it had a thing as its subject.
fn goes_on_of_thing(draft: &Draft, t: usize, verb: usize) -> bool {
    let one = draft.parse.parent(verb);
    let Some(one) = one.filter(|&v| v < t && draft.parse.rel(verb) == "conj") else {
        return false;
    };
    let from = one.max(t.saturating_sub(30)).min(one.saturating_sub(12));
    (from..t).any(|x| {
        let subject = draft.parse.rel(x) == "nsubj" && draft.parse.parent(x) == Some(one);
        let named = draft.hit(x).is_some()
            || draft.name(x).is_some()
            || phrase::role_at(draft, x).is_some()
            || phrase::group_at(draft, x).is_some();
        subject && draft.parse.xpos[x] == "NN" && !named
    })
}

/// A singular common noun for a thing that is a subject before `t`, nearer than any party that is one.
fn rival_thing(draft: &Draft, t: usize) -> bool {
    let sentence = draft.parse.sentence_of[t] as usize;
    let from = draft.parse.sentences[sentence.saturating_sub(1)].start as usize;
    for x in (from.max(t.saturating_sub(60))..t).rev() {
        if draft.parse.rel(x) != "nsubj" {
            continue;
        }
        let party = draft.hit(x).is_some()
            || draft.name(x).is_some()
            || phrase::role_at(draft, x).is_some()
            || phrase::group_at(draft, x).is_some();
        if party || draft.parse.upos[x] == "PRON" && draft.low(x) == "it" {
            return false;
        }
        let here = draft.parse.sentence_of[x] as usize;
        let leads =
            here == sentence || draft.parse.deprel[draft.parse.parent(x).unwrap_or(x)] == "root";
        let thing = draft.world.ends_no_name(&draft.low(x));
        if draft.parse.xpos[x] == "NN" && leads && thing {
            return true;
        }
    }
    false
}

/// A paper that the sentence before brought in: "put forward two drafts. They would bar", "sent a proposal.
/// It would lift". Only for what a paper does with a modal.
fn papers_before(draft: &Draft, t: usize, number: &str) -> bool {
    let sentence = draft.parse.sentence_of[t] as usize;
    if !matches!(&*draft.low(t + 1), "would" | "will") || sentence == 0 {
        return false;
    }
    let from = draft.parse.sentences[sentence - 1].start as usize;
    let last = (from..t)
        .rev()
        .take(60)
        .find(|&x| matches!(draft.parse.rel(x), "obj" | "nsubj") && draft.parse.upos[x] != "PRON");
    last.is_some_and(|x| {
        draft.parse.xpos[x] == number
            && draft.parse.rel(x) == "obj"
            && is_paper(&super::draft::singular(draft.parse.lemma(x)))
    })
}

/// True for what is put on the table.
fn is_paper(noun: &str) -> bool {
    matches!(
        noun,
        "amendment"
            | "bill"
            | "counterproposal"
            | "document"
            | "draft"
            | "initiative"
            | "offer"
            | "package"
            | "paper"
            | "plan"
            | "proposal"
            | "resolution"
            | "roadmap"
            | "text"
            | "treaty"
    )
}

/// A plural noun that is a subject before `t` and no party: "the talks … they".
fn rival_plural(draft: &Draft, t: usize) -> bool {
    let sentence = draft.parse.sentence(t);
    let from = (sentence.start as usize).max(t.saturating_sub(40));
    (from..t).any(|x| {
        draft.parse.xpos[x] == "NNS"
            && draft.parse.rel(x) == "nsubj"
            && draft.hit(x).is_none()
            && phrase::role_at(draft, x).is_none()
            && phrase::group_at(draft, x).is_none()
    })
}

/// The noun of "both countries", "the two warring sides": its end, its head, and whether it means people.
fn pair_noun(draft: &Draft, t: usize, word: &str, noun: usize) -> Option<(usize, usize, bool)> {
    // The noun, after "the" of "both the countries" and an adjective: "the two warring sides".
    let mut at = noun;
    for _ in 0..3 {
        let skip = at < draft.len()
            && (matches!(&*draft.low(at), "the" | "of" | "these" | "their" | "two")
                || draft.parse.upos[at] == "ADJ"
                    && phrase::role_at(draft, at).is_none()
                    && draft.hit(at).is_none());
        if skip {
            at += 1;
        }
    }
    let group = (at < draft.len())
        .then(|| phrase::group_at(draft, at))
        .flatten()
        .filter(|g| g.groups.has(Group::Pair) && (g.plural || is_one_of_two(word)));
    let role = (at < draft.len())
        .then(|| phrase::role_at(draft, at))
        .flatten()
        .filter(|r| r.plural);
    let (end, head) = match (group, role) {
        (Some(group), Some(role)) => (group.end.max(role.end), group.end.max(role.end) - 1),
        (Some(group), None) => (group.end, group.end - 1),
        (None, Some(role)) => (role.end, role.end - 1),
        // "the two agreed", "both said".
        (None, None) if !is_one_of_two(word) && bare(draft, t) => (t + 1, t),
        _ => return None,
    };
    let people = role.is_some()
        || matches!(
            &*draft.low(head),
            "leaders" | "men" | "presidents" | "women" | "diplomats"
        );
    Some((end, head, people))
}

/// How many "the three countries" or "both sides" are.
fn count_of(word: &str) -> usize {
    match word {
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        _ => 2,
    }
}

/// "each side", "neither country": one noun for both.
fn is_one_of_two(word: &str) -> bool {
    matches!(word, "each" | "either" | "neither")
}

/// True when "two" or "both" stands alone as a noun.
fn bare(draft: &Draft, t: usize) -> bool {
    let next = draft.parse.upos.get(t + 1).copied().unwrap_or("PUNCT");
    let number = draft.low(t) != "both";
    let ends = matches!(next, "VERB") || number && matches!(next, "AUX" | "PUNCT" | "ADV" | "PART");
    ends && draft.low(t + 1) != "-"
}

/// "the sides", "both sides", "the Parties", but not "sides of the border" nor "parties in parliament".
fn plain_sides(draft: &Draft, t: usize) -> bool {
    let before = if t > 0 { draft.low(t - 1) } else { "".into() };
    let after = draft.low(t + 1);
    let sides = draft.low(t) == "sides";
    let framed = matches!(&*before, "the" | "both" | "two" | "all")
        || sides && matches!(&*before, "warring" | "opposing");
    framed && !matches!(&*after, "of" | "in")
}

/// Two mentions joined by "and" that stand for different parties.
fn joined(draft: &Draft, a: usize, b: usize) -> Option<Vec<u32>> {
    let (one, other) = (&draft.cast.mentions[a], &draft.cast.mentions[b]);
    let between = one.end as usize..other.start as usize;
    let short = between.start < between.end
        && between.len() <= 3
        && between
            .clone()
            .any(|t| matches!(&*draft.low(t), "and" | "&"))
        && between
            .clone()
            .all(|t| matches!(&*draft.low(t), "and" | "&" | "the" | ","));
    let nouns = one.rule != "who/adjective" && other.rule != "who/adjective";
    let mut both = one.parties.clone();
    both.extend(
        other
            .parties
            .iter()
            .copied()
            .filter(|p| !one.parties.contains(p)),
    );
    (short && nouns && both.len() > one.parties.len() && !one.parties.is_empty()).then_some(both)
}

/// Two parties that one sentence names together: "between Israel and the Palestinians", "Biden spoke
/// with Putin". `one` lists its mentions, last first.
fn named_pair(draft: &Draft, one: &[usize], subject: Option<u32>) -> Option<Vec<u32>> {
    for window in one.windows(2) {
        if let Some(two) = joined(draft, window[1], window[0])
            .filter(|two| two.len() == 2 && subject.is_none_or(|s| !two.contains(&s)))
        {
            return Some(two);
        }
    }
    let with = one.iter().rev().find(|&&m| {
        let start = draft.cast.mentions[m].start as usize;
        start > 0 && (draft.low(start - 1) == "with" || start > 1 && draft.low(start - 2) == "with")
    })?;
    let lead = one.iter().rev().find(|&&m| {
        draft.is_subject(draft.cast.mentions[m].head as usize)
            || draft.cast.mentions[m].person.is_some()
    })?;
    let mut both = draft.cast.mentions[*lead].parties.clone();
    both.extend(
        draft.cast.mentions[*with]
            .parties
            .iter()
            .copied()
            .filter(|p| !both.contains(p))
            .collect::<Vec<_>>(),
    );
    (both.len() == 2).then_some(both)
}
