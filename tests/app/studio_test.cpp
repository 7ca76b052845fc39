// What the studio says in a terminal, where there is no display.
#include "tests/app/program.h"

namespace nw::test {
namespace {

class StudioWords : public Program {
protected:
    Outcome studio(const Words& words) const {
        return run(words, {.environment = {"DISPLAY=", "WAYLAND_DISPLAY=", "QT_QPA_PLATFORM=xcb"}, .program = NW_STUDIO_PROGRAM});
    }
    void SetUp() override {
        if (std::string(NW_STUDIO_PROGRAM).empty()) GTEST_SKIP() << "the studio is not built";
    }
};

TEST_F(StudioWords, HelpNeedsNoDisplay) {
    for (const char* word : {"--help", "-h"}) {
        const Outcome o = studio({word});
        EXPECT_EQ(o.status, 0) << word << o.err;
        EXPECT_NE(o.out.find("--screens <DIR>"), std::string::npos) << o.out;
        EXPECT_EQ(o.err, "");
    }
}

TEST_F(StudioWords, AllHelpNeedsNoDisplay) {
    const Outcome o = studio({"--help-all"});
    EXPECT_EQ(o.status, 0) << o.err;
    EXPECT_NE(o.out.find("--screens <DIR>"), std::string::npos) << o.out;
    EXPECT_NE(o.out.find("-platform"), std::string::npos) << o.out;  // the window system's own
}

TEST_F(StudioWords, VersionNeedsNoDisplay) {
    for (const char* word : {"--version", "-v"}) {
        const Outcome o = studio({word});
        EXPECT_EQ(o.status, 0) << word << o.err;
        EXPECT_EQ(o.out, "netwright " + run({"--version"}).out);
        EXPECT_EQ(o.err, "");
    }
}

}  // namespace
}  // namespace nw::test
