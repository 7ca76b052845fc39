# needs: ai_edge_litert
# Exported files in LiteRT: float networks answer the same, int8 networks byte for byte with the reference kernels.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../figures.sh"
data="digits?limit=6000"

for name in first-network mlp lenet; do
    json new "$name" "$name.netwright" >/dev/null
    json train "$name.netwright" --data "$data" --epochs 1 --run-dir "$name" >/dev/null
    json quantize "$name" -o "$name-int8" >/dev/null

    json export "$name" -o "$name.tflite" --verify digits --samples 1000 >line || true
    check "$name in LiteRT: verdict" "$(field verdict <line)" == same
    check "$name in LiteRT: largest difference" "$(field max_abs_difference <line)" "<=" 1e-4

    json export "$name-int8" -o "$name-int8.tflite" --verify digits --samples 1000 >line || true
    check "$name int8 in LiteRT: same best class" "$(field top1_agreement <line)" ">=" 0.99

    json export "$name-int8" -o "$name-int8.tflite" --verify digits --samples 1000 --runtime litert-ref >line || true
    check "$name int8 in LiteRT's reference kernels: verdict" "$(field verdict <line)" == same
    check "$name int8 in LiteRT's reference kernels: difference" "$(field max_abs_difference <line)" "<=" 0
done
finish
