/* Civil dates, and the months of a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dates are proleptic Gregorian. A day number counts days since 1970-01-01; a month
 * number is 12 x year + (month - 1). Inside the simulator time is a double in days since
 * the run's start; dates are converted here, once.
 *
 * Month time is the second clock: month index plus the fraction of that month gone. It
 * turns ages into plain subtraction: the day of birth is a fraction of the birth month, a
 * birthday the same fraction of a later month, so that a cohort of one birth month
 * reaches an age within exactly one calendar month. */
#ifndef SUF_BASE_CALENDAR_H
#define SUF_BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define SUF_DAYS_PER_YEAR      365.25
#define SUF_DAYS_PER_MONTH     (365.25 / 12)
#define SUF_LONGEST_MONTH_DAYS 31

/* Day of the week, 0 Monday .. 6 Sunday. */
uint32_t suf_weekday_of_day(int32_t day_number);
/* Day number of a date; month 1..12, day 1..31 (not checked here). */
int32_t suf_day_of_date(int32_t year, int32_t month, int32_t day);
void suf_date_of_day(int32_t day_number, int32_t *year, int32_t *month, int32_t *day);
/* Reads "2021-01-01" exactly (a real date of years 1900 to 2200); false otherwise. */
bool suf_date_parse(const char *text, int32_t *day_number);
/* Writes "2021-01-01" into text[11]. */
void suf_date_format(int32_t day_number, char text[11]);
/* Month number of a day number. */
int32_t suf_month_of_day(int32_t day_number);
/* Day number of the first day of a month number. */
int32_t suf_day_of_month(int32_t month_number);

/* Factors by month of the year, relative to their mean over the days of a year (February
 * has 28.25); all of them 0 stay so. */
void suf_month_factors(const double given[12], double relative[12]);

/* The months from the month of `first_day` to the month before `end_day`, with their
 * limits in days since `start_day`. Both limits and the start are firsts of months. */
typedef struct suf_calendar {
    int32_t start_day;    /* day number of time 0 */
    int32_t first_month;  /* month number of month index 0 */
    uint32_t start_index; /* month index that begins at time 0 */
    uint32_t n_months;    /* months in all; those from start_index on are the run's */
    double *limits_days;  /* n_months + 1 limits, days since start; owned */
} suf_calendar;

/* Days are day numbers (suf_day_of_date), first_day <= start_day < end_day. Fails when
 * memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_calendar_init(
    suf_calendar *self, int32_t first_day, int32_t start_day, int32_t end_day);
/* Releases the limits; a calendar of zeros is allowed. */
void suf_calendar_free(suf_calendar *self);
/* Calendar year of a month index. */
static inline uint32_t
suf_calendar_year(const suf_calendar *self, uint32_t month)
{
    return (uint32_t) (self->first_month + (int32_t) month) / 12;
}
/* Month time of a time in days, given the index of the month it lies in. */
static inline double
suf_calendar_month_time(const suf_calendar *self, uint32_t month, double time_days)
{
    double start = self->limits_days[month];
    return month + (time_days - start) / (self->limits_days[month + 1] - start);
}
/* Time in days of a month time (in month indices; beyond the last month: INFINITY; before
 * the first: mean months are assumed). */
double suf_calendar_days(const suf_calendar *self, double month_time);
/* Index of the month that holds a time: the last one whose start is <= time_days. */
uint32_t suf_calendar_month(const suf_calendar *self, double time_days);

#endif
