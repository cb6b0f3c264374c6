//! Allocations of decoding and encoding the responses of the benchmarks: no more than `serde_json` with derives needs
//! for the same types. Counts are the same on every machine. Also checks that both codecs agree on those responses, so
//! that the benchmarks compare the same work.

#[allow(dead_code)]
#[path = "../benches/support/models.rs"]
mod models;
#[allow(dead_code)]
#[path = "../benches/support/responses.rs"]
mod responses;

use std::fmt::Debug;

use sdkgen_runtime::private::{Decode, Encode, decode_json, encode_json};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The bounds for one response: allocations for each of its models, and for its encoding.
struct Bounds {
    models: u64,
    decode: u64,
    encode: u64,
}

fn check<T>(name: &str, value: &T, bounds: Bounds)
where
    T: Decode + Encode + Serialize + DeserializeOwned + PartialEq + Debug,
{
    let json = serde_json::to_vec(value).expect("the models can be written");
    assert_eq!(decode_json::<T>(&json).as_ref(), Ok(value));
    assert_eq!(serde_json::from_slice::<T>(&json).ok().as_ref(), Some(value));
    assert_eq!(decode_json::<T>(&encode_json(value)).as_ref(), Ok(value));
    let count = |work: &dyn Fn()| allocation_counter::measure(work).count_total;
    let decode = count(&|| drop(decode_json::<T>(&json)));
    let decode_serde = count(&|| drop(serde_json::from_slice::<T>(&json)));
    let encode = count(&|| drop(encode_json(value)));
    let encode_serde = count(&|| drop(serde_json::to_vec(value)));
    println!(
        "{name}, {} bytes: {decode} allocations to decode (serde_json: {decode_serde}), {encode} to encode \
         (serde_json: {encode_serde})",
        json.len()
    );
    assert!(decode <= decode_serde, "{name}: {decode} allocations to decode, {decode_serde} by serde_json");
    assert!(encode <= encode_serde, "{name}: {encode} allocations to encode, {encode_serde} by serde_json");
    let each = decode.div_ceil(bounds.models);
    assert!(each <= bounds.decode, "{name}: {each} allocations for a model, more than {}", bounds.decode);
    assert!(encode <= bounds.encode, "{name}: {encode} allocations to encode, more than {}", bounds.encode);
}

#[test]
fn no_more_than_serde_json() {
    check("nested objects", &responses::issues(100), Bounds { models: 100, decode: 26, encode: 11 });
    check("numbers", &responses::series(4, 500), Bounds { models: 4, decode: 11, encode: 9 });
    check("texts", &responses::files(20), Bounds { models: 20, decode: 4, encode: 7 });
}
