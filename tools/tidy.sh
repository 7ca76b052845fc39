#!/usr/bin/env bash
# Formats and checks the files that differ from a commit (default: HEAD~1). Needs clang-format-14, clang-tidy-14 and a dev build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -f build/dev/compile_commands.json ] || cmake --preset dev >/dev/null
mapfile -t changed < <(git diff --name-only --diff-filter=d "${1:-HEAD~1}" -- '*.cpp' '*.h')
[ ${#changed[@]} -gt 0 ] || { echo "No C++ file has changed."; exit 0; }
clang-format-14 --dry-run --Werror "${changed[@]}"
mapfile -t sources < <(printf '%s\n' "${changed[@]}" | grep '\.cpp$' || true)
[ ${#sources[@]} -eq 0 ] || clang-tidy-14 -quiet -p build/dev --extra-arg=-Wno-unknown-warning-option "${sources[@]}"
