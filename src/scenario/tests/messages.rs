//! What users are told of a bad file.

use super::*;
use insta::assert_snapshot;

#[test]
fn windows_line_ends_and_byte_order_marks_move_nothing() {
    let text = "\u{feff}title = \"T\"\r\n[run]\r\nlength = 3\r\n";
    assert_snapshot!(told(text, &[]), @r#"
    1 problem in small.toml
    small.toml:3:10: run.length: the number 3 has no unit. Write it like "18 months", "26 weeks" or "2 years".
    "#);
}

#[test]
fn several_mistakes_at_once() {
    let text = "titel = \"T\"\n[run]\nlength = 18\norder = \"rooster\"\nseries = \"yes\"\nreplicates = 1.5\n\
        [staff]\nleaving = 0.11\nnewcomers = -0.2\nwards = [\"A\", 2]\n[mechanism]\nhabit = false\n[arm.a]\n";
    assert_snapshot!(told(text, &[]), @r#"
    11 problems in small.toml
    small.toml:1:1: titel: there is no such key. Did you mean `title`?
    small.toml:3:10: run.length: the number 18 has no unit. Write it like "18 months", "26 weeks" or "2 years".
    small.toml:4:9: run.order: the text "rooster" is not one of the choices. Did you mean `roster`? Write one of "random", "roster".
    small.toml:5:10: run.series: the text "yes" is neither true nor false. Write true or false, without quotation marks.
    small.toml:6:14: run.replicates: 1.5 is not a whole number from 0 to 4294967295. Write it like 12.
    small.toml:8:11: staff.leaving: the number 0.11 has no unit. Write it like "11 %/year", "0.02 /week" or "2 /year".
    small.toml:9:13: staff.newcomers: -0.2 is not a share between 0 and 1. Write it like 0.07 or "7 %".
    small.toml:10:9: staff.wards: the number 2 is not text in quotation marks. Write it like ["one", "two"].
    small.toml:11:2: mechanism: there is no such table. Did you mean `mechanisms`?
    small.toml:13:2: arm: there is no such table. Did you mean `arms`?
    small.toml: title: is missing. Write title = "...".
    "#);
}

#[test]
fn numbers_that_are_none() {
    let text = "title = \"T\"\n[run]\nreplicates = 99999999999999999999\n[staff]\nnewcomers = nan\nleaving = -inf\n\
        [initiatives.a]\nwhat = \"x\"\nnewcomers = 1e999\nleaving = 1979-05-27\n";
    assert_snapshot!(told(text, &[]), @r#"
    5 problems in small.toml
    small.toml:3:14: run.replicates: the number 99999999999999999999 is too large. The largest whole number is 9223372036854775807.
    small.toml:5:13: staff.newcomers: nan is not a number that can be used. Write a finite number.
    small.toml:6:11: staff.leaving: -inf is not a number that can be used. Write a finite number.
    small.toml:9:13: initiatives.a.newcomers: the number 1e999 is too large. Write a number below 1e308.
    small.toml:10:11: initiatives.a.leaving: the date or time 1979-05-27 cannot be used here. Write a time span, such as "18 months".
    "#);
}

#[test]
fn units_in_the_key() {
    let text = "title = \"T\"\n[run]\nlength = \"18 months\"\nlength_months = 18\n[staff]\nleaving_per_year = \"5 weeks\"\n\
        [initiatives.a]\nwhat = \"x\"\nleaving_per_week = -1\n[initiatives.b]\nwhat = \"x\"\nleaving_per_year = \"11 %\"\n";
    assert_snapshot!(told(text, &[]), @r#"
    3 problems in small.toml
    small.toml:4:1: run.length_months: says the same as `length`. Keep one of the two.
    small.toml:6:20: staff.leaving_per_year: the text "5 weeks" is not a bare number, and the key already gives the unit. Write leaving_per_year = 12, or leaving = "12 /year".
    small.toml:9:20: initiatives.a.leaving_per_week: -1 is not a rate of 0 to 1000 per week. Write it like "11 %/year", "0.02 /week" or "2 /year".
    "#);
}

#[test]
fn what_is_not_toml() {
    let text = "title = My ward\n[run\nlength = \"3 weeks\"\n[staff]\nleaving: 3\nwards = [\"A\" \"B\"]\nnewcomers =\n\
        [mechanisms]\nhabit = True\n[arms.a]\nrun.length = 1,5\nrun.order = \"random\n";
    assert_snapshot!(told(text, &[]), @r#"
    8 problems in small.toml
    small.toml:1:9: "My ward" is neither a number, true, false nor text in quotation marks. If it is meant as text, write "My ward".
    small.toml:2:5: the table's name is not closed. Write ] after it.
    small.toml:5:10: there is no = on this line. Write KEY = VALUE, with = and not :.
    small.toml:6:14: a comma is missing in the list. Put a comma between the values, or ] where the list ends.
    small.toml:7:12: there is no value after the =. Write a value, or leave the line out.
    small.toml:9:9: "True" is not a value. Write true.
    small.toml:11:15: there is more on this line than one value. Write one KEY = VALUE a line, lists in [ ], and numbers with a point, not a comma.
    small.toml:12:20: the text in quotation marks is not right: invalid basic string, expected `"`. Open and close it with ", and write \\ for a backslash.
    "#);
}

#[test]
fn things_given_twice() {
    let text = "title = \"T\"\ntitle = \"U\"\n[run]\norder = \"random\"\nseries = true\norder = \"x\"\n[staff]\n\
        newcomers = 0.1\n[run]\nreplicates = 2\n[arms.a]\nrun = { series = true, series = false }\n";
    assert_snapshot!(told(text, &[]), @r#"
    4 problems in small.toml
    small.toml:2:1: `title` is given twice; first on line 1. Keep one of the two.
    small.toml:6:1: `order` is given twice; first on line 4. Keep one of the two.
    small.toml:9:2: the table [run] is given twice; first on line 3. Put everything of the table under one heading.
    small.toml:12:24: `series` is given twice. Keep one of the two.
    "#);
}

#[test]
fn tables_and_values_in_the_wrong_places() {
    let text = "title = { a = 1 }\nrun = 3\nstaff.wards = { x = 1 }\n[[initiatives]]\nwhat = \"x\"\n\
        [mechanisms]\nhabit = \"off\"\n[arms]\na = 1\n[arms.b.arms.c]\nx = 1\n[arms.b]\nmechanisms = 2\nrun.length = 4\n";
    assert_snapshot!(told(text, &[]), @r#"
    9 problems in small.toml
    small.toml:1:9: title: a table stands where a value is needed. Write it in quotation marks.
    small.toml:2:7: run: the number 3 stands where a table is needed. Start it with [run].
    small.toml:3:15: staff.wards: a table stands where a value is needed. Write it like ["one", "two"].
    small.toml:4:1: initiatives: a list of tables cannot be used here. Such things are tables with a name, [initiatives.NAME].
    small.toml:7:9: mechanisms.habit: the text "off" is neither a table nor true nor false. Write habit = false, or a table [mechanisms.habit].
    small.toml:9:5: arms.a: the number 1 is not an arm. An arm is a table, [arms.a].
    small.toml:10:9: arms.b.arms: an arm cannot hold arms
    small.toml:13:14: arms.b.mechanisms: in the base `mechanisms` is a table, and a value cannot stand in for it. Patch the base by the same keys, with the same kind of value.
    small.toml:14:1: arms.b.run: in the base `run` is a value, and a table cannot stand in for it. Patch the base by the same keys, with the same kind of value.
    "#);
}

#[test]
fn names_that_cannot_be() {
    let text = "title = \"T\"\n[initiatives.Huddle]\nwhat = \"\"\n[initiatives.\"\"]\n[initiatives.\"a\\u001bb\"]\n\
        [arms.\"x y\"]\n[arms.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\n";
    assert_snapshot!(told(text, &[]), @r#"
    5 problems in small.toml
    small.toml:2:14: initiatives.Huddle: "Huddle" cannot be a name. Use lower-case letters, digits, - and _, starting with a letter or digit, at most 40 characters.
    small.toml:4:14: initiatives."": "" cannot be a name. Use lower-case letters, digits, - and _, starting with a letter or digit, at most 40 characters.
    small.toml:5:14: initiatives."a\u001Bb": "a\u001Bb" cannot be a name. Use lower-case letters, digits, - and _, starting with a letter or digit, at most 40 characters.
    small.toml:6:7: arms."x y": "x y" cannot be a name. Use lower-case letters, digits, - and _, starting with a letter or digit, at most 40 characters.
    small.toml:7:7: arms.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: a name of 52 characters is too long. Use lower-case letters, digits, - and _, starting with a letter or digit, at most 40 characters.
    "#);
}

#[test]
fn an_arm_that_patches_what_is_not_there() {
    let text = "title = \"T\"\n[initiatives.huddle]\nwhat = \"x\"\n[arms.bold]\nrun.lenght = \"2 years\"\n\
        [arms.bold.initiatives.hudle]\nnewcomers = 0.2\n[arms.bold.staff]\nnewcomers = 2\n";
    assert_snapshot!(told(text, &[]), @r#"
    3 problems in small.toml
    small.toml:5:5: arms.bold.run.lenght: there is no such key. Did you mean `length`?
    small.toml:6:1: arms.bold.initiatives.hudle.what: is missing. Write what = "...".
    small.toml:9:13: arms.bold.staff.newcomers: 2 is not a share between 0 and 1. Write it like 0.07 or "7 %".
    small.toml:6:24: note: arms.bold.initiatives.hudle: this adds a new table; if `huddle` is meant, use that name
    "#);
}

#[test]
fn a_rule_that_breaks_in_one_arm_only_names_it() {
    let document =
        Document::read(Source::new("a.toml", "[run]\nlength = \"2 weeks\"\n[arms.b.run]\nseries = true\n"), &[]);
    let arms = document.arm_readers().into_iter().map(|(_, reader)| reader);
    for mut reader in std::iter::once(document.reader()).chain(arms) {
        let mut inner = reader.table("run").unwrap();
        if inner.setting("series", false) {
            inner.problem("length", "is too short for a series", "make it longer");
        }
    }
    assert_snapshot!(document.finish().unwrap_err(), @r#"
    1 problem in a.toml
    a.toml:2:10: run.length: is too short for a series (in arm `b`). Make it longer.
    "#);
}

#[test]
fn arguments_that_are_wrong() {
    let text = "title = \"T\"\n[run]\nseries = true\n[mechanisms.habit]\n";
    let sets = [
        "run.series=false",
        "run.\"series\"=true",
        "nothing",
        "=3",
        "a b=3",
        "run=7",
        "run.length=18",
        "run.order=rooster",
        "staff.wards=[\"A\"",
        "run.replicates=nan",
        "stuff.x=1",
        "title.x=1",
        "run.series.x=1",
    ];
    assert_snapshot!(told(text, &sets), @r#"
    12 problems in small.toml
    --set run."series"=true: run.series: is set twice. Keep one of the two.
    --set nothing: there is no = in it. Write it like --set run.length="18 months".
    --set =3: what stands before the = is not a key. Write it like --set run.length="18 months".
    --set a b=3: what stands before the = is not a key. Write it like --set run.length="18 months".
    --set run=7: run: in the file `run` is a table, and a value cannot stand in for it. Set a single value inside it.
    --set run.length=18: run.length: the number 18 has no unit. Write it like "18 months", "26 weeks" or "2 years".
    --set run.order=rooster: run.order: the text "rooster" is not one of the choices. Did you mean `roster`? Write one of "random", "roster".
    --set staff.wards=["A": staff.wards: the value is not right: unclosed array, expected `]`. Close every bracket and quotation mark.
    --set run.replicates=nan: run.replicates: nan is not a number that can be used. Write a finite number.
    --set stuff.x=1: stuff: there is no such table. Did you mean `staff`?
    --set title.x=1: title: in the file `title` is a value, and a table cannot stand in for it. Set a single value inside it.
    --set run.series.x=1: run.series: in the file `run.series` is a value, and a table cannot stand in for it. Set a single value inside it.
    "#);
}

#[test]
fn arms_keep_their_own_values_and_say_so() {
    let text = "title = \"T\"\n[run]\nlength = \"1 weeks\"\n[arms.a.run]\nlength = \"2 years\"\n[arms.b]\nmechanisms.habit = false\n";
    let sets = ["run.length=18 months", "mechanisms.habit.growth=9 /year", "arms.c.run.length=1 year"];
    assert_snapshot!(told(text, &sets), @r#"
    accepted
    small.toml:5:10: note: arms.a.run.length: arm `a` keeps its own value; --set run.length=... changes the base only
    small.toml:7:20: note: arms.b.mechanisms.habit: arm `b` keeps its own value; --set mechanisms.habit=... changes the base only
    "#);
    let ((base, arms), _) = read(text, &sets).unwrap();
    assert_eq!(base.run.length, Weeks::of(78.0));
    assert_eq!(arms.iter().map(|(_, arm)| arm.run.length).collect::<Vec<_>>(), [104.0, 78.0, 52.0].map(Weeks::of));
}

#[test]
fn very_many_mistakes_are_counted_not_all_told() {
    let text: String = (0..100_000).map(|count| format!("k{count} = 1\n")).collect();
    let told = told(&text, &[]);
    assert!(told.starts_with("100001 problems in small.toml"), "{}", &told[..60]);
    assert!(told.ends_with("and 99901 more"));
    let deep = format!("x = {}", "[".repeat(500_000));
    assert!(read(&deep, &[]).is_err());
    let dotted = format!("{0}x = {1}{0}x = 1{2}", "a.".repeat(70), "{", "}");
    assert!(self::told(&dotted, &[]).contains("nested too deeply"));
}

#[test]
fn an_end_of_the_file_in_the_middle_of_something() {
    assert_snapshot!(told("title = \"\"\"\nA ward\n[run]\nlength = 3\n", &[]), @r#"
    1 problem in small.toml
    small.toml:1:9: a text opened with three quotation marks is never closed. Write the three marks again where it ends.
    "#);
    assert_snapshot!(told("title = \"A\"\n[staff]\nwards = [\"A\",\n[run]\nlength = 3\n", &[]), @r#"
    2 problems in small.toml
    small.toml:4:2: the list above this heading is not closed. Write ] where it ends.
    small.toml:5:1: a comma is missing in the list. Put a comma between the values, or ] where the list ends.
    "#);
    assert_snapshot!(told("title = \"A\"\nThe ward\nrun.length = 3\nrun.series = on\n", &[]), @r#"
    3 problems in small.toml
    small.toml:2:5: there is no = on this line. Write KEY = VALUE, or # before a comment.
    small.toml:3:14: run.length: the number 3 has no unit. Write it like "18 months", "26 weeks" or "2 years".
    small.toml:4:14: "on" is neither a number, true, false nor text in quotation marks. Write true.
    "#);
}

#[test]
fn too_many_arms() {
    let arms: String = (0..65).map(|count| format!("[arms.a{count}]\n")).collect();
    assert_snapshot!(told(&format!("title = \"A\"\n{arms}"), &[]), @r#"
    1 problem in small.toml
    small.toml:2:2: arms: 65 arms are too many. Compare at most 64 at a time.
    "#);
}
