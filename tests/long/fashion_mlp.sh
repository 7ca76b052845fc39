# Fashion-MNIST with the template mlp: accuracy after 5 epochs, and what int8 costs and saves.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../figures.sh"
. "$here/quantized.sh.inc"
data=$(shared_data fashion-mnist) || exit $?
data=idx:$data

json new mlp p.netwright >/dev/null
json train p.netwright --data "$data" --epochs 5 --run-dir run >/dev/null
check_quantized "fashion mlp" 0.87
finish
