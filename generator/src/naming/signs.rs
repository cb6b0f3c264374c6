//! Spells signs as words, in names that consist of signs and in names that only signs distinguish.

/// The names of signs, independent of their position. The longer ones are first.
const SIGNS: [(&str, &str); 56] = [
    ("<=", "at most"),
    (">=", "at least"),
    ("!=", "not equal"),
    ("==", "equal"),
    ("+", "plus"),
    ("<", "less than"),
    (">", "greater than"),
    ("=", "equal"),
    ("@", "at"),
    ("$", "dollar"),
    ("%", "percent"),
    ("&", "and"),
    ("|", "or"),
    ("~", "about"),
    ("^", "caret"),
    ("/", "slash"),
    ("\\", "backslash"),
    (".", "dot"),
    (",", "comma"),
    (":", "colon"),
    (";", "semicolon"),
    ("?", "question"),
    ("\"", "quote"),
    ("'", "apostrophe"),
    ("`", "backtick"),
    ("(", "open"),
    (")", "close"),
    ("[", "open bracket"),
    ("]", "close bracket"),
    ("{", "open brace"),
    ("}", "close brace"),
    (" ", "space"),
    ("\t", "tab"),
    ("\n", "newline"),
    ("_", "underscore"),
    ("…", "ellipsis"),
    ("€", "euro"),
    ("£", "pound"),
    ("¥", "yen"),
    ("¢", "cent"),
    ("§", "section"),
    ("°", "degree"),
    ("²", "squared"),
    ("³", "cubed"),
    ("½", "half"),
    ("±", "plus minus"),
    ("×", "times"),
    ("÷", "divided by"),
    ("≤", "at most"),
    ("≥", "at least"),
    ("≠", "not equal"),
    ("∞", "infinity"),
    ("→", "to"),
    ("←", "from"),
    ("♯", "sharp"),
    ("♭", "flat"),
];

/// Returns the words of adjacent signs between these characters. A sign without a name is spelled by its code point.
pub(super) fn words(signs: &str, before: Option<char>, after: Option<char>) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = signs;
    while let Some(character) = rest.chars().next() {
        let known = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
        let (length, spelled) = match (by_place(character, before, after), known) {
            // `!=` is one sign.
            (_, Some((sign, spelled))) if sign.len() > character.len_utf8() => (sign.len(), *spelled),
            (Some(spelled), _) => (character.len_utf8(), spelled),
            (None, Some((sign, spelled))) => (sign.len(), *spelled),
            (None, None) => {
                words.push(format!("u{:x}", character as u32));
                rest = &rest[character.len_utf8()..];
                continue;
            }
        };
        words.extend(spelled.split(' ').map(str::to_owned));
        rest = &rest[length..];
    }
    words
}

/// Returns the name of a sign that depends on the characters around it: `C#` and `#1`, `a-b` and `-1`.
fn by_place(sign: char, before: Option<char>, after: Option<char>) -> Option<&'static str> {
    let is_letter = |character: Option<char>| character.is_some_and(char::is_alphabetic);
    Some(match sign {
        '#' if is_letter(before) => "sharp",
        '#' => "hash",
        '-' | '‐' | '‑' | '–' | '—' if before.is_some() && is_letter(after) => "dash",
        '-' | '‐' | '‑' | '–' | '—' | '−' => "minus",
        '*' if before.is_none() && after.is_none() => "any",
        '*' => "star",
        '!' if before.is_some() && after.is_none() => "exclamation",
        '!' => "not",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn signs_are_read_by_what_is_around_them() {
        for (signs, before, after, spelled) in [
            ("++", Some('c'), None, "plus plus"),
            ("#", Some('c'), None, "sharp"),
            ("#", None, Some('1'), "hash"),
            ("-", Some('A'), None, "minus"),
            ("-", Some('T'), Some('9'), "minus"),
            ("-", Some('a'), Some('b'), "dash"),
            ("*", None, None, "any"),
            ("*", Some('a'), None, "star"),
            ("!", Some('a'), None, "exclamation"),
            ("!", None, Some('a'), "not"),
            ("!=", Some('a'), None, "not equal"),
            (">=", None, None, "at least"),
            ("👍", None, None, "u1f44d"),
        ] {
            assert_eq!(words(signs, before, after).join(" "), spelled, "{signs}");
        }
    }
}
