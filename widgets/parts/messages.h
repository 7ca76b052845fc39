// Blocks that say something in place: a verdict, a strip with actions, an empty place.
#pragma once

#include <QMargins>
#include <QStringList>
#include <QWidget>
#include <functional>

#include "widgets/theme/label.h"

class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace nw::parts {

enum class Verdict { Ok, Warn, Err };

/// Left and right change places where people write from right to left: layouts do not turn margins round.
QMargins mirrored(const QMargins& margins);

/// A coloured block: the sentence first, then lines. The sign has a shape of its own in each colour.
class Banner final : public QWidget {
    Q_OBJECT
public:
    explicit Banner(QWidget* parent = nullptr);
    void setVerdict(Verdict verdict, const QString& sentence, const QStringList& lines = {});
    Verdict verdict() const { return verdict_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Verdict verdict_ = Verdict::Ok;
    theme::Label *sentence_, *lines_;
};

/// A quiet strip: "These are the results of run 3. The network has changed since." with buttons behind it.
class InfoStrip final : public QWidget {
    Q_OBJECT
public:
    explicit InfoStrip(const QString& sentence = {}, QWidget* parent = nullptr);
    void setSentence(const QString& sentence);
    QPushButton* addAction(const QString& text, std::function<void()> act);
    void clearActions();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    theme::Label* sentence_;
    QHBoxLayout* actions_;
};

/// What an empty place says: headline, one sentence, what to do; the first action is the primary one.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& iconId, const QString& headline, const QString& sentence = {}, QWidget* parent = nullptr);
    void setWords(const QString& headline, const QString& sentence);
    QPushButton* addAction(const QString& text, std::function<void()> act);

private:
    theme::Label *headline_, *sentence_;
    QHBoxLayout* actions_;
};

}  // namespace nw::parts
