// Units of execution: single applications, or fused regions that a backend's rules claim.
#pragma once
#include "core/graph/function.h"
#include "core/runtime/backend.h"

namespace nw {

/// Applications that one kernel computes. The last node gives the outputs.
struct Unit {
    std::vector<std::uint32_t> nodes;  ///< 1-based indices into Function::nodes, in order
    std::vector<Value> inputs;         ///< values from outside, in the order of the request
    const RegionRule* rule = nullptr;  ///< null for a single application
    std::uint32_t last() const { return nodes.back(); }
};

/// Splits a function into units. Regions are tried from the last node backwards with the rules of the backends in order; `accept`
/// prepares a kernel and may refuse a candidate. Every node is in one unit; shared nodes may be copied into regions.
std::vector<Unit> findUnits(const Function& function, const Backends& backends, Numerics numerics,
                            const std::function<bool(const Unit&)>& accept);

/// The unit of a single application.
Unit singleUnit(const Function& function, std::uint32_t node);

/// The request for a unit, given concrete types and, for values that never change, their data.
/// Sizes in parameters become numbers.
KernelRequest requestFor(const Function& function, const Unit& unit, const DimValues& dims,
                         const std::function<TensorType(Value)>& type, const std::function<const void*(Value)>& constant);

}  // namespace nw
