"""Runs the operator samples that core_tests writes ($NETWRIGHT_SAMPLES) in LiteRT and ONNX Runtime and compares their outputs.

usage: compare_samples.py FOLDER [--runtime litert|litert-ref|onnxruntime] [--list]
The last line counts: N passed, N failed, N skipped. Cases that the runtime lacks are named in UNSUPPORTED with the reason.
"""
import argparse
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "resources" / "verify"))
import run_model  # noqa: E402

UNSUPPORTED = {
    ("tflite", "gather_1"): "an index of -1, which gives zeros here, is an error there",
    ("onnx", "where_3"): "ONNX Runtime's processor backend has no Where for bool",
}


def load(folder, name):
    return [np.load(f) for f in sorted(folder.glob(name + "_*.npy"), key=lambda f: int(f.stem.split("_")[1]))]


def difference(expected, actual):
    if expected.shape != actual.shape:
        return f"shape {actual.shape}, expected {expected.shape}"
    if expected.dtype != actual.dtype and not np.issubdtype(actual.dtype, np.floating):
        return f"type {actual.dtype}, expected {expected.dtype}"
    with np.errstate(all="ignore"):
        gap = np.abs(expected.astype(np.float64) - actual.astype(np.float64)) / np.maximum(1, np.abs(expected.astype(np.float64)))
    gap = gap[~(np.isnan(expected.astype(np.float64)) & np.isnan(actual.astype(np.float64)))]
    return float(gap.max()) if gap.size else 0.0


def check(case, runtime):
    model = next(case.glob("model.*"))
    inputs, expected = load(case, "input"), load(case, "output")
    if runtime == "onnxruntime":
        outputs, _ = run_model.run_onnx(str(model), inputs)
    else:
        outputs, _ = run_model.run_litert(str(model), inputs, runtime == "litert-ref")
    worst = 0.0
    for i, (e, a) in enumerate(zip(expected, outputs)):
        if case.name.startswith("quantize_") and np.issubdtype(a.dtype, np.floating):
            continue  # the file's output is quantized, and run_model gives it as real numbers
        gap = difference(e, a)
        if isinstance(gap, str) or not gap <= 1e-5:
            return f"output {i}: {gap}", worst
        worst = max(worst, gap)
    return None, worst


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--runtime", default="litert-ref")
    args = parser.parse_args()
    kind = "onnx" if args.runtime == "onnxruntime" else "tflite"
    passed = failed = skipped = 0
    worst = 0.0
    for case in sorted((args.folder / kind).iterdir()):
        if (kind, case.name) in UNSUPPORTED:
            skipped += 1
            continue
        if args.runtime == "litert-ref" and case.name.startswith("elu_"):
            skipped += 1  # its reference resolver does not register ELU
            continue
        try:
            problem, gap = check(case, args.runtime)
        except Exception as error:
            problem, gap = f"{type(error).__name__}: {error}".split("\n")[0][:220], 0
        worst = max(worst, gap)
        passed += problem is None
        failed += problem is not None
        if problem:
            print(f"{case.name}: {problem}")
    print(f"largest difference {worst:.3g}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
