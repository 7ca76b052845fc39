// DataBinding: which field of a data set feeds which input of a network.
#pragma once
#include "core/data/dataset.h"
#include "core/data/pipeline.h"
#include "core/graph/data_rules.h"
#include "core/graph/program.h"

namespace nw {

class DataBinding {
public:
    /// As fieldsFor. Errors: NotFound, Type, Shape: the element of the set does not fit the input, with both types; more classes
    /// than the network knows.
    static Result<DataBinding> create(const Program& program, const ElementSpec& spec);

    /// The program's inputs from a batch. The span is valid until the next call.
    std::span<const Tensor> inputs(const Batch& batch);
    /// Index of the field that holds labels among the batch's fields; -1 when the program reads none.
    int labelField() const { return label_; }

private:
    std::vector<std::size_t> fields_;  ///< by program input
    std::vector<Tensor> tensors_;
    int label_ = -1;
};

/// A set as the rules of graphs see it.
DataDescription describe(const ElementSpec& spec);

/// The set with its images in the size and number of channels that the program's input takes; the set itself where they agree or it
/// holds no images.
Result<std::shared_ptr<const Dataset>> fitImages(const Program& program, std::shared_ptr<const Dataset> set);
Result<DatasetSplits> fitImages(const Program& program, DatasetSplits splits);

}  // namespace nw
