// What Input stores about its elements against what a data set gives: findings with fixes for both sides.
#pragma once
#include "core/graph/analyse.h"

namespace nw {

/// A data set as Input sees it; core/train makes it of any set. No data are needed.
struct DataDescription {
    struct Field {
        std::string name;
        TensorType type;  ///< of one element
    };
    std::vector<Field> fields;
    std::vector<std::string> classNames;
};

/// Findings at every Input that stores other sizes, types, labels or classes. What the pipeline converts by itself (sizes and
/// channels of images) is advice, what it cannot is a contradiction.
std::vector<Finding> dataFindings(const Graph& graph, const DataDescription& data);

/// Analysis and, where `data` is not null, dataFindings; worst first.
std::vector<Finding> allFindings(const Graph& graph, const DataDescription* data);

/// Applies the first fix of every finding that people see (Open is silent), worst first, until none is left. Answers the labels of
/// the fixes.
std::vector<std::string> applyAllFixes(Graph& graph, const DataDescription* data);

}  // namespace nw
