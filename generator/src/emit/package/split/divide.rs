//! Divides the nodes of a graph into groups that refer to each other in one direction only, so that groups can be built
//! in parallel. Knows numbers only.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// Groups of nodes that weigh at most `most`, except where nodes that mention each other in a circle weigh more. A
/// group mentions groups before it, and never one after it. `mentions` holds, for each node, those that it mentions.
///
/// Leaves of the graph are split off in bounded groups, layer by layer: groups of a layer are independent of each other
/// and can be built at the same time.
pub(super) fn divide(weights: &[usize], mentions: &[Vec<usize>], most: usize) -> Vec<Vec<usize>> {
    let circles = Circles::of(weights, mentions);
    let mut layers: Vec<Vec<Group>> = Vec::new();
    let mut rest: Vec<usize> = (0..circles.nodes.len()).collect();
    while !rest.is_empty() {
        let weight: usize = rest.iter().map(|circle| circles.weights[*circle]).sum();
        let layer = if weight <= most {
            vec![Group { circles: std::mem::take(&mut rest), weight }]
        } else {
            let (upper, lower) = circles.peel(&rest, most);
            rest = lower;
            pack(upper, most)
        };
        layers.push(layer);
    }
    layers.reverse();
    let groups = merge(layers, most).into_iter().flatten();
    let nodes = |group: Group| {
        let mut nodes: Vec<usize> = group.circles.iter().flat_map(|circle| circles.nodes[*circle].clone()).collect();
        nodes.sort_unstable();
        nodes
    };
    groups.map(nodes).collect()
}

/// Circles that stay together, and what they weigh.
#[derive(Default)]
struct Group {
    circles: Vec<usize>,
    weight: usize,
}

impl Group {
    fn absorb(&mut self, other: &mut Self) {
        self.circles.append(&mut other.circles);
        self.weight += std::mem::take(&mut other.weight);
    }
}

/// The graph without circles: nodes that mention each other are one.
struct Circles {
    /// The nodes of each.
    nodes: Vec<Vec<usize>>,
    weights: Vec<usize>,
    /// Those that mention each, all with higher numbers.
    mentioned_by: Vec<Vec<usize>>,
}

impl Circles {
    fn of(weights: &[usize], mentions: &[Vec<usize>]) -> Self {
        let edges: Vec<(usize, usize)> =
            mentions.iter().enumerate().flat_map(|(from, all)| all.iter().map(move |to| (from, *to))).collect();
        let mut graph = DiGraph::<(), (), usize>::from_edges(&edges);
        // The last nodes may have no edge.
        while graph.node_count() < weights.len() {
            graph.add_node(());
        }
        // What is mentioned comes before what mentions it.
        let nodes: Vec<Vec<usize>> =
            kosaraju_scc(&graph).iter().map(|circle| circle.iter().map(|node| node.index()).collect()).collect();
        let mut circle_of = vec![0; weights.len()];
        for (circle, nodes) in nodes.iter().enumerate() {
            nodes.iter().for_each(|node| circle_of[*node] = circle);
        }
        let mut mentioned_by = vec![Vec::new(); nodes.len()];
        for (from, to) in edges.into_iter().map(|(from, to)| (circle_of[from], circle_of[to])) {
            if from != to {
                mentioned_by[to].push(from);
            }
        }
        let weights = nodes.iter().map(|nodes| nodes.iter().map(|node| weights[*node]).sum()).collect();
        Self { nodes, weights, mentioned_by }
    }

    /// Removes the nodes to which only removed nodes refer, as long as each connected group stays small enough. Returns
    /// these groups and the remaining nodes.
    fn peel(&self, rest: &[usize], most: usize) -> (Vec<Group>, Vec<usize>) {
        let mut group_of: Vec<Option<usize>> = vec![None; self.nodes.len()];
        let mut is_left = vec![false; self.nodes.len()];
        rest.iter().for_each(|circle| is_left[*circle] = true);
        let mut groups: Vec<Group> = Vec::new();
        let mut lower = Vec::new();
        for circle in rest.iter().rev().copied() {
            let above: Vec<usize> = self.mentioned_by[circle].iter().copied().filter(|it| is_left[*it]).collect();
            let mut touched: Vec<usize> = above.iter().filter_map(|it| group_of[*it]).collect();
            touched.sort_unstable();
            touched.dedup();
            let weight = self.weights[circle] + touched.iter().map(|group| groups[*group].weight).sum::<usize>();
            let is_free = above.iter().all(|it| group_of[*it].is_some());
            // What is too heavy by itself is a group of its own.
            if !is_free || (weight > most && !touched.is_empty()) {
                lower.push(circle);
                continue;
            }
            let mut all = Group { circles: vec![circle], weight: self.weights[circle] };
            touched.iter().for_each(|group| all.absorb(&mut groups[*group]));
            all.circles.iter().for_each(|it| group_of[*it] = Some(groups.len()));
            groups.push(all);
        }
        lower.reverse();
        groups.retain(|group| !group.circles.is_empty());
        (groups, lower)
    }
}

/// Packs independent groups together: the heaviest first, each into the first group with room for it.
fn pack(mut groups: Vec<Group>, most: usize) -> Vec<Group> {
    groups.sort_by_key(|group| std::cmp::Reverse((group.weight, group.circles.first().copied())));
    let mut packed: Vec<Group> = Vec::new();
    for mut group in groups {
        match packed.iter_mut().find(|other| other.weight + group.weight <= most) {
            Some(other) => other.absorb(&mut group),
            None => packed.push(group),
        }
    }
    packed
}

/// Puts neighbouring layers together that are light enough to be one group.
fn merge(layers: Vec<Vec<Group>>, most: usize) -> Vec<Vec<Group>> {
    let weight = |layer: &[Group]| layer.iter().map(|group| group.weight).sum::<usize>();
    let mut merged: Vec<Vec<Group>> = Vec::new();
    for layer in layers {
        match merged.last_mut() {
            Some(below) if weight(below) + weight(&layer) <= most => {
                let mut one = Group::default();
                below.drain(..).chain(layer).for_each(|mut group| one.absorb(&mut group));
                below.push(one);
            }
            _ => merged.push(layer),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

    use super::divide;

    #[test]
    fn shared_nodes_come_first_and_the_others_are_packed() {
        // 0 is mentioned by all; 1 and 2 mention each other.
        let mentions = [vec![], vec![0, 2], vec![1], vec![0], vec![3, 0]];
        assert_eq!(divide(&[1, 2, 2, 2, 2], &mentions, 4), [vec![0], vec![1, 2], vec![3, 4]]);
        assert_eq!(divide(&[1, 2, 2, 2, 2], &mentions, 9), [vec![0, 1, 2, 3, 4]]);
        assert_eq!(divide(&[], &[], 1), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn a_chain_is_cut() {
        let mentions: Vec<Vec<usize>> =
            (0..10_000_usize).map(|node| node.checked_sub(1).into_iter().collect()).collect();
        let groups = divide(&vec![1; 10_000], &mentions, 2_500);
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [2_500; 4]);
    }

    proptest! {
        #[test]
        fn every_node_is_in_one_group_and_mentions_point_back(
            (weights, mentions, most) in (1..40_usize).prop_flat_map(|count| {
                let weights = proptest::collection::vec(1..9_usize, count);
                let mentions = proptest::collection::vec(proptest::collection::vec(0..count, 0..4), count);
                (weights, mentions, any::<u8>().prop_map(|most| usize::from(most) + 1))
            })
        ) {
            let groups = divide(&weights, &mentions, most);
            let mut all: Vec<usize> = groups.iter().flatten().copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..weights.len()).collect::<Vec<_>>());
            let group_of = |node: usize| groups.iter().position(|group| group.contains(&node));
            for (from, to) in mentions.iter().enumerate().flat_map(|(from, to)| to.iter().map(move |to| (from, *to))) {
                prop_assert!(group_of(to) <= group_of(from));
            }
        }
    }
}
