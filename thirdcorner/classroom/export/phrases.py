"""The few words that an export adds to a question's own, in the languages of platforms (``--lang``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "true": "True", "false": "False", "number": "Give a number {unit}.", "unit": "Give a number (unit: {unit}).",
        "typed": "Type it with a point for decimals and the keyboard’s hyphen as a minus.", "places": "Give each item its place, 1 for the first.",
        "reading": "Say which reading you would defend, and what it must explain. This earns no marks.", "defensible": "Defensible",
        "strained": "Strained", "explain": "it must explain:", "ideas": "Key ideas (the mark is the share of them that the answer has):",
        "rubric": "Rubric (the mark is the mean of level / best level):", "model": "Model answer:", "at-most": "At most {n} words.",
        "between": "{low} to {high} words.", "hints": "Hints:", "match": "Which answer belongs to this?", "gap": "Fill gap {n} of {all}.",
        "page": "The chapter: {title}", "quiz": "Questions: {title}", "discussion": "Discussion: {title}", "glossary": "Glossary", "questions": "Questions",
        "how": "Answer in the cells that say so and run each test cell; the marks come from tests that you do not see.", "should": "{answer} should be {form}",
        "write": "Write here.", "single": 'one letter, such as "a"', "multiple": 'a list of letters, such as ["a", "b"]', "either": "True or False",
        "matching": "a list of {n} letters, one for each numbered line in turn", "ordering": "a list of all {n} letters, the first first",
        "numeric": 'a number, such as 9.5, or as people write it in quotation marks, such as "9,5"', "gaps": "a list of {n} strings, one for each gap in turn",
        "digits": "Type the digits alone, without a sign between thousands or a sign of per cent.", "wrong": "Otherwise:", "term": "term", "question": "question",
        "defines": "Term to definition", "defined": "Definition to term", "outcomes": "outcome", "bloom": "bloom", "difficulty": "difficulty", "paragraphs": "paragraph",
        "claims": "claim", "sources": "source",
    },
    "pl": {
        "true": "Prawda", "false": "Fałsz", "number": "Podaj liczbę {unit}.", "unit": "Podaj liczbę (jednostka: {unit}).",
        "typed": "Użyj kropki dziesiętnej, a jako minusa – łącznika z klawiatury.", "places": "Podaj miejsce każdego elementu, 1 oznacza pierwszy.",
        "reading": "Napisz, którego odczytania byś bronił(a) i co musi ono wyjaśnić. Za to pytanie nie ma punktów.", "defensible": "Da się obronić",
        "strained": "Naciągane", "explain": "musi wyjaśnić:", "ideas": "Kluczowe myśli (ocena to odsetek tych, które zawiera odpowiedź):",
        "rubric": "Kryteria (ocena to średnia z ilorazów poziom / najwyższy poziom):", "model": "Przykładowa odpowiedź:", "at-most": "Najwyżej {n} słów.",
        "between": "Od {low} do {high} słów.", "hints": "Wskazówki:", "match": "Która odpowiedź do tego pasuje?", "gap": "Uzupełnij lukę {n} z {all}.",
        "page": "Rozdział: {title}", "quiz": "Pytania: {title}", "discussion": "Dyskusja: {title}", "glossary": "Słowniczek", "questions": "Pytania",
        "how": "Odpowiadaj w komórkach, które o to proszą, i uruchom każdą komórkę z testem; punkty dają testy, których nie widać.", "should": "{answer} ma być: {form}",
        "write": "Pisz tutaj.", "single": 'jedna litera, np. "a"', "multiple": 'lista liter, np. ["a", "b"]', "either": "True albo False",
        "matching": "lista {n} liter, po jednej dla każdego numerowanego wiersza po kolei", "ordering": "lista wszystkich {n} liter, pierwsza na początku",
        "numeric": 'liczba, np. 9.5, albo w zapisie zwykłym w cudzysłowie, np. "9,5"', "gaps": "lista {n} napisów, po jednym dla każdej luki po kolei",
        "digits": "Wpisz same cyfry, bez znaku między tysiącami i bez znaku procentu.", "wrong": "W innym razie:", "term": "pojęcie", "question": "pytanie",
        "defines": "Od pojęcia do definicji", "defined": "Od definicji do pojęcia", "outcomes": "efekt", "bloom": "bloom", "difficulty": "trudność",
        "paragraphs": "akapit", "claims": "teza", "sources": "źródło",
    },
    "de": {
        "true": "Richtig", "false": "Falsch", "number": "Geben Sie eine Zahl an {unit}.", "unit": "Geben Sie eine Zahl an (Einheit: {unit}).",
        "typed": "Schreiben Sie einen Dezimalpunkt und als Minus den Bindestrich der Tastatur.", "places": "Geben Sie jedem Element seinen Platz, 1 für das erste.",
        "reading": "Sagen Sie, welche Lesart Sie verteidigen würden und was sie erklären muss. Dafür gibt es keine Punkte.", "defensible": "Vertretbar",
        "strained": "Überdehnt", "explain": "sie muss erklären:", "ideas": "Kerngedanken (die Note ist der Anteil, den die Antwort enthält):",
        "rubric": "Bewertungsraster (die Note ist das Mittel aus Stufe / beste Stufe):", "model": "Musterantwort:", "at-most": "Höchstens {n} Wörter.",
        "between": "{low} bis {high} Wörter.", "hints": "Hinweise:", "match": "Welche Antwort gehört dazu?", "gap": "Füllen Sie Lücke {n} von {all}.",
        "page": "Das Kapitel: {title}", "quiz": "Fragen: {title}", "discussion": "Diskussion: {title}", "glossary": "Glossar", "questions": "Fragen",
        "how": "Antworten Sie in den Zellen, die darum bitten, und führen Sie jede Testzelle aus; die Punkte geben Tests, die man nicht sieht.",
        "should": "{answer} muss sein: {form}", "write": "Schreiben Sie hier.", "single": 'ein Buchstabe, etwa "a"',
        "multiple": 'eine Liste von Buchstaben, etwa ["a", "b"]', "either": "True oder False",
        "matching": "eine Liste von {n} Buchstaben, einer für jede nummerierte Zeile der Reihe nach", "ordering": "eine Liste aller {n} Buchstaben, der erste zuerst",
        "numeric": 'eine Zahl, etwa 9.5, oder wie man sie schreibt in Anführungszeichen, etwa "9,5"',
        "gaps": "eine Liste von {n} Texten, einer für jede Lücke der Reihe nach",
        "digits": "Schreiben Sie nur die Ziffern, ohne Zeichen zwischen Tausendern und ohne Prozentzeichen.", "wrong": "Sonst:", "term": "Begriff", "question": "Frage",
        "defines": "Vom Begriff zur Erklärung", "defined": "Von der Erklärung zum Begriff", "outcomes": "Lernziel", "bloom": "Bloom", "difficulty": "Schwierigkeit",
        "paragraphs": "Absatz", "claims": "These", "sources": "Quelle",
    },
    "fr": {
        "true": "Vrai", "false": "Faux", "number": "Donnez un nombre {unit}.", "unit": "Donnez un nombre (unité : {unit}).",
        "typed": "Écrivez un point décimal et, pour le moins, le trait d’union du clavier.", "places": "Donnez à chaque élément sa place, 1 pour le premier.",
        "reading": "Dites quelle lecture vous défendriez et ce qu’elle doit expliquer. Cette question ne rapporte aucun point.", "defensible": "Défendable",
        "strained": "Forcée", "explain": "elle doit expliquer :", "ideas": "Idées clés (la note est la part que la réponse contient) :",
        "rubric": "Grille (la note est la moyenne des rapports niveau / meilleur niveau) :", "model": "Réponse modèle :", "at-most": "Au plus {n} mots.",
        "between": "De {low} à {high} mots.", "hints": "Indices :", "match": "Quelle réponse y correspond ?", "gap": "Complétez le blanc {n} sur {all}.",
        "page": "Le chapitre : {title}", "quiz": "Questions : {title}", "discussion": "Discussion : {title}", "glossary": "Glossaire", "questions": "Questions",
        "how": "Répondez dans les cellules qui le demandent et exécutez chaque cellule de test ; les points viennent de tests que vous ne voyez pas.",
        "should": "{answer} doit être : {form}", "write": "Écrivez ici.", "single": 'une lettre, par exemple "a"',
        "multiple": 'une liste de lettres, par exemple ["a", "b"]', "either": "True ou False",
        "matching": "une liste de {n} lettres, une pour chaque ligne numérotée, dans l’ordre", "ordering": "une liste des {n} lettres, la première en tête",
        "numeric": 'un nombre, par exemple 9.5, ou comme on l’écrit entre guillemets, par exemple "9,5"',
        "gaps": "une liste de {n} textes, un pour chaque blanc, dans l’ordre",
        "digits": "Écrivez les chiffres seuls, sans signe entre les milliers ni signe de pourcentage.", "wrong": "Sinon :", "term": "terme", "question": "question",
        "defines": "Du terme à la définition", "defined": "De la définition au terme", "outcomes": "acquis", "bloom": "bloom", "difficulty": "difficulté",
        "paragraphs": "paragraphe", "claims": "thèse", "sources": "source",
    },
    "es": {
        "true": "Verdadero", "false": "Falso", "number": "Dé un número {unit}.", "unit": "Dé un número (unidad: {unit}).",
        "typed": "Escriba un punto decimal y, como signo menos, el guion del teclado.", "places": "Dé a cada elemento su lugar, 1 para el primero.",
        "reading": "Diga qué lectura defendería y qué debe explicar. Esta pregunta no da puntos.", "defensible": "Defendible",
        "strained": "Forzada", "explain": "debe explicar:", "ideas": "Ideas clave (la nota es la parte que contiene la respuesta):",
        "rubric": "Rúbrica (la nota es la media de nivel / mejor nivel):", "model": "Respuesta modelo:", "at-most": "Como máximo {n} palabras.",
        "between": "De {low} a {high} palabras.", "hints": "Pistas:", "match": "¿Qué respuesta le corresponde?", "gap": "Complete el hueco {n} de {all}.",
        "page": "El capítulo: {title}", "quiz": "Preguntas: {title}", "discussion": "Debate: {title}", "glossary": "Glosario", "questions": "Preguntas",
        "how": "Responda en las celdas que lo piden y ejecute cada celda de prueba; los puntos vienen de pruebas que no se ven.", "should": "{answer} debe ser: {form}",
        "write": "Escriba aquí.", "single": 'una letra, por ejemplo "a"', "multiple": 'una lista de letras, por ejemplo ["a", "b"]', "either": "True o False",
        "matching": "una lista de {n} letras, una por cada línea numerada, en orden", "ordering": "una lista de las {n} letras, la primera al principio",
        "numeric": 'un número, por ejemplo 9.5, o como se escribe entre comillas, por ejemplo "9,5"', "gaps": "una lista de {n} textos, uno por cada hueco, en orden",
        "digits": "Escriba solo las cifras, sin signo entre los millares ni signo de porcentaje.", "wrong": "En otro caso:", "term": "término", "question": "pregunta",
        "defines": "Del término a la definición", "defined": "De la definición al término", "outcomes": "resultado", "bloom": "bloom", "difficulty": "dificultad",
        "paragraphs": "párrafo", "claims": "tesis", "sources": "fuente",
    },
}  # fmt: skip
"""The phrases by language and name; every language has them all."""

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say every phrase in a language for as long as the block lasts."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def say(name: str, **values: object) -> str:
    """Return a phrase in the language that is spoken."""
    return PHRASES[_LANGUAGE.get()][name].format(**values)
