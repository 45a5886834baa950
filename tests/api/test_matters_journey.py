"""A matter's whole journey by the API, from the forum to the register."""

from typing import Any

import pytest

from tests.journey import KEEPER

pytestmark = pytest.mark.slow


def test_dump(walked: Any):
    import json

    w = walked("api")
    open("/tmp/doors3_told.json", "w").write(json.dumps(w.told, indent=1, ensure_ascii=False))
    open("/tmp/doors3_export.zip", "wb").write(w.exports[KEEPER])
    open("/tmp/doors3_seen.json", "w").write(json.dumps(w.seen, indent=1, ensure_ascii=False))
    open("/tmp/doors3_reg.json", "w").write(json.dumps(w.register, indent=1, ensure_ascii=False, default=str))
    c = walked("cli")
    open("/tmp/doors3_export_c.zip", "wb").write(c.exports[KEEPER])
    open("/tmp/doors3_seen_c.json", "w").write(json.dumps(c.seen, indent=1, ensure_ascii=False))
