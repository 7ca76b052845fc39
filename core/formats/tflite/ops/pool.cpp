// Pooling and resizing.
#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"

namespace nw::tflite {
namespace {

using Ints = std::vector<std::int64_t>;

Result<void> writePool(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    const Ints size = w.node.ints("pool_size"), strides = w.node.ints("strides");
    fb::Pool2DOptionsT options;
    options.padding = w.node.get<std::string>("padding") == "same" ? fb::Padding::SAME : fb::Padding::VALID;
    options.filter_height = static_cast<std::int32_t>(size[0]);
    options.filter_width = static_cast<std::int32_t>(size[1]);
    options.stride_h = static_cast<std::int32_t>(strides[0] ? strides[0] : size[0]);
    options.stride_w = static_cast<std::int32_t>(strides[1] ? strides[1] : size[1]);
    options.fused_activation_function = w.activation;
    return w.emit(w.entry.code, w.version(), {x}, options);
}

Result<void> readPool(OpReader& r) {
    const auto* o = r.options<fb::Pool2DOptions>();
    if (!o || o->stride_h() < 1 || o->stride_w() < 1) return r.refuse("has no options or strides");
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value y, r.apply(r.entry->op,
                                  {{"pool_size", Ints{o->filter_height(), o->filter_width()}},
                                   {"strides", Ints{o->stride_h(), o->stride_w()}},
                                   {"padding", std::string(o->padding() == fb::Padding::SAME ? "same" : "valid")}},
                                  {x}));
    return r.out(y, o->fused_activation_function());
}

Result<void> writeResizing(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    const int size = w.ints({w.node.get<std::int64_t>("height"), w.node.get<std::int64_t>("width")}, "size");
    if (w.node.get<std::string>("interpolation") == "nearest") {
        fb::ResizeNearestNeighborOptionsT options;
        options.half_pixel_centers = true;
        return w.emit(fb::Builtin::RESIZE_NEAREST_NEIGHBOR, 3, {x, size}, options);
    }
    fb::ResizeBilinearOptionsT options;
    options.half_pixel_centers = true;
    return w.emit(fb::Builtin::RESIZE_BILINEAR, 3, {x, size}, options);
}

template <class O>
Result<void> readResize(OpReader& r, const char* interpolation) {
    const auto* options = r.options<O>();
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Ints size, r.ints(1));
    if (size.size() != 2 || r.shape(x).size() != 4) return r.refuse("needs images and a size of 2 numbers");
    const bool same = r.shape(x)[1] == Dim(size[0]) && r.shape(x)[2] == Dim(size[1]);
    if (same) return r.out(x);
    const bool point = r.shape(x)[1] == Dim(1) && r.shape(x)[2] == Dim(1);  // all conventions agree
    if (!point && (!options || !options->half_pixel_centers()))
        return r.refuse("resizes without half-pixel centres, which cannot be read yet");
    NW_TRY(const Value y,
           r.apply("resizing", {{"height", size[0]}, {"width", size[1]}, {"interpolation", std::string(interpolation)}}, {x}));
    return r.out(y);
}

Result<void> readBilinear(OpReader& r) { return readResize<fb::ResizeBilinearOptions>(r, "bilinear"); }
Result<void> readNearest(OpReader& r) { return readResize<fb::ResizeNearestNeighborOptions>(r, "nearest"); }

}  // namespace

Family pools() {
    using fb::Builtin;
    const auto pool = [](const char* op, Builtin code) {
        return Entry{.op = op,
                     .code = code,
                     .types = Floats,
                     .version8 = 2,
                     .version16 = 3,
                     .fuses = true,
                     .keeps = true,
                     .write = writePool,
                     .read = readPool};
    };
    return {{pool("average_pooling2d", Builtin::AVERAGE_POOL_2D),
             pool("max_pooling2d", Builtin::MAX_POOL_2D),
             {.op = "resizing",
              .code = Builtin::RESIZE_BILINEAR,
              .types = Floats,
              .version8 = 3,
              .version16 = 4,
              .keeps = true,
              .write = writeResizing,
              .read = readBilinear}},
            {{Builtin::RESIZE_NEAREST_NEIGHBOR, readNearest}}};
}

}  // namespace nw::tflite
