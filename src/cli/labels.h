/* The labels of results, from the scenario's parts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each fills a label that comes zeroed; its texts are the layout's, after a failure too.
 */
#ifndef SUF_CLI_LABELS_H
#define SUF_CLI_LABELS_H

#include "base/status.h"
#include "scenario/types/scenario.h"
#include "stats/metrics.h"

/* Sets a label to copies of the texts, which it owns; None of them is NULL. Fails when
 * memory is out. */
SUF_MUST_CHECK suf_status suf_label_set(
    suf_label *self, const char *name, const char *title, const char *title_zh);
/* The same of a class of priority, whose name is service/class. */
SUF_MUST_CHECK suf_status suf_class_label_set(
    suf_class_label *self, const char *service, const char *class);
/* The same of an assumption, with the unit of its values. */
SUF_MUST_CHECK suf_status suf_assumption_label_set(
    suf_assumption_label *self, const suf_assumption *from);
/* The same of a target: what its row says, and what it rests on in the scenario (dates,
 * crews, evidence). */
SUF_MUST_CHECK suf_status suf_target_label_set(
    suf_target_label *self, const suf_scenario *scenario, const suf_target_row *row);
SUF_MUST_CHECK suf_status suf_observation_label_set(suf_observation_label *self,
    const suf_scenario *scenario, const suf_observation_row *row);
/* Where a scenario has costs: all funds together as the last label, for which there is
 * room, and whose prices they are in, on which the scenarios agree. */
SUF_MUST_CHECK suf_status suf_fund_labels_end(
    suf_layout *layout, const suf_scenario *scenarios, size_t n);
/* To when projects are known in each of the layout's scenarios; nothing where they are in
 * none. */
SUF_MUST_CHECK suf_status suf_known_days_set(
    suf_layout *self, const suf_scenario *scenarios);
/* What each service is in each scenario, and its caveat; the labels of both are there. */
SUF_MUST_CHECK suf_status suf_service_facts_set(
    suf_layout *self, const suf_scenario *scenarios);

#endif
