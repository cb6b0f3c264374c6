//! What the tests and Prism said of a call that failed: read, not judged. Knows the output of Rust's tests, Prism's
//! problem documents and its log.

use serde_json::Value;

use super::super::outcome::shorten;

/// A fault that Prism found, and where in the request or the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Such as `body`, `items`, `0`; of an answer, `response` comes first.
    pub(super) place: Vec<String>,
    pub(super) message: String,
}

impl Fault {
    fn of_json(fault: &Value) -> Self {
        let steps = fault["location"].as_array().map(Vec::as_slice).unwrap_or_default();
        let steps = steps.iter().map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned));
        Self::new(steps.collect(), fault["message"].as_str().unwrap_or_default())
    }

    fn new(mut place: Vec<String>, message: &str) -> Self {
        if place.first().is_some_and(|step| step == "request") {
            place.remove(0);
        }
        Self { place, message: message.to_owned() }
    }

    pub(super) fn is_of_answer(&self) -> bool {
        self.place.first().is_some_and(|step| step == "response")
    }

    pub(super) fn shown(&self) -> String {
        format!("{}: {}", self.place.join("."), self.message)
    }
}

/// A call that failed.
#[derive(Clone, Debug, Default)]
pub(super) struct Failure {
    /// The name of its test.
    pub(super) test: String,
    /// The status and Prism's word for it, or the kind of the SDK's error.
    pub(super) code: String,
    /// The status, if there was an answer.
    pub(super) status: String,
    pub(super) reason: String,
    pub(super) faults: Vec<Fault>,
    /// What the answer held, if that was JSON.
    pub(super) answer: Option<Value>,
    /// The error that Prism ended with.
    pub(super) crash: Option<String>,
}

impl Failure {
    pub(super) fn new(test: &str, code: &str, reason: &str) -> Self {
        let reason = shorten(&reason.trim().replace('\n', " "), 600);
        Self { test: test.to_owned(), code: code.to_owned(), reason, ..Self::default() }
    }

    /// Whether nobody answered.
    pub(super) fn is_lost(&self) -> bool {
        ["connect", "transport", "timeout"].contains(&self.code.as_str())
    }

    /// Whether Prism tells of bad requests with this status, where the document describes it.
    pub(super) fn may_be_refusal(&self) -> bool {
        let is_documented = self.code.ends_with(" as documented");
        is_documented && ["400", "401", "403", "404", "415", "422"].contains(&self.status.as_str())
    }

    /// Where in the answer the SDK could not go on reading, as its error says: `$.a.b[0]["c d"]`.
    pub(super) fn unread(&self) -> Vec<String> {
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

    /// Takes in what Prism's log says of the only request: what is wrong with it, or the error that it ended with. An
    /// answer to HEAD tells neither.
    pub(super) fn learn(&mut self, log: &str) {
        if let Some(faults) = violations(log) {
            let shown: Vec<String> = faults.iter().map(Fault::shown).collect();
            (self.reason, self.faults) = (shorten(&shown.join("; "), 600), faults);
        } else if let Some(kind) = error(log) {
            self.code = format!("{} {kind}", self.status);
        }
    }
}

/// The calls that failed, as the tests tell of them.
pub(super) fn failures(said: &str) -> Vec<Failure> {
    let said = said.split_once("\nfailures:\n").map_or("", |(_, failures)| failures);
    let said = said.split_once("\nfailures:\n").map_or(said, |(blocks, _)| blocks);
    let blocks = said.split("---- ").filter_map(|block| block.split_once(" stdout ----\n"));
    blocks.map(|(test, text)| failure(test, text)).collect()
}

fn failure(test: &str, text: &str) -> Failure {
    let error = text.lines().find(|line| line.starts_with("Error: ")).unwrap_or(text);
    let field = |name: &str| error.split_once(name).and_then(|(_, rest)| rest.split([',', ' ', '}']).next());
    let status = field(" status: ").unwrap_or_default().to_owned();
    let answer: Option<Value> = text.lines().find_map(|line| serde_json::from_str(line.split_once(": ")?.1).ok());
    let plain = match field("kind: ") {
        Some("Status") => return refusal(test, text, status, &answer.unwrap_or_default()),
        Some(kind) => Failure::new(test, &kind.to_lowercase(), error),
        None => Failure::new(test, "test", text),
    };
    Failure { status, answer, ..plain }
}

fn refusal(test: &str, text: &str, status: String, body: &Value) -> Failure {
    let kind = body["type"].as_str().and_then(|kind| kind.split_once("prism/errors#")).map(|(_, kind)| kind);
    let Some(kind) = kind else {
        return Failure { status: status.clone(), ..Failure::new(test, &format!("{status} as documented"), text) };
    };
    let faults = body["validation"].as_array().map(Vec::as_slice).unwrap_or_default();
    let faults: Vec<Fault> = faults.iter().map(Fault::of_json).collect();
    let shown: Vec<String> = faults.iter().map(Fault::shown).collect();
    let words = ["title", "detail"].map(|key| body[key].as_str().unwrap_or_default());
    let reason = if shown.is_empty() { words.join(" ") } else { shown.join("; ") };
    let code = format!("{status} {kind}");
    Failure { status, faults, ..Failure::new(test, &code, &reason) }
}

/// What Prism's log says is wrong with the only request, if anything is.
pub(super) fn violations(log: &str) -> Option<Vec<Fault>> {
    let (_, after) = log.split_once("Request did not pass the validation rules")?;
    let told = after.lines().filter_map(|line| line.split_once("Violation: "));
    let faults = told.map(|(_, told)| {
        let (place, message) = told.trim().split_once(' ').unwrap_or(("", told));
        Fault::new(place.split('.').map(str::to_owned).collect(), message)
    });
    let mut faults: Vec<Fault> = faults.collect();
    faults.retain(|fault| !fault.is_of_answer());
    faults.dedup();
    if faults.is_empty() {
        faults.extend(after.lines().filter_map(plain_violation));
    }
    // Told in other words: nothing is excused by what is not understood.
    Some(if faults.is_empty() { vec![Fault::new(Vec::new(), "the request is not valid")] } else { faults })
}

/// A fault in the words for people, which are all there is where the document does not describe the refusal:
/// `Request query parameter l must be array,null`.
fn plain_violation(line: &str) -> Option<Fault> {
    let (_, told) = line.split_once("[VALIDATOR]")?.1.split_once("error")?;
    let told = told.trim();
    let Some(rest) = told.strip_prefix("Request ") else {
        return told.starts_with("Invalid security scheme").then(|| Fault::new(Vec::new(), told));
    };
    let (part, rest) = rest.split_once(' ')?;
    let part = part.to_lowercase();
    if !["body", "cookie", "header", "path", "query"].contains(&part.as_str()) {
        return None;
    }
    let named = ["parameter ", "property "].iter().find_map(|word| rest.strip_prefix(word)?.split_once(' '));
    let (name, message) = named.unwrap_or(("", rest));
    let steps = name.split('.').filter(|step| !step.is_empty()).map(str::to_owned);
    Some(Fault::new(std::iter::once(part).chain(steps).collect(), message))
}

/// Whether a log tells how a request ended.
pub(super) fn is_handled(log: &str) -> bool {
    ["Responding with", "Request terminated with error", "did not pass the validation rules"]
        .iter()
        .any(|words| log.contains(words))
}

/// The kind of the error that ended the only request, such as `NO_PATH_MATCHED_ERROR`.
fn error(log: &str) -> Option<&str> {
    let (_, rest) = log.split_once("Request terminated with error: ")?;
    rest.split_once("prism/errors#")?.1.split([':', '\n', ' ']).next().filter(|kind| !kind.is_empty())
}

/// How many tests of an output ended so.
pub(super) fn count(said: &str, ending: &str) -> usize {
    said.lines().filter(|line| line.starts_with("test ") && line.ends_with(ending)).count()
}

/// The error that ended Prism, as its log has it.
pub(super) fn crash(log: &str) -> Option<String> {
    let line = log.lines().find(|line| line.contains("Error: ") || line.contains("new Error("))?;
    Some(shorten(line.trim(), 200))
}

#[cfg(test)]
mod tests {
    use super::{Failure, Fault, count, crash, failure, failures, violations};

    const SAID: &str = "running 2 tests\ntest a ... ok\ntest b_get ... FAILED\n\nfailures:\n\n---- b_get stdout ----\n\
        b.get: {\"type\":\"https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY\",\"validation\":[{\"location\":[\"request\",\
        \"body\",\"n\"],\"code\":\"type\",\"message\":\"must be integer\"}]}\n\
        Error: Error { kind: Status, message: b.get: x, status: 422, attempts: 1, may_have_been_sent: true }\n\n\n\
        failures:\n    b_get\n\ntest result: FAILED.\n";

    fn fault(place: &[&str], message: &str) -> Fault {
        Fault { place: place.iter().map(|step| (*step).to_owned()).collect(), message: message.to_owned() }
    }

    #[test]
    fn what_prism_refuses_is_told_with_its_reason() {
        let failures = failures(SAID);
        let [failure] = failures.as_slice() else { panic!("one call failed") };
        assert_eq!((failure.test.as_str(), failure.code.as_str()), ("b_get", "422 UNPROCESSABLE_ENTITY"));
        assert_eq!(failure.faults, [fault(&["body", "n"], "must be integer")]);
        assert_eq!((count(SAID, " ... ok"), count(SAID, " ... FAILED")), (1, 1));
        assert!(super::failures("running 1 test\ntest a ... ok\n").is_empty() && !failure.is_lost());
    }

    #[test]
    fn a_documented_refusal_is_told_from_the_only_answer() {
        let log = "[1] \u{203a} [HTTP SERVER] post /a info Request received\n\
            [1] [VALIDATOR] warning  Request did not pass the validation rules\n\
            [1] [VALIDATOR] \u{2716}  error     Request body must be integer\n[1] [NEGOTIATOR] error x\n\
            [1] [VALIDATOR] error Violation: request.body.n Request body must be integer\n";
        assert_eq!(violations(log), Some(vec![fault(&["body", "n"], "Request body must be integer")]));
        assert_eq!(violations("[1] [VALIDATOR] The request passed the validation rules."), None);
        assert_eq!(violations("Request did not pass the validation rules").map(|faults| faults.len()), Some(1));
    }

    #[test]
    fn an_answer_without_a_body_is_told_by_the_log() {
        let head = |log: &str| {
            let mut failure = failure("a", "Error: Error { kind: Status, message: x, status: 404, attempts: 1 }\n");
            assert!(failure.may_be_refusal());
            failure.learn(log);
            (failure.code, failure.faults)
        };
        let log = "[1] \u{203a} [HTTP SERVER] head /a error Request terminated with error: \
            https://stoplight.io/prism/errors#NO_PATH_MATCHED_ERROR: Route not resolved\n";
        assert_eq!(head(log), ("404 NO_PATH_MATCHED_ERROR".to_owned(), Vec::new()));
        let log = "[1] [VALIDATOR] \u{26a0}  warning   Request did not pass the validation rules\n\
            [1] [VALIDATOR] \u{2716}  error     Request query parameter l must be array,null\n\
            [1] [VALIDATOR] \u{2716}  error     Request body property a.b must be integer\n\
            [1] [VALIDATOR] \u{2716}  error     Request query must have required property 'q'\n\
            [1] [HTTP SERVER] head /a error Request terminated with error: x/prism/errors#UNPROCESSABLE_ENTITY: y\n";
        let faults = vec![
            fault(&["query", "l"], "must be array,null"),
            fault(&["body", "a", "b"], "must be integer"),
            fault(&["query"], "must have required property 'q'"),
        ];
        assert_eq!(head(log).1, faults);
        assert_eq!(head("[1] [NEGOTIATOR] info Responding with \"404\"\n").0, "404 as documented");
    }

    #[test]
    fn answers_and_errors_are_kept() {
        let text =
            "a.get: {\"b\":1}\nError: Error { kind: Decode, message: a.get: at /b: no, status: 200, attempts: 1 }\n";
        let undecoded = failure("a", text);
        assert_eq!((undecoded.code.as_str(), undecoded.status.as_str()), ("decode", "200"));
        assert_eq!(undecoded.answer, Some(serde_json::json!({"b": 1})));
        let lost = failure("a", "Error: Error { kind: Connect, message: no connection was made, attempts: 1 }\n");
        assert!(lost.is_lost());
        let documented = "Error: Error { kind: Status, message: x, status: 400, attempts: 1 }\n";
        assert!(failure("a", documented).may_be_refusal());
        assert_eq!(failure("a", "thread 'a' panicked at x.rs:1:1\n").code, "test");
    }

    #[test]
    fn the_place_that_was_not_read_is_told() {
        let unread = |reason: &str| Failure::new("a", "decode", reason).unread();
        assert_eq!(unread("cannot read the 200 answer: $.a.b[3][\"c d\"].e: expected"), ["a", "b", "3", "c d", "e"]);
        assert!(unread("cannot read the 200 answer: $: expected").is_empty() && unread("no path").is_empty());
    }

    #[test]
    fn the_end_of_prism_is_told() {
        assert_eq!(crash("a\n  TypeError: b is no c\n"), Some("TypeError: b is no c".to_owned()));
        assert_eq!(crash("info Prism is listening"), None);
    }
}
