// One of a few, named where it stands, with the others in a menu.
#pragma once

#include <QList>
#include <QPushButton>

namespace nw::parts {

/// A quiet button that says which one it is.
class PickButton final : public QPushButton {
    Q_OBJECT
public:
    struct Item {
        int id;
        QString text, brief;  ///< the latter where there is no room for all
        bool operator==(const Item&) const = default;
    };

    /// `what` is what is picked, for the tooltip and for readers: "Run".
    explicit PickButton(const QString& what, QWidget* parent = nullptr);
    void setItems(const QList<Item>& items, int current);
    QString fullText() const;
    /// The width with the whole text.
    int fullWidth() const;
    void setBrief(bool brief);

Q_SIGNALS:
    /// By the user, another one than before.
    void picked(int id);

private:
    void name();
    QString what_;
    QList<Item> items_;
    int current_ = -1;
    bool brief_ = false;
};

}  // namespace nw::parts
