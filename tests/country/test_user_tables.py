"""Tables as Norwegians save them: each case read to the last bit, or refused with one line that names the cause."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd
import pytest

from sim.country.registers import _read, load_registers

RAW = pd.read_csv(files("sim") / "data" / "municipalities.csv", dtype=str, keep_default_na=False)
PEOPLE = [int(number) for number in RAW["population_2026"]]
COMMA = {name: RAW[name].str.replace(".", ",") for name in ("centre_lat", "centre_lon")}


def csv_of(frame=RAW, encoding="utf-8", **how):
    return frame.to_csv(index=False, **how).encode(encoding, errors="replace")


def people(texts):
    return csv_of(RAW.assign(population_2026=list(texts)))


def put(column, row, value):
    frame = RAW.copy()
    frame.loc[row, column] = value
    return csv_of(frame)


def stripped(*columns):
    return csv_of(RAW.assign(**{name: RAW[name].str.lstrip("0") for name in columns}))


READ = {
    "as shipped": csv_of(),
    "semicolons": csv_of(sep=";"),
    "semicolons, decimal commas, Latin-1": csv_of(RAW.assign(**COMMA), sep=";", encoding="iso-8859-1"),
    "decimal commas in quotes": csv_of(RAW.assign(**COMMA)),
    "a mark at the front": csv_of(encoding="utf-8-sig"),
    "UTF-16, tabs (Excel's Unicode text)": csv_of(sep="\t", encoding="utf-16"),
    "Windows' ends of lines": csv_of(lineterminator="\r\n"),
    "lost zeros": stripped("municipality_number"),
    "lost zeros in two columns": stripped("municipality_number", "county_number"),
    "spaces between thousands": people(f"{n:,}".replace(",", " ") for n in PEOPLE),
    "hard spaces between thousands": people(f"{n:,}".replace(",", "\u00a0") for n in PEOPLE),
    "narrow spaces between thousands": people(f"{n:,}".replace(",", "\u202f") for n in PEOPLE),
    "whole numbers as decimals": people(f"{n}.0" for n in PEOPLE),
    "whole numbers with a decimal comma": people(f"{n},0" for n in PEOPLE),
    "Statistics Norway's title rows": "07459: Befolkning, etter region og år;;\n\n".encode() + csv_of(sep=";"),
    "Excel's word on the separator": b"sep=;\n" + csv_of(sep=";"),
    "a source below": csv_of() + "Kilde: Statistisk sentralbyrå\n".encode(),
    "empty rows": csv_of() + b"\n,,,,,,,,,,\n\n",
    "pandas' count of rows": RAW.to_csv().encode(),
    "capitals and spaces above": csv_of(RAW.rename(columns={"name": " Name", "sami_admin_area": "Sami admin area"})),
    "spaces behind keys": csv_of(RAW.assign(municipality_number=RAW["municipality_number"] + " ")),
    "keys as decimals": csv_of(RAW.assign(municipality_number=RAW["municipality_number"] + ".0")),
    "rows in another order": csv_of(RAW.iloc[::-1]),
}  # fmt: skip
REFUSED = {
    "an unknown figure": (put("population_2026", 5, ".."), "'..' in the row '1111' is not a whole number.*Statistics"),
    "a hidden figure": (put("population_2026", 5, ":"), "':' in the row '1111' .*Statistics Norway's sign"),
    "Excel's exponents": (people(f"{n:.3E}" if n > 1e5 else str(n) for n in PEOPLE), "'7.287E.05'.*digits are lost"),
    "points between thousands": (put("population_2026", 5, "3.000"), "'3.000'.*thousands are written without a point"),
    "commas between thousands": (put("population_2026", 5, "3,000"), "'3,000'.*thousands are written without"),
    "digits of another script": (put("population_2026", 5, "３０００"), "'３０００' in .* is not"),
    "an underscore": (put("centre_lat", 5, "58.1_5"), "'58.1_5' in the row '1111' is not a number from 57 to 72"),
    "no number": (put("centre_lat", 5, "nan"), "'nan' in the row '1111' is not a number"),
    "decimal commas between commas": (csv_of().replace(b"59.9127", b"59,9127"), "row 2 has 12 cells, the header 11; a"),
    "a quotation mark": (csv_of().replace(b"Oslo,03", b'"Oslo,03'), "quotation mark"),
    "a column too many": (csv_of(RAW.assign(extra="x")), r"municipalities\.extra: not a column; allowed are"),
    "a header alone": (csv_of(RAW[:0]), "has no rows"),
    "nothing": (b"\n \n", "the file is empty"),
    "a row twice": (csv_of(pd.concat([RAW, RAW.iloc[[3]]])), "row 358 repeats municipality_number '1106'"),
    "a workbook": (b"PK\x03\x04xl", "this is an Excel workbook or a zip file; save it as CSV"),
    "no text": (b"\x00\x01\x02", "this is no text"),
    "a key of letters": (put("municipality_number", 5, "Oslo"), "'Oslo' .* is not a number of 4 digits"),
}  # fmt: skip


def test_tables_as_people_save_them_are_read_to_the_last_bit(tmp_path):
    wanted, wrong = _read("municipalities", None), []
    for name, content in READ.items():
        (tmp_path / "mine.csv").write_bytes(content)
        found = _read("municipalities", str(tmp_path / "mine.csv"))
        texts = ["name", "admin_centre", "centre_place_geonames"] if "Latin-1" in name else []  # which lacks š, đ and ŋ
        if not found.drop(columns=texts).equals(wanted.drop(columns=texts)):
            wrong.append(name)
    assert wrong == []


def test_tables_that_are_in_doubt_are_refused_with_the_cause(tmp_path):
    wrong = {}
    for name, (content, says) in REFUSED.items():
        (tmp_path / "mine.csv").write_bytes(content)
        try:
            with pytest.raises(ValueError, match=says) as refused:
                _read("municipalities", str(tmp_path / "mine.csv"))
        except AssertionError as error:
            wrong[name] = str(error)
        else:
            if "\n" in str(refused.value) or not str(refused.value).startswith("municipalities"):
                wrong[name] = str(refused.value)
    assert wrong == {}


def test_numbers_of_another_year_are_named_as_such(tmp_path):
    schools = pd.read_csv(files("sim") / "data" / "primary_schools.csv", dtype=str, keep_default_na=False)
    schools.loc[0, "municipality_number"] = "3005"
    schools.to_csv(tmp_path / "schools.csv", index=False)
    with pytest.raises(ValueError, match=r"'3005' .* it is a number of 2020-2023, and the country is that of 2024"):
        load_registers({"primary_schools": str(tmp_path / "schools.csv")})


def test_a_part_of_the_country_alone_is_said_to_lack_rows(tmp_path):
    path = tmp_path / "agder.csv"
    RAW[RAW["county_number"] == "42"].to_csv(path, index=False)
    with pytest.raises(ValueError, match=r"is not a key of municipalities; .*agder\.csv has no such row"):
        load_registers({"municipalities": str(path)})
