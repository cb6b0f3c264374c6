//! Joins the name of an owner and the name of a part, without repeating words. Knows words only.

use super::words::Words;
use crate::english::are_alike;

/// The fewest words that are a repetition wherever they stand; a single word is one only beside itself.
const SEQUENCE: usize = 2;

/// Returns the words of an owner followed by those of its part, without repetitions; `None` if the part adds nothing to
/// the owner.
///
/// `bank account` and `account type` are `bank account type`; `webhook issue field added` and `issue field` are
/// `webhook added issue field`; `card payment method options` and `payment method options param` are `card payment
/// method options param`. The result depends on the two names alone.
pub(super) fn joined(owner: &Words, own: &Words) -> Option<Words> {
    let (before, own) = (owner.as_slice(), own.as_slice());
    let overlap = overlap(before, own);
    if overlap == own.len() {
        return None;
    }
    if overlap > 0 {
        return Some(Words::of(before.iter().chain(&own[overlap..])));
    }
    // All of it stands further ahead: there it is left out, for a name ends with what it names.
    if own.len() >= SEQUENCE
        && own.len() < before.len()
        && let Some(at) = position(before, own)
    {
        // A name without its beginning would no longer say to whom the part belongs.
        if at == 0 {
            return None;
        }
        return Some(Words::of(before[..at].iter().chain(&before[at + own.len()..]).chain(own)));
    }
    match without_known(before, own) {
        Some(rest) => {
            let overlap = self::overlap(before, &rest);
            (overlap < rest.len()).then(|| Words::of(before.iter().chain(&rest[overlap..])))
        }
        None => Some(Words::of(before.iter().chain(own))),
    }
}

/// Returns how many words the first name ends and the second begins with.
fn overlap(before: &[String], own: &[String]) -> usize {
    let most = before.len().min(own.len());
    (1..=most).rev().find(|count| are_alike(&before[before.len() - count..], &own[..*count])).unwrap_or(0)
}

/// Returns a name without its longest sequence of words that the other one has; `None` if there is none, or nothing
/// else.
fn without_known(before: &[String], own: &[String]) -> Option<Vec<String>> {
    let longest = own.len().checked_sub(1)?;
    (SEQUENCE..=longest).rev().find_map(|count| {
        let at = (0..=own.len() - count).find(|at| position(before, &own[*at..at + count]).is_some())?;
        Some(own[..at].iter().chain(&own[at + count..]).cloned().collect())
    })
}

/// Returns where a sequence of words begins in a name.
fn position(name: &[String], sequence: &[String]) -> Option<usize> {
    name.windows(sequence.len()).position(|words| are_alike(words, sequence))
}

#[cfg(test)]
mod tests {
    use super::joined;
    use crate::naming::words::Words;

    #[test]
    fn no_words_are_repeated() {
        for (owner, own, expected) in [
            ("order", "shipping_address", Some("OrderShippingAddress")),
            ("bank_account", "account_type", Some("BankAccountType")),
            ("bank_accounts", "account_type", Some("BankAccountsType")),
            ("issue", "issue_field_values", Some("IssueFieldValues")),
            ("error", "error", None),
            ("order_address", "order_address", None),
            ("order_addresses", "address", None),
            // One word apart is no repetition: it often is another thing.
            ("payment_settings", "payment_method", Some("PaymentSettingsPaymentMethod")),
            // All of it stands further ahead.
            ("webhook_pull_request_opened", "pull_request", Some("WebhookOpenedPullRequest")),
            ("concurrency_group_list", "concurrency_group", None),
            // A part of it does.
            (
                "create_payment_intent_payment_method_options_affirm",
                "payment_method_options_param",
                Some("CreatePaymentIntentPaymentMethodOptionsAffirmParam"),
            ),
            ("billing_details_params_address", "billing_details_address", None),
            ("", "value", Some("Value")),
        ] {
            let owner = if owner.is_empty() { Words::default() } else { Words::split(owner) };
            let name = joined(&owner, &Words::split(own)).map(|words| words.pascal());
            assert_eq!(name.as_deref(), expected, "{owner:?} {own}");
        }
    }
}
