//! HTTP/2: streams and connections that end before they should.

use sdkgen_runtime::ErrorKind;

use crate::lab::{Act, Lab, Step};
use crate::support::{client, create, get};

/// Requests share one connection.
#[tokio::test]
async fn one_connection_for_all() {
    let lab = Lab::http2(|request| Act::ok(&format!("\"{}\"", request.target)));
    let core = client(&lab);
    for id in ["a", "b", "c"] {
        assert_eq!(get(&core, id).send().await.unwrap(), format!("/things/{id}"));
    }
    assert_eq!((lab.log().connections, lab.log().handshakes, lab.log().requests.len()), (1, 1, 3));
    assert_eq!(lab.log().requests.iter().map(|request| request.stream).collect::<Vec<_>>(), [1, 3, 5]);
}

/// A POST whose stream is reset with INTERNAL_ERROR is not sent again.
#[tokio::test]
async fn post_is_not_doubled_after_a_reset_stream() {
    let lab = Lab::http2(|_| Act::new().then(Step::Reset(2)));
    let error = create(&client(&lab)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error:?}");
    assert_eq!(
        (lab.log().lines(), lab.log().requests[0].body.clone()),
        (vec!["POST /things".to_owned()], br#"{"name":"x"}"#.to_vec())
    );
}
