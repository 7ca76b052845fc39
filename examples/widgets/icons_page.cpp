// The gallery's page of icons: every drawing at the sizes that the program uses, and the tiles of the families.
#include <QDir>
#include <QPainter>

#include "examples/widgets/pages.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/type.h"

namespace nw::gallery {

namespace {

class IconSheet final : public QWidget {
public:
    IconSheet() {
        for (const QString& name : QDir(QStringLiteral(":/nw/icons")).entryList()) ids_ << name.chopped(4);
        setMinimumSize(8 * Cell, ((static_cast<int>(ids_.size()) + 7) / 8) * Height + 100);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setFont(theme::font(theme::Type::Note));
        for (int f = 0; f < theme::FamilyCount; ++f)
            theme::drawFamilyTile(&p, static_cast<theme::Family>(f), QRectF(24 + f * 56, 24, 36, 36), 9);
        for (int i = 0; i < ids_.size(); ++i) {
            const QPoint at(24 + i % 8 * Cell, 84 + i / 8 * Height);
            theme::drawIcon(&p, ids_[i], QRectF(at, QSizeF(36, 36)), theme::colour(theme::Token::Text));
            int x = at.x() + 44;
            for (const int size : {22, 18, 16, 14}) {
                theme::icon(ids_[i]).paint(&p, QRect(x, at.y() + 8, size, size));
                x += size + 4;
            }
            p.setPen(theme::colour(theme::Token::Text2));
            p.drawText(QRect(at.x(), at.y() + 40, Cell - 8, 16), Qt::AlignLeft, ids_[i]);
        }
    }

private:
    static constexpr int Cell = 150, Height = 68;
    QStringList ids_;
};

}  // namespace

QWidget* iconsPage() { return new IconSheet; }

}  // namespace nw::gallery
