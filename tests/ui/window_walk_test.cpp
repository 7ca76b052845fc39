// A walk over the whole window: every page, three sizes, three themes, words as they are and 40 % longer. Once more at 200 %, where
// all these numbers are still logical pixels.
#include "tests/ui/pictures.h"
#include "tests/ui/window.h"
#include "tests/widgets/walk.h"
#include "ui/deploy/deploy_page.h"
#include "ui/evaluate/evaluate_page.h"

using namespace nw;
using namespace nw::ui;

namespace {

enum class With { Run, Coach, Layer, Stop, Start, Nothing };

/// A page, and with what it is seen: a finished run and more, or a new project that has nothing yet.
struct View {
    const char* name;
    Page page;
    With with = With::Run;
};
constexpr std::array views{View{"Data", Page::Data},
                           View{"Build", Page::Build},
                           View{"Build with the coach", Page::Build, With::Coach},
                           View{"Build with a layer selected", Page::Build, With::Layer},
                           View{"Train", Page::Train},
                           View{"Train that can be stopped", Page::Train, With::Stop},
                           View{"Train from the weights of a run", Page::Train, With::Start},
                           View{"Evaluate", Page::Evaluate},
                           View{"Deploy", Page::Deploy},
                           View{"Data, empty", Page::Data, With::Nothing},
                           View{"Build, empty", Page::Build, With::Nothing},
                           View{"Train, empty", Page::Train, With::Nothing},
                           View{"Evaluate, empty", Page::Evaluate, With::Nothing},
                           View{"Deploy, empty", Page::Deploy, With::Nothing}};
constexpr std::array sizes{QSize(1024, 600), QSize(1366, 768), QSize(1920, 1080)};

}  // namespace

class WindowWalkTest : public QObject {
    Q_OBJECT
    test::Home home_;
    std::unique_ptr<Studio> studio_, empty_;
    std::unique_ptr<test::Shell> shell_;
    test::LongLanguage language_;
    bool longer_ = false;

    /// A window whose pages have all they can show of what there is.
    bool build(bool longer, bool empty) {
        Studio& studio = empty ? *empty_ : *studio_;
        if (shell_ && longer == longer_ && &shell_->studio == &studio) return true;
        shell_.reset();
        QCoreApplication::removeTranslator(&language_);
        if (longer) QCoreApplication::installTranslator(&language_);
        longer_ = longer;
        shell_ = std::make_unique<test::Shell>(studio);
        if (!shell_->show({1440, 900}, Page::Evaluate)) return false;
        return empty || waitForResults();
    }
    bool waitForResults() {
        auto* evaluate = shell_->window.findChild<EvaluatePage*>();
        if (!QTest::qWaitFor([&] { return evaluate->results().state() == Results::State::Ready; }, 60000)) return false;
        shell_->window.setPage(Page::Deploy);
        const Exports& exports = shell_->window.findChild<DeployPage*>()->exports();
        const auto measured = [&] { return exports.variants().size() > 1 && exports.variants()[1].state == Variant::State::Ready; };
        return QTest::qWaitFor(measured, 60000);
    }
    void look(const View& view, QSize size, theme::Scheme scheme) {
        theme::Theme::instance().setScheme(scheme);
        MainWindow& window = shell_->window;
        window.setPage(view.page);
        if (view.with == With::Coach)
            window.actions()["first_steps"]->trigger();
        else
            window.coach().hide();
        std::vector<NodeId> selected;
        if (view.with == With::Layer) selected = {studio_->document.graph().findByName("conv2d")->id};
        shell_->studio.selection.set(selected);
        shell_->studio.nextStart.set(view.with == With::Start ? 1 : 0);
        shell_->resize(size);
        auto* bar = window.findChild<TopBar*>();
        bar->stop()->setVisible(view.with == With::Stop);  // as while a training goes on
        bar->arrange();
        QApplication::processEvents();
    }
    void rows(bool themes) {
        QTest::addColumn<bool>("longer");
        QTest::addColumn<int>("index");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("scheme");
        for (const bool longer : {false, true})
            for (int view = 0; view < static_cast<int>(views.size()); ++view)
                for (const QSize size : sizes)
                    for (int scheme = 0; scheme < (themes ? 3 : 1); ++scheme)
                        QTest::addRow("%s%s, %d×%d, theme %d", views[static_cast<std::size_t>(view)].name,
                                      longer ? " in longer words" : "", size.width(), size.height(), scheme)
                            << longer << view << size << scheme;
    }

private Q_SLOTS:
    void initTestCase() {
        home_.enter();
        studio_ = std::make_unique<Studio>(test::engine());
        QVERIFY(test::open(*studio_, test::smallProject()) && test::trainRun(*studio_));
        empty_ = std::make_unique<Studio>(test::engine());
        QVERIFY(empty_->document.start(Project{}));
    }
    void cleanupTestCase() {
        shell_.reset();
        QCoreApplication::removeTranslator(&language_);
    }
    void init() { test::failOnAnyWarning(); }

    void everyControl_data() { rows(true); }
    void everyControl() {
        QFETCH(bool, longer);
        QFETCH(int, index);
        QFETCH(QSize, size);
        QFETCH(int, scheme);
        const View& view = views[static_cast<std::size_t>(index)];
        QVERIFY(build(longer, view.with == With::Nothing));
        look(view, size, static_cast<theme::Scheme>(scheme));
        QCOMPARE(shell_->window.size(), size);
        QVERIFY(test::controls(&shell_->window).size() >= (view.with == With::Nothing ? 4 : 8));
        const QStringList faults = test::faultsOf(&shell_->window) + test::misplaced(&shell_->window);
        if (qEnvironmentVariableIsSet("NETWRIGHT_PICTURES"))
            test::keepPicture(shell_->window, QString(QTest::currentDataTag()).replace(' ', '-'));
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
    }

    void everyControlByTab_data() { rows(false); }
    void everyControlByTab() {
        QFETCH(bool, longer);
        QFETCH(int, index);
        QFETCH(QSize, size);
        const View& view = views[static_cast<std::size_t>(index)];
        QVERIFY(build(longer, view.with == With::Nothing));
        look(view, size, theme::Scheme::Light);
        const QStringList missed = test::missedByTab(&shell_->window);
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join("\n")));
    }

    void tabGoesAsOneReads_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(views.size()); ++i) QTest::newRow(views[static_cast<std::size_t>(i)].name) << i;
    }
    /// Top bar, left, centre, right, status.
    void tabGoesAsOneReads() {
        QFETCH(int, index);
        const View& view = views[static_cast<std::size_t>(index)];
        QVERIFY(build(false, view.with == With::Nothing));
        look(view, {1440, 900}, theme::Scheme::Light);
        auto& window = shell_->window;
        QList<QWidget*> areas{window.findChild<TopBar*>()};
        for (auto* workspace : window.findChildren<Workspace*>())
            if (workspace->isVisible()) areas << workspace->parts();
        areas << window.findChild<StatusBar*>();
        const auto areaOf = [&](const QWidget* w) {
            for (qsizetype i = 0; i < areas.size(); ++i)
                if (areas[i]->isAncestorOf(w) || areas[i] == w) return static_cast<int>(i);
            return -1;
        };
        const auto press = [] { QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab); };
        const auto now = [&] { return areaOf(QApplication::focusWidget()); };
        for (auto* tab : window.findChildren<parts::StepTab*>())
            if (tab->isChecked()) tab->setFocus();
        while (now() == 0) press();
        int area = 0;
        for (; now() != 0; press()) {  // once around
            QVERIFY2(now() >= area, qPrintable(test::what(QApplication::focusWidget())));
            area = now();
        }
        QCOMPARE(area, static_cast<int>(areas.size()) - 1);
    }
};

QTEST_MAIN(WindowWalkTest)
#include "window_walk_test.moc"
