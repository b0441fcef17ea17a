import pytest
from tests.test_crossings import *
from tests import test_crossings as base
import os
from sqlalchemy import select
from repositories.figures import Figures, _LOCK_OCCASIONS
import repositories.figures as f

@pytest.mark.parametrize("seed", range(100, 100+int(os.environ.get("SEEDS","6"))))
async def test_more(database_url, seed):
    if os.environ.get("NOLOCK"):
        f._LOCK_OCCASIONS = _LOCK_OCCASIONS.with_for_update(read=False) if False else select(f._occasions.c.id, f._occasions.c.budget_total).where(f._occasions.c.id.in_(f._among), f._occasions.c.family_id == f.bindparam("family"))
    await base.test_each_crossing_is_told_once_to_each_audience(database_url, seed)
