/* The hours of days that follow each other without closing, at a site of a service.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A course is one day of a service that closes at night, or a week of one that does not:
 * from the morning after a closed day on, or as it goes on for ever. Where people come
 * with the service's own profile only their number varies, and slowly from month to
 * month: the hours are then solved at numbers a few percent apart, and interpolated. */
#ifndef SUF_ENGINE_VISIT_COURSE_H
#define SUF_ENGINE_VISIT_COURSE_H

#include "engine/visit/loss.h"
#include "model/model.h"

enum {
    SUF_HOURS_OF_DAY = 24,
    SUF_HOURS_OF_WEEK = 7 * SUF_HOURS_OF_DAY,
    /* Courses of a service: one that begins on each day of the week, and the endless. */
    SUF_ENDLESS_COURSE = 7,
    SUF_N_COURSES
};

typedef struct suf_course {
    const suf_visit_model *visit;
    uint32_t weekday, n_days; /* its first; n_days is 1 or 7 */
    bool is_endless;          /* it follows itself */
} suf_course;

/* Solved hours of one course at one kind of site, by the number of visitors. */
typedef struct suf_course_node {
    int32_t number;        /* of the node: ln(visitors) / spacing */
    suf_loss_hour hours[]; /* of its days, from midnight on */
} suf_course_node;

typedef struct suf_course_table {
    double places, stay;    /* for which it was solved */
    double spacing;         /* of nodes, in ln(visitors) */
    unsigned char *nodes;   /* n of them; owned */
    size_t n, oldest, room; /* nodes; the next that makes room; bytes */
} suf_course_table;

/* Whether the service never closes at midnight, unless a day is closed. */
static inline bool
suf_visit_is_round_the_clock(const suf_visit_model *visit)
{
    return visit->opens == 0 && visit->closes == SUF_HOURS_OF_DAY;
}

/* Whether it opens on a day of the run, or of the week before it. */
bool suf_visit_is_open(const suf_model *model, const suf_visit_model *visit, int64_t day);
/* Counts an open day of the run as what it is: which day of which course. */
void suf_course_count_day(const suf_model *model, const suf_visit_model *visit,
    int64_t day, double n_days[SUF_N_COURSES][7]);
/* The course of this index; see SUF_N_COURSES. */
suf_course suf_course_of(const suf_visit_model *visit, uint32_t index);
/* Share of a week's visits in an hour of the course. */
double suf_course_weight(const suf_course *self, uint32_t hour);

/* Solves the hours of a course: rates[] come in each of them to a site of `places`
 * (which may be broken: that share of sites has one more), to stay for `stay` hours on
 * average. hours[] of opening are set. */
SUF_MUST_CHECK suf_status suf_course_solve(const suf_course *self, suf_loss *loss,
    double places, double stay, const double *rates, suf_loss_hour *hours);
/* The same for `weekly` visitors a week of the service's own profile, by the table. */
SUF_MUST_CHECK suf_status suf_course_look_up(const suf_course *self,
    suf_course_table *table, suf_loss *loss, double places, double stay, double weekly,
    suf_loss_hour *hours);
void suf_course_table_free(suf_course_table *self);

#endif
