// Writing layers: settings, phase and state made explicit.
#include "core/passes/layers.h"

#include "core/op/registry.h"

namespace nw {

Result<std::vector<Value>> LayerWriter::writeFunction(std::span<const Value> arguments) {
    for (const NodeId id : usedNodes(place_.graph, options_)) {
        const Node& node = *place_.graph.find(id);
        builder_.setName(place_.path + node.name);
        if (std::string_view(node.op().id) == "argument") {
            set({id, "y", 0}, arguments[static_cast<std::size_t>(node.params.get<std::int64_t>("index"))]);
            continue;
        }
        NW_RETURN_IF_ERROR(write(node));
    }
    std::vector<Value> results;
    for (const Node* r : placesOf(place_.graph, "result")) results.push_back(get({r->id, "y", 0}));
    return results;
}

Result<std::vector<Value>> LayerWriter::inputsOf(const Node& node) {
    std::vector<Value> in;
    const std::vector<const Link*> links = inputLinks(place_.graph, node);
    for (const Link* l : links)
        if (l && !has(l->from) && !(isHead(node.op()) && isLabel(l->to.port)))
            return fail(Code::Argument, place_.path + node.name, "reads the label, which is not there when the network is used");
    std::size_t at = 0;
    for (const PortDoc& port : node.op().inputs) {
        if (port.variadic) {
            while (at < links.size()) in.push_back(get(links[at++]->from));
            continue;
        }
        const Link* link = links[at++];
        if (port.implicit)
            in.push_back(key_ && training() ? builder_.foldKey(key_, node.stream) : Value{});
        else if (link && has(link->from))
            in.push_back(get(link->from));
        else if (port.optional)
            in.push_back({});
        else
            return fail(Code::Argument, place_.path + node.name, "has nothing connected to " + std::string(port.name),
                        "Connect it, or remove the layer.");
    }
    NW_TRY(const std::string path, place_.weightPath(node));
    for (const std::size_t i : table_.of(path)) in.push_back(around_.states.at(i));
    return in;
}

std::vector<Value> LayerWriter::apply(const Node& node, std::span<const Value> in) {
    const OpDef& op = node.op();
    std::vector<Value> out;
    if (std::string_view(op.id) == "result" || isBypassed(node)) return {in[0]};
    if (!training() && op.hasInference() && !(isHead(op) && options_.losses))
        out = op.inference(node.params, builder_, in);
    else if (op.references.empty() && op.hasBody())
        out = op.body(node.params, builder_, in);
    else
        out = builder_.apply(node.params, in);
    if (op.activation) {
        const auto activation = std::get<std::string>(place_.setting(node, "activation"));
        if (activation != "linear") out[0] = builder_.apply(Params(operatorById(activation)), std::array{out[0]})[0];
    }
    return out;
}

/// Next values of moving averages.
void LayerWriter::keepStates(const Node& node, std::span<const Value> out) {
    const Signature& signature = *place_.of(node).signature;
    const std::vector<std::size_t>& states = table_.of(*place_.weightPath(node));
    for (std::size_t i = 0; i < out.size() && i < signature.outputs.size(); ++i)
        for (std::size_t w = 0; w < signature.weights.size() && training(); ++w)
            if (signature.weights[w].next == signature.outputs[i].name) {
                around_.states[states[w]] = out[i];
                around_.updated.insert(states[w]);
            }
}

Result<std::vector<Value>> LayerWriter::write(const Node& node) {
    NW_TRY(std::vector<Value> in, inputsOf(node));
    std::vector<Value> out;
    if (!place_.of(node).functions.empty()) {
        NW_TRY(out, isInlined(node) ? writeInlined(node, in) : writeHigherOrder(node, std::move(in)));
    } else {
        out = apply(node, in);
        keepStates(node, out);
    }
    const std::vector<NamedType>& ports = place_.of(node).outputs;
    for (std::size_t i = 0; i < out.size() && i < ports.size(); ++i) set({node.id, ports[i].name, 0}, out[i]);
    return out;
}

}  // namespace nw
