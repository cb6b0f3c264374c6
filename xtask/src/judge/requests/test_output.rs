//! Reads the output of the generated tests: which of them failed, with which error and response. Knows how Rust's test
//! harness prints, and Prism's problem documents.

use serde_json::Value;

use super::failure::{Failure, Violation};

/// The tests that failed.
pub(super) fn failures(output: &str) -> Vec<Failure> {
    let output = output.split_once("\nfailures:\n").map_or("", |(_, failures)| failures);
    let output = output.split_once("\nfailures:\n").map_or(output, |(blocks, _)| blocks);
    let blocks = output.split("---- ").filter_map(|block| block.split_once(" stdout ----\n"));
    blocks.map(|(test, text)| failure(test, text)).collect()
}

fn failure(test: &str, text: &str) -> Failure {
    let error = text.lines().find(|line| line.starts_with("Error: ")).unwrap_or(text);
    let field = |name: &str| error.split_once(name).and_then(|(_, rest)| rest.split([',', ' ', '}']).next());
    let status = field(" status: ").unwrap_or_default().to_owned();
    let response: Option<Value> = text.lines().find_map(|line| serde_json::from_str(line.split_once(": ")?.1).ok());
    let plain = match field("kind: ") {
        Some("Status") => return refusal(test, text, status, &response.unwrap_or_default()),
        Some(kind) => Failure::new(test, &kind.to_lowercase(), error),
        None => Failure::new(test, "test", text),
    };
    Failure { status, response, ..plain }
}

fn refusal(test: &str, text: &str, status: String, body: &Value) -> Failure {
    let kind = body["type"].as_str().and_then(|kind| kind.split_once("prism/errors#")).map(|(_, kind)| kind);
    let Some(kind) = kind else {
        return Failure { status: status.clone(), ..Failure::new(test, &format!("{status} as documented"), text) };
    };
    let violations = body["validation"].as_array().map(Vec::as_slice).unwrap_or_default();
    let violations: Vec<Violation> = violations.iter().map(Violation::from_json).collect();
    let shown: Vec<String> = violations.iter().map(Violation::shown).collect();
    let words = ["title", "detail"].map(|key| body[key].as_str().unwrap_or_default());
    let reason = if shown.is_empty() { words.join(" ") } else { shown.join("; ") };
    let code = format!("{status} {kind}");
    Failure { status, violations, ..Failure::new(test, &code, &reason) }
}

/// Counts the tests whose line ends so.
pub(super) fn count(output: &str, ending: &str) -> usize {
    output.lines().filter(|line| line.starts_with("test ") && line.ends_with(ending)).count()
}

#[cfg(test)]
mod tests {
    use super::{Violation, count, failure, failures};

    const OUTPUT: &str = "running 2 tests\ntest a ... ok\ntest b_get ... FAILED\n\nfailures:\n\n---- b_get stdout ----\n\
        b.get: {\"type\":\"https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY\",\"validation\":[{\"location\":[\"request\",\
        \"body\",\"n\"],\"code\":\"type\",\"message\":\"must be integer\"}]}\n\
        Error: Error { kind: Status, message: b.get: x, status: 422, attempts: 1, may_have_been_sent: true }\n\n\n\
        failures:\n    b_get\n\ntest result: FAILED.\n";

    #[test]
    fn a_refusal_has_its_violations() {
        let failures = failures(OUTPUT);
        let [failure] = failures.as_slice() else { panic!("one test failed") };
        assert_eq!((failure.test.as_str(), failure.code.as_str()), ("b_get", "422 UNPROCESSABLE_ENTITY"));
        let expected = Violation::new(vec!["body".to_owned(), "n".to_owned()], "must be integer");
        assert_eq!(failure.violations, [expected]);
        assert_eq!((count(OUTPUT, " ... ok"), count(OUTPUT, " ... FAILED")), (1, 1));
        assert!(super::failures("running 1 test\ntest a ... ok\n").is_empty() && !failure.has_no_response());
    }

    #[test]
    fn responses_and_errors_are_kept() {
        let text =
            "a.get: {\"b\":1}\nError: Error { kind: Decode, message: a.get: at /b: no, status: 200, attempts: 1 }\n";
        let undecoded = failure("a", text);
        assert_eq!((undecoded.code.as_str(), undecoded.status.as_str()), ("decode", "200"));
        assert_eq!(undecoded.response, Some(serde_json::json!({"b": 1})));
        let lost = failure("a", "Error: Error { kind: Connect, message: no connection was made, attempts: 1 }\n");
        assert!(lost.has_no_response());
        let documented = failure("a", "Error: Error { kind: Status, message: x, status: 400, attempts: 1 }\n");
        assert!(documented.may_be_refusal() && documented.code == "400 as documented");
        assert_eq!(failure("a", "thread 'a' panicked at x.rs:1:1\n").code, "test");
    }
}
