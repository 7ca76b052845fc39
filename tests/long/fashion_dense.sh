# Fashion-MNIST with Flatten, Dense 128, Dense 10: Adam 0.001, batches of 32, 5 epochs.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../figures.sh"
data=$(shared_data fashion-mnist) || exit $?
data=idx:$data

json train "$here/fashion_dense.netwright" --data "$data" --run-dir run >/dev/null
check "fashion dense: test accuracy" "$(json eval run | field accuracy)" ">=" 0.865
finish
