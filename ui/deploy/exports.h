// Exports: the variants of the current run, measured one after another, and files written from them with their proof.
#pragma once

#include <QDateTime>

#include "core/deploy/measure.h"
#include "core/deploy/verify.h"
#include "ui/document/command_text.h"
#include "ui/document/studio.h"

namespace nw::ui {

/// A form of the trained network that can be written.
struct Variant {
    enum class State { Waiting, Measuring, Ready, Failed };
    const char* id = "float32";  ///< "float32", "int8"
    State state = State::Waiting;
    QString fault{};
    Measured measured{};
    std::shared_ptr<const LoadedModel> model{};  ///< once loaded
    double progress = 0;                         ///< 0…1 while measuring
};

/// What is known of a file that was written.
struct Proof {
    QString file;
    qint64 bytes = 0;
    Verification verification;
    QString fault;  ///< it was written, but could not be checked
    QDateTime when;
};

class Exports : public QObject {
    Q_OBJECT
public:
    explicit Exports(Studio& studio, QObject* parent = nullptr);

    /// Measures what is not measured yet for the current run; nothing where that is done or under way.
    void refresh();
    /// There is a run with weights that is not being trained.
    bool hasRun() const { return run_ > 0; }
    bool isTraining() const { return training_; }
    int run() const { return run_; }
    /// Why the run's data or weights could not be opened.
    const QString& fault() const { return fault_; }
    /// A sentence when the run's best weights could not be read and its last ones are exported; else empty.
    QString note() const;

    const std::vector<Variant>& variants() const { return variants_; }
    const Variant& variant() const { return variants_[static_cast<std::size_t>(variant_)]; }
    int variantIndex() const { return variant_; }
    void chooseVariant(int index);
    const std::string& format() const { return format_; }
    void chooseFormat(const std::string& id);
    /// Bytes of a variant in the chosen format; nothing while unknown, or the reason why it cannot be.
    std::optional<Result<std::int64_t>> bytesOf(const Variant& variant) const;

    /// In the exports folder of the run: model.tflite, model_int8.tflite.
    QString defaultFile() const;
    /// Writes the chosen variant in the chosen format and checks it. Empty: the default file.
    void write(const QString& file = {});
    bool isWriting() const { return !write_.isNull(); }
    void stopWriting();
    /// Why nothing can be written now; empty when it can.
    QString obstacle() const;
    /// Of the chosen variant and format; null when nothing was written yet.
    const Proof* proof() const;
    /// Why the last attempt to write failed; empty after a success.
    const QString& writeFault() const { return writeFault_; }

    /// The same work on the command line.
    QString command() const;
    void copyAsCommand() { copyCommand(studio_, command()); }
    /// The part of the data that was compared; null while it is not open.
    std::shared_ptr<const Dataset> samples() const;
    bool isStudioData() const;
    std::vector<std::string> classNames() const;

Q_SIGNALS:
    void changed();
    void writeProgress(qint64 done, qint64 total);

private:
    struct Loaded {
        DatasetSplits data;
        std::shared_ptr<const LoadedModel> model;
        Measured measured;
    };
    static Result<Loaded> measure(const Engine& engine, const Run& run, const std::string& spec, DatasetSplits data,
                                  std::shared_ptr<const LoadedModel> floats, bool quantized, const JobHooks& hooks);
    void clear();
    void measureNext();
    void measured(std::size_t index, Result<Loaded> result);
    QString fileOf(const std::string& format, int variant) const;
    QString keyOf(const std::string& format, int variant) const;
    void keepProof(const Proof& proof) const;
    /// Proofs that were kept beside files of the run and still hold.
    void readProofs(std::filesystem::file_time_type weights);

    Studio& studio_;
    int run_ = 0, variant_ = 0;
    bool training_ = false;
    QString key_, fault_, writeFault_;
    std::string format_;
    std::filesystem::path folder_;
    std::string spec_;  ///< of the run's data, with an absolute path
    std::string dataName_;
    std::int64_t seed_ = 0;
    DatasetSplits data_;
    std::vector<Variant> variants_;
    std::map<QString, Proof> proofs_;
    QPointer<Job> measure_, write_;
};

}  // namespace nw::ui
