// Layers that use functions of the project: a plain call is written in place; conditions, loops and calls with a gradient of their
// own get functions that take the weights, random keys and counters they need as further values.
#include <algorithm>

#include "core/op/def.h"
#include "core/passes/layers.h"

namespace nw {

/// Values beside the arguments of a function, in this order: carried (a counter of turns, states that change), captured (other
/// states, the key).
struct LayerWriter::Extras {
    std::vector<std::size_t> carriedStates, capturedStates;
    bool counter = false, key = false;
    FunctionExtras at{};

    std::size_t carried() const { return carriedStates.size() + (counter ? 1 : 0); }
    std::size_t captured() const { return capturedStates.size() + (key ? 1 : 0); }
};

namespace {

template <class T>
void insertAt(std::vector<T>& into, std::size_t at, const std::vector<T>& what) {
    into.insert(into.begin() + static_cast<std::ptrdiff_t>(std::min(at, into.size())), what.begin(), what.end());
}

/// Where the inputs of the variadic port begin.
std::size_t firstVariadic(const OpDef& op) {
    const auto it = std::find_if(op.inputs.begin(), op.inputs.end(), [](const PortDoc& p) { return p.variadic; });
    return static_cast<std::size_t>(it - op.inputs.begin());
}

std::size_t shifted(std::size_t at, std::size_t by) { return at == FunctionExtras::npos ? at : at + by; }

}  // namespace

bool LayerWriter::isInlined(const Node& node) const {
    if (std::string_view(node.op().id) != "call") return false;
    return !training() || (functionOf(node, "gradient").empty() && !node.params.get<bool>("recompute"));
}

Result<std::vector<Value>> LayerWriter::writeInlined(const Node& node, std::span<const Value> in) {
    const Value key = key_ ? builder_.foldKey(key_, node.stream) : Value{};
    return LayerWriter(table_, options_, place_.inside(node, "function"), around_, key).writeFunction(in);
}

LayerWriter::Extras LayerWriter::extrasOf(const Node& node) const {
    StateTable::Needs all;
    for (const auto& [param, analysis] : place_.of(node).functions) {
        const StateTable::Needs needs = table_.needs(place_.inside(node, param));
        all.states.insert(needs.states.begin(), needs.states.end());
        all.updated.insert(needs.updated.begin(), needs.updated.end());
        all.random = all.random || needs.random;
    }
    Extras extras;
    extras.key = all.random;
    extras.counter = all.random && node.op().iterates;
    for (const std::size_t i : all.states) (all.updated.contains(i) ? extras.carriedStates : extras.capturedStates).push_back(i);
    return extras;
}

Result<FunctionRef> LayerWriter::writeBody(const Node& node, const Params& params, const ParamSpec& spec, std::span<const Value> in,
                                           const Extras& extras) {
    std::vector<const Type*> types;
    for (const Value v : in) types.push_back(v ? &builder_.type(v) : nullptr);
    const std::vector<Type> arguments =
        node.op().arguments(params, Inputs(node.op(), types, &builder_.functions(), training()), spec.id);
    std::vector<NamedType> named, carried, captured;
    for (std::size_t i = 0; i < arguments.size(); ++i) named.push_back({"argument" + std::to_string(i), arguments[i]});
    const Type number{DType::Int64, Shape{}, Form::Tensor};
    if (extras.counter) carried.push_back({"turn", number});
    for (const std::size_t i : extras.carriedStates) carried.push_back({"state", builder_.type(around_.states.at(i))});
    for (const std::size_t i : extras.capturedStates) captured.push_back({"weight", builder_.type(around_.states.at(i))});
    if (extras.key) captured.push_back({"key", number});
    insertAt(named, extras.at.carriedAt, carried);
    insertAt(named, extras.at.capturedAt, captured);

    FunctionBuilder body(builder_.module(), training(), place_.path + node.name + "." + spec.id);
    std::vector<Value> values;
    for (NamedType& t : named) values.push_back(body.param(t.name, std::move(t.type)));
    const auto take = [&values](std::size_t at, std::size_t count) {
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(std::min(at, values.size() - count));
        std::vector<Value> taken(begin, begin + static_cast<std::ptrdiff_t>(count));
        values.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
        return taken;
    };
    const std::vector<Value> fixed = take(extras.at.capturedAt, captured.size());
    const std::vector<Value> changing = take(extras.at.carriedAt, carried.size());
    Surroundings around{body};
    const std::size_t first = extras.counter ? 1 : 0;
    for (std::size_t i = 0; i < extras.carriedStates.size(); ++i) around.states[extras.carriedStates[i]] = changing[first + i];
    for (std::size_t i = 0; i < extras.capturedStates.size(); ++i) around.states[extras.capturedStates[i]] = fixed[i];
    Value key = extras.key ? fixed.back() : Value{};
    if (extras.counter) key = body.foldKey(key, changing[0]);
    NW_TRY(std::vector<Value> results,
           LayerWriter(table_, options_, place_.inside(node, spec.id), around, key).writeFunction(values));
    std::vector<Value> next;
    if (extras.counter) next.push_back(body.add(changing[0], body.constantLike(changing[0], 1)));
    for (const std::size_t i : extras.carriedStates) next.push_back(around.states.at(i));
    if (extras.at.predicate != spec.id) insertAt(results, extras.at.resultAt, next);
    return body.finish(std::move(results));
}

Result<std::vector<Value>> LayerWriter::writeHigherOrder(const Node& node, std::vector<Value> in) {
    Extras extras = extrasOf(node);
    if (!functionOf(node, "gradient").empty() && extras.carried() + extras.captured() > 0)
        return fail(Code::Argument, place_.path + node.name,
                    "has a gradient of its own, so its function can have neither weights nor random layers");
    const std::size_t fixed = firstVariadic(node.op());
    const std::vector<Value> plain = in;
    Params before = node.params, params = node.params;  // without room for extras, and with
    extras.at = node.op().extend(params, in.size() - fixed, extras.carried(), extras.captured());
    for (const ParamSpec* spec : functionParams(node.op())) {
        if (functionOf(node, spec->id).empty()) continue;
        NW_TRY(const FunctionRef f, writeBody(node, before, *spec, plain, extras));
        NW_TRY(before, before.with(spec->id, f));
        NW_TRY(params, params.with(spec->id, f));
    }
    std::vector<Value> carried, captured;
    if (extras.counter) carried.push_back(builder_.constant(DType::Int64, 0));
    for (const std::size_t i : extras.carriedStates) carried.push_back(around_.states.at(i));
    for (const std::size_t i : extras.capturedStates) captured.push_back(around_.states.at(i));
    if (extras.key) captured.push_back(builder_.foldKey(key_, node.stream));
    insertAt(in, shifted(extras.at.carriedAt, fixed), carried);
    insertAt(in, shifted(extras.at.capturedAt, fixed), captured);
    builder_.setName(place_.path + node.name);
    std::vector<Value> out = builder_.apply(params, in);
    const std::size_t at = std::min(extras.at.resultAt, out.size() - carried.size());
    const auto first = out.begin() + static_cast<std::ptrdiff_t>(at);
    for (std::size_t i = 0; i < extras.carriedStates.size(); ++i) {
        around_.states[extras.carriedStates[i]] = first[static_cast<std::ptrdiff_t>(i + (extras.counter ? 1 : 0))];
        around_.updated.insert(extras.carriedStates[i]);
    }
    out.erase(first, first + static_cast<std::ptrdiff_t>(carried.size()));
    return out;
}

}  // namespace nw
