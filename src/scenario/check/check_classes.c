/* Consistency of the classes of a service of stays.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "scenario/check/check.h"
#include "scenario/check/service_at.h"

static void
fault_of_class(const suf_service_at *self, size_t i, const char *key, const char *why)
{
    char path[200];
    (void) snprintf(path, sizeof path, "queue.classes.%.120s.%s",
        self->service->queue.classes[i].name, key);
    suf_service_fault_idle(self, path, why);
}

/* Whether any class bears on who gets a place. */
static bool
has_own_places(const suf_service_spec *service)
{
    for (size_t i = 0; i < service->queue.n_classes; i++) {
        if (service->queue.classes[i].reserved > 0 ||
            service->queue.classes[i].size > 1) {
            return true;
        }
    }
    return false;
}

/* People who take several places. */
static void
check_sizes(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    bool has_sizes = false;
    for (size_t i = 0; i < service->queue.n_classes; i++) {
        if (service->queue.classes[i].size > 1) {
            has_sizes = true;
            if (service->queue.discipline != SUF_DISCIPLINE_NONE) {
                char path[200];
                (void) snprintf(path, sizeof path, "queue.classes.%.120s.size",
                    service->queue.classes[i].name);
                suf_service_fault(self, path,
                    "found people who take several places beside a list, expected "
                    "'discipline: none': nobody waits for several places");
            }
        }
    }
    if (has_sizes && service->n_balk_by_present > 0) {
        suf_service_fault(self, "balk_by_present",
            "found a table by people present beside classes that take several places, "
            "expected 'balk'");
    }
    if (has_sizes && service->initial.from_share) {
        suf_service_fault(self, "initial.share",
            "found a share of people beside classes that take several places, expected "
            "'occupancy'");
    }
}

/* Who displaces others needs no place that is kept for it. */
static void
check_preemption(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    for (size_t i = 0; i < service->queue.n_classes; i++) {
        if (service->queue.classes[i].reserved > 0) {
            char path[200];
            (void) snprintf(path, sizeof path, "queue.classes.%.120s.reserved",
                service->queue.classes[i].name);
            suf_service_fault(self, path,
                "found reserved places beside 'discipline: preemptive', with which the "
                "first classes take what they need; expected one of the two");
        }
    }
    if (service->queue.n_classes == 1) {
        suf_service_fault(self, "queue.classes",
            "found one class, and nobody comes after it; expected two or more with "
            "'discipline: preemptive'");
    }
}

static void
check_shares(const suf_service_at *self)
{
    double sum = 0;
    for (size_t i = 0; i < self->service->queue.n_classes; i++) {
        sum += self->service->queue.classes[i].share;
    }
    if (fabs(sum - 1) > 1e-9) {
        suf_service_fault(
            self, "queue.classes", "found shares that sum to %.10g, expected 1", sum);
    }
}

void
suf_check_classes(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    size_t n = service->queue.n_classes;
    bool is_preemptive = service->queue.discipline == SUF_DISCIPLINE_PREEMPTIVE;
    bool is_priority =
        is_preemptive || service->queue.discipline == SUF_DISCIPLINE_PRIORITY;
    bool is_loss = service->queue.discipline == SUF_DISCIPLINE_NONE;
    if (is_priority && n == 0) {
        suf_service_fault(self, "queue",
            "expected the key 'classes' beside 'discipline: %s'",
            is_preemptive ? "preemptive" : "priority");
    }
    if (n == 0) {
        return;
    }
    if (service->queue.classes[n - 1].reserved > 0) {
        fault_of_class(self, n - 1, "reserved",
            "places are kept from the classes after it, and it is the last");
    }
    check_sizes(self);
    if (is_preemptive) {
        check_preemption(self);
    }
    if (is_priority || (is_loss && has_own_places(service))) {
        check_shares(self);
    } else {
        suf_service_fault_idle(self, "queue.classes",
            is_loss ? "with 'discipline: none' classes matter only if they have "
                      "'reserved' or "
                      "'size'"
                    : "classes belong to 'discipline: priority'");
    }
}
