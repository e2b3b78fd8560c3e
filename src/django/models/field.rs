//! One field of a model.

use std::sync::Arc;

use crate::base::Span;
use crate::django::code::Module;
use crate::syntax::python::{self, ast};

/// A field as its model declares or inherits it.
#[derive(Clone)]
pub struct Field {
    /// The attribute's name.
    pub name: String,
    /// The field class of Django that it is or descends from (`CharField`), or the last part of an installed
    /// package's class (`TreeForeignKey`).
    pub kind: String,
    /// The qualified name of the class as written.
    pub class: String,
    /// The relation, where it is one.
    pub relation: Option<Relation>,
    /// The module that holds the declaration.
    pub module: Arc<Module>,
    /// The bytes of the declaration.
    pub span: Span,
    /// The call that makes it.
    pub call: ast::ExprCall,
}

/// What a relation points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// One, one-to-one or many.
    pub kind: RelationKind,
    /// The target: a qualified name, `app.Model`, a bare name, or `self`; `None` where it is computed.
    pub target: Option<String>,
    /// The name of the way back, where it is given; ends with `+` where there is none.
    pub related_name: Option<String>,
}

/// How many rows a relation holds at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    /// `ForeignKey` and its kin.
    ForeignKey,
    /// `OneToOneField`.
    OneToOne,
    /// `ManyToManyField` and its kin.
    ManyToMany,
}

impl Field {
    /// The argument under the keyword `name`.
    pub fn argument(&self, name: &str) -> Option<&ast::Expr> {
        python::keyword_argument(&self.call, name)
    }

    /// A boolean argument; `None` where it is absent or computed.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.argument(name).and_then(python::boolean)
    }

    /// Whether the column may be null (`False` where nothing is said, as Django has it).
    pub fn is_null(&self) -> bool {
        self.flag("null").unwrap_or(false)
    }

    /// Whether the field by itself makes an index: primary key, unique, `db_index`, or a class that indexes by default
    /// (Django's documentation, "Model field reference").
    ///
    /// An argument that is computed counts as true: only a certain absence is one.
    pub fn is_indexed(&self) -> bool {
        let given = |name: &str| self.argument(name).map(|value| python::boolean(value).unwrap_or(true));
        let many = self.relation.as_ref().is_some_and(|relation| relation.kind == RelationKind::ManyToMany);
        if many
            || given("primary_key") == Some(true)
            || given("unique") == Some(true)
            || self.kind == "AutoField"
        {
            return true;
        }
        let by_default = self.relation.is_some()
            || matches!(self.kind.as_str(), "SlugField" | "BigAutoField" | "SmallAutoField");
        given("db_index").unwrap_or(by_default)
    }
}
