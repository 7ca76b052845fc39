// NodePage: the inspector of selected layers: name, parameters, settings, output, values.
#pragma once

#include "ui/build/inspector_parts.h"
#include "ui/build/properties.h"
#include "widgets/form/form.h"

class QPushButton;
class QVBoxLayout;

namespace nw::parts {
class Banner;
class InfoStrip;
}  // namespace nw::parts

namespace nw::ui {

class NodePage final : public QWidget {
    Q_OBJECT
public:
    explicit NodePage(Studio& studio, QWidget* parent = nullptr);

    /// One layer or several; nothing that is edited is lost when they are the same as before.
    void showNodes(const std::vector<NodeId>& nodes);
    const std::vector<NodeId>& nodes() const { return nodes_; }
    /// The document has changed: new values, faults, figures.
    void refresh();
    /// New values of the current sample.
    void refreshValues();
    form::Form& form() { return *form_; }

Q_SIGNALS:
    void helpWanted();

private:
    QWidget* makeHead();
    void rebuild();
    void addProperties();
    void addOutput();
    void addValues();
    void showHead();
    void showProperties();
    void showFaults();
    void cure();
    void showOutput();
    void edit(const QString& id, const QVariant& value);
    void commit(const QString& id);
    void showProperty(const Property& property);
    const Property* property(const QString& id) const;
    /// The editor with the focus and which of its parts has it, to bring the focus back after a rebuild.
    std::pair<QString, int> focused() const;
    void focus(const std::pair<QString, int>& where);

    Studio& studio_;
    std::vector<NodeId> nodes_;
    std::vector<Property> properties_;
    FamilyTile* tile_;
    NameEdit* name_;
    theme::ElidedLabel* id_;
    QPushButton* how_;
    theme::Label* doc_;
    parts::InfoStrip* bypassed_;  ///< with the way back
    parts::Banner* banner_;
    QPushButton* fix_;
    std::optional<Patch> cure_;  ///< what fix_ does
    form::Form* form_;
    struct Output {
        theme::Label *shape = nullptr, *parameters = nullptr, *multiplications = nullptr, *memory = nullptr;
        std::map<std::string, theme::Label*> others;
    } output_;
    ValuesView* values_ = nullptr;
    struct Weight {
        theme::Label* shape = nullptr;
        ValuesView* view = nullptr;
    };
    std::map<QString, Weight> weights_;
    std::set<QString> editing_;           ///< ids between their first change and their commit
    std::map<QString, QVariant> before_;  ///< values before those edits
    int serial_ = 0;                      ///< distinguishes edits, so that each is a step of its own
    bool foldOpen_ = false;
};

}  // namespace nw::ui
