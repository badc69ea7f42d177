/* Targets: measured at the end of each month and of their date.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The formulas are in docs/theory/model.md, "Targets". A target looks at the state of the
 * replication (assets, places, people, lists) and at totals of the last 365 days, which
 * are the difference of running totals now and then: so running totals are kept by month
 * and put aside at the moments that some window begins with. A value that cannot be
 * decided (no data, nobody it could be of) is NaN, and the target then is neither met nor
 * missed. */
#ifndef SUF_ENGINE_TARGETS_H
#define SUF_ENGINE_TARGETS_H

#include "engine/observation.h"
#include "engine/state.h"

/* Running totals of a pool since the start. */
typedef struct suf_totals {
    double occupied, usable; /* place-days; of visits person-hours and place-hours */
    double requests, refusals;
} suf_totals;

/* Of those who asked on one day and joined: to find the share admitted in time. */
typedef struct suf_watch_day {
    uint32_t joined;   /* admitted at once, or put on the list */
    uint32_t admitted; /* of them within the time */
    uint32_t excluded; /* died or moved away before, within the time */
} suf_watch_day;

struct suf_targets {
    const suf_model *model; /* borrowed */
    suf_totals *totals;     /* [pool] up to the start of the month in hand */
    suf_totals *marks;      /* [mark][pool] */
    uint32_t n_marks;       /* of marks: those put aside so far */
    suf_watch_day *days;    /* [watch][district][day] */
    uint32_t n_days;
    double *met_since; /* [target] NAN: not met when it was last looked at */
    double *zone_km2;  /* [zone] area in this replication; NAN: by distance */
};

SUF_MUST_CHECK suf_status suf_targets_new(
    const suf_model *model, struct suf_targets **targets);
void suf_targets_free(struct suf_targets *self);
/* Before a replication; wants its parameters. */
void suf_targets_start(suf_state *state);
/* At the start of a day, before its month begins: measures what is due. */
void suf_targets_look(suf_state *state, const suf_layout_map *map, suf_metrics *metrics);
/* At the end of a month, before its counts are cleared. */
void suf_targets_end_month(suf_state *state);

/* Of a watched service (suf_service.is_watched): who asked at since_days joined; was
 * admitted; died or moved while waiting. Nothing for those who asked before the start. */
void suf_watch_join(suf_state *state, uint32_t service, uint32_t home, double since_days);
void suf_watch_admit(suf_state *state, uint32_t service, uint32_t home, double since_days,
    double waited_days);
void suf_watch_exclude(suf_state *state, uint32_t service, uint32_t home,
    double since_days, double waited_days);

#endif
