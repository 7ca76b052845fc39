// The table of operators: what writes each of ours, and what reads each of ONNX's.
#pragma once
#include "core/formats/application.h"

namespace nw::onnx {

class OpWriter;
class OpReader;

struct Entry {
    const char* op;
    const char* type;          ///< ONNX's name of the operator
    std::vector<DType> types;  ///< allowed for input 0 (for the output when there is none)
    Result<void> (*write)(OpWriter&);
    Result<void> (*accepts)(const Application&) = nullptr;  ///< beyond `types`
};

struct Reading {
    const char* type;
    Result<void> (*read)(OpReader&);
    const char* op = nullptr;  ///< ours, for readers that serve several
};

struct Family {
    std::vector<Entry> entries;
    std::vector<Reading> readings;
};

Family activations();
Family convolutions();
Family elementwise();
Family linear();
Family parts();
Family pools();
Family quantization();
Family reductions();
Family shapes();

const Entry* findEntry(std::string_view op);        ///< null when ONNX lacks the operator
const Reading* findReading(std::string_view type);  ///< null when it cannot be read
/// The rule for legalise.
Result<void> accepts(const Application& node);

inline const std::vector<DType> Floats{DType::Float32, DType::Float64};
inline const std::vector<DType> Numbers{DType::Float32, DType::Float64, DType::Int32, DType::Int64};
inline const std::vector<DType> Any{DType::Float32, DType::Float64, DType::Int8,   DType::Int16,  DType::Int32, DType::Int64,
                                    DType::UInt8,   DType::UInt16,  DType::UInt32, DType::UInt64, DType::Bool};

}  // namespace nw::onnx
