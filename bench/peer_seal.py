"""A peer: seal the same fields as a column of SQLAlchemy-Utils does, as often as each line of the input says."""

import sys

from sqlalchemy import Unicode
from sqlalchemy_utils import StringEncryptedType
from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine

LENGTHS = (12, 18, 9, 24, 40, 60, 75, 90, 100, 110, 132, 160, 190, 250, 330)


def main() -> None:
    """Answer each line when done."""
    values = ["x" * length for length in LENGTHS]
    column = StringEncryptedType(Unicode, "a key for this benchmark only", AesGcmEngine)
    print("ready", flush=True)
    for line in sys.stdin:
        for _ in range(int(line)):
            for value in values:
                column.process_bind_param(value, None)
        print("done", flush=True)


if __name__ == "__main__":
    main()
