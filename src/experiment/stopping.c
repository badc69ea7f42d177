/* Stopping by precision.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stopping.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

/* P(met) from which on a target counts as secured: what `decided` is against. */
#define SECURED 0.9
#define ERROR   0.05

/* Behind the blanks that `text` begins with. */
static const char *
skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

/* Where the blanks begin that [text, end) ends with. */
static const char *
before_blanks(const char *text, const char *end)
{
    while (end > text && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }
    return end;
}

/* Behind `word` at the start of `text`, whose blanks do not count; NULL: not there. */
static const char *
skip_word(const char *text, const char *word)
{
    for (; *word != '\0'; word++, text++) {
        text = skip_blanks(text);
        if (*text != *word) {
            return NULL;
        }
    }
    return skip_blanks(text);
}

/* A finite number above 0, and nothing behind it but `end`. */
static bool
parse_limit(const char *text, const char *end, double *limit)
{
    char *behind = NULL;
    *limit = strtod(text, &behind);
    const char *rest = behind != text ? skip_word(behind, end) : NULL;
    return rest != NULL && *rest == '\0' && *limit > 0 && isfinite(*limit);
}

/* What stands behind "decided": nothing, or "(p)". */
static bool
parse_decided(suf_stopping_rule *self, const char *text, const char **why)
{
    *self = (suf_stopping_rule){SUF_STOPPING_DECIDED, SUF_NONE, SECURED};
    if (text[0] == '\0') {
        return true;
    }
    *why = "expected decided, or decided(p) with p between 0 and 1";
    const char *number = skip_word(text, "(");
    return number != NULL && parse_limit(number, ")", &self->limit) && self->limit < 1;
}

/* What stands behind the comma: "TARGET) < x". A name may hold blanks and brackets. */
static bool
parse_half_width(
    suf_stopping_rule *self, const char *name, const suf_layout *layout, const char **why)
{
    const char *less = strrchr(name, '<');
    const char *close = less != NULL ? before_blanks(name, less) : name;
    if (close == name || close[-1] != ')') {
        return false;
    }
    size_t length = (size_t) (before_blanks(name, close - 1) - name);
    for (uint32_t t = 0; t < layout->n_targets; t++) {
        const char *here = layout->targets[t].name;
        if (strlen(here) == length && memcmp(here, name, length) == 0) {
            self->target = t;
        }
    }
    if (self->target == SUF_NONE) {
        *why = "no target has this name";
        return false;
    }
    *why = "expected a number above 0 behind <";
    return parse_limit(less + 1, "", &self->limit);
}

bool
suf_stopping_parse(
    suf_stopping_rule *self, const char *text, const suf_layout *layout, const char **why)
{
    static const char *const starts[] = {"half-width(P(met),", "half-width(mean(value),"};
    static const suf_stopping_kind kinds[] = {
        SUF_STOPPING_HALF_WIDTH, SUF_STOPPING_HALF_VALUE};
    *self = (suf_stopping_rule){.target = SUF_NONE};
    *why = "expected decided, or half-width(P(met), TARGET) < x, or "
           "half-width(mean(value), TARGET) < x";
    if (layout->n_targets == 0) {
        *why = "the scenario has no targets to stop by";
        return false;
    }
    const char *rest = skip_word(text, "decided");
    if (rest != NULL) {
        return parse_decided(self, rest, why);
    }
    for (size_t k = 0; k < 2; k++) {
        rest = skip_word(text, starts[k]);
        if (rest != NULL) {
            self->kind = kinds[k];
            return parse_half_width(self, rest, layout, why);
        }
    }
    return false;
}

suf_status
suf_stopping_init(
    suf_stopping *self, const suf_stopping_rule *rule, const suf_layout *layout)
{
    *self = (suf_stopping){.layout = layout, .rule = *rule};
    size_t n = (size_t) layout->n_scenarios * layout->n_targets;
    suf_status status = suf_array_new(n, sizeof *self->met, &self->met);
    if (status == SUF_OK) {
        status = suf_array_new(n, sizeof *self->value, &self->value);
    }
    if (status != SUF_OK) {
        suf_stopping_free(self);
    }
    return status;
}

void
suf_stopping_free(suf_stopping *self)
{
    free(self->met);
    free(self->value);
    *self = (suf_stopping){0};
}

void
suf_stopping_add(suf_stopping *self, uint32_t scenario, uint32_t replication,
    const double *value, const double *met)
{
    const suf_design_spec *design = &self->layout->design;
    size_t first = (size_t) scenario * self->layout->n_targets;
    for (uint32_t t = 0; t < self->layout->n_targets; t++) {
        suf_estimate_add(&self->met[first + t], design, replication, met[t]);
        suf_estimate_add(&self->value[first + t], design, replication, value[t]);
    }
}

double
suf_stopping_confidence(uint32_t look)
{
    double k = look;
    return 1 - ERROR / (k * (k + 1));
}

static bool
is_decided(const suf_stopping *self, const suf_estimate *met, double confidence)
{
    double low = 0;
    double high = 1;
    if (met->tally.n == 0) {
        return true;
    }
    suf_estimate_probability(met, confidence, &low, &high);
    return low > self->rule.limit || high < self->rule.limit;
}

bool
suf_stopping_look(suf_stopping *self)
{
    double confidence = suf_stopping_confidence(++self->n_looks);
    for (uint32_t s = 0; s < self->layout->n_scenarios; s++) {
        size_t first = (size_t) s * self->layout->n_targets;
        double low = 0;
        double high = 1;
        switch (self->rule.kind) {
        case SUF_STOPPING_DECIDED:
            for (uint32_t t = 0; t < self->layout->n_targets; t++) {
                if (!is_decided(self, &self->met[first + t], confidence)) {
                    return false;
                }
            }
            break;
        case SUF_STOPPING_HALF_WIDTH:
            suf_estimate_probability(
                &self->met[first + self->rule.target], confidence, &low, &high);
            if (!((high - low) / 2 < self->rule.limit)) {
                return false;
            }
            break;
        case SUF_STOPPING_HALF_VALUE:
            if (!(suf_estimate_half_width(&self->value[first + self->rule.target],
                      confidence) < self->rule.limit)) {
                return false;
            }
            break;
        }
    }
    return true;
}
