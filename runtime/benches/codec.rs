//! Decoding and encoding of large responses, compared with `serde_json` with derives on the same types: time and
//! allocations.
//!
//! ```text
//! cargo bench -p sdkgen-runtime --bench codec
//! ```
//!
//! Instruction counts are the same on a busy machine. The measured code is in functions of that name, so that valgrind
//! can count one run, with the program that `cargo bench` prints:
//!
//! ```text
//! valgrind --tool=callgrind --trace-children=yes --toggle-collect='*measured*' \
//!     target/release/deps/codec-… --test issues::decode_ours
//! ```

mod support;

use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};
use sdkgen_runtime::private::{Decode, Encode, decode_json, encode_json};
use serde::Serialize;
use serde::de::DeserializeOwned;

use std::env;
use std::process::{Command, ExitCode};

use support::responses;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// Configures glibc to keep freed memory, and not to map large blocks separately. Otherwise the memory of a response is
/// returned to the system after a sample and faulted in again page by page, which costs as much as decoding and affects
/// the codecs at random.
const KEEP: [(&str, &str); 2] = [("MALLOC_TRIM_THRESHOLD_", "1073741824"), ("MALLOC_MMAP_THRESHOLD_", "33554432")];

fn main() -> ExitCode {
    if KEEP.iter().all(|(name, _)| env::var_os(name).is_some()) {
        divan::main();
        return ExitCode::SUCCESS;
    }
    // They are read when a process starts, so this process must restart itself.
    let program = env::current_exe().expect("a program knows where it is");
    let status = Command::new(program).args(env::args_os().skip(1)).envs(KEEP).status();
    if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[inline(never)]
fn measured_decode_ours<T: Decode>(json: &[u8]) -> T {
    decode_json(json).expect("it fits")
}

#[inline(never)]
fn measured_decode_serde<T: DeserializeOwned>(json: &[u8]) -> T {
    serde_json::from_slice(json).expect("it fits")
}

#[inline(never)]
fn measured_encode_ours(value: &dyn Encode) -> Vec<u8> {
    encode_json(value)
}

#[inline(never)]
fn measured_encode_serde<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("the models can be written")
}

fn decode_ours<T: Decode + Serialize>(bencher: Bencher<'_, '_>, value: T) {
    let json = serde_json::to_vec(&value).expect("the models can be written");
    bencher.counter(BytesCount::of_slice(&json)).bench(|| measured_decode_ours::<T>(black_box(&json)));
}

fn decode_serde<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>, value: T) {
    let json = serde_json::to_vec(&value).expect("the models can be written");
    bencher.counter(BytesCount::of_slice(&json)).bench(|| measured_decode_serde::<T>(black_box(&json)));
}

fn encode_ours<T: Encode>(bencher: Bencher<'_, '_>, value: T) {
    let length = encode_json(&value).len();
    bencher.counter(BytesCount::new(length)).bench_local(|| measured_encode_ours(black_box(&value)));
}

fn encode_serde<T: Encode + Serialize>(bencher: Bencher<'_, '_>, value: T) {
    let length = encode_json(&value).len();
    bencher.counter(BytesCount::new(length)).bench_local(|| measured_encode_serde(black_box(&value)));
}

/// The four benchmarks of a response.
macro_rules! response {
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

response!(issues, responses::issues(2_000));
response!(page_of_issues, responses::issues(100));
response!(numbers, responses::series(40, 5_000));
response!(texts, responses::files(400));
