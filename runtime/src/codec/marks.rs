//! A set of the fields of an object, as bits by their position in the list of all fields. Knows nothing of values.

/// How many fields a word has marks for.
const WORD: usize = u64::BITS as usize;

/// Marks a field, or removes its mark.
pub(super) fn mark(marks: &mut [u64], index: usize, is_marked: bool) {
    // The generator counts the words, so there is one.
    if let Some(word) = marks.get_mut(index / WORD) {
        let bit = 1 << (index % WORD);
        *word = if is_marked { *word | bit } else { *word & !bit };
    }
}

/// Returns whether a field is marked.
#[inline]
pub(super) fn is_marked(marks: &[u64], index: usize) -> bool {
    marks.get(index / WORD).is_some_and(|word| word & (1 << (index % WORD)) != 0)
}
