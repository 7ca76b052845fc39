// Looking entries up.
#include "core/formats/tflite/table.h"

#include <algorithm>
#include <map>

#include "core/op/def.h"

namespace nw::tflite {
namespace {

struct Table {
    std::map<std::string_view, Entry> byOp;
    std::map<fb::Builtin, Reading> byCode;

    Table() {
        for (Family& family :
             std::array{activations(), convolutions(), elementwise(), linear(), pools(), quantization(), reductions(), shapes()}) {
            for (Entry& e : family.entries) {
                const auto [it, added] = byOp.emplace(e.op, std::move(e));
                NW_CHECK(added, it->second.op);
                if (it->second.read) byCode[it->second.code] = {it->second.read, &it->second};
            }
            for (const ReadEntry& e : family.readOnly) byCode[e.code] = {e.read, nullptr};
        }
    }
};

const Table& table() {
    static const Table table;
    return table;
}

struct Pair {
    DType dtype;
    fb::TensorType type;
};
constexpr Pair Pairs[] = {
    {DType::Float32, fb::TensorType::FLOAT32},   {DType::Float16, fb::TensorType::FLOAT16},
    {DType::Int32, fb::TensorType::INT32},       {DType::UInt8, fb::TensorType::UINT8},
    {DType::Int64, fb::TensorType::INT64},       {DType::Bool, fb::TensorType::BOOL},
    {DType::Int16, fb::TensorType::INT16},       {DType::Int8, fb::TensorType::INT8},
    {DType::Float64, fb::TensorType::FLOAT64},   {DType::UInt64, fb::TensorType::UINT64},
    {DType::UInt32, fb::TensorType::UINT32},     {DType::UInt16, fb::TensorType::UINT16},
    {DType::BFloat16, fb::TensorType::BFLOAT16},
};

}  // namespace

const Entry* findEntry(std::string_view op) {
    const auto it = table().byOp.find(op);
    return it == table().byOp.end() ? nullptr : &it->second;
}

Reading findReading(fb::Builtin code) {
    const auto it = table().byCode.find(code);
    return it == table().byCode.end() ? Reading{} : it->second;
}

Result<void> accepts(const Application& node) {
    const std::string_view id = node.apply.op().id;
    for (const Type& t : node.apply.outputs)
        if (!typeOf(t.dtype)) return node.refuse("TensorFlow Lite has no type " + std::string(nameOf(t.dtype)));
    if (id == "constant") return {};
    const Entry* entry = findEntry(id);
    if (!entry) return node.refuse("TensorFlow Lite has no operator for " + std::string(node.apply.op().label));
    const DType dtype = node.has(0) ? node.type(0).dtype : node.out().dtype;
    if (std::find(entry->types.begin(), entry->types.end(), dtype) == entry->types.end())
        return node.refuse("TensorFlow Lite does not have " + std::string(node.apply.op().label) + " for " +
                           std::string(nameOf(dtype)));
    return entry->accepts ? entry->accepts(node) : Result<void>();
}

std::optional<fb::TensorType> typeOf(DType dtype) {
    for (const Pair& p : Pairs)
        if (p.dtype == dtype) return p.type;
    return std::nullopt;
}

std::optional<DType> dtypeOf(fb::TensorType type) {
    for (const Pair& p : Pairs)
        if (p.type == type) return p.dtype;
    return std::nullopt;
}

}  // namespace nw::tflite
