//! The scenario file as a JSON Schema (draft 2020-12), from the same fields the reader uses.

use super::unit_key::unit_keys;
use crate::quantities::{Field, Kind, Plain, Section, Unit};
use schemars::Schema;
use serde_json::{Map, Value, json};

/// Names of initiatives, arms and the like.
const NAME: &str = "^[a-z0-9][a-z0-9_-]{0,39}$";

/// A number, as it starts a text with a unit.
const NUMBER: &str = r"^\s*\+?([0-9][0-9_]*\.?[0-9_]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*";

/// The schema of one section.
pub fn section_schema<S: Section>() -> Schema {
    object(section_properties::<S>()).into()
}

fn section_properties<S: Section>() -> Map<String, Value> {
    let defaults = S::default();
    let mut properties = Map::new();
    for field in S::fields() {
        properties.insert(field.name.into(), field_schema(field, defaults.get(field.name)));
    }
    for field in S::fields() {
        for form in unit_keys(field.kind) {
            let key = format!("{}{}", field.name, form.suffix);
            let unit = form.unit.trim().replace('/', "per ");
            let what = format!("`{}` as a bare number ({unit}).", field.name);
            properties.entry(key).or_insert_with(|| json!({ "description": what, "type": "number", "minimum": 0 }));
        }
    }
    properties
}

fn field_schema(field: &Field, default: Option<Plain>) -> Value {
    let mut schema = Map::new();
    let mut what = field.what.trim().to_string();
    if let Kind::Quantity(unit) = field.kind {
        what.push_str(&format!(" Unit: {}.", unit.name()));
        if let Some((low, high)) = field.plausible {
            what.push_str(&format!(" Plausible: {} to {}.", unit.write(low), unit.write(high)));
        }
    }
    schema.insert("description".into(), what.into());
    schema.extend(kind_schema(field.kind));
    if let Some(default) = default.as_ref().and_then(json) {
        schema.insert("default".into(), default);
    }
    schema.into()
}

/// The schema of a kind of value.
fn kind_schema(kind: Kind) -> Map<String, Value> {
    let schema = match kind {
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Text => json!({ "type": "string" }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Quantity(unit) => quantity_schema(unit),
    };
    match schema {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn quantity_schema(unit: Unit) -> Value {
    let (low, high) = unit.limits();
    let text = |suffix: &str| json!({ "type": "string", "pattern": format!("{NUMBER}{suffix}$") });
    let nothing = json!({ "type": "number", "const": 0 });
    match unit {
        Unit::Share => {
            json!({ "anyOf": [{ "type": "number", "minimum": low, "maximum": high }, text(r"(%|per ?cent)?\s*")] })
        }
        Unit::Weeks => json!({ "anyOf": [text(r"(days?|weeks?|w|months?|years?)\s*"), nothing] }),
        Unit::PerWeek => {
            json!({ "anyOf": [text(r"(%\s*)?(/|per\s)\s*(week|w|month|year)\s*"), nothing] })
        }
        Unit::HoursPerWeek => {
            json!({ "anyOf": [text(r"(hours?|h|minutes|min)\s*(/|per\s)\s*(week|month)\s*"), nothing] })
        }
        Unit::Whole => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Unit::Real => json!({ "type": "number" }),
        Unit::LogHazard | Unit::Effect | Unit::Multiple | Unit::Money => {
            json!({ "type": "number", "minimum": low, "maximum": high })
        }
    }
}

fn json(plain: &Plain) -> Option<Value> {
    Some(match plain {
        Plain::Text(text) => text.as_str().into(),
        Plain::Real(number) => serde_json::Number::from_f64(*number)?.into(),
        Plain::Integer(number) => (*number).into(),
        Plain::Flag(flag) => (*flag).into(),
        Plain::List(items) => items.iter().map(json).collect::<Option<Vec<_>>>()?.into(),
    })
}

fn object(properties: Map<String, Value>) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("type".into(), "object".into());
    map.insert("properties".into(), properties.into());
    map.insert("additionalProperties".into(), false.into());
    map
}

fn described(what: &str, mut schema: Map<String, Value>) -> Value {
    schema.insert("description".into(), what.into());
    schema.into()
}

/// Puts the schema of a document, or of a table in it, together.
#[derive(Debug, Clone, Default)]
pub struct DocumentSchema {
    title: Option<String>,
    what: String,
    properties: Map<String, Value>,
    required: Vec<String>,
    arms: Option<(String, String)>,
}

impl DocumentSchema {
    /// A document without keys yet.
    pub fn new(title: &str, what: &str) -> Self {
        Self { title: Some(title.into()), ..Self::table(what) }
    }

    /// A table inside a document, without keys yet.
    pub fn table(what: &str) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    /// With the fields of a section at this level.
    pub fn fields<S: Section>(mut self) -> Self {
        self.properties.extend(section_properties::<S>());
        self
    }

    /// With a value of its own, outside any section.
    pub fn value(self, key: &str, what: &str, kind: Kind) -> Self {
        self.with(key, described(what, kind_schema(kind)))
    }

    /// With a text that must be there.
    pub fn required_text(mut self, key: &str, what: &str) -> Self {
        self.required.push(key.into());
        self.value(key, what, Kind::Text)
    }

    /// With a section under a key.
    pub fn section<S: Section>(self, key: &str, what: &str) -> Self {
        self.with(key, described(what, object(section_properties::<S>())))
    }

    /// With tables of a section by name, such as `[initiatives.NAME]`.
    pub fn keyed<S: Section>(self, key: &str, what: &str) -> Self {
        self.keyed_schema(key, what, section_schema::<S>())
    }

    /// With tables by name, each of a given schema.
    pub fn keyed_schema(self, key: &str, what: &str, schema: Schema) -> Self {
        self.with(key, described(what, by_name(schema.to_value())))
    }

    /// With switches under a key, each `false`, `true` or a table of the given schema.
    pub fn switches<'s>(
        self,
        key: &str,
        what: &str,
        each: impl IntoIterator<Item = (&'s str, &'s str, Schema)>,
    ) -> Self {
        let switch = |(name, what, schema): (&str, &str, Schema)| {
            (name.to_string(), json!({ "description": what, "anyOf": [{ "type": "boolean" }, schema.to_value()] }))
        };
        let properties = each.into_iter().map(switch).collect();
        self.with(key, described(what, object(properties)))
    }

    /// With any schema under a key.
    pub fn with(mut self, key: &str, schema: impl Into<Value>) -> Self {
        self.properties.insert(key.into(), schema.into());
        self
    }

    /// With arms under a key: tables by name that patch the document by the same keys.
    pub fn arms(mut self, key: &str, what: &str) -> Self {
        self.arms = Some((key.into(), what.into()));
        self
    }

    /// The schema.
    pub fn finish(mut self) -> Schema {
        let mut defs = Map::new();
        if let Some((key, what)) = self.arms {
            let mut arm = object(self.properties.clone()).into();
            relax(&mut arm);
            defs.insert("arm".into(), arm);
            self.properties.insert(key, described(&what, by_name(json!({ "$ref": "#/$defs/arm" }))));
        }
        let mut schema = Map::new();
        if let Some(title) = self.title {
            schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
            schema.insert("title".into(), title.into());
        }
        schema.insert("description".into(), self.what.into());
        schema.extend(object(self.properties));
        if !self.required.is_empty() {
            schema.insert("required".into(), self.required.into());
        }
        if !defs.is_empty() {
            schema.insert("$defs".into(), defs.into());
        }
        schema.into()
    }
}

/// A patch need not say again what the base must say.
fn relax(schema: &mut Value) {
    let Value::Object(map) = schema else { return };
    // A property of that name would be a schema, not a list.
    if map.get("required").is_some_and(Value::is_array) {
        map.shift_remove("required");
    }
    map.values_mut().for_each(relax);
}

fn by_name(schema: Value) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("type".into(), "object".into());
    map.insert("propertyNames".into(), json!({ "pattern": NAME }));
    map.insert("additionalProperties".into(), schema);
    map
}
