"""The pipeline with a cleaner that misbehaves, for the tests."""

from __future__ import annotations

from pipelines.clean import CleanPipeline


class Misbehaving(CleanPipeline):
    cleaner = "tests.misbehaving:clean"


class Missing(CleanPipeline):
    cleaner = "tests.misbehaving:no_such_function"
