//! What holds for any text and any tree.

use super::*;
use crate::quantities::Plain;
use proptest::prelude::*;

/// Trees as [`write`] can meet them, down to a few levels.
fn trees() -> impl Strategy<Value = Table> {
    let key = prop_oneof!["[a-z][a-z0-9_-]{0,6}", "\\PC{0,3}", any::<String>()];
    let scalar = prop_oneof![
        any::<String>().prop_map(Plain::Text),
        "[\"\\\\\n\r\t a'#]{0,12}".prop_map(Plain::Text),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Plain::Real),
        (-100..100i32).prop_map(|number| Plain::Real(f64::from(number))),
        any::<i64>().prop_map(Plain::Integer),
        any::<bool>().prop_map(Plain::Flag),
    ];
    let plain = prop_oneof![3 => scalar.clone(), 1 => prop::collection::vec(scalar, 0..5).prop_map(Plain::List)];
    let flat = prop::collection::vec((key.clone(), plain.clone()), 0..5).prop_map(|pairs| {
        let mut table = Table::new();
        pairs.into_iter().for_each(|(key, plain)| table.put(key, plain));
        table
    });
    flat.prop_recursive(3, 20, 4, move |inner| {
        (prop::collection::vec((key.clone(), plain.clone()), 0..4), prop::collection::vec((key.clone(), inner), 0..4))
            .prop_map(|(plains, tables)| {
                let mut table = Table::new();
                plains.into_iter().for_each(|(key, plain)| table.put(key, plain));
                tables.into_iter().for_each(|(key, inner)| table.put_table(key, inner));
                table
            })
    })
}

/// Bits of scenario files in any order: nearer to trouble than bytes alone.
fn nearly() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        3 => prop::sample::select(vec![
            "title", "run", "staff", "length", "length_weeks", "order", "arms", "mechanisms", "habit", "initiatives", "a",
            " = ", "=", ".", "[", "]", "[[", "]]", "{", "}", "\n", "\r\n", ",", "\"", "'", "\"\"\"", "'''", "#", " ", "\\",
            "3", "0x", "1e999", "-", "nan", "inf", "true", "false", "\"18 months\"", "1979-05-27", "_", ":", "\u{feff}",
            "[run]\n", "[arms.a]\n", "[arms.a.run]\n", "[mechanisms.habit]\n", "[initiatives.a]\n", "length = 3\n", "é", "\0",
        ]).prop_map(str::to_string),
        1 => any::<String>(),
    ];
    prop::collection::vec(bit, 0..30).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_on_any_text(text in nearly(), set in nearly(), bytes in any::<Vec<u8>>()) {
        for text in [text, String::from_utf8_lossy(&bytes).into_owned()] {
            let told = told(&text, &[&set]);
            prop_assert!(!told.chars().any(|c| c != '\n' && c.is_control()), "{told:?}");
            #[cfg(feature = "cli")]
            if let Err(problems) = read(&text, &[&set, &text]) {
                let look = crate::cli::render::Look::PLAIN;
                let shown = crate::cli::render::problems(&problems, look);
                prop_assert!(!shown.chars().any(|c| c != '\n' && c.is_control()), "{shown:?}");
            }
        }
    }

    #[test]
    fn a_written_tree_reads_back_the_same(table in trees()) {
        let text = write(&table, &Comments::new());
        let findings = Findings::new();
        let back = parse(&Source::new("x", text.as_str()), &findings);
        prop_assert!(!findings.any(), "{text}");
        prop_assert!(table.same_values(&back), "{text}");
        prop_assert_eq!(write(&back, &Comments::new()), text);
    }

    #[test]
    fn a_written_section_reads_back_the_same(length in 0.0..5200.0, leaving in 0.0..1000.0, newcomers in prop::option::of(0.0..=1.0)) {
        let staff = Staff { leaving: Rate::of(leaving), newcomers: newcomers.map(Share::of), ..Staff::default() };
        let run = Run { length: Weeks::of(length), ..Run::default() };
        let mut table = Table::new();
        table.put_fields(&staff);
        table.put_fields(&run);
        let findings = Findings::new();
        let table = parse(&Source::new("x", write(&table, &Comments::new())), &findings);
        let mut reader = Reader::new(&table, &findings);
        let (mut staff_back, mut run_back) = (Staff::default(), Run::default());
        reader.fill(&mut staff_back);
        reader.fill(&mut run_back);
        reader.finish();
        prop_assert!(!findings.any());
        prop_assert_eq!((staff, run), (staff_back, run_back));
    }
}
