// TensorFlow Lite: models for phones and microcontrollers (.tflite), float and int8. Schema version 3.
#pragma once
#include "core/formats/format.h"

namespace nw::tflite {

/// Writing folds quantize and dequantize into the types of tensors and a following relu or relu6 into its operator; the batch is 1
/// with a shape signature of -1. Reading takes the first subgraph of any verified file.
const Format& format();

}  // namespace nw::tflite
