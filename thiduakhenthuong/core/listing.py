"""Long lists: a paginator that never counts beyond its cap, and the addresses of sortable heads and pagers."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from thiduakhenthuong.core import vntext


class CappedPaginator(Paginator):
    """Counts at most `cap` rows, because counting 50,000 rows costs more than the page; `capped` tells."""

    cap = 1000

    @cached_property
    def count(self):
        """Rows found, at most the cap."""
        return min(self._found, self.cap)

    @property
    def capped(self):
        """True when there are more rows than the cap: shown as "hơn 1.000"."""
        return self._found > self.cap

    @cached_property
    def _found(self):
        rows = self.object_list
        if isinstance(rows, list | tuple):
            return len(rows[: self.cap + 1])
        return rows.order_by()[: self.cap + 1].count()  # in any order: sorting costs more than counting


class KeyedPaginator(CappedPaginator):
    """For searches that cost: a rare word is searched once, and its pages are read by the keys found.

    Of a common word only the count is capped; its pages are read in order, which an index of the order makes cheap.
    """

    @cached_property
    def _keys(self):
        return list(self.object_list.order_by().values_list("pk", flat=True)[: self.cap + 1])

    @property
    def _found(self):
        return len(self._keys)

    def page(self, number):
        """The rows of one page, in the order of the list."""
        number = self.validate_number(number)
        rows = self.object_list if self.capped else self.object_list.filter(pk__in=self._keys)
        first = (number - 1) * self.per_page
        return self._get_page(rows[first : min(first + self.per_page, self.cap)], number, self)


def replace_query(params, **changes):
    """Query string ("?a=1", or "?" when empty) of params with changes; page starts again unless it is given."""
    query = params.copy()
    query.pop("page", None)
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"


def head_cells(params, columns):
    """Cells of a list head: label, css, and for a sortable column url, order (ascending|descending), arrow."""
    current = params.get("sort", "")
    return [_head_cell(params, column, current) for column in columns]


def _head_cell(params, column, current):
    cell = {"label": column["label"], "css": "num" if column.get("num") else ""}
    key = column.get("sort")
    if not key:
        return cell
    rising = current == key
    cell["url"] = replace_query(params, sort=f"-{key}" if rising else key)
    if current.removeprefix("-") == key:
        cell["order"], cell["arrow"] = ("ascending", "up") if rising else ("descending", "down")
    return cell


def page_links(params, page, noun):
    """Facts of a pager: summary ("1–50 trên 128 dòng"), pages with addresses, previous and next."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "noun": noun,
        "summary": _summary(page, noun),
        "pages": [_page_item(params, page, number) for number in numbers],
        "previous_url": replace_query(params, page=page.number - 1) if page.has_previous() else "",
        "next_url": replace_query(params, page=page.number + 1) if page.has_next() else "",
    }


def _page_item(params, page, number):
    if not isinstance(number, int):
        return {"label": "…"}
    return {"label": number, "current": number == page.number, "url": replace_query(params, page=number)}


def _summary(page, noun):
    total, first, last = map(vntext.number, (page.paginator.count, page.start_index(), page.end_index()))
    if getattr(page.paginator, "capped", False):
        return f"{first}–{last} trên hơn {total} {noun}"
    if page.paginator.num_pages == 1:
        return f"{total} {noun}"
    return f"{first}–{last} trên {total} {noun}"
