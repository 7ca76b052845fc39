# What the long and the interoperability scripts share; sourced. Expects $NETWRIGHT, the program. A script that cannot run here ends
# with status 77 after a line with the reason.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

skip_all() { echo "$1"; exit 77; }

# A folder of the shared data, which may be absent.
shared_data() {
    local folder=${NETWRIGHT_SHARED:-}/data/$1
    [ -d "$folder" ] || skip_all "no data in $folder (set NETWRIGHT_SHARED)" >&2
    printf '%s' "$folder"
}

# The program with --json.
json() { "$NETWRIGHT" "$@" --json; }

# field KEY: its number or text in the last line of standard input that has it.
field() { sed -n 's/.*"'"$1"'":"\{0,1\}\([^,"}]*\).*/\1/p' | tail -n 1; }

# check WHAT VALUE >=|<=|== BOUND: prints the figure; finish fails when one does not hold or is missing.
failures=0
check() {
    local holds
    holds=$(awk -v a="$2" -v b="$4" -v op="$3" 'BEGIN { print a == "" ? "FAILS" : (op == ">=" ? a + 0 >= b + 0 : op == "<=" ? a + 0 <= b + 0 : a == b) ? "holds" : "FAILS" }')
    printf '%-58s %12s   %s %s   %s\n' "$1" "$2" "$3" "$4" "$holds"
    [ "$holds" = holds ] || failures=$((failures + 1))
}

finish() { [ "$failures" -eq 0 ] || { echo "$failures of the figures above do not hold"; exit 1; }; }
