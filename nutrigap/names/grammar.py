"""How USDA writes a food: head first, then what is known of it, then what is not."""

from __future__ import annotations

import re
from typing import NamedTuple

from nutrigap.names import parts
from nutrigap.names.words import plain, tokens, words_of

CLASSES, NEUTRAL, STATES = words_of("class"), words_of("neutral"), words_of("state")
RAW, COOKED, DRY = words_of("raw"), words_of("cooked"), words_of("dry")
VARIANT, LIGHT = words_of("variant"), words_of("light")
LEAN, FATTY, BROAD = words_of("lean"), words_of("fatty"), words_of("broad")
_PREFIXES, _SPECIAL, _PLACES = words_of("prefix"), words_of("special"), words_of("place")
_NEGATIONS = words_of("negation")
_MEATS = {"beef", "pork", "lamb", "veal", "chicken", "turkey", "game", "bison"}
_CONNECTORS = ("with", "without", "from", "made", "on ", "in ", "no ")
_DROP_AFTER = re.compile(r"\b(?:excluding|other than|without|except|not including)\b.*")
_NS = re.compile(r"\bns\s+as(?:\s+to)?\b|\bnot specified\b")
UNSAID = re.compile(r"\bns as to [^,;()]*|\bnfs\b")
_ABOUT_FAT = re.compile(r"\bno added fat\b|\bfat added\b")
_NFS = re.compile(r"\bnfs\b")
NO_FAT_SAID = re.compile(
    r"\b(?:no|without|without any) (?:added |extra |cooking )?(?:fat|oil|butter)\b|"
    r"\bfat not added\b|\bdry fried\b"
)
FAT_SAID = re.compile(
    r"\b(?:in|with) (?:olive |vegetable |cooking )?(?:oil|butter|margarine|ghee|fat)\b|"
    r"\bfat added\b"
)
_FLAT = re.compile(
    r"\b(?:no|fat not) added (?:fat|in cooking)\b|\bfat not added(?: in cooking)?\b|"
    r"\bno added fat\b"
)
_FAT = re.compile(r"\b(?:fat added(?: in cooking)?|(?:cooked|made) with (?:oil|butter|margarine)|"
                  r"(?:cooked with )?butter or margarine|ns as to fat type)\b")  # fmt: skip

(
    NFS,
    NS,
    RULE,
    NO_FAT,
    FAT,
    IS_RAW,
    IS_COOKED,
    IS_DRY,
    SPECIAL,
    BRAND,
    SR,
    FOUNDATION,
    SHOUT,
    VARIED,
) = (1 << bit for bit in range(14))


class Described(NamedTuple):
    """One food's wording, taken apart.

    Parameters
    ----------
    fields : dict of str to int
        Word to the field it first stands in: 1 or 2 for the segment, 3 for the rest.
    content : frozenset of str
        Words a name would have to explain.
    heads : frozenset of str
        What the food is.
    first : frozenset of str
        Content of the first segment.
    negated : frozenset of str
        Words it says it is without.
    flags : int
        The bits above.
    """

    fields: dict[str, int]
    content: frozenset[str]
    heads: frozenset[str]
    first: frozenset[str]
    negated: frozenset[str]
    flags: int


def describe(description: str, data_type: str = "survey") -> Described:
    """Take a USDA description apart.

    Parameters
    ----------
    description : str
        As USDA writes it.
    data_type : str
        survey, sr_legacy, foundation or branded.

    Returns
    -------
    Described
        Words by field, heads, negations and flags.

    Examples
    --------
    >>> cod = describe("Fish, cod, grilled")
    >>> sorted(cod.heads), sorted(cod.content)
    (['cod', 'fish'], ['cod', 'fish', 'grilled'])
    >>> describe("Milk, NFS").flags == NFS
    True
    """
    text = plain(description).replace("from raw", "")
    flags = _flags(text, description, data_type)
    text, part = parts.taken_out(text)
    flags |= part
    text = _ABOUT_FAT.sub(" ", UNSAID.sub(" ", text)).replace(" / ", " or ")
    segments = _segments(text)
    if data_type != "survey" and len(segments) > 2:
        segments = [s for s in segments if s != "fresh"]
    if data_type != "survey" and len(segments) > 1 and segments[0].strip() in _PREFIXES:
        segments = [segments[1], segments[0], *segments[2:]]
    fields: dict[str, int] = {}
    negated: set[str] = set()
    for number, segment in enumerate(segments, start=1):
        said, denied = split_negation(tokens(segment))
        negated |= denied
        for word in said:
            if word not in NEUTRAL:
                fields.setdefault(word, min(number, 3))
    for bracket in re.findall(r"\(([^()]*)\)", text):
        for word in tokens(bracket):
            if word[0].isalnum() and word not in NEUTRAL:
                fields.setdefault(word, 4)
    content = frozenset(w for w, field in fields.items() if field < 4 and w not in STATES)
    first = frozenset(w for w, field in fields.items() if field == 1 and w in content)
    heads = _heads(segments, fields)
    if data_type != "survey":
        heads |= _cut(segments, fields)
    return Described(fields, content, heads, first, frozenset(negated), flags)


def phrases(synonym: str) -> tuple[list[tuple[list[str], bool]], bool]:
    """Phrases of an additional description, and whether it is a default rule.

    Each phrase is its words and whether it says "NFS". What it excludes is dropped.

    Examples
    --------
    >>> phrases("ice cream bar, NFS")
    ([(['icecream', 'bar'], True)], False)
    >>> phrases("NS as to fat")
    ([], True)
    """
    text = _DROP_AFTER.sub("", plain(synonym))
    default, rule = bool(_NFS.search(text)), bool(_NS.search(text))
    text = re.sub(r"\bns\b.*|\bnfs\b", " ", text)
    found = []
    for part in re.split(r"[,;]", text):
        words = [w for w in tokens(part) if w[0].isalnum() and w not in NEUTRAL]
        if words and not (len(words) == 1 and words[0] in STATES):
            found.append((words, default or rule))
    return found, rule and not found


def split_negation(words: list[str]) -> tuple[list[str], set[str]]:
    """Words that are said and words that are denied ("no cheese", "skin not eaten")."""
    said: list[str] = []
    denied: set[str] = set()
    inside = False
    for at, word in enumerate(words):
        if word in _NEGATIONS or (word == "other" and words[at + 1 : at + 2] == ["than"]):
            if word == "not" and words[at + 1 : at + 2] == ["eaten"]:
                denied.update(said[-1:])
                said = said[:-1]
                continue
            inside = True
        elif not word[0].isalnum() or word in {"with", "made", "in", "on"}:
            inside = False
        elif word == "than":
            continue
        elif inside:
            if word not in NEUTRAL:
                denied.add(word)
        else:
            said.append(word)
    return said, denied


def _segments(text: str) -> list[str]:
    outside = re.sub(r"\([^()]*\)", " ", text)
    return [s for s in (part.strip() for part in re.split(r"[,;]", outside)) if s] or [outside]


def head_words(words: list[str]) -> list[str]:
    """The last noun before "with", "in" …, and what stands beside an "or" or "/" of it."""
    body: list[str] = []
    for word in words:
        if word in {"with", "in", "on", "without", "made", "from", "for", "topped", "filled"}:
            if body:
                break
            continue
        if word[0].isalnum():
            body.append(word)
    heads: list[str] = []
    group: list[str] = []
    for word in [*body, "or"]:
        if word in {"or", "and"}:
            nouns = [w for w in group if w not in NEUTRAL and w not in STATES and w not in COOKED]
            heads.extend(nouns[-1:] or group[-1:])
            group = []
        else:
            group.append(word)
    return heads


def _heads(segments: list[str], fields: dict[str, int]) -> frozenset[str]:
    heads = {w for w in head_words(tokens(segments[0])) if w in fields}
    if len(segments) > 1 and (heads & CLASSES) and not segments[1].startswith(_CONNECTORS):
        second, _ = split_negation(tokens(segments[1]))
        heads |= {w for w in second if w in fields and w not in STATES | COOKED | _PLACES}
    return frozenset(heads)


def _cut(segments: list[str], fields: dict[str, int]) -> frozenset[str]:
    """SR names the animal, then its part, then the cut: each of them is what the food is."""
    if segments[0].split()[0] not in _MEATS:
        return frozenset()
    said = {w for s in segments[1:3] for w in split_negation(tokens(s))[0]}
    return frozenset(said & fields.keys() - STATES - COOKED - LIGHT - _PLACES)


def _flags(text: str, description: str, data_type: str) -> int:
    words = set(tokens(text))
    outside = re.sub(r"\([^()]*\)", " ", description)
    prepared = re.search(r"\b(?:reconstituted|prepared|made|brewed)\b", text) and not re.search(
        r"\bnot reconstituted\b|\bunprepared\b", text
    )
    bracket = re.findall(r"\(([^()]*)\)", description)
    named = any(
        re.match(r"[A-Z]", b) and not b.startswith(("Includes", "NS", "NFS")) for b in bracket
    )
    # SR writes brands in capitals.
    shouted = re.findall(r"\b[A-Z]{3,}[A-Z'&]*\b", outside.replace("NFS", "").replace("USDA", ""))
    pairs = (
        (NFS, _NFS.search(text)),
        (NS, _NS.search(text)),
        (NO_FAT, _FLAT.search(text)),
        (FAT, _FAT.search(text)),
        (IS_RAW, words & RAW),
        (IS_COOKED, words & COOKED),
        (IS_DRY, words & DRY and not prepared),
        (SPECIAL, any(phrase in text for phrase in _SPECIAL)),
        (BRAND, named),
        (SR, data_type == "sr_legacy"),
        (FOUNDATION, data_type == "foundation"),
        (SHOUT, shouted and data_type == "sr_legacy"),
        (VARIED, words & VARIANT),
    )
    return sum(bit for bit, present in pairs if present)
