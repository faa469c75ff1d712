"""Charsets that are wrongly named, unknown, or codecs of Python and no charsets at all: the text must come out right."""

from __future__ import annotations

import codecs

from tests.hostile.pages import Case, Record, article, refused

LATIN = "Die Fähre von Östersund fährt weiter, obwohl die Behörde sie schließen wollte, sagte Bürgermeisterin Jäger."
CHINESE = "市议会周六投票决定保留旧渡口台阶，尽管港务局曾要求在夏天之前关闭它们。维修费用将由停车费支付。"
RUSSIAN = "Совет города проголосовал за то, чтобы сохранить старый паром, хотя порт хотел закрыть его до лета."


def page(text: str, charset: str, label: str | None = None) -> bytes:
    """The article with one more paragraph, in that charset, and in its meta element the label."""
    head = f'<meta charset="{label}">' if label else ""
    return article(head=head, inside=f"<p>{text}</p>").encode(charset)


def utf8(label: str) -> Case:
    return Case(f"UTF-8 labelled {label}", lambda: page(LATIN, "utf-8", label), Record(holds=(LATIN,)))


CODECS = (
    "zlib",
    "idna",
    "punycode",
    "rot13",
    "hex",
    "base64",
    "bz2",
    "uu",
    "quopri",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "mbcs",
    "unknown-8bit",
    "utf-7",
    "x",
    "utf-99",
    "none",
    "null",
)

CASES = (
    *(
        Case(
            f"the header names {name}",
            lambda: page(LATIN, "utf-8"),
            Record(holds=(LATIN,)),
            content_type=f"text/html; charset={name}",
        )
        for name in CODECS
    ),
    *(
        Case(f"the header names {name} for ASCII", lambda: article(), content_type=f"text/html; charset={name}")
        for name in CODECS
    ),
    *(
        Case(f"meta names {name} for latin-1", lambda name=name: page(LATIN, "latin-1", name), Record(holds=(LATIN,)))
        for name in CODECS
    ),
    *(utf8(label) for label in ("latin-1", "iso-8859-1", "windows-1252", "gb2312", "ascii", "utf-16", "shift_jis")),
    Case("gb18030 labelled utf-8", lambda: page(CHINESE, "gb18030", "utf-8"), Record(holds=(CHINESE,))),
    Case("gb18030 labelled gb2312", lambda: page(CHINESE, "gb18030", "gb2312"), Record(holds=(CHINESE,))),
    Case("cp1252 labelled utf-8", lambda: page(LATIN, "cp1252", "utf-8"), Record(holds=(LATIN,))),
    Case(
        "cp1252 labelled utf-8 in the header",
        lambda: page(LATIN, "cp1252"),
        Record(holds=(LATIN,)),
        content_type="text/html; charset=utf-8",
    ),
    Case("cp1251 labelled windows-1251", lambda: page(RUSSIAN, "cp1251", "windows-1251"), Record(holds=(RUSSIAN,))),
    Case("koi8-r without a label", lambda: page(RUSSIAN * 5, "koi8-r"), Record(holds=())),
    Case(
        "shift_jis labelled so",
        lambda: page("港湾局は夏までに古い渡し場を閉じるよう求めていた。", "shift_jis", "shift_jis"),
        Record(holds=("港湾局",)),
    ),
    Case(
        "euc-kr labelled so",
        lambda: page("시의회는 토요일 옛 나루터를 그대로 두기로 했다.", "euc-kr", "euc-kr"),
        Record(holds=("시의회는",)),
    ),
    Case(
        "UTF-16 with a byte order mark", lambda: codecs.BOM_UTF16_LE + page(LATIN, "utf-16-le"), Record(holds=(LATIN,))
    ),
    Case(
        "UTF-16, big end first, with a byte order mark",
        lambda: codecs.BOM_UTF16_BE + page(LATIN, "utf-16-be"),
        Record(holds=(LATIN,)),
    ),
    Case("UTF-16 without a byte order mark", lambda: page(LATIN, "utf-16-le"), Record(holds=(LATIN,))),
    Case("UTF-16, big end first, without a byte order mark", lambda: page(LATIN, "utf-16-be"), Record(holds=(LATIN,))),
    Case(
        "UTF-32 with a byte order mark", lambda: codecs.BOM_UTF32_LE + page(LATIN, "utf-32-le"), Record(holds=(LATIN,))
    ),
    Case("UTF-32 without a byte order mark", lambda: page(LATIN, "utf-32-le"), Record(holds=(LATIN,))),
    Case("UTF-32, big end first, without a byte order mark", lambda: page(LATIN, "utf-32-be"), Record(holds=(LATIN,))),
    Case(
        "UTF-16 labelled utf-8",
        lambda: page(LATIN, "utf-16-le", "utf-8"),
        Record(holds=(LATIN,)),
        content_type="text/html; charset=utf-8",
    ),
    Case(
        "UTF-8 with a UTF-16 byte order mark",
        lambda: codecs.BOM_UTF16_LE + page(LATIN, "utf-8"),
        Record(holds=(LATIN,)),
    ),
    Case(
        "UTF-8 with a UTF-32 byte order mark",
        lambda: codecs.BOM_UTF32_LE + page(LATIN, "utf-8"),
        Record(holds=(LATIN,)),
    ),
    Case(
        "latin-1 with a UTF-8 byte order mark", lambda: codecs.BOM_UTF8 + page(LATIN, "latin-1"), Record(holds=(LATIN,))
    ),
    Case("two byte order marks", lambda: codecs.BOM_UTF8 * 2 + page(LATIN, "utf-8"), Record(holds=(LATIN,))),
    Case(
        "UTF-16 with half a sign at the end",
        lambda: codecs.BOM_UTF16_LE + page(LATIN, "utf-16-le") + b"<",
        Record(holds=(LATIN,)),
    ),
    Case(
        "overlong UTF-8",
        lambda: page(LATIN, "utf-8").replace(b"Ana Lind", b"Ana \xc0\xafLind"),
        Record(holds=("Die Fähre von Östersund",)),
    ),
    Case(
        "surrogates in UTF-8",
        lambda: page(LATIN, "utf-8").replace(b"Ana Lind", b"Ana \xed\xa0\x80Lind"),
        Record(holds=("Die Fähre von Östersund",)),
    ),
    Case(
        "one broken byte in UTF-8",
        lambda: page(LATIN * 3, "utf-8").replace(b"crowns", b"cro\xffwns"),
        Record(holds=("Die Fähre von Östersund",)),
    ),
    Case(
        "a latin-1 comment in UTF-8",
        lambda: page(LATIN, "utf-8").replace(b"</body>", b"<p>\xe4\xf6\xfc</p></body>"),
        Record(holds=("Die Fähre von Östersund",)),
    ),
    Case("a label of 10 kB", lambda: page(LATIN, "utf-8", "x" * 10_000), Record(holds=(LATIN,))),
    Case("a label with a NUL", lambda: page(LATIN, "utf-8", "utf\x00-8"), Record(holds=(LATIN,))),
    Case("a label with a line feed", lambda: page(LATIN, "latin-1", "utf-8\n"), Record(holds=(LATIN,))),
    Case("a header without charset", lambda: article(), content_type="text/html; charset="),
    Case("a header of 100 kB", lambda: article(), content_type="text/html;" + " charset" * 12_000),
    Case("a header that says image/png", lambda: article(), content_type="image/png"),
    Case(
        "ISO-2022-JP",
        lambda: page("港湾局は夏までに古い渡し場を閉じるよう求めていた。", "iso2022_jp", "iso-2022-jp"),
        Record(holds=("港湾局",)),
    ),
    Case("HZ escapes", lambda: page(CHINESE, "hz", "hz-gb-2312"), Record(holds=())),
    Case(
        "bytes of no charset",
        lambda: bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D]) * 2000,
        refused("not-text", "no-main-content", "no-title"),
    ),
)
