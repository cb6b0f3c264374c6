//! Results that depend on the status, redirects as results, and headers.

use sdkgen_runtime::Response;
use sdkgen_runtime::bytes::Bytes;
use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Case, Operation, Outcome};
use sdkgen_runtime::testing::{MockReply, MockTransport};

use crate::support::{client, get, now, ok};

static OPERATION: Operation = Operation::new("jobs.create", Method::POST, "/jobs");
static LOGIN: Operation = Operation::new("sessions.create", Method::POST, "/login").accept("*/*").redirects_answer();

#[derive(Debug)]
enum Created {
    Ok(u64),
    Accepted(String),
    NoContent,
    Success(Option<u64>),
    Unrecognized(Response<Bytes>),
}

impl Outcome for Created {
    const CASES: &'static [Case<Self>] = &[
        Case::of(200, |answer| answer.json().map(Self::Ok)),
        Case::of(202, |answer| answer.text().map(Self::Accepted)),
        Case::of(204, |_| Ok(Self::NoContent)),
        Case::range(206, 298, |answer| answer.json().map(Self::Success)),
    ];

    fn unrecognized(response: Response<Bytes>) -> Self {
        Self::Unrecognized(response)
    }
}

fn create(reply: MockReply) -> Result<Created, sdkgen_runtime::Error> {
    let mock = MockTransport::new();
    mock.answer(reply);
    now(Call::outcome(&client(&mock), &OPERATION, &[]).send())
}

#[test]
fn the_status_decides_what_is_read() {
    assert!(matches!(create(MockReply::new(200).json("7")), Ok(Created::Ok(7))));
    assert!(matches!(create(MockReply::new(202).body("later")), Ok(Created::Accepted(text)) if text == "later"));
    assert!(matches!(create(MockReply::new(204)), Ok(Created::NoContent)));
    assert!(matches!(create(MockReply::new(250)), Ok(Created::Success(None))));
    let Ok(Created::Unrecognized(raw)) = create(MockReply::new(299).body("new")) else { panic!("it is kept") };
    assert_eq!((raw.status().as_u16(), raw.text().unwrap().as_str()), (299, "new"));
    let error = create(MockReply::new(200).json("\"text\"")).unwrap_err();
    assert!(error.is_decode() && error.status().is_some_and(|status| status == 200));
    assert!(create(MockReply::new(400)).unwrap_err().is_bad_request());
}

#[test]
fn a_redirect_may_be_the_result() {
    let mock = MockTransport::new();
    mock.answer(MockReply::new(302).header("location", "/home"));
    let answer = now(Call::empty(&client(&mock), &LOGIN, &[]).send_with_response()).unwrap();
    assert_eq!((answer.status().as_u16(), answer.header("Location")), (302, Some("/home")));
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn headers_are_read_as_what_they_are() {
    let mock = MockTransport::new();
    mock.answer(ok().header("x-left", " 12").header("x-flag", "true").header("x-name", "a b"));
    let answer = now(get(&client(&mock)).send_with_response()).unwrap();
    assert_eq!((answer.header_as::<u32>("X-Left"), answer.header_as::<bool>("x-flag")), (Some(12), Some(true)));
    assert_eq!((answer.header("x-name"), answer.header_as::<u32>("x-name")), (Some("a b"), None));
    assert_eq!((answer.header("x-other"), answer.header("no header can be called so")), (None, None));
}
