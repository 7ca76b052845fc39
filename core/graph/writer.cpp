// Nodes and links through patches.
#include "core/graph/writer.h"

#include "core/op/registry.h"

namespace nw {
/// FNV-1a, 64 bits.
NodeId nodeIdFrom(std::string_view seed, std::string_view name) {
    std::uint64_t h = 0xCBF29CE484222325ull;
    for (const std::string_view part : {seed, std::string_view("/"), name})
        for (const char c : part) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    return h ? h : 1;
}

namespace {

void applyOrCheck(const Patch& patch, Graph& graph) {
    const auto done = patch.apply(graph);
    NW_CHECK(done, done ? "" : done.error().text());
}

}  // namespace

NodeId GraphWriter::add(std::string_view op, Attrs params, std::initializer_list<NodeId> inputs, Attrs settings) {
    const OpDef& def = operatorById(op);
    auto values = Params::make(def, {params.begin(), params.size()});
    NW_CHECK(values, values ? "" : values.error().text());
    Node node{0, graph_.freeName(op), *std::move(values), graph_.freeStream(), {}, {}};
    node.id = nodeIdFrom(seed_, node.name);
    for (const auto& [id, value] : settings) node.settings.emplace(id, value);
    Patch patch{"", {AddNode{node}}};
    std::uint32_t at = 0;
    for (const NodeId from : inputs) {
        const PortDoc& port = def.inputs[std::min<std::size_t>(at, def.inputs.size() - 1)];
        const OpDef& source = graph_.find(from)->op();
        patch.edits.push_back(AddLink{{{node.id, port.name, port.variadic ? at : 0}, {from, source.outputs[0].name, 0}}});
        ++at;
    }
    applyOrCheck(patch, graph_);
    return node.id;
}

void GraphWriter::link(NodeId from, std::string_view output, NodeId to, std::string_view input) {
    applyOrCheck({"", {AddLink{{{to, std::string(input), 0}, {from, std::string(output), 0}}}}}, graph_);
}

}  // namespace nw
