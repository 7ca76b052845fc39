// What every editor of a form is: a value that changes while one edits, is committed when one is done, and comes back on Esc.
#pragma once

#include <QVariant>
#include <QWidget>

namespace nw::form {

/// An edit begins with the first change and ends with Enter, the loss of focus, the release of the mouse, or Esc. During it every
/// change is announced by valueChanged; at its end committed follows once if the value differs from the one before. Esc restores
/// that value (valueChanged, no committed). So a document pushes one undo step at committed, or merges the changes between two of
/// them.
class Editor : public QWidget {
    Q_OBJECT
public:
    explicit Editor(QWidget* parent = nullptr);

    virtual QVariant value() const = 0;
    /// From outside: shown, not announced. It ends an edit that is under way without committing it.
    void setValue(const QVariant& value);
    /// The selected things differ: the editor is empty and says "mixed" until a value is set or edited.
    virtual void setMixed(bool mixed);
    bool isMixed() const { return mixed_; }

    /// The name for screen readers; also that of the parts inside.
    virtual void setName(const QString& name);
    /// Err edge and the sentence as tooltip; empty takes both away.
    void setFault(const QString& sentence);
    QString fault() const { return fault_; }
    /// What the editor itself has to say about what is being typed; it comes before the fault.
    QString remark() const { return remark_; }
    /// What is typed cannot be taken as it is.
    bool isRefused() const { return refused_; }
    /// Disabled, with the reason as tooltip; enabled again when empty.
    void setDisabledBecause(const QString& reason);

    /// Whether dragging the label changes the value, and by how much a drag of `pixels` from where it began does so.
    virtual bool canDrag() const { return false; }
    void beginDrag();
    void dragTo(int pixels, bool fine);
    void endDrag();

Q_SIGNALS:
    void valueChanged(const QVariant& value);
    void committed(const QVariant& value);
    void remarked();

protected:
    /// The value as it is to be shown; announces nothing.
    virtual void show(const QVariant& value) = 0;
    /// The value after a drag of so many steps (of 4 px) from `start`.
    virtual QVariant dragged(const QVariant& start, double steps) const;
    /// The widgets that take the focus: their focus and Esc, Enter are watched.
    void watch(QWidget* part);
    /// To be called by the parts: the user changed the value.
    void changed();
    /// To be called by the parts: what is being typed cannot be taken as it is, and why. The value is again that before the edit.
    void refuse(const QString& why);
    /// The edit ends: what was typed has to become a value. The answer says what was made of it; empty where nothing is to be said.
    virtual QString settle() { return {}; }
    /// The value is this, whatever is being typed.
    virtual void hold(const QVariant& value) { show(value); }
    /// Ends the edit and commits.
    void finish();
    /// A choice is an edit by itself.
    void chose() {
        changed();
        finish();
    }
    bool eventFilter(QObject* watched, QEvent* event) override;
    const QList<QWidget*>& parts() const { return parts_; }
    bool isEditing() const { return editing_; }

private:
    void restore();
    void begin();
    void say(const QString& remark, bool refused);
    QVariant before_;  ///< the value before the edit; when none is under way, the value shown
    QList<QWidget*> parts_;
    QString fault_, remark_;
    bool refused_ = false;
    QVariant dragStart_;
    bool editing_ = false, mixed_ = false, showing_ = false, mixedBefore_ = false;
};

}  // namespace nw::form
