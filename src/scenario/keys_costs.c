/* The table of keys: what is known of costs, and who pays.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_parts.h"
#include "scenario/types/scenario.h"

#define BUDGET(type)                                                                     \
    SUF_KEY_YEARS, RANGE(0, 1e15), MONEY, AT(type, budget), COUNTED(type, n_budget)

static const suf_key costs_keys[] = {
    {"prices", SUF_KEY_YEAR, RANGE(1900, 2200), AT(suf_costs_spec, price_year), REQUIRED,
        .help = "Year of whose prices all amounts are: constant prices, without "
                "inflation and without discounting."},
    {"basis", SUF_KEY_TEXT, AT(suf_costs_spec, basis),
        .help = "What the amounts hold, for people, as without land."},
    {"overrun", SUF_KEY_SECTION, SUF_SECTION_OVERRUN,
        MARK(suf_costs_spec, has_overrun, true),
        .help =
            "Distribution of what capital costs over what is given; default: as given."},
    {"budget_for", SUF_KEY_CHOICE, SUF_CHOICE_BUDGET, AT(suf_costs_spec, budget_for),
        .fallback = "capital",
        .help = "What budgets are for: capital, or all, capital and running costs."},
    {"budget", BUDGET(suf_costs_spec),
        .help = "Budget of calendar years, as {2021: 300 million yuan}; a year without "
                "one has none. Default: none; where every fund has one, their sum."},
    {"funds", SUF_KEY_MAP, SUF_SECTION_FUND, AT(suf_costs_spec, funds),
        COUNTED(suf_costs_spec, n_funds), .help = "Sources of money, by name."},
};

static const suf_key overrun_keys[] = {
    {"median", SUF_KEY_NUMBER, ABOVE_TO(0, 100), AT(suf_costs_spec, overrun_median),
        REQUIRED, .help = "Median of the factor; 1 is as given."},
    {"mean", SUF_KEY_NUMBER, ABOVE_TO(0, 100), AT(suf_costs_spec, overrun_mean), REQUIRED,
        .help = "Mean of the factor, at least the median: it is lognormal."},
    {"rank_correlation", SUF_KEY_NUMBER, RANGE(-1, 1), AT(suf_costs_spec, overrun_rank),
        .fallback = "0",
        .help = "Rank correlation of the factor with the delay of the same project."},
};

static const suf_key fund_keys[] = {
    {"title", SUF_KEY_TEXT, AT(suf_fund_spec, title), .help = "Title for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_fund_spec, title_zh), .help = "Title in Chinese."},
    {"share", SUF_KEY_PLAIN, RANGE(0, 1), AT(suf_fund_spec, share),
        .help = "Share that it pays of what names no fund; the shares sum to 1 at most. "
                "Default: none."},
    {"budget", BUDGET(suf_fund_spec), .help = "Its budget of calendar years."},
};

static const suf_key running_keys[] = {
    {"place_year", SUF_KEY_NUMBER, RANGE(0, 1e12), MONEY,
        AT(suf_service_spec, running.place_year),
        MARK(suf_service_spec, running.has_place_year, true),
        .help = "Cost of a usable place for a year, occupied or not."},
    {"person", SUF_KEY_NUMBER, RANGE(0, 1e12), MONEY,
        AT(suf_service_spec, running.person),
        MARK(suf_service_spec, running.has_person, true),
        .help = "Cost of each person served beside it: of a stay each admission, of an "
                "intake each pupil who takes a seat, of visits each visit."},
    {"fund", SUF_KEY_TEXT, AT(suf_service_spec, running.fund),
        MARK(suf_service_spec, running.has_fund, true),
        .help = "Fund of `costs.funds` that pays; default: all, by their shares."},
};

static const suf_key capital_keys[] = {
    {"place", SUF_KEY_NUMBER, RANGE(0, 1e12), MONEY, AT(suf_service_spec, capital.place),
        MARK(suf_service_spec, capital.has_place, true),
        .help = "Capital cost of each place that a project opens, unless the project has "
                "a cost of its own."},
    {"fund", SUF_KEY_TEXT, AT(suf_service_spec, capital.fund),
        MARK(suf_service_spec, capital.has_fund, true),
        .help = "Fund of `costs.funds` that pays it, unless the project names one; "
                "default: all, by their shares."},
};

const suf_section_info suf_sections_of_costs[SUF_N_SECTIONS] = {
    [SUF_SECTION_COSTS] =
        PLAIN_SECTION("costs", costs_keys, suf_costs_spec, "What costs have in common."),
    [SUF_SECTION_OVERRUN] = PLAIN_SECTION("overrun", overrun_keys, suf_costs_spec,
        "Distribution of a factor on capital costs."),
    [SUF_SECTION_FUND] = {"fund", KEYS(fund_keys), .bytes = sizeof(suf_fund_spec),
        .name_offset = offsetof(suf_fund_spec, name), .name_type = SUF_KEY_NAME,
        .line_offset = offsetof(suf_fund_spec, line), .help = "A source of money."},
    [SUF_SECTION_CAPITAL] = PLAIN_SECTION(
        "capital", capital_keys, suf_service_spec, "What new places of a service cost."),
    [SUF_SECTION_RUNNING] = PLAIN_SECTION(
        "running", running_keys, suf_service_spec, "What running a service costs."),
};
