// Names of layers from names of tensors in files.
#pragma once
#include <string>
#include <string_view>

namespace nw {

/// "model/conv2d_3/Relu;model/bn/add" is conv2d_3: the last part that says more than an operation does, without what a layer's name
/// may not hold. `otherwise` where nothing is left.
std::string layerName(std::string_view tensor, std::string_view otherwise);

}  // namespace nw
