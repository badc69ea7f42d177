/* The clock of a run: whole ticks since its start.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every event happens on a tick. So times that are equal on paper are equal here (an
 * hour, a tenth of a day and a mean month are whole numbers of ticks), and sums of times
 * do not depend on the order in which they are added.
 *
 * A tick is 1/49710 of a second: of the ticks that divide a second it is nearly the
 * shortest for which a moment of a day fits in 32 bits. Days as doubles are exact for
 * whole days, and tell two ticks apart for some 8,000 years. */
#ifndef SUF_BASE_CLOCK_H
#define SUF_BASE_CLOCK_H

#include <math.h>
#include <stdint.h>

typedef int64_t suf_ticks;

#define SUF_TICKS_PER_DAY UINT32_C(4294944000) /* 86400 x 49710 */
/* Beyond every run; sums of two of them do not overflow. */
#define SUF_NEVER_TICKS (INT64_C(1) << 56)

/* The tick nearest to a time; beyond every run (INFINITY too): SUF_NEVER_TICKS. */
static inline suf_ticks
suf_ticks_of_days(double days)
{
    double ticks = days * SUF_TICKS_PER_DAY;
    if (!(ticks < 0x1p56)) {
        return SUF_NEVER_TICKS;
    }
    return (suf_ticks) (ticks + copysign(0.5, ticks));
}

/* The time of a tick: by division, which is exact where the days are whole. */
static inline double
suf_days_of_ticks(suf_ticks ticks)
{
    return (double) ticks / SUF_TICKS_PER_DAY;
}

#endif
