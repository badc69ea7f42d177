/* The table of keys: the scenario as a whole, its population and its assumptions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys_parts.h"
#include "scenario/read/assumption.h"
#include "scenario/types/scenario.h"

static const suf_key root_keys[] = {
    {"format", SUF_KEY_FORMAT, REQUIRED, RANGE(1, 1),
        .help = "Version of the format of scenario files; always 1."},
    {"extends", SUF_KEY_EXTENDS,
        .help = "Path of the scenario that this one overlays: mappings and tables are "
                "merged by key, null removes a key; see *Overlays*."},
    {"name", SUF_KEY_NAME, AT(suf_scenario, name), REQUIRED,
        .help = "Short name of the scenario, as it stands in results."},
    {"title", SUF_KEY_TEXT, AT(suf_scenario, title), .help = "Title for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_scenario, title_zh), .help = "Title in Chinese."},
    {"start", SUF_KEY_MONTH, AT(suf_scenario, start_day), REQUIRED,
        .help = "First day of the run, the first of a month."},
    {"end", SUF_KEY_MONTH, AT(suf_scenario, end_day), REQUIRED,
        .help = "Day after the last of the run, the first of a month."},
    {"seed", SUF_KEY_SEED, AT(suf_scenario, seed), .fallback = "1",
        .help = "Seed of the random numbers; the same seed gives the same results."},
    {"design", SUF_KEY_DESIGN, SUF_CHOICE_DESIGN, AT(suf_scenario, design.kind),
        .fallback = "balanced",
        .help =
            "How the values of assumptions are spread over replications: balanced "
            "(evenly, so that assumptions hardly correlate), random (independently), lhs "
            "(a Latin hypercube of `points` points), fixed (all at their medians), or "
            "{table: points.csv}: as a table says, which a calibration wrote. Its "
            "columns "
            "are replication (0, 1, 2, ...), assumptions by name with numbers between 0 "
            "and 1 of which the values are quantiles, and maybe log_weight, which adds "
            "to "
            "that of observations; others are drawn independently. sobol is an older "
            "name of balanced."},
    {"points", SUF_KEY_COUNT, AT(suf_scenario, design.n_points), RANGE(2, 100000000),
        .help = "Points of the Latin hypercube: the replications of the run, which "
                "`design: fixed` keeps."},
    {"nested", SUF_KEY_SECTION, SUF_SECTION_NESTED, AT(suf_scenario, design),
        .help =
            "Each draw of the assumptions is simulated several times, so that what is "
            "not known and chance can be told apart."},
    {"without", SUF_KEY_SECTION, SUF_SECTION_WITHOUT, AT(suf_scenario, without),
        MARK(suf_scenario, without.is_given, true),
        .help = "Causes of shortage that are taken away, to see what they do: "
                "`suffice why` runs a scenario with and without them."},
    {"assumptions", SUF_KEY_MAP, SUF_SECTION_ASSUMPTION, AT(suf_scenario, assumptions),
        COUNTED(suf_scenario, n_assumptions),
        .help =
            "What is not known, drawn once per replication; used elsewhere as $name."},
    {"levers", SUF_KEY_MAP, SUF_SECTION_LEVER, AT(suf_scenario, levers),
        COUNTED(suf_scenario, n_levers),
        .help = "Numbers that the planner may choose; used elsewhere as $name, one name "
                "space with assumptions."},
    {"correlations", SUF_KEY_MAP, SUF_SECTION_CORRELATION, AT(suf_scenario, correlations),
        COUNTED(suf_scenario, n_correlations),
        .help = "Assumptions that go together, by a name of the pair."},
    {"districts", SUF_KEY_TABLE, SUF_SECTION_DISTRICT_ROW, AT(suf_scenario, districts),
        COUNTED(suf_scenario, n_districts), REQUIRED, .help = "The places of the plan."},
    {"travel", SUF_KEY_TABLE, SUF_SECTION_TRAVEL_ROW, AT(suf_scenario, travel),
        COUNTED(suf_scenario, n_travel),
        .help = "Travel times between districts, for overflow."},
    {"population", SUF_KEY_SECTION, SUF_SECTION_POPULATION, AT(suf_scenario, population),
        MARK(suf_scenario, population.is_given, true),
        .help = "The residents and how their number changes."},
    {"services", SUF_KEY_MAP, SUF_SECTION_SERVICE, AT(suf_scenario, services),
        COUNTED(suf_scenario, n_services), REQUIRED,
        .help = "The services that hold places, by name."},
    {"places", SUF_KEY_TABLE, SUF_SECTION_PLACES_ROW, AT(suf_scenario, places),
        COUNTED(suf_scenario, n_places), .help = "Places that are there at the start."},
    {"delivery", SUF_KEY_SECTION, SUF_SECTION_DELIVERY, AT(suf_scenario, delivery),
        .help = "Delay, shared shock and cancellation of projects."},
    {"known_at", SUF_KEY_DATE, AT(suf_scenario, known_day),
        .help = "Date to whose end it is known which projects have opened: those that "
                "`opened` and `cancelled` do not tell of are not open. Default: nothing "
                "is known of them. At the earliest the day before the start."},
    {"policies", SUF_KEY_MAP, SUF_SECTION_POLICY, AT(suf_scenario, policies),
        COUNTED(suf_scenario, n_policies),
        .help = "Rules that change places within the run, by name."},
    {"costs", SUF_KEY_SECTION, SUF_SECTION_COSTS, AT(suf_scenario, costs),
        MARK(suf_scenario, costs.is_given, true),
        .help = "What costs have in common: prices, overrun, budgets and funds. Costs "
                "themselves stand with projects, works and services."},
    {"zones", SUF_KEY_TABLE, SUF_SECTION_ZONE_ROW, AT(suf_scenario, zones),
        COUNTED(suf_scenario, n_zones), .help = "Parts of districts, for access."},
    {"units", SUF_KEY_TABLE, SUF_SECTION_UNIT_ROW, AT(suf_scenario, units),
        COUNTED(suf_scenario, n_units),
        .help = "Units that a share can be taken over, as townships."},
    {"assets", SUF_KEY_MAP, SUF_SECTION_ASSET, AT(suf_scenario, assets),
        COUNTED(suf_scenario, n_assets), .help = "Classes of counted things, by name."},
    {"stock", SUF_KEY_TABLE, SUF_SECTION_STOCK_ROW, AT(suf_scenario, stock),
        COUNTED(suf_scenario, n_stock), .help = "Assets that are there at the start."},
    {"projects", SUF_KEY_TABLE, SUF_SECTION_PROJECT_ROW, AT(suf_scenario, projects),
        COUNTED(suf_scenario, n_projects),
        .help = "Places and assets that open, or places that close, within the run."},
    {"works", SUF_KEY_MAP, SUF_SECTION_WORKS, AT(suf_scenario, works),
        COUNTED(suf_scenario, n_works),
        .help = "Programmes of many units, done in batches by crews."},
    {"targets", SUF_KEY_TABLE, SUF_SECTION_TARGET_ROW, AT(suf_scenario, targets),
        COUNTED(suf_scenario, n_targets), .help = "What the plan is measured by."},
    {"conditions", SUF_KEY_TABLE, SUF_SECTION_CONDITION_ROW, AT(suf_scenario, conditions),
        COUNTED(suf_scenario, n_conditions),
        .help = "What questions ask about: measured as targets are, without a place in "
                "the scorecard."},
    {"observations", SUF_KEY_TABLE, SUF_SECTION_OBSERVATION_ROW,
        AT(suf_scenario, observations), COUNTED(suf_scenario, n_observations),
        .help = "What was counted in the world since the start: set beside the run, and "
                "replications weighted by it."},
};

static const suf_key nested_keys[] = {
    {"outer", SUF_KEY_COUNT, AT(suf_design_spec, outer), RANGE(2, 100000000), REQUIRED,
        .help = "Draws of the assumptions."},
    {"inner", SUF_KEY_COUNT, AT(suf_design_spec, inner), RANGE(2, 10000), REQUIRED,
        .help = "Replications of each: outer x inner in all, unless -n says otherwise."},
};

static const suf_key without_keys[] = {
    {"late", SUF_KEY_YES_NO, AT(suf_taken_away, late), .fallback = "no",
        .help = "Every project that gives or closes places opens on its planned day; "
                "none is cancelled or waits for an inspection."},
    {"unstaffed", SUF_KEY_YES_NO, AT(suf_taken_away, unstaffed), .fallback = "no",
        .help = "Every place is staffed, and usable from the day on which it opens."},
    {"misplaced", SUF_KEY_YES_NO, AT(suf_taken_away, misplaced), .fallback = "no",
        .help = "Everybody accepts the places of every district and zone, with one list "
                "for the "
                "city where people wait."},
    {"unexpected", SUF_KEY_YES_NO, AT(suf_taken_away, unexpected), .fallback = "no",
        .help = "Every assumption that something else than projects uses is at its "
                "median, and does not move."},
};

#define FACTOR(key, what, can_move, ...)                                                 \
    {                                                                                    \
#key, SUF_KEY_NUMBER, RANGE(0, 1000), AT(suf_population_spec, key),              \
            .fallback = "1", .is_yearly = (can_move), .help = "Factor on all " what ".", \
            __VA_ARGS__                                                                  \
    }

static const suf_key population_keys[] = {
    {"date", SUF_KEY_MONTH, AT(suf_population_spec, date_day),
        .help = "Date of the counts, the first of a month, at or before the start of the "
                "run (default: the start)."},
    {"start", SUF_KEY_TABLE, SUF_SECTION_POPULATION_ROW, AT(suf_population_spec, start),
        COUNTED(suf_population_spec, n_start), REQUIRED,
        .help = "Residents at that date by district, sex and age."},
    {"fertility", SUF_KEY_TABLE, SUF_SECTION_FERTILITY_ROW,
        AT(suf_population_spec, fertility), COUNTED(suf_population_spec, n_fertility),
        .help = "Births by age of the mother; none: no births."},
    {"mortality", SUF_KEY_TABLE, SUF_SECTION_MORTALITY_ROW,
        AT(suf_population_spec, mortality), COUNTED(suf_population_spec, n_mortality),
        .help = "Deaths by sex and age; none: no deaths."},
    {"migration", SUF_KEY_TABLE, SUF_SECTION_MIGRATION_ROW,
        AT(suf_population_spec, migration), COUNTED(suf_population_spec, n_migration),
        .help = "Moves between districts and with the outside; none: no moves."},
    {"migration_age", SUF_KEY_TABLE, SUF_SECTION_MIGRATION_AGE_ROW,
        AT(suf_population_spec, migration_age),
        COUNTED(suf_population_spec, n_migration_age),
        .help = "Relative propensity to move by age; none: the same at all ages."},
    {"males_per_female", SUF_KEY_NUMBER, ABOVE_TO(0, 100),
        AT(suf_population_spec, males_per_female), .fallback = "1.05",
        .help = "Boys born per girl."},
    FACTOR(fertility_factor, "birth rates", true, ),
    FACTOR(mortality_factor, "death rates", true, ),
    {"mortality_trend", SUF_KEY_NUMBER, RANGE(-0.5, 0.5),
        AT(suf_population_spec, mortality_trend), .fallback = "0",
        .help = "Change of all death rates a year, as -0.015 for a fall of 1.5 % a year, "
                "from the year of the counts on, beside what the table's years tell."},
    FACTOR(migration_factor, "one-way flows of migration", true, ),
    FACTOR(
        turnover_factor, "balanced flows of migration", true, .formerly = "churn_factor"),
};

#define DRAWN(key, section, kind_value, what)                                            \
    {                                                                                    \
        key, SUF_KEY_SECTION, section, MARK(suf_assumption, kind, kind_value), REQUIRED, \
            .group = 1, .help = (what)                                                   \
    }

static const suf_key assumption_keys[] = {
    {"value", SUF_KEY_PARAMETER, AT(suf_assumption, a[0]),
        RANGE(-(double) INFINITY, (double) INFINITY),
        MARK(suf_assumption, kind, SUF_ASSUMPTION_VALUE), REQUIRED, .group = 1,
        .help = "One value in all replications."},
    DRAWN("uniform", SUF_SECTION_ASSUMED_UNIFORM, SUF_ASSUMPTION_UNIFORM,
        "Any value between two limits alike."),
    DRAWN("triangular", SUF_SECTION_ASSUMED_TRIANGULAR, SUF_ASSUMPTION_TRIANGULAR,
        "Between two limits, most likely at the mode."),
    DRAWN("normal", SUF_SECTION_ASSUMED_NORMAL, SUF_ASSUMPTION_NORMAL,
        "Normal, by mean and standard deviation."),
    DRAWN("lognormal", SUF_SECTION_ASSUMED_LOGNORMAL, SUF_ASSUMPTION_LOGNORMAL,
        "Lognormal, by median and coefficient of variation."),
    DRAWN("beta", SUF_SECTION_ASSUMED_BETA, SUF_ASSUMPTION_BETA,
        "Beta, by mean and the number of observations it is worth; for shares."),
    DRAWN("gamma", SUF_SECTION_ASSUMED_GAMMA, SUF_ASSUMPTION_GAMMA,
        "Gamma, by mean and coefficient of variation."),
    DRAWN("discrete", SUF_SECTION_ASSUMED_DISCRETE, SUF_ASSUMPTION_DISCRETE,
        "One of some values, each with its probability."),
    DRAWN("empirical", SUF_SECTION_ASSUMED_EMPIRICAL, SUF_ASSUMPTION_EMPIRICAL,
        "As observed: straight lines between the points of a distribution."),
    {"ar1", SUF_KEY_SECTION, SUF_SECTION_AR1, AT(suf_assumption, ar1), .formerly = "path",
        MARK(suf_assumption, ar1.is_given, true),
        .help = "It moves from year to year, as an AR(1) process; the value drawn is "
                "that of the first year."},
    {"unit", SUF_KEY_TEXT, AT(suf_assumption, unit), .help = "Unit, for people."},
    {"title", SUF_KEY_TEXT, AT(suf_assumption, title), .help = "What it is, for people."},
    {"title_zh", SUF_KEY_TEXT, AT(suf_assumption, title_zh), .help = "Title in Chinese."},
    {"evidence", SUF_KEY_CHOICE, SUF_CHOICE_EVIDENCE, AT(suf_assumption, evidence),
        .formerly = "confidence",
        .help = "How well it is known: A measured, B estimated, C assumed."},
    {"source", SUF_KEY_TEXT, AT(suf_assumption, source), .help = "Where it comes from."},
    {"layer", SUF_KEY_COUNT, AT(suf_assumption, layer), RANGE(1, 1000),
        .help = "Which overlay above the lowest file adds it; known by itself. Balanced "
                "points and correlations take assumptions layer by layer and by name "
                "within one, so that those of an overlay come last and leave the others "
                "their random numbers."},
};

#define PARAMETER(i) SUF_KEY_PARAMETER, AT(suf_assumption, a[i]), REQUIRED
#define ANY          RANGE(-(double) INFINITY, (double) INFINITY)

static const suf_key uniform_keys[] = {
    {"low", PARAMETER(0), ANY, .help = "Least value."},
    {"high", PARAMETER(1), ANY, .help = "Greatest value."},
};
static const suf_key triangular_keys[] = {
    {"low", PARAMETER(0), ANY, .help = "Least value."},
    {"mode", PARAMETER(1), ANY, .help = "Most likely value."},
    {"high", PARAMETER(2), ANY, .help = "Greatest value."},
};
static const suf_key normal_keys[] = {
    {"mean", PARAMETER(0), ANY, .help = "Mean."},
    {"sd", PARAMETER(1), ABOVE(0),
        .help = "Standard deviation, in the unit of the mean."},
};

#define PURE(i) SUF_KEY_PLAIN, AT(suf_assumption, a[i]), REQUIRED

static const suf_key lognormal_keys[] = {
    {"median", PARAMETER(0), ABOVE(0), .help = "Median."},
    {"cv", PURE(1), ABOVE_TO(0, 100),
        .help = "Coefficient of variation: standard deviation / mean."},
};
static const suf_key beta_keys[] = {
    {"mean", PURE(0), RANGE(0.000001, 0.999999), .help = "Mean, a share."},
    {"n", PURE(1), RANGE(0.5, 1e9),
        .help = "Observations it is worth: Beta(mean n, (1 - mean) n)."},
};
static const suf_key gamma_keys[] = {
    {"mean", PARAMETER(0), ABOVE(0), .help = "Mean."},
    {"cv", PURE(1), RANGE(0.01, 10),
        .help = "Coefficient of variation: standard deviation / mean."},
};

static const suf_key discrete_keys[] = {
    {"values", SUF_KEY_PARAMETERS, AT(suf_assumption, points.values),
        COUNTED(suf_assumption, points.n), REQUIRED, .help = "The values it can take."},
    {"probabilities", SUF_KEY_PARAMETERS, 1, AT(suf_assumption, points.weights),
        COUNTED(suf_assumption, n_weights), REQUIRED,
        .help = "The probability of each; they sum to 1."},
};
static const suf_key empirical_keys[] = {
    {"values", SUF_KEY_PARAMETERS, AT(suf_assumption, points.values),
        COUNTED(suf_assumption, points.n), REQUIRED,
        .help = "Values, rising; two or more."},
    {"cumulative", SUF_KEY_PARAMETERS, 1, AT(suf_assumption, points.weights),
        COUNTED(suf_assumption, n_weights),
        .help = "Share at or below each, rising from 0 to 1; default: evenly, as for "
                "observations that were sorted."},
};

#define AR1_AT(member)                                                                   \
    .offset = (offsetof(suf_assumption, ar1.member) - offsetof(suf_assumption, ar1))
static const suf_key ar1_keys[] = {
    {"sd", SUF_KEY_PLAIN, AR1_AT(sd), ABOVE_TO(0, 10), REQUIRED,
        .help = "Standard deviation of a year's step, on the scale: of log, the relative "
                "change."},
    {"phi", SUF_KEY_PLAIN, AR1_AT(phi), RANGE(0, 1), .fallback = "1",
        .help = "Share of last year's distance from the first year that stays: 1 a "
                "random walk, less an AR(1)."},
    {"scale", SUF_KEY_CHOICE, SUF_CHOICE_AR1_SCALE, AR1_AT(scale), .fallback = "log",
        .help = "log (factors and rates), logit (shares) or linear."},
    {"shock", SUF_KEY_TEXT, AR1_AT(shock),
        .help = "Name of a shock that it shares with other assumptions."},
    {"shock_share", SUF_KEY_PLAIN, AR1_AT(share), RANGE(0, 1), .fallback = "0",
        .help = "Share of the variance of a step that is the shared shock's: the "
                "correlation of two assumptions that share it alike."},
};

static const suf_key correlation_keys[] = {
    {"of", SUF_KEY_NAME, AT(suf_correlation_spec, of), REQUIRED,
        .help = "Name of an assumption."},
    {"with", SUF_KEY_NAME, AT(suf_correlation_spec, with), REQUIRED,
        .help = "Name of another."},
    {"rank", SUF_KEY_PLAIN, AT(suf_correlation_spec, rank), RANGE(-0.999, 0.999),
        REQUIRED,
        .help = "Rank correlation (Spearman's) of their values; somewhat less where "
                "values are discrete."},
};

const suf_section_info suf_sections_of_scenario[SUF_N_SECTIONS] = {
    [SUF_SECTION_ROOT] =
        PLAIN_SECTION("scenario", root_keys, suf_scenario, "A scenario file."),
    [SUF_SECTION_NESTED] = PLAIN_SECTION("nested", nested_keys, suf_design_spec,
        "A nested run: points of the design, and replications of each."),
    [SUF_SECTION_WITHOUT] = PLAIN_SECTION("without", without_keys, suf_taken_away,
        "Causes of shortage that are taken away; people, places and all other random "
        "numbers stay as they are."),
    [SUF_SECTION_POPULATION] =
        PLAIN_SECTION("population", population_keys, suf_population_spec,
            "The residents: counts at a date, moved on month by month by births, "
            "deaths and moves."),
    [SUF_SECTION_ASSUMPTION] = {"assumption", KEYS(assumption_keys),
        .bytes = sizeof(suf_assumption), .name_offset = offsetof(suf_assumption, name),
        .name_type = SUF_KEY_NAME, .line_offset = offsetof(suf_assumption, line),
        .names = offsetof(suf_reader, assumptions), .begin = suf_assumption_begin,
        .end = suf_assumption_end,
        .help = "A number that is not known, drawn once per replication. Its parameters "
                "carry the unit of the keys that use it."},
    [SUF_SECTION_ASSUMED_UNIFORM] = PLAIN_SECTION("uniform assumption", uniform_keys,
        suf_assumption, "Uniform between two limits."),
    [SUF_SECTION_ASSUMED_TRIANGULAR] = PLAIN_SECTION("triangular assumption",
        triangular_keys, suf_assumption, "Triangular between two limits."),
    [SUF_SECTION_ASSUMED_NORMAL] =
        PLAIN_SECTION("normal assumption", normal_keys, suf_assumption, "Normal."),
    [SUF_SECTION_ASSUMED_LOGNORMAL] = PLAIN_SECTION(
        "lognormal assumption", lognormal_keys, suf_assumption, "Lognormal."),
    [SUF_SECTION_ASSUMED_BETA] =
        PLAIN_SECTION("beta assumption", beta_keys, suf_assumption, "Beta."),
    [SUF_SECTION_ASSUMED_GAMMA] =
        PLAIN_SECTION("gamma assumption", gamma_keys, suf_assumption, "Gamma."),
    [SUF_SECTION_ASSUMED_DISCRETE] = PLAIN_SECTION("discrete assumption", discrete_keys,
        suf_assumption, "Some values, each with its probability."),
    [SUF_SECTION_ASSUMED_EMPIRICAL] = PLAIN_SECTION(
        "empirical assumption", empirical_keys, suf_assumption, "As observed."),
    [SUF_SECTION_AR1] = PLAIN_SECTION("ar1", ar1_keys, ((suf_assumption *) 0)->ar1,
        "How an assumption moves from one calendar year to the next; with keys "
        "of the population's births and deaths, requests by year, and visits."),
    [SUF_SECTION_CORRELATION] = {"correlation", KEYS(correlation_keys),
        .bytes = sizeof(suf_correlation_spec),
        .name_offset = offsetof(suf_correlation_spec, name), .name_type = SUF_KEY_NAME,
        .line_offset = offsetof(suf_correlation_spec, line),
        .help = "A rank correlation of two assumptions, by a normal copula."},
};
