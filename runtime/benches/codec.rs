//! Decoding and encoding of large answers, against `serde_json` with derives on the same types: time and allocations.
//!
//! ```text
//! cargo bench -p sdkgen-runtime --bench codec
//! ```

mod support;

use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};
use sdkgen_runtime::private::{Decode, Encode, decode_json, encode_json};
use serde::Serialize;
use serde::de::DeserializeOwned;

use support::answers;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn decode_ours<T: Decode + Serialize>(bencher: Bencher<'_, '_>, value: T) {
    let json = serde_json::to_vec(&value).expect("the models can be written");
    bencher.counter(BytesCount::of_slice(&json)).bench(|| decode_json::<T>(black_box(&json)).expect("it fits"));
}

fn decode_serde<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>, value: T) {
    let json = serde_json::to_vec(&value).expect("the models can be written");
    let decode = || serde_json::from_slice::<T>(black_box(&json)).expect("it fits");
    bencher.counter(BytesCount::of_slice(&json)).bench(decode);
}

fn encode_ours<T: Encode>(bencher: Bencher<'_, '_>, value: T) {
    let length = encode_json(&value).len();
    bencher.counter(BytesCount::new(length)).bench_local(|| encode_json(black_box(&value)));
}

fn encode_serde<T: Serialize>(bencher: Bencher<'_, '_>, value: T) {
    let encode = || serde_json::to_vec(black_box(&value)).expect("the models can be written");
    let length = encode().len();
    bencher.counter(BytesCount::new(length)).bench_local(encode);
}

/// The four benchmarks of an answer.
macro_rules! answer {
    ($name:ident, $value:expr) => {
        mod $name {
            use super::*;

            #[divan::bench]
            fn decode_ours(bencher: Bencher<'_, '_>) {
                super::decode_ours(bencher, $value);
            }

            #[divan::bench]
            fn decode_serde_json(bencher: Bencher<'_, '_>) {
                super::decode_serde(bencher, $value);
            }

            #[divan::bench]
            fn encode_ours(bencher: Bencher<'_, '_>) {
                super::encode_ours(bencher, $value);
            }

            #[divan::bench]
            fn encode_serde_json(bencher: Bencher<'_, '_>) {
                super::encode_serde(bencher, $value);
            }
        }
    };
}

answer!(issues, answers::issues(2_000));
answer!(numbers, answers::series(40, 5_000));
answer!(texts, answers::files(400));
