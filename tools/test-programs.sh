#!/bin/sh
# Sees to it that the programs which the tests run are there: pdftotext, to read what a report says.
# Usage: tools/test-programs.sh
set -eu
. "$(dirname "$0")/packages.sh"

command -v pdftotext >/dev/null 2>&1 && exit 0
get_packages "The tests of PDF" poppler-utils poppler
