//! A test that failed, and the violations that Prism reports of its request or its response. Judges nothing.

use serde_json::Value;

use crate::losses::shorten;

/// What Prism reports as wrong, and where in the request or the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Violation {
    /// Such as `body`, `items`, `0`; of a response, `response` comes first.
    pub(super) location: Vec<String>,
    pub(super) message: String,
}

impl Violation {
    /// Reads an entry of `validation` in a problem document of Prism.
    pub(super) fn from_json(violation: &Value) -> Self {
        let steps = violation["location"].as_array().map(Vec::as_slice).unwrap_or_default();
        let steps = steps.iter().map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned));
        Self::new(steps.collect(), violation["message"].as_str().unwrap_or_default())
    }

    pub(super) fn new(mut location: Vec<String>, message: &str) -> Self {
        if location.first().is_some_and(|step| step == "request") {
            location.remove(0);
        }
        Self { location, message: message.to_owned() }
    }

    pub(super) fn is_of_response(&self) -> bool {
        self.location.first().is_some_and(|step| step == "response")
    }

    pub(super) fn shown(&self) -> String {
        format!("{}: {}", self.location.join("."), self.message)
    }
}

/// A test that failed.
#[derive(Clone, Debug, Default)]
pub(super) struct Failure {
    /// The name of the test.
    pub(super) test: String,
    /// The status and Prism's name of the error, or the kind of the SDK's error.
    pub(super) code: String,
    /// The status, if there was a response.
    pub(super) status: String,
    pub(super) reason: String,
    pub(super) violations: Vec<Violation>,
    /// The body of the response, if that was JSON.
    pub(super) response: Option<Value>,
    /// The error that ended Prism.
    pub(super) crash: Option<String>,
}

impl Failure {
    pub(super) fn new(test: &str, code: &str, reason: &str) -> Self {
        let reason = shorten(&reason.trim().replace('\n', " "), 600);
        Self { test: test.to_owned(), code: code.to_owned(), reason, ..Self::default() }
    }

    /// Whether no response came.
    pub(super) fn has_no_response(&self) -> bool {
        ["connect", "transport", "timeout"].contains(&self.code.as_str())
    }

    /// Whether Prism reports invalid requests with this status if the document describes it.
    pub(super) fn may_be_refusal(&self) -> bool {
        let is_documented = self.code.ends_with(" as documented");
        is_documented && ["400", "401", "403", "404", "415", "422"].contains(&self.status.as_str())
    }

    /// The path in the response at which the SDK failed to decode, as its error has it: `$.a.b[0]["c d"]`.
    pub(super) fn undecoded_path(&self) -> Vec<String> {
        let mut steps = Vec::new();
        let mut rest = self.reason.split_once(": $").map_or("", |(_, rest)| rest);
        while let Some(next) = rest.chars().next() {
            let (step, after) = match next {
                '.' => rest[1..].split_at(rest[1..].find(['.', '[', ':', ' ']).unwrap_or(rest.len() - 1)),
                '[' => match rest[1..].split_once(']') {
                    Some((step, after)) => (step.trim_matches('"'), after),
                    None => break,
                },
                _ => break,
            };
            steps.push(step.to_owned());
            rest = after;
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;

    #[test]
    fn the_path_that_was_not_decoded_is_read_from_the_error() {
        let path = |reason: &str| Failure::new("a", "decode", reason).undecoded_path();
        assert_eq!(path("cannot read the 200 response: $.a.b[3][\"c d\"].e: expected"), ["a", "b", "3", "c d", "e"]);
        assert!(path("cannot read the 200 response: $: expected").is_empty() && path("no path").is_empty());
    }
}
