/* The table of keys: what is delivered when.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_parts.h"
#include "scenario/types/scenario.h"

static const suf_key delivery_keys[] = {
    {"delay", SUF_KEY_SECTION, SUF_SECTION_DELAY,
        .help = "Distribution of the multiplier of planned durations; default: lognormal "
                "with "
                "median 1.07 and mean 1.15."},
    {"correlation", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_delivery_spec, correlation),
        .fallback = "0.4",
        .help = "Weight of the shock that all projects share: 0 none, 1 all."},
    {"programme_correlation", SUF_KEY_NUMBER, RANGE(0, 1),
        AT(suf_delivery_spec, programme_correlation), .fallback = "0",
        .help = "Weight of the shock that the projects of one programme share beside "
                "it; 1 at most with correlation."},
    {"cancellation", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_delivery_spec, cancellation),
        .fallback = "0",
        .help = "Probability that a project with a planned start is cancelled, so never "
                "opens."},
    {"programmes", SUF_KEY_MAP, SUF_SECTION_PROGRAMME, AT(suf_delivery_spec, programmes),
        COUNTED(suf_delivery_spec, n_programmes),
        .help = "What holds for the projects of a programme; each name is one that the "
                "column programme of projects has."},
};

static const suf_key programme_keys[] = {
    {"cancellation", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_programme_spec, cancellation),
        MARK(suf_programme_spec, has_cancellation, true),
        .help = "Probability that one of its projects with a planned start is cancelled; "
                "default: that of delivery."},
    {"replaced_within", SUF_KEY_PLAIN, ABOVE_TO(0, 36525), DURATION,
        AT(suf_programme_spec, replaced_within_days),
        .help = "What is cancelled is replaced: by a project like it, planned this much "
                "later, with a delay of its own, that is not cancelled. Default: it is "
                "not replaced."},
};

#define DRAWN(key, section, kind_value, what)                                            \
    {                                                                                    \
        key, SUF_KEY_SECTION, section, MARK(suf_delivery_spec, delay, kind_value),       \
            REQUIRED, .group = 1, .help = (what)                                         \
    }
static const suf_key delay_keys[] = {
    DRAWN("fixed", SUF_SECTION_DELAY_FIXED, SUF_DELAY_FIXED, "Always the same."),
    DRAWN("uniform", SUF_SECTION_DELAY_UNIFORM, SUF_DELAY_UNIFORM, "Uniform."),
    DRAWN("exponential", SUF_SECTION_DELAY_EXPONENTIAL, SUF_DELAY_EXPONENTIAL,
        "Exponential, by its mean."),
    DRAWN("lognormal", SUF_SECTION_DELAY_LOGNORMAL, SUF_DELAY_LOGNORMAL,
        "Lognormal, by median and mean."),
    DRAWN("weibull", SUF_SECTION_DELAY_WEIBULL, SUF_DELAY_WEIBULL,
        "Weibull, by mean and shape."),
};
#define A SUF_KEY_NUMBER, AT(suf_delivery_spec, a), REQUIRED
#define B SUF_KEY_NUMBER, AT(suf_delivery_spec, b), REQUIRED
static const suf_key fixed_keys[] = {
    {"value", A, RANGE(0, 1000), .help = "The multiplier; 1 is as planned."}};
static const suf_key uniform_keys[] = {
    {"low", A, RANGE(0, 1000), .help = "Least multiplier."},
    {"high", B, ABOVE_TO(0, 1000), .help = "Greatest multiplier."}};
static const suf_key exponential_keys[] = {
    {"mean", A, ABOVE_TO(0, 1000), .help = "Mean."}};
static const suf_key lognormal_keys[] = {
    {"median", A, ABOVE_TO(0, 1000), .help = "Median multiplier."},
    {"mean", B, ABOVE_TO(0, 1000), .help = "Mean multiplier, at least the median."}};
static const suf_key weibull_keys[] = {{"mean", A, ABOVE_TO(0, 1000), .help = "Mean."},
    {"shape", B, RANGE(0.1, 100), .help = "Shape; 1 is exponential."}};

static const suf_key asset_keys[] = {
    {"title", SUF_KEY_TEXT, AT(suf_asset_spec, title), .help = "Title for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_asset_spec, title_zh), .help = "Title in Chinese."},
    {"area", SUF_KEY_TEXT, AT(suf_asset_spec, area),
        .help = "Area of the plan it belongs to, for people."},
    {"unit", SUF_KEY_TEXT, AT(suf_asset_spec, unit),
        .help = "What one is, for people, as km; default: a piece."},
};

static const suf_key works_keys[] = {
    {"title", SUF_KEY_TEXT, AT(suf_works_spec, title), .help = "Title for people."},
    {"asset", SUF_KEY_TEXT, AT(suf_works_spec, asset), REQUIRED,
        .help = "Class of assets that a unit done becomes."},
    {"state", SUF_KEY_TEXT, AT(suf_works_spec, state), .help = "State it is then in."},
    {"district", SUF_KEY_DISTRICT, AT(suf_works_spec, district),
        .help = "Where; default: the city as a whole."},
    {"units", SUF_KEY_COUNT, RANGE(1, 1e8), AT(suf_works_spec, units), REQUIRED,
        .help = "Units to be done."},
    {"done", SUF_KEY_COUNT, RANGE(0, 1e8), AT(suf_works_spec, done), .fallback = "0",
        .help = "Units done before the start, which count too."},
    {"batch", SUF_KEY_COUNT, RANGE(1, 1e8), AT(suf_works_spec, batch), REQUIRED,
        .help = "Units that one crew does in one go; the last batch may be smaller."},
    {"crews", SUF_KEY_COUNT, RANGE(1, 10000), AT(suf_works_spec, crews), REQUIRED,
        LEVER(suf_works_spec, crews_lever, "crews"),
        .help = "Crews at work at one time."},
    {"starts", SUF_KEY_DATE, AT(suf_works_spec, starts_day), REQUIRED,
        .help = "Date from which crews work."},
    {"until", SUF_KEY_DATE, AT(suf_works_spec, until_day),
        .help = "Date by which all batches are released, evenly from `starts`; default: "
                "all at once."},
    {"time", SUF_KEY_SECTION, SUF_SECTION_PATIENCE, AT(suf_works_spec, time), REQUIRED,
        .help = "Time that one crew takes for one batch."},
    {"basis", SUF_KEY_CHOICE, SUF_CHOICE_BASIS, AT(suf_works_spec, has_assumed_crews),
        .fallback = "stated",
        .help = "Whether the plan states crews and their time, or the scenario assumes "
                "them: the scorecard tells."},
    {"cost", SUF_KEY_NUMBER, RANGE(0, 1e15), MONEY, AT(suf_works_spec, cost),
        MARK(suf_works_spec, has_cost, true),
        .help = "Capital cost of one unit, as 2 million yuan; default: not known."},
    {"cost_fund", SUF_KEY_TEXT, AT(suf_works_spec, cost_fund),
        MARK(suf_works_spec, has_cost_fund, true),
        .help = "Fund that pays it; default: all funds, by their shares."},
};

#define DEGREES(row)                                                                     \
    {"latitude", SUF_KEY_PLAIN, RANGE(-90, 90), AT(row, latitude),                       \
        .help = "Latitude in degrees."},                                                 \
    {                                                                                    \
        "longitude", SUF_KEY_PLAIN, RANGE(-180, 180), AT(row, longitude),                \
            .help = "Longitude in degrees."                                              \
    }
#define TO_DISTRICT(row)                                                                 \
    {                                                                                    \
        "district", SUF_KEY_DISTRICT, AT(row, district), REQUIRED, .help = "A district." \
    }

static const suf_key zone_keys[] = {
    {"zone", SUF_KEY_LABEL, AT(suf_zone_row, zone), REQUIRED,
        .help = "Name of the zone."},
    TO_DISTRICT(suf_zone_row),
    {"kind", SUF_KEY_TEXT, AT(suf_zone_row, kind), REQUIRED,
        .help = "What kind it is, as urban or rural; targets choose zones by it."},
    {"share", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_zone_row, share), REQUIRED,
        .help = "Share of the district's residents who live in it."},
    {"area_km2", SUF_KEY_NUMBER, RANGE(0, 1e8), AT(suf_zone_row, area_km2),
        .fallback = "0", .help = "Area over which its facilities are spread."},
    {"people_per_km2", SUF_KEY_NUMBER, RANGE(0, 1e7), AT(suf_zone_row, people_per_km2),
        .fallback = "0",
        .help = "Instead of the area: its people at the start by this density."},
    DEGREES(suf_zone_row),
    {"communities", SUF_KEY_COUNT, RANGE(0, 1e6), AT(suf_zone_row, communities),
        .fallback = "0",
        .help = "Communities that the area divides into alike: each has room for one "
                "facility, in its middle; 0: facilities are spread at random."},
};
static const suf_key unit_keys[] = {
    {"unit", SUF_KEY_LABEL, AT(suf_unit_row, unit), REQUIRED,
        .help = "Name of the unit."},
    TO_DISTRICT(suf_unit_row),
    {"group", SUF_KEY_TEXT, AT(suf_unit_row, group), REQUIRED,
        .help = "Group it belongs to, as township; targets take shares over a group."},
};
#define WHERE(row)                                                                       \
    {"unit", SUF_KEY_TEXT, AT(row, unit), .help = "Unit of the table of units."},        \
        {"zone", SUF_KEY_TEXT, AT(row, zone), .help = "Zone of the table of zones."},    \
        DEGREES(row)
static const suf_key stock_keys[] = {
    {"asset", SUF_KEY_TEXT, AT(suf_stock_row, asset), REQUIRED,
        .help = "Class of assets."},
    TO_DISTRICT(suf_stock_row),
    WHERE(suf_stock_row),
    {"state", SUF_KEY_TEXT, AT(suf_stock_row, state), .fallback = "open",
        .help = "State they are in; what is in two states has two rows."},
    {"count", SUF_KEY_PLAIN, RANGE(0, 1e9), AT(suf_stock_row, count), REQUIRED,
        .help = "How many there are at the start."},
    {"evidence", SUF_KEY_CHOICE, SUF_CHOICE_EVIDENCE, AT(suf_stock_row, evidence),
        .formerly = "confidence",
        .help = "How well it is known: A measured, B estimated, C assumed."},
};

static const suf_key project_keys[] = {
    {"project", SUF_KEY_LABEL, AT(suf_project_row, project), REQUIRED,
        .help = "Name of the project."},
    TO_DISTRICT(suf_project_row),
    {"service", SUF_KEY_SERVICE, AT(suf_project_row, service),
        .help = "Service that gets places."},
    {"places", SUF_KEY_WHOLE, RANGE(-1e9, 1e9), AT(suf_project_row, places),
        LEVER(suf_project_row, places_lever, "places"),
        .help = "Places that open, of each unit of a batch; negative: that close."},
    {"sites", SUF_KEY_COUNT, RANGE(0, 1e6), AT(suf_project_row, sites), .fallback = "1",
        .help =
            "Sites that they add, of each unit; 0: they extend those that are there."},
    {"converts", SUF_KEY_SERVICE, AT(suf_project_row, converts),
        .help = "Service whose places become these, one by one, as they fall free."},
    {"programme", SUF_KEY_TEXT, AT(suf_project_row, programme),
        .help = "Programme it belongs to: its projects share a shock of their own "
                "(delivery.programme_correlation); default: none."},
    {"asset", SUF_KEY_TEXT, AT(suf_project_row, asset),
        .help = "Class of assets that it adds to."},
    {"state", SUF_KEY_TEXT, AT(suf_project_row, state), .fallback = "open",
        .help = "State that they are then in."},
    {"count", SUF_KEY_PLAIN, ABOVE_TO(0, 1e9), AT(suf_project_row, count),
        MARK(suf_project_row, has_count, true), .fallback = "1",
        LEVER(suf_project_row, count_lever, "units"),
        .help = "Assets that it adds; with until: units of the batch."},
    WHERE(suf_project_row),
    {"after", SUF_KEY_TEXT, AT(suf_project_row, after),
        .help = "Project that it is a stage after: it begins once that one has opened, "
                "and not before `starts`; never when that one is cancelled."},
    {"starts", SUF_KEY_DATE, AT(suf_project_row, starts_day),
        LEVER(suf_project_row, starts_lever, "date"),
        .help = "Planned start; what has one, or `after`, takes a random time."},
    {"opens", SUF_KEY_DATE, AT(suf_project_row, opens_day), REQUIRED,
        LEVER(suf_project_row, opens_lever, "date"),
        .help = "Planned opening, within the run, or before it where known_at tells that "
                "it is open or not. A lever moves all dates of the project together; so "
                "does one of `starts`."},
    {"until", SUF_KEY_DATE, AT(suf_project_row, until_day),
        .help = "Of a batch: planned opening of its last unit."},
    {"stages", SUF_KEY_COUNT, RANGE(1, 100), AT(suf_project_row, stages), .fallback = "1",
        .help = "Equal parts of the time, one after the other, each with its own delay."},
    {"cancellation", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_project_row, cancellation),
        MARK(suf_project_row, has_cancellation, true),
        .help = "Probability that it is cancelled; default: that of its programme, or of "
                "delivery."},
    {"pass", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_project_row, pass), .fallback = "1",
        .help = "Probability that an inspection recognises it: the first when it opens."},
    {"retry", SUF_KEY_PLAIN, ABOVE_TO(0, 36525), DURATION,
        AT(suf_project_row, retry_days), .fallback = "1 year",
        .help = "Time from one inspection to the next."},
    {"staffing", SUF_KEY_NUMBER, RANGE(0, 1), AT(suf_project_row, staffing),
        .fallback = "1", LEVER(suf_project_row, staffing_lever, "share"),
        .help = "Share of its built places that can be used."},
    {"ramp_months", SUF_KEY_COUNT, RANGE(0, 120), AT(suf_project_row, ramp_months),
        .fallback = "0",
        .help = "Months until all its usable places are in use, by equal steps."},
    {"dates", SUF_KEY_CHOICE, SUF_CHOICE_BASIS, AT(suf_project_row, has_assumed_dates),
        .fallback = "stated",
        .help =
            "Whether its dates are stated by the plan, or assumed: the scorecard tells."},
    {"evidence", SUF_KEY_CHOICE, SUF_CHOICE_EVIDENCE, AT(suf_project_row, evidence),
        .formerly = "confidence",
        .help = "How well it is known: A measured, B estimated, C assumed."},
    {"cost", SUF_KEY_NUMBER, RANGE(0, 1e15), MONEY, AT(suf_project_row, cost),
        MARK(suf_project_row, has_cost, true), .is_sparse = true,
        .help = "Capital cost, as 60000 yuan or 20 million yuan, of what cost_per says, "
                "in prices of the year `costs.prices`; default: not known, which is not "
                "0."},
    {"cost_per", SUF_KEY_CHOICE, SUF_CHOICE_COST_PER, AT(suf_project_row, cost_per),
        MARK(suf_project_row, has_cost_per, true), .is_sparse = true,
        .help = "project: the cost is of the project in all, of a batch with all its "
                "units as planned; place: of each place; unit: of each asset, or each "
                "unit of a batch. Default: project."},
    {"cost_fund", SUF_KEY_TEXT, AT(suf_project_row, cost_fund),
        MARK(suf_project_row, has_cost_fund, true), .is_sparse = true,
        .help = "Fund of `costs.funds` that pays it; default: all, by their shares."},
    {"cost_evidence", SUF_KEY_CHOICE, SUF_CHOICE_EVIDENCE,
        AT(suf_project_row, cost_evidence), .is_sparse = true,
        .help = "How well the cost is known: A measured, B estimated, C assumed."},
    {"opened", SUF_KEY_TEXT, AT(suf_project_row, opened),
        MARK(suf_project_row, has_opened, true), .is_sparse = true,
        .help = "Known: the date on which it opened, at or before known_at. Of a batch "
                "the dates of its units, the first planned first, separated by blanks, "
                "with - for one that is not open; or how many of its units are open."},
    {"cancelled", SUF_KEY_TEXT, AT(suf_project_row, cancelled),
        MARK(suf_project_row, has_cancelled, true), .is_sparse = true,
        .help = "Known: yes, or the date on which it was given up, at or before "
                "known_at: it does not open. Of a batch, all its units."},
    {"known_at", SUF_KEY_DATE, AT(suf_project_row, known_day), .is_sparse = true,
        .help = "Date to whose end this is known of the project; default: that of the "
                "scenario."},
};

#define MAPPED(text, array, type, what)                                                  \
    {                                                                                    \
        .name = (text), KEYS(array), .bytes = sizeof(type),                              \
        .name_offset = offsetof(type, name), .name_type = SUF_KEY_NAME,                  \
        .line_offset = offsetof(type, line), .help = (what)                              \
    }

const suf_section_info suf_sections_of_delivery[SUF_N_SECTIONS] = {
    [SUF_SECTION_DELIVERY] = PLAIN_SECTION(
        "delivery", delivery_keys, suf_delivery_spec, "What projects have in common."),
    [SUF_SECTION_PROGRAMME] = MAPPED("programme", programme_keys, suf_programme_spec,
        "What holds for the projects of a programme."),
    [SUF_SECTION_DELAY] = PLAIN_SECTION(
        "delay", delay_keys, suf_delivery_spec, "Distribution of a multiplier."),
    [SUF_SECTION_DELAY_FIXED] =
        PLAIN_SECTION("fixed delay", fixed_keys, suf_delivery_spec, "Always the same."),
    [SUF_SECTION_DELAY_UNIFORM] = PLAIN_SECTION(
        "uniform delay", uniform_keys, suf_delivery_spec, "Between two limits."),
    [SUF_SECTION_DELAY_EXPONENTIAL] = PLAIN_SECTION(
        "exponential delay", exponential_keys, suf_delivery_spec, "Exponential."),
    [SUF_SECTION_DELAY_LOGNORMAL] =
        PLAIN_SECTION("lognormal delay", lognormal_keys, suf_delivery_spec, "Lognormal."),
    [SUF_SECTION_DELAY_WEIBULL] =
        PLAIN_SECTION("weibull delay", weibull_keys, suf_delivery_spec, "Weibull."),
    [SUF_SECTION_ASSET] =
        MAPPED("asset class", asset_keys, suf_asset_spec, "A class of counted things."),
    [SUF_SECTION_WORKS] = MAPPED(
        "works", works_keys, suf_works_spec, "Many units, done in batches by crews."),
    [SUF_SECTION_ZONE_ROW] = {TABLE("zones", zone_keys, suf_zone_row,
                                  "Parts of districts, for access."),
        NAMED(suf_zone_row, zone), .is_joined = true},
    [SUF_SECTION_UNIT_ROW] = {TABLE("units", unit_keys, suf_unit_row,
                                  "Units that a share can be taken over."),
        NAMED(suf_unit_row, unit), .is_joined = true},
    [SUF_SECTION_STOCK_ROW] = {TABLE("stock", stock_keys, suf_stock_row,
                                   "Assets that are there at the start."),
        NAMED(suf_stock_row, asset), .is_joined = true, .value = "count"},
    [SUF_SECTION_PROJECT_ROW] = {TABLE("projects", project_keys, suf_project_row,
                                     "What opens, or closes, when."),
        NAMED(suf_project_row, project), .is_joined = true},
};
