//! How the name of a field and that of a parameter belong together. Knows no document.

use super::terms::Words;
use crate::english;

/// Whether a field of this name holds the next value of a parameter: both are about a cursor, or the field has the
/// parameter's name and a word that says that it is about the next page, whatever that name is.
pub(super) fn leads(field: &Words, parameter: &Words) -> bool {
    let of_page = || parameter.is_page() && field.has(&["page"]) && field.without_next().is_page_or_token();
    let is_next = || field.says_next() && !field.is_url();
    let same = || field.core() == parameter.core() && !field.core().0.is_empty();
    // The next page by itself is a number or a URL rather than the identifier of an item.
    let fits = || !field.is(&["next", "page"]) || parameter.has(&["page", "cursor", "token", "next"]);
    (parameter.is_cursor() && field.is_next_cursor() && fits()) || (is_next() && (same() || of_page()))
}

/// Whether a parameter takes the identifier of the last item: `starting_after`, `after_id`, `last_name`.
pub(super) fn is_after_item(parameter: &Words) -> bool {
    parameter.is_cursor() && (parameter.has(&["after"]) || parameter.is(&["last", "id"]))
}

/// Whether a list has this many words at the end of its name in common with another name: `workflow_registrations` and
/// `registrations`.
pub(super) fn is_named(list: &Words, name: &Words) -> bool {
    let start = list.0.len().saturating_sub(name.0.len());
    !name.0.is_empty() && english::are_alike(&list.from(start).0, &name.0)
}

/// Whether the name of a list begins with another name: `notification_groups` and `notifications`.
pub(super) fn is_begun(list: &Words, name: &Words) -> bool {
    let start = Words(list.0.iter().take(name.0.len()).cloned().collect());
    !name.0.is_empty() && list.0.len() > name.0.len() && english::are_alike(&start.0, &name.0)
}
