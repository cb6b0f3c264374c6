//! Decoding and encoding of large answers, against `serde_json` with derives on the same types: time and allocations.
//!
//! ```text
//! cargo bench -p sdkgen-runtime --bench codec
//! ```
//!
//! Instructions are the same on a busy machine. What is measured stands in functions of that name, so that valgrind can
//! count one run of it, with the program that `cargo bench` names:
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

use support::answers;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// Tells glibc to keep what is freed, and to take large memory from the same place. Otherwise the memory of an answer
/// goes back to the system after a sample and comes again page by page, which costs as much as decoding, and which
/// codec that hits is chance.
const KEEP: [(&str, &str); 2] = [("MALLOC_TRIM_THRESHOLD_", "1073741824"), ("MALLOC_MMAP_THRESHOLD_", "33554432")];

fn main() -> ExitCode {
    if KEEP.iter().all(|(name, _)| env::var_os(name).is_some()) {
        divan::main();
        return ExitCode::SUCCESS;
    }
    // They are read when a process starts, so this has to become another one.
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
answer!(page_of_issues, answers::issues(100));
answer!(numbers, answers::series(40, 5_000));
answer!(texts, answers::files(400));
