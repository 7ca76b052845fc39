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

/// What a network reads from data: the name that an Input has for its value or its label.
struct WantedField {
    std::string name;
    bool label = false;
};
/// The field that feeds each: the one of its name, else the only one of its kind that feeds no other value (labels are whole
/// numbers or called "label", and may feed several). Nothing where none or more than one is left.
std::vector<std::optional<std::size_t>> fieldsFor(std::span<const WantedField> wanted, const DataDescription& data);

/// Findings at every Input that stores other sizes, types, labels or classes, and at heads that cannot tell the classes of the data
/// apart. What the pipeline converts by itself (sizes and channels of images) is advice, what it cannot is a contradiction; a
/// network that knows more classes than the data have is trained as it is.
std::vector<Finding> dataFindings(const Graph& graph, const Analysis& analysis, const DataDescription& data);

/// Puts them among the findings of the analysis, worst first.
void addDataFindings(const Graph& graph, Analysis& analysis, const DataDescription& data);

/// Analysis and, where `data` is not null, dataFindings; worst first.
std::vector<Finding> allFindings(const Graph& graph, const DataDescription* data);

/// Applies the first fix of every finding that people see (Open is silent), worst first, until none is left. Answers the labels of
/// the fixes.
std::vector<std::string> applyAllFixes(Graph& graph, const DataDescription* data);

}  // namespace nw
