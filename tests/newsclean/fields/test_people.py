"""Bylines in forty languages give people as written, and nothing else.

Covers byline_words.
"""

from __future__ import annotations

import pytest

from newsclean.fields.people import bylined, is_full_name, people_of
from newsclean.metadata.site_names import SiteNames

SITE = SiteNames(["Kabar Pagi", "MDR"], "https://www.kabarpagi.example/x")


@pytest.mark.parametrize(
    ("code", "line", "names"),
    [
        ("id", "Oleh: Budi Santika", ["Budi Santika"]),
        ("id", "Penulis: Budi Santika", ["Budi Santika"]),
        ("id", "Reporter : Budi Santika", ["Budi Santika"]),
        ("id", "Oleh Budi Santika dan Siti Rahma", ["Budi Santika", "Siti Rahma"]),
        ("id", "Rep: Budi Santika/ Red: Siti Rahma", ["Budi Santika"]),
        ("id", "Laporan wartawan: Budi Santika", ["Budi Santika"]),
        ("id", "Pewarta: Budi Santika", ["Budi Santika"]),
        ("id", "Ditulis oleh Budi Santika", ["Budi Santika"]),
        ("id", "Kontributor: Budi Santika", ["Budi Santika"]),
        ("id", "Jurnalis: Budi Santika", ["Budi Santika"]),
        ("ms", "Oleh Aminah Yusof", ["Aminah Yusof"]),
        ("ms", "Oleh Aminah Yusof dan Farid Hashim", ["Aminah Yusof", "Farid Hashim"]),
        ("ms", "Penulis: Aminah Yusof", ["Aminah Yusof"]),
        ("ms", "Laporan Aminah Yusof", ["Aminah Yusof"]),
        ("en", "By Jane Roe", ["Jane Roe"]),
        ("en", "By Jane Roe and Omar Lind", ["Jane Roe", "Omar Lind"]),
        ("en", "Written by Jane Roe", ["Jane Roe"]),
        ("en", "BY Jane Roe, Senior Correspondent", ["Jane Roe"]),
        ("en", "Reported by Jane Roe", ["Jane Roe"]),
        ("en", "Words by Jane Roe", ["Jane Roe"]),
        ("en", "Story by Jane Roe", ["Jane Roe"]),
        ("en", "Text: Jane Roe", ["Jane Roe"]),
        ("en", "Author: Jane Roe", ["Jane Roe"]),
        ("en", "By Jane Roe | Staff Writer", ["Jane Roe"]),
        ("en", "By Jane Roe, Omar Lind", ["Jane Roe", "Omar Lind"]),
        ("en", "By Jane Roe & Omar Lind", ["Jane Roe", "Omar Lind"]),
        ("de", "Von Ada Beispiel", ["Ada Beispiel"]),
        ("de", "Von Ada Beispiel und Kurt Muster", ["Ada Beispiel", "Kurt Muster"]),
        ("de", "Autor: Ada Beispiel", ["Ada Beispiel"]),
        ("de", "Autorin: Ada Beispiel", ["Ada Beispiel"]),
        ("fr", "Par Amélie Durand", ["Amélie Durand"]),
        ("fr", "Par Amélie Durand et Hugo Lefèvre", ["Amélie Durand", "Hugo Lefèvre"]),
        ("fr", "Propos recueillis par Amélie Durand", ["Amélie Durand"]),
        ("fr", "Auteur : Amélie Durand", ["Amélie Durand"]),
        ("es", "Por Lucía Moreno", ["Lucía Moreno"]),
        ("es", "Por Lucía Moreno y Tomás Vega", ["Lucía Moreno", "Tomás Vega"]),
        ("es", "Autor: Lucía Moreno", ["Lucía Moreno"]),
        ("es", "Texto: Lucía Moreno", ["Lucía Moreno"]),
        ("pt", "Por João Teixeira", ["João Teixeira"]),
        ("pt", "Por João Teixeira e Marta Lopes", ["João Teixeira", "Marta Lopes"]),
        ("pt", "Por: João Teixeira", ["João Teixeira"]),
        ("pt", "Texto: João Teixeira", ["João Teixeira"]),
        ("it", "di Chiara Bianchi", ["Chiara Bianchi"]),
        ("it", "di Chiara Bianchi e Luca Ferri", ["Chiara Bianchi", "Luca Ferri"]),
        ("it", "Di Chiara Bianchi", ["Chiara Bianchi"]),
        ("it", "a cura di Chiara Bianchi", ["Chiara Bianchi"]),
        ("nl", "Door Sanne de Vries", ["Sanne de Vries"]),
        ("nl", "Door: Sanne de Vries", ["Sanne de Vries"]),
        ("nl", "Door Sanne de Vries en Pieter van den Berg", ["Sanne de Vries", "Pieter van den Berg"]),
        ("nl", "Auteur: Sanne de Vries", ["Sanne de Vries"]),
        ("sv", "Av Åsa Lindqvist", ["Åsa Lindqvist"]),
        ("sv", "Av: Åsa Lindqvist", ["Åsa Lindqvist"]),
        ("sv", "Text: Åsa Lindqvist", ["Åsa Lindqvist"]),
        ("sv", "Av Åsa Lindqvist och Erik Holm", ["Åsa Lindqvist", "Erik Holm"]),
        ("no", "Av Ingrid Solberg", ["Ingrid Solberg"]),
        ("no", "Av: Ingrid Solberg", ["Ingrid Solberg"]),
        ("no", "Tekst: Ingrid Solberg", ["Ingrid Solberg"]),
        ("no", "Av Ingrid Solberg og Øystein Dahl", ["Ingrid Solberg", "Øystein Dahl"]),
        ("da", "Af Mette Kjær", ["Mette Kjær"]),
        ("da", "Af: Mette Kjær", ["Mette Kjær"]),
        ("da", "Tekst: Mette Kjær", ["Mette Kjær"]),
        ("da", "Af Mette Kjær og Søren Bach", ["Mette Kjær", "Søren Bach"]),
        ("fi", "Teksti: Aino Mäkelä", ["Aino Mäkelä"]),
        ("fi", "Kirjoittaja: Aino Mäkelä", ["Aino Mäkelä"]),
        ("fi", "Teksti: Aino Mäkelä ja Juhani Koski", ["Aino Mäkelä", "Juhani Koski"]),
        ("fi", "Toimittaja: Aino Mäkelä", ["Aino Mäkelä"]),
        ("pl", "Autor: Zofia Wójcik", ["Zofia Wójcik"]),
        ("pl", "Autorzy: Zofia Wójcik, Łukasz Nowak", ["Zofia Wójcik", "Łukasz Nowak"]),
        ("pl", "Tekst: Zofia Wójcik", ["Zofia Wójcik"]),
        ("pl", "Opracowanie: Zofia Wójcik", ["Zofia Wójcik"]),
        ("cs", "Autor: Jana Dvořáková", ["Jana Dvořáková"]),
        ("cs", "Autorka: Jana Dvořáková", ["Jana Dvořáková"]),
        ("cs", "Text: Jana Dvořáková", ["Jana Dvořáková"]),
        ("cs", "Autoři: Jana Dvořáková, Tomáš Černý", ["Jana Dvořáková", "Tomáš Černý"]),
        ("sk", "Autor: Zuzana Kováčová", ["Zuzana Kováčová"]),
        ("sk", "Autorka: Zuzana Kováčová", ["Zuzana Kováčová"]),
        ("sk", "Text: Zuzana Kováčová", ["Zuzana Kováčová"]),
        ("sk", "Autori: Zuzana Kováčová a Peter Horváth", ["Zuzana Kováčová", "Peter Horváth"]),
        ("hu", "Szerző: Nagy Eszter", ["Nagy Eszter"]),
        ("hu", "Írta: Nagy Eszter", ["Nagy Eszter"]),
        ("hu", "Szerzők: Nagy Eszter, Kovács Péter", ["Nagy Eszter", "Kovács Péter"]),
        ("hu", "Szöveg: Nagy Eszter", ["Nagy Eszter"]),
        ("ro", "De Ioana Popescu", ["Ioana Popescu"]),
        ("ro", "Autor: Ioana Popescu", ["Ioana Popescu"]),
        ("ro", "de Ioana Popescu și Andrei Ionescu", ["Ioana Popescu", "Andrei Ionescu"]),
        ("ro", "Scris de Ioana Popescu", ["Ioana Popescu"]),
        ("bg", "Автор: Мария Петрова", ["Мария Петрова"]),
        ("bg", "Автори: Мария Петрова и Георги Димитров", ["Мария Петрова", "Георги Димитров"]),
        ("bg", "Текст: Мария Петрова", ["Мария Петрова"]),
        ("bg", "От Мария Петрова", ["Мария Петрова"]),
        ("mk", "Автор: Ана Стојановска", ["Ана Стојановска"]),
        ("mk", "Пишува: Ана Стојановска", ["Ана Стојановска"]),
        ("mk", "Автори: Ана Стојановска и Марко Илиевски", ["Ана Стојановска", "Марко Илиевски"]),
        ("ru", "Автор: Анна Петрова", ["Анна Петрова"]),
        ("ru", "Авторы: Анна Петрова, Иван Смирнов", ["Анна Петрова", "Иван Смирнов"]),
        ("ru", "Текст: Анна Петрова", ["Анна Петрова"]),
        ("ru", "Автор Анна Петрова", ["Анна Петрова"]),
        ("uk", "Автор: Олена Коваль", ["Олена Коваль"]),
        ("uk", "Автори: Олена Коваль, Тарас Бондар", ["Олена Коваль", "Тарас Бондар"]),
        ("uk", "Авторка: Олена Коваль", ["Олена Коваль"]),
        ("uk", "Текст: Олена Коваль", ["Олена Коваль"]),
        ("be", "Аўтар: Алеся Новік", ["Алеся Новік"]),
        ("be", "Аўтары: Алеся Новік і Янка Зубр", ["Алеся Новік", "Янка Зубр"]),
        ("be", "Тэкст: Алеся Новік", ["Алеся Новік"]),
        ("hr", "Autor: Ivana Horvat", ["Ivana Horvat"]),
        ("hr", "Piše: Ivana Horvat", ["Ivana Horvat"]),
        ("hr", "Piše Ivana Horvat", ["Ivana Horvat"]),
        ("hr", "Autorica: Ivana Horvat", ["Ivana Horvat"]),
        ("bs", "Autor: Amra Hadžić", ["Amra Hadžić"]),
        ("bs", "Piše: Amra Hadžić", ["Amra Hadžić"]),
        ("bs", "Autorica: Amra Hadžić", ["Amra Hadžić"]),
        ("sq", "Nga Arta Hoxha", ["Arta Hoxha"]),
        ("sq", "Nga: Arta Hoxha", ["Arta Hoxha"]),
        ("sq", "Autor: Arta Hoxha", ["Arta Hoxha"]),
        ("sq", "Shkruar nga Arta Hoxha", ["Arta Hoxha"]),
        ("el", "Του Μαρία Παππά", ["Μαρία Παππά"]),
        ("el", "Γράφει ο Νίκος Γεωργίου", ["Νίκος Γεωργίου"]),
        ("el", "Γράφει η Μαρία Παππά", ["Μαρία Παππά"]),
        ("el", "Συντάκτης: Μαρία Παππά", ["Μαρία Παππά"]),
        ("tr", "Yazan: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
        ("tr", "Yazar: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
        ("tr", "Haber: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
        ("tr", "Muhabir: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
        ("az", "Müəllif: Aysel Məmmədova", ["Aysel Məmmədova"]),
        ("az", "Yazdı: Aysel Məmmədova", ["Aysel Məmmədova"]),
        ("az", "Hazırladı: Aysel Məmmədova", ["Aysel Məmmədova"]),
        ("ar", "بقلم ليلى حداد", ["ليلى حداد"]),
        ("ar", "بقلم: ليلى حداد", ["ليلى حداد"]),
        ("ar", "كتب: ليلى حداد", ["ليلى حداد"]),
        ("ar", "كتبت: ليلى حداد", ["ليلى حداد"]),
        ("fa", "نویسنده: مریم احمدی", ["مریم احمدی"]),
        ("fa", "گزارش از مریم احمدی", ["مریم احمدی"]),
        ("fa", "نوشته مریم احمدی", ["مریم احمدی"]),
        ("fa", "به قلم مریم احمدی", ["مریم احمدی"]),
        ("he", "מאת נועה לוי", ["נועה לוי"]),
        ("he", "מאת: נועה לוי", ["נועה לוי"]),
        ("he", "מאת נועה לוי ויוסי כהן", ["נועה לוי", "יוסי כהן"]),
        ("he", "כתב: נועה לוי", ["נועה לוי"]),
        ("hi", "लेखक: अनिता शर्मा", ["अनिता शर्मा"]),
        ("hi", "रिपोर्ट: अनिता शर्मा", ["अनिता शर्मा"]),
        ("hi", "द्वारा: अनिता शर्मा", ["अनिता शर्मा"]),
        ("hi", "द्वारा अनिता शर्मा", ["अनिता शर्मा"]),
        ("bn", "লেখক: রহিমা খাতুন", ["রহিমা খাতুন"]),
        ("bn", "প্রতিবেদক: রহিমা খাতুন", ["রহিমা খাতুন"]),
        ("bn", "লিখেছেন: রহিমা খাতুন", ["রহিমা খাতুন"]),
        ("th", "โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("th", "โดย: สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("th", "เขียนโดย สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("th", "ผู้เขียน: สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("vi", "Tác giả: Nguyễn Minh Anh", ["Nguyễn Minh Anh"]),
        ("vi", "Bài: Nguyễn Minh Anh", ["Nguyễn Minh Anh"]),
        ("vi", "Thực hiện: Nguyễn Minh Anh", ["Nguyễn Minh Anh"]),
        ("vi", "Bài viết: Nguyễn Minh Anh", ["Nguyễn Minh Anh"]),
        ("ja", "文・田中花子", ["田中花子"]),
        ("ja", "文：田中花子", ["田中花子"]),
        ("ja", "取材・文／田中花子", ["田中花子"]),
        ("ja", "執筆：田中花子", ["田中花子"]),
        ("ja", "著者：田中花子", ["田中花子"]),
        ("ja", "ライター：田中花子", ["田中花子"]),
        ("ja", "記者：田中花子", ["田中花子"]),
        ("ja", "文＝田中花子", ["田中花子"]),
        ("ja", "田中花子記者", ["田中花子"]),
        ("ja", "【田中花子】", ["田中花子"]),
        ("ko", "김민수 기자", ["김민수"]),
        ("ko", "김민수 기자 reporter@news.example", ["김민수"]),
        ("ko", "글 김민수", ["김민수"]),
        ("ko", "김민수기자", ["김민수"]),
        ("ko", "기자 김민수", ["김민수"]),
        ("ko", "글: 김민수", ["김민수"]),
        ("ko", "글·사진 김민수", ["김민수"]),
        ("ko", "김민수 특파원", ["김민수"]),
        ("ko", "김민수 선임기자", ["김민수"]),
        ("ko", "[서울=뉴스] 김민수 기자", ["김민수"]),
        ("ko", "김민수 · 이지은 기자", ["김민수", "이지은"]),
        ("ko", "취재: 김민수", ["김민수"]),
        ("zh", "作者：王小明", ["王小明"]),
        ("zh", "文/王小明", ["王小明"]),
        ("zh", "文／王小明", ["王小明"]),
        ("zh", "記者王小明", ["王小明"]),
        ("zh", "记者 王小明", ["王小明"]),
        ("zh", "撰文：王小明", ["王小明"]),
        ("zh", "記者王小明／台北報導", ["王小明"]),
        ("zh", "本报记者 王小明", ["王小明"]),
        ("zh", "作者 | 王小明", ["王小明"]),
        ("zh", "记者：王小明 李雪", ["王小明", "李雪"]),
        ("zh", "文丨王小明", ["王小明"]),
        ("zh", "作者: 王小明 编辑: 李雪", ["王小明"]),
        ("ca", "Per Núria Puig", ["Núria Puig"]),
        ("ca", "Per Núria Puig i Jordi Serra", ["Núria Puig", "Jordi Serra"]),
        ("ca", "Text: Núria Puig", ["Núria Puig"]),
        ("ca", "Autor: Núria Puig", ["Núria Puig"]),
    ],
)
def test_a_byline_of_every_language_gives_its_people(code: str, line: str, names: list[str]) -> None:
    assert people_of(line, SITE, code) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Jane Roe Senior Health Editor, The Harbour Post", ["Jane Roe"]),
        ("Jane Roe, Political Editor", ["Jane Roe"]),
        ("Jane Roe in London", ["Jane Roe"]),
        ("Ana Silva For Harbour.example", ["Ana Silva"]),
        ("Luis Roe December", ["Luis Roe"]),
        ("Luis Roe December 12, 2026", ["Luis Roe"]),
        ("Jane Roe3 Dec 202644", ["Jane Roe"]),
        ("By Jane Roe , Omar Lind on Tuesday, May 12th, 2026 at 9:30 p.m.", ["Jane Roe", "Omar Lind"]),
        ("12 May 2026 by Jane Roe", ["Jane Roe"]),
        ("Jane (J.R.) Roe", ["Jane (J.R.) Roe"]),
        ("Jane Roe (with Omar Lind and Ana Silva)", ["Jane Roe", "Omar Lind", "Ana Silva"]),
        ("(Reporting by Jane Roe; Editing by Omar Lind)", ["Jane Roe"]),
        ("Text: Jane Roe Photos: Omar Lind", ["Jane Roe"]),
        ("Photos: Omar Lind; Words: Jane Roe", ["Jane Roe"]),
        ("Penulis : Budi Santika | Editor : Siti Rahma", ["Budi Santika"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Ana Maria von und zu Quay", ["Ana Maria von und zu Quay"]),
        ("John Quay Jr.", ["John Quay Jr."]),
        ("Theresa May", ["Theresa May"]),
        ("Roe, Jane; Lind, Omar", ["Jane Roe", "Omar Lind"]),
        ("John Quay Price: 49.95 euros", ["John Quay"]),
        ("By Jane Roe, MDR Sachsen", ["Jane Roe"]),
        ("田中花子記者2026年04月13日", ["田中花子"]),
    ],
)
def test_what_is_stuck_to_a_name_is_no_part_of_it(line: str, names: list[str]) -> None:
    assert people_of(line, SITE, "en") == names


@pytest.mark.parametrize(
    "line",
    """Senior Correspondent|Guest Contributor|By Our Bureau|Press Release|View my complete profile|The Editorial Board
    Redaktion|Rédaction|Redacción|Redação|Redazione|Redactie|Redaksjonen|Toimitus|Redakcja|Redakce|Szerkesztőség|Redacția
    Редакция|Редакція|Redakcija|Redaksia|Σύνταξη|Haber Merkezi|هيئة التحرير|تحریریه|מערכת|न्यूज़ डेस्क|নিজস্ব প্রতিবেদক
    กองบรรณาธิการ|Ban biên tập|編集部|온라인뉴스팀|编辑部|Redacció|新华社|共同通信|연합뉴스|ТАСС|Anadolu Ajansı|وكالات
    Agence France-Presse|dpa/afp|Von dpa|Europa Press|Kabar|Kabar Pagi Staff|KWHARBOUR|chargée du port""".replace(
        "\n    ", "|"
    ).split("|"),
)
def test_duties_departments_agencies_and_outlets_of_every_language_are_not_people(line: str) -> None:
    assert people_of(line, SITE, None) == []


def test_words_that_are_names_elsewhere_count_on_pages_of_their_language() -> None:
    assert people_of("Per Olsson", SITE, "sv") == ["Per Olsson"]
    assert people_of("Per Núria Puig", SITE, "ca") == ["Núria Puig"]
    assert people_of("Di Maria", SITE, "it") == ["Di Maria"]
    assert people_of("di Chiara Bianchi", SITE, "it") == ["Chiara Bianchi"]


def test_a_line_of_the_text_is_a_byline_only_as_a_whole() -> None:
    assert bylined("Reporter: Budi Santika", "id") == ["Budi Santika"]
    assert bylined("By Jane Roe, Staff Writer", "en") == ["Jane Roe"]
    assert bylined("By Jane Roe the steps were closed on Monday.", "en") == []
    assert bylined("The steps were closed", "en") == []


def test_a_full_name_has_two_to_four_capitalised_words() -> None:
    assert is_full_name("Pieter van den Quay")
    assert is_full_name("田中花子")
    assert not is_full_name("Quay")
    assert not is_full_name("Steps Closed Until Next Summer")
    assert not is_full_name("the steps")
