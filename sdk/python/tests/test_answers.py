"""The types of answers against the schemas of the service's own document."""

from __future__ import annotations

import types
from typing import Any, Literal, TypedDict, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

import httpx
import pytest

from kyukei import answers

from .support.service import Service

#: By the name of the schema.
SCHEMAS: dict[str, Any] = {
    "RestInSnapshot": answers.Rest,
    "RequestsInAnswer": answers.Requests,
    "MeetingInList": answers.MeetingInList,
    "MeetingsAnswer": answers.Meetings,
    "OverviewState": answers.OverviewState,
    "MembersInAnswer": answers.Members,
    "ScheduleInAnswer": answers.Schedule,
    "SnapshotAnswer": answers.Snapshot,
    "StartAnswer": answers.Started,
    "EndAnswer": answers.Done,
    "ResumeAnswer": answers.Done,
    "UndoAnswer": answers.Undone,
    "ExtendAnswer": answers.Extended,
    "RestAnswer": answers.BreakCalled,
    "AnnouncementAnswer": answers.Announced,
    "StatusAnswer": answers.Status,
    "AckAnswer": answers.Acknowledged,
    "RequestAnswer": answers.BreakRequested,
    "ScheduleAnswer": answers.ScheduleChanged,
    "PastRestInAnswer": answers.PastRest,
    "RunInAnswer": answers.Run,
    "HistoryAnswer": answers.History,
    "LogAnswer": answers.Notices,
    "RosterEntryInAnswer": answers.RosterEntry,
    "RosterAnswer": answers.Roster,
    "TokenAnswer": answers.TokenIssued,
}
#: Answers that no method of the client has.
NOT_ASKED_FOR = {
    "CodeAnswer",
    "HandoverAnswer",
    "HealthAnswer",
    "ProbeAnswer",
    "ReadyAnswer",
    "TimeAnswer",
}
#: Notices stay plain objects: later versions add kinds.
PLAIN_OBJECTS = {"NoticeInLog"}

Schema = dict[str, Any]
PLAIN: dict[str, object] = {"string": str, "integer": int, "boolean": bool}


@pytest.fixture(scope="module")
def schemas(service: Service) -> dict[str, Schema]:
    schemas: dict[str, Schema] = httpx.get(f"{service.url}/docs-json").json()["components"]["schemas"]
    return schemas


def test_every_answer_has_its_type(schemas: dict[str, Schema]) -> None:
    answered = {name for name in schemas if name.endswith("Answer")}
    assert answered - NOT_ASKED_FOR <= set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_type_is_what_the_document_says(name: str, schemas: dict[str, Schema]) -> None:
    schema, answer = schemas[name], SCHEMAS[name]
    documented = {field: type_of(part, schemas) for field, part in schema["properties"].items()}
    assert {field: plain(hint) for field, hint in get_type_hints(answer).items()} == documented
    assert set(answer.__required_keys__) == set(schema.get("required", []))


class _Wanting(TypedDict):
    status: str


def test_a_wrong_type_is_noticed(schemas: dict[str, Schema]) -> None:
    documented = type_of(schemas["RosterEntryInAnswer"]["properties"]["status"], schemas)
    assert plain(get_type_hints(_Wanting)["status"]) != documented


def type_of(schema: Schema, schemas: dict[str, Schema]) -> object:
    """What a schema allows, in a form that can be compared."""
    if reference := schema.get("$ref"):
        name = reference.rsplit("/", 1)[-1]
        if name in PLAIN_OBJECTS:
            return dict
        return plain(SCHEMAS[name]) if name in SCHEMAS else type_of(schemas[name], schemas)
    if parts := schema.get("anyOf"):
        return frozenset(type_of(part, schemas) for part in parts)
    if values := schema.get("enum"):
        # Who always says the same says a text.
        return ("one of", frozenset(values)) if len(values) > 1 else str
    named = schema["type"]
    if isinstance(named, list):
        names = cast("list[str]", named)
        return frozenset(type_of({**schema, "type": name}, schemas) for name in names)
    if named == "null":
        return None
    if named == "array":
        return (list, type_of(schema["items"], schemas))
    return PLAIN[named]


def plain(hint: Any) -> object:
    """The same of a type of Python's."""
    origin = get_origin(hint)
    if origin is Literal:
        return ("one of", frozenset(get_args(hint)))
    if origin in (Union, types.UnionType):
        return frozenset(plain(part) for part in get_args(hint))
    if origin is list:
        return (list, plain(get_args(hint)[0]))
    if origin is dict:
        return dict
    if is_typeddict(hint):
        return hint.__name__
    return None if hint is type(None) else hint
