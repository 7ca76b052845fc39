// The change of what a place shows, as a fade from one picture to the other.
#pragma once

#include <QPixmap>
#include <QVariantAnimation>
#include <QWidget>
#include <functional>

namespace nw::parts {

/// Lies over its area for 200 ms and goes. Keys and the pointer reach what is new at once; what becomes new during the fade is seen
/// when it ends.
class Crossfade final : public QWidget {
    Q_OBJECT
public:
    /// Does `change`, which makes `area` show something else. Without a fade where the area is hidden or motion is reduced.
    static void over(QWidget* area, const std::function<void()>& change);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Crossfade(QWidget* area, QPixmap before);
    void end();

    QPixmap before_, after_;
    QVariantAnimation motion_{this};  ///< the share of what is new
};

}  // namespace nw::parts
