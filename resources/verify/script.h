// The script that runs a model file in a foreign runtime, compiled in.
#pragma once
#include <string_view>

namespace nw {

/// The text of run_model.py.
std::string_view verifyScript();

}  // namespace nw
