//! The written forms: TOML text and JSON Schema.

use super::*;
use crate::quantities::Plain;
use insta::assert_snapshot;

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
                  "pattern": "^\\s*\\+?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*(days?|weeks?|w|months?|years?)\\s*$"
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
              "description": "`length` as a bare number (days).",
              "type": "number",
              "minimum": 0
            },
            "length_weeks": {
              "description": "`length` as a bare number (weeks).",
              "type": "number",
              "minimum": 0
            },
            "length_months": {
              "description": "`length` as a bare number (months).",
              "type": "number",
              "minimum": 0
            },
            "length_years": {
              "description": "`length` as a bare number (years).",
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
                          "pattern": "^\\s*\\+?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*(%\\s*)?(/|per\\s)\\s*(week|w|month|year)\\s*$"
                        },
                        {
                          "type": "number",
                          "const": 0
                        }
                      ],
                      "default": "0.08 /week"
                    },
                    "growth_per_week": {
                      "description": "`growth` as a bare number (per week).",
                      "type": "number",
                      "minimum": 0
                    },
                    "growth_per_month": {
                      "description": "`growth` as a bare number (per month).",
                      "type": "number",
                      "minimum": 0
                    },
                    "growth_per_year": {
                      "description": "`growth` as a bare number (per year).",
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
                      "pattern": "^\\s*\\+?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*(days?|weeks?|w|months?|years?)\\s*$"
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
                  "description": "`length` as a bare number (days).",
                  "type": "number",
                  "minimum": 0
                },
                "length_weeks": {
                  "description": "`length` as a bare number (weeks).",
                  "type": "number",
                  "minimum": 0
                },
                "length_months": {
                  "description": "`length` as a bare number (months).",
                  "type": "number",
                  "minimum": 0
                },
                "length_years": {
                  "description": "`length` as a bare number (years).",
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
                              "pattern": "^\\s*\\+?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*(%\\s*)?(/|per\\s)\\s*(week|w|month|year)\\s*$"
                            },
                            {
                              "type": "number",
                              "const": 0
                            }
                          ],
                          "default": "0.08 /week"
                        },
                        "growth_per_week": {
                          "description": "`growth` as a bare number (per week).",
                          "type": "number",
                          "minimum": 0
                        },
                        "growth_per_month": {
                          "description": "`growth` as a bare number (per month).",
                          "type": "number",
                          "minimum": 0
                        },
                        "growth_per_year": {
                          "description": "`growth` as a bare number (per year).",
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
    let initiative = DocumentSchema::table("An initiative.").required_text("what", "What it is.").fields::<Staff>();
    let keyed =
        DocumentSchema::table("").keyed_schema("initiatives", "", initiative.finish()).arms("arms", "").finish();
    let required =
        |pointer: &str| keyed.as_value().pointer(pointer).and_then(|schema| schema.get("required")).is_some();
    assert!(required("/properties/initiatives/additionalProperties"));
    assert!(!required("/$defs/arm/properties/initiatives/additionalProperties"));
    let pointer = "/properties/initiatives/additionalProperties/properties/leaving_per_year/minimum";
    assert_eq!(keyed.as_value().pointer(pointer).and_then(serde_json::Value::as_i64), Some(0));
}
