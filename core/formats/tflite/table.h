// The table of operators: one entry for each of ours that TensorFlow Lite has, both ways.
#pragma once
#include <span>
#include <vector>

#include "core/formats/application.h"
#include "core/formats/tflite/schema_generated.h"

namespace nw::tflite {

class OpWriter;
class OpReader;

/// Inputs in order, no parameters, one output.
Result<void> writePlain(OpWriter& w);
Result<void> readPlain(OpReader& r);

struct Entry {
    const char* op;
    fb::Builtin code;
    std::vector<DType> types;         ///< allowed for input 0 (for the output when there is none)
    int version8 = 0, version16 = 0;  ///< operator version when input 0 is int8 or int16; 0: not for these
    bool fuses = false;               ///< has fused_activation_function
    int weight = -1;                  ///< the input that may be int8 while the others are float
    bool keeps = false;               ///< an integer operator only where input and output share a quantization
    Result<void> (*accepts)(const Application&) = nullptr;  ///< beyond `types`
    Result<void> (*write)(OpWriter&) = writePlain;
    Result<void> (*read)(OpReader&) = readPlain;
};

/// An operator of files that several of ours together say, or that another entry writes.
struct ReadEntry {
    fb::Builtin code;
    Result<void> (*read)(OpReader&);
};

struct Family {
    std::vector<Entry> entries;
    std::vector<ReadEntry> readOnly;
};

Family activations();
Family convolutions();
Family elementwise();
Family linear();
Family pools();
Family quantization();
Family reductions();
Family shapes();

/// Null when the format lacks the operator.
const Entry* findEntry(std::string_view op);
/// The reader of a builtin operator, and its entry if it has one.
struct Reading {
    Result<void> (*read)(OpReader&) = nullptr;
    const Entry* entry = nullptr;
};
Reading findReading(fb::Builtin code);
/// The rule for legalise.
Result<void> accepts(const Application& node);

std::optional<fb::TensorType> typeOf(DType dtype);
std::optional<DType> dtypeOf(fb::TensorType type);

inline const std::vector<DType> Floats{DType::Float32};
inline const std::vector<DType> Numbers{DType::Float32, DType::Int32, DType::Int64};

}  // namespace nw::tflite
