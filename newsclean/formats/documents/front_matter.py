"""Front matter: the fields of a record in YAML, between two lines of dashes."""

from __future__ import annotations

import json
import re

from newsclean.models import Article

# The body is what follows; a reader of documents asks for none of these.
_LEFT_OUT = frozenset(("body", "lead"))
# Not printable in YAML (1.2.2, 5.1), or a line break of YAML 1.1.
_ESCAPED = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)


def front_matter(article: Article) -> str:
    """The known fields of a record, but for its text. Every value is JSON, which YAML reads: nothing needs a guess."""
    fields = article.to_dict().items()
    lines = (
        f"{name}: {_value(value)}\n" for name, value in fields if name not in _LEFT_OUT and value not in (None, [])
    )
    return f"---\n{''.join(lines)}---\n\n"


def _value(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
