"""Files as the imports of every list get them."""

from tests.foundation.tables.conftest import _own_folder, bring, finish  # noqa: F401 (fixtures)
