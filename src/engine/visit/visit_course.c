/* The hours of days that follow each other without closing, at a site of a service.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "visit_course.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A course that follows itself is found when its hours change by less than this. */
#define SETTLED      1e-6
#define MOST_REPEATS 500
/* No site has so many visitors a week. */
#define MOST_WEEKLY 1e15
/* Nodes of a table, of which the oldest makes room. */
#define MOST_NODES 200
/* Distance of nodes in ln(visitors). What happens about where the places begin to be too
 * few is spread over 1 / sqrt(places) of it. */
#define WIDEST_SPACING 0.1
#define SPACING        0.5

suf_course
suf_course_of(const suf_visit_model *visit, uint32_t index)
{
    suf_course self = {visit, index, 1, false};
    if (index == SUF_ENDLESS_COURSE) {
        self = (suf_course){visit, 0, 1, true};
        for (uint32_t day = 1; day < 7; day++) {
            self.n_days = visit->day_type[day] == visit->day_type[0] ? self.n_days : 7;
        }
    } else if (suf_visit_is_round_the_clock(visit)) {
        self.n_days = 7;
    }
    return self;
}

bool
suf_visit_is_open(const suf_model *model, const suf_visit_model *visit, int64_t day)
{
    size_t low = 0;
    size_t high = visit->n_closed_dates;
    while (low < high) { /* the first closed date that is not before the day */
        size_t middle = (low + high) / 2;
        if (visit->closed_dates[middle] < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_closed = low < visit->n_closed_dates && visit->closed_dates[low] == day;
    return !is_closed && visit->is_open[(model->start_weekday + day + 7) % 7];
}

void
suf_course_count_day(const suf_model *model, const suf_visit_model *visit, int64_t day,
    double n_days[SUF_N_COURSES][7])
{
    uint32_t weekday = (uint32_t) ((model->start_weekday + day) % 7);
    if (!suf_visit_is_round_the_clock(visit)) {
        uint32_t first = 0; /* of the days like it */
        while (visit->day_type[first] != visit->day_type[weekday]) {
            first++;
        }
        n_days[first][0]++;
        return;
    }
    uint32_t age = 0; /* days since it was closed */
    while (age < 7 && suf_visit_is_open(model, visit, day - 1 - age)) {
        age++;
    }
    if (age == 7) {
        bool is_daily = suf_course_of(visit, SUF_ENDLESS_COURSE).n_days == 1;
        n_days[SUF_ENDLESS_COURSE][is_daily ? 0 : weekday]++;
    } else {
        n_days[(weekday + 7 - age) % 7][age]++;
    }
}

double
suf_course_weight(const suf_course *self, uint32_t hour)
{
    uint32_t day = (self->weekday + hour / SUF_HOURS_OF_DAY) % 7;
    return self->visit->weight[self->visit->day_type[day]][hour % SUF_HOURS_OF_DAY];
}

static bool
is_open(const suf_course *self, uint32_t hour)
{
    uint32_t of_day = hour % SUF_HOURS_OF_DAY;
    return of_day >= self->visit->opens && of_day < self->visit->closes;
}

static bool
is_near(double a, double b)
{
    return fabs(a - b) <= SETTLED * (1 + fabs(b));
}

/* Goes once through the hours; true when nothing changed from what they were. */
static bool
go_through(
    const suf_course *self, suf_loss *loss, const double *rates, suf_loss_hour *hours)
{
    bool is_settled = true;
    for (uint32_t h = 0; h < self->n_days * SUF_HOURS_OF_DAY; h++) {
        if (is_open(self, h)) {
            suf_loss_hour before = hours[h];
            suf_loss_advance(loss, rates[h], &hours[h]);
            is_settled = is_settled && is_near(hours[h].present, before.present) &&
                         is_near(hours[h].refused, before.refused);
        }
    }
    return is_settled;
}

static suf_status
solve_whole(const suf_course *self, suf_loss *loss, uint32_t places, double stay,
    const double *rates, suf_loss_hour *hours)
{
    suf_status status = suf_loss_empty(loss, places, stay);
    if (status != SUF_OK) {
        return status;
    }
    bool is_settled = go_through(self, loss, rates, hours);
    for (int i = 0; self->is_endless && !is_settled && i < MOST_REPEATS; i++) {
        is_settled = go_through(self, loss, rates, hours);
    }
    return SUF_OK;
}

suf_status
suf_course_solve(const suf_course *self, suf_loss *loss, double places, double stay,
    const double *rates, suf_loss_hour *hours)
{
    suf_loss_hour more[SUF_HOURS_OF_WEEK];
    uint32_t n = self->n_days * SUF_HOURS_OF_DAY;
    uint32_t whole = (uint32_t) places;
    double part = places - whole;
    double refused = 0;
    suf_status status = SUF_OK;
    memset(hours, 0, n * sizeof *hours);
    memset(more, 0, sizeof more);
    SUF_TRY(solve_whole(self, loss, whole, stay, rates, hours));
    for (uint32_t h = 0; h < n; h++) {
        refused += hours[h].refused;
    }
    if (!(part > 0) || !(refused > 0)) {
        return SUF_OK;
    }
    SUF_TRY(solve_whole(self, loss, whole + 1, stay, rates, more));
    for (uint32_t h = 0; h < n; h++) {
        hours[h].refused += part * (more[h].refused - hours[h].refused);
        hours[h].present += part * (more[h].present - hours[h].present);
    }
out:
    return status;
}

static size_t
bytes_of_node(const suf_course *self)
{
    return sizeof(suf_course_node) +
           (size_t) self->n_days * SUF_HOURS_OF_DAY * sizeof(suf_loss_hour);
}

/* The hours of `weekly` visitors, solved. */
static suf_status
solve_own(const suf_course *self, suf_loss *loss, double places, double stay,
    double weekly, suf_loss_hour *hours)
{
    double rates[SUF_HOURS_OF_WEEK];
    for (uint32_t h = 0; h < self->n_days * SUF_HOURS_OF_DAY; h++) {
        rates[h] = weekly * suf_course_weight(self, h);
    }
    return suf_course_solve(self, loss, places, stay, rates, hours);
}

/* The node of a number, from the table or made. */
static suf_status
find_node(const suf_course *self, suf_course_table *table, suf_loss *loss, int32_t number,
    const suf_course_node **found)
{
    size_t bytes = bytes_of_node(self);
    for (size_t i = 0; i < table->n; i++) {
        *found = (const suf_course_node *) (const void *) (table->nodes + i * bytes);
        if ((*found)->number == number) {
            return SUF_OK;
        }
    }
    suf_status status = SUF_OK;
    size_t at = table->n;
    if (at < MOST_NODES) {
        SUF_TRY(suf_array_grow(&table->nodes, &table->room, (at + 1) * bytes, 1));
        table->n++;
    } else {
        at = table->oldest;
        table->oldest = (at + 1) % MOST_NODES;
    }
    suf_course_node *node = (suf_course_node *) (void *) (table->nodes + at * bytes);
    *found = node;
    node->number = number;
    status = solve_own(self, loss, table->places, table->stay,
        exp(number * table->spacing), node->hours);
    if (status != SUF_OK) {
        table->n = table->oldest = 0;
    }
out:
    return status;
}

/* Nobody is refused, by the load of the busiest hour if it lasted. */
static bool
is_surely_free(const suf_course *self, double places, double stay, double weekly)
{
    double most = 0;
    for (uint32_t type = 0; type < self->visit->n_types; type++) {
        for (uint32_t h = 0; h < SUF_HOURS_OF_DAY; h++) {
            most = fmax(most, self->visit->weight[type][h]);
        }
    }
    return suf_loss_is_free(most * weekly * stay, floor(places));
}

suf_status
suf_course_look_up(const suf_course *self, suf_course_table *table, suf_loss *loss,
    double places, double stay, double weekly, suf_loss_hour *hours)
{
    suf_status status = SUF_OK;
    if (!(places >= 1) || !(weekly > 0) || is_surely_free(self, places, stay, weekly)) {
        return solve_own(self, loss, places, stay, weekly, hours);
    }
    /* Assigned values: == finds out whether anything changed. */
    if (table->places != places || table->stay != stay) {
        table->n = table->oldest = 0;
        table->places = places;
        table->stay = stay;
        table->spacing = fmin(WIDEST_SPACING, SPACING / sqrt(places));
    }
    /* Cubic through the four nodes around. */
    double at = log(fmin(weekly, MOST_WEEKLY)) / table->spacing;
    double x = at - floor(at);
    double weights[4] = {-x * (x - 1) * (x - 2) / 6, (x + 1) * (x - 1) * (x - 2) / 2,
        -(x + 1) * x * (x - 2) / 2, (x + 1) * x * (x - 1) / 6};
    uint32_t n = self->n_days * SUF_HOURS_OF_DAY;
    memset(hours, 0, n * sizeof *hours);
    for (int32_t i = 0; i < 4; i++) {
        const suf_course_node *node = NULL;
        SUF_TRY(find_node(self, table, loss, (int32_t) floor(at) - 1 + i, &node));
        for (uint32_t h = 0; h < n; h++) {
            hours[h].refused += weights[i] * node->hours[h].refused;
            hours[h].present += weights[i] * node->hours[h].present;
        }
    }
    for (uint32_t h = 0; h < n; h++) {
        hours[h].refused = fmin(fmax(hours[h].refused, 0), 1);
        hours[h].present = fmax(hours[h].present, 0);
    }
out:
    return status;
}

void
suf_course_table_free(suf_course_table *self)
{
    free(self->nodes);
    *self = (suf_course_table){0};
}
