# Fashion-MNIST with the template lenet: accuracy after 8 epochs, and what int8 costs and saves.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../figures.sh"
. "$here/quantized.sh.inc"
data=$(shared_data fashion-mnist) || exit $?
data=idx:$data

json new lenet p.netwright >/dev/null
json train p.netwright --data "$data" --epochs 8 --run-dir run >/dev/null
check_quantized "fashion lenet" 0.91
finish
