#!/bin/sh
# Sees to it that the system libraries which WeasyPrint needs (Pango) are there: nothing to do when they are, apt or
# Homebrew where that is allowed, otherwise the one line to run. Usage: tools/system-libraries.sh PYTHON
set -eu
. "$(dirname "$0")/packages.sh"

"$1" - <<'PY' >/dev/null 2>&1 && exit 0
import ctypes.util, sys
names = ["pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig"]
sys.exit(not all(map(ctypes.util.find_library, names)))
PY
get_packages "PDF" "libpangoft2-1.0-0 libharfbuzz-subset0" pango
