# needs: onnxruntime
# Exported files in ONNX Runtime: float networks answer the same, int8 networks choose the same class.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../figures.sh"
data="digits?limit=6000"

for name in first-network mlp lenet; do
    json new "$name" "$name.netwright" >/dev/null
    json train "$name.netwright" --data "$data" --epochs 1 --run-dir "$name" >/dev/null
    json quantize "$name" -o "$name-int8" >/dev/null

    json export "$name" -o "$name.onnx" --verify digits --samples 1000 >line || true
    check "$name in ONNX Runtime: verdict" "$(field verdict <line)" == same
    check "$name in ONNX Runtime: largest difference" "$(field max_abs_difference <line)" "<=" 1e-4

    json export "$name-int8" -o "$name-int8.onnx" --verify digits --samples 1000 >line || true
    check "$name int8 in ONNX Runtime: same best class" "$(field top1_agreement <line)" ">=" 0.99
done
finish
