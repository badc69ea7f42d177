/* Civil dates, and the months of a run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "calendar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

/* Days from 0000-03-01, counted in eras of 400 years so that the leap rule is arithmetic.
 */
int32_t
suf_day_of_date(int32_t year, int32_t month, int32_t day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t year_of_era = y - era * 400;
    int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int32_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void
suf_date_of_day(int32_t day_number, int32_t *year, int32_t *month, int32_t *day)
{
    int32_t days = day_number + 719468;
    int32_t era = (days >= 0 ? days : days - 146096) / 146097;
    int32_t day_of_era = days - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

bool
suf_date_parse(const char *text, int32_t *day_number)
{
    int32_t part[3] = {0, 0, 0};
    static const int widths[3] = {4, 2, 2};
    const char *at = text;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < widths[i]; j++, at++) {
            if (*at < '0' || *at > '9') {
                return false;
            }
            part[i] = part[i] * 10 + (*at - '0');
        }
        if (*at != (i < 2 ? '-' : '\0')) {
            return false;
        }
        at += i < 2;
    }
    if (part[0] < 1900 || part[0] > 2200 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
        part[2] > 31) {
        return false;
    }
    int32_t found = suf_day_of_date(part[0], part[1], part[2]);
    int32_t year = 0;
    int32_t month = 0;
    int32_t day = 0;
    suf_date_of_day(found, &year, &month, &day);
    if (year != part[0] || month != part[1] || day != part[2]) {
        return false; /* 30 February and the like */
    }
    *day_number = found;
    return true;
}

void
suf_date_format(int32_t day_number, char text[11])
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t day = 0;
    suf_date_of_day(day_number, &year, &month, &day);
    char wide[40];
    (void) snprintf(wide, sizeof wide, "%04d-%02d-%02d", year, month, day);
    (void) snprintf(text, 11, "%.10s", wide);
}

int32_t
suf_month_of_day(int32_t day_number)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t day = 0;
    suf_date_of_day(day_number, &year, &month, &day);
    return 12 * year + month - 1;
}

int32_t
suf_day_of_month(int32_t month_number)
{
    return suf_day_of_date(month_number / 12, month_number % 12 + 1, 1);
}

void
suf_month_factors(const double given[12], double relative[12])
{
    static const double days[12] = {31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    double sum = 0; /* exact where all are 1 */
    for (int month = 0; month < 12; month++) {
        sum += given[month] * days[month];
    }
    double mean = sum / SUF_DAYS_PER_YEAR;
    for (int month = 0; month < 12; month++) {
        relative[month] = mean > 0 ? given[month] / mean : 0;
    }
}

suf_status
suf_calendar_init(
    suf_calendar *self, int32_t first_day, int32_t start_day, int32_t end_day)
{
    *self = (suf_calendar){.start_day = start_day};
    suf_bug_unless(first_day <= start_day && start_day < end_day);
    self->first_month = suf_month_of_day(first_day);
    self->start_index = (uint32_t) (suf_month_of_day(start_day) - self->first_month);
    self->n_months = (uint32_t) (suf_month_of_day(end_day) - self->first_month);
    suf_status status = suf_array_new(
        (size_t) self->n_months + 1, sizeof *self->limits_days, &self->limits_days);
    for (uint32_t i = 0; status == SUF_OK && i <= self->n_months; i++) {
        self->limits_days[i] =
            suf_day_of_month(self->first_month + (int32_t) i) - start_day;
    }
    return status;
}

void
suf_calendar_free(suf_calendar *self)
{
    free(self->limits_days);
    *self = (suf_calendar){0};
}

double
suf_calendar_days(const suf_calendar *self, double month_time)
{
    if (month_time >= self->n_months) {
        return (double) INFINITY;
    }
    if (month_time < 0) {
        return self->limits_days[0] + month_time * SUF_DAYS_PER_MONTH;
    }
    uint32_t month = (uint32_t) month_time;
    double start = self->limits_days[month];
    return start + (month_time - month) * (self->limits_days[month + 1] - start);
}

uint32_t
suf_calendar_month(const suf_calendar *self, double time_days)
{
    uint32_t low = 0;
    uint32_t high = self->n_months;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (self->limits_days[middle] <= time_days) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t
suf_weekday_of_day(int32_t day_number)
{
    /* Day 0 is 1970-01-01, a Thursday. */
    return (uint32_t) (((day_number + 3) % 7 + 7) % 7);
}
