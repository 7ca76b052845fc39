# The first network: time for 5 epochs on the built-in digits, and how it does on people's handwriting (MNIST).
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../figures.sh"

json data info digits >/dev/null  # drawn once, before the clock starts
json new first-network p.netwright >/dev/null
start=$(date +%s.%N)
json train p.netwright --epochs 5 --run-dir run >/dev/null
seconds=$(awk -v a="$start" -v b="$(date +%s.%N)" 'BEGIN { print b - a }')
check "first network: seconds for 5 epochs of digits" "$seconds" "<=" 90
check "first network: test accuracy on digits" "$(json eval run | field accuracy)" ">=" 0.97
mnist=$(shared_data mnist) || exit $?
check "first network: test accuracy on MNIST" "$(json eval run --data "idx:$mnist" | field accuracy)" ">=" 0.85
finish
