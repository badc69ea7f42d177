/* Those whom a service is for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "served_people.h"

uint64_t
suf_population_residents(const suf_population *self, uint32_t district, suf_sex sex,
    uint32_t from_months, uint32_t to_months)
{
    const suf_model *model = self->model;
    /* At a month's end a cohort's age index is its age in completed months. */
    uint32_t youngest = suf_population_age(self, 0);
    uint32_t n_cohorts = model->population.n_cohorts;
    uint64_t sum = 0;
    if (!model->population.is_given || from_months > youngest) {
        return 0;
    }
    uint32_t first = to_months > youngest ? 0 : youngest - to_months + 1;
    uint32_t end =
        youngest - from_months < n_cohorts ? youngest - from_months + 1 : n_cohorts;
    for (uint32_t of = 0; of < SUF_N_SEXES; of++) {
        if (sex != SUF_BOTH_SEXES && of != (uint32_t) sex) {
            continue;
        }
        const uint32_t *residents =
            &self->residents[suf_model_cell(model, district, of, 0)];
        for (uint32_t cohort = first; cohort < end; cohort++) {
            sum += residents[cohort];
        }
    }
    return sum;
}

uint64_t
suf_served_people(
    const suf_population *self, const suf_service *service, uint32_t district)
{
    return suf_population_residents(
        self, district, service->sex, service->eligible_from, service->served_to);
}

void
suf_served_people_observe(const suf_population *self, const suf_observation *to)
{
    const suf_model *model = self->model;
    const suf_layout *layout = to->metrics->layout;
    double *people = suf_metrics_of(to->metrics, SUF_VARIABLE_SERVED_PEOPLE);
    if (!model->population.is_given) {
        return; /* not observed: NaN, as the record was cleared */
    }
    for (uint32_t district = 0; district < model->n_districts; district++) {
        size_t row = (size_t) to->year * layout->n_districts +
                     suf_layout_district(to->map, district);
        for (uint32_t i = 0; i < model->n_services; i++) {
            people[row * layout->n_services + to->map->services[i]] =
                (double) suf_served_people(self, &model->services[i], district);
        }
    }
}
