// Trainings for tests: an engine, a small project, what core makes of a project, and whether two came to the same bits.
#pragma once
#include <cstring>

#include "core/cpu/cpu.h"
#include "core/deploy/engine.h"
#include "core/graph/writer.h"
#include "core/train/trainer.h"
#include "datasets/built_in.h"

namespace nw::test {

/// With a worker and the caller.
inline const Engine& engine() {
    static const Engine one(2, cpuPlugin(), datasets::addBuiltInSets);
    return one;
}

/// One Dense that reads so many digits, for one epoch.
inline Project oneDense(int samples) {
    Project p;
    GraphWriter w("one dense");
    const std::vector<std::int64_t> shape{28, 28, 1};
    const NodeId input = w.add("input", {{"shape", shape}, {"name", std::string("image")}, {"rescale", 1.0 / 255}}, {});
    const NodeId dense = w.add("dense", {{"units", std::int64_t{10}}}, {w.add("flatten", {}, {input})});
    w.link(input, "label", w.add("classify", {}, {dense}), "label");
    p.graph = w.graph();
    p.data = "digits?limit=" + std::to_string(samples);
    p.training.epochs = 1;
    return p;
}

/// The project's training on its own data, which must open.
inline TrainJob jobOf(const Project& project, RunFolder run, bool resume = false) {
    auto data = engine().open(project.data, static_cast<std::uint64_t>(project.training.seed));
    NW_CHECK(data, data ? "" : data.error().text());
    return {project, "", *std::move(data), std::move(run), resume, engine().executable(Phase::Training)};
}

/// That training, watched by nobody.
inline Result<TrainReport> train(const Project& project, RunFolder run) {
    TrainControl control;
    EventRing events;
    return nw::train(jobOf(project, std::move(run)), control, events);
}

inline bool same(const Tensor& a, const Tensor& b) { return a.type() == b.type() && std::memcmp(a.raw(), b.raw(), a.bytes()) == 0; }

/// Tensors of the same names with the same bits; not where there are none.
inline bool same(const State& a, const State& b) {
    if (a.tensors.empty() || a.tensors.size() != b.tensors.size()) return false;
    for (std::size_t i = 0; i < a.tensors.size(); ++i)
        if (const Tensor* other = b.find(a.specs[i].name); !other || !same(a.tensors[i], *other)) return false;
    return true;
}

}  // namespace nw::test
