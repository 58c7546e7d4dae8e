"""Strings by which somebody may try to make a page, a table, a file name or a terminal do something: one table for every path a text can take."""

from __future__ import annotations

HIT = "globalThis.hit=1"
"""What any of them would do, had it its way: a test then looks for `hit`, and for a dialog."""
STRINGS = {
    "script": f"<script>{HIT}</script>",
    "closed script": f"</script><script>{HIT}</script>",
    "closed JSON": f'"}}]}}</script><script>{HIT}</script>',
    "closed text area": f"</textarea></title></style></noscript><script>{HIT}</script>",
    "comment": f"<!--<script>--><script>{HIT}</script>-->",
    "handler": f"<img src=x onerror={HIT}><svg/onload={HIT}><details open ontoggle={HIT}>",
    "attribute": f'" onfocus="{HIT}" autofocus tabindex="0" x="',
    "apostrophe": f"' onmouseover='{HIT}' '",
    "link": f"[press](javascript:{HIT}) <a href='javascript:{HIT}'>press</a> javascript:{HIT}",
    "data link": f"![x](data:text/html,<script>{HIT}</script>)",
    "braces": f"{{{{{HIT}}}}} ${{{HIT}}} {{@html '<b>'}} {{% raw %}} #{{{HIT}}}",
    "CDATA": f"]]><x/><![CDATA[&lt;&amp;&#60;script&#62;{HIT}&#60;/script&#62;",
    "entity": "&lt;b&gt; &amp;amp; &nbsp; &#x202e;",
    "bidi": "abc\u202egpj.exe\u202c \u2066x\u2069 \u200f\u061c",
    "control": "a\x00b\x07c\x08d\x1b[2J\x1b]0;title\x07e\x7f\x85\u2028\u2029",
    "lone": "a\ud800b\udfffc",
    "invisible": "\ufeff\u200b\u200d\u00ad\ufffe\U000e0041",
    "marks": "Z\u0351\u036b" * 40,
    "formula": "=HYPERLINK(\"http://x.invalid\",\"a\")",
    "plus": "+1+1", "minus": "-2+3", "at": "@SUM(A1)", "tab": "\t=1+1", "return": "\r=1+1", "bar": "|calc", "per cent": "%0a=1", "wide": "＝1+1",
    "cells": "a,b;c\td\"e\"\r\nf\n\n=g",
    "path": "../../../../etc/passwd", "windows path": "..\\..\\x\\CON", "reserved": "NUL.txt", "stream": "a.html::$DATA", "slashes": "///", "dots": "..", "trailing": "name. ",
    "YAML": "x: !!python/object/apply:os.system ['true']\n- &a [*a]\n---\n{{ jinja }}",
    "Markdown": "# A\n\n```{raw} html\n<script>globalThis.hit=1</script>\n```\n:::{include} /etc/passwd\n:::\n$\\href{javascript:x}{y}$",
    "SQL": "'; DROP TABLE grades;--",
    "prototype": "__proto__", "constructor": "constructor",
    "long": " ".join(f"long{n * 7919 % 10007}" for n in range(3_000)), "one word": "".join(chr(97 + n * n * 31 % 1009 % 26) for n in range(20_000)),
}  # fmt: skip
ALL = "\n".join(text for name, text in STRINGS.items() if name not in ("long", "one word"))
"""All of them in one text, the long ones apart."""
