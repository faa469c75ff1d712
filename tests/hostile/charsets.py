"""Charsets that are wrongly named, unknown, or codecs of Python and no charsets at all: the text must come out right."""

from __future__ import annotations

import codecs

from tests.hostile.pages import Case, Record, article, refused

LATIN = "Die Fähre von Östersund fährt weiter, obwohl die Behörde sie schließen wollte, sagte Bürgermeisterin Jäger."
CHINESE = "市议会周六投票决定保留旧渡口台阶，尽管港务局曾要求在夏天之前关闭它们。维修费用将由停车费支付。"
RUSSIAN = "Совет города проголосовал за то, чтобы сохранить старый паром, хотя порт хотел закрыть его до лета."

# A paragraph per language, and the charsets in which its pages used to be written.
WRITTEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "zh": (
        "市议会周六投票决定保留旧渡口台阶，尽管港务局曾要求在夏天之前关闭它们。维修费用将由停车费支"
        "付，市长安娜·林德说。工程师去年秋天在下层台阶下发现了松动的石头。",
        ("gb18030",),
    ),
    "zh-tw": (
        "市議會週六投票決定保留舊渡口台階，儘管港務局曾要求在夏天之前關閉它們。維修費用將由停車費支"
        "付，市長安娜說。工程師去年秋天在下層台階下發現了鬆動的石頭。",
        ("big5",),
    ),
    "ja": (
        "港湾局は夏までに古い渡し場を閉じるよう求めていたが、市議会は土曜日に存続を決めた。修理費は"
        "駐車場の料金でまかなわれると、リンド市長は述べた。昨年の秋、技術者が石段の下に緩んだ石を見"
        "つけた。",
        ("shift_jis", "euc_jp"),
    ),
    "ko": (
        "시의회는 토요일 옛 나루터를 그대로 두기로 했다. 항만청은 여름 전에 닫자고 했었"
        "다. 수리비는 주차 요금으로 낼 것이라고 린드 시장은 말했다. 지난가을 기술자들이"
        " 계단 밑에서 헐거운 돌을 찾았다.",
        ("euc_kr",),
    ),
    "ru": (
        "Совет города проголосовал в субботу за то, чтобы сохранить старый паро"
        "м, хотя порт хотел закрыть его до лета. Ремонт обойдётся в сорок тысяч"
        " крон и будет оплачен из сборов за стоянку, сказала мэр Анна Линд.",
        ("cp1251", "koi8_r", "iso8859_5", "cp866"),
    ),
    "uk": (
        "Міська рада у суботу проголосувала за те, щоб зберегти старий пором, х"
        "оча порт хотів його закрити до літа. Ремонт коштуватиме сорок тисяч кр"
        "он і буде оплачений зі зборів за стоянку, сказала мер Анна Лінд.",
        ("cp1251", "koi8_u"),
    ),
    "bg": (
        "Градският съвет гласува в събота да запази стария ферибот, въпреки че "
        "пристанището искаше да го затвори преди лятото. Ремонтът ще струва чет"
        "иридесет хиляди крони и ще бъде платен от таксите за паркиране, каза к"
        "метът Анна Линд.",
        ("cp1251",),
    ),
    "el": (
        "Το δημοτικό συμβούλιο ψήφισε το Σάββατο να κρατήσει τα παλιά σκαλιά το"
        "υ πορθμείου, αν και το λιμάνι ήθελε να τα κλείσει. Η επισκευή θα κοστί"
        "σει σαράντα χιλιάδες κορώνες και θα πληρωθεί από τα τέλη στάθμευσης, ε"
        "ίπε η δήμαρχος Άννα Λιντ.",
        ("cp1253", "iso8859_7"),
    ),
    "tr": (
        "Belediye meclisi cumartesi günü eski iskele basamaklarını açık tutma k"
        "ararı aldı, oysa liman yazdan önce kapatmak istiyordu. Onarım kırk bin"
        " krona mal olacak ve otopark ücretlerinden ödenecek, dedi belediye baş"
        "kanı Şule Işık.",
        ("cp1254", "iso8859_9"),
    ),
    "pl": (
        "Rada miasta zagłosowała w sobotę za zachowaniem starych schodów promow"
        "ych, choć port chciał je zamknąć przed latem. Naprawa będzie kosztować"
        " czterdzieści tysięcy koron i zostanie opłacona z opłat parkingowych, "
        "powiedziała burmistrz Łucja Żak.",
        ("cp1250", "iso8859_2"),
    ),
    "cs": (
        "Městská rada v sobotu hlasovala pro zachování starých schodů k přívozu"
        ", ačkoli je přístav chtěl před létem zavřít. Oprava bude stát čtyřicet"
        " tisíc korun a zaplatí se z parkovného, řekla starostka Žofie Říhová.",
        ("cp1250", "iso8859_2"),
    ),
    "hu": (
        "A városi tanács szombaton a régi kompkikötő lépcsőinek megtartására sz"
        "avazott, bár a kikötő nyár előtt be akarta zárni őket. A javítás negyv"
        "enezer koronába kerül, és a parkolási díjakból fizetik, mondta Őri Tün"
        "de polgármester.",
        ("cp1250", "iso8859_2"),
    ),
    "ro": (
        "Consiliul oraşului a votat sâmbătă pentru păstrarea vechilor trepte al"
        "e feribotului, deşi portul voia să le închidă. Reparaţia va costa patr"
        "uzeci de mii de coroane şi va fi plătită din taxele de parcare, a spus"
        " primarul Ştefan Ţepeş.",
        ("cp1250",),
    ),
    "he": (
        "מועצת העיר הצביעה בשבת לשמור על מדרגות המעבורת הישנות, אף שהנמל רצה לס"
        "גור אותן לפני הקיץ. התיקון יעלה ארבעים אלף כתרים וישולם מדמי החניה, אמ"
        "רה ראש העיר אנה לינד.",
        ("cp1255", "iso8859_8"),
    ),
    "ar": (
        "صوت مجلس المدينة يوم السبت لصالح الإبقاء على درجات العبارة القديمة، رغ"
        "م أن الميناء أراد إغلاقها قبل الصيف. ستكلف الإصلاحات أربعين ألف كرونة "
        "وستدفع من رسوم المواقف، قالت رئيسة البلدية آنا ليند.",
        ("cp1256", "iso8859_6"),
    ),
    "th": (
        "สภาเทศบาลลงมติเมื่อวันเสาร์ให้เก็บบันไดท่าเรือเก่าไว้ แม้ว่าการท่าเรือ"
        "จะต้องการปิดก่อนฤดูร้อนค่าซ่อมแซมสี่หมื่นโครนจะจ่ายจากค่าจอดรถ นายกเทศ"
        "มนตรีอันนา ลินด์กล่าว",
        ("cp874",),
    ),
    "lt": (
        "Miesto taryba šeštadienį nubalsavo išsaugoti senus kelto laiptus, nors"
        " uostas norėjo juos uždaryti iki vasaros. Remontas kainuos keturiasdeš"
        "imt tūkstančių kronų ir bus apmokėtas iš mokesčių, sakė merė Živilė Šu"
        "kytė.",
        ("cp1257", "iso8859_13"),
    ),
    "fr": (
        "Le conseil municipal a voté samedi pour garder les vieux escaliers du "
        "bac, bien que le port ait demandé de les fermer avant l'été. La répara"
        "tion coûtera quarante mille couronnes et sera payée par les recettes d"
        "u stationnement, a déclaré la maire Élodie Lévêque.",
        ("cp1252", "mac_roman"),
    ),
    "de": (
        "Der Stadtrat stimmte am Samstag dafür, die alte Fährtreppe zu erhalten"
        ", obwohl der Hafen sie vor dem Sommer schließen wollte. Die Reparatur "
        "wird vierzigtausend Kronen kosten und aus Parkgebühren bezahlt, sagte "
        "Bürgermeisterin Jäger.",
        ("cp1252", "latin_1"),
    ),
}
PRELOADS = '<link rel="preload" href="/assets/part.js" as="script">' * 300
# What a page may say of its charset that is no help, or comes late.
SAID = {
    "nothing": "",
    "utf-8": '<meta charset="utf-8">',
    "iso-8859-1": '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">',
    "late": PRELOADS + '<meta charset="{charset}">',
}
# Labels of another charset for the same letters.
SIBLINGS = (
    ("ru", "koi8_r", "windows-1251"), ("ru", "cp1251", "koi8-r"), ("uk", "koi8_u", "windows-1251"), ("zh-tw", "big5", "gb2312"),
    ("zh", "gb18030", "big5"), ("ko", "euc_kr", "gb2312"), ("ja", "euc_jp", "shift_jis"), ("ja", "shift_jis", "euc-jp"),
    ("pl", "iso8859_2", "windows-1250"), ("he", "cp1255", "windows-1251"), ("tr", "cp1254", "windows-1250"),
)  # fmt: skip
ASCII = r"The path C:\new \u0041 +ADw-b+AD4- is plain-ascii text, whatever its page calls it, said the harbour office."


def written(language: str, charset: str, said: str) -> bytes:
    """The article with one more paragraph in that language."""
    return article(head=said.format(charset=charset), inside=f"<p>{WRITTEN[language][0]}</p>").encode(charset)


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
            f"{language} in {charset}, which says {said}",
            lambda language=language, charset=charset, said=said: written(language, charset, SAID[said]),
            Record(holds=(text,)),
        )
        for language, (text, charsets) in WRITTEN.items()
        for charset in charsets
        for said in SAID
    ),
    *(
        Case(
            f"{language} in {charset}, labelled {label}",
            lambda language=language, charset=charset, label=label: written(
                language, charset, f'<meta charset="{label}">'
            ),
            Record(holds=(WRITTEN[language][0],)),
        )
        for language, charset, label in SIBLINGS
    ),
    *(
        Case(f"meta names {name} for ASCII", lambda name=name: page(ASCII, "ascii", name), Record(holds=(ASCII,)))
        for name in (*CODECS, "utf-16", "utf-32", "cp037", "oem")
    ),
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
    Case(
        "a Windows-1252 comment in UTF-8",
        lambda: page(LATIN * 2, "utf-8").replace(b"</body>", "<p>déjà “vu”</p></body>".encode("cp1252")),
        Record(holds=(LATIN,)),
    ),
    Case(
        "accents that are lost for good",
        lambda: page(LATIN * 9, "utf-8").replace("ä".encode(), b"\xef\xbf\xbd").replace("ü".encode(), b"\xef\xbf\xbd"),
        refused("not-text"),
    ),
    Case("HZ escapes", lambda: page(CHINESE, "hz", "hz-gb-2312"), Record(holds=())),
    Case(
        "bytes of no charset",
        lambda: bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D]) * 2000,
        refused("not-text", "no-main-content", "no-title"),
    ),
)
