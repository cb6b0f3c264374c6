//! Finds the edges that close circles. Knows nothing of types: nodes are numbers, and the order of the edges is given.

use std::collections::HashMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graphmap::DiGraphMap;

/// An edge with its index in the given order.
#[derive(Clone, Copy)]
struct Edge {
    index: usize,
    from: usize,
    to: usize,
}

/// Returns, for each edge, whether it is the last one of a circle. Without these edges there is no circle.
///
/// An edge that is added changes nothing for those before it. Of those after it, it can only add to the ones that
/// close a circle.
pub(super) fn closing(edges: &[(usize, usize)]) -> Vec<bool> {
    let mut closing = vec![false; edges.len()];
    let edges: Vec<Edge> = edges.iter().enumerate().map(|(index, &(from, to))| Edge { index, from, to }).collect();
    for own in edges.iter().filter(|edge| edge.from == edge.to) {
        closing[own.index] = true;
    }
    let others = edges.iter().copied().filter(|edge| edge.from != edge.to).collect();
    search(others, 0, edges.len(), &mut closing);
    closing
}

/// Finds out, by bisection, when both ends of each edge begin to reach each other if edges are added in their order.
///
/// For each of the given edges that happens with the edge `first`, with the edge `last`, or with one in between; `last`
/// is the number of all edges for those to which it never happens.
fn search(edges: Vec<Edge>, first: usize, last: usize, closing: &mut [bool]) {
    if edges.is_empty() {
        return;
    }
    if first == last {
        for edge in edges.iter().filter(|edge| first <= edge.index) {
            closing[edge.index] = true;
        }
        return;
    }
    let middle = first.midpoint(last);
    let components = components(&edges, middle);
    let component = |node: usize| components.get(&node).copied().unwrap_or(node);
    let (mut sooner, mut later) = (Vec::new(), Vec::new());
    for edge in edges {
        let (from, to) = (component(edge.from), component(edge.to));
        if from == to {
            sooner.push(edge);
        } else {
            later.push(Edge { from, to, ..edge });
        }
    }
    search(sooner, first, middle, closing);
    search(later, middle + 1, last, closing);
}

/// Returns the strongly connected component of each node, called by one of its nodes. Only edges up to `last` count.
fn components(edges: &[Edge], last: usize) -> HashMap<usize, usize> {
    let edges = edges.iter().filter(|edge| edge.index <= last).map(|edge| (edge.from, edge.to));
    let components = kosaraju_scc(&DiGraphMap::<usize, ()>::from_edges(edges));
    components.iter().flat_map(|nodes| nodes.iter().map(|node| (*node, nodes[0]))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::closing;

    /// Whether a node reaches another one.
    fn reaches(edges: &[(usize, usize)], from: usize, to: usize) -> bool {
        let (mut waiting, mut seen) = (vec![from], vec![from]);
        while let Some(node) = waiting.pop() {
            if node == to {
                return true;
            }
            for &(_, next) in edges.iter().filter(|edge| edge.0 == node) {
                if !seen.contains(&next) {
                    seen.push(next);
                    waiting.push(next);
                }
            }
        }
        false
    }

    fn graph() -> impl Strategy<Value = Vec<(usize, usize)>> {
        proptest::collection::vec((0..8usize, 0..8usize), 0..30)
    }

    #[test]
    fn the_last_edge_of_each_circle_closes_it() {
        assert_eq!(closing(&[(0, 1), (1, 2), (2, 0), (1, 0), (3, 0)]), [false, false, true, true, false]);
        assert_eq!(closing(&[(0, 0), (0, 1)]), [true, false]);
        assert_eq!(closing(&[]), [false; 0]);
    }

    proptest! {
        #[test]
        fn an_edge_closes_a_circle_if_those_before_it_lead_back(edges in graph()) {
            let expected: Vec<bool> =
                edges.iter().enumerate().map(|(at, &(from, to))| reaches(&edges[..at], to, from)).collect();
            prop_assert_eq!(closing(&edges), expected);
        }

        #[test]
        fn an_added_edge_opens_no_circle(edges in graph(), at in 0..30usize, added in (0..8usize, 0..8usize)) {
            let at = at.min(edges.len());
            let before = closing(&edges);
            let mut grown = edges;
            grown.insert(at, added);
            let mut after = closing(&grown);
            after.remove(at);
            prop_assert_eq!(&before[..at], &after[..at]);
            prop_assert!(before.iter().zip(&after).all(|(before, after)| !before || *after));
        }
    }
}
