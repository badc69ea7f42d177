/* What suffice margin tells: tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "margin_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/calendar.h"
#include "cli/print.h"
#include "question/margin_links.h"

enum { NAME_WIDTH = 20, COLUMN_WIDTH = 24 };

const char *
suf_margin_quantity_name(suf_margin_quantity quantity)
{
    static const char *const names[SUF_N_MARGINS] = {"served", "waiting", "unmet"};
    suf_bug_unless((unsigned) quantity < SUF_N_MARGINS);
    return names[quantity];
}

const char *
suf_margin_verdict_name(suf_margin_verdict verdict)
{
    static const char *const names[] = {"told", "open", "only", "none", "unknown"};
    suf_bug_unless((unsigned) verdict <= SUF_MARGIN_UNKNOWN);
    return names[verdict];
}

const char *
suf_margin_cost_of(const suf_margin_row *row)
{
    return row->has_capital && row->has_running ? "capital and running"
           : row->has_capital                   ? "capital"
           : row->has_running                   ? "running"
                                                : "";
}

static const suf_label *
service_label(const suf_margin_told *self, uint32_t service)
{
    return &self->question->layout->services[self->question->map.services[service]];
}

const char *
suf_margin_option_name(const suf_margin_told *self, const suf_margin_option *option)
{
    if (option->is_of_list) {
        return SUF_ALL;
    }
    return option->district != SUF_NONE
               ? self->question->model->district_names[option->district]
               : self->question->model->levers[option->lever].name;
}

/* --- numbers ------------------------------------------------------------------------ */

/* As many decimals as give the half width two digits that count. */
static int
decimals_of(double half)
{
    return isnan(half) || half <= 0 ? 1
           : half >= 9.5            ? 0
           : half >= 0.95           ? 1
           : half >= 0.095          ? 2
                                    : 3;
}

/* Without the sign of what is printed as 0. */
static double
shown(double value, int decimals)
{
    return fabs(value) < 0.5 * pow(10, -decimals) ? 0 : value;
}

static void
effect_text(const suf_margin_effect *of, double factor, char text[64])
{
    double mean = factor * of->mean;
    double low = factor * of->low;
    double high = factor * of->high;
    if (isnan(mean)) {
        (void) snprintf(text, 64, "-");
    } else if (isnan(low)) {
        (void) snprintf(text, 64, "%.*f [?]", decimals_of(fabs(mean) / 10), mean);
    } else if (!(high > low) && !(mean > 0 || mean < 0)) {
        (void) snprintf(text, 64, "0");
    } else {
        int decimals = decimals_of((high - low) / 2);
        (void) snprintf(text, 64, "%.*f [%.*f, %.*f]", decimals, shown(mean, decimals),
            decimals, shown(low, decimals), decimals, shown(high, decimals));
    }
}

static void
print_effect(const suf_margin_effect *of, double factor)
{
    char text[64];
    effect_text(of, factor, text);
    suf_print_right(text, COLUMN_WIDTH);
}

/* --- a service ---------------------------------------------------------------------- */

static void
print_heads(void)
{
    static const char *const heads[2][SUF_N_MARGINS + 1] = {
        {"people served", "waiting days", "not served", "of the not served"},
        {"more", "fewer", "fewer", "% mended"}};
    for (int line = 0; line < 2; line++) {
        suf_print_left(line == 0 ? "" : "  more in", NAME_WIDTH);
        for (int i = 0; i <= SUF_N_MARGINS; i++) {
            suf_print_right(heads[line][i], COLUMN_WIDTH);
        }
        (void) putchar('\n');
    }
}

static void
print_option(const suf_margin_told *self, uint32_t i)
{
    const suf_margin_option *option = &self->question->options[i];
    const suf_margin_row *row = &self->answer->rows[i];
    char name[96];
    (void) snprintf(name, sizeof name, "%c %.80s", row->is_best ? '*' : ' ',
        suf_margin_option_name(self, option));
    suf_print_left(name, NAME_WIDTH);
    for (int q = 0; q < SUF_N_MARGINS; q++) {
        print_effect(&row->effects[q], 1);
    }
    print_effect(&row->share, 100);
    (void) putchar('\n');
}

/* What an option costs, and what a million yuan of it does. */
static void
print_cost(const suf_margin_told *self, uint32_t i)
{
    const suf_margin_row *row = &self->answer->rows[i];
    const suf_margin_effect *cost = &row->cost;
    bool is_lever = self->question->options[i].district == SUF_NONE;
    char served[64];
    if (suf_margin_cost_of(row)[0] == '\0') {
        return;
    }
    effect_text(&row->per_million, 1, served);
    (void) printf("  %s: %.0f", suf_margin_option_name(self, &self->question->options[i]),
        cost->mean);
    if (cost->high > cost->low) {
        (void) printf(" [%.0f, %.0f]", cost->low, cost->high);
    }
    (void) printf(" yuan a %s (%s), %s people served more a million yuan\n",
        is_lever ? "step" : "place", suf_margin_cost_of(row), served);
}

/* P(met) of the targets that the option changes, or might. */
static void
print_gains(const suf_margin_told *self, uint32_t i, uint32_t *n_shared)
{
    const suf_margin_row *row = &self->answer->rows[i];
    const suf_margin_question *question = self->question;
    for (uint32_t t = 0; t < self->answer->n_targets; t++) {
        const suf_margin_gain *gain = &row->gains[t];
        bool is_changed = gain->change.mean > 0 || gain->change.mean < 0;
        *n_shared += gain->state == SUF_MARGIN_SHARED;
        if (gain->state == SUF_MARGIN_KNOWN && is_changed) {
            const suf_scenario *ordered = &self->stage->batch.ordered[0];
            const suf_target_row *target =
                t < ordered->n_targets ? &ordered->targets[t]
                                       : &ordered->conditions[t - ordered->n_targets];
            char text[64];
            effect_text(&gain->change, 1, text);
            (void) printf("  P(%s) with %.10g more in %s: %s%s\n", target->target,
                question->options[i].amount,
                suf_margin_option_name(self, &question->options[i]),
                gain->change.mean > 0 ? "+" : "", text);
        }
    }
}

/* The sentence for the memo: of the options [first, end) of one group. */
static void
print_verdict(const suf_margin_told *self, uint32_t first, uint32_t end)
{
    static const char *const whats[SUF_N_MARGINS] = {
        "people served more", "waiting days fewer", "people not served fewer"};
    const suf_margin_question *question = self->question;
    const suf_margin_answer *answer = self->answer;
    bool is_lever = question->options[first].district == SUF_NONE;
    const char *unit = is_lever ? "step" : "place";
    const char *name = service_label(self, question->options[first].service)->name;
    uint32_t best = first;
    char text[64];
    for (uint32_t i = first; i < end; i++) {
        best = answer->rows[i].is_best ? i : best;
    }
    effect_text(&answer->rows[best].effects[question->by], 1, text);
    const char *where = suf_margin_option_name(self, &question->options[best]);
    switch (answer->verdicts[first]) {
    case SUF_MARGIN_BEST_TOLD:
    case SUF_MARGIN_BEST_OPEN:
        (void) printf("%s: one more %s helps most in %s: %s %s; ", name, unit, where,
            text, whats[question->by]);
        if (answer->verdicts[first] == SUF_MARGIN_BEST_TOLD) {
            (void) puts("that is told from every other.");
        } else {
            (void) printf("not told from all others by %" PRIu32 " replications.\n",
                answer->n_replications);
        }
        break;
    case SUF_MARGIN_ONLY_ONE:
        (void) printf("%s: one more %s%s%s: %s %s.\n", name, unit,
            question->options[best].is_of_list ? "" : " in ",
            question->options[best].is_of_list ? ", wherever it is" : where, text,
            whats[question->by]);
        break;
    case SUF_MARGIN_NONE_HELPS:
        (void) printf("%s: one more %s does not help: in no replication does anybody "
                      "wait or go without that it could serve.\n",
            name, unit);
        break;
    case SUF_MARGIN_UNKNOWN:
        (void) printf("%s: does not have what is asked by (%s).\n", name,
            suf_margin_quantity_name(question->by));
        break;
    }
}

/* The end of the options of a service; of its places, or levers, alone with is_group. */
static uint32_t
end_of(const suf_margin_question *question, uint32_t first, bool is_group)
{
    const suf_margin_option *of = &question->options[first];
    uint32_t end = first;
    while (end < question->n_options && question->options[end].service == of->service &&
           (!is_group || (question->options[end].district == SUF_NONE) ==
                             (of->district == SUF_NONE))) {
        end++;
    }
    return end;
}

static void
print_service(const suf_margin_told *self, uint32_t first, uint32_t *n_shared)
{
    const suf_margin_question *question = self->question;
    uint32_t end = end_of(question, first, false);
    const suf_label *label = service_label(self, question->options[first].service);
    (void) printf(
        "\n%s%s%s\n", label->name, label->title[0] != '\0' ? ": " : "", label->title);
    print_heads();
    for (uint32_t i = first; i < end; i++) {
        print_option(self, i);
    }
    for (uint32_t i = first; i < end; i++) {
        print_cost(self, i);
    }
    for (uint32_t i = first; i < end; i++) {
        print_gains(self, i, n_shared);
    }
}

static void
print_notes(const suf_margin_told *self, uint32_t n_shared)
{
    const suf_margin_question *question = self->question;
    (void) printf(
        "\nPer place (of a lever per step), over the whole run and all districts that "
        "can "
        "feel\nit, with 95 %% intervals over %" PRIu32
        " replications on common random numbers. * the best\nof its service. %% mended: "
        "of "
        "the people not served in those districts, by all that is\nadded (Fieller).\n",
        self->answer->n_replications);
    bool has_costs = false;
    for (uint32_t i = 0; i < question->n_options; i++) {
        has_costs = has_costs || suf_margin_cost_of(&self->answer->rows[i])[0] != '\0';
    }
    if (has_costs) {
        (void) puts(
            "Costs: capital of a place, or of a lever, as given (without overrun), "
            "and what running it costs\nmore over the run, as far as they are "
            "given; people served more by a million yuan with Fieller's\ninterval, "
            "[?] where it has none. A building lasts longer than the run.");
    }
    (void) printf("Runs: the plan and %" PRIu32 " more, for %" PRIu32
                  " places where more could be added: what nothing\nlinks stands in one "
                  "run%s.\n",
        question->n_runs, question->n_options,
        question->is_apart ? " unless --apart" : "");
    if (n_shared > 0) {
        (void) printf("P of %" PRIu32
                      " pairs of target and place is not told, as several "
                      "places of one run are felt by\nthe target: --targets runs them "
                      "apart.\n",
            n_shared);
    }
    if (suf_links_share_people(question->model) && !question->is_apart) {
        (void) puts(
            "Who is in a stay dies and moves by a clock of its own, so that places "
            "of one run share\nthe chance of the population, though not its law: "
            "--apart runs each alone.");
    }
}

void
suf_margin_print(const suf_margin_told *self)
{
    const suf_margin_question *question = self->question;
    const suf_margin_answer *answer = self->answer;
    const suf_scenario *scenario = &self->stage->batch.scenarios[0];
    uint32_t n_shared = 0;
    char date[11];
    suf_date_format(self->from_day, date);
    (void) printf(
        "where does one more place help most?  %s, from %s on\n\n", scenario->name, date);
    for (uint32_t first = 0; first < question->n_options;
         first = end_of(question, first, true)) {
        print_verdict(self, first, end_of(question, first, true));
    }
    (void) printf("%s after %" PRIu32 " replications%s\n",
        answer->is_settled ? "settled" : "stopped", answer->n_replications,
        answer->is_settled ? "" : ", the most that was asked for (--max-n)");
    for (uint32_t first = 0; first < question->n_options;
         first = end_of(question, first, false)) {
        print_service(self, first, &n_shared);
    }
    print_notes(self, n_shared);
}
