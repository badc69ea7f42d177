/* The answer to the question why, of a results file that holds one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "why_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/print.h"
#include "stats/why.h"
#include "stats/why_sentence.h"

enum { PLACE_WIDTH = 18, TOTAL_WIDTH = 15, PART_WIDTH = 18 };

typedef struct table {
    suf_results *results;
    suf_faults *faults;
    const suf_why_style *style;
    suf_why why;
} table;

static suf_status
read_block(void *context, suf_variable measure, uint32_t scenario, uint32_t position,
    double *values)
{
    table *self = context;
    return suf_results_read(
        self->results, measure, scenario, position, values, self->faults);
}

suf_status
suf_why_is_variant(const suf_layout *layout, uint32_t scenario, bool *is_variant)
{
    suf_why_plan *plans = NULL;
    uint32_t n = 0;
    suf_status status = suf_why_plans(layout, &plans, &n);
    *is_variant = false;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t m = 1; m < SUF_N_COMBINATIONS; m++) {
            *is_variant |=
                plans[i].scenarios[m] == scenario && scenario != plans[i].scenario;
        }
    }
    free(plans);
    return status;
}

/* --- names ----------------------------------------------------------------------------
 */

static const char *
region_name(const suf_layout *layout, uint32_t region)
{
    return region < layout->n_districts ? layout->districts[region].name : SUF_ALL;
}

static void
name_period(const suf_layout *layout, uint32_t period, char text[16])
{
    if (period < layout->n_years) {
        (void) snprintf(text, 16, "%" PRId32, layout->first_year + (int32_t) period);
    } else {
        (void) snprintf(text, 16, "%s", SUF_ALL);
    }
}

/* --- text -----------------------------------------------------------------------------
 */

static void
print_total(const suf_why_cell *cell)
{
    char text[64];
    double half = (cell->high - cell->low) / 2;
    int decimals = isnan(half) || half <= 0 ? cell->total < 10 ? 1 : 0
                   : half < 10              ? 1
                                            : 0;
    if (isnan(half)) {
        (void) snprintf(text, sizeof text, "%.*f", decimals, cell->total);
    } else {
        (void) snprintf(
            text, sizeof text, "%.*f ± %.*f", decimals, cell->total, decimals, half);
    }
    suf_print_right(text, TOTAL_WIDTH);
}

/* In whole percent, without a sign of 0. */
static double
percent(double share)
{
    return nearbyint(100 * share) + 0.0;
}

static void
print_part(const suf_why_part *part)
{
    char text[64];
    if (isnan(part->share)) {
        (void) snprintf(text, sizeof text, "-");
    } else if (isnan(part->share_low)) {
        (void) snprintf(text, sizeof text, "%.0f [?]", percent(part->share));
    } else {
        (void) snprintf(text, sizeof text, "%.0f [%.0f, %.0f]", percent(part->share),
            percent(part->share_low), percent(part->share_high));
    }
    suf_print_right(text, PART_WIDTH);
}

static void
print_row(const table *self, suf_why_quantity told, uint32_t period, uint32_t region,
    uint32_t service)
{
    const suf_layout *layout = self->why.layout;
    const suf_why_cell *cell =
        suf_why_at(&self->why, (int) told, period, region, service);
    suf_print_left(region_name(layout, region), PLACE_WIDTH);
    if (self->style->is_by_year) {
        char name[16];
        name_period(layout, period, name);
        suf_print_left(name, 6);
    }
    print_total(cell);
    for (int part = 0; part < SUF_N_PARTS; part++) {
        if (part == SUF_TOO_FEW || suf_cause_is_in(self->why.plan.acting, part)) {
            print_part(&cell->parts[part]);
        }
    }
    (void) putchar('\n');
}

static void
print_heads(const table *self, suf_why_quantity told)
{
    suf_print_left("", PLACE_WIDTH + (self->style->is_by_year ? 6 : 0));
    suf_print_right(told == SUF_WHY_UNMET ? "not served" : "waiting", TOTAL_WIDTH);
    for (int part = 0; part < SUF_N_PARTS; part++) {
        if (part == SUF_TOO_FEW || suf_cause_is_in(self->why.plan.acting, part)) {
            suf_print_right(suf_cause_words_of(part)->title, PART_WIDTH);
        }
    }
    (void) putchar('\n');
    suf_print_left("district", PLACE_WIDTH);
    if (self->style->is_by_year) {
        suf_print_left("year", 6);
    }
    suf_print_right("people", TOTAL_WIDTH);
    for (int part = 0; part < SUF_N_PARTS; part++) {
        if (part == SUF_TOO_FEW || suf_cause_is_in(self->why.plan.acting, part)) {
            suf_print_right("%", PART_WIDTH);
        }
    }
    (void) putchar('\n');
}

/* The table of a service; returns how many districts lack nothing. */
static uint32_t
print_service(const table *self, uint32_t service)
{
    const suf_layout *layout = self->why.layout;
    uint32_t all = layout->n_districts;
    suf_why_quantity told = suf_why_told(&self->why, all, service);
    uint32_t first = self->style->is_by_year ? 0 : layout->n_years;
    uint32_t n_without = 0;
    print_heads(self, told);
    for (uint32_t i = 0; i <= all; i++) {
        bool is_any =
            suf_why_at(&self->why, (int) told, layout->n_years, i, service)->total > 0;
        n_without += i < all && !is_any;
        /* Where there is one district, it is all of them. */
        for (uint32_t p = first; is_any && (i == all || all > 1) && p <= layout->n_years;
             p++) {
            print_row(self, told, p, i, service);
        }
    }
    return n_without;
}

/* The district with the largest total of what is told of a service. */
static uint32_t
worst_of(const table *self, uint32_t service)
{
    const suf_layout *layout = self->why.layout;
    suf_why_quantity told = suf_why_told(&self->why, layout->n_districts, service);
    uint32_t worst = 0;
    double most = -1;
    for (uint32_t i = 0; i < layout->n_districts; i++) {
        double here =
            suf_why_at(&self->why, (int) told, layout->n_years, i, service)->total;
        if (here > most) {
            most = here;
            worst = i;
        }
    }
    return worst;
}

static suf_status
print_sentence(const table *self, uint32_t region, uint32_t service)
{
    suf_text text;
    suf_text_init(&text);
    suf_why_add_sentence(&self->why, region, service, self->style->is_chinese, &text);
    if (text.status == SUF_OK) {
        (void) printf("%s\n", suf_text_get(&text));
    }
    suf_status status = text.status;
    suf_text_free(&text);
    return status;
}

static bool
is_short(const table *self, uint32_t service)
{
    const suf_layout *layout = self->why.layout;
    suf_why_quantity told = suf_why_told(&self->why, layout->n_districts, service);
    return suf_why_at(
               &self->why, (int) told, layout->n_years, layout->n_districts, service)
               ->total > 0;
}

static void
print_notes(const table *self)
{
    uint32_t acting = self->why.plan.acting;
    (void) printf(
        "\nPeople of the whole run%s; of these the share due to each cause, with its "
        "95 %%\ninterval over %" PRIu32
        " replications (Fieller); - where nobody is. The shares sum to 100:\n"
        "each is the mean effect of taking its cause away, over all orders in which the\n"
        "causes can go (Shapley); one below 0 makes the shortage smaller.\n",
        self->style->is_by_year ? " and of each year" : "", self->why.n_replications);
    bool has_zones = self->why.layout->n_zones > 0;
    (void) printf(
        "too late: opens after its planned day, or never; unstaffed: built and not yet\n"
        "usable; wrong place: would not be if everybody accepted the places of every\n"
        "district%s; unexpected demand: what is assumed of people is not at its median;\n"
        "too few places: short even so.\n",
        has_zones ? " and zone" : "");
    for (int cause = 0; cause < SUF_N_CAUSES; cause++) {
        if (!suf_cause_is_in(acting, cause)) {
            (void) printf("Cannot act in this plan, and was not run: %s.\n",
                suf_cause_words_of(cause)->title);
        }
    }
}

static suf_status
print_text(const table *self)
{
    const suf_layout *layout = self->why.layout;
    const suf_label *plan = &layout->scenarios[self->why.plan.scenario];
    suf_status status = SUF_OK;
    (void) printf("why people are not served: %s%s%s\n\n", plan->name,
        plan->title[0] != '\0' ? ": " : "", plan->title);
    for (uint32_t s = 0; status == SUF_OK && s < layout->n_services; s++) {
        status = print_sentence(self, layout->n_districts, s);
        if (status == SUF_OK && layout->n_districts > 1 && is_short(self, s)) {
            status = print_sentence(self, worst_of(self, s), s);
        }
    }
    for (uint32_t s = 0; status == SUF_OK && s < layout->n_services; s++) {
        if (is_short(self, s)) {
            (void) printf("\n%s%s%s\n", layout->services[s].name,
                layout->services[s].title[0] != '\0' ? ": " : "",
                layout->services[s].title);
            uint32_t n_without = print_service(self, s);
            if (n_without > 0) {
                (void) printf("nobody goes without in %" PRIu32 " district%s more\n",
                    n_without, n_without == 1 ? "" : "s");
            }
        }
    }
    if (status == SUF_OK) {
        print_notes(self);
    }
    return status;
}

/* --- CSV ------------------------------------------------------------------------------
 */

static void
print_numbers(double mean, double low, double high)
{
    (void) printf(",%.10g,%.10g,%.10g", mean, low, high);
}

static void
print_csv(const table *self)
{
    const suf_layout *layout = self->why.layout;
    for (int q = 0; q < SUF_N_WHY_QUANTITIES; q++) {
        for (uint32_t s = 0; s < layout->n_services; s++) {
            for (uint32_t i = 0; i <= layout->n_districts; i++) {
                for (uint32_t p = 0; p <= layout->n_years; p++) {
                    const suf_why_cell *cell = suf_why_at(&self->why, q, p, i, s);
                    for (int part = 0; !isnan(cell->total) && part < SUF_N_PARTS;
                         part++) {
                        const suf_why_part *of = &cell->parts[part];
                        char name[16];
                        name_period(layout, p, name);
                        suf_print_field(layout->scenarios[self->why.plan.scenario].name);
                        suf_print_field(suf_why_quantity_of(q)->name);
                        suf_print_field(layout->services[s].name);
                        suf_print_field(region_name(layout, i));
                        suf_print_field(name);
                        suf_print_last_field(suf_cause_words_of(part)->name);
                        print_numbers(of->mean, of->low, of->high);
                        print_numbers(of->share, of->share_low, of->share_high);
                        print_numbers(cell->total, cell->low, cell->high);
                        (void) printf(",%" PRIu32 "\n", self->why.n_replications);
                    }
                }
            }
        }
    }
}

suf_status
suf_why_print(suf_results *results, const suf_why_style *style, suf_faults *faults)
{
    table self = {.results = results, .faults = faults, .style = style};
    const suf_layout *layout = &results->layout;
    suf_why_plan *plans = NULL;
    uint32_t n = 0;
    suf_status status = suf_why_plans(layout, &plans, &n);
    if (status == SUF_OK && n == 0) {
        suf_fault_place place = {.file = results->path};
        suf_faults_add(faults, &place,
            "holds no plan with and without its causes of shortage; suffice why SCENARIO "
            "makes such a file");
        status = SUF_RAISE(SUF_ERROR_FORMAT);
    }
    if (status == SUF_OK && style->is_csv) {
        (void) puts("scenario,quantity,service,district,period,cause,mean,low,high,share,"
                    "share_low,share_high,total,total_low,total_high,replications");
    }
    for (uint32_t i = 0; status == SUF_OK && i < n; i++) {
        status = suf_why_fold(&self.why, layout, &plans[i], results->replications,
            results->n_replications, read_block, &self);
        if (status == SUF_OK && style->is_csv) {
            print_csv(&self);
        } else if (status == SUF_OK) {
            status = print_text(&self);
        }
        suf_why_free(&self.why);
    }
    free(plans);
    return status;
}
