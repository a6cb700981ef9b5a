from werkzeug.test import TestResponse


def raise_unless_described(response: TestResponse) -> None:
    pass
