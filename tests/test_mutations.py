"""The mutations of `benchmarks/mutations.py` still fit the source that they break."""

from benchmarks.mutations import MUTATIONS, ROOT, TESTS


def test_every_mutation_breaks_a_text_that_stands_in_the_source_once():
    assert [mutation.name for mutation in MUTATIONS if mutation.stale()] == []
    assert [mutation.name for mutation in MUTATIONS if mutation.before == mutation.after] == []


def test_every_test_that_a_mutation_is_tried_on_is_there():
    assert [name for name in TESTS if not (ROOT / "tests" / name).exists()] == []
