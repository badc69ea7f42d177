/* The table of keys: families of distributions of durations.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of them a section takes is said there (FAMILIES in keys_services.c). */
#include "keys_parts.h"
#include "scenario/types/scenario.h"

#define MEAN(key)                                                                        \
    {                                                                                    \
        key, SUF_KEY_NUMBER, ABOVE_TO(0, 365250), DURATION,                              \
            AT(suf_distribution_spec, scale), REQUIRED, .help = "Mean duration."         \
    }
#define SHAPE SUF_KEY_NUMBER, AT(suf_distribution_spec, shape), REQUIRED

static const suf_key fixed_keys[] = {
    {"value", SUF_KEY_NUMBER, ABOVE_TO(0, 365250), DURATION,
        AT(suf_distribution_spec, scale), REQUIRED, .help = "The duration."},
};
static const suf_key exponential_keys[] = {MEAN("mean")};
static const suf_key gamma_keys[] = {
    MEAN("mean"),
    {"cv", SHAPE, RANGE(0.01, 10), MARK(suf_distribution_spec, shape_is_cv, true),
        .group = 1, .help = "Coefficient of variation: standard deviation / mean."},
    {"shape", SHAPE, RANGE(0.01, 10000), .group = 1, .help = "Shape; 1 is exponential."},
};
static const suf_key erlang_keys[] = {
    MEAN("mean"),
    {"phases", SHAPE, RANGE(1, 10000), .detail = true,
        .help = "Number of phases, whole; 1 is exponential."},
};
static const suf_key lognormal_keys[] = {
    {"mean", SUF_KEY_NUMBER, ABOVE_TO(0, 365250), DURATION,
        AT(suf_distribution_spec, scale),
        MARK(suf_distribution_spec, scale_is_mean, true), REQUIRED, .group = 1,
        .help = "Mean duration."},
    {"median", SUF_KEY_NUMBER, ABOVE_TO(0, 365250), DURATION,
        AT(suf_distribution_spec, scale), REQUIRED, .group = 1,
        .help = "Median duration."},
    {"cv", SHAPE, RANGE(0.01, 100), MARK(suf_distribution_spec, shape_is_cv, true),
        .help = "Coefficient of variation: standard deviation / mean."},
};
static const suf_key weibull_keys[] = {
    MEAN("mean"),
    {"shape", SHAPE, RANGE(0.1, 100),
        .help = "Shape; 1 is exponential, below 1 the longer, the longer still."},
};
static const suf_key hyperexponential_keys[] = {
    MEAN("mean"),
    {"cv", SHAPE, RANGE(1, 100), .is_above = true,
        .help = "Coefficient of variation, above 1."},
};

const suf_section_info suf_sections_of_durations[SUF_N_SECTIONS] = {
    [SUF_SECTION_FIXED] = PLAIN_SECTION(
        "fixed", fixed_keys, suf_distribution_spec, "Always the same duration."),
    [SUF_SECTION_EXPONENTIAL] = PLAIN_SECTION(
        "exponential", exponential_keys, suf_distribution_spec, "Exponential."),
    [SUF_SECTION_GAMMA] =
        PLAIN_SECTION("gamma", gamma_keys, suf_distribution_spec, "Gamma."),
    [SUF_SECTION_ERLANG] =
        PLAIN_SECTION("erlang", erlang_keys, suf_distribution_spec, "Erlang."),
    [SUF_SECTION_LOGNORMAL] =
        PLAIN_SECTION("lognormal", lognormal_keys, suf_distribution_spec, "Lognormal."),
    [SUF_SECTION_WEIBULL] =
        PLAIN_SECTION("weibull", weibull_keys, suf_distribution_spec, "Weibull."),
    [SUF_SECTION_HYPEREXPONENTIAL] = PLAIN_SECTION("hyperexponential",
        hyperexponential_keys, suf_distribution_spec, "Two exponential phases."),
};
