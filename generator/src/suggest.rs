//! Finds the nearest name for "did you mean …?". Knows words, not what they name.

/// The candidate nearest to `wanted`, if one is near enough to be meant.
pub(crate) fn nearest<'a>(wanted: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = wanted.chars().flat_map(char::to_lowercase).collect();
    let limit = (wanted.len() / 3).clamp(1, 5);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        if letters.len().abs_diff(wanted.len()) > limit {
            continue;
        }
        let distance = distance(&wanted, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out or replaced (Levenshtein's distance).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_found_and_strangers_not() {
        let names = ["Credential", "ServiceAccount", "Page"];
        let nearest = |wanted| nearest(wanted, names.into_iter());
        assert_eq!(nearest("Credentail"), Some("Credential"));
        assert_eq!(nearest("credentials"), Some("Credential"));
        assert_eq!(nearest("SERVICEACCOUNT"), Some("ServiceAccount"));
        assert_eq!(nearest("Pag"), Some("Page"));
        assert_eq!(nearest("Organization"), None);
        assert_eq!(nearest(""), None);
    }
}
