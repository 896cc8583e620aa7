#!/usr/bin/env python3
"""Rules of the source tree that no compiler checks.

layers      who may include what (README: protocol <- actors/domain <- storage
            <- actors <- gateway), where JSON, clocks and third-party headers
            may be
statements  behaviour statements that no test names
words       words and paths that have no place in the project
sizes       files too long to review

Runs all of them, or the ones named as arguments. Every finding is a line
`file:line: what`; the last line counts.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES_MAX = 900
# One home for the whole vocabulary of the wire is worth its length.
LONG_ON_PURPOSE = {"protocol/messages.hpp"}

# Folder -> folders it may include, the most special one first.
LAYERS = (
    ("protocol/", ("protocol/",)),
    ("actors/domain/", ("protocol/", "actors/domain/")),
    ("storage/", ("protocol/", "actors/domain/", "storage/")),
    ("actors/", ("protocol/", "actors/", "storage/")),
    ("gateway/", ("protocol/", "actors/", "storage/", "gateway/")),
    ("tools/", ("protocol/", "actors/domain/", "storage/", "tools/")),
    ("tests/", ("protocol/", "actors/", "storage/", "gateway/", "tools/",
                "tests/")),
)

# Third-party headers -> files that may include them, as regular expressions.
LIBRARIES = (
    (r"caf/", r"actors/(?!domain/)|gateway/|tests/(actors|gateway|simulation"
              r"|scenarios|support)/"),
    # The parser of frames (D-P2); what is of the network stays in the gateway.
    (r"boost/json/", r"protocol/json_reader\.cpp"),
    (r"boost/(?!json/)", r"gateway/|tools/|tests/(gateway|crash|support)/"),
    (r"rocksdb/", r"storage/rocksdb_\w+\.cpp|tools/floor/|tests/storage/"),
    (r"nlohmann/", r"storage/(event_codec|\w+_codec|json)\w*\.(cpp|hpp)"
                   r"|gateway/(\w+/)?\w*(api|json|admin|telephony|config|companies)\w*"
                   r"\.(cpp|hpp)|gateway/(api|telephony)/|tools/|tests/"),
    (r"spdlog/", r"gateway/|tests/"),
    (r"CLI/", r"gateway/|tools/"),
    (r"prometheus/", r"gateway/|tests/"),
    (r"openssl/", r"gateway/|tools/|tests/"),
    # Folding of letters.
    (r"unicode/", r"storage/contact_words\.cpp"),
    # Zones, which the standard library of C++ lacks before g++ 14.
    (r"date/", r"storage/time_zones\.cpp"),
    (r"curl/", r"gateway/smtp\.cpp"),
    (r"sodium", r"gateway/|storage/|tools/|tests/"),
    (r"(gtest|gmock)/", r"tests/"),
)

# What our own headers may pull in on everybody: the rest hides in .cpp files.
IN_HEADERS = (
    (r"caf/", r"actors/(?!domain/)|gateway/|tests/"),
    (r"boost/", r"gateway/|tools/|tests/"),
    (r"prometheus/", r"gateway/"),
    (r"nlohmann/", r"(protocol|storage)/json_\w+\.hpp|gateway/api/\w*json\w*\.hpp"
                   r"|tests/"),
    (r"(gtest|gmock|openssl|sodium|rocksdb|spdlog|curl|unicode/)", r"tests/"),
)

# Only one file asks what time it is, and chance would make runs unrepeatable.
CLOCKS = re.compile(
    r"\b(?:system_clock|steady_clock|high_resolution_clock|utc_clock)::now\b"
    r"|\bgettimeofday\s*\(|\bclock_gettime\s*\(|\btime\s*\(\s*(?:nullptr|NULL)"
    r"|\brandom_device\b|\bsleep_(?:for|until)\b|\b(?:u|nano)?sleep\s*\("
    r"|\bs?rand\s*\(")
CLOCKS_ALLOWED = re.compile(r"actors/clock\.(cpp|hpp)|tests/|tools/")

# What issue 2 promises; grows with the issues.
STATEMENTS = (
    [f"T{n}" for n in range(1, 6)] + [f"P{n}" for n in range(1, 9)]
    + ["L1", "L2"] + [f"I{n}" for n in (1, 2, 3, 4, 5, 7)]
    + ["Q2", "Q4", "N1", "C1", "W5", "W6", "W7", "F4"]
    + [f"M{n}" for n in range(1, 5)]
    + [f"Z{n}" for n in range(1, 6)] + ["K1"])

ID = r"[A-Z]\d{1,2}"
CPP_TEST = re.compile(
    rf"\bTEST(?:_F|_P)?\(\s*\w+,\s*((?:{ID}_)+)")
TYPED_TEST = re.compile(
    rf"\bTYPED_TEST(?:_P)?\(\s*\w+,\s*((?:{ID}_)+)")
WEB_TEST = re.compile(
    rf"\b(?:test|it|describe)\(\s*[\"'`]((?:{ID}[,:_ ]+)+)")
SCENARIO = re.compile(rf"^#\s*((?:{ID}[,: ]+)+)", re.M)

# Spelled in halves, so that this file does not find itself.
WORDS = re.compile(
    r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b"
    r"|(?<![\w.~-])/(?:wo" r"rk|ho" r"me|ro" r"ot|t" r"mp)/")
NOT_TEXT = re.compile(
    r"\.(png|jpg|jpeg|ico|webp|svg|woff2?|gz|wav|mp3|bin)$"
    r"|(^|/)package-lock\.json$|^LICENSE$")


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
        capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted(name for name in set(listed)
                  if not NOT_TEXT.search(name) and (ROOT / name).is_file())


def read(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def is_cpp(name):
    return name.endswith((".cpp", ".hpp"))


def without_comments(text):
    """Blanks comments and strings, keeps the lines."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"', re.S)
    return pattern.sub(lambda m: "\n" * m[0].count("\n"), text)


def check_include(name, number, quoted, header):
    own = next((allowed for folder, allowed in LAYERS
                if name.startswith(folder)), None)
    if own is None:
        return
    if quoted:
        if not header.startswith(own):
            yield f"{name}:{number}: must not include {header}"
        return
    for library, allowed in LIBRARIES:
        if re.match(library, header) and not re.match(allowed, name):
            yield f"{name}:{number}: <{header}> does not belong here"
            return
    if name.endswith(".hpp"):
        for library, allowed in IN_HEADERS:
            if re.match(library, header) and not re.match(allowed, name):
                yield f"{name}:{number}: <{header}> in a header of ours"


def check_layers(names):
    for name in filter(is_cpp, names):
        text = read(name)
        for match in re.finditer(
                r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', text, re.M):
            number = text.count("\n", 0, match.start()) + 1
            yield from check_include(name, number, match[1] == '"', match[2])
        if CLOCKS_ALLOWED.match(name):
            continue
        code = without_comments(text)
        for match in CLOCKS.finditer(code):
            number = code.count("\n", 0, match.start()) + 1
            yield (f"{name}:{number}: {match[0].strip()} outside"
                   " actors/clock and tests")


def named_statements(names):
    found = {}
    for name in names:
        if is_cpp(name):
            patterns = (CPP_TEST, TYPED_TEST)
        elif name.endswith((".ts", ".tsx", ".mjs", ".js")):
            patterns = (WEB_TEST,)
        elif name.startswith("tests/scenarios/"):
            patterns = (SCENARIO,)
        else:
            continue
        text = read(name)
        for pattern in patterns:
            for match in pattern.finditer(text):
                for statement in re.findall(ID, match[1]):
                    found.setdefault(statement, set()).add(name)
    return found


def check_statements(names):
    found = named_statements(names)
    for statement in STATEMENTS:
        if statement not in found:
            yield f"tests:0: no test names statement {statement}"


def check_words(names):
    for name in names:
        for number, line in enumerate(read(name).splitlines(), 1):
            match = WORDS.search(line)
            if match:
                yield f"{name}:{number}: '{match[0].strip()}'"


def check_sizes(names):
    for name in names:
        if not name.endswith((".cpp", ".hpp", ".ts", ".tsx", ".py", ".css")):
            continue
        if name in LONG_ON_PURPOSE:
            continue
        lines = read(name).count("\n")
        if lines > LINES_MAX:
            yield f"{name}:1: {lines} lines, more than {LINES_MAX}"


CHECKS = {
    "layers": check_layers,
    "statements": check_statements,
    "words": check_words,
    "sizes": check_sizes,
}


def main():
    chosen = sys.argv[1:] or list(CHECKS)
    if any(name not in CHECKS for name in chosen):
        print(__doc__)
        return 0 if "--help" in chosen or "-h" in chosen else 2
    names = tracked()
    failed = 0
    for check in chosen:
        findings = list(CHECKS[check](names))
        for finding in findings:
            print(finding)
        failed += bool(findings)
        print(f"{check}: {len(findings)} findings")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
