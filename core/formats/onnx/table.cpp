// Looking entries up.
#include "core/formats/onnx/table.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/formats/onnx/tensors.h"

namespace nw::onnx {
namespace {

struct Table {
    std::map<std::string_view, Entry> entries;
    std::map<std::string_view, Reading> readings;

    Table() {
        for (Family& family : std::array{activations(), convolutions(), elementwise(), linear(), parts(), pools(), quantization(),
                                         reductions(), shapes()}) {
            for (Entry& e : family.entries) entries.emplace(e.op, std::move(e));
            for (const Reading& r : family.readings) readings.emplace(r.type, r);
        }
    }
};

const Table& table() {
    static const Table table;
    return table;
}

}  // namespace

const Entry* findEntry(std::string_view op) {
    const auto it = table().entries.find(op);
    return it == table().entries.end() ? nullptr : &it->second;
}

const Reading* findReading(std::string_view type) {
    const auto it = table().readings.find(type);
    return it == table().readings.end() ? nullptr : &it->second;
}

Result<void> accepts(const Application& node) {
    for (const Type& t : node.apply.outputs)
        if (!numberOf(t.dtype)) return node.refuse("ONNX has no type " + std::string(nameOf(t.dtype)));
    if (node.is("constant")) return {};
    const Entry* entry = findEntry(node.apply.op().id);
    if (!entry) return node.refuse("ONNX has no operator for " + std::string(node.apply.op().label));
    const DType dtype = node.has(0) ? node.type(0).dtype : node.out().dtype;
    if (std::find(entry->types.begin(), entry->types.end(), dtype) == entry->types.end())
        return node.refuse("ONNX does not have " + std::string(node.apply.op().label) + " for " + std::string(nameOf(dtype)));
    return entry->accepts ? entry->accepts(node) : Result<void>();
}

}  // namespace nw::onnx
