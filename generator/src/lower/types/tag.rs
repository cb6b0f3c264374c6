//! Declared tags: what a discriminator says, and faults of its mapping.

use openapiv3::Discriminator;

use super::super::schemas::{Conflict, DEEPEST, Node, Parts, Tag, choose_values, component_name};
use super::Types;
use crate::diagnostics::codes;
use crate::ir::WireName;
use crate::pointer::Pointer;

impl<'a> Types<'a> {
    /// Returns the tag that the discriminator of the schema at `at` declares.
    pub(in crate::lower) fn declared_tag(
        &mut self,
        discriminator: &Discriminator,
        parts: &Parts<'a>,
        at: &Pointer,
    ) -> Tag {
        let known = self.schemas.known(discriminator, parts, 0);
        let (values, conflicts) = choose_values(&known);
        let names: Vec<String> =
            known.iter().map(|known| known.name.clone().unwrap_or_else(|| "an alternative".to_owned())).collect();
        self.report_conflicts(discriminator, &conflicts, &names, at);
        let targets = discriminator.mapping.iter().filter(|(value, _)| !known.iter().any(|k| k.mapped.contains(value)));
        let unused: Vec<(String, String)> = targets.map(|(value, to)| (value.clone(), component_name(to))).collect();
        self.report_unused_mappings(&unused, at);
        let tag = discriminator.property_name.as_str();
        let labels = parts.iter().zip(&known).map(|((part, at), known)| {
            if !known.mapped.is_empty() && !known.is_union {
                return known.mapped.clone();
            }
            match (self.schemas.values_of_member(*part, at, tag, true, DEEPEST), part) {
                (own, Node::Reference(reference)) if own.is_empty() => vec![component_name(reference)],
                (own, _) => own,
            }
        });
        Tag { labels: labels.collect(), name: WireName::new(tag), values }
    }

    /// Reports values that are mapped to alternatives which do not allow them.
    pub(in crate::lower) fn report_conflicts(
        &mut self,
        discriminator: &Discriminator,
        conflicts: &[Conflict],
        names: &[String],
        at: &Pointer,
    ) {
        let location = at.child("discriminator").child("mapping");
        for (index, value) in conflicts {
            let message = format!(
                "`{value}` is mapped to `{}`, whose `{}` does not allow it; the values that the schema allows are used",
                names[*index], discriminator.property_name
            );
            self.account.report(codes::TAG_CONFLICT, &location.child(value), message);
        }
    }

    /// Reports values that are mapped to schemas which are not alternatives.
    pub(in crate::lower) fn report_unused_mappings(&mut self, unused: &[(String, String)], at: &Pointer) {
        let location = at.child("discriminator").child("mapping");
        for (value, target) in unused {
            let message = format!("`{value}` is mapped to `{target}`, which is not an alternative; it is ignored");
            self.account.report(codes::UNUSED_MAPPING, &location.child(value), message);
        }
    }
}
