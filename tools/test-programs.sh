#!/bin/sh
# Sees to it that the programs which the tests run are there: pdftotext, to read what a report says, and Chromium, to
# fill in the web form. Usage: tools/test-programs.sh
set -eu
. "$(dirname "$0")/packages.sh"

command -v pdftotext >/dev/null 2>&1 || get_packages "The tests of PDF" poppler-utils poppler
# Without a browser its tests are left out, and say so; in CI they are not, so there it has to be got.
command -v chromium >/dev/null 2>&1 || get_packages "The tests of the web form" chromium chromium || [ -z "${CI:-}" ]
