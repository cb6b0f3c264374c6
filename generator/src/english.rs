//! The English of names: words, plurals and verbs. Knows no name of any API, only the language that most of them are
//! written in.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Returns the words of a name in lower case: `listServiceAccounts`, `list_service-accounts` and `List Service
/// Accounts` are the same three. Digits stay with the word before them.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut characters = name.chars().peekable();
    let mut previous = ' ';
    while let Some(character) = characters.next() {
        let next_is_lower = characters.peek().is_some_and(|next| next.is_lowercase());
        let begins = character.is_uppercase() && (!previous.is_uppercase() || next_is_lower);
        if (begins || !character.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
        previous = character;
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// Words that are the same in the singular and in the plural, or only look like plurals.
const SAME: [&str; 41] = [
    "series", "species", "news", "status", "address", "access", "process", "business", "analysis", "basis", "dns",
    "sms", "aws", "https", "canvas", "lens", "means", "tls", "gps", "css", "alias", "atlas", "bias", "gas", "nas",
    "saas", "paas", "iaas", "chaos", "cosmos", "kudos", "macos", "ios", "pos", "sos", "dos", "tos", "os", "as", "cors",
    "rss",
];

/// Returns a word, in lower case, in the singular.
pub(crate) fn singular(word: &str) -> String {
    const IRREGULAR: [(&str, &str); 15] = [
        ("people", "person"),
        ("children", "child"),
        ("statuses", "status"),
        ("addresses", "address"),
        ("indices", "index"),
        ("vertices", "vertex"),
        ("matrices", "matrix"),
        ("aliases", "alias"),
        ("buses", "bus"),
        ("analyses", "analysis"),
        ("criteria", "criterion"),
        ("men", "man"),
        ("women", "woman"),
        ("movies", "movie"),
        ("cookies", "cookie"),
    ];
    if SAME.contains(&word) {
        return word.to_owned();
    }
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    for (many, one) in [("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("zzes", "zz")] {
        if let Some(stem) = word.strip_suffix(many).filter(|stem| stem.len() > 1) {
            return format!("{stem}{one}");
        }
    }
    let plural =
        word.len() > 2 && word.ends_with('s') && !["ss", "us", "is", "as"].iter().any(|end| word.ends_with(end));
    if plural { word[..word.len() - 1].to_owned() } else { word.to_owned() }
}

/// Whether a word, in lower case, is a plural. Those in `as` (`schemas`) are, although names keep them as they are.
pub(crate) fn is_plural(word: &str) -> bool {
    singular(word) != word || (word.len() > 4 && word.ends_with("as") && !SAME.contains(&word))
}

/// Returns a word, in lower case, in the plural; `None` if it is one, if it has none, or if that is not regular.
pub(crate) fn plural(word: &str) -> Option<String> {
    let stem = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    let many = match stem {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) => format!("{word}es"),
        None => format!("{word}s"),
    };
    let is_mass = ["data", "info", "information"].iter().any(|end| word.ends_with(end));
    (!is_mass && !is_plural(word) && singular(&many) == word).then_some(many)
}

/// Whether the last of these words is a plural.
pub(crate) fn are_many(words: &[String]) -> bool {
    words.last().is_some_and(|word| is_plural(word))
}

/// Whether a text is a version with a number: `v1`, `v2.1`, `v1beta2`.
pub(crate) fn is_version(text: &str) -> bool {
    let number = text.strip_prefix(['v', 'V']).filter(|_| text.len() <= 10);
    number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether two sequences of words are the same but for singular and plural.
pub(crate) fn are_alike(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| singular(a) == singular(b))
}

/// Words that are too general to name a type alone: they are combined with the name of the owner.
const GENERAL: &str = "action additional_properties array attributes body boolean code config configuration content \
    contents data detail details entry error errors event events field filter format id info input \
    integer item items key kind level links list meta mode name number object option options \
    output parameters params properties reason request response result results role self settings \
    source state status string target type types value values";

/// Whether a word, in lower case, is too general to name a type alone.
pub(crate) fn is_general(word: &str) -> bool {
    GENERAL.split(' ').any(|general| general == word)
}

/// Whether a word, in lower case, is a verb in its base form that APIs use for what can be done: one of a list, or that
/// it is done again or undone (`redeploy`, `unmerge`). Short ones only look like that (`retail`).
pub(crate) fn is_verb(word: &str) -> bool {
    let again = || ["re", "un"].iter().find_map(|before| word.strip_prefix(before)).filter(|verb| verb.len() > 4);
    VERBS.contains(word) || again().is_some_and(|verb| VERBS.contains(verb))
}

/// Verbs in their base form. Many of them are nouns as well (`order`, `report`), so that a verb alone decides nothing.
/// Words that are nearly always nouns in paths (`document`, `file`, `form`, `name`, `state`) are left out.
static VERBS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("english/verbs.txt").split_ascii_whitespace().collect());

#[cfg(test)]
mod tests {
    use super::{are_alike, is_plural, is_verb, singular, words};

    #[test]
    fn names_are_split_into_words() {
        for (name, expected) in [
            ("listServiceAccounts", "list service accounts"),
            ("list_service-accounts", "list service accounts"),
            ("HTTPServer", "http server"),
            ("getV2Users", "get v2 users"),
            ("__a__b.c/d", "a b c d"),
            ("Ärzte.Öffnen", "ärzte öffnen"),
            ("☃", ""),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn verbs_are_in_their_base_form() {
        assert!(is_verb("cancel") && is_verb("prune"));
        assert!(is_verb("resubscribe") && is_verb("unignore"));
        assert!(!is_verb("cancels") && !is_verb("account") && !is_verb("retail") && !is_verb("region"));
    }

    #[test]
    fn plurals_end_otherwise_than_singulars() {
        assert!(["accounts", "policies", "people", "boxes"].into_iter().all(is_plural));
        assert!(!["status", "access", "news", "account", "data"].into_iter().any(is_plural));
        assert_eq!(singular("policies"), "policy");
        assert!(are_alike(&words("serviceAccounts"), &words("service-account")));
    }
}
