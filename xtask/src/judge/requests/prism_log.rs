//! Reads Prism's log: why it refused a request, and why it ended. Judges nothing.

use super::failure::{Failure, Violation};
use crate::losses::shorten;

/// Adds to a failure what the log of its only request has: the violations, or the error that ended the request. A
/// response to HEAD has neither.
pub(super) fn add_to(failure: &mut Failure, log: &str) {
    if let Some(violations) = violations(log) {
        let shown: Vec<String> = violations.iter().map(Violation::shown).collect();
        (failure.reason, failure.violations) = (shorten(&shown.join("; "), 600), violations);
    } else if let Some(kind) = error(log) {
        failure.code = format!("{} {kind}", failure.status);
    }
}

/// The violations that Prism logged of the only request; `None` if the request was valid.
fn violations(log: &str) -> Option<Vec<Violation>> {
    let (_, after) = log.split_once("Request did not pass the validation rules")?;
    let entries = after.lines().filter_map(|line| line.split_once("Violation: "));
    let violations = entries.map(|(_, text)| {
        let (location, message) = text.trim().split_once(' ').unwrap_or(("", text));
        Violation::new(location.split('.').map(str::to_owned).collect(), message)
    });
    let mut violations: Vec<Violation> = violations.collect();
    violations.retain(|violation| !violation.is_of_response());
    violations.dedup();
    if violations.is_empty() {
        violations.extend(after.lines().filter_map(plain_violation));
    }
    // A wording that is not known explains nothing: the failure stays ours.
    Some(if violations.is_empty() { vec![Violation::new(Vec::new(), "the request is not valid")] } else { violations })
}

/// A violation in a line for people, which is all there is if the document does not describe the error response:
/// `Request query parameter l must be array,null`.
fn plain_violation(line: &str) -> Option<Violation> {
    let (_, text) = line.split_once("[VALIDATOR]")?.1.split_once("error")?;
    let text = text.trim();
    let Some(rest) = text.strip_prefix("Request ") else {
        return text.starts_with("Invalid security scheme").then(|| Violation::new(Vec::new(), text));
    };
    let (part, rest) = rest.split_once(' ')?;
    let part = part.to_lowercase();
    if !["body", "cookie", "header", "path", "query"].contains(&part.as_str()) {
        return None;
    }
    let named = ["parameter ", "property "].iter().find_map(|word| rest.strip_prefix(word)?.split_once(' '));
    let (name, message) = named.unwrap_or(("", rest));
    let steps = name.split('.').filter(|step| !step.is_empty()).map(str::to_owned);
    Some(Violation::new(std::iter::once(part).chain(steps).collect(), message))
}

/// Whether a log shows how a request ended.
pub(super) fn is_complete(log: &str) -> bool {
    ["Responding with", "Request terminated with error", "did not pass the validation rules"]
        .iter()
        .any(|words| log.contains(words))
}

/// The kind of the error that ended the only request, such as `NO_PATH_MATCHED_ERROR`.
fn error(log: &str) -> Option<&str> {
    let (_, rest) = log.split_once("Request terminated with error: ")?;
    rest.split_once("prism/errors#")?.1.split([':', '\n', ' ']).next().filter(|kind| !kind.is_empty())
}

/// The error that ended Prism.
pub(super) fn crash(log: &str) -> Option<String> {
    let line = log.lines().find(|line| line.contains("Error: ") || line.contains("new Error("))?;
    Some(shorten(line.trim(), 200))
}

#[cfg(test)]
mod tests {
    use super::{Failure, Violation, add_to, crash, violations};

    fn violation(location: &[&str], message: &str) -> Violation {
        Violation::new(location.iter().map(|step| (*step).to_owned()).collect(), message)
    }

    #[test]
    fn a_refusal_differs_from_the_only_documented_response() {
        let log = "[1] \u{203a} [HTTP SERVER] post /a info Request received\n\
            [1] [VALIDATOR] warning  Request did not pass the validation rules\n\
            [1] [VALIDATOR] \u{2716}  error     Request body must be integer\n[1] [NEGOTIATOR] error x\n\
            [1] [VALIDATOR] error Violation: request.body.n Request body must be integer\n";
        assert_eq!(violations(log), Some(vec![violation(&["body", "n"], "Request body must be integer")]));
        assert_eq!(violations("[1] [VALIDATOR] The request passed the validation rules."), None);
        assert_eq!(violations("Request did not pass the validation rules").map(|all| all.len()), Some(1));
    }

    #[test]
    fn a_response_without_a_body_is_explained_by_the_log() {
        let head = |log: &str| {
            let status = "404".to_owned();
            let mut failure = Failure { status, ..Failure::new("a", "404 as documented", "x") };
            assert!(failure.may_be_refusal());
            add_to(&mut failure, log);
            (failure.code, failure.violations)
        };
        let log = "[1] \u{203a} [HTTP SERVER] head /a error Request terminated with error: \
            https://stoplight.io/prism/errors#NO_PATH_MATCHED_ERROR: Route not resolved\n";
        assert_eq!(head(log), ("404 NO_PATH_MATCHED_ERROR".to_owned(), Vec::new()));
        let log = "[1] [VALIDATOR] \u{26a0}  warning   Request did not pass the validation rules\n\
            [1] [VALIDATOR] \u{2716}  error     Request query parameter l must be array,null\n\
            [1] [VALIDATOR] \u{2716}  error     Request body property a.b must be integer\n\
            [1] [VALIDATOR] \u{2716}  error     Request query must have required property 'q'\n\
            [1] [HTTP SERVER] head /a error Request terminated with error: x/prism/errors#UNPROCESSABLE_ENTITY: y\n";
        let expected = vec![
            violation(&["query", "l"], "must be array,null"),
            violation(&["body", "a", "b"], "must be integer"),
            violation(&["query"], "must have required property 'q'"),
        ];
        assert_eq!(head(log).1, expected);
        assert_eq!(head("[1] [NEGOTIATOR] info Responding with \"404\"\n").0, "404 as documented");
    }

    #[test]
    fn the_error_that_ended_prism_is_found() {
        assert_eq!(crash("a\n  TypeError: b is no c\n"), Some("TypeError: b is no c".to_owned()));
        assert_eq!(crash("info Prism is listening"), None);
    }
}
