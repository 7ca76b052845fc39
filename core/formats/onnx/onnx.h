// ONNX: models for servers and other tools (.onnx), opset 17.
#pragma once
#include "core/formats/format.h"

namespace nw::onnx {

/// Writes IR version 8, opset 17, float32; convolutions and pools between transposes, of which adjacent ones cancel. Reads opsets 7
/// to 17.
const Format& format();

}  // namespace nw::onnx
