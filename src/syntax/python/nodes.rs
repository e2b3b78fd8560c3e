//! Walks over syntax trees that keep their own stack, so that no nesting can overflow the thread's.

use rustpython_parser::ast::{self, Expr, Pattern, Stmt};

/// A statement, expression or pattern of a tree.
#[derive(Debug, Clone, Copy)]
pub enum Node<'a> {
    /// A statement.
    Stmt(&'a Stmt),
    /// An expression.
    Expr(&'a Expr),
    /// A pattern of a `case`.
    Pattern(&'a Pattern),
}

/// As [`Node`], to change in place.
pub(super) enum NodeMut<'a> {
    Stmt(&'a mut Stmt),
    Expr(&'a mut Expr),
    Pattern(&'a mut Pattern),
}

/// Adds the nodes that this part of a tree holds directly, in the order of the source (decorators first).
trait Gather<N> {
    fn gather(self, out: &mut Vec<N>);
}

/// Implements [`Gather`] for structures whose named fields hold the nodes.
macro_rules! fields {
    ($node:ident $mutability:tt $($part:ident { $($field:ident),* })*) => {
        $(fields! { @one $node $mutability $part { $($field),* } })*
    };
    (@one $node:ident [$($mut:ident)?] $part:ident {}) => {
        impl<'a> Gather<$node<'a>> for &'a $($mut)? ast::$part {
            fn gather(self, _: &mut Vec<$node<'a>>) {}
        }
    };
    (@one $node:ident [$($mut:ident)?] $part:ident { $($field:ident),+ }) => {
        impl<'a> Gather<$node<'a>> for &'a $($mut)? ast::$part {
            fn gather(self, out: &mut Vec<$node<'a>>) {
                let ast::$part { $($field,)* .. } = self;
                $($field.gather(out);)*
            }
        }
    };
}

/// Implements [`Gather`] for enumerations whose variants hold one structure each.
macro_rules! variants {
    ($node:ident [$($mut:ident)?] $function:ident $kind:ident $($variant:ident)*) => {
        fn $function<'a>(whole: &'a $($mut)? $kind, out: &mut Vec<$node<'a>>) {
            match whole { $($kind::$variant(part) => part.gather(out),)* }
        }
    };
}

/// The whole grammar, once for reading and once for changing.
macro_rules! grammar {
    ($node:ident, $children:ident [$($mut:ident)?] $stmt:ident $expr:ident $pattern:ident) => {
        impl<'a> Gather<$node<'a>> for &'a $($mut)? Stmt {
            fn gather(self, out: &mut Vec<$node<'a>>) { out.push($node::Stmt(self)); }
        }
        impl<'a> Gather<$node<'a>> for &'a $($mut)? Expr {
            fn gather(self, out: &mut Vec<$node<'a>>) { out.push($node::Expr(self)); }
        }
        impl<'a> Gather<$node<'a>> for &'a $($mut)? Pattern {
            fn gather(self, out: &mut Vec<$node<'a>>) { out.push($node::Pattern(self)); }
        }
        impl<'a, T> Gather<$node<'a>> for &'a $($mut)? Vec<T> where &'a $($mut)? T: Gather<$node<'a>> {
            fn gather(self, out: &mut Vec<$node<'a>>) { for part in self { part.gather(out); } }
        }
        impl<'a, T> Gather<$node<'a>> for &'a $($mut)? Option<T> where &'a $($mut)? T: Gather<$node<'a>> {
            fn gather(self, out: &mut Vec<$node<'a>>) { if let Some(part) = self { part.gather(out); } }
        }
        impl<'a, T> Gather<$node<'a>> for &'a $($mut)? Box<T> where &'a $($mut)? T: Gather<$node<'a>> {
            fn gather(self, out: &mut Vec<$node<'a>>) { (&$($mut)? **self).gather(out); }
        }
        impl<'a> Gather<$node<'a>> for &'a $($mut)? ast::ExprDict {
            fn gather(self, out: &mut Vec<$node<'a>>) {
                let ast::ExprDict { keys, values, .. } = self;
                let mut keys = keys.into_iter();
                for value in values {
                    if let Some(key) = keys.next() { key.gather(out); }
                    value.gather(out);
                }
            }
        }
        impl<'a> Gather<$node<'a>> for &'a $($mut)? ast::ExceptHandler {
            fn gather(self, out: &mut Vec<$node<'a>>) {
                let ast::ExceptHandler::ExceptHandler(ast::ExceptHandlerExceptHandler { type_, body, .. }) = self;
                type_.gather(out);
                body.gather(out);
            }
        }
        impl<'a> Gather<$node<'a>> for &'a $($mut)? ast::TypeParam {
            fn gather(self, out: &mut Vec<$node<'a>>) {
                if let ast::TypeParam::TypeVar(ast::TypeParamTypeVar { bound, .. }) = self { bound.gather(out); }
            }
        }
        fields! { $node [$($mut)?]
            StmtFunctionDef { decorator_list, type_params, args, returns, body }
            StmtAsyncFunctionDef { decorator_list, type_params, args, returns, body }
            StmtClassDef { decorator_list, type_params, bases, keywords, body }
            StmtReturn { value } StmtDelete { targets } StmtAssign { targets, value }
            StmtTypeAlias { name, type_params, value } StmtAugAssign { target, value }
            StmtAnnAssign { target, annotation, value }
            StmtFor { target, iter, body, orelse } StmtAsyncFor { target, iter, body, orelse }
            StmtWhile { test, body, orelse } StmtIf { test, body, orelse }
            StmtWith { items, body } StmtAsyncWith { items, body } StmtMatch { subject, cases }
            StmtRaise { exc, cause } StmtTry { body, handlers, orelse, finalbody }
            StmtTryStar { body, handlers, orelse, finalbody } StmtAssert { test, msg }
            StmtImport {} StmtImportFrom {} StmtGlobal {} StmtNonlocal {} StmtExpr { value }
            StmtPass {} StmtBreak {} StmtContinue {}
            ExprBoolOp { values } ExprNamedExpr { target, value } ExprBinOp { left, right }
            ExprUnaryOp { operand } ExprLambda { args, body } ExprIfExp { body, test, orelse }
            ExprSet { elts } ExprListComp { elt, generators } ExprSetComp { elt, generators }
            ExprDictComp { key, value, generators } ExprGeneratorExp { elt, generators }
            ExprAwait { value } ExprYield { value } ExprYieldFrom { value } ExprCompare { left, comparators }
            ExprCall { func, args, keywords } ExprFormattedValue { value, format_spec } ExprJoinedStr { values }
            ExprConstant {} ExprAttribute { value } ExprSubscript { value, slice } ExprStarred { value }
            ExprName {} ExprList { elts } ExprTuple { elts } ExprSlice { lower, upper, step }
            PatternMatchValue { value } PatternMatchSingleton {} PatternMatchSequence { patterns }
            PatternMatchMapping { keys, patterns } PatternMatchClass { cls, patterns, kwd_patterns }
            PatternMatchStar {} PatternMatchAs { pattern } PatternMatchOr { patterns }
            Comprehension { target, iter, ifs } Keyword { value } WithItem { context_expr, optional_vars }
            MatchCase { pattern, guard, body } Arg { annotation } ArgWithDefault { def, default }
            Arguments { posonlyargs, args, vararg, kwonlyargs, kwarg }
        }
        variants! { $node [$($mut)?] $stmt Stmt
            FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor While If
            With AsyncWith Match Raise Try TryStar Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue
        }
        variants! { $node [$($mut)?] $expr Expr
            BoolOp NamedExpr BinOp UnaryOp Lambda IfExp Dict Set ListComp SetComp DictComp GeneratorExp Await Yield
            YieldFrom Compare Call FormattedValue JoinedStr Constant Attribute Subscript Starred Name List Tuple Slice
        }
        variants! { $node [$($mut)?] $pattern Pattern
            MatchValue MatchSingleton MatchSequence MatchMapping MatchClass MatchStar MatchAs MatchOr
        }
        fn $children<'a>(node: $node<'a>, out: &mut Vec<$node<'a>>) {
            match node {
                $node::Stmt(stmt) => $stmt(stmt, out),
                $node::Expr(expr) => $expr(expr, out),
                $node::Pattern(pattern) => $pattern(pattern, out),
            }
        }
    };
}

grammar! { Node, children [] of_stmt of_expr of_pattern }
grammar! { NodeMut, children_mut [mut] of_stmt_mut of_expr_mut of_pattern_mut }

/// Every node below some starting nodes, each before its parts, in the order of the source.
pub struct Walk<'a> {
    stack: Vec<Node<'a>>,
    last: Option<Node<'a>>,
}

impl Walk<'_> {
    /// Leaves out the parts of the node that came last: the body of a nested function, say.
    pub fn skip_children(&mut self) {
        self.last = None;
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        if let Some(last) = self.last.take() {
            let from = self.stack.len();
            children(last, &mut self.stack);
            self.stack[from..].reverse();
        }
        self.last = self.stack.pop();
        self.last
    }
}

/// Walks these statements and everything in them.
pub fn walk(body: &[Stmt]) -> Walk<'_> {
    Walk { stack: body.iter().rev().map(Node::Stmt).collect(), last: None }
}

/// Walks this expression and everything in it.
pub fn walk_expr(expr: &Expr) -> Walk<'_> {
    Walk { stack: vec![Node::Expr(expr)], last: None }
}

/// Every expression in these statements, at any depth, each before its parts.
pub fn expressions(body: &[Stmt]) -> impl Iterator<Item = &Expr> {
    walk(body).filter_map(|node| match node {
        Node::Expr(expr) => Some(expr),
        Node::Stmt(_) | Node::Pattern(_) => None,
    })
}

/// Every statement in these statements, at any depth (functions and classes included), each before its parts.
pub fn statements(body: &[Stmt]) -> impl Iterator<Item = &Stmt> {
    walk(body).filter_map(|node| match node {
        Node::Stmt(stmt) => Some(stmt),
        Node::Expr(_) | Node::Pattern(_) => None,
    })
}

/// Hands every node to `change`, each before its parts; the parts are those that it has then.
pub(super) fn change_all(mut stack: Vec<NodeMut<'_>>, mut change: impl FnMut(&mut NodeMut<'_>)) {
    while let Some(mut node) = stack.pop() {
        change(&mut node);
        children_mut(node, &mut stack);
    }
}
