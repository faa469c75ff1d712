"""The main image of an article."""

from __future__ import annotations

from newsclean.fields.image import choose_image
from newsclean.metadata.claims import Metadata
from tests.parsed import claiming, claims


def test_the_image_made_for_sharing_wins_and_must_be_a_web_address() -> None:
    images = (
        *claims("json_ld:image", "https://x.example/logo.png"),
        *claims("meta:og:image", "data:x", "https://x.example/a.jpg"),
    )
    assert choose_image(claiming(Metadata(images=images))) == "https://x.example/a.jpg"
    assert choose_image(claiming(Metadata())) is None
