/* Warnings: stays, lists and teams that are odd but may be meant.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/check/service_at.h"
#include "scenario/check/warn.h"

/* A mean stay of half a life, or of no time; and a distribution that is nearly a fixed
 * time. */
static void
warn_stay(const suf_service_at *self)
{
    const suf_distribution_spec *stay = &self->service->stay;
    double days = suf_warn_middle(self->reader, &stay->scale);
    if (stay->kind != SUF_DISTRIBUTION_EMPIRICAL && days > 40 * 365.25) {
        suf_service_fault(self, "stay", "found a stay of %.6g years", days / 365.25);
    }
    if (stay->kind != SUF_DISTRIBUTION_EMPIRICAL && days < 1. / 24 &&
        self->service->requests.is_given) {
        suf_service_fault(self, "stay",
            "found a stay of %.6g minutes, of residents who ask for a place",
            days * 1440);
    }
    if (stay->kind == SUF_DISTRIBUTION_WEIBULL &&
        suf_warn_middle(self->reader, &stay->shape) > 20) {
        suf_service_fault(self, "stay.weibull.shape",
            "found a shape of %.6g: all stays are of one length",
            suf_warn_middle(self->reader, &stay->shape));
    }
}

/* People who wait no hour for a stay of days, or longer than anybody lives. */
static void
warn_patience(const suf_service_at *self)
{
    const suf_distribution_spec *patience = &self->service->queue.patience;
    double days = suf_warn_middle(self->reader, &patience->scale);
    if (patience->kind != SUF_DISTRIBUTION_NONE &&
        patience->kind != SUF_DISTRIBUTION_EMPIRICAL && days < 1. / 24 &&
        self->service->requests.is_given &&
        suf_warn_middle(self->reader, &self->service->stay.scale) > 1) {
        suf_service_fault(self, "queue.patience",
            "found a patience of %.6g minutes, of residents who wait for a stay of days",
            days * 1440);
    }
    if (patience->kind != SUF_DISTRIBUTION_NONE &&
        patience->kind != SUF_DISTRIBUTION_EMPIRICAL && days > 40 * 365.25) {
        suf_service_fault(self, "queue.patience",
            "found a patience of %.6g years: hardly anybody gives up; without patience "
            "nobody does",
            days / 365.25);
    }
}

/* The most places that a district may have. */
static double
most_places(const suf_scenario *scenario, uint32_t service, uint32_t district)
{
    double places = 0;
    for (size_t i = 0; i < scenario->n_places; i++) {
        const suf_places_row *row = &scenario->places[i];
        bool is_it = row->service == service && row->district == district;
        places += is_it ? row->places : 0;
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        bool is_it = row->service == service && row->district == district;
        places += is_it && row->places > 0 ? (double) row->places * row->count : 0;
    }
    return places;
}

/* Teams of which all are always there. */
static void
warn_teams(const suf_service_at *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_service_spec *service = self->service;
    double steady = (double) service->teams.steady * service->teams.places;
    bool is_idle = service->teams.is_given && scenario->n_levers == 0;
    for (uint32_t i = 0; is_idle && i < scenario->n_districts; i++) {
        is_idle =
            most_places(scenario, (uint32_t) (service - scenario->services), i) <= steady;
    }
    if (is_idle) {
        suf_service_fault(self, "teams",
            "without effect: the steady teams look after %.10g places of each district, "
            "and none has more",
            steady);
    }
}

/* Each try is an event. */
static void
warn_retrial(const suf_service_at *self)
{
    double days = suf_warn_middle(self->reader, &self->service->queue.retry_every);
    if (self->service->queue.discipline == SUF_DISCIPLINE_RETRIAL && days < 1. / 24) {
        suf_service_fault(self, "queue.retry_every",
            "found %.6g minutes, and each try of each person takes computing time",
            days * 1440);
    }
}

void
suf_warn_stay(const suf_service_at *self)
{
    warn_stay(self);
    warn_patience(self);
    warn_retrial(self);
    warn_teams(self);
}
