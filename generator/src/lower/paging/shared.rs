//! Paging rules for many operations: each operation is paged by the first rule that fits it. A rule that fits none is
//! reported.

use super::rule;
use super::view::View;
use crate::config::{Config, PagingRule, SharedPagingRule};
use crate::diagnostics::{Diagnostic, Location, codes};
use crate::ir::{Paging, PagingKind};
use crate::lower::account::Account;
use crate::lower::endpoint::Endpoint;
use crate::pointer::Pointer;

/// The rules of the configuration for many operations, with what became of each.
pub(in crate::lower) struct Rules<'a> {
    config: &'a Config,
    tallies: Vec<Tally<'a>>,
}

/// A rule, and the operations that it was tried on.
struct Tally<'a> {
    rule: &'a SharedPagingRule,
    /// How many operations it fits.
    fitting: usize,
    /// Whether an operation is paged by it.
    is_used: bool,
    /// The operations that it names in full and does not fit, with the index of the name.
    named: Vec<(usize, Misfit)>,
    /// The first of the operations that have the most of what it names, and does not fit.
    nearest: Option<Misfit>,
}

/// An operation that a rule does not fit.
struct Misfit {
    operation: String,
    at: Pointer,
    /// How many of the parameters and properties that the rule names it has.
    present: usize,
    problem: String,
}

impl<'a> Rules<'a> {
    pub(in crate::lower) fn new(config: &'a Config) -> Self {
        let tally = |rule| Tally { rule, fitting: 0, is_used: false, named: Vec::new(), nearest: None };
        Self { config, tallies: config.paging.iter().map(tally).collect() }
    }

    /// Returns how an operation is paged by the first rule that fits it, and the index of that rule.
    pub(super) fn first_fitting(
        &mut self,
        endpoint: &Endpoint<'_>,
        view: Option<&View<'_>>,
    ) -> Option<(usize, Paging)> {
        let mut first = None;
        for (index, tally) in self.tallies.iter_mut().enumerate() {
            if let Some(paging) = tally.apply(endpoint, view) {
                first.get_or_insert((index, paging));
            }
        }
        first
    }

    /// Notes that an operation is paged by a rule.
    pub(super) fn mark_used(&mut self, index: usize) {
        if let Some(tally) = self.tallies.get_mut(index) {
            tally.is_used = true;
        }
    }

    /// Reports the rules that no operation is paged by, and the operations that a rule names but does not fit.
    pub(in crate::lower) fn report(self, account: &mut Account<'_>) {
        for (index, tally) in self.tallies.into_iter().enumerate() {
            let index = index.to_string();
            let locate = |keys: &[&str]| self.config.locations.location(&[&["paging", &index], keys].concat());
            let is_reported = !tally.named.is_empty();
            for (number, misfit) in tally.named {
                let location = locate(&["operations", &number.to_string()]);
                account.push(named_misfit(misfit, location));
            }
            if tally.fitting == 0 && !is_reported {
                account.push(fits_none(tally.nearest, locate(&[])));
            } else if tally.fitting > 0 && !tally.is_used {
                let message = format!(
                    "this paging rule has no effect: the {} that it fits have a `paging` of their own, an extension, or \
                     an earlier rule",
                    operations(tally.fitting)
                );
                let unused = Diagnostic::new(codes::UNUSED_PAGING_RULE, locate(&[]), message);
                account.push(unused.help("remove it, or move it before the others"));
            }
        }
    }
}

impl Tally<'_> {
    /// Returns how an operation is paged by the rule, if it fits.
    fn apply(&mut self, endpoint: &Endpoint<'_>, view: Option<&View<'_>>) -> Option<Paging> {
        let Endpoint { operation, method, path, .. } = endpoint;
        let id = operation.operation_id.as_deref();
        if !self.rule.holds_for(id, method.as_str(), path) {
            return None;
        }
        let (present, problem) = match fit(view, self.rule) {
            Ok(paging) => {
                self.fitting += 1;
                return Some(paging);
            }
            Err(misfit) => misfit,
        };
        let operation = format!("{} {path}", method.as_str());
        let is_name = |name: &String| *name == operation || Some(name.as_str()) == id;
        let name = self.rule.operations.iter().position(is_name);
        let misfit = Misfit { operation, at: endpoint.at.clone(), present, problem };
        match name {
            Some(name) => self.named.push((name, misfit)),
            None if self.nearest.as_ref().is_none_or(|nearest| nearest.present < present) => {
                self.nearest = Some(misfit)
            }
            None => {}
        }
        None
    }
}

/// Applies a rule to an operation. The error says how many of the parameters and properties that the rule names the
/// operation has, and what does not fit.
fn fit(view: Option<&View<'_>>, shared: &SharedPagingRule) -> Result<Paging, (usize, String)> {
    let rule = &shared.rule;
    let view = view.ok_or((0, super::NOT_PAGED.to_owned()))?;
    let parameters = [&rule.parameter, &rule.size].into_iter().flatten();
    let parameters = parameters.map(|name| rule::input(view, name).map(|_| ()));
    let properties = named_properties(rule).filter(|path| *path != ".");
    let properties = properties.map(|path| rule::member(view, path).map(|_| ()));
    let (mut present, mut problem) = (0, None);
    for found in parameters.chain(properties) {
        match found {
            Ok(()) => present += 1,
            Err(missing) => problem = problem.or(Some(missing)),
        }
    }
    match problem.or_else(|| unlikely(view, shared)) {
        Some(problem) => Err((present, problem)),
        None => rule::apply(view, rule).map_err(|problem| (present, problem)),
    }
}

/// Returns why a rule that narrows nothing down should not apply to an operation which has all that it names.
fn unlikely(view: &View<'_>, shared: &SharedPagingRule) -> Option<String> {
    let rule = &shared.rule;
    if !shared.operations.is_empty() {
        return None;
    }
    let header = match rule.kind {
        Some(PagingKind::Header) => rule.header.as_deref(),
        Some(PagingKind::Link) => Some("Link"),
        _ => None,
    };
    // Documents often leave headers out, but then something else of the response has to show that it is a page.
    if let Some(header) = header.filter(|_| named_properties(rule).next().is_none())
        && !view.headers.iter().any(|known| known.name.eq_ignore_ascii_case(header))
    {
        return Some(format!(
            "its responses declare no header `{header}`; if they have it nevertheless, list the operations: `operations = \
             [\"GET /*\"]`"
        ));
    }
    let items = rule::items(view, rule).ok()?;
    view.sends_items(&items).then(|| "its request sends the items of its response".to_owned())
}

/// Returns the paths of the response properties that a rule names.
fn named_properties(rule: &PagingRule) -> impl Iterator<Item = &str> {
    [&rule.items, &rule.next, &rule.more, &rule.last, &rule.total, &rule.pages]
        .into_iter()
        .flatten()
        .map(String::as_str)
}

fn named_misfit(misfit: Misfit, location: Location) -> Diagnostic {
    let Misfit { operation, at, problem, .. } = misfit;
    let message = format!("this paging rule does not fit `{operation}`: {problem}");
    Diagnostic::new(codes::UNFITTING_PAGING, location, message)
        .related(Location::Node(at), "the operation")
        .help("correct the rule, or remove the operation from it; paths are names joined by dots")
}

fn fits_none(nearest: Option<Misfit>, location: Location) -> Diagnostic {
    let Some(Misfit { operation, at, problem, .. }) = nearest else {
        let message = "this paging rule fits no operation: there is none that it applies to";
        let help = "correct its `operations` and `except`, or remove the rule";
        return Diagnostic::new(codes::UNFITTING_PAGING, location, message).help(help);
    };
    let message = format!("this paging rule fits no operation; the nearest is `{operation}`, but {problem}");
    Diagnostic::new(codes::UNFITTING_PAGING, location, message)
        .related(Location::Node(at), "the nearest operation")
        .help("correct the rule, or remove it; paths are names joined by dots")
}

fn operations(count: usize) -> String {
    if count == 1 { "operation".to_owned() } else { format!("{count} operations") }
}
