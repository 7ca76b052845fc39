// netwright diff: what differs between two projects, in words.
#include "app/cli/command.h"
#include "core/deploy/model.h"
#include "core/op/def.h"

namespace nw::cli {
namespace {

class Diff final : public Command {
public:
    const char* name() const override { return "diff"; }
    const char* doc() const override { return "Show what differs between two projects."; }
    void declare(Args& args) override {
        args.positional("FIRST", first_, "A project or run folder.");
        args.positional("SECOND", second_, "Another.");
    }
    Result<void> run(Console& console) override {
        NW_TRY(const Project a, loadAnyProject(first_));
        NW_TRY(const Project b, loadAnyProject(second_));
        for (const auto& [id, node] : a.graph.nodes())
            if (!b.graph.find(id)) say(console, "removed", node->name, "");
        for (const auto& [id, node] : b.graph.nodes()) {
            const Node* before = a.graph.find(id);
            if (!before)
                say(console, "added", node->name, node->op().label);
            else if (!(*before == *node))
                compare(console, *before, *node);
        }
        for (const Link& l : a.graph.links())
            if (!b.graph.links().contains(l))
                say(console, "unlinked", a.graph.find(l.to.node)->name, "from " + a.graph.find(l.from.node)->name);
        for (const Link& l : b.graph.links())
            if (!a.graph.links().contains(l))
                say(console, "linked", b.graph.find(l.to.node)->name, "from " + b.graph.find(l.from.node)->name);
        if (a.data != b.data) say(console, "changed", "data", a.data + " -> " + b.data);
        if (!(a.training == b.training)) say(console, "changed", "training", settings(a.training) + " -> " + settings(b.training));
        return {};
    }

private:
    static void say(Console& console, const std::string& what, const std::string& node, const std::string& detail) {
        console.print({{"change", what}, {"name", node}, {"detail", detail}},
                      what + " " + node + (detail.empty() ? "" : ": " + detail));
    }

    static std::string settings(const TrainingSettings& t) {
        return t.optimizer + " " + textOf(Attr(t.rate)) + ", batch " + std::to_string(t.batch) + ", " + std::to_string(t.epochs) +
               " epochs, seed " + std::to_string(t.seed);
    }

    static void compare(Console& console, const Node& a, const Node& b) {
        if (a.name != b.name) say(console, "renamed", a.name, b.name);
        if (&a.op() != &b.op()) return say(console, "replaced", b.name, std::string(a.op().label) + " -> " + b.op().label);
        for (const ParamSpec& p : a.op().params)
            if (!(a.params.get(p) == b.params.get(p)))
                say(console, "changed", b.name,
                    std::string(p.id) + " " + textOf(a.params.get(p)) + " -> " + textOf(b.params.get(p)));
        for (const auto& [id, value] : b.settings)
            if (const auto it = a.settings.find(id); it == a.settings.end() || !(it->second == value))
                say(console, "changed", b.name, id + " -> " + textOf(value));
        for (const auto& [id, value] : a.settings)
            if (!b.settings.contains(id)) say(console, "changed", b.name, id + " " + textOf(value) + " -> default");
        if (a.device != b.device) say(console, "changed", b.name, "device -> " + (b.device.empty() ? "automatic" : b.device));
    }

    std::string first_, second_;
};

}  // namespace

std::unique_ptr<Command> makeDiff() { return std::make_unique<Diff>(); }

}  // namespace nw::cli
