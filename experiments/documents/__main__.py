"""`python -m experiments.documents`: writes the generated documents of a checkout."""

from experiments.documents import write
from experiments.show import line

if __name__ == "__main__":
    for path in write():
        line(path)
