//! Which files of a crate import each other in a circle. A path that leads through a re-export counts for the file
//! that has the item. A file and the modules below it may name each other: they are one thing to its reader, unless a
//! module below is part of a longer circle.

use std::collections::{BTreeMap, BTreeSet};

use super::Complaint;
use super::mentions::{self, Target};
use super::source::Source;

/// Files that import each other in a circle: each import between two of them, from whom and of whom, sorted.
type Circle = Vec<(String, String)>;

/// Complains about imports that are part of a circle.
pub(super) fn check(sources: &[Source], complaints: &mut Vec<Complaint>) {
    for (from, to) in find(sources).into_iter().flatten() {
        complaints.push(Complaint::new(&from, 1, format!("part of an import circle: it imports {to}")));
    }
}

/// Finds the circles among the files of each crate.
fn find(sources: &[Source]) -> Vec<Circle> {
    let mut crates: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for source in sources {
        if let Some((package, _)) = source.path.split_once("/src/").filter(|_| is_counted(source)) {
            crates.entry(package).or_default().push(source);
        }
    }
    crates.into_values().flat_map(|sources| circles(&Graph::of(&sources))).collect()
}

/// Tests may import what they like; the command stands beside the library, and imports it as a user does.
fn is_counted(source: &Source) -> bool {
    let is_command = source.path == "generator/src/main.rs" || source.path.starts_with("generator/src/commands");
    !source.is_generated() && !is_command && !source.path.ends_with("/tests.rs")
}

/// The files of a crate, and which of them each imports from.
struct Graph {
    paths: Vec<String>,
    edges: Vec<BTreeSet<usize>>,
}

impl Graph {
    fn of(sources: &[&Source]) -> Self {
        let modules: BTreeMap<Vec<String>, usize> =
            sources.iter().enumerate().map(|(index, source)| (source.module(), index)).collect();
        let reexports: Vec<_> = sources.iter().map(|source| mentions::imported(source)).collect();
        let resolver = Resolver { modules: &modules, reexports: &reexports };
        let edges = sources.iter().enumerate().map(|(index, source)| {
            let targets = mentions::of(source).into_iter().filter_map(|mention| match mention.target {
                Target::Module(path) => resolver.owner(&path, 8),
                _ => None,
            });
            targets.filter(|target| *target != index && !are_family(sources[index], sources[*target])).collect()
        });
        Self { paths: sources.iter().map(|source| source.path.clone()).collect(), edges: edges.collect() }
    }
}

/// Whether one of the two is the module that the other stands below.
fn are_family(one: &Source, other: &Source) -> bool {
    let (one, other) = (one.module(), other.module());
    one.starts_with(&other) || other.starts_with(&one)
}

/// Finds the file that has an item.
struct Resolver<'a> {
    modules: &'a BTreeMap<Vec<String>, usize>,
    reexports: &'a [BTreeMap<String, Vec<String>>],
}

impl Resolver<'_> {
    /// The file with the item at a path from the crate's root, through at most `depth` re-exports.
    fn owner(&self, path: &[String], depth: usize) -> Option<usize> {
        let (length, file) =
            (0..=path.len()).rev().find_map(|length| Some((length, *self.modules.get(&path[..length])?)))?;
        let Some(name) = path.get(length) else { return Some(file) };
        match self.reexports[file].get(name).filter(|_| depth > 0) {
            Some(target) => {
                let whole: Vec<String> = target.iter().chain(&path[length + 1..]).cloned().collect();
                self.owner(&whole, depth - 1)
            }
            None => Some(file),
        }
    }
}

/// The strongly connected components of more than one file, by who reaches whom and back.
fn circles(graph: &Graph) -> Vec<Circle> {
    let count = graph.paths.len();
    let reach: Vec<BTreeSet<usize>> = (0..count).map(|start| reachable(graph, start)).collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for file in 0..count {
        let members: Vec<usize> = reach[file].iter().copied().filter(|other| reach[*other].contains(&file)).collect();
        if members.len() > 1 && seen.insert(members.clone()) {
            let within = |from: &usize| graph.edges[*from].iter().filter(|to| members.contains(to)).copied().collect();
            let imports = members.iter().flat_map(|from| {
                let targets: Vec<usize> = within(from);
                targets.into_iter().map(|to| (graph.paths[*from].clone(), graph.paths[to].clone()))
            });
            found.push(imports.collect());
        }
    }
    found
}

/// Everything that can be reached from a file by one import or more.
fn reachable(graph: &Graph, start: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<usize> = graph.edges[start].iter().copied().collect();
    while let Some(file) = open.pop() {
        if reached.insert(file) {
            open.extend(&graph.edges[file]);
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::super::source::Source;
    use super::find;

    fn found(files: &[(&str, &str)]) -> Vec<Vec<(String, String)>> {
        let parse = |(path, text): &(&str, &str)| Source::parse((*path).to_owned(), (*text).to_owned()).unwrap();
        find(&files.iter().map(parse).collect::<Vec<_>>())
    }

    #[test]
    fn files_that_import_each_other_are_found() {
        let circles = found(&[
            ("runtime/src/lib.rs", "mod a;\nmod b;\nmod c;\npub use a::A;"),
            ("runtime/src/a.rs", "use crate::b::B;"),
            ("runtime/src/b.rs", "use crate::c::C;"),
            ("runtime/src/c.rs", "use crate::A;"),
            ("xtask/src/main.rs", "mod a;\nmod b;"),
            ("xtask/src/a.rs", "use crate::b::B;"),
            ("xtask/src/b.rs", ""),
        ]);
        let imports = [("a", "b"), ("b", "c"), ("c", "a")];
        let path = |name: &str| format!("runtime/src/{name}.rs");
        assert_eq!(circles, [imports.map(|(from, to)| (path(from), path(to))).to_vec()]);
    }

    #[test]
    fn a_module_and_those_below_it_are_one_family() {
        let files = [
            ("runtime/src/a.rs", "mod inner;\nuse inner::B;\npub struct A;"),
            ("runtime/src/a/inner.rs", "use super::A;"),
            ("runtime/src/a/tests.rs", "use super::inner::B;"),
        ];
        assert!(found(&files).is_empty());
    }

    #[test]
    fn tests_and_macros_may_import_what_they_like() {
        let files = [
            ("runtime/src/a.rs", "use crate::b::B;\n#[cfg(test)]\nmod tests { use crate::c::C; }"),
            ("runtime/src/b.rs", "macro_rules! m { () => { $crate::a::A } }"),
            ("runtime/src/c.rs", "use crate::a::A;"),
        ];
        assert!(found(&files).is_empty());
    }
}
