// The right part of Deploy: writing the file, and the proof that it answers the same.
#pragma once

#include <QPushButton>

#include "ui/deploy/exports.h"
#include "ui/document/thumbnails.h"
#include "widgets/parts/messages.h"
#include "widgets/theme/label.h"

class QFormLayout;
class QProgressBar;

namespace nw::ui {

class ProofView final : public QWidget {
    Q_OBJECT
public:
    ProofView(Studio& studio, Exports& exports, QWidget* parent = nullptr);

    parts::Banner* banner() const { return banner_; }
    QPushButton* exportButton() const { return export_; }
    QPushButton* showButton() const { return show_; }
    /// The figure of a row by its name; empty where there is none.
    QString figure(const QString& name) const { return figures_.value(name); }
    /// The samples that differ, in a window of their own.
    void showDiffering();
    /// Asks for a file and writes it.
    void exportAs();

private:
    QWidget* makeButtons();
    void refresh();
    void keepFocus(bool writing);
    void refreshBanner(const Proof* proof);
    void refreshRows(const Proof* proof);
    void add(const QString& name, const QString& figure);

    Studio& studio_;
    Exports& exports_;
    theme::Label* intro_;
    parts::Banner* banner_;
    QFormLayout* rows_;
    QMap<QString, QString> figures_;
    QProgressBar* progress_;
    QPushButton *export_, *exportAs_, *stop_, *folder_, *show_, *copy_;
};

/// What a proof says in one sentence, with its colour and the lines below.
struct Words {
    parts::Verdict verdict;
    QString sentence;
    QStringList lines;
};
Words wordsOf(const Proof& proof);

/// "47 KB", "2.4 MB".
QString sizeText(qint64 bytes);
/// "0.31 ms".
QString timeText(double milliseconds);

}  // namespace nw::ui
