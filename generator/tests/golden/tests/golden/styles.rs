//! Styles of parameters, servers and credentials beyond the usual ones.

use sdkgen_golden::Client;
use sdkgen_golden::models::{Range, StyledNested};
use sdkgen_runtime::Request;
use sdkgen_runtime::testing::{MockReply, MockTransport};

use super::sent;

async fn request(set_up: impl FnOnce(sdkgen_golden::ClientBuilder) -> sdkgen_golden::ClientBuilder) -> Request {
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(204));
    let client = set_up(Client::builder()).transport(mock.clone()).build().expect("a client can be built");
    let nested = StyledNested::new().tags(["a", "b c"]).range(Range::new(3));
    client
        .styled()
        .retrieve(["x", "y/z"], Range::new(1).to(2), Range::new(1).to(2), Range::new(1))
        .raw("a/b?c=%2F&d")
        .raws(["a:b", "c,d"])
        .nested(&nested)
        .x_point(Range::new(1).to(2))
        .x_where(Range::new(1))
        .each(["p", "q"])
        .joined(["p", "q"])
        .await
        .expect("the call succeeds");
    sent(&mock)
}

#[tokio::test]
async fn each_style_is_written_as_the_specification_has_it() {
    let request = request(|builder| builder).await;
    assert_eq!(request.path(), "/up/styled/;matrix=x;matrix=y%2Fz/.from,1,to,2/from=1,to=2/%7B%22from%22%3A1%7D");
    let query = "raw=a/b?c=%2F%26d&raws=a:b,c,d&nested%5Btags%5D%5B0%5D=a&nested%5Btags%5D%5B1%5D=b%20c\
                 &nested%5Brange%5D%5Bfrom%5D=3";
    assert_eq!(request.raw_query(), query);
    assert_eq!(request.header("x-point"), Some("from=1,to=2"));
    assert_eq!(request.header("x-where"), Some("{\"from\":1}"));
    assert_eq!(request.header("cookie"), Some("each=p; each=q; joined=p%2Cq"));
}

#[tokio::test]
async fn the_server_of_an_operation_has_its_own_variables() {
    let host = |request: Request| request.url.split('/').nth(2).unwrap_or_default().to_owned();
    assert_eq!(host(request(|builder| builder).await), "one.example.com");
    assert_eq!(host(request(|builder| builder.server_variable("shard", "two")).await), "two.example.com");
    assert_eq!(host(request(|builder| builder.server(1)).await), "one.example.com");
    assert_eq!(host(request(|builder| builder.base_url("https://own.example.com")).await), "own.example.com");
    let error = Client::builder().server_variable("region", "mars").build().expect_err("there is no such region");
    assert_eq!(error.to_string(), "the server variable `region` must be one of `eu`, `us`");
}

#[tokio::test]
async fn combinations_are_sent_whole_or_not_at_all() {
    let credentials = |request: &Request| {
        ["authorization", "x-tenant-key"].map(|name| request.header(name).unwrap_or("-").to_owned())
    };
    let both = request(|builder| builder.bearer_token("t").tenant("k")).await;
    assert_eq!(credentials(&both), ["Bearer t", "k"]);
    let half = request(|builder| builder.bearer_token("t")).await;
    assert_eq!(credentials(&half), ["-", "-"]);
    let other = request(|builder| builder.bearer_token("t").voucher("1-2")).await;
    assert_eq!(credentials(&other), ["Voucher 1-2", "-"]);
}
