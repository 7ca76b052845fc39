// Project: what a .netwright file holds: network, data, training and export settings.
#pragma once
#include <filesystem>
#include <span>
#include <variant>

#include "core/graph/graph.h"

namespace nw {

/// Training settings; `netwright train --set id=value` sets one by its id.
struct TrainingSettings {
    std::int64_t epochs = 5, batch = 128, steps = 0;  ///< steps > 0 limits the whole training
    std::int64_t seed = 1;
    std::string optimizer = "adam";  ///< id of an operator of the family optimizer
    double rate = 0.001;             ///< learning rate
    std::map<std::string, Attr, std::less<>> optimizerParams;
    std::int64_t patience = 0;         ///< early stop after this many epochs without a better validation loss; 0: never
    std::int64_t validationLimit = 0;  ///< validate on at most this many samples; 0: all
    double checkpointSeconds = 30;     ///< between checkpoints inside an epoch
    bool operator==(const TrainingSettings&) const = default;
};

/// One scalar training setting, declared once for files, the command line and forms.
struct TrainingField {
    const char* id;
    std::variant<std::int64_t TrainingSettings::*, double TrainingSettings::*> member;
    double min, max;
    const char *label, *doc;
    const char *unit = "", *zero = "";  ///< zero: what stands for the unit behind 0 ("never")
    bool advanced = false;              ///< folded away in forms
    const char* check = "";             ///< of a setting that 0 switches off: the phrase of the box that switches it on
    double checked = 0;                 ///< what it is switched on with

    bool isWhole() const { return std::holds_alternative<std::int64_t TrainingSettings::*>(member); }
    Attr get(const TrainingSettings& settings) const;
    /// Error: Argument (not a number of the kind, out of range).
    Result<void> set(TrainingSettings& settings, const Attr& value) const;
};
std::span<const TrainingField> trainingFields();
/// Another optimizer; parameters of the one before are dropped. Error: Argument.
Result<void> setOptimizer(TrainingSettings& settings, const std::string& id);
/// A parameter of the settings' optimizer. Error: Argument.
Result<void> setOptimizerParam(TrainingSettings& settings, const std::string& id, const Attr& value);

struct Project {
    static constexpr int version = 1;
    Graph graph;
    std::string data;  ///< a data specification, e.g. "digits" or "images:flowers/"
    TrainingSettings training;
    bool operator==(const Project&) const = default;
};

/// UTF-8 JSON with sorted keys and stable ids, so that a diff shows meaning.
std::string toText(const Project& project);
/// Errors: Format ("is not a Netwright project"), Version (newer than this program).
Result<Project> projectFromText(std::string_view text, std::string_view place);
Result<Project> loadProject(const std::filesystem::path& path);
Result<void> saveProject(const Project& project, const std::filesystem::path& path);

/// Sets a training, optimizer or data setting by its id from text, e.g. ("rate", "0.01"), ("beta_1", "0.8"), ("data", "digits").
/// Error: Argument, listing the ids.
Result<void> setSetting(Project& project, std::string_view id, std::string_view value);

}  // namespace nw
