// Previews: the value of every layer for the current sample, computed beside the studio with the weights that are shown.
#pragma once

#include <QHash>
#include <QImage>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "ui/document/data_service.h"

namespace nw::ui {

class Previews : public QObject {
    Q_OBJECT
public:
    Previews(const Engine& engine, Document& document, CurrentSample& sample, QObject* parent = nullptr);
    ~Previews() override;

    /// The first output of a layer for the current sample, [1, ...]; not defined() where there is none (a fault upstream).
    Tensor value(NodeId node) const;
    /// featureMaps() of value(), drawn where it was computed.
    QList<QImage> maps(NodeId node) const { return maps_.value(node); }
    /// Probabilities of the head, if there is one.
    Tensor scores() const { return scores_; }
    /// Why the network has no values though nothing is wrong with it; else empty.
    QString obstacle() const { return obstacle_; }
    /// Weights of the shown run or training; null: the first weights of the project's seed. States are taken by name and shape.
    void setWeights(std::shared_ptr<const State> state);
    bool hasTrainedWeights() const { return weights_ != nullptr; }
    /// The weights that values were computed with, by state name; not defined() when there are none.
    Tensor weight(const std::string& name) const;

Q_SIGNALS:
    void changed();

private:
    struct Request {
        Graph graph;
        std::set<NodeId> faulty;
        std::shared_ptr<const State> weights;
        std::uint64_t seed = 0;
        Tensor sample;
    };
    struct Answer {
        std::map<NodeId, Tensor> values;
        QHash<NodeId, QList<QImage>> maps;
        Tensor scores;
        std::map<std::string, Tensor> weights;
        QString obstacle;
    };
    class Evaluator;

    void ask();
    void work(const std::stop_token& stop);

    const Engine& engine_;
    Document& document_;
    CurrentSample& sample_;
    std::shared_ptr<const State> weights_;
    std::map<NodeId, Tensor> values_;
    QHash<NodeId, QList<QImage>> maps_;
    std::map<std::string, Tensor> shownWeights_;
    Tensor scores_;
    QString obstacle_;

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Request> next_;  ///< guarded; only the newest request counts
    std::jthread thread_;
};

}  // namespace nw::ui
