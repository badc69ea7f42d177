/* From when on death and birth rates are known, and of whom.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>

#include "base/calendar.h"
#include "scenario/check/check.h"

/* The first years of the rates of a district, its own or those of all; INT32_MAX: none.
 */
typedef struct first_years {
    int32_t fertility;
    int32_t mortality[SUF_N_SEXES];
} first_years;

static first_years
first_years_of(const suf_population_spec *population, uint32_t district)
{
    first_years first = {INT32_MAX, {INT32_MAX, INT32_MAX}};
    for (size_t i = 0; i < population->n_fertility; i++) {
        const suf_fertility_row *row = &population->fertility[i];
        if ((row->district == SUF_NONE || row->district == district) &&
            row->year < first.fertility) {
            first.fertility = row->year;
        }
    }
    for (size_t i = 0; i < population->n_mortality; i++) {
        const suf_mortality_row *row = &population->mortality[i];
        for (int sex = 0; sex < SUF_N_SEXES; sex++) {
            if ((row->district == SUF_NONE || row->district == district) &&
                (row->sex == SUF_BOTH_SEXES || (int) row->sex == sex) &&
                row->year < first.mortality[sex]) {
                first.mortality[sex] = row->year;
            }
        }
    }
    return first;
}

/* Whether a table has rows of one district, and which of them have rates. */
static bool
has_own(const suf_population_spec *population)
{
    bool is_any = false;
    for (size_t i = 0; i < population->n_fertility; i++) {
        is_any |= population->fertility[i].district != SUF_NONE;
    }
    for (size_t i = 0; i < population->n_mortality; i++) {
        is_any |= population->mortality[i].district != SUF_NONE;
    }
    return is_any;
}

/* Tells of one table of a district that begins too late, or never. */
static bool
check_first(suf_reader *self, const char *path, int32_t year, const char *district)
{
    int32_t first = suf_month_of_day(self->scenario->population.date_day) / 12;
    if (year <= first) {
        return false;
    }
    if (year == INT32_MAX) {
        suf_reader_fault_at(self, path,
            "found no rates of '%.80s', expected some from %" PRId32
            " on, the year of the counts, or before",
            district, first);
    } else if (district[0] != '\0') {
        suf_reader_fault_at(self, path,
            "found rates of '%.80s' from %" PRId32 " on, expected some from %" PRId32
            " on, the year of the counts, or before",
            district, year, first);
    } else {
        suf_reader_fault_at(self, path,
            "found rates from %" PRId32 " on, expected some from %" PRId32
            " on, the year of the counts, or before",
            year, first);
    }
    return true;
}

void
suf_check_first_rates(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    const suf_population_spec *population = &scenario->population;
    bool is_own = has_own(population);
    bool is_told = false;
    for (uint32_t d = 0; !is_told && d < (is_own ? scenario->n_districts : 1); d++) {
        const char *name = is_own ? scenario->districts[d].district : "";
        first_years first = first_years_of(population, d);
        int32_t late = first.mortality[0] > first.mortality[1] ? first.mortality[0]
                                                               : first.mortality[1];
        int32_t early = first.mortality[0] < first.mortality[1] ? first.mortality[0]
                                                                : first.mortality[1];
        if (population->n_fertility > 0) {
            is_told = check_first(self, "population.fertility", first.fertility, name);
        }
        if (population->n_mortality > 0 && late == INT32_MAX && early != INT32_MAX) {
            is_told = true;
            suf_reader_fault_at(self, "population.mortality",
                "found rates of one sex only, expected F and M, or both");
        } else if (population->n_mortality > 0) {
            is_told |= check_first(self, "population.mortality", late, name);
        }
    }
}
