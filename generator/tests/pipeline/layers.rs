//! Four snapshots of each fixture: its model, its names, the emitted files, the diagnostics.

use insta::{Settings, assert_snapshot, glob};

use crate::support::{self, Fixture, emitted, reported};

fn settings() -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[test]
fn ir() {
    settings().bind(|| {
        glob!("../fixtures", "*.yaml", |path| {
            assert_snapshot!("ir", support::ir::print(&Fixture::read(path).model().api));
        });
    });
}

#[test]
fn names() {
    settings().bind(|| {
        glob!("../fixtures", "*.yaml", |path| {
            assert_snapshot!("names", support::names::print(&Fixture::read(path).model()));
        });
    });
}

#[test]
fn emitted() {
    settings().bind(|| {
        glob!("../fixtures", "*.yaml", |path| {
            let fixture = Fixture::read(path);
            let outcome = fixture.generate();
            assert!(!outcome.files.is_empty(), "{}", reported::diagnostics(&fixture.source, &outcome));
            let whole = fixture.name == "whole_crate";
            let text =
                if whole { emitted::whole(&outcome.files) } else { emitted::models_and_resources(&outcome.files) };
            assert_snapshot!("emitted", text);
        });
    });
}

#[test]
fn diagnostics() {
    settings().bind(|| {
        glob!("../fixtures", "*.yaml", |path| {
            let fixture = Fixture::read(path);
            assert_snapshot!("diagnostics", reported::print(&fixture.source, &fixture.generate()));
        });
    });
}
