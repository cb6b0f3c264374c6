//! Records of streams that do not match their type.

use std::sync::{Arc, Mutex};

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Core, Framing, Operation};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Decoding, ErrorKind, EventStream, RequestOptions};

use crate::models::Line;
use crate::{builder, now};

static FOLLOW: Operation =
    Operation::new("lines.follow", Method::GET, "/lines").stream(Framing::Events, "text/event-stream");

const EVENTS: &str = "data: {\"price\": 1}\n\ndata: 7\n\ndata: {\"price\": \"x\"}\n\ndata: {\"price\": 4\n\n\
                      data: {\"price\": 5}\n\ndata: [DONE]\n\n";

fn follow(core: &Core, decoding: Decoding) -> EventStream<Line> {
    let mut call = Call::<EventStream<Line>>::records(core, &FOLLOW, &[]);
    call.set_options(RequestOptions::new().decoding(decoding));
    now(call.send()).unwrap()
}

#[test]
fn records_that_do_not_match_are_skipped() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let hook = Arc::clone(&log);
    let mock = MockTransport::from_fn(|_| MockReply::new(200).header("content-type", "text/event-stream").body(EVENTS));
    let core =
        builder(&mock).on_deviation(move |deviation| hook.lock().unwrap().push(deviation.to_string())).build().unwrap();
    let results = |decoding: Decoding| {
        let mut lines = follow(&core, decoding);
        let mut results = Vec::new();
        loop {
            match now(lines.try_next_item()) {
                Ok(Some(item)) => results.push(Ok(item.value.price)),
                Ok(None) => return results,
                Err(error) => results.push(Err(error.kind())),
            }
        }
    };
    let error = Err(ErrorKind::Decode);
    assert_eq!(results(Decoding::Strict), [Ok(1.0), error, error, error, Ok(5.0)]);
    assert_eq!(log.lock().unwrap().len(), 0);
    // What is not JSON stays an error.
    assert_eq!(results(Decoding::Forgiving), [Ok(1.0), Ok(0.0), error, Ok(5.0)]);
    let seen = std::mem::take(&mut *log.lock().unwrap());
    assert_eq!(
        seen,
        [
            "lines.follow: $ in the 200 response: expected an object, found an integer; it was left out",
            "lines.follow: $.price in the 200 response: expected a number, found a string; it has a neutral value instead",
        ]
    );
    let mut lines = follow(&core, Decoding::Forgiving);
    let values: Vec<_> = std::iter::from_fn(|| now(lines.try_next()).transpose()).collect();
    assert_eq!(values.iter().filter(|value| value.is_ok()).count(), 3);
    #[cfg(feature = "blocking")]
    {
        let mut lines = follow(&core, Decoding::Forgiving);
        assert_eq!(lines.try_next_blocking().unwrap().unwrap().price, 1.0);
        assert_eq!(lines.try_next_item_blocking().unwrap().unwrap().value.price, 0.0);
    }
}
