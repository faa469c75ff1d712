"""Pages that are no article, in the layout in which the web has them, with text of our own: none may become a record."""

from __future__ import annotations

from collections.abc import Iterable

from .pages import Case, refused, script

NO_ARTICLE = refused("not-an-article", "no-main-content", "no-title", "empty-page")
SENTENCES = (
    "The harbour office closed the lower steps on Friday after engineers found loose stones.",
    "Three crews of the eastern quay won the regatta on Sunday in light wind and rain.",
    "A new library opens next to the fish market, with rooms for schools and a reading garden.",
    "Ferry tickets will cost two crowns more from April, the council of Port Ellery decided.",
    "The last lamp of the old lighthouse was lit again by its former keeper, aged ninety.",
    "Divers brought up a bell that may have belonged to the first steam ferry of the bay.",
)


def page(body: str, *, title: str, head: str = "", lang: str = "en", frame: bool = True) -> str:
    """A page in the site's frame, or without it."""
    menu = "<header><a href='/'>Harbour Post</a><nav><a href='/news'>News</a> <a href='/sport'>Sport</a></nav></header>"
    end = "<footer><a href='/terms'>Terms</a> <a href='/privacy'>Privacy</a> <p>© 2026 Harbour Post</p></footer>"
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>'
        f"{menu if frame else ''}<main>{body}</main>{end if frame else ''}</body></html>"
    )


def text(heading: str, *paragraphs: str) -> str:
    return f"<h1>{heading}</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def wall(heading: str, *paragraphs: str, title: str | None = None, extra: str = "", **options: str) -> str:
    """A page of one heading and a few sentences to the visitor."""
    return page(text(heading, *paragraphs) + extra, title=title or f"{heading} | Harbour Post", **options)  # type: ignore[arg-type]  # `frame` is never among them


def teasers(sentences: Iterable[str] = SENTENCES, tag: str = "article", date: str = "<time>28 February 2026</time>") -> str:
    """A list of other articles, each with a linked headline, its day and the first sentence."""
    return "".join(
        f"<{tag}><h2><a href='/news/{n}'>{sentence.split(',')[0].rstrip('.')[:45]}</a></h2>{date}<p>{sentence}</p></{tag}>"
        for n, sentence in enumerate(sentences)
    )


POLICY = (
    "We take the protection of your personal data seriously. This policy explains which data we collect and why.",
    "When you visit our website, our servers store your address, the time of your visit and the pages you have read.",
    "We use cookies to remember your settings. You can delete cookies in your browser at any time.",
    "We share data with partners who place advertisements on our behalf and who are bound by contract.",
    "You have the right to know which of your data we hold, to have them corrected and to have them erased.",
    "If you have questions about this policy, write to our data protection officer at the address below.",
    "We may change this policy from time to time. The current version is always published on this page.",
)
TERMS = (
    "By using this website you agree to these terms. If you do not agree, please do not use the website.",
    "All content is protected by copyright and may be used for personal purposes only.",
    "We do our best to keep the website available, but we cannot guarantee that it is free of errors.",
    "You are responsible for keeping your password secret and for all that is done with your account.",
    "We are not liable for damages that result from the use of links to other websites.",
    "These terms are governed by the law of the place in which the publisher has its seat.",
)
CONSENT = (
    "We and our 842 partners store and access information on your device, such as cookies and unique identifiers.",
    "With your permission we may use precise location data and identification through device scanning.",
    "You may click to consent to our and our partners' processing as described above, or refuse to consent.",
)
NOINDEX = '<meta name="robots" content="noindex,nofollow">'
PASSWORD = "<form action='/login' method=post><label>E-mail <input name=user></label><label>Password <input type=password></label><button>Log in</button></form>"  # noqa: E501  # one form

CHALLENGES = (
    Case("a JavaScript challenge", lambda: page("<h1>harbour.example</h1><h2>Checking if the site connection is secure</h2><p>harbour.example needs to review the security of your connection before proceeding.</p><p>Please enable JavaScript and cookies to continue. This may take a few seconds.</p>", title="Just a moment...", head=NOINDEX, frame=False), NO_ARTICLE),
    Case("a challenge in Indonesian", lambda: page("<h1>Tunggu sebentar...</h1><p>Kami sedang memeriksa apakah koneksi ke situs ini aman sebelum Anda melanjutkan.</p><p>Aktifkan JavaScript dan cookie di peramban Anda, lalu muat ulang halaman ini.</p>", title="Tunggu sebentar...", lang="id", head=NOINDEX, frame=False), NO_ARTICLE),
    Case("a captcha", lambda: page("<h1>Please verify you are a human</h1><p>Access to this page has been denied because we believe you are using automation tools to browse the website.</p><p>Please make sure that JavaScript and cookies are enabled on your browser and that you are not blocking them from loading.</p><div class='g-recaptcha'></div>", title="Access to this page has been denied", frame=False), NO_ARTICLE),
    Case("a captcha in German", lambda: wall("Sind Sie ein Mensch?", "Wir haben ungewöhnlichen Datenverkehr aus Ihrem Netzwerk festgestellt.", "Bitte bestätigen Sie, dass Sie kein Roboter sind, um fortzufahren.", lang="de"), NO_ARTICLE),
    Case("access denied by a firewall", lambda: page("<h1>Access Denied</h1><p>You don't have permission to access this page on this server.</p><p>Reference #18.2d3e4f.1700000000.1a2b3c</p>", title="Access Denied", frame=False), NO_ARTICLE),
    Case("a shell that asks for JavaScript", lambda: page("<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>", title="Harbour Post", frame=False), NO_ARTICLE),
    Case("a shell that asks for JavaScript in its text", lambda: page("<div id=app><h1>Harbour Post</h1><p>This website needs JavaScript to work properly. Please enable JavaScript in your browser settings and reload the page.</p><p>If you use an ad blocker, please switch it off for this website.</p></div>", title="Harbour Post"), NO_ARTICLE),
    Case("a request to switch off the ad blocker", lambda: wall("Please disable your ad blocker", "It looks like you are using an ad blocker. Our journalism is paid for by advertising.", "Please disable your ad blocker or subscribe to continue reading without advertisements."), NO_ARTICLE),
    Case("too many requests", lambda: page(text("429 Too Many Requests", "You have sent too many requests in a given amount of time. Please try again later."), title="Too Many Requests", frame=False), NO_ARTICLE),
    Case("an outdated browser", lambda: wall("Your browser is not supported", "You are using an outdated browser that we no longer support.", "Please upgrade your browser to improve your experience and security."), NO_ARTICLE),
)  # fmt: skip

CONSENTS = (
    Case("a consent wall", lambda: page(text("We value your privacy", *CONSENT) + "<button>Accept all</button>", title="Harbour Post", frame=False), NO_ARTICLE),
    Case("a consent wall under an article's title", lambda: page(text("We value your privacy", *CONSENT) + "<button>Accept all</button>", title="Old ferry steps stay open | Harbour Post", frame=False), NO_ARTICLE),
    Case("a consent wall before continuing", lambda: page(text("Before you continue", "We use cookies and data to deliver and maintain our services, track outages and protect against spam and fraud.", "If you choose to accept all, we will also use cookies to show personalised content and advertisements.", "You can visit our privacy tools at any time to change your choice."), title="Before you continue", frame=False), NO_ARTICLE),
    Case("a consent wall in German", lambda: page(text("Mit Werbung weiterlesen", "Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Details finden Sie in unserer Datenschutzerklärung.", "Wir und unsere Partner verarbeiten personenbezogene Daten, zum Beispiel Ihre Adresse, mithilfe von Cookies.", "Mit einem Klick auf „Alle akzeptieren“ stimmen Sie der Verarbeitung zu. Sie können Ihre Einwilligung jederzeit widerrufen."), title="Zustimmung | Hafenpost", lang="de", frame=False), NO_ARTICLE),
    Case("a consent wall in French", lambda: page(text("Votre vie privée est importante", "Nous et nos partenaires utilisons des cookies pour stocker et accéder à des informations sur votre appareil.", "Vous pouvez accepter ou refuser ces traitements à tout moment en cliquant sur le bouton ci-dessous.", "Pour en savoir plus, consultez notre politique de confidentialité."), title="Le Port", lang="fr", frame=False), NO_ARTICLE),
    Case("a login", lambda: page(text("Log in", "Log in to read articles, save stories and manage your subscription.", "Have you forgotten your password? We will send you a link to set a new one.") + PASSWORD, title="Log in | Harbour Post"), NO_ARTICLE),
    Case("a login under another heading", lambda: page(text("Welcome back", "Sign in to your account to go on where you stopped reading.", "New here? Create an account in one minute, it is free of charge.") + PASSWORD, title="Harbour Post"), NO_ARTICLE),
    Case("a login in Indonesian", lambda: page(text("Masuk", "Silakan masuk untuk melanjutkan membaca dan menyimpan berita pilihan Anda.", "Belum punya akun? Daftar sekarang, gratis dan hanya butuh satu menit.") + PASSWORD, title="Masuk | Warta", lang="id"), NO_ARTICLE),
    Case("a pay wall without text", lambda: page(text("Subscribe to continue reading", "This article is for subscribers only. Subscribe now to get unlimited access to all stories.", "Already a subscriber? Log in to continue reading."), title="Subscribe | Harbour Post"), NO_ARTICLE),
    Case("an age gate", lambda: page(text("Are you over 18?", "You must be of legal age to enter this website. Please confirm your date of birth.", "By entering you agree to our terms of use and privacy policy.") + "<button>Yes</button><button>No</button>", title="Age verification", frame=False), NO_ARTICLE),
    Case("a wall for readers abroad", lambda: page(text("Not available in your region", "Unfortunately, our website is currently unavailable in your country.", "We are working on the issue and remain committed to finding technical solutions to provide all readers with our journalism."), title="451: Unavailable for legal reasons", frame=False), NO_ARTICLE),
    Case("a newsletter page", lambda: page(text("Newsletters", "Sign up for our newsletters and get the stories of the day in your inbox every morning.", "You can unsubscribe at any time with one click. We will never pass on your address.") + "<form><input type=email><button>Sign up</button></form>", title="Newsletters | Harbour Post"), NO_ARTICLE),
)  # fmt: skip

ERRORS = (
    *(
        Case(f"a page that is not there, in {language}", lambda heading=heading, line=line, lang=lang: wall(heading, line, line, lang=lang), NO_ARTICLE)
        for language, lang, heading, line in (
            ("English", "en", "Page not found", "Sorry, the page you are looking for does not exist or has been moved to another address."),
            ("Indonesian", "id", "Halaman tidak ditemukan", "Maaf, halaman yang Anda cari tidak ada atau sudah dipindahkan ke alamat lain."),
            ("German", "de", "Seite nicht gefunden", "Die gewünschte Seite existiert leider nicht oder wurde unter eine andere Adresse verschoben."),
            ("French", "fr", "Page introuvable", "Désolé, la page que vous cherchez n'existe pas ou a été déplacée vers une autre adresse."),
            ("Spanish", "es", "Página no encontrada", "Lo sentimos, la página que busca no existe o ha sido trasladada a otra dirección."),
            ("Portuguese", "pt", "Página não encontrada", "Desculpe, a página que você procura não existe ou foi movida para outro endereço."),
            ("Italian", "it", "Pagina non trovata", "Spiacenti, la pagina che cerchi non esiste oppure è stata spostata a un altro indirizzo."),
            ("Russian", "ru", "Страница не найдена", "К сожалению, страница, которую вы ищете, не существует или была перемещена."),
            ("Malay", "ms", "Halaman tidak dijumpai", "Maaf, halaman yang anda cari tidak wujud atau telah dipindahkan ke alamat lain."),
            ("Japanese", "ja", "ページが見つかりません", "お探しのページは移動または削除された可能性があります。アドレスをもう一度ご確認ください。"),
        )
    ),
    Case("a 404 with the latest stories", lambda: page(text("404", "We could not find that page. Perhaps one of these stories is what you wanted to read.") + teasers(), title="404 | Harbour Post"), NO_ARTICLE),
    Case("a lost page told as a joke", lambda: wall("Oops! You have drifted off course", "The page you wanted has sailed away and left no forwarding address.", "Use the search above or go back to the home page.", title="Error 404 - Harbour Post"), NO_ARTICLE),
    Case("maintenance", lambda: page(text("We'll be back soon", "We are currently performing scheduled maintenance. We should be back online shortly.", "Thank you for your patience."), title="Site maintenance", frame=False), NO_ARTICLE),
    Case("a server error with status 200", lambda: page(text("Internal Server Error", "The server encountered an internal error or misconfiguration and was unable to complete your request.", "Please contact the server administrator and inform them of the time the error occurred."), title="500 Internal Server Error", frame=False), NO_ARTICLE),
    Case("a database error", lambda: page(text("Error establishing a database connection", "This either means that the user name and password are wrong or that the database server cannot be reached."), title="Database Error", frame=False), NO_ARTICLE),
    Case("a bad gateway", lambda: page(text("Bad gateway", "The web server reported a bad gateway error.", "Please try again in a few minutes."), title="harbour.example | 502: Bad gateway", frame=False), NO_ARTICLE),
    Case("a stack trace", lambda: page("<h1>TypeError at /news/1</h1><pre>Traceback (most recent call last):\n  File &quot;/srv/app/views.py&quot;, line 12, in show\n    return render(page.title)\nTypeError: 'NoneType' object is not callable</pre>", title="TypeError at /news/1", frame=False), NO_ARTICLE),
    Case("a parked domain", lambda: page("<h1>harbour.example</h1><p>This domain is for sale! Make an offer now or contact the owner.</p><ul><li><a href='/a'>Ferry tickets</a><li><a href='/b'>Cheap cruises</a><li><a href='/c'>Port jobs</a></ul><p>The sponsored listings displayed above are served automatically by a third party.</p>", title="harbour.example", frame=False), NO_ARTICLE),
    Case("the welcome page of a web server", lambda: page(text("Welcome to nginx!", "If you see this page, the web server is successfully installed and working. Further configuration is required.", "For online documentation and support please refer to the website of the project."), title="Welcome to nginx!", frame=False), NO_ARTICLE),
    Case("an empty article", lambda: page("<article><h1></h1></article>", title="Harbour Post"), NO_ARTICLE),
    Case("an article that was taken down", lambda: wall("This article is no longer available", "The article you are looking for has been removed or its licence has expired.", "You may find other stories on our home page."), NO_ARTICLE),
)  # fmt: skip

STANDING = (
    Case("a privacy policy", lambda: page(text("Privacy policy", *POLICY), title="Privacy policy | Harbour Post", head='<meta property="og:type" content="article">'), NO_ARTICLE),
    Case("a privacy policy of a blog engine", lambda: page(text("Privacy Policy", *POLICY, *POLICY[1:4]), title="Privacy Policy - Harbour Post", head='<meta property="og:type" content="article"><meta property="article:modified_time" content="2025-05-01T10:00:00+00:00">' + script('{"@type": "WebPage", "name": "Privacy Policy - Harbour Post", "datePublished": "2018-05-20T10:00:00+00:00"}')), NO_ARTICLE),
    Case("a privacy policy in German", lambda: page(text("Datenschutzerklärung", "Wir nehmen den Schutz Ihrer persönlichen Daten sehr ernst und behandeln sie vertraulich.", "Verantwortlich für die Datenverarbeitung ist der Verlag, dessen Anschrift Sie im Impressum finden.", "Beim Besuch dieser Website speichert der Server Ihre Adresse und die Zeit des Zugriffs.", "Sie haben jederzeit das Recht auf Auskunft, Berichtigung und Löschung Ihrer Daten."), title="Datenschutzerklärung | Hafenpost", lang="de"), NO_ARTICLE),
    Case("a privacy policy in Indonesian", lambda: page(text("Kebijakan Privasi", "Kami menghargai privasi Anda dan melindungi data pribadi yang Anda berikan kepada kami.", "Kami menggunakan cookie untuk mengingat pilihan Anda dan mengukur jumlah pengunjung.", "Anda berhak meminta agar data pribadi Anda diperbaiki atau dihapus kapan saja."), title="Kebijakan Privasi | Warta", lang="id"), NO_ARTICLE),
    Case("terms of use", lambda: page(text("Terms of use", *TERMS), title="Terms of use | Harbour Post"), NO_ARTICLE),
    Case("an imprint", lambda: page(text("Impressum", "Hafenpost Verlag GmbH, Kaistraße 1, 12345 Hafenstadt. Vertreten durch die Geschäftsführerin Anna Berg.", "Verantwortlich für den Inhalt nach dem Presserecht ist die Chefredaktion unter derselben Anschrift."), title="Impressum | Hafenpost", lang="de"), NO_ARTICLE),
    Case("an about page", lambda: page(text("About us", "Harbour Post has reported from the bay since 1902. It is owned by its readers.", "Twelve people work in the newsroom on Quay Street, and some forty write from the islands.", "You can reach us by telephone on weekdays from eight to six."), title="About us | Harbour Post", head=script('{"@type": "AboutPage", "name": "About us"}')), NO_ARTICLE),
    Case("a contact page", lambda: page(text("Contact us", "Do you have a question or a story for us? Send a message with the form below.", "The editors answer within two working days, subscribers' service at once.") + "<form><input name=name><textarea></textarea><button>Send</button></form>", title="Contact | Harbour Post", head=script('{"@type": "ContactPage"}')), NO_ARTICLE),
    Case("an editorial guideline", lambda: page(text("Editorial guidelines", "We correct errors as soon as we learn of them and say so at the end of the article.", "Our reporters accept no gifts, and who pays for a trip is named in the text."), title="Editorial guidelines | Harbour Post"), NO_ARTICLE),
    Case("a list of jobs", lambda: page("<h1>Jobs</h1>" + "".join(f"<div class=job><h3><a href='/jobs/{n}'>{job}</a></h3><p>Port Ellery, full time, from April. Apply by the end of March.</p></div>" for n, job in enumerate(("Reporter", "Editor", "Photographer", "Engineer"))), title="Jobs | Harbour Post"), NO_ARTICLE),
    Case("a job", lambda: page(text("Reporter (full time)", "You report from the harbour and the islands, in text and in pictures, also at weekends.", "You have learned the craft and know the bay. You swim well.", "We offer a permanent contract and six weeks of holiday."), title="Reporter | Jobs at Harbour Post", head=script('{"@type": "JobPosting", "title": "Reporter", "datePosted": "2026-02-01"}')), NO_ARTICLE),
    Case("a press kit", lambda: page("<h1>Press</h1><p>Downloads for journalists.</p><ul>" + "".join(f"<li><a href='/f/{n}.pdf'>Annual report {n} (PDF, 2 MB)</a>" for n in range(2015, 2026)) + "</ul>", title="Press | Ellery Harbours"), NO_ARTICLE),
)  # fmt: skip

CASES: tuple[Case, ...] = (*CHALLENGES, *CONSENTS, *ERRORS, *STANDING)
