// Errors as sentences: the place is the subject where the message is said of it, and keeps its letters.
#include "core/base/result.h"

#include <gtest/gtest.h>

namespace nw {
namespace {

std::string sentence(const char* place, const char* message, const char* hint = "") {
    return fail(Code::Argument, place, message, hint).sentence();
}

TEST(Error, IsASentenceForPeople) {
    EXPECT_EQ(sentence("models/r.onnx", "is not an ONNX model"), "models/r.onnx is not an ONNX model.");
    EXPECT_EQ(sentence("flowers", "holds no run", "Train the project first."), "flowers holds no run. Train the project first.");
    EXPECT_EQ(sentence("a.png", "This file is empty"), "a.png: This file is empty.");
    EXPECT_EQ(sentence("r.onnx", "SHAPE is an operator that cannot be read yet"),
              "r.onnx: SHAPE is an operator that cannot be read yet.");
    EXPECT_EQ(sentence("classify", "8 scores, but 10 classes."), "classify: 8 scores, but 10 classes.");
    EXPECT_EQ(sentence("network", "is empty"), "The network is empty.");
    EXPECT_EQ(sentence("data", "There is no class 'x'"), "There is no class 'x'.");
    EXPECT_EQ(sentence("train", "the training became NaN"), "The training became NaN.");
    EXPECT_EQ(sentence("", "there is not enough memory"), "There is not enough memory.");
    EXPECT_EQ(sentence("z", ""), "z.");
}

}  // namespace
}  // namespace nw
