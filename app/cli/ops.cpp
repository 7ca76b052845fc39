// netwright ops: the operators, from their declarations.
#include "app/cli/command.h"
#include "core/graph/attr_json.h"
#include "core/op/registry.h"

namespace nw::cli {
namespace {

nlohmann::json describe(const OpDef& op) {
    nlohmann::json j{{"id", op.id},           {"label", op.label},   {"family", op.family},    {"doc", op.doc},
                     {"formula", op.formula}, {"source", op.source}, {"internal", op.internal}};
    j["inputs"] = j["outputs"] = j["params"] = nlohmann::json::array();
    for (const PortDoc& p : op.inputs)
        if (!p.implicit)
            j["inputs"].push_back(
                {{"name", p.name}, {"shape", p.shape}, {"doc", p.doc}, {"variadic", p.variadic}, {"optional", p.optional}});
    for (const PortDoc& p : op.outputs) j["outputs"].push_back({{"name", p.name}, {"shape", p.shape}, {"doc", p.doc}});
    const Params defaults(op);
    for (const ParamSpec& p : op.params) {
        if (p.doc.internal) continue;
        nlohmann::json row{{"id", p.id}, {"label", p.doc.label}, {"doc", p.doc.doc}, {"default", toJson(defaults.get(p))}};
        for (const Choice& c : p.doc.choices) row["choices"].push_back(c.id);
        if (p.doc.min != p.doc.max) row["min"] = p.doc.min, row["max"] = p.doc.max;
        j["params"].push_back(std::move(row));
    }
    return j;
}

std::string page(const OpDef& op) {
    std::string text = std::string(op.label) + "  (" + op.id + ", " + op.family + ")\n\n  " + op.doc + "\n  " + op.formula + "\n";
    if (*op.source) text += "  Source: " + std::string(op.source) + "\n";
    for (const PortDoc& p : op.inputs)
        if (!p.implicit) text += "\n  in   " + std::string(p.name) + " " + p.shape + "  " + p.doc;
    for (const PortDoc& p : op.outputs) text += "\n  out  " + std::string(p.name) + " " + p.shape + "  " + p.doc;
    const Params defaults(op);
    for (const ParamSpec& p : op.params)
        if (!p.doc.internal) text += "\n  set  " + std::string(p.id) + " = " + textOf(defaults.get(p)) + "  " + p.doc.doc;
    return text;
}

class Ops final : public Command {
public:
    const char* name() const override { return "ops"; }
    const char* doc() const override { return "List the layers, or describe one."; }
    void declare(Args& args) override {
        args.optionalPositional("NAME", id_, "The layer to describe.");
        args.flag("--all", all_, "Also those that only the engine uses.");
    }
    Result<void> run(Console& console) override {
        if (id_.empty()) {
            for (const OpDef& op : operators())
                if (all_ || !op.internal) console.print(describe(op), std::string(op.family) + "\t" + op.id + "\t" + op.doc);
            return {};
        }
        const OpDef* op = findOperator(id_);
        if (!op) return fail(Code::NotFound, id_, "is not a layer", "`netwright ops` lists them.");
        console.print(describe(*op), page(*op));
        return {};
    }

private:
    std::string id_;
    bool all_ = false;
};

}  // namespace

std::unique_ptr<Command> makeOps() { return std::make_unique<Ops>(); }

}  // namespace nw::cli
