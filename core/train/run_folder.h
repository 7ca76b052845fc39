// Run folders: manifest, project, metrics, checkpoints, evaluations and exports of one training.
#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>

#include "core/base/files.h"
#include "core/compile/compile.h"
#include "core/graph/project.h"
#include "core/train/curve_point.h"

namespace nw {

/// What a run was made with. Results are the same bits on another machine only where these agree.
struct Manifest {
    std::string created;   ///< UTC, ISO 8601
    std::string project;   ///< path of the project file; may be empty
    std::string data;      ///< the data specification that was used
    std::string device;    ///< "cpu"
    std::string backend;   ///< instruction set and library versions
    std::string numerics;  ///< "fast" or "exact"
    std::string status;    ///< "running", "finished", "stopped", "failed"
    std::string parent;    ///< where its weights are from: a quantized run's source, the file an imported one was read from, what a
                           ///< training began with; may be empty
    std::string kind;      ///< "training", "quantized" or "imported"
    std::int64_t seed = 0;
};

/// Where the training stands: with the state all that is needed to go on with the same bits.
struct Position {
    std::int64_t epoch = 0, batch = 0, step = 0;
    double lossSum = 0, seconds = 0;
    std::map<std::string, double> metricSums;
    std::int64_t samples = 0;  ///< in this epoch so far
    double bestLoss = 0;       ///< of validation; meaningful when bestEpoch >= 0
    std::int64_t bestEpoch = -1;
    /// The curve of this epoch so far, by "loss" and metric; sums of the steps that will be the next point.
    std::vector<std::int64_t> curveSteps{};
    std::map<std::string, std::vector<double>> curve{};
    CurveSums point{};
};

class RunFolder {
public:
    explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}
    /// A new folder <parent>/<YYYYMMDDThhmmss>-<n>. Error: Io.
    static Result<RunFolder> createIn(const std::filesystem::path& parent);
    /// The newest run in a folder of runs; `unfinished`: only runs that can be resumed. Error: NotFound.
    static Result<RunFolder> newestIn(const std::filesystem::path& parent, bool unfinished);
    /// All runs in a folder of runs, oldest first: by the time in the name, then by the number behind it as a number.
    static std::vector<std::filesystem::path> allIn(const std::filesystem::path& parent);
    /// Whether a folder holds a run.
    static bool is(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    Result<void> begin(const Manifest& manifest, const Project& project);
    Result<Manifest> manifest() const;
    Result<void> writeManifest(const Manifest& manifest) const;
    Result<Project> project() const { return loadProject(path_ / "project.netwright"); }
    Result<void> writeProject(const Project& project) const { return saveProject(project, path_ / "project.netwright"); }
    /// To be held while training into the folder or deleting it, which is made where it is missing. Errors: Argument, when another
    /// program holds it; Io.
    Result<FileLock> lock() const;
    /// Another program, or another training of this one, holds the lock.
    bool isBeingTrained() const;
    /// Removes what a killed process did not finish writing. Needs the lock.
    void removeTemporaries() const;

    /// One JSON object a line: an epoch, or (with a "step") a look at validation inside one. `keepMetrics` drops what a killed run
    /// wrote after its checkpoint.
    Result<void> appendMetrics(const nlohmann::json& line) const;
    Result<void> keepMetrics(const Position& position) const;
    Result<void> writeEvaluation(const std::string& split, const nlohmann::json& evaluation) const;

    bool hasCheckpoint(const std::string& name = "last") const;
    Result<void> saveCheckpoint(const std::string& name, const State& state, const Position& position) const;
    /// State for these specifications. Errors: Io, Format, NotFound, Shape.
    Result<std::pair<State, Position>> loadCheckpoint(const std::string& name, const std::vector<StateSpec>& specs) const;

    /// What is there for use: the best checkpoint, or the last where there is no best one or its file is damaged.
    struct Weights {
        std::string checkpoint;                              ///< "best" or "last"
        std::map<std::string, Tensor, std::less<>> tensors;  ///< by state name
        std::string note;                                    ///< a sentence when the best could not be read; else empty
        /// Errors: NotFound, Shape (the network has changed since).
        Result<State> select(const std::vector<StateSpec>& specs) const;
    };
    /// Errors: NotFound (there is none yet); of the last file.
    Result<Weights> weights() const;
    /// The topmost folder that a run here makes, empty ones counted as made for it; empty where there is content already.
    std::filesystem::path toMake() const;
    /// Removes what a training that never began has made: `made` with all that is in it (see toMake), and the folder of runs if it
    /// is empty now; where nothing was made, its lock and empty folders.
    void discard(const std::filesystem::path& made) const;

private:
    std::filesystem::path path_;
};

/// <name>.runs beside a project file.
std::filesystem::path runsFolderOf(const std::filesystem::path& project);

}  // namespace nw
