// Runs that other programs begin, train or delete while the document is open.
#include <algorithm>

#include "ui/document/runs.h"

namespace nw::ui {

namespace fs = std::filesystem;

Runs::Stamp Runs::stampOf(const fs::path& folder) {
    Stamp stamp;
    std::error_code missing;  // which has a time of its own
    std::size_t i = 0;
    for (const char* file : {"manifest.json", "metrics.jsonl", "checkpoints/last.safetensors"})
        stamp[i++] = fs::last_write_time(folder / file, missing);
    return stamp;
}

/// Reads what has changed since it was read last, and forgets what is gone.
void Runs::look() {
    again_ = job_ || reading_;
    if (again_) return;
    std::vector<fs::path> news;
    for (const fs::path& path : RunFolder::allIn(document_.runsFolder())) {
        if (path == own_) continue;
        const auto known = stamps_.find(path);
        if (known == stamps_.end() || known->second != stampOf(path)) news.push_back(path);
    }
    std::vector<Run> rest;
    std::copy_if(runs_.rbegin(), runs_.rend(), std::back_inserter(rest),
                 [this](const Run& r) { return r.folder.path() == own_ || RunFolder::is(r.folder.path()); });
    if (rest.size() < runs_.size()) adopt(std::move(rest));
    if (!news.empty()) return read(news);
    if (noticeElsewhere()) Q_EMIT changed();
    follow();
}

/// A program that ends writes how; one that is killed only lets go of its run.
void Runs::lookForKilled() {
    for (const Run& run : runs_)
        if (isTrainedElsewhere(run) && !run.folder.isBeingTrained()) return look();
}

void Runs::read(const std::vector<fs::path>& folders) {
    for (const fs::path& folder : folders) stamps_[folder] = stampOf(folder);  // what is written from here on is news again
    reading_ = Job::start<std::vector<Run>>(
        this,
        [folders](const JobHooks& hooks) -> Result<std::vector<Run>> {
            std::vector<Run> runs;
            for (const fs::path& folder : folders) {
                NW_RETURN_IF_ERROR(hooks.check("runs"));
                if (auto run = readRun(folder)) runs.push_back(*std::move(run));
            }
            return runs;
        },
        [this](Result<std::vector<Run>> runs) {
            reading_.clear();
            if (runs)
                for (Run& run : *runs)
                    if (run.folder.path() != own_) insert(std::move(run));
            if (noticeElsewhere()) Q_EMIT changed();
            follow();
            if (again_) look();
        });
}

/// Whether others than before are trained elsewhere. The run that pages show may be another one then.
bool Runs::noticeElsewhere() {
    std::set<int> now;
    for (const Run& run : runs_)
        if (run.number != running_ && run.folder.path() != own_ && run.manifest.status == "running" && run.folder.isBeingTrained())
            now.insert(run.number);
    if (now == elsewhere_) return false;
    const Run* shown = current();
    const int before = shown ? shown->number : 0;
    elsewhere_ = std::move(now);
    if (elsewhere_.empty())
        locks_.stop();
    else if (!locks_.isActive())
        locks_.start();
    tellCurrent(before);
    return true;
}

/// Folders in which something can happen: that of all runs, of those that are written, and of those that are about to begin.
void Runs::follow() {
    const fs::path folder = document_.runsFolder();
    std::vector<fs::path> paths{folder};
    for (const Run& run : runs_)
        if (elsewhere_.contains(run.number))
            for (const char* file : {"manifest.json", "metrics.jsonl", "checkpoints/last.safetensors"})
                paths.push_back(run.folder.path() / file);
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (at->is_directory(error) && !RunFolder::is(at->path())) paths.push_back(at->path());
    watch_.follow(paths);
}

}  // namespace nw::ui
