"""What spiders, cleaning and pipelines hand to each other: frozen and typed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    TypeAdapter,
    field_validator,
    model_validator,
)

from .page.characters import UNPRINTABLE, without_surrogates

SCHEMA_VERSION = 3
MAX_TOLD = 8_000  # characters of a reject's address or detail; browsers and search engines stop at about 2,000

DateSource = Literal["json_ld", "meta", "time_element", "visible", "url", "feed", "sitemap", "page_state"]
Access = Literal["open", "restricted"]
BodySource = Literal["page", "feed", "json_ld", "page_state", "browser"]
Part = Literal["body", "title", "date"]
DiscoveredVia = Literal["feed", "sitemap", "section", "argument", "file"]
BlockKind = Literal["paragraph", "subheading", "list_item", "quotation", "table_row"]
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _printable(text: str) -> str:
    if found := UNPRINTABLE.search(text):
        raise ValueError(f"contains U+{ord(found[0]):04X}, a control character or lone surrogate, at {found.start()}")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TOLD else f"{text[:MAX_TOLD]}…"


def _in_utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)


def _day(value: object) -> object:
    """A day alone as a date: pydantic would make a moment of it, midnight, unless it reads JSON itself."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return dt.date.fromisoformat(value)
    return value


def _is_nothing(value: object) -> bool:
    return value is None or value == ()


Text = Annotated[str, AfterValidator(_printable)]
# As a stranger wrote it, in a link or an address.
Foreign = Annotated[str, AfterValidator(without_surrogates)]
Told = Annotated[Foreign, AfterValidator(_cut)]
FilledText = Annotated[Text, AfterValidator(_filled)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
When = Annotated[dt.datetime | dt.date | None, BeforeValidator(_day)]


class Frozen(BaseModel):
    """A value object: its fields cannot be set later, and unknown ones are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Frozen):
    """A link to an article, with the title, date and section that its feed, sitemap or section page gives."""

    url: Foreign
    source: DiscoveredVia
    title: Foreign | None = None
    date: When = None
    section: Foreign | None = None


class Page(Frozen):
    """A page as fetched: everything that a spider hands over, and everything that cleaning sees.

    `html` is the body as bytes, decompressed but not decoded; or text, which is used as it is. `single_page` is the
    same article on a single page (`?page=all`), where the outlet paginates it: the body is read from there, everything
    else from `html`. `further_pages` are pages 2 to n, where there is no single one: their text follows that of `html`.
    `is_cut` says whether some of them are missing; None: the page itself is to say that, as for files. `rendered` is
    the page as a browser shows it, as HTML: everything is then read from there. `feed_text` is the article's text as
    HTML, where a feed gives it: the body is read from there where the page withholds it, or no page came (`html` is
    then empty). `content_type` is the HTTP header, if any. `site` names a file in `newsclean/sites/`. `file` is
    where on disk the page was read, with its line or byte. `fetched_at` is aware and becomes UTC. A page with
    `honours_opt_outs` is rejected if it says that it does not want to be part of a corpus.
    """

    url: str
    html: bytes | str = Field(repr=False)
    single_page: bytes | None = Field(default=None, repr=False)
    further_pages: tuple[bytes, ...] = Field(default=(), repr=False)
    is_cut: bool | None = None
    rendered: str | None = Field(default=None, repr=False)
    feed_text: str | None = Field(default=None, repr=False)
    content_type: str | None = None
    site: str | None = None
    entry: Entry | None = None
    file: str | None = None
    fetched_at: Moment
    honours_opt_outs: bool = False


class ArticleBlock(Frozen):
    """A paragraph of a body, and what it is on its page."""

    kind: BlockKind = Field(default="paragraph", description="What it is.")
    text: FilledText = Field(
        description="The paragraph as in the body; the cells of a table row are separated by vertical bars."
    )
    level: int | None = Field(
        default=None,
        ge=1,
        exclude_if=_is_nothing,
        description="1 to 6 for a subheading in `<h1>` to `<h6>`, null in a text without markup; "
        "for a list item its depth, from 1.",
    )
    ordered: bool | None = Field(
        default=None, exclude_if=_is_nothing, description="Whether a list item is of a numbered list."
    )
    cells: tuple[Text, ...] = Field(default=(), exclude_if=_is_nothing, description="The cells of a table row.")


_BLOCKS = TypeAdapter(tuple[ArticleBlock, ...])


def _with_blocks(schema: dict[str, Any]) -> None:
    """Adds `blocks` to the JSON Schema of a record: a line may have them, and is no other record without."""
    schema["properties"]["blocks"] = {
        "description": "Only on request (`--blocks`): the paragraphs of `body` in order, each with what it is.",
        "items": ArticleBlock.model_json_schema(mode="serialization"),
        "title": "Blocks",
        "type": "array",
    }


class Article(Frozen):
    """The record: one news article, what the newsroom wrote and nothing else. Unknown is null, never a guess."""

    model_config = ConfigDict(json_schema_extra=_with_blocks)

    url: FilledText = Field(description="Address the page was read from, after redirects.")
    canonical_url: Text | None = Field(default=None, description="Address the page gives as its own (rel=canonical).")
    site: FilledText = Field(description="Name of the declared site, else the host without 'www.'.")
    title: FilledText = Field(description="The headline, without site, section or kicker.")
    date: When = Field(
        default=None,
        description="First publication, in the outlet's zone; a time without a zone where neither page nor site tells "
        "it; a plain date where only the day is known; null: unknown.",
    )
    date_source: DateSource | None = Field(default=None, description="Where `date` was found; null without a date.")
    body: FilledText = Field(
        repr=False, description="Paragraphs in page order, separated by one blank line; no other layout."
    )
    body_source: BodySource = Field(
        default="page",
        description="Where `body` was found: in the `page`'s own text; where that has none, in its JSON-LD (`json_ld`),"
        " in the data of its scripts (`page_state`), in what a `browser` made of it, or in the text of a `feed`.",
    )
    lead: Text | None = Field(default=None, repr=False, description="The standfirst, if the page has one.")
    authors: tuple[FilledText, ...] = Field(
        default=(), description="People as written, in order; initials where the page has no names."
    )
    section: Text | None = Field(default=None, description="The nearest section the page names.")
    tags: tuple[FilledText, ...] = Field(default=(), description="Keywords as the page lists them.")
    language: Text | None = Field(default=None, description="Language of the body, ISO 639-1.")
    image: Text | None = Field(default=None, description="Address of the main image.")
    modified: When = Field(default=None, description="Last change; never used as `date`.")
    access: Access | None = Field(default=None, description="`open`, or `restricted` behind a pay wall; null: unknown.")
    complete: bool | None = Field(
        default=None,
        description="Whether the body is the complete text: false when a wall cuts it or a page is missing; "
        "null: unknown.",
    )
    certainty: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Probability that title, date and body are all exactly right, 0 to 1; null: not known.",
    )
    doubtful: tuple[Part, ...] = Field(
        default=(),
        description="Which of body, title and date are right less than four times in five, the most doubtful first.",
    )
    fetched_at: Moment = Field(description="When the page was fetched or its file read, UTC.")
    id: FilledText = Field(
        description="Stable key, from the canonical URL if it is on the same site, else from the URL."
    )
    content_hash: FilledText = Field(description="SHA-256, hex, of title and body.")
    revision: int = Field(
        default=1,
        ge=1,
        description="1 for the first text that a corpus has under this id, one more for each later text.",
    )
    discovered_via: DiscoveredVia | None = Field(default=None, description="How the page was found.")
    file: Foreign | None = Field(
        default=None,
        description="File that the page was read from, as it was named, with the line (`pages.jsonl:12`) or the byte "
        "(`pages.warc.gz@8123`) where it begins in a file of many; null: fetched.",
    )
    extractor: FilledText = Field(
        description="Names and versions of the programs that made this record; trafilatura where it was asked."
    )
    schema_version: int = Field(default=SCHEMA_VERSION, description="Version of this schema.")
    _blocks: tuple[ArticleBlock, ...] = PrivateAttr(default=())

    @property
    def blocks(self) -> tuple[ArticleBlock, ...]:
        """The paragraphs of `body` in order, each with what it is on the page; their texts, joined by a blank line, are
        the body. All are plain paragraphs where more is not known, as in a record that was stored without blocks.

        They are no field: records are compared without them, and `model_dump` leaves them out.
        """
        paragraphs = self.body.split("\n\n")
        is_known = [block.text for block in self._blocks] == paragraphs  # not in a copy with another body
        return self._blocks if is_known else tuple(ArticleBlock(text=text) for text in paragraphs)

    def to_dict(self, *, blocks: bool = False) -> dict[str, Any]:
        """The record as in JSON lines: dates as text (ISO 8601), lists as lists; with its `blocks` if asked for."""
        from .formats.json_lines import to_line
        from .record import record_of

        record: dict[str, Any] = json.loads(to_line(record_of(self, blocks=blocks)))
        return record

    def to_markdown(self, *, front_matter: bool = False) -> str:
        """The title, and the text with its subheadings, lists, quotations and tables, in CommonMark; tables are GFM.

        `front_matter` puts the other fields before it, in YAML, as site generators and Obsidian read them.
        """
        from .formats.documents.markdown import markdown

        return markdown(self, front_matter=front_matter)

    def to_text(self, *, front_matter: bool = False) -> str:
        """The title and the paragraphs, separated by blank lines; `front_matter` as in `to_markdown`."""
        from .formats.documents.plain import plain

        return plain(self, front_matter=front_matter)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Article) and self.__dict__ == other.__dict__

    @model_validator(mode="wrap")
    @classmethod
    def _take_blocks(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """The record with the `blocks` that come with its fields."""
        if not isinstance(data, Mapping) or "blocks" not in data:
            return handler(data)
        article = handler({name: value for name, value in data.items() if name != "blocks"})
        article._blocks = _BLOCKS.validate_python(data["blocks"])
        if [block.text for block in article._blocks] != article.body.split("\n\n"):
            raise ValueError("blocks: their texts are not the paragraphs of the body")
        return article

    @field_validator("body")
    @classmethod
    def _paragraphs(cls, body: str) -> str:
        if body != "\n\n".join(line.strip() for line in body.split("\n") if line.strip()):
            raise ValueError("paragraphs must be single lines, trimmed, with one blank line between them")
        return body


class Reason(StrEnum):
    """Why a page gave no record. The values are an interface: reject files and stats contain them."""

    EMPTY = "empty-page"
    NOT_TEXT = "not-text"
    TOO_LARGE = "page-too-large"
    NO_MAIN_CONTENT = "no-main-content"
    NO_TITLE = "no-title"
    NEEDS_BROWSER = "needs-browser"
    NOT_AN_ARTICLE = "not-an-article"
    UNCERTAIN = "uncertain"
    INVALID_RECORD = "invalid-record"
    TOO_SLOW = "too-slow"
    TOO_MUCH_MEMORY = "too-much-memory"
    WORKER_DIED = "worker-died"
    INTERNAL_ERROR = "internal-error"
    FETCH_FAILED = "fetch-failed"
    REFUSED = "refused-address"
    FORBIDDEN = "forbidden"
    OPTED_OUT = "opted-out"


class Reject(Frozen):
    """A page that gave no record, and why: `reason` for counting, `detail` for people. `fetched_at` is UTC.

    `file` is that of its record. Texts over MAX_TOLD are cut, and end with "…".
    """

    url: Told
    reason: Reason
    detail: Told
    site: str | None = None
    file: Told | None = None
    fetched_at: Moment

    @classmethod
    def of(cls, page: Page, reason: Reason, detail: str) -> Self:
        """The reject of a page."""
        return cls(
            url=page.url, reason=reason, detail=detail, site=page.site, file=page.file, fetched_at=page.fetched_at
        )
