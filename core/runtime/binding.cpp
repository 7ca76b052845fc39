// Making a binding: types, kernels, homes of values, memory.
#include "core/runtime/binding.h"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "core/op/def.h"

namespace nw {

Result<std::unique_ptr<Binding>> Binding::create(const Module& module, const Function& function, const DimValues& dims,
                                                 const ExecutableOptions& options) {
    std::unique_ptr<Binding> b(new Binding(module, function, options));
    NW_RETURN_IF_ERROR(b->evaluateTypes(dims));
    NW_RETURN_IF_ERROR(b->prepareUnits(dims));
    b->chooseHomes();
    b->connect();
    return b;
}

Result<void> Binding::evaluateTypes(const DimValues& dims) {
    const auto add = [&](const Type& t, const std::string& where) -> Result<void> {
        NW_CHECK(t.shape.has_value());
        const auto extents = evaluate(*t.shape, dims);
        if (!extents) return fail(Code::Shape, where, "the size " + textOf(*t.shape) + " is not known");
        std::size_t bytes = sizeOf(t.dtype);
        for (const std::int64_t e : *extents)
            if (__builtin_mul_overflow(bytes, static_cast<std::size_t>(e), &bytes) || bytes > (std::size_t{1} << 46))
                return fail(Code::Memory, where, "a tensor of " + textOf(*extents) + " does not fit into memory");
        types_.push_back({t.dtype, *extents});
        return {};
    };
    base_.push_back(0);
    for (const NamedType& p : function_.params) NW_RETURN_IF_ERROR(add(p.type, p.name));
    for (const Apply& a : function_.nodes) {
        base_.push_back(types_.size());
        for (const Type& t : a.outputs) NW_RETURN_IF_ERROR(add(t, a.name.empty() ? a.op().id : a.name));
    }
    alias_.resize(types_.size());
    for (std::size_t i = 0; i < alias_.size(); ++i) alias_[i] = i;
    roots_.resize(types_.size());
    for (std::size_t i = 0; i < function_.params.size(); ++i) roots_[i] = {Home::Param, i};
    return {};
}

std::size_t Binding::rootOf(std::size_t value) const {
    while (alias_[value] != value) value = alias_[value];
    return value;
}

/// Applications without inputs give the same every time: they are computed once, here.
Result<bool> Binding::evaluateConstant(const Unit& unit, const DimValues& dims) {
    const Apply& a = function_.nodes[unit.last() - 1];
    if (unit.nodes.size() > 1 || !a.inputs.empty() || a.op().control) return false;
    const std::size_t value = flat({unit.last(), 0});
    const KernelRequest request = requestFor(
        function_, unit, dims, [&](Value v) { return types_[flat(v)]; }, [](Value) { return nullptr; });
    NW_TRY(const auto kernel, prepareKernel({}, request));
    Tensor t = Tensor::empty(types_[value].dtype, types_[value].extents);
    void* out = t.raw();
    Stream stream;
    kernel->run({nullptr, &out, nullptr, nullptr}, 0, stream);
    roots_[value] = {Home::Constant, constants_.size()};
    constants_.push_back(std::move(t));
    return true;
}

namespace {

/// An error is told of the layer where the application has its name.
Result<std::unique_ptr<Kernel>> kernelOf(const Apply& a, const Backends& backends, const KernelRequest& request) {
    auto kernel = prepareKernel(backends, request);
    if (kernel || a.name.empty()) return kernel;
    Error e = kernel.error();
    e.place = a.name;
    return e;
}

}  // namespace

/// Constants, which regions may want to look into (packed weights, scales), and values that share the memory of others.
Result<void> Binding::prepareValues(const DimValues& dims) {
    for (std::uint32_t n = 1; n <= function_.nodes.size(); ++n) {
        const Apply& a = function_.nodes[n - 1];
        if (a.inputs.empty() && !a.op().control) NW_RETURN_IF_ERROR(evaluateConstant(singleUnit(function_, n), dims));
        if (a.op().view) alias_[flat({n, 0})] = flat(a.inputs[0]);
    }
    return {};
}

Result<void> Binding::prepareUnits(const DimValues& dims) {
    NW_RETURN_IF_ERROR(prepareValues(dims));
    const auto type = [&](Value v) { return types_[flat(v)]; };
    const auto constant = [&](Value v) -> const void* {
        const Root& root = roots_[rootOf(flat(v))];
        return root.home == Home::Constant ? constants_[root.index].raw() : nullptr;
    };
    std::map<std::uint32_t, std::unique_ptr<Kernel>> claimed;
    const auto complete = [&](const Unit& unit) {
        KernelRequest r = requestFor(function_, unit, dims, type, constant);
        r.phase = options_.phase;
        r.numerics = options_.numerics;
        r.threads = options_.pool ? options_.pool->threads() : 1;
        return r;
    };
    units_ = findUnits(function_, options_.backends, options_.numerics, [&](const Unit& unit) {
        auto kernel = unit.rule->factory(complete(unit));
        if (!kernel) return false;
        claimed[unit.last()] = *std::move(kernel);
        return true;
    });
    std::erase_if(units_, [&](const Unit& u) {
        const Apply& a = function_.nodes[u.last() - 1];
        return u.nodes.size() == 1 && (a.op().view || (a.inputs.empty() && !a.op().control));
    });
    for (const Unit& unit : units_) {
        Instruction instruction;
        instruction.node = unit.last();
        const Apply& a = function_.nodes[unit.last() - 1];
        if (a.op().control) {
            NW_RETURN_IF_ERROR(prepareControl(unit, dims, instruction));
        } else if (unit.rule) {
            instruction.kernel = std::move(claimed.at(unit.last()));
        } else {
            NW_TRY(instruction.kernel, kernelOf(a, options_.backends, complete(unit)));
        }
        instructions_.push_back(std::move(instruction));
    }
    return {};
}

Result<void> Binding::prepareControl(const Unit& unit, const DimValues& dims, Instruction& instruction) {
    const Apply& a = function_.nodes[unit.last() - 1];
    std::vector<TensorType> inputs, outputs;
    for (const Value v : a.inputs) inputs.push_back(v ? types_[flat(v)] : TensorType{});
    for (std::uint32_t i = 0; i < a.outputs.size(); ++i) {
        const std::size_t value = flat({unit.last(), i});
        outputs.push_back(types_[value]);
        if (a.outputs[i].form != Form::List) continue;
        roots_[value] = {Home::List, lists_.size()};
        lists_.push_back(std::make_unique<ListBuffer>());
        lists_.back()->setElement(types_[value]);
    }
    NW_TRY(instruction.control, makeControl(module_, a, inputs, outputs, dims, options_));
    return {};
}

/// Whether a result may be written onto a parameter: nothing reads the parameter after the producer, which itself may only if its
/// kernel works in place there.
bool Binding::mayOverwrite(std::size_t param, Value result, int producer, const Uses& uses) const {
    if (producer < 0 || !instructions_[static_cast<std::size_t>(producer)].kernel) return false;
    for (const auto& [unit, input] : uses.reads[param]) {
        if (unit < producer) continue;
        if (unit > producer) return false;
        const auto& pairs = instructions_[static_cast<std::size_t>(unit)].kernel->inPlace;
        if (std::find(pairs.begin(), pairs.end(), std::pair(input, static_cast<int>(result.port))) == pairs.end()) return false;
    }
    for (const Value v : uses.results[param])  // another result that is the old value of this parameter
        if (!(v == result)) return false;
    return types_[param] == types_[flat(result)];
}

Binding::Uses Binding::usesOfRoots() const {
    Uses uses{{types_.size(), std::vector<std::pair<int, int>>()}, {types_.size(), std::vector<Value>()}};
    for (std::size_t u = 0; u < units_.size(); ++u)
        for (std::size_t i = 0; i < units_[u].inputs.size(); ++i)
            uses.reads[rootOf(flat(units_[u].inputs[i]))].emplace_back(static_cast<int>(u), static_cast<int>(i));
    for (const Value v : function_.results)
        if (v) uses.results[rootOf(flat(v))].push_back(v);
    return uses;
}

/// Results get the caller's memory where nothing forbids it; the others are copied after the run.
void Binding::homeResults(const std::vector<int>& begin) {
    std::vector<std::vector<std::size_t>> onto(function_.results.size());
    for (const auto& [param, result] : options_.inPlace)
        if (result < onto.size()) onto[result].push_back(param);
    const Uses uses = usesOfRoots();
    for (std::size_t r = 0; r < function_.results.size(); ++r) {
        const Value v = function_.results[r];
        const std::size_t root = rootOf(flat(v));
        bool direct = roots_[root].home == Home::None && root == flat(v);
        for (const std::size_t param : onto[r]) direct = direct && mayOverwrite(param, v, begin[root], uses);
        if (direct)
            roots_[root] = {Home::Result, r};
        else
            copies_.push_back({{}, r, types_[root].bytes()});
    }
}

/// An output takes over the memory of an input that ends here, where the kernel offers it.
void Binding::reuseInputs(const std::vector<int>& end, std::vector<Lifetime>& lifetimes) {
    for (std::size_t u = 0; u < units_.size(); ++u) {
        if (!instructions_[u].kernel) continue;
        for (const auto& [in, out] : instructions_[u].kernel->inPlace) {
            const std::size_t from = rootOf(flat(units_[u].inputs[static_cast<std::size_t>(in)]));
            const std::size_t to = flat({units_[u].last(), static_cast<std::uint32_t>(out)});
            if (roots_[from].home != Home::Arena || roots_[to].home != Home::Arena || from == to) continue;
            Lifetime& a = lifetimes[roots_[from].index];
            const Lifetime b = lifetimes[roots_[to].index];
            if (a.end != static_cast<int>(u) || end[from] != static_cast<int>(u) || a.bytes != b.bytes ||
                b.begin != static_cast<int>(u))
                continue;
            const auto readers =
                std::count_if(units_[u].inputs.begin(), units_[u].inputs.end(), [&](Value v) { return rootOf(flat(v)) == from; });
            if (readers != 1) continue;
            a.end = b.end;
            lifetimes[roots_[to].index].bytes = 0;
            roots_[to].index = roots_[from].index;
        }
    }
}

void Binding::chooseHomes() {
    std::vector<int> begin(types_.size(), -1), end(types_.size(), -1);
    for (std::size_t u = 0; u < units_.size(); ++u) {
        const Apply& a = function_.nodes[units_[u].last() - 1];
        for (std::uint32_t i = 0; i < a.outputs.size(); ++i)
            begin[flat({units_[u].last(), i})] = end[flat({units_[u].last(), i})] = static_cast<int>(u);
        for (const Value v : units_[u].inputs) end[rootOf(flat(v))] = static_cast<int>(u);
    }
    homeResults(begin);
    for (const Copy& c : copies_) end[rootOf(flat(function_.results[c.result]))] = static_cast<int>(units_.size());
    std::vector<Lifetime> lifetimes;
    for (std::size_t i = 0; i < types_.size(); ++i)
        if (roots_[i].home == Home::None && alias_[i] == i && begin[i] >= 0) {
            roots_[i] = {Home::Arena, lifetimes.size()};
            lifetimes.push_back({types_[i].bytes(), begin[i], end[i], 0});
        }
    reuseInputs(end, lifetimes);
    arena_ = Storage::allocate(planMemory(lifetimes));
    lifetimes_ = std::move(lifetimes);
    for (Copy& c : copies_) c.from = roots_[rootOf(flat(function_.results[c.result]))];
}

void* Binding::pointer(const Root& root, std::span<void* const> params, std::span<void* const> results) const {
    switch (root.home) {
        case Home::Param: return params.empty() ? nullptr : params[root.index];
        case Home::Result: return results.empty() ? nullptr : results[root.index];
        case Home::Arena: return arena_->data() + lifetimes_[root.index].offset;
        case Home::Constant: return constants_[root.index].raw();
        case Home::List: return lists_[root.index].get();
        case Home::None: break;
    }
    return nullptr;
}

void Binding::connect() {
    std::size_t scratch = 0, shared = 0;
    for (std::size_t u = 0; u < units_.size(); ++u) {
        Instruction& instruction = instructions_[u];
        const Apply& a = function_.nodes[units_[u].last() - 1];
        const auto add = [&](std::size_t value, bool output) {
            const Root root = roots_[rootOf(value)];
            std::vector<void*>& list = output ? instruction.out : instruction.in;
            if (root.home == Home::Param || root.home == Home::Result)
                patches_.push_back({u, list.size(), root.index, output, root.home == Home::Result});
            list.push_back(pointer(root, {}, {}));
        };
        if (instruction.control) {
            for (const Value v : a.inputs) add(flat(v), false);
        } else {
            for (const Value v : units_[u].inputs) add(flat(v), false);
        }
        for (std::uint32_t i = 0; i < a.outputs.size(); ++i) add(flat({units_[u].last(), i}), true);
        if (instruction.kernel) {
            scratch = std::max(scratch, instruction.kernel->scratchBytes);
            shared = std::max(shared, instruction.kernel->sharedBytes);
        }
        InstructionProfile row{a.name, a.op().id, instruction.kernel ? instruction.kernel->implementation : "control", {}, 1, 0, 0};
        if (units_[u].rule) row.op = std::string(units_[u].rule->name);
        if (instruction.kernel) row.chunks = instruction.kernel->chunks;
        for (std::uint32_t i = 0; i < a.outputs.size(); ++i) row.outputs.push_back(types_[flat({units_[u].last(), i})]);
        profile_.push_back(std::move(row));
    }
    scratchStride_ = (scratch + 63) / 64 * 64;
    const int threads = options_.pool ? options_.pool->threads() : 1;
    scratch_ = Storage::allocate(scratchStride_ * static_cast<std::size_t>(threads));
    shared_ = Storage::allocate(shared);
}

Result<void> Binding::runInstruction(Instruction& instruction) {
    if (instruction.control) return instruction.control->run(instruction.in, instruction.out);
    const Kernel& kernel = *instruction.kernel;
    Stream stream;
    const auto chunk = [&](std::int64_t i, int slot) {
        kernel.run({instruction.in.data(), instruction.out.data(),
                    scratch_->data() + scratchStride_ * static_cast<std::size_t>(slot), shared_->data()},
                   i, stream);
    };
    const auto tail = [&](std::int64_t i, int slot) {
        kernel.runTail({instruction.in.data(), instruction.out.data(),
                        scratch_->data() + scratchStride_ * static_cast<std::size_t>(slot), shared_->data()},
                       i, stream);
    };
    if (options_.pool) {
        options_.pool->parallel(kernel.chunks, chunk);
        options_.pool->parallel(kernel.tailChunks, tail);
    } else {
        for (std::int64_t i = 0; i < kernel.chunks; ++i) chunk(i, 0);
        for (std::int64_t i = 0; i < kernel.tailChunks; ++i) tail(i, 0);
    }
    return {};
}

Result<void> Binding::run(std::span<void* const> params, std::span<void* const> results, bool profiling) {
    for (const Patch& p : patches_) {
        Instruction& instruction = instructions_[p.instruction];
        (p.output ? instruction.out : instruction.in)[p.position] = p.result ? results[p.index] : params[p.index];
    }
    using Clock = std::chrono::steady_clock;
    for (std::size_t i = 0; i < instructions_.size(); ++i) {
        const auto start = profiling ? Clock::now() : Clock::time_point{};
        NW_RETURN_IF_ERROR(runInstruction(instructions_[i]));
        if (!profiling) continue;
        profile_[i].seconds += std::chrono::duration<double>(Clock::now() - start).count();
        ++profile_[i].runs;
    }
    for (const Copy& c : copies_) {
        void* from = pointer(c.from, params, results);
        if (from == results[c.result]) continue;
        if (resultIsList(c.result))
            static_cast<ListBuffer*>(results[c.result])->assign(*static_cast<const ListBuffer*>(from));
        else if (c.bytes > 0)
            std::memcpy(results[c.result], from, c.bytes);
    }
    return {};
}

std::size_t Binding::plannedBytes() const {
    std::size_t bytes = arena_->bytes() + scratch_->bytes() + shared_->bytes();
    for (const Tensor& t : constants_) bytes += t.bytes();
    for (const Instruction& i : instructions_)
        if (i.control) bytes += i.control->plannedBytes();
    return bytes;
}

}  // namespace nw
