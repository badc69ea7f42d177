/* The one table of output variables: name, group, dimensions, units, meaning.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine fills them, the writer walks the table, the documentation and the tests read
 * it. Values are doubles; NaN means "not observed" (a mean wait where nobody was
 * admitted, a service that a scenario does not have), never 0.
 *
 * Dimensions behind (scenario, replication):
 *   MONTHLY     month, district, service         root group
 *   WAITS_YEAR  year, district, service          group /waits
 *   WAITS       year, district, service, quantile
 *   CLASS       month, district, priority        group /classes
 *   CLASS_YEAR  year, district, priority
 *   CLASS_WAITS year, district, priority, quantile
 *   POPULATION  year, district, sex, age_group   group /population
 *   ASSUMPTION  assumption, year                 group /assumptions
 *   PROJECT_YEAR, PROJECT, ASSET_YEAR            group /delivery
 *   TARGET, TARGET_DISTRICT                      group /targets
 *   EQUALITY    period, ratio, service           group /equality
 *   SERVICE_YEAR year, district, service
 *   COST_...     see below                      group /costs, where costs are given
 *   OBSERVATION observation                      group /observations, where there are any
 *   WEIGHT      (nothing more)                   likewise
 *   POLICY_YEAR policy, year, district           group /policies, where there are any
 *   POLICY      policy, district
 *   ZONE        month, zone, service             group /zones, where places stand in some
 *   MEASURE     period, region, service          group /measures
 *   CLASS_MEASURE period, region, priority       group /class_measures
 * Measures are folded from the variables before them (stats/measures.h), and equality
 * likewise (stats/equality.h). Periods are the calendar years and then the whole run,
 * regions the districts and then all of them together.
 *
 * Places: `by residence` counts people where they live when they ask, `by location` where
 * the place is. Variables of another kind of service are NaN.
 *
 * Identities of every replication, month, service and district; `more` is a number at the
 * end of the month less that of the month before:
 * 1. Of a stay, by residence, over all classes:
 *      requests = balked + void_requests + refusals + reneged + aged_out + died_waiting
 *        + moved_waiting + admissions + more waiting_end - displaced + resumed
 * 2. Of a class of priority, where listed is without the list of the start:
 *      listed + displaced = admissions_waited + resumed + left + more waiting_end
 * 3. Of an intake, by residence and by location:
 *      applicants = placed + placed_above + unplaced
 *      pupils_in = releases + more occupancy_end
 * 4. Of visits:
 *      visits = served + served_overflow + visits_refused */
#ifndef SUF_STATS_VARIABLES_H
#define SUF_STATS_VARIABLES_H

#include <stdint.h>

#include "stats/zone_variables.h"

typedef enum suf_variable_dims {
    SUF_DIMS_MONTHLY,
    SUF_DIMS_WAITS_YEAR,
    SUF_DIMS_WAITS,
    SUF_DIMS_CLASS,
    SUF_DIMS_CLASS_YEAR,
    SUF_DIMS_CLASS_WAITS,
    SUF_DIMS_POPULATION,
    SUF_DIMS_ASSUMPTION,
    SUF_DIMS_PROJECT_YEAR,
    SUF_DIMS_PROJECT,
    SUF_DIMS_ASSET_YEAR,
    SUF_DIMS_TARGET,
    SUF_DIMS_TARGET_DISTRICT,
    SUF_DIMS_SERVICE_YEAR,
    SUF_DIMS_EQUALITY,
    SUF_DIMS_COST,              /* period, fund */
    SUF_DIMS_COST_SERVICE,      /* period, region, service */
    SUF_DIMS_COST_PRICE,        /* service */
    SUF_DIMS_COST_PROJECT,      /* project */
    SUF_DIMS_COST_PROJECT_YEAR, /* project, year */
    SUF_DIMS_COST_PART,         /* part */
    SUF_DIMS_OBSERVATION,       /* observation */
    SUF_DIMS_WEIGHT,            /* one value a replication */
    SUF_DIMS_POLICY_YEAR,       /* policy, year, district */
    SUF_DIMS_POLICY,            /* policy, district */
    SUF_DIMS_ZONE,              /* month, zone, service */
    SUF_DIMS_MEASURE,
    SUF_DIMS_CLASS_MEASURE,
    SUF_N_DIMS
} suf_variable_dims;

/* The dimensions of results; every variable has the first two. */
typedef enum suf_dimension_id {
    SUF_DIMENSION_SCENARIO,
    SUF_DIMENSION_REPLICATION,
    SUF_DIMENSION_MONTH,
    SUF_DIMENSION_YEAR,
    SUF_DIMENSION_DISTRICT,
    SUF_DIMENSION_SERVICE,
    SUF_DIMENSION_SEX,
    SUF_DIMENSION_AGE_GROUP,
    SUF_DIMENSION_ASSUMPTION,
    SUF_DIMENSION_PROJECT,
    SUF_DIMENSION_ASSET,
    SUF_DIMENSION_TARGET,
    SUF_DIMENSION_QUANTILE,
    SUF_DIMENSION_CLASS,
    SUF_DIMENSION_PERIOD,
    SUF_DIMENSION_REGION,
    SUF_DIMENSION_RATIO,
    SUF_DIMENSION_FUND,
    SUF_DIMENSION_PART,
    SUF_DIMENSION_OBSERVATION,
    SUF_DIMENSION_POLICY,
    SUF_DIMENSION_ZONE,
    SUF_N_DIMENSIONS
} suf_dimension_id;

/* The measures: rows of the same table. How each is folded: stats/measures.c. */
#define SUF_MEASURE_LIST(X)                                                              \
    X(DEMAND, "demand", MEASURE, "people a year", "period: sum", "demand")               \
    X(PLACES_AT_START, "places_start", MEASURE, "places", "period: point",               \
        "places at the start")                                                           \
    X(PLACES_AT_END, "places", MEASURE, "places", "period: point", "places at the end")  \
    X(USABLE, "usable", MEASURE, "places", "period: mean", "places that admit people")   \
    X(OCCUPIED, "occupied", MEASURE, "places", "period: mean", "occupied places")        \
    X(UTILISATION, "utilisation", MEASURE, "%", "period: mean", "utilisation of places") \
    X(WAITING_MEAN, "waiting", MEASURE, "people", "period: mean", "people waiting")      \
    X(WAITING_AT_END, "waiting_end", MEASURE, "people", "period: point",                 \
        "people waiting at the end")                                                     \
    X(WAIT_MEAN, "wait", MEASURE, "day", "period: mean", "wait until admission")         \
    X(UNMET, "unmet", MEASURE, "people a year", "period: sum", "unmet demand")           \
    X(UNMET_SHARE, "unmet_share", MEASURE, "%", "period: mean",                          \
        "unmet demand, of all demand")                                                   \
    X(ABOVE, "above", MEASURE, "people a year", "period: sum", "seated above places")    \
    X(NO_SEAT, "unplaced", MEASURE, "people a year", "period: sum", "unplaced: no seat") \
    X(OVERFLOW_RATE, "overflow", MEASURE, "people a year", "period: sum",                \
        "overflow: served in another district")                                          \
    X(CLASS_DEMAND, "demand", CLASS_MEASURE, "people a year", "period: sum", "demand")   \
    X(CLASS_REFUSED_RATE, "refused", CLASS_MEASURE, "people a year", "period: sum",      \
        "refused")                                                                       \
    X(CLASS_LISTED_RATE, "listed", CLASS_MEASURE, "people a year", "period: sum",        \
        "put on the list")                                                               \
    X(CLASS_ADMITTED, "admitted", CLASS_MEASURE, "people a year", "period: sum",         \
        "admitted")                                                                      \
    X(CLASS_FROM_LIST, "from_list", CLASS_MEASURE, "people a year", "period: sum",       \
        "admitted from the list")                                                        \
    X(CLASS_LEFT_RATE, "left", CLASS_MEASURE, "people a year", "period: sum",            \
        "left the list without a place")                                                 \
    X(CLASS_WAITING_MEAN, "waiting", CLASS_MEASURE, "people", "period: mean",            \
        "people waiting")                                                                \
    X(CLASS_WAITING_AT_END, "waiting_end", CLASS_MEASURE, "people", "period: point",     \
        "people waiting at the end")                                                     \
    X(CLASS_WAIT_MEAN, "wait", CLASS_MEASURE, "day", "period: mean",                     \
        "wait until admission, zero waits included")

/* X(symbol, name, dims, units, cell_methods, long_name) */
#define SUF_VARIABLE_LIST(X)                                                             \
    X(REQUESTS, "requests", MONTHLY, "1", "month: sum", "requests, by residence")        \
    X(BALKED, "balked", MONTHLY, "1", "month: sum",                                      \
        "requests that went away at once, by residence")                                 \
    X(VOID_REQUESTS, "void_requests", MONTHLY, "1", "month: sum",                        \
        "requests of a birth cohort with nobody left outside the services, by "          \
        "residence")                                                                     \
    X(ADMISSIONS, "admissions", MONTHLY, "1", "month: sum", "admissions, by residence")  \
    X(ADMISSIONS_WAITED, "admissions_waited", MONTHLY, "1", "month: sum",                \
        "admissions from a waiting list, by residence")                                  \
    X(ADMISSIONS_OVERFLOW, "admissions_overflow", MONTHLY, "1", "month: sum",            \
        "overflow: admissions to another district, by residence")                        \
    X(ADMISSIONS_OVERFLOW_IN, "admissions_overflow_in", MONTHLY, "1", "month: sum",      \
        "overflow that comes in: admissions of residents of another district, by "       \
        "location")                                                                      \
    X(REFUSALS, "refusals", MONTHLY, "1", "month: sum",                                  \
        "requests that found no place and no list to wait on, by residence")             \
    X(RENEGED, "reneged", MONTHLY, "1", "month: sum",                                    \
        "people who left a list out of patience, by residence")                          \
    X(AGED_OUT, "aged_out", MONTHLY, "1", "month: sum",                                  \
        "people who left a list at the age limit, by residence")                         \
    X(DIED_WAITING, "died_waiting", MONTHLY, "1", "month: sum",                          \
        "people who died while on a list, by residence")                                 \
    X(MOVED_WAITING, "moved_waiting", MONTHLY, "1", "month: sum",                        \
        "people who left a list by moving, by residence")                                \
    X(RELEASES, "releases", MONTHLY, "1", "month: sum", "places left, by location")      \
    X(OCCUPANCY, "occupancy", MONTHLY, "1", "month: mean",                               \
        "occupied places, mean over time, by location")                                  \
    X(OCCUPANCY_END, "occupancy_end", MONTHLY, "1", "month: point",                      \
        "occupied places at the end of the month, by location")                          \
    X(PLACES, "places", MONTHLY, "1", "month: point",                                    \
        "places built at the end of the month")                                          \
    X(PLACES_OPENED, "places_opened", MONTHLY, "1", "month: sum", "places opened")       \
    X(PLACES_CLOSED, "places_closed", MONTHLY, "1", "month: sum", "places closed")       \
    X(USABLE_PLACES, "usable_places", MONTHLY, "1", "month: mean",                       \
        "places that admit people, mean over time")                                      \
    X(WAITING, "waiting", MONTHLY, "1", "month: mean",                                   \
        "people on the list, mean over time, by residence")                              \
    X(WAITING_END, "waiting_end", MONTHLY, "1", "month: point",                          \
        "people on the list at the end of the month, by residence")                      \
    X(WAIT, "wait", MONTHLY, "day", "month: mean",                                       \
        "wait of those admitted in the month, zero waits included, by residence")        \
    X(APPLICANTS, "applicants", MONTHLY, "1", "month: sum",                              \
        "applicants at intakes, those who try again among them, by residence")           \
    X(PLACED, "placed", MONTHLY, "1", "month: sum",                                      \
        "applicants placed within capacity, by residence")                               \
    X(PLACED_OVERFLOW, "placed_overflow", MONTHLY, "1", "month: sum",                    \
        "of them overflow: in another district, by residence")                           \
    X(PLACED_ABOVE, "placed_above", MONTHLY, "1", "month: sum",                          \
        "applicants seated above capacity, as all must be placed, by residence")         \
    X(UNPLACED, "unplaced", MONTHLY, "1", "month: sum",                                  \
        "applicants who found no seat, by residence")                                    \
    X(PUPILS_IN, "pupils_in", MONTHLY, "1", "month: sum",                                \
        "pupils who took a seat: placed, seated above capacity, or moved here, by "      \
        "location")                                                                      \
    X(VISITS, "visits", MONTHLY, "1", "month: sum", "visits tried, by residence")        \
    X(SERVED, "served", MONTHLY, "1", "month: sum",                                      \
        "visits served in the own district, by residence")                               \
    X(SERVED_OVERFLOW, "served_overflow", MONTHLY, "1", "month: sum",                    \
        "overflow: visits served in another district, by residence")                     \
    X(VISITS_REFUSED, "visits_refused", MONTHLY, "1", "month: sum",                      \
        "visits that found no place, nor one in another district, by residence")         \
    X(PERSON_HOURS, "person_hours", MONTHLY, "h", "month: sum",                          \
        "hours spent by visitors, expected for the visits of the month, by location")    \
    X(PLACE_HOURS, "place_hours", MONTHLY, "h", "month: sum",                            \
        "usable places times opening hours")                                             \
    X(WAITS_JOINED, "joined", WAITS_YEAR, "1", "year: sum",                              \
        "people admitted at once or put on the list in the year, by residence")          \
    X(WAITS_QUANTILE, "wait_quantile", WAITS, "day", "year: quantile",                   \
        "days within which this share of those who joined in the year is admitted; "     \
        "NaN where fewer ever are, by residence")                                        \
    X(CLASS_REQUESTS, "requests", CLASS, "1", "month: sum",                              \
        "requests, the share of the class where it only orders the list, by residence")  \
    X(CLASS_REFUSALS, "refusals", CLASS, "1", "month: sum",                              \
        "refusals, the share of the class where it only orders the list, by residence")  \
    X(CLASS_LISTED, "listed", CLASS, "1", "month: sum",                                  \
        "people put on the list, by residence")                                          \
    X(CLASS_ADMISSIONS, "admissions", CLASS, "1", "month: sum",                          \
        "admissions, of those at once the share of the class where it only orders the "  \
        "list, by residence")                                                            \
    X(CLASS_ADMISSIONS_WAITED, "admissions_waited", CLASS, "1", "month: sum",            \
        "admissions from the list, by residence")                                        \
    X(CLASS_LEFT, "left", CLASS, "1", "month: sum",                                      \
        "people who left the list without a place: out of patience, at the age limit, "  \
        "by death or by moving, by residence")                                           \
    X(CLASS_DISPLACED, "displaced", CLASS, "1", "month: sum",                            \
        "times that somebody lost its place to one of a higher class, by residence")     \
    X(CLASS_RESUMED, "resumed", CLASS, "1", "month: sum",                                \
        "times that somebody displaced went on with its stay, by residence")             \
    X(CLASS_WAITING, "waiting", CLASS, "1", "month: mean",                               \
        "people on the list, mean over time, by residence")                              \
    X(CLASS_WAITING_END, "waiting_end", CLASS, "1", "month: point",                      \
        "people on the list at the end of the month, by residence")                      \
    X(CLASS_WAIT, "wait", CLASS, "day", "month: mean",                                   \
        "wait of those admitted in the month, zero waits included, by residence")        \
    X(CLASS_JOINED, "joined", CLASS_YEAR, "1", "year: sum",                              \
        "people put on the list in the year, and the class's share of those admitted "   \
        "at once, by residence")                                                         \
    X(CLASS_QUANTILE, "wait_quantile", CLASS_WAITS, "day", "year: quantile",             \
        "days within which this share of those who joined in the year is admitted; "     \
        "NaN where fewer ever are, by residence")                                        \
    X(RESIDENTS, "residents", POPULATION, "1", "year: point",                            \
        "residents at the year's end")                                                   \
    X(BIRTHS, "births", POPULATION, "1", "year: sum",                                    \
        "births, in the youngest age group")                                             \
    X(DEATHS, "deaths", POPULATION, "1", "year: sum", "deaths")                          \
    X(MOVES_IN, "moves_in", POPULATION, "1", "year: sum",                                \
        "moves into the district, from other districts and from outside")                \
    X(MOVES_OUT, "moves_out", POPULATION, "1", "year: sum",                              \
        "moves out of the district, to other districts and to outside")                  \
    X(ASSUMPTION, "value", ASSUMPTION, "1", "year: point",                               \
        "value drawn for the assumption, in days or per day where it has such a unit")   \
    X(UNITS_OPENED, "units_opened", PROJECT_YEAR, "1", "year: point",                    \
        "units of the project that are open, or recognised, at the year's end")          \
    X(DELAY, "delay", PROJECT, "day", "project: mean",                                   \
        "opening less planned opening, mean of the units that open within the run")      \
    X(ASSETS, "assets", ASSET_YEAR, "1", "year: point",                                  \
        "assets in the state at the year's end")                                         \
    X(TARGET_VALUE, "value", TARGET, "1", "target: point",                               \
        "value at the end of the target's date; of an `each` target the worst district") \
    X(TARGET_MET, "met", TARGET, "1", "target: point",                                   \
        "1: the target is met at its date, 0: missed; NaN: cannot be decided")           \
    X(TARGET_STRETCH_MET, "stretch_met", TARGET, "1", "target: point",                   \
        "the same for the further end of its range")                                     \
    X(TARGET_MET_FROM, "met_from", TARGET, "day", "target: point",                       \
        "days from the start to the first month's end since which it has been met "      \
        "without a break until its date")                                                \
    X(TARGET_UTILISATION, "utilisation", TARGET, "1", "target: mean",                    \
        "utilisation, over the last 365 days, of the service that the target is about")  \
    X(TARGET_PEAK_UTILISATION, "peak_utilisation", TARGET, "1", "target: point",         \
        "share of the places of that service, one for visits, occupied in the fullest "  \
        "hour "                                                                          \
        "of the week, each district in its own, in the month before the target's date")  \
    X(TARGET_SLACK, "slack", TARGET, "day", "target: point",                             \
        "whole days by which all projects it counts could open later and it be met; "    \
        "inf: met without them, -inf: not met by them")                                  \
    X(TARGET_BEGUN, "begun", TARGET, "1", "target: point",                               \
        "projects that have to be begun so that enough open by its date; inf: more "     \
        "than "                                                                          \
        "three times those of the plan")                                                 \
    X(TARGET_PLANNED, "planned", TARGET, "1", "target: point",                           \
        "projects of the plan that it counts and that open after the start")             \
    X(TARGET_PLANNED_BEGIN, "planned_begin", TARGET, "day", "target: point",             \
        "days from the start to the last planned begin of those projects")               \
    X(TARGET_PLANNED_OPENING, "planned_opening", TARGET, "day", "target: point",         \
        "days from the start to the last planned opening of those projects")             \
    X(TARGET_DISTRICT_VALUE, "district_value", TARGET_DISTRICT, "1", "target: point",    \
        "value in the district, of targets that each district must meet")                \
    X(TARGET_DISTRICT_MET, "district_met", TARGET_DISTRICT, "1", "target: point",        \
        "1: the district meets the target, 0: it does not")                              \
    X(SERVED_PEOPLE, "people", SERVICE_YEAR, "1", "year: point",                         \
        "residents at the year's end of the ages and sex that the service is for")       \
    X(EQUALITY_OVERALL, "overall", EQUALITY, "1", "period: mean",                        \
        "the ratio of all districts together")                                           \
    X(EQUALITY_DISTRICTS, "districts", EQUALITY, "1", "period: sum",                     \
        "districts that have somebody whom the ratio is of; the others are left out")    \
    X(EQUALITY_WORST_TO_BEST, "worst_to_best", EQUALITY, "1", "period: mean",            \
        "ratio of the worst district over that of the best")                             \
    X(EQUALITY_VARIATION, "variation", EQUALITY, "1", "period: mean",                    \
        "coefficient of variation between districts, weighted by people")                \
    X(EQUALITY_GINI, "gini", EQUALITY, "1", "period: mean",                              \
        "Gini coefficient between districts, weighted by people")                        \
    X(EQUALITY_THEIL, "theil", EQUALITY, "1", "period: mean",                            \
        "Theil's T between districts, weighted by people")                               \
    X(COST_CAPITAL, "capital", COST, "yuan", "period: sum",                              \
        "capital spent on projects and works whose cost is given, from begin to "        \
        "opening")                                                                       \
    X(COST_OVERRUN, "overrun", COST, "yuan", "period: sum",                              \
        "of it what is above the cost as given; below 0: what is saved")                 \
    X(COST_RUNNING, "running", COST, "yuan", "period: sum",                              \
        "running costs of the services whose running costs are given")                   \
    X(COST_SPENT, "spent", COST, "yuan", "period: sum",                                  \
        "capital and running costs, as far as they are given")                           \
    X(COST_BUDGET, "budget", COST, "yuan", "period: sum", "budget")                      \
    X(COST_OVER, "over_budget", COST, "1", "period: point",                              \
        "1: what the budget is for costs more than it; 0: it does not")                  \
    X(COST_SERVICE_CAPITAL, "service_capital", COST_SERVICE, "yuan", "period: sum",      \
        "capital spent on projects that give places to the service")                     \
    X(COST_SERVICE_RUNNING, "service_running", COST_SERVICE, "yuan", "period: sum",      \
        "running costs of the service, by location")                                     \
    X(COST_IDLE, "idle", COST_SERVICE, "yuan", "period: sum",                            \
        "of them those of usable places that nobody occupies")                           \
    X(COST_SERVED, "served", COST_SERVICE, "1", "period: sum",                           \
        "people served: admissions, pupils who take a seat, or visits; by location, "    \
        "visits by residence")                                                           \
    X(COST_PLACE_YEAR, "place_year_price", COST_PRICE, "yuan", "service: point",         \
        "running cost of a usable place for a year")                                     \
    X(COST_PERSON, "person_price", COST_PRICE, "yuan", "service: point",                 \
        "running cost of each person served, beside it")                                 \
    X(COST_COSTED_PLACES, "costed_places", COST_PRICE, "1", "service: mean",             \
        "share of the places that projects open whose cost is given")                    \
    X(COST_PLANNED, "planned_cost", COST_PROJECT, "yuan", "project: sum",                \
        "cost of the project as given")                                                  \
    X(COST_FINAL, "final_cost", COST_PROJECT, "yuan", "project: sum",                    \
        "cost of the units that are built, whenever they open; what is cancelled costs " \
        "nothing")                                                                       \
    X(COST_PROJECT_SPENT, "project_spent", COST_PROJECT_YEAR, "yuan", "year: sum",       \
        "capital spent on the project")                                                  \
    X(COST_COSTED, "costed", COST_PART, "1", "part: sum",                                \
        "projects, works and services whose cost is given")                              \
    X(COST_IN_ALL, "in_all", COST_PART, "1", "part: sum",                                \
        "projects, works and services of the scenario")                                  \
    X(OBSERVATION_SIMULATED, "simulated", OBSERVATION, "1", "observation: point",        \
        "what the run has where it was counted")                                         \
    X(OBSERVATION_LOG_WEIGHT, "log_weight", WEIGHT, "1", "",                             \
        "logarithm of the weight of the replication: -1/2 of the sum of ((simulated - "  \
        "observed) / sd)^2 over the observations that weigh")                            \
    X(POLICY_DECISIONS, "decisions", POLICY_YEAR, "1", "year: sum",                      \
        "times that the policy decides to act in the district")                          \
    X(POLICY_PLACES, "moved_places", POLICY_YEAR, "1", "year: sum",                      \
        "places that it opens, closes or converts there")                                \
    X(POLICY_COST, "cost", POLICY_YEAR, "yuan", "year: sum",                             \
        "capital of the places that it moves, or of the project that it begins; NaN: "   \
        "not known")                                                                     \
    X(POLICY_FIRST, "first_decision", POLICY, "day", "policy: point",                    \
        "days from the start to its first decision in the district; NaN: none")          \
    SUF_ZONE_LIST(X)                                                                     \
    SUF_MEASURE_LIST(X)

#define SUF_VARIABLE_SYMBOL(symbol, name, dims, units, cell_methods, long_name)          \
    SUF_VARIABLE_##symbol,
typedef enum suf_variable {
    SUF_VARIABLE_LIST(SUF_VARIABLE_SYMBOL) SUF_N_VARIABLES
} suf_variable;
#undef SUF_VARIABLE_SYMBOL

typedef struct suf_variable_info {
    const char *name, *units, *cell_methods, *long_name; /* name within its group */
    suf_variable_dims dims;
} suf_variable_info;

/* Of the kinds of dimensions, the one table of what stands where. */
typedef struct suf_variable_dims_info {
    const char *group; /* of the file that these variables stand in; "/" is the root */
    uint32_t n;        /* dimensions behind (scenario, replication) */
    suf_dimension_id ids[4];
} suf_variable_dims_info;

enum { SUF_FIRST_MEASURE = SUF_VARIABLE_DEMAND };

/* Row of the table of dimensions; static storage. */
const suf_variable_dims_info *suf_variable_dims_of(suf_variable_dims dims);
/* Name of their group. */
const char *suf_variable_group(suf_variable_dims dims);
/* Row of the table; static storage. */
const suf_variable_info *suf_variable_info_of(suf_variable variable);

#endif
