// Threads of jobs.
#include "ui/document/job.h"

#include "ui/document/text.h"

namespace nw::ui {

void Job::run(std::function<void(const JobHooks&)> work) {
    connect(&poll_, &QTimer::timeout, this, [this] {
        std::unique_lock lock(mutex_);
        if (!std::exchange(said_, false)) return;
        const QString what = q(what_);
        const qint64 done = count_, total = total_;
        lock.unlock();
        Q_EMIT progress(what, done, total);
    });
    poll_.start(66);
    thread_ = std::jthread([this, work = std::move(work)](std::stop_token stop) {
        work({stop, [this](const std::string& what, std::int64_t done, std::int64_t total) {
                  const std::lock_guard lock(mutex_);
                  what_ = what, count_ = done, total_ = total, said_ = true;
              }});
        QMetaObject::invokeMethod(
            this,
            [this] {
                poll_.stop();
                thread_.join();
                done_();
                deleteLater();
            },
            Qt::QueuedConnection);
    });
}

Job::~Job() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
}

}  // namespace nw::ui
