from knowledge.words import WordIndex

DOCUMENTS = [["parykk", "penger"], ["buss", "sykehus", "penger"], ["kreft"]]


def test_the_document_with_the_rare_word_comes_first() -> None:
    scores = WordIndex(DOCUMENTS).scores(["penger", "sykehus"])
    assert scores.argmax() == 1
    assert scores[0] > scores[2] == 0


def test_a_misspelt_word_is_forgiven() -> None:
    assert WordIndex(DOCUMENTS).scores(["sykehsu"]).argmax() == 1
    assert WordIndex(DOCUMENTS).scores(["sykehsu"]).max() > 0


def test_a_short_or_strange_word_is_not_guessed_at() -> None:
    assert WordIndex(DOCUMENTS).scores(["bus", "zzzzzzzz", ""]).max() == 0


def test_a_word_said_twice_counts_once() -> None:
    index = WordIndex(DOCUMENTS)
    assert index.scores(["kreft", "kreft"]).tolist() == index.scores(["kreft"]).tolist()


def test_documents_without_words_are_no_error() -> None:
    assert WordIndex([[], []]).scores(["kreft"]).tolist() == [0, 0]
