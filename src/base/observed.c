/* What can be counted in the world and beside it in a run: the one table of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "observed.h"

#include "base/status.h"
#include "base/terms.h"

#define STAY   (1U << SUF_KIND_STAY)
#define INTAKE (1U << SUF_KIND_INTAKE)
#define VISIT  (1U << SUF_KIND_VISIT)

static const suf_observed_row rows[SUF_N_OBSERVED] = {
    [SUF_OBSERVED_BIRTHS] = {"births", SUF_OBSERVED_SUM, true, 0},
    [SUF_OBSERVED_DEATHS] = {"deaths", SUF_OBSERVED_SUM, true, 0},
    [SUF_OBSERVED_MOVES_IN] = {"moves_in", SUF_OBSERVED_SUM, true, 0},
    [SUF_OBSERVED_MOVES_OUT] = {"moves_out", SUF_OBSERVED_SUM, true, 0},
    [SUF_OBSERVED_RESIDENTS] = {"residents", SUF_OBSERVED_POINT, true, 0},
    [SUF_OBSERVED_REQUESTS] = {"requests", SUF_OBSERVED_SUM, false, STAY},
    [SUF_OBSERVED_ADMISSIONS] = {"admissions", SUF_OBSERVED_SUM, false, STAY},
    [SUF_OBSERVED_REFUSALS] = {"refusals", SUF_OBSERVED_SUM, false, STAY},
    [SUF_OBSERVED_OCCUPANCY] = {"occupancy", SUF_OBSERVED_MEAN, false, STAY | INTAKE},
    [SUF_OBSERVED_OCCUPANCY_END] = {"occupancy_end", SUF_OBSERVED_POINT, false,
        STAY | INTAKE},
    [SUF_OBSERVED_WAITING] = {"waiting", SUF_OBSERVED_MEAN, false, STAY},
    [SUF_OBSERVED_WAITING_END] = {"waiting_end", SUF_OBSERVED_POINT, false, STAY},
    [SUF_OBSERVED_APPLICANTS] = {"applicants", SUF_OBSERVED_SUM, false, INTAKE},
    [SUF_OBSERVED_PLACED] = {"placed", SUF_OBSERVED_SUM, false, INTAKE},
    [SUF_OBSERVED_UNPLACED] = {"unplaced", SUF_OBSERVED_SUM, false, INTAKE},
    [SUF_OBSERVED_PUPILS_IN] = {"pupils_in", SUF_OBSERVED_SUM, false, INTAKE},
    [SUF_OBSERVED_VISITS] = {"visits", SUF_OBSERVED_SUM, false, VISIT},
    [SUF_OBSERVED_SERVED] = {"served", SUF_OBSERVED_SUM, false, VISIT},
    [SUF_OBSERVED_VISITS_REFUSED] = {"visits_refused", SUF_OBSERVED_SUM, false, VISIT},
};

const suf_observed_row *
suf_observed_row_of(suf_observed observed)
{
    suf_bug_unless(observed > SUF_OBSERVED_UNKNOWN && observed < SUF_N_OBSERVED);
    return &rows[observed];
}
