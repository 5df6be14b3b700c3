"""Text as a reader sees it, without what mail programs and pages put between signs."""

from __future__ import annotations

import pytest

from portal.kernel.plain_text import APART, plain_text

READ = {
    "97\u00ad8\u200b-95\u20601": "978-951",
    "978\u2011951\u2013\u2014\u2212": "978-951---",
    "\uff19\uff17\uff18 \u0669": "978 9",
    "978-<wbr>951 <b>x</b>": "978-951 x",
    "<p>978</p><td>951</td>": "\n978\n\n951\n",
    '<a href="/isbn/9789511160182">x</a>': f'{APART} href="/isbn/9789511160182"{APART}x',
    "978&nbsp;951&#8209;1&shy;6&unknown;": "978 951-16&unknown;",
    "978-951-=\r\n1 and x=\ny": "978-951-1 and x=\ny",
    "978%2D951=E2=80=931%20": "978-951-1 ",
    "5 < 6 & 7 > 4": "5 < 6 & 7 > 4",
    "&#0;&#xD800;": "  ",
}


@pytest.mark.parametrize("text", READ)
def test_text_is_read_as_it_is_seen(text: str) -> None:
    assert plain_text(text) == READ[text]
