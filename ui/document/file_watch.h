// FileWatch: tells when files may have been written, replaced or deleted by somebody else.
#pragma once

#include <QFileSystemWatcher>
#include <QTimer>
#include <filesystem>
#include <vector>

namespace nw::ui {

class FileWatch : public QObject {
    Q_OBJECT
public:
    /// Tells at most once in `milliseconds`, so that what is written in pieces is mostly whole by then.
    explicit FileWatch(int milliseconds, QObject* parent = nullptr);
    /// From now on these files and folders and no others; also those that are not there yet, where the folder around them is.
    void follow(const std::vector<std::filesystem::path>& paths);

Q_SIGNALS:
    /// Something may have changed; whether it has is for the listener to find. Also soon after others are followed, and when the
    /// program comes to the front: not every file system tells.
    void touched();

private:
    void arm();

    QFileSystemWatcher watcher_;
    QTimer wait_;
    std::vector<std::filesystem::path> paths_;
};

}  // namespace nw::ui
