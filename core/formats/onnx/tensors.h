// Tensors and types as ONNX stores them.
#pragma once
#include "core/formats/onnx/onnx.pb.h"
#include "core/tensor/tensor.h"

namespace nw::onnx {

/// ONNX's number of an element type; nothing for types it lacks.
std::optional<int> numberOf(DType dtype);
std::optional<DType> dtypeOf(int number);

/// Little-endian raw data under a name.
void store(const Tensor& tensor, const std::string& name, pb::Tensor& to);
/// Checks dimensions and byte counts before memory is taken. Errors: Format, Unsupported (external data, strings).
Result<Tensor> load(const pb::Tensor& from);

}  // namespace nw::onnx
