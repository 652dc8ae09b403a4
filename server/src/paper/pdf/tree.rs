//! The structure of a document: what is a heading, a row, a link. Its leaves are stretches of pages that are drawn later.

use krilla::tagging::{Identifier, Node, TagGroup, TagKind, TagTree};

/// A part of the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch(usize);

/// A stretch of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf(usize);

/// The structure.
#[derive(Debug, Default)]
pub struct Tree {
    branches: Vec<(TagKind, Vec<Child>)>,
    roots: Vec<usize>,
    leaves: Vec<Option<Identifier>>,
}

#[derive(Debug, Clone, Copy)]
enum Child {
    Branch(usize),
    Leaf(usize),
}

impl Tree {
    /// Adds a part at the end of the document.
    pub fn root(&mut self, tag: impl Into<TagKind>) -> Branch {
        self.branches.push((tag.into(), Vec::new()));
        self.roots.push(self.branches.len() - 1);
        Branch(self.branches.len() - 1)
    }

    /// Adds a part at the end of another.
    pub fn branch(&mut self, parent: Branch, tag: impl Into<TagKind>) -> Branch {
        self.branches.push((tag.into(), Vec::new()));
        let added = self.branches.len() - 1;
        self.branches[parent.0].1.push(Child::Branch(added));
        Branch(added)
    }

    /// Adds a stretch of a page at the end of a part.
    pub fn leaf(&mut self, parent: Branch) -> Leaf {
        self.leaves.push(None);
        let added = self.leaves.len() - 1;
        self.branches[parent.0].1.push(Child::Leaf(added));
        Leaf(added)
    }

    /// Remembers what was drawn for a leaf.
    pub fn drawn(&mut self, leaf: Leaf, identifier: Identifier) {
        self.leaves[leaf.0] = Some(identifier);
    }

    /// The structure as the PDF writer wants it.
    pub fn build(&self) -> TagTree {
        let mut tree = TagTree::new();
        for root in &self.roots {
            tree.push(self.group(*root));
        }
        tree
    }

    fn group(&self, branch: usize) -> Node {
        let (tag, children) = &self.branches[branch];
        let mut group = TagGroup::new(tag.clone());
        for child in children {
            match child {
                Child::Branch(branch) => group.push(self.group(*branch)),
                Child::Leaf(leaf) => {
                    if let Some(identifier) = self.leaves[*leaf] {
                        group.push(identifier);
                    }
                }
            }
        }
        Node::Group(group)
    }
}
