"""HTML of web pages and of Word as Markdown. What a reader did not see goes; lists and tables stay what they were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lessons.pasting.shapes import Left, Why

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

UNSEEN = ("script", "style", "template", "noscript", "svg", "head", "iframe", "object", "input", "select")
MOST_SPAN = 20
WORD_LIST = re.compile(r"MsoListParagraph|MsoListBullet|MsoListNumber|mso-list\s*:\s*l", re.I)
WORD_LEVEL = re.compile(r"level([1-9])")
NUMBERED = re.compile(r"\s*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s*")
MARKED = re.compile(r"\s*(?:[·•§▪◦\-–oØüv\uf0a7\uf0b7\uf0d8\uf0fc](?=\s)|[·•\uf0a7\uf0b7\uf0d8\uf0fc])\s*")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[[^\]>]*\]>|</?o:p[^>]*>", re.DOTALL)
DEEPEST = 200


def to_markdown(html: str) -> tuple[str, list[Left]]:
    """The visible text as Markdown, and what was left out of it."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(COMMENT.sub("", html), "html.parser")
    for tag in soup(UNSEEN):
        tag.decompose()
    left = _take_images(soup)
    if _depth(soup) > DEEPEST:
        return _lines_of(soup), left
    _join_runs(soup)
    _shape_word_lists(soup)
    for table in soup("table"):
        _fill_out(soup, table)
    return _converter().convert_soup(soup).replace("\r", ""), left


def _take_images(soup: BeautifulSoup) -> list[Left]:
    """Images stand at addresses elsewhere: they cannot be shown, so their words are listed."""
    images = soup("img")
    words = [str(image.get("alt") or "").strip() for image in images]
    for image in images:
        image.decompose()
    return [Left(text, Why.IMAGE) for text in words if text]


def _join_runs(soup: BeautifulSoup) -> None:
    """Word parts one bold phrase into many: join them, or their signs would meet in the middle of a word."""
    for tag in soup(["b", "strong", "i", "em"]):
        while getattr(following := tag.next_sibling, "name", None) == tag.name:
            tag.extend(list(following.contents))  # type: ignore[union-attr]
            following.extract()  # type: ignore[union-attr]


def _depth(soup: BeautifulSoup) -> int:
    """How deep tags are nested; counted without recursion."""
    deepest, waiting = 0, [(soup, 0)]
    while waiting:
        tag, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in tag.find_all(True, recursive=False)]  # type: ignore[misc]
    return deepest


def _lines_of(soup: BeautifulSoup) -> str:
    """Just the words, of markup too deep to be meant."""
    from lessons.pasting.text import escape

    return "\n\n".join(escape(text.strip()) for text in soup.strings if text.strip())


def _shape_word_lists(soup: BeautifulSoup) -> None:
    """Word writes lists as paragraphs with a mark in front: make them lists again, nested by their level."""
    lists: list[tuple[int, Tag]] = []
    before: Tag | None = None
    for paragraph in soup("p"):
        said = f"{paragraph.get('class') or ''} {paragraph.get('style') or ''}"
        if not WORD_LIST.search(said):
            continue
        if before is None or _next_tag(before) is not paragraph:
            lists = []
        level = int(found[1]) if (found := WORD_LEVEL.search(said)) else 1
        before = _placeholder(soup, paragraph)
        ordered = _take_mark(paragraph)
        _put(soup, lists, level, "ol" if ordered else "ul", paragraph, before)
    for marker in soup("alongside-marker"):
        marker.decompose()


def _placeholder(soup: BeautifulSoup, paragraph: Tag) -> Tag:
    """Where the paragraph stood, so that the next one can tell whether it follows."""
    marker = soup.new_tag("alongside-marker")
    paragraph.insert_before(marker)
    return marker


def _next_tag(marker: Tag) -> Any:
    found = marker.find_next_sibling()
    while found is not None and found.name in {"ul", "ol", "alongside-marker"}:
        found = found.find_next_sibling()
    return found


def _take_mark(paragraph: Tag) -> bool:
    """Remove the mark that Word typed. Returns whether it was a number."""
    for text in paragraph.find_all(string=True):
        if not text.strip():
            continue
        number, mark = NUMBERED.match(text), MARKED.match(text)
        if (found := number or mark) is not None:
            text.replace_with(text[found.end() :])
        return number is not None
    return False


def _put(
    soup: BeautifulSoup, lists: list[tuple[int, Tag]], level: int, name: str, paragraph: Tag, marker: Tag
) -> None:
    """Move the paragraph into the list of its level, opened where there is none."""
    while lists and (lists[-1][0] > level or (lists[-1][0] == level and lists[-1][1].name != name)):
        lists.pop()
    if not lists or lists[-1][0] < level:
        fresh = soup.new_tag(name)
        inside = lists[-1][1].find_all("li", recursive=False)[-1] if lists else None
        if inside is None:
            marker.insert_after(fresh)
        else:
            inside.append(fresh)
        lists.append((level, fresh))
    item = soup.new_tag("li")
    item.extend(list(paragraph.contents))
    lists[-1][1].append(item)
    paragraph.decompose()


def _fill_out(soup: BeautifulSoup, table: Tag) -> None:
    """Repeat merged cells, so that every row has as many cells as the table has columns; cells hold one line."""
    from bs4 import Tag

    _take_caption(soup, table)
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    waiting: dict[int, tuple[int, str]] = {}
    for row in rows:
        filled: list[str] = []
        cells: list[Any] = [cell for cell in row.contents if isinstance(cell, Tag) or str(cell).strip()]
        while cells or len(filled) in waiting:
            if len(filled) in waiting:
                times, text = waiting.pop(len(filled))
                if times > 1:
                    waiting[len(filled)] = (times - 1, text)
                filled.append(text)
                continue
            cell = cells.pop(0)
            text = " ".join((cell.get_text(" ") if isinstance(cell, Tag) else str(cell)).split())
            down = _span(cell, "rowspan")
            for _again in range(_span(cell, "colspan")):
                if down > 1:
                    waiting[len(filled)] = (down - 1, text)
                filled.append(text)
        row.clear()
        for text in filled:
            row.append(_cell(soup, text))
    _level(soup, rows)


def _take_caption(soup: BeautifulSoup, table: Tag) -> None:
    """The caption as our Markdown has it; and what stands between rows, which a browser shows above."""
    for loose in [
        text for text in table.find_all(string=True) if text.strip() and not text.find_parent("tr")
    ]:
        is_caption = loose.find_parent("caption") is not None
        paragraph = soup.new_tag("p")
        paragraph.string = f"Table: {loose.strip()}" if is_caption else loose.strip()
        table.insert_before(paragraph)
        loose.extract()
    for caption in table("caption"):
        caption.decompose()


def _level(soup: BeautifulSoup, rows: list[Any]) -> None:
    """As many cells in every row, the first row as titles; a table of one column is running text."""
    width = max((len(row.contents) for row in rows), default=0)
    for row in rows:
        for _missing in range(width - len(row.contents)):
            row.append(_cell(soup, ""))
    if width == 1:
        for row in rows:
            row.name = "p"
            row.td.unwrap()


def _cell(soup: BeautifulSoup, text: str) -> Tag:
    cell = soup.new_tag("td")
    cell.string = text
    return cell


def _span(cell: Any, name: str) -> int:
    text = str(getattr(cell, "attrs", {}).get(name) or "1")
    return min(max(int(text), 1), MOST_SPAN) if re.fullmatch(r"[0-9]{1,4}", text) else 1


def _converter() -> Any:
    from markdownify import ATX, MarkdownConverter

    class Converter(MarkdownConverter):
        """Escapes as our renderer reads; what Markdown has no sign for stays its words."""

        def escape(self, text: str, parent_tags: Any) -> str:
            from lessons.pasting.text import escape

            return "\n".join(map(escape, text.split("\n"))) if text else ""

    return Converter(
        heading_style=ATX,
        bullets="-",
        strip=["u", "s"],
        table_infer_header=True,
        escape_misc=True,
        wrap=False,
    )
