// netwright check: findings as lines, silence about what is merely unfinished, and --fix.
#include "tests/app/program.h"

namespace nw::test {
namespace {

class Check : public Program {
protected:
    /// The template with one text of its file replaced.
    std::string broken(const std::string& from, const std::string& to) const {
        project("first-network");
        std::string text = read("first-network.netwright");
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        write("broken.netwright", text.replace(at, from.size(), to));
        return "broken.netwright";
    }
};

TEST_F(Check, FindsAndFixes) {
    const std::string p = broken("\"units\": 10", "\"units\": 8");
    const Outcome found = run({"check", p});
    EXPECT_EQ(found.status, 1);
    EXPECT_NE(found.out.find("contradiction: classify: 8 scores, but 10 classes."), std::string::npos) << found.out;
    EXPECT_NE(found.out.find("Fix: Set units to 10."), std::string::npos) << found.out;
    const std::string before = read(p);
    const Outcome fixed = run({"check", p, "--fix", "all", "-o", "fixed.netwright"});
    EXPECT_EQ(fixed.status, 0) << fixed.err;
    EXPECT_NE(fixed.out.find("fixed: Set units to 10"), std::string::npos) << fixed.out;
    EXPECT_EQ(read(p), before) << "-o keeps the project itself";
    EXPECT_EQ(read("fixed.netwright"), read("first-network.netwright"));
    good({"check", p, "--fix", "1"});
    EXPECT_EQ(read(p), read("first-network.netwright"));
}

TEST_F(Check, FixesThatAreNotThere) {
    const std::string p = broken("\"units\": 10", "\"units\": 8");
    const auto before = everything();
    bad({"check", p, "--fix", "7"}, {"--fix", "7", "1 to 1"});
    bad({"check", p, "--fix", "nonsense"}, {"nonsense"});
    bad({"check", "first-network.netwright", "--fix", "1"}, {"There are none"});
    EXPECT_EQ(everything(), before);
}

TEST_F(Check, ComparesWithData) {
    const std::string p = project("first-network");
    const Outcome same = run({"check", p, "--data", "digits?limit=10"});
    EXPECT_EQ(same.status, 0) << same.out;
    const Outcome other = run({"check", p, "--data", "digits?limit=10&size=32x32"});
    EXPECT_EQ(other.status, 0);
    EXPECT_NE(other.out.find("Images of 32×32, input of 28×28"), std::string::npos) << other.out;
    EXPECT_NE(other.out.find("Fix: Resize images to 28×28, or: Set input to 32×32."), std::string::npos) << other.out;
    const auto lines = run({"check", p, "--data", "digits?limit=10&size=32x32", "--json"}).lines();
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].value("rank", ""), "advice");
    EXPECT_EQ(lines[0]["fixes"].size(), 2u);
    run({"check", p, "--data", "digits?limit=10&size=32x32", "--fix", "all", "-o", "resized.netwright"});
    good({"train", "resized.netwright", "--data", "digits?limit=60&size=32x32", "--epochs", "1", "--run-dir", "r"});
}

}  // namespace
}  // namespace nw::test
