// The starter projects, written in code.
#include "resources/templates/templates.h"

#include <array>

#include "core/graph/writer.h"

namespace nw {
namespace {

const Attr same = std::string("same"), relu = std::string("relu");
using Pair = std::vector<std::int64_t>;

std::vector<std::string> digitNames() { return {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}; }

NodeId addInput(GraphWriter& w, Pair shape, std::vector<std::string> names) {
    return w.add("input", {{"shape", std::move(shape)}, {"class_names", std::move(names)}, {"rescale", 1.0 / 255}}, {});
}

/// Ends a network with Classify on `scores`, and makes the project.
Project finish(GraphWriter& w, NodeId input, NodeId scores, std::string data) {
    const NodeId head = w.add("classify", {}, {scores});
    w.link(input, "label", head, "label");
    Project p;
    p.graph = w.graph();
    p.data = std::move(data);
    return p;
}

Project firstNetwork() {
    GraphWriter w("first-network");
    const NodeId input = addInput(w, {28, 28, 1}, digitNames());
    NodeId x = w.add("conv2d", {{"filters", std::int64_t{6}}, {"kernel_size", Pair{5, 5}}, {"padding", same}}, {input},
                     {{"activation", relu}});
    x = w.add("max_pooling2d", {}, {x});
    x = w.add("conv2d", {{"filters", std::int64_t{16}}, {"kernel_size", Pair{5, 5}}}, {x}, {{"activation", relu}});
    x = w.add("max_pooling2d", {}, {x});
    x = w.add("flatten", {}, {x});
    x = w.add("dense", {{"units", std::int64_t{120}}}, {x}, {{"activation", relu}});
    x = w.add("dense", {{"units", std::int64_t{10}}}, {x}, {{"activation", std::string("softmax")}});
    return finish(w, input, x, "digits");
}

Project mlp() {
    GraphWriter w("mlp");
    const NodeId input = addInput(w, {28, 28, 1}, digitNames());
    NodeId x = w.add("flatten", {}, {input});
    for (int i = 0; i < 2; ++i) x = w.add("dense", {{"units", std::int64_t{512}}}, {x}, {{"activation", relu}});
    x = w.add("dense", {{"units", std::int64_t{10}}}, {x});
    return finish(w, input, x, "digits");
}

Project lenet() {
    GraphWriter w("lenet");
    const NodeId input = addInput(w, {28, 28, 1}, digitNames());
    NodeId x = w.add("conv2d", {{"filters", std::int64_t{32}}, {"kernel_size", Pair{3, 3}}}, {input}, {{"activation", relu}});
    x = w.add("conv2d", {{"filters", std::int64_t{64}}, {"kernel_size", Pair{3, 3}}}, {x}, {{"activation", relu}});
    x = w.add("max_pooling2d", {}, {x});
    x = w.add("flatten", {}, {x});
    x = w.add("dense", {{"units", std::int64_t{128}}}, {x}, {{"activation", relu}});
    x = w.add("dropout", {{"rate", 0.5}}, {x});
    x = w.add("dense", {{"units", std::int64_t{10}}}, {x});
    Project p = finish(w, input, x, "digits");
    p.training.epochs = 8;
    return p;
}

NodeId convNorm(GraphWriter& w, NodeId x, std::int64_t filters, std::int64_t kernel, std::int64_t stride) {
    x = w.add("conv2d",
              {{"filters", filters},
               {"kernel_size", Pair{kernel, kernel}},
               {"strides", Pair{stride, stride}},
               {"padding", same},
               {"use_bias", false}},
              {x});
    return w.add("batch_normalization", {}, {x});
}

/// He et al. 2016: two 3×3 convolutions and a shortcut, projected where the shape changes.
NodeId basicBlock(GraphWriter& w, NodeId x, std::int64_t filters, std::int64_t stride, bool project) {
    NodeId y = w.add("relu", {}, {convNorm(w, x, filters, 3, stride)});
    y = convNorm(w, y, filters, 3, 1);
    if (project) x = convNorm(w, x, filters, 1, stride);
    return w.add("relu", {}, {w.add("add", {}, {y, x})});
}

Project resnet20() {
    GraphWriter w("resnet20");
    const NodeId input = addInput(w, {32, 32, 3}, {});
    NodeId x = w.add("relu", {}, {convNorm(w, input, 16, 3, 1)});
    for (const std::int64_t filters : {16, 32, 64})
        for (int k = 0; k < 3; ++k) x = basicBlock(w, x, filters, k == 0 && filters != 16 ? 2 : 1, k == 0 && filters != 16);
    x = w.add("dense", {{"units", std::int64_t{10}}}, {w.add("global_average_pooling2d", {}, {x})});
    Project p = finish(w, input, x, "");
    p.training.optimizer = "sgd";
    p.training.rate = 0.1;
    p.training.optimizerParams.emplace("momentum", 0.9);
    return p;
}

Project resnet18() {
    GraphWriter w("resnet18");
    const NodeId input = addInput(w, {224, 224, 3}, {});
    NodeId x = w.add("relu", {}, {convNorm(w, input, 64, 7, 2)});
    x = w.add("max_pooling2d", {{"pool_size", Pair{3, 3}}, {"strides", Pair{2, 2}}, {"padding", same}}, {x});
    for (const std::int64_t filters : {64, 128, 256, 512})
        for (int k = 0; k < 2; ++k) x = basicBlock(w, x, filters, k == 0 && filters != 64 ? 2 : 1, k == 0 && filters != 64);
    x = w.add("dense", {{"units", std::int64_t{1000}}}, {w.add("global_average_pooling2d", {}, {x})});
    Project p = finish(w, input, x, "");
    p.training.optimizer = "sgd";
    p.training.rate = 0.1;
    p.training.optimizerParams.emplace("momentum", 0.9);
    p.training.batch = 32;
    return p;
}

/// Sandler et al. 2018, table 2: expand, depthwise, project; a shortcut where shapes agree.
NodeId invertedResidual(GraphWriter& w, NodeId x, std::int64_t in, std::int64_t out, std::int64_t stride, std::int64_t expansion) {
    NodeId y = x;
    if (expansion != 1) y = w.add("relu6", {}, {convNorm(w, y, in * expansion, 1, 1)});
    y = w.add("depthwise_conv2d",
              {{"kernel_size", Pair{3, 3}}, {"strides", Pair{stride, stride}}, {"padding", same}, {"use_bias", false}}, {y});
    y = w.add("relu6", {}, {w.add("batch_normalization", {}, {y})});
    y = convNorm(w, y, out, 1, 1);
    return stride == 1 && in == out ? w.add("add", {}, {x, y}) : y;
}

Project mobilenetv2() {
    struct Row {
        std::int64_t expansion, channels, repeats, stride;
    };
    constexpr std::array<Row, 7> rows{
        {{1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}}};
    GraphWriter w("mobilenetv2");
    const NodeId input = addInput(w, {224, 224, 3}, {});
    NodeId x = w.add("relu6", {}, {convNorm(w, input, 32, 3, 2)});
    std::int64_t channels = 32;
    for (const Row& r : rows)
        for (std::int64_t k = 0; k < r.repeats; ++k) {
            x = invertedResidual(w, x, channels, r.channels, k == 0 ? r.stride : 1, r.expansion);
            channels = r.channels;
        }
    x = w.add("relu6", {}, {convNorm(w, x, 1280, 1, 1)});
    x = w.add("dense", {{"units", std::int64_t{1000}}}, {w.add("global_average_pooling2d", {}, {x})});
    Project p = finish(w, input, x, "");
    p.training.batch = 32;
    return p;
}

constexpr std::array<Template, 6> all{{
    {"first-network", "First network", "Reads handwritten digits with two convolutions.", firstNetwork},
    {"mlp", "Dense network", "Three dense layers for small pictures.", mlp},
    {"lenet", "Small convolutional network", "Two convolutions, pooling and dropout.", lenet},
    {"resnet20", "ResNet-20", "A residual network for pictures of 32×32.", resnet20},
    {"resnet18", "ResNet-18", "A residual network for photographs.", resnet18},
    {"mobilenetv2", "MobileNetV2", "A network for photographs on phones.", mobilenetv2},
}};

}  // namespace

std::span<const Template> templates() { return all; }

Result<Project> makeTemplate(std::string_view id) {
    std::string known;
    for (const Template& t : all) {
        if (id == t.id) return t.make();
        known += (known.empty() ? "" : ", ") + std::string(t.id);
    }
    return fail(Code::NotFound, id, "is not a template", "Templates are " + known + ".");
}

}  // namespace nw
