// Sentences and figures of a proof.
#include "ui/deploy/proof_view.h"

#include <QDesktopServices>
#include <QDialog>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/document/command_text.h"
#include "ui/document/text.h"
#include "widgets/image/sample_grid.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using parts::Verdict;
using theme::Token;
using theme::Type;

namespace {

QString number(std::int64_t n) { return QLocale().toString(qlonglong(n)); }
QString percent(double share) { return ProofView::tr("%1 %").arg(QLocale().toString(100 * share, 'f', 2)); }

/// As it calls itself, written as people do.
QString runtimeName(const std::string& runtime) {
    if (runtime == "litert" || runtime == "litert-ref") return QStringLiteral("LiteRT");
    if (runtime == "onnxruntime") return QStringLiteral("ONNX Runtime");
    if (runtime == "netwright") return ProofView::tr("Netwright's reader");
    return q(runtime);
}
QString foreignName(const QString& file) {
    return runtimeName(runtimeOf(file.endsWith(QLatin1String(".onnx")) ? "onnx" : "tflite"));
}

/// The accuracies of a proof are of these alone.
QString comparedOn(const Verification& v) {
    switch (v.split) {
        case Split::Train: return ProofView::tr("%1 train images").arg(number(v.samples));
        case Split::Validation: return ProofView::tr("%1 validation images").arg(number(v.samples));
        case Split::Test: return ProofView::tr("%1 test images").arg(number(v.samples));
    }
    return {};
}

QString agreement(const Verification& v) {
    const auto same = v.samples - static_cast<std::int64_t>(v.differing.size());
    return ProofView::tr("Same answer, %1 of %2").arg(number(same), number(v.samples));
}

QString differingLine(const Verification& v) {
    const auto n = v.differing.size();
    if (n == 0) return ProofView::tr("No image is answered differently.");
    const bool ties = std::all_of(v.differing.begin(), v.differing.end(), [](const Difference& d) { return d.isNearTie(); });
    if (n == 1) return ties ? ProofView::tr("1 image differs: it was a near tie") : ProofView::tr("1 image differs");
    if (n == 2 && ties) return ProofView::tr("2 images differ: both were near ties");
    return ties ? ProofView::tr("%1 images differ: all were near ties").arg(n) : ProofView::tr("%1 images differ").arg(n);
}

}  // namespace

QString sizeText(qint64 bytes) {
    if (bytes < 1000) return ProofView::tr("%1 B").arg(bytes);
    const double kilo = static_cast<double>(bytes) / 1e3;
    const auto text = [](double v) { return QLocale().toString(v, 'f', v < 10 ? 1 : 0); };
    return kilo < 999.5 ? ProofView::tr("%1 KB").arg(text(kilo)) : ProofView::tr("%1 MB").arg(text(kilo / 1e3));
}

QString timeText(double milliseconds) {
    const int digits = milliseconds < 0.1 ? 3 : milliseconds < 10 ? 2 : 0;
    return ProofView::tr("%1 ms").arg(QLocale().toString(milliseconds, 'f', digits));
}

Words wordsOf(const Proof& proof) {
    const Verification& v = proof.verification;
    if (!proof.fault.isEmpty()) return {Verdict::Warn, ProofView::tr("Written, but not checked"), {proof.fault}};
    if (v.verdict == "same") return {Verdict::Ok, agreement(v), {differingLine(v)}};
    if (v.verdict == "unchecked")
        return {Verdict::Warn,
                ProofView::tr("Checked with Netwright's own reader; install %1 to check with the real one.")
                    .arg(foreignName(proof.file)),
                {agreement(v), differingLine(v)}};
    if (v.differing.empty())
        return {Verdict::Err,
                ProofView::tr("Same classes, other values"),
                {ProofView::tr("They differ by up to %1.").arg(QLocale().toString(v.maxAbsDifference, 'g', 2))}};
    const auto other = static_cast<std::int64_t>(v.differing.size());
    return {Verdict::Err,
            ProofView::tr("Another answer, %1 of %2").arg(number(other), number(v.samples)),
            {ProofView::tr("Do not use this file yet: it does not do what the network does.")}};
}

ProofView::ProofView(Studio& studio, Exports& exports, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      exports_(exports),
      intro_(new theme::Label({}, Type::Small, Token::Text2)),
      banner_(new parts::Banner),
      rows_(new QFormLayout),
      progress_(new QProgressBar) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(new theme::Label(tr("Proof"), Type::Title));
    intro_->setWordWrap(true);
    column->addWidget(intro_);
    column->addWidget(banner_);
    rows_->setHorizontalSpacing(16);
    rows_->setVerticalSpacing(7);
    rows_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    column->addLayout(rows_);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Compared images"));
    column->addWidget(progress_);
    column->addSpacing(4);
    column->addWidget(makeButtons());
    column->addStretch(1);
    connect(&exports, &Exports::changed, this, &ProofView::refresh);
    connect(&exports, &Exports::writeProgress, this, [this](qint64 done, qint64 total) {
        progress_->setRange(0, static_cast<int>(total));
        progress_->setValue(static_cast<int>(done));
    });
    refresh();
}

QWidget* ProofView::makeButtons() {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    const auto button = [](const QString& text, QHBoxLayout* row) {
        auto* b = new QPushButton(text);
        row->addWidget(b);
        return b;
    };
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    export_ = button(tr("Export"), first);
    theme::setRole(export_, theme::ButtonRole::Primary);
    exportAs_ = button(tr("Export as…"), first);
    stop_ = button(tr("Stop"), first);
    first->addStretch(1);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    folder_ = button(tr("Open folder"), second);
    show_ = button({}, second);
    copy_ = button(tr("Copy as command"), second);
    theme::setRole(copy_, theme::ButtonRole::Aside);
    second->addStretch(1);
    column->addLayout(first);
    column->addLayout(second);
    connect(export_, &QPushButton::clicked, this, [this] { exports_.write(); });
    connect(exportAs_, &QPushButton::clicked, this, &ProofView::exportAs);
    connect(stop_, &QPushButton::clicked, this, [this] { exports_.stopWriting(); });
    connect(folder_, &QPushButton::clicked, this, [this] {
        if (const Proof* proof = exports_.proof())
            QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(proof->file).absolutePath()));
    });
    connect(show_, &QPushButton::clicked, this, &ProofView::showDiffering);
    connect(copy_, &QPushButton::clicked, &exports_, &Exports::copyAsCommand);
    return box;
}

void ProofView::refresh() {
    const Proof* proof = exports_.proof();
    const bool writing = exports_.isWriting();
    const QString file = QFileInfo(proof ? proof->file : exports_.defaultFile()).fileName();
    const QString runtime = foreignName(file);
    if (writing)
        intro_->setText(tr("%1 is being written and checked.").arg(file));
    else if (!proof)
        intro_->setText(
            tr("Export %1; then it answers up to 1,000 images in %2 itself, where that is installed.").arg(file, runtime));
    else if (proof->verification.runtime == "netwright" || !proof->fault.isEmpty())
        intro_->setText(tr("The exported file was written to the exports of run %1.").arg(exports_.run()));
    else
        intro_->setText(tr("The exported file has answered %1 images in %2 itself, not in Netwright.")
                            .arg(number(proof->verification.samples), runtimeName(proof->verification.runtime)));
    refreshBanner(writing ? nullptr : proof);
    refreshRows(writing ? nullptr : proof);
    if (!writing) progress_->setRange(0, 0);
    progress_->setVisible(writing);
    export_->setText(proof ? tr("Export again") : tr("Export"));
    for (QPushButton* b : {export_, exportAs_}) theme::setDisabledReason(b, writing ? QString() : exports_.obstacle());
    keepFocus(writing);
    folder_->setVisible(proof && !writing);
    const auto differing = proof ? proof->verification.differing.size() : 0;
    show_->setVisible(differing > 0 && !writing && exports_.samples());
    show_->setText(tr("Show the %1").arg(differing));
}

/// Stop takes the place of the buttons while a file is written, and the focus with it.
void ProofView::keepFocus(bool writing) {
    const bool hadIt = export_->hasFocus() || exportAs_->hasFocus() || stop_->hasFocus();
    QPushButton* shown = writing ? stop_ : export_;
    shown->show();
    if (hadIt && !shown->hasFocus()) shown->setFocus(Qt::OtherFocusReason);
    stop_->setVisible(writing);
    export_->setVisible(!writing);
    exportAs_->setVisible(!writing);
}

void ProofView::refreshBanner(const Proof* proof) {
    const QString& failed = exports_.writeFault();
    banner_->setVisible(proof || !failed.isEmpty());
    if (!failed.isEmpty()) return banner_->setVerdict(Verdict::Err, tr("The file could not be written"), {failed});
    if (!proof) return;
    const Words words = wordsOf(*proof);
    banner_->setVerdict(words.verdict, words.sentence, words.lines);
}

void ProofView::add(const QString& name, const QString& figure) {
    figures_.insert(name, figure);
    auto* left = new theme::Label(name, Type::Small, Token::Text2);
    auto* right = new theme::ElidedLabel(figure, Type::Figure12);
    right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    right->setAccessibleName(tr("%1: %2").arg(name, figure));
    rows_->addRow(left, right);
}

void ProofView::refreshRows(const Proof* proof) {
    while (rows_->rowCount() > 0) rows_->removeRow(0);
    figures_.clear();
    if (!proof) return;
    const Verification& v = proof->verification;
    if (proof->fault.isEmpty()) {
        const bool own = v.runtime == "netwright";
        const QString runtime = own ? QStringLiteral("Netwright") : runtimeName(v.runtime);
        add(tr("Runtime"), v.runtimeVersion.empty() ? runtime : tr("%1 %2").arg(runtime, q(v.runtimeVersion)));
        add(tr("Compared on"), comparedOn(v));
        add(tr("Largest difference"), QLocale().toString(v.maxAbsDifference, 'g', 2));
        if (v.accuracyThere) add(own ? tr("Accuracy of the file") : tr("Accuracy in %1").arg(runtime), percent(*v.accuracyThere));
        if (v.accuracyHere) add(own ? tr("Accuracy of the network") : tr("Accuracy in Netwright"), percent(*v.accuracyHere));
    }
    add(tr("File"), QFileInfo(proof->file).fileName());
    add(tr("Size"), sizeText(proof->bytes));
    if (exports_.variant().state == Variant::State::Ready)
        add(tr("One image, here"), timeText(exports_.variant().measured.milliseconds));
    const QString time = QLocale().toString(proof->when.time(), QStringLiteral("HH:mm"));
    add(tr("Checked"), proof->when.date() == QDate::currentDate()
                           ? tr("today, %1").arg(time)
                           : tr("%1, %2").arg(QLocale().toString(proof->when.date(), QLocale::ShortFormat), time));
}

void ProofView::exportAs() {
    const QString suffix = QFileInfo(exports_.defaultFile()).suffix();
    const QString file = QFileDialog::getSaveFileName(this, tr("Export as"), exports_.defaultFile(), QStringLiteral("*.") + suffix);
    if (!file.isEmpty()) exports_.write(QFileInfo(file).suffix().isEmpty() ? file + QLatin1Char('.') + suffix : file);
}

void ProofView::showDiffering() {
    const Proof* proof = exports_.proof();
    const auto set = exports_.samples();
    if (!proof || !set) return;
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Images that are answered differently"));
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(16, 16, 16, 16);
    auto* hint = new theme::Label(tr("First what Netwright says, then what the exported file says."), Type::Small, Token::Text2);
    column->addWidget(hint);
    auto* grid = new image::SampleGrid;
    grid->setMultiple(false);
    column->addWidget(grid, 1);
    auto* thumbnails = new Thumbnails(dialog);
    thumbnails->setSource(set);
    const auto found = proof->verification.differing;
    const auto name = [names = exports_.classNames()](std::int32_t c) {
        return static_cast<std::size_t>(c) < names.size() ? q(names[static_cast<std::size_t>(c)]) : QString::number(c);
    };
    grid->setSource(
        static_cast<int>(found.size()),
        [thumbnails, found](int i) { return thumbnails->image(found[static_cast<std::size_t>(i)].index); },
        [found, name](int i) {
            const Difference& d = found[static_cast<std::size_t>(i)];
            return tr("%1 → %2").arg(name(d.here), name(d.there));
        });
    connect(thumbnails, &Thumbnails::ready, grid, [grid] { grid->refresh(); });
    if (exports_.isStudioData())
        connect(grid, &image::SampleGrid::currentChanged, dialog, [this, found, split = proof->verification.split](int i) {
            studio_.sample.show(split, found[static_cast<std::size_t>(i)].index);
        });
    dialog->resize(480, 360);
    dialog->show();
}

}  // namespace nw::ui
