// document: the inverse of expand: a frozen program, such as a file of another tool, as a graph that people edit.
#pragma once
#include <map>

#include "core/graph/graph.h"
#include "core/graph/program.h"

namespace nw {

struct Document {
    Graph graph;
    std::map<std::string, Tensor> weights;  ///< by state name: conv2d/kernel
};

/// `program`: inference phase, without state; best after deploy, which folds what files spell out. The first axis of every input is
/// the batch, whatever its size; weights of layers leave the program, other constants become Constant nodes. A network that ends in
/// a softmax over classes gets a Classify. `seed` decides the nodes' ids. Errors: Unsupported with the operator that no layer
/// stands for; Shape where the batch is not kept apart.
Result<Document> documentOf(const Program& program, std::string_view seed);

}  // namespace nw
