//! Results that depend on the status, redirects as results, and headers.

use sdkgen_runtime::Response;
use sdkgen_runtime::bytes::Bytes;
use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Case, Operation, Outcome};
use sdkgen_runtime::testing::{MockReply, MockTransport};

use crate::support::{client, get, now, ok};

static OPERATION: Operation = Operation::new("jobs.create", Method::POST, "/jobs");
static LOGIN: Operation =
    Operation::new("sessions.create", Method::POST, "/login").accept("*/*").redirects_are_responses();

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
        Case::of(200, |response| response.json().map(Self::Ok)),
        Case::of(202, |response| response.text().map(Self::Accepted)),
        Case::of(204, |_| Ok(Self::NoContent)),
        Case::range(206, 298, |response| response.json().map(Self::Success)),
    ];

    fn unrecognized(response: Response<Bytes>) -> Self {
        Self::Unrecognized(response)
    }
}

fn create(reply: MockReply) -> Result<Created, sdkgen_runtime::Error> {
    let mock = MockTransport::new();
    mock.enqueue(reply);
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
    mock.enqueue(MockReply::new(302).header("location", "/home"));
    let response = now(Call::empty(&client(&mock), &LOGIN, &[]).send_with_response()).unwrap();
    assert_eq!((response.status().as_u16(), response.header("Location")), (302, Some("/home")));
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn headers_are_read_as_what_they_are() {
    let mock = MockTransport::new();
    mock.enqueue(ok().header("x-left", " 12").header("x-flag", "true").header("x-name", "a b"));
    let response = now(get(&client(&mock)).send_with_response()).unwrap();
    assert_eq!((response.header_as::<u32>("X-Left"), response.header_as::<bool>("x-flag")), (Some(12), Some(true)));
    assert_eq!((response.header("x-name"), response.header_as::<u32>("x-name")), (Some("a b"), None));
    assert_eq!((response.header("x-other"), response.header("no header can be called so")), (None, None));
}
