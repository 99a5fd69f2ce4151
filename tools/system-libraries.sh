#!/bin/sh
# Sees to it that the system libraries which WeasyPrint needs (Pango) are there: nothing to do when they are, apt or
# Homebrew where that is allowed, otherwise the one line to run. Usage: tools/system-libraries.sh PYTHON
set -eu
python=$1
packages="libpangoft2-1.0-0 libharfbuzz-subset0"

present() {
    "$python" - <<'PY' >/dev/null 2>&1
import ctypes.util, sys
names = ["pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig"]
sys.exit(not all(map(ctypes.util.find_library, names)))
PY
}

present && exit 0
if command -v apt-get >/dev/null 2>&1; then
    line="apt-get install --yes --no-install-recommends $packages"
    if [ "$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo"; else as="none"; fi
    if [ "$as" != none ]; then
        $as apt-get update -qq && $as $line && exit 0
    fi
    line="sudo $line"
elif command -v brew >/dev/null 2>&1; then
    brew install pango && exit 0
    line="brew install pango"
else
    line="install Pango with your system's package manager"
fi
echo "PDF needs system libraries that could not be installed from here. Please run this line, then try again:" >&2
echo "    $line" >&2
exit 1
