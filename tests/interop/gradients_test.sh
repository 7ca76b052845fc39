# needs: torch
# Loss and gradients of small networks against PyTorch in double precision.
set -eu
"$BIN/interop_tests"
