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

/// What is to be seen of a page.
struct View {
    const char* name;
    Page page;
    bool coach = false, layer = false;
};
constexpr std::array views{View{"Data", Page::Data},
                           View{"Build", Page::Build},
                           View{"Build with the coach", Page::Build, true},
                           View{"Build with a layer selected", Page::Build, false, true},
                           View{"Train", Page::Train},
                           View{"Evaluate", Page::Evaluate},
                           View{"Deploy", Page::Deploy}};
constexpr std::array sizes{QSize(1024, 600), QSize(1366, 768), QSize(1920, 1080)};

}  // namespace

class WindowWalkTest : public QObject {
    Q_OBJECT
    QTemporaryDir home_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<test::Shell> shell_;
    test::LongLanguage language_;
    bool longer_ = false;

    /// A window whose pages have all they can show of a finished run.
    bool build(bool longer) {
        if (shell_ && longer == longer_) return true;
        shell_.reset();
        QCoreApplication::removeTranslator(&language_);
        if (longer) QCoreApplication::installTranslator(&language_);
        longer_ = longer;
        shell_ = std::make_unique<test::Shell>(*studio_);
        if (!shell_->show({1440, 900}, Page::Evaluate)) return false;
        auto* evaluate = shell_->window.findChild<EvaluatePage*>();
        if (!QTest::qWaitFor([&] { return evaluate->results().state() == Results::State::Ready; }, 60000)) return false;
        shell_->window.setPage(Page::Deploy);
        const Exports& exports = shell_->window.findChild<DeployPage*>()->exports();
        return QTest::qWaitFor(
            [&] { return exports.variants().size() > 1 && exports.variants()[1].state == Variant::State::Ready; }, 60000);
    }
    void look(int index, QSize size, theme::Scheme scheme) {
        const View& view = views[static_cast<std::size_t>(index)];
        theme::Theme::instance().setScheme(scheme);
        shell_->window.setPage(view.page);
        if (view.coach)
            shell_->window.actions()["first_steps"]->trigger();
        else
            shell_->window.coach().hide();
        const NodeId layer = studio_->document.graph().findByName("conv2d")->id;
        studio_->selection.set(view.layer ? std::vector{layer} : std::vector<NodeId>());
        shell_->resize(size);
        QApplication::processEvents();
    }
    void rows(bool themes) {
        QTest::addColumn<bool>("longer");
        QTest::addColumn<int>("view");
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
        test::moveInto(home_);
        studio_ = std::make_unique<Studio>(test::engine());
        QVERIFY(test::open(*studio_, test::smallProject()) && test::trainRun(*studio_));
    }
    void cleanupTestCase() {
        shell_.reset();
        QCoreApplication::removeTranslator(&language_);
    }
    void init() { test::failOnAnyWarning(); }

    void everyControl_data() { rows(true); }
    void everyControl() {
        QFETCH(bool, longer);
        QFETCH(int, view);
        QFETCH(QSize, size);
        QFETCH(int, scheme);
        QVERIFY(build(longer));
        look(view, size, static_cast<theme::Scheme>(scheme));
        QCOMPARE(shell_->window.size(), size);
        QVERIFY(test::controls(&shell_->window).size() >= 8);
        const QStringList faults = test::faultsOf(&shell_->window) + test::misplaced(&shell_->window);
        if (qEnvironmentVariableIsSet("NETWRIGHT_PICTURES"))
            test::keepPicture(shell_->window, QString(QTest::currentDataTag()).replace(' ', '-'));
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
    }

    void everyControlByTab_data() { rows(false); }
    void everyControlByTab() {
        QFETCH(bool, longer);
        QFETCH(int, view);
        QFETCH(QSize, size);
        QVERIFY(build(longer));
        look(view, size, theme::Scheme::Light);
        const QStringList missed = test::missedByTab(&shell_->window);
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join("\n")));
    }
};

QTEST_MAIN(WindowWalkTest)
#include "window_walk_test.moc"
