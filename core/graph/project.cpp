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

/// One scalar training setting: its id and the member, in one table for files and the command line.
struct Field {
    const char* id;
    std::variant<std::int64_t TrainingSettings::*, double TrainingSettings::*> member;
    double min, max;
};
constexpr double many = 1e15;
const Field fields[] = {{"epochs", &TrainingSettings::epochs, 0, many},
                        {"batch", &TrainingSettings::batch, 1, 1 << 20},
                        {"steps", &TrainingSettings::steps, 0, many},
                        {"seed", &TrainingSettings::seed, 0, many},
                        {"rate", &TrainingSettings::rate, 0, 1e6},
                        {"patience", &TrainingSettings::patience, 0, many},
                        {"validation_limit", &TrainingSettings::validationLimit, 0, many},
                        {"checkpoint_seconds", &TrainingSettings::checkpointSeconds, 0, many}};

Result<void> setField(TrainingSettings& t, const Field& f, const Attr& value) {
    double number = 0;
    const bool whole = std::holds_alternative<std::int64_t TrainingSettings::*>(f.member);
    if (!detail::read(value, number) || !(number >= f.min && number <= f.max) || (whole && std::floor(number) != number))
        return fail(Code::Argument, f.id, "cannot be " + textOf(value),
                    std::string("It must be a ") + (whole ? "whole " : "") + "number from " + textOf(Attr(f.min)) + " to " +
                        textOf(Attr(f.max)) + ".");
    if (const auto* i = std::get_if<std::int64_t TrainingSettings::*>(&f.member))
        t.** i = static_cast<std::int64_t>(number);
    else
        t.*std::get<double TrainingSettings::*>(f.member) = number;
    return {};
}

json trainingToJson(const TrainingSettings& t) {
    json j{{"optimizer", t.optimizer}};
    for (const Field& f : fields)
        if (const auto* i = std::get_if<std::int64_t TrainingSettings::*>(&f.member))
            j[f.id] = t.**i;
        else
            j[f.id] = t.*std::get<double TrainingSettings::*>(f.member);
    for (const auto& [id, value] : t.optimizerParams) j["optimizer_params"][id] = toJson(value);
    return j;
}

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

Result<TrainingSettings> trainingFrom(const json& j) {
    TrainingSettings t;
    if (!j.is_object()) return fail(Code::Format, "training", "must be an object");
    if (j.contains("optimizer")) {
        if (!j["optimizer"].is_string()) return fail(Code::Format, "training", "optimizer must be a text");
        NW_RETURN_IF_ERROR(setOptimizer(t, j["optimizer"].get<std::string>()));
    }
    for (const Field& f : fields) {
        if (!j.contains(f.id)) continue;
        NW_TRY(Attr value, attrFromJson(j[f.id], ParamKind::Float));
        NW_RETURN_IF_ERROR(setField(t, f, value));
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
    for (const Field& f : fields)
        if (id == f.id) {
            NW_TRY(Attr attr, read(ParamKind::Float));
            return setField(project.training, f, attr);
        }
    const OpDef& op = operatorById(project.training.optimizer);
    if (const ParamSpec* spec = op.param(id)) {
        NW_TRY(Attr attr, read(spec->kind));
        return setOptimizerParam(project.training, std::string(id), attr);
    }
    std::string known = "data, optimizer";
    for (const Field& f : fields) known += ", " + std::string(f.id);
    for (const ParamSpec& p : op.params) known += ", " + std::string(p.id);
    return fail(Code::Argument, id, "is not a setting", "Settings are " + known + ".");
}

}  // namespace nw
