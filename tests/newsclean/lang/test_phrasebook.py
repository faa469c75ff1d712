"""The phrases of each language: what names a way to another article, and the sentence that only opens like one."""

from __future__ import annotations

import pytest

from newsclean.lang.phrasebook import phrases_for

RELATED = [
    ("ar", "اقرأ أيضًا: الثلج يبرد الصيف", "اقرأ المزيد من الكتب، يقول المعلم لتلاميذه."),
    ("cs", "Čtěte také: Sníh chladí léto", "Čtěte více knih, radí učitel své třídě."),
    ("da", "Læs også: Sne køler sommeren", "Læs mere end aviser, siger læreren til klassen."),
    ("el", "ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ: Το χιόνι δροσίζει", "Διαβάστε περισσότερα βιβλία, λέει ο δάσκαλος."),
    ("fa", "بیشتر بخوانید: برف تابستان را خنک می‌کند", "بیشتر بخوانید تا بهتر بنویسید، معلم می‌گوید."),
    ("fi", "Lue myös: Lumi viilentää kesää", "Lue lisää kirjoja, neuvoo opettaja luokkaansa."),
    ("hi", "यह भी पढ़ें: बर्फ से गर्मी कम होगी", "और पढ़ें, शिक्षक ने बच्चों से कहा।"),
    ("hu", "Olvassa el ezt is: A hó hűti a nyarat", "Olvasson tovább otthon is, tanácsolja a tanár."),
    ("it", "Leggi anche: La neve rinfresca l’estate", "Leggi anche i libri difficili, consiglia il maestro."),
    ("ja", "あわせて読みたい：雪で夏を冷やす", "関連記事を読んだ市長は、翌日に会見を開いた。"),
    ("ja", "【関連記事】雪で夏を冷やす", "関連ニュースは翌日まで途切れなかった。"),
    ("ko", "[관련기사] 눈이 여름을 식힌다", "관련 기사를 읽은 시장은 다음 날 사과했다."),
    ("nl", "Lees ook: Sneeuw koelt de zomer", "Lees meer boeken, zegt de meester tegen zijn klas."),
    ("no", "Les også: Snø kjøler sommeren", "Les mer enn bøker, sier læreren til klassen."),
    ("pl", "Czytaj też: Śnieg chłodzi lato", "Czytaj więcej książek, radzi nauczyciel."),
    ("pt", "Leia também: Neve refresca o verão", "Leia mais livros do que jornais, aconselha o professor."),
    ("ro", "CITESTE SI: Zăpada răcorește vara", "Citește mai multe cărți, își sfătuiește profesorul clasa."),
    ("ru", "Читайте также: Снег охлаждает лето", "Читайте больше книг, советует учитель."),
    ("sv", "Läs också: Snö kyler sommaren", "Läs mer böcker, uppmanar läraren sin klass."),
    ("tr", "İLGİLİ HABER: Kar yazı serinletiyor", "İlgili haber ajansı açıklama yapmadı."),
    ("uk", "Читайте також: Сніг охолоджує літо", "Читайте більше книжок, радить учителька."),
    ("vi", "Xem thêm: Tuyết làm mát mùa hè", "Xem thêm nhiều sách hơn, thầy giáo khuyên cả lớp."),
    ("zh", "延伸閱讀：雪讓夏天變涼", "相关报道说，市长周一辞职。"),
]


@pytest.mark.parametrize(("language", "line", "sentence"), RELATED)
def test_a_label_before_another_article_is_known_and_the_same_words_in_a_sentence_are_not(
    language: str, line: str, sentence: str
) -> None:
    phrases = phrases_for(language)
    assert phrases.label("related", line)
    assert phrases.label("related", sentence) is None


@pytest.mark.parametrize(
    ("language", "question"),
    [("zh", "记者：您怎么看？"), ("ko", "기자: 왜 그랬습니까?"), ("vi", "Phóng viên: Ông nghĩ sao?")],
)
def test_a_question_of_an_interview_is_not_taken_for_a_byline(language: str, question: str) -> None:
    assert phrases_for(language).label("byline", question) is None
