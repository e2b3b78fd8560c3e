use proptest::prelude::*;

use super::*;

/// Where the text has f-strings or t-strings, as told by their tokens.
fn in_format_string(text: &str) -> Vec<bool> {
    let mut inside = vec![false; text.len()];
    let mut nesting = 0_usize;
    let mut last = 0;
    for token in Tokens::new(text) {
        if nesting > 0 {
            inside[last..token.span.end].fill(true);
        }
        match token.kind {
            Kind::FormatStart => nesting += 1,
            Kind::FormatEnd => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        last = token.span.end;
    }
    inside
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let rewritten = rewrite(text);
    prop_assert_eq!(rewritten.text.len(), text.len());
    let inside = in_format_string(text);
    for (at, (old, new)) in text.bytes().zip(rewritten.text.bytes()).enumerate() {
        let is_end = |byte: u8| matches!(byte, b'\n' | b'\r');
        prop_assert!(!is_end(new) || is_end(old), "a new line end at {}", at);
        prop_assert!(!is_end(old) || is_end(new) || inside[at], "a lost line end at {}", at);
    }
    prop_assert_eq!(rewritten.is_unchanged(), rewritten.text == text);
    Ok(())
}

fn pieces() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "f\"",
        "f'",
        "t\"",
        "rt'''",
        "f\"\"\"",
        "\"\"\"",
        "'''",
        "\"",
        "'",
        "{",
        "}",
        "{{",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "=",
        "\nexcept ",
        "\nexcept* ",
        " as ",
        "\ndef f[",
        "\nclass A[",
        "\ntype X[",
        "\nasync def f[",
        "!r",
        "\n",
        "\r\n",
        " ",
        "  \t",
        "\\",
        "#",
        "é",
        "界",
        "x",
        "\"\"",
        "\\N{",
        "+",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

/// Newer syntax that is spread over lines, where older syntax may be too.
fn spread() -> impl Strategy<Value = String> {
    let gap = || prop::sample::select(vec!["", " ", "\n", "\r\n", "\r", "  \r\n\t", "#\r\n"]);
    let form = prop::sample::select(vec![
        "class A[T_=_int_,_*Ts_=_(a,_b)]: pass\n",
        "def f[T:_str_=_x[_1]](_): pass\n",
    ]);
    (form, prop::collection::vec(gap(), 16)).prop_map(|(form, gaps)| {
        let mut gaps = gaps.into_iter();
        form.split('_').flat_map(|part| [part, gaps.next().unwrap_or_default()]).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rewrite_keeps_length_and_line_ends(text in prop_oneof![pieces(), spread(), any::<String>()]) {
        check(&text)?;
    }
}

#[test]
fn replaces_only_what_is_newer() {
    let rewritten = rewrite("class A[T = int]: pass\ntry: a\nexcept B, C: d\nx = t\"{y}\"\nz = (1, 2)\n");
    assert_eq!(rewritten.text, "class A[T      ]: pass\ntry: a\nexcept B| C: d\nx = f\"{y}\"\nz = (1, 2)\n");
    assert!(rewrite("x = f\"{a.b!r:>{w}}\"\nexcept (A, B): y\n").is_unchanged());
}

#[test]
fn a_placeholder_is_no_name_of_the_text() {
    let text = "f\"{a[\"b\"]} 一 丁\"";
    let rewritten = rewrite(text);
    assert_eq!(rewritten.text, "f\"{丂   } 一 丁\"");
    assert_eq!(rewritten.fields[&'丂'].expression, Span::new(3, 9));
}
