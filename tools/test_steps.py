"""The steps of ./tools/test: what is checked, in which order, how to repeat it.

Knows how to run programs and to count what they say; nothing of Parley itself.
"""

import argparse
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
SANITIZED = ROOT / "build-asan"
TIDY = ROOT / "build-tidy"
WEB = ROOT / "gateway" / "web"
BROWSER = ROOT / "tests" / "browser"
JOBS = str(os.cpu_count() or 2)
# As in common.sh: it needs half the time of g++.
CLANG = "-DCMAKE_CXX_COMPILER=clang++-14"
# A step that hangs must not hang the machine that runs it.
STEP_SECONDS_MAX = 20 * 60
# A build from nothing, without a compiler cache, on two cores.
BUILD_SECONDS_MAX = 40 * 60
# The stories in the browser, two at a time.
BROWSER_SECONDS_MAX = 35 * 60
# How many commits back `tidy` looks when there is no branch to compare with.
TIDY_COMMITS = 10
# Following every path costs ten times the other checks on a file of tests; the
# analyzer goes less deep, except where every file is looked at on purpose.
TIDY_SHALLOW = [f"--extra-arg={word}" for word in
                ("-Xclang", "-analyzer-config", "-Xclang", "mode=shallow")]


class Failed(Exception):
    """A step failed; the text is what to read first."""


class Tally:
    """What a step counted."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.names = []

    def add(self, passed, failed, names=()):
        self.passed += passed
        self.failed += failed
        self.names += names


def run(command, cwd=ROOT, env=None, quiet=True, timeout=STEP_SECONDS_MAX):
    """Runs `command`; returns (exit code, output). Ends all it started."""
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
        errors="replace",
    ) as process:
        try:
            output, _ = process.communicate(timeout=timeout)
        except BaseException as why:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            if isinstance(why, subprocess.TimeoutExpired):
                return 124, output + f"\nstopped after {timeout:.0f} s\n"
            raise
    if not quiet:
        print(output, end="", flush=True)
    return process.returncode, output


def tail(text, lines=60):
    kept = text.rstrip().splitlines()
    cut = [] if len(kept) <= lines else [f"... ({len(kept) - lines} lines more)"]
    return "\n".join(cut + kept[-lines:])


def tracked(*patterns):
    """Files of the project, new ones included, ignored ones not."""
    _, output = run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns]
    )
    return [name for name in output.splitlines() if (ROOT / name).exists()]


def tool(*names):
    for name in names:
        if shutil.which(name):
            return name
    raise Failed(f"{names[0]} is not installed; run ./tools/setup test")


# --- C++ -------------------------------------------------------------------


def configure(folder, *options):
    code, output = run(["cmake", "-S", str(ROOT), "-B", str(folder), "-G",
                        "Ninja", *options])
    if code:
        raise Failed(tail(output))


def ninja(folder, *targets):
    code, output = run(["ninja", "-C", str(folder), "-j", JOBS, *targets],
                       timeout=BUILD_SECONDS_MAX)
    if code:
        at = output.find("FAILED:")
        raise Failed(tail(output) if at < 0
                     else "\n".join(output[at:].splitlines()[:60]))


def gtest_counts(folder):
    """Sums the result files that GoogleTest wrote into `folder`."""
    passed, names = 0, []
    for file in sorted(folder.glob("*.xml")):
        for case in xml.etree.ElementTree.parse(file).iter("testcase"):
            if case.find("failure") is None:
                passed += 1
            else:
                names.append(f"{case.get('classname')}.{case.get('name')}")
    return passed, names


def ctest(tally, folder, *selection, env=None):
    results = folder / "test-results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    report = folder / "ctest.xml"
    report.unlink(missing_ok=True)
    code, output = run(
        ["ctest", "--test-dir", str(folder), "--output-on-failure", "-j", JOBS,
         "--no-tests=error", "--output-junit", str(report), *selection],
        env={"GTEST_OUTPUT": f"xml:{results}/", **(env or {})},
    )
    passed, names = gtest_counts(results)
    counted = {file.stem for file in results.glob("*.xml")}
    if report.exists():
        for case in xml.etree.ElementTree.parse(report).iter("testcase"):
            good = case.get("status") == "run"
            if case.get("name") in counted:
                # A program that reported no failed test and yet failed.
                if not good and not names:
                    names.append(case.get("name"))
            elif good:
                passed += 1
            else:
                names.append(case.get("name"))
    if code and not names:
        names.append("ctest")
    tally.add(passed, len(names), names)
    if code:
        raise Failed(tail(output, 120))


def step_format(tally):
    clang_format = tool("clang-format-14", "clang-format")
    files = tracked("*.cpp", "*.hpp")
    bad = []
    for start in range(0, len(files), 40):
        some = files[start:start + 40]
        code, output = run([clang_format, "--dry-run", "-Werror", *some])
        if code:
            bad += sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", output,
                                         re.M))) or some
    tally.add(len(files) - len(bad), len(bad), bad)
    if bad:
        raise Failed("not formatted; run\n  clang-format-14 -i "
                     + " ".join(bad))


def step_layers(tally):
    code, output = run([sys.executable, "tools/check_layers.py"])
    found = re.search(r"(\d+) passed, (\d+) failed", output)
    if found:
        tally.add(int(found[1]), int(found[2]))
    if code:
        raise Failed(tail(output, 100))


def step_build(tally):
    configure(BUILD, CLANG, "-DCMAKE_BUILD_TYPE=RelWithDebInfo")
    ninja(BUILD, "parley_programs")
    tally.add(1, 0)


def step_crash(tally):
    ctest(tally, BUILD, "-L", "crash", "-j", "1")


def step_sanitize(tally):
    configure(SANITIZED, CLANG, "-DCMAKE_BUILD_TYPE=Debug",
              "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -g1", "-DPARLEY_SANITIZE=address")
    ninja(SANITIZED, "parley_tests")
    tally.add(1, 0)


def step_unit(tally):
    ctest(tally, SANITIZED, "-LE", "layers|crash|simulation")


def step_simulation(tally):
    ctest(tally, SANITIZED, "-L", "simulation")


def tidy_all():
    return os.environ.get("PARLEY_TIDY_ALL") == "1"


def changed_files():
    """C++ files that differ from where this branch left the main one."""
    if tidy_all():
        return tracked("*.cpp")
    _, head = run(["git", "rev-parse", "HEAD"])
    code, base = run(["git", "merge-base", "HEAD", "origin/HEAD"])
    if code or base == head:
        _, log = run(["git", "rev-list", "--first-parent",
                      f"--max-count={TIDY_COMMITS + 1}", "HEAD"])
        base = log.split()[-1] if log.split() else "HEAD"
    _, output = run(["git", "diff", "--name-only", "--diff-filter=d",
                     base.strip(), "--", "*.cpp"])
    new = run(["git", "ls-files", "-o", "--exclude-standard", "--", "*.cpp"])
    return sorted(set(output.splitlines() + new[1].splitlines()))


def step_tidy(tally):
    clang_tidy = tool("clang-tidy-14", "clang-tidy")
    # Its own folder, without precompiled headers: they hide that a file does
    # not include what it uses.
    configure(TIDY, CLANG, "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
              "-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON")
    known = (TIDY / "compile_commands.json").read_text()
    files = [name for name in changed_files() if f'/{name}"' in known]
    depth = [] if tidy_all() else TIDY_SHALLOW
    waiting = list(files)
    running = {}
    bad = {}
    try:
        while waiting or running:
            while waiting and len(running) < int(JOBS):
                name = waiting.pop(0)
                running[name] = subprocess.Popen(
                    [clang_tidy, "-p", str(TIDY), "--quiet", *depth, name],
                    cwd=ROOT, stdin=subprocess.DEVNULL, text=True,
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            name, process = next(iter(running.items()))
            output, _ = process.communicate()
            del running[name]
            if process.returncode:
                bad[name] = output
    finally:
        for process in running.values():
            process.kill()
            process.wait()
    tally.add(len(files) - len(bad), len(bad), sorted(bad))
    if bad:
        raise Failed(tail("\n".join(bad.values()), 100))


# --- web -------------------------------------------------------------------


def npm(*arguments, cwd, env=None, timeout=STEP_SECONDS_MAX):
    code, output = run(["npm", *arguments], cwd=cwd, timeout=timeout,
                       env={"NO_COLOR": "1", "FORCE_COLOR": "0", **(env or {})})
    return code, output


def npm_packages(folder):
    lock = folder / "package-lock.json"
    done = folder / "node_modules" / ".package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        code, output = npm("ci", "--silent", "--no-audit", "--no-fund",
                           cwd=folder)
        if code:
            raise Failed(tail(output))
        done.touch()


def count_npm(tally, name, output, code):
    """Counts the tests that a runner of JavaScript reports in words."""
    passed = failed = 0
    line = re.search(r"^\s*Tests\s.*$", output, re.M)
    text = line[0] if line else output
    for number, what in re.findall(r"\b(\d+) (passed|failed)\b", text):
        if what == "passed":
            passed += int(number)
        else:
            failed += int(number)
    if not passed and not failed:
        passed, failed = (0, 1) if code else (1, 0)
    elif code and not failed:
        failed = 1
    tally.add(passed, failed, [f"npm {name}"] * bool(code))


def step_web(tally):
    npm_packages(WEB)
    scripts = (WEB / "package.json").read_text()
    problems = []
    for name in ("lint", "test", "build", "budgets"):
        if f'"{name}"' not in scripts:
            continue
        code, output = npm("run", "--silent", name, cwd=WEB)
        count_npm(tally, name, output if name == "test" else "", code)
        if code:
            problems.append(f"npm run {name} (in gateway/web):\n"
                            + tail(output))
    if problems:
        raise Failed("\n".join(problems))


def step_browser(tally):
    npm_packages(WEB)
    code, output = npm("run", "--silent", "build", cwd=WEB)
    if code:
        raise Failed(tail(output))
    npm_packages(BROWSER)
    code, output = npm("test", "--silent", cwd=BROWSER,
                       env={"PARLEY_BUILD": str(BUILD)},
                       timeout=BROWSER_SECONDS_MAX)
    count_npm(tally, "test (in tests/browser)", output, code)
    if code:
        raise Failed(tail(output, 100))


# Name, title, function, in --fast, steps it needs.
STEPS = (
    ("format", "formatting of all C++", step_format, True, ()),
    ("layers", "layers, statements, words, sizes", step_layers, True, ()),
    ("web", "web pages: lint, tests, build, budgets", step_web, True, ()),
    ("sanitize", "build of the tests with ASan and UBSan", step_sanitize, True,
     ()),
    ("unit", "unit, shell and wire tests, sanitized", step_unit, True,
     ("sanitize",)),
    ("simulation", "simulation of the whole system, sanitized",
     step_simulation, True, ("sanitize",)),
    ("build", "build of the programs, optimized", step_build, False, ()),
    ("browser", "stories in Chromium", step_browser, False, ("build",)),
    ("crash", "kill -9, full disk and failing disk", step_crash, False,
     ("build",)),
    ("tidy", "clang-tidy on changed files", step_tidy, False, ()),
)


def show_failure(name, why):
    print(f"\n--- {name} failed\n{why}\n"
          f"--- repeat just this with: ./tools/test {name}\n", flush=True)


def main():
    listed = "\n".join(f"  {name:<11} {title}"
                       for name, title, *_ in STEPS)
    parser = argparse.ArgumentParser(
        prog="./tools/test",
        description="Runs all checks and tests, or the named steps.",
        epilog=f"steps:\n{listed}\n\nPARLEY_TIDY_ALL=1 lets tidy look at every "
               "file, not only at changed ones, and follow every path.",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="step",
                        choices=[[], *(step[0] for step in STEPS)])
    parser.add_argument("--fast", action="store_true",
                        help="only what takes a few minutes")
    parser.add_argument("--list", action="store_true", help="name the steps")
    options = parser.parse_args()
    if options.list:
        print(listed)
        return 0

    chosen = set(options.steps)
    for name, _, _, fast, _ in STEPS:
        if not options.steps and (fast or not options.fast):
            chosen.add(name)
    for name, _, _, _, needs in STEPS:
        if name in chosen:
            chosen.update(needs)

    # The one who stops a run wants all of it to stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results = []
    for name, title, function, _, needs in STEPS:
        if name not in chosen:
            continue
        broken = [need for need, outcome, *_ in results
                  if need in needs and outcome != "passed"]
        tally = Tally()
        started = time.monotonic()
        if broken:
            outcome = "not run"
            tally.add(0, 1, [f"{name} (needs {broken[0]})"])
        else:
            print(f"=== {name}: {title}", flush=True)
            try:
                function(tally)
                outcome = "passed"
            except Failed as why:
                outcome = "failed"
                if not tally.failed:
                    tally.add(0, 1, [name])
                show_failure(name, why)
        seconds = time.monotonic() - started
        results.append((name, outcome, seconds, tally))
        print(f"    {outcome}, {seconds:.0f} s, {tally.passed} passed, "
              f"{tally.failed} failed", flush=True)

    print("\n=== summary")
    for name, outcome, seconds, tally in results:
        print(f"  {name:<11} {outcome:<8} {seconds:6.0f} s "
              f"{tally.passed:6} passed {tally.failed:4} failed")
        for what in tally.names[:20]:
            print(f"      failed: {what}")
        if outcome != "passed":
            print(f"      repeat: ./tools/test {name}")
    print(f"  {'in all':<20} {sum(r[2] for r in results):6.0f} s")
    failed = sum(r[3].failed for r in results)
    print(f"{sum(r[3].passed for r in results)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
