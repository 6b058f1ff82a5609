"""Reads one TOML file of `config/` and checks it against a model; every problem in plain words, all at once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from healthgap.errors import Problem

Text = Annotated[str, Field(min_length=1)]
_Model = TypeVar("_Model", bound=BaseModel)

# What pydantic says in its own terms, for people.
_PLAIN = {
    "extra_forbidden": "There is no such setting",
    "missing": "This setting is missing",
    "string_type": "This must be text in quotes",
    "string_too_short": "This must not be empty",
    "int_parsing": "This must be a whole number",
    "int_type": "This must be a whole number",
    "float_parsing": "This must be a number",
    "float_type": "This must be a number",
    "bool_parsing": "This must be true or false",
    "bool_type": "This must be true or false",
    "tuple_type": "This must be a list, in square brackets",
    "model_type": "This must be a table of settings",
    "literal_error": "There is no such choice",
}


class Strict(BaseModel):
    """A table of settings that knows each of them: one that is misspelt is a problem, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_toml(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The tables of a TOML file; None when `problems` says why there are none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(str(path), "This file is missing."))
    except OSError as error:
        problems.append(Problem(str(path), f"This file cannot be read: {error.strerror}."))
    except UnicodeDecodeError:
        problems.append(Problem(str(path), "This file is not UTF-8 text."))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(str(path), f"This is not valid TOML: {error}."))
    return None


def validated(
    model: type[_Model], path: Path, raw: Any, problems: list[Problem], prefix: str = ""
) -> _Model | None:
    """`raw` as a `model`; None when it is None, or when `problems` says what is wrong with it."""
    if raw is None:
        return None
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            key = prefix + ".".join(str(part) for part in detail["loc"] if part != "[key]")
            value = None if detail["type"] == "missing" else repr(detail["input"])
            message = _PLAIN.get(detail["type"], detail["msg"].removeprefix("Value error, ").rstrip("."))
            choices = detail.get("ctx", {}).get("expected")
            expected = choices.replace("'", "") if isinstance(choices, str) else None
            problems.append(Problem(str(path), f"{message}.", column=key, value=value, expected=expected))
    return None
