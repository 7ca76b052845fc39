// Folding of activations and of quantize and dequantize.
#include "core/formats/tflite/plan.h"

#include <algorithm>

#include "core/formats/tflite/table.h"
#include "core/op/def.h"

namespace nw::tflite {
namespace {

bool is(const Apply& a, std::string_view op) { return op == a.op().id; }

Quant quantOf(const Apply& a) {
    return {a.params.get<std::vector<double>>("scale"), a.params.get<std::vector<std::int64_t>>("zero_point"),
            a.params.get<std::int64_t>("axis")};
}

}  // namespace

Plan::Plan(const Function& function) : function_(function), nodes_(function.nodes.size()) {
    countUses();
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const Apply& a = function.nodes[i];
        nodes_[i].skipped = is(a, "constant");
        if (is(a, "quantize")) quants_[{static_cast<std::uint32_t>(i + 1), 0}] = quantOf(a);
        if (is(a, "dequantize")) quants_[a.inputs[0]] = quantOf(a);
    }
    fuseActivations();
    foldQuantize();
    foldDequantize();
}

void Plan::countUses() {
    for (std::size_t i = 0; i < function_.nodes.size(); ++i)
        for (const Value v : function_.nodes[i].inputs)
            if (v) uses_[v].push_back(i);
    for (const Value v : function_.results) uses_[v].push_back(function_.nodes.size());
}

const Apply* Plan::onlyUser(Value v) const {
    const auto it = uses_.find(v);
    return it != uses_.end() && it->second.size() == 1 && it->second[0] < function_.nodes.size() ? &function_.nodes[it->second[0]]
                                                                                                 : nullptr;
}

Value Plan::stored(Value v) const {
    for (auto it = stored_.find(v); it != stored_.end(); it = stored_.find(v)) v = it->second;
    return v;
}

Value Plan::quantizedSource(Value v) const {
    const Apply* a = function_.maker(v);
    return a && is(*a, "dequantize") ? a->inputs[0] : v;
}

const Quant* Plan::quant(Value v) const {
    const auto it = quants_.find(v);
    return it == quants_.end() ? nullptr : &it->second;
}

void Plan::fuseActivations() {
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
        const Apply& a = function_.nodes[i];
        const Entry* entry = findEntry(a.op().id);
        const Value out{i + 1, 0};
        const Apply* user = entry && entry->fuses && a.outputs[0].dtype == DType::Float32 ? onlyUser(out) : nullptr;
        if (!user || (!is(*user, "relu") && !is(*user, "relu6"))) continue;
        nodes_[i].activation = is(*user, "relu") ? fb::Activation::RELU : fb::Activation::RELU6;
        const auto index = static_cast<std::uint32_t>(user - function_.nodes.data());
        nodes_[index].skipped = true;
        stored_[out] = {index + 1, 0};
    }
}

bool Plan::inputsAreQuantized(const Apply& a) const {
    const Entry* entry = findEntry(a.op().id);
    if (!entry || a.inputs.empty()) return false;
    const DType stored = function_.type(quantizedSource(a.inputs[0])).dtype;
    if ((stored == DType::Int16 ? entry->version16 : entry->version8) == 0) return false;
    bool any = false;
    for (const Value v : a.inputs) {
        if (!v || function_.type(v).dtype != DType::Float32) continue;
        if (quantizedSource(v) == v) {
            const Apply* shape = function_.maker(v);  // a depthwise kernel that was stored with one scale for each filter
            if (!shape || !is(*shape, "reshape_to") || quantizedSource(shape->inputs[0]) == shape->inputs[0]) return false;
        }
        any = true;
    }
    return any;
}

bool Plan::sharesQuantization(const Apply& a, const Apply& quantize) const {
    return std::all_of(a.inputs.begin(), a.inputs.end(), [&](Value v) {
        const Apply* from = function_.maker(v);
        return !from || !is(*from, "dequantize") || quantOf(*from) == quantOf(quantize);
    });
}

/// An application is an integer operator when all its real inputs come from dequantize and its real output goes to one quantize. A
/// quantize right after the program's input makes the input itself quantized.
void Plan::foldQuantize() {
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
        const Apply& a = function_.nodes[i];
        if (nodes_[i].skipped || is(a, "quantize") || is(a, "dequantize") || !inputsAreQuantized(a)) continue;
        const Value out = stored({i + 1, 0});
        if (a.outputs[0].dtype != DType::Float32) {
            nodes_[i].integer = true;  // argmax, comparisons
            continue;
        }
        const Apply* user = onlyUser(out);
        if (!user || !is(*user, "quantize") || quantOf(*user).axis >= 0) continue;
        if (findEntry(a.op().id)->keeps && !sharesQuantization(a, *user)) continue;
        const auto index = static_cast<std::uint32_t>(user - function_.nodes.data());
        nodes_[i].integer = nodes_[index].skipped = true;
        stored_[out] = {index + 1, 0};
    }
    for (std::uint32_t i = 0; i < function_.params.size(); ++i) {
        const Apply* user = onlyUser({0, i});
        if (!user || !is(*user, "quantize") || quantOf(*user).axis >= 0) continue;
        const Value out{static_cast<std::uint32_t>(user - function_.nodes.data() + 1), 0};
        if (std::find(function_.results.begin(), function_.results.end(), out) != function_.results.end()) continue;
        nodes_[out.node - 1].skipped = true;
        stored_[{0, i}] = out;
    }
}

bool Plan::leavesQuantized(const Apply& user, Value v) const {
    const auto index = static_cast<std::size_t>(&user - function_.nodes.data());
    if (nodes_[index].integer) return true;
    const Entry* entry = findEntry(user.op().id);
    if (is(user, "reshape_to") && constantOf(function_, quantizedSource(v)).defined()) {
        const Apply* next = onlyUser({static_cast<std::uint32_t>(index + 1), 0});
        return next && leavesQuantized(*next, {static_cast<std::uint32_t>(index + 1), 0});
    }
    const bool weight = entry && entry->weight >= 0 && static_cast<std::size_t>(entry->weight) < user.inputs.size() &&
                        user.inputs[static_cast<std::size_t>(entry->weight)] == v;
    return weight && constantOf(function_, quantizedSource(v)).defined();  // float activations, int8 weights
}

void Plan::foldDequantize() {
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
        const Apply& a = function_.nodes[i];
        const Value out{i + 1, 0};
        const auto uses = uses_.find(out);
        if (!is(a, "dequantize") || uses == uses_.end()) continue;
        nodes_[i].skipped = std::all_of(uses->second.begin(), uses->second.end(), [&](std::size_t user) {
            if (user == function_.nodes.size()) return a.inputs[0].node > 0;  // an output of the program may be quantized
            return leavesQuantized(function_.nodes[user], out);
        });
        if (!nodes_[i].skipped) continue;
        if (std::find(uses->second.begin(), uses->second.end(), nodes_.size()) != uses->second.end()) stored_[out] = a.inputs[0];
        for (const std::size_t user : uses->second)
            if (user < nodes_.size() && is(function_.nodes[user], "reshape_to") && !nodes_[user].integer)
                nodes_[user].skipped = true;
    }
}

}  // namespace nw::tflite
