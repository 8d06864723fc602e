"""A real browser in which every attempt to act is noticed: scripts, handlers, dangerous links, calls to elsewhere."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Route

from tests.browser.world import PATIENCE

ORIGIN = "https://learn.example.org"
LISTEN = """
window.noticed = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch'])
  window[name] = () => { window.noticed.push(`called ${name}`); };
addEventListener('securitypolicyviolation', event =>
  window.noticed.push(`would break ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
LOOK = """() => {
  const found = window.noticed.slice();
  for (const element of document.querySelectorAll('*:not(head > link[rel=icon])')) {
    for (const {name, value} of element.attributes) {
      const target = value.replace(/[\\x00-\\x20]/g, '').toLowerCase();
      if (name.startsWith('on') || name === 'style' || name === 'srcdoc') found.push(`${element.tagName} has ${name}`);
      if (['href', 'src', 'action', 'formaction', 'data', 'cite', 'xlink:href', 'srcset'].includes(name) &&
          /^(javascript|vbscript|data):/.test(target)) found.push(`${element.tagName} ${name}=${value.slice(0, 60)}`);
    }
    if (['SCRIPT', 'STYLE'].includes(element.tagName) && element.textContent.trim() && !element.type.includes('json'))
      found.push(`${element.tagName} in the page`);
    if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FRAME', 'APPLET'].includes(element.tagName))
      found.push(`${element.tagName} in the page`);
  }
  return found;
}"""


class Trap:
    """Shows pages, and tells what each tried. The policy of the page is not enforced: it only reports."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.add_init_script(LISTEN)
        self.calls: list[str] = []
        self.body, self.policy = "", ""
        self.page.route("**/*", self._answer)
        self.page.on("dialog", lambda dialog: dialog.dismiss())

    def show(self, body: str, policy: str) -> list[str]:
        """What a page with this HTML did, or would do; ``policy`` is the one it is served with."""
        self.calls, self.body, self.policy = [], body, policy
        self.page.goto(f"{ORIGIN}/page", wait_until="load")
        # Handlers run in tasks of their own: once more around, so that theirs have come.
        self.page.evaluate("() => new Promise(done => setTimeout(done, 0))")
        return [*self.page.evaluate(LOOK), *self.calls]

    def _answer(self, route: Route) -> None:
        address = route.request.url
        if address == f"{ORIGIN}/page" and self.body:
            headers: dict[str, Any] = {"Content-Security-Policy-Report-Only": self.policy}
            route.fulfill(body=self.body, content_type="text/html; charset=utf-8", headers=headers)
            return
        if not address.startswith((f"{ORIGIN}/static/", f"{ORIGIN}/favicon", "data:image/svg")):
            self.calls.append(f"asked for {address[:80]}")
        route.fulfill(body="", status=404)
