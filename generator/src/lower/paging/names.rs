//! How the name of a field and that of a parameter belong together. Knows no document.

use super::terms::Words;

/// Whether a field of this name holds the next value of a parameter: both are about a cursor, or the field has the
/// parameter's name and a word that says that it is about the next page, whatever that name is.
pub(super) fn leads(field: &Words, parameter: &Words) -> bool {
    let of_page = || parameter.is_page() && field.has(&["page"]) && field.without_next().is_page_or_token();
    let is_next = || field.says_next() && !field.is_url();
    let same = || field.core() == parameter.core() && !field.core().0.is_empty();
    (parameter.is_cursor() && field.is_next_cursor()) || (is_next() && (same() || of_page()))
}

/// Whether a parameter takes the identifier of the last item: `starting_after`, `after_id`, `last_name`.
pub(super) fn is_after_item(parameter: &Words) -> bool {
    parameter.is_cursor() && (parameter.has(&["after"]) || parameter.is(&["last", "id"]))
}

/// Whether a parameter for the identifier of an item takes this field of it: `id`.
pub(super) fn is_of_item(parameter: &Words, field: &str) -> bool {
    let _ = parameter;
    field == "id"
}
