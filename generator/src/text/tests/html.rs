//! Every element of HTML that is converted, and what may be wrong with it, one section each: `elements.md`, of which
//! the snapshot shows what it becomes.

use std::fmt::Write as _;

use super::super::Pages;
use super::super::own::blocks;

#[test]
fn every_element_becomes_markdown() {
    let pages = Pages::new([("docs".to_owned(), "https://docs.example".to_owned())].into(), None);
    let sections = include_str!("elements.md").split("== ").filter(|section| !section.is_empty());
    let shown = sections.fold(String::new(), |mut shown, section| {
        let (title, text) = section.split_once('\n').expect("a section has a title");
        let made = super::super::markdown(text, &pages);
        assert_eq!(super::super::markdown(&made, &pages), made, "what is written is read as the same: {title}");
        let _ = writeln!(shown, "== {title}\n{}\n", blocks([made]));
        shown
    });
    insta::assert_snapshot!(shown);
}
