/* The processes of a replication, in their order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "processes.h"

#include "engine/cost/cost_process.h"
#include "engine/delivery/delivery_process.h"
#include "engine/intake/intake.h"
#include "engine/likelihood/likelihood.h"
#include "engine/policy/policy.h"
#include "engine/population/population_process.h"
#include "engine/stay/stay.h"
#include "engine/target/targets.h"
#include "engine/visit/visit.h"

static const suf_process *const rows[] = {
    &suf_population_process,
    &suf_intake_process,
    &suf_visit_process,
    &suf_delivery_process,
    &suf_stay_process,
    &suf_target_process,
    &suf_policy_process,
    &suf_cost_process,
    &suf_likelihood_process,
};

const suf_process_table suf_processes = {rows, sizeof rows / sizeof rows[0]};
