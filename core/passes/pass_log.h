// PassLog: passes one after another, each told to whoever looks and, in tests, checked.
#pragma once
#include <functional>

#include "core/graph/program.h"

namespace nw {

/// One pass that has run. References are valid during the call.
struct PassEvent {
    std::string_view name, doc;
    std::size_t before = 0, after = 0;  ///< applications (before the first: nodes of the document)
    const Module& module;
    FunctionRef function;  ///< what the pass made
};
using PassObserver = std::function<void(const PassEvent&)>;

class PassLog {
public:
    /// `nodes`: how many the document has. `observer` may be empty.
    PassLog(std::size_t nodes, PassObserver observer) : nodes_(nodes), observer_(std::move(observer)) {}
    /// Records a pass. NW_CHECK where passes are checked: `verify` accepts the function.
    void done(std::string_view name, std::string_view doc, const Module& module, FunctionRef function);

private:
    std::size_t nodes_;
    PassObserver observer_;
};

/// What every function must be: values made before they are read, inputs that operators need, types as inference gives them,
/// results that exist, functions that exist. Error: Type, placed at the application.
Result<void> verify(const Module& module, FunctionRef function);
/// The same for a program: parameters and results are its inputs, state and outputs.
Result<void> verify(const Program& program);

/// Whether every pass is checked from here on; by default in builds without NDEBUG. Any thread.
void checkPasses(bool on);
bool passesAreChecked();

}  // namespace nw
