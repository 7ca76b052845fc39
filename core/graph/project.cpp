// Project files.
#include "core/graph/project.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/graph/attr_json.h"
#include "core/graph/json.h"
#include "core/op/registry.h"

namespace nw {

using nlohmann::json;

namespace {

constexpr double many = 1e15;
const TrainingField fields[] = {
    {"epochs", &TrainingSettings::epochs, 0, many, "Epochs", "How often the whole set is learned from."},
    {"batch", &TrainingSettings::batch, 1, 1 << 20, "Batch size", "Samples that are learned from together in one step."},
    {"rate", &TrainingSettings::rate, 0, 1e6, "Learning rate", "How far each step moves the weights."},
    {"seed", &TrainingSettings::seed, 0, many, "Seed",
     "Decides the first weights and the order of the samples. The same seed gives the same run."},
    {"patience", &TrainingSettings::patience, 0, many, "Patience",
     "Stops after so many epochs without a better validation loss. 0 never stops early.", "epochs", "never", false,
     "Stop when validation gets worse", 3},
    {"steps", &TrainingSettings::steps, 0, many, "Step limit", "Ends the training after so many steps. 0 sets no limit.", "steps",
     "none", true},
    {"validation_limit", &TrainingSettings::validationLimit, 0, many, "Validation limit",
     "Validates on at most so many samples. 0 takes all.", "samples", "all", true},
    {"checkpoint_seconds", &TrainingSettings::checkpointSeconds, 0, many, "Checkpoint interval",
     "Time between saved states inside an epoch.", "s", "", true}};

json trainingToJson(const TrainingSettings& t) {
    json j{{"optimizer", t.optimizer}};
    for (const TrainingField& f : fields) j[f.id] = toJson(f.get(t));
    for (const auto& [id, value] : t.optimizerParams) j["optimizer_params"][id] = toJson(value);
    return j;
}

Result<TrainingSettings> trainingFrom(const json& j) {
    TrainingSettings t;
    if (!j.is_object()) return fail(Code::Format, "training", "must be an object");
    if (j.contains("optimizer")) {
        if (!j["optimizer"].is_string()) return fail(Code::Format, "training", "optimizer must be a text");
        NW_RETURN_IF_ERROR(setOptimizer(t, j["optimizer"].get<std::string>()));
    }
    for (const TrainingField& f : fields) {
        if (!j.contains(f.id)) continue;
        const auto value = attrFromJson(j[f.id], ParamKind::Float);
        if (!value) return fail(value.error().code, f.id, value.error().message, value.error().hint);
        NW_RETURN_IF_ERROR(f.set(t, *value));
    }
    if (!j.contains("optimizer_params")) return t;
    if (!j["optimizer_params"].is_object()) return fail(Code::Format, "training", "optimizer_params must be an object");
    for (const auto& [id, value] : j["optimizer_params"].items()) {
        const ParamSpec* spec = operatorById(t.optimizer).param(id);
        if (!spec) return fail(Code::Format, "training", t.optimizer + " has no parameter \"" + id + "\"");
        NW_TRY(Attr attr, attrFromJson(value, spec->kind));
        NW_RETURN_IF_ERROR(setOptimizerParam(t, id, attr));
    }
    return t;
}

}  // namespace

Attr TrainingField::get(const TrainingSettings& t) const {
    if (const auto* i = std::get_if<std::int64_t TrainingSettings::*>(&member)) return t.**i;
    return t.*std::get<double TrainingSettings::*>(member);
}

Result<void> TrainingField::set(TrainingSettings& t, const Attr& value) const {
    double number = 0;
    if (!detail::read(value, number) || !(number >= min && number <= max) || (isWhole() && std::floor(number) != number))
        return fail(Code::Argument, id, "cannot be " + textOf(value),
                    std::string("It must be a ") + (isWhole() ? "whole " : "") + "number from " + textOf(Attr(min)) + " to " +
                        textOf(Attr(max)) + ".");
    if (const auto* i = std::get_if<std::int64_t TrainingSettings::*>(&member))
        t.** i = static_cast<std::int64_t>(number);
    else
        t.*std::get<double TrainingSettings::*>(member) = number;
    return {};
}

std::span<const TrainingField> trainingFields() { return fields; }

Result<void> setOptimizer(TrainingSettings& t, const std::string& id) {
    const OpDef* op = findOperator(id);
    if (!op || std::string_view(op->family) != "optimizer") {
        std::string known;
        for (const OpDef& o : operators())
            if (std::string_view(o.family) == "optimizer") known += (known.empty() ? "" : ", ") + std::string(o.id);
        return fail(Code::Argument, "optimizer", "\"" + id + "\" is not known", "Choose one of " + known + ".");
    }
    if (t.optimizer != id) t.optimizerParams.clear();
    t.optimizer = id;
    return {};
}

Result<void> setOptimizerParam(TrainingSettings& t, const std::string& id, const Attr& value) {
    NW_RETURN_IF_ERROR(Params(operatorById(t.optimizer)).with(id, value));
    t.optimizerParams.insert_or_assign(id, value);
    return {};
}

std::string toText(const Project& project) {
    const json j{{"netwright", Project::version},
                 {"graph", toJson(project.graph)},
                 {"data", project.data},
                 {"training", trainingToJson(project.training)}};
    return j.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Project> projectFromText(std::string_view text, std::string_view place) {
    const json j = json::parse(text, nullptr, false);
    if (j.is_discarded() || !j.is_object() || !j.contains("netwright") || !j["netwright"].is_number_integer())
        return fail(Code::Format, place, "is not a Netwright project");
    if (const auto v = j["netwright"].get<std::int64_t>(); v > Project::version)
        return fail(Code::Version, place,
                    "was written by a newer Netwright (file version " + std::to_string(v) + ", this program reads up to " +
                        std::to_string(Project::version) + ")",
                    "Update Netwright to open it.");
    Project p;
    NW_TRY(p.graph, graphFromJson(j.contains("graph") ? j["graph"] : json()));
    if (j.contains("data")) {
        if (!j["data"].is_string()) return fail(Code::Format, place, "data must be a text");
        p.data = j["data"].get<std::string>();
    }
    if (j.contains("training")) { NW_TRY(p.training, trainingFrom(j["training"])); }
    return p;
}

Result<Project> loadProject(const std::filesystem::path& path) {
    NW_TRY(const std::string text, readText(path, std::uint64_t{256} << 20));
    return projectFromText(text, path.string());
}

Result<void> saveProject(const Project& project, const std::filesystem::path& path) {
    return writeTextAtomically(path, toText(project));
}

Result<void> setSetting(Project& project, std::string_view id, std::string_view value) {
    if (id == "data") {
        project.data = value;
        return {};
    }
    if (id == "optimizer") return setOptimizer(project.training, std::string(value));
    const auto read = [&](ParamKind kind) -> Result<Attr> {
        auto attr = attrFromText(value, kind);
        if (!attr) return fail(attr.error().code, id, attr.error().message, attr.error().hint);
        return attr;
    };
    for (const TrainingField& f : fields)
        if (id == f.id) {
            NW_TRY(Attr attr, read(ParamKind::Float));
            return f.set(project.training, attr);
        }
    const OpDef& op = operatorById(project.training.optimizer);
    if (const ParamSpec* spec = op.param(id)) {
        NW_TRY(Attr attr, read(spec->kind));
        return setOptimizerParam(project.training, std::string(id), attr);
    }
    std::string known = "data, optimizer";
    for (const TrainingField& f : fields) known += ", " + std::string(f.id);
    for (const ParamSpec& p : op.params) known += ", " + std::string(p.id);
    return fail(Code::Argument, id, "is not a setting", "Settings are " + known + ".");
}

}  // namespace nw
