//! Tables as Parquet beside CSV: the same rows and columns, with types. Made from the CSV as it was written, so that the two
//! cannot disagree.

use super::folder::{FolderError, Writer, io_error};
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type};
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::Path;
use std::sync::Arc;

/// Rows that are held at a time: memory stays flat.
const GROUP: usize = 50_000;

/// Columns that hold counts.
const WHOLE: [&str; 4] = ["world", "replicate", "point", "week"];

/// Columns that hold text. What is neither is a number, undefined where the CSV has nothing.
const TEXT: [&str; 14] = [
    "run_id",
    "arm",
    "status",
    "cause",
    "rerun",
    "key",
    "series",
    "checksum",
    "level",
    "name",
    "initiative",
    "measure",
    "verdict",
    "reference",
];

/// The values of a column of the rows at hand.
enum Values {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    /// Values that are defined, and for each row whether it has one.
    Number(Vec<f64>, Vec<i16>),
}

impl Values {
    fn of(name: &str, texts: &[String]) -> Self {
        if WHOLE.contains(&name) {
            Values::Whole(Vec::new())
        } else if TEXT.contains(&name) || texts.iter().any(|text| text == name) {
            Values::Text(Vec::new())
        } else {
            Values::Number(Vec::new(), Vec::new())
        }
    }

    fn push(&mut self, cell: &str) -> io::Result<()> {
        let wrong = || io::Error::other(format!("\"{cell}\" is not a number"));
        match self {
            Values::Text(values) => values.push(ByteArray::from(cell)),
            Values::Whole(values) => values.push(cell.parse().map_err(|_| wrong())?),
            Values::Number(values, defined) => {
                defined.push(i16::from(!cell.is_empty()));
                if !cell.is_empty() {
                    values.push(cell.parse().map_err(|_| wrong())?);
                }
            }
        }
        Ok(())
    }

    fn clear(&mut self) {
        match self {
            Values::Text(values) => values.clear(),
            Values::Whole(values) => values.clear(),
            Values::Number(values, defined) => {
                values.clear();
                defined.clear();
            }
        }
    }
}

/// Writes `NAME.parquet` beside `NAME.csv`, which is there already. `texts` names columns that hold text although nothing
/// else says so.
pub(super) fn beside(
    writer: &mut Writer<'_>,
    directory: &Path,
    name: &str,
    texts: &[String],
) -> std::result::Result<(), FolderError> {
    let path = directory.join(format!("{name}.csv"));
    let csv = File::open(&path).map_err(io_error(&path))?;
    writer.file(&format!("{name}.parquet"), |file| convert(BufReader::new(csv), file, texts))
}

fn convert(csv: impl io::Read, file: &mut (dyn Write + Send), texts: &[String]) -> io::Result<()> {
    let mut rows = csv::Reader::from_reader(csv);
    let heading = rows.headers()?.clone();
    let mut columns: Vec<Values> = heading.iter().map(|name| Values::of(name, texts)).collect();
    let mut out = table(file, &heading, &columns).map_err(io::Error::other)?;
    let mut held = 0;
    let mut row = csv::StringRecord::new();
    loop {
        let more = rows.read_record(&mut row)?;
        if more {
            columns.iter_mut().zip(&row).try_for_each(|(column, cell)| column.push(cell))?;
            held += 1;
        }
        if held == GROUP || !more && held > 0 {
            group(&mut out, &mut columns).map_err(io::Error::other)?;
            held = 0;
        }
        if !more {
            break;
        }
    }
    out.close().map_err(io::Error::other)?;
    Ok(())
}

fn table<'w>(
    file: &'w mut (dyn Write + Send),
    heading: &csv::StringRecord,
    columns: &[Values],
) -> Result<SerializedFileWriter<&'w mut (dyn Write + Send)>> {
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("takehold version ", env!("CARGO_PKG_VERSION")).into())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_dictionary_enabled(false);
    let mut fields = Vec::new();
    for (name, values) in heading.iter().zip(columns) {
        let path = ColumnPath::new(vec![name.into()]);
        let (physical, logical, repetition) = match values {
            Values::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED),
            Values::Whole(_) => (Physical::INT64, None, Repetition::REQUIRED),
            Values::Number(..) => (Physical::DOUBLE, None, Repetition::OPTIONAL),
        };
        properties = match values {
            Values::Text(_) => properties.set_column_dictionary_enabled(path, true),
            Values::Whole(_) => properties.set_column_encoding(path, Encoding::DELTA_BINARY_PACKED),
            Values::Number(..) => properties.set_column_encoding(path, Encoding::BYTE_STREAM_SPLIT),
        };
        let field = Type::primitive_type_builder(name, physical).with_repetition(repetition).with_logical_type(logical);
        fields.push(Arc::new(field.build()?));
    }
    let schema = Type::group_type_builder("table").with_fields(fields).build()?;
    SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties.build()))
}

/// Writes the rows at hand.
fn group<W: Write + Send>(out: &mut SerializedFileWriter<W>, columns: &mut [Values]) -> Result<()> {
    let mut group = out.next_row_group()?;
    for values in columns {
        let Some(mut column) = group.next_column()? else { continue };
        match values {
            Values::Text(values) => column.typed::<ByteArrayType>().write_batch(values, None, None)?,
            Values::Whole(values) => column.typed::<Int64Type>().write_batch(values, None, None)?,
            Values::Number(values, defined) => {
                column.typed::<DoubleType>().write_batch(values, Some(defined.as_slice()), None)?
            }
        };
        column.close()?;
        values.clear();
    }
    group.close().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    #[test]
    fn what_is_written_reads_back_with_its_types() {
        let csv = "run_id,point,push,style,a.end,cause\n\
            p0-base-w0-r0,0,0.1,mild,0.3333333333333333,\np1-base-w0-r0,1,0.2,\"so, so\",,\"it \"\"broke\"\"\"\n";
        let mut bytes = Vec::new();
        convert(csv.as_bytes(), &mut bytes, &["style".into()]).unwrap();
        let mut again = Vec::new();
        convert(csv.as_bytes(), &mut again, &["style".into()]).unwrap();
        assert_eq!(bytes, again);
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let rows: Vec<Vec<Field>> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|row| row.unwrap().get_column_iter().map(|(_, field)| field.clone()).collect())
            .collect();
        let text = |text: &str| Field::Str(text.into());
        assert_eq!(
            rows[0],
            [
                text("p0-base-w0-r0"),
                Field::Long(0),
                Field::Double(0.1),
                text("mild"),
                Field::Double(1.0 / 3.0),
                text("")
            ]
        );
        assert_eq!(rows[1][3..], [text("so, so"), Field::Null, text("it \"broke\"")]);
    }
}
