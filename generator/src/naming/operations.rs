//! Names of resources, of their methods, and of the requests these methods make.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::held::{Held, HeldRequests, HeldResources};
use super::ident::Ident;
use super::inputs::{self, Input};
use super::methods::MethodNames;
use super::reserved::{DEVICES, PRELUDE, RESOURCE_METHODS, VARIANTS};
use super::scope::{Clash, Help, Scope};
use super::types::TypeNames;
use super::words::{Case, Words};
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Claim, Location, Operation, Output, Parameter, ResourceId, Success};
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::surface::Method;

/// The names of a resource.
#[derive(Clone, Debug)]
pub struct ResourceNames {
    /// The method of its parent or of the client that returns it.
    pub accessor: Ident,
    /// The type that has its methods.
    pub handle: Ident,
    /// The module, and file, that contains it.
    pub module: Ident,
}

/// The names of an operation and its parts.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The method of its resource.
    pub method: Ident,
    /// Its earlier names, which are deprecated aliases.
    pub was: Vec<Ident>,
    /// The calls that led to it earlier, and still do by aliases: `widgets.list`.
    pub was_at: Vec<String>,
    /// The type of the request that the method makes.
    pub request: Ident,
    /// The earlier names of that type, which are deprecated aliases.
    pub request_was: Vec<Ident>,
    /// The static with its facts.
    pub facts: Ident,
    /// The struct of required inputs, if there are too many for arguments.
    pub arguments: Ident,
    /// The type of its result and its variants, if each status has another type.
    pub output: Option<OutputNames>,
    /// The test that calls it.
    pub test: Ident,
    /// The test that calls it with all optional inputs.
    pub full_test: Ident,
    /// Its inputs.
    pub inputs: Vec<Input>,
}

/// The names of an operation's result.
#[derive(Clone, Debug)]
pub struct OutputNames {
    /// The type.
    pub ident: Ident,
    /// Its variants, in their order.
    pub variants: Vec<Ident>,
}

/// Resources before their handles are known.
pub(super) struct Accessors {
    accessors: Vec<Ident>,
    modules: Vec<Ident>,
    words: Vec<Words>,
}

impl Accessors {
    /// Returns the calls that lead to a resource: `users.keys`.
    fn path(&self, api: &Api, mut index: usize) -> String {
        let mut steps = vec![self.accessors[index].as_str()];
        while let Some(parent) = api.resources[index].parent {
            index = parent.index();
            steps.push(self.accessors[index].as_str());
        }
        steps.reverse();
        steps.join(".")
    }
}

/// The names of the methods that return resources.
pub(super) fn resources(api: &Api, settings: Settings<'_>, diagnostics: &mut Diagnostics) -> Accessors {
    let mut scopes: HashMap<Option<ResourceId>, Scope> = HashMap::new();
    let mut accessors = Vec::with_capacity(api.resources.len());
    let mut words = Vec::with_capacity(api.resources.len());
    let (held, published) = (HeldResources::of(api, Held::of(settings)), Held::of(settings));
    // The methods of a resource share their scope with those that return its children.
    let mut methods: HashMap<Option<ResourceId>, Vec<&str>> = HashMap::new();
    for (operation, method) in api.operations.iter().filter_map(|one| Some((one, published.operation(one)?))) {
        methods.entry(Some(operation.resource)).or_default().push(&method.name);
    }
    for (index, resource) in api.resources.iter().enumerate() {
        let scope = scopes.entry(resource.parent).or_insert_with(|| {
            let mut scope = Scope::reserving(&RESOURCE_METHODS);
            DEVICES.iter().for_each(|name| scope.reserve(name));
            held.below(api, resource.parent).for_each(|name| scope.hold(name));
            methods.get(&resource.parent).into_iter().flatten().for_each(|name| scope.hold(name));
            scope
        });
        let own = Words::split(resource.path.last().map_or("", String::as_str));
        // The method that returns a resource also names its file.
        let plain = own.ascii();
        let at = Pointer::root().child("paths");
        let what = format!("the resource `{}`", resource.path.join("."));
        let help = Help::Words("set `resource` for one of its operations: [operations.\"…\"] resource = \"…\"");
        let clash = Clash { what: &what, at: &at, lenient: settings.options.lenient_names, help };
        let spellings = [plain.clone(), plain.then(&Words::split("resource"))];
        let kept = held.accessor(index).and_then(|name| scope.take_held(name, &at));
        accessors.push(match kept {
            Some(ident) => ident,
            None => scope.choose(&spellings, Case::Snake, &clash, diagnostics),
        });
        words.push(own);
    }
    let modules = accessors.clone();
    Accessors { accessors, modules, words }
}

/// The names of methods.
pub(super) fn methods(
    api: &Api,
    accessors: &Accessors,
    settings: Settings<'_>,
    diagnostics: &mut Diagnostics,
) -> MethodNames {
    let mut scopes: HashMap<ResourceId, Scope> = HashMap::new();
    let below = accessors_below(api, accessors);
    let held = Held::of(settings);
    let kept = |operation: &Operation| {
        held.operation(operation).filter(|_| operation.claim != Claim::Configured).map(|method| method.name.as_str())
    };
    let mut names: HashMap<ResourceId, Vec<&str>> = HashMap::new();
    for operation in &api.operations {
        names.entry(operation.resource).or_default().extend(kept(operation));
    }
    let mut named: Vec<(usize, Ident)> = Vec::with_capacity(api.operations.len());
    for index in by_precedence(api) {
        let operation = &api.operations[index];
        let scope = scopes.entry(operation.resource).or_insert_with(|| {
            // The methods of a resource share their scope with those that return its children.
            let mut scope = Scope::reserving(&RESOURCE_METHODS);
            below.get(&operation.resource).into_iter().flatten().for_each(|accessor| scope.reserve(accessor.as_str()));
            names.get(&operation.resource).into_iter().flatten().for_each(|name| scope.hold(name));
            scope
        });
        if let Some(ident) = kept(operation).and_then(|name| scope.take_held(name, &operation.at)) {
            named.push((index, ident));
            continue;
        }
        let mut spellings: Vec<Words> = operation.names.iter().map(|name| Words::split(name)).collect();
        if spellings.first().is_some_and(|first| RESOURCE_METHODS.contains(&first.snake().as_str())) {
            let resource =
                Words::split(api.resources[operation.resource.index()].path.last().map_or("", String::as_str));
            spellings.insert(1, spellings[0].clone().then(&resource.singular()));
        }
        let key = operation.operation_id.clone().unwrap_or_else(|| operation.by_path());
        let clash = Clash {
            what: "this method",
            at: &operation.at,
            lenient: settings.options.lenient_names,
            help: Help::Method(&key),
        };
        named.push((index, scope.choose(&spellings, Case::Snake, &clash, diagnostics)));
    }
    named.sort_unstable_by_key(|(index, _)| *index);
    let mut earlier = Vec::with_capacity(named.len());
    for ((_, ident), operation) in named.iter().zip(&api.operations) {
        let path = accessors.path(api, operation.resource.index());
        let names = held.earlier_methods(operation, &path, ident.as_str()).into_iter();
        let scope = scopes.entry(operation.resource).or_default();
        earlier.push(names.filter_map(|name| scope.take_held(name, &operation.at)).collect());
    }
    MethodNames::new(named.into_iter().map(|(_, ident)| ident).collect(), earlier)
}

/// The operations in the order in which they choose names, whatever their order in the document is: those that the
/// configuration names, then those whose `operationId` says no more than the name, then those with fewer parameters in
/// their paths.
fn by_precedence(api: &Api) -> Vec<usize> {
    let mut order: Vec<usize> = (0..api.operations.len()).collect();
    order.sort_by_cached_key(|index| {
        let operation = &api.operations[*index];
        let is_in_path = |parameter: &&Parameter| parameter.location == Location::Path;
        let parameters = operation.parameters.iter().filter(is_in_path).count();
        let place = (parameters, operation.path.clone(), operation.method.as_str().to_owned());
        (operation.claim, place)
    });
    order
}

/// Returns the methods that return the children of each resource.
fn accessors_below<'a>(api: &Api, accessors: &'a Accessors) -> HashMap<ResourceId, Vec<&'a Ident>> {
    let mut below: HashMap<ResourceId, Vec<&Ident>> = HashMap::new();
    for (resource, accessor) in api.resources.iter().zip(&accessors.accessors) {
        if let Some(parent) = resource.parent {
            below.entry(parent).or_default().push(accessor);
        }
    }
    below
}

/// The types of resources; a model of the same name keeps its own.
pub(super) fn handles(
    api: &Api,
    resources: Accessors,
    types: &[TypeNames],
    settings: Settings<'_>,
) -> Vec<ResourceNames> {
    let outside = outside(types);
    let held: HashMap<&str, &str> = Held::of(settings).resources().collect();
    let kept = (0..resources.accessors.len()).map(|index| held.get(resources.path(api, index).as_str()).copied());
    let kept: Vec<Option<&str>> = kept.collect();
    let Accessors { accessors, modules, words } = resources;
    let named = accessors.into_iter().zip(modules).zip(words).zip(kept);
    named
        .map(|(((accessor, module), words), kept)| {
            let mut scope = Scope::inside(&outside);
            if let Some(handle) = kept.and_then(|name| scope.take_held(name, &Pointer::root())) {
                return ResourceNames { accessor, handle, module };
            }
            let spellings = [words.clone(), words.clone().then(&Words::split("resource"))];
            let handle = scope.claim(&spellings, Case::Pascal, &Pointer::root());
            // Both spellings are models only in a document that is made to test this; then the third, long one is free.
            let handle = handle.unwrap_or_else(|| Ident::new(format!("{}ResourceHandle", words.pascal())));
            ResourceNames { accessor, handle, module }
        })
        .collect()
}

/// Names what an operation returns with each of several statuses.
fn variants(operation: &Operation, successes: &[Success], published: Option<&Method>) -> Vec<Ident> {
    let mut scope = Scope::reserving(&VARIANTS);
    let kept = |success: &Success| published.and_then(|method| method.outcomes.get(&success.status));
    successes.iter().filter_map(kept).for_each(|name| scope.hold(name));
    let variant = |success: &Success| {
        let ident = kept(success).and_then(|name| scope.take_held(name, &operation.at));
        ident.unwrap_or_else(|| scope.assign(&[Words::split(&success.label)], Case::Pascal, &operation.at))
    };
    successes.iter().map(variant).collect()
}

/// Returns the names that modules of resources import: the prelude, models and the runtime.
fn outside(types: &[TypeNames]) -> Rc<HashSet<String>> {
    let fixed = PRELUDE.iter().chain(&RUNTIME).map(|name| (*name).to_owned());
    Rc::new(
        fixed
            .chain(
                types
                    .iter()
                    .flat_map(|names| [&names.ident].into_iter().chain(&names.was))
                    .map(|ident| ident.as_str().to_owned()),
            )
            .collect(),
    )
}

/// Names of the runtime that modules of resources import, and one that reads like a constructor.
const RUNTIME: [&str; 30] = [
    "BodyFormat",
    "ByteStream",
    "Bytes",
    "Call",
    "Case",
    "Clearable",
    "Core",
    "Encoding",
    "Error",
    "EventStream",
    "Expandable",
    "FileUpload",
    "FormStyle",
    "Framing",
    "Items",
    "Method",
    "MultipartForm",
    "Next",
    "New",
    "Operation",
    "Outcome",
    "Pages",
    "Paginate",
    "PaginateBackward",
    "RequestOptions",
    "Response",
    "Sending",
    "Style",
    "Patch",
    "Value",
];

/// Names that the file of tests has itself.
const TESTS: [&str; 3] = ["client", "main", "test"];

/// The names of requests and their inputs.
pub(super) fn decide(
    api: &Api,
    methods: &MethodNames,
    types: &[TypeNames],
    settings: Settings<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationNames> {
    let mut scopes: HashMap<ResourceId, Scope> = HashMap::new();
    let outside = outside(types);
    let mut tests = Scope::reserving(&TESTS);
    let ids = api.operation_ids();
    let held = Held::of(settings);
    let kept = HeldRequests::of(api, held);
    let mut named: Vec<OperationNames> = Vec::with_capacity(api.operations.len());
    named.extend(ids.map(|id| {
        let operation = &api.operations[id.index()];
        let scope = scopes.entry(operation.resource).or_insert_with(|| {
            let mut scope = Scope::inside(&outside);
            let handle = methods.resource_words(api, id);
            scope.reserve(&handle.pascal());
            scope.reserve(&handle.then(&Words::split("resource")).pascal());
            kept.of_resource(operation.resource).for_each(|name| scope.hold(name));
            scope
        });
        let published = kept.operation(id);
        let words = methods.request_words(api, id);
        let spellings = [words.clone(), words.clone().then(&Words::split("request"))];
        let help = Help::Words("rename the method: [operations.\"…\"] method = \"…\"");
        let clash = Clash {
            what: "the request of this operation",
            at: &operation.at,
            lenient: settings.options.lenient_names,
            help,
        };
        let request = published.and_then(|method| scope.take_held(&method.request, &operation.at));
        let request = request.unwrap_or_else(|| scope.choose(&spellings, Case::Pascal, &clash, diagnostics));
        let request_was = held.earlier_requests(operation, request.as_str()).into_iter();
        let request_was = request_was.filter_map(|name| scope.take_held(name, &operation.at)).collect();
        let arguments =
            [words.clone().then(&Words::split("inputs")), words.clone().then(&Words::split("required inputs"))];
        let inputs_type = published.and_then(|method| method.inputs.as_deref());
        let kept_arguments = inputs_type.and_then(|name| scope.take_held(name, &operation.at));
        let arguments = kept_arguments.unwrap_or_else(|| scope.choose(&arguments, Case::Pascal, &clash, diagnostics));
        let facts = scope.choose(&[methods.words(id)], Case::Shouty, &clash, diagnostics);
        let output = match &operation.output {
            Output::Several(successes) => {
                let spellings = ["output", "outcome"].map(|word| words.clone().then(&Words::split(word)));
                let kept = published.filter(|method| !method.outcomes.is_empty()).map(|method| method.returns.as_str());
                let ident = kept.and_then(|name| scope.take_held(name, &operation.at));
                let ident = ident.unwrap_or_else(|| scope.choose(&spellings, Case::Pascal, &clash, diagnostics));
                let variants = variants(operation, successes, published);
                Some(OutputNames { ident, variants })
            }
            Output::Empty | Output::Json { .. } | Output::Text | Output::Bytes | Output::Stream(_) => None,
        };
        let method = methods.ident(id).clone();
        let path = Words::split(&api.resource_path(id).join(" "));
        let test = tests.assign(&[path.then(&methods.words(id))], Case::Snake, &operation.at);
        let inputs = inputs::decide(operation, settings, diagnostics);
        let was = methods.earlier(id).to_vec();
        let full_test = test.clone();
        let was_at = Vec::new();
        OperationNames { method, was, was_at, request, request_was, facts, arguments, output, full_test, test, inputs }
    }));
    // These are named last, so that no other name depends on them.
    for (names, id) in named.iter_mut().zip(api.operation_ids()) {
        let words = Words::split(names.test.as_str()).then(&Words::split("with everything"));
        names.full_test = tests.assign(&[words], Case::Snake, &api.operations[id.index()].at);
    }
    named
}
