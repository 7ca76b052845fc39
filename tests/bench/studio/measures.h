// The measurements, each of one promise of the studio.
#pragma once

#include "tests/bench/studio/event_clock.h"
#include "tests/bench/studio/figures.h"

namespace nw::bench {

/// From the start of the process to the first picture of its window.
void measureStart(Figures& figures);
/// From Train to the first points on the curves. Afterwards the digits are in the cache, whether they were before or not.
void measureFirstPoints(Figures& figures, bool cached);
/// From a number in the form to shapes and previews on the canvas.
void measureEdit(Figures& figures);
/// From the end of a stroke on the pad to thumbnails and bars on the canvas.
void measurePad(Figures& figures);
/// The longest events while training: on Train, on Build, and going from page to page.
void measureBlocking(Figures& figures, EventClock& clock);
/// What live curves and previews take of the processors, beside what the training takes.
void measureWatching(Figures& figures);
/// How much longer a step takes because of them: on a quiet machine only, where 2 % can be told from noise.
void measureWatchingByTheClock(Figures& figures);

}  // namespace nw::bench
