# Gets system packages, where that is allowed without asking; otherwise says the one line to run. Sourced by its
# neighbours. Usage: get_packages WHAT_FOR "DEBIAN PACKAGES" "HOMEBREW PACKAGES"
get_packages() {
    if command -v apt-get >/dev/null 2>&1; then
        line="apt-get install --yes --no-install-recommends $2"
        if [ "$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo"; else as="none"; fi
        if [ "$as" != none ]; then
            $as apt-get update -qq && $as $line && return 0
        fi
        line="sudo $line"
    elif command -v brew >/dev/null 2>&1; then
        line="brew install $3"
        $line && return 0
    else
        line="install with your system's package manager: $2"
    fi
    echo "$1 needs what could not be installed from here. Please run this line, then try again:" >&2
    echo "    $line" >&2
    return 1
}
