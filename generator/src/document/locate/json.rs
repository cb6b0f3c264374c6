//! Scans JSON for the positions of nodes. Other nodes are skipped; invalid JSON ends the scan.

use std::ops::Range;

use super::Tree;

/// Scans the text; returns `false` if the whole text is not JSON.
pub(super) fn scan(text: &str, tree: &mut Tree) -> bool {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    scanner.value(tree, Some(Tree::ROOT), 0).is_some() && {
        scanner.blanks();
        scanner.at == text.len()
    }
}

/// The greatest depth of a scan: more than any document that was loaded.
const LIMIT: usize = 256;

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn value(&mut self, tree: &mut Tree, node: Option<usize>, depth: usize) -> Option<()> {
        if depth > LIMIT {
            return None;
        }
        self.blanks();
        let start = self.at;
        match self.bytes.get(self.at)? {
            // Most nodes of a large document are not wanted.
            b'{' | b'[' if node.is_none() => self.skip()?,
            b'{' => self.object(tree, node, depth)?,
            b'[' => self.array(tree, node, depth)?,
            b'"' => self.string().map(drop)?,
            _ => self.word()?,
        }
        match self.bytes.get(start) {
            Some(b'{' | b'[') => tree.found_container(node, start..self.at),
            _ => tree.found_value(node, start..self.at),
        }
        Some(())
    }

    fn object(&mut self, tree: &mut Tree, node: Option<usize>, depth: usize) -> Option<()> {
        self.at += 1;
        self.blanks();
        if self.take(b'}') {
            return Some(());
        }
        loop {
            self.blanks();
            let key = self.string()?;
            let child = if tree.nodes.get(node.unwrap_or(usize::MAX)).is_some_and(|node| !node.children.is_empty()) {
                let text: Option<String> = serde_json::from_slice(self.bytes.get(key.clone())?).ok();
                tree.child(node, &text?)
            } else {
                None
            };
            tree.found_key(child, key);
            self.blanks();
            if !self.take(b':') {
                return None;
            }
            self.value(tree, child, depth + 1)?;
            self.blanks();
            if self.take(b'}') {
                return Some(());
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn array(&mut self, tree: &mut Tree, node: Option<usize>, depth: usize) -> Option<()> {
        self.at += 1;
        self.blanks();
        if self.take(b']') {
            return Some(());
        }
        for index in 0_usize.. {
            let child = tree.child(node, &index.to_string());
            self.value(tree, child, depth + 1)?;
            self.blanks();
            if self.take(b']') {
                break;
            }
            if !self.take(b',') {
                return None;
            }
        }
        Some(())
    }

    /// Reads a string and returns its bytes, including the quotes.
    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if !self.take(b'"') {
            return None;
        }
        loop {
            let rest = self.bytes.get(self.at..)?;
            self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
            if self.take(b'"') {
                return Some(start..self.at);
            }
            self.at += 2;
        }
    }

    /// Skips an object or array in which nothing is wanted.
    fn skip(&mut self) -> Option<()> {
        let mut open = 0_usize;
        loop {
            let rest = self.bytes.get(self.at..)?;
            self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))?;
            match self.bytes.get(self.at)? {
                b'"' => self.string().map(drop)?,
                b'{' | b'[' => (open, self.at) = (open + 1, self.at + 1),
                _ => (open, self.at) = (open.checked_sub(1)?, self.at + 1),
            }
            if open == 0 {
                return Some(());
            }
        }
    }

    /// Reads a number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<()> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn blanks(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_there = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(is_there);
        is_there
    }
}
