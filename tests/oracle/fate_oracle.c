/* What becomes of people in service. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fate_oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/population/population_process.h"
#include "engine/stay/stay.h"
#include "engine/stay/stay_state.h"
#include "random/distribution.h"

#define CLOSE_DAYS 1e-6
enum { FOUND_AT_START = 3 }; /* the upper bits of their names */

static void
add(fate_oracle *self, const fate_person *person)
{
    if (suf_array_grow(&self->people, &self->capacity, self->n + 1,
            sizeof *self->people) != SUF_OK) {
        abort();
    }
    self->people[self->n++] = *person;
}

static fate_person *
find(fate_oracle *self, const suf_trace_event *seen)
{
    fate_person *person = self->people;
    const fate_person *end = self->people + self->n;
    while (person < end &&
           (person->service != seen->service || person->source != seen->source ||
               person->name != seen->name)) {
        person++;
    }
    return person < end ? person : NULL;
}

/* The engine's entity of a name, or SUF_NONE. */
static uint32_t
entity_of(const suf_core *core, uint32_t source, uint64_t name)
{
    for (uint32_t i = 0; i < suf_stay_of(core)->entities.n; i++) {
        const suf_entity *entity = &suf_stay_of(core)->entities.entities[i];
        if (entity->source == source && entity->name == name) {
            return i;
        }
    }
    return SUF_NONE;
}

static void
blame(fate_oracle *self, const suf_trace_event *seen, const char *what, double expected)
{
    if (self->fault == NULL) {
        self->fault = what;
        self->at = *seen;
        self->expected_days = expected;
    }
}

static double
month_end(const suf_core *core, double time_days)
{
    uint32_t month = suf_calendar_month(&core->model->calendar, time_days);
    return core->model->calendar.limits_days[month + 1];
}

void
fate_oracle_init(fate_oracle *self, const suf_core *core)
{
    const suf_model *model = core->model;
    *self = (fate_oracle){.core = core};
    if (suf_array_new(model->population.n_cells, sizeof *self->residents,
            &self->residents) != SUF_OK) {
        abort();
    }
    fate_oracle_take_over(self);
    for (uint32_t i = 0; i < suf_stay_of(core)->entities.n; i++) {
        const suf_entity *entity = &suf_stay_of(core)->entities.entities[i];
        const suf_entity_detail *detail = &suf_stay_of(core)->entities.details[i];
        if (entity->name >> 62 != FOUND_AT_START) {
            continue; /* given back again */
        }
        fate_person person = {
            .service = suf_stay_of(core)->sources[entity->source].service,
            .source = entity->source,
            .cell = entity->cell,
            .home = entity->home,
            .site = entity->site,
            .name = entity->name,
            .in = entity->site == UINT16_MAX ? FATE_WAITS : FATE_STAYS,
            .entry_month = core->month,
            .end_days = suf_days_of_ticks(detail->end),
            .is_end_by_age = detail->end_cause == SUF_END_AGE};
        fate_set_hazard(core, &person, 0);
        add(self, &person);
    }
}

void
fate_oracle_free(fate_oracle *self)
{
    free(self->people);
    free(self->residents);
}

void
fate_oracle_take_over(fate_oracle *self)
{
    memcpy(self->residents, suf_population_of(self->core)->residents,
        self->core->model->population.n_cells * sizeof *self->residents);
}

/* Joins a list, or is admitted at once: somebody new. */
static void
begin(fate_oracle *self, const suf_trace_event *seen)
{
    const suf_core *core = self->core;
    const suf_service *service = &core->model->services[seen->service];
    uint32_t index = entity_of(core, seen->source, seen->name);
    if (index == SUF_NONE) {
        blame(self, seen, "somebody without an entity", seen->time_days);
        return;
    }
    uint64_t stay = 0;
    uint64_t hazard = 0;
    bool is_joining = seen->what == SUF_TRACE_JOIN;
    fate_person person = {.service = seen->service,
        .source = seen->source,
        .cell = suf_stay_of(core)->entities.entities[index].cell,
        .home = seen->home,
        .site = seen->site,
        .name = seen->name,
        .in = is_joining ? FATE_WAITS : FATE_STAYS,
        .entry_month = suf_calendar_month(&core->model->calendar, seen->time_days),
        .end_days = (double) INFINITY};
    const suf_service_parameters *numbers = fate_numbers_of(core, &person);
    fate_words_of(core, &person, &stay, &hazard);
    if (!is_joining) {
        person.end_days = seen->time_days + suf_distribution_quantile(
                                                &numbers->stay, suf_rng_uniform(stay));
    } else if (numbers->patience.kind != SUF_DISTRIBUTION_NONE) {
        suf_rng_block block = fate_draw(core, &person, SUF_BLOCK_JOIN);
        person.end_days = seen->time_days + suf_distribution_quantile(&numbers->patience,
                                                suf_rng_uniform(block.word[2]));
    }
    fate_limit_by_age(core, &person,
        is_joining ? service->stay.list_until : service->stay.until, seen->time_days);
    fate_set_hazard(core, &person, seen->time_days);
    if (person.cell / core->model->population.n_cohorts / 2 != seen->home) {
        blame(self, seen, "somebody of another district", seen->time_days);
    }
    add(self, &person);
}

/* Off the list into a place. A hazard of the same day stays as it is. */
static void
admit(fate_oracle *self, fate_person *person, const suf_trace_event *seen)
{
    const suf_core *core = self->core;
    uint64_t stay = 0;
    uint64_t hazard = 0;
    fate_words_of(core, person, &stay, &hazard);
    person->in = FATE_STAYS;
    person->site = seen->site;
    person->end_days =
        seen->time_days + suf_distribution_quantile(&fate_numbers_of(core, person)->stay,
                              suf_rng_uniform(stay));
    fate_limit_by_age(
        core, person, core->model->services[person->service].stay.until, seen->time_days);
    if (person->hazard_days >= floor(seen->time_days) + 1) {
        fate_resume(core, person, seen->time_days);
    }
}

/* Has left without a hazard: one that is in force this month may still come, unless it
 * was counted with the cohort. */
static void
let_go(fate_oracle *self, fate_person *person, double now_days)
{
    double end = month_end(self->core, now_days);
    bool is_counted =
        person->entry_month == suf_calendar_month(&self->core->model->calendar, now_days);
    if (person->hazard_days >= end || is_counted) {
        *person = self->people[--self->n]; /* no longer there */
        return;
    }
    self->counts.pending++;
    person->in = FATE_GONE;
    person->end_days = end;
}

/* What the hazards of somebody have come to by now. Those that come to nothing leave no
 * trace in the story: they are passed over. */
static fate
fate_by(fate_oracle *self, fate_person *person, double now_days, uint32_t *to)
{
    *to = SUF_NONE;
    while (person->hazard_days < fmin(person->end_days, now_days + CLOSE_DAYS)) {
        fate now = fate_strike(self->core, person, person->hazard_days, to);
        if (now != FATE_NOTHING) {
            return now;
        }
        self->counts.thinned++;
        fate_resume(self->core, person, person->hazard_days);
    }
    return FATE_NOTHING;
}

static bool
is_close(double a, double b)
{
    return fabs(a - b) < CLOSE_DAYS;
}

/* A move of somebody who stays: true when the stay goes on. */
static bool
stays_on(fate_oracle *self, fate_person *person, uint32_t to, double now_days)
{
    const suf_model *model = self->core->model;
    uint32_t home = to / model->population.n_cohorts / 2;
    if (to == SUF_NONE ||
        (model->services[person->service].stay.ends_on_move && home != person->site)) {
        return false;
    }
    self->counts.followed++;
    if (person->entry_month != suf_calendar_month(&model->calendar, now_days)) {
        person->cell = to;
        person->home = home;
    }
    fate_resume(self->core, person, now_days);
    return true;
}

/* The residents that a death or move makes, unless the cohort's step has counted it. */
static void
count(
    fate_oracle *self, const fate_person *person, fate what, uint32_t to, double now_days)
{
    self->counts.deaths += what == FATE_DEATH;
    self->counts.moves += what == FATE_MOVE;
    if (person->entry_month ==
        suf_calendar_month(&self->core->model->calendar, now_days)) {
        self->counts.entry_month++;
        return;
    }
    self->residents[person->cell]--;
    if (what == FATE_MOVE && to != SUF_NONE) {
        self->residents[to]++;
    }
}

/* A stay in a service that includes death is over by itself, and so is the life. */
static bool
ends_in_death(const fate_oracle *self, const fate_person *person, double now_days)
{
    double p = fate_numbers_of(self->core, person)->death_probability;
    return person->in == FATE_STAYS && person->cell != SUF_NONE && p > 0 &&
           !person->is_end_by_age && is_close(person->end_days, now_days) &&
           suf_rng_uniform(fate_draw(self->core, person, SUF_BLOCK_RELEASE).word[0]) < p;
}

static void
see_fate(fate_oracle *self, fate_person *person, const suf_trace_event *seen)
{
    uint32_t to = SUF_NONE;
    fate told = seen->what == SUF_TRACE_DEATH ? FATE_DEATH : FATE_MOVE;
    fate expected = fate_by(self, person, seen->time_days, &to);
    if (told == FATE_DEATH && expected == FATE_NOTHING &&
        ends_in_death(self, person, seen->time_days)) {
        self->counts.ends_in_death++;
        self->residents[person->cell]--;
        person->hazard_days = (double) INFINITY; /* the release is told next */
        person->cell = SUF_NONE;
        return;
    }
    if (told != expected) {
        blame(self, seen, "another fate", person->hazard_days);
    } else if (!is_close(person->hazard_days, seen->time_days)) {
        blame(self, seen, "another time of a fate", person->hazard_days);
    }
    count(self, person, told, to, seen->time_days);
    if (person->in != FATE_STAYS) {
        *person = self->people[--self->n]; /* no longer there */
    } else if (told == FATE_DEATH || !stays_on(self, person, to, seen->time_days)) {
        person->end_days = seen->time_days; /* the release is told next */
        person->hazard_days = (double) INFINITY;
        person->cell = SUF_NONE;
    }
}

static void
see_end(fate_oracle *self, fate_person *person, const suf_trace_event *seen)
{
    uint32_t to = SUF_NONE;
    fate first = fate_by(self, person, seen->time_days, &to);
    bool is_age = seen->what == SUF_TRACE_AGE_OUT;
    if (first != FATE_NOTHING || !is_close(person->end_days, seen->time_days)) {
        blame(self, seen, "another end", fmin(person->end_days, person->hazard_days));
    } else if (seen->what != SUF_TRACE_RELEASE && is_age != person->is_end_by_age) {
        blame(self, seen, "another reason to leave the list", person->end_days);
    } else if (seen->what == SUF_TRACE_RELEASE &&
               ends_in_death(self, person, seen->time_days)) {
        blame(self, seen, "a stay that should end in death", person->end_days);
    }
    let_go(self, person, seen->time_days);
}

void
fate_oracle_see(void *oracle, const suf_trace_event *seen)
{
    fate_oracle *self = oracle;
    fate_person *person = find(self, seen);
    switch ((int) seen->what) {
    case SUF_TRACE_JOIN:
        begin(self, seen);
        return;
    case SUF_TRACE_ADMISSION:
        if (person == NULL) {
            begin(self, seen);
        } else {
            uint32_t to = SUF_NONE;
            (void) fate_by(self, person, seen->time_days, &to);
            if (fmin(person->hazard_days, person->end_days) < seen->time_days) {
                blame(self, seen, "admitted, though gone", person->hazard_days);
            }
            admit(self, person, seen);
        }
        return;
    case SUF_TRACE_RENEGE:
    case SUF_TRACE_AGE_OUT:
    case SUF_TRACE_RELEASE:
    case SUF_TRACE_DEATH:
    case SUF_TRACE_MOVE:
        break;
    default:
        return;
    }
    if (person == NULL) {
        blame(self, seen, "a fate of nobody", seen->time_days);
    } else if (seen->what == SUF_TRACE_DEATH || seen->what == SUF_TRACE_MOVE) {
        see_fate(self, person, seen);
    } else {
        see_end(self, person, seen);
    }
}

bool
fate_oracle_is_due(fate_oracle *self, double now_days)
{
    for (size_t i = 0; i < self->n; i++) {
        fate_person *person = &self->people[i];
        uint32_t to = SUF_NONE;
        (void) fate_by(self, person, now_days, &to);
        double due = fmin(person->hazard_days, person->end_days);
        if (person->in == FATE_GONE && person->end_days <= person->hazard_days) {
            if (due <= now_days) {
                *person = self->people[--self->n]; /* the month was over first */
                i--;
            }
        } else if (due < now_days - CLOSE_DAYS) {
            suf_trace_event seen = {.service = person->service,
                .source = person->source,
                .name = person->name,
                .time_days = now_days};
            blame(self, &seen, "a fate that was not told", due);
            return false;
        }
    }
    return self->fault == NULL;
}

bool
fate_oracle_agrees(fate_oracle *self)
{
    const suf_core *core = self->core;
    size_t n_cells = core->model->population.n_cells;
    const suf_trace_event now = {.time_days = core->now_days};
    if (memcmp(self->residents, suf_population_of(core)->residents,
            n_cells * sizeof *self->residents) != 0) {
        blame(self, &now, "other residents", core->now_days);
    }
    for (size_t cell = 0; cell < n_cells; cell++) {
        uint32_t held = 0;
        for (size_t i = 0; i < self->n; i++) {
            held += self->people[i].cell == cell;
        }
        if (held != suf_population_of(core)->in_system[cell]) {
            blame(self, &now, "others held", (double) cell);
        }
    }
    return self->fault == NULL;
}
