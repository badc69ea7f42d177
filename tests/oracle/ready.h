/* A scenario file made ready to run: scenario, model, layout, parameters.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests; aborts with the faults printed when anything fails. */
#ifndef SUF_ORACLE_READY_H
#define SUF_ORACLE_READY_H

#include "engine/core/replication.h"
#include "model/model.h"
#include "model/parameters.h"
#include "scenario/types/scenario.h"
#include "stats/metrics.h"

typedef struct ready {
    suf_scenario scenario;
    suf_model model;
    suf_layout layout;
    suf_parameters parameters;
    suf_metrics metrics;
    suf_replication replication;
    uint32_t *identity; /* maps services and assumptions to themselves */
    suf_layout_map map;
} ready;

/* sets: n_sets texts "path=value". Parameters are resolved for replication 0. */
void ready_init(ready *self, const char *path, const char *const *sets, size_t n_sets);
void ready_free(ready *self);
/* Draws and resolves the parameters of a replication and starts it. */
void ready_start(ready *self, uint64_t replication, const suf_observer *observer);
/* A recorded value of a variable by month, district and service. */
double ready_value(ready *self, suf_variable variable, uint32_t month, uint32_t district,
    uint32_t service);

#endif
