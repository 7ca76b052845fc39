# needs: ai_edge_litert
# Every operator sample, written by the round-trip tests, in LiteRT and (where installed) ONNX Runtime.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
NETWRIGHT_SAMPLES=$folder "$BIN/core_tests" --gtest_filter='Formats/*' >/dev/null
"$NETWRIGHT_PYTHON" "$here/compare_samples.py" "$folder" --runtime litert
"$NETWRIGHT_PYTHON" "$here/compare_samples.py" "$folder" --runtime litert-ref
if "$NETWRIGHT_PYTHON" -c 'import onnxruntime' 2>/dev/null; then "$NETWRIGHT_PYTHON" "$here/compare_samples.py" "$folder" --runtime onnxruntime; fi
