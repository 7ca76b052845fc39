"""Runs a model file on a batch in LiteRT or ONNX Runtime: the other side of `netwright export --verify`.

Inputs and outputs are .npy files; --input and --output may repeat, in the order of the file's inputs and outputs. Prints one line of
JSON: runtime, runtime_version, and error when it fails (exit status 1).
"""
import argparse
import json
import sys

import numpy as np


def quantized(values, detail):
    """Floats as the file's whole numbers; anything else as it is."""
    scale, zero = detail["quantization"]
    if not scale or values.dtype == detail["dtype"]:
        return values
    info = np.iinfo(detail["dtype"])
    rounded = np.trunc(values / np.float32(scale) + np.copysign(np.float32(0.5), values))
    return np.clip(rounded + zero, info.min, info.max).astype(detail["dtype"])


def dequantized(values, detail):
    scale, zero = detail["quantization"]
    if not scale or not np.issubdtype(values.dtype, np.integer):
        return values
    return (values.astype(np.float32) - np.float32(zero)) * np.float32(scale)


def run_litert(path, inputs, reference):
    import ai_edge_litert
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    resolver = OpResolverType.BUILTIN_REF if reference else OpResolverType.BUILTIN
    interpreter = Interpreter(model_path=path, experimental_op_resolver_type=resolver, num_threads=1)
    details = interpreter.get_input_details()
    if len(details) != len(inputs):
        raise ValueError(f"the model has {len(details)} inputs, given are {len(inputs)}")
    for detail, values in zip(details, inputs):
        if tuple(detail["shape"]) != values.shape:
            interpreter.resize_tensor_input(detail["index"], values.shape)
    interpreter.allocate_tensors()
    for detail, values in zip(details, inputs):
        interpreter.set_tensor(detail["index"], quantized(values, detail))
    interpreter.invoke()
    outputs = [dequantized(interpreter.get_tensor(d["index"]), d) for d in interpreter.get_output_details()]
    return outputs, getattr(ai_edge_litert, "__version__", "unknown")


def run_onnx(path, inputs):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]
    if len(names) != len(inputs):
        raise ValueError(f"the model has {len(names)} inputs, given are {len(inputs)}")
    return session.run(None, dict(zip(names, inputs))), onnxruntime.__version__


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runtime", choices=["litert", "litert-ref", "onnxruntime"], required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--input", action="append", default=[])
    parser.add_argument("--output", action="append", default=[])
    args = parser.parse_args()
    answer = {"runtime": args.runtime}
    try:
        inputs = [np.load(f, allow_pickle=False) for f in args.input]
        if args.runtime == "onnxruntime":
            outputs, answer["runtime_version"] = run_onnx(args.model, inputs)
        else:
            outputs, answer["runtime_version"] = run_litert(args.model, inputs, args.runtime == "litert-ref")
        for file, values in zip(args.output, outputs):
            np.save(file, np.ascontiguousarray(values) if values.ndim else np.array(values))
    except Exception as error:  # the command line shows the sentence
        answer["error"] = f"{type(error).__name__}: {error}"
    print(json.dumps(answer))
    return 1 if "error" in answer else 0


if __name__ == "__main__":
    sys.exit(main())
