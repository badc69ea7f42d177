/* The parts of building a model, in the order in which they are built.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_BUILD_PARTS_H
#define SUF_MODEL_BUILD_PARTS_H

#include "base/fault.h"
#include "model/model.h"
#include "model/parameters.h"
#include "scenario/types/scenario.h"

/* Assumptions, how they go together and move, and the points that they are drawn at. */
SUF_MUST_CHECK suf_status suf_build_assumptions(
    suf_model *self, const suf_scenario *scenario, suf_faults *faults);
/* People at the start of the calendar, rates by year, flows as hazards. */
SUF_MUST_CHECK suf_status suf_build_population(
    suf_model *self, const suf_scenario *scenario, suf_faults *faults);
/* Its parts: rates of deaths and births; moves, by counts [district][sex][age]. */
SUF_MUST_CHECK suf_status suf_build_rates(
    suf_model *self, const suf_population_spec *spec);
SUF_MUST_CHECK suf_status suf_build_flows(suf_model *self, const suf_scenario *scenario,
    const double *counts, suf_faults *faults);
/* Services with their reach, queues and distributions; not their streams. */
SUF_MUST_CHECK suf_status suf_build_services(
    suf_model *self, const suf_scenario *scenario);
/* Whose places a service's people take, and whose people take its places; wants the
 * areas. */
SUF_MUST_CHECK suf_status suf_build_reach(suf_service *self, const suf_model *model,
    const suf_scenario *scenario, const suf_service_spec *spec);
/* What a service of kind intake or visit has. */
SUF_MUST_CHECK suf_status suf_build_intake(
    suf_intake_model *self, const suf_scenario *scenario, const suf_service_spec *spec);
SUF_MUST_CHECK suf_status suf_build_visit(
    suf_visit_model *self, const suf_scenario *scenario, const suf_visit_spec *spec);
/* Streams of requests and arrivals of all services. */
SUF_MUST_CHECK suf_status suf_build_streams(
    suf_model *self, const suf_scenario *scenario, suf_faults *faults);

/* Levers, by name. */
SUF_MUST_CHECK suf_status suf_build_levers(suf_model *self, const suf_scenario *scenario);
/* Projects, works, assets and zones, then targets; wants calendar and services. */
SUF_MUST_CHECK suf_status suf_build_delivery(
    suf_model *self, const suf_scenario *scenario);
SUF_MUST_CHECK suf_status suf_build_targets(
    suf_model *self, const suf_scenario *scenario);
/* Zones and localities, part of the delivery. */
SUF_MUST_CHECK suf_status suf_build_zones(
    suf_delivery_model *self, const suf_scenario *scenario);
/* Rules that change places within the run. */
SUF_MUST_CHECK suf_status suf_build_policies(
    suf_model *self, const suf_scenario *scenario);
/* What projects, works and services cost, and who pays; wants the delivery. */
/* Counts beside the run, in the order of the rows. */
SUF_MUST_CHECK suf_status suf_build_observations(
    suf_model *self, const suf_scenario *scenario);
SUF_MUST_CHECK suf_status suf_build_costs(suf_model *self, const suf_scenario *scenario);
SUF_MUST_CHECK suf_status suf_build_distribution(
    suf_distribution_model *self, const suf_distribution_spec *spec);
/* Where it is written how many ask for a service: in the layer that has said it last. */
suf_fault_place suf_build_asked(
    const suf_scenario *scenario, const suf_service_spec *spec);
/* Requests a day of a stream at the start counts, before year and month factors. */
double suf_stream_start_rate(
    const suf_model *self, const suf_parameters *parameters, uint32_t index);
/* Hash of a name made of parts, formatted as by printf. */
uint64_t suf_purpose(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
