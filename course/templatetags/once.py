"""``{% once key … %}…{% endonce %}``: render a part of a page once in a process for each value of its keys.

For what depends on nothing but its keys and the language, such as the navigation of a role or the text of an immutable
version. The keys are looked up; the parts are kept in the process's memory.
"""

from django.template import Context, Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = Library()
MOST = 1000


class OnceNode(Node):
    def __init__(self, nodelist: NodeList, keys: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self._keys = keys
        self._rendered: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        keys = tuple(key.resolve(context, ignore_failures=True) for key in self._keys)
        if None in keys or "" in keys:
            # A version that is not stored yet has no digest: two of them would be taken for one.
            return self.nodelist.render(context)
        name = (get_language(), *keys)
        if name not in self._rendered:
            if len(self._rendered) >= MOST:
                self._rendered.clear()
            self._rendered[name] = self.nodelist.render(context)
        return self._rendered[name]


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    _, *keys = token.split_contents()
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if not keys:
        raise TemplateSyntaxError("once needs at least one key; quote it where it is a constant.")
    return OnceNode(nodelist, [parser.compile_filter(key) for key in keys])
