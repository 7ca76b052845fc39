// Jobs that measure, write and check.
#include "ui/deploy/exports.h"

#include <QFileInfo>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/deploy/quantize_run.h"
#include "core/train/evaluation_file.h"
#include "ui/document/command_text.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t MostSamples = 10'000;  // for accuracies
constexpr std::int64_t Compared = 1000;
constexpr auto ProofEnding = ".proof.json";

std::optional<fs::file_time_type> timeOf(const fs::path& file) {
    std::error_code error;
    const auto time = fs::last_write_time(file, error);
    return error ? std::nullopt : std::optional(time);
}

/// When the weights of a run were written last.
std::optional<fs::file_time_type> weightsOf(const RunFolder& run) {
    return std::max(timeOf(run.path() / "checkpoints" / "best.safetensors"),
                    timeOf(run.path() / "checkpoints" / "last.safetensors"));
}

fs::path int8Folder(const fs::path& run) { return run / "exports" / "int8"; }

std::vector<Variant> freshVariants() {
    std::vector<Variant> out(2);
    out[1].id = "int8";
    return out;
}

Split comparedSplit(const DatasetSplits& data) {
    return data.test ? Split::Test : data.validation ? Split::Validation : Split::Train;
}

/// The quantized run, made when there is none or it is older than the weights.
Result<LoadedModel> quantizedModel(const Engine& engine, const LoadedModel& floats, const std::string& spec,
                                   const JobHooks& hooks) {
    const fs::path folder = int8Folder(floats.run->path());
    const auto made = timeOf(folder / "manifest.json"), trained = weightsOf(*floats.run);
    if (made && trained && *made >= *trained)
        if (auto kept = loadModel(folder.string())) return kept;
    QuantizeJob job;
    job.calibration = spec;
    job.out = folder;
    NW_TRY(const QuantizedRun run, quantizeRun(engine, floats, job, hooks));
    return loadModel(run.folder.path().string());
}

}  // namespace

Exports::Exports(Studio& studio, QObject* parent) : QObject(parent), studio_(studio), variants_(freshVariants()) {
    for (const Format* f : formats())
        if (format_.empty() || f->id() == "tflite") format_ = f->id();
}

void Exports::clear() {
    for (QPointer<Job>* job : {&measure_, &write_}) {
        if (*job) (*job)->abandon();
        job->clear();
    }
    key_.clear();
    fault_.clear();
    writeFault_.clear();
    run_ = 0;
    data_ = {};
    variants_ = freshVariants();
}

void Exports::refresh() {
    const Run* run = studio_.runs.current();
    training_ = run && studio_.runs.isBeingTrained(*run);
    if (!run || training_ || !run->hasWeights()) {
        clear();
        Q_EMIT changed();
        return;
    }
    const auto stamp = weightsOf(run->folder);
    const std::string dataName = studio_.dataOf(*run);
    const QString key = QStringLiteral("%1|%2|%3")
                            .arg(q(run->folder.path().string()), q(dataName))
                            .arg(stamp ? qlonglong(stamp->time_since_epoch().count()) : 0);
    if (key == key_) return;
    clear();
    key_ = key;
    run_ = run->number;
    folder_ = run->folder.path();
    dataName_ = dataName;
    spec_ = anchoredSpec(dataName_, studio_.engine.sets(), studio_.data.base());
    seed_ = run->manifest.seed;
    const bool same =
        studio_.data.isOpen() && studio_.data.spec() == dataName_ && studio_.document.project().training.seed == seed_;
    if (same) data_ = studio_.data.splits();
    if (stamp) readProofs(*stamp);
    measureNext();
}

Result<Exports::Loaded> Exports::measure(const Engine& engine, const Run& run, const std::string& spec, DatasetSplits data,
                                         std::shared_ptr<const LoadedModel> floats, bool quantized, const JobHooks& hooks) {
    Loaded out{std::move(data), std::move(floats), {}};
    if (!out.model) {
        NW_TRY(auto model, loadModel(run.folder.path().string()));
        out.model = std::make_shared<const LoadedModel>(std::move(model));
    }
    if (!out.data.train) { NW_TRY(out.data, engine.open(spec, static_cast<std::uint64_t>(run.manifest.seed))); }
    if (quantized) {
        NW_TRY(auto model, quantizedModel(engine, *out.model, spec, hooks));
        out.model = std::make_shared<const LoadedModel>(std::move(model));
    }
    const Split split = comparedSplit(out.data);
    const auto& set = out.data.of(split);
    std::optional<double> accuracy;
    if (!quantized)
        if (const auto kept = loadEvaluation(run.folder, std::string(nameOf(split)), run.manifest.data, set->size()))
            accuracy = kept->accuracy();
    NW_TRY(out.measured, measureModel(engine, *out.model, set, MostSamples, accuracy, hooks));
    return out;
}

void Exports::measureNext() {
    const Run* run = studio_.runs.current();
    std::size_t next = 0;
    while (next < variants_.size() && variants_[next].state != Variant::State::Waiting) ++next;
    if (run && next < variants_.size() && !measure_) {
        Variant& v = variants_[next];
        v.state = Variant::State::Measuring;
        measure_ = Job::start<Loaded>(
            this,
            [engine = &studio_.engine, run = *run, spec = spec_, data = data_, floats = variants_[0].model,
             quantized = next == 1](const JobHooks& hooks) { return measure(*engine, run, spec, data, floats, quantized, hooks); },
            [this, next](Result<Loaded> result) { measured(next, std::move(result)); });
        connect(measure_, &Job::progress, this, [this, next](const QString&, qint64 done, qint64 total) {
            variants_[next].progress = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
            Q_EMIT changed();
        });
    }
    Q_EMIT changed();
}

void Exports::measured(std::size_t index, Result<Loaded> result) {
    measure_.clear();
    Variant& v = variants_[index];
    if (!result) {
        v.state = Variant::State::Failed;
        v.fault = sentence(result.error());
        if (index == 0) fault_ = v.fault;
    } else {
        v.state = Variant::State::Ready;
        v.model = result->model;
        v.measured = std::move(result->measured);
        data_ = std::move(result->data);
    }
    if (index == 0 && !result)
        Q_EMIT changed();  // without the network there is nothing to quantize
    else
        measureNext();
}

void Exports::chooseVariant(int index) {
    variant_ = index;
    Q_EMIT changed();
}

void Exports::chooseFormat(const std::string& id) {
    format_ = id;
    Q_EMIT changed();
}

std::optional<Result<std::int64_t>> Exports::bytesOf(const Variant& v) const {
    const auto it = v.measured.bytes.find(format_);
    return it == v.measured.bytes.end() ? std::nullopt : std::optional(it->second);
}

QString Exports::note() const {
    const auto& floats = variants_[0].model;
    return floats ? q(floats->note) : QString();
}

QString Exports::defaultFile() const { return fileOf(format_, variant_); }

QString Exports::fileOf(const std::string& id, int variant) const {
    const Format* format = findFormat(id);
    const std::string name = std::string(variant == 0 ? "model" : "model_int8") + (format ? std::string(format->extension()) : "");
    return q((folder_ / "exports" / name).string());
}

void Exports::keepProof(const Proof& proof) const {
    if (!proof.fault.isEmpty() || fs::path(s(proof.file)).parent_path() != folder_ / "exports") return;
    nlohmann::json j = toJson(proof.verification);
    j["bytes"] = proof.bytes;
    j["checked"] = s(proof.when.toString(Qt::ISODate));
    (void)writeTextAtomically(s(proof.file + QLatin1String(ProofEnding)), j.dump(2) + "\n");  // it can be checked again
}

void Exports::readProofs(fs::file_time_type weights) {
    for (const Format* format : formats())
        for (int variant = 0; variant < static_cast<int>(variants_.size()); ++variant) {
            const QString file = fileOf(std::string(format->id()), variant);
            const fs::path kept = s(file + QLatin1String(ProofEnding));
            const auto checked = timeOf(kept), written = timeOf(s(file));
            if (!checked || !written || *checked < *written || *written < weights) continue;
            const auto text = readText(kept, 1 << 24);
            const auto j = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
            const auto verification = verificationFrom(j);
            if (!verification || !j.contains("checked") || !j["checked"].is_string()) continue;
            const auto when = QDateTime::fromString(q(j["checked"].get<std::string>()), Qt::ISODate);
            proofs_[keyOf(std::string(format->id()), variant)] = {file, QFileInfo(file).size(), *verification, {}, when};
        }
}

QString Exports::obstacle() const {
    if (isWriting()) return tr("A file is being written");
    const Variant& v = variant();
    if (v.state == Variant::State::Failed) return v.fault;
    if (v.state != Variant::State::Ready) return tr("This variant is still being measured");
    const auto bytes = bytesOf(v);
    return bytes && !*bytes ? sentence(bytes->error()) : QString();
}

void Exports::write(const QString& wanted) {
    if (!obstacle().isEmpty()) return;
    const QString file = wanted.isEmpty() ? defaultFile() : wanted;
    const QString key = keyOf(format_, variant_);
    writeFault_.clear();
    write_ = Job::start<Proof>(
        this,
        [engine = &studio_.engine, model = variant().model, format = findFormat(format_), path = s(file), spec = spec_,
         data = data_](const JobHooks& hooks) -> Result<Proof> {
            NW_RETURN_IF_ERROR(makeFolder(fs::path(path).parent_path()));
            NW_RETURN_IF_ERROR(format->writeFile(path, model->inference));
            Proof proof{q(path), static_cast<qint64>(fs::file_size(path)), {}, {}, QDateTime::currentDateTime()};
            hooks.say("Comparing", 0, 0);
            auto checked = verify(*engine, *model, path, runtimeOf(format->id()), spec, Compared, hooks);
            if (checked)
                proof.verification = *std::move(checked);
            else
                proof.fault = sentence(checked.error());
            return proof;
        },
        [this, key](Result<Proof> proof) {
            write_.clear();
            if (proof) {
                keepProof(*proof);
                proofs_[key] = *std::move(proof);
            } else if (proof.error().code != Code::Cancelled)
                writeFault_ = sentence(proof.error());
            Q_EMIT changed();
        });
    connect(write_, &Job::progress, this, [this](const QString&, qint64 done, qint64 total) { Q_EMIT writeProgress(done, total); });
    Q_EMIT changed();
}

void Exports::stopWriting() {
    if (write_) write_->cancel();
}

QString Exports::keyOf(const std::string& format, int variant) const {
    return QStringLiteral("%1|%2|%3").arg(key_, q(format)).arg(variant);
}

const Proof* Exports::proof() const {
    const auto it = proofs_.find(keyOf(format_, variant_));
    return it == proofs_.end() ? nullptr : &it->second;
}

QString Exports::command() const {
    const Proof* done = proof();
    const QString run = q((variant_ == 0 ? folder_ : int8Folder(folder_)).string()), netwright = QStringLiteral("netwright");
    const QString write =
        commandLine({netwright, QStringLiteral("export"), run, QStringLiteral("--format"), q(format_), QStringLiteral("-o"),
                     done ? done->file : defaultFile(), QStringLiteral("--verify"), q(spec_)});
    if (variant_ == 0) return write;
    return commandLine({netwright, QStringLiteral("quantize"), q(folder_.string()), QStringLiteral("--mode"),
                        QStringLiteral("int8"), QStringLiteral("--calibrate"), q(spec_), QStringLiteral("-o"), run}) +
           QStringLiteral(" && ") + write;
}

std::shared_ptr<const Dataset> Exports::samples() const {
    const Proof* done = proof();
    return done ? data_.of(done->verification.split) : nullptr;
}

bool Exports::isStudioData() const {
    const Proof* done = proof();
    return studio_.data.isOpen() && studio_.data.spec() == dataName_ && done &&
           (done->verification.split == Split::Test || studio_.document.project().training.seed == seed_);
}

std::vector<std::string> Exports::classNames() const {
    return data_.train ? data_.train->spec().classNames : std::vector<std::string>();
}

}  // namespace nw::ui
