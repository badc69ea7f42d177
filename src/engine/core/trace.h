/* The story of a replication, told line by line to whoever looks.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For `trace` and for tests. An observer is told of persons, so people who would
 * otherwise only be counted get a name (core.h, suf_way); the path is the same. */
#ifndef SUF_ENGINE_TRACE_H
#define SUF_ENGINE_TRACE_H

#include <stdint.h>

/* What a line tells. */
typedef enum suf_occurrence {
    SUF_TRACE_REQUEST,
    SUF_TRACE_VOID,
    SUF_TRACE_BALK,
    SUF_TRACE_REFUSAL,
    SUF_TRACE_JOIN,
    SUF_TRACE_RETRY,
    SUF_TRACE_ADMISSION,
    SUF_TRACE_RENEGE,
    SUF_TRACE_AGE_OUT,
    SUF_TRACE_DEATH,
    SUF_TRACE_MOVE,
    SUF_TRACE_RELEASE,
    SUF_TRACE_DISPLACEMENT, /* site: of the place that it loses */
    SUF_TRACE_RESUMPTION,   /* site: where it goes on with its stay */
    SUF_TRACE_CAPACITY,     /* name: places built */
    SUF_TRACE_TEAM,         /* name: places usable, as a team has come or gone */
    SUF_TRACE_INTAKE, /* amounts: applicants, placed, unplaced, above: of a home district
                       */
    SUF_TRACE_VISITS, /* amounts: visits, served anywhere, refused, of a span of days */
    SUF_TRACE_WAVE,   /* amounts: the state of the service from now on; no home */
    SUF_TRACE_ONWARD, /* amounts: the service that it asks next, source and name there */
    SUF_TRACE_POLICY  /* a policy decides; amounts: its index */
} suf_occurrence;

typedef struct suf_trace_event {
    suf_occurrence what;
    double time_days;
    uint32_t service, home, site; /* districts; site SUF_NONE where there is none */
    uint32_t source;              /* with name: who it is, the same in every scenario */
    uint64_t name;
    double waited_days; /* ADMISSION, and the ways off a list */
    uint32_t priority;  /* of those on a list, or who leave it; SUF_NONE: there is none */
    uint64_t amounts[4];
} suf_trace_event;

/* Told of every occurrence, in order. */
typedef struct suf_observer {
    void (*see)(void *context, const suf_trace_event *event);
    void *context;
} suf_observer;

#endif
