//! Auto traits of the public types.

use sdkgen_runtime::bytes::Bytes;
use sdkgen_runtime::private::{Call, ClientBuilder, Core};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::{
    ByteStream, Error, EventStream, Items, Pages, RawCall, Request, RequestOptions, Response, Sending,
};

use crate::paging::List;
use crate::support::{client, get};

fn moves<T: Send + 'static>() {}
fn is_shared<T: Send + Sync + 'static>() {}
fn is_unpinned<T: Unpin>() {}

#[test]
fn everything_can_move_to_another_thread() {
    is_shared::<Core>();
    is_shared::<Error>();
    is_shared::<Request>();
    is_shared::<RequestOptions>();
    is_shared::<Response<Bytes>>();
    is_shared::<Call<Value>>();
    is_shared::<RawCall>();
    moves::<ClientBuilder>();
    moves::<Sending<Value>>();
    moves::<Sending<Response<Value>>>();
    moves::<Pages<List>>();
    moves::<Items<List>>();
    moves::<ByteStream>();
    moves::<EventStream<Value>>();
}

#[test]
fn what_is_polled_needs_no_pin() {
    is_unpinned::<Sending<Value>>();
    is_unpinned::<Pages<List>>();
    is_unpinned::<Items<List>>();
    is_unpinned::<ByteStream>();
    is_unpinned::<EventStream<Value>>();
}

#[test]
fn what_is_moved_often_is_small() {
    assert!(size_of::<Sending<[u64; 64]>>() <= 64, "{}", size_of::<Sending<[u64; 64]>>());
    assert!(size_of::<Sending<Response<[u64; 64]>>>() <= 64);
    assert_eq!(size_of::<Call<[u64; 64]>>(), 16);
    assert_eq!(size_of::<Core>(), 16);
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[tokio::test(flavor = "multi_thread")]
async fn futures_can_be_spawned() {
    let mock = sdkgen_runtime::testing::MockTransport::from_fn(|_| crate::support::ok());
    let core = client(&mock);
    let next = async move {
        let mut items = Items::new(List::new(&core));
        let _ = items.try_next().await;
        get(&core).send().await
    };
    assert!(tokio::spawn(next).await.is_ok_and(|result| result.is_ok()));
}
