// Evaluations as JSON; answers as one array each of index, truth, said and certainty.
#include "core/train/evaluation_file.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace nw {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

fs::path fileOf(const RunFolder& run, const std::string& split, const char* ending) {
    return run.path() / "evaluation" / (split + ending);
}

json answersOf(const Evaluation& e, const std::string& data) {
    json index = json::array(), truth = json::array(), said = json::array(), certainty = json::array();
    for (const SampleAnswer& a : e.answers) {
        index.push_back(a.index);
        truth.push_back(a.truth);
        said.push_back(a.said);
        certainty.push_back(std::round(static_cast<double>(a.certainty) * 1e5) / 1e5);
    }
    return {{"data", data}, {"index", index}, {"true", truth}, {"said", said}, {"certainty", certainty}};
}

bool isOlder(const fs::path& evaluation, const RunFolder& run) {
    std::error_code error;
    const auto measured = fs::last_write_time(evaluation, error);
    if (error) return true;
    for (const char* name : {"best", "last"}) {
        const auto written = fs::last_write_time(run.path() / "checkpoints" / (std::string(name) + ".safetensors"), error);
        if (!error && written > measured) return true;
    }
    return false;
}

/// Throws json::exception where a member is missing or of another type.
Evaluation evaluationFrom(const json& j, const json& answers) {
    Evaluation e;
    e.samples = j.at("samples"), e.loss = j.at("loss"), e.seconds = j.at("seconds");
    for (const auto& [name, value] : j.items())
        if (value.is_number() && name != "samples" && name != "loss" && name != "seconds") e.metrics[name] = value;
    e.classNames = j.value("class_names", e.classNames);
    e.confusion = j.at("confusion").get<std::vector<std::vector<std::int64_t>>>();
    const auto &index = answers.at("index"), &truth = answers.at("true"), &said = answers.at("said"),
               &certainty = answers.at("certainty");
    for (std::size_t i = 0; i < index.size(); ++i) e.answers.push_back({index.at(i), truth.at(i), said.at(i), certainty.at(i)});
    return e;
}

bool holdsTogether(const Evaluation& e, std::int64_t samples) {
    const auto classes = static_cast<std::int32_t>(e.confusion.size());
    for (const auto& row : e.confusion)
        if (row.size() != e.confusion.size()) return false;
    for (const SampleAnswer& a : e.answers)
        if (a.index < 0 || a.index >= samples || a.truth < 0 || a.truth >= classes || a.said < 0 || a.said >= classes) return false;
    return e.samples == samples && !e.answers.empty();
}

}  // namespace

Result<void> saveEvaluation(const RunFolder& run, const std::string& split, const std::string& data, const Evaluation& e) {
    NW_RETURN_IF_ERROR(run.writeEvaluation(split, toJson(e)));
    if (e.answers.empty()) return {};
    return writeTextAtomically(fileOf(run, split, ".answers.json"), answersOf(e, data).dump() + "\n");
}

std::optional<Evaluation> loadEvaluation(const RunFolder& run, const std::string& split, const std::string& data,
                                         std::int64_t samples) {
    if (isOlder(fileOf(run, split, ".json"), run) || isOlder(fileOf(run, split, ".answers.json"), run)) return std::nullopt;
    const auto text = readText(fileOf(run, split, ".json")), more = readText(fileOf(run, split, ".answers.json"));
    if (!text || !more) return std::nullopt;
    const json j = json::parse(*text, nullptr, false), answers = json::parse(*more, nullptr, false);
    try {
        if (answers.at("data") != data) return std::nullopt;
        Evaluation e = evaluationFrom(j, answers);
        if (holdsTogether(e, samples)) return e;
    } catch (const json::exception&) {}
    return std::nullopt;
}

}  // namespace nw
