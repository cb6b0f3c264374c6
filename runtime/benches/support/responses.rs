//! Responses as large services give them, made by code and always the same: a list of nested objects, columns of
//! numbers, and files full of text. Knows the models, no codec.

use std::collections::BTreeMap;

use super::models::{Branch, Fork, Issue, Label, Milestone, Series, Source, State, TextFile, User};

/// About 2 KB each: nested objects, lists, maps, enums, unions, absent fields.
pub(crate) fn issues(count: i64) -> Vec<Issue> {
    (0..count).map(issue).collect()
}

/// Numbers with fractions of every length, and some without.
pub(crate) fn series(count: i64, points: i64) -> Vec<Series> {
    let point = |series: i64, at: i64| {
        let mixed = ((series * 31 + at) * 2_654_435_761_i64) & 0xffff_ffff;
        match at % 3 {
            0 => mixed as f64 / 65_536.0,
            1 => (mixed % 100_000) as f64 / 100.0,
            _ => (mixed % 5_000) as f64,
        }
    };
    let one = |index: i64| Series {
        name: format!("host.{index}.cpu.user"),
        unit: "percent".to_owned(),
        start: 1_760_000_000 + index,
        points: (0..points).map(|at| point(index, at)).collect(),
    };
    (0..count).map(one).collect()
}

/// Sources with line ends, quotes, tabs and letters beyond ASCII: text that has to be escaped.
pub(crate) fn files(count: i64) -> Vec<TextFile> {
    let line = "\tlet greeting = format!(\"Grüße, {name}\"); // greets a user, and what \\ means\n";
    let one = |index: i64| {
        let content = line.repeat(40 + (index % 20) as usize);
        TextFile {
            path: format!("src/module_{index}/mod.rs"),
            mode: "100644".to_owned(),
            size: content.len() as i64,
            encoding: (index % 2 == 0).then(|| "utf-8".to_owned()),
            content,
        }
    };
    (0..count).map(one).collect()
}

/// One of many labels.
pub(crate) fn label(index: i64) -> Label {
    Label {
        id: 9_000 + index,
        name: format!("area/{}", ["codec", "transport", "docs", "paging"][(index % 4) as usize]),
        color: format!("{:06x}", index * 4_099 % 0xff_ffff),
        default: index % 4 == 0,
        description: (index % 2 == 0).then(|| "What this is about".to_owned()),
    }
}

/// One of many issues.
pub(crate) fn issue(index: i64) -> Issue {
    let states = [State::Open, State::Closed, State::Merged];
    let state = states[(index % 3) as usize].clone();
    let commit = format!("{:040x}", i128::from(index) * 0x9e37_79b9_7f4a_7c15);
    let branch = Branch { repository: "acme/widgets".to_owned(), name: format!("fix/{index}"), commit: commit.clone() };
    Issue {
        id: 1_300_000_000 + index,
        number: index,
        title: format!("Crash when the list has {index} items and the cursor is empty"),
        closed_at: (state != State::Open).then(|| "2026-03-04T05:06:07Z".to_owned()),
        state,
        author: user(index),
        assignees: (0..index % 3).map(|offset| user(index + offset)).collect(),
        labels: (0..index % 5).map(label).collect(),
        locked: index % 7 == 0,
        comments: index % 90,
        created_at: "2026-01-02T03:04:05Z".to_owned(),
        updated_at: "2026-02-03T04:05:06Z".to_owned(),
        reactions: ["+1", "-1", "heart", "rocket"]
            .map(|name| (name.to_owned(), index % 12))
            .into_iter()
            .collect::<BTreeMap<_, _>>(),
        source: if index % 2 == 0 { Source::Branch(branch) } else { Source::Fork(Fork { owner: user(index), commit }) },
        body: (index % 4 != 0).then(|| "Steps:\n\n1. open the \"list\"\n2. scroll down\n3. wait\n".repeat(4)),
        milestone: (index % 2 == 0).then(|| Milestone {
            id: index,
            title: "Spring".to_owned(),
            state: State::Open,
            open_issues: 12,
            closed_issues: 30,
            due_on: Some("2026-06-01T00:00:00Z".to_owned()),
        }),
        weight: (index % 3 == 0).then(|| index as f64 / 8.0),
    }
}

fn user(index: i64) -> User {
    User {
        id: 40_000 + index,
        login: format!("user-{index}"),
        url: format!("https://api.example.com/users/user-{index}"),
        admin: index % 50 == 0,
        name: (index % 2 == 0).then(|| "Zoë Example".to_owned()),
        email: (index % 3 == 0).then(|| format!("user-{index}@example.com")),
    }
}
