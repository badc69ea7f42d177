/* When intakes are held, and when the courses that begin there end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake_dates.h"

#include <math.h>

#include "base/calendar.h"

/* Of a day each over more years than a run or a course may have. */
#define SUF_MOST_INTERVALS 1e6

/* The same day of the month some months later or earlier; the last of a shorter month. */
static int32_t
months_later(int32_t day, int32_t months)
{
    int32_t first = suf_month_of_day(day);
    int32_t same = suf_day_of_month(first + months) + day - suf_day_of_month(first);
    int32_t last = suf_day_of_month(first + months + 1) - 1;
    return same < last ? same : last;
}

static double
interval(const suf_intake_spec *spec)
{
    return isnan(spec->every_days) ? SUF_DAYS_PER_YEAR : spec->every_days;
}

double
suf_intake_day(const suf_scenario *scenario, const suf_intake_spec *spec, int32_t intake)
{
    int32_t months = (int32_t) suf_intake_months(spec);
    if (months > 0) {
        return months_later(spec->first_day, months * intake) - scenario->start_day;
    }
    if (!isnan(spec->every_days)) {
        return spec->first_day + spec->every_days * intake - scenario->start_day;
    }
    int32_t start_month = suf_month_of_day(scenario->start_day);
    int32_t month = start_month - start_month % 12 + (int32_t) spec->month - 1;
    month += month < start_month ? 12 : 0;
    return suf_day_of_month(month + 12 * intake) - scenario->start_day;
}

/* Days of months and years are within two of their mean, so a count of intervals less two
 * is not too far. */
static int32_t
intervals_within(const suf_intake_spec *spec, double days)
{
    return (int32_t) fmax(fmin(floor(days / interval(spec)), SUF_MOST_INTERVALS) - 2, 1);
}

double
suf_intake_course_end(
    const suf_scenario *scenario, const suf_intake_spec *spec, int32_t intake)
{
    double end = suf_intake_day(scenario, spec, intake) + spec->length_days;
    int32_t at = intake + intervals_within(spec, spec->length_days);
    while (fabs(suf_intake_day(scenario, spec, at + 1) - end) <
           fabs(suf_intake_day(scenario, spec, at) - end)) {
        at++;
    }
    return suf_intake_day(scenario, spec, at);
}

suf_earlier_intakes
suf_intakes_of_year(
    const suf_scenario *scenario, const suf_intake_spec *spec, uint32_t year)
{
    int32_t start = scenario->start_day;
    double from = months_later(start, -12 * (int32_t) year) - start;
    double to = months_later(start, -12 * ((int32_t) year - 1)) - start;
    suf_earlier_intakes found = {0, 0};
    int32_t back = intervals_within(spec, suf_intake_day(scenario, spec, 0) - to);
    while (suf_intake_day(scenario, spec, -back) >= to) {
        back++;
    }
    found.latest = (uint32_t) back;
    for (;; back++) {
        double day = suf_intake_day(scenario, spec, -back);
        if (!(day >= from)) {
            return found;
        }
        bool is_on = day + spec->length_days >= 0 ||
                     suf_intake_course_end(scenario, spec, -back) >= 0;
        found.n += is_on || found.n == 0;
    }
}
