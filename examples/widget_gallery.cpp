// widget_gallery [--theme light|dark|contrast] [--page ID] [--shot DIR]: shows every widget, or writes pictures of all pages.
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>

#include "examples/widgets/pages.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tokens.h"

namespace {

using nw::theme::Scheme;

struct NamedScheme {
    const char* id;
    Scheme scheme;
};
constexpr NamedScheme schemes[]{{"light", Scheme::Light}, {"dark", Scheme::Dark}, {"contrast", Scheme::Contrast}};

/// Pictures of every page in every theme; the scale is the one the program runs at (QT_SCALE_FACTOR).
bool shoot(const QString& folder) {
    if (!QDir().mkpath(folder)) return false;
    bool all = true;
    for (const NamedScheme& s : schemes) {
        nw::theme::Theme::instance().setScheme(s.scheme);
        for (const nw::gallery::Page& page : nw::gallery::pages()) {
            const std::unique_ptr<QWidget> widget(page.make());
            widget->resize(widget->sizeHint().expandedTo({1240, 400}));
            widget->show();
            QApplication::processEvents();
            const int percent = qRound(widget->devicePixelRatioF() * 100);
            all = widget->grab().save(QStringLiteral("%1/%2-%3-%4.png").arg(folder, page.id, s.id).arg(percent)) && all;
        }
    }
    return all;
}

class Window final : public QWidget {
public:
    Window() {
        auto* line = new QHBoxLayout(this);
        line->setContentsMargins(0, 0, 0, 0);
        auto* side = new QVBoxLayout;
        side->setContentsMargins(12, 12, 12, 12);
        auto* themes = new QTabBar;
        themes->setAccessibleName(QObject::tr("Theme"));
        for (const NamedScheme& s : schemes) themes->addTab(QString(s.id));
        QObject::connect(themes, &QTabBar::currentChanged, this,
                         [](int i) { nw::theme::Theme::instance().setScheme(schemes[i].scheme); });
        auto* list = new QListWidget;
        list->setAccessibleName(QObject::tr("Pages"));
        list->setFrameShape(QFrame::NoFrame);
        side->addWidget(themes);
        side->addWidget(list, 1);
        line->addLayout(side);
        line->addWidget(&stack_, 1);
        for (const nw::gallery::Page& page : nw::gallery::pages()) {
            list->addItem(page.title);
            auto* area = new QScrollArea;
            area->setFrameShape(QFrame::NoFrame);
            area->setWidgetResizable(true);
            area->setWidget(page.make());
            stack_.addWidget(area);
        }
        QObject::connect(list, &QListWidget::currentRowChanged, &stack_, &QStackedWidget::setCurrentIndex);
        list->setCurrentRow(0);
        resize(1560, 940);
    }

private:
    QStackedWidget stack_;
};

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption shot("shot", "Writes pictures of all pages in the three themes to DIR and ends.", "DIR");
    const QCommandLineOption theme("theme", "light, dark or contrast.", "THEME", "light");
    parser.addOptions({shot, theme});
    parser.addHelpOption();
    parser.process(application);
    nw::theme::applyTheme(application);
    if (parser.isSet(shot)) return shoot(parser.value(shot)) ? 0 : 1;
    for (const NamedScheme& s : schemes)
        if (parser.value(theme) == s.id) nw::theme::Theme::instance().setScheme(s.scheme);
    Window window;
    window.show();
    return QApplication::exec();
}
