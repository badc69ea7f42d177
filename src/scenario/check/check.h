/* Consistency between the parts of a scenario, once each of them has been read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_CHECK_H
#define SUF_SCENARIO_CHECK_H

#include "scenario/check/service_at.h"
#include "scenario/read/reader.h"

/* Sets what one part takes from another (the date of the counts from the start, ages of a
 * share from the eligible ages), joins services.*.places to the places, and tells of what
 * does not fit together. */
void suf_check(suf_reader *self);

/* The part of it that is about population and tables over ages; and about services. */
void suf_check_population(suf_reader *self);
void suf_check_migration(suf_reader *self);
void suf_check_first_rates(suf_reader *self);
void suf_check_services(suf_reader *self);
/* Of a service: what its kind has and has not. */
void suf_check_kind(const suf_service_at *at);
/* Of a service of stays: where people go on to. Marks those services (fed_by), so of all
 * services before any is asked whether it has requests. */
void suf_check_then(const suf_service_at *self);
/* Of a service: who is there at its start. */
void suf_check_initial(const suf_service_at *self);
/* Of a service of stays: its classes. */
void suf_check_classes(const suf_service_at *self);
/* The greatest value that a number takes. */
double suf_check_most(const suf_scenario *scenario, const suf_number *number);
/* About projects, works, assets and zones: sets the indices of what rows name; and about
 * targets, by the names of classes of assets and of works. */
void suf_check_delivery(suf_reader *reader);
void suf_check_targets(
    suf_reader *reader, const suf_names *assets, const suf_names *works);

/* Of services whose places stand in zones, of their places and projects: sets the zones
 * that places name. Of targets of such zones, once targets know their services. */
void suf_check_zones(suf_reader *self);
void suf_check_zone_targets(suf_reader *self);
/* Whether some service has its places in zones. */
bool suf_check_is_zoned(const suf_scenario *scenario);

/* Of projects: which one each comes after, by their names, and whether any comes after
 * it. */
void suf_check_after(suf_reader *reader, const suf_names *projects);
/* Of what policies begin: sets begun_by of the projects, and what they take as planned.
 */
void suf_check_begins(suf_reader *reader, const suf_names *projects);

/* Of what is known of projects: dates that contradict each other or the plan. */
void suf_check_facts(suf_reader *reader);
/* Of policies: what they look at, where, and what they can do there. */
void suf_check_policies(suf_reader *reader);

/* Of costs: sets the indices of the funds that rows name. */
void suf_check_costs(suf_reader *self);

/* Of observations: sets the window and the date of each. */
void suf_check_observations(suf_reader *reader);

/* Of levers: dates within the run, and one a project. */
void suf_check_levers(suf_reader *self);

/* Tells of names that are unknown in many places where they are misspelt or missing. */
void suf_check_causes(suf_reader *self);
/* Of a scenario without fault so far: what cannot be meant all the same. */
void suf_check_sense(suf_reader *self);

#endif
