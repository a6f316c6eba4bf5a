from tests.district.conftest import own

__all__ = ["own"]
