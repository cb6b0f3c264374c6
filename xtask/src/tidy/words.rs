//! Words and phrases that this project has given up, each with what to write instead: `docs/glossary.md` has the words
//! that are used. Knows no Rust.

use super::Complaint;

/// What is not written any more, and what is. Names of functions and types that said too little, and sentences that
/// had to be read twice.
const RETIRED: &[(&str, &str)] = &[
    ("bring_in", "say what is imported"),
    ("drop_aside", "drop_in_background"),
    ("follow_the_moves", "update_moved_references"),
    ("make_room", "say what for"),
    ("says_little", "is_uninformative"),
    ("settle", "resolve, normalize, merge or choose"),
    ("answering", "say what is returned"),
    ("asked_for", "requested"),
    ("can_be_asked_for", "is_media_range"),
    ("forget_places", "clear_locations"),
    ("places_of", "locations_of"),
    ("redirects_answer", "redirects_are_responses"),
    ("says_nothing", "is_unconstrained"),
    ("says_so", "has_mark"),
    ("set_apart", "say what is marked"),
    ("speaks_of_pages", "describes_pages"),
    ("take_apart", "split or decompose"),
    ("take_away", "remove"),
    ("tell_apart", "distinguish"),
    ("tell_unused", "report_unused"),
    ("way_to", "resource_path"),
    ("has the say", "decides"),
    ("none of them must be there", "all of them are optional"),
    ("of one's own", "a custom one"),
    ("anything is allowed there", "any value is accepted"),
    ("half way", "midway"),
    ("leads astray", "cannot be followed"),
    ("takes it away", "removes it"),
    ("unless set", "the default is"),
    ("came of it", "the result"),
    ("comes of it", "the result"),
    ("gives way to", "say what takes precedence"),
    ("goes along", "is sent along"),
    ("heirs", "derived schemas"),
    ("islands", "say what they are"),
    ("loud", "say what distinguishes it"),
    ("machine-made", "generated"),
    ("machine-owned", "generated"),
    ("nobody to tell", "say that the error is ignored"),
    ("nothing to tell", "say what is not reported"),
    ("of the house", "of this project"),
    ("told of", "reported"),
    ("what is told", "what is reported"),
    ("an answer", "a response"),
    ("the answer", "the response"),
    ("answered", "responded"),
    ("as told", "say what is done"),
    ("let through", "accepted"),
    ("made up", "made or sample"),
    ("take away", "remove"),
    ("taken apart", "split"),
    ("taken away", "removed"),
    ("takes away", "removes"),
    ("What it holds", "name its content or type"),
    ("What it is called", "Its name"),
];

/// What is not written in the runtime any more either, since its users read it: the rest of the repository may still
/// have it.
const RETIRED_IN_RUNTIME: &[(&str, &str)] = &[
    ("as it came", "unchanged"),
    ("be had", "be obtained"),
    ("for ever", "forever"),
    ("free JSON", "any JSON"),
    ("given up", "abandoned"),
    ("goes before", "takes precedence over"),
    ("nobody", "say what does not happen"),
    ("on its way", "in flight"),
    ("on their way", "in flight"),
    ("told", "reported"),
    ("turned away", "rejected"),
    ("whoever", "name the subject"),
];

/// Complains about retired words; documents of fixtures, and this list, may have them.
pub(super) fn check(path: &str, text: &str, complaints: &mut Vec<Complaint>) {
    if path.contains("/fixtures/") || path.contains("/golden/") || path == "xtask/src/tidy/words.rs" {
        return;
    }
    let runtime = if path.starts_with("runtime/") { RETIRED_IN_RUNTIME } else { &[] };
    for (index, line) in text.lines().enumerate() {
        for (retired, instead) in RETIRED.iter().chain(runtime).filter(|(retired, _)| has(line, retired)) {
            complaints.push(Complaint::new(path, index + 1, format!("`{retired}`: write `{instead}`")));
        }
    }
}

/// Whether a line has a word or phrase, not as a part of a longer word.
fn has(line: &str, phrase: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(phrase).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + phrase.len()..].chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::check;

    fn complaints(path: &str, text: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        check(path, text, &mut complaints);
        complaints.into_iter().map(|complaint| complaint.to_string()).collect()
    }

    #[test]
    fn retired_words_are_found() {
        let text = "fn a() {}\nfn settle() {}\n// The server has the say.\n";
        let expected =
            ["a.rs:2: `settle`: write `resolve, normalize, merge or choose`", "a.rs:3: `has the say`: write `decides`"];
        assert_eq!(complaints("a.rs", text), expected);
    }

    #[test]
    fn words_of_the_runtime_are_found_there_only() {
        let text = "// What was told.\n";
        assert_eq!(complaints("runtime/src/a.rs", text), ["runtime/src/a.rs:1: `told`: write `reported`"]);
        assert!(complaints("xtask/src/a.rs", text).is_empty());
    }

    #[test]
    fn longer_words_and_fixtures_are_not() {
        assert!(complaints("a.rs", "fn settled() { resettle() }\n").is_empty());
        assert!(complaints("generator/tests/fixtures/a.yaml", "settle\n").is_empty());
    }
}
