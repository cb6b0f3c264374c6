//! The table `[package]` of the crate and of its parts: what cargo requires and what a registry shows. The
//! configuration takes precedence over the document, whose values were checked while lowering.

use toml::{Table, Value};

use super::{docs_rs, table};
use crate::config::crates_io;
use crate::emit::Cx;
use crate::emit::docs::line;
use crate::emit::package::split;

/// The least Rust that the runtime and its dependencies need.
pub(super) const RUST_VERSION: &str = "1.88";

/// The category of crates.io that every SDK belongs to.
const CATEGORY: &str = "api-bindings";

/// The files that are published: without tests, which need a server, and without files of the user.
const INCLUDED: [&str; 8] =
    ["/src", "/examples", "/README.md", "/api.md", "/models.md", "/CHANGELOG.md", "/LICENSE*", "/NOTICE*"];

/// The files of a part that are published.
const INCLUDED_OF_PART: [&str; 2] = ["/src", "/LICENSE*"];

/// That of the crate.
pub(super) fn package(cx: Cx<'_>) -> Table {
    let mut package = common(cx, "");
    let config = &cx.settings.config.package;
    if let Some(documentation) = &config.documentation {
        package.insert("documentation".to_owned(), documentation.as_str().into());
    }
    package.insert("readme".to_owned(), "README.md".into());
    package.insert("keywords".to_owned(), config.keywords.clone().unwrap_or_else(|| keywords(cx)).into());
    package.insert("categories".to_owned(), categories(cx).into());
    package.insert("include".to_owned(), INCLUDED.to_vec().into());
    package.insert("metadata".to_owned(), metadata(docs_rs::table(cx)));
    package
}

/// That of a part.
pub(super) fn of_part(cx: Cx<'_>, part: usize) -> Table {
    let mut package = common(cx, "../");
    package.insert("name".to_owned(), split::package(cx, part).into());
    let title = package.get("description").and_then(Value::as_str).unwrap_or_default();
    package.insert("description".to_owned(), format!("{title}: models, part {}", part + 1).into());
    package.insert("categories".to_owned(), categories(cx).into());
    package.insert("include".to_owned(), INCLUDED_OF_PART.to_vec().into());
    package.insert("metadata".to_owned(), metadata(docs_rs::of_part(cx, part)));
    package
}

/// What the crate and its parts have in common; `up` leads from the folder of the package to that of the crate.
fn common(cx: Cx<'_>, up: &str) -> Table {
    let (config, about) = (&cx.settings.config.package, &cx.api.about);
    let mut package = Table::new();
    let mut set = |key: &str, value: &str| {
        package.insert(key.to_owned(), value.into());
    };
    set("name", &cx.names.package);
    set("version", &cx.names.version);
    set("edition", "2024");
    set("rust-version", RUST_VERSION);
    let title = format!("The Rust SDK of {}", line(cx.title()));
    set("description", config.description.as_deref().unwrap_or(&title));
    // Lowering asks the document only where the configuration says nothing.
    if let Some(license) = config.license.as_ref().or(about.license.as_ref()) {
        set("license", license);
    }
    if let Some(file) = &config.license_file {
        set("license-file", &format!("{up}{file}"));
    }
    if let Some(repository) = &config.repository {
        set("repository", repository);
    }
    if let Some(homepage) = config.homepage.as_ref().or(about.homepage.as_ref()) {
        set("homepage", homepage);
    }
    package
}

/// The keywords of every SDK, and its name if that is a valid keyword.
fn keywords(cx: Cx<'_>) -> Vec<String> {
    let usual = ["api", "client", "sdk"].map(str::to_owned);
    let own = Some(cx.names.package.clone()).filter(|name| crates_io::keyword(name).is_ok() && !usual.contains(name));
    own.into_iter().chain(usual).collect()
}

fn categories(cx: Cx<'_>) -> Vec<String> {
    cx.settings.config.package.categories.clone().unwrap_or_else(|| vec![CATEGORY.to_owned()])
}

fn metadata(docs_rs: Table) -> Value {
    table([("docs", table([("rs", docs_rs.into())]).into())]).into()
}
