//! The same input makes the same bytes: twice, in two threads, and whatever ran before.

use std::thread;

use sdkgen::File;

use crate::support::{self, Fixture};

fn files(fixture: &Fixture) -> Vec<File> {
    fixture.generate().files
}

#[test]
fn generating_twice_makes_the_same_bytes() {
    let fixtures = support::all();
    let forward: Vec<Vec<File>> = fixtures.iter().map(files).collect();
    let mut backward: Vec<Vec<File>> = fixtures.iter().rev().map(files).collect();
    backward.reverse();
    for ((fixture, first), second) in fixtures.iter().zip(forward).zip(backward) {
        assert_eq!(first, second, "{}", fixture.name);
    }
}

#[test]
fn threads_make_the_same_bytes() {
    let fixtures = support::all();
    let run = || fixtures.iter().map(files).collect::<Vec<_>>();
    let (first, second) = thread::scope(|scope| {
        let first = scope.spawn(run);
        let second = scope.spawn(run);
        (first.join().expect("it ends"), second.join().expect("it ends"))
    });
    assert_eq!(first, second);
}

#[test]
fn files_are_sorted_and_named_once() {
    for fixture in support::all() {
        let files = files(&fixture);
        assert!(files.windows(2).all(|pair| pair[0].path < pair[1].path), "{}", fixture.name);
        // Some systems take `A.rs` and `a.rs` for one file.
        let mut lower: Vec<String> = files.iter().map(|file| file.path.to_lowercase()).collect();
        lower.sort();
        lower.dedup();
        assert_eq!(lower.len(), files.len(), "{}", fixture.name);
        assert!(files.iter().all(|file| file.path.is_ascii() && file.text.ends_with('\n')), "{}", fixture.name);
    }
}
