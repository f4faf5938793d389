"""Writes format.json: what Python's own str.format makes of templates, for checks on machines without Python.

Run: python3 libs/resolver/vectors/generate-format.py
A template is `plain` when Python reads every field of it as a plain keyword that is an identifier, that is, when writing
the parsed pieces again gives the same template. Only plain templates are accepted by parseTemplate(text, 'f-string').
"""

import json
import pathlib
import random
import string


def judge(template, values):
    """(plain, text): whether the template has plain fields only, and what str.format prints then."""
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError:
        return False, None
    again = ""
    for literal, name, _spec, _conversion in pieces:
        again += literal.replace("{", "{{").replace("}", "}}")
        if name is not None:
            if not name.isidentifier():
                return False, None
            again += "{" + name + "}"
    if again != template:
        return False, None
    return True, template.format(**values)


VALUES = {
    "a": "A", "b": 7, "name": "Ada {a} }}", "_x1": True, "größe": -3, "имя": "Иван", "変数": 1.5, "n2": 1e-05,
    "__proto__": "p", "constructor": "c", "self": False, "toString": 0.0001, "x": 9007199254740991, "e\u0301": "é",
}
PIECES = [
    "{", "}", "{{", "}}", "{a}", "{b}", "{name}", "{größe}", "{имя}", "{変数}", "{__proto__}", "{constructor}", "{self}",
    "{_x1}", "{n2}", "{toString}", "{x}", "{e\u0301}", "{}", "{0}", "{1a}", "{a.b}", "{a[0]}", "{a[", "{a!r}", "{a!}",
    "{a:}", "{a:>5}", "{b:{a}}", "{ a }", "{a b}", "{a-b}", "{²}", "{٣}", "a", " ", "\n", "\r\n", "\\", '"', ":", "!", "[", "]",
    "🚀", '{{"k": {b}}}', "text",
]


def main():
    rng = random.Random(20261122)
    templates = list(PIECES) + ["", "{{{a}}}", "{a}}", "{{a}", "{{{", "}}}", "{{}}", "{{a}}", "{a}{a}", "{a}{{b}}{name}"]
    while len(templates) < 600:
        templates.append("".join(rng.choice(PIECES) for _ in range(rng.randint(1, 6))))
    rows = []
    for template in dict.fromkeys(templates):
        plain, text = judge(template, VALUES)
        rows.append({"template": template, "plain": plain, "text": text})
    path = pathlib.Path(__file__).with_name("format.json")
    head = {"specVersion": 1, "source": "CPython str.format", "values": VALUES}
    body = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [\n' + body + "\n]}\n", encoding="utf-8")
    print(len(rows), "rows,", sum(row["plain"] for row in rows), "plain")


if __name__ == "__main__":
    main()
