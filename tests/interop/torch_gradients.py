"""Compares loss and gradients that gradients_test.cpp wrote with PyTorch's: torch_gradients.py mlp|cnn FOLDER.

Exits 0 when all agree to 1e-9 of their largest value, 1 when not, 77 when PyTorch is not installed.
"""
import pathlib
import sys

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

TOLERANCE = 1e-9
EPSILON = 1e-3  # of batch_normalization, as in Keras


def pad_same(x, kernel, strides):
    """TensorFlow's SAME: the odd row and column of padding come last."""
    pads = []
    for size, k, s in zip(reversed(x.shape[2:]), reversed(kernel), reversed(strides)):
        total = max((-(-size // s) - 1) * s + k - size, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads)


def conv_same(x, weights, name, strides=(1, 1)):
    kernel = weights[f"{name}.kernel"].permute(3, 2, 0, 1)  # HWIO to OIHW
    return F.conv2d(pad_same(x, kernel.shape[2:], strides), kernel, weights[f"{name}.bias"], stride=strides)


def dense(x, weights, name):
    return x @ weights[f"{name}.kernel"] + weights[f"{name}.bias"]


def mlp(x, w):
    h = torch.relu(dense(x, w, "dense"))
    return dense(torch.tanh(dense(h, w, "dense_1")), w, "dense_2")


def cnn(x, w):
    x = x.permute(0, 3, 1, 2)  # NHWC to NCHW
    x = F.max_pool2d(torch.relu(conv_same(x, w, "conv2d")), 2)
    mean = x.mean(dim=(0, 2, 3), keepdim=True)
    variance = x.var(dim=(0, 2, 3), unbiased=False, keepdim=True)
    gamma, beta = (w[f"batch_normalization.{name}"].reshape(1, -1, 1, 1) for name in ("gamma", "beta"))
    x = (x - mean) / torch.sqrt(variance + EPSILON) * gamma + beta
    x = conv_same(x, w, "conv2d_1", (2, 2))
    return dense(x.permute(0, 2, 3, 1).flatten(1), w, "dense")


def difference(ours, theirs):
    scale = max(float(np.abs(theirs).max()), 1e-30)
    return float(np.abs(ours - theirs).max()) / scale


def main():
    network, folder = {"mlp": mlp, "cnn": cnn}[sys.argv[1]], pathlib.Path(sys.argv[2])
    files = {path.stem: np.load(path) for path in sorted(folder.glob("*.npy"))}
    weights = {n.removeprefix("weight."): torch.tensor(v, requires_grad=True) for n, v in files.items() if n.startswith("weight.")}
    assert all(w.dtype == torch.float64 for w in weights.values())
    scores = network(torch.tensor(files["input.x"]), weights)
    loss = F.cross_entropy(scores, torch.tensor(files["input.label"]).long())
    loss.backward()
    worst = {"loss": difference(files["loss"], loss.detach().numpy())}
    for name, ours in files.items():
        if name.startswith("gradient."):
            theirs = weights[name.removeprefix("gradient.")].grad.numpy()
            if ours.shape != theirs.shape:
                sys.exit(f"{name} is {ours.shape}, PyTorch's is {theirs.shape}")
            # A bias before a batch normalization has no influence: its gradient is rounding noise.
            noise = max(np.abs(ours).max(), np.abs(theirs).max()) < 1e-13
            worst[name] = 0.0 if noise else difference(ours, theirs)
    assert len(worst) > 4, "gradients are missing"
    for name, value in worst.items():
        print(f"{name}: {value:.2e}")
    sys.exit(0 if max(worst.values()) <= TOLERANCE else 1)


main()
