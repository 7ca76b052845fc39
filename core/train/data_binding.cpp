// Matching fields to inputs.
#include "core/train/data_binding.h"

#include "core/data/image_convert.h"

namespace nw {
namespace {

/// A label is an integer, or called so; everything else is a value.
bool isLabel(const NamedType& input) { return isInteger(input.type.dtype) || input.name == "label"; }

Result<void> checkFit(const NamedType& input, const Field& field) {
    const Shape expected(input.type.shape->begin() + 1, input.type.shape->end());
    const auto extents = evaluate(expected, {});
    if (field.type.dtype == input.type.dtype && extents && *extents == field.type.extents) return {};
    return fail(Code::Shape, input.name,
                "the data have " + std::string(nameOf(field.type.dtype)) + " " + textOf(field.type.extents) +
                    ", but the network takes " + std::string(nameOf(input.type.dtype)) + " " + textOf(expected),
                "Change the Input of the network, or choose other data.");
}

/// How many classes a network tells apart: its names, else the scores of its first head that has several; 0 where none has.
std::size_t classesOf(const Program& program) {
    if (!program.classNames.empty()) return program.classNames.size();
    for (std::size_t i = 0; i < program.outputs.size(); ++i) {
        if (program.outputs[i].role != OutputRole::Prediction) continue;
        const Type& t = program.function().type(program.function().results[program.outputResult(i)]);
        if (!t.shape || t.shape->size() != 2 || !t.shape->back().known() || t.shape->back().value() < 2) continue;
        return static_cast<std::size_t>(t.shape->back().value());
    }
    return 0;
}

}  // namespace

Result<DataBinding> DataBinding::create(const Program& program, const ElementSpec& spec) {
    DataBinding b;
    std::vector<WantedField> wanted;
    for (const NamedType& input : program.inputs) wanted.push_back({input.name, isLabel(input)});
    const auto found = fieldsFor(wanted, describe(spec));
    for (std::size_t i = 0; i < found.size(); ++i) {
        const NamedType& input = program.inputs[i];
        if (!found[i])
            return fail(Code::NotFound, input.name, "the data have no field \"" + input.name + "\"",
                        "Choose data with such a field.");
        NW_RETURN_IF_ERROR(checkFit(input, spec.fields[*found[i]]));
        if (isLabel(input)) b.label_ = static_cast<int>(*found[i]);
        b.fields_.push_back(*found[i]);
    }
    b.tensors_.resize(b.fields_.size());
    const std::size_t classes = classesOf(program);
    if (b.label_ >= 0 && classes > 0 && spec.classNames.size() > classes)
        return fail(Code::Shape, program.inputs.back().name,
                    "the data have " + std::to_string(spec.classNames.size()) + " classes, but the network tells " +
                        std::to_string(classes) + " apart",
                    "Change the classes of Input and the units of the last Dense.");
    return b;
}

std::span<const Tensor> DataBinding::inputs(const Batch& batch) {
    for (std::size_t i = 0; i < fields_.size(); ++i) tensors_[i] = batch.fields[fields_[i]];
    return tensors_;
}

DataDescription describe(const ElementSpec& spec) {
    DataDescription d{{}, spec.classNames};
    for (const Field& f : spec.fields) d.fields.push_back({f.name, f.type});
    return d;
}

Result<std::shared_ptr<const Dataset>> fitImages(const Program& program, std::shared_ptr<const Dataset> set) {
    const auto image = set ? set->spec().find("image") : std::nullopt;
    if (!image || set->spec().fields[*image].type.extents.size() != 3) return set;
    for (const NamedType& input : program.inputs) {
        if (isLabel(input) || input.type.shape->size() != 4) continue;
        const auto e = evaluate(Shape(input.type.shape->begin() + 1, input.type.shape->end()), {});
        if (e && ((*e)[2] == 1 || (*e)[2] == 3)) return withImageShape(set, (*e)[0], (*e)[1], (*e)[2]);
    }
    return set;
}

Result<DatasetSplits> fitImages(const Program& program, DatasetSplits splits) {
    for (auto* set : {&splits.train, &splits.validation, &splits.test})
        if (*set) { NW_TRY(*set, fitImages(program, *set)); }
    return splits;
}

}  // namespace nw
