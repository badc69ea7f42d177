/* Consistency of policies: what they look at, where, and what they can do there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/check/check.h"

typedef struct policy_check {
    suf_reader *reader;
    const suf_policy_spec *policy;
    bool is_read; /* everything could be read: else what is 0 may be told already */
} policy_check;

/* A fault about a key of the policy, as "when.of". */
#define TELL(key, ...)                                                                   \
    do {                                                                                 \
        char path[200];                                                                  \
        (void) snprintf(                                                                 \
            path, sizeof path, "policies.%.120s.%s", self->policy->name, (key));         \
        suf_reader_fault_at(self->reader, path, __VA_ARGS__);                            \
    } while (false)

static bool
is_whole_scenario(const suf_scenario *scenario)
{
    return scenario->start_day != INT32_MIN && scenario->end_day != INT32_MIN;
}

/* The service of an index; NULL where none is named, or a misspelt one that is told. */
static const suf_service_spec *
service_of(const policy_check *self, uint32_t index)
{
    const suf_scenario *scenario = self->reader->scenario;
    return index < scenario->n_services ? &scenario->services[index] : NULL;
}

static void
check_of(const policy_check *self)
{
    const suf_policy_spec *policy = self->policy;
    const suf_service_spec *of = service_of(self, policy->of);
    if (of == NULL) {
        return;
    }
    bool has_list =
        of->kind == SUF_KIND_STAY && of->queue.discipline != SUF_DISCIPLINE_NONE;
    if (policy->measure == SUF_MEASURE_QUEUE && !has_list) {
        TELL("when.of", "found the queue of '%.80s', expected a service with a list",
            of->name);
    }
    if (policy->measure == SUF_MEASURE_REQUESTS && of->kind != SUF_KIND_STAY) {
        TELL("when.of", "found requests of '%.80s', expected a service of kind stay",
            of->name);
    }
    if ((policy->lasts & SUF_LASTING_INTAKES) != 0 && of->kind != SUF_KIND_INTAKE) {
        TELL("when.for",
            "found intakes of '%.80s', which has none, expected months, or a service of "
            "kind intake",
            of->name);
    }
    if (policy->measure == SUF_MEASURE_SHARE_REFUSED && of->kind == SUF_KIND_INTAKE) {
        TELL("when.of",
            "found share_refused of '%.80s', expected a service of kind stay or visit",
            of->name);
    }
}

static void
check_bound(const policy_check *self)
{
    const suf_policy_spec *policy = self->policy;
    bool is_of_requests = policy->measure == SUF_MEASURE_REQUESTS;
    if (is_of_requests != policy->has_reach) {
        TELL(policy->has_reach ? "when.reach" : "when.measure",
            policy->has_reach ? "without effect: it belongs to the measure requests"
                              : "found requests, expected `reach` beside it: the number "
                                "of the request at which it decides");
    }
    if (is_of_requests && policy->lasts != 1) {
        TELL("when.for", "without effect: requests are counted one by one");
    }
    if (policy->has_reach) {
        return;
    }
    const suf_number *bound = policy->has_below ? &policy->below : &policy->above;
    double most = suf_check_most(self->reader->scenario, bound);
    bool is_share = policy->measure != SUF_MEASURE_QUEUE && !is_of_requests;
    if (is_share && most > 1) {
        TELL(policy->has_below ? "when.below" : "when.above",
            "found a bound of as much as %.10g of a share, expected one from 0 to 1, as "
            "0.6",
            most);
    }
    if (self->is_read && policy->has_below && bound->assumption == SUF_NONE &&
        policy->below_lever == SUF_NONE && !(bound->value > 0)) {
        TELL("when.below", "found a bound of 0, which nothing is below");
    }
}

static void
check_each(const policy_check *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    const char *each = self->policy->each;
    bool is_known = strcmp(each, "district") == 0;
    for (size_t i = 0; !is_known && i < scenario->n_districts; i++) {
        is_known = strcmp(each, scenario->districts[i].district) == 0 ||
                   (each[0] != '\0' && strcmp(each, scenario->districts[i].group) == 0);
    }
    if (!is_known) {
        TELL("when.each",
            "found '%.80s', expected district, a group of districts, or one by its name: "
            "a policy looks at each by itself",
            each);
    }
}

/* Intakes of a service before the last month of the run, at whose end none decides. */
static uint32_t
n_intakes(const suf_scenario *scenario, const suf_service_spec *service)
{
    uint32_t n = 0;
    for (int32_t day = scenario->start_day; day < scenario->end_day;) {
        int32_t month = suf_month_of_day(day);
        bool is_last = suf_day_of_month(month + 1) >= scenario->end_day;
        n += !is_last && (uint32_t) (month % 12) + 1 == service->intake.month ? 1U : 0U;
        day = suf_day_of_month(month + 1);
    }
    return n;
}

static void
check_times(const policy_check *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_policy_spec *policy = self->policy;
    uint32_t times = policy->lasts & ~SUF_LASTING_INTAKES;
    bool is_of_intakes = (policy->lasts & SUF_LASTING_INTAKES) != 0;
    if (times == 0) {
        TELL("when.for", "found no time, expected 1 month or more");
    }
    /* Of intakes at least one month each; of requests none. */
    uint32_t least = (policy->has_reach ? 0 : times) + policy->takes_months;
    if (is_whole_scenario(scenario) &&
        least >= (uint32_t) (suf_month_of_day(scenario->end_day) -
                             suf_month_of_day(scenario->start_day))) {
        TELL(policy->takes_months > 0 ? "do.takes" : "when.for",
            "found a policy that could act %u months after the start at the earliest, "
            "when the run is over",
            (unsigned) least);
    }
    const suf_service_spec *of = service_of(self, policy->of);
    if (is_whole_scenario(scenario) && is_of_intakes && of != NULL &&
        of->kind == SUF_KIND_INTAKE && of->intake.month != SUF_NONE &&
        n_intakes(scenario, of) < times) {
        TELL("when.for", "found %u intakes, when the run has %u", (unsigned) times,
            (unsigned) n_intakes(scenario, of));
    }
}

/* A service that places are taken from, or given to. */
static void
check_moved(const policy_check *self, const char *key, uint32_t index)
{
    const suf_service_spec *service = service_of(self, index);
    if (service != NULL && service->kind == SUF_KIND_VISIT) {
        TELL(key,
            "found '%.80s', a service of visits, whose places lie in sites: expected one "
            "of kind stay or intake",
            service->name);
    }
}

static bool
has_amount(const suf_policy_spec *policy)
{
    return policy->has_share || policy->places_lever != SUF_NONE ||
           !isnan(policy->places);
}

/* A policy that begins moves no places by itself. */
static void
check_begin(const policy_check *self)
{
    const suf_policy_spec *policy = self->policy;
    if (has_amount(policy)) {
        TELL(policy->has_share ? "do.share" : "do.places",
            "without effect: the project that begins says how many places there are");
    }
    if (policy->to != SUF_NONE) {
        TELL("do.to", "without effect: it belongs to convert");
    }
    if (policy->keep > 0) {
        TELL("do.keep", "without effect: it belongs to close and convert");
    }
    if (!isnan(policy->up_to)) {
        TELL("do.up_to", "without effect: it belongs to open");
    }
    if (policy->at_most != SUF_NONE || policy->pause_months > 0) {
        TELL(policy->at_most != SUF_NONE ? "at_most" : "pause",
            "without effect: a project begins once");
    }
}

static void
check_do(const policy_check *self)
{
    const suf_policy_spec *policy = self->policy;
    check_moved(self, "do.close", policy->close);
    check_moved(self, "do.open", policy->open);
    check_moved(self, "do.convert", policy->convert);
    check_moved(self, "do.to", policy->to);
    if (policy->has_begin) {
        check_begin(self);
        return;
    }
    if (policy->convert != SUF_NONE && policy->to == SUF_NONE) {
        TELL("do.convert",
            "expected `to` beside it: the service whose places they become");
    } else if (policy->convert == SUF_NONE && policy->to != SUF_NONE) {
        TELL("do.to", "without effect: it belongs to convert");
    } else if (policy->convert != SUF_NONE && policy->convert == policy->to) {
        TELL("do.to", "found the same service as convert has, expected another");
    }
    if (policy->open != SUF_NONE && policy->keep > 0) {
        TELL("do.keep", "without effect: it belongs to close and convert");
    }
    if (policy->open == SUF_NONE && !isnan(policy->up_to)) {
        TELL("do.up_to", "without effect: it belongs to open");
    }
    if (!self->is_read) {
        return;
    }
    if (!policy->has_share && policy->places_lever == SUF_NONE && policy->places <= 0) {
        TELL("do.places", "found no places, expected some");
    }
    if (policy->has_share && policy->share.assumption == SUF_NONE &&
        policy->share_lever == SUF_NONE && !(policy->share.value > 0)) {
        TELL("do.share", "found no places, expected some");
    }
}

/* Where what it does could be read at all. */
static void
check_amount(const policy_check *self)
{
    const suf_policy_spec *policy = self->policy;
    bool moves = policy->close != SUF_NONE || policy->open != SUF_NONE ||
                 policy->convert != SUF_NONE;
    if (moves && !policy->has_begin && !has_amount(policy)) {
        TELL("do", "expected one of the keys places, share");
    }
}

void
suf_check_policies(suf_reader *reader)
{
    bool is_read = suf_reader_is_clean(reader);
    for (size_t i = 0; i < reader->scenario->n_policies; i++) {
        const policy_check self = {reader, &reader->scenario->policies[i], is_read};
        check_amount(&self);
        if (!self.policy->has_below && !self.policy->has_above &&
            !self.policy->has_reach) {
            continue; /* told where it was read, as all that is missing */
        }
        check_of(&self);
        check_bound(&self);
        check_each(&self);
        check_times(&self);
        check_do(&self);
    }
}
