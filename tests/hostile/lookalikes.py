"""Articles that look like pages that are none: short, about walls and errors, or behind a pay wall. Each must come out."""

from __future__ import annotations

from typing import Any

from tests.hostile.pages import PUBLISHED, Case, Record, article, json_ld

POLICY = (
    "When you visit our website, our servers store your address, the time of your visit and the pages you have read.",
    "We share data with partners who place advertisements on our behalf and who are bound by contract.",
)
CONSENT = (
    "We and our 842 partners store and access information on your device, such as cookies and unique identifiers.",
    "You may click to consent to our and our partners' processing as described above, or refuse to consent.",
)
PLAIN = f"<meta property='og:type' content='article'><meta property='article:published_time' content='{PUBLISHED}'>"


def story(title: str, *paragraphs: str, **options: Any) -> str:
    claims = options.pop("claims", None) or json_ld(headline=title)
    return article(title=title, paragraphs=paragraphs, claims=claims, **options)


def told(name: str, title: str, *paragraphs: str, fields: dict[str, Any] | None = None, **options: Any) -> Case:
    """A case whose paragraphs must all come out."""
    wanted = Record(title=title, holds=paragraphs, fields=fields or {})
    return Case(name, lambda: story(title, *paragraphs, **options), wanted)


FLASH = (
    "The ferry to Sel has stopped because of the storm, the harbour office said on Saturday evening.",
    "The next boat is expected to leave on Sunday at noon.",
)
PAID = '<div class="paywall"><p>Subscribe to read on.</p><a href="/subscribe">Subscribe now</a></div>'

CASES = (
    told("a flash of two sentences", "Ferry to Sel stopped", *FLASH),
    told("a flash in one paragraph", "Ferry to Sel stopped", " ".join(FLASH)),
    told("a flash without JSON-LD", "Ferry to Sel stopped", *FLASH, claims=" ", head=PLAIN),
    told(
        "a flash in Indonesian",
        "Kapal ke Pulau Sel Berhenti",
        "Kapal feri ke Pulau Sel berhenti beroperasi karena badai, kata kantor pelabuhan, Sabtu malam.",
        "Kapal berikutnya diperkirakan berangkat pada Minggu siang.",
    ),
    told(
        "an interview",
        "“I never saw the sea from below”",
        "Ms Lind, you were a keeper for forty years. What did you like best?",
        "The silence after a storm. You hear the gulls again, one after the other.",
        "Did you ever think of leaving?",
        "Once, in 1987. Then the boat did not come, and I stayed.",
        "And now?",
        "Now I look at it from the window, and it is enough.",
    ),
    told(
        "a poem",
        "Steps",
        "Stone under stone the water counts",
        "the feet that came, the feet that went,",
        "a ferry bell, a rope, a hand,",
        "and on the quay the day is spent.",
    ),
    told(
        "an article about captchas",
        "Why captchas ask you to find boats",
        "Anyone who wants to prove that they are no robot has to find boats, lamps and crossings in small pictures.",
        "The tests were invented in 2000 to keep automated programs out. Today machines solve them better than people do.",
        "The council of Port Ellery wants to drop them from its forms because blind people cannot pass them.",
    ),
    told(
        "an article about the error 404",
        "404: the story of the web's best known error",
        "The number stands for a page that is not found. It was fixed in 1992, together with some forty others.",
        "Newspapers have made jokes, games and poems of their error pages. That of Port Ellery shows a sinking boat.",
        "Some 3 % of all links in the paper's archive lead nowhere today, librarian Jon Sel found.",
    ),
    told(
        "an article about cookies",
        "Court: cookie banners must offer a no",
        "A button to refuse must be as large as the one to accept all cookies, the court in Ellery ruled on Friday.",
        "The publisher had written “We value your privacy” above a banner that could only be accepted.",
        "The ruling applies to all websites of the country. The publisher will appeal.",
    ),
    told(
        "an article that quotes a privacy policy",
        "What the harbour's app knows of you",
        "The app of the harbour office stores more than it says, a test by this newspaper shows.",
        f"“{POLICY[0]}” This is what its policy says.",
        f"Further down it reads: “{POLICY[1]}” Who these partners are it does not say.",
        "The office announced on Friday that it would change the app. “We made a mistake,” said mayor Ana Lind.",
    ),
    told(
        "an article about maintenance",
        "Site maintenance: lock closed for a week",
        "The western lock will be closed from Monday because its gates have to be painted, the harbour office said.",
        "Boats can use the eastern lock. Waiting times of two hours are to be expected.",
    ),
    told(
        "an article called by two words",
        "Access denied",
        "The island of Sel no longer lets visitors in at night, its council decided on Friday.",
        "Guests had walked over the nests of terns. A fence will be built before the summer.",
        "Only the pastor and the doctor will have a key, council member Jon Sel said.",
    ),
    told(
        "a list",
        "Five ways to cross the bay",
        "The ferry is the oldest of them, and with two crowns the cheapest. It sails every twenty minutes.",
        "The bridge is free, but an hour's walk away from the old town.",
        "Rowing boats can be hired at the eastern quay until sunset.",
        "Swimmers meet on Sundays at six, when the tide is low.",
        "In hard winters one can walk. The last time was in 1987.",
    ),
    told(
        "a liveblog",
        "Storm over the bay: all that happens",
        "All ferries are back in the harbour. No one is missing, the coast guard says.",
        "The bridge is closed for lorries. Cars may pass at walking pace.",
        "First tiles have fallen from the roof of the customs house.",
        claims=json_ld(**{"@type": "LiveBlogPosting", "headline": "Storm over the bay: all that happens"}),
    ),
    Case(
        "a liveblog whose entries are articles",
        lambda: article(
            paragraphs=("All that happens tonight is told here, minute by minute.",),
            claims=json_ld(**{"@type": "LiveBlogPosting"}),
            inside="".join(f"<article><time>2{n}:10</time><p>{line}</p></article>" for n, line in enumerate(FLASH)),
        ),
        Record(holds=FLASH),
    ),
    told(
        "a list of winners",
        "The winners of the regatta",
        "Class one: Ellery, before Sel and Northgate.",
        "Class two: Northgate, before Ellery and Sel.",
        "Class three: Sel, before Northgate and Ellery.",
    ),
    told(
        "an article on a page without metadata",
        "Old customs house becomes a school",
        "The old customs house on the eastern quay becomes a school, the council decided on Saturday.",
        "It has stood empty since 1998. The roof will be renewed first, then the windows.",
        "The first sixty pupils are to move in after the summer of next year.",
        "Mayor Ana Lind called the vote a good day for the quarter.",
        "The opposition had wanted to sell the house to a hotel company.",
        "A decision on its proposal to build flats next door was put off.",
        claims="<meta name=date content='2026-02-28T20:57:00+07:00'>",
    ),
    Case(
        "an article with many teasers around it",
        lambda: article(
            before="<aside>"
            + "".join(
                f"<h3><a href='/n/{n}'>Another story of the day number {n}</a></h3><p>It has a sentence of its own to tell.</p>"
                for n in range(12)
            )
            + "</aside>"
        ),
    ),
    Case(
        "an article with a consent banner",
        lambda: article(
            after=f"<div id=consent><h2>We value your privacy</h2>{''.join(f'<p>{line}</p>' for line in CONSENT)}<button>Accept all</button></div>"
        ),
        Record(lacks=CONSENT),
    ),
    Case(
        "an article with a login in the frame",
        lambda: article(
            after="<form action=/login><input type=email><input type=password><button>Log in</button></form>"
        ),
    ),
    Case("an article with noindex", lambda: article(head='<meta name="robots" content="noindex">')),
    Case("an article at the root of a host", lambda: article(), url="https://old-ferry-steps.harbour.example/"),
    Case(
        "an article that calls its page a website", lambda: article(head='<meta property="og:type" content="website">')
    ),
    Case(
        "a paywalled stub",
        lambda: article(
            claims=json_ld(
                isAccessibleForFree=False,
                hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".locked"},
            ),
            after="",
        ).replace("</article>", f'<div class="locked"></div>{PAID}</article>'),
        Record(fields={"access": "restricted", "complete": False}),
    ),
    Case(
        "a paywalled stub without metadata about it",
        lambda: article().replace("</article>", f"{PAID}</article>"),
        Record(fields={"access": "restricted", "complete": False}),
    ),
    Case(
        "a paywalled stub of one paragraph, its length told",
        lambda: article(paragraphs=FLASH[:1], claims=json_ld(isAccessibleForFree="False", wordCount=800)),
        Record(holds=FLASH[:1], fields={"access": "restricted", "complete": False}),
    ),
    Case(
        "a free article that says it is not free",
        lambda: article(claims=json_ld(isAccessibleForFree=False)),
        Record(fields={"access": None, "complete": None}),
    ),
    Case(
        "a free article that says it is not free, its text there",
        lambda: article(
            claims=json_ld(isAccessibleForFree=False, hasPart={"isAccessibleForFree": False, "cssSelector": "article"})
        ),
        Record(fields={"access": None, "complete": None}),
    ),
    Case(
        "an article in a frame that speaks of subscriptions",
        lambda: article(after="<div class=paywall-promo><p>Subscribe now and read on without limits.</p></div>"),
        Record(fields={"access": None, "complete": None}),
    ),
    Case(
        "an article that says it is free",
        lambda: article(claims=json_ld(isAccessibleForFree=True)),
        Record(fields={"access": "open", "complete": None}),
    ),
)
