# Installs the Debian packages of tools/packages.txt that are missing. Sourced by run and test; expects $root.
missing_packages() {
    local package
    while read -r package _; do
        case $package in '' | '#'*) continue ;; esac
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
    done <"$root/tools/packages.txt"
}

install_packages() {
    local missing as_root=
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "These packages are needed, and apt-get is not here to install them: ${missing//$'\n'/ }" >&2
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "Run as root or with sudo once: apt-get install ${missing//$'\n'/ }" >&2; return 1; }
        as_root=sudo
    fi
    echo "Installing ${missing//$'\n'/ }" >&2
    $as_root apt-get update -qq >&2 || true
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >&2
}

# Configures and builds a preset; shows stage, share done and minutes left.
build_preset() {
    local preset=$1 log
    shift
    mkdir -p "$root/build"
    log="$root/build/$preset.log"
    (cd "$root" && cmake --preset "$preset" >"$log" 2>&1) || { cat "$log" >&2; return 1; }
    (cd "$root" && NINJA_STATUS='%f %t %e ' cmake --build --preset "$preset" -- "$@") 2>&1 | show_build "$log"
    return "${PIPESTATUS[0]}"
}

# Reads ninja's lines "done total seconds what"; passes on what is not one of them (warnings, errors).
show_build() {
    local log=$1 done total seconds rest left
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        if [[ $line =~ ^([0-9]+)\ ([0-9]+)\ ([0-9.]+)\ (.*)$ ]]; then
            done=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]} seconds=${BASH_REMATCH[3]%.*} rest=${BASH_REMATCH[4]}
            left=$(((total - done) * ${seconds:-0} / (done > 0 ? done : 1) / 60))
            if [ -t 2 ]; then
                printf '\r\033[KBuilding: %d %%, about %d min left' $((100 * done / total)) "$left" >&2
            elif [ $((done % 50)) -eq 0 ]; then
                printf 'Building: %d %%, about %d min left\n' $((100 * done / total)) "$left" >&2
            fi
        else
            printf '%s\n' "$line" >&2
        fi
    done
    [ ! -t 2 ] || printf '\r\033[K' >&2
}
