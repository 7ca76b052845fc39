// Job: long work beside the studio: on a thread of its own, with progress, cancel and a result that arrives on the UI thread.
#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "core/deploy/engine.h"

namespace nw::ui {

class Job : public QObject {
    Q_OBJECT
public:
    /// `work` runs on a new thread and must not touch Qt objects; `done` runs on this thread, also with Code::Cancelled. The job
    /// deletes itself after `done`. A destroyed job cancels, waits, and does not call `done`. What `work` throws becomes an error.
    template <class T>
    static Job* start(QObject* owner, std::function<Result<T>(const JobHooks&)> work, std::function<void(Result<T>)> done) {
        auto* job = new Job(owner);
        auto result = std::make_shared<std::optional<Result<T>>>();
        job->done_ = [result, done = std::move(done)] { done(std::move(**result)); };
        job->run([result, work = std::move(work)](const JobHooks& hooks) { result->emplace(guarded<T>(work, hooks)); });
        return job;
    }
    ~Job() override;

    void cancel() { thread_.request_stop(); }
    /// Cancels without waiting: nobody hears of it again, and `done` is not called.
    void abandon() {
        done_ = [] {};
        disconnect(this, &Job::progress, nullptr, nullptr);
        cancel();
    }

Q_SIGNALS:
    /// At most 15 times a second. `total` 0: unknown.
    void progress(const QString& what, qint64 done, qint64 total);

private:
    explicit Job(QObject* owner) : QObject(owner) {}
    void run(std::function<void(const JobHooks&)> work);

    template <class T>
    static Result<T> guarded(const std::function<Result<T>(const JobHooks&)>& work, const JobHooks& hooks) {
        try {
            return work(hooks);
        } catch (const std::bad_alloc&) {
            return fail(Code::Memory, "", "There is not enough memory for this");
        } catch (const std::exception& e) {
            return fail(Code::Argument, "", std::string("An error inside Netwright: ") + e.what(), "Report it with the project.");
        }
    }

    std::function<void()> done_;
    std::mutex mutex_;
    std::string what_;
    std::int64_t count_ = 0, total_ = 0;
    bool said_ = false;
    QTimer poll_;
    std::jthread thread_;
};

}  // namespace nw::ui
