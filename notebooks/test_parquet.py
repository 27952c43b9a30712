"""The Parquet tables of a result folder hold what its CSV tables hold, with types.

python notebooks/test_parquet.py RESULTS
"""

import pathlib
import sys

import polars

# Columns of text though every value may look like a number.
TEXT = {"key", "checksum", "series", "cause", "rerun"}


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    for name in ["runs", "series"]:
        table = polars.read_parquet(folder / f"{name}.parquet")
        text = polars.read_csv(folder / f"{name}.csv", infer_schema=False).fill_null("")
        assert table.columns == text.columns, (name, table.columns, text.columns)
        assert table.height == text.height > 0, (name, table.height, text.height)
        numbers = 0
        for column in table.columns:
            kind, cells = table.schema[column], text[column]
            if kind == polars.String:
                assert table[column].equals(cells), (name, column)
                continue
            assert column not in TEXT, (name, column)
            numbers += 1
            defined = cells != ""
            assert table[column].is_not_null().equals(defined), (name, column)
            told = cells.filter(defined).cast(kind)
            assert table[column].drop_nulls().equals(told), (name, column)
        assert numbers > 3, (name, numbers)
        print(f"{name}.parquet: {table.height} rows of {table.width} columns, the same as {name}.csv")
    runs = polars.read_parquet(folder / "runs.parquet")
    assert runs.schema["funded"] == polars.String and runs.schema["turnover"] == polars.Float64, runs.schema


if __name__ == "__main__":
    main()
