// dx[pixel] = Σ weight dy[o] over the outputs o that looked at the pixel: the adjoint of resizing.
#include "core/op/define.h"

namespace nw::ops::resizing_grad {

enum class Interpolation : std::uint8_t { Bilinear, Nearest };
constexpr std::array<Choice, 2> InterpolationChoices{{{"bilinear", "Bilinear"}, {"nearest", "Nearest"}}};

struct ResizingGrad {
    Interpolation interpolation = Interpolation::Bilinear;
    Shape inputShape;
};

Result<Signature> infer(const ResizingGrad& p, const Inputs& in) {
    return Signature().output("dx", {in["dy"].dtype, p.inputShape});
}

Grads vjp(const ResizingGrad& p, const Pullback& c) {
    Emit& e = c.emit();
    const Shape dy = e.shape(c.in("dy"));
    const std::string how = InterpolationChoices[static_cast<std::size_t>(p.interpolation)].id;
    Grads g;
    g.set("dy", e.one("resizing", {{"height", dy[1].value()}, {"width", dy[2].value()}, {"interpolation", how}}, {c.grad("dx")}));
    return g;
}

/// Where output cell i of an axis looks: between cells low and high. In float, as resizing.
struct Place {
    std::int64_t low, high;
    float lerp;
};

Place place(std::int64_t i, std::int64_t in, std::int64_t out, Interpolation how) {
    const float at = (static_cast<float>(i) + 0.5f) * (static_cast<float>(in) / static_cast<float>(out));
    if (how == Interpolation::Nearest) {
        const std::int64_t cell = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(at)), 0, in - 1);
        return {cell, cell, 0};
    }
    const float floor = std::floor(at - 0.5f);
    const std::int64_t low = static_cast<std::int64_t>(floor);
    return {std::clamp<std::int64_t>(low, 0, in - 1), std::clamp<std::int64_t>(low + 1, 0, in - 1), at - 0.5f - floor};
}

template <class T>
void reference(const ResizingGrad& p, const ReferenceArgs& a) {
    const auto dy = a.in<T>("dy");
    const auto dx = a.out<T>("dx");
    const std::int64_t height = dy.dim(1), width = dy.dim(2), channels = dy.dim(3), rows = dx.dim(1), columns = dx.dim(2);
    std::fill_n(dx.data, dx.size(), T(0));
    for (std::int64_t o = 0, n = dy.size(); o < n; ++o) {
        const std::int64_t c = o % channels, j = o / channels % width, i = o / channels / width % height;
        T* map = dx.data + o / channels / width / height * rows * columns * channels + c;
        const Place v = place(i, rows, height, p.interpolation), h = place(j, columns, width, p.interpolation);
        const auto add = [&](std::int64_t row, std::int64_t column, T weight) {
            map[(row * columns + column) * channels] += weight * dy[o];
        };
        const T right = static_cast<T>(h.lerp), below = static_cast<T>(v.lerp);
        add(v.low, h.low, (1 - below) * (1 - right));
        add(v.low, h.high, (1 - below) * right);
        add(v.high, h.low, below * (1 - right));
        add(v.high, h.high, below * right);
    }
}

}  // namespace nw::ops::resizing_grad

NW_OPERATOR(resizing_grad) {
    using namespace nw::ops::resizing_grad;
    return nw::Op<ResizingGrad>("resizing_grad")
        .internal()
        .label("Resizing gradient")
        .doc("The gradient of Resizing: every cotangent is spread over the pixels that its output was mixed from.")
        .formula("dx[pixel] = Σ weight(o, pixel) dy[o] over outputs o")
        .input("dy", "[batch, height, width, channels]", "Cotangent of the output of resizing.")
        .output("dx", "[batch, height, width, channels]", "Cotangent of its input.")
        .param<&ResizingGrad::interpolation>(
            "interpolation", {.label = "Interpolation", .doc = "Interpolation of resizing.", .choices = InterpolationChoices})
        .param<&ResizingGrad::inputShape>("input_shape",
                                          {.label = "Input shape", .doc = "Shape of the input of resizing.", .internal = true})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"dy", {2, 5, 3, 2}}}, {.inputShape = nw::Shape{2, 3, 4, 2}})
        .sample({{"dy", {1, 3, 8, 1}}}, {.interpolation = Interpolation::Nearest, .inputShape = nw::Shape{1, 4, 5, 1}});
}
