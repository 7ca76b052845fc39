// Opening, remembering and using sets.
#include "ui/data/shown_data.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

#include "core/data/idx.h"
#include "core/train/data_binding.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace {

namespace fs = std::filesystem;

constexpr auto OpenedKey = "data/opened";
constexpr int MostOpened = 12;
/// Larger sets that must be decoded are compared only when asked for.
constexpr std::int64_t QuickToCompare = 5000;

QSettings settings() { return QSettings(QStringLiteral("netwright"), QStringLiteral("studio")); }

bool isQuick(const DatasetSplits& splits) {
    std::int64_t n = 0;
    bool copies = true;
    for (const Split s : {Split::Train, Split::Validation, Split::Test})
        if (const auto& set = splits.of(s)) n += set->size(), copies = copies && set->inMemory();
    return copies || n <= QuickToCompare;
}

void abandon(QPointer<Job>& job) {
    if (job) job->abandon();
    job.clear();
}

QString shortPath(const fs::path& path) {
    const QString text = q(path.string()), home = QDir::homePath();
    return text.startsWith(home + QLatin1Char('/')) ? QStringLiteral("~") + text.mid(home.size()) : text;
}

}  // namespace

KnownSet describeSet(const Studio& studio, const std::string& spec) {
    const auto parsed = parseDataSpec(spec);
    KnownSet out{spec, q(spec), {}, false};
    if (!parsed) return out;
    if (parsed->kind.empty() && studio.engine.sets().find(parsed->path)) {
        out.builtIn = true;
        out.name = q(parsed->path);
        out.name[0] = out.name[0].toUpper();
        out.description = ShownData::tr("ships with Netwright");
        if (const auto options = spec.find('?'); options != std::string::npos)
            out.description = ShownData::tr("%1, %2").arg(out.description, q(spec.substr(options + 1)));
        return out;
    }
    const fs::path path = studio.data.base() / parsed->path;
    out.name = q((path.has_filename() ? path : path.parent_path()).filename().string());
    const QString where = shortPath((path.has_filename() ? path : path.parent_path()).parent_path());
    out.description = parsed->kind == "idx" || hasIdxFiles(path) ? ShownData::tr("IDX files in %1").arg(where)
                                                                 : ShownData::tr("images in %1").arg(where);
    return out;
}

ShownData::ShownData(Studio& studio, QObject* parent) : QObject(parent), studio_(studio) {
    connect(&studio.data, &DataService::changed, this, [this] {
        if (!preview_ || spec_ == studio_.data.spec()) adoptProject();
        Q_EMIT knownChanged();
    });
    connect(&studio.document, &Document::opened, this, [this] {
        preview_ = false;
        adoptProject();
    });
    adoptProject();
}

QString ShownData::name() const { return describeSet(studio_, spec_).name; }

bool ShownData::isOfProject() const { return !preview_; }
bool ShownData::isOpening() const { return preview_ ? !open_.isNull() : studio_.data.isOpening(); }

void ShownData::adoptProject() {
    const bool same = spec_ == studio_.document.project().data;
    preview_ = false;
    if (same && isOpen() && studio_.data.isOpening()) {  // what is shown is what is being opened
        Q_EMIT changed();
        return;
    }
    abandon(open_);
    spec_ = studio_.document.project().data;
    const bool current = studio_.data.spec() == spec_;
    splits_ = current ? studio_.data.splits() : DatasetSplits{};
    fault_ = current ? studio_.data.fault() : QString();
    emptyFolder_ = false;
    settle();
}

void ShownData::show(const std::string& spec) {
    if (spec == studio_.document.project().data) return adoptProject();
    abandon(open_);
    preview_ = true;
    spec_ = spec;
    splits_ = {};
    fault_.clear();
    emptyFolder_ = false;
    const auto seed = static_cast<std::uint64_t>(studio_.document.project().training.seed);
    open_ = Job::start<DatasetSplits>(
        this,
        [engine = &studio_.engine, spec, seed, base = studio_.data.base()](const JobHooks&) {
            return engine->open(spec, seed, base);
        },
        [this](Result<DatasetSplits> result) { opened(std::move(result)); });
    settle();
}

void ShownData::opened(Result<DatasetSplits> result) {
    open_.clear();
    if (result) {
        splits_ = *std::move(result);
    } else {
        fault_ = sentence(result.error());
        const auto parsed = parseDataSpec(spec_);
        std::error_code ignored;
        emptyFolder_ = parsed && fs::is_directory(studio_.data.base() / parsed->path, ignored) &&
                       (result.error().code == Code::NotFound || parsed->kind.empty());
    }
    settle();
}

void ShownData::settle() {
    statistics_ = isOpen() ? statisticsOf(splits_) : std::vector<SplitStatistics>();
    duplicates_.reset();
    abandon(search_);
    if (isOpen() && isQuick(splits_)) search();
    Q_EMIT changed();
    Q_EMIT duplicatesChanged();
}

void ShownData::showPath(const QString& given) {
    QFileInfo info(given);
    if (info.isFile() && hasIdxFiles(s(info.absolutePath()))) info = QFileInfo(info.absolutePath());
    const QString path = QDir::cleanPath(info.absoluteFilePath());
    QSettings stored = settings();
    QStringList opened = stored.value(QLatin1String(OpenedKey)).toStringList();
    opened.removeAll(path);
    opened.prepend(path);
    stored.setValue(QLatin1String(OpenedKey), QStringList(opened.mid(0, MostOpened)));
    show(s(path));
    Q_EMIT knownChanged();
}

void ShownData::reload() {
    if (!preview_) return studio_.data.reload();
    show(std::string(spec_));
}

std::vector<KnownSet> ShownData::known() const {
    std::vector<KnownSet> out;
    for (const auto& [id, entry] : studio_.engine.sets().entries()) out.push_back(describeSet(studio_, id));
    const auto add = [&](const std::string& spec) {
        const bool there = std::any_of(out.begin(), out.end(), [&](const KnownSet& k) { return k.spec == spec; });
        if (!spec.empty() && !there) out.push_back(describeSet(studio_, spec));
    };
    add(studio_.document.project().data);
    for (const QString& path : settings().value(QLatin1String(OpenedKey)).toStringList()) add(s(path));
    return out;
}

void ShownData::forget(const std::string& spec) {
    QSettings stored = settings();
    QStringList opened = stored.value(QLatin1String(OpenedKey)).toStringList();
    opened.removeAll(q(spec));
    stored.setValue(QLatin1String(OpenedKey), opened);
    if (preview_ && spec_ == spec) adoptProject();
    Q_EMIT knownChanged();
}

void ShownData::search() {
    if (!isOpen() || search_) return;
    search_ = Job::start<DuplicateReport>(
        this,
        [splits = splits_, pool = studio_.engine.pool()](const JobHooks& hooks) {
            return findDuplicates(splits, {pool.get(), hooks.stop,
                                           [&](std::int64_t done, std::int64_t total) { hooks.say("Comparing", done, total); }});
        },
        [this](Result<DuplicateReport> report) {
            search_.clear();
            if (report) duplicates_ = *std::move(report);
            Q_EMIT duplicatesChanged();
        });
    connect(search_, &Job::progress, this,
            [this](const QString&, qint64 done, qint64 total) { Q_EMIT searchProgress(done, total); });
    Q_EMIT duplicatesChanged();
}

void ShownData::stopSearch() {
    if (search_) search_->cancel();
}

std::vector<Patch> ShownData::fits(const QStringList& left) const {
    if (!isOpen()) return {};
    const DataDescription after = describe(splits_.train->spec());
    std::optional<DataDescription> before;
    if (studio_.data.isOpen()) before = describe(studio_.data.splits().train->spec());
    Graph graph = studio_.document.graph();
    const auto isNew = [known = allFindings(graph, before ? &*before : nullptr)](const Finding& f) {
        return std::none_of(known.begin(), known.end(),
                            [&](const Finding& k) { return k.node == f.node && k.headline == f.headline; });
    };
    std::vector<Patch> out;
    QStringList done = left;
    for (bool more = true; more && out.size() < 16;) {
        more = false;
        for (const Finding& f : allFindings(graph, &after)) {
            if (f.rank == Rank::Open || f.fixes.empty() || !f.function.empty() || !isNew(f)) continue;
            if (done.contains(q(f.fixes[0].label)) || !f.fixes[0].apply(graph)) continue;
            done << q(f.fixes[0].label);
            out.push_back(f.fixes[0]);
            more = true;
            break;
        }
    }
    return out;
}

std::vector<Patch> ShownData::fits() const { return preview_ ? fits({}) : std::vector<Patch>(); }

Result<void> ShownData::use(const QStringList& left) {
    ProjectPatch patch;
    patch.label = tr("Use %1").arg(name());
    patch.data = spec_;
    for (const Patch& fit : fits(left)) patch.graph.edits.insert(patch.graph.edits.end(), fit.edits.begin(), fit.edits.end());
    return studio_.document.apply(patch);
}

}  // namespace nw::ui
