"""What the fuzzer's questions carry besides what the description says: tokens that take turns, and networks to come from, so that no
limit is met before the questions are through. The server believes the machine itself about whom it asks for."""

import itertools
import os
import random

import schemathesis

TOKENS = [token for token in os.environ.get("GROBUNN_FUZZ_TOKENS", "").split(",") if token]
TURNS = itertools.cycle(TOKENS)
CHANCE = random.Random(1)


if TOKENS:

    @schemathesis.auth(refresh_interval=None)
    class Turns:
        """One token after the other."""

        def get(self, case, context):
            return next(TURNS)

        def set(self, case, data, context):
            case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context, case, kwargs):
    case.headers["X-Forwarded-For"] = ".".join(["10", *(str(CHANCE.randrange(1, 255)) for _ in range(3))])
