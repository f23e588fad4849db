"""Who a source is: its kind and, within the document, its name.

By the entity that the source names, else by its head noun and the lists of data/sources.toml.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Span, Token

from claimtrack.annotate.actors import all_titles, clean
from claimtrack.annotate.lists import words
from claimtrack.annotate.media import is_publication
from claimtrack.annotate.names import Resolution
from claimtrack.annotate.states import bare, is_seat, state_named, state_of_capital
from claimtrack.annotate.text import text_of
from claimtrack.model import Entity, Source, SourceKind

LISTS = "sources.toml"
_PRONOUNS = frozenset({"he", "she", "they", "it", "who", "which", "that", "him", "her", "his", "their", "its", "them"})
_SELF = frozenset({"i", "we", "you", "me", "us", "my", "our", "your", "one", "mine", "ours"})
_AFTER_HEAD = frozenset({"of", ",", "in", "for", "from", "at", "who", "familiar", "with", "("})
_OWNS = frozenset({"'s", "’s", "'", "’", "of", "for", "from", "at", "by", "to", "and", ","})
_SAME = frozenset({"'s", "’s", "'", "’", ","})
_LEAD = re.compile(r"^(?:the|a|an|this|that|these|those|its|his|her|their|our|my)\s+", re.IGNORECASE)
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_OWNERS = frozenset({"'s", "’s", "its", "his", "her", "their", "our", "my", "your"})
_ARTICLES = frozenset({"the", "a", "an"})
_CLAUSES = frozenset({"acl", "acl:relcl", "relcl", "appos", "parataxis", "advcl"})
_PEOPLE = ("PERSON", "PER")
_PLACES = ("LOC", "GPE")


def source_of(span: Span, resolution: Resolution) -> Source:
    """The Source that a span of the text names.

    ``name`` is None where it names nobody (anonymous) or the document does not say who it is.
    """
    kind, name = _identify(span, resolution)
    return Source(span.start_char, span.end_char, span.text, name, kind)


def _identify(span: Span, resolution: Resolution) -> tuple[SourceKind | None, str | None]:
    text = clean(span.text)
    if len(span) == 1 and span[0].lower_ in _PRONOUNS | _SELF:
        return _by_pronoun(span, resolution)
    if text.startswith("@"):
        return None, text
    entities = resolution.within(span.start_char, span.end_char)
    role = _resolved_role(span, resolution) if _titled_person(span, entities) is None else None
    if role is not None:
        return _kind_of_name(role, resolution), role
    named = _main_entity(span, entities)
    if named is not None:
        names = [_name_of_entity(e, resolution) for e in [named, *_joined_to(named, span, entities)]]
        return _kind_of_entity(named), " and ".join(dict.fromkeys(names))
    return _by_noun(span, text, entities, resolution)


def _by_pronoun(span: Span, resolution: Resolution) -> tuple[SourceKind | None, str | None]:
    name = resolution.name_of(span.start_char, span.end_char)
    if name is None:
        return ("person" if span[0].lower_ in ("he", "she", "his", "her", "him", "i") else None), None
    return _kind_of_name(name, resolution), name


def _resolved_role(span: Span, resolution: Resolution) -> str | None:
    """The name of a role noun ("the minister") or description ("the defence ministry") at the head of the source."""
    head = head_of(span)
    referent = resolution.role_ending(head.idx + len(head)) or resolution.described_at(head.idx)
    return referent.name if referent is not None and span.start_char <= referent.start else None


def head_of(span: Span) -> Token:
    """The noun that a source is about: the root of the parse, without one (or where that is an article) by its words.

    Then it is the last noun before "of" or a comma.
    """
    if span[0].dep and (span.root.lower_ not in _ARTICLES or len(span) == 1):
        return span.root
    for token in span:
        if token.i > span.start and token.lower_ in _AFTER_HEAD:
            return span.doc[token.i - 1]
    return span[-1]


def _main_entity(span: Span, entities: list[Entity]) -> Entity | None:
    """The entity that the source is: a person in it that nothing else owns, else the one at its head.

    "NACC chief Niwatchai Kasemmongkol": the person. "Trump's campaign", "a Bank of Korea official": none.
    """
    person = _titled_person(span, entities)
    if person is not None:
        return person
    head = head_of(span)
    at_head = [e for e in entities if e.start <= head.idx < e.end]
    if at_head and at_head[0].label != "NORP":
        return at_head[0]
    for entity in entities:
        if entity.label in (*_PEOPLE, "ORG") and _beside(span, entity, head):
            return entity
    whole = [e for e in entities if len(clean(bare(span.text))) <= len(e.text) + 4]
    return whole[0] if whole and whole[0].label != "NORP" else None


def _titled_person(span: Span, entities: list[Entity]) -> Entity | None:
    """The person whom a source names, with what he or she is before the name."""
    people = (e for e in entities if e.label in _PEOPLE)
    return next((e for e in people if _is_titled(span, e) and _ends_or_pauses(span, e)), None)


def _joined_to(named: Entity, span: Span, entities: list[Entity]) -> list[Entity]:
    """The entities that share the source with the first: "Norway and Sweden"."""
    if not span[0].dep:
        return []
    at = {t.idx for t in span.root.conjuncts if span.start <= t.i < span.end}
    return [e for e in entities if e != named and any(e.start <= i < e.end for i in at)]


def _is_titled(span: Span, person: Entity) -> bool:
    """Whether what stands before a person says who it is, and not who else is meant.

    "Bank of Korea chief Jane Roe", "Norway's minister Jane Roe", "the mayor, Jane Roe", "Secretary of State Jane
    Roe"; but not "a lawyer for Jane Roe", "the mother of Jane Roe", "Karl Poe and Jane Roe".
    """
    before = [t for t in span if t.idx < person.start]
    for position in range(len(before) - 1, -1, -1):
        token = before[position]
        if token.lower_ not in _OWNS or token.ent_type_:
            continue
        if token.lower_ == "of":
            after = before[position + 1 : position + 2]
            return bool(after) and after[0].lower_ not in all_titles() - {"state"}
        return token.lower_ in _SAME
    return True


def _ends_or_pauses(span: Span, person: Entity) -> bool:
    """Whether the source ends with a person, or goes on about the person: "Jane Roe, who", "Jane Roe (Labour)"."""
    rest = text_of(span.doc)[person.end : span.end_char].lstrip()
    return person.end >= span.end_char - 2 or rest.startswith(
        (",", "(", "who ", "–", "—", "of ", "in ", "on ", "at ", "from ")
    )


def _beside(span: Span, entity: Entity, head: Token) -> bool:
    """Whether an entity is named as apposition to the head ("the minister, John Smith", "the consultancy Veltra")."""
    tokens = span.doc.char_span(entity.start, entity.end, alignment_mode="expand")
    if tokens is None or (entity.label == "ORG" and _noun_lemma(head) in words("names.toml", "roles.person")):
        return False
    if span[0].dep:
        root = tokens.root
        return (root.head == head and root.dep_ in ("appos", "flat", "nmod:desc") and root.i > head.i) or root == head
    return entity.end >= span.end_char - 2 and entity.start > span.start_char


def _kind_of_entity(entity: Entity) -> SourceKind:
    if entity.label in _PEOPLE:
        return "person"
    if state_named(entity.name) or is_seat(entity.name):
        return "state"
    if state_of_capital(entity.name) and entity.label in _PLACES:
        return "state"
    return _kind_of_words(entity.name)


def _kind_of_words(name: str) -> SourceKind:
    return "publication" if is_publication(name) else "organization"


def _kind_of_name(name: str, resolution: Resolution) -> SourceKind:
    if resolution.is_described(name):
        return "state" if name.lower().endswith(" government") else _kind_of_words(name)
    entity = resolution.first_mention(name)
    return _kind_of_entity(entity) if entity is not None else "person"


def _name_of_entity(entity: Entity, resolution: Resolution) -> str:
    """The entity's name; a capital that is a source is the government, under the name that the document gives it."""
    state = state_of_capital(entity.name) if entity.label in _PLACES else None
    if state is None:
        return bare(entity.name)
    forms = (e.name for e in resolution.named if (other := state_named(e.name)) and other.code == state.code)
    return bare(next(forms, state.name))


def _by_noun(
    span: Span, text: str, entities: list[Entity], resolution: Resolution
) -> tuple[SourceKind | None, str | None]:
    """A source that is no name: by its head noun."""
    head = head_of(span)
    lemma = _noun_lemma(head)
    if _is_vague(span, head, lemma) or (_is_hearsay(span, lemma) and not entities):
        return _spoken_for(span, lemma, entities, resolution) or ("anonymous", None)
    if state_named(text):
        return "state", bare(text)
    if lemma in words(LISTS, "kinds.organization") and not entities and _is_indefinite(span, head, plural=True):
        return "anonymous", None
    kinds: tuple[SourceKind, ...] = ("document", "publication", "organization")
    for kind in kinds:
        if lemma in words(LISTS, f"kinds.{kind}"):
            return _described(kind, span, entities)
    if lemma == "government":
        return "state", _description(span)
    if lemma in words(LISTS, "kinds.anonymous") and not entities:
        return "anonymous", None
    if lemma in words("names.toml", "roles.person") and not entities and _is_indefinite(span, head):
        return "anonymous", None
    if lemma in words("names.toml", "roles.person") and head.tag_ not in ("NNS", "NNPS"):
        description = _description(span)
        return "person", description if entities or " " in description else None
    if (
        head.pos_ == "PROPN"
        or (head.text[:1].isupper() and (not head.pos_ or head.i > span.start))
        or any(e.label == "NORP" for e in entities)
    ):
        return _kind_of_words(text), _description(span)
    return ("anonymous" if _is_indefinite(span, head) else None), None


def _is_indefinite(span: Span, head: Token, *, plural: bool = False) -> bool:
    """Whether the source is nobody in particular: "retailers", "a broker" (not with ``plural``)."""
    if head.pos_ not in ("NOUN", "") or span[0].lower_ in _DEFINITE or any(t.lower_ in _OWNERS for t in span):
        return False
    many = head.tag_ in ("NNS", "NNPS") or (not head.tag_ and head.lower_ != _noun_lemma(head))
    return many or (not plural and span[0].lower_ in ("a", "an", "another", "one"))


def _noun_lemma(head: Token) -> str:
    """The lemma of a noun as the lists have it: also where a pipeline left a plural as it is."""
    lemma, word = head.lemma_.lower() or head.lower_, head.lower_
    singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    return singular if lemma == word and singular in _known_nouns() else lemma


@cache
def _known_nouns() -> frozenset[str]:
    kinds = (words(LISTS, f"kinds.{kind}") for kind in ("document", "publication", "organization", "anonymous"))
    return frozenset().union(*kinds) | words("names.toml", "roles.person")


def _is_vague(span: Span, head: Token, lemma: str) -> bool:
    """Whether the source is unnamed by its form: "officials", "a source", "some", "one analyst", "those familiar"."""
    if any(t.lower_ in ("anonymous", "unnamed", "unidentified", "undisclosed") for t in span):
        return True
    if span[0].lower_ in words(LISTS, "words.vague") and not head.ent_type_:
        return True
    if lemma not in words(LISTS, "kinds.anonymous") or head.ent_type_:
        return False
    plural = head.tag_ in ("NNS", "NNPS") or head.lower_ == lemma + "s" or lemma in ("people", "staff")
    indefinite = span[0].lower_ in ("a", "an", "another", "one", "any", "each", "every")
    return (
        plural or indefinite or lemma in words(LISTS, "words.spokes") or head.pos_ in ("PRON", "ADJ") or len(span) == 1
    )


def _is_hearsay(span: Span, lemma: str) -> bool:
    """ "reports", "media reports": nobody's in particular, unlike "the report"."""
    plural = span[-1].lower_.endswith("s")
    return lemma in words(LISTS, "words.hearsay") and plural and span[0].lower_ not in ("the", "these", "those", "both")


def _spoken_for(
    span: Span, lemma: str, entities: list[Entity], resolution: Resolution
) -> tuple[SourceKind | None, str | None] | None:
    """A spokesman speaks for the one organization or state that is named or described with him."""
    if lemma not in words(LISTS, "words.spokes"):
        return None
    described = {r.name for r in resolution.described_within(span.start_char, span.end_char)}
    if len(described) == 1:
        name = described.pop()
        return _kind_of_name(name, resolution), name
    speaks_for = [e for e in entities if e.label not in _PEOPLE]
    if len({e.name for e in speaks_for}) == 1:
        return _kind_of_entity(speaks_for[0]), _name_of_entity(speaks_for[0], resolution)
    return None


def _described(kind: SourceKind, span: Span, entities: list[Entity]) -> tuple[SourceKind | None, str | None]:
    """A document or organization that is described: its description is its name where it says which one."""
    description = _description(span)
    specific = bool(entities) or " " in description or description.lower() in words(LISTS, "words.institutions")
    return kind, description if specific else None


def _description(span: Span) -> str:
    """The noun phrase without its article and without clauses that follow its head."""
    head, end = head_of(span), span.end
    if span[0].dep:
        end = min([end, *(c.left_edge.i for c in head.rights if c.dep_ in _CLAUSES)])
    return _LEAD.sub("", clean(span.doc[span.start : max(end, head.i + 1)].text))
