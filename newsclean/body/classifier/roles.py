"""What attributes other than classes say of an element: its role and label, what it is an item of, that it is hidden.

WAI-ARIA for roles and labels, microdata for items; the names of data attributes are read for class words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from newsclean.page.visibility import is_marked_hidden

# Roles by what they tell of the text inside; any other counts as "other".
ROLES = {
    "main": ("main", "article", "document", "feed"),
    "aside": ("complementary", "note", "doc-tip", "doc-pullquote", "doc-notice"),
    "frame": ("banner", "contentinfo", "navigation", "search", "form", "menubar", "toolbar"),
    "menu": ("menu", "menuitem", "tab", "tablist", "tabpanel", "listbox", "option", "tree", "treeitem", "link"),
    "control": ("button", "checkbox", "radio", "combobox", "textbox", "slider", "switch", "progressbar"),
    "notice": ("alert", "alertdialog", "dialog", "status", "log", "marquee", "timer", "tooltip"),
    "figure": ("figure", "img", "image", "math"),
    "list": ("list", "listitem", "table", "grid", "row", "cell", "rowgroup", "directory"),
    "text": ("heading", "paragraph", "text", "blockquote", "doc-subtitle"),
    "group": ("group", "region", "none", "presentation", "separator"),
}
_ROLE_OF = {role: name for name, roles in ROLES.items() for role in roles}
# Groups of class words, by what they make of a label or a data attribute that has them.
MEANINGS = {
    "text": frozenset(("article", "body", "lead")),
    "foreign": frozenset(("ad", "comment", "form", "nav", "related", "share")),
    "media": frozenset(("caption", "image", "video")),
}
ROLE_NAMES = (
    *(f"role:{name}" for name in (*ROLES, "other", "label", "hidden", "body_item", "other_item")),
    *(f"role:{source}_{meaning}" for source in ("label", "data") for meaning in MEANINGS),
)
_COLUMN = {name.removeprefix("role:"): column for column, name in enumerate(ROLE_NAMES)}
_HIDING = frozenset(("hidden", "aria-hidden", "style"))
# Characters of a label, and of all names of data attributes of an element.
MAX_READ = 200

GroupsOf = Callable[[str], frozenset[str]]


def roles_of(attributes: Mapping[str, str], groups_of: GroupsOf) -> Iterator[int]:
    """The columns of ROLE_NAMES for an element with these attributes. `groups_of` finds the groups of class words."""
    if role := attributes.get("role"):
        for name in role.lower().split():
            yield _COLUMN[_ROLE_OF.get(name, "other")]
    if label := attributes.get("aria-label"):
        yield _COLUMN["label"]
        yield from _said("label", label, groups_of)
    if item := attributes.get("itemprop"):
        yield _COLUMN["body_item" if "articlebody" in item.lower() else "other_item"]
    if not _HIDING.isdisjoint(attributes) and is_marked_hidden(attributes.get):
        yield _COLUMN["hidden"]
    if data := " ".join(name for name in attributes if name.startswith("data-")):
        yield from _said("data", data, groups_of)


def _said(source: str, text: str, groups_of: GroupsOf) -> Iterator[int]:
    groups = groups_of(text[:MAX_READ])
    for meaning, known in MEANINGS.items():
        if not groups.isdisjoint(known):
            yield _COLUMN[f"{source}_{meaning}"]
