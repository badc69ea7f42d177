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
    const suf_number *bound = policy->has_below ? &policy->below : &policy->above;
    double most = suf_check_most(self->reader->scenario, bound);
    if (policy->measure != SUF_MEASURE_QUEUE && most > 1) {
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

static void
check_times(const policy_check *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_policy_spec *policy = self->policy;
    if (policy->for_months == 0) {
        TELL("when.for", "found no time, expected 1 month or more");
    }
    if (is_whole_scenario(scenario) &&
        policy->for_months + policy->takes_months >=
            (uint32_t) (suf_month_of_day(scenario->end_day) -
                        suf_month_of_day(scenario->start_day))) {
        TELL(policy->takes_months > 0 ? "do.takes" : "when.for",
            "found a policy that could act %u months after the start at the earliest, "
            "when the run is over",
            (unsigned) (policy->for_months + policy->takes_months));
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

static void
check_do(const policy_check *self)
{
    const suf_policy_spec *policy = self->policy;
    check_moved(self, "do.close", policy->close);
    check_moved(self, "do.open", policy->open);
    check_moved(self, "do.convert", policy->convert);
    check_moved(self, "do.to", policy->to);
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
    if (!policy->has_share && policy->places_lever == SUF_NONE && !(policy->places > 0)) {
        TELL("do.places", "found no places, expected some");
    }
    if (policy->has_share && policy->share.assumption == SUF_NONE &&
        policy->share_lever == SUF_NONE && !(policy->share.value > 0)) {
        TELL("do.share", "found no places, expected some");
    }
}

void
suf_check_policies(suf_reader *reader)
{
    bool is_read = suf_reader_is_clean(reader);
    for (size_t i = 0; i < reader->scenario->n_policies; i++) {
        const policy_check self = {reader, &reader->scenario->policies[i], is_read};
        if (!self.policy->has_below && !self.policy->has_above) {
            continue; /* told where it was read, as all that is missing */
        }
        check_of(&self);
        check_bound(&self);
        check_each(&self);
        check_times(&self);
        check_do(&self);
    }
}
