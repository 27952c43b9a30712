//! Settings: one list of fields is the struct, its defaults, its documentation, its schema, its reader and its
//! writer, so that they cannot disagree.

use super::unit::{Quantity, Unit};
use std::borrow::Cow;

/// A value without a type of its own yet: what a file holds and a field is made from.
#[derive(Debug, Clone, PartialEq)]
pub enum Plain {
    /// Text in quotation marks.
    Text(String),
    /// A number with a decimal point (or an integer read as one).
    Real(f64),
    /// An integer.
    Integer(i64),
    /// true or false.
    Flag(bool),
    /// Several values.
    List(Vec<Plain>),
}

impl Plain {
    /// The number it stands for in a unit, if it is one.
    pub fn number(&self, unit: Unit) -> Option<f64> {
        match self {
            Plain::Real(number) => Some(*number),
            Plain::Integer(number) => Some(*number as f64),
            Plain::Text(text) => unit.parse(text).ok(),
            Plain::Flag(_) | Plain::List(_) => None,
        }
    }

    /// What it is, in words.
    pub fn what(&self) -> Cow<'static, str> {
        match self {
            Plain::Text(text) => format!("the text \"{text}\"").into(),
            Plain::Real(number) => format!("the number {number}").into(),
            Plain::Integer(number) => format!("the number {number}").into(),
            Plain::Flag(flag) => format!("{flag}").into(),
            Plain::List(_) => "a list".into(),
        }
    }
}

/// How well a default is supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// Read off data or a publication.
    Measured,
    /// Chosen so that the model meets a calibration target.
    Calibrated,
    /// A judgement.
    Assumed,
    /// Not evidence: something a scenario states.
    Stated,
}

impl Grade {
    /// The word shown to users.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Measured => "measured",
            Grade::Calibrated => "calibrated",
            Grade::Assumed => "assumed",
            Grade::Stated => "setting",
        }
    }
}

/// What kind of value a field takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A number with a unit.
    Quantity(Unit),
    /// true or false.
    Flag,
    /// Free text.
    Text,
    /// A list of texts.
    Texts,
    /// One of a few words.
    Choice(&'static [&'static str]),
}

/// One field of a section, as documentation, schema and error messages show it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key in the scenario file.
    pub name: &'static str,
    /// What it means, a sentence or two.
    pub what: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// The plausible range, for sensitivity; a value outside is allowed.
    pub plausible: Option<(f64, f64)>,
    /// How well the default is supported.
    pub grade: Grade,
    /// Where the default comes from.
    pub source: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
}

/// A type a field can have.
pub trait Setting: Sized {
    /// What it takes.
    const KIND: Kind;
    /// Whether it may be absent.
    const OPTIONAL: bool = false;

    /// Builds one from a plain value.
    ///
    /// # Errors
    /// The cause, as a sentence without a full stop.
    fn from_plain(plain: &Plain) -> Result<Self, String>;

    /// The plain value it was made from, or nothing for an absent one.
    fn to_plain(&self) -> Option<Plain>;
}

impl<Q: Quantity> Setting for Q {
    const KIND: Kind = Kind::Quantity(Q::UNIT);

    fn from_plain(plain: &Plain) -> Result<Self, String> {
        let number = match plain {
            Plain::Text(text) => Q::UNIT.parse(text)?,
            Plain::Real(number) if Q::UNIT.bare_number_is_clear() => *number,
            Plain::Integer(number) if Q::UNIT.bare_number_is_clear() => *number as f64,
            // Nothing is nothing in every unit.
            Plain::Real(0.0) | Plain::Integer(0) => 0.0,
            Plain::Real(_) | Plain::Integer(_) => return Err(format!("{} has no unit", plain.what())),
            other => return Err(format!("{} is not a number", other.what())),
        };
        Q::new(number).map_err(|error| error.to_string())
    }

    fn to_plain(&self) -> Option<Plain> {
        Some(match Q::UNIT {
            Unit::Whole => Plain::Integer(self.value() as i64),
            unit if unit.bare_number_is_clear() => Plain::Real(self.value()),
            unit => Plain::Text(unit.write(self.value())),
        })
    }
}

impl Setting for bool {
    const KIND: Kind = Kind::Flag;

    fn from_plain(plain: &Plain) -> Result<Self, String> {
        match plain {
            Plain::Flag(flag) => Ok(*flag),
            other => Err(format!("{} is neither true nor false", other.what())),
        }
    }

    fn to_plain(&self) -> Option<Plain> {
        Some(Plain::Flag(*self))
    }
}

impl Setting for String {
    const KIND: Kind = Kind::Text;

    fn from_plain(plain: &Plain) -> Result<Self, String> {
        match plain {
            Plain::Text(text) => Ok(text.clone()),
            other => Err(format!("{} is not text in quotation marks", other.what())),
        }
    }

    fn to_plain(&self) -> Option<Plain> {
        Some(Plain::Text(self.clone()))
    }
}

impl Setting for Vec<String> {
    const KIND: Kind = Kind::Texts;

    fn from_plain(plain: &Plain) -> Result<Self, String> {
        match plain {
            Plain::List(items) => items.iter().map(String::from_plain).collect(),
            other => Err(format!("{} is not a list of texts", other.what())),
        }
    }

    fn to_plain(&self) -> Option<Plain> {
        Some(Plain::List(self.iter().cloned().map(Plain::Text).collect()))
    }
}

impl<T: Setting> Setting for Option<T> {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = true;

    fn from_plain(plain: &Plain) -> Result<Self, String> {
        T::from_plain(plain).map(Some)
    }

    fn to_plain(&self) -> Option<Plain> {
        self.as_ref().and_then(Setting::to_plain)
    }
}

/// A group of fields that stands as one table in a scenario file.
pub trait Section: Default {
    /// Its fields, in the order they are shown.
    fn fields() -> &'static [Field];

    /// Sets one field.
    ///
    /// # Errors
    /// The cause, as a sentence without a full stop.
    fn put(&mut self, name: &str, plain: &Plain) -> Result<(), String>;

    /// Reads one field; nothing for an absent or unknown one.
    fn get(&self, name: &str) -> Option<Plain>;
}

/// Declares a section: the struct, its defaults and everything [`Section`] needs.
///
/// ```text
/// section! {
///     /// What the section is.
///     pub struct Habit {
///         /// What the field means.
///         growth: Rate = Rate::of(0.08), 0.04..0.27, Calibrated, "where the default comes from";
///     }
/// }
/// ```
/// The plausible range may be `-` where none applies.
macro_rules! section {
    (@range -) => { None };
    (@range $low:literal..$high:literal) => { Some(($low as f64, $high as f64)) };
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[doc = $what:literal])+ $field:ident: $type:ty = $default:expr, $low:tt $(.. $high:literal)?, $grade:ident, $source:literal;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[doc = $what])+ pub $field: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $crate::quantities::Section for $name {
            fn fields() -> &'static [$crate::quantities::Field] {
                const FIELDS: &[$crate::quantities::Field] = &[$(
                    $crate::quantities::Field {
                        name: stringify!($field),
                        what: concat!($($what),+),
                        kind: <$type as $crate::quantities::Setting>::KIND,
                        plausible: $crate::quantities::section!(@range $low $(.. $high)?),
                        grade: $crate::quantities::Grade::$grade,
                        source: $source,
                        optional: <$type as $crate::quantities::Setting>::OPTIONAL,
                    },
                )*];
                FIELDS
            }

            fn put(&mut self, name: &str, plain: &$crate::quantities::Plain) -> Result<(), String> {
                match name {
                    $(stringify!($field) => {
                        self.$field = <$type as $crate::quantities::Setting>::from_plain(plain)?;
                        Ok(())
                    })*
                    other => Err(format!("there is no \"{other}\" here")),
                }
            }

            fn get(&self, name: &str) -> Option<$crate::quantities::Plain> {
                match name {
                    $(stringify!($field) => $crate::quantities::Setting::to_plain(&self.$field),)*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use section;

/// Declares a choice among a few words.
macro_rules! choice {
    (
        $(#[$doc:meta])*
        pub enum $name:ident { $($(#[$what:meta])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$what])* $variant,)* }

        impl $crate::quantities::Setting for $name {
            const KIND: $crate::quantities::Kind = $crate::quantities::Kind::Choice(&[$($word),*]);

            fn from_plain(plain: &$crate::quantities::Plain) -> Result<Self, String> {
                match plain {
                    $($crate::quantities::Plain::Text(word) if word == $word => Ok(Self::$variant),)*
                    other => Err(format!("{} is not one of the choices", other.what())),
                }
            }

            fn to_plain(&self) -> Option<$crate::quantities::Plain> {
                let word = match self { $(Self::$variant => $word,)* };
                Some($crate::quantities::Plain::Text(word.to_string()))
            }
        }
    };
}
pub(crate) use choice;

#[cfg(test)]
mod tests {
    use crate::quantities::{Kind, Plain, Rate, Section, Share, Unit};

    section! {
        /// A section for the test.
        pub struct Sample {
            /// How fast
            /// it goes.
            speed: Rate = Rate::of(0.5), 0.1..0.9, Assumed, "none";
            /// Maybe a share.
            part: Option<Share> = None, -, Stated, "none";
        }
    }

    #[test]
    fn a_section_reads_what_it_writes() {
        let mut sample = Sample::default();
        assert_eq!(Sample::fields()[0].kind, Kind::Quantity(Unit::PerWeek));
        assert_eq!(Sample::fields()[0].what, " How fast it goes.");
        assert_eq!(sample.get("part"), None);
        sample.put("speed", &Plain::Text("52 /year".into())).unwrap();
        sample.put("part", &Plain::Real(0.25)).unwrap();
        let mut copy = Sample::default();
        for field in Sample::fields() {
            copy.put(field.name, &sample.get(field.name).unwrap()).unwrap();
        }
        assert_eq!(copy, sample);
        assert!(sample.put("speed", &Plain::Real(0.5)).unwrap_err().contains("no unit"));
        assert!(sample.put("part", &Plain::Real(f64::NAN)).is_err());
        assert!(sample.put("nothing", &Plain::Flag(true)).is_err());
    }
}
