/* Rows of the table of variables that are told by zone.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of services whose places stand in zones (model/areas.h): the variables by month of
 * these names, of a zone in place of a district. */
#ifndef SUF_STATS_ZONE_VARIABLES_H
#define SUF_STATS_ZONE_VARIABLES_H

/* X(symbol, name, dims, units, cell_methods, long_name), as in variables.h */
#define SUF_ZONE_LIST(X)                                                                 \
    X(ZONE_REQUESTS, "requests", ZONE, "1", "month: sum", "requests, by residence")      \
    X(ZONE_ADMISSIONS, "admissions", ZONE, "1", "month: sum",                            \
        "admissions, by residence")                                                      \
    X(ZONE_REFUSALS, "refusals", ZONE, "1", "month: sum",                                \
        "requests that found no place and no list to wait on, by residence")             \
    X(ZONE_OCCUPANCY, "occupancy", ZONE, "1", "month: mean",                             \
        "occupied places, mean over time, by location")                                  \
    X(ZONE_OCCUPANCY_END, "occupancy_end", ZONE, "1", "month: point",                    \
        "occupied places at the end of the month, by location")                          \
    X(ZONE_PLACES, "places", ZONE, "1", "month: point",                                  \
        "places built at the end of the month")                                          \
    X(ZONE_USABLE, "usable_places", ZONE, "1", "month: mean",                            \
        "places that admit people, mean over time")                                      \
    X(ZONE_WAITING, "waiting", ZONE, "1", "month: mean",                                 \
        "people on the list, mean over time, by residence")                              \
    X(ZONE_WAITING_END, "waiting_end", ZONE, "1", "month: point",                        \
        "people on the list at the end of the month, by residence")                      \
    X(ZONE_WAIT, "wait", ZONE, "day", "month: mean",                                     \
        "wait of those admitted in the month, zero waits included, by residence")        \
    X(ZONE_APPLICANTS, "applicants", ZONE, "1", "month: sum",                            \
        "applicants at intakes, those who try again among them, by residence")           \
    X(ZONE_PLACED, "placed", ZONE, "1", "month: sum",                                    \
        "applicants placed within capacity, by residence")                               \
    X(ZONE_PLACED_ABOVE, "placed_above", ZONE, "1", "month: sum",                        \
        "applicants seated above capacity, as all must be placed, by residence")         \
    X(ZONE_UNPLACED, "unplaced", ZONE, "1", "month: sum",                                \
        "applicants who found no seat, by residence")

#endif
