// What every operator promises, checked from its declaration: documentation, parameters, samples, shapes.
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/graph/attr_json.h"
#include "tests/core/ops/samples.h"

namespace nw {
namespace {

/// Operators whose applications need more than a sample can say.
const Reasons withoutSample{
    {"input", "belongs to the document; the compiler replaces it"},
    {"argument", "belongs to functions of a document; functions_test.cpp"},
    {"result", "belongs to functions of a document; functions_test.cpp"},
    {"call", "needs a function; control_test.cpp"},
    {"cond", "needs functions; control_test.cpp"},
    {"loop", "needs functions; loop_test.cpp"},
    {"empty_list", "makes a list; loop_test.cpp"},
    {"add_lists", "adds lists; loop_test.cpp"},
};

class Operator : public OperatorTest {};

bool isLowerSnake(std::string_view id) {
    for (const char c : id)
        if (!(std::islower(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) || c == '_')) return false;
    return !id.empty();
}

TEST_P(Operator, IsDocumented) {
    EXPECT_TRUE(isLowerSnake(op().id));
    EXPECT_NE(std::string_view(op().label), "");
    EXPECT_NE(std::string_view(op().doc), "");
    EXPECT_NE(std::string_view(op().formula), "");
    EXPECT_NE(std::string_view(op().family), "");
    if (!op().internal) EXPECT_NE(std::string_view(op().source), "") << "every layer names its paper or standard";
    std::set<std::string_view> names;
    for (const auto* ports : {&op().inputs, &op().outputs}) {
        names.clear();
        for (const PortDoc& p : *ports) {
            EXPECT_TRUE(isLowerSnake(p.name)) << p.name;
            EXPECT_TRUE(names.insert(p.name).second) << p.name << " is declared twice";
            EXPECT_NE(std::string_view(p.doc), "") << p.name;
            EXPECT_TRUE(std::string_view(p.shape).starts_with("[")) << p.name << " has the shape " << p.shape;
        }
    }
    names.clear();
    for (const ParamSpec& p : op().params) {
        EXPECT_TRUE(isLowerSnake(p.id)) << p.id;
        EXPECT_TRUE(names.insert(p.id).second) << p.id << " is declared twice";
        EXPECT_NE(std::string_view(p.doc.doc), "") << p.id;
        if (!p.doc.internal) EXPECT_NE(std::string_view(p.doc.label), "") << p.id;
        for (const Choice& c : p.doc.choices) EXPECT_TRUE(isLowerSnake(c.id) && *c.label) << p.id << " " << c.id;
    }
}

/// Another legal value of a parameter; nothing when there is none that is easy to find.
std::optional<Attr> otherValue(const Params& params, const ParamSpec& spec) {
    const Attr now = params.get(spec);
    std::vector<Attr> candidates;
    if (const auto* i = std::get_if<std::int64_t>(&now)) candidates = {*i + 1, *i - 1};
    if (const auto* d = std::get_if<double>(&now)) candidates = {*d / 2, *d + 0.25, spec.doc.min};
    if (const auto* b = std::get_if<bool>(&now)) candidates = {!*b};
    if (const auto* s = std::get_if<std::string>(&now)) {
        candidates = {*s + "x"};
        for (const Choice& c : spec.doc.choices) candidates.push_back(std::string(c.id));
    }
    if (const auto* t = std::get_if<DType>(&now)) candidates = {*t == DType::Float64 ? DType::Float32 : DType::Float64};
    if (const auto* v = std::get_if<std::vector<std::int64_t>>(&now)) {
        candidates = {std::vector<std::int64_t>(std::max<std::size_t>(v->size(), 1), 2),
                      std::vector<std::int64_t>(std::max<std::size_t>(v->size(), 1), 1)};
    }
    if (std::holds_alternative<std::vector<double>>(now)) candidates = {std::vector<double>{0.5, 0.125}};
    if (std::holds_alternative<std::vector<std::string>>(now)) candidates = {std::vector<std::string>{"a", "b,c"}};
    if (std::holds_alternative<Shape>(now)) candidates = {Shape{Dim::named("n") * 2 + 1, 7}};
    for (const Attr& c : candidates)
        if (!(c == now) && params.with(spec.id, c)) return c;
    return std::nullopt;
}

void checkRoundTrip(const Params& params, const ParamSpec& spec) {
    SCOPED_TRACE(spec.id);
    const Attr value = params.get(spec);
    const auto same = params.with(spec.id, value);
    ASSERT_TRUE(same) << same.error().text();
    EXPECT_TRUE(*same == params);
    if (spec.kind == ParamKind::Function) {
        EXPECT_FALSE(attrFromJson(nlohmann::json(1), spec.kind)) << "a project names its functions in settings of nodes";
        return;
    }
    if (spec.kind == ParamKind::Tensor && !std::get<TensorRef>(value).tensor.defined()) return;  // there is nothing to write yet
    const auto written = nlohmann::json::parse(toJson(value).dump());
    const auto read = attrFromJson(written, spec.kind);
    ASSERT_TRUE(read) << read.error().text() << " of " << written;
    const auto again = params.with(spec.id, *read);
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_TRUE(*again == params) << written;
}

TEST_P(Operator, ParametersRoundTrip) {
    std::vector<Params> all{Params(op())};
    for (const Sample& s : op().samples)
        if (s.params) all.emplace_back(op(), s.params);
    for (const Params& params : all)
        for (const ParamSpec& spec : op().params) {
            checkRoundTrip(params, spec);
            const auto other = otherValue(params, spec);
            if (!other) continue;
            const Params before = params;
            const Params changed = *params.with(spec.id, *other);
            EXPECT_FALSE(changed == params) << spec.id;
            EXPECT_TRUE(before == params) << spec.id << " changed in the original";
            checkRoundTrip(changed, spec);
        }
    EXPECT_FALSE(Params(op()).with("no_such_parameter", Attr(true)));
    for (const ParamSpec& spec : op().params) {
        EXPECT_FALSE(Params(op()).with(spec.id, spec.kind == ParamKind::Bool ? Attr(std::string("x")) : Attr(true))) << spec.id;
        if (spec.doc.min < spec.doc.max && (spec.kind == ParamKind::Int || spec.kind == ParamKind::Float))
            EXPECT_FALSE(Params(op()).with(spec.id, Attr(static_cast<std::int64_t>(std::floor(spec.doc.min) - 1)))) << spec.id;
    }
}

Type typeOfRank(std::size_t rank, DType dtype) {
    Shape shape;
    if (rank > 0) shape.push_back(Dim::named("batch"));
    while (shape.size() < rank) shape.push_back(Dim(static_cast<std::int64_t>(shape.size()) + 4));
    return {dtype, shape, Form::Tensor};
}

/// People can link anything to anything: whatever the ranks are, inference answers with types or with a sentence.
TEST_P(Operator, InfersFromEveryRank) {
    if (op().internal || op().control) return;  // those trust what passes hand them
    std::vector<Params> all{Params(op())};
    for (const Sample& s : op().samples)
        if (s.params) all.emplace_back(op(), s.params);
    const std::size_t inputs = op().inputs.size() + (!op().inputs.empty() && op().inputs.back().variadic ? 1 : 0);
    for (const Params& params : all)
        for (const DType dtype : {DType::Float32, DType::Int32, DType::Bool})
            for (std::size_t first = 0; first <= 6; ++first)
                for (std::size_t others = 0; others <= 6; ++others) {
                    std::vector<Type> types(inputs, typeOfRank(others, dtype));
                    if (!types.empty()) types[0] = typeOfRank(first, dtype);
                    std::vector<const Type*> pointers;
                    for (const Type& t : types) pointers.push_back(&t);
                    const auto signature = op().infer(params.raw(), Inputs(op(), pointers, nullptr, true));
                    if (!signature) EXPECT_NE(signature.error().message, "") << first << " and " << others << " axes";
                }
}

TEST_P(Operator, HasSamplesThatInferTheirShapes) {
    if (withoutSample.contains(op().id)) return;
    ASSERT_FALSE(op().samples.empty());
    for (const bool training : {true, false})
        for (const DType under : {DType::Float32, DType::Float64})
            forSamples(under, [&](const Application& a) {
                const auto signature = inferOf(a, typesOf(a), training);
                ASSERT_TRUE(signature) << signature.error().text();
                const std::size_t declared = a.inputs.size() - signature->weights.size();
                for (std::size_t w = 0; w < signature->weights.size(); ++w) {
                    EXPECT_EQ(a.ports[declared + w], signature->weights[w].name);
                    EXPECT_EQ(typesOf(a)[declared + w].text(), signature->weights[w].type.text());
                }
                if (!training && op().hasInference()) return;  // operator_gradients_test.cpp
                Eager eager = makeEager(training);
                const auto out = applyTo(eager, a, valuesOf(eager, a.inputs));
                ASSERT_EQ(out.size(), signature->outputs.size());
                for (std::size_t i = 0; i < out.size(); ++i) {
                    const NamedType& t = signature->outputs[i];
                    EXPECT_EQ(eager.type(out[i]).text(), t.type.text()) << t.name;
                    EXPECT_EQ(textOf(eager.tensor(out[i]).extents()), textOf(*t.type.shape)) << t.name;
                    EXPECT_EQ(eager.tensor(out[i]).dtype(), t.type.dtype) << t.name;
                }
            });
}

/// Declared ports are all there, and every output of inference has its declaration.
TEST_P(Operator, AnswersHalfBuiltGraphs) {
    if (op().control) return;
    std::vector<const Type*> nothing(op().inputs.size(), nullptr);
    const Type unknown;
    std::vector<const Type*> vague(op().inputs.size(), &unknown);
    for (const bool training : {true, false})
        for (const auto& types : {nothing, vague}) {
            const auto s = op().infer(Params(op()).raw(), Inputs(op(), types, nullptr, training));
            if (!s) EXPECT_NE(s.error().message, "");
        }
}

INSTANTIATE_TEST_SUITE_P(Every, Operator, testing::ValuesIn(operatorIds()), nameOfCase);

TEST(Operators, HaveUniqueLabelsInThePalette) {
    std::map<std::string_view, std::string_view> labels;
    for (const OpDef& op : operators())
        if (!op.internal) {
            const auto [it, fresh] = labels.emplace(op.label, op.id);
            EXPECT_TRUE(fresh) << op.id << " and " << it->second << " are both called " << op.label;
        }
    EXPECT_GE(labels.size(), 60u);
}

TEST(Operators, AreSortedAndFound) {
    std::string_view last;
    for (const OpDef& op : operators()) {
        EXPECT_LT(last, std::string_view(op.id));
        EXPECT_EQ(findOperator(op.id), &op);
        last = op.id;
    }
    EXPECT_EQ(findOperator("no_such_operator"), nullptr);
    EXPECT_EQ(findOperator(""), nullptr);
}

}  // namespace
}  // namespace nw
