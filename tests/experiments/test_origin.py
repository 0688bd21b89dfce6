"""What a saved figure says of itself is read back; any other file is refused in one line."""

from matplotlib.figure import Figure

from experiments.cli import main
from experiments.command import MARK
from experiments.commands.origin import read_origin
from experiments.present.figures import save

ORIGIN = {"program": MARK, "seed": 1, "world": "agder", "scenarios": ["never", "blåbær", "a(b)"], "command_line": "k"}


def test_origin_comes_back_as_it_was_stored(tmp_path):
    for kind in ("png", "svg", "pdf"):
        file = save(Figure(), tmp_path, "made", ORIGIN, kind)
        assert read_origin(file) == ORIGIN


def test_a_file_that_is_none_of_ours_is_refused_in_one_line(tmp_path, capsys):
    kinds = ("png", "svg", "pdf")
    for name in [*(f"{what}.{kind}" for what in ("strange", "broken") for kind in kinds), "missing.png", "notes.txt"]:
        file = tmp_path / name
        if name.startswith("strange"):
            Figure().savefig(file)
        elif name != "missing.png":
            file.write_bytes(b"\x00not a picture")
        assert main(["origin", str(file)]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_the_command_prints_what_was_stored(tmp_path, capsys):
    file = save(Figure(), tmp_path, "made", ORIGIN)
    assert main(["origin", str(file)]) == 0
    assert "world: agder" in capsys.readouterr().out
