"""`python -m experiments.documents`: writes the generated documents of a checkout, or only those named."""

import sys

from experiments.documents import write
from experiments.present.show import line

if __name__ == "__main__":
    for path in write(sys.argv[1:]):
        line(path)
