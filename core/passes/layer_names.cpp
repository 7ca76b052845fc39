// Taking tensor names apart.
#include "core/passes/layer_names.h"

#include <algorithm>
#include <array>

namespace nw {
namespace {

bool isNumber(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

/// What TensorFlow, PyTorch and tf2onnx call operations inside a layer.
bool isOperation(std::string_view part) {
    if (part.starts_with("nchw") || isNumber(part)) return true;  // our own writers' too
    static constexpr std::array words{"Relu",
                                      "Relu6",
                                      "BiasAdd",
                                      "Conv2D",
                                      "MatMul",
                                      "Softmax",
                                      "Sigmoid",
                                      "Tanh",
                                      "depthwise",
                                      "add",
                                      "Add",
                                      "mul",
                                      "Mul",
                                      "sub",
                                      "Sub",
                                      "FusedBatchNorm",
                                      "FusedBatchNormV3",
                                      "Reshape",
                                      "MaxPool",
                                      "AvgPool",
                                      "Squeeze",
                                      "SpatialSqueeze",
                                      "output",
                                      "Output",
                                      "convolution",
                                      "Conv",
                                      "Gemm",
                                      "batchnorm",
                                      "add_1",
                                      "mul_1"};
    return std::find(words.begin(), words.end(), part) != words.end();
}

}  // namespace

std::string layerName(std::string_view tensor, std::string_view otherwise) {
    tensor = tensor.substr(0, tensor.find(';'));
    if (const auto colon = tensor.find(':'); colon != std::string_view::npos && isNumber(tensor.substr(colon + 1)))
        tensor = tensor.substr(0, colon);
    std::string name;
    while (!tensor.empty()) {
        const auto slash = tensor.rfind('/');
        const std::string_view part = slash == std::string_view::npos ? tensor : tensor.substr(slash + 1);
        if (!part.empty() && (slash == std::string_view::npos || !isOperation(part))) {
            name = part;
            break;
        }
        tensor = slash == std::string_view::npos ? std::string_view() : tensor.substr(0, slash);
    }
    for (char& c : name)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '_';
    if (name.size() > 100) name.resize(100);
    return isNumber(name) ? std::string(otherwise) : name;  // PyTorch numbers its values
}

}  // namespace nw
