// A walk over the widgets of a page: named, large enough, not cut off, disabled with a reason.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QFocusFrame>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QStyleOptionComboBox>
#include <QTranslator>
#include <QtTest>

#include "widgets/theme/tokens.h"

namespace nw::test {

/// Every phrase 40 % longer, as a translation may be.
class LongLanguage final : public QTranslator {
public:
    QString translate(const char*, const char* text, const char*, int) const override {
        const QString phrase = QString::fromUtf8(text);
        QString longer = phrase;
        for (int i = 0; i < phrase.size() * 4 / 10; ++i) longer += i % 6 == 5 ? QLatin1Char(' ') : QLatin1Char('o');
        return longer;
    }
    bool isEmpty() const override { return false; }
};

inline QString what(const QWidget* w) {
    const QString name = w->accessibleName().isEmpty() && w->parentWidget()
                             ? QString("in %1").arg(w->parentWidget()->metaObject()->className())
                             : w->accessibleName();
    return QString("%1 \"%2\" \"%3\"").arg(w->metaObject()->className(), name, w->property("text").toString());
}

inline bool isInner(const QWidget* w) {
    const auto* area = qobject_cast<const QAbstractScrollArea*>(w->parentWidget());
    if (area && area->viewport() == w) return true;  // a graphics view's has no name to know it by
    return w->inherits("QAbstractItemView")
               ? qobject_cast<const QHeaderView*>(w) != nullptr
               : w->inherits("QScrollBar") || w->inherits("QAbstractScrollAreaScrollBarContainer") ||
                     qobject_cast<const QFocusFrame*>(w) || w->inherits("QLineEditIconButton") ||
                     w->objectName() == "qt_scrollarea_viewport" || w->objectName() == "qt_spinbox_lineedit" ||
                     w->objectName() == "qt_menubar_ext_button" ||
                     (qobject_cast<const QLineEdit*>(w) && qobject_cast<const QComboBox*>(w->parentWidget()));
}

/// What a user can act on.
inline QList<QWidget*> controls(QWidget* page) {
    QList<QWidget*> out;
    for (QWidget* w : page->findChildren<QWidget*>())
        if (w->isVisible() && w->focusPolicy() != Qt::NoFocus && !w->isWindow() && !isInner(w)) out << w;
    return out;
}

inline bool isNamed(const QWidget* w) {
    const auto* button = qobject_cast<const QAbstractButton*>(w);
    return !w->accessibleName().isEmpty() || (button && !button->text().isEmpty()) || qobject_cast<const QMenuBar*>(w);
}

inline QString fault(const QWidget* w) {
    if (!isNamed(w)) return "has no name";
    if (w->height() < 24 || w->width() < 24) return QString("is only %1×%2").arg(w->width()).arg(w->height());
    if (w->isEnabled()) return {};
    return w->toolTip().isEmpty() ? "is disabled without a reason" : QString();
}

inline bool isCut(const QLabel* l) {
    if (l->text().isEmpty() || l->pixmap(Qt::ReturnByValue).isNull() == false) return false;
    if (l->wordWrap()) return l->heightForWidth(l->width()) > l->height() + 1;
    return l->fontMetrics().horizontalAdvance(l->text()) > l->width() + 1;
}

inline bool isCut(const QComboBox* c) {
    QStyleOptionComboBox option;
    option.initFrom(c);
    option.editable = c->isEditable();
    const int room = c->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, c).width();
    return c->fontMetrics().horizontalAdvance(c->currentText()) > room + 1 && c->toolTip().isEmpty();
}

/// What is wrong with the widgets of a page that is shown, a line each.
inline QStringList faultsOf(QWidget* page) {
    QStringList faults;
    for (const QWidget* w : controls(page))
        if (const QString f = fault(w); !f.isEmpty()) faults << what(w) + " " + f;
    for (const QLabel* l : page->findChildren<QLabel*>())
        if (l->isVisible() && isCut(l)) faults << what(l) + " is cut off";
    for (const QAbstractButton* b : page->findChildren<QAbstractButton*>())
        if (b->isVisible() && !isInner(b) && b->width() < b->sizeHint().width()) faults << what(b) + " is narrower than its text";
    for (const QComboBox* c : page->findChildren<QComboBox*>())
        if (c->isVisible() && isCut(c)) faults << what(c) + " shows less than " + c->currentText();
    return faults;
}

/// The part of a widget that is not covered by the edges of what it stands in. What is in a scroll area may be scrolled to.
inline QRect seen(const QWidget* w, const QWidget* window) {
    QRect r(w->mapTo(window, QPoint()), w->size());
    for (const QWidget* p = w->parentWidget(); p && p != window; p = p->parentWidget()) {
        const auto* area = qobject_cast<const QAbstractScrollArea*>(p->parentWidget());
        if (area && area->viewport() == p) return r;
        r &= QRect(p->mapTo(window, QPoint()), p->size());
    }
    return r & window->rect();
}

/// Controls and words that reach over the edge of what they stand in, and controls that cover one another, a line each.
inline QStringList misplaced(QWidget* window) {
    QStringList faults;
    QList<QWidget*> words = controls(window);
    for (QLabel* l : window->findChildren<QLabel*>())
        if (l->isVisible() && !l->text().isEmpty()) words << l;
    for (const QWidget* w : words)
        if (seen(w, window).size() != w->size()) faults << what(w) + " reaches over an edge";
    const QList<QWidget*> all = controls(window);
    for (const QWidget* a : all)
        for (const QWidget* b : all) {
            if (a >= b || a->isAncestorOf(b) || b->isAncestorOf(a)) continue;
            if (seen(a, window).intersects(seen(b, window))) faults << what(a) + " covers " + what(b);
        }
    return faults;
}

/// Controls that Tab does not come to, a line each.
inline QStringList missedByTab(QWidget* page) {
    QSet<QWidget*> reached;
    for (int i = 0; i < 400; ++i) {
        QWidget* at = QApplication::focusWidget();
        for (QWidget* w = at; w; w = w->parentWidget()) reached.insert(w);
        QTest::keyClick(at ? at : page, Qt::Key_Tab);
    }
    QStringList missed;
    for (QWidget* w : controls(page)) {
        const auto* button = qobject_cast<QAbstractButton*>(w);
        const bool grouped = button && (button->autoExclusive() || button->group());  // arrows go on inside a group
        const bool click = !(w->focusPolicy() & Qt::TabFocus) || w->focusProxy() || qobject_cast<QMenu*>(w);
        if (w->isEnabled() && !click && !grouped && !reached.contains(w)) missed << what(w);
    }
    return missed;
}

/// A page in three themes, at the smallest size, and in words that are 40 % longer: `open` brings a new Window to where it is to be
/// looked at, the number of the look being given, and `page` finds the page in it.
template <class Window, class Open, class Page>
void walkEveryLook(Open open, Page page) {
    for (int i = 0; i < 5; ++i) {
        theme::Theme::instance().setScheme(static_cast<theme::Scheme>(i % 3));
        LongLanguage language;
        if (i == 3) QCoreApplication::installTranslator(&language);
        Window window;
        QVERIFY(open(window, i));
        QWidget& walked = page(window);
        walked.resize(i == 4 ? QSize(1024, 520) : QSize(1440, 820));
        const QStringList faults = faultsOf(&walked), missed = missedByTab(&walked);
        QVERIFY2(faults.isEmpty(), qPrintable(QString("%1: %2").arg(i).arg(faults.join("\n"))));
        QVERIFY2(missed.isEmpty(), qPrintable(QString("%1, Tab: %2").arg(i).arg(missed.join("\n"))));
    }
    theme::Theme::instance().setScheme(theme::Scheme::Light);
}

}  // namespace nw::test
