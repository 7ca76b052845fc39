// LayerWriter: the layers of a network, or of a function of it, as applications in a function builder.
#pragma once
#include <array>

#include "core/graph/builder.h"
#include "core/passes/scope.h"

namespace nw {

/// State and randomness inside one builder: what the layers written there read, and what they leave.
struct Surroundings {
    FunctionBuilder& builder;
    std::map<std::size_t, Value> states{};  ///< the value of each state now
    std::set<std::size_t> updated{};        ///< states that have a new value
};

class LayerWriter {
public:
    /// `key`: of random numbers, folded with the path of calls; null where nothing is random.
    LayerWriter(const StateTable& table, const ExpandOptions& options, Place place, Surroundings& around, Value key)
        : table_(table), options_(options), place_(std::move(place)), around_(around), builder_(around.builder), key_(key) {}

    /// A value that comes from outside: of an Input, or an argument of a function.
    void set(const PortRef& port, Value value) { values_[port] = value; }
    Value get(const PortRef& port) const { return values_.at(port); }
    bool has(const PortRef& port) const { return values_.contains(port); }

    /// Writes one layer. Its outputs, in the order of its ports (a head's: prediction, loss, metrics). Errors: Argument (a label is
    /// read where there is none).
    Result<std::vector<Value>> write(const Node& node);
    /// Writes a whole function; its results, by their places.
    Result<std::vector<Value>> writeFunction(std::span<const Value> arguments);

private:
    bool training() const { return options_.phase == Phase::Training; }
    Result<std::vector<Value>> inputsOf(const Node& node);
    std::vector<Value> apply(const Node& node, std::span<const Value> in);
    void keepStates(const Node& node, std::span<const Value> out);

    // functions_of_layers.cpp
    struct Extras;
    bool isInlined(const Node& node) const;
    Result<std::vector<Value>> writeInlined(const Node& node, std::span<const Value> in);
    Result<std::vector<Value>> writeHigherOrder(const Node& node, std::vector<Value> in);
    Extras extrasOf(const Node& node) const;
    Result<FunctionRef> writeBody(const Node& node, const Params& params, const ParamSpec& spec, std::span<const Value> in,
                                  const Extras& extras);

    const StateTable& table_;
    const ExpandOptions& options_;
    Place place_;
    Surroundings& around_;
    FunctionBuilder& builder_;
    Value key_;
    std::map<PortRef, Value> values_;
};

}  // namespace nw
