"""One validation: ``… smartland.adapters.shacl_child PARENT SECONDS BYTES FORM BASE FILE …``.

It reads a document in the syntax FORM (a media type) from its standard input, runs the shapes of
the packaged FILEs over it and writes the results as JSON. Before it looks at a document it gives
up files, children and all time and memory beyond its share.
"""

import json
import resource
import sys

from smartland.adapters.orphan import end_with
from smartland.errors import Malformed
from smartland.rdf.shacl_engine import Results, prepare, run_document

NOT_READ = 3
"""The exit code where the engine cannot read the document."""


def main() -> None:
    """Validate standard input."""
    parent, seconds, memory, form, base, *names = sys.argv[1:]
    end_with(int(parent))
    files = tuple(names)
    prepare(files)
    give_up_rights(int(seconds), int(memory))
    text = sys.stdin.buffer.read().decode()
    try:
        results = run_document(files, text, form, base)
    except Malformed as error:
        print(error.message.en, file=sys.stderr)  # noqa: T201 - how a child speaks
        sys.exit(NOT_READ)
    sys.stdout.write(to_json(results))


def give_up_rights(seconds: int, memory: int) -> None:
    """CPU seconds and address space up to these, no core dumps, no children, no more files."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def to_json(results: Results) -> str:
    """One list a result, in the order of the fields of ``Result``."""
    found = [
        (one.severity, one.focus, one.shape, one.component, one.value, one.path)
        for one in results.found
    ]
    return json.dumps({"complete": results.complete, "found": found})


if __name__ == "__main__":
    main()
