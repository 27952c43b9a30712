//! What users see of a bad file, and laws of reading and writing.

use super::*;
use crate::quantities::{Plain, Rate, Section, Share, Unit, Weeks, Whole, choice, section};
use insta::assert_snapshot;
use proptest::prelude::*;

choice! {
    /// How staff are drawn.
    pub enum Order {
        /// By chance.
        Random = "random",
        /// In the order of the roster.
        Roster = "roster",
    }
}

section! {
    /// The time span.
    pub struct Run {
        /// How long.
        length: Weeks = Weeks::of(78.0), 26.0..260.0, Stated, "the user";
        /// How many replicates.
        replicates: Whole = Whole::of(20.0), -, Stated, "the user";
        /// Who goes first.
        order: Order = Order::Random, -, Assumed, "none";
        /// Whether to keep the series.
        series: bool = false, -, Stated, "the user";
    }
}

section! {
    /// Turnover.
    pub struct Staff {
        /// How fast people leave.
        leaving: Rate = Rate::of(0.002), 0.001..0.01, Measured, "a survey";
        /// The share that is new.
        newcomers: Option<Share> = None, -, Stated, "the user";
        /// Where they work.
        wards: Vec<String> = vec!["A".into()], -, Stated, "the user";
    }
}

section! {
    /// Habit.
    pub struct Habit {
        /// How fast it forms.
        growth: Rate = Rate::of(0.08), 0.04..0.27, Calibrated, "a study";
    }
}

/// All that a small scenario says.
#[derive(Debug, PartialEq)]
struct Small {
    title: String,
    run: Run,
    staff: Staff,
    initiatives: Vec<(String, String, Staff)>,
    habit: Option<Habit>,
}

fn small(mut root: Reader<'_>) -> Small {
    let title = root.required_text("title");
    let run: Run = root.section("run");
    let staff = root.section("staff");
    let mut initiatives = Vec::new();
    for (name, mut reader) in root.tables("initiatives") {
        let mut share = Staff::default();
        let what = reader.required_text("what");
        reader.fill(&mut share);
        reader.finish();
        initiatives.push((name, what, share));
    }
    let mut habit = Some(Habit::default());
    if let Some(mut mechanisms) = root.table("mechanisms") {
        match mechanisms.switch("habit") {
            Switch::Absent => {}
            Switch::Off => habit = None,
            Switch::On(mut reader) => {
                habit.iter_mut().for_each(|habit| reader.fill(habit));
                reader.finish();
            }
        }
        mechanisms.finish();
    }
    root.finish();
    Small { title, run, staff, initiatives, habit }
}

type Read = (Small, Vec<(String, Small)>);

fn read(text: &str, sets: &[&str]) -> Result<(Read, Notes), Problems> {
    let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
    let document = Document::read(Source::new("small.toml", text), &sets);
    let base = small(document.reader());
    let arms = document.arm_readers().into_iter().map(|(name, reader)| (name.to_string(), small(reader))).collect();
    document.finish().map(|notes| ((base, arms), notes))
}

fn told(text: &str, sets: &[&str]) -> String {
    match read(text, sets) {
        Ok((_, notes)) => format!("accepted\n{notes}"),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn a_good_file_is_read() {
    let text = "title = \"T\"\n[run]\nlength_months = 18\norder = \"roster\"\n[staff]\nleaving = \"11 %/year\"\n\
        [initiatives.huddle]\nwhat = \"x\"\nnewcomers = \"7 %\"\n[mechanisms]\nhabit.growth_per_week = 0.1\n\
        [arms.none]\nmechanisms.habit = false\n[arms.fast]\ninitiatives.huddle.what = \"y\"\nmechanisms.habit = true\n";
    let ((base, arms), notes) = read(text, &["run.replicates=7", "title=Other = words", "run.series = true"]).unwrap();
    assert!(notes.list().is_empty(), "{notes}");
    assert_eq!(base.title, "Other = words");
    assert_eq!(
        base.run,
        Run { length: Weeks::of(78.0), replicates: Whole::of(7.0), order: Order::Roster, series: true }
    );
    assert_eq!(base.staff.leaving, Rate::of(11.0 / 5200.0));
    assert_eq!(base.initiatives[0].2.newcomers, Some(Share::of(0.07)));
    assert_eq!(base.habit, Some(Habit { growth: Rate::of(0.1) }));
    assert_eq!((arms[0].0.as_str(), &arms[0].1.habit), ("none", &None));
    assert_eq!((&arms[1].1.habit, arms[1].1.initiatives[0].1.as_str()), (&base.habit, "y"));
    assert_eq!(arms[1].1.run, base.run);
}

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
        [staff]\nleaving = 0.11\nnewcomers = -0.2\nwards = [\"A\", 2]\n[mechanism]\nhabit = false\n";
    assert_snapshot!(told(text, &[]), @r#"
    10 problems in small.toml
    small.toml:1:1: titel: there is no such key. Did you mean `title`?
    small.toml:3:10: run.length: the number 18 has no unit. Write it like "18 months", "26 weeks" or "2 years".
    small.toml:4:9: run.order: the text "rooster" is not one of the choices. Did you mean `roster`? Write one of "random", "roster".
    small.toml:5:10: run.series: the text "yes" is neither true nor false. Write true or false, without quotation marks.
    small.toml:6:14: run.replicates: 1.5 is not a whole number from 0 to 4294967295. Write it like 12.
    small.toml:8:11: staff.leaving: the number 0.11 has no unit. Write it like "11 %/year", "0.02 /week" or "2 /year".
    small.toml:9:13: staff.newcomers: -0.2 is not a share between 0 and 1. Write it like 0.07 or "7 %".
    small.toml:10:9: staff.wards: the number 2 is not text in quotation marks. Write it like ["one", "two"].
    small.toml:11:2: mechanism: there is no such table. Did you mean `mechanisms`?
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
    5 problems in small.toml
    small.toml:1:9: "My ward" is neither a number, true, false nor text in quotation marks. If it is meant as text, write "My ward".
    small.toml:2:5: the table's name is not closed. Write ] after it.
    small.toml:5:10: there is no = on this line. Write KEY = VALUE, with = and not :.
    small.toml:6:14: a comma is missing in the list. Put a comma between the values, or ] where the list ends.
    small.toml:11:15: there is more on this line than one value. Write one KEY = VALUE a line, lists in [ ], and numbers with a point, not a comma.
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
    small.toml:12:24: `run` is given twice. Keep one of the two.
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
    "#);
}

#[test]
fn a_rule_that_breaks_in_one_arm_only_names_it() {
    let document =
        Document::read(Source::new("a.toml", "[run]\nlength = \"2 weeks\"\n[arms.b.run]\nseries = true\n"), &[]);
    for reader in std::iter::once(document.reader()).chain(document.arm_readers().into_iter().map(|(_, reader)| reader))
    {
        let mut reader = reader;
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
    --set nothing: there is no = in it. Write it like --set run.weeks="18 months".
    --set =3: what stands before the = is not a key. Write it like --set run.weeks="18 months".
    --set a b=3: what stands before the = is not a key. Write it like --set run.weeks="18 months".
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
    let dotted = format!("{0}x = {1}{0}x = 1{2}", "a.".repeat(70), "{".repeat(1), "}");
    assert!(self::told(&dotted, &[]).contains("nested too deeply"));
}

#[test]
fn what_is_written_reads_as_it_stands() {
    let mut table = Table::new();
    table.put("title", Plain::Text("A \"quoted\" \\ title".into()));
    table.put("question", Plain::Text("First.\n\nSecond \"\"\" quoted\"".into()));
    let mut run = Table::new();
    run.put_fields(&Run::default());
    table.put_table("run", run);
    let mut huddle = Table::new();
    huddle.put_fields(&Staff { newcomers: Some(Share::of(0.07)), ..Staff::default() });
    let mut initiatives = Table::new();
    initiatives.put_table("huddle", huddle);
    initiatives.put_table("a b", Table::new());
    table.put_table("initiatives", initiatives);
    let mut comments = Comments::new();
    comments.above("", "A small scenario.\n\nThings to notice.");
    comments.above("run", "The time span.");
    comments.above("run.length", "How long it runs.");
    assert_snapshot!(write(&table, &comments), @r#"
    # A small scenario.
    #
    # Things to notice.

    title = "A \"quoted\" \\ title"
    question = """
    First.

    Second "\"" quoted\""""

    # The time span.
    [run]
    # How long it runs.
    length = "78 weeks"
    replicates = 20
    order = "random"
    series = false

    [initiatives.huddle]
    leaving = "0.002 /week"
    newcomers = 0.07
    wards = ["A"]

    [initiatives."a b"]
    "#);
}

#[test]
fn the_schema_says_what_the_reader_takes() {
    let schema = DocumentSchema::new("Small", "A small scenario.")
        .required_text("title", "What it is called.")
        .section::<Run>("run", "The time span.")
        .switches("mechanisms", "What moves people.", [("habit", "Habit.", section_schema::<Habit>())])
        .arms("arms", "The options.")
        .finish();
    assert_snapshot!(serde_json::to_string_pretty(schema.as_value()).unwrap(), @r##"
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Small",
      "description": "A small scenario.",
      "type": "object",
      "properties": {
        "title": {
          "type": "string",
          "description": "What it is called."
        },
        "run": {
          "type": "object",
          "properties": {
            "length": {
              "description": "How long. Unit: weeks. Plausible: 26 weeks to 260 weeks.",
              "anyOf": [
                {
                  "type": "string",
                  "pattern": "^\\s*[+-]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*(days?|weeks?|w|months?|years?)\\s*$"
                },
                {
                  "type": "number",
                  "const": 0
                }
              ],
              "default": "78 weeks"
            },
            "replicates": {
              "description": "How many replicates. Unit: count.",
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "default": 20
            },
            "order": {
              "description": "Who goes first.",
              "type": "string",
              "enum": [
                "random",
                "roster"
              ],
              "default": "random"
            },
            "series": {
              "description": "Whether to keep the series.",
              "type": "boolean",
              "default": false
            },
            "length_days": {
              "description": "The same as `length`, in days.",
              "type": "number",
              "minimum": 0
            },
            "length_weeks": {
              "description": "The same as `length`, in weeks.",
              "type": "number",
              "minimum": 0
            },
            "length_months": {
              "description": "The same as `length`, in months.",
              "type": "number",
              "minimum": 0
            },
            "length_years": {
              "description": "The same as `length`, in years.",
              "type": "number",
              "minimum": 0
            }
          },
          "additionalProperties": false,
          "description": "The time span."
        },
        "mechanisms": {
          "type": "object",
          "properties": {
            "habit": {
              "description": "Habit.",
              "anyOf": [
                {
                  "type": "boolean"
                },
                {
                  "type": "object",
                  "properties": {
                    "growth": {
                      "description": "How fast it forms. Unit: per week. Plausible: 0.04 /week to 0.27 /week.",
                      "anyOf": [
                        {
                          "type": "string",
                          "pattern": "^\\s*[+-]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*(%\\s*)?(/|per\\s)\\s*(week|w|month|year)\\s*$"
                        },
                        {
                          "type": "number",
                          "const": 0
                        }
                      ],
                      "default": "0.08 /week"
                    },
                    "growth_per_week": {
                      "description": "The same as `growth`, in per week.",
                      "type": "number",
                      "minimum": 0
                    },
                    "growth_per_month": {
                      "description": "The same as `growth`, in per month.",
                      "type": "number",
                      "minimum": 0
                    },
                    "growth_per_year": {
                      "description": "The same as `growth`, in per year.",
                      "type": "number",
                      "minimum": 0
                    }
                  },
                  "additionalProperties": false
                }
              ]
            }
          },
          "additionalProperties": false,
          "description": "What moves people."
        },
        "arms": {
          "type": "object",
          "propertyNames": {
            "pattern": "^[a-z0-9][a-z0-9_-]{0,39}$"
          },
          "additionalProperties": {
            "$ref": "#/$defs/arm"
          },
          "description": "The options."
        }
      },
      "additionalProperties": false,
      "required": [
        "title"
      ],
      "$defs": {
        "arm": {
          "type": "object",
          "properties": {
            "title": {
              "type": "string",
              "description": "What it is called."
            },
            "run": {
              "type": "object",
              "properties": {
                "length": {
                  "description": "How long. Unit: weeks. Plausible: 26 weeks to 260 weeks.",
                  "anyOf": [
                    {
                      "type": "string",
                      "pattern": "^\\s*[+-]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*(days?|weeks?|w|months?|years?)\\s*$"
                    },
                    {
                      "type": "number",
                      "const": 0
                    }
                  ],
                  "default": "78 weeks"
                },
                "replicates": {
                  "description": "How many replicates. Unit: count.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 4294967295,
                  "default": 20
                },
                "order": {
                  "description": "Who goes first.",
                  "type": "string",
                  "enum": [
                    "random",
                    "roster"
                  ],
                  "default": "random"
                },
                "series": {
                  "description": "Whether to keep the series.",
                  "type": "boolean",
                  "default": false
                },
                "length_days": {
                  "description": "The same as `length`, in days.",
                  "type": "number",
                  "minimum": 0
                },
                "length_weeks": {
                  "description": "The same as `length`, in weeks.",
                  "type": "number",
                  "minimum": 0
                },
                "length_months": {
                  "description": "The same as `length`, in months.",
                  "type": "number",
                  "minimum": 0
                },
                "length_years": {
                  "description": "The same as `length`, in years.",
                  "type": "number",
                  "minimum": 0
                }
              },
              "additionalProperties": false,
              "description": "The time span."
            },
            "mechanisms": {
              "type": "object",
              "properties": {
                "habit": {
                  "description": "Habit.",
                  "anyOf": [
                    {
                      "type": "boolean"
                    },
                    {
                      "type": "object",
                      "properties": {
                        "growth": {
                          "description": "How fast it forms. Unit: per week. Plausible: 0.04 /week to 0.27 /week.",
                          "anyOf": [
                            {
                              "type": "string",
                              "pattern": "^\\s*[+-]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*(%\\s*)?(/|per\\s)\\s*(week|w|month|year)\\s*$"
                            },
                            {
                              "type": "number",
                              "const": 0
                            }
                          ],
                          "default": "0.08 /week"
                        },
                        "growth_per_week": {
                          "description": "The same as `growth`, in per week.",
                          "type": "number",
                          "minimum": 0
                        },
                        "growth_per_month": {
                          "description": "The same as `growth`, in per month.",
                          "type": "number",
                          "minimum": 0
                        },
                        "growth_per_year": {
                          "description": "The same as `growth`, in per year.",
                          "type": "number",
                          "minimum": 0
                        }
                      },
                      "additionalProperties": false
                    }
                  ]
                }
              },
              "additionalProperties": false,
              "description": "What moves people."
            }
          },
          "additionalProperties": false
        }
      }
    }
    "##);
    let keyed = DocumentSchema::new("", "").keyed::<Staff>("initiatives", "").finish();
    let pointer = "/properties/initiatives/additionalProperties/properties/leaving_per_year/minimum";
    assert_eq!(keyed.as_value().pointer(pointer).and_then(serde_json::Value::as_i64), Some(0));
}

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
        prop_assert!(Staff::fields().iter().any(|field| field.kind == crate::quantities::Kind::Quantity(Unit::PerWeek)));
    }
}
