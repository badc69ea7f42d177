/* A second, slow implementation of the queues of the engine.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "queue_oracle.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "oracle/request_oracle.h"
#include "random/rng_stream.h"

/* Kinds of events in the order in which they come at equal times. */
typedef enum kind { LEAVE, RELEASE, CAPACITY, REQUEST, NOTHING } kind;

typedef enum whereabouts { TO_COME, WAITING, STAYING, GONE } whereabouts;

typedef struct person {
    whereabouts at;
    uint64_t name;
    uint32_t stream, service, home, site, class;
    bool was_listed;
    uint64_t stay_word;
    double asked_days;
    double due_days; /* of its next event: request, leaving or release */
    uint64_t order;  /* when that event was fixed: for ties */
} person;

typedef struct oracle {
    const suf_model *model;
    const suf_parameters *parameters;
    suf_rng_key key;
    queue_story *story;
    person *people;
    size_t n_people;
    int64_t *places; /* [service x n_districts + district] */
    uint32_t next_change;
    uint64_t n_ordered;
    double now_days;
} oracle;

static void
stop_unless(bool condition)
{
    if (!condition) {
        abort();
    }
}

void
queue_story_add(void *story, const suf_trace_event *sighting)
{
    queue_story *self = story;
    stop_unless(suf_array_grow(&self->items, &self->capacity, self->n + 1,
                    sizeof *self->items) == SUF_OK);
    self->items[self->n++] = *sighting;
}

void
queue_story_free(queue_story *self)
{
    free(self->items);
    *self = (queue_story){0};
}

/* --- what happens ------------------------------------------------------------------- */

static void
tell(const oracle *self, suf_occurrence what, const person *of, double waited_days)
{
    bool is_of_list = of->was_listed && what != SUF_TRACE_RELEASE;
    suf_trace_event sighting = {.what = what,
        .time_days = self->now_days,
        .service = of->service,
        .home = of->home,
        .site = of->site,
        .source = of->stream,
        .name = of->name,
        .waited_days = waited_days,
        .priority = is_of_list ? of->class : SUF_NONE};
    queue_story_add(self->story, &sighting);
}

static uint32_t
n_staying(const oracle *self, uint32_t service, uint32_t site)
{
    uint32_t n = 0;
    for (size_t i = 0; i < self->n_people; i++) {
        const person *one = &self->people[i];
        n += one->at == STAYING && one->service == service && one->site == site;
    }
    return n;
}

static uint32_t
n_waiting(const oracle *self, uint32_t service, uint32_t home)
{
    uint32_t n = 0;
    for (size_t i = 0; i < self->n_people; i++) {
        const person *one = &self->people[i];
        n += one->at == WAITING && one->service == service && one->home == home;
    }
    return n;
}

static bool
has_free_place(const oracle *self, uint32_t service, uint32_t site)
{
    return n_staying(self, service, site) <
           self->places[suf_model_pool(self->model, service, site)];
}

/* The time of the tick that is nearest to a time. */
static double
on_tick(double days)
{
    return floor(days * 4294944000. + 0.5) / 4294944000.;
}

static void
admit(oracle *self, person *one, uint32_t site)
{
    double stay = suf_distribution_quantile(
        &self->parameters->services[one->service].stay, suf_rng_uniform(one->stay_word));
    double waited = one->at == WAITING ? self->now_days - one->asked_days : 0;
    one->at = STAYING;
    one->site = site;
    one->due_days = on_tick(on_tick(stay) + self->now_days);
    one->order = self->n_ordered++;
    tell(self, SUF_TRACE_ADMISSION, one, waited);
}

/* Who is next on the list of a district: the lowest class, the first to have joined. */
static person *
head_of(oracle *self, uint32_t service, uint32_t home)
{
    person *head = NULL;
    for (size_t i = 0; i < self->n_people; i++) {
        person *one = &self->people[i];
        if (one->at == WAITING && one->service == service && one->home == home &&
            (head == NULL || one->class < head->class ||
                (one->class == head->class && one->order < head->order))) {
            head = one;
        }
    }
    return head;
}

/* Fills the free places of a district: its own people first, then those of the nearest
 * district that accepts it. */
static void
fill(oracle *self, uint32_t service_index, uint32_t site)
{
    const suf_service *service = &self->model->services[service_index];
    while (has_free_place(self, service_index, site)) {
        person *next = head_of(self, service_index, site);
        for (uint32_t i = service->accepts_first[site];
             next == NULL && i < service->accepts_first[site + 1]; i++) {
            next = head_of(self, service_index, service->accepts[i]);
        }
        if (next == NULL) {
            return;
        }
        admit(self, next, site);
    }
}

static double
balk_probability(const oracle *self, const person *one)
{
    const suf_service *service = &self->model->services[one->service];
    uint32_t present = n_staying(self, one->service, one->home) +
                       n_waiting(self, one->service, one->home);
    double probability =
        service->stay.n_balk == 0 ? self->parameters->services[one->service].balk : 0;
    for (size_t i = 0; i < service->stay.n_balk; i++) {
        if (present >= service->stay.balk_present[i]) {
            probability = service->stay.balk_probability[i];
        }
    }
    return probability;
}

static void
ask(oracle *self, person *one)
{
    const suf_service *service = &self->model->services[one->service];
    const suf_distribution *patience = &self->parameters->services[one->service].patience;
    /* Words of the second block: balk; class; patience. */
    suf_rng_block block =
        suf_rng_draw(self->key, 1, one->name, self->model->streams[one->stream].purpose);
    tell(self, SUF_TRACE_REQUEST, one, 0);
    one->at = GONE;
    if (suf_rng_uniform(block.word[0]) < balk_probability(self, one)) {
        tell(self, SUF_TRACE_BALK, one, 0);
        return;
    }
    if (has_free_place(self, one->service, one->home)) {
        admit(self, one, one->home);
        return;
    }
    for (uint32_t i = service->reach_first[one->home];
         i < service->reach_first[one->home + 1]; i++) {
        if (has_free_place(self, one->service, service->reach[i])) {
            admit(self, one, service->reach[i]);
            return;
        }
    }
    if (service->stay.discipline == SUF_DISCIPLINE_NONE ||
        n_waiting(self, one->service, one->home) >= service->stay.list_limit) {
        tell(self, SUF_TRACE_REFUSAL, one, 0);
        return;
    }
    one->at = WAITING;
    one->was_listed = true;
    while (suf_rng_uniform(block.word[1]) >= service->stay.class_limits[one->class]) {
        one->class ++;
    }
    tell(self, SUF_TRACE_JOIN, one, 0);
    one->due_days = on_tick(self->now_days + suf_distribution_quantile(patience,
                                                 suf_rng_uniform(block.word[2])));
    one->order = self->n_ordered++;
}

static void
change_places(oracle *self, bool is_told)
{
    const suf_capacity_change *change = &self->model->changes[self->next_change++];
    int64_t *places =
        &self->places[suf_model_pool(self->model, change->service, change->district)];
    *places += change->places;
    if (is_told) {
        suf_trace_event sighting = {.what = SUF_TRACE_CAPACITY,
            .time_days = self->now_days,
            .service = change->service,
            .home = change->district,
            .site = change->district,
            .name = (uint64_t) *places};
        queue_story_add(self->story, &sighting);
        fill(self, change->service, change->district);
    }
}

/* Everybody who will ever ask. */
static void
call_people(oracle *self)
{
    oracle_requests requests = {0};
    request_oracle_draw(self->model, self->parameters, self->key, &requests);
    stop_unless(suf_array_new(requests.n, sizeof *self->people, &self->people) == SUF_OK);
    self->n_people = requests.n;
    for (size_t i = 0; i < requests.n; i++) {
        const oracle_request *request = &requests.items[i];
        const suf_stream *stream = &self->model->streams[request->stream];
        self->people[i] = (person){.at = TO_COME,
            .name = request->name,
            .stream = request->stream,
            .service = stream->service,
            .home = stream->district,
            .site = SUF_NONE,
            .stay_word = request->stay_word,
            .asked_days = request->time_days,
            .due_days = request->time_days,
            .order = self->n_ordered++};
    }
    free(requests.items);
}

/* The next event: earliest, then by kind, then by order. */
static kind
find_next(oracle *self, person **who)
{
    static const kind kinds[] = {
        [TO_COME] = REQUEST, [WAITING] = LEAVE, [STAYING] = RELEASE, [GONE] = NOTHING};
    kind next = NOTHING;
    double time = self->model->end_days;
    *who = NULL;
    if (self->next_change < self->model->n_changes &&
        self->model->changes[self->next_change].time_days < time) {
        next = CAPACITY;
        time = self->model->changes[self->next_change].time_days;
    }
    for (size_t i = 0; i < self->n_people; i++) {
        person *one = &self->people[i];
        kind its = kinds[one->at];
        bool is_tie = one->due_days == time;
        if (its != NOTHING &&
            (one->due_days < time || (is_tie && its < next) ||
                (is_tie && its == next && *who != NULL && one->order < (*who)->order))) {
            next = its;
            time = one->due_days;
            *who = one;
        }
    }
    self->now_days = time;
    return time < self->model->end_days ? next : NOTHING;
}

static void
live(oracle *self)
{
    for (;;) {
        person *who = NULL;
        switch (find_next(self, &who)) {
        case REQUEST:
            ask(self, who);
            break;
        case LEAVE:
            who->at = GONE;
            tell(self, SUF_TRACE_RENEGE, who, self->now_days - who->asked_days);
            break;
        case RELEASE:
            who->at = GONE;
            tell(self, SUF_TRACE_RELEASE, who, 0);
            fill(self, who->service, who->site);
            break;
        case CAPACITY:
            change_places(self, true);
            break;
        case NOTHING:
            return;
        }
    }
}

void
queue_oracle_run(const suf_model *model, const suf_parameters *parameters,
    uint64_t replication, queue_story *story)
{
    oracle self = {.model = model,
        .parameters = parameters,
        .key = {.seed = model->seed, .replication = replication},
        .story = story};
    stop_unless(!model->population.is_given);
    stop_unless(suf_array_new((size_t) model->n_services * model->n_districts,
                    sizeof *self.places, &self.places) == SUF_OK);
    while (self.next_change < model->n_changes &&
           model->changes[self.next_change].time_days <= 0) {
        change_places(&self, false);
    }
    call_people(&self);
    live(&self);
    free(self.people);
    free(self.places);
}
