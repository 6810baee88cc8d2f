"""The terminals of SPARQL 1.1 (§19.8) as one regular expression that reads in linear time.

Every repetition is possessive, so nothing is read twice; a name before the colon is looked for in
a window, so that a long run of letters and dots without a colon cannot be tried from each dot.
"""

import re

PREFIX_WINDOW = 200

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START = _BASE + "_"
_CHAR = _START + "0-9\u00b7\u0300-\u036f\u203f\u2040"
_LOCAL = rf"[{_CHAR}:\-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_INSIDE = r"[^<>\"{}|^`\\\x00-\x20]"

TOKEN = re.compile(
    rf"""(?P<space>(?:[ \t\r\n]|\#[^\r\n]*+)++)
      | (?P<iri><(?:{_INSIDE}|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
      | (?P<variable>[?$][{_START}0-9](?:[{_START}0-9\u00b7\u0300-\u036f\u203f\u2040])*+)
      | (?P<name>(?:[{_BASE}][{_CHAR}.\-]{{0,{PREFIX_WINDOW}}}+)?+:
            (?:(?:{_LOCAL})(?:{_LOCAL}|\.++(?=[{_CHAR}:\-%\\]))*+)?+)
      | (?P<word>[A-Za-z][A-Za-z0-9_]*+)
      | (?P<text>\"\"\"(?:"{{0,2}}+(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{{0,2}}+(?:[^'\\]|\\.))*+'''
               |"(?!"")(?:[^"\\\r\n]|\\.)*+"|'(?!'')(?:[^'\\\r\n]|\\.)*+')
      | (?P<number>(?:[0-9]++(?:\.[0-9]++|\.(?=[eE][+-]?[0-9]))?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)
      | (?P<blank>_:[{_START}0-9](?:[{_CHAR}\-]|\.++(?=[{_CHAR}\-]))*+)
      | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
      | (?P<sign>\^\^|\|\||&&|!=|<=|>=|[{{}}()\[\];,.=<>!+\-*/|^?])
    """,
    re.X | re.S,
)  # fmt: skip
LESS = re.compile("<=?")

_KEYWORDS = """
    BASE PREFIX SELECT DISTINCT REDUCED AS CONSTRUCT WHERE DESCRIBE ASK FROM NAMED GROUP BY
    HAVING ORDER ASC DESC LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH BIND MINUS UNION FILTER A NOT IN
    EXISTS COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR TRUE FALSE STR LANG LANGMATCHES
    DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI
    CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ
    NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI
    ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE"""
_UPDATES = "SERVICE LOAD INSERT DELETE CLEAR DROP CREATE ADD MOVE COPY WITH USING SILENT"

KEYWORDS = frozenset(_KEYWORDS.split())
"""Every word of a SPARQL 1.1 query; an engine may read two of them in one longer word."""

UPDATES = frozenset(_UPDATES.split())
"""The words that write, or that reach another endpoint."""
