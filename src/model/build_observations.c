/* From scenario to model: observations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/calendar.h"
#include "base/memory.h"
#include "model/build_parts.h"

enum { GROUP_YEARS = 5, OLDEST = 100, N_GROUPS = OLDEST / GROUP_YEARS + 1 };

suf_status
suf_build_observations(suf_model *self, const suf_scenario *scenario)
{
    int32_t start = suf_month_of_day(scenario->start_day);
    suf_status status =
        suf_array_new(scenario->n_observations, sizeof *self->counted, &self->counted);
    for (size_t i = 0; status == SUF_OK && i < scenario->n_observations; i++) {
        const suf_observation_row *row = &scenario->observations[i];
        int32_t month = suf_month_of_day(row->date_day);
        uint32_t end = (uint32_t) (month + 1 - start);
        uint32_t over = row->over_months == SUF_AGE_OPEN ? 1 : row->over_months;
        self->counted[i] = (suf_counted){.measure = row->measure,
            .service = row->service,
            .district = row->district,
            .sex = row->sex,
            .first_group = row->age_from / GROUP_YEARS,
            .end_group = row->age_to < OLDEST ? row->age_to / GROUP_YEARS + 1 : N_GROUPS,
            .year = (uint32_t) (month / 12 - start / 12),
            .first_month = end > over ? end - over : 0,
            .end_month = end,
            .value = row->value,
            .sd = row->sd,
            .weighs = !row->is_held_out && !row->is_registered};
        self->n_counted++;
    }
    return status;
}
