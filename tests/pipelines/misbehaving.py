"""The pipeline with cleaners of the tests' own."""

from __future__ import annotations

from newsclean.pipelines.clean import CleanPipeline


class Misbehaving(CleanPipeline):
    cleaner = "tests.misbehaving:clean"


class Missing(CleanPipeline):
    cleaner = "tests.misbehaving:no_such_function"


class Plain(CleanPipeline):
    cleaner = "tests.plaincleaner:clean"
